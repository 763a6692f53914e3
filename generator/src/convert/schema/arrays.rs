//! Keywords about arrays → those of OpenAPI 3.0.

use crate::convert::converter::Converter;
use crate::convert::node::{object, text};
use crate::convert::schema::values::count;
use crate::convert::schema::{Made, has_applicators, is_any};
use crate::source::{Node, Number};

impl Converter<'_> {
    pub(super) fn array_keyword(
        &mut self,
        made: &mut Made,
        node: &Node,
        key: &str,
        value: &Node,
        at: &str,
    ) -> bool {
        match (key, value) {
            // Before 2020-12, an array of schemas was what `prefixItems` is.
            ("prefixItems", _) | ("items", Node::Array(_)) => self.tuple(made, node, value, at),
            // Converted with `prefixItems`.
            ("items", _) if node.get("prefixItems").is_some() => {}
            ("items", _) => {
                let schema = self.schema(value, at);
                made.push(key, schema);
            }
            ("contains", _) => self.contains(made, node, value, at),
            ("minContains" | "maxContains", _) if node.get("contains").is_none() => {
                self.report(
                    at,
                    format!("`{key}` without `contains` has no effect: it is left out"),
                );
            }
            ("minContains", _) => match as_count(value) {
                Some(0 | 1) => {}
                _ => self.lost(at, "`minContains`", "one such item is enough"),
            },
            ("maxContains", _) => self.lost(at, "`maxContains`", "any number of items is allowed"),
            ("unevaluatedItems", _) => self.unevaluated_items(made, node, value, at),
            _ => return false,
        }
        true
    }

    /// Items by position become items of any of their schemas, which allows more.
    fn tuple(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        let Node::Array(mut variants) = self.list(value, "prefixItems", at) else {
            return;
        };
        if variants.is_empty() {
            return;
        }
        let owner = at.rsplit_once('/').map_or("", |(owner, _)| owner);
        let rest = match node.get("items") {
            Some(rest) if !matches!(rest, Node::Array(_)) => Some((rest, "items")),
            _ if has_applicators(node) => None,
            _ => node
                .get("unevaluatedItems")
                .map(|rest| (rest, "unevaluatedItems")),
        };
        let is_exact = match rest {
            Some((Node::Bool(false), _)) => {
                self.at_most(made, node, variants.len());
                variants.len() == 1
            }
            Some((rest, key)) if !is_any(rest) => {
                let rest = self.schema(rest, &format!("{owner}/{key}"));
                variants.push(rest);
                false
            }
            _ => {
                self.lost(at, "schemas of items by position", "any items are allowed");
                made.set("items", object([]));
                return;
            }
        };
        if !is_exact {
            let written = "each item may match any of them";
            self.lost(at, "schemas of items by position", written);
        }
        let items = match variants.len() {
            1 => variants.remove(0),
            _ => object([("anyOf", Node::Array(variants))]),
        };
        made.set("items", items);
    }

    fn at_most(&mut self, made: &mut Made, node: &Node, limit: usize) {
        let known = node.get("maxItems").and_then(as_count);
        let limit = known.map_or(limit as u64, |known| known.min(limit as u64));
        made.set("maxItems", Node::Number(Number(limit.to_string().into())));
    }

    /// An array contains a matching item unless each of its items does not match.
    fn contains(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        let schema = self.schema(value, at);
        if node.get("minContains").and_then(as_count) == Some(0) {
            return;
        }
        let none = object([
            ("type", text("array")),
            ("items", object([("not", schema)])),
        ]);
        made.and("not", none);
    }

    fn unevaluated_items(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        if is_any(value) {
            return;
        }
        if has_applicators(node) || node.get("contains").is_some() {
            self.lost(at, "`unevaluatedItems`", "any other items are allowed");
        } else if node.get("items").is_none() && node.get("prefixItems").is_none() {
            let schema = self.schema(value, at);
            made.push("items", schema);
        }
    }
}

fn as_count(node: &Node) -> Option<u64> {
    match count(node)? {
        Node::Number(number) => number.as_count(),
        _ => None,
    }
}
