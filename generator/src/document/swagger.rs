//! OpenAPI 2.0, which was called Swagger → the same [`Document`].
//!
//! What a later version says in other words is said in those here; schemas are read with all the
//! others.

use super::Document;
use super::description::{
    read_components, read_info, read_paths, read_schemas, read_schemes, read_security, read_tags,
};
use super::http::{Fault, Operation, Security, Server, path_item, read_servers};
use super::message::{
    self, Body, Header, Location, MediaType, Parameter, Response, own_description,
};
use super::reader::{At, Field, Place, Reader};
use crate::diagnostic::Code;
use crate::source::Node;

/// What holds for every operation that does not say something else.
#[derive(Clone)]
struct Shared<'t> {
    security: Option<Security<'t>>,
    consumes: Vec<(&'t str, Place)>,
    produces: Vec<(&'t str, Place)>,
}

/// Reads everything but the schemas, which wait in the reader.
pub fn read<'t>(reader: &mut Reader<'t>, root: At<'t>) -> Document<'t> {
    const KNOWN: &[&str] = &[
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
    let mut document = Document::default();
    let mut shared = Shared {
        security: Some(Vec::new()),
        consumes: Vec::new(),
        produces: Vec::new(),
    };
    let mut paths = None;
    for keyword in ["info", "paths"] {
        if root.node.get(keyword).is_none() {
            reader.missing(root.place, "a description", keyword);
        }
    }
    let (mut host, mut base, mut schemes) = (None, None, Vec::new());
    for (key, value) in reader.entries(root, "a description") {
        match key {
            "info" => read_info(reader, &mut document, value),
            "host" => host = reader.text(value, key).map(|host| (host, value.place)),
            "basePath" => base = reader.text(value, key).map(|base| (base, value.place)),
            "schemes" => schemes = reader.texts(value, key),
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
                reader.foreign(key, value.place);
                document.servers = read_servers(reader, value);
            }
            "components" => {
                reader.foreign(key, value.place);
                read_components(reader, &mut document, value);
            }
            // Read where they are referred to.
            "parameters" | "responses" => {}
            "swagger" | "externalDocs" => {}
            _ => reader.unknown(value, key, "a description", KNOWN),
        }
    }
    document.servers.extend(servers(host, base, &schemes));
    document.operations = read_paths(reader, paths, |reader, path, item| {
        read_path(reader, path, item, &shared)
    });
    document
}

/// The servers that a host, a path and several schemes make; without a host it is the one that the
/// description came from.
fn servers<'t>(
    host: Option<(&'t str, Place)>,
    base: Option<(&'t str, Place)>,
    schemes: &[&str],
) -> Vec<Server<'t>> {
    let path = base.map_or("", |(base, _)| base);
    let server = |url: String, place| Server {
        place,
        url: url.into(),
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
        .filter_map(|item| Some((reader.text(item, what)?, item.place)))
        .collect()
}

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
            _ => reader.unknown(value, key, "a path", KNOWN),
        }
    }
    for (method, value) in methods {
        let operation = Operation::new(method, path, at.place, value.place);
        operations.push(read_operation(
            reader,
            operation,
            value,
            shared,
            &parameters,
        ));
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
    const KNOWN: &[&str] = &[
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
    let Shared {
        mut security,
        mut consumes,
        mut produces,
    } = shared.clone();
    let mut parameters = Parameters::default();
    let mut responses = None;
    for (key, value) in reader.entries(at, "an operation") {
        match key {
            "operationId" => operation.id = reader.text(value, key).map(|id| (id, value.place)),
            "tags" => operation.tags = reader.texts(value, key),
            "summary" => operation.summary = reader.text(value, key),
            "description" => operation.description = reader.text(value, key),
            "deprecated" => operation.deprecated = reader.flag(value, key),
            "consumes" => consumes = media_types(reader, value, key),
            "produces" => produces = media_types(reader, value, key),
            "parameters" => read_parameters(reader, &mut parameters, value),
            "responses" => responses = Some(value),
            "security" => {
                security = read_security(reader, value);
                if security.is_none() {
                    operation.faults.extend(reader.last_fault());
                }
            }
            "x-rust-name" => operation.rust_name = reader.rust_name(value).map(str::to_owned),
            "requestBody" => {
                reader.foreign(key, value.place);
                operation.body = message::read_body(reader, value);
                if operation.body.is_none() {
                    operation.faults.extend(reader.last_fault());
                }
            }
            // The transfer protocols change nothing in a request.
            "schemes" | "externalDocs" => {}
            _ => reader.unknown(value, key, "an operation", KNOWN),
        }
    }
    parameters.inherit(inherited);
    let responses = responses.map(|at| reader.entries(at, "responses"));
    for (status, at) in responses.unwrap_or_default() {
        if status.starts_with("x-") {
            continue;
        }
        match read_response(reader, status, at, &produces) {
            Some(response) => operation.responses.push(response),
            None => operation.faults.extend(reader.last_fault()),
        }
    }
    message::check_responses(reader, &operation, at);
    if parameters.has_body() {
        operation.body = parameters.body(reader, at.place, &consumes);
        if operation.body.is_none() {
            operation.faults.extend(reader.last_fault());
        }
    }
    operation.parameters = parameters.others;
    operation.faults.extend(parameters.faults);
    operation.secure(security);
    operation
}

/// The parameters of an operation or a path, by what they are made into.
#[derive(Clone, Default)]
struct Parameters<'t> {
    others: Vec<Parameter<'t>>,
    /// The one that is the body.
    body: Option<(At<'t>, Option<&'t str>)>,
    /// Those that are the fields of a form, and whether each is a file.
    fields: Vec<FormField<'t>>,
    faults: Vec<Fault>,
}

#[derive(Clone, Copy)]
struct FormField<'t> {
    at: At<'t>,
    name: &'t str,
    required: bool,
}

impl<'t> Parameters<'t> {
    /// Takes over those of the path that the operation does not have itself.
    fn inherit(&mut self, inherited: &Self) {
        let mut others = inherited.others.clone();
        others.retain(|other| !self.others.iter().any(|own| own.is_same(other)));
        others.append(&mut self.others);
        self.others = others;
        let mut fields = inherited.fields.clone();
        fields.retain(|field| !self.fields.iter().any(|own| own.name == field.name));
        fields.append(&mut self.fields);
        self.fields = fields;
        self.body = self.body.or(inherited.body);
        self.faults.extend_from_slice(&inherited.faults);
    }

    fn has_body(&self) -> bool {
        self.body.is_some() || !self.fields.is_empty()
    }

    /// The body that a parameter or a form makes; `None` if it is broken.
    fn body(
        &self,
        reader: &mut Reader<'t>,
        place: Place,
        consumes: &[(&'t str, Place)],
    ) -> Option<Body<'t>> {
        if let Some((at, description)) = self.body {
            let schema = reader.child(at, "schema");
            if schema.is_none() {
                reader.missing(at.place, "a parameter in the body", "schema");
            }
            let schema = reader.schema(schema?);
            let required = reader.child(at, "required");
            return Some(Body {
                required: required.is_some_and(|required| reader.flag(required, "required")),
                description,
                content: content(consumes, "application/json", at.place, |media| {
                    media.schema = Some(schema);
                }),
            });
        }
        let is = |field: &FormField<'_>, kind: &str| matches!(field.at.node.get("type"), Some(Node::String(text)) if &**text == kind);
        let is_multipart = |(name, _): &(&str, Place)| name.starts_with("multipart/");
        let default = match self.fields.iter().any(|field| is(field, "file")) {
            true => "multipart/form-data",
            false => "application/x-www-form-urlencoded",
        };
        let fields = self.fields.iter().map(|field| Field {
            name: field.name,
            required: field.required,
            schema: reader.schema_of_parameter(field.at),
        });
        let fields = fields.collect();
        let schema = reader.form(place, fields);
        // Only forms can hold fields, and only one kind of them files.
        let forms: Vec<_> = consumes
            .iter()
            .filter(|known| {
                is_multipart(known) || (known.0 == default && default.ends_with("urlencoded"))
            })
            .copied()
            .collect();
        let encoded = self.fields.iter().any(|field| is(field, "array"));
        Some(Body {
            required: self.fields.iter().any(|field| field.required),
            description: None,
            content: content(&forms, default, place, |media| {
                media.schema = Some(schema);
                media.encoded = encoded;
            }),
        })
    }
}

/// The same content for each of some media types.
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
            encoded: false,
        };
        describe(&mut media_type);
        media_type
    });
    media_types.collect()
}

fn read_parameters<'t>(reader: &mut Reader<'t>, parameters: &mut Parameters<'t>, at: At<'t>) {
    for reference in reader.items(at, "parameters") {
        let read = reader.follow(reference).and_then(|at| {
            let description = own_description(reader, reference);
            read_parameter(reader, parameters, at, description)
        });
        if read.is_none() {
            parameters.faults.extend(reader.last_fault());
        }
    }
}

/// Reads a parameter (OAS 2.0, Parameter Object); `None` if it is broken.
fn read_parameter<'t>(
    reader: &mut Reader<'t>,
    parameters: &mut Parameters<'t>,
    at: At<'t>,
    description: Option<&'t str>,
) -> Option<()> {
    let mut texts = [None; 4];
    for (text, keyword) in texts
        .iter_mut()
        .zip(["in", "name", "description", "collectionFormat"])
    {
        let child = reader.child(at, keyword);
        *text = child.and_then(|child| reader.text(child, keyword));
    }
    let [kind, name, own, format] = texts;
    let description = description.or(own);
    for keyword in ["name", "in"] {
        if at.node.get(keyword).is_none() {
            reader.missing(at.place, "a parameter", keyword);
        }
    }
    let (kind, name) = (kind?, name?);
    if kind == "body" {
        parameters.body = Some((at, description));
        return Some(());
    }
    let required = reader.child(at, "required");
    let required = required.is_some_and(|required| reader.flag(required, "required"));
    if kind == "formData" {
        parameters.fields.push(FormField { at, name, required });
        return Some(());
    }
    let place = reader.child(at, "in")?.place;
    let location = match kind {
        "path" => Location::Path,
        "query" => Location::Query,
        "header" => Location::Header,
        "cookie" => {
            reader.foreign("cookie", place);
            Location::Cookie
        }
        _ => {
            let message = "`in` must be path, query, header, formData or body";
            reader.report(Code::InvalidValue, place, message);
            return None;
        }
    };
    if location == Location::Path && !required {
        let message = "a parameter in the path needs `required: true`";
        reader.report(Code::MissingKeyword, at.place, message);
    }
    let schema = match reader.child(at, "schema") {
        Some(schema) => {
            reader.foreign("schema", schema.place);
            reader.schema(schema)
        }
        None => reader.schema_of_parameter(at),
    };
    let (style, explode) = style(location, format);
    parameters.others.push(Parameter {
        place: at.place,
        name,
        location,
        required,
        description,
        deprecated: false,
        style,
        explode: Some(explode),
        allow_reserved: false,
        schema: Some(schema),
        content: None,
    });
    Some(())
}

/// The style that a `collectionFormat` is today, and whether values stand each for itself.
fn style(location: Location, format: Option<&str>) -> (Option<&str>, bool) {
    match (format.unwrap_or("csv"), location) {
        ("csv", _) => (None, false),
        ("multi", Location::Query) => (None, true),
        ("ssv", Location::Query) => (Some("spaceDelimited"), false),
        ("pipes", Location::Query) => (Some("pipeDelimited"), false),
        // There is no style for tabs, nor for the others in a path or a header.
        (other, _) => (Some(other), false),
    }
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
        description: None,
        headers: Vec::new(),
        content: Vec::new(),
        links: None,
    };
    for (key, value) in reader.entries(at, "a response") {
        match key {
            "description" => response.description = reader.text(value, key),
            "schema" => {
                let schema = reader.schema(value);
                response.content = content(produces, "application/json", value.place, |media| {
                    media.schema = Some(schema);
                });
            }
            "headers" => {
                for (_, at) in reader.entries(value, key) {
                    // Read for the faults that it may hold.
                    reader.schema_of_parameter(at);
                    response.headers.push(Header { place: at.place });
                }
            }
            "content" => {
                reader.foreign(key, value.place);
                response.content = message::read_content(reader, value);
            }
            "examples" => {}
            _ => reader.unknown(value, key, "a response", KNOWN),
        }
    }
    response.description = own_description(reader, reference).or(response.description);
    Some(response)
}
