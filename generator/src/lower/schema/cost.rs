//! Limits on generated types: adversarial input, compiler limits.

use std::collections::HashMap;
use std::rc::Rc;

use crate::document::{Document, Schema};
use crate::lower::limits::{MAX_FIELDS, MAX_MERGE_COST, MAX_MERGE_FACTOR, MAX_VARIANTS};
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::merge::Merged;
use crate::lower::schema::shape::{EnumBase, SchemaShape};

/// The reason for replacing an object or array with too many members.
pub const TOO_MANY_FIELDS: &str = "more than 2000 properties or items";

/// The less precise shape that replaces one with too many members, and the reason; `None` if the
/// shape is within the limits.
pub fn fallback<'a>(shape: &SchemaShape<'a>) -> Option<(SchemaShape<'a>, &'static str)> {
    let too_many_variants = "more than 100000 values or variants";
    let (members, limit, why) = match shape {
        SchemaShape::Struct(object) => (
            object.properties.len() + object.patterns.len(),
            MAX_FIELDS,
            TOO_MANY_FIELDS,
        ),
        SchemaShape::Tuple(tuple) => (tuple.items.len(), MAX_FIELDS, TOO_MANY_FIELDS),
        SchemaShape::Enum(values, _) => (values.len(), MAX_VARIANTS, too_many_variants),
        SchemaShape::Union(union) => (union.variants.len(), MAX_VARIANTS, too_many_variants),
        _ => return None,
    };
    let fallback = match shape {
        SchemaShape::Struct(_) => SchemaShape::Map(None),
        SchemaShape::Tuple(_) => SchemaShape::List(None),
        SchemaShape::Enum(_, EnumBase::Text | EnumBase::OpenText) => SchemaShape::Text,
        SchemaShape::Enum(_, EnumBase::Integer) => SchemaShape::Integer,
        _ => SchemaShape::Any,
    };
    (members > limit).then_some((fallback, why))
}

/// Cost of merging a schema, counted against [`MAX_MERGE_COST`].
pub fn merge_cost(schema: &Schema<'_>) -> usize {
    1 + schema.properties.len()
        + schema.required.len()
        + schema.enumeration.as_ref().map_or(0, Vec::len)
        + schema.rare().pattern_properties.len()
        + schema.rare().prefix_items.len()
}

/// Merged schemas whose cost is worth keeping them.
pub struct MergeCache<'a> {
    known: HashMap<IntersectionId, Rc<Merged<'a>>>,
    /// The remaining cost that merging may have.
    remaining: usize,
}

/// Schemas cheaper than this are merged again each time, which costs less than keeping them.
const MIN_CACHED_COST: usize = 16;

impl<'a> MergeCache<'a> {
    pub fn new(document: &Document<'_>) -> Self {
        let own = document.schemas.iter().map(merge_cost).sum::<usize>();
        Self {
            known: HashMap::new(),
            remaining: MAX_MERGE_COST.saturating_add(own.saturating_mul(MAX_MERGE_FACTOR)),
        }
    }

    /// The merged schema of an intersection: the known one, or the result of `merge`, which takes the
    /// cost that it may have.
    pub fn of(
        &mut self,
        intersection: IntersectionId,
        merge: impl FnOnce(usize) -> Merged<'a>,
    ) -> Rc<Merged<'a>> {
        if let Some(known) = self.known.get(&intersection) {
            return known.clone();
        }
        let merged = Rc::new(merge(self.remaining.max(MIN_CACHED_COST)));
        if merged.cost >= MIN_CACHED_COST || merged.exceeded_limit.is_some() {
            self.remaining = self.remaining.saturating_sub(merged.cost);
            self.known.insert(intersection, merged.clone());
        }
        merged
    }
}
