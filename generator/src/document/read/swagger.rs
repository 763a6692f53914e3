//! The root of a description of OpenAPI 2.0 (Swagger) → [`Document`], in the terms of OpenAPI 3.
//!
//! Schemas are read by [`schema`](super::schema), as those of every version.

mod parameters;

use crate::document::Document;
use crate::document::http::{MediaType, Operation, Response, Security, Server};
use crate::document::part::Part;
use crate::document::place::{At, Place};
use crate::document::read::description::{
    read_components, read_info, read_paths, read_schemas, read_tags,
};
use crate::document::read::message;
use crate::document::read::message::own_description;
use crate::document::read::paths::{path_item, read_annotation, read_servers};
use crate::document::read::reader::Reader;
use crate::document::read::security::{read_schemes, read_security};
use parameters::{Parameters, read_header, read_parameters};

/// The keywords of the root that apply to every operation without its own.
#[derive(Clone)]
struct Shared<'t> {
    security: Option<Security<'t>>,
    consumes: Vec<(&'t str, Place)>,
    produces: Vec<(&'t str, Place)>,
}

/// The keywords of a description of Swagger 2.0 (§5.2.1).
const KEYWORDS: &[&str] = &[
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "externalDocs",
];

/// Reads everything but the schemas, which the reader queues.
pub fn read<'t>(reader: &mut Reader<'t>, root: At<'t>) -> Document<'t> {
    let mut document = Document::default();
    let mut shared = Shared {
        security: Some(Security::default()),
        consumes: Vec::new(),
        produces: Vec::new(),
    };
    let mut paths = None;
    for keyword in ["info", "paths"] {
        if root.node.get(keyword).is_none() {
            reader.missing_keyword(root.place, "a description", keyword);
        }
    }
    let (mut host, mut base, mut schemes) = (None, None, Vec::new());
    for (key, value) in reader.entries(root, "a description") {
        match key {
            "info" => read_info(reader, &mut document, value),
            "host" => host = reader.string(value, key).map(|host| (host, value.place)),
            "basePath" => base = reader.string(value, key).map(|base| (base, value.place)),
            "schemes" => schemes = reader.strings(value, key),
            "consumes" => shared.consumes = media_types(reader, value, key),
            "produces" => shared.produces = media_types(reader, value, key),
            "paths" => paths = Some(value),
            "definitions" => read_schemas(reader, &mut document, value, key),
            "securityDefinitions" => {
                document.schemes.extend(read_schemes(reader, value, key));
            }
            "security" => shared.security = read_security(reader, value),
            "tags" => document.tags = read_tags(reader, value),
            "servers" => {
                reader.other_version(key, value.place);
                document.servers = read_servers(reader, value);
            }
            "components" => {
                reader.other_version(key, value.place);
                read_components(reader, &mut document, value);
            }
            // Read where they are referred to.
            "parameters" | "responses" => {}
            "swagger" | "externalDocs" => {}
            _ => reader.unknown_keyword(value, key, "a description", KEYWORDS),
        }
    }
    document.servers.extend(servers(host, base, &schemes));
    document.operations = read_paths(reader, paths, |reader, path, item| {
        read_path(reader, path, item, &shared)
    });
    document
}

/// A server for each scheme, of a host and a base path; without a host, the base path alone.
fn servers<'t>(
    host: Option<(&'t str, Place)>,
    base: Option<(&'t str, Place)>,
    schemes: &[&str],
) -> Vec<Server<'t>> {
    let path = base.map_or("", |(base, _)| base);
    let server = |url: String, place| Server {
        place,
        url: url.into(),
        description: None,
        variables: Vec::new(),
    };
    match (host, base) {
        (Some((host, place)), _) => {
            let is_http = |scheme: &&&str| matches!(**scheme, "http" | "https");
            let mut schemes: Vec<&str> = schemes.iter().filter(is_http).copied().collect();
            if schemes.is_empty() {
                schemes.push("https");
            }
            let slash = if path.is_empty() || path.starts_with('/') {
                ""
            } else {
                "/"
            };
            let urls = schemes
                .iter()
                .map(|scheme| format!("{scheme}://{host}{slash}{path}"));
            urls.map(|url| server(url, place)).collect()
        }
        (None, Some((base, place))) => vec![server(base.to_owned(), place)],
        (None, None) => Vec::new(),
    }
}

fn media_types<'t>(reader: &mut Reader<'t>, at: At<'t>, what: &str) -> Vec<(&'t str, Place)> {
    let items = reader.items(at, what);
    items
        .into_iter()
        .filter_map(|item| Some((reader.item_string(item, what)?, item.place)))
        .collect()
}

/// The keywords of an operation of Swagger 2.0 (§5.2.5).
const OPERATION_KEYWORDS: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "consumes",
    "produces",
    "parameters",
    "responses",
    "schemes",
    "deprecated",
    "security",
];

fn read_path<'t>(
    reader: &mut Reader<'t>,
    path: &'t str,
    at: At<'t>,
    shared: &Shared<'t>,
) -> Vec<Operation<'t>> {
    const METHODS: &[(&str, &str)] = &[
        ("get", "GET"),
        ("put", "PUT"),
        ("post", "POST"),
        ("delete", "DELETE"),
        ("options", "OPTIONS"),
        ("head", "HEAD"),
        ("patch", "PATCH"),
    ];
    const KNOWN: &[&str] = &[
        "get",
        "put",
        "post",
        "delete",
        "options",
        "head",
        "patch",
        "parameters",
    ];
    let mut operations = Vec::new();
    let mut parameters = Parameters::default();
    let mut methods = Vec::new();
    for (key, value) in path_item(reader, at).unwrap_or_default() {
        let method = METHODS.iter().find(|(known, _)| *known == key);
        match (key, method) {
            (_, Some((_, method))) => methods.push((*method, value)),
            ("parameters", _) => read_parameters(reader, &mut parameters, value),
            ("$ref", _) => {}
            _ => reader.unknown_keyword(value, key, "a path", KNOWN),
        }
    }
    for (method, value) in methods {
        let operation = Operation::new(method, path, at.place, value.place);
        let part = Part::Operation(value.place);
        operations.push(reader.within(part, |reader| {
            read_operation(reader, operation, value, shared, &parameters)
        }));
    }
    operations
}

fn read_operation<'t>(
    reader: &mut Reader<'t>,
    mut operation: Operation<'t>,
    at: At<'t>,
    shared: &Shared<'t>,
    inherited: &Parameters<'t>,
) -> Operation<'t> {
    let Shared {
        mut security,
        mut consumes,
        mut produces,
    } = shared.clone();
    let mut parameters = Parameters::default();
    let mut responses = None;
    for (key, value) in reader.entries(at, "an operation") {
        if read_annotation(reader, &mut operation, key, value) {
            continue;
        }
        match key {
            "consumes" => consumes = media_types(reader, value, key),
            "produces" => produces = media_types(reader, value, key),
            "parameters" => read_parameters(reader, &mut parameters, value),
            "responses" => responses = Some(value),
            "security" => {
                security = read_security(reader, value);
                if security.is_none() {
                    operation.errors.extend(reader.last_error());
                }
            }
            "requestBody" => {
                reader.other_version(key, value.place);
                operation.body = message::read_body(reader, value);
                if operation.body.is_none() {
                    operation.errors.extend(reader.last_error());
                }
            }
            // The protocol of an operation has no effect on the emitted code.
            "schemes" => {}
            _ => reader.unknown_keyword(value, key, "an operation", OPERATION_KEYWORDS),
        }
    }
    parameters.inherit(inherited);
    if let Some(responses) = responses {
        read_responses(reader, &mut operation, responses, &produces);
    }
    message::check_responses(reader, &operation, at);
    if parameters.has_body() {
        operation.body = parameters.body(reader, at.place, &consumes);
        if operation.body.is_none() {
            operation.errors.extend(reader.last_error());
        }
    }
    operation.parameters = parameters.others;
    operation.errors.extend(parameters.errors);
    operation.secure(security);
    operation
}

fn read_responses<'t>(
    reader: &mut Reader<'t>,
    operation: &mut Operation<'t>,
    at: At<'t>,
    produces: &[(&'t str, Place)],
) {
    for (status, at) in reader.entries(at, "responses") {
        if status.starts_with("x-") {
            continue;
        }
        match read_response(reader, status, at, produces) {
            Some(response) => operation.responses.push(response),
            None => operation.errors.extend(reader.last_error()),
        }
    }
}

/// A media type of each name, or of a default one, with the same content.
fn content<'t>(
    names: &[(&'t str, Place)],
    default: &'static str,
    place: Place,
    describe: impl Fn(&mut MediaType<'t>),
) -> Vec<MediaType<'t>> {
    let names = match names {
        [] => &[(default, place)],
        names => names,
    };
    let media_types = names.iter().map(|(name, place)| {
        let mut media_type = MediaType {
            place: *place,
            name,
            schema: None,
            item_schema: None,
            has_encoding: false,
            encoding: Vec::new(),
        };
        describe(&mut media_type);
        media_type
    });
    media_types.collect()
}

fn read_response<'t>(
    reader: &mut Reader<'t>,
    status: &'t str,
    at: At<'t>,
    produces: &[(&'t str, Place)],
) -> Option<Response<'t>> {
    const KNOWN: &[&str] = &["description", "schema", "headers", "examples"];
    let reference = at;
    let at = reader.follow(at)?;
    let mut response = Response {
        place: reference.place,
        status,
        summary: None,
        description: None,
        headers: Vec::new(),
        content: Vec::new(),
        links: None,
    };
    let mut examples = Vec::new();
    for (key, value) in reader.entries(at, "a response") {
        match key {
            "description" => response.description = reader.string(value, key),
            "schema" => {
                let schema = reader.schema(value);
                response.content = content(produces, "application/json", value.place, |media| {
                    media.schema = Some(schema);
                });
            }
            "headers" => {
                for (name, at) in message::headers(reader, value) {
                    response.headers.extend(read_header(reader, name, at));
                }
            }
            "content" => {
                reader.other_version(key, value.place);
                response.content = message::read_content(reader, value);
            }
            "examples" => examples = reader.entries(value, key),
            _ => reader.unknown_keyword(value, key, "a response", KNOWN),
        }
    }
    let schema = response.content.iter().find_map(|media| media.schema);
    for (name, example) in examples {
        // Of other media types, the example is the encoded body and not the value.
        if let (true, Some(schema)) = (name.contains("json"), schema) {
            reader.example(example, schema);
        }
    }
    response.description = own_description(reader, reference).or(response.description);
    Some(response)
}
