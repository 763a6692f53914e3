//! What kind of type a intersection becomes, and the uses of intersections that it is made of.

use crate::document::{Place, SchemaId};
use crate::lower::limits::MAX_TUPLE_ITEMS;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::merge::Value;

/// A use of a intersection: what a schema means where it stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Use {
    pub intersection: IntersectionId,
    pub nullable: bool,
    /// The schema at the place of the use, for its annotations.
    pub schema: SchemaId,
}

/// What kind of type a intersection becomes.
#[derive(Clone, Debug)]
pub enum SchemaShape<'t> {
    /// No value is allowed.
    Never,
    /// Nothing is said.
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    Text,
    Values(Vec<Value<'t>>, EnumBase),
    List(Option<Use>),
    Tuple(TupleShape),
    Map(Option<Use>),
    Struct(ObjectShape<'t>),
    Union(UnionShape<'t>),
    /// The same as another use.
    Same(Use),
}

/// What the values of an enumeration are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EnumBase {
    Text,
    /// Strings, and every other string is allowed too.
    OpenText,
    Integer,
    /// Values of several kinds.
    Any,
}

/// An array whose first items have schemas of their own.
#[derive(Clone, Debug)]
pub struct TupleShape {
    pub items: Vec<Use>,
    /// How many of the items must be there.
    pub required: usize,
    pub rest: TupleRest,
}

impl TupleShape {
    /// Whether it is a tuple of Rust: all its items must be there, and no others.
    pub fn is_plain(&self) -> bool {
        self.required == self.items.len()
            && self.items.len() <= MAX_TUPLE_ITEMS
            && matches!(self.rest, TupleRest::Nothing)
    }
}

/// What may follow the first items.
#[derive(Clone, Copy, Debug)]
pub enum TupleRest {
    Nothing,
    Any,
    Items(Use),
}

/// An object with known properties.
#[derive(Clone, Debug)]
pub struct ObjectShape<'t> {
    pub properties: Vec<PropertyShape<'t>>,
    pub rest: ObjectRest,
    pub patterns: Vec<((&'t str, Place), Use)>,
}

/// A property; one that is required and not described has no use.
#[derive(Clone, Debug)]
pub struct PropertyShape<'t> {
    pub name: &'t str,
    pub required: bool,
    pub used: Option<Use>,
}

/// What becomes of other properties.
#[derive(Clone, Copy, Debug)]
pub enum ObjectRest {
    Unconstrained,
    Refused,
    Any,
    Values(Use),
}

/// A value of one of several types.
#[derive(Clone, Debug)]
pub struct UnionShape<'t> {
    /// Whether a value must be of one type only.
    pub exclusive: bool,
    pub variants: Vec<VariantShape<'t>>,
    /// The property that tells the variants apart.
    pub discriminator: Option<&'t str>,
}

/// One of the types of a union.
#[derive(Clone, Debug)]
pub struct VariantShape<'t> {
    pub used: Use,
    /// The values of the tag that stand for it.
    pub discriminator_values: Vec<&'t str>,
    /// What the description calls it.
    pub name: Option<&'t str>,
}

impl SchemaShape<'_> {
    /// The intersections that it is made of.
    pub fn children(&self) -> Vec<Use> {
        match self {
            Self::Never | Self::Any | Self::Null | Self::Boolean => Vec::new(),
            Self::Integer | Self::Number | Self::Text | Self::Values(..) => Vec::new(),
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
                    ObjectRest::Unconstrained | ObjectRest::Refused | ObjectRest::Any => None,
                };
                let properties = object.properties.iter().filter_map(|each| each.used);
                let patterns = object.patterns.iter().map(|(_, used)| *used);
                properties.chain(patterns).chain(rest).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| variant.used).collect(),
        }
    }
}
