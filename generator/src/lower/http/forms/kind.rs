//! The kind of text that the values of a schema have.

use std::collections::HashSet;

use crate::document::SchemaId;
use crate::lower::limits::MAX_TEXT_DEPTH;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{EnumBase, SchemaShape, Use};
use crate::source::Node;

/// The kind of text that the values of a schema have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextKind {
    /// The schema has no assertion.
    Unconstrained,
    /// A scalar.
    Value,
    /// An array of scalars.
    List,
    /// An object, a nested array, or a union of different kinds.
    Other,
}

impl TextKind {
    fn union(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unconstrained, other) | (other, Self::Unconstrained) => other,
            (left, right) if left == right => left,
            _ => Self::Other,
        }
    }
}

/// The kind of text that the values of a schema have. `null` has none, and is disregarded.
pub fn text_kind(classifier: &mut Classifier<'_>, id: SchemaId) -> TextKind {
    let used = classifier.used(id);
    text_kind_of(classifier, used)
}

/// The kind of text that the values of a use have.
pub fn text_kind_of(classifier: &mut Classifier<'_>, used: Use) -> TextKind {
    text_kind_below(classifier, used, &mut HashSet::new(), 0)
}

/// Visits each intersection once: a second visit adds nothing.
fn text_kind_below(
    classifier: &mut Classifier<'_>,
    used: Use,
    seen: &mut HashSet<IntersectionId>,
    depth: usize,
) -> TextKind {
    let intersection = classifier.resolve(used).intersection;
    if !seen.insert(intersection) {
        return TextKind::Unconstrained;
    }
    if depth > MAX_TEXT_DEPTH {
        return TextKind::Other;
    }
    match &*classifier.shape(intersection) {
        SchemaShape::Any | SchemaShape::Null | SchemaShape::Same(_) => TextKind::Unconstrained,
        SchemaShape::Boolean | SchemaShape::Integer | SchemaShape::Number | SchemaShape::Text => {
            TextKind::Value
        }
        SchemaShape::Enum(_, EnumBase::Text | EnumBase::OpenText | EnumBase::Integer) => {
            TextKind::Value
        }
        SchemaShape::Enum(values, EnumBase::Any) => {
            let kinds = values.iter().map(|value| match value.at.node {
                Node::Null => TextKind::Unconstrained,
                Node::Bool(_) | Node::Number(_) | Node::String(_) => TextKind::Value,
                Node::Array(_) | Node::Object(_) => TextKind::Other,
            });
            kinds.fold(TextKind::Unconstrained, TextKind::union)
        }
        SchemaShape::List(None) => TextKind::List,
        SchemaShape::List(Some(items)) => {
            match text_kind_below(classifier, *items, seen, depth + 1) {
                TextKind::Unconstrained | TextKind::Value => TextKind::List,
                TextKind::List | TextKind::Other => TextKind::Other,
            }
        }
        SchemaShape::Union(union) => {
            let variants = union.variants.iter();
            let kinds =
                variants.map(|variant| text_kind_below(classifier, variant.used, seen, depth + 1));
            kinds.fold(TextKind::Unconstrained, TextKind::union)
        }
        SchemaShape::Never
        | SchemaShape::Tuple(_)
        | SchemaShape::Map(_)
        | SchemaShape::Struct(_) => TextKind::Other,
    }
}
