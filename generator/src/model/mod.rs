//! [`Api`]: what is emitted, decided in full.
//!
//! Having one is the proof that it is valid: every reference is resolved, every name is a Rust
//! identifier that nothing else in its scope has, and nothing of the document's types is left. An
//! index or id in it is valid for the list that it is about.

mod constraint;
pub(crate) mod facts;
mod http;
mod print;

pub use crate::pattern::{Condition, Engine, Program, Run, Step};
pub use constraint::{Bound, Check, Format, Pattern, Rule};
pub use http::{
    Body, BodyEncoding, Content, Credentials, HttpShape, Operation, Parameter, ParameterEncoding,
    ParameterPlace, Params, Reason, RejectionBody, RejectionField, RejectionShape, Response,
    Scheme, SchemeKind, Security, Server, Skipped, Status,
};
pub use print::print;

use crate::config::Dates;
use crate::diagnostic::Location;

/// A description, ready to be emitted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// What the description calls itself.
    pub title: String,
    /// The path of the first server, without a slash at the end: `/api/v3`.
    pub base_path: String,
    /// In the order in which they are emitted.
    pub types: Vec<TypeDef>,
    /// The distinct patterns of the types.
    pub patterns: Vec<Pattern>,
    /// In the order of the description.
    pub operations: Vec<Operation>,
    /// The modules that client and server are divided into; none where they are one module each.
    pub modules: Vec<Module>,
    /// The security schemes that operations use.
    pub schemes: Vec<Scheme>,
    /// The distinct sets of schemes that go together.
    pub credentials: Vec<Credentials>,
    /// The distinct security requirements of the operations.
    pub securities: Vec<Security>,
    /// The types that tell rejections.
    pub rejections: Vec<RejectionShape>,
    /// What dates and times are.
    pub dates: Dates,
    /// The operations of the description that are not here.
    pub skipped: Vec<Skipped>,
    /// How many uses of a schema are any JSON because it says nothing.
    pub unconstrained_count: usize,
    /// The schemas whose values are any JSON although they say more.
    pub untyped: Vec<Location>,
    /// What types the schemas have, where that was asked for.
    pub typed: Vec<Typed>,
}

/// A schema of the description, and the type of its values: what a test needs that holds the two
/// against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The schema, where it stands or where a reference leads to it.
    pub location: Location,
    /// Which way its values travel.
    pub direction: Direction,
    /// The type.
    pub ty: Ty,
}

/// Whether values travel in requests, in responses or in both.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Direction {
    /// In both, or the type is the same in both.
    Any,
    /// In requests.
    Request,
    /// In responses.
    Response,
}

/// The operations of a tag.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Module {
    /// The name in Rust.
    pub name: String,
    /// The tag; `None` for the operations that have none.
    pub tag: Option<String>,
    /// Indices into [`Api::operations`].
    pub operations: Vec<usize>,
}

/// Which type of an [`Api`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TypeId(pub usize);

/// A type with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// The name in Rust.
    pub name: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether the description calls it deprecated.
    pub deprecated: bool,
    /// What it derives besides what every type of its shape does, as paths in Rust.
    pub derives: Vec<String>,
    /// What it is.
    pub shape: Shape,
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with known properties.
    Struct(Struct),
    /// A value out of a list.
    Enum(Enumeration),
    /// A value of one of several types.
    Union(Union),
    /// An array whose first items have types of their own.
    Tuple(Tuple),
    /// A type around an array or a map that holds it.
    Newtype(Ty),
    /// Another name for a type, with its constraints.
    Alias(Ty),
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// In the order of the description.
    pub fields: Vec<Field>,
    /// The maps of properties whose names match a pattern.
    pub patterns: Vec<PatternFields>,
    /// What becomes of the properties that it does not know.
    pub rest: Rest,
    /// How many properties there may be, and which need others.
    pub checks: Vec<Check>,
}

/// Properties whose names match a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternFields {
    /// The name of the field in Rust, without `r#`.
    pub name: String,
    /// The pattern, as an index into [`Api::patterns`].
    pub pattern: usize,
    /// What their values are.
    pub ty: Ty,
}

/// An array whose first items have types of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// The first items.
    pub items: Vec<TupleItem>,
    /// The field and the type of what may follow them.
    pub rest: Option<(String, Ty)>,
    /// What the whole must satisfy.
    pub checks: Vec<Check>,
}

/// One of the first items of an array.
#[derive(Clone, Debug, PartialEq)]
pub struct TupleItem {
    /// The name of its field in Rust.
    pub name: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether it must be there.
    pub required: bool,
    /// What it is.
    pub ty: Ty,
}

/// A value out of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration {
    /// What the values are.
    pub base: Base,
    /// The values.
    pub variants: Vec<EnumVariant>,
    /// What becomes of a value that is not listed.
    pub others: Others,
}

/// What the values of an enumeration are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Base {
    /// Strings
    Text,
    /// Integers of 64 bits
    Integer,
    /// Any JSON
    Any,
}

/// What becomes of a value that an enumeration does not list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Others {
    /// The variant `Unknown` keeps it, and validation reports it.
    Unknown,
    /// The variant `Other` keeps it: the description allows it.
    Allowed,
    /// It is a fault.
    Refused,
}

/// A value of one of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// In the order of the description.
    pub variants: Vec<UnionVariant>,
    /// The property that tells the variants apart, on the wire.
    pub discriminator: Option<String>,
    /// Whether a value must not be of two of the types, and could be.
    pub exclusive: bool,
}

/// One of the types of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// The name of the variant in Rust.
    pub name: String,
    /// What it holds.
    pub ty: Ty,
    /// The values of the tag that stand for it; none for the variant of all others.
    pub discriminator_values: Vec<String>,
    /// The json_types of JSON that its values are.
    pub json_types: Vec<JsonType>,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number
    Number,
    /// A string
    Text,
    /// An array
    Array,
    /// An object
    Object,
}

impl JsonType {
    /// What it is called, with its article.
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

/// What becomes of unknown properties.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// They are allowed, and passed over.
    Skip,
    /// They are faults.
    Refuse,
    /// They stay, in a map.
    Keep {
        /// The field that holds them.
        name: String,
        /// What their values are.
        ty: Ty,
    },
}

/// A property.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in Rust, without `r#`.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether it may be absent.
    pub presence: Presence,
    /// What its value is.
    pub ty: Ty,
    /// Whether it is not to be printed.
    pub secret: bool,
    /// Whether the description calls it deprecated.
    pub deprecated: bool,
}

/// Whether a property may be absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Presence {
    /// It may not.
    Required,
    /// It may, and it is never `null`.
    Optional,
    /// It may be absent or `null`, which are two things.
    Patch,
    /// It may be absent or `null`, which are the same to the one who receives it.
    NullOrAbsent,
}

/// A value of an enumeration.
#[derive(Clone, Debug, Eq, PartialEq)]
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
pub enum Ty {
    /// Any JSON value.
    Any,
    /// A value of one of Rust's or the ecosystem's types.
    Scalar(Scalar),
    /// An array.
    List(Box<Ty>),
    /// An array of so many items, each with a type of its own.
    Tuple(Vec<Ty>),
    /// An object whose properties are all alike.
    Map(Box<Ty>),
    /// No value at all.
    Never,
    /// A type of the user's, by its path.
    Foreign(String),
    /// The type, or `null`.
    Nullable(Box<Ty>),
    /// The type on the heap, because it holds itself or is large.
    Boxed(Box<Ty>),
    /// A type with a name.
    Named(TypeId),
    /// The type, with constraints.
    Checked(Box<Ty>, Vec<Check>),
}

impl Ty {
    /// The types that it is made of, without going into those that have names.
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

    /// Whether a condition holds for it or a part of it.
    pub fn any(&self, condition: &dyn Fn(&Ty) -> bool) -> bool {
        condition(self) || self.parts().iter().any(|part| part.any(condition))
    }

    /// The type without the constraints around it.
    pub fn bare(&self) -> &Ty {
        match self {
            Ty::Checked(inner, _) => inner.bare(),
            other => other,
        }
    }
}

/// A type that is a single JSON value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scalar {
    /// `()`
    Null,
    /// `bool`
    Boolean,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `i128`
    I128,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    Text,
    /// `uuid::Uuid`
    Uuid,
    /// Bytes, as base64
    Bytes,
    /// A date with a time and an offset, of the crate for dates
    DateTime,
    /// A date, of the crate for dates
    Date,
    /// `std::net::Ipv4Addr`
    Ipv4,
    /// `std::net::Ipv6Addr`
    Ipv6,
}

impl Scalar {
    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        self.is_integer() || matches!(self, Self::F32 | Self::F64)
    }

    /// Whether it is a whole number.
    pub fn is_integer(self) -> bool {
        use Scalar::{I8, I16, I32, I64, I128, U8, U16, U32, U64};
        matches!(self, I8 | I16 | I32 | I64 | I128 | U8 | U16 | U32 | U64)
    }

    /// Whether it is handed over by value.
    pub fn is_copy(self) -> bool {
        !matches!(self, Self::Text | Self::Bytes)
    }

    /// Whether it is a string on the wire.
    pub fn is_text(self) -> bool {
        !self.is_number() && !matches!(self, Self::Null | Self::Boolean)
    }
}

impl Shape {
    /// What the whole value must satisfy.
    pub fn checks(&self) -> &[Check] {
        match self {
            Shape::Struct(structure) => &structure.checks,
            Shape::Tuple(tuple) => &tuple.checks,
            Shape::Enum(_) | Shape::Union(_) | Shape::Newtype(_) | Shape::Alias(_) => &[],
        }
    }

    /// The types that it is made of.
    pub fn uses(&self) -> Vec<&Ty> {
        match self {
            Shape::Struct(structure) => {
                let rest = match &structure.rest {
                    Rest::Keep { ty, .. } => Some(ty),
                    Rest::Skip | Rest::Refuse => None,
                };
                let fields = structure.fields.iter().map(|field| &field.ty);
                let patterns = structure.patterns.iter().map(|fields| &fields.ty);
                fields.chain(patterns).chain(rest).collect()
            }
            Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Shape::Tuple(tuple) => {
                let rest = tuple.rest.iter().map(|(_, ty)| ty);
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

impl Api {
    /// Whether a condition holds for a use of a type somewhere.
    pub fn any_use(&self, condition: &dyn Fn(&Ty) -> bool) -> bool {
        let types = self.types.iter().flat_map(|def| def.shape.uses());
        let operations = self.operations.iter().flat_map(Operation::uses);
        types.chain(operations).any(|ty| ty.any(condition))
    }

    /// Whether a condition holds for a constraint somewhere.
    pub fn any_check(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        let holds = |checks: &[Check]| checks.iter().any(|check| check.any(condition));
        let of_struct =
            |def: &TypeDef| matches!(&def.shape, Shape::Struct(it) if holds(&it.checks));
        self.types.iter().any(of_struct)
            || self.any_use(&|ty| matches!(ty, Ty::Checked(_, checks) if holds(checks)))
    }

    /// The type behind constraints and other names.
    pub fn plain<'a>(&'a self, ty: &'a Ty) -> &'a Ty {
        let mut plain = ty;
        // Another name that leads back to itself is none that lowering leaves.
        for _ in 0..=self.types.len() {
            plain = match plain {
                Ty::Checked(inner, _) => inner,
                Ty::Named(id) => match &self.ty(*id).shape {
                    Shape::Alias(ty) => ty,
                    _ => return plain,
                },
                _ => return plain,
            };
        }
        plain
    }

    /// The type with this id; ids come only from this model.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}
