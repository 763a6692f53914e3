//! Nodes as they are made and looked at.

use crate::source::Node;
use crate::text::unescape_step;

/// An entry of an object.
pub type Entry = (Box<str>, Node);

pub fn text(text: impl Into<String>) -> Node {
    Node::String(text.into().into_boxed_str())
}

pub fn object<const N: usize>(entries: [(&str, Node); N]) -> Node {
    Node::Object(entries.map(|(key, node)| (key.into(), node)).into())
}

pub fn texts<'t>(items: impl IntoIterator<Item = &'t str>) -> Node {
    Node::Array(items.into_iter().map(text).collect())
}

/// `{"$ref": …}`
pub fn reference(target: &str) -> Node {
    object([("$ref", text(target))])
}

/// The text of a string.
pub fn as_text(node: &Node) -> Option<&str> {
    match node {
        Node::String(text) => Some(text),
        _ => None,
    }
}

/// The text of a key of an object.
pub fn text_of<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    as_text(node.get(key)?)
}

/// The value of a key of entries.
pub fn get<'n>(entries: &'n [Entry], key: &str) -> Option<&'n Node> {
    let entry = entries.iter().find(|(known, _)| &**known == key);
    entry.map(|(_, node)| node)
}

/// Takes a key out of entries.
pub fn take(entries: &mut Vec<Entry>, key: &str) -> Option<Node> {
    let at = entries.iter().position(|(known, _)| &**known == key)?;
    Some(entries.remove(at).1)
}

/// The steps of a JSON pointer.
pub fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(unescape_step)
}

/// The node at a JSON pointer.
pub fn find<'n>(root: &'n Node, pointer: &str) -> Option<&'n Node> {
    steps(pointer).try_fold(root, |node, step| match node {
        Node::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => node.get(&step),
    })
}

pub fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}
