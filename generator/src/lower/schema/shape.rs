//! The shape of a type before names are known: plain data over intersections.

use crate::document::{Place, SchemaId};
use crate::lower::limits::MAX_TUPLE_ITEMS;
use crate::lower::schema::intersection::{Flags, IntersectionId};
use crate::lower::schema::merge::Value;
use crate::model::DiscriminatorValue;

/// A use of an intersection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Use {
    pub intersection: IntersectionId,
    pub nullable: bool,
    /// The schema at the place of use, for its annotations.
    pub schema: SchemaId,
}

/// The kind of type that an intersection becomes.
#[derive(Clone, Debug)]
pub enum SchemaShape<'t> {
    /// No value matches.
    Never,
    /// Every value matches.
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    Text,
    Enum(Vec<Value<'t>>, EnumBase),
    List(Option<Use>),
    Tuple(TupleShape),
    Map(Option<Use>),
    Struct(ObjectShape<'t>),
    Union(UnionShape<'t>),
    /// The same type as another use.
    Same(Use),
}

/// The type of the values of an enumeration.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EnumBase {
    Text,
    /// Strings, where other strings are allowed, too.
    OpenText,
    Integer,
    /// Values of several JSON types.
    Any,
}

/// An array with `prefixItems`.
#[derive(Clone, Debug)]
pub struct TupleShape {
    pub items: Vec<Use>,
    /// The number of required items.
    pub required: usize,
    pub rest: TupleRest,
}

impl TupleShape {
    /// Whether the shape is a plain tuple in Rust: every item is required, and there are no others.
    pub fn is_plain(&self) -> bool {
        self.required == self.items.len()
            && self.items.len() <= MAX_TUPLE_ITEMS
            && matches!(self.rest, TupleRest::Nothing)
    }
}

/// The items after the first ones.
#[derive(Clone, Copy, Debug)]
pub enum TupleRest {
    Nothing,
    Any,
    Items(Use),
}

/// An object with named properties.
#[derive(Clone, Debug)]
pub struct ObjectShape<'t> {
    pub properties: Vec<PropertyShape<'t>>,
    pub rest: ObjectRest,
    pub patterns: Vec<((&'t str, Place), Use)>,
}

/// A property; without a use, it is required and has no schema.
#[derive(Clone, Debug)]
pub struct PropertyShape<'t> {
    pub name: &'t str,
    pub required: bool,
    pub used: Option<Use>,
    /// What all schemas of the property say.
    pub flags: Flags,
}

/// The properties that are not named.
#[derive(Clone, Copy, Debug)]
pub enum ObjectRest {
    Unconstrained,
    Forbidden,
    Any,
    Values(Use),
}

/// A union.
#[derive(Clone, Debug)]
pub struct UnionShape<'t> {
    /// Whether a value must match exactly one variant (`oneOf`).
    pub exclusive: bool,
    pub variants: Vec<VariantShape<'t>>,
    /// The property that selects the variant.
    pub discriminator: Option<&'t str>,
    /// Without a discriminator: a property that selects the variant where it is there, and its values for
    /// each variant.
    pub selector: Option<(&'t str, Vec<Vec<DiscriminatorValue>>)>,
    /// The variant of the values that no variant lists, by its index.
    pub others: Option<usize>,
    /// What is wrong with the declared discriminator.
    pub faults: Vec<DiscriminatorFault<'t>>,
}

/// A declared discriminator, or an entry of its mapping, that does not select a variant.
#[derive(Clone, Copy, Debug)]
pub enum DiscriminatorFault<'t> {
    /// No values tell the variants apart.
    Ambiguous(Place),
    /// A mapped value that the property of the variant does not allow: it lists others.
    NotListed {
        value: &'t str,
        mapping: Place,
        listed: Place,
    },
    /// A mapped value whose schema is no variant.
    NoVariant { value: &'t str, mapping: Place },
}

/// An alternative of a union.
#[derive(Clone, Debug)]
pub struct VariantShape<'t> {
    pub used: Use,
    /// The discriminator values that select the variant.
    pub discriminator_values: Vec<DiscriminatorValue>,
    /// The name that the description gives the variant.
    pub name: Option<&'t str>,
}

impl SchemaShape<'_> {
    /// The uses that the shape consists of.
    pub fn children(&self) -> Vec<Use> {
        match self {
            Self::Never | Self::Any | Self::Null | Self::Boolean => Vec::new(),
            Self::Integer | Self::Number | Self::Text | Self::Enum(..) => Vec::new(),
            Self::List(child) | Self::Map(child) => child.iter().copied().collect(),
            Self::Same(child) => vec![*child],
            Self::Tuple(tuple) => {
                let rest = match tuple.rest {
                    TupleRest::Items(rest) => Some(rest),
                    TupleRest::Nothing | TupleRest::Any => None,
                };
                tuple.items.iter().copied().chain(rest).collect()
            }
            Self::Struct(object) => {
                let rest = match object.rest {
                    ObjectRest::Values(rest) => Some(rest),
                    ObjectRest::Unconstrained | ObjectRest::Forbidden | ObjectRest::Any => None,
                };
                let properties = object.properties.iter().filter_map(|each| each.used);
                let patterns = object.patterns.iter().map(|(_, used)| *used);
                properties.chain(patterns).chain(rest).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| variant.used).collect(),
        }
    }
}
