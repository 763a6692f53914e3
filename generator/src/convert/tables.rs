//! The objects of OpenAPI 3.0 to 3.2: their keywords, since which version, and what these hold.

use crate::convert::converter::Converter;
use crate::convert::node::Entry;
use crate::convert::{hooks, typed};
use crate::document::Version;
use crate::source::Node;

/// An object of the specification.
pub struct Object {
    /// With its article, for messages.
    pub name: &'static str,
    pub fields: &'static [Field],
    /// Further keywords, which another object has, too.
    pub shared: &'static [Field],
    /// What other keys hold, besides extensions.
    pub rest: Option<Kind>,
    /// Whether a reference may stand in its place.
    pub referable: bool,
    /// Converts the keywords that are [`Kind::Hook`], and adds what the target requires.
    pub finish: fn(&mut Converter<'_>, &Node, &mut Vec<Entry>, &str),
    /// Whether a text is one of OpenAPI 3.0, as `openapiv3` reads it.
    pub check: fn(&str) -> Result<(), String>,
    /// A small one of OpenAPI 3.0, for an object that may be nested: it stands in for others of its kind
    /// where the object around them is checked (`typed`).
    pub stub: Option<&'static str>,
}

impl Object {
    /// The keyword of a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        let mut fields = self.fields.iter().chain(self.shared);
        fields.find(|field| field.name == name)
    }
}

/// A keyword.
pub struct Field {
    pub name: &'static str,
    pub since: Version,
    pub kind: Kind,
}

/// What a keyword holds.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Something that is the same in every version
    Any,
    Text,
    Texts,
    Bool,
    Schema,
    One(&'static Object),
    List(&'static Object),
    Map(&'static Object),
    Schemas,
    /// Something that `finish` converts
    Hook,
}

use Kind::{Any, Bool, Hook, List, Map, One, Schema, Schemas, Text, Texts};

const fn f(name: &'static str, kind: Kind) -> Field {
    let since = Version::V3_0;
    Field { name, since, kind }
}

const fn f1(name: &'static str, kind: Kind) -> Field {
    let since = Version::V3_1;
    Field { name, since, kind }
}

const fn f2(name: &'static str, kind: Kind) -> Field {
    let since = Version::V3_2;
    Field { name, since, kind }
}

/// One that has no special rules.
const fn plain(name: &'static str, fields: &'static [Field]) -> Object {
    Object {
        name,
        fields,
        shared: &[],
        rest: None,
        referable: false,
        finish: hooks::nothing,
        check: typed::anything,
        stub: None,
    }
}

const fn map_of(name: &'static str, rest: &'static Object) -> Object {
    Object {
        rest: Some(One(rest)),
        stub: Some("{}"),
        ..plain(name, &[])
    }
}

pub static DESCRIPTION: Object = Object {
    finish: hooks::description,
    check: typed::is::<openapiv3::OpenAPI>,
    ..plain(
        "a description",
        &[
            f("openapi", Hook),
            f("$self", Hook),
            f("info", One(&INFO)),
            f("jsonSchemaDialect", Hook),
            f("servers", List(&SERVER)),
            f("paths", One(&PATHS)),
            f("webhooks", Hook),
            f("components", One(&COMPONENTS)),
            f("security", Any),
            f("tags", List(&TAG)),
            f("externalDocs", One(&EXTERNAL_DOCS)),
        ],
    )
};

pub static INFO: Object = Object {
    finish: hooks::info,
    check: typed::is::<openapiv3::Info>,
    ..plain(
        "info",
        &[
            f("title", Text),
            f1("summary", Text),
            f("description", Text),
            f("termsOfService", Text),
            f("contact", One(&CONTACT)),
            f("license", One(&LICENSE)),
            f("version", Text),
        ],
    )
};

static CONTACT: Object = Object {
    check: typed::is::<openapiv3::Contact>,
    ..plain(
        "contact",
        &[f("name", Text), f("url", Text), f("email", Text)],
    )
};

static LICENSE: Object = Object {
    finish: hooks::license,
    check: typed::is::<openapiv3::License>,
    ..plain(
        "license",
        &[f("name", Text), f("identifier", Hook), f("url", Text)],
    )
};

pub static SERVER: Object = Object {
    check: typed::is::<openapiv3::Server>,
    ..plain(
        "a server",
        &[
            f("url", Text),
            f("description", Text),
            f2("name", Text),
            f("variables", Map(&VARIABLE)),
        ],
    )
};

static VARIABLE: Object = Object {
    check: typed::is::<openapiv3::ServerVariable>,
    ..plain(
        "a server variable",
        &[f("enum", Texts), f("default", Text), f("description", Text)],
    )
};

static PATHS: Object = Object {
    check: typed::is::<openapiv3::Paths>,
    ..map_of("paths", &PATH_ITEM)
};

pub static COMPONENTS: Object = Object {
    finish: hooks::components,
    check: typed::is::<openapiv3::Components>,
    stub: Some("{}"),
    ..plain(
        "components",
        &[
            f("schemas", Schemas),
            f("responses", Map(&RESPONSE)),
            f("parameters", Map(&PARAMETER)),
            f("examples", Map(&EXAMPLE)),
            f("requestBodies", Map(&REQUEST_BODY)),
            f("headers", Map(&HEADER)),
            f("securitySchemes", Map(&SECURITY_SCHEME)),
            f("links", Map(&LINK)),
            f("callbacks", Map(&CALLBACK)),
            f("pathItems", Hook),
            f("mediaTypes", Hook),
        ],
    )
};

pub static PATH_ITEM: Object = Object {
    referable: true,
    check: typed::is::<openapiv3::PathItem>,
    stub: Some("{}"),
    ..plain(
        "a path",
        &[
            f("summary", Text),
            f("description", Text),
            f("get", One(&OPERATION)),
            f("put", One(&OPERATION)),
            f("post", One(&OPERATION)),
            f("delete", One(&OPERATION)),
            f("options", One(&OPERATION)),
            f("head", One(&OPERATION)),
            f("patch", One(&OPERATION)),
            f("trace", One(&OPERATION)),
            f2("query", One(&OPERATION)),
            f2("additionalOperations", Map(&OPERATION)),
            f("servers", List(&SERVER)),
            f("parameters", List(&PARAMETER)),
        ],
    )
};

pub static OPERATION: Object = Object {
    finish: hooks::operation,
    check: typed::is::<openapiv3::Operation>,
    stub: Some(r#"{"responses": {}}"#),
    ..plain(
        "an operation",
        &[
            f("tags", Texts),
            f("summary", Text),
            f("description", Text),
            f("externalDocs", One(&EXTERNAL_DOCS)),
            f("operationId", Text),
            f("parameters", List(&PARAMETER)),
            f("requestBody", One(&REQUEST_BODY)),
            f("responses", One(&RESPONSES)),
            f("callbacks", Map(&CALLBACK)),
            f("deprecated", Bool),
            f("security", Any),
            f("servers", List(&SERVER)),
        ],
    )
};

pub static EXTERNAL_DOCS: Object = Object {
    check: typed::is::<openapiv3::ExternalDocumentation>,
    ..plain(
        "external documentation",
        &[f("description", Text), f("url", Text)],
    )
};

pub static PARAMETER: Object = Object {
    referable: true,
    finish: hooks::parameter,
    check: typed::is::<openapiv3::Parameter>,
    stub: Some(r#"{"name": "", "in": "query", "schema": {}}"#),
    shared: &VALUE,
    ..plain("a parameter", &[f("name", Text), f("in", Hook)])
};

pub static HEADER: Object = Object {
    referable: true,
    finish: hooks::header,
    check: typed::is::<openapiv3::Header>,
    stub: Some(r#"{"schema": {}}"#),
    ..plain("a header", &VALUE)
};

/// The keywords that parameters and headers have.
static VALUE: [Field; 11] = [
    f("description", Text),
    f("required", Bool),
    f("deprecated", Bool),
    f("allowEmptyValue", Bool),
    f("style", Hook),
    f("explode", Bool),
    f("allowReserved", Bool),
    f("schema", Schema),
    f("example", Any),
    f("examples", Map(&EXAMPLE)),
    f("content", Map(&MEDIA_TYPE)),
];

pub static REQUEST_BODY: Object = Object {
    referable: true,
    check: typed::is::<openapiv3::RequestBody>,
    stub: Some(r#"{"content": {}}"#),
    ..plain(
        "a request body",
        &[
            f("description", Text),
            f("content", Map(&MEDIA_TYPE)),
            f("required", Bool),
        ],
    )
};

pub static MEDIA_TYPE: Object = Object {
    referable: true,
    finish: hooks::media_type,
    check: typed::is::<openapiv3::MediaType>,
    stub: Some("{}"),
    ..plain(
        "a media type",
        &[
            f("schema", Schema),
            f("itemSchema", Hook),
            f("example", Any),
            f("examples", Map(&EXAMPLE)),
            f("encoding", Map(&ENCODING)),
            f2("prefixEncoding", Any),
            f2("itemEncoding", Any),
        ],
    )
};

static ENCODING: Object = Object {
    check: typed::is::<openapiv3::Encoding>,
    stub: Some("{}"),
    ..plain(
        "an encoding",
        &[
            f("contentType", Text),
            f("headers", Map(&HEADER)),
            f("style", Text),
            f("explode", Bool),
            f("allowReserved", Bool),
            f2("encoding", Any),
            f2("prefixEncoding", Any),
            f2("itemEncoding", Any),
        ],
    )
};

static RESPONSES: Object = Object {
    check: typed::is::<openapiv3::Responses>,
    ..map_of("responses", &RESPONSE)
};

pub static RESPONSE: Object = Object {
    referable: true,
    finish: hooks::response,
    check: typed::is::<openapiv3::Response>,
    stub: Some(r#"{"description": ""}"#),
    ..plain(
        "a response",
        &[
            f2("summary", Text),
            f("description", Text),
            f("headers", Map(&HEADER)),
            f("content", Map(&MEDIA_TYPE)),
            f("links", Map(&LINK)),
        ],
    )
};

pub static CALLBACK: Object = Object {
    referable: true,
    check: typed::is::<openapiv3::Callback>,
    ..map_of("a callback", &PATH_ITEM)
};

static EXAMPLE: Object = Object {
    referable: true,
    finish: hooks::example,
    check: typed::is::<openapiv3::Example>,
    ..plain(
        "an example",
        &[
            f("summary", Text),
            f("description", Text),
            f("value", Any),
            f("externalValue", Text),
            f("dataValue", Hook),
            f("serializedValue", Hook),
        ],
    )
};

static LINK: Object = Object {
    referable: true,
    check: typed::is::<openapiv3::Link>,
    ..plain(
        "a link",
        &[
            f("operationRef", Text),
            f("operationId", Text),
            f("parameters", Any),
            f("requestBody", Any),
            f("description", Text),
            f("server", One(&SERVER)),
        ],
    )
};

pub static TAG: Object = Object {
    check: typed::is::<openapiv3::Tag>,
    ..plain(
        "a tag",
        &[
            f("name", Text),
            f2("summary", Text),
            f("description", Text),
            f("externalDocs", One(&EXTERNAL_DOCS)),
            f2("parent", Text),
            f2("kind", Text),
        ],
    )
};

pub static SECURITY_SCHEME: Object = Object {
    referable: true,
    finish: hooks::security_scheme,
    check: typed::is::<openapiv3::SecurityScheme>,
    ..plain(
        "a security scheme",
        &[
            f("type", Hook),
            f("description", Text),
            f("name", Text),
            f("in", Text),
            f("scheme", Text),
            f("bearerFormat", Text),
            f("flows", One(&FLOWS)),
            f("openIdConnectUrl", Text),
            f2("oauth2MetadataUrl", Text),
            f2("deprecated", Bool),
        ],
    )
};

static FLOWS: Object = plain(
    "flows",
    &[
        f("implicit", One(&FLOW)),
        f("password", One(&FLOW)),
        f("clientCredentials", One(&FLOW)),
        f("authorizationCode", One(&FLOW)),
        f2("deviceAuthorization", One(&FLOW)),
    ],
);

static FLOW: Object = Object {
    finish: hooks::flow,
    ..plain(
        "a flow",
        &[
            f("authorizationUrl", Text),
            f("tokenUrl", Text),
            f("refreshUrl", Text),
            f("scopes", Any),
            f2("deviceAuthorizationUrl", Text),
        ],
    )
};

pub static XML: Object = plain(
    "xml",
    &[
        f("name", Text),
        f("namespace", Text),
        f("prefix", Text),
        f("attribute", Bool),
        f("wrapped", Bool),
        f2("nodeType", Text),
    ],
);

const fn schema(check: fn(&str) -> Result<(), String>) -> Object {
    Object {
        referable: true,
        check,
        stub: Some("{}"),
        ..plain("a schema", &SUBSCHEMAS)
    }
}

/// Schemas, as far as `openapiv3` reads them; `schema` converts them.
pub static SCHEMA: Object = schema(typed::is::<openapiv3::Schema>);

static ADDITIONAL: Object = schema(typed::is_additional);

static SUBSCHEMAS: [Field; 7] = [
    f("properties", Schemas),
    f("additionalProperties", One(&ADDITIONAL)),
    f("items", Schema),
    f("oneOf", List(&SCHEMA)),
    f("allOf", List(&SCHEMA)),
    f("anyOf", List(&SCHEMA)),
    f("not", Schema),
];
