//! The HTTP side of an [`Api`](super::Api): operations, their requests and responses, and security.

use super::{Ty, TypeId};
use crate::diagnostic::Code;

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The name of its method in Rust.
    pub name: String,
    /// The `operationId`, or what stands for it.
    pub id: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether the description calls it deprecated.
    pub deprecated: bool,
    /// The method of the request: `PATCH`.
    pub method: String,
    /// The path template of the request: `/pets/{id}`.
    pub path: String,
    /// The path of the operation's own server, below which it is served, and the URL of that.
    pub server: Option<Server>,
    /// Whether the server can tell it from others: by its method and the shape of its path.
    pub served: bool,
    /// The parameters that must be there: those of the path in its order, then the others.
    pub parameters: Vec<Parameter>,
    /// The parameters that may be left out.
    pub params: Option<Params>,
    /// The request body.
    pub body: Option<Body>,
    /// The media types that the client asks for.
    pub accept: String,
    /// The declared responses of a successful call.
    pub successes: Vec<Response>,
    /// The name of the enumeration of the successes, where there are several.
    pub success_name: String,
    /// The declared errors.
    pub errors: Vec<Response>,
    /// The name of the enumeration of the errors.
    pub error_name: String,
    /// Whether it is that of all operations with these errors.
    pub shares_errors: bool,
    /// The name of the enumeration of all responses.
    pub response_name: String,
    /// The security requirement, as an index into [`Api::securities`](super::Api::securities); `None` is for everybody.
    pub security: Option<usize>,
    /// How a refused request is answered, by the statuses that are declared.
    pub rejections: Vec<(u16, RejectionBody)>,
}

/// A server that is not that of the whole description.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Server {
    /// As the client calls it: an address, or a reference to one.
    pub url: String,
    /// Its path, without a slash at the end.
    pub path: String,
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
    /// Where it stands.
    pub place: ParameterPlace,
    /// How its value becomes text.
    pub encoding: ParameterEncoding,
    /// What its value is; of an array, what its items are.
    pub ty: Ty,
    /// The name of the function that checks it, where its type does not say all.
    pub check: String,
    /// Whether it is not to be printed.
    pub secret: bool,
    /// Whether the description calls it deprecated.
    pub deprecated: bool,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query {
        /// Whether an array is one text with commas.
        commas: bool,
        /// Whether reserved characters are not encoded.
        reserved: bool,
    },
    /// In a header.
    Header,
}

/// How the value of a parameter becomes text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterEncoding {
    /// A single value.
    Value,
    /// An array of single values.
    List,
    /// The text of its JSON.
    Json,
}

/// The parameters of an operation that may be left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// The name of the struct.
    pub name: String,
    /// The name of its argument in Rust.
    pub argument: String,
    /// In the order of the description.
    pub parameters: Vec<Parameter>,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The name of its argument in Rust.
    pub name: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// The name of the enumeration of its contents, where there are several.
    pub enumeration: String,
    /// What it may be.
    pub contents: Vec<Content>,
    /// The name of the function that checks it, where its type does not say all.
    pub check: String,
}

/// A body of a media type.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The name of its variant in Rust, where there are several.
    pub variant: String,
    /// The media types that it is known by, in the order of the description; the first is sent.
    pub media_types: Vec<String>,
    /// How its value becomes text.
    pub encoding: BodyEncoding,
    /// What it is.
    pub ty: Ty,
}

/// How a body becomes text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BodyEncoding {
    /// As JSON.
    Json,
    /// As a single value.
    Text,
}

/// An operation that is left out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skipped {
    /// The method of its requests.
    pub method: String,
    /// The path template as the description writes it.
    pub path: String,
    /// The `operationId`, if it has one.
    pub id: Option<String>,
    /// Why: one at least.
    pub reasons: Vec<Reason>,
}

/// Why an operation is left out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reason {
    /// The code of the diagnostic that says so.
    pub code: Code,
    /// What of HTTP is not built yet; `None` for a fault of the description.
    pub shape: Option<HttpShape>,
    /// Why, in a sentence without a full stop.
    pub message: String,
}

/// What of HTTP is not built yet.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum HttpShape {
    /// A body in parts.
    Multipart,
    /// A body of `application/x-www-form-urlencoded`.
    Form,
    /// A body that is bytes.
    Binary,
    /// A body that is a sequence of items, each on its own.
    Stream,
    /// A body or a parameter of another media type.
    MediaType,
    /// A parameter in another style than the usual one of its place.
    ParameterStyle,
    /// A parameter that is an object, or an array of other values than single ones.
    ParameterObject,
    /// A parameter in a cookie.
    Cookie,
    /// A parameter that is the whole query.
    QueryString,
}

impl HttpShape {
    /// A word for it, which is stable.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Multipart => "multipart",
            Self::Form => "form",
            Self::Binary => "binary",
            Self::Stream => "stream",
            Self::MediaType => "media-type",
            Self::ParameterStyle => "parameter-style",
            Self::ParameterObject => "parameter-object",
            Self::Cookie => "cookie",
            Self::QueryString => "query-string",
        }
    }
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
    /// The body, if it has one.
    pub body: Option<Content>,
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
pub enum RejectionBody {
    /// A type of the description, which has a [`RejectionShape`].
    Declared(TypeId),
    /// None is declared.
    Empty,
    /// One is declared that has no room for it: it is told as a problem (RFC 9457).
    Problem,
}

/// How a refused request is told in a type of the description.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RejectionShape {
    /// The type, a struct.
    pub ty: TypeId,
    /// What each of its fields tells, in their order.
    pub fields: Vec<RejectionField>,
    /// Whether the map of its unknown properties takes one for each faulty field.
    pub by_field: bool,
}

/// What a field of a refusal tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RejectionField {
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
    /// `Authorization: SCHEME …`, with another scheme, by its name.
    Authorization(String),
    /// Something that no request shows, such as the certificate of the client.
    OutOfBand,
}

/// Schemes that go together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Credentials {
    /// The name of its variant in the server's `Credentials`.
    pub variant: String,
    /// Indices into [`Api::schemes`](super::Api::schemes); none is for everybody.
    pub schemes: Vec<usize>,
}

/// A security requirement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Security {
    /// The name of the server's function that reads its credentials.
    pub name: String,
    /// The alternatives, as indices into [`Api::credentials`](super::Api::credentials).
    pub alternatives: Vec<usize>,
}

impl Operation {
    /// All parameters: those that must be there before those that need not.
    pub fn all_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let optional = self.params.iter().flat_map(|params| &params.parameters);
        self.parameters.iter().chain(optional)
    }

    /// The declared responses, each once, those of success first.
    pub fn responses(&self) -> impl Iterator<Item = &Response> {
        let is_success =
            |error: &&Response| self.successes.iter().any(|it| it.status == error.status);
        let errors = self.errors.iter().filter(move |it| !is_success(it));
        self.successes.iter().chain(errors)
    }

    /// The uses of types in it.
    pub fn uses(&self) -> impl Iterator<Item = &Ty> {
        let parameters = self.all_parameters().map(|parameter| &parameter.ty);
        let body = self.body.iter().flat_map(|body| &body.contents);
        let responses = self
            .responses()
            .filter_map(|response| response.body.as_ref());
        parameters.chain(body.chain(responses).map(|content| &content.ty))
    }
}

impl Body {
    /// What it is, where it may be but one thing.
    pub fn only(&self) -> Option<&Content> {
        match &self.contents[..] {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Content {
    /// The media type that is sent.
    pub fn sent(&self) -> &str {
        self.media_types.first().map_or("", |name| name)
    }
}
