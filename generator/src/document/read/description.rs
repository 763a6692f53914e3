//! The root of a description of OpenAPI 3 → [`Document`]; `info`, tags and components of every
//! version.

use crate::diagnostic::Code;
use crate::document::http::{Operation, Origin, Security};
use crate::document::part::Part;
use crate::document::place::At;
use crate::document::read::paths::{read_path, read_servers};
use crate::document::read::reader::Reader;
use crate::document::read::security::{read_schemes, read_security};
use crate::document::version::Version;
use crate::document::{Document, Tag};

/// The keywords of a description of OpenAPI 3 (OAS 3.1 §4.8.1).
const KEYWORDS: &[&str] = &[
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

/// Reads everything but the schemas, which the reader queues.
pub fn read<'t>(reader: &mut Reader<'t>, root: At<'t>) -> Document<'t> {
    let mut document = Document::default();
    let mut security = Some(Security::default());
    let (mut paths, mut webhooks) = (None, Vec::new());
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
                webhooks.push(value);
            }
            // What descriptions of 3.0 write for `webhooks`.
            "x-webhooks" => webhooks.push(value),
            "jsonSchemaDialect" => reader.since(Version::V3_1, key, value.place),
            "$self" => reader.since(Version::V3_2, key, value.place),
            "definitions" => {
                reader.other_version(key, value.place);
                read_schemas(reader, &mut document, value, key);
            }
            "host" | "basePath" | "schemes" => {
                reader.replaced_keyword(value, key, "a description", "servers")
            }
            "securityDefinitions" | "parameters" | "responses" => {
                reader.replaced_keyword(value, key, "a description", "components");
            }
            _ => reader.unknown_keyword(value, key, "a description", KEYWORDS),
        }
    }
    document.operations = read_paths(reader, paths, |reader, path, item| {
        read_path(reader, Origin::Path, path, item, security.as_ref())
    });
    for webhooks in webhooks {
        let operations = read_webhooks(reader, webhooks);
        document.webhooks.extend(operations);
    }
    let mut callbacks = Vec::new();
    for operation in document.operations.iter_mut().chain(&mut document.webhooks) {
        callbacks.append(&mut operation.callbacks);
    }
    document.webhooks.append(&mut callbacks);
    document
}

/// Reads `webhooks`. The root `security` is about requests to the API, so only the `security` of a webhook
/// itself applies to it.
fn read_webhooks<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<Operation<'t>> {
    let mut operations = Vec::new();
    for (name, item) in reader.entries(at, "webhooks") {
        let none = Security::default();
        operations.extend(reader.within(Part::Path(item.place), |reader| {
            read_path(reader, Origin::Webhook, name, item, Some(&none))
        }));
    }
    operations
}

/// Reports required keywords that are missing. Since 3.1 `paths` is optional (OAS 3.1 §4.8.1).
fn report_missing<'t>(reader: &mut Reader<'t>, root: At<'t>) {
    let has = |keyword| root.node.get(keyword).is_some();
    if !has("info") {
        reader.missing_keyword(root.place, "a description", "info");
    }
    if has("paths") || (has("webhooks") && reader.version >= Version::V3_1) {
        return;
    }
    if reader.version < Version::V3_1 {
        reader.missing_keyword(root.place, "a description", "paths");
    } else if !has("components") {
        let message =
            "expected one of `paths`, `webhooks`, `components` in a description, found none";
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
            let part = Part::Path(item.place);
            operations.extend(reader.within(part, |reader| read_path(reader, path, item)));
        } else if !path.starts_with("x-") {
            let message = format!("path `{path}` must start with a slash");
            reader.report(Code::InvalidValue, item.place, message);
        }
    }
    operations
}

/// Reads `info`.
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
            "title" => document.title = reader.string(value, key).unwrap_or_default(),
            "version" | "description" => {
                reader.string(value, key);
            }
            "summary" => reader.since(Version::V3_1, key, value.place),
            "license" => {
                if let Some(identifier) = reader.child(value, "identifier") {
                    reader.since(Version::V3_1, "identifier", identifier.place);
                }
            }
            "termsOfService" | "contact" => {}
            _ => reader.unknown_keyword(value, key, "info", KNOWN),
        }
    }
    for keyword in ["title", "version"] {
        if at.node.get(keyword).is_none() {
            reader.missing_keyword(at.place, "info", keyword);
        }
    }
}

/// Reads the declared tags.
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
                "name" => name = reader.string(value, key),
                "description" => description = reader.string(value, key),
                "parent" => {
                    reader.since(Version::V3_2, key, value.place);
                    parent = reader.string(value, key);
                }
                "summary" | "kind" => reader.since(Version::V3_2, key, value.place),
                "externalDocs" => {}
                _ => reader.unknown_keyword(value, key, "a tag", KNOWN),
            }
        }
        if at.node.get("name").is_none() {
            reader.missing_keyword(at.place, "a tag", "name");
        }
        tags.extend(name.map(|name| Tag {
            name,
            description,
            parent,
        }));
    }
    tags
}

/// Reads a map of named schemas.
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

/// Reads the schemas and security schemes of the components; the others are read where they are
/// referred to.
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
            "responses" | "parameters" | "examples" | "requestBodies" | "headers" | "links"
            | "callbacks" => {}
            "pathItems" => reader.since(Version::V3_1, key, value.place),
            "mediaTypes" => reader.since(Version::V3_2, key, value.place),
            _ => reader.unknown_keyword(value, key, "components", KNOWN),
        }
    }
}
