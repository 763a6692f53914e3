//! What emission asks of the model: facts that follow from it and are not kept in it.

use std::collections::BTreeSet;

use super::{Api, Body, Engine, Operation, Others, Params, Shape, Ty};

/// The patterns that tell properties apart.
pub fn matched_patterns(api: &Api) -> impl Iterator<Item = usize> {
    api.types.iter().flat_map(|def| match &def.shape {
        Shape::Struct(structure) => structure
            .patterns
            .iter()
            .map(|fields| fields.pattern)
            .collect(),
        _ => Vec::new(),
    })
}

/// For each type, whether a value of it can break anything: to a fixed point, since types nest.
pub fn constrained(api: &Api) -> Vec<bool> {
    let mut constrained = vec![false; api.types.len()];
    loop {
        let mut changed = false;
        for (index, def) in api.types.iter().enumerate() {
            let now = match &def.shape {
                Shape::Enum(enumeration) => enumeration.others == Others::Unknown,
                shape if !shape.checks().is_empty() => true,
                Shape::Union(union) if union.exclusive => true,
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

/// Whether a value of a type can break anything, by what is known of the types with names.
pub fn is_constrained(ty: &Ty, constrained: &[bool]) -> bool {
    ty.any(&|ty| match ty {
        Ty::Checked(..) => true,
        Ty::Named(id) => constrained[id.0],
        _ => false,
    })
}

/// Whether a type that stands in an operation has constraints that are not those of types with a
/// name: these are bound to the type.
pub fn has_own_check(api: &Api, ty: &Ty) -> bool {
    ty.any(&|ty| match ty {
        Ty::Checked(..) => true,
        Ty::Named(id) => matches!(&api.ty(*id).shape, Shape::Alias(ty) if has_own_check(api, ty)),
        _ => false,
    })
}

/// Whether any operation has such constraints.
pub fn checks_by_function(api: &Api) -> bool {
    api.operations
        .iter()
        .any(|operation| own_checks(api, operation).next().is_some())
}

/// What stands in an operation with constraints of its own: the functions that check it, by name.
pub fn own_checks<'a>(
    api: &'a Api,
    operation: &'a Operation,
) -> impl Iterator<Item = (&'a str, &'a Ty)> {
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| (&*parameter.check, &parameter.ty));
    let body = operation.body.iter();
    let body = body.filter_map(|body| Some((&*body.check, &body.only()?.ty)));
    parameters
        .chain(body)
        .filter(|(_, ty)| has_own_check(api, ty))
}

/// Whether a type of the description is named in it.
pub fn is_named(ty: &Ty) -> bool {
    ty.any(&|ty| matches!(ty, Ty::Named(_)))
}

/// Whether operations have types of their own, beside those of the description: structs of optional
/// parameters, enumerations of bodies.
pub fn has_requests(api: &Api) -> bool {
    params(api).next().is_some() || bodies(api).next().is_some()
}

/// The structs of optional parameters, with their operations.
pub fn params(api: &Api) -> impl Iterator<Item = (&Operation, &Params)> {
    let operations = api.operations.iter();
    operations.filter_map(|operation| Some((operation, operation.params.as_ref()?)))
}

/// The enumerations of bodies, with their operations.
pub fn bodies(api: &Api) -> impl Iterator<Item = (&Operation, &Body)> {
    let operations = api.operations.iter();
    operations.filter_map(|operation| Some((operation, several(operation)?)))
}

/// The body of an operation, if it is one of several.
pub fn several(operation: &Operation) -> Option<&Body> {
    operation.body.as_ref().filter(|body| body.only().is_none())
}

/// The user's types, in the order of their names.
pub fn foreign(api: &Api) -> BTreeSet<&str> {
    let found = all_uses(api).into_iter().filter_map(|ty| match ty {
        Ty::Foreign(path) => Some(path.as_str()),
        _ => None,
    });
    found.collect()
}

/// Every use of a type, and every part of it.
pub fn all_uses(api: &Api) -> Vec<&Ty> {
    let types = api.types.iter().flat_map(|def| def.shape.uses());
    let operations = api.operations.iter().flat_map(Operation::uses);
    let mut open: Vec<&Ty> = types.chain(operations).collect();
    let mut found = Vec::new();
    while let Some(ty) = open.pop() {
        found.push(ty);
        open.extend(ty.parts());
    }
    found
}

/// Whether a pattern names a property of Unicode, whose tables are a feature of the crate `regex`.
pub fn names_unicode(api: &Api) -> bool {
    api.patterns.iter().any(|pattern| match &pattern.engine {
        Engine::Linear(conditions) => conditions.iter().any(|condition| condition.unicode),
        Engine::Runs(_) | Engine::Backtracking(_) => false,
    })
}
