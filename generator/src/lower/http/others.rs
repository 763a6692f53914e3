//! The parameters whose properties stand beside other parameters: the names that are not theirs.

use crate::lower::limits::MAX_TEXT_DEPTH;
use crate::model::{Api, Operation, ParameterPlace, Rest, SchemeKind, Shape, Ty};

/// Sets the names that are no properties of the parameters whose properties stand beside others and
/// may have any name.
pub fn set(api: &mut Api) {
    let mut operations = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        set_of(api, operation);
    }
    api.operations = operations;
}

fn set_of(api: &Api, operation: &mut Operation) {
    let names: Vec<_> = operation
        .all_parameters()
        .map(|it| (it.place, it.wire.clone()))
        .collect();
    let alternatives = operation
        .security
        .map(|index| &api.securities[index].alternatives);
    let schemes = alternatives.into_iter().flatten();
    let schemes = schemes.flat_map(|credentials| &api.credentials[*credentials].schemes);
    let keys: Vec<_> = schemes
        .filter_map(|scheme| match &api.schemes[*scheme].kind {
            SchemeKind::Query(name) => Some((ParameterPlace::Query, name.clone())),
            SchemeKind::Cookie(name) => Some((ParameterPlace::Cookie, name.clone())),
            _ => None,
        })
        .collect();
    let optional = operation.params.iter_mut();
    let optional = optional.flat_map(|params| &mut params.parameters);
    for parameter in operation.parameters.iter_mut().chain(optional) {
        if !parameter.encoding.is_beside_others() || !has_any_name(api, &parameter.ty, 0) {
            continue;
        }
        let place = match parameter.place {
            ParameterPlace::QueryString => ParameterPlace::Query,
            place => place,
        };
        let beside = names.iter().chain(&keys).filter(|it| it.0 == place);
        let mut others: Vec<_> = beside.map(|it| it.1.clone()).collect();
        others.retain(|name| *name != parameter.wire);
        others.sort();
        others.dedup();
        parameter.others = others;
    }
}

/// Whether an object of a type may have properties that the description does not name.
fn has_any_name(api: &Api, ty: &Ty, depth: usize) -> bool {
    match api.plain(ty) {
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Struct(object) => matches!(object.rest, Rest::Keep { declared: true, .. }),
            Shape::Newtype(inner) => depth < MAX_TEXT_DEPTH && has_any_name(api, inner, depth + 1),
            _ => true,
        },
        _ => true,
    }
}
