//! `unevaluatedProperties` and `unevaluatedItems` (JSON Schema 2020-12 core §11): which of them a type
//! can hold.

use std::collections::HashSet;

use crate::document::{Additional, Document, Reference, Schema, SchemaId};
use crate::lower::limits::MAX_MERGED;
use crate::lower::schema::intersection::UnionKeyword;

/// The schemas whose `unevaluatedProperties` or `unevaluatedItems` no type can hold: what they look at
/// depends on the value (`if`, `dependentSchemas`, `anyOf`, `contains`), or they are inside a schema that
/// evaluates more than they see. If there is one, it is all that have such a keyword.
pub fn judged_whole(
    parts: &[SchemaId],
    unions: &[(SchemaId, UnionKeyword)],
    document: &Document<'_>,
) -> Vec<SchemaId> {
    let asks = |id: &SchemaId| {
        let rare = document.schema(*id).rare();
        rare.unevaluated_properties.is_some() || rare.unevaluated_items.is_some()
    };
    let owners: Vec<SchemaId> = parts.iter().copied().filter(asks).collect();
    let seen: Option<Vec<HashSet<SchemaId>>> = owners
        .iter()
        .map(|owner| seen_from(*owner, unions, document))
        .collect();
    let Some(seen) = seen else { return owners };
    let evaluating = parts.iter().filter(|id| evaluates(document.schema(**id)));
    let evaluating: Vec<SchemaId> = evaluating.copied().collect();
    // Around an owner, another has nothing left.
    let is_around = |owner: &SchemaId, other: &HashSet<SchemaId>| other.contains(owner);
    let is_held = |owner: &SchemaId, own: &HashSet<SchemaId>| {
        let mut others = owners.iter().zip(&seen);
        evaluating.iter().all(|id| own.contains(id))
            && others.all(|(id, other)| own.contains(id) || is_around(owner, other))
    };
    match owners.iter().zip(&seen).all(|(id, own)| is_held(id, own)) {
        true => Vec::new(),
        false => owners,
    }
}

/// The schemas whose annotations a schema sees: itself, and what applies in place to the same value.
/// `None` if it depends on the value which those are.
fn seen_from(
    owner: SchemaId,
    unions: &[(SchemaId, UnionKeyword)],
    document: &Document<'_>,
) -> Option<HashSet<SchemaId>> {
    let mut seen = HashSet::new();
    let mut open = vec![owner];
    while let Some(id) = open.pop() {
        if seen.len() > MAX_MERGED || !seen.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        if depends_on_value(schema) || unions.iter().any(|(union, _)| *union == id) {
            return None;
        }
        if let Reference::To(target) = schema.reference {
            open.push(target);
        }
        // Of a union, the intersection has the variant that it is for.
        open.extend(schema.all_of.iter().chain(&schema.one_of));
    }
    Some(seen)
}

/// Whether a schema evaluates properties or items by other keywords.
fn evaluates(schema: &Schema<'_>) -> bool {
    let rare = schema.rare();
    !(schema.properties.is_empty()
        && schema.additional == Additional::Unspecified
        && rare.pattern_properties.is_empty()
        && rare.prefix_items.is_empty()
        && schema.items.is_none())
}

/// Whether what a schema looks at depends on the value.
fn depends_on_value(schema: &Schema<'_>) -> bool {
    let rare = schema.rare();
    rare.if_schema.is_some()
        || !rare.dependent_schemas.is_empty()
        || !schema.any_of.is_empty()
        || rare.contains.is_some()
}
