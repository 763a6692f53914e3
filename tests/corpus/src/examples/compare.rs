//! What went in, what came out → the first place where they differ.

use serde_json::Value;

/// The first difference: its pointer, and what it is; numbers are compared by value.
pub fn difference(old: &Value, new: &Value) -> Option<(String, String)> {
    let mut pointer = String::new();
    let what = differ(old, new, &mut pointer)?;
    Some((pointer, what))
}

fn differ(old: &Value, new: &Value, pointer: &mut String) -> Option<String> {
    let length = pointer.len();
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in old {
                pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")));
                match new.get(key) {
                    Some(other) => {
                        if let Some(what) = differ(value, other, pointer) {
                            return Some(what);
                        }
                    }
                    None => return Some("a property is lost".to_owned()),
                }
                pointer.truncate(length);
            }
            let added = new.keys().find(|key| !old.contains_key(*key))?;
            pointer.push_str(&format!("/{added}"));
            Some("a property is added".to_owned())
        }
        (Value::Array(old), Value::Array(new)) => {
            for (index, (left, right)) in old.iter().zip(new).enumerate() {
                pointer.push_str(&format!("/{index}"));
                if let Some(what) = differ(left, right, pointer) {
                    return Some(what);
                }
                pointer.truncate(length);
            }
            (old.len() != new.len()).then(|| "an array has another length".to_owned())
        }
        (Value::Number(left), Value::Number(right)) => {
            let same = left == right
                || left
                    .as_f64()
                    .is_some_and(|left| Some(left) == right.as_f64());
            (!same).then(|| "a number is another".to_owned())
        }
        (Value::String(left), Value::String(right)) => {
            (left != right).then(|| format!("a string is another: {left:?} becomes {right:?}"))
        }
        _ => (old != new).then(|| format!("{} becomes {}", kind(old), kind(new))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::difference;

    #[test]
    fn numbers_are_compared_by_value() {
        assert_eq!(
            difference(&json!({"a": [1, 2.0]}), &json!({"a": [1.0, 2]})),
            None
        );
        for (old, new, pointer) in [
            (json!({"a": 1, "b": 2}), json!({"a": 1}), "/b"),
            (json!({"a": 1}), json!({"a": 1, "b": null}), "/b"),
            (json!({"a": null}), json!({}), "/a"),
            (json!([[1], [2]]), json!([[1], [3]]), "/1/0"),
            (json!({"a/b": "x"}), json!({"a/b": 1}), "/a~1b"),
            (json!([1]), json!([1, 2]), ""),
        ] {
            assert_eq!(
                difference(&old, &new).map(|found| found.0).as_deref(),
                Some(pointer),
                "{old} {new}"
            );
        }
    }
}
