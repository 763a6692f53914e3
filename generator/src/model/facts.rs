//! Facts that emission needs and that follow from the model.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    Api, Body, Check, Engine, Header, Operation, Others, Parameter, ParameterPlace, Params, Parts,
    RejectionBody, RejectionField, Response, ResponseBody, Scalar, Shape, Ty, TypeId, UnionOthers,
};

/// Whether the API calls an operation.
pub fn has_webhooks(api: &Api) -> bool {
    api.operations.iter().any(|it| it.webhook.is_some())
}

/// The model with the operations of paths alone.
pub fn of_paths(api: &Api) -> Cow<'_, Api> {
    match has_webhooks(api) {
        true => Cow::Owned(with_operations(api, |it| it.webhook.is_none())),
        false => Cow::Borrowed(api),
    }
}

/// The model with the operations that the API calls alone, which have no servers and no modules.
pub fn of_webhooks(api: &Api) -> Api {
    Api {
        servers: Vec::new(),
        modules: Vec::new(),
        ..with_operations(api, |it| it.webhook.is_some())
    }
}

/// The model with some of its operations, and with the security and the rejections that these have.
fn with_operations(api: &Api, is_kept: impl Fn(&Operation) -> bool) -> Api {
    let mut only = api.clone();
    only.operations.retain(is_kept);
    keep_rejections(&mut only);
    if !have_headers(&only) {
        only.headers = Vec::new();
    }
    let operations = only.operations.iter();
    let used = operations.filter_map(|it| it.security).collect();
    let moved = keep(&mut only.securities, &used);
    for operation in &mut only.operations {
        operation.security = operation.security.map(|index| moved[index]);
    }
    let securities = only.securities.iter();
    let used = securities.flat_map(|it| it.alternatives.clone()).collect();
    let moved = keep(&mut only.credentials, &used);
    for index in only
        .securities
        .iter_mut()
        .flat_map(|it| &mut it.alternatives)
    {
        *index = moved[*index];
    }
    let credentials = only.credentials.iter();
    let used = credentials.flat_map(|it| it.schemes.clone()).collect();
    let moved = keep(&mut only.schemes, &used);
    for index in only.credentials.iter_mut().flat_map(|it| &mut it.schemes) {
        *index = moved[*index];
    }
    only
}

/// Keeps the types that represent rejections of operations, and those inside them.
fn keep_rejections(api: &mut Api) {
    let bodies = api.operations.iter().flat_map(|it| &it.rejections);
    let mut used: HashSet<TypeId> = bodies
        .filter_map(|(_, body)| match body {
            RejectionBody::Declared(ty) => Some(*ty),
            RejectionBody::Empty | RejectionBody::Problem => None,
        })
        .collect();
    // An inner type has its shape before those that it is in.
    for shape in api.rejections.iter().rev() {
        let Shape::Struct(structure) = &api.ty(shape.ty).shape else {
            continue;
        };
        let fields = structure.fields.iter().zip(&shape.fields);
        let inner = fields
            .filter(|(_, kind)| matches!(kind, RejectionField::Shape | RejectionField::Shapes));
        if used.contains(&shape.ty) {
            for (field, _) in inner {
                let mut shapes = api.rejections.iter();
                let inner = shapes.find(|it| field.ty.any(&|ty| *ty == Ty::Named(it.ty)));
                used.extend(inner.map(|it| it.ty));
            }
        }
    }
    api.rejections.retain(|shape| used.contains(&shape.ty));
}

/// Keeps the items at some indices. Returns the new index of each.
fn keep<T>(items: &mut Vec<T>, used: &BTreeSet<usize>) -> Vec<usize> {
    let moved = (0..items.len()).map(|index| used.range(..index).count());
    let moved = moved.collect();
    let mut index = 0..;
    items.retain(|_| index.next().is_some_and(|index| used.contains(&index)));
    moved
}

/// The patterns of `patternProperties`.
pub fn property_patterns(api: &Api) -> impl Iterator<Item = usize> {
    api.types.iter().flat_map(|def| match &def.shape {
        Shape::Struct(structure) => structure
            .patterns
            .iter()
            .map(|fields| fields.pattern)
            .collect(),
        _ => Vec::new(),
    })
}

/// The rules that decide between variants of a `oneOf` whose types all match.
pub fn variant_rules(api: &Api) -> impl Iterator<Item = usize> {
    api.types.iter().flat_map(|def| match &def.shape {
        Shape::Union(union) => union.variants.iter().filter_map(|it| it.rule).collect(),
        _ => Vec::new(),
    })
}

/// For each type, whether a value of it can violate a constraint: a fixed point, since types nest.
pub fn constrained_types(api: &Api) -> Vec<bool> {
    let mut constrained = vec![false; api.types.len()];
    loop {
        let mut changed = false;
        for (index, def) in api.types.iter().enumerate() {
            let now = match &def.shape {
                Shape::Enum(enumeration) => enumeration.others == Others::Unknown,
                shape if !shape.checks().is_empty() => true,
                Shape::Union(union) if union.exclusive => true,
                Shape::Union(union) if union.others == UnionOthers::Unknown => true,
                shape => shape
                    .uses()
                    .iter()
                    .any(|ty| is_constrained(ty, &constrained)),
            };
            changed |= now != constrained[index];
            constrained[index] = now;
        }
        if !changed {
            return constrained;
        }
    }
}

/// Whether a value of a type can violate a constraint, given the result for named types.
pub fn is_constrained(ty: &Ty, constrained: &[bool]) -> bool {
    ty.any(&|ty| match ty {
        Ty::Checked(..) => true,
        Ty::Named(id) => constrained[id.0],
        _ => false,
    })
}

/// Whether the type of a parameter or body has constraints besides those of the named types in it.
pub fn has_inline_check(api: &Api, ty: &Ty) -> bool {
    ty.any(&|ty| match ty {
        Ty::Checked(..) => true,
        Ty::Named(id) => {
            matches!(&api.ty(*id).shape, Shape::Alias(ty) if has_inline_check(api, ty))
        }
        _ => false,
    })
}

/// Whether any operation has such constraints.
pub fn has_inline_checks(api: &Api) -> bool {
    api.operations
        .iter()
        .any(|operation| inline_checks(api, operation).next().is_some())
}

/// The parameters and bodies with constraints of their own, by the name of the function that checks
/// them.
pub fn inline_checks<'a>(
    api: &'a Api,
    operation: &'a Operation,
) -> impl Iterator<Item = (&'a str, &'a Ty)> {
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| (&*parameter.check, &parameter.ty));
    let body = operation.body.iter();
    let body = body.filter_map(|body| Some((&*body.check, body.only()?.value_ty()?)));
    parameters
        .chain(body)
        .filter(|(_, ty)| has_inline_check(api, ty))
}

/// Whether a type contains a named type.
pub fn has_named_type(ty: &Ty) -> bool {
    ty.any(&|ty| matches!(ty, Ty::Named(_)))
}

/// Whether operations have types of their own: structs of optional parameters, enumerations of
/// bodies.
pub fn has_request_types(api: &Api) -> bool {
    optional_params(api).next().is_some()
        || body_enums(api).next().is_some()
        || forms(api).next().is_some()
}

/// The parts of bodies, with their operations.
pub fn forms(api: &Api) -> impl Iterator<Item = (&Operation, &Parts)> {
    let operations = api.operations.iter();
    operations.flat_map(|operation| parts_of(operation).map(move |parts| (operation, parts)))
}

/// The parts of the body of an operation.
pub fn parts_of(operation: &Operation) -> impl Iterator<Item = &Parts> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    contents.filter_map(|content| content.parts.as_ref())
}

/// The headers for idempotency keys, in lower case: that of the draft for HTTP, which Stripe and Adyen
/// document; the same with `X-`, which others chose before; and PayPal's. Square has a property of the body
/// instead, and `X-Request-Id` is for logs.
const IDEMPOTENCY_KEYS: [&str; 3] = ["idempotency-key", "x-idempotency-key", "paypal-request-id"];

/// The header for the idempotency key of an operation, and whether a random UUID may be one where its
/// caller gives none.
pub fn idempotency_key<'a>(api: &'a Api, operation: &'a Operation) -> Option<(&'a str, bool)> {
    let is_key = |it: &&Parameter| {
        let name = it.wire.to_ascii_lowercase();
        it.place == ParameterPlace::Header && IDEMPOTENCY_KEYS.contains(&&*name)
    };
    let mut optional = operation.params.iter().flat_map(|it| &it.parameters);
    if let Some(found) = optional.find(is_key) {
        return Some((&found.wire, takes_uuid(api, found)));
    }
    let required = operation.parameters.iter().find(is_key)?;
    Some((&required.wire, false))
}

/// Whether an operation of the API gets idempotency keys that its callers do not give.
pub fn has_random_keys(api: &Api) -> bool {
    let mut keys = api
        .operations
        .iter()
        .filter_map(|it| idempotency_key(api, it));
    keys.any(|(_, is_random)| is_random)
}

/// Whether every UUID, as text, is a value of a parameter.
fn takes_uuid(api: &Api, parameter: &Parameter) -> bool {
    const LENGTH: u64 = 36;
    let fits = |check: &Check| match check {
        Check::MinLength(limit) => *limit <= LENGTH,
        Check::MaxLength(limit) => *limit >= LENGTH,
        _ => false,
    };
    let mut ty = &parameter.ty;
    // Lowering leaves no alias that is recursive.
    for _ in 0..=api.types.len() {
        ty = match ty {
            Ty::Checked(inner, checks) if checks.iter().all(fits) => inner,
            Ty::Scalar(Scalar::Text | Scalar::Uuid) => return parameter.encoding.is_value(),
            Ty::Named(id) => match &api.ty(*id).shape {
                Shape::Alias(ty) => ty,
                _ => return false,
            },
            _ => return false,
        };
    }
    false
}

/// The structs of optional parameters, with their operations.
pub fn optional_params(api: &Api) -> impl Iterator<Item = (&Operation, &Params)> {
    let operations = api.operations.iter();
    operations.filter_map(|operation| Some((operation, operation.params.as_ref()?)))
}

/// The enumerations of bodies, with their operations.
pub fn body_enums(api: &Api) -> impl Iterator<Item = (&Operation, &Body)> {
    let operations = api.operations.iter();
    operations.filter_map(|operation| Some((operation, body_with_alternatives(operation)?)))
}

/// The body of an operation, if it has several contents.
pub fn body_with_alternatives(operation: &Operation) -> Option<&Body> {
    operation.body.as_ref().filter(|body| body.only().is_none())
}

/// Whether what stands in every output with operations names streams: the bodies of requests, and those
/// of responses of several media types.
pub fn has_streams(api: &Api) -> bool {
    let mut bodies = api.operations.iter().flat_map(|it| &it.body);
    bodies.any(Body::is_stream) || response_enums(api).next().is_some()
}

/// The declared headers of all responses and parts.
pub fn headers(api: &Api) -> impl Iterator<Item = &Header> {
    api.headers.iter().flat_map(|set| &set.headers)
}

/// Whether a response or a part of the operations has declared headers.
pub fn have_headers(api: &Api) -> bool {
    responses_have_headers(api) || parts_have_headers(api)
}

/// Whether a response of the operations has declared headers.
pub fn responses_have_headers(api: &Api) -> bool {
    let mut responses = api.operations.iter().flat_map(Operation::responses);
    responses.any(|response| response.headers.is_some())
}

/// Whether a part of the operations has declared headers.
pub fn parts_have_headers(api: &Api) -> bool {
    let mut parts = forms(api).flat_map(|(_, parts)| &parts.fields);
    parts.any(|part| part.headers.is_some())
}

/// The operations whose errors are shared by all that declare the same, one for each, by the name of
/// their enumeration.
pub fn shared_errors(api: &Api) -> impl Iterator<Item = &Operation> {
    let sharing = api.operations.iter();
    let sharing = sharing.filter_map(|it| Some((it.shared_errors.as_deref()?, it)));
    let mut first = BTreeMap::new();
    for (name, operation) in sharing {
        first.entry(name).or_insert(operation);
    }
    first.into_values()
}

/// The responses that are variants of an enumeration: the errors, and the successes of an operation
/// with several.
pub fn enumerated_responses(api: &Api) -> impl Iterator<Item = &Response> {
    api.operations.iter().flat_map(|operation| {
        let several = operation.successes.len() > 1;
        let successes = operation.successes.iter().filter(move |_| several);
        successes.chain(&operation.errors)
    })
}

/// The bodies of responses that have several media types, one of each name.
pub fn response_enums(api: &Api) -> impl Iterator<Item = &ResponseBody> {
    let mut known = HashSet::new();
    let responses = api.operations.iter().flat_map(Operation::responses);
    let bodies = responses.filter_map(|response| response.body.as_ref());
    let bodies = bodies.filter(|body| body.only().is_none());
    bodies.filter(move |body| known.insert(&*body.enumeration))
}

/// The replacement types of the configuration, sorted.
pub fn replacement_types(api: &Api) -> BTreeSet<&str> {
    let found = all_uses(api).into_iter().filter_map(|ty| match ty {
        Ty::Foreign(ty) => Some(ty.as_str()),
        _ => None,
    });
    found.collect()
}

/// Every use of a type, and every part of it.
pub fn all_uses(api: &Api) -> Vec<&Ty> {
    let types = api.types.iter().flat_map(|def| def.shape.uses());
    let operations = api.operations.iter().flat_map(Operation::uses);
    let headers = headers(api).map(|header| &header.parameter.ty);
    let mut open: Vec<&Ty> = types.chain(operations).chain(headers).collect();
    let mut found = Vec::new();
    while let Some(ty) = open.pop() {
        found.push(ty);
        open.extend(ty.parts());
    }
    found
}

/// Whether a pattern has a Unicode property, whose tables are a feature of the crate `regex`.
pub fn has_unicode_property(api: &Api) -> bool {
    api.patterns.iter().any(|pattern| match &pattern.engine {
        Engine::Linear(conditions) => conditions.iter().any(|condition| condition.unicode),
        Engine::Runs(_) | Engine::Backtracking(_) => false,
    })
}
