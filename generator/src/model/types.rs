//! The types of an [`Api`](super::Api): named types and their uses.

use std::fmt;

use super::{Check, Scalar};
use crate::config::{RustPath, RustType};

/// The id of a type of an [`Api`](super::Api).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct TypeId(pub usize);

/// A named type.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct TypeDef {
    /// The name in Rust.
    pub name: String,
    /// Where the description declares it, as a JSON pointer into the file that does.
    pub schema: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The configured derives, as paths in Rust.
    pub derives: Vec<RustPath>,
    /// Whether `Debug` redacts a newtype.
    pub secret: bool,
    /// The shape.
    pub shape: Shape,
}

/// The shape of a named type.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Shape {
    /// An object with named properties.
    Struct(Struct),
    /// An enumeration of listed values.
    Enum(Enumeration),
    /// A union.
    Union(Union),
    /// An array with `prefixItems`.
    Tuple(Tuple),
    /// A newtype around an array or a map that contains it.
    Newtype(Ty),
    /// An alias of a type, with its constraints.
    Alias(Ty),
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Struct {
    /// The named properties, in the order of the description.
    pub fields: Vec<Field>,
    /// The maps of `patternProperties`.
    pub patterns: Vec<PatternFields>,
    /// The handling of unknown properties.
    pub rest: Rest,
    /// The constraints of the whole object.
    pub checks: Vec<Check>,
}

/// The properties whose names match a pattern.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct PatternFields {
    /// The name of the field in Rust, without `r#`.
    pub name: String,
    /// The pattern, as an index into [`Api::patterns`](super::Api::patterns).
    pub pattern: usize,
    /// The type of their values.
    pub ty: Ty,
    /// Whether `Debug` redacts it.
    pub secret: bool,
}

/// An array with `prefixItems`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Tuple {
    /// The first items.
    pub items: Vec<TupleItem>,
    /// The items after them.
    pub rest: Option<RestItems>,
    /// The constraints of the whole array.
    pub checks: Vec<Check>,
}

/// The items of a tuple after the first ones.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct RestItems {
    /// The name of their field in Rust.
    pub name: String,
    /// The type of each.
    pub ty: Ty,
    /// Whether `Debug` redacts them.
    pub secret: bool,
}

/// One of the first items of a tuple.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct TupleItem {
    /// The name of its field in Rust.
    pub name: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether `Debug` redacts it.
    pub secret: bool,
    /// Whether it is required.
    pub required: bool,
    /// The type.
    pub ty: Ty,
}

/// An enumeration of listed values.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Enumeration {
    /// The type of the values.
    pub base: Base,
    /// The values.
    pub variants: Vec<EnumVariant>,
    /// The handling of values that are not listed.
    pub others: Others,
}

/// The type of the values of an enumeration.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Base {
    /// Strings
    Text,
    /// Integers of 64 bits
    Integer,
    /// Any JSON
    Any,
}

/// The handling of values that an enumeration does not list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Others {
    /// The variant `Unknown` keeps the value, and validation reports it.
    Unknown,
    /// The variant `Other` keeps the value: the description allows it.
    Allowed,
    /// The value is a decoding error.
    Forbidden,
}

/// A union.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Union {
    /// The variants, in the order of the description.
    pub variants: Vec<UnionVariant>,
    /// The property that selects the variant, by its name on the wire.
    pub discriminator: Option<String>,
    /// Without a discriminator: the property that selects the variant where it is there.
    pub selector: Option<Selector>,
    /// The handling of values that the discriminator has and no variant lists.
    pub others: UnionOthers,
    /// Whether a value that matches several variants is a violation.
    pub exclusive: bool,
}

/// A property that selects the variant of a union where it is there.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Selector {
    /// Its name on the wire.
    pub property: String,
    /// Its values for each variant.
    pub values: Vec<Vec<DiscriminatorValue>>,
}

/// The handling of objects whose discriminator has a value that no variant lists.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum UnionOthers {
    /// The variant `Unknown` keeps the object, and validation reports it.
    Unknown,
    /// The description has this variant for them.
    Variant(String),
    /// The object is a decoding error, or there is no discriminator.
    Forbidden,
}

/// A value of a discriminator.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum DiscriminatorValue {
    /// A string
    Text(String),
    /// `true` or `false`
    Boolean(bool),
    /// An integer
    Integer(i64),
}

impl fmt::Display for DiscriminatorValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => out.write_str(text),
            Self::Boolean(value) => value.fmt(out),
            Self::Integer(value) => value.fmt(out),
        }
    }
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct UnionVariant {
    /// The name of the variant in Rust.
    pub name: String,
    /// The type that it holds.
    pub ty: Ty,
    /// Whether `Debug` redacts it.
    pub secret: bool,
    /// The discriminator values that select it.
    pub discriminator_values: Vec<DiscriminatorValue>,
    /// The JSON types of its values.
    pub json_types: Vec<JsonType>,
    /// The rule of its schema, if its type accepts values that the schema excludes and the variants that
    /// match are counted: an index into [`Api::rules`](super::Api::rules).
    pub rule: Option<usize>,
}

/// A JSON type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number
    Number,
    /// A string
    #[cfg_attr(feature = "serialize", serde(rename = "string"))]
    Text,
    /// An array
    Array,
    /// An object
    Object,
}

impl JsonType {
    /// The name, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// The handling of unknown properties.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Rest {
    /// They are ignored.
    Skip,
    /// They are decoding errors.
    Forbid,
    /// They are kept in a map.
    Keep {
        /// The field that holds them.
        name: String,
        /// The type of their values.
        ty: Ty,
        /// Whether `Debug` redacts them.
        secret: bool,
        /// Whether the description declares them. Else they are kept since an assertion speaks of
        /// them, or because of the configuration.
        declared: bool,
    },
}

/// A property.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Field {
    /// The name in Rust, without `r#`.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether it may be absent or `null`.
    pub presence: Presence,
    /// The type of its value.
    pub ty: Ty,
    /// Whether `Debug` redacts it.
    pub secret: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The value that the constructor sets: that of the discriminator of its unions.
    pub preset: Option<Constant>,
}

/// A value that the description states, as one of a type.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Constant {
    /// A string
    Text(String),
    /// `true` or `false`
    Boolean(bool),
    /// An integer
    Integer(i64),
    /// A number of floating point
    Float(f64),
    /// A value of an enumeration, by its name in Rust
    Variant(String),
}

impl fmt::Display for Constant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(out, "{text:?}"),
            Self::Boolean(value) => value.fmt(out),
            Self::Integer(value) => value.fmt(out),
            Self::Float(value) => write!(out, "{value:?}"),
            Self::Variant(name) => out.write_str(name),
        }
    }
}

/// Whether a property may be absent or `null`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Presence {
    /// It is required.
    Required,
    /// It may be absent, and is never `null`.
    Optional,
    /// It may be absent or `null`, which differ.
    Patch,
    /// It may be absent or `null`, which are the same to the receiver.
    NullOrAbsent,
}

/// A value of an enumeration.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct EnumVariant {
    /// The name in Rust.
    pub name: String,
    /// A string as it is, any other value as JSON.
    pub wire: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Ty {
    /// Any JSON value.
    Any,
    /// A scalar.
    Scalar(Scalar),
    /// An array.
    List(Box<Ty>),
    /// An array of fixed length, with a type for each item.
    Tuple(Vec<Ty>),
    /// An object whose properties have the same type.
    Map(Box<Ty>),
    /// A type without values.
    Never,
    /// A replacement type of the configuration.
    Foreign(RustType),
    /// The type, or `null`.
    Nullable(Box<Ty>),
    /// The type in a box, because it is recursive or large.
    Boxed(Box<Ty>),
    /// A named type.
    Named(TypeId),
    /// The type, with constraints.
    Checked(Box<Ty>, Vec<Check>),
}

impl Ty {
    /// The types that it consists of, without those inside named types.
    pub fn parts(&self) -> &[Ty] {
        match self {
            Ty::List(inner)
            | Ty::Map(inner)
            | Ty::Nullable(inner)
            | Ty::Boxed(inner)
            | Ty::Checked(inner, _) => std::slice::from_ref(&**inner),
            Ty::Tuple(items) => items,
            Ty::Any | Ty::Scalar(_) | Ty::Never | Ty::Foreign(_) | Ty::Named(_) => &[],
        }
    }

    /// Whether a condition holds for the type or a part of it.
    pub fn any(&self, condition: &dyn Fn(&Ty) -> bool) -> bool {
        condition(self) || self.parts().iter().any(|part| part.any(condition))
    }

    /// The type without its constraints.
    pub fn bare(&self) -> &Ty {
        match self {
            Ty::Checked(inner, _) => inner.bare(),
            other => other,
        }
    }
}

impl Shape {
    /// The constraints of the whole value.
    pub fn checks(&self) -> &[Check] {
        match self {
            Shape::Struct(structure) => &structure.checks,
            Shape::Tuple(tuple) => &tuple.checks,
            Shape::Enum(_) | Shape::Union(_) | Shape::Newtype(_) | Shape::Alias(_) => &[],
        }
    }

    /// The types that it consists of.
    pub fn uses(&self) -> Vec<&Ty> {
        match self {
            Shape::Struct(structure) => {
                let rest = match &structure.rest {
                    Rest::Keep { ty, .. } => Some(ty),
                    Rest::Skip | Rest::Forbid => None,
                };
                let fields = structure.fields.iter().map(|field| &field.ty);
                let patterns = structure.patterns.iter().map(|fields| &fields.ty);
                fields.chain(patterns).chain(rest).collect()
            }
            Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Shape::Tuple(tuple) => {
                let rest = tuple.rest.iter().map(|rest| &rest.ty);
                tuple
                    .items
                    .iter()
                    .map(|item| &item.ty)
                    .chain(rest)
                    .collect()
            }
            Shape::Newtype(ty) | Shape::Alias(ty) => vec![ty],
            Shape::Enum(_) => Vec::new(),
        }
    }
}
