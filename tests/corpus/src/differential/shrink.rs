//! A schema or an instance → the same with a part less.

use serde_json::{Map, Value, json};

/// The keywords whose members are schemas with names.
const OF_NAMES: &[&str] = &[
    "$defs",
    "definitions",
    "dependentSchemas",
    "patternProperties",
    "properties",
];

/// The keywords whose value is a schema, or a list of schemas.
const OF_SCHEMAS: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// The schemas with one part less than a schema.
pub fn schemas(schema: &Value) -> Vec<Value> {
    let Value::Object(members) = schema else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (keyword, value) in members {
        let mut with = |changed: Option<Value>| {
            let mut members: Map<String, Value> = members.clone();
            match changed {
                Some(value) => drop(members.insert(keyword.clone(), value)),
                None => drop(members.remove(keyword)),
            }
            found.push(Value::Object(members));
        };
        with(None);
        match value {
            Value::Object(named) if OF_NAMES.contains(&&**keyword) => {
                for (name, schema) in named {
                    let mut less = named.clone();
                    less.remove(name);
                    with(Some(Value::Object(less)));
                    for smaller in schemas(schema) {
                        let mut less = named.clone();
                        less.insert(name.clone(), smaller);
                        with(Some(Value::Object(less)));
                    }
                }
            }
            Value::Array(items) => {
                for index in 0..items.len() {
                    if items.len() > 1 {
                        let mut less = items.clone();
                        less.remove(index);
                        with(Some(Value::Array(less)));
                    }
                    let of_schemas = OF_SCHEMAS.contains(&&**keyword);
                    for smaller in schemas(&items[index]).into_iter().filter(|_| of_schemas) {
                        let mut less = items.clone();
                        less[index] = smaller;
                        with(Some(Value::Array(less)));
                    }
                }
            }
            schema if OF_SCHEMAS.contains(&&**keyword) => {
                for smaller in schemas(schema) {
                    with(Some(smaller));
                }
            }
            _ => {}
        }
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        // What a reference leads to may be lost; then nothing can be said of the schema.
        let parts = members.get(keyword).and_then(Value::as_array);
        for part in parts.into_iter().flatten().filter(|part| part.is_object()) {
            let mut part = part.clone();
            for definitions in ["$defs", "definitions"] {
                if let Some(kept) = members.get(definitions) {
                    part[definitions] = kept.clone();
                }
            }
            found.push(part);
        }
    }
    found
}

/// The instances with one part less than an instance.
pub fn instances(instance: &Value) -> Vec<Value> {
    match instance {
        Value::Object(members) => {
            let mut found = Vec::new();
            for (name, value) in members {
                let mut less = members.clone();
                less.remove(name);
                found.push(Value::Object(less));
                for smaller in instances(value) {
                    let mut less = members.clone();
                    less.insert(name.clone(), smaller);
                    found.push(Value::Object(less));
                }
            }
            found
        }
        Value::Array(items) => {
            let mut found = Vec::new();
            for index in 0..items.len() {
                let mut less = items.clone();
                less.remove(index);
                found.push(Value::Array(less));
                for smaller in instances(&items[index]) {
                    let mut less = items.clone();
                    less[index] = smaller;
                    found.push(Value::Array(less));
                }
            }
            found
        }
        Value::String(text) if !text.is_empty() => {
            vec![json!(""), text.chars().skip(1).collect::<String>().into()]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{instances, schemas};

    #[test]
    fn a_part_less_at_each_place() {
        let schema = json!({"properties": {"a": {"maximum": 1}}, "required": ["a"]});
        for smaller in [
            json!({"required": ["a"]}),
            json!({"properties": {"a": {}}, "required": ["a"]}),
            json!({"properties": {}, "required": ["a"]}),
            json!({"properties": {"a": {"maximum": 1}}}),
        ] {
            assert!(schemas(&schema).contains(&smaller), "{smaller}");
        }
        assert!(instances(&json!({"a": [1, 2]})).contains(&json!({"a": [2]})));
    }
}
