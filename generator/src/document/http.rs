//! The HTTP side of a description: paths, operations, parameters, bodies, responses.

use super::Document;
use super::description::read_security;
use super::reader::{At, Place, Reader};
use super::schema::SchemaId;
use crate::diagnostic::Code;
use crate::source::Node;

/// An operation (OAS 3.0 §4.7.10).
#[derive(Debug)]
pub struct Operation<'t> {
    pub place: Place,
    /// As it is written in a request: `PATCH`.
    pub method: &'static str,
    pub path: &'t str,
    pub path_place: Place,
    pub id: Option<(&'t str, Place)>,
    pub summary: Option<&'t str>,
    pub description: Option<&'t str>,
    pub deprecated: bool,
    /// Those of the path first, unless the operation has its own of that name and place.
    pub parameters: Vec<Parameter<'t>>,
    pub body: Option<Body<'t>>,
    pub responses: Vec<Response<'t>>,
    pub security: Security<'t>,
    /// Whether a part that it cannot do without is broken, which has been reported.
    pub broken: bool,
}

/// Alternatives, each a list of schemes that go together (OAS 3.0 §4.7.30).
pub type Security<'t> = Vec<Vec<(&'t str, Place)>>;

/// A parameter (OAS 3.0 §4.7.12).
#[derive(Debug)]
pub struct Parameter<'t> {
    pub place: Place,
    pub name: &'t str,
    pub location: Location,
    pub description: Option<&'t str>,
    pub style: Option<&'t str>,
    pub schema: Option<SchemaId>,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A request body (OAS 3.0 §4.7.13).
#[derive(Debug)]
pub struct Body<'t> {
    pub required: bool,
    pub content: Vec<MediaType<'t>>,
}

/// A media type of a body (OAS 3.0 §4.7.14).
#[derive(Debug)]
pub struct MediaType<'t> {
    pub place: Place,
    pub name: &'t str,
    pub schema: Option<SchemaId>,
}

/// A response (OAS 3.0 §4.7.17).
#[derive(Debug)]
pub struct Response<'t> {
    pub place: Place,
    /// `200`, `4XX` or `default`
    pub status: &'t str,
    pub description: Option<&'t str>,
    pub content: Vec<MediaType<'t>>,
}

/// A security scheme (OAS 3.0 §4.7.27).
#[derive(Debug)]
pub struct Scheme<'t> {
    pub name: &'t str,
    pub description: Option<&'t str>,
    pub kind: SchemeKind<'t>,
}

/// How a scheme carries credentials.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SchemeKind<'t> {
    /// A scheme of the `Authorization` header: `bearer`
    Http(&'t str),
    /// A key in a parameter of this name
    ApiKey(Location, &'t str),
    OAuth2,
    OpenIdConnect,
}

const METHODS: &[(&str, &str)] = &[
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("trace", "TRACE"),
];

/// Reads the operations of a path.
pub fn read_path<'t>(
    reader: &mut Reader<'t>,
    document: &mut Document<'t>,
    path: &'t str,
    at: At<'t>,
    security: Option<&Security<'t>>,
) {
    let Some(item) = reader.follow(at) else {
        return;
    };
    let mut shared = Shared {
        parameters: Vec::new(),
        broken: false,
    };
    if let Some(parameters) = reader.child(item, "parameters") {
        shared = read_parameters(reader, parameters);
    }
    let servers = reader.child(item, "servers");
    let unsupported_servers = servers.is_some_and(|servers| has_servers(reader, servers));
    for (key, value) in reader.entries(item, "a path") {
        if let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == key) {
            let operation = Operation {
                place: value.place,
                method,
                path,
                path_place: at.place,
                id: None,
                summary: None,
                description: None,
                deprecated: false,
                parameters: Vec::new(),
                body: None,
                responses: Vec::new(),
                security: Vec::new(),
                broken: shared.broken || unsupported_servers,
            };
            let operation = read_operation(reader, operation, security.cloned(), value, &item);
            document.operations.push(operation);
        } else if !matches!(
            key,
            "parameters" | "summary" | "description" | "servers" | "$ref"
        ) {
            let known = [
                "get",
                "put",
                "post",
                "delete",
                "options",
                "head",
                "patch",
                "trace",
                "parameters",
                "servers",
            ];
            reader.unknown(value, key, "a path", &known);
        }
    }
}

/// Whether a path or an operation has servers of its own, which is reported.
fn has_servers(reader: &mut Reader<'_>, at: At<'_>) -> bool {
    if matches!(at.node, Node::Array(servers) if servers.is_empty()) {
        return false;
    }
    let message =
        "servers of a path or an operation are not built yet: what they are for is left out";
    reader.report(Code::UnsupportedServer, at.place, message);
    true
}

struct Shared<'t> {
    parameters: Vec<Parameter<'t>>,
    broken: bool,
}

fn read_operation<'t>(
    reader: &mut Reader<'t>,
    mut operation: Operation<'t>,
    security: Option<Security<'t>>,
    at: At<'t>,
    item: &At<'t>,
) -> Operation<'t> {
    const KNOWN: &[&str] = &[
        "operationId",
        "summary",
        "description",
        "deprecated",
        "parameters",
        "requestBody",
        "responses",
        "security",
        "tags",
        "externalDocs",
        "servers",
        "callbacks",
    ];
    let mut own = Shared {
        parameters: Vec::new(),
        broken: false,
    };
    let mut security = security;
    for (key, value) in reader.entries(at, "an operation") {
        match key {
            "operationId" => operation.id = reader.text(value, key).map(|id| (id, value.place)),
            "summary" => operation.summary = reader.text(value, key),
            "description" => operation.description = reader.text(value, key),
            "deprecated" => operation.deprecated = reader.flag(value, key),
            "parameters" => own = read_parameters(reader, value),
            "requestBody" => match read_body(reader, value) {
                Some(body) => operation.body = Some(body),
                None => operation.broken = true,
            },
            "responses" => {
                for (status, value) in reader.entries(value, key) {
                    if status.starts_with("x-") {
                        continue;
                    }
                    match read_response(reader, status, value) {
                        Some(response) => operation.responses.push(response),
                        None => operation.broken = true,
                    }
                }
            }
            "security" => security = read_security(reader, value),
            "servers" => operation.broken |= has_servers(reader, value),
            "callbacks" => {
                let message = "callbacks are not built yet, and have no effect";
                reader.report(Code::UnsupportedCallback, value.place, message);
            }
            "tags" | "externalDocs" => {}
            _ => reader.unknown(value, key, "an operation", KNOWN),
        }
    }
    // Without a requirement that can be read, nobody could be kept out.
    operation.broken |= security.is_none();
    operation.security = security.unwrap_or_default();
    // Read anew for each operation, so that every operation owns its parameters; what was wrong
    // with them has been said once already.
    let said = reader.diagnostics.len();
    let shared = match reader.child(*item, "parameters") {
        Some(parameters) => read_parameters(reader, parameters).parameters,
        None => Vec::new(),
    };
    reader.diagnostics.truncate(said);
    let overridden = |parameter: &Parameter<'_>| {
        own.parameters
            .iter()
            .any(|other| other.name == parameter.name && other.location == parameter.location)
    };
    operation.parameters = shared
        .into_iter()
        .filter(|parameter| !overridden(parameter))
        .collect();
    operation.parameters.extend(own.parameters);
    operation.broken |= own.broken;
    operation
}

fn read_parameters<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Shared<'t> {
    let mut shared = Shared {
        parameters: Vec::new(),
        broken: false,
    };
    for item in reader.items(at, "parameters") {
        match read_parameter(reader, item) {
            Some(parameter) => shared.parameters.push(parameter),
            None => shared.broken = true,
        }
    }
    shared
}

fn read_parameter<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Parameter<'t>> {
    const KNOWN: &[&str] = &[
        "name",
        "in",
        "required",
        "deprecated",
        "description",
        "style",
        "explode",
        "schema",
        "content",
        "allowEmptyValue",
        "allowReserved",
        "example",
        "examples",
    ];
    let at = reader.follow(at)?;
    let (mut name, mut location) = (None, None);
    let mut parameter = Parameter {
        place: at.place,
        name: "",
        location: Location::Query,
        description: None,
        style: None,
        schema: None,
    };
    let mut required = false;
    for (key, value) in reader.entries(at, "a parameter") {
        match key {
            "name" => name = reader.text(value, key),
            "in" => location = read_location(reader, value),
            "required" => required = reader.flag(value, key),
            "description" => parameter.description = reader.text(value, key),
            "style" => parameter.style = reader.text(value, key),
            // Of a single value there is nothing to explode.
            "explode" | "deprecated" => {
                reader.flag(value, key);
            }
            "schema" => parameter.schema = Some(reader.schema(value)),
            "content" => {
                read_content(reader, value);
            }
            "allowEmptyValue" | "allowReserved" | "example" | "examples" => {}
            _ => reader.unknown(value, key, "a parameter", KNOWN),
        }
    }
    if location == Some(Location::Path) && !required {
        let message = "a parameter in the path needs `required: true`";
        reader.report(Code::MissingKeyword, at.place, message);
    }
    for (there, keyword) in [
        (name.is_some(), "name"),
        (location.is_some() || at.node.get("in").is_some(), "in"),
    ] {
        if !there {
            reader.missing(at.place, "a parameter", keyword);
        }
    }
    Some(Parameter {
        name: name?,
        location: location?,
        ..parameter
    })
}

/// Reads the place of a parameter or a key.
pub fn read_location(reader: &mut Reader<'_>, at: At<'_>) -> Option<Location> {
    let At {
        node: Node::String(text),
        place,
    } = at
    else {
        return reader.report_location(at.place);
    };
    match &**text {
        "path" => Some(Location::Path),
        "query" => Some(Location::Query),
        "header" => Some(Location::Header),
        "cookie" => Some(Location::Cookie),
        _ => reader.report_location(place),
    }
}

impl Reader<'_> {
    fn report_location(&mut self, place: Place) -> Option<Location> {
        self.report(
            Code::InvalidValue,
            place,
            "`in` must be path, query, header or cookie",
        );
        None
    }
}

fn read_body<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Body<'t>> {
    let at = reader.follow(at)?;
    let mut body = Body {
        required: false,
        content: Vec::new(),
    };
    for (key, value) in reader.entries(at, "a request body") {
        match key {
            "required" => body.required = reader.flag(value, key),
            "content" => body.content = read_content(reader, value),
            "description" => {}
            _ => reader.unknown(
                value,
                key,
                "a request body",
                &["required", "content", "description"],
            ),
        }
    }
    if body.content.is_empty() {
        reader.missing(at.place, "a request body", "content");
        return None;
    }
    Some(body)
}

fn read_content<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<MediaType<'t>> {
    let mut content = Vec::new();
    for (name, at) in reader.entries(at, "content") {
        let mut media_type = MediaType {
            place: at.place,
            name,
            schema: None,
        };
        for (key, value) in reader.entries(at, "a media type") {
            match key {
                "schema" => media_type.schema = Some(reader.schema(value)),
                "example" | "examples" | "encoding" => {}
                _ => reader.unknown(
                    value,
                    key,
                    "a media type",
                    &["schema", "example", "examples", "encoding"],
                ),
            }
        }
        content.push(media_type);
    }
    content
}

fn read_response<'t>(reader: &mut Reader<'t>, status: &'t str, at: At<'t>) -> Option<Response<'t>> {
    let place = at.place;
    let at = reader.follow(at)?;
    let mut response = Response {
        place,
        status,
        description: None,
        content: Vec::new(),
    };
    for (key, value) in reader.entries(at, "a response") {
        match key {
            "description" => response.description = reader.text(value, key),
            "content" => response.content = read_content(reader, value),
            "headers" => {
                let message =
                    "response headers are not typed yet; they can be read from an error's reply";
                reader.report(Code::UnsupportedHeader, value.place, message);
            }
            "links" => {}
            _ => reader.unknown(
                value,
                key,
                "a response",
                &["description", "headers", "content", "links"],
            ),
        }
    }
    Some(response)
}
