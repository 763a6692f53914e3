//! Documents the defaults of optional properties and parameters; they are not applied to values.

use crate::document::{Document, SchemaId};
use crate::lower::limits::MAX_DEFAULT_LENGTH;
use crate::lower::schema::intersection::annotations;
use crate::source::Node;

/// The default of a schema or its alias target.
pub fn of<'a>(document: &'a Document<'a>, id: SchemaId) -> Option<&'a Node> {
    let default = annotations(document, id).find_map(|schema| schema.default)?;
    Some(default.node)
}

/// The documentation with the default of a schema or its alias target, unless the text mentions one.
pub fn documented(document: &Document<'_>, id: SchemaId, mut docs: Vec<String>) -> Vec<String> {
    let Some(default) = of(document, id).and_then(words) else {
        return docs;
    };
    let words = format!("By default `{default}`.");
    match docs.last_mut() {
        Some(text) if text.to_lowercase().contains("default") => {}
        Some(text) if text.ends_with('.') => text.push_str(&format!(" {words}")),
        _ => docs.push(words),
    }
    docs
}

/// A default as text: a scalar, or an array of scalars.
fn words(node: &Node) -> Option<String> {
    let words = match node {
        Node::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(word).collect();
            items?.join(", ")
        }
        node => word(node)?,
    };
    (!words.is_empty() && words.len() <= MAX_DEFAULT_LENGTH).then_some(words)
}

fn word(node: &Node) -> Option<String> {
    match node {
        Node::Bool(value) => Some(value.to_string()),
        Node::Number(number) => Some(number.0.to_string()),
        Node::String(text) if !text.is_empty() && !text.contains(['`', '\n']) => {
            Some(text.to_string())
        }
        Node::String(_) | Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}
