//! A document of OpenAPI 3.0 and the typed value that `openapiv3` makes of it.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use crate::convert::converter::{Converter, below};
use crate::convert::node::is_extension;
use crate::convert::tables::{Kind, Object};
use crate::evaluate::Decimal;
use crate::source::{Node, parse};

/// The stack of the thread that reads typed values: each level takes several kilobytes.
const STACK: usize = 256 << 20;

/// Whether a text is a value of a type.
pub fn is<T: DeserializeOwned>(text: &str) -> Result<(), String> {
    let read = serde_json::from_str::<T>(text);
    read.map(drop).map_err(|error| error.to_string())
}

pub fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

/// Runs something that recurses deeply.
pub fn deeply<T: Send>(run: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, run).ok()?.join().ok()
    })
}

/// Leaves out what is not as OpenAPI 3.0 requires it, and reports why. Whether the node itself is as
/// required then.
pub fn repair(
    converter: &mut Converter<'_>,
    table: &'static Object,
    node: &mut Node,
    at: &str,
) -> bool {
    if table.referable && node.get("$ref").is_some() {
        return true;
    }
    if (table.check)(&json(node)).is_ok() {
        return true;
    }
    if let Node::Object(entries) = node {
        entries.retain_mut(|(key, value)| {
            let field = table.field(key);
            let kind = match field {
                Some(field) => Some(field.kind),
                None if is_extension(key) => None,
                None => table.rest,
            };
            kind.is_none_or(|kind| repair_field(converter, kind, value, &below(at, key)))
        });
    }
    match (table.check)(&json(node)) {
        Ok(()) => true,
        Err(error) => {
            let message = format!("not {} of OpenAPI 3.0, and left out: {error}", table.name);
            converter.report_converted(at, message);
            false
        }
    }
}

fn repair_field(converter: &mut Converter<'_>, kind: Kind, value: &mut Node, at: &str) -> bool {
    match (kind, value) {
        (Kind::One(table), value) => repair(converter, table, value, at),
        (Kind::List(table), Node::Array(items)) => {
            let mut index = 0;
            items.retain_mut(|item| {
                let place = format!("{at}/{index}");
                index += 1;
                repair(converter, table, item, &place)
            });
            true
        }
        (Kind::Map(table), Node::Object(entries)) => {
            entries.retain_mut(|(key, value)| repair(converter, table, value, &below(at, key)));
            true
        }
        _ => true,
    }
}

/// A node as JSON that every reader can hold: numbers beyond `f64` are null.
pub fn json(node: &Node) -> String {
    let mut node = node.clone();
    without_infinity(&mut node);
    node.to_json()
}

fn without_infinity(node: &mut Node) {
    match node {
        Node::Number(number) if !number.as_f64().is_some_and(f64::is_finite) => *node = Node::Null,
        Node::Array(items) => items.iter_mut().for_each(without_infinity),
        Node::Object(entries) => entries
            .iter_mut()
            .for_each(|(_, node)| without_infinity(node)),
        _ => {}
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
