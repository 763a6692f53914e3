//! Finds the declared error bodies that can represent a rejection.

use crate::model::{
    Api, BodyEncoding, Content, Field, Presence, RejectionBody, RejectionField, RejectionShape,
    Rest, Scalar, Shape, Ty, TypeId,
};

/// Sets the bodies of the rejections of each operation, by declared status.
pub fn find(api: &mut Api) {
    let mut shapes: Vec<RejectionShape> = Vec::new();
    let mut operations = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        let declared = operation.errors.iter().map(|error| {
            let body = match &error.body {
                None => RejectionBody::Empty,
                Some(body) => {
                    let mut contents = body.contents.iter();
                    let found = contents.find_map(|it| fitting(api, &mut shapes, it));
                    found.map_or(RejectionBody::Problem, RejectionBody::Declared)
                }
            };
            (error.status, body)
        });
        operation.rejections = declared.collect();
    }
    api.operations = operations;
    api.rejections = shapes;
}

/// The type of a declared body that can represent a rejection. Adds its shape, if it is a new one.
fn fitting(api: &Api, shapes: &mut Vec<RejectionShape>, content: &Content) -> Option<TypeId> {
    let (Ty::Named(id), BodyEncoding::Json) = (&content.ty, content.encoding) else {
        return None;
    };
    if shapes.iter().all(|shape| shape.ty != *id) {
        shapes.push(rejection_shape(api, *id)?);
    }
    Some(*id)
}

/// The mapping of a rejection to the fields of a type; `None` if no field holds a message, or a
/// required one is unknown.
fn rejection_shape(api: &Api, ty: TypeId) -> Option<RejectionShape> {
    let Shape::Struct(structure) = &api.ty(ty).shape else {
        return None;
    };
    let fields: Option<Vec<RejectionField>> =
        structure.fields.iter().map(rejection_field).collect();
    let fields = fields?;
    let by_field = match &structure.rest {
        Rest::Keep {
            ty: Ty::Any,
            declared: true,
            ..
        } => true,
        Rest::Keep { .. } | Rest::Skip | Rest::Forbid => false,
    };
    let has_message = by_field
        || fields
            .iter()
            .any(|field| matches!(field, RejectionField::Detail | RejectionField::Messages));
    has_message.then_some(RejectionShape {
        ty,
        fields,
        by_field,
    })
}

/// The meaning of a field, by its name and type; `None` if it is required and unknown.
fn rejection_field(field: &Field) -> Option<RejectionField> {
    let meaning = match (&*field.wire, &field.ty) {
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
        _ => RejectionField::Omitted,
    };
    match (meaning, field.presence) {
        (RejectionField::Omitted, Presence::Required) => None,
        (meaning, Presence::Required | Presence::Optional) => Some(meaning),
        (_, Presence::Patch | Presence::NullOrAbsent) => Some(RejectionField::Omitted),
    }
}
