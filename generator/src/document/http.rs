//! The HTTP side of a description: paths and operations.

use super::Document;
use super::description::read_security;
use super::message::{self, Body, Parameter, Response};
use super::reader::{At, Place, Reader};
use crate::diagnostic::Code;

/// An operation (OAS 3.0 §4.7.10).
#[derive(Clone, Debug)]
pub struct Operation<'t> {
    pub place: Place,
    /// As it is written in a request: `PATCH`.
    pub method: &'t str,
    pub path: &'t str,
    pub path_place: Place,
    pub id: Option<(&'t str, Place)>,
    /// The name in Rust that it is to have.
    pub rust_name: Option<String>,
    pub tags: Vec<&'t str>,
    pub summary: Option<&'t str>,
    pub description: Option<&'t str>,
    pub deprecated: bool,
    /// Its own, else those of its path; none where those of the description count.
    pub servers: Vec<Server<'t>>,
    /// Those of the path first, unless the operation has its own of that name and place.
    pub parameters: Vec<Parameter<'t>>,
    pub body: Option<Body<'t>>,
    pub responses: Vec<Response<'t>>,
    pub security: Security<'t>,
    /// What is wrong with parts that it cannot do without, which has been reported.
    pub faults: Vec<Fault>,
}

/// A diagnostic that has been reported, by its code and message.
pub type Fault = (Code, String);

/// Alternatives, each a list of schemes that go together (OAS 3.0 §4.7.30).
pub type Security<'t> = Vec<Vec<(&'t str, Place)>>;

/// A server (OAS 3.0 §4.7.5).
#[derive(Clone, Debug)]
pub struct Server<'t> {
    pub place: Place,
    pub url: &'t str,
    /// The names and defaults of the variables.
    pub variables: Vec<(&'t str, &'t str)>,
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
    ApiKey(message::Location, &'t str),
    OAuth2,
    OpenIdConnect,
    /// The certificate of the client (OAS 3.1)
    MutualTls,
    /// A type that no version of the specification knows
    Unknown(&'t str),
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

/// What a path says for all of its operations.
struct Shared<'t> {
    parameters: Vec<Parameter<'t>>,
    servers: Vec<Server<'t>>,
    security: Option<Security<'t>>,
    faults: Vec<Fault>,
}

/// Reads the operations of a path.
pub fn read_path<'t>(
    reader: &mut Reader<'t>,
    document: &mut Document<'t>,
    path: &'t str,
    at: At<'t>,
    security: Option<&Security<'t>>,
) {
    const KNOWN: &[&str] = &[
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
    let Some(item) = reader.follow(at) else {
        return;
    };
    let mut shared = Shared {
        parameters: Vec::new(),
        servers: Vec::new(),
        security: security.cloned(),
        faults: Vec::new(),
    };
    if let Some(parameters) = reader.child(item, "parameters") {
        (shared.parameters, shared.faults) = message::read_parameters(reader, parameters);
    }
    if let Some(servers) = reader.child(item, "servers") {
        shared.servers = read_servers(reader, servers);
    }
    for (key, value) in reader.entries(item, "a path") {
        if let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == key) {
            let operation = Operation {
                place: value.place,
                method,
                path,
                path_place: at.place,
                id: None,
                rust_name: None,
                tags: Vec::new(),
                summary: None,
                description: None,
                deprecated: false,
                servers: Vec::new(),
                parameters: Vec::new(),
                body: None,
                responses: Vec::new(),
                security: Vec::new(),
                faults: shared.faults.clone(),
            };
            let operation = read_operation(reader, operation, &shared, value);
            document.operations.push(operation);
        } else if !matches!(
            key,
            "parameters" | "summary" | "description" | "servers" | "$ref"
        ) {
            reader.unknown(value, key, "a path", KNOWN);
        }
    }
}

fn read_operation<'t>(
    reader: &mut Reader<'t>,
    mut operation: Operation<'t>,
    shared: &Shared<'t>,
    at: At<'t>,
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
    let mut own = Vec::new();
    let mut security = shared.security.clone();
    for (key, value) in reader.entries(at, "an operation") {
        match key {
            "operationId" => operation.id = reader.text(value, key).map(|id| (id, value.place)),
            "x-rust-name" => operation.rust_name = reader.rust_name(value),
            "tags" => operation.tags = reader.texts(value, key),
            "summary" => operation.summary = reader.text(value, key),
            "description" => operation.description = reader.text(value, key),
            "deprecated" => operation.deprecated = reader.flag(value, key),
            "parameters" => {
                let (parameters, faults) = message::read_parameters(reader, value);
                own = parameters;
                operation.faults.extend(faults);
            }
            "requestBody" => match message::read_body(reader, value) {
                Some(body) => operation.body = Some(body),
                None => operation.faults.extend(reader.last_fault()),
            },
            "responses" => {
                for (status, value) in reader.entries(value, key) {
                    if status.starts_with("x-") {
                        continue;
                    }
                    match message::read_response(reader, status, value) {
                        Some(response) => operation.responses.push(response),
                        None => operation.faults.extend(reader.last_fault()),
                    }
                }
            }
            "security" => {
                security = read_security(reader, value);
                if security.is_none() {
                    operation.faults.extend(reader.last_fault());
                }
            }
            "servers" => operation.servers = read_servers(reader, value),
            "callbacks" => {
                let message = "callbacks are not built yet, and have no effect";
                reader.report(Code::UnsupportedCallback, value.place, message);
            }
            "externalDocs" => {}
            _ => reader.unknown(value, key, "an operation", KNOWN),
        }
    }
    // Without a requirement that can be read, nobody could be kept out.
    if security.is_none() && operation.faults.is_empty() {
        let message = "the security requirement cannot be read";
        operation.faults.push((Code::WrongType, message.to_owned()));
    }
    operation.security = security.unwrap_or_default();
    if operation.servers.is_empty() {
        operation.servers.clone_from(&shared.servers);
    }
    let inherited = shared
        .parameters
        .iter()
        .filter(|parameter| !own.iter().any(|other| other.is_same(parameter)));
    operation.parameters = inherited.cloned().collect();
    operation.parameters.extend(own);
    operation
}

/// Reads the servers of a description, a path or an operation.
pub fn read_servers<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<Server<'t>> {
    const KNOWN: &[&str] = &["url", "description", "variables"];
    let mut servers = Vec::new();
    for at in reader.items(at, "servers") {
        let mut url = None;
        let mut variables = Vec::new();
        for (key, value) in reader.entries(at, "a server") {
            match key {
                "url" => url = reader.text(value, key),
                "variables" => variables = read_variables(reader, value),
                "description" => {}
                _ => reader.unknown(value, key, "a server", KNOWN),
            }
        }
        if at.node.get("url").is_none() {
            reader.missing(at.place, "a server", "url");
        }
        let place = at.place;
        servers.extend(url.map(|url| Server {
            place,
            url,
            variables,
        }));
    }
    servers
}

fn read_variables<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<(&'t str, &'t str)> {
    const KNOWN: &[&str] = &["default", "enum", "description"];
    let mut variables = Vec::new();
    for (name, at) in reader.entries(at, "variables") {
        for (key, value) in reader.entries(at, "a server variable") {
            match key {
                "default" => {
                    variables.extend(reader.text(value, key).map(|default| (name, default)));
                }
                "enum" | "description" => {}
                _ => reader.unknown(value, key, "a server variable", KNOWN),
            }
        }
    }
    variables
}
