//! Refusals: which of the declared error bodies can tell why a request was refused.

use crate::model::{
    Api, BodyEncoding, Content, Field, Presence, RejectionBody, RejectionField, RejectionShape,
    Rest, Scalar, Shape, Ty, TypeId,
};

/// The statuses with which a server refuses a request that has found its operation, or answers for
/// one that failed.
const STATUSES: &[u16] = &[400, 401, 403, 413, 415, 500];

/// Finds, for each operation, how the rejections are told whose statuses are declared.
pub fn find(api: &mut Api) {
    let mut shapes: Vec<RejectionShape> = Vec::new();
    let mut operations = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        for status in STATUSES {
            // The errors stand in the order of their statuses: exact ones before ranges.
            let declared = operation
                .errors
                .iter()
                .find(|error| error.status.covers(*status));
            let Some(declared) = declared else { continue };
            let body = match &declared.body {
                None => RejectionBody::Empty,
                Some(Content {
                    ty: Ty::Named(id),
                    encoding: BodyEncoding::Json,
                    ..
                }) => {
                    let known = shapes.iter().any(|shape| shape.ty == *id);
                    let shape = if known { None } else { shape(api, *id) };
                    let is_told = known || shape.is_some();
                    shapes.extend(shape);
                    if is_told {
                        RejectionBody::Declared(*id)
                    } else {
                        RejectionBody::Problem
                    }
                }
                Some(_) => RejectionBody::Problem,
            };
            operation.rejections.push((*status, body));
        }
    }
    api.operations = operations;
    api.rejections = shapes;
}

/// What the fields of a type tell; `None` if it has no room for a text, or asks for something else.
fn shape(api: &Api, ty: TypeId) -> Option<RejectionShape> {
    let Shape::Struct(structure) = &api.ty(ty).shape else {
        return None;
    };
    let fields: Option<Vec<RejectionField>> = structure.fields.iter().map(told).collect();
    let fields = fields?;
    let by_field = match &structure.rest {
        Rest::Keep { ty: Ty::Any, .. } => true,
        Rest::Keep { .. } | Rest::Skip | Rest::Refuse => false,
    };
    let says_something = by_field
        || fields
            .iter()
            .any(|told| matches!(told, RejectionField::Detail | RejectionField::Messages));
    says_something.then_some(RejectionShape {
        ty,
        fields,
        by_field,
    })
}

/// What a field tells, by its name and type; `None` if it must be there and tells nothing known.
fn told(field: &Field) -> Option<RejectionField> {
    let told = match (&*field.wire, &field.ty) {
        (
            "detail" | "message" | "error" | "error_description" | "title" | "reason" | "msg",
            Ty::Scalar(Scalar::Text),
        ) => RejectionField::Detail,
        ("code" | "type" | "error_code", Ty::Scalar(Scalar::Text)) => RejectionField::Code,
        ("non_field_errors" | "errors" | "messages" | "details", Ty::List(item))
            if **item == Ty::Scalar(Scalar::Text) =>
        {
            RejectionField::Messages
        }
        _ => RejectionField::Nothing,
    };
    match (told, field.presence) {
        (RejectionField::Nothing, Presence::Required) => None,
        (told, Presence::Required | Presence::Optional) => Some(told),
        (_, Presence::Patch | Presence::NullOrAbsent) => Some(RejectionField::Nothing),
    }
}
