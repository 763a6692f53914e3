//! [`Api`]: what is emitted, decided in full.
//!
//! Having one is the proof that it is valid: every reference is resolved, every name is a Rust
//! identifier that nothing else in its scope has, and nothing of the document's types is left. An
//! index or id in it is valid for the list that it is about.

mod http;
mod print;

pub use http::{
    Body, Content, ContentForm, Credentials, HttpShape, Operation, Parameter, ParameterForm,
    ParameterPlace, Params, Reason, RefusalBody, RefusalShape, Response, Scheme, SchemeKind,
    Security, Server, Skipped, Status, Told,
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
    /// The types that tell refusals.
    pub refusals: Vec<RefusalShape>,
    /// What dates and times are.
    pub dates: Dates,
    /// The operations of the description that are not here.
    pub skipped: Vec<Skipped>,
    /// How many uses of a schema are any JSON because it says nothing.
    pub unsaid: usize,
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

/// Which way values travel.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// Both, or it makes no difference.
    Any,
    /// To the server.
    Request,
    /// From the server.
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
    pub variants: Vec<Variant>,
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
    pub arms: Vec<Arm>,
    /// The property that tells the arms apart, on the wire.
    pub tag: Option<String>,
    /// Whether a value must not be of two of the types, and could be.
    pub exclusive: bool,
}

/// One of the types of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The name of the variant in Rust.
    pub name: String,
    /// What it holds.
    pub ty: Ty,
    /// The values of the tag that stand for it; none for the arm of all others.
    pub tags: Vec<String>,
    /// The kinds of JSON that its values are.
    pub kinds: Vec<JsonKind>,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum JsonKind {
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

impl JsonKind {
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
    Lenient,
}

/// A value of an enumeration.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Variant {
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
    /// The type on the heap, because it holds itself.
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

/// A constraint (JSON Schema 2020-12 validation §6).
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`, as an index into [`Api::patterns`]
    Pattern(usize),
    /// `format`, where no type has it
    Format(Format),
    /// `minimum` or `exclusiveMinimum`
    Minimum(Limit),
    /// `maximum` or `exclusiveMaximum`
    Maximum(Limit),
    /// `multipleOf`
    MultipleOf(String),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// `dependentRequired`: a property, and those that must be there with it
    DependentRequired(String, Vec<String>),
    /// A keyword that no type can hold: what the whole value must satisfy
    Rule(&'static str, Box<Rule>),
}

impl Check {
    /// Whether a condition holds for it or for one that its rule is made of.
    fn any(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        condition(self) || matches!(self, Self::Rule(_, rule) if rule.any_check(condition))
    }
}

/// What a value must satisfy, whatever its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every value does
    Anything,
    /// No value does
    Nothing,
    /// It is of one of these types of JSON Schema
    Types(Vec<&'static str>),
    /// It is one of these, which are JSON
    Listed(Vec<String>),
    /// A constraint holds, if it is of the kind that the constraint is about
    Holds(Check),
    /// It has these properties, if it is an object
    Required(Vec<String>),
    /// It has no other properties, if it is an object
    Only(Vec<String>),
    /// A property satisfies a rule, if it is there
    Property(String, Box<Rule>),
    /// The properties whose names match a pattern, an index into [`Api::patterns`], satisfy a rule
    Matching(usize, Box<Rule>),
    /// The properties that are neither named nor match one of the patterns satisfy a rule
    Others {
        /// The names
        names: Vec<String>,
        /// The patterns, as indices into [`Api::patterns`]
        patterns: Vec<usize>,
        /// The rule
        rule: Box<Rule>,
    },
    /// The names of the properties satisfy a rule
    Names(Box<Rule>),
    /// The items satisfy a rule, if it is an array
    Each(Box<Rule>),
    /// The first items satisfy a rule each, and those that follow the last one, if it is an array
    Items(Vec<Rule>, Box<Rule>),
    /// So many items satisfy a rule, if it is an array
    Contains {
        /// The rule
        rule: Box<Rule>,
        /// How many at least
        min: u64,
        /// How many at most
        max: Option<u64>,
    },
    /// It does not satisfy a rule
    Not(Box<Rule>),
    /// It satisfies all of these
    All(Vec<Rule>),
    /// It satisfies one of these at least
    Any(Vec<Rule>),
    /// It satisfies exactly one of these
    One(Vec<Rule>),
    /// It satisfies the second if it satisfies the first, else the third
    When(Box<[Rule; 3]>),
}

impl Rule {
    /// Whether a condition holds for a check that it is made of.
    fn any_check(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        match self {
            Self::Holds(check) => check.any(condition),
            Self::Property(_, rule)
            | Self::Matching(_, rule)
            | Self::Names(rule)
            | Self::Each(rule)
            | Self::Not(rule) => rule.any_check(condition),
            Self::Contains { rule, .. } | Self::Others { rule, .. } => rule.any_check(condition),
            Self::Items(first, rest) => {
                first.iter().any(|rule| rule.any_check(condition)) || rest.any_check(condition)
            }
            Self::All(rules) | Self::Any(rules) | Self::One(rules) => {
                rules.iter().any(|rule| rule.any_check(condition))
            }
            Self::When(rules) => rules.iter().any(|rule| rule.any_check(condition)),
            Self::Anything
            | Self::Nothing
            | Self::Types(_)
            | Self::Listed(_)
            | Self::Required(_)
            | Self::Only(_) => false,
        }
    }
}

macro_rules! formats {
    ($($variant:ident $name:literal,)*) => {
        /// A format of strings that has no type of its own (JSON Schema 2020-12 validation §7.3).
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Format {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Format {
            /// The format that a description calls so.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// What a description calls it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What the support code calls it.
            pub fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }
        }
    };
}

formats! {
    Base64Url "base64url",
    Char "char",
    Date "date",
    DateTime "date-time",
    Decimal "decimal",
    Duration "duration",
    Email "email",
    Hostname "hostname",
    IdnEmail "idn-email",
    IdnHostname "idn-hostname",
    Iri "iri",
    IriReference "iri-reference",
    JsonPointer "json-pointer",
    RelativeJsonPointer "relative-json-pointer",
    Time "time",
    Uri "uri",
    UriReference "uri-reference",
    UriTemplate "uri-template",
}

/// A bound, as the description writes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limit {
    /// In JSON's grammar.
    pub number: String,
    /// Whether the number itself is out.
    pub exclusive: bool,
}

/// A regular expression (ECMA-262).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pattern {
    /// The name of its constant in Rust.
    pub name: String,
    /// As the description writes it.
    pub source: String,
    /// The expression as a run of character classes, when it is one, which needs no engine.
    pub runs: Option<Vec<Run>>,
}

/// Characters of a class, so many in a row. A run never starts like the one before it goes on, so
/// that the longest match is the only one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Run {
    /// Ranges of characters, both ends included.
    pub ranges: Vec<(char, char)>,
    /// How many at least.
    pub min: u32,
    /// How many at most.
    pub max: Option<u32>,
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
            Shape::Union(union) => union.arms.iter().map(|arm| &arm.ty).collect(),
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
