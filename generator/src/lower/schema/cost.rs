//! How much becomes types: what input may ask for that is made for it, or that no compiler takes.

use std::collections::HashMap;
use std::rc::Rc;

use crate::document::{Document, Schema};
use crate::lower::limits::{MAX_FIELDS, MAX_MERGE_COST, MAX_MERGE_FACTOR, MAX_VARIANTS};
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::merge::Merged;
use crate::lower::schema::shape::{EnumBase, SchemaShape};

/// Why one that has more is left out.
pub const TOO_MANY_FIELDS: &str = "it has more than 2000 properties or items";

/// The less precise shape that replaces one with too many members, and the reason; `None` if it is
/// within the limits.
pub fn left<'a>(shape: &SchemaShape<'a>) -> Option<(SchemaShape<'a>, &'static str)> {
    let too_many_variants = "it has more than 100000 values or variants";
    let (members, most, why) = match shape {
        SchemaShape::Struct(object) => (
            object.properties.len() + object.patterns.len(),
            MAX_FIELDS,
            TOO_MANY_FIELDS,
        ),
        SchemaShape::Tuple(tuple) => (tuple.items.len(), MAX_FIELDS, TOO_MANY_FIELDS),
        SchemaShape::Values(values, _) => (values.len(), MAX_VARIANTS, too_many_variants),
        SchemaShape::Union(union) => (union.variants.len(), MAX_VARIANTS, too_many_variants),
        _ => return None,
    };
    let left = match shape {
        SchemaShape::Struct(_) => SchemaShape::Map(None),
        SchemaShape::Tuple(_) => SchemaShape::List(None),
        SchemaShape::Values(_, EnumBase::Text | EnumBase::OpenText) => SchemaShape::Text,
        SchemaShape::Values(_, EnumBase::Integer) => SchemaShape::Integer,
        _ => SchemaShape::Any,
    };
    (members > most).then_some((left, why))
}

/// What it takes to merge a schema.
pub fn merge_cost(schema: &Schema<'_>) -> usize {
    1 + schema.properties.len()
        + schema.required.len()
        + schema.enumeration.as_ref().map_or(0, Vec::len)
        + schema.rare().pattern_properties.len()
        + schema.rare().prefix_items.len()
}

/// What schemas say together, for the intersections where it takes long to find out.
pub struct MergeCache<'a> {
    known: HashMap<IntersectionId, Rc<Merged<'a>>>,
    /// How much may still be merged.
    left: usize,
}

/// What weighs less is merged again each time, which costs less than to keep it.
const SMALL: usize = 16;

impl<'a> MergeCache<'a> {
    pub fn new(document: &Document<'_>) -> Self {
        let own = document.schemas.iter().map(merge_cost).sum::<usize>();
        Self {
            known: HashMap::new(),
            left: MAX_MERGE_COST.saturating_add(own.saturating_mul(MAX_MERGE_FACTOR)),
        }
    }

    /// What is known of a intersection, or what `merge` finds, which may weigh so much.
    pub fn of(
        &mut self,
        intersection: IntersectionId,
        merge: impl FnOnce(usize) -> Merged<'a>,
    ) -> Rc<Merged<'a>> {
        if let Some(known) = self.known.get(&intersection) {
            return known.clone();
        }
        let merged = Rc::new(merge(self.left.max(SMALL)));
        if merged.cost >= SMALL || merged.cut.is_some() {
            self.left = self.left.saturating_sub(merged.cost);
            self.known.insert(intersection, merged.clone());
        }
        merged
    }
}
