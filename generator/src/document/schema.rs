//! The values of keywords.

use crate::document::name_override::NameOverride;
use crate::document::place::{At, Place};
use crate::document::type_set::TypeSet;
use crate::source::Number;

/// The index of a schema in a document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SchemaId(pub u32);

/// The property that selects the variant of a union (OAS 3.1 §4.8.25).
#[derive(Clone, Debug)]
pub struct Discriminator<'t> {
    pub place: Place,
    pub property: &'t str,
    /// Values of the property, and the schemas that they select, each with its place.
    pub mapping: Vec<(&'t str, SchemaId, Place)>,
    /// `defaultMapping`: the schema for every other value (OAS 3.2 §4.25).
    pub default: Option<SchemaId>,
}

/// A `$ref`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reference {
    /// Absent
    None,
    /// Its target
    To(SchemaId),
    /// Without a target, which has been reported
    Broken,
}

/// `maximum` or `minimum`, or their exclusive counterparts.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'t> {
    pub value: &'t Number,
    pub exclusive: bool,
}

/// `additionalProperties`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Additional {
    /// Absent: any value is allowed
    #[default]
    Unspecified,
    /// `false`
    Forbidden,
    /// `true` or `{}`
    Any,
    /// A schema for their values
    Schema(SchemaId),
}

/// The value of a keyword, as a field of a schema.
pub trait Value {
    /// Whether it is more than the default.
    fn is_set(&self) -> bool;

    /// Adds the schemas in it.
    fn add_schemas(&self, _: &mut Vec<SchemaId>) {}

    /// Replaces the schemas in it.
    fn replace_schemas(&mut self, _: &mut dyn FnMut(SchemaId) -> SchemaId) {}
}

impl Value for bool {
    fn is_set(&self) -> bool {
        *self
    }
}

impl<T: Value> Value for Option<T> {
    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn add_schemas(&self, schemas: &mut Vec<SchemaId>) {
        self.iter().for_each(|value| value.add_schemas(schemas));
    }

    fn replace_schemas(&mut self, by: &mut dyn FnMut(SchemaId) -> SchemaId) {
        self.iter_mut().for_each(|value| value.replace_schemas(by));
    }
}

impl<T: Value> Value for Vec<T> {
    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn add_schemas(&self, schemas: &mut Vec<SchemaId>) {
        self.iter().for_each(|value| value.add_schemas(schemas));
    }

    fn replace_schemas(&mut self, by: &mut dyn FnMut(SchemaId) -> SchemaId) {
        self.iter_mut().for_each(|value| value.replace_schemas(by));
    }
}

/// An entry of an object.
impl<K, T: Value> Value for (K, T) {
    fn is_set(&self) -> bool {
        true
    }

    fn add_schemas(&self, schemas: &mut Vec<SchemaId>) {
        self.1.add_schemas(schemas);
    }

    fn replace_schemas(&mut self, by: &mut dyn FnMut(SchemaId) -> SchemaId) {
        self.1.replace_schemas(by);
    }
}

impl Value for SchemaId {
    fn is_set(&self) -> bool {
        true
    }

    fn add_schemas(&self, schemas: &mut Vec<SchemaId>) {
        schemas.push(*self);
    }

    fn replace_schemas(&mut self, by: &mut dyn FnMut(SchemaId) -> SchemaId) {
        *self = by(*self);
    }
}

impl Value for Additional {
    fn is_set(&self) -> bool {
        *self != Self::Unspecified
    }

    fn add_schemas(&self, schemas: &mut Vec<SchemaId>) {
        if let Self::Schema(id) = self {
            schemas.push(*id);
        }
    }

    fn replace_schemas(&mut self, by: &mut dyn FnMut(SchemaId) -> SchemaId) {
        if let Self::Schema(id) = self {
            *id = by(*id);
        }
    }
}

impl Value for Discriminator<'_> {
    fn is_set(&self) -> bool {
        true
    }

    fn add_schemas(&self, schemas: &mut Vec<SchemaId>) {
        let Self {
            place: _,
            property: _,
            mapping,
            default,
        } = self;
        schemas.extend(mapping.iter().map(|(_, id, _)| *id));
        default.add_schemas(schemas);
    }

    fn replace_schemas(&mut self, by: &mut dyn FnMut(SchemaId) -> SchemaId) {
        let Self {
            place: _,
            property: _,
            mapping,
            default,
        } = self;
        for (_, id, _) in mapping {
            *id = by(*id);
        }
        default.replace_schemas(by);
    }
}

/// Values without schemas in them.
macro_rules! plain_values {
    ($($type:ty),*) => {
        $(impl Value for $type {
            fn is_set(&self) -> bool {
                true
            }
        })*
    };
}

plain_values!(
    u64,
    &str,
    &Number,
    At<'_>,
    Bound<'_>,
    NameOverride,
    Place,
    TypeSet
);
