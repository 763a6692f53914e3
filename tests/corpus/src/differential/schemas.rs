//! Schemas, drawn at random from the table of keywords, and what they mean to a validator that knows
//! nothing of OpenAPI.

use serde_json::{Map, Value, json};

use super::keywords::{APPLICATORS, ASSERTIONS, Row, of, rows};
use super::unions;
use crate::mutate::Numbers;
use crate::suite::Draft;

/// A schema.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// How it was drawn.
    pub family: &'static str,
    /// The draft that its version of OpenAPI has.
    pub draft: Draft,
    /// The schema as a description has it.
    pub schema: Value,
}

/// The schema of a number. Each family takes its turn, and goes through all combinations of keywords
/// before it repeats one with other values.
pub fn draw(index: usize, seed: u64) -> Drawn {
    let mut numbers = Numbers(seed ^ (index as u64).wrapping_mul(0x9E37_79B9));
    // The first number of neighbouring states is much alike.
    numbers.draw();
    let turn = index / FAMILIES.len();
    let (family, draw) = FAMILIES[index % FAMILIES.len()];
    let draft = match index % 5 {
        0 => Draft::Draft4,
        _ => Draft::Draft202012,
    };
    let schema = draw(turn, draft, &mut numbers);
    Drawn {
        family,
        draft,
        schema: with_target(schema, draft, &mut numbers),
    }
}

type Family = fn(usize, Draft, &mut Numbers) -> Value;

const FAMILIES: &[(&str, Family)] = &[
    ("pair", pair),
    ("around", around),
    ("pair", |turn, draft, numbers| {
        pair(turn + 300, draft, numbers)
    }),
    ("object", |_, draft, numbers| object(draft, numbers, 0)),
    ("nested", nested),
    ("siblings", siblings),
    ("union", |_, draft, numbers| unions::union(draft, numbers)),
    ("around", |turn, draft, numbers| {
        around(turn + 200, draft, numbers)
    }),
    ("discriminated", |_, draft, numbers| {
        unions::discriminated(draft, numbers)
    }),
];

/// Two keywords beside each other, often with the `type` that they restrict.
fn pair(turn: usize, draft: Draft, numbers: &mut Numbers) -> Value {
    let all: Vec<&Row> = rows(draft).collect();
    // A number without a common divisor with the count of pairs visits them all, not in a row.
    let pairs = all.len() * (all.len() + 1) / 2;
    let mut left = (turn * 211) % pairs;
    let mut first = 0;
    while left >= all.len() - first {
        left -= all.len() - first;
        first += 1;
    }
    let (one, two) = (all[first], all[first + left]);
    let mut schema = one.draw(numbers, |numbers| leaf(draft, numbers));
    let mut other = two.draw(numbers, |numbers| leaf(draft, numbers));
    if one.keyword == two.keyword {
        let part = Value::Object(other);
        other = Map::from_iter([("allOf".to_owned(), json!([part]))]);
    }
    for (keyword, value) in other {
        schema.entry(keyword).or_insert(value);
    }
    with_type(&mut schema, &[one, two], draft, numbers);
    Value::Object(schema)
}

/// An applicator around an assertion, often with the `type` that it restricts.
fn around(turn: usize, draft: Draft, numbers: &mut Numbers) -> Value {
    let outer: Vec<&Row> = of(APPLICATORS, draft).collect();
    let inner: Vec<&Row> = of(ASSERTIONS, draft).collect();
    let at = (turn * 97) % (outer.len() * inner.len());
    let (outer, inner) = (outer[at % outer.len()], inner[at / outer.len()]);
    let mut schema = outer.draw(numbers, |numbers| {
        let mut schema = inner.draw(numbers, |_| json!({}));
        with_type(&mut schema, &[inner], draft, numbers);
        Value::Object(schema)
    });
    with_type(&mut schema, &[outer], draft, numbers);
    Value::Object(schema)
}

/// Applicators in each other.
fn nested(turn: usize, draft: Draft, numbers: &mut Numbers) -> Value {
    let all: Vec<&Row> = of(APPLICATORS, draft).collect();
    let at = (turn * 89) % (all.len() * all.len());
    let (outer, inner) = (all[at % all.len()], all[at / all.len()]);
    let mut schema = outer.draw(numbers, |numbers| {
        let mut schema = inner.draw(numbers, |numbers| leaf(draft, numbers));
        with_type(&mut schema, &[inner], draft, numbers);
        Value::Object(schema)
    });
    with_type(&mut schema, &[outer], draft, numbers);
    Value::Object(schema)
}

/// `allOf` or `$ref` with several keywords beside it.
fn siblings(_: usize, draft: Draft, numbers: &mut Numbers) -> Value {
    let mut schema = match numbers.below(3) {
        0 => json!({"$ref": "#/$defs/R"}),
        1 => json!({"allOf": [object(draft, numbers, 1), object(draft, numbers, 1)]}),
        _ => json!({"allOf": [{"$ref": "#/$defs/R"}, part(draft, numbers)]}),
    };
    if let (Value::Object(schema), Value::Object(others)) = (&mut schema, part(draft, numbers)) {
        for (keyword, value) in others {
            schema.entry(keyword).or_insert(value);
        }
    }
    schema
}

/// A few keywords that an object of a description has beside others.
fn part(draft: Draft, numbers: &mut Numbers) -> Value {
    match numbers.below(3) {
        0 => object(draft, numbers, 1),
        1 => leaf(draft, numbers),
        _ => {
            let all: Vec<&Row> = rows(draft).collect();
            let mut schema = Map::new();
            for _ in 0..=numbers.below(3) {
                let row = all[numbers.below(all.len())];
                schema.extend(row.draw(numbers, |numbers| leaf(draft, numbers)));
            }
            Value::Object(schema)
        }
    }
}

/// An object as descriptions have them.
pub fn object(draft: Draft, numbers: &mut Numbers, depth: usize) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for name in NAMES.iter().take(1 + numbers.below(NAMES.len())) {
        properties.insert((*name).to_owned(), property(draft, numbers, depth));
        if numbers.below(3) == 0 {
            required.push(*name);
        }
    }
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    match numbers.below(8) {
        0 => schema["additionalProperties"] = json!(false),
        1 => schema["additionalProperties"] = leaf(draft, numbers),
        2 => schema["minProperties"] = json!(1 + numbers.below(2)),
        3 => schema["maxProperties"] = json!(1 + numbers.below(2)),
        _ => {}
    }
    schema
}

/// The names of properties.
pub const NAMES: &[&str] = &["a", "b", "c"];

/// What a property of an object is.
fn property(draft: Draft, numbers: &mut Numbers, depth: usize) -> Value {
    let schema = match numbers.below(if depth > 1 { 5 } else { 9 }) {
        0..=2 => leaf(draft, numbers),
        3 => json!({"type": "array", "items": leaf(draft, numbers)}),
        4 => json!({"$ref": "#/$defs/R"}),
        5 => object(draft, numbers, depth + 1),
        6 => json!({"type": "object", "additionalProperties": leaf(draft, numbers)}),
        7 => json!({"oneOf": [leaf(draft, numbers), leaf(draft, numbers)]}),
        _ => json!({"allOf": [{"$ref": "#/$defs/R"}]}),
    };
    nullable(schema, draft, numbers)
}

/// Now and then a schema that allows `null`, too, as its version of OpenAPI says that.
fn nullable(mut schema: Value, draft: Draft, numbers: &mut Numbers) -> Value {
    let Some(Value::String(ty)) = schema.get("type").cloned() else {
        return schema;
    };
    if numbers.below(5) == 0 {
        match draft {
            Draft::Draft4 => schema["nullable"] = json!(true),
            Draft::Draft202012 => schema["type"] = json!([ty, "null"]),
        }
    }
    schema
}

/// A schema with an assertion or two.
pub fn leaf(draft: Draft, numbers: &mut Numbers) -> Value {
    if draft == Draft::Draft202012 && numbers.below(12) == 0 {
        return json!(numbers.below(3) != 0);
    }
    let all: Vec<&Row> = of(ASSERTIONS, draft).collect();
    let row = all[numbers.below(all.len())];
    let mut schema = row.draw(numbers, |_| json!({}));
    with_type(&mut schema, &[row], draft, numbers);
    Value::Object(schema)
}

/// Adds the `type` that one of the keywords restricts, in two cases of three.
fn with_type(schema: &mut Map<String, Value>, of: &[&Row], draft: Draft, numbers: &mut Numbers) {
    let subject = of.iter().find_map(|row| row.subject);
    let Some(subject) = subject.filter(|_| numbers.below(3) != 0) else {
        return;
    };
    if schema.contains_key("$ref") && draft == Draft::Draft4 {
        return;
    }
    let subject = match subject {
        "number" if numbers.below(2) == 0 => "integer",
        other => other,
    };
    schema.entry("type").or_insert(json!(subject));
}

/// Adds the target of its references.
fn with_target(mut schema: Value, draft: Draft, numbers: &mut Numbers) -> Value {
    if !schema.to_string().contains("#/$defs/R\"") {
        return in_words_of(draft, schema);
    }
    let mut target = match numbers.below(3) {
        0 => leaf(draft, numbers),
        1 => object(draft, numbers, 2),
        _ => around(numbers.below(1000), draft, numbers),
    };
    if target.to_string().contains("#/$defs/R\"") {
        target = object(draft, numbers, 3);
        remove_references(&mut target);
    }
    if let Value::Object(members) = &mut schema {
        let defs = members.entry("$defs").or_insert(json!({}));
        defs["R"] = target;
    }
    in_words_of(draft, schema)
}

/// OpenAPI 3.0 does not know `$defs`.
fn in_words_of(draft: Draft, schema: Value) -> Value {
    match draft {
        Draft::Draft4 => {
            let text = schema.to_string().replace("$defs", "definitions");
            serde_json::from_str(&text).unwrap_or(schema)
        }
        Draft::Draft202012 => schema,
    }
}

/// Replaces references by the schema that allows everything.
fn remove_references(schema: &mut Value) {
    match schema {
        Value::Object(members) if members.contains_key("$ref") => *schema = json!({}),
        Value::Object(members) => members.values_mut().for_each(remove_references),
        Value::Array(items) => items.iter_mut().for_each(remove_references),
        _ => {}
    }
}
