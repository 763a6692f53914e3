//! Schemas of one version → schemas of another.

mod arrays;
mod conditions;
mod down;
mod null;
mod objects;
mod up;
mod values;

pub use down::is_default_dialect;

use crate::convert::Target;
use crate::convert::converter::{Converter, below, set};
use crate::convert::node::{Entry, as_text, get, is_extension, object, text, text_of};
use crate::convert::tables::{EXTERNAL_DOCS, XML};

use crate::document::Version;
use crate::source::Node;

/// A schema in the making.
#[derive(Default)]
struct Made {
    entries: Vec<Entry>,
    /// Schemas that apply in addition: they become items of `allOf`.
    all: Vec<Node>,
    /// The only variant of a union, and the keyword of the union.
    only: Option<(&'static str, Node)>,
}

impl Made {
    fn push(&mut self, key: &str, value: Node) {
        self.entries.push((key.into(), value));
    }

    fn set(&mut self, key: &str, value: Node) {
        set(&mut self.entries, key, value);
    }

    fn has(&self, key: &str) -> bool {
        get(&self.entries, key).is_some()
    }

    /// Adds a keyword, in a schema of its own if there is one already.
    fn and(&mut self, key: &str, value: Node) {
        match self.has(key) {
            true => self.all.push(object([(key, value)])),
            false => self.push(key, value),
        }
    }

    fn finish(mut self) -> Node {
        if let Some((key, variant)) = self.only.take() {
            self.merge(key, variant);
        }
        if !self.all.is_empty() {
            let known = self.entries.iter_mut().find(|(key, _)| &**key == "allOf");
            match known {
                Some((_, Node::Array(items))) => items.append(&mut self.all),
                _ => self.push_all(),
            }
        }
        Node::Object(self.entries)
    }

    /// Adds the only variant of a union: its keywords, unless they could mean something else here.
    fn merge(&mut self, key: &str, variant: Node) {
        const ANNOTATIONS: &[&str] = &[
            "title",
            "description",
            "default",
            "example",
            "deprecated",
            "readOnly",
            "writeOnly",
            "externalDocs",
            "xml",
        ];
        let is_annotation = |key: &str| ANNOTATIONS.contains(&key) || is_extension(key);
        match variant {
            Node::Object(entries)
                if self.all.is_empty()
                    && self.entries.iter().all(|(key, _)| is_annotation(key))
                    && !entries.iter().any(|(key, _)| self.has(key)) =>
            {
                self.entries.extend(entries);
            }
            variant => self.and(key, Node::Array(vec![variant])),
        }
    }

    fn push_all(&mut self) {
        let all = Node::Array(std::mem::take(&mut self.all));
        self.set("allOf", all);
    }
}

/// The schema that no value satisfies.
fn nothing() -> Node {
    object([("not", object([]))])
}

impl Converter<'_> {
    /// Converts a schema.
    pub fn schema(&mut self, node: &Node, at: &str) -> Node {
        match self.target {
            Target::V3_0 => self.schema_down(node, at),
            Target::V3_1 => self.schema_up(node, at),
        }
    }

    /// Converts a map of schemas.
    fn schemas(&mut self, node: &Node, key: &str, at: &str) -> Node {
        let entries = self.entries(node, key, at).into_iter();
        let entries =
            entries.map(|(name, node)| (name.into(), self.schema(node, &below(at, name))));
        Node::Object(entries.collect())
    }

    /// Converts a list of schemas.
    fn list(&mut self, node: &Node, key: &str, at: &str) -> Node {
        let items = self.items(node, key, at).iter().enumerate();
        let items = items.map(|(index, node)| self.schema(node, &format!("{at}/{index}")));
        Node::Array(items.collect())
    }

    /// Converts `additionalProperties`.
    fn additional(&mut self, node: &Node, at: &str) -> Node {
        match node {
            Node::Bool(_) => node.clone(),
            _ => self.schema(node, at),
        }
    }

    /// Notes the schemas of `$defs`, which become components.
    fn definitions(&mut self, node: &Node, key: &str, at: &str) {
        for (name, _) in self.entries(node, key, at) {
            self.definitions.insert(below(at, name));
        }
    }

    /// Converts `xml` or `externalDocs`.
    fn annotation(&mut self, key: &str, node: &Node, at: &str) -> Node {
        let table = if key == "xml" { &XML } else { &EXTERNAL_DOCS };
        self.object(table, node, at)
    }

    /// Converts a discriminator; that of OpenAPI 2.0 is the name of the property.
    fn discriminator(&mut self, node: &Node, at: &str) -> Option<Node> {
        if let Some(property) = as_text(node) {
            return Some(object([("propertyName", text(property))]));
        }
        let mut made = Vec::new();
        for (key, value) in self.entries(node, "discriminator", at) {
            let at = below(at, key);
            match (key, value) {
                ("propertyName", Node::String(_)) => made.push((key.into(), value.clone())),
                ("mapping", _) => {
                    let entries = self.entries(value, key, &at).into_iter();
                    let targets = entries.filter_map(|(name, target)| {
                        let target = as_text(target)?;
                        Some((name.into(), text(self.mapped(target))))
                    });
                    let targets = targets.collect();
                    made.push((key.into(), Node::Object(targets)));
                }
                ("defaultMapping", _) => {
                    self.lost(&at, "`defaultMapping`", "other values select no schema");
                }
                _ if is_extension(key) || self.target == Target::V3_1 => {
                    made.push((key.into(), value.clone()));
                }
                _ => self.unknown(&at, key, "a discriminator"),
            }
        }
        if self.target == Target::V3_0 && get(&made, "propertyName").is_none() {
            self.lost(at, "discriminator without `propertyName`", "it is left out");
            return None;
        }
        Some(Node::Object(made))
    }

    /// The target of a mapping: the name of a component, or a reference.
    fn mapped(&mut self, target: &str) -> String {
        let is_component = self.version == Version::V2_0 && !target.contains(['/', '#']);
        match is_component {
            true => self.component(target).to_owned(),
            false => self.schema_reference(target),
        }
    }

    /// Reports a keyword that the specification does not define; in 3.0 it would be invalid.
    pub fn unknown(&mut self, at: &str, key: &str, owner: &str) {
        let what = format!("`{key}` in {owner}");
        self.lost(at, &what, "it is left out");
    }

    /// Whether an entry of a schema next to a `$ref` has an effect.
    fn siblings_count(&self) -> bool {
        self.version >= Version::V3_1
    }
}

/// The reference of a schema.
fn reference_of(node: &Node) -> Option<(&'static str, &str)> {
    ["$ref", "$dynamicRef"].into_iter().find_map(|key| {
        let target = text_of(node, key)?;
        Some((key, target))
    })
}

/// Whether a schema allows every value.
fn is_any(node: &Node) -> bool {
    match node {
        Node::Bool(allows) => *allows,
        Node::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Whether other schemas apply to the same value, whose properties and items count as evaluated.
fn has_applicators(node: &Node) -> bool {
    let keywords = [
        "$ref",
        "$dynamicRef",
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "dependentSchemas",
    ];
    keywords.iter().any(|key| node.get(key).is_some())
}
