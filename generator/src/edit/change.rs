//! Changes → nodes, with the origins of the nodes that they set.

use serde_json::{Map, Value};

use crate::diagnostic::FileId;
use crate::edit::difference::{Change, Item};
use crate::source::{Node, Origin, Origins, push_step};

/// A node as a value. Numbers may lose digits in it, and one beyond the range of `f64` is null; the
/// node keeps its text unless an edit changes it.
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
                let entry = object.entry(key.to_string());
                entry.or_insert_with(|| value_of(node));
            }
            Value::Object(object)
        }
    }
}

/// The values that changes set, and the origins to note them in.
pub struct Values<'a> {
    /// The items of the file.
    pub values: &'a [Node],
    pub file: FileId,
    pub origins: &'a mut Origins,
}

impl Values<'_> {
    /// The value of a number, to be set at a pointer.
    fn set(&mut self, index: usize, pointer: &str) -> Node {
        let origin = Origin {
            file: self.file,
            pointer: format!("/{index}"),
            whole: false,
        };
        self.origins.set(pointer, origin);
        self.values.get(index).cloned().unwrap_or(Node::Null)
    }

    /// Applies a change to the node at a pointer.
    pub fn apply(&mut self, node: &mut Node, change: Change, pointer: &str) {
        match (change, node) {
            (Change::Keep, _) => {}
            (Change::Set(index), node) => *node = self.set(index, pointer),
            (Change::Entries(mut changes), Node::Object(entries)) => {
                entries.retain_mut(|(key, node)| match changes.get_mut(&**key) {
                    None => true,
                    // All entries of the key: behind a removed one, a duplicate would be used.
                    Some(None) => {
                        self.origins.remove(pointer, &step(key)[1..]);
                        false
                    }
                    Some(Some(_)) => {
                        if let Some(change) = changes.remove(&**key).flatten() {
                            self.apply(node, change, &(pointer.to_owned() + &step(key)));
                        }
                        true
                    }
                });
                for (key, change) in changes {
                    if let Some(change) = change {
                        let mut node = Node::Null;
                        self.apply(&mut node, change, &(pointer.to_owned() + &step(&key)));
                        entries.push((key.into(), node));
                    }
                }
            }
            (Change::Items(items), Node::Array(nodes)) => {
                let slots = items.iter().map(|item| match item {
                    Item::Former(index, _) => Some(*index),
                    Item::Value(_) => None,
                });
                let slots: Vec<_> = slots.collect();
                self.origins.move_items(FileId::default(), pointer, &slots);
                let mut former: Vec<Node> = std::mem::take(nodes);
                for (now, item) in items.into_iter().enumerate() {
                    let pointer = format!("{pointer}/{now}");
                    nodes.push(match item {
                        Item::Value(index) => self.set(index, &pointer),
                        Item::Former(index, change) => {
                            // Each former item is used once at most.
                            let node = former.get_mut(index).map(std::mem::take);
                            let mut node = node.unwrap_or_default();
                            self.apply(&mut node, change, &pointer);
                            node
                        }
                    });
                }
            }
            // A change is made for the kind of its node (`difference`).
            (Change::Entries(_) | Change::Items(_), _) => {}
        }
    }
}

/// A step of a JSON pointer, with its slash.
fn step(key: &str) -> String {
    let mut step = String::new();
    push_step(&mut step, key);
    step
}
