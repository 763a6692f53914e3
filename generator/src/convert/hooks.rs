//! Rules for objects of OpenAPI 3 beyond their keywords.

use crate::convert::Target;
use crate::convert::converter::{Converter, below, set};
use crate::convert::node::{Entry, as_text, get, object, take, text, text_of};
use crate::convert::schema::is_default_dialect;
use crate::convert::tables::PATH_ITEM;
use crate::document::Version;
use crate::media_type::essence;
use crate::source::Node;

pub fn nothing(_: &mut Converter<'_>, _: &Node, _: &mut Vec<Entry>, _: &str) {}

pub fn description(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    let version = node.get("openapi").cloned().unwrap_or_default();
    let version = match as_text(&version) {
        Some(own) if converter.target.is(own) => own.to_owned(),
        _ => converter.target.version().to_owned(),
    };
    made.insert(0, ("openapi".into(), text(version)));
    for key in ["info", "paths"] {
        if get(made, key).is_none() && converter.target == Target::V3_0 {
            // Since 3.1, a description without paths is complete.
            if key == "info" || converter.version == Version::V3_0 {
                let what = format!("description without `{key}`");
                converter.lost(at, &what, "an empty one is written");
            }
            let empty = match key {
                "info" => object([("title", text("")), ("version", text(""))]),
                _ => object([]),
            };
            made.push((key.into(), empty));
        }
    }
    match (converter.target, node.get("webhooks")) {
        (_, None) => {}
        (Target::V3_0, Some(webhooks)) => {
            let place = below(at, "webhooks");
            converter.lost(&place, "`webhooks`", "they are written as `x-webhooks`");
            let webhooks = path_items(converter, webhooks, &place);
            made.push(("x-webhooks".into(), webhooks));
        }
        (Target::V3_1, Some(webhooks)) => {
            let webhooks = path_items(converter, webhooks, &below(at, "webhooks"));
            made.push(("webhooks".into(), webhooks));
        }
    }
    if let Some(dialect) = node.get("jsonSchemaDialect") {
        if converter.target == Target::V3_1 {
            made.push(("jsonSchemaDialect".into(), dialect.clone()));
        } else if !as_text(dialect).is_some_and(is_default_dialect) {
            let place = below(at, "jsonSchemaDialect");
            converter.lost(&place, "`jsonSchemaDialect`", "it is left out");
        }
    }
    if node.get("$self").is_some() {
        let place = below(at, "$self");
        converter.lost(&place, "`$self`", "it is left out");
    }
    for kind in ["pathItems", "mediaTypes"] {
        unused(converter, node, kind);
    }
}

/// Reports components that the target has no place for, and that were not written elsewhere.
fn unused(converter: &mut Converter<'_>, node: &Node, kind: &str) {
    if kind == "pathItems" && converter.target == Target::V3_1 {
        return;
    }
    let components = node.get("components").and_then(|it| it.get(kind));
    let Some(Node::Object(entries)) = components else {
        return;
    };
    for (name, _) in entries {
        let at = below(&format!("/components/{kind}"), name);
        if !converter.inlined.contains(&at) {
            let what = format!("`{kind}` in components");
            converter.lost(&at, &what, "it is left out, since nothing refers to it");
        }
    }
}

fn path_items(converter: &mut Converter<'_>, node: &Node, at: &str) -> Node {
    let entries = converter.entries(node, "webhooks", at).into_iter();
    let entries = entries.map(|(name, item)| {
        let item = converter.object(&PATH_ITEM, item, &below(at, name));
        (name.into(), item)
    });
    Node::Object(entries.collect())
}

pub fn info(converter: &mut Converter<'_>, _: &Node, made: &mut Vec<Entry>, at: &str) {
    for key in ["title", "version"] {
        required(converter, made, key, "info", at);
    }
}

/// Adds an empty text where the target requires one.
fn required(converter: &mut Converter<'_>, made: &mut Vec<Entry>, key: &str, of: &str, at: &str) {
    if converter.target == Target::V3_0 && get(made, key).is_none() {
        let what = format!("{of} without `{key}`");
        converter.lost(at, &what, "an empty one is written");
        made.push((key.into(), text("")));
    }
}

pub fn license(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    required(converter, made, "name", "a license", at);
    let Some(identifier) = node.get("identifier") else {
        return;
    };
    let place = below(at, "identifier");
    match (converter.target, as_text(identifier), get(made, "url")) {
        (Target::V3_1, _, _) => made.push(("identifier".into(), identifier.clone())),
        (Target::V3_0, Some(name), None) => {
            let url = format!("https://spdx.org/licenses/{name}.html");
            converter.lost(&place, "`identifier` of a license", "its `url` is written");
            made.push(("url".into(), text(url)));
        }
        _ => converter.lost(&place, "`identifier` of a license", "it is left out"),
    }
}

pub fn components(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    if let (Target::V3_1, Some(items)) = (converter.target, node.get("pathItems")) {
        let items = path_items(converter, items, &below(at, "pathItems"));
        made.push(("pathItems".into(), items));
    }
}

pub fn operation(converter: &mut Converter<'_>, _: &Node, made: &mut Vec<Entry>, at: &str) {
    if converter.target == Target::V3_0
        && converter.version >= Version::V3_1
        && get(made, "responses").is_none()
    {
        let what = "operation without `responses`";
        converter.lost(at, what, "a response `2XX` without a body is written");
        let response = object([("2XX", object([("description", text(""))]))]);
        made.push(("responses".into(), response));
    }
}

pub fn parameter(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    let location = text_of(node, "in").unwrap_or_default();
    if let Some(value) = node.get("in") {
        match location {
            "querystring" => query_string(converter, made, &below(at, "in")),
            _ => made.push(("in".into(), value.clone())),
        }
    }
    let styles: &[&str] = match location {
        "path" => &["matrix", "label", "simple"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        _ => &["form"],
    };
    style(converter, node, made, styles, at);
    schema(converter, node, made, "a parameter", at);
    let is_reserved = get(made, "allowReserved") == Some(&Node::Bool(true));
    let has_effect = converter.version == Version::V3_2 && matches!(location, "path" | "cookie");
    if is_reserved && has_effect {
        take(made, "allowReserved");
        let place = below(at, "allowReserved");
        converter.lost(&place, "`allowReserved` here", "it is left out");
    }
}

/// A query string as a whole is a parameter whose properties are the parameters.
fn query_string(converter: &mut Converter<'_>, made: &mut Vec<Entry>, at: &str) {
    let form = "application/x-www-form-urlencoded";
    let content = get(made, "content");
    let schema = content.and_then(|it| it.get(form)?.get("schema")).cloned();
    made.push(("in".into(), text("query")));
    let written = match schema {
        Some(schema) => {
            take(made, "content");
            made.push(("style".into(), text("form")));
            made.push(("explode".into(), Node::Bool(true)));
            made.push(("schema".into(), schema));
            "an exploded parameter of the query is written"
        }
        None => "a parameter of the query is written",
    };
    converter.lost(at, "`in: querystring`", written);
}

fn style(
    converter: &mut Converter<'_>,
    node: &Node,
    made: &mut Vec<Entry>,
    styles: &[&str],
    at: &str,
) {
    let Some(style) = node.get("style") else {
        return;
    };
    let name = as_text(style).unwrap_or_default();
    let is_known = match converter.target {
        Target::V3_0 => styles.contains(&name),
        // The only one of a later version.
        Target::V3_1 => name != "cookie",
    };
    match is_known {
        true => made.push(("style".into(), style.clone())),
        false => {
            let what = format!("`style: {name}` here");
            converter.lost(&below(at, "style"), &what, "it is left out");
        }
    }
}

/// Adds a schema where there is neither that nor `content`: that of OpenAPI 2.0, where the parameter
/// is a schema itself, or one of strings.
fn schema(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, of: &str, at: &str) {
    let has = |key: &str| get(made, key).is_some();
    if converter.target == Target::V3_1 || has("schema") || has("content") {
        return;
    }
    const OF_SCHEMAS: &[&str] = &[
        "type", "format", "items", "enum", "default", "minimum", "maximum", "pattern",
    ];
    let schema = match node {
        Node::Object(entries) if node.get("type").is_some() => {
            let entries = entries
                .iter()
                .filter(|(key, _)| OF_SCHEMAS.contains(&&**key));
            Node::Object(entries.cloned().collect())
        }
        _ => object([("type", text("string"))]),
    };
    let schema = converter.schema(&schema, at);
    let what = format!("{of} without `schema`");
    converter.lost(at, &what, "one is written");
    made.push(("schema".into(), schema));
}

pub fn header(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    style(converter, node, made, &["simple"], at);
    schema(converter, node, made, "a header", at);
}

pub fn media_type(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    encodings(converter, made, (at, &below(at, "encoding")));
    let Some(items) = node.get("itemSchema") else {
        return;
    };
    let place = below(at, "itemSchema");
    let items = converter.schema(items, &place);
    let written = match get(made, "schema") {
        Some(_) => "it is left out",
        None => {
            let schema = object([("type", text("array")), ("items", items)]);
            made.push(("schema".into(), schema));
            "the `schema` of an array is written"
        }
    };
    converter.lost(&place, "`itemSchema`", written);
}

/// In `multipart`, `style` and `explode` have an effect since OpenAPI 3.1 (OAS 3.1 §4.8.15.1). The media
/// type is at a pointer that ends with its name, its encodings may be elsewhere.
pub fn encodings(
    converter: &mut Converter<'_>,
    made: &mut [Entry],
    (at, of_encodings): (&str, &str),
) {
    let name = at.rsplit('/').next().unwrap_or_default();
    let is_multipart = essence(&name.replace("~1", "/")).starts_with("multipart/");
    let had_effect = converter.version > Version::V3_0;
    if !is_multipart || had_effect == (converter.target == Target::V3_1) {
        return;
    }
    let encoding = made.iter_mut().find(|(key, _)| &**key == "encoding");
    let Some((_, Node::Object(encodings))) = encoding else {
        return;
    };
    for (name, encoding) in encodings {
        let Node::Object(encoding) = encoding else {
            continue;
        };
        for keyword in ["style", "explode"] {
            if take(encoding, keyword).is_some() && had_effect {
                let place = below(&below(of_encodings, name), keyword);
                let what = format!("`{keyword}` in `multipart`");
                converter.lost(&place, &what, "it is left out");
            }
        }
    }
}

pub fn response(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    if get(made, "description").is_some() {
        return;
    }
    let summary = text_of(node, "summary").unwrap_or_default();
    if converter.version != Version::V3_1 || converter.target == Target::V3_0 {
        let what = "response without `description`";
        let written = match summary {
            "" => "an empty one is written",
            _ => "its `summary` is written as one",
        };
        converter.lost(at, what, written);
        made.push(("description".into(), text(summary)));
    }
}

/// Since 3.2 an example has a value as data and as it is sent.
pub fn example(converter: &mut Converter<'_>, node: &Node, made: &mut Vec<Entry>, at: &str) {
    let data = node.get("dataValue");
    if let (Some(data), None) = (data, get(made, "value")) {
        made.push(("value".into(), data.clone()));
    }
    if let Some(serialized) = node.get("serializedValue") {
        let place = below(at, "serializedValue");
        let written = match get(made, "value").or(get(made, "externalValue")) {
            None => {
                made.push(("value".into(), serialized.clone()));
                "it is written as `value`"
            }
            Some(_) => "it is left out",
        };
        converter.lost(&place, "`serializedValue`", written);
    }
}

pub fn security_scheme(
    converter: &mut Converter<'_>,
    node: &Node,
    made: &mut Vec<Entry>,
    at: &str,
) {
    let Some(kind) = node.get("type") else {
        return;
    };
    match (as_text(kind), converter.target) {
        (Some("mutualTLS"), Target::V3_0) => {
            // Without the scheme, operations that require it would be open.
            let written = "the HTTP scheme `mutualTLS` is written, so that the requirement stays";
            converter.lost(&below(at, "type"), "`type: mutualTLS`", written);
            made.push(("type".into(), text("http")));
            set(made, "scheme", text("mutualTLS"));
        }
        _ => made.insert(0, ("type".into(), kind.clone())),
    }
}

pub fn flow(converter: &mut Converter<'_>, _: &Node, made: &mut Vec<Entry>, at: &str) {
    if converter.target == Target::V3_0 && get(made, "scopes").is_none() {
        converter.lost(at, "flow without `scopes`", "empty ones are written");
        made.push(("scopes".into(), object([])));
    }
}

/// The names of a list of strings.
pub fn names(node: Option<&Node>) -> Vec<&str> {
    match node {
        Some(Node::Array(items)) => items.iter().filter_map(as_text).collect(),
        _ => Vec::new(),
    }
}
