//! How much becomes types: what input may ask for that is made for it, or that no compiler takes.

use std::collections::HashMap;
use std::rc::Rc;

use crate::document::{Document, Schema};
use crate::lower::limits::{MAX_FIELDS, MAX_MERGE_COST, MAX_MERGE_FACTOR, MAX_VARIANTS};
use crate::lower::schema::intersection::ViewId;
use crate::lower::schema::merge::Flat;
use crate::lower::schema::shape::{Base, Form};

/// Why one that has more is left out.
pub const TOO_MANY_FIELDS: &str = "it has more than 2000 properties or items";

/// The less precise form that replaces one with too many members, and the reason; `None` if it is
/// within the limits.
pub fn left<'a>(form: &Form<'a>) -> Option<(Form<'a>, &'static str)> {
    let too_many_variants = "it has more than 100000 values or arms";
    let (members, most, why) = match form {
        Form::Struct(object) => (
            object.properties.len() + object.patterns.len(),
            MAX_FIELDS,
            TOO_MANY_FIELDS,
        ),
        Form::Tuple(tuple) => (tuple.items.len(), MAX_FIELDS, TOO_MANY_FIELDS),
        Form::Values(values, _) => (values.len(), MAX_VARIANTS, too_many_variants),
        Form::Union(union) => (union.arms.len(), MAX_VARIANTS, too_many_variants),
        _ => return None,
    };
    let left = match form {
        Form::Struct(_) => Form::Map(None),
        Form::Tuple(_) => Form::List(None),
        Form::Values(_, Base::Text | Base::OpenText) => Form::Text,
        Form::Values(_, Base::Integer) => Form::Integer,
        _ => Form::Any,
    };
    (members > most).then_some((left, why))
}

/// What it takes to merge a schema.
pub fn weight(schema: &Schema<'_>) -> usize {
    1 + schema.properties.len()
        + schema.required.len()
        + schema.enumeration.as_ref().map_or(0, Vec::len)
        + schema.rare().pattern_properties.len()
        + schema.rare().prefix_items.len()
}

/// What schemas say together, for the views where it takes long to find out.
pub struct Flats<'a> {
    known: HashMap<ViewId, Rc<Flat<'a>>>,
    /// How much may still be merged.
    left: usize,
}

/// What weighs less is merged again each time, which costs less than to keep it.
const SMALL: usize = 16;

impl<'a> Flats<'a> {
    pub fn new(document: &Document<'_>) -> Self {
        let own = document.schemas.iter().map(weight).sum::<usize>();
        Self {
            known: HashMap::new(),
            left: MAX_MERGE_COST.saturating_add(own.saturating_mul(MAX_MERGE_FACTOR)),
        }
    }

    /// What is known of a view, or what `merge` finds, which may weigh so much.
    pub fn of(&mut self, view: ViewId, merge: impl FnOnce(usize) -> Flat<'a>) -> Rc<Flat<'a>> {
        if let Some(known) = self.known.get(&view) {
            return known.clone();
        }
        let flat = Rc::new(merge(self.left.max(SMALL)));
        if flat.weight >= SMALL || flat.cut.is_some() {
            self.left = self.left.saturating_sub(flat.weight);
            self.known.insert(view, flat.clone());
        }
        flat
    }
}
