//! Operations that give JSON or a stream of items, as a property of their body says.

use crate::identifier::Case;
use crate::lower::http::responses;
use crate::lower::name::scopes::Scope;
use crate::model::{
    Api, BodyEncoding, Operation, Presence, Response, ResponseBody, Scalar, Shape, StreamMethod, Ty,
};
use crate::reserved;

/// The property that says so, by convention.
const SWITCH: &str = "stream";

/// Finds these operations, and names the method for the stream of each.
pub fn find(api: &mut Api) {
    let known = api.operations.iter().map(|it| it.name.clone());
    let known: Vec<_> = known.collect();
    let reserved = reserved::METHODS.iter().copied();
    let reserved = reserved.chain(known.iter().map(String::as_str));
    let mut scope = Scope::with_reserved(Case::Snake, reserved);
    let found: Vec<_> = api.operations.iter().map(|it| switch(api, it)).collect();
    let operations = api.operations.iter_mut().zip(found);
    for (operation, switch) in operations {
        let Some((field, presence)) = switch else {
            continue;
        };
        let name = scope.reserve(format!("{}_stream", operation.name));
        // An error may come instead of each.
        let [json, items] = [0, 1].map(|index| accepted(operation, index));
        operation.accept = json;
        operation.stream_method = Some(StreamMethod {
            name,
            field,
            presence,
            accept: items,
        });
    }
}

/// The value of `Accept` for one of the contents of the successes, and the errors.
fn accepted(operation: &Operation, index: usize) -> String {
    let successes = operation.successes.iter().map(|success| Response {
        body: success.body.as_ref().map(|body| ResponseBody {
            contents: body.contents.get(index).cloned().into_iter().collect(),
            ..body.clone()
        }),
        ..success.clone()
    });
    let successes: Vec<_> = successes.collect();
    responses::accept(successes.iter().chain(&operation.errors))
}

/// The field that chooses: a boolean of the JSON of a request whose success is JSON, or items.
fn switch(api: &Api, operation: &Operation) -> Option<(String, Presence)> {
    let [success] = &operation.successes[..] else {
        return None;
    };
    let encodings = success.contents().map(|it| it.encoding);
    let encodings: Vec<_> = encodings.collect();
    if !matches!(encodings[..], [BodyEncoding::Json, BodyEncoding::Items(_)]) {
        return None;
    }
    let body = operation.body.as_ref().filter(|body| !body.optional)?;
    let content = body.only()?;
    let (BodyEncoding::Json, Ty::Named(id)) = (content.encoding, &content.ty) else {
        return None;
    };
    let Shape::Struct(structure) = &api.ty(*id).shape else {
        return None;
    };
    let field = structure.fields.iter().find(|it| it.wire == SWITCH)?;
    let is_boolean = field.ty == Ty::Scalar(Scalar::Boolean);
    is_boolean.then(|| (field.name.clone(), field.presence))
}
