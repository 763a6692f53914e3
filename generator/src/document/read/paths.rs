//! Path items → operations, and servers, of OpenAPI 3.

use crate::diagnostic::Code;
use crate::document::http::{Operation, Origin, Parameter, ReadError, Security, Server};
use crate::document::part::Part;
use crate::document::place::At;
use crate::document::read::reader::Reader;
use crate::document::read::security::read_security;
use crate::document::read::{extensions, message};
use crate::document::version::Version;
use crate::source::NodeSet;

/// The keywords of operations in a path item, with their HTTP methods.
pub const METHODS: &[(&str, &str)] = &[
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("trace", "TRACE"),
    ("query", "QUERY"),
];

/// The keywords of a path item that apply to all of its operations.
struct Shared<'t> {
    parameters: Vec<Parameter<'t>>,
    servers: Vec<Server<'t>>,
    security: Option<Security<'t>>,
    errors: Vec<ReadError>,
}

impl<'t> Shared<'t> {
    /// Adds the parameters of a referenced path item that are not overridden.
    fn add(&mut self, mut parameters: Vec<Parameter<'t>>) {
        parameters.retain(|new| !self.parameters.iter().any(|known| known.is_same(new)));
        self.parameters.extend(parameters);
    }
}

/// The keywords of a path item (OAS 3.1 §4.8.9).
const PATH_KEYWORDS: &[&str] = &[
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
    "additionalOperations",
    "parameters",
    "servers",
];

/// Reads the operations of a path, of a webhook, or of an expression of a callback.
pub fn read_path<'t>(
    reader: &mut Reader<'t>,
    origin: Origin<'t>,
    path: &'t str,
    at: At<'t>,
    security: Option<&Security<'t>>,
) -> Vec<Operation<'t>> {
    let Some(entries) = path_item(reader, at) else {
        return Vec::new();
    };
    let mut shared = Shared {
        parameters: Vec::new(),
        servers: Vec::new(),
        security: security.cloned(),
        errors: Vec::new(),
    };
    let mut methods = Vec::new();
    for (key, value) in entries {
        if let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == key) {
            if *method == "QUERY" {
                reader.since(Version::V3_2, key, value.place);
            }
            methods.push((*method, value));
            continue;
        }
        match key {
            "parameters" => {
                let (parameters, errors) = message::read_parameters(reader, value);
                shared.add(parameters);
                shared.errors.extend(errors);
            }
            "servers" if shared.servers.is_empty() => shared.servers = read_servers(reader, value),
            "additionalOperations" => {
                reader.since(Version::V3_2, key, value.place);
                methods.extend(read_additional(reader, value, key));
            }
            "servers" | "summary" | "description" | "$ref" => {}
            _ => reader.unknown_keyword(value, key, "a path", PATH_KEYWORDS),
        }
    }
    let mut operations = Vec::new();
    for (method, value) in methods {
        let mut operation = Operation::new(method, path, at.place, value.place);
        operation.origin = origin;
        operation.errors.clone_from(&shared.errors);
        let part = Part::Operation(value.place);
        operations.push(reader.within(part, |reader| {
            read_operation(reader, operation, &shared, value)
        }));
    }
    operations
}

/// Reads `additionalOperations`: those of methods without a keyword (OAS 3.2 §4.9.1).
fn read_additional<'t>(reader: &mut Reader<'t>, at: At<'t>, what: &str) -> Vec<(&'t str, At<'t>)> {
    let mut operations = reader.entries(at, what);
    operations.retain(|(method, at)| {
        let has_keyword = METHODS.iter().any(|(_, known)| known == method);
        if !has_keyword && is_token(method) {
            return true;
        }
        if has_keyword {
            let message = format!("`{method}` is not allowed in `additionalOperations`");
            let help = format!("use the keyword `{}`", method.to_ascii_lowercase());
            reader.report(Code::InvalidValue, at.place, message).help = Some(help);
        } else {
            let message = format!("`{method}` is not an HTTP method");
            reader.report(Code::InvalidValue, at.place, message);
        }
        false
    });
    operations
}

/// Whether a text is a token, as a method is (RFC 9110 §5.6.2).
fn is_token(text: &str) -> bool {
    let is_sign = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
    let mut bytes = text.bytes();
    !text.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || is_sign(byte))
}

/// The keywords of an operation (OAS 3.1 §4.8.10).
const OPERATION_KEYWORDS: &[&str] = &[
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

/// The entries of a path item and of those that it refers to. An entry next to a `$ref` overrides
/// that of the target (OAS 3.1 §4.8.9).
pub fn path_item<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Vec<(&'t str, At<'t>)>> {
    let mut passed = NodeSet::default();
    let mut item: Vec<(&str, At<'_>)> = Vec::new();
    let mut next = at;
    while passed.insert(std::ptr::from_ref(next.node)) {
        for (key, value) in reader.entries(next, "a path") {
            // All lists of parameters apply; later ones do not override.
            if key == "parameters" || item.iter().all(|(known, _)| *known != key) {
                item.push((key, value));
            }
        }
        let Some(reference) = reader.child(next, "$ref") else {
            return Some(item);
        };
        let text = reader.string(reference, "$ref")?;
        next = reader.resolve(text, "$ref", reference.place)?;
    }
    let message = "`$ref` cycle";
    reader.report(Code::CyclicReference, at.place, message);
    None
}

fn read_operation<'t>(
    reader: &mut Reader<'t>,
    mut operation: Operation<'t>,
    shared: &Shared<'t>,
    at: At<'t>,
) -> Operation<'t> {
    let mut own = Vec::new();
    let mut security = shared.security.clone();
    for (key, value) in reader.entries(at, "an operation") {
        if read_annotation(reader, &mut operation, key, value) {
            continue;
        }
        match key {
            "parameters" => {
                let (parameters, errors) = message::read_parameters(reader, value);
                own = parameters;
                operation.errors.extend(errors);
            }
            "requestBody" => match message::read_body(reader, value) {
                Some(body) => operation.body = Some(body),
                None => operation.errors.extend(reader.last_error()),
            },
            "responses" => read_responses(reader, &mut operation, value),
            "security" => {
                security = read_security(reader, value);
                if security.is_none() {
                    operation.errors.extend(reader.last_error());
                }
            }
            "servers" => operation.servers = read_servers(reader, value),
            "callbacks" => operation.callbacks = read_callbacks(reader, &operation, value),
            "consumes" => reader.replaced_keyword(value, key, "an operation", "content"),
            "produces" => reader.replaced_keyword(value, key, "an operation", "content"),
            _ => reader.unknown_keyword(value, key, "an operation", OPERATION_KEYWORDS),
        }
    }
    message::check_responses(reader, &operation, at);
    operation.secure(security);
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

/// Reads `callbacks`: for each name the path items by their expressions. The requirements of the
/// description are for requests to the API, so they do not apply.
fn read_callbacks<'t>(
    reader: &mut Reader<'t>,
    operation: &Operation<'t>,
    at: At<'t>,
) -> Vec<Operation<'t>> {
    if let Origin::Callback(..) = operation.origin {
        let message = "callbacks of callbacks are not supported: ignoring them";
        reader.report(Code::UnsupportedCallback, at.place, message);
        return Vec::new();
    }
    let mut operations = Vec::new();
    for (name, at) in reader.entries(at, "callbacks") {
        let at = reader.follow(at);
        let entries = at.map(|at| reader.entries(at, "a callback"));
        for (expression, item) in entries.unwrap_or_default() {
            if !expression.starts_with("x-") {
                let origin = Origin::Callback(name, operation.place);
                let none = Security::default();
                operations.extend(read_path(reader, origin, expression, item, Some(&none)));
            }
        }
    }
    operations
}

/// Reads a keyword that names or describes an operation; whether it is one.
pub fn read_annotation<'t>(
    reader: &mut Reader<'t>,
    operation: &mut Operation<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    match key {
        "operationId" => operation.id = reader.string(value, key).map(|id| (id, value.place)),
        "x-rust-name" => operation.rust_name = reader.rust_name(value),
        "x-pagination" => operation.pagination = Some(extensions::pagination(reader, value)),
        // Ours takes precedence, wherever it stands.
        "x-ms-pageable" if operation.pagination.is_none() => {
            operation.pagination = Some(extensions::pageable(reader, value));
        }
        "tags" => operation.tags = reader.strings(value, key),
        "summary" => operation.summary = reader.string(value, key),
        "description" => operation.description = reader.string(value, key),
        "deprecated" => operation.deprecated = reader.boolean(value, key),
        "externalDocs" => {}
        _ => return false,
    }
    true
}

fn read_responses<'t>(reader: &mut Reader<'t>, operation: &mut Operation<'t>, at: At<'t>) {
    for (status, value) in reader.entries(at, "responses") {
        if status.starts_with("x-") {
            continue;
        }
        match message::read_response(reader, status, value) {
            Some(response) => operation.responses.push(response),
            None => operation.errors.extend(reader.last_error()),
        }
    }
}

/// Reads `servers` of a description, a path or an operation.
pub fn read_servers<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<Server<'t>> {
    const KNOWN: &[&str] = &["url", "description", "variables", "name"];
    let mut servers = Vec::new();
    for at in reader.items(at, "servers") {
        let mut url = None;
        let (mut description, mut variables) = (None, Vec::new());
        for (key, value) in reader.entries(at, "a server") {
            match key {
                "url" => url = reader.string(value, key),
                "variables" => variables = read_variables(reader, value),
                "name" => reader.since(Version::V3_2, key, value.place),
                "description" => description = reader.string(value, key),
                _ => reader.unknown_keyword(value, key, "a server", KNOWN),
            }
        }
        if at.node.get("url").is_none() {
            reader.missing_keyword(at.place, "a server", "url");
        }
        let place = at.place;
        servers.extend(url.map(|url| Server {
            place,
            url: url.into(),
            description,
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
                    variables.extend(reader.string(value, key).map(|default| (name, default)));
                }
                "enum" | "description" => {}
                _ => reader.unknown_keyword(value, key, "a server variable", KNOWN),
            }
        }
    }
    variables
}
