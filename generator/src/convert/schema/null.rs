//! Several types, and `null` → `nullable`, which OpenAPI 3.0 has in place of a type.

use crate::convert::converter::Converter;
use crate::convert::node::{Entry, as_text, get, object, take, text};
use crate::convert::schema::Made;
use crate::document::Version;
use crate::source::Node;

const ORDER: &[&str] = &["boolean", "integer", "number", "string", "array", "object"];

impl Converter<'_> {
    /// Converts `anyOf` or `oneOf`. In place of a variant for `null` another one allows it, if that has
    /// a `type`: without one, `nullable` has no effect (OAS 3.0 §4.7.24).
    pub(super) fn union(&mut self, made: &mut Made, key: &str, value: &Node, at: &str) {
        let key = if key == "anyOf" { "anyOf" } else { "oneOf" };
        let items = self.items(value, key, at);
        let nulls = items.iter().filter(|item| is_null(item)).count();
        if nulls == 0 || nulls == items.len() || (nulls > 1 && key == "oneOf") {
            let list = self.list(value, key, at);
            made.push(key, list);
            return;
        }
        let mut variants = Vec::new();
        let mut allows_null = false;
        for (index, item) in items.iter().enumerate() {
            let mut variant = self.schema(item, &format!("{at}/{index}"));
            if !is_null(item) && !allows_null {
                allows_null = allow_null(&mut variant);
            }
            variants.push((is_null(item), variant));
        }
        let kept = variants
            .into_iter()
            .filter(|(is_null, _)| !allows_null || !is_null);
        let mut kept: Vec<Node> = kept.map(|(_, variant)| variant).collect();
        match kept.pop() {
            Some(only) if kept.is_empty() && made.only.is_none() => made.only = Some((key, only)),
            last => {
                kept.extend(last);
                made.push(key, Node::Array(kept));
            }
        }
    }

    /// Applies `type` where it is no name of a type of OpenAPI 3.0.
    pub(super) fn apply_types(&mut self, made: &mut Made, node: &Node) {
        let mut names = self.types(node);
        let has_null = names.contains(&"null");
        names.retain(|name| *name != "null");
        if names.contains(&"number") {
            names.retain(|name| *name != "integer");
        }
        // In the order in which unions of types are read.
        names.sort_unstable_by_key(|name| ORDER.iter().position(|known| known == name));
        names.dedup();
        if self.version == Version::V2_0 && self.is_nullable(node) && !made.has("nullable") {
            made.push("nullable", Node::Bool(true));
        }
        match &names[..] {
            [] if has_null => {
                made.set("nullable", Node::Bool(true));
                made.and("enum", Node::Array(vec![Node::Null]));
            }
            [] => {}
            ["file"] => {
                made.set("type", text("string"));
                made.set("format", text("binary"));
            }
            [only] => {
                if !made.has("type") {
                    made.entries.insert(0, ("type".into(), text(*only)));
                }
                if has_null {
                    made.set("nullable", Node::Bool(true));
                }
                // OpenAPI 3.0 requires it.
                if *only == "array" && self.version != Version::V3_0 && !made.has("items") {
                    made.push("items", object([]));
                }
            }
            ["boolean", "number", "string", "array", "object"] if has_null => {}
            names => {
                let variants = names.iter().map(|name| variant(made, name, has_null));
                let variants = Node::Array(variants.collect());
                made.and("anyOf", variants);
            }
        }
    }
}

/// The variant of a type, with the keywords that apply to values of that type only.
fn variant(made: &mut Made, name: &str, nullable: bool) -> Node {
    let mut entries: Vec<Entry> = vec![("type".into(), text(name))];
    if nullable {
        entries.push(("nullable".into(), Node::Bool(true)));
    }
    let is_number = matches!(name, "number" | "integer");
    let keywords: &[&str] = match name {
        "string" => &["minLength", "maxLength", "pattern"],
        "array" => &["items", "minItems", "maxItems", "uniqueItems"],
        "object" => &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
        _ if is_number => &[
            "multipleOf",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
        ],
        _ => &[],
    };
    for key in keywords {
        if let Some(value) = take(&mut made.entries, key) {
            entries.push(((*key).into(), value));
        }
    }
    let format = get(&made.entries, "format").and_then(as_text);
    let of_numbers = format.is_some_and(|format| {
        let sizes = ["int", "uint", "float", "double", "decimal"];
        sizes.iter().any(|size| format.starts_with(size))
    });
    if ((is_number && of_numbers) || (name == "string" && !of_numbers))
        && let Some(format) = take(&mut made.entries, "format")
    {
        entries.push(("format".into(), format));
    }
    if name == "array" && get(&entries, "items").is_none() {
        entries.push(("items".into(), object([])));
    }
    Node::Object(entries)
}

/// Whether a schema allows `null` and nothing else.
fn is_null(node: &Node) -> bool {
    let Node::Object(entries) = node else {
        return false;
    };
    let only_null = |value: &Node| match value {
        Node::Array(items) => matches!(&items[..], [only] if is_name_of_null(only)),
        other => is_name_of_null(other),
    };
    let has_null = match (node.get("type"), node.get("enum"), node.get("const")) {
        (Some(types), None, None) => only_null(types),
        (None, Some(Node::Array(items)), None) => items[..] == [Node::Null],
        (None, None, Some(value)) => *value == Node::Null,
        _ => false,
    };
    let is_harmless = |key: &str| {
        matches!(
            key,
            "type" | "enum" | "const" | "title" | "description" | "nullable"
        )
    };
    has_null && entries.iter().all(|(key, _)| is_harmless(key))
}

fn is_name_of_null(node: &Node) -> bool {
    match node {
        Node::Null => true,
        node => as_text(node) == Some("null"),
    }
}

/// Makes a schema of OpenAPI 3.0 allow `null`; whether that takes only its `nullable` and `enum`.
fn allow_null(schema: &mut Node) -> bool {
    let Node::Object(entries) = schema else {
        return false;
    };
    let others = ["$ref", "allOf", "anyOf", "oneOf", "not"];
    if get(entries, "type").is_none() || others.iter().any(|key| get(entries, key).is_some()) {
        return false;
    }
    if let Some((_, Node::Array(values))) = entries.iter_mut().find(|(key, _)| &**key == "enum")
        && !values.contains(&Node::Null)
    {
        values.push(Node::Null);
    }
    crate::convert::converter::set(entries, "nullable", Node::Bool(true));
    true
}
