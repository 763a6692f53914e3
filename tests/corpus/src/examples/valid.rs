//! Whether an example is valid, by a validator that is not ours.

use std::collections::HashMap;

use jsonschema::{Draft, Registry, Validator};
use oasmith::model::Direction;
use oasmith::source::{FileId, Node, Tree};
use serde_json::{Map, Value, json};

/// What the validator says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Judgement {
    /// It takes the example.
    Valid,
    /// It does not.
    Invalid,
    /// It does not take the schema.
    None,
}

/// A validator of the schemas of a tree.
pub struct Judge<'r> {
    registries: &'r Registries,
    known: HashMap<(FileId, String, &'static str), Option<Validator>>,
}

/// The files of a tree as the validator reads them, for each direction.
pub struct Registries {
    any: Option<Registry<'static>>,
    request: Option<Registry<'static>>,
    response: Option<Registry<'static>>,
    uris: Vec<String>,
}

impl Registries {
    /// Brings all files to the validator's dialect, JSON Schema 2020-12.
    pub fn new(tree: &Tree) -> Self {
        let uris: Vec<String> = tree.files.iter().map(|file| uri(&file.path)).collect();
        let registry = |direction: Direction| {
            let mut builder = Registry::new().draft(Draft::Draft202012);
            for (file, uri) in tree.files.iter().zip(&uris) {
                let is_old = !is_31(&tree.files[0].root);
                let translated = translated(&file.root, &file.root, is_old, direction);
                builder = builder.add(uri, translated).ok()?;
            }
            builder.prepare().ok()
        };
        Self {
            any: registry(Direction::Any),
            request: registry(Direction::Request),
            response: registry(Direction::Response),
            uris,
        }
    }

    fn of(&self, direction: Direction) -> (Option<&Registry<'static>>, &'static str) {
        match direction {
            Direction::Any => (self.any.as_ref(), "any"),
            Direction::Request => (self.request.as_ref(), "request"),
            Direction::Response => (self.response.as_ref(), "response"),
        }
    }
}

impl<'r> Judge<'r> {
    /// A judge that knows no schema yet.
    pub fn new(registries: &'r Registries) -> Self {
        Self {
            registries,
            known: HashMap::new(),
        }
    }

    /// Judges a value by the schema at a place.
    pub fn judge(
        &mut self,
        file: FileId,
        schema: &str,
        direction: Direction,
        value: &Node,
    ) -> Judgement {
        let (registry, word) = self.registries.of(direction);
        let (Some(registry), Some(uri)) = (registry, self.registries.uris.get(file.0 as usize))
        else {
            return Judgement::None;
        };
        let validator = self
            .known
            .entry((file, schema.to_owned(), word))
            .or_insert_with(|| {
                let reference = json!({ "$ref": format!("{uri}#{}", escaped(schema)) });
                let options = jsonschema::options()
                    .with_draft(Draft::Draft202012)
                    .with_registry(registry)
                    .should_validate_formats(true)
                    .with_format("byte", is_base64);
                options.build(&reference).ok()
            });
        match validator
            .as_ref()
            .map(|validator| validator.is_valid(&value_of(value)))
        {
            Some(true) => Judgement::Valid,
            Some(false) => Judgement::Invalid,
            None => Judgement::None,
        }
    }
}

fn is_31(root: &Node) -> bool {
    matches!(root.get("openapi"), Some(Node::String(version)) if !version.starts_with("3.0"))
}

/// A name for a file, by which relative references find others.
fn uri(path: &std::path::Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    format!("file://{}", escaped(&full.to_string_lossy()))
}

/// What may stand in a URI.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~$&*+,;=:@!'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn is_base64(text: &str) -> bool {
    let mut bytes: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let whole = bytes.len().is_multiple_of(4);
    while bytes.last() == Some(&b'=') {
        bytes.pop();
    }
    whole
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte))
}

/// A node as a value.
pub fn value_of(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(truth) => Value::Bool(*truth),
        Node::Number(number) => serde_json::from_str(&number.0).unwrap_or(Value::Null),
        Node::String(text) => Value::String(text.to_string()),
        Node::Array(items) => Value::Array(items.iter().map(value_of).collect()),
        Node::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| (key.to_string(), value_of(value)))
                .collect(),
        ),
    }
}

/// A tree with its schemas in the dialect of 2020-12. What is no schema may come out changed: no
/// reference leads there.
fn translated(root: &Node, node: &Node, is_old: bool, direction: Direction) -> Value {
    match node {
        Node::Object(entries) => {
            let mut object: Map<String, Value> = entries
                .iter()
                .map(|(key, value)| (key.to_string(), translated(root, value, is_old, direction)))
                .collect();
            translate(&mut object, is_old);
            one_way(root, node, &mut object, direction);
            Value::Object(object)
        }
        Node::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| translated(root, item, is_old, direction))
                .collect(),
        ),
        other => value_of(other),
    }
}

/// The words of OpenAPI 3.0 and Swagger 2.0 for what 2020-12 says otherwise.
fn translate(object: &mut Map<String, Value>, is_old: bool) {
    if is_old && object.get("$ref").is_some_and(Value::is_string) {
        // What stands beside a reference does not count.
        object.retain(|key, _| key == "$ref");
        return;
    }
    if is_old
        && object.get("nullable") == Some(&Value::Bool(true))
        && let Some(Value::String(ty)) = object.get("type")
    {
        let types = json!([ty, "null"]);
        object.insert("type".to_owned(), types);
    }
    for (keyword, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        match object.get(keyword) {
            Some(Value::Bool(true)) => {
                object.remove(keyword);
                if let Some(limit) = object.remove(bound) {
                    object.insert(keyword.to_owned(), limit);
                }
            }
            Some(Value::Bool(false)) => drop(object.remove(keyword)),
            _ => {}
        }
    }
    if let Some((least, most)) = object.get("format").and_then(Value::as_str).and_then(range) {
        let range = json!([{ "minimum": least, "maximum": most }]);
        object.entry("allOf").or_insert(range);
    }
}

/// The integers of a format.
fn range(format: &str) -> Option<(i64, u64)> {
    Some(match format {
        "int8" => (i8::MIN.into(), 0x7F),
        "int16" => (i16::MIN.into(), 0x7FFF),
        "int32" => (i32::MIN.into(), 0x7FFF_FFFF),
        "int64" => (i64::MIN, i64::MAX.unsigned_abs()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" => (0, u64::MAX),
        _ => return None,
    })
}

/// A property that does not travel this way is not required.
fn one_way(root: &Node, node: &Node, object: &mut Map<String, Value>, direction: Direction) {
    let keyword = match direction {
        Direction::Any => return,
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let Some(Value::Array(required)) = object.get_mut("required") else {
        return;
    };
    required.retain(|name| {
        let property = name
            .as_str()
            .and_then(|name| node.get("properties")?.get(name));
        let target = property.map(|property| match property.get("$ref") {
            Some(Node::String(reference)) => reference
                .strip_prefix('#')
                .and_then(|pointer| super::find::at(root, pointer))
                .unwrap_or(property),
            _ => property,
        });
        let stays = |node: &Node| node.get(keyword) != Some(&Node::Bool(true));
        property.is_none_or(stays) && target.is_none_or(stays)
    });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use oasmith::model::Direction;
    use oasmith::source::{self, FileId};

    use super::{super::find::at, Judge, Judgement, Registries};

    fn check(version: &str, schema: &str, direction: Direction, value: &str) -> Judgement {
        let text = format!(
            "openapi: {version}\nv: {value}\ncomponents: {{schemas: {{a/b: {schema}, s: {{type: string, readOnly: true}}}}}}"
        );
        let tree = source::parse(Path::new("t.yaml"), text).expect("it is YAML");
        let registries = Registries::new(&tree);
        let value = at(&tree.files[0].root, "/v").expect("it is there");
        Judge::new(&registries).judge(FileId(0), "/components/schemas/a~1b", direction, value)
    }

    #[test]
    fn dialects_are_told_apart() {
        use Direction::{Any, Request, Response};
        use Judgement::{Invalid, None, Valid};
        for (version, schema, direction, value, expected) in [
            ("3.0.3", "{type: string}", Any, "a", Valid),
            ("3.0.3", "{type: string}", Any, "1", Invalid),
            (
                "3.0.3",
                "{type: string, nullable: true}",
                Any,
                "null",
                Valid,
            ),
            (
                "3.1.0",
                "{type: string, nullable: true}",
                Any,
                "null",
                Invalid,
            ),
            (
                "3.0.3",
                "{type: integer, minimum: 1, exclusiveMinimum: true}",
                Any,
                "1",
                Invalid,
            ),
            (
                "3.0.3",
                "{type: integer, format: int32}",
                Any,
                "3000000000",
                Invalid,
            ),
            (
                "3.0.3",
                "{$ref: '#/components/schemas/s', type: integer}",
                Any,
                "a",
                Valid,
            ),
            (
                "3.1.0",
                "{$ref: '#/components/schemas/s', type: integer}",
                Any,
                "a",
                Invalid,
            ),
            ("3.0.3", "{type: string, format: uuid}", Any, "a", Invalid),
            ("3.0.3", "{type: file}", Any, "a", None),
            (
                "3.0.3",
                "{required: [a], properties: {a: {readOnly: true}}}",
                Request,
                "{}",
                Valid,
            ),
            (
                "3.0.3",
                "{required: [a], properties: {a: {readOnly: true}}}",
                Response,
                "{}",
                Invalid,
            ),
            (
                "3.0.3",
                "{required: [a], properties: {a: {$ref: '#/components/schemas/s'}}}",
                Request,
                "{}",
                Valid,
            ),
        ] {
            assert_eq!(
                check(version, schema, direction, value),
                expected,
                "{version} {schema} {value}"
            );
        }
    }
}
