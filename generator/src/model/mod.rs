//! [`Api`]: what is emitted, decided in full.
//!
//! Having one is the proof that it is valid: every reference is resolved, every name is a Rust
//! identifier that nothing else in its scope has, and nothing of the document's types is left. An
//! index or id in it is valid for the list that it is about.

mod print;

pub use print::print;

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
    /// The security schemes that operations use.
    pub schemes: Vec<Scheme>,
    /// The distinct sets of schemes that go together.
    pub credentials: Vec<Credentials>,
    /// The distinct security requirements of the operations.
    pub securities: Vec<Security>,
    /// The types that tell refusals.
    pub refusals: Vec<RefusalShape>,
    /// How many operations the description has that are not here.
    pub skipped: usize,
    /// How many uses of a schema are any JSON although the schema says more.
    pub untyped: usize,
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
    /// A string out of a list.
    Enum(Vec<Variant>),
    /// Another name for a type, with its constraints.
    Alias(Ty),
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// In the order of the description.
    pub fields: Vec<Field>,
    /// What becomes of the properties that it does not know.
    pub rest: Rest,
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

/// A value of a string enumeration.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Variant {
    /// The name in Rust.
    pub name: String,
    /// The spelling on the wire.
    pub wire: String,
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
    /// An object whose properties are all alike.
    Map(Box<Ty>),
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
    /// `bool`
    Boolean,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    Text,
    /// `uuid::Uuid`
    Uuid,
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

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The name of its method in Rust.
    pub name: String,
    /// The name of its constant in the server.
    pub constant: String,
    /// The `operationId`, or what stands for it.
    pub id: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether the description calls it deprecated.
    pub deprecated: bool,
    /// The method of the request: `PATCH`.
    pub method: String,
    /// The path template of the request.
    pub path: Vec<Segment>,
    /// The path template as the description writes it.
    pub template: String,
    /// The parameters of the path, in its order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The declared responses of a successful call.
    pub successes: Vec<Response>,
    /// The name of the enumeration of the successes, where there are several.
    pub success_name: String,
    /// The declared errors.
    pub errors: Vec<Response>,
    /// The name of the enumeration of the errors.
    pub error_name: String,
    /// The name of the enumeration of all responses.
    pub response_name: String,
    /// The security requirement, as an index into [`Api::securities`]; `None` is for everybody.
    pub security: Option<usize>,
    /// How a refused request is answered, by the statuses that are declared.
    pub refusals: Vec<(u16, RefusalBody)>,
}

/// A part of a path template.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Segment {
    /// Text, slashes included.
    Text(String),
    /// A parameter, as an index into [`Operation::parameters`].
    Parameter(usize),
}

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name in Rust, without `r#`.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// What its value is.
    pub ty: Ty,
    /// The name of the function that checks it, where its type does not say all.
    pub check: String,
}

/// A JSON request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The name of its argument in Rust.
    pub name: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// What it is.
    pub ty: Ty,
    /// The name of the function that checks it, where its type does not say all.
    pub check: String,
}

/// A declared response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The name of its variant in Rust: `BadRequest`.
    pub variant: String,
    /// Which statuses it is for.
    pub status: Status,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// The JSON body, if it has one.
    pub body: Option<Ty>,
}

/// The statuses of a declared response.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Status {
    /// `404`
    Code(u16),
    /// `4XX`, by its first digit
    Range(u16),
    /// `default`
    Default,
}

impl Status {
    /// Whether the response is for this status: exactly, by its range or by default.
    pub fn covers(self, code: u16) -> bool {
        match self {
            Self::Code(status) => status == code,
            Self::Range(digit) => code / 100 == digit,
            Self::Default => true,
        }
    }
}

/// The body in which a refusal is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RefusalBody {
    /// A type of the description, which has a [`RefusalShape`].
    Declared(TypeId),
    /// None is declared.
    Empty,
    /// One is declared that has no room for it: it is told as a problem (RFC 9457).
    Problem,
}

/// How a refused request is told in a type of the description.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RefusalShape {
    /// The type, a struct.
    pub ty: TypeId,
    /// What each of its fields tells, in their order.
    pub fields: Vec<Told>,
    /// Whether the map of its unknown properties takes one for each faulty field.
    pub by_field: bool,
}

/// What a field of a refusal tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told {
    /// Nothing: it is left out.
    Nothing,
    /// What is wrong, in a sentence.
    Detail,
    /// A word for programs.
    Code,
    /// The messages that are about no field.
    Messages,
}

/// A security scheme.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scheme {
    /// As the description calls it.
    pub id: String,
    /// The name of the setter of its credentials in the client.
    pub setter: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// How it carries credentials.
    pub kind: SchemeKind,
}

/// How a scheme carries credentials.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SchemeKind {
    /// `Authorization: Bearer TOKEN`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// A key in a header of this name.
    Header(String),
    /// A key in a query parameter of this name.
    Query(String),
    /// A key in a cookie of this name.
    Cookie(String),
}

/// Schemes that go together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Credentials {
    /// The name of its variant in the server's `Credentials`.
    pub variant: String,
    /// Indices into [`Api::schemes`]; none is for everybody.
    pub schemes: Vec<usize>,
}

/// A security requirement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Security {
    /// The name of the server's function that reads its credentials.
    pub name: String,
    /// The alternatives, as indices into [`Api::credentials`].
    pub alternatives: Vec<usize>,
}

impl Api {
    /// The type with this id; ids come only from this model.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}
