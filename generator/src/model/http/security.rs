//! The credentials of operations.

/// A security scheme.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Scheme {
    /// The name in the description.
    pub id: String,
    /// The name of the setter of its credentials in the client.
    pub setter: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The location of its credentials.
    pub kind: SchemeKind,
    /// Its client credentials flow of OAuth 2, if it has one.
    pub flow: Option<ClientCredentialsFlow>,
}

/// A flow of OAuth 2 that gives tokens to a client by its own name (RFC 6749 §4.4).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct ClientCredentialsFlow {
    /// The name of its constant in the client.
    pub constant: String,
    /// The address of the token endpoint.
    pub token_url: String,
    /// The scopes that operations need.
    pub scopes: Vec<String>,
}

/// The location of the credentials of a scheme.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
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
    /// Out of band, such as the certificate of the client.
    OutOfBand,
}

/// Security schemes that are required together.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Credentials {
    /// The name of its variant in the server's `Credentials`.
    pub variant: String,
    /// Indices into [`Api::schemes`](super::super::Api::schemes); none for anonymous access.
    pub schemes: Vec<usize>,
}

/// The scopes that an operation needs of a security scheme.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Scopes {
    /// The name of the scheme in the description.
    pub scheme: String,
    /// The scopes, or the roles of schemes other than OAuth 2 and OpenID Connect.
    pub names: Vec<String>,
}

/// A security requirement.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Security {
    /// The name of the server's function that reads its credentials.
    pub name: String,
    /// The alternatives, as indices into [`Api::credentials`](super::super::Api::credentials).
    pub alternatives: Vec<usize>,
}
