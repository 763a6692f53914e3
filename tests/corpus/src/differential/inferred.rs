//! Schemas without a `type` whose JSON type generation infers, and what they are to a validator that
//! takes them by the letter. Inference is about types, so that schemas in rules and in compositions have
//! to have one.

use serde_json::{Value, json};

/// The keywords that mean an object.
const OF_OBJECTS: &[&str] = &[
    "additionalProperties",
    "maxProperties",
    "minProperties",
    "patternProperties",
    "properties",
    "required",
    "unevaluatedProperties",
];

/// The keywords that mean an array.
const OF_ARRAYS: &[&str] = &["items", "prefixItems", "unevaluatedItems"];

/// Others that speak of objects or arrays.
const OTHERS: &[&str] = &[
    "additionalItems",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
];

/// The keywords with which a schema is more than its own keywords, or has other values.
const COMPOSITION: &[&str] = &[
    "$dynamicRef",
    "$ref",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "nullable",
    "oneOf",
];

/// A schema without the types that generation infers; none if there is no such type, or if it would
/// infer others.
pub fn untyped(schema: &Value) -> Option<Value> {
    let mut without = schema.clone();
    each_inferred(&mut without, &mut |members, inferred| {
        if members.get("type") == Some(&json!(inferred)) {
            members.remove("type");
        }
    });
    let typed = typed(&without)?;
    (typed != without).then_some(without)
}

/// A schema with the types that generation infers; none if another schema in it has none.
pub fn typed(schema: &Value) -> Option<Value> {
    let mut typed = schema.clone();
    each_inferred(&mut typed, &mut |members, inferred| {
        members.entry("type").or_insert(json!(inferred));
    });
    is_typed(&typed).then_some(typed)
}

type Members = serde_json::Map<String, Value>;

/// Calls a function with the schemas of objects and arrays that become types by themselves, and with the
/// JSON type that their keywords mean.
fn each_inferred(schema: &mut Value, with: &mut impl FnMut(&mut Members, &str)) {
    let Value::Object(members) = schema else {
        return;
    };
    let has =
        |members: &Members, keywords: &[&str]| keywords.iter().any(|it| members.contains_key(*it));
    // Properties of several patterns are intersections.
    if has(members, COMPOSITION) || has(members, &["patternProperties", "if"]) {
        return;
    }
    match (has(members, OF_OBJECTS), has(members, OF_ARRAYS)) {
        (true, false) => with(members, "object"),
        (false, true) => with(members, "array"),
        // Of both, none is meant.
        (true, true) | (false, false) => return,
    }
    for (keyword, value) in members.iter_mut() {
        match (&**keyword, value) {
            ("properties", Value::Object(properties)) => {
                let properties = properties.values_mut();
                properties.for_each(|property| each_inferred(property, with));
            }
            ("items" | "prefixItems", Value::Array(items)) => {
                items.iter_mut().for_each(|item| each_inferred(item, with));
            }
            ("items" | "additionalProperties", value) => each_inferred(value, with),
            _ => {}
        }
    }
}

/// Whether each schema with keywords of objects and arrays has a `type`.
fn is_typed(node: &Value) -> bool {
    match node {
        Value::Array(items) => items.iter().all(is_typed),
        Value::Object(members) => {
            let mut keywords = OF_OBJECTS.iter().chain(OF_ARRAYS).chain(OTHERS);
            let speaks = keywords.any(|it| members.contains_key(*it));
            // With inference, an `enum` without values has no effect.
            let is_empty = members.get("enum") == Some(&json!([]));
            let is_value = |name: &str| ["const", "default", "enum", "example"].contains(&name);
            let mut below = members.iter().filter(|(name, _)| !is_value(name));
            (members.contains_key("type") || !speaks)
                && !is_empty
                && below.all(|(_, value)| is_typed(value))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{typed, untyped};

    #[test]
    fn types_are_inferred_where_schemas_become_types() {
        let schema = json!({
            "type": "object",
            "properties": {
                "a": {"type": "array", "items": {"maxLength": 1}},
                "b": {"type": "string", "maxLength": 2},
                "c": {"type": "object", "minProperties": 1, "enum": [{"x": 1}]},
            },
            "not": {"type": "object", "required": ["a"]},
        });
        let expected = json!({
            "properties": {
                "a": {"items": {"maxLength": 1}},
                "b": {"type": "string", "maxLength": 2},
                "c": {"type": "object", "minProperties": 1, "enum": [{"x": 1}]},
            },
            "not": {"type": "object", "required": ["a"]},
        });
        assert_eq!(untyped(&schema), Some(expected.clone()));
        assert_eq!(typed(&expected), Some(schema));
        for schema in [
            json!({"type": "string"}),
            json!({"type": "object", "properties": {}, "not": {"required": ["a"]}}),
            json!({"type": "object", "allOf": [{"type": "object", "properties": {}}]}),
            json!({"type": "object", "properties": {"a": {"enum": []}}}),
        ] {
            assert_eq!(untyped(&schema), None, "{schema}");
        }
    }
}
