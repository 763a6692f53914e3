//! The root of a description: its version, servers, components and security schemes.

use super::Document;
use super::http::{Scheme, SchemeKind, Security, read_location, read_path};
use super::reader::{At, Places, Reader, Version};
use crate::diagnostic::Code;
use crate::source::Node;

/// Reports a document that is not an OpenAPI description of a version that is read.
pub fn is_supported<'t>(reader: &mut Reader<'t>, root: At<'t>) -> bool {
    let Some(version) = reader.child(root, "openapi") else {
        let (place, message) = match (reader.child(root, "swagger"), root.node) {
            (Some(version), _) => (version.place, "Swagger 2.0 is not read yet; OpenAPI 3.0 is"),
            (None, Node::Null) => (root.place, "the file is empty"),
            (None, _) => (
                root.place,
                "not an OpenAPI description: there is no `openapi` keyword",
            ),
        };
        reader.report(Code::NotOpenApi, place, message);
        return false;
    };
    let message = match version.node {
        Node::String(text) if text.starts_with("3.0.") || &**text == "3.0" => return true,
        Node::String(text) if text.starts_with("3.1.") || &**text == "3.1" => {
            reader.version = Version::V3_1;
            return true;
        }
        Node::String(text) => format!("OpenAPI {text} is not read yet; 3.0 is"),
        _ => "`openapi` must be a version in quotes, as \"3.0.3\"".to_owned(),
    };
    reader.report(Code::NotOpenApi, version.place, message);
    false
}

/// Reads everything but the schemas, which wait in the reader.
pub fn read<'t>(reader: &mut Reader<'t>, root: At<'t>) -> Document<'t> {
    let mut document = Document {
        title: "",
        server: None,
        schemes: Vec::new(),
        components: Vec::new(),
        operations: Vec::new(),
        schemas: Vec::new(),
        places: Places::default(),
    };
    let mut security = Some(Vec::new());
    let mut paths = None;
    let entries = reader.entries(root, "a description");
    for keyword in ["info", "paths"] {
        if entries.iter().all(|(key, _)| *key != keyword) {
            reader.missing(root.place, "a description", keyword);
        }
    }
    for (key, value) in entries {
        match key {
            "openapi" | "externalDocs" | "tags" => {}
            "info" => read_info(reader, &mut document, value),
            "servers" => document.server = read_servers(reader, value),
            "components" => read_components(reader, &mut document, value),
            "security" => security = read_security(reader, value),
            "paths" => paths = Some(value),
            _ => {
                let known = [
                    "openapi",
                    "info",
                    "servers",
                    "paths",
                    "components",
                    "security",
                    "tags",
                    "externalDocs",
                ];
                reader.unknown(value, key, "a description", &known);
            }
        }
    }
    for (path, item) in paths
        .map(|paths| reader.entries(paths, "paths"))
        .unwrap_or_default()
    {
        if path.starts_with('/') {
            read_path(reader, &mut document, path, item, security.as_ref());
        } else if !path.starts_with("x-") {
            reader.report(
                Code::InvalidValue,
                item.place,
                format!("the path `{path}` must start with a slash"),
            );
        }
    }
    document
}

fn read_info<'t>(reader: &mut Reader<'t>, document: &mut Document<'t>, at: At<'t>) {
    for (key, value) in reader.entries(at, "info") {
        match key {
            "title" => document.title = reader.text(value, key).unwrap_or_default(),
            "version" | "description" => {
                reader.text(value, key);
            }
            "termsOfService" | "contact" | "license" | "summary" => {}
            _ => {
                let known = [
                    "title",
                    "version",
                    "description",
                    "termsOfService",
                    "contact",
                    "license",
                ];
                reader.unknown(value, key, "info", &known);
            }
        }
    }
    for keyword in ["title", "version"] {
        if at.node.get(keyword).is_none() {
            reader.missing(at.place, "info", keyword);
        }
    }
}

fn read_servers<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<&'t str> {
    let first = reader.items(at, "servers").into_iter().next()?;
    let url = reader.child(first, "url");
    if url.is_none() {
        reader.missing(first.place, "a server", "url");
    }
    url.and_then(|url| reader.text(url, "url"))
}

fn read_components<'t>(reader: &mut Reader<'t>, document: &mut Document<'t>, at: At<'t>) {
    const KNOWN: &[&str] = &[
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
    ];
    for (key, value) in reader.entries(at, "components") {
        match key {
            "schemas" => {
                let schemas = reader.entries(value, key);
                document.components = schemas
                    .into_iter()
                    .map(|(name, at)| (name, reader.schema(at)))
                    .collect();
            }
            "securitySchemes" => {
                let schemes = reader.entries(value, key);
                document.schemes = schemes
                    .into_iter()
                    .filter_map(|(name, at)| read_scheme(reader, name, at))
                    .collect();
            }
            // Read where they are referred to.
            "responses" | "parameters" | "examples" | "requestBodies" | "headers" | "links"
            | "callbacks" => {}
            _ => reader.unknown(value, key, "components", KNOWN),
        }
    }
}

fn read_scheme<'t>(reader: &mut Reader<'t>, name: &'t str, at: At<'t>) -> Option<Scheme<'t>> {
    let at = reader.follow(at)?;
    let (mut kind, mut http, mut key_name, mut location, mut description) =
        (None, None, None, None, None);
    for (key, value) in reader.entries(at, "a security scheme") {
        match key {
            "type" => kind = reader.text(value, key).map(|text| (text, value.place)),
            "scheme" => http = reader.text(value, key),
            "name" => key_name = reader.text(value, key),
            "in" => location = read_location(reader, value),
            "description" => description = reader.text(value, key),
            "bearerFormat" | "flows" | "openIdConnectUrl" => {}
            _ => {
                let known = [
                    "type",
                    "scheme",
                    "name",
                    "in",
                    "description",
                    "bearerFormat",
                    "flows",
                    "openIdConnectUrl",
                ];
                reader.unknown(value, key, "a security scheme", &known);
            }
        }
    }
    let kind = match kind {
        Some(("http", _)) => http.map(SchemeKind::Http).ok_or("scheme"),
        Some(("apiKey", _)) => match (location, key_name) {
            (Some(location), Some(name)) => Ok(SchemeKind::ApiKey(location, name)),
            // A wrong place has been reported.
            (None, Some(_)) if at.node.get("in").is_some() => return None,
            (None, _) => Err("in"),
            (Some(_), None) => Err("name"),
        },
        Some(("oauth2", _)) => Ok(SchemeKind::OAuth2),
        Some(("openIdConnect", _)) => Ok(SchemeKind::OpenIdConnect),
        Some((other, place)) => {
            reader.report(
                Code::InvalidValue,
                place,
                format!("`{other}` is no type of security scheme"),
            );
            return None;
        }
        None => Err("type"),
    };
    match kind {
        Ok(kind) => Some(Scheme {
            name,
            description,
            kind,
        }),
        Err(keyword) => {
            reader.missing(at.place, "the security scheme", keyword);
            None
        }
    }
}

/// Reads security requirements: alternatives, each a list of schemes. `None` after a fault: what is
/// asked for is not known then, and nobody may get in.
pub fn read_security<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Security<'t>> {
    let is_object = |alternative: &Node| matches!(alternative, Node::Object(_));
    let valid = matches!(at.node, Node::Array(items) if items.iter().all(is_object));
    let alternatives = reader.items(at, "security");
    let alternatives: Security<'t> = alternatives
        .into_iter()
        .map(|alternative| {
            let schemes = reader.entries(alternative, "a security requirement");
            schemes
                .into_iter()
                .map(|(name, at)| (name, at.place))
                .collect()
        })
        .collect();
    valid.then_some(alternatives)
}
