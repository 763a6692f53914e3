//! The HTTP side of a [`Document`](crate::document::Document): operations, parameters, bodies,
//! responses, servers, security.

use std::borrow::Cow;
use std::rc::Rc;

use crate::diagnostic::Code;
use crate::document::name_override::{NameOverride, StatedPagination};
use crate::document::place::Place;
use crate::document::schema::SchemaId;

/// An operation (OAS 3.0 §4.7.10).
#[derive(Clone, Debug)]
pub struct Operation<'t> {
    pub place: Place,
    /// In upper case: `PATCH`.
    pub method: &'t str,
    /// The path; the name of a webhook; the runtime expression of a callback.
    pub path: &'t str,
    pub path_place: Place,
    pub origin: Origin<'t>,
    /// The `operationId`.
    pub id: Option<(&'t str, Place)>,
    /// The Rust name that the description or the configuration asks for.
    pub rust_name: Option<NameOverride>,
    /// How its pages follow each other, if the description or the configuration says so.
    pub pagination: Option<StatedPagination>,
    pub tags: Vec<&'t str>,
    pub summary: Option<&'t str>,
    pub description: Option<&'t str>,
    pub deprecated: bool,
    /// The servers of the operation, else of its path; empty where the servers of the description
    /// apply.
    pub servers: Vec<Server<'t>>,
    /// The parameters of the path that the operation does not override, then its own.
    pub parameters: Vec<Parameter<'t>>,
    pub body: Option<Body<'t>>,
    pub responses: Vec<Response<'t>>,
    pub security: Security<'t>,
    /// The operations of its callbacks, until all of them are known.
    pub callbacks: Vec<Operation<'t>>,
    /// The reported errors in parts without which the operation cannot be emitted.
    pub errors: Vec<ReadError>,
}

/// What declares an operation. Those of paths are requests to the API, all others requests from it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin<'t> {
    Path,
    /// A webhook (OAS 3.1 §4.8.1)
    Webhook,
    /// A callback of this name, of the operation at this place (OAS 3.0 §4.7.18)
    Callback(&'t str, Place),
}

/// The code and message of a reported diagnostic.
pub type ReadError = (Code, String);

impl<'t> Operation<'t> {
    /// An operation without any optional keyword.
    pub fn new(method: &'t str, path: &'t str, path_place: Place, place: Place) -> Self {
        Self {
            place,
            method,
            path,
            path_place,
            origin: Origin::Path,
            id: None,
            rust_name: None,
            pagination: None,
            tags: Vec::new(),
            summary: None,
            description: None,
            deprecated: false,
            servers: Vec::new(),
            parameters: Vec::new(),
            body: None,
            responses: Vec::new(),
            security: Security::default(),
            callbacks: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Sets the security requirements. `None`, for requirements that cannot be read, is an error of
    /// the operation: emitted without a requirement, it would be open to everybody.
    pub fn secure(&mut self, security: Option<Security<'t>>) {
        if security.is_none() && self.errors.is_empty() {
            let message = "invalid security requirement";
            self.errors.push((Code::WrongType, message.to_owned()));
        }
        self.security = security.unwrap_or_default();
    }
}

/// The security requirements: alternatives, each a list of schemes that are required together
/// (OAS 3.0 §4.7.30).
pub type Security<'t> = Rc<Vec<Vec<RequiredScheme<'t>>>>;

/// A security scheme of a requirement.
#[derive(Clone, Debug)]
pub struct RequiredScheme<'t> {
    pub place: Place,
    pub name: &'t str,
    /// The scopes that are needed; roles for schemes that have no scopes.
    pub scopes: Vec<&'t str>,
}

/// A server (OAS 3.0 §4.7.5).
#[derive(Clone, Debug)]
pub struct Server<'t> {
    pub place: Place,
    pub url: Cow<'t, str>,
    pub description: Option<&'t str>,
    /// The names and defaults of the variables.
    pub variables: Vec<(&'t str, &'t str)>,
}

/// A security scheme (OAS 3.0 §4.7.27).
#[derive(Debug)]
pub struct Scheme<'t> {
    pub name: &'t str,
    pub description: Option<&'t str>,
    pub deprecated: bool,
    pub kind: SchemeKind<'t>,
    /// The token endpoint of the flow `clientCredentials`, `application` in OpenAPI 2.0.
    pub client_credentials: Option<&'t str>,
}

/// How a scheme carries credentials.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SchemeKind<'t> {
    /// A scheme of the `Authorization` header: `bearer`
    Http(&'t str),
    /// A key in a parameter of this name
    ApiKey(ParameterLocation, &'t str),
    OAuth2,
    OpenIdConnect,
    /// The certificate of the client (OAS 3.1)
    MutualTls,
    /// An unknown type
    Unknown(&'t str),
}

/// A parameter (OAS 3.0 §4.7.12).
#[derive(Clone, Debug)]
pub struct Parameter<'t> {
    pub place: Place,
    pub name: &'t str,
    pub location: ParameterLocation,
    pub required: bool,
    pub description: Option<&'t str>,
    pub deprecated: bool,
    pub style: Option<&'t str>,
    pub explode: Option<bool>,
    pub allow_reserved: bool,
    pub allow_empty_value: bool,
    pub schema: Option<SchemaId>,
    /// The single entry of `content`, which replaces `schema`.
    pub content: Option<MediaType<'t>>,
}

impl<'t> Parameter<'t> {
    /// A required parameter without a schema, which is a string.
    pub fn string(place: Place, name: &'t str, location: ParameterLocation) -> Self {
        Self {
            place,
            name,
            location,
            required: true,
            description: None,
            deprecated: false,
            style: None,
            explode: None,
            allow_reserved: false,
            allow_empty_value: false,
            schema: None,
            content: None,
        }
    }

    /// Whether both have the same name and location, and one overrides the other.
    pub fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.location == other.location
    }
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterLocation {
    Path,
    Query,
    /// The query as a whole (OAS 3.2)
    QueryString,
    Header,
    Cookie,
}

/// A request body (OAS 3.0 §4.7.13).
#[derive(Clone, Debug)]
pub struct Body<'t> {
    pub required: bool,
    pub description: Option<&'t str>,
    pub content: Vec<MediaType<'t>>,
}

/// A media type of a body (OAS 3.0 §4.7.14).
#[derive(Clone, Debug)]
pub struct MediaType<'t> {
    pub place: Place,
    pub name: &'t str,
    pub schema: Option<SchemaId>,
    /// The schema of each item of a sequence (OAS 3.2)
    pub item_schema: Option<SchemaId>,
    /// Whether there is an `encoding`.
    pub has_encoding: bool,
    /// The encodings of properties.
    pub encoding: Vec<Encoding<'t>>,
}

/// How a property is written in a form (OAS 3.0 §4.7.15).
#[derive(Clone, Debug)]
pub struct Encoding<'t> {
    pub place: Place,
    /// The name of the property.
    pub name: &'t str,
    /// The media types of a part, separated by commas.
    pub content_type: Option<&'t str>,
    pub style: Option<&'t str>,
    pub explode: Option<bool>,
    /// The headers of the part, as those of a response.
    pub headers: Vec<Parameter<'t>>,
}

impl<'t> Encoding<'t> {
    /// An encoding without any keyword.
    pub fn new(name: &'t str, place: Place) -> Self {
        Self {
            place,
            name,
            content_type: None,
            style: None,
            explode: None,
            headers: Vec::new(),
        }
    }
}

/// A response (OAS 3.0 §4.7.17).
#[derive(Clone, Debug)]
pub struct Response<'t> {
    pub place: Place,
    /// `200`, `4XX` or `default`
    pub status: &'t str,
    /// Since OAS 3.2.
    pub summary: Option<&'t str>,
    pub description: Option<&'t str>,
    /// The headers, which are parameters of the location `header` (OAS 3.0 §4.7.21).
    pub headers: Vec<Parameter<'t>>,
    pub content: Vec<MediaType<'t>>,
    /// The place of its `links` (OAS 3.0 §4.7.20).
    pub links: Option<Place>,
}
