//! The property of the body whose value says which webhook a request is for, where all webhooks are
//! sent to one address.

use std::collections::HashSet;

use crate::model::{Api, Base, BodyEncoding, Operation, Presence, Shape, Ty, WebhookSelector};

/// Sets the property that every webhook requires in its JSON body, with values of its own. Callbacks have
/// addresses of their own.
pub fn find(api: &mut Api) {
    let webhooks = api.operations.iter().enumerate();
    let is_webhook = |it: &Operation| it.webhook.as_ref().is_some_and(|it| it.callback.is_none());
    let webhooks: Vec<_> = webhooks.filter(|(_, it)| is_webhook(it)).collect();
    let Some((_, first)) = webhooks.first() else {
        return;
    };
    let candidates = body(first).map_or_else(Vec::new, |ty| properties(api, ty));
    api.webhook_selector = candidates.into_iter().find_map(|property| {
        let mut known = HashSet::new();
        let values = webhooks.iter().map(|(index, operation)| {
            let mut values = values(api, body(operation)?, &property, 0)?;
            values.sort_unstable();
            values.dedup();
            let are_own = values.iter().all(|value| known.insert(value.clone()));
            are_own.then_some((*index, values))
        });
        let values = values.collect::<Option<Vec<_>>>()?;
        Some(WebhookSelector { property, values })
    });
}

/// The type of the only body of an operation, if that is required and JSON.
fn body(operation: &Operation) -> Option<&Ty> {
    let body = operation.body.as_ref().filter(|body| !body.optional)?;
    let content = body.only().filter(|it| it.encoding == BodyEncoding::Json)?;
    Some(&content.ty)
}

/// The names of the properties of a type; of a union, those of its first variant.
fn properties(api: &Api, ty: &Ty) -> Vec<String> {
    let mut ty = api.plain(ty);
    for _ in 0..MAX_NESTING {
        match ty {
            Ty::Named(id) => match &api.ty(*id).shape {
                Shape::Struct(structure) => {
                    return structure.fields.iter().map(|it| it.wire.clone()).collect();
                }
                Shape::Union(union) if !union.variants.is_empty() => {
                    ty = api.plain(&union.variants[0].ty);
                }
                _ => break,
            },
            Ty::Boxed(inner) => ty = api.plain(inner),
            _ => break,
        }
    }
    Vec::new()
}

/// The strings that a type lists for a required property.
fn values(api: &Api, ty: &Ty, property: &str, nesting: usize) -> Option<Vec<String>> {
    let id = match api.plain(ty) {
        Ty::Named(id) => id,
        Ty::Boxed(inner) if nesting < MAX_NESTING => {
            return values(api, inner, property, nesting + 1);
        }
        _ => return None,
    };
    match &api.ty(*id).shape {
        Shape::Struct(structure) => {
            let field = structure.fields.iter().find(|it| it.wire == property)?;
            let Ty::Named(id) = api.plain(&field.ty) else {
                return None;
            };
            match &api.ty(*id).shape {
                Shape::Enum(listed)
                    if listed.base == Base::Text && field.presence == Presence::Required =>
                {
                    Some(listed.variants.iter().map(|it| it.wire.clone()).collect())
                }
                _ => None,
            }
        }
        Shape::Union(union) if nesting < MAX_NESTING => {
            let variants = union.variants.iter();
            let values = variants.map(|it| values(api, &it.ty, property, nesting + 1));
            Some(values.collect::<Option<Vec<_>>>()?.concat())
        }
        _ => None,
    }
}

/// How deep unions in unions are looked into.
const MAX_NESTING: usize = 4;
