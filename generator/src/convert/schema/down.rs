//! Schemas of any version → schemas of OpenAPI 3.0.

use crate::convert::converter::{Converter, below};
use crate::convert::node::{Entry, as_text, is_extension, reference, text};
use crate::convert::schema::{Made, nothing, reference_of};
use crate::document::Version;
use crate::source::Node;

impl Converter<'_> {
    /// Converts a schema to OpenAPI 3.0, where only a reference is no object schema.
    pub fn schema_down(&mut self, node: &Node, at: &str) -> Node {
        match node {
            Node::Bool(true) => Node::Object(Vec::new()),
            Node::Bool(false) => nothing(),
            Node::Object(_) => match reference_of(node) {
                Some((key, target)) => self.referring_schema(node, key, target, at),
                None => self.object_schema(node, at, Made::default()),
            },
            other => {
                let message = format!("a schema cannot be {}: `{{}}` is written", other.kind());
                self.report(at, message);
                Node::Object(Vec::new())
            }
        }
    }

    /// Converts a schema with a reference. Its siblings have an effect since 3.1, and 3.0 ignores them.
    fn referring_schema(&mut self, node: &Node, key: &str, target: &str, at: &str) -> Node {
        let place = below(at, key);
        if key == "$dynamicRef" {
            let anchor = target.rsplit('#').next().unwrap_or_default();
            if self.ambiguous.contains(anchor) {
                self.lost(
                    &place,
                    "`$dynamicRef`",
                    "a `$ref` to one of its targets is written",
                );
            }
        }
        let target = self.schema_reference(target);
        let entries = self.entries(node, "schema", at);
        if !self.siblings_count() {
            let written = entries
                .into_iter()
                .map(|(known, value)| match known == key {
                    true => ("$ref".into(), text(target.as_str())),
                    false => (known.into(), value.clone()),
                });
            return Node::Object(written.collect());
        }
        let written = reference(&target);
        let mut made = Made::default();
        made.push("allOf", Node::Array(vec![written.clone()]));
        match self.object_schema(node, at, made) {
            Node::Object(entries) if entries.len() == 1 && is_single(&entries) => written,
            other => other,
        }
    }

    /// Converts the keywords of a schema.
    fn object_schema(&mut self, node: &Node, at: &str, mut made: Made) -> Node {
        for (key, value) in self.entries(node, "schema", at) {
            let place = below(at, key);
            let _ = self.value_keyword(&mut made, node, key, value, &place)
                || self.composition(&mut made, key, value, &place)
                || self.array_keyword(&mut made, node, key, value, &place)
                || self.object_keyword(&mut made, node, key, value, &place)
                || self.condition(&mut made, node, key, value, at)
                || self.other_keyword(&mut made, key, value, &place);
        }
        self.apply_types(&mut made, node);
        made.finish()
    }

    fn composition(&mut self, made: &mut Made, key: &str, value: &Node, at: &str) -> bool {
        match key {
            "allOf" => {
                if let Node::Array(mut items) = self.list(value, key, at) {
                    match made.entries.iter_mut().find(|(key, _)| &**key == "allOf") {
                        Some((_, Node::Array(known))) => known.append(&mut items),
                        _ => made.push(key, Node::Array(items)),
                    }
                }
            }
            "anyOf" | "oneOf" => {
                self.union(made, key, value, at);
            }
            "not" => {
                let schema = self.schema(value, at);
                made.and(key, schema);
            }
            _ => return false,
        }
        true
    }

    /// Annotations, and keywords about the schema itself.
    fn other_keyword(&mut self, made: &mut Made, key: &str, value: &Node, at: &str) -> bool {
        match key {
            "title" | "description" => match as_text(value) {
                Some(_) => made.push(key, value.clone()),
                None => self.wrong_type(at, key, value),
            },
            "readOnly" | "writeOnly" | "deprecated" => match value {
                Node::Bool(_) => made.push(key, value.clone()),
                _ => self.wrong_type(at, key, value),
            },
            "default" | "example" => made.push(key, value.clone()),
            "xml" | "externalDocs" => {
                let converted = self.annotation(key, value, at);
                match key == "xml" || converted.get("url").is_some() {
                    true => made.push(key, converted),
                    false => self.report(at, "`externalDocs` without `url`: it is left out".into()),
                }
            }
            "discriminator" => {
                if let Some(discriminator) = self.discriminator(value, at) {
                    made.push(key, discriminator);
                }
            }
            "$defs" => self.definitions(value, key, at),
            "definitions" if matches!(value, Node::Object(_)) => {
                self.definitions(value, key, at);
            }
            // References to them are those of the target.
            "$id" | "$anchor" | "$dynamicAnchor" if self.version >= Version::V3_1 => {}
            "$ref" | "$dynamicRef" => {}
            // The one that every schema of OpenAPI 3.1 has.
            "$schema" if as_text(value).is_some_and(is_default_dialect) => {}
            "x-nullable" if self.version == Version::V2_0 => {}
            "collectionFormat" if self.version == Version::V2_0 => {
                if as_text(value) != Some("csv") {
                    self.lost(at, "`collectionFormat` inside an array", "it is left out");
                }
            }
            _ if is_extension(key) => made.push(key, value.clone()),
            _ => self.unknown(at, key, "a schema"),
        }
        true
    }
}

fn is_single(entries: &[Entry]) -> bool {
    matches!(entries, [(key, Node::Array(items))] if &**key == "allOf" && items.len() == 1)
}

pub fn is_default_dialect(uri: &str) -> bool {
    let uri = uri.trim_end_matches('#');
    uri == "https://json-schema.org/draft/2020-12/schema"
        || uri.starts_with("https://spec.openapis.org/oas/3.1/dialect/")
        || uri.starts_with("https://spec.openapis.org/oas/3.2/dialect/")
}
