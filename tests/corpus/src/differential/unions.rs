//! Unions of objects, with a discriminator and without one.

use serde_json::{Map, Value, json};

use super::schemas::{leaf, object};
use crate::mutate::Numbers;
use crate::suite::Draft;

/// A union as descriptions have them: of objects, of scalars and objects, of one type and lists of it.
pub fn union(draft: Draft, numbers: &mut Numbers) -> Value {
    let keyword = ["oneOf", "anyOf"][numbers.below(2)];
    let count = 2 + numbers.below(2);
    let kind = numbers.below(4);
    let variants: Vec<Value> = (0..count)
        .map(|index| match kind {
            0 => with_constant(object(draft, numbers, 1), index, draft),
            1 => object(draft, numbers, 1),
            2 if index == 0 => leaf(draft, numbers),
            2 => object(draft, numbers, 1),
            _ if numbers.below(3) == 0 => json!({"type": "array", "items": leaf(draft, numbers)}),
            _ => leaf(draft, numbers),
        })
        .collect();
    let mut schema = Map::new();
    schema.insert(keyword.to_owned(), Value::Array(variants));
    match numbers.below(4) {
        0 if kind < 2 => schema.extend(members(object(draft, numbers, 1))),
        1 => schema.extend(members(leaf(draft, numbers))),
        _ => {}
    }
    Value::Object(schema)
}

/// A union with a discriminator whose values select the variants.
pub fn discriminated(draft: Draft, numbers: &mut Numbers) -> Value {
    let keyword = ["oneOf", "anyOf"][numbers.below(2)];
    let count = 2 + numbers.below(2);
    let (mut variants, mut defs) = (Vec::new(), Map::new());
    let (mut mapping, is_mapped) = (Map::new(), numbers.below(2) == 0);
    for index in 0..count {
        let name = format!("V{index}");
        let mut variant = object(draft, numbers, 1);
        // With a mapping, the property of a variant may list the values of all.
        variant["properties"]["kind"] = match (is_mapped, numbers.below(2)) {
            (true, 0) => json!({"type": "string"}),
            _ => json!({"type": "string", "enum": [name.clone()]}),
        };
        require(&mut variant, "kind");
        let reference = format!("#/$defs/{name}");
        variants.push(json!({"$ref": reference}));
        if is_mapped {
            mapping.insert(name.clone(), json!(reference));
        }
        defs.insert(name, variant);
    }
    let mut discriminator = json!({"propertyName": "kind"});
    if is_mapped {
        discriminator["mapping"] = Value::Object(mapping);
    }
    let mut schema = json!({"discriminator": discriminator, "$defs": defs});
    schema[keyword] = Value::Array(variants);
    if let (0, Value::Object(schema)) = (numbers.below(4), &mut schema) {
        schema.extend(members(leaf(draft, numbers)));
    }
    schema
}

fn with_constant(mut variant: Value, index: usize, draft: Draft) -> Value {
    let value = ["x", "y", "z"][index % 3];
    variant["properties"]["kind"] = match draft {
        Draft::Draft4 => json!({"type": "string", "enum": [value]}),
        Draft::Draft202012 => json!({"const": value}),
    };
    require(&mut variant, "kind");
    variant
}

fn require(schema: &mut Value, name: &str) {
    match &mut schema["required"] {
        Value::Array(names) => names.push(json!(name)),
        other => *other = json!([name]),
    }
}

fn members(schema: Value) -> Map<String, Value> {
    match schema {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
