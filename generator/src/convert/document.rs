//! The objects of OpenAPI 3, keyword by keyword.

use std::collections::HashMap;

use crate::convert::Target;
use crate::convert::converter::{Converter, below, pointer_of, set};
use crate::convert::hooks::encodings;
use crate::convert::node::{Entry, as_text, find, get, is_extension, text, text_of};
use crate::convert::tables::{CALLBACK, Field, Kind, MEDIA_TYPE, Object, PATH_ITEM};
use crate::document::Version;
use crate::source::Node;

impl<'a> Converter<'a> {
    /// Converts an object, or a reference in its place.
    pub fn object(&mut self, table: &'static Object, node: &Node, at: &str) -> Node {
        match (table.referable, text_of(node, "$ref")) {
            (true, Some(target)) => self.referring(table, node, target, at),
            _ => self.own_object(table, node, at),
        }
    }

    fn own_object(&mut self, table: &'static Object, node: &Node, at: &str) -> Node {
        if !matches!(node, Node::Object(_)) {
            return node.clone();
        }
        let mut made = Vec::new();
        for (key, value) in self.entries(node, table.name, at) {
            let at = below(at, key);
            let field = table.field(key);
            match field {
                Some(field) if self.is_known(field) => {
                    if let Some(value) = self.field(field.kind, key, value, &at) {
                        made.push((key.into(), value));
                    }
                }
                Some(_) => self.lost(&at, &format!("`{key}` in {}", table.name), "it is left out"),
                None if is_extension(key) => {
                    // `openapiv3` takes it for a path item.
                    match self.target == Target::V3_0 && std::ptr::eq(table, &CALLBACK) {
                        true => self.unknown(&at, key, table.name),
                        false => made.push((key.into(), value.clone())),
                    }
                }
                None => match table.rest {
                    Some(kind) => {
                        if let Some(value) = self.field(kind, key, value, &at) {
                            made.push((key.into(), value));
                        }
                    }
                    None if self.target == Target::V3_0 => self.unknown(&at, key, table.name),
                    None => made.push((key.into(), value.clone())),
                },
            }
        }
        (table.finish)(self, node, &mut made, at);
        if table.rest.is_none() {
            in_order_of(node, &mut made);
        }
        Node::Object(made)
    }

    /// Whether the target has a keyword, or a rule for it.
    fn is_known(&self, field: &Field) -> bool {
        match self.target {
            Target::V3_0 => field.since <= Version::V3_0,
            Target::V3_1 => field.since <= Version::V3_1,
        }
    }

    fn field(&mut self, kind: Kind, key: &str, value: &Node, at: &str) -> Option<Node> {
        Some(match kind {
            Kind::Hook => return None,
            Kind::Any => value.clone(),
            Kind::Text => match value {
                Node::Number(number) if self.target == Target::V3_0 => text(&*number.0),
                Node::String(_) => value.clone(),
                _ if self.target == Target::V3_1 => value.clone(),
                _ => return self.dropped(key, value, at),
            },
            Kind::Texts if self.target == Target::V3_1 => value.clone(),
            Kind::Texts => {
                let items = self.items(value, key, at).iter();
                let items = items.filter_map(|item| self.field(Kind::Text, key, item, at));
                Node::Array(items.collect())
            }
            Kind::Bool => match value {
                Node::Bool(_) => value.clone(),
                _ if self.target == Target::V3_1 => value.clone(),
                _ => return self.dropped(key, value, at),
            },
            Kind::Schema => self.schema(value, at),
            Kind::One(table) => match value {
                Node::Object(_) => self.object(table, value, at),
                _ if self.target == Target::V3_1 => value.clone(),
                _ => return self.dropped(key, value, at),
            },
            Kind::List(table) => {
                let items = self.items(value, key, at).iter().enumerate();
                let items =
                    items.map(|(index, item)| self.object(table, item, &format!("{at}/{index}")));
                Node::Array(items.collect())
            }
            Kind::Map(table) => {
                let entries = self.entries(value, key, at).into_iter();
                let entries = entries.map(|(name, node)| {
                    let node = self.object(table, node, &below(at, name));
                    (name.into(), node)
                });
                Node::Object(entries.collect())
            }
            Kind::Schemas => {
                let entries = self.entries(value, key, at).into_iter();
                let entries =
                    entries.map(|(name, node)| (name.into(), self.schema(node, &below(at, name))));
                Node::Object(entries.collect())
            }
        })
    }

    fn dropped(&mut self, key: &str, value: &Node, at: &str) -> Option<Node> {
        self.wrong_type(at, key, value);
        None
    }

    /// Converts a reference in place of an object. What the target has no place for is written there.
    fn referring(&mut self, table: &'static Object, node: &Node, target: &str, at: &str) -> Node {
        let is_path = std::ptr::eq(table, &PATH_ITEM);
        let pointer = pointer_of(target).unwrap_or_default();
        let is_replaced = match self.target {
            Target::V3_0 => {
                pointer.starts_with("/components/pathItems/")
                    || pointer.starts_with("/components/mediaTypes/")
                    || std::ptr::eq(table, &MEDIA_TYPE)
                    || (std::ptr::eq(table, &CALLBACK) && !is_component(at))
                    || (is_path && (at.contains("/callbacks/") || has_siblings(node)))
            }
            Target::V3_1 => std::ptr::eq(table, &MEDIA_TYPE),
        };
        if is_replaced && pointer.starts_with('/') && find(self.root, &pointer).is_some() {
            return self.replaced(table, node, target, at);
        }
        let mut made = vec![("$ref".into(), text(target))];
        for (key, value) in self.entries(node, table.name, at) {
            match key {
                "$ref" => {}
                // The same in every version in which it has no effect, and where it has one.
                _ if self.target == Target::V3_1 || self.version <= Version::V3_0 => {
                    made.push((key.into(), value.clone()));
                }
                _ => {
                    let what = format!("`{key}` next to `$ref`");
                    self.lost(&below(at, key), &what, "it is left out");
                }
            }
        }
        Node::Object(made)
    }

    /// Writes a component in place of a reference to it, with the entries next to the reference.
    fn replaced(&mut self, table: &'static Object, node: &Node, target: &str, at: &str) -> Node {
        let place = below(at, "$ref");
        let converted = self.inline(target, &place, |converter, node, at| {
            converter.object(table, node, at)
        });
        let mut made = match converted {
            Some(Node::Object(entries)) => entries,
            _ => Vec::new(),
        };
        if std::ptr::eq(table, &MEDIA_TYPE) {
            // Whether it is `multipart` depends on where it is used.
            let component = pointer_of(target).unwrap_or_default();
            encodings(self, &mut made, (at, &below(&component, "encoding")));
        }
        let siblings: Vec<Entry> = match node {
            Node::Object(entries) => {
                let siblings = entries.iter().filter(|(key, _)| &**key != "$ref");
                siblings.cloned().collect()
            }
            _ => Vec::new(),
        };
        if siblings.is_empty() {
            return Node::Object(made);
        }
        let Node::Object(own) = self.own_object(table, &Node::Object(siblings), at) else {
            return Node::Object(made);
        };
        for (key, value) in own {
            let known = get(&made, &key);
            match (&*key, known, value) {
                // Both apply.
                ("parameters", Some(Node::Array(known)), Node::Array(mut items)) => {
                    let is_other = |item: &&Node| !items.iter().any(|own| is_same(own, item));
                    let others: Vec<Node> = known.iter().filter(is_other).cloned().collect();
                    items.extend(others);
                    set(&mut made, "parameters", Node::Array(items));
                }
                (_, _, value) => set(&mut made, &key, value),
            }
        }
        Node::Object(made)
    }
}

/// Sorts entries as those of the description are; others stand at the end.
fn in_order_of(node: &Node, made: &mut [Entry]) {
    if let Node::Object(entries) = node {
        let positions = entries.iter().enumerate();
        let positions: HashMap<&str, usize> =
            positions.map(|(index, (key, _))| (&**key, index)).collect();
        made.sort_by_key(|(key, _)| positions.get(&**key).copied().unwrap_or(usize::MAX));
    }
}

/// Whether a callback is one of the components.
fn is_component(at: &str) -> bool {
    at.starts_with("/components/callbacks/") && at.matches('/').count() == 3
}

fn has_siblings(node: &Node) -> bool {
    matches!(node, Node::Object(entries) if entries.len() > 1)
}

/// Whether two parameters have the same name and location.
fn is_same(left: &Node, right: &Node) -> bool {
    ["name", "in"].iter().all(|key| {
        let (left, right) = (left.get(key), right.get(key));
        left.is_some() && left.and_then(as_text) == right.and_then(as_text)
    })
}
