//! Schemas: every keyword of OpenAPI 3.0's dialect and of JSON Schema 2020-12, read leniently.

use super::reader::{At, Place, Reader};
use crate::diagnostic::Code;
use crate::source::{Node, Number};

/// Which schema of a document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SchemaId(pub u32);

/// A schema as the description writes it; references are resolved, nothing is merged.
#[derive(Debug)]
pub struct Schema<'t> {
    pub place: Place,
    /// `true` and `false` stand for the schemas that allow everything and nothing.
    pub boolean: Option<bool>,
    pub reference: Reference,
    pub title: Option<&'t str>,
    pub description: Option<&'t str>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub types: Types,
    pub format: Option<&'t str>,
    pub enumeration: Option<Vec<&'t Node>>,
    pub constant: Option<&'t Node>,
    pub multiple_of: Option<&'t Number>,
    pub maximum: Option<Bound<'t>>,
    pub minimum: Option<Bound<'t>>,
    pub max_length: Option<u64>,
    pub min_length: Option<u64>,
    pub pattern: Option<(&'t str, Place)>,
    pub max_items: Option<u64>,
    pub min_items: Option<u64>,
    pub unique_items: bool,
    pub max_properties: Option<u64>,
    pub min_properties: Option<u64>,
    pub required: Vec<&'t str>,
    pub properties: Vec<(&'t str, SchemaId)>,
    pub additional: Additional,
    pub items: Option<SchemaId>,
    pub all_of: Vec<SchemaId>,
    pub one_of: Vec<SchemaId>,
    pub any_of: Vec<SchemaId>,
    /// The keywords that are read by name only, because nothing is made of them yet.
    pub untyped: Vec<&'t str>,
}

/// A `$ref`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reference {
    /// There is none.
    None,
    /// It leads to another schema.
    To(SchemaId),
    /// It leads nowhere, which has been reported.
    Broken,
}

/// The types that `type` lists, and whether `null` is one of them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Types {
    pub boolean: bool,
    pub integer: bool,
    pub number: bool,
    pub string: bool,
    pub array: bool,
    pub object: bool,
    pub null: bool,
}

/// An upper or lower bound.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'t> {
    pub limit: &'t Number,
    pub exclusive: bool,
}

/// What `additionalProperties` says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Additional {
    /// Nothing: they are allowed.
    Unsaid,
    Refused,
    /// Whatever they are.
    Any,
    Schema(SchemaId),
}

/// The keywords that are read, for finding the one that a misspelt one may mean.
const KEYWORDS: &[&str] = &[
    "$ref",
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "default",
    "type",
    "nullable",
    "format",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "xml",
];

/// The keywords of JSON Schema 2020-12 that nothing is made of yet.
const UNTYPED: &[&str] = &[
    "not",
    "discriminator",
    "if",
    "then",
    "else",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$dynamicRef",
];

/// The keywords that say nothing about values.
const WITHOUT_EFFECT: &[&str] = &[
    "default",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "$schema",
    "$id",
    "$anchor",
    "$defs",
    "$comment",
    "definitions",
];

impl<'t> Schema<'t> {
    /// What allows everything, with the documentation of another.
    pub fn documented_any(other: &Self) -> Self {
        Self {
            title: other.title,
            description: other.description,
            deprecated: other.deprecated,
            ..Self::new(other.place)
        }
    }

    fn new(place: Place) -> Self {
        Self {
            place,
            boolean: None,
            reference: Reference::None,
            title: None,
            description: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            types: Types::default(),
            format: None,
            enumeration: None,
            constant: None,
            multiple_of: None,
            maximum: None,
            minimum: None,
            max_length: None,
            min_length: None,
            pattern: None,
            max_items: None,
            min_items: None,
            unique_items: false,
            max_properties: None,
            min_properties: None,
            required: Vec::new(),
            properties: Vec::new(),
            additional: Additional::Unsaid,
            items: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            untyped: Vec::new(),
        }
    }
}

/// Reads the schemas that wait, and those that they lead to.
pub fn read_all(reader: &mut Reader<'_>) {
    while let Some(at) = reader.waiting.pop_front() {
        let schema = read(reader, at);
        reader.schemas.push(schema);
    }
}

fn read<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Schema<'t> {
    let mut schema = Schema::new(at.place);
    if let Node::Bool(allowed) = at.node {
        schema.boolean = Some(*allowed);
        return schema;
    }
    if let Some(reference) = reader.child(at, "$ref") {
        read_reference(reader, &mut schema, at, reference);
        return schema;
    }
    let mut exclusive = Exclusive::default();
    for (key, value) in reader.entries(at, "a schema") {
        if !read_annotation(reader, &mut schema, key, value)
            && !read_constraint(reader, &mut schema, &mut exclusive, key, value)
            && !read_composition(reader, &mut schema, key, value)
        {
            if UNTYPED.contains(&key) {
                schema.untyped.push(key);
            } else if !WITHOUT_EFFECT.contains(&key) {
                reader.unknown(value, key, "a schema", KEYWORDS);
            }
        }
    }
    apply_exclusive(reader, &mut schema, exclusive);
    schema
}

/// In OpenAPI 3.0 a `$ref` stands alone: what is beside it has no effect (OAS 3.0 §4.7.23).
fn read_reference<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    at: At<'t>,
    reference: At<'t>,
) {
    let target = reader
        .text(reference, "$ref")
        .and_then(|text| reader.resolve(text, reference.place));
    schema.reference = match target {
        Some(target) => Reference::To(reader.schema(target)),
        None => Reference::Broken,
    };
    for (key, value) in reader.entries(at, "a schema") {
        match key {
            "$ref" => {}
            "description" => schema.description = reader.text(value, key),
            "summary" => {}
            _ if key.starts_with("x-") => {}
            _ => {
                let message = format!("`{key}` has no effect beside `$ref`");
                reader
                    .report(Code::IgnoredKeyword, value.place, message)
                    .help = Some("put the `$ref` into an `allOf` beside it".to_owned());
            }
        }
    }
}

fn read_annotation<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    match key {
        "title" => schema.title = reader.text(value, key),
        "description" => schema.description = reader.text(value, key),
        "deprecated" => schema.deprecated = reader.flag(value, key),
        "readOnly" => schema.read_only = reader.flag(value, key),
        "writeOnly" => schema.write_only = reader.flag(value, key),
        _ => return false,
    }
    true
}

/// `exclusiveMaximum` and `exclusiveMinimum`, which are flags in 3.0 and bounds in 3.1.
#[derive(Default)]
struct Exclusive<'t> {
    maximum: Option<At<'t>>,
    minimum: Option<At<'t>>,
}

fn read_constraint<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    exclusive: &mut Exclusive<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    let inclusive = |limit| Bound {
        limit,
        exclusive: false,
    };
    match key {
        "type" => read_types(reader, &mut schema.types, value),
        "nullable" => schema.types.null |= reader.flag(value, key),
        "format" => schema.format = reader.text(value, key),
        "enum" => {
            let values: Vec<_> = reader
                .items(value, key)
                .into_iter()
                .map(|item| item.node)
                .collect();
            if values.is_empty() {
                reader.report(
                    Code::InvalidValue,
                    value.place,
                    "an `enum` needs a value at least",
                );
            } else {
                schema.enumeration = Some(values);
            }
        }
        "const" => schema.constant = Some(value.node),
        "multipleOf" => schema.multiple_of = reader.number(value, key),
        "maximum" => schema.maximum = reader.number(value, key).map(inclusive),
        "minimum" => schema.minimum = reader.number(value, key).map(inclusive),
        "exclusiveMaximum" => exclusive.maximum = Some(value),
        "exclusiveMinimum" => exclusive.minimum = Some(value),
        "maxLength" => schema.max_length = reader.count(value, key),
        "minLength" => schema.min_length = reader.count(value, key),
        "pattern" => {
            schema.pattern = reader
                .text(value, key)
                .map(|pattern| (pattern, value.place))
        }
        "maxItems" => schema.max_items = reader.count(value, key),
        "minItems" => schema.min_items = reader.count(value, key),
        "uniqueItems" => schema.unique_items = reader.flag(value, key),
        "maxProperties" => schema.max_properties = reader.count(value, key),
        "minProperties" => schema.min_properties = reader.count(value, key),
        "required" => schema.required = reader.texts(value, key),
        _ => return false,
    }
    true
}

fn read_composition<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    match key {
        "properties" => {
            let properties = reader.entries(value, key);
            schema.properties = properties
                .into_iter()
                .map(|(name, at)| (name, reader.schema(at)))
                .collect();
        }
        "additionalProperties" => {
            schema.additional = match value.node {
                Node::Bool(false) => Additional::Refused,
                Node::Bool(true) => Additional::Any,
                Node::Object(entries) if entries.is_empty() => Additional::Any,
                _ => Additional::Schema(reader.schema(value)),
            }
        }
        "items" => schema.items = Some(reader.schema(value)),
        "allOf" => schema.all_of = read_list(reader, value, key),
        "oneOf" => schema.one_of = read_list(reader, value, key),
        "anyOf" => schema.any_of = read_list(reader, value, key),
        _ => return false,
    }
    true
}

fn read_list<'t>(reader: &mut Reader<'t>, at: At<'t>, what: &str) -> Vec<SchemaId> {
    let items = reader.items(at, what);
    items.into_iter().map(|item| reader.schema(item)).collect()
}

fn read_types<'t>(reader: &mut Reader<'t>, types: &mut Types, at: At<'t>) {
    let names = match at.node {
        Node::Array(_) => reader.items(at, "type"),
        _ => vec![at],
    };
    for name in names {
        let Some(text) = reader.text(name, "type") else {
            continue;
        };
        match text {
            "boolean" => types.boolean = true,
            "integer" => types.integer = true,
            "number" => types.number = true,
            "string" => types.string = true,
            "array" => types.array = true,
            "object" => types.object = true,
            "null" => types.null = true,
            _ => {
                let message = format!("`{text}` is no type");
                reader.report(Code::InvalidValue, name.place, message).help = Some(
                    "types are boolean, integer, number, string, array, object and null".to_owned(),
                );
            }
        }
    }
}

fn apply_exclusive<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, exclusive: Exclusive<'t>) {
    let sides = [
        (
            exclusive.maximum,
            &mut schema.maximum,
            "exclusiveMaximum",
            "maximum",
        ),
        (
            exclusive.minimum,
            &mut schema.minimum,
            "exclusiveMinimum",
            "minimum",
        ),
    ];
    for (at, bound, keyword, other) in sides {
        let Some(at) = at else { continue };
        match (at.node, &mut *bound) {
            // Both say something; of two bounds the tighter one is left.
            (Node::Number(limit), known) => {
                let is_tighter = |known: &Bound<'_>| match (limit.as_f64(), known.limit.as_f64()) {
                    (Some(new), Some(old)) if other == "maximum" => new <= old,
                    (Some(new), Some(old)) => new >= old,
                    _ => true,
                };
                if known.as_ref().is_none_or(is_tighter) {
                    *bound = Some(Bound {
                        limit,
                        exclusive: true,
                    });
                }
            }
            (Node::Bool(flag), Some(bound)) => bound.exclusive = *flag,
            (Node::Bool(_), None) => {
                let message = format!("`{keyword}` has no effect without `{other}`");
                reader.report(Code::IgnoredKeyword, at.place, message);
            }
            _ => {
                reader.wrong_type::<()>(at, keyword, "true, false or a number");
            }
        }
    }
}
