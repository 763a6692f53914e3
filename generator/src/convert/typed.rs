//! A document of OpenAPI 3.0 and the typed value that `openapiv3` makes of it.

use std::collections::{HashMap, HashSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::convert::converter::{Converter, below};
use crate::convert::node::is_extension;
use crate::convert::tables::{Kind, Object, SCHEMA};
use crate::document::Decimal;
use crate::source::{Node, deeply, parse};

/// Whether a text is a value of a type.
pub fn is<T: DeserializeOwned>(text: &str) -> Result<(), String> {
    let read = serde_json::from_str::<T>(text);
    read.map(drop).map_err(|error| error.to_string())
}

/// Whether a text is a schema, or one of the booleans that `additionalProperties` may be.
pub fn is_additional(text: &str) -> Result<(), String> {
    match text {
        "true" | "false" => Ok(()),
        _ => is::<openapiv3::Schema>(text),
    }
}

pub fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

/// A part that `openapiv3` refuses.
pub struct Refused {
    /// The pointer of the part.
    pub at: String,
    /// The kind of the part, with its article.
    pub name: &'static str,
    /// Why it is refused.
    pub error: String,
}

/// The typed value of a node, on a stack that is large enough.
pub fn value_of<T: DeserializeOwned + Send>(
    table: &'static Object,
    node: &Node,
) -> Result<T, Refused> {
    let mut node = held(node);
    let mut refused = Vec::new();
    repair(table, &mut node, "", &mut refused);
    if let Some(first) = refused.into_iter().next() {
        return Err(first);
    }
    let text = node.to_json();
    let read = deeply(|| serde_json::from_str(&text).map_err(|error| error.to_string()));
    let read = read.unwrap_or_else(|| Err("there is no memory for a thread".to_owned()));
    read.map_err(|error| Refused {
        at: String::new(),
        name: table.name,
        error,
    })
}

/// Leaves out what is not as OpenAPI 3.0 requires it. Whether the node itself is as required then.
///
/// `openapiv3` reads a part that it refuses twice, to find the reason, and so each part in it twice as
/// often as that. So parts are checked from the inside out, each without those that it holds: a part is
/// read once, and on a small stack.
pub fn repair(
    table: &'static Object,
    node: &mut Node,
    at: &str,
    refused: &mut Vec<Refused>,
) -> bool {
    if is_reference(table, node) {
        return true;
    }
    let outline = match node {
        Node::Object(entries) => {
            let mut outline = Vec::new();
            entries.retain_mut(|(key, value)| {
                let field = table.field(key);
                let kind = match field {
                    Some(field) => Some(field.kind),
                    None if is_extension(key) => None,
                    None => table.rest,
                };
                let text = match kind {
                    Some(kind) => repair_field(kind, value, &below(at, key), refused),
                    None => Some(value.to_json()),
                };
                outline.extend(text.as_ref().map(|text| entry(key, text)));
                text.is_some()
            });
            format!("{{{}}}", outline.join(","))
        }
        other => other.to_json(),
    };
    let checked = (table.check)(&outline);
    checked
        .map_err(|error| {
            refused.push(Refused {
                at: at.to_owned(),
                name: table.name,
                error,
            });
        })
        .is_ok()
}

/// Leaves out the parts of a keyword that are refused. The keyword as the object around it is checked
/// with, or nothing if the keyword is to be left out.
fn repair_field(
    kind: Kind,
    value: &mut Node,
    at: &str,
    refused: &mut Vec<Refused>,
) -> Option<String> {
    match (kind, value) {
        (Kind::One(table), value) => repair(table, value, at, refused).then(|| text(table, value)),
        (Kind::Schema, value) => repair_field(Kind::One(&SCHEMA), value, at, refused),
        (Kind::List(table), Node::Array(items)) => {
            let (mut index, mut texts) = (0, Vec::new());
            items.retain_mut(|item| {
                let place = format!("{at}/{index}");
                index += 1;
                let is_kept = repair(table, item, &place, refused);
                texts.extend(is_kept.then(|| text(table, item)));
                is_kept
            });
            Some(format!("[{}]", texts.join(",")))
        }
        (Kind::Map(table), Node::Object(entries)) => {
            let mut texts = Vec::new();
            entries.retain_mut(|(key, value)| {
                let is_kept = repair(table, value, &below(at, key), refused);
                texts.extend(is_kept.then(|| entry(key, &text(table, value))));
                is_kept
            });
            Some(format!("{{{}}}", texts.join(",")))
        }
        (Kind::Schemas, value) => repair_field(Kind::Map(&SCHEMA), value, at, refused),
        (_, value) => Some(value.to_json()),
    }
}

/// A part that is known to be accepted, as the object around it is checked with.
fn text(table: &Object, node: &Node) -> String {
    match table.stub {
        _ if is_reference(table, node) => r#"{"$ref": ""}"#.to_owned(),
        Some(stub) => stub.to_owned(),
        None => node.to_json(),
    }
}

fn entry(key: &str, value: &str) -> String {
    format!("{}:{value}", Value::from(key))
}

fn is_reference(table: &Object, node: &Node) -> bool {
    table.referable && matches!(node.get("$ref"), Some(Node::String(_)))
}

/// A node as every reader can hold it: of duplicate keys the first one, and null for numbers beyond
/// `f64`.
pub fn held(node: &Node) -> Node {
    match node {
        Node::Number(number) if !number.as_f64().is_some_and(f64::is_finite) => Node::Null,
        Node::Array(items) => Node::Array(items.iter().map(held).collect()),
        Node::Object(entries) => {
            let mut seen = HashSet::new();
            let entries = entries.iter().filter(|(key, _)| seen.insert(&**key));
            let entries = entries.map(|(key, node)| (key.clone(), held(node)));
            Node::Object(entries.collect())
        }
        other => other.clone(),
    }
}

/// Reports the entries of a document that its typed value does not have.
pub fn compare(converter: &mut Converter<'_>, node: &Node, value: &str) {
    let read = parse(std::path::Path::new("value"), value.to_owned());
    if let Some(file) = read.ok().and_then(|tree| tree.files.into_iter().next()) {
        compare_nodes(converter, node, &file.root, "");
    }
}

fn compare_nodes(converter: &mut Converter<'_>, node: &Node, value: &Node, at: &str) {
    match (node, value) {
        (Node::Object(entries), Node::Object(others)) => {
            let others = others.iter().map(|(key, value)| (&**key, value));
            let others: HashMap<&str, &Node> = others.collect();
            for (key, node) in entries {
                let at = below(at, key);
                match others.get(&**key) {
                    Some(value) => compare_nodes(converter, node, value, &at),
                    None if is_default(key, node) => {}
                    None => not_held(converter, &at, key),
                }
            }
        }
        (Node::Array(items), Node::Array(others)) if items.len() == others.len() => {
            for (index, (node, value)) in items.iter().zip(others).enumerate() {
                compare_nodes(converter, node, value, &format!("{at}/{index}"));
            }
        }
        (Node::Number(number), Node::Number(other))
            if Decimal::new(number) == Decimal::new(other) => {}
        _ if node == value => {}
        _ => not_held(converter, at, at.rsplit('/').next().unwrap_or_default()),
    }
}

fn not_held(converter: &mut Converter<'_>, at: &str, key: &str) {
    let message = format!("`openapiv3::OpenAPI` cannot hold `{key}` here as it is");
    converter.report_converted(at, message);
}

/// Whether a value is the one that its absence stands for.
fn is_default(key: &str, node: &Node) -> bool {
    match node {
        Node::Bool(false) => key != "explode",
        Node::Array(items) => items.is_empty(),
        Node::Object(entries) => entries.is_empty(),
        _ => false,
    }
}
