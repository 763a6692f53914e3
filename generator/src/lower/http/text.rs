//! Text encodings: which schemas can be a parameter or a body as text, and whether their types can.

pub use crate::lower::http::forms::kind::{TextKind, text_kind};
use crate::lower::limits::MAX_TEXT_DEPTH;
use crate::model::{
    Api, BodyEncoding, Parameter, ParameterEncoding, Part, PartEncoding, Scalar, Shape, Ty,
};

/// Makes the type of each parameter and text body one that its encoding can represent, now that types
/// are complete. Other types become strings. `null` has no text.
pub fn resolve(api: &mut Api) {
    let mut operations = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        let optional = operation
            .params
            .iter_mut()
            .flat_map(|params| &mut params.parameters);
        for parameter in operation.parameters.iter_mut().chain(optional) {
            resolve_parameter(api, parameter);
        }
        let body = operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents);
        let responses = operation.successes.iter_mut().chain(&mut operation.errors);
        let responses = responses.filter_map(|response| response.body.as_mut());
        for content in body.chain(responses) {
            if content.encoding == BodyEncoding::Text {
                content.ty = resolved_value(api, &content.ty);
            }
            for part in content.parts.iter_mut().flat_map(|parts| &mut parts.fields) {
                resolve_part(api, part);
            }
        }
    }
    api.operations = operations;
}

fn resolve_parameter(api: &Api, parameter: &mut Parameter) {
    let ty = inner(api, without_null(&parameter.ty));
    let resolved = match parameter.encoding {
        ParameterEncoding::Json => ty,
        ParameterEncoding::Value => resolved_value(api, &ty),
        ParameterEncoding::List => match api.plain(&ty) {
            Ty::List(item) if has_text(api, item, 0) => ty,
            _ => Ty::List(Box::new(Ty::Scalar(Scalar::Text))),
        },
    };
    parameter.ty = resolved;
}

/// Parts are written one by one, and one that is not there is not `null`.
fn resolve_part(api: &Api, part: &mut Part) {
    let ty = without_null(&part.ty);
    let is_list = part.presence.is_list() || part.encoding == PartEncoding::Commas;
    let has_text = |item: &Ty| part.encoding == PartEncoding::Json || has_text(api, item, 0);
    part.ty = match part.encoding {
        PartEncoding::File => ty,
        _ if is_list => match inner(api, ty) {
            list if matches!(api.plain(&list), Ty::List(item) if has_text(item)) => list,
            _ => Ty::List(Box::new(Ty::Scalar(Scalar::Text))),
        },
        PartEncoding::Json => ty,
        PartEncoding::Value | PartEncoding::Commas => resolved_value(api, &ty),
    };
}

/// The type inside one around it: a parameter is written value by value, and passed as it is.
fn inner(api: &Api, ty: Ty) -> Ty {
    match &ty {
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Newtype(inner) => inner.clone(),
            _ => ty,
        },
        _ => ty,
    }
}

fn resolved_value(api: &Api, ty: &Ty) -> Ty {
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

/// Whether a type has a text. The variants of a union are not looked at: its schema was one of
/// scalars.
fn has_text(api: &Api, ty: &Ty, depth: usize) -> bool {
    match api.plain(ty) {
        Ty::Nullable(inner) | Ty::Boxed(inner) => {
            depth < MAX_TEXT_DEPTH && has_text(api, inner, depth + 1)
        }
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(_) | Shape::Union(_) => true,
            Shape::Newtype(inner) => depth < MAX_TEXT_DEPTH && has_text(api, inner, depth + 1),
            Shape::Struct(_) | Shape::Tuple(_) | Shape::Alias(_) => false,
        },
        Ty::Scalar(scalar) => *scalar != Scalar::Null,
        Ty::Foreign(_) => true,
        Ty::Any | Ty::Never | Ty::List(_) | Ty::Tuple(_) | Ty::Map(_) | Ty::Checked(..) => false,
    }
}
