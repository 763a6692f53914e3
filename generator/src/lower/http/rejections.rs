//! Finds the declared error bodies that can represent a rejection.

use crate::lower::limits::MAX_REJECTION_DEPTH;
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
    match content.encoding {
        BodyEncoding::Json => shaped(api, shapes, &content.ty, MAX_REJECTION_DEPTH),
        _ => None,
    }
}

/// The type, if it can represent a rejection. Adds its shape and those of its fields, if they are new.
fn shaped(api: &Api, shapes: &mut Vec<RejectionShape>, ty: &Ty, depth: usize) -> Option<TypeId> {
    let Ty::Named(id) = ty else {
        return None;
    };
    let is_known = |shapes: &[RejectionShape]| shapes.iter().any(|shape| shape.ty == *id);
    if !is_known(shapes) {
        let before = shapes.len();
        let shape = rejection_shape(api, shapes, *id, depth);
        if shape.is_none() {
            // Nothing asks for those of its fields.
            shapes.truncate(before);
        }
        let shape = shape?;
        // A recursive type has got its shape further inside, without the recursion.
        if !is_known(shapes) {
            shapes.push(shape);
        }
    }
    Some(*id)
}

/// The mapping of a rejection to the fields of a type; `None` if no field holds a message, or a
/// required one is unknown.
fn rejection_shape(
    api: &Api,
    shapes: &mut Vec<RejectionShape>,
    ty: TypeId,
    depth: usize,
) -> Option<RejectionShape> {
    let Shape::Struct(structure) = &api.ty(ty).shape else {
        return None;
    };
    let fields = structure.fields.iter();
    let fields: Option<Vec<RejectionField>> = fields
        .map(|field| rejection_field(api, shapes, field, depth))
        .collect();
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
        || fields.iter().any(|field| {
            use RejectionField::{Detail, Messages, Shape, Shapes};
            matches!(field, Detail | Messages | Shape | Shapes)
        });
    has_message.then_some(RejectionShape {
        ty,
        fields,
        by_field,
    })
}

/// The meaning of a field, by its name and type; `None` if it is required and unknown.
fn rejection_field(
    api: &Api,
    shapes: &mut Vec<RejectionShape>,
    field: &Field,
    depth: usize,
) -> Option<RejectionField> {
    if matches!(field.presence, Presence::Patch | Presence::NullOrAbsent) {
        return Some(RejectionField::Omitted);
    }
    let meaning = match (&*field.wire, &field.ty) {
        (
            "detail" | "message" | "error" | "error_description" | "title" | "reason" | "msg",
            Ty::Scalar(Scalar::Text),
        ) => RejectionField::Detail,
        ("code" | "type" | "error_code", Ty::Scalar(Scalar::Text)) => RejectionField::Code,
        ("code" | "status" | "statusCode" | "status_code" | "error_code", Ty::Scalar(scalar))
            if holds_status(*scalar) =>
        {
            RejectionField::Status
        }
        ("non_field_errors" | "errors" | "messages" | "details" | "detail", Ty::List(item))
            if **item == Ty::Scalar(Scalar::Text) =>
        {
            RejectionField::Messages
        }
        ("error" | "detail" | "message", ty)
            if depth > 0 && shaped(api, shapes, ty, depth - 1).is_some() =>
        {
            RejectionField::Shape
        }
        ("errors" | "detail" | "details" | "messages", Ty::List(item))
            if depth > 0 && shaped(api, shapes, item, depth - 1).is_some() =>
        {
            RejectionField::Shapes
        }
        // The place, which stands in the message.
        ("loc" | "path" | "location", Ty::List(_)) => RejectionField::Empty,
        _ => RejectionField::Omitted,
    };
    match (meaning, field.presence) {
        (RejectionField::Omitted, Presence::Required) => None,
        (meaning, _) => Some(meaning),
    }
}

/// Whether every status is a value of a type of numbers, which the standard library converts it to.
fn holds_status(scalar: Scalar) -> bool {
    scalar.is_number()
        && !matches!(
            scalar,
            Scalar::I8 | Scalar::I16 | Scalar::U8 | Scalar::ExactInteger | Scalar::ExactNumber
        )
}
