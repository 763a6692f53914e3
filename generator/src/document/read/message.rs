//! Parameters, bodies, media types, responses and headers of OpenAPI 3.

pub mod ignored;

use crate::diagnostic::Code;
use crate::document::http::{
    Body, Encoding, MediaType, Operation, Parameter, ParameterLocation, ReadError, Response,
};
use crate::document::keywords;
use crate::document::place::At;
use crate::document::read::reader::Reader;
use crate::document::schema::SchemaId;
use crate::document::version::Version;
use crate::source::Node;

/// Reads parameters, and returns the errors of those that cannot be read.
pub fn read_parameters<'t>(
    reader: &mut Reader<'t>,
    at: At<'t>,
) -> (Vec<Parameter<'t>>, Vec<ReadError>) {
    let (mut parameters, mut errors) = (Vec::new(), Vec::new());
    for item in reader.items(at, "parameters") {
        match read_parameter(reader, item) {
            Some(parameter) => parameters.push(parameter),
            None => errors.extend(reader.last_error()),
        }
    }
    (parameters, errors)
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
    let reference = at;
    let at = reader.follow(at)?;
    let (mut name, mut location) = (None, None);
    let mut examples = Vec::new();
    let mut parameter = Parameter {
        required: false,
        ..Parameter::string(at.place, "", ParameterLocation::Query)
    };
    for (key, value) in reader.entries(at, "a parameter") {
        match key {
            "name" => name = reader.string(value, key),
            "in" => location = read_location(reader, value),
            "required" => parameter.required = reader.boolean(value, key),
            "description" => parameter.description = reader.string(value, key),
            "deprecated" => parameter.deprecated = reader.boolean(value, key),
            "style" => parameter.style = reader.string(value, key),
            "explode" => parameter.explode = Some(reader.boolean(value, key)),
            "allowReserved" => parameter.allow_reserved = reader.boolean(value, key),
            "schema" => parameter.schema = Some(reader.schema(value)),
            "content" => parameter.content = read_only_content(reader, value),
            "example" | "examples" => examples.extend(read_examples(reader, key, value)),
            "allowEmptyValue" => parameter.allow_empty_value = reader.boolean(value, key),
            // In OpenAPI 2.0 the parameter is a schema itself.
            _ if has_no_schema(at)
                && (key == "collectionFormat" || keywords::describes_schema(key)) =>
            {
                if key == "type" {
                    reader.other_version(key, value.place);
                }
                parameter.schema = Some(reader.schema_of_parameter(at));
            }
            _ => reader.unknown_keyword(value, key, "a parameter", KNOWN),
        }
    }
    keep_examples(reader, examples, parameter.schema);
    parameter.description = own_description(reader, reference).or(parameter.description);
    report_missing(reader, at, name, location, parameter.required);
    (parameter.name, parameter.location) = (name?, location?);
    ignored::of_parameter(reader, at, &mut parameter);
    Some(parameter)
}

/// Reports what a parameter needs and does not have.
fn report_missing(
    reader: &mut Reader<'_>,
    at: At<'_>,
    name: Option<&str>,
    location: Option<ParameterLocation>,
    required: bool,
) {
    if location == Some(ParameterLocation::Path) && !required {
        let message = "missing `required: true` in a path parameter";
        reader.report(Code::MissingKeyword, at.place, message);
    }
    for (there, keyword) in [
        (name.is_some(), "name"),
        (location.is_some() || at.node.get("in").is_some(), "in"),
    ] {
        if !there {
            reader.missing_keyword(at.place, "a parameter", keyword);
        }
    }
}

fn has_no_schema(at: At<'_>) -> bool {
    let has = |keyword| at.node.get(keyword).is_some();
    has("type") && !has("schema") && !has("content")
}

/// The `description` next to a `$ref`, which overrides that of its target (OAS 3.1 §4.8.23).
pub fn own_description<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<&'t str> {
    reader.child(at, "$ref")?;
    match reader.child(at, "description")?.node {
        Node::String(description) => Some(description),
        _ => None,
    }
}

/// Reads the `in` of a parameter or an API key.
pub fn read_location<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<ParameterLocation> {
    match at.node {
        Node::String(text) if &**text == "querystring" => {
            reader.since(Version::V3_2, "querystring", at.place);
            Some(ParameterLocation::QueryString)
        }
        Node::String(text) if &**text == "path" => Some(ParameterLocation::Path),
        Node::String(text) if &**text == "query" => Some(ParameterLocation::Query),
        Node::String(text) if &**text == "header" => Some(ParameterLocation::Header),
        Node::String(text) if &**text == "cookie" => Some(ParameterLocation::Cookie),
        _ => {
            reader.not_one_of(at, "in", &["path", "query", "header", "cookie"]);
            None
        }
    }
}

/// Reads a request body.
pub fn read_body<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Body<'t>> {
    const KNOWN: &[&str] = &["required", "content", "description"];
    let reference = at;
    let at = reader.follow(at)?;
    let mut body = Body {
        required: false,
        description: None,
        content: Vec::new(),
    };
    for (key, value) in reader.entries(at, "a request body") {
        match key {
            "required" => body.required = reader.boolean(value, key),
            "description" => body.description = reader.string(value, key),
            "content" => body.content = read_content(reader, value),
            _ => reader.unknown_keyword(value, key, "a request body", KNOWN),
        }
    }
    body.description = own_description(reader, reference).or(body.description);
    if body.content.is_empty() {
        reader.missing_keyword(at.place, "a request body", "content");
        return None;
    }
    Some(body)
}

/// Reads `content`.
pub fn read_content<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<MediaType<'t>> {
    const KNOWN: &[&str] = &["schema", "itemSchema", "example", "examples", "encoding"];
    let mut content = Vec::new();
    for (name, at) in reader.entries(at, "content") {
        if !name.contains('/') {
            if !name.starts_with("x-") {
                let message =
                    format!("`{name}` is not a media type; `content` maps media types to schemas");
                reader.report(Code::UnknownKeyword, at.place, message);
            }
            continue;
        }
        let mut media_type = MediaType {
            place: at.place,
            name,
            schema: None,
            item_schema: None,
            has_encoding: false,
            encoding: Vec::new(),
        };
        // Since 3.2, a media type can be a component.
        let Some(at) = reader.follow(at) else {
            continue;
        };
        let mut examples = Vec::new();
        for (key, value) in reader.entries(at, "a media type") {
            match key {
                "schema" => media_type.schema = Some(reader.schema(value)),
                "itemSchema" => {
                    reader.since(Version::V3_2, key, value.place);
                    media_type.item_schema = Some(reader.schema(value));
                }
                "encoding" => {
                    media_type.has_encoding = true;
                    media_type.encoding = read_encoding(reader, value, name);
                }
                "example" | "examples" => examples.extend(read_examples(reader, key, value)),
                "itemEncoding" | "prefixEncoding" => {
                    reader.since(Version::V3_2, key, value.place);
                    media_type.has_encoding = true;
                }
                _ => reader.unknown_keyword(value, key, "a media type", KNOWN),
            }
        }
        ignored::of_media_type(reader, at, name);
        // Of other media types, a string may be the encoded body and not the value.
        let is_json = name.contains("json");
        examples.retain(|example| is_json || !matches!(example.node, Node::String(_)));
        keep_examples(reader, examples, media_type.schema);
        content.push(media_type);
    }
    content
}

/// Reads the `content` of a parameter or a header, which has one media type.
fn read_only_content<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<MediaType<'t>> {
    let first = read_content(reader, at).into_iter().next();
    ignored::behind_first(reader, at, first.as_ref().map(|media| media.name));
    first
}

fn read_encoding<'t>(reader: &mut Reader<'t>, at: At<'t>, media_type: &str) -> Vec<Encoding<'t>> {
    const KNOWN: &[&str] = &[
        "contentType",
        "headers",
        "style",
        "explode",
        "allowReserved",
        "encoding",
        "itemEncoding",
        "prefixEncoding",
    ];
    let mut encodings = Vec::new();
    for (name, at) in reader.entries(at, "encoding") {
        let mut encoding = Encoding::new(name, at.place);
        for (key, value) in reader.entries(at, "an encoding") {
            match key {
                "contentType" => encoding.content_type = reader.string(value, key),
                "style" => encoding.style = reader.string(value, key),
                "explode" => encoding.explode = Some(reader.boolean(value, key)),
                "headers" => encoding.headers = read_headers(reader, value),
                // It has no effect anywhere, and is reported below.
                "allowReserved" => {}
                "encoding" | "itemEncoding" | "prefixEncoding" => {
                    reader.since(Version::V3_2, key, value.place);
                }
                _ => reader.unknown_keyword(value, key, "an encoding", KNOWN),
            }
        }
        ignored::of_encoding(reader, at, media_type, &mut encoding);
        encodings.push(encoding);
    }
    encodings
}

/// The values of `example` or `examples` (OAS 3.0 §4.7.19).
fn read_examples<'t>(reader: &mut Reader<'t>, key: &str, at: At<'t>) -> Vec<At<'t>> {
    if key == "example" {
        return vec![at];
    }
    let mut values = Vec::new();
    for (_, example) in reader.entries(at, "examples") {
        let Some(example) = reader.follow(example) else {
            continue;
        };
        let value = reader.child(example, "value");
        values.extend(value.or_else(|| reader.child(example, "dataValue")));
    }
    values
}

fn keep_examples<'t>(reader: &mut Reader<'t>, examples: Vec<At<'t>>, schema: Option<SchemaId>) {
    for (example, schema) in examples.into_iter().zip(schema.into_iter().cycle()) {
        reader.example(example, schema);
    }
}

/// Reports an operation without responses. Since 3.1 `responses` is optional (OAS 3.1 §4.8.10).
pub fn check_responses<'t>(reader: &mut Reader<'t>, operation: &Operation<'t>, at: At<'t>) {
    let is_required = at.node.get("responses").is_some() || reader.version < Version::V3_1;
    if is_required && operation.responses.is_empty() && operation.errors.is_empty() {
        let message = "an operation must declare at least one response";
        reader.report(Code::MissingKeyword, at.place, message);
    }
}

/// Reads a response.
pub fn read_response<'t>(
    reader: &mut Reader<'t>,
    status: &'t str,
    at: At<'t>,
) -> Option<Response<'t>> {
    const KNOWN: &[&str] = &["summary", "description", "headers", "content", "links"];
    let reference = at;
    let place = at.place;
    let at = reader.follow(at)?;
    let mut response = Response {
        place,
        status,
        summary: None,
        description: None,
        headers: Vec::new(),
        content: Vec::new(),
        links: None,
    };
    for (key, value) in reader.entries(at, "a response") {
        match key {
            "description" => response.description = reader.string(value, key),
            "content" => response.content = read_content(reader, value),
            "headers" => response.headers = read_headers(reader, value),
            "links" => response.links = Some(value.place),
            "summary" => {
                reader.since(Version::V3_2, key, value.place);
                response.summary = reader.string(value, key);
            }
            // OpenAPI 2.0 has `schema` in place of `content`.
            "schema" if at.node.get("content").is_none() => {
                reader.other_version(key, value.place);
                response.content.push(MediaType {
                    place: value.place,
                    name: "application/json",
                    schema: Some(reader.schema(value)),
                    item_schema: None,
                    has_encoding: false,
                    encoding: Vec::new(),
                });
            }
            _ => reader.unknown_keyword(value, key, "a response", KNOWN),
        }
    }
    response.description = own_description(reader, reference).or(response.description);
    Some(response)
}

/// Headers of a response or of a part. `hyper` receives no message with more, and references to a
/// response multiply.
const MAX_HEADERS: usize = 100;

/// The headers of a response or of a part that are read.
pub fn headers<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<(&'t str, At<'t>)> {
    let mut headers = reader.entries(at, "headers");
    if headers.len() > MAX_HEADERS {
        let message = format!("more than {MAX_HEADERS} headers: the rest is ignored");
        reader.report(Code::UnsupportedHeader, at.place, message);
        headers.truncate(MAX_HEADERS);
    }
    headers
}

fn read_headers<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<Parameter<'t>> {
    let headers = headers(reader, at).into_iter();
    headers
        .filter_map(|(name, at)| read_header(reader, name, at))
        .collect()
}

fn read_header<'t>(reader: &mut Reader<'t>, name: &'t str, at: At<'t>) -> Option<Parameter<'t>> {
    const KNOWN: &[&str] = &[
        "required",
        "deprecated",
        "description",
        "schema",
        "content",
        "style",
        "explode",
        "allowEmptyValue",
        "allowReserved",
        "example",
        "examples",
    ];
    let reference = at;
    let at = reader.follow(at)?;
    let mut examples = Vec::new();
    let mut header = Parameter {
        required: false,
        ..Parameter::string(reference.place, name, ParameterLocation::Header)
    };
    for (key, value) in reader.entries(at, "a header") {
        match key {
            "schema" => header.schema = Some(reader.schema(value)),
            "content" => header.content = read_only_content(reader, value),
            "example" | "examples" => examples.extend(read_examples(reader, key, value)),
            "description" => header.description = reader.string(value, key),
            "required" => header.required = reader.boolean(value, key),
            "deprecated" => header.deprecated = reader.boolean(value, key),
            "style" => header.style = reader.string(value, key),
            "explode" => header.explode = Some(reader.boolean(value, key)),
            // They are for the query alone, and reported below.
            "allowEmptyValue" | "allowReserved" => {}
            _ => reader.unknown_keyword(value, key, "a header", KNOWN),
        }
    }
    ignored::of_parameter(reader, at, &mut header);
    keep_examples(reader, examples, header.schema);
    header.description = own_description(reader, reference).or(header.description);
    Some(header)
}
