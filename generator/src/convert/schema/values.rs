//! Types, listed values, bounds, formats and examples → those of OpenAPI 3.0.

use crate::convert::converter::Converter;
use crate::convert::node::{as_text, text, text_of};
use crate::convert::schema::Made;
use crate::document::{Decimal, Version};
use crate::source::{Node, Number};

impl Converter<'_> {
    /// Keywords about values of any type, numbers and strings.
    pub(super) fn value_keyword(
        &mut self,
        made: &mut Made,
        node: &Node,
        key: &str,
        value: &Node,
        at: &str,
    ) -> bool {
        match key {
            // Others are applied at the end, when the other keywords are known.
            "type" => match as_text(value) {
                Some(name) if !matches!(name, "null" | "file") => made.push(key, value.clone()),
                _ => {}
            },
            "nullable" => match value {
                Node::Bool(_) => made.push(key, value.clone()),
                _ => self.wrong_type(at, key, value),
            },
            "enum" => match value {
                Node::Array(_) => made.and(key, value.clone()),
                _ => self.wrong_type(at, key, value),
            },
            "const" => made.and("enum", Node::Array(vec![value.clone()])),
            "examples" => self.examples(made, node, value, at),
            "multipleOf" | "minimum" | "maximum" => match value {
                // An exclusive bound may have set it.
                _ if made.has(key) => {}
                Node::Number(number) if number.as_f64().is_some_and(f64::is_finite) => {
                    made.push(key, value.clone());
                }
                _ => self.wrong_type(at, key, value),
            },
            "exclusiveMinimum" | "exclusiveMaximum" => self.exclusive(made, node, key, value, at),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => match count(value) {
                // A tuple may have set it.
                Some(_) if made.has(key) => {}
                Some(count) => made.push(key, count),
                None => self.wrong_type(at, key, value),
            },
            "pattern" | "format" => match as_text(value) {
                Some(_) => made.push(key, value.clone()),
                None => self.wrong_type(at, key, value),
            },
            "uniqueItems" => match value {
                Node::Bool(_) => made.push(key, value.clone()),
                _ => self.wrong_type(at, key, value),
            },
            "contentEncoding" => self.content_encoding(made, node, value, at),
            "contentMediaType" => self.content_media_type(made, node, value, at),
            "contentSchema" => self.lost(at, "`contentSchema`", "it is left out"),
            _ => return false,
        }
        true
    }

    fn examples(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        let Node::Array(items) = value else {
            self.wrong_type(at, "examples", value);
            return;
        };
        let has_example = node.get("example").is_some();
        if let (Some(first), false) = (items.first(), has_example) {
            made.push("example", first.clone());
        }
        let written = usize::from(!has_example);
        if items.len() > written {
            let rest = items.len() - written;
            let written = format!("{rest} of {} are left out", items.len());
            self.lost(at, "list of `examples` in a schema", &written);
        }
    }

    /// A numeric bound becomes a boolean beside an inclusive one; of both the stricter one applies.
    fn exclusive(&mut self, made: &mut Made, node: &Node, key: &str, value: &Node, at: &str) {
        let bound = if key == "exclusiveMinimum" {
            "minimum"
        } else {
            "maximum"
        };
        match value {
            Node::Bool(_) => made.push(key, value.clone()),
            Node::Number(number) if number.as_f64().is_some_and(f64::is_finite) => {
                if let Some(Node::Number(inclusive)) = node.get(bound)
                    && is_stricter(inclusive, number, bound)
                {
                    return;
                }
                made.set(bound, value.clone());
                made.push(key, Node::Bool(true));
            }
            _ => self.wrong_type(at, key, value),
        }
    }

    fn content_encoding(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        let encoding = as_text(value).unwrap_or_default();
        match (encoding, text_of(node, "format")) {
            ("base64", None) => made.push("format", text("byte")),
            ("base64", Some("byte")) => {}
            _ => {
                let what = format!("`contentEncoding: {encoding}`");
                self.lost(at, &what, "it is left out");
            }
        }
    }

    fn content_media_type(&mut self, made: &mut Made, node: &Node, value: &Node, at: &str) {
        let media_type = as_text(value).unwrap_or_default();
        let is_free = node.get("contentEncoding").is_none() && node.get("format").is_none();
        match media_type {
            "application/octet-stream" if is_free => {
                made.push("format", text("binary"));
                self.lost(at, "`contentMediaType`", "`format: binary` is written");
            }
            _ => {
                let what = format!("`contentMediaType: {media_type}`");
                self.lost(at, &what, "it is left out");
            }
        }
    }

    /// The names of `type`; none without the keyword.
    pub(super) fn types<'n>(&mut self, node: &'n Node) -> Vec<&'n str> {
        let name = |node: &'n Node| match node {
            Node::Null => Some("null"),
            node => as_text(node),
        };
        match node.get("type") {
            Some(Node::Array(items)) => items.iter().filter_map(name).collect(),
            Some(single) => name(single).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Whether `nullable: true` stands in a schema, or `x-nullable: true` in one of OpenAPI 2.0.
    pub(super) fn is_nullable(&self, node: &Node) -> bool {
        let is_set = |key| node.get(key) == Some(&Node::Bool(true));
        is_set("nullable") || (self.version == Version::V2_0 && is_set("x-nullable"))
    }
}

/// A count in the notation that every reader knows.
pub(super) fn count(value: &Node) -> Option<Node> {
    let Node::Number(number) = value else {
        return None;
    };
    let count = number
        .as_count()
        .filter(|count| *count <= i64::MAX as u64)?;
    let plain = number.0.bytes().all(|byte| byte.is_ascii_digit());
    Some(match plain {
        true => value.clone(),
        false => Node::Number(Number(count.to_string().into())),
    })
}

/// Whether an inclusive bound allows no number that an exclusive one does not.
pub(super) fn is_stricter(inclusive: &Number, exclusive: &Number, bound: &str) -> bool {
    let (inclusive, exclusive) = (Decimal::new(inclusive), Decimal::new(exclusive));
    match bound {
        "minimum" => inclusive > exclusive,
        _ => inclusive < exclusive,
    }
}
