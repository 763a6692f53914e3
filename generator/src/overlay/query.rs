//! JSONPath (RFC 9535) → the nodes that it selects.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::change::{Path, Step, at, pointer};
use crate::source::Node;

/// Longer queries, and those that nest more, are refused: their parser recurses.
const MAX_LENGTH: usize = 2_000;
const MAX_NESTING: usize = 40;

/// A description in the form that queries are asked of.
pub struct Queries(Value);

impl Queries {
    pub fn new(root: &Node) -> Self {
        Self(value(root))
    }

    /// The nodes that a query selects, each once, in an order in which what is below a node follows
    /// it.
    pub fn select(&self, query: &str) -> Result<Vec<Path>, String> {
        let nesting = query.bytes().filter(|byte| matches!(byte, b'(' | b'['));
        if query.len() > MAX_LENGTH || nesting.count() > MAX_NESTING {
            return Err("the JSONPath is too long".to_owned());
        }
        let path = JsonPath::parse(query).map_err(|error| {
            let (at, message) = (error.position() + 1, error.message());
            format!("`{query}` is no JSONPath (RFC 9535): {message}, at character {at}")
        })?;
        let located = path.query_located(&self.0);
        let mut paths: Vec<Path> = located
            .locations()
            .map(|location| {
                let steps = location.iter().map(|element| match element {
                    PathElement::Name(name) => Step::Key((*name).to_owned()),
                    PathElement::Index(index) => Step::Index(*index),
                });
                steps.collect()
            })
            .collect();
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// Takes over the nodes that changed.
    pub fn refresh(&mut self, root: &Node, changed: &[Path]) {
        for path in changed {
            if let (Some(node), Some(place)) = (at(root, path), self.0.pointer_mut(&pointer(path)))
            {
                *place = value(node);
            }
        }
    }
}

fn value(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(flag) => Value::Bool(*flag),
        // What is no number for JSON's reader compares with none.
        Node::Number(number) => number.0.parse().map_or(Value::Null, Value::Number),
        Node::String(text) => Value::String(text.to_string()),
        Node::Array(items) => items.iter().map(value).collect(),
        Node::Object(entries) => entries
            .iter()
            .map(|(key, node)| (key.to_string(), value(node)))
            .collect(),
    }
}
