//! Schemas of any version → schemas of OpenAPI 3.1.
//!
//! Those of 3.1 and 3.2 stay as they are, but for references.

use crate::convert::converter::{Converter, below, set};
use crate::convert::node::{Entry, as_text, get, is_extension, object, reference, take, text};
use crate::convert::schema::{reference_of, values::is_stricter};
use crate::document::Version;
use crate::source::Node;

/// The keywords that describe a schema, and stay outside where its assertions become a variant.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
];

impl Converter<'_> {
    pub fn schema_up(&mut self, node: &Node, at: &str) -> Node {
        if !matches!(node, Node::Object(_)) {
            return node.clone();
        }
        let is_old = self.version <= Version::V3_0;
        if let (true, Some((key, target))) = (is_old, reference_of(node)) {
            return self.old_reference(node, key, target, at);
        }
        let mut made = Vec::new();
        for (key, value) in self.entries(node, "schema", at) {
            let place = below(at, key);
            match self.up_keyword(node, key, value, &place) {
                Some(value) => made.push((key.into(), value)),
                None => self.old_keyword(&mut made, node, key, value, &place),
            }
        }
        if is_old && (self.is_nullable(node) | without_nullable_parts(&mut made, node)) {
            allow_null(&mut made);
        }
        Node::Object(made)
    }

    /// Siblings of a reference have no effect in 3.0, and would have one in 3.1.
    fn old_reference(&mut self, node: &Node, key: &str, target: &str, at: &str) -> Node {
        let mut made = vec![("$ref".into(), text(self.schema_reference(target)))];
        for (sibling, value) in self.entries(node, "schema", at) {
            match sibling {
                "description" => made.push((sibling.into(), value.clone())),
                _ if sibling == key => {}
                _ => {
                    let message = format!(
                        "`{sibling}` has no effect next to `$ref`, and would have one in OpenAPI 3.1: it is left out"
                    );
                    self.report(&below(at, sibling), message);
                }
            }
        }
        Node::Object(made)
    }

    /// A keyword that means the same in every version, with the schemas in it.
    fn up_keyword(&mut self, node: &Node, key: &str, value: &Node, at: &str) -> Option<Node> {
        let is_old = self.version <= Version::V3_0;
        Some(match (key, value) {
            ("$ref" | "$dynamicRef", Node::String(target)) => match key {
                "$ref" => text(self.schema_reference(target)),
                _ => value.clone(),
            },
            ("items", Node::Array(_)) if is_old => return None,
            ("items" | "not" | "if" | "then" | "else" | "contains" | "propertyNames", _)
            | ("additionalProperties" | "unevaluatedItems" | "unevaluatedProperties", _)
            | ("contentSchema", _) => self.schema_up(value, at),
            ("anyOf" | "oneOf", Node::Array(_)) if is_old => self.union_up(value, key, at),
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Node::Array(_)) => {
                self.list(value, key, at)
            }
            (
                "properties" | "patternProperties" | "dependentSchemas" | "$defs",
                Node::Object(_),
            ) => self.schemas(value, key, at),
            ("discriminator", _) => self.discriminator(value, at)?,
            ("xml" | "externalDocs", _) => self.annotation(key, value, at),
            ("example" | "nullable" | "x-nullable", _) if is_old => return None,
            ("exclusiveMinimum" | "exclusiveMaximum" | "minimum" | "maximum", _) if is_old => {
                return None;
            }
            ("type", _) if is_old && as_text(value) == Some("file") => return None,
            ("format", _) if is_old && as_text(value) == Some("byte") && is_text(node) => {
                return None;
            }
            ("collectionFormat", _) if self.version == Version::V2_0 => return None,
            ("required", Node::Bool(_)) => return None,
            _ => value.clone(),
        })
    }

    /// A variant with nothing but `nullable: true` is meant to allow `null`, and read like that.
    fn union_up(&mut self, value: &Node, key: &str, at: &str) -> Node {
        let items = self.items(value, key, at).iter().enumerate();
        let items = items.map(|(index, item)| match is_bare_nullable(item) {
            true => object([("type", text("null"))]),
            false => self.schema(item, &format!("{at}/{index}")),
        });
        Node::Array(items.collect())
    }

    /// A keyword that OpenAPI 3.0 and 2.0 spell differently.
    fn old_keyword(
        &mut self,
        made: &mut Vec<Entry>,
        node: &Node,
        key: &str,
        value: &Node,
        at: &str,
    ) {
        match key {
            "items" => {
                let list = self.list(value, key, at);
                made.push(("prefixItems".into(), list));
            }
            "example" => {
                let mut examples = match node.get("examples") {
                    Some(Node::Array(items)) => items.clone(),
                    _ => Vec::new(),
                };
                if !examples.contains(value) {
                    examples.insert(0, value.clone());
                }
                set(made, "examples", Node::Array(examples));
            }
            "type" => {
                set(made, key, text("string"));
                set(made, "format", text("binary"));
            }
            "minimum" | "maximum" => bound(made, node, key, value),
            "exclusiveMinimum" | "exclusiveMaximum" => {
                self.exclusive_up(made, node, key, value, at)
            }
            "format" => made.push(("contentEncoding".into(), text("base64"))),
            "required" => {
                let message = "a boolean `required` has no effect in a schema: it is left out";
                self.report(at, message.to_owned());
            }
            "collectionFormat" if as_text(value) != Some("csv") => {
                self.lost(at, "`collectionFormat` inside an array", "it is left out");
            }
            "x-nullable" if self.version != Version::V2_0 => {
                made.push((key.into(), value.clone()));
            }
            _ => {}
        }
    }

    fn exclusive_up(
        &mut self,
        made: &mut Vec<Entry>,
        node: &Node,
        key: &str,
        value: &Node,
        at: &str,
    ) {
        match value {
            // Together with the bound that it is about.
            Node::Bool(_) => {
                if node.get(bound_of(key)).is_none() {
                    let bound = bound_of(key);
                    let message =
                        format!("`{key}` without `{bound}` has no effect: it is left out");
                    self.report(at, message);
                }
            }
            _ => made.push((key.into(), value.clone())),
        }
    }
}

fn is_bare_nullable(node: &Node) -> bool {
    matches!(node, Node::Object(entries)
        if matches!(&entries[..], [(key, Node::Bool(true))] if &**key == "nullable"))
}

/// Removes the items of `allOf` with nothing but `nullable: true`, which make the whole nullable.
/// Whether there are any.
fn without_nullable_parts(made: &mut Vec<Entry>, node: &Node) -> bool {
    let Some(Node::Array(parts)) = node.get("allOf") else {
        return false;
    };
    if !parts.iter().any(is_bare_nullable) {
        return false;
    }
    if let Some((_, Node::Array(items))) = made.iter_mut().find(|(key, _)| &**key == "allOf") {
        let mut parts = parts.iter();
        items.retain(|_| !parts.next().is_some_and(is_bare_nullable));
        if items.is_empty() {
            take(made, "allOf");
        }
    }
    true
}

fn bound_of(exclusive: &str) -> &'static str {
    match exclusive {
        "exclusiveMinimum" => "minimum",
        _ => "maximum",
    }
}

/// Adds `minimum` or `maximum`, which an exclusive one replaces.
fn bound(made: &mut Vec<Entry>, node: &Node, key: &str, value: &Node) {
    let exclusive = if key == "minimum" {
        "exclusiveMinimum"
    } else {
        "exclusiveMaximum"
    };
    match (node.get(exclusive), value) {
        (Some(Node::Bool(true)), _) => made.push((exclusive.into(), value.clone())),
        (Some(Node::Number(other)), Node::Number(own)) if !is_stricter(own, other, key) => {}
        _ => made.push((key.into(), value.clone())),
    }
}

fn is_text(node: &Node) -> bool {
    node.get("type").and_then(as_text) == Some("string")
}

/// Makes a schema allow `null`, as `nullable: true` does beside any other keyword.
fn allow_null(made: &mut Vec<Entry>) {
    let null = || object([("type", text("null"))]);
    let unions = ["allOf", "anyOf", "oneOf", "not", "$ref"];
    let is_plain = unions.iter().all(|key| get(made, key).is_none());
    let types = match get(made, "type") {
        Some(Node::String(name)) => Some(vec![text(&**name)]),
        Some(Node::Array(names)) => Some(names.clone()),
        _ => None,
    };
    if is_plain {
        if let Some(mut types) = types {
            let null = text("null");
            if !types.contains(&null) {
                types.push(null);
            }
            set(made, "type", Node::Array(types));
        }
        for (key, value) in made.iter_mut() {
            if let ("enum", Node::Array(values)) = (&**key, value)
                && !values.contains(&Node::Null)
            {
                values.push(Node::Null);
            }
        }
        return;
    }
    let is_annotation = |key: &str| ANNOTATIONS.contains(&key) || is_extension(key);
    let own: Vec<Entry> = std::mem::take(made);
    let (outside, mut inside): (Vec<Entry>, Vec<Entry>) =
        own.into_iter().partition(|(key, _)| is_annotation(key));
    *made = outside;
    let mut variants = match &inside[..] {
        // A union gets one variant more.
        [(key, Node::Array(_))] if matches!(&**key, "anyOf" | "oneOf") => {
            let key = key.clone();
            if let Some(Node::Array(mut variants)) = take(&mut inside, &key) {
                variants.push(null());
                made.push((key, Node::Array(variants)));
            }
            return;
        }
        [(key, Node::Array(items))] if &**key == "allOf" && items.len() == 1 => {
            match items[0].get("$ref").and_then(as_text) {
                Some(target) if matches!(&items[0], Node::Object(all) if all.len() == 1) => {
                    vec![reference(target)]
                }
                _ => vec![Node::Object(inside)],
            }
        }
        _ => vec![Node::Object(inside)],
    };
    variants.push(null());
    made.push(("anyOf".into(), Node::Array(variants)));
}
