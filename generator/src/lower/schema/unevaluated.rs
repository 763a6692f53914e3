//! `unevaluatedProperties` and `unevaluatedItems` (JSON Schema 2020-12 core §11): which of them a type
//! can hold.

use std::collections::HashSet;

use crate::document::{Document, Reference, Schema, SchemaId};
use crate::lower::limits::MAX_MERGED;
use crate::lower::schema::intersection::UnionKeyword;

/// The schemas whose `unevaluatedProperties` or `unevaluatedItems` no type can hold: what they look at
/// depends on the value (`if`, `dependentSchemas`, `anyOf`, `contains`), or they are inside a schema that
/// declares more than they see.
pub fn judged_whole(
    parts: &[SchemaId],
    unions: &[(SchemaId, UnionKeyword)],
    document: &Document<'_>,
) -> Vec<SchemaId> {
    let asks = |id: &SchemaId| {
        let rare = document.schema(*id).rare();
        rare.unevaluated_properties.is_some() || rare.unevaluated_items.is_some()
    };
    let mut owners: Vec<SchemaId> = parts.iter().copied().filter(asks).collect();
    owners.retain(|owner| !is_held(*owner, parts, unions, document));
    owners
}

fn is_held(
    owner: SchemaId,
    parts: &[SchemaId],
    unions: &[(SchemaId, UnionKeyword)],
    document: &Document<'_>,
) -> bool {
    let mut visited = HashSet::new();
    let mut open = vec![owner];
    while let Some(id) = open.pop() {
        if visited.len() > MAX_MERGED || !visited.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        if depends_on_value(schema) || unions.iter().any(|(union, _)| *union == id) {
            return false;
        }
        if let Reference::To(target) = schema.reference {
            open.push(target);
        }
        // Of a union, the intersection has the variant that it is for.
        open.extend(schema.all_of.iter().chain(&schema.one_of));
    }
    let declares = |id: &&SchemaId| {
        let schema = document.schema(**id);
        let rare = schema.rare();
        !(schema.properties.is_empty()
            && rare.pattern_properties.is_empty()
            && rare.prefix_items.is_empty()
            && schema.items.is_none())
    };
    let mut declaring = parts.iter().filter(declares);
    declaring.all(|id| visited.contains(id))
}

/// Whether what a schema looks at depends on the value.
fn depends_on_value(schema: &Schema<'_>) -> bool {
    let rare = schema.rare();
    rare.if_schema.is_some()
        || !rare.dependent_schemas.is_empty()
        || !schema.any_of.is_empty()
        || rare.contains.is_some()
}
