//! Schemas with discriminators → schemas that say the same to a validator which knows nothing of
//! OpenAPI (OAS 3.1 §4.8.25). Which values select which variant is as `docs/unions.md` has it.

use serde_json::{Map, Value, json};

/// A document whose discriminators are written out.
pub fn written_out(document: &Value) -> Value {
    let bases = bases(document);
    let mut written = of_node(document, document, &bases);
    for base in &bases {
        let Some(schemas) = written.pointer_mut(SCHEMAS).and_then(Value::as_object_mut) else {
            break;
        };
        if let Some(own) = schemas.insert(base.name.clone(), base.as_union()) {
            schemas.insert(format!("{}{OWN}", base.name), own);
        }
    }
    written
}

const SCHEMAS: &str = "/components/schemas";

/// Ends the name of the schema that a base is without its subtypes.
const OWN: &str = "@own";

/// A component with a discriminator that others extend by `allOf`.
struct Base {
    name: String,
    property: String,
    /// The names of the subtypes, with the values that select them.
    subtypes: Vec<(String, Vec<Value>)>,
}

impl Base {
    /// A value is of the subtype that it selects; one that selects none is of the base itself.
    fn as_union(&self) -> Value {
        let subtypes = self
            .subtypes
            .iter()
            .map(|(name, values)| selected(&self.property, values, reference(name, "")));
        let mut variants: Vec<Value> = subtypes.collect();
        let all: Vec<&Value> = self
            .subtypes
            .iter()
            .flat_map(|(_, values)| values)
            .collect();
        variants.push(json!({
            "allOf": [reference(&self.name, OWN)],
            "not": {"required": [self.property], "properties": {&self.property: {"enum": all}}},
        }));
        json!({ "anyOf": variants })
    }
}

fn reference(name: &str, end: &str) -> Value {
    let name = name.replace('~', "~0").replace('/', "~1");
    json!({"$ref": format!("#{SCHEMAS}/{name}{end}")})
}

/// A schema that holds for what a discriminator selects.
fn selected(property: &str, values: &[Value], schema: Value) -> Value {
    json!({
        "required": [property],
        "properties": {property: {"enum": values}},
        "allOf": [schema],
    })
}

/// The components with a discriminator and subtypes.
fn bases(document: &Value) -> Vec<Base> {
    let components = document.pointer(SCHEMAS).and_then(Value::as_object);
    let mut bases = Vec::new();
    for (name, schema) in components.into_iter().flatten() {
        let discriminator = parts(schema).find_map(|part| {
            let is_union = part.get("oneOf").or(part.get("anyOf")).is_some();
            part.get("discriminator")
                .filter(|it| it.is_object() && !is_union)
        });
        let Some(discriminator) = discriminator else {
            continue;
        };
        let subtypes: Vec<&String> = components
            .into_iter()
            .flatten()
            .filter(|(other, schema)| *other != name && extends(schema, name, document, 0))
            .map(|(other, _)| other)
            .collect();
        let references: Vec<Value> = subtypes.iter().map(|it| reference(it, "")).collect();
        let property = discriminator["propertyName"].as_str().unwrap_or_default();
        let of_all = listed(schema, property, document, 0);
        let mut known: Vec<Value> = Vec::new();
        let values = references.iter().map(|it| {
            let own = listed(it, property, document, 0).filter(|own| of_all.as_ref() != Some(own));
            let mut values = own.unwrap_or_else(|| mapped(discriminator, it));
            values.retain(|value| {
                let is_allowed = of_all.as_ref().is_none_or(|all| all.contains(value));
                let is_new = is_allowed && !known.contains(value);
                known.extend(is_new.then(|| value.clone()));
                is_new
            });
            values
        });
        let values: Vec<Vec<Value>> = values.collect();
        let subtypes = subtypes.into_iter().cloned().zip(values);
        let subtypes: Vec<_> = subtypes.filter(|(_, values)| !values.is_empty()).collect();
        if !subtypes.is_empty() {
            bases.push(Base {
                name: name.clone(),
                property: property.to_owned(),
                subtypes,
            });
        }
    }
    bases
}

/// A schema and the inline parts of its `allOf`.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let parts = schema.get("allOf").and_then(Value::as_array);
    std::iter::once(schema).chain(parts.into_iter().flatten())
}

/// Whether a schema refers to a component in its `allOf`, or in that of what it refers to there.
fn extends(schema: &Value, name: &str, document: &Value, depth: usize) -> bool {
    let base = reference(name, "");
    parts(schema).skip(1).any(|part| {
        part.get("$ref") == base.get("$ref")
            || depth < MAX_DEPTH
                && target(part, document).is_some_and(|it| extends(it, name, document, depth + 1))
    })
}

/// How far references are followed.
const MAX_DEPTH: usize = 8;

fn target<'v>(schema: &Value, document: &'v Value) -> Option<&'v Value> {
    let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
    document.pointer(pointer)
}

fn of_node(node: &Value, document: &Value, bases: &[Base]) -> Value {
    match node {
        Value::Array(items) => {
            let items = items.iter();
            items.map(|item| of_node(item, document, bases)).collect()
        }
        Value::Object(members) => {
            let is_value = |name: &str| ["enum", "const", "default", "example"].contains(&name);
            let written = members.iter().map(|(name, value)| {
                let value = match (&**name, value) {
                    // The keyword, and not a property of this name.
                    (name, Value::Array(_)) if is_value(name) => value.clone(),
                    ("const" | "default" | "discriminator", _) if !is_schema(value) => {
                        value.clone()
                    }
                    ("allOf", Value::Array(parts)) => of_parts(parts, document, bases),
                    _ => of_node(value, document, bases),
                };
                (name.clone(), value)
            });
            let mut written: Map<String, Value> = written.collect();
            let discriminator = written.get("discriminator");
            if discriminator.is_some_and(|it| it["propertyName"].is_string()) {
                select(&mut written, document);
            }
            Value::Object(written)
        }
        other => other.clone(),
    }
}

/// Whether an object may be a schema, and not the value of a keyword.
fn is_schema(value: &Value) -> bool {
    ["type", "$ref", "allOf", "oneOf", "anyOf"]
        .iter()
        .any(|it| value.get(it).is_some())
}

/// The parts of an `allOf`, which extend what a base is by itself.
fn of_parts(parts: &[Value], document: &Value, bases: &[Base]) -> Value {
    let parts = parts.iter().map(|part| {
        let is_of = |base: &&Base| part.get("$ref") == reference(&base.name, "").get("$ref");
        match bases.iter().find(is_of) {
            // Alone, it is the base with its subtypes by another name.
            Some(base) if parts.len() > 1 => reference(&base.name, OWN),
            _ => of_node(part, document, bases),
        }
    });
    parts.collect()
}

/// Writes out the discriminator of a union.
fn select(members: &mut Map<String, Value>, document: &Value) {
    let Some(discriminator) = members.remove("discriminator") else {
        return;
    };
    let name = discriminator["propertyName"].as_str().unwrap_or_default();
    for keyword in ["oneOf", "anyOf"] {
        let Some(Value::Array(variants)) = members.get(keyword).cloned() else {
            continue;
        };
        let Some(values) = values_of(&discriminator, &variants, document) else {
            continue;
        };
        let all: Vec<&Value> = values.iter().flatten().collect();
        let mut alternatives: Vec<Value> = Vec::new();
        for (variant, values) in variants.iter().zip(&values) {
            alternatives.push(match values.is_empty() {
                // The variant for all other values.
                true => json!({
                    "allOf": [variant],
                    "required": [name],
                    "properties": {name: {"not": {"enum": all}}},
                }),
                false => selected(name, values, variant.clone()),
            });
        }
        // Without the property, nothing is defined (OAS 3.1.1 §4.8.25.1): each variant may hold.
        alternatives.push(json!({
            "anyOf": variants,
            "not": {"type": "object", "required": [name]},
        }));
        members.remove(keyword);
        let selected = json!({ "anyOf": alternatives });
        match members.entry("allOf").or_insert(json!([])) {
            Value::Array(parts) => parts.push(selected),
            other => *other = json!([selected]),
        }
    }
}

/// The values that select each variant; none where they do not tell the variants apart. One variant
/// may have none: it is that of all other values.
fn values_of(
    discriminator: &Value,
    variants: &[Value],
    document: &Value,
) -> Option<Vec<Vec<Value>>> {
    let name = discriminator["propertyName"].as_str().unwrap_or_default();
    let listed = variants
        .iter()
        .map(|variant| listed(variant, name, document, 0));
    let listed: Vec<Option<Vec<Value>>> = listed.collect();
    let all: Option<Vec<Vec<Value>>> = listed.iter().cloned().collect();
    if let Some(all) = all.filter(|all| are_distinct(all)) {
        return Some(all);
    }
    let mut values: Vec<Vec<Value>> = variants
        .iter()
        .map(|variant| mapped(discriminator, variant))
        .collect();
    for (values, listed) in values.iter_mut().zip(&listed) {
        if let Some(listed) = listed {
            values.retain(|value| listed.contains(value));
        }
    }
    let taken: Vec<Value> = values.iter().flatten().cloned().collect();
    for (values, listed) in values.iter_mut().zip(listed) {
        if values.is_empty() {
            let listed = listed.into_iter().flatten();
            values.extend(listed.filter(|value| !taken.contains(value)));
        }
    }
    let rest = values.iter().filter(|values| values.is_empty()).count();
    (rest <= 1 && are_distinct(&values)).then_some(values)
}

fn are_distinct(values: &[Vec<Value>]) -> bool {
    let others = |index: usize| values.iter().skip(index + 1).flatten();
    let mut each = values.iter().enumerate();
    each.all(|(index, values)| others(index).all(|value| !values.contains(value)))
}

/// The values that a variant lists for a property.
fn listed(schema: &Value, name: &str, document: &Value, depth: usize) -> Option<Vec<Value>> {
    if depth > MAX_DEPTH {
        return None;
    }
    let own = schema.get("properties").and_then(|it| it.get(name));
    let own = own.and_then(|property| constants(property, document, depth));
    let parts = schema.get("allOf").and_then(Value::as_array);
    let below = parts.into_iter().flatten().chain(target(schema, document));
    let below = below.filter_map(|part| listed(part, name, document, depth + 1));
    own.into_iter().chain(below).reduce(|mut left, right| {
        left.retain(|value| right.contains(value));
        left
    })
}

fn constants(schema: &Value, document: &Value, depth: usize) -> Option<Vec<Value>> {
    if depth > MAX_DEPTH {
        return None;
    }
    let parts = schema.get("allOf").and_then(Value::as_array);
    let below = parts.into_iter().flatten().chain(target(schema, document));
    let own = schema.get("const").map(|value| vec![value.clone()]);
    own.or(schema.get("enum").and_then(Value::as_array).cloned())
        .or(below
            .filter_map(|part| constants(part, document, depth + 1))
            .next())
}

/// The values of the mapping that select a variant, else the name of its component.
fn mapped(discriminator: &Value, variant: &Value) -> Vec<Value> {
    let reference = variant["$ref"].as_str().unwrap_or_default();
    let name = reference.rsplit('/').next().unwrap_or_default();
    let mapping = discriminator["mapping"].as_object();
    let is_it = |target: &Value| {
        let target = target.as_str().unwrap_or_default();
        target == reference || target == name
    };
    let mapped = mapping.into_iter().flatten();
    let mapped = mapped.filter(|(_, target)| is_it(target));
    let mapped: Vec<Value> = mapped.map(|(value, _)| json!(value)).collect();
    match mapped.is_empty() && !name.is_empty() {
        true => vec![json!(name)],
        false => mapped,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::written_out;

    fn is_valid(document: &Value, name: &str, instance: &Value) -> bool {
        let mut document = written_out(document);
        document["$ref"] = json!(format!("#/components/schemas/{name}"));
        let validator = jsonschema::draft202012::new(&document).expect("a schema");
        validator.is_valid(instance)
    }

    #[test]
    fn the_values_that_a_variant_lists_select_it() {
        let document = json!({"components": {"schemas": {
            "U": {
                "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
                "discriminator": {"propertyName": "kind"},
            },
            "A": {"required": ["x"], "properties": {"kind": {"enum": ["a"]}}},
            "B": {"properties": {"kind": {"const": "b"}}},
        }}});
        for (instance, expected) in [
            (json!({"kind": "a", "x": 1}), true),
            (json!({"kind": "a"}), false),
            (json!({"kind": "b"}), true),
            (json!({"kind": "A", "x": 1}), false),
            (json!({"x": 1}), true),
            (json!(1), true),
        ] {
            assert_eq!(is_valid(&document, "U", &instance), expected, "{instance}");
        }
    }

    #[test]
    fn a_base_is_that_of_its_subtypes() {
        let document = json!({"components": {"schemas": {
            "Pet": {
                "required": ["kind"],
                "properties": {"kind": {"type": "string"}},
                "discriminator": {"propertyName": "kind", "mapping": {"dog": "Dog"}},
            },
            "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"required": ["bark"]}]},
        }}});
        for (name, instance, expected) in [
            ("Pet", json!({"kind": "dog", "bark": 1}), true),
            ("Pet", json!({"kind": "dog"}), false),
            ("Pet", json!({"kind": "cat"}), true),
            ("Pet", json!({}), false),
            ("Dog", json!({"kind": "cat", "bark": 1}), true),
        ] {
            assert_eq!(
                is_valid(&document, name, &instance),
                expected,
                "{name} {instance}"
            );
        }
    }
}
