//! Shares the error enumeration of operations that declare the same errors. It is named after its
//! content, `BasicError403Or404OrValidationError422`, which depends on nothing else in the description,
//! and each operation has an alias of it, so that callers name neither.

use std::collections::{HashMap, HashSet};

use crate::lower::limits::MAX_ERROR_NAME;
use crate::lower::name::scopes::type_name;
use crate::model::{Api, Operation, Response, ResponseBody, Scalar, Status, Ty, TypeDef};
use crate::reserved;

/// The operations of a name, as long as their errors are the same.
struct Sharing<'a> {
    first: &'a Operation,
    count: usize,
}

/// Names the error enumerations that several operations have after their content, where that name is
/// short and free.
pub fn share(api: &mut Api) {
    let names: Vec<_> = api
        .operations
        .iter()
        .map(|it| name(it, &api.types))
        .collect();
    let mut known: HashMap<&str, Sharing<'_>> = HashMap::new();
    let mut taken: HashSet<&str> = reserved::TYPES.iter().copied().collect();
    for (operation, name) in api.operations.iter().zip(&names) {
        taken.extend([&*operation.error_name, &*operation.success_name]);
        let Some(name) = name else { continue };
        let sharing = known.entry(name).or_insert(Sharing {
            first: operation,
            count: 0,
        });
        sharing.count += 1;
        if !is_same(&sharing.first.errors, &operation.errors) {
            taken.insert(name);
        }
    }
    let shared = known.into_iter().filter(|(_, sharing)| sharing.count > 1);
    let shared = shared
        .map(|(name, _)| name)
        .filter(|name| !taken.contains(name));
    let shared: HashSet<String> = shared.map(str::to_owned).collect();
    for (operation, name) in api.operations.iter_mut().zip(names) {
        operation.shared_errors = name.filter(|name| shared.contains(name));
    }
}

/// Whether two lists of errors make the same enumeration.
fn is_same(left: &[Response], right: &[Response]) -> bool {
    let is_same_body = |left: &Response, right: &Response| match (&left.body, &right.body) {
        (Some(left), Some(right)) => left.has_contents_of(right),
        (None, None) => true,
        _ => false,
    };
    let is_same = |(left, right): (&Response, &Response)| {
        let (of_left, of_right) = (
            (&left.variant, left.status, left.headers),
            (&right.variant, right.status, right.headers),
        );
        of_left == of_right && is_same_body(left, right)
    };
    left.len() == right.len() && left.iter().zip(right).all(is_same)
}

/// The names of the error bodies, each with its statuses. `None` if a body belongs to the operation
/// alone, or has no name, or if `default` is not for all redirects, as it is in other operations.
fn name(operation: &Operation, types: &[TypeDef]) -> Option<String> {
    let mut errors = operation.errors.iter();
    let mut successes = operation.successes.iter().map(|it| it.status);
    if errors.any(|it| it.status == Status::Default)
        && successes.any(|it| matches!(it, Status::Code(300..=399) | Status::Range(3)))
    {
        return None;
    }
    let own = operation.error_name.strip_suffix("Error")?;
    let mut bodies: Vec<(String, Vec<String>)> = Vec::new();
    for error in &operation.errors {
        let body = match &error.body {
            None => "Status".to_owned(),
            Some(body) => body_name(body, types).filter(|name| !name.starts_with(own))?,
        };
        let status = match error.status {
            Status::Code(code) => code.to_string(),
            Status::Range(digit) => format!("{digit}xx"),
            Status::Default => "Default".to_owned(),
        };
        match bodies.iter_mut().find(|(known, _)| *known == body) {
            Some((_, statuses)) => statuses.push(status),
            None => bodies.push((body, vec![status])),
        }
    }
    let bodies = bodies.into_iter();
    let names: Vec<_> = bodies
        .map(|(body, statuses)| body + &statuses.join("Or"))
        .collect();
    let name = names.join("Or");
    (!name.is_empty() && name.len() <= MAX_ERROR_NAME).then_some(name)
}

fn body_name(body: &ResponseBody, types: &[TypeDef]) -> Option<String> {
    match body.only() {
        Some(content) => of_type(&content.ty, types),
        None => Some(body.enumeration.clone()),
    }
}

fn of_type(ty: &Ty, types: &[TypeDef]) -> Option<String> {
    match ty {
        Ty::Named(id) => types.get(id.0).map(|def| type_name(&def.name)),
        Ty::Nullable(inner) => of_type(inner, types).map(|name| format!("Nullable{name}")),
        Ty::Scalar(Scalar::Text) => Some("String".to_owned()),
        Ty::Any => Some("Value".to_owned()),
        _ => None,
    }
}
