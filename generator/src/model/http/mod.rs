//! The HTTP side of an [`Api`](super::Api): operations, their requests and responses, and security.

pub mod security;

use std::collections::HashSet;
use std::fmt;

use self::security::Scopes;
use super::{Body, Content, Parameter, Presence, ResponseBody, Ty, TypeId};
use crate::diagnostic::Code;

/// An operation.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Operation {
    /// The name of its method in Rust.
    pub name: String,
    /// The name of its constant in the server.
    pub constant: String,
    /// The `operationId`, or a name derived from method and path.
    pub id: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The HTTP method: `PATCH`.
    pub method: String,
    /// The path template: `/pets/{id}`, with its query if it has one: `/pets?view=all`. That of a webhook
    /// is its path below the address of the receiver: `/newPet`.
    pub path: String,
    /// What it is, if the API calls it.
    pub webhook: Option<Webhook>,
    /// The server of the operation, if it has one of its own.
    pub server: Option<Server>,
    /// Whether no earlier operation has the same method and path, so that the server can route to it.
    pub served: bool,
    /// The required parameters: those of the path in its order, then the others.
    pub parameters: Vec<Parameter>,
    /// The optional parameters.
    pub params: Option<Params>,
    /// The request body.
    pub body: Option<Body>,
    /// The value of the client's `Accept` header.
    pub accept: String,
    /// The name of the argument of the server's method that has the `Accept` header of the caller, if
    /// there is a choice.
    pub accept_argument: Option<String>,
    /// The declared success responses.
    pub successes: Vec<Response>,
    /// The name of the enumeration of the successes, if there are several.
    pub success_name: String,
    /// The declared error responses.
    pub errors: Vec<Response>,
    /// The method of the client for the success that is a stream, if a property of the body chooses
    /// between that and JSON.
    pub stream_method: Option<StreamMethod>,
    /// The name of the type of the errors, if there are any: an enumeration, or an alias of
    /// `shared_errors`.
    pub error_name: String,
    /// The name of the enumeration that all operations with the same errors share, if others have them.
    pub shared_errors: Option<String>,
    /// How its pages follow each other, if its results come in pages.
    pub pagination: Option<Pagination>,
    /// The security requirement, as an index into [`Api::securities`](super::Api::securities); `None` is for everybody.
    pub security: Option<usize>,
    /// The alternatives of the security requirement, each the schemes that it needs together, with
    /// their scopes; empty if there are no scopes.
    pub scopes: Vec<Vec<Scopes>>,
    /// The bodies of rejections, by the status of the declared errors, exact ones before ranges.
    pub rejections: Vec<(Status, RejectionBody)>,
}

/// What an operation is that the API calls, and its clients receive: a webhook (OAS 3.1 §4.8.1), or a
/// callback (OAS 3.1 §4.8.18).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Webhook {
    /// The name of the webhook or of the callback.
    pub name: String,
    /// What it is a callback of, if it is one.
    pub callback: Option<Callback>,
}

/// The operations of a callback, and where that is sent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Callback {
    /// The ids of the operations that declare it.
    pub operations: Vec<String>,
    /// The runtime expression of its address.
    pub expression: String,
}

/// The property by which the bodies of webhooks that go to one address are told apart.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct WebhookSelector {
    /// The name of the property.
    pub property: String,
    /// Its values for each webhook, by the index in [`Api::operations`](super::Api::operations).
    pub values: Vec<(usize, Vec<String>)>,
}

/// A method of the client whose success is a stream of items, because a property of the body is `true`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct StreamMethod {
    /// The name of the method.
    pub name: String,
    /// The name of the field in Rust.
    pub field: String,
    /// Whether the field may be absent or `null`.
    pub presence: Presence,
    /// The value of the `Accept` header.
    pub accept: String,
}

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Pagination {
    /// What leads to the next page.
    pub step: PageStep,
    /// The fields that lead to the items, as indices into those of the body and of the objects in it;
    /// none if the body is an array.
    pub items: Vec<usize>,
    /// The path of the boolean property that is `false` on the last page.
    pub has_more: Option<Vec<String>>,
    /// The path of the property with the number of items of all pages.
    pub total: Option<Vec<String>>,
}

/// What leads from a page to the next one.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum PageStep {
    /// The value of a query parameter, which the page has in a property.
    Cursor {
        /// The name of the parameter.
        parameter: String,
        /// The path of the property.
        next: Vec<String>,
    },
    /// The value of a query parameter, which the last item has in a property.
    LastItem {
        /// The name of the parameter.
        parameter: String,
        /// The path of the property in an item.
        cursor: Vec<String>,
    },
    /// The address of the next page, which the page has in a property of this path.
    NextUrl(Vec<String>),
    /// The address of the next page, in a header `Link`.
    Link,
    /// A query parameter: the number of items before the page, or the number of its first item.
    Offset {
        /// The name of the parameter.
        parameter: String,
        /// What it is for the first page: 0, or 1 where items are counted from 1 on.
        first: u64,
    },
    /// A query parameter: the number of the page.
    Page {
        /// The name of the parameter.
        parameter: String,
        /// The number of the page without it.
        first: u64,
    },
}

/// A server that the description declares.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct DeclaredServer {
    /// Its URL, absolute or relative, with the defaults of its variables.
    pub url: String,
    /// Its description, or an empty text.
    pub docs: String,
}

/// A server of an operation, different from those of the description.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Server {
    /// The URL for the client, absolute or relative.
    pub url: String,
    /// The path of the URL, without a trailing slash.
    pub path: String,
}

/// The optional parameters of an operation.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Params {
    /// The name of the struct.
    pub name: String,
    /// The name of its argument in Rust.
    pub argument: String,
    /// The parameters, in the order of the description.
    pub parameters: Vec<Parameter>,
}

/// An operation that is skipped.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Skipped {
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The `operationId`, if it has one.
    pub id: Option<String>,
    /// The reasons, at least one.
    pub reasons: Vec<Reason>,
}

/// Why an operation is skipped.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Reason {
    /// The code of its diagnostic.
    pub code: Code,
    /// The unsupported feature of HTTP; `None` for an error in the description.
    pub shape: Option<HttpShape>,
    /// The message, without a full stop.
    pub message: String,
}

/// A feature of HTTP that is not supported yet.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum HttpShape {
    /// A `multipart` body.
    Multipart,
    /// A body of `application/x-www-form-urlencoded`.
    Form,
    /// A body that is a sequence of items.
    Stream,
    /// A body or a parameter of another media type.
    MediaType,
    /// A parameter with a `style` that its location does not have.
    ParameterStyle,
    /// A parameter whose values nest deeper than its `style` has text for.
    ParameterObject,
}

impl HttpShape {
    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Multipart => "multipart",
            Self::Form => "form",
            Self::Stream => "stream",
            Self::MediaType => "media-type",
            Self::ParameterStyle => "parameter-style",
            Self::ParameterObject => "parameter-object",
        }
    }
}

/// A declared response.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Response {
    /// The name of its variant in Rust: `BadRequest`.
    pub variant: String,
    /// The statuses that it is for.
    pub status: Status,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// The body, if it has one.
    pub body: Option<ResponseBody>,
    /// Its declared headers, as an index into [`Api::headers`](super::Api::headers), if it has any.
    pub headers: Option<usize>,
}

/// The statuses of a declared response.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Status {
    /// `404`
    Code(u16),
    /// `4XX`, by its first digit
    Range(u16),
    /// `default`
    Default,
}

impl Status {
    /// Whether the response is for a status: exactly, by its range or by default.
    pub fn covers(self, code: u16) -> bool {
        match self {
            Self::Code(status) => status == code,
            Self::Range(digit) => code / 100 == digit,
            Self::Default => true,
        }
    }
}

/// As a description has it: `404`, `4XX`, `default`.
impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(out),
            Self::Range(digit) => write!(out, "{digit}XX"),
            Self::Default => out.write_str("default"),
        }
    }
}

/// The body of a rejection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum RejectionBody {
    /// A type of the description, which has a [`RejectionShape`].
    Declared(TypeId),
    /// The response is declared without a body.
    Empty,
    /// The declared body has no field for a message: the rejection is problem details (RFC 9457).
    Problem,
}

/// How a type of the description represents a rejection.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct RejectionShape {
    /// The type, a struct.
    pub ty: TypeId,
    /// The meaning of each of its fields, in order.
    pub fields: Vec<RejectionField>,
    /// Whether its map of unknown properties takes an entry for each invalid field.
    pub by_field: bool,
}

/// The meaning of a field in a rejection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum RejectionField {
    /// Unknown: the optional field is absent.
    Omitted,
    /// The message.
    Detail,
    /// A code for programs.
    Code,
    /// The status of the response, as a number.
    Status,
    /// The messages that concern no field.
    Messages,
    /// A type that represents the rejection itself, and has a [`RejectionShape`].
    Shape,
    /// A list of such a type, with an item for each reason.
    Shapes,
    /// A list of something else, which is empty.
    Empty,
}

impl Response {
    /// The contents of its body.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.body.iter().flat_map(|body| &body.contents)
    }
}

impl Operation {
    /// All parameters, the required ones first.
    pub fn all_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let optional = self.params.iter().flat_map(|params| &params.parameters);
        self.parameters.iter().chain(optional)
    }

    /// The distinct declared responses, successes first.
    pub fn responses(&self) -> impl Iterator<Item = &Response> {
        let is_success =
            |error: &&Response| self.successes.iter().any(|it| it.status == error.status);
        let errors = self.errors.iter().filter(move |it| !is_success(it));
        self.successes.iter().chain(errors)
    }

    /// The media types and ranges that its successes have on the server; none if one has no body,
    /// which every caller accepts.
    pub fn given_media_types(&self) -> Vec<&str> {
        let mut given = Vec::new();
        for success in &self.successes {
            if success.body.is_none() {
                return Vec::new();
            }
            for content in success.contents() {
                let names = content.media_types.iter().map(String::as_str);
                match content.range_of_bytes() {
                    Some(_) => given.extend(names),
                    None => given.push(content.sent()),
                }
            }
        }
        let mut known = HashSet::new();
        given.retain(|name| known.insert(*name));
        given
    }

    /// The contents of the success that `stream_method` chooses from: JSON, and items.
    pub fn switched(&self) -> Option<(&StreamMethod, &Content, &Content)> {
        let method = self.stream_method.as_ref()?;
        match &self.successes[..] {
            [only] => match &only.body.as_ref()?.contents[..] {
                [json, items] => Some((method, json, items)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The types of its parameters and bodies.
    pub fn uses(&self) -> impl Iterator<Item = &Ty> {
        let parameters = self.all_parameters().map(|parameter| &parameter.ty);
        let body = self.body.iter().flat_map(|body| &body.contents);
        let responses = self.responses().flat_map(Response::contents);
        let parts = self.body.iter().flat_map(|body| &body.contents);
        let parts = parts
            .filter_map(|content| content.parts.as_ref())
            .flat_map(|parts| &parts.fields)
            .map(|part| &part.ty);
        let contents = body.chain(responses).map(|content| &content.ty);
        parameters.chain(contents).chain(parts)
    }
}
