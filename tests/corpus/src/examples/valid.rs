//! Whether an example is valid, by a validator that is not ours.

use std::collections::HashMap;

use jsonschema::{Draft, Registry, Validator};
use oasmith::model::Direction;
use oasmith::source::{FileId, Node, Tree};
use serde_json::{Map, Value, json};

use crate::discriminator;

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
pub struct Judge {
    registries: Registries,
    known: HashMap<(FileId, String, &'static str), Option<Validator>>,
}

/// What the validator asserts besides the keywords of JSON Schema.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Extent {
    /// `format`, and the ranges of integers that it gives.
    pub formats: bool,
    /// `discriminator`.
    pub discriminators: bool,
}

/// The files of a tree as the validator reads them, for each direction.
pub struct Registries {
    any: Option<Registry<'static>>,
    request: Option<Registry<'static>>,
    response: Option<Registry<'static>>,
    uris: Vec<String>,
    formats: bool,
}

impl Registries {
    /// Brings all files to the validator's dialect, JSON Schema 2020-12.
    pub fn new(tree: &Tree, extent: Extent) -> Self {
        let uris: Vec<String> = tree.files.iter().map(|file| uri(&file.path)).collect();
        let registry = |direction: Direction| {
            let mut builder = Registry::new().draft(Draft::Draft202012);
            for (number, uri) in uris.iter().enumerate() {
                builder = builder
                    .add(uri, document(tree, number, direction, extent))
                    .ok()?;
            }
            builder.prepare().ok()
        };
        Self {
            any: registry(Direction::Any),
            request: registry(Direction::Request),
            response: registry(Direction::Response),
            uris,
            formats: extent.formats,
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

/// A file of a tree in the validator's dialect.
pub fn document(tree: &Tree, number: usize, direction: Direction, extent: Extent) -> Value {
    let Some(file) = tree.files.get(number) else {
        return Value::Null;
    };
    let is_old = !is_31(&tree.files[0].root);
    let translated = translated(
        &file.root,
        (&file.root, &[]),
        (is_old, extent.formats),
        direction,
    );
    match extent.discriminators {
        true => discriminator::written_out(&translated),
        false => translated,
    }
}

impl Judge {
    /// A judge that knows no schema yet.
    pub fn new(registries: Registries) -> Self {
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
        let validator = self.validator(file, schema, direction);
        match validator.map(|validator| validator.is_valid(&value_of(value))) {
            Some(true) => Judgement::Valid,
            Some(false) => Judgement::Invalid,
            None => Judgement::None,
        }
    }

    /// The validator of the schema at a place; none where it does not take the schema.
    pub fn validator(
        &mut self,
        file: FileId,
        schema: &str,
        direction: Direction,
    ) -> Option<&Validator> {
        let (registry, word) = self.registries.of(direction);
        let (registry, uri) = (registry?, self.registries.uris.get(file.0 as usize)?);
        let formats = self.registries.formats;
        self.known
            .entry((file, schema.to_owned(), word))
            .or_insert_with(|| {
                let reference = json!({ "$ref": format!("{uri}#{}", escaped(schema)) });
                let options = jsonschema::options()
                    .with_draft(Draft::Draft202012)
                    .with_registry(registry)
                    .should_validate_formats(formats)
                    .with_format("byte", is_base64);
                options.build(&reference).ok()
            })
            .as_ref()
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
/// reference leads there. The flags say whether the words are those of OpenAPI 3.0, and whether formats
/// are asserted.
fn translated(
    root: &Node,
    (node, around): (&Node, &[&Node]),
    flags: (bool, bool),
    direction: Direction,
) -> Value {
    match node {
        Node::Object(entries) => {
            let own: Vec<&Node> = around.iter().copied().chain([node]).collect();
            let entries = entries.iter().map(|(key, value)| {
                let value = match value {
                    Node::Array(parts) if &**key == "allOf" => {
                        let parts = parts.iter();
                        let part = |part| translated(root, (part, &own), flags, direction);
                        parts.map(part).collect()
                    }
                    _ => translated(root, (value, &[]), flags, direction),
                };
                (key.to_string(), value)
            });
            let mut object: Map<String, Value> = entries.collect();
            translate(&mut object, flags);
            one_way(root, &own, &mut object, direction);
            Value::Object(object)
        }
        Node::Array(items) => {
            let items = items.iter();
            let item = |item| translated(root, (item, &[]), flags, direction);
            items.map(item).collect()
        }
        other => value_of(other),
    }
}

/// The words of OpenAPI 3.0 and Swagger 2.0 for what 2020-12 says otherwise.
fn translate(object: &mut Map<String, Value>, (is_old, formats): (bool, bool)) {
    if is_old && object.get("$ref").is_some_and(Value::is_string) {
        // What stands beside a reference does not count.
        object.retain(|key, _| key == "$ref");
        return;
    }
    if is_old && object.remove("nullable") == Some(Value::Bool(true)) || has_bare_null(object) {
        allow_null(object);
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
    let format = object.get("format").filter(|_| formats);
    if let Some((least, most)) = format.and_then(Value::as_str).and_then(range) {
        let range = json!([{ "minimum": least, "maximum": most }]);
        object.entry("allOf").or_insert(range);
    }
}

/// Allows `null`, which `nullable: true` does whatever is beside it.
fn allow_null(object: &mut Map<String, Value>) {
    let has_others = ["allOf", "anyOf", "const", "enum", "not", "oneOf"]
        .iter()
        .any(|keyword| object.contains_key(*keyword));
    match object.get_mut("type") {
        Some(ty @ Value::String(_)) if !has_others => *ty = json!([ty, "null"]),
        _ => {
            let others = Value::Object(std::mem::take(object));
            object.insert("anyOf".to_owned(), json!([{"type": "null"}, others]));
        }
    }
}

/// Whether a part of `allOf` is `nullable` and asserts nothing, which is how OpenAPI 3.0 says it beside
/// a reference. Such a part is translated before the schema around it.
fn has_bare_null(object: &Map<String, Value>) -> bool {
    let is_annotation = |keyword: &String| {
        [
            "deprecated",
            "description",
            "example",
            "readOnly",
            "title",
            "writeOnly",
        ]
        .contains(&&**keyword)
    };
    let is_bare = |part: &Value| {
        let [null, rest] = part["anyOf"].as_array().map_or(&[][..], |both| both) else {
            return false;
        };
        let rest = rest.as_object();
        *null == json!({"type": "null"}) && rest.is_some_and(|it| it.keys().all(is_annotation))
    };
    let parts = object.get("allOf").and_then(Value::as_array);
    parts.into_iter().flatten().any(is_bare)
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

/// A property that does not travel this way is not required, whichever of the schemas that apply
/// together declares it.
fn one_way(root: &Node, schemas: &[&Node], object: &mut Map<String, Value>, direction: Direction) {
    let keyword = match direction {
        Direction::Any => return,
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let Some(Value::Array(required)) = object.get_mut("required") else {
        return;
    };
    let is_one_way = |schema: &&Node| schema.get(keyword) == Some(&Node::Bool(true));
    required.retain(|name| {
        let mut declared = Vec::new();
        for schema in schemas {
            add_declared(
                root,
                schema,
                name.as_str().unwrap_or_default(),
                0,
                &mut declared,
            );
        }
        !declared.iter().any(is_one_way)
    });
}

/// How far references are followed.
const MAX_DEPTH: usize = 8;

/// Adds the schemas of a property, and what they refer to.
fn add_declared<'t>(
    root: &'t Node,
    schema: &'t Node,
    name: &str,
    depth: usize,
    found: &mut Vec<&'t Node>,
) {
    if depth > MAX_DEPTH {
        return;
    }
    if let Some(property) = schema.get("properties").and_then(|it| it.get(name)) {
        found.push(property);
        found.extend(target(root, property));
    }
    let parts = match schema.get("allOf") {
        Some(Node::Array(parts)) => &parts[..],
        _ => &[],
    };
    for part in parts.iter().chain(target(root, schema)) {
        add_declared(root, part, name, depth + 1, found);
    }
}

/// What a schema refers to.
fn target<'t>(root: &'t Node, schema: &Node) -> Option<&'t Node> {
    match schema.get("$ref") {
        Some(Node::String(reference)) => super::find::at(root, reference.strip_prefix('#')?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use oasmith::model::Direction;
    use oasmith::source::{self, FileId};

    use super::{super::find::at, Extent, Judge, Judgement, Registries};

    fn check(version: &str, schema: &str, direction: Direction, value: &str) -> Judgement {
        let text = format!(
            "openapi: {version}\nv: {value}\ncomponents: {{schemas: {{a/b: {schema}, s: {{type: string, readOnly: true}}}}}}"
        );
        let tree = source::parse(Path::new("t.yaml"), text).expect("it is YAML");
        let extent = Extent {
            formats: true,
            discriminators: true,
        };
        let registries = Registries::new(&tree, extent);
        let value = at(&tree.files[0].root, "/v").expect("it is there");
        Judge::new(registries).judge(FileId(0), "/components/schemas/a~1b", direction, value)
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
