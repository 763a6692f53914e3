//! Parameters: which can be honoured, and how their values stand in a request.

use std::collections::HashSet;

use super::names::{OperationNames, Scope, value_name};
use super::types::Types;
use super::usage::Way;
use super::{Report, docs, media, paths};
use crate::diagnostic::Code;
use crate::document::{self, Additional, Document, ParameterLocation, Reference, SchemaId};
use crate::model::{
    Api, ContentForm, HttpShape, Parameter, ParameterForm, ParameterPlace, Params, Reason, Scalar,
    Segment, Shape, Ty,
};
use crate::source::Node;

/// The headers that other parts of a description speak for (OAS 3.0 §4.7.12.1).
const IGNORED: &[&str] = &["accept", "content-type", "authorization"];

/// Takes the parameters out that cannot be honoured. Only one that must be there closes the
/// operation.
pub fn select(
    document: &Document<'_>,
    operation: &mut document::Operation<'_>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    let mut kept = Vec::new();
    for mut parameter in std::mem::take(&mut operation.parameters) {
        if is_ignored(&parameter) {
            let message =
                "the header parameters `Accept`, `Content-Type` and `Authorization` have no effect";
            report.add(Code::IgnoredParameter, parameter.place, message).help = Some(
                "the media types and the security of the operation say it; a client can set others in `Config::headers`".to_owned(),
            );
            continue;
        }
        match form(document, &parameter) {
            Ok(_) => {
                if let Some(content) = &parameter.content {
                    parameter.schema = content.schema;
                }
                kept.push(parameter);
            }
            Err((shape, why)) => {
                let name = parameter.name;
                let message = format!("the parameter `{name}` {why}, which is not built yet");
                let code = Code::UnsupportedParameter;
                if parameter.required || parameter.location == ParameterLocation::Path {
                    reasons.push(report.leave_out(code, Some(shape), parameter.place, message));
                } else {
                    let message = format!("{message}: it is optional, and left out");
                    report.add(code, parameter.place, message);
                }
            }
        }
    }
    operation.parameters = kept;
}

fn is_ignored(parameter: &document::Parameter<'_>) -> bool {
    let mut ignored = IGNORED.iter();
    parameter.location == ParameterLocation::Header
        && ignored.any(|name| parameter.name.eq_ignore_ascii_case(name))
}

/// Where a parameter stands and how it is written, or why that is not built.
fn form(
    document: &Document<'_>,
    parameter: &document::Parameter<'_>,
) -> Result<(ParameterPlace, ParameterForm), (HttpShape, String)> {
    let commas = parameter.explode == Some(false);
    let (place, usual) = match parameter.location {
        ParameterLocation::Path => (ParameterPlace::Path, "simple"),
        ParameterLocation::Header => (ParameterPlace::Header, "simple"),
        ParameterLocation::Query => {
            let reserved = parameter.allow_reserved;
            (ParameterPlace::Query { commas, reserved }, "form")
        }
        ParameterLocation::Cookie => {
            return Err((HttpShape::Cookie, "stands in a cookie".to_owned()));
        }
        ParameterLocation::QueryString => {
            return Err((HttpShape::QueryString, "is the whole query".to_owned()));
        }
    };
    if let Some(content) = &parameter.content {
        return match media::essence(content.name).as_str() {
            name if media::is_json(name) => Ok((place, ParameterForm::Json)),
            "text/plain" => Ok((place, ParameterForm::Value)),
            _ => Err((HttpShape::MediaType, format!("is `{}`", content.name))),
        };
    }
    if let Some(style) = parameter.style.filter(|style| *style != usual) {
        return Err((
            HttpShape::ParameterStyle,
            format!("has the style `{style}`"),
        ));
    }
    let kind = parameter
        .schema
        .map_or(Kind::Unsaid, |id| kind(document, id));
    match kind {
        Kind::Unsaid | Kind::Value => Ok((place, ParameterForm::Value)),
        Kind::List => Ok((place, ParameterForm::List)),
        Kind::Other => Err((
            HttpShape::ParameterObject,
            "is neither a single value nor an array of some".to_owned(),
        )),
    }
}

/// What the values of a schema are, as far as it matters for their text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// It says nothing.
    Unsaid,
    /// A single value.
    Value,
    /// An array of single values.
    List,
    /// An object, or something with one or another array inside; or now this and now that.
    Other,
}

impl Kind {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unsaid, other) | (other, Self::Unsaid) => other,
            (left, right) if left == right => left,
            _ => Self::Other,
        }
    }
}

/// What the values of a schema are.
pub fn kind(document: &Document<'_>, id: SchemaId) -> Kind {
    kind_inside(document, id, &mut HashSet::new(), 0)
}

/// How deep schemas may nest in each other to be looked at.
const MAX_DEPTH: usize = 32;

/// A schema that is met again says nothing new, so each is looked at once.
fn kind_inside(
    document: &Document<'_>,
    id: SchemaId,
    seen: &mut HashSet<SchemaId>,
    depth: usize,
) -> Kind {
    let mut id = id;
    while let Reference::To(target) = document.schema(id).reference {
        if !seen.insert(id) {
            return Kind::Unsaid;
        }
        id = target;
    }
    if !seen.insert(id) {
        return Kind::Unsaid;
    }
    if depth > MAX_DEPTH {
        return Kind::Other;
    }
    let schema = document.schema(id);
    let types = schema.types;
    let is_value = types.boolean || types.integer || types.number || types.string;
    let has_members = !schema.properties.is_empty() || schema.additional != Additional::Unsaid;
    let mut kind = Kind::Unsaid;
    if is_value {
        kind = kind.and(Kind::Value);
    }
    if types.object || (!is_value && !types.array && has_members) {
        kind = kind.and(Kind::Other);
    }
    if types.array || (!is_value && schema.items.is_some()) {
        let items = schema
            .items
            .map(|items| kind_inside(document, items, seen, depth + 1));
        kind = kind.and(match items {
            None | Some(Kind::Unsaid | Kind::Value) => Kind::List,
            Some(Kind::List | Kind::Other) => Kind::Other,
        });
    }
    for value in schema.enumeration.iter().flatten().chain(&schema.constant) {
        kind = kind.and(match value {
            Node::Null => Kind::Unsaid,
            Node::Bool(_) | Node::Number(_) | Node::String(_) => Kind::Value,
            Node::Array(_) | Node::Object(_) => Kind::Other,
        });
    }
    let parts = schema
        .all_of
        .iter()
        .chain(&schema.one_of)
        .chain(&schema.any_of);
    for part in parts {
        kind = kind.and(kind_inside(document, *part, seen, depth + 1));
    }
    kind
}

/// The names of an operation's method that its parameters must leave alone.
const ARGUMENTS: &[&str] = &["api", "call", "caller", "reply"];

/// The parameters of an operation.
pub struct Lowered {
    pub path: Vec<Segment>,
    /// Those that must be there.
    pub required: Vec<Parameter>,
    /// Those that need not.
    pub params: Option<Params>,
    /// The names of the arguments.
    pub arguments: Scope,
}

/// Makes the parameters of an operation, once every type has its name. Those of the path come
/// first, in its order.
pub fn lower(
    operation: &document::Operation<'_>,
    names: &OperationNames,
    types: &mut Types<'_>,
    checks: &mut Scope,
    report: &mut Report<'_>,
) -> Lowered {
    let document = report.document;
    let mut arguments = Scope::with(ARGUMENTS);
    let mut path = Vec::new();
    let mut required: Vec<Parameter> = Vec::new();
    let mut make = |parameter: &document::Parameter<'_>, scope: &mut Scope| {
        let (place, form) = form(document, parameter).ok()?;
        let ty = parameter.schema.map_or(Ty::Scalar(Scalar::Text), |schema| {
            types.ty(schema, Way::Request, report)
        });
        let deprecated = parameter.deprecated;
        Some(Parameter {
            name: scope.claim_or(value_name(parameter.name), place_word(place)),
            wire: parameter.name.to_owned(),
            docs: docs(&[parameter.description]),
            place,
            form,
            ty,
            check: checks.claim(format!("{}_{}", names.method, value_name(parameter.name))),
            secret: parameter
                .schema
                .is_some_and(|schema| is_secret(document, schema)),
            deprecated,
        })
    };
    for part in paths::template(operation.path) {
        let name = match part {
            Ok(text) => {
                path.push(Segment::Text(text.to_owned()));
                continue;
            }
            Err(name) => name,
        };
        let mut declared = operation.parameters.iter();
        let declared =
            declared.find(|it| it.location == ParameterLocation::Path && paths::is_it(it, name));
        let known = required
            .iter()
            .position(|it| declared.is_some_and(|d| d.name == it.wire));
        if let Some(index) = known {
            path.push(Segment::Parameter(index));
        } else if let Some(parameter) = declared.and_then(|it| make(it, &mut arguments)) {
            path.push(Segment::Parameter(required.len()));
            required.push(parameter);
        }
    }
    let (mut fields, mut optional) = (Scope::default(), Vec::new());
    for parameter in &operation.parameters {
        match (parameter.location, parameter.required) {
            (ParameterLocation::Path, _) => {}
            (_, true) => required.extend(make(parameter, &mut arguments)),
            (_, false) => optional.extend(make(parameter, &mut fields)),
        }
    }
    let params = (!optional.is_empty()).then(|| Params {
        name: names.params.clone(),
        argument: arguments.claim("params".to_owned()),
        parameters: optional,
    });
    Lowered {
        path,
        required,
        params,
        arguments,
    }
}

fn is_secret(document: &Document<'_>, id: SchemaId) -> bool {
    let mut id = id;
    for _ in 0..document.schemas.len() {
        let schema = document.schema(id);
        if schema.format == Some("password") || schema.write_only {
            return true;
        }
        match schema.reference {
            Reference::To(target) => id = target,
            Reference::None | Reference::Broken => return false,
        }
    }
    false
}

fn place_word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query { .. } => "query",
        ParameterPlace::Header => "header",
    }
}

/// Sees to it that the type of each parameter and of each text has the text that its form says, now
/// that the types are finished: what has none is a string. There is no text for `null`.
pub fn settle(api: &mut Api) {
    let mut operations = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        let optional = operation
            .params
            .iter_mut()
            .flat_map(|params| &mut params.parameters);
        for parameter in operation.parameters.iter_mut().chain(optional) {
            settle_one(api, parameter);
        }
        let body = operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents);
        let responses = operation.successes.iter_mut().chain(&mut operation.errors);
        let responses = responses.filter_map(|response| response.body.as_mut());
        for content in body.chain(responses) {
            if content.form == ContentForm::Text {
                content.ty = settled_value(api, &content.ty);
            }
        }
    }
    api.operations = operations;
}

fn settle_one(api: &Api, parameter: &mut Parameter) {
    let ty = without_null(&parameter.ty);
    let settled = match parameter.form {
        ParameterForm::Json => ty,
        ParameterForm::Value => settled_value(api, &ty),
        ParameterForm::List => match plain(api, &ty, 0) {
            Some(Ty::List(item)) if has_text(api, item, 0) => ty,
            _ => Ty::List(Box::new(Ty::Scalar(Scalar::Text))),
        },
    };
    parameter.ty = settled;
}

fn settled_value(api: &Api, ty: &Ty) -> Ty {
    let ty = without_null(ty);
    if has_text(api, &ty, 0) {
        ty
    } else {
        Ty::Scalar(Scalar::Text)
    }
}

fn without_null(ty: &Ty) -> Ty {
    match ty {
        Ty::Nullable(inner) => without_null(inner),
        Ty::Checked(inner, checks) => Ty::Checked(Box::new(without_null(inner)), checks.clone()),
        Ty::List(item) => Ty::List(Box::new(without_null(item))),
        other => other.clone(),
    }
}

/// The type behind constraints and other names.
fn plain<'a>(api: &'a Api, ty: &'a Ty, depth: usize) -> Option<&'a Ty> {
    match ty {
        Ty::Checked(inner, _) => plain(api, inner, depth + 1),
        Ty::Named(id) if depth < MAX_DEPTH => match &api.ty(*id).shape {
            Shape::Alias(ty) => plain(api, ty, depth + 1),
            _ => Some(ty),
        },
        other => Some(other),
    }
}

/// Whether the values of a type are single ones. Of a union that cannot be seen here, but its schema
/// was one of single values.
fn has_text(api: &Api, ty: &Ty, depth: usize) -> bool {
    match plain(api, ty, depth) {
        Some(Ty::Nullable(inner) | Ty::Boxed(inner)) => has_text(api, inner, depth + 1),
        Some(Ty::Named(id)) => !matches!(api.ty(*id).shape, Shape::Struct(_)),
        Some(Ty::Scalar(_)) => true,
        Some(Ty::Any | Ty::List(_) | Ty::Map(_) | Ty::Checked(..)) | None => false,
    }
}
