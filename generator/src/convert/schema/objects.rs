//! Keywords about objects → those of OpenAPI 3.0.

use crate::convert::converter::{Converter, below};
use crate::convert::node::{as_text, object, text, texts};
use crate::convert::schema::{Made, has_applicators, is_any};
use crate::document::Version;
use crate::source::Node;

impl Converter<'_> {
    pub(super) fn object_keyword(
        &mut self,
        made: &mut Made,
        node: &Node,
        key: &str,
        value: &Node,
        at: &str,
    ) -> bool {
        match key {
            "properties" => {
                let schemas = self.schemas(value, key, at);
                made.push(key, schemas);
            }
            "required" => self.required(made, value, at),
            // Converted with `patternProperties`.
            "additionalProperties" if has_patterns(node) => {}
            "additionalProperties" => {
                let schema = self.additional(value, at);
                made.push(key, schema);
            }
            "patternProperties" => self.patterns(made, node, value, at),
            "propertyNames" if is_any(value) || is_any_text(value) => {}
            "propertyNames" => self.lost(at, "`propertyNames`", "any names are allowed"),
            "dependentRequired" => self.dependent_required(made, value, at),
            "dependentSchemas" => self.dependent_schemas(made, value, at),
            "unevaluatedProperties" => self.unevaluated_properties(made, node, value, at),
            _ => return false,
        }
        true
    }

    fn required(&mut self, made: &mut Made, value: &Node, at: &str) {
        let Node::Array(items) = value else {
            self.wrong_type(at, "required", value);
            return;
        };
        for (index, item) in items.iter().enumerate() {
            if as_text(item).is_none() {
                self.wrong_type(&format!("{at}/{index}"), "required", item);
            }
        }
        let names: Vec<&str> = items.iter().filter_map(as_text).collect();
        // OpenAPI 3.0 requires a name at least.
        if !names.is_empty() || self.version == Version::V3_0 {
            made.push("required", texts(names));
        }
    }

    /// Values of certain names become values of any other name, which allows more.
    fn patterns(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        let owner = at.rsplit_once('/').map_or("", |(owner, _)| owner);
        let Node::Object(schemas) = self.schemas(value, "patternProperties", at) else {
            return;
        };
        if schemas.is_empty() {
            return;
        }
        let rest = match node.get("additionalProperties") {
            Some(rest) => Some((rest, "additionalProperties")),
            None if has_applicators(node) => None,
            None => {
                let key = "unevaluatedProperties";
                node.get(key).map(|rest| (rest, key))
            }
        };
        let mut variants: Vec<Node> = schemas.into_iter().map(|(_, schema)| schema).collect();
        match rest {
            Some((Node::Bool(false), _)) => {}
            Some((rest, key)) if !is_any(rest) => {
                let rest = self.schema(rest, &format!("{owner}/{key}"));
                variants.push(rest);
            }
            _ => {
                self.lost(at, "`patternProperties`", "such properties have any value");
                if rest.is_some() {
                    made.push("additionalProperties", Node::Bool(true));
                }
                return;
            }
        }
        let written = "`additionalProperties` allows their values under any name";
        self.lost(at, "`patternProperties`", written);
        let schema = match variants.len() {
            1 => variants.remove(0),
            _ => object([("anyOf", Node::Array(variants))]),
        };
        made.push("additionalProperties", schema);
    }

    /// Either the property is absent, or the others are there.
    fn dependent_required(&mut self, made: &mut Made, value: &Node, at: &str) {
        for (name, list) in self.entries(value, "dependentRequired", at) {
            let at = below(at, name);
            let names = self.items(list, "dependentRequired", &at);
            let names: Vec<&str> = names.iter().filter_map(as_text).collect();
            if !names.is_empty() {
                let absent = object([("not", object([("required", texts([name]))]))]);
                let others = object([("required", texts(names))]);
                let either = Node::Array(vec![absent, others]);
                made.all.push(object([("anyOf", either)]));
            }
        }
    }

    fn dependent_schemas(&mut self, made: &mut Made, value: &Node, at: &str) {
        for (name, schema) in self.entries(value, "dependentSchemas", at) {
            let schema = self.schema(schema, &below(at, name));
            let has = object([("type", text("object")), ("required", texts([name]))]);
            let either = Node::Array(vec![object([("not", has)]), schema]);
            made.all.push(object([("anyOf", either)]));
        }
    }

    fn unevaluated_properties(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        if is_any(value) {
            return;
        }
        if has_applicators(node) {
            let written = "properties that no schema declares are allowed";
            self.lost(at, "`unevaluatedProperties`", written);
        } else if node.get("additionalProperties").is_none() && !has_patterns(node) {
            let schema = self.additional(value, at);
            made.push("additionalProperties", schema);
        }
    }
}

fn has_patterns(node: &Node) -> bool {
    matches!(node.get("patternProperties"), Some(Node::Object(entries)) if !entries.is_empty())
}

/// Whether a schema allows every string.
fn is_any_text(node: &Node) -> bool {
    matches!(node, Node::Object(entries)
        if matches!(&entries[..], [(key, value)] if &**key == "type" && as_text(value) == Some("string")))
}
