//! Whether an instance is valid, by the crate `jsonschema`.

use jsonschema::{Draft as Dialect, Validator};
use serde_json::{Map, Value, json};

use crate::discriminator;
use crate::suite::Draft;

/// A validator of a schema of OpenAPI.
pub struct Judge {
    validator: Validator,
    draft: Draft,
}

impl Judge {
    /// Whether an instance is valid.
    pub fn is_valid(&self, instance: &Value) -> bool {
        match self.draft {
            Draft::Draft4 => self.validator.is_valid(&with_whole_numbers(instance)),
            Draft::Draft202012 => self.validator.is_valid(instance),
        }
    }
}

/// `1.0` is an integer, as all drafts but draft 4 say, which is about texts and not about values; the
/// suite leaves it open for that draft (`optional/zeroTerminatedFloats`).
fn with_whole_numbers(instance: &Value) -> Value {
    match instance {
        Value::Array(items) => items.iter().map(with_whole_numbers).collect(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, value)| (name.clone(), with_whole_numbers(value)))
                .collect()
        }
        Value::Number(number) => match number.as_f64() {
            Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => json!(value as i64),
            _ => instance.clone(),
        },
        other => other.clone(),
    }
}

/// The validator of a schema of OpenAPI; none where `jsonschema` refuses it.
pub fn validator(schema: &Value, draft: Draft) -> Option<Judge> {
    let dialect = match draft {
        Draft::Draft4 => Dialect::Draft4,
        Draft::Draft202012 => Dialect::Draft202012,
    };
    let options = jsonschema::options()
        .with_draft(dialect)
        .should_validate_formats(false);
    let validator = options
        .build(&discriminator::written_out(&translated(schema)))
        .ok()?;
    Some(Judge { validator, draft })
}

/// A schema without `nullable`, which only OpenAPI defines.
fn translated(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(translated).collect(),
        Value::Object(members) => {
            let members = members.iter();
            let mut members: Map<String, Value> = members
                .map(|(name, value)| match &**name {
                    "enum" | "const" | "discriminator" => (name.clone(), value.clone()),
                    _ => (name.clone(), translated(value)),
                })
                .collect();
            if members.remove("nullable") == Some(json!(true))
                && let Some(ty) = members.get_mut("type")
            {
                *ty = json!([ty, "null"]);
            }
            Value::Object(members)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::validator;
    use crate::suite::Draft;

    #[test]
    fn a_discriminator_selects_the_variant() {
        let schema = json!({
            "oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}],
            "discriminator": {"propertyName": "kind", "mapping": {"b": "#/$defs/B"}},
            "$defs": {"A": {"required": ["x"]}, "B": {"required": ["y"]}},
        });
        let validator = validator(&schema, Draft::Draft202012).expect("a schema");
        for (instance, is_valid) in [
            (json!({"kind": "A", "x": 1}), true),
            (json!({"kind": "A"}), false),
            (json!({"kind": "b", "y": 1}), true),
            (json!({"kind": "b", "x": 1}), false),
            (json!({"kind": "B", "y": 1}), false),
            (json!({}), false),
            // Without it one of the variants has to hold.
            (json!({"x": 1}), true),
        ] {
            assert_eq!(validator.is_valid(&instance), is_valid, "{instance}");
        }
    }

    #[test]
    fn nullable_allows_null() {
        let schema = json!({"type": "string", "nullable": true, "maxLength": 1});
        let validator = validator(&schema, Draft::Draft4).expect("a schema");
        for (instance, is_valid) in [(json!(null), true), (json!("aa"), false), (json!(1), false)] {
            assert_eq!(validator.is_valid(&instance), is_valid, "{instance}");
        }
    }
}
