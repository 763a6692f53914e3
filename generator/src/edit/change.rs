//! Changes → nodes, with the origins of those that they set.

use serde_json::{Map, Value};

use crate::diagnostic::FileId;
use crate::edit::difference::{Change, Item, Step};
use crate::edit::pointer;
use crate::source::{File, Node, Origin, push_step};

/// A node as a value. Numbers may lose digits, which are compared before and after an edit alone.
pub fn value_of(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => Value::Bool(*value),
        Node::Number(number) => serde_json::from_str(&number.0).unwrap_or_default(),
        Node::String(text) => Value::String(text.to_string()),
        Node::Array(items) => Value::Array(items.iter().map(value_of).collect()),
        Node::Object(entries) => {
            let mut object = Map::new();
            for (key, node) in entries {
                // Of duplicate keys the first one is used.
                object
                    .entry(key.to_string())
                    .or_insert_with(|| value_of(node));
            }
            Value::Object(object)
        }
    }
}

/// Applies a change. The values that it sets are the items of the file `id`.
pub fn apply(file: &mut File, change: &Change, values: &[Node], id: FileId) {
    let origin = |index: usize| Origin {
        file: id,
        pointer: format!("/{index}"),
        whole: false,
    };
    match change {
        Change::Set(path, index) => {
            let Some(value) = values.get(*index) else {
                return;
            };
            if set(&mut file.root, path, value.clone()) {
                file.origins.set(&pointer(path), origin(*index));
            }
        }
        Change::Remove(path, key) => {
            if let Some(Node::Object(entries)) = at(&mut file.root, path) {
                entries.retain(|(known, _)| **known != **key);
                let mut step = String::new();
                push_step(&mut step, key);
                file.origins.remove(&pointer(path), &step[1..]);
            }
        }
        Change::Items(path, length, items) => {
            let Some(Node::Array(known)) = at(&mut file.root, path) else {
                return;
            };
            if known.len() != *length {
                return;
            }
            let former: Vec<Node> = std::mem::take(known);
            let made = items.iter().filter_map(|item| match item {
                Item::Former(index) => former.get(*index).cloned(),
                Item::Value(index) => values.get(*index).cloned(),
            });
            *known = made.collect();
            let pointer = pointer(path);
            let slots: Vec<Option<usize>> = items
                .iter()
                .map(|item| match item {
                    Item::Former(index) => Some(*index),
                    Item::Value(_) => None,
                })
                .collect();
            file.origins.move_items(FileId::default(), &pointer, &slots);
            for (now, item) in items.iter().enumerate() {
                if let Item::Value(index) = item {
                    file.origins
                        .set(&format!("{pointer}/{now}"), origin(*index));
                }
            }
        }
    }
}

/// Sets a node, or adds an entry; whether that could be done.
fn set(root: &mut Node, path: &[Step], value: Node) -> bool {
    let Some((last, path)) = path.split_last() else {
        *root = value;
        return true;
    };
    match (at(root, path), last) {
        (Some(Node::Object(entries)), Step::Key(key)) => {
            match entries.iter_mut().find(|(known, _)| **known == **key) {
                Some((_, node)) => *node = value,
                None => entries.push((key.as_str().into(), value)),
            }
            true
        }
        (Some(Node::Array(items)), Step::Index(index)) => {
            let item = items.get_mut(*index);
            item.map(|item| *item = value).is_some()
        }
        _ => false,
    }
}

fn at<'n>(root: &'n mut Node, path: &[Step]) -> Option<&'n mut Node> {
    path.iter().try_fold(root, |node, step| match (node, step) {
        (Node::Object(entries), Step::Key(key)) => {
            let mut entries = entries.iter_mut();
            let found = entries.find(|(known, _)| **known == **key);
            found.map(|(_, node)| node)
        }
        (Node::Array(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}
