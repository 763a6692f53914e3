//! The root of a description: its tags, components and security schemes.

use super::http::{Operation, Scheme, SchemeKind, Security, read_path, read_servers};
use super::message::read_location;
use super::reader::{At, Place, Reader, Version};
use super::{Document, Tag};
use crate::diagnostic::Code;
use crate::source::Node;

/// Reads everything but the schemas, which wait in the reader.
pub fn read<'t>(reader: &mut Reader<'t>, root: At<'t>) -> Document<'t> {
    const KNOWN: &[&str] = &[
        "openapi",
        "info",
        "servers",
        "paths",
        "webhooks",
        "components",
        "security",
        "tags",
        "externalDocs",
        "jsonSchemaDialect",
        "$self",
    ];
    let mut document = Document::default();
    let mut security = Some(Security::default());
    let (mut paths, mut webhooks) = (None, None);
    let entries = reader.entries(root, "a description");
    report_missing(reader, root);
    for (key, value) in entries {
        match key {
            "openapi" | "externalDocs" => {}
            "info" => read_info(reader, &mut document, value),
            "servers" => document.servers = read_servers(reader, value),
            "components" => read_components(reader, &mut document, value),
            "security" => security = read_security(reader, value),
            "paths" => paths = Some(value),
            "tags" => document.tags = read_tags(reader, value),
            "webhooks" => {
                reader.since(Version::V3_1, key, value.place);
                webhooks = Some(value);
            }
            "jsonSchemaDialect" => reader.since(Version::V3_1, key, value.place),
            "$self" => reader.since(Version::V3_2, key, value.place),
            "definitions" => {
                reader.foreign(key, value.place);
                read_schemas(reader, &mut document, value, key);
            }
            "host" | "basePath" | "schemes" => {
                reader.renamed(value, key, "a description", "servers")
            }
            "securityDefinitions" | "parameters" | "responses" => {
                reader.renamed(value, key, "a description", "components");
            }
            _ => reader.unknown(value, key, "a description", KNOWN),
        }
    }
    document.operations = read_paths(reader, paths, |reader, path, item| {
        read_path(reader, path, item, security.as_ref())
    });
    for (name, item) in webhooks
        .map(|webhooks| reader.entries(webhooks, "webhooks"))
        .unwrap_or_default()
    {
        if !name.starts_with("x-") {
            let operations = read_path(reader, name, item, security.as_ref());
            document.webhooks.extend(operations);
        }
    }
    document
}

/// Since 3.1 a description need not have paths (OAS 3.1 §4.8.1).
fn report_missing<'t>(reader: &mut Reader<'t>, root: At<'t>) {
    let has = |keyword| root.node.get(keyword).is_some();
    if !has("info") {
        reader.missing(root.place, "a description", "info");
    }
    if has("paths") || (has("webhooks") && reader.version >= Version::V3_1) {
        return;
    }
    if reader.version < Version::V3_1 {
        reader.missing(root.place, "a description", "paths");
    } else if !has("components") {
        let message =
            "a description needs one of the keywords `paths`, `webhooks` and `components`";
        reader.report(Code::MissingKeyword, root.place, message);
    }
}

/// Reads the operations of all paths.
pub fn read_paths<'t>(
    reader: &mut Reader<'t>,
    paths: Option<At<'t>>,
    read_path: impl Fn(&mut Reader<'t>, &'t str, At<'t>) -> Vec<Operation<'t>>,
) -> Vec<Operation<'t>> {
    let mut operations = Vec::new();
    let paths = paths.map(|paths| reader.entries(paths, "paths"));
    for (path, item) in paths.unwrap_or_default() {
        if path.starts_with('/') {
            operations.extend(read_path(reader, path, item));
        } else if !path.starts_with("x-") {
            let message = format!("the path `{path}` must start with a slash");
            reader.report(Code::InvalidValue, item.place, message);
        }
    }
    operations
}

/// Reads what a description says about itself.
pub fn read_info<'t>(reader: &mut Reader<'t>, document: &mut Document<'t>, at: At<'t>) {
    const KNOWN: &[&str] = &[
        "title",
        "version",
        "summary",
        "description",
        "termsOfService",
        "contact",
        "license",
    ];
    for (key, value) in reader.entries(at, "info") {
        match key {
            "title" => document.title = reader.text(value, key).unwrap_or_default(),
            "version" | "description" => {
                reader.text(value, key);
            }
            "summary" => reader.since(Version::V3_1, key, value.place),
            "license" => {
                if let Some(identifier) = reader.child(value, "identifier") {
                    reader.since(Version::V3_1, "identifier", identifier.place);
                }
            }
            "termsOfService" | "contact" => {}
            _ => reader.unknown(value, key, "info", KNOWN),
        }
    }
    for keyword in ["title", "version"] {
        if at.node.get(keyword).is_none() {
            reader.missing(at.place, "info", keyword);
        }
    }
}

/// Reads the tags that are declared.
pub fn read_tags<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<Tag<'t>> {
    const KNOWN: &[&str] = &[
        "name",
        "summary",
        "description",
        "externalDocs",
        "parent",
        "kind",
    ];
    let mut tags = Vec::new();
    for at in reader.items(at, "tags") {
        let mut name = None;
        let (mut description, mut parent) = (None, None);
        for (key, value) in reader.entries(at, "a tag") {
            match key {
                "name" => name = reader.text(value, key),
                "description" => description = reader.text(value, key),
                "parent" => {
                    reader.since(Version::V3_2, key, value.place);
                    parent = reader.text(value, key);
                }
                "summary" | "kind" => reader.since(Version::V3_2, key, value.place),
                "externalDocs" => {}
                _ => reader.unknown(value, key, "a tag", KNOWN),
            }
        }
        if at.node.get("name").is_none() {
            reader.missing(at.place, "a tag", "name");
        }
        tags.extend(name.map(|name| Tag {
            name,
            description,
            parent,
        }));
    }
    tags
}

/// Reads schemas that have names.
pub fn read_schemas<'t>(
    reader: &mut Reader<'t>,
    document: &mut Document<'t>,
    at: At<'t>,
    what: &str,
) {
    for (name, at) in reader.entries(at, what) {
        let id = reader.schema(at);
        document.components.push((name, id));
    }
}

/// Reads the components that are used by name.
pub fn read_components<'t>(reader: &mut Reader<'t>, document: &mut Document<'t>, at: At<'t>) {
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
        "pathItems",
        "mediaTypes",
    ];
    for (key, value) in reader.entries(at, "components") {
        match key {
            "schemas" => read_schemas(reader, document, value, key),
            "securitySchemes" => document.schemes.extend(read_schemes(reader, value, key)),
            // Read where they are referred to.
            "responses" | "parameters" | "examples" | "requestBodies" | "headers" | "links"
            | "callbacks" => {}
            "pathItems" => reader.since(Version::V3_1, key, value.place),
            "mediaTypes" => reader.since(Version::V3_2, key, value.place),
            _ => reader.unknown(value, key, "components", KNOWN),
        }
    }
}

/// Reads security schemes that have names.
pub fn read_schemes<'t>(reader: &mut Reader<'t>, at: At<'t>, what: &str) -> Vec<Scheme<'t>> {
    let schemes = reader.entries(at, what);
    schemes
        .into_iter()
        .filter_map(|(name, at)| read_scheme(reader, name, at))
        .collect()
}

fn read_scheme<'t>(reader: &mut Reader<'t>, name: &'t str, at: At<'t>) -> Option<Scheme<'t>> {
    let at = reader.follow(at)?;
    let (mut kind, mut http, mut key_name, mut location, mut description) =
        (None, None, None, None, None);
    const KNOWN: &[&str] = &[
        "type",
        "scheme",
        "name",
        "in",
        "description",
        "bearerFormat",
        "flows",
        "openIdConnectUrl",
        "deprecated",
        "oauth2MetadataUrl",
    ];
    for (key, value) in reader.entries(at, "a security scheme") {
        match key {
            "type" => kind = reader.text(value, key).map(|text| (text, value.place)),
            "scheme" => http = reader.text(value, key),
            "name" => key_name = reader.text(value, key),
            "in" => location = read_location(reader, value),
            "description" => description = reader.text(value, key),
            "flows" => read_flows(reader, value),
            "deprecated" | "oauth2MetadataUrl" => reader.since(Version::V3_2, key, value.place),
            // The single flow of OpenAPI 2.0.
            "flow" | "authorizationUrl" | "tokenUrl" | "scopes"
                if reader.version == Version::V2_0 => {}
            "bearerFormat" | "openIdConnectUrl" => {}
            _ => reader.unknown(value, key, "a security scheme", KNOWN),
        }
    }
    let kind = match kind {
        Some(("basic", _)) if reader.version == Version::V2_0 => Ok(SchemeKind::Http("basic")),
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
        Some(("mutualTLS", place)) => {
            reader.since(Version::V3_1, "mutualTLS", place);
            Ok(SchemeKind::MutualTls)
        }
        Some((other, place)) => {
            reader.report(
                Code::InvalidValue,
                place,
                format!("`{other}` is no type of security scheme"),
            );
            Ok(SchemeKind::Unknown(other))
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

/// What the flows ask for is between the user and the authorization server; only their kinds are
/// looked at.
fn read_flows<'t>(reader: &mut Reader<'t>, at: At<'t>) {
    const KNOWN: &[&str] = &[
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
        "deviceAuthorization",
    ];
    for (key, value) in reader.entries(at, "flows") {
        if key == "deviceAuthorization" {
            reader.since(Version::V3_2, key, value.place);
        } else if !KNOWN.contains(&key) {
            reader.unknown(value, key, "flows", KNOWN);
        }
    }
}

/// Reads security requirements: alternatives, each a list of schemes. `None` after a fault: what is
/// asked for is not known then, and nobody may get in.
pub fn read_security<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Security<'t>> {
    let is_object = |alternative: &Node| matches!(alternative, Node::Object(_));
    let valid = matches!(at.node, Node::Array(items) if items.iter().all(is_object));
    let alternatives = reader.items(at, "security");
    let alternatives: Vec<Vec<(&str, Place)>> = alternatives
        .into_iter()
        .map(|alternative| {
            let schemes = reader.entries(alternative, "a security requirement");
            schemes
                .into_iter()
                .map(|(name, at)| (name, at.place))
                .collect()
        })
        .collect();
    valid.then(|| Security::new(alternatives))
}
