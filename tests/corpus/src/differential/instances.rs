//! A schema → instances: some drawn from its keywords, some of them with one change, and a few small
//! values of every JSON type.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value, json};

use super::strings;
use crate::mutate::Numbers;

/// Instances of a schema of a document, different ones: `is_valid` says which are valid. Valid and
/// invalid ones take turns as long as there are both.
pub fn draw(
    (schema, root): (&Value, &Value),
    count: usize,
    care: Care,
    numbers: &mut Numbers,
    is_valid: impl Fn(&Value) -> bool,
) -> Vec<Value> {
    let (mut valid, mut invalid) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    let mut add = |value: Value| {
        if known.insert(value.to_string()) {
            match is_valid(&value) {
                true => valid.push(value),
                false => invalid.push(value),
            }
        }
    };
    for _ in 0..count * 2 {
        let mut hints = Hints {
            care,
            ..Hints::default()
        };
        hints.add(schema, root, numbers, 0);
        let value = hints.value(root, numbers, 0);
        add(spoilt(&value, numbers));
        add(value);
    }
    // Small values are valid or not by the JSON type mostly, so that a few do.
    let fixed = fixed();
    for _ in 0..count / 2 {
        add(fixed[numbers.below(fixed.len())].clone());
    }
    let mut found = Vec::new();
    let (mut valid, mut invalid) = (valid.into_iter(), invalid.into_iter());
    while found.len() < count {
        let before = found.len();
        found.extend(valid.next());
        found.extend(invalid.next());
        if found.len() == before {
            break;
        }
    }
    found.truncate(count);
    found
}

/// The names of properties that no schema has to declare.
const NAMES: &[&str] = &["a", "b", "c", "d", "ab"];

/// Small values of every JSON type.
fn fixed() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(1.0),
        json!(1.5),
        json!(-1),
        json!(""),
        json!("a"),
        json!("bab"),
        json!([]),
        json!([1]),
        json!(["a"]),
        json!([1, 1]),
        json!([1, "a", null]),
        json!({}),
        json!({"a": 1}),
        json!({"a": "a"}),
        json!({"a": null}),
        json!({"b": 1}),
        json!({"a": 1, "b": "b"}),
        json!({"a": {}, "b": [], "d": true}),
    ]
}

/// Whether keywords are followed as they are meant, or broken now and then.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Care {
    /// For schemas of a few keywords, where a break is one of several values.
    #[default]
    Little,
    /// For large schemas, of which no value would be valid otherwise.
    Much,
}

/// What keywords that hold together say about a value.
#[derive(Default)]
struct Hints<'s> {
    care: Care,
    least: usize,
    most: Option<usize>,
    pattern: Option<&'s str>,
    types: Option<Vec<&'s str>>,
    values: Vec<&'s Value>,
    numbers: Vec<f64>,
    sizes: Vec<u64>,
    properties: Vec<(&'s str, &'s Value)>,
    names: Vec<&'s str>,
    others: Vec<&'s Value>,
    prefix: Vec<(usize, &'s Value)>,
    items: Vec<&'s Value>,
    contained: Vec<&'s Value>,
}

/// How far schemas are followed.
const MAX_DEPTH: usize = 8;

/// How deep values are, and how long.
const MAX_NESTING: usize = 12;
const MAX_SIZE: usize = 200;

impl<'s> Hints<'s> {
    /// Adds the keywords of a schema, and of one of the branches of each of its unions.
    fn add(&mut self, schema: &'s Value, root: &'s Value, numbers: &mut Numbers, depth: usize) {
        let Some(members) = schema.as_object().filter(|_| depth < MAX_DEPTH) else {
            return;
        };
        for (keyword, value) in members {
            match &**keyword {
                "$ref" => {
                    let pointer = value.as_str().and_then(|text| text.strip_prefix('#'));
                    if let Some(target) = pointer.and_then(|pointer| root.pointer(pointer)) {
                        self.add(target, root, numbers, depth + 1);
                    }
                }
                "allOf" => {
                    for part in value.as_array().into_iter().flatten() {
                        self.add(part, root, numbers, depth + 1);
                    }
                }
                "oneOf" | "anyOf" => {
                    let variants = value.as_array().map_or(&[][..], |variants| variants);
                    if let Some(variant) = variants.get(numbers.below(variants.len())) {
                        self.add(variant, root, numbers, depth + 1);
                    }
                }
                "if" | "then" | "else" | "not" if numbers.below(2) == 0 => {
                    self.add(value, root, numbers, depth + 1);
                }
                "dependentSchemas" => {
                    for (name, dependent) in value.as_object().into_iter().flatten() {
                        self.names.push(name);
                        if numbers.below(2) == 0 {
                            self.add(dependent, root, numbers, depth + 1);
                        }
                    }
                }
                _ => self.add_keyword(keyword, value),
            }
        }
        if members.get("nullable") == Some(&json!(true))
            && let Some(types) = &mut self.types
        {
            types.push("null");
        }
    }

    fn add_keyword(&mut self, keyword: &'s str, value: &'s Value) {
        let strings = || {
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
        };
        match keyword {
            "type" => {
                let found: Vec<&str> = value.as_str().into_iter().chain(strings()).collect();
                let is_known =
                    |ty: &&str| self.types.as_ref().is_none_or(|known| known.contains(ty));
                let both: Vec<&str> = found.iter().copied().filter(is_known).collect();
                self.types = Some(if both.is_empty() { found } else { both });
            }
            "enum" => self.values.extend(value.as_array().into_iter().flatten()),
            "const" => self.values.push(value),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                self.numbers.extend(value.as_f64());
            }
            "pattern" => self.pattern = value.as_str(),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" | "minContains" | "maxContains" => {
                let size = value.as_u64().and_then(|size| usize::try_from(size).ok());
                match (size, keyword.starts_with("min")) {
                    (Some(size), true) => self.least = self.least.max(size),
                    (Some(size), false) => self.most = Some(self.most.unwrap_or(size).min(size)),
                    (None, _) => {}
                }
                self.sizes.extend(value.as_u64());
            }
            "required" => self.names.extend(strings()),
            "dependentRequired" => {
                for (name, others) in value.as_object().into_iter().flatten() {
                    self.names.push(name);
                    let others = others.as_array().into_iter().flatten();
                    self.names.extend(others.filter_map(Value::as_str));
                }
            }
            "properties" => {
                let named = value.as_object().into_iter().flatten();
                self.properties
                    .extend(named.map(|(name, schema)| (&**name, schema)));
            }
            "patternProperties" => {
                let schemas = value.as_object().into_iter().flatten();
                for (pattern, schema) in schemas {
                    let name = if pattern.contains('b') { "b" } else { "a" };
                    self.properties.push((name, schema));
                    self.others.push(schema);
                }
            }
            "additionalProperties" | "unevaluatedProperties" => self.others.push(value),
            "prefixItems" => {
                let schemas = value.as_array().into_iter().flatten();
                self.prefix.extend(schemas.enumerate());
            }
            "items" | "unevaluatedItems" => self.items.push(value),
            "contains" => self.contained.push(value),
            _ => {}
        }
    }

    /// A value that may satisfy them.
    fn value(&self, root: &'s Value, numbers: &mut Numbers, depth: usize) -> Value {
        let follows = self.care == Care::Much || numbers.below(8) != 0;
        if !self.values.is_empty() && follows {
            return self.values[numbers.below(self.values.len())].clone();
        }
        let ty = match &self.types {
            Some(types) if !types.is_empty() => types[numbers.below(types.len())],
            _ => self.likely_type(numbers),
        };
        match ty {
            "null" => json!(null),
            "boolean" => json!(numbers.below(2) == 0),
            "integer" => json!(self.number(numbers).round() as i64),
            "number" => number(self.number(numbers), numbers),
            "string" => json!(self.string(numbers)),
            "array" => self.array(root, numbers, depth),
            _ => self.object(root, numbers, depth),
        }
    }

    fn likely_type(&self, numbers: &mut Numbers) -> &'static str {
        let mut types = vec![
            "string", "integer", "number", "null", "boolean", "array", "object",
        ];
        let is_object =
            !self.properties.is_empty() || !self.names.is_empty() || !self.others.is_empty();
        let is_array =
            !self.items.is_empty() || !self.prefix.is_empty() || !self.contained.is_empty();
        types.extend(
            [
                ("object", is_object),
                ("array", is_array),
                ("number", !self.numbers.is_empty()),
            ]
            .iter()
            .flat_map(|(ty, is_it)| std::iter::repeat_n(*ty, if *is_it { 14 } else { 0 })),
        );
        if !self.sizes.is_empty() {
            types.extend(["array", "object", "string", "array", "object", "string"]);
        }
        types[numbers.below(types.len())]
    }

    fn number(&self, numbers: &mut Numbers) -> f64 {
        if self.care == Care::Much && !self.numbers.is_empty() && numbers.below(4) != 0 {
            return self.numbers[numbers.below(self.numbers.len())];
        }
        let base = match numbers.below(3) {
            0 => 0.0,
            _ => self
                .numbers
                .get(numbers.below(self.numbers.len()))
                .copied()
                .unwrap_or(1.0),
        };
        base + [0.0, 0.0, 1.0, -1.0, 0.5, 2.0][numbers.below(6)]
    }

    fn size(&self, numbers: &mut Numbers) -> usize {
        if self.care == Care::Much {
            let size = self.least + numbers.below(3);
            return size.min(self.most.unwrap_or(size)).min(MAX_SIZE);
        }
        let base = self
            .sizes
            .get(numbers.below(self.sizes.len()))
            .copied()
            .unwrap_or(1);
        (base as usize + numbers.below(3)).saturating_sub(numbers.below(2))
    }

    fn string(&self, numbers: &mut Numbers) -> String {
        if let (Care::Much, Some(pattern)) = (self.care, self.pattern) {
            return strings::matching(pattern, numbers);
        }
        let length = self.size(numbers);
        (0..length)
            .map(|_| ["a", "b", "c", "é", "1"][numbers.below(5)])
            .collect()
    }

    fn array(&self, root: &'s Value, numbers: &mut Numbers, depth: usize) -> Value {
        let length = match self.care {
            Care::Little => self.size(numbers).max(numbers.below(self.prefix.len() + 2)),
            Care::Much if depth > 6 => self.least.min(MAX_SIZE),
            Care::Much => self.size(numbers).max(self.prefix.len()),
        };
        let items = (0..length).map(|index| {
            let prefix = self.prefix.iter().filter(|(place, _)| *place == index);
            let mut schemas: Vec<&Value> = prefix.map(|(_, schema)| *schema).collect();
            if schemas.is_empty() {
                schemas.extend(&self.items);
            }
            if numbers.below(2) == 0 {
                schemas.extend(&self.contained);
            }
            of_all(&schemas, self.care, root, numbers, depth)
        });
        items.collect()
    }

    fn object(&self, root: &'s Value, numbers: &mut Numbers, depth: usize) -> Value {
        let mut object = Map::new();
        let mut names: Vec<&str> = self.names.clone();
        let declared = self.properties.iter().map(|(name, _)| *name);
        match self.care {
            Care::Little => {
                names.retain(|_| numbers.below(8) != 0);
                names.extend(declared.filter(|_| numbers.below(3) != 0));
            }
            // Wide objects in each other would be much of the same.
            Care::Much => {
                let one_of = if depth > 3 { 8 } else { 2 } + self.properties.len() / 16;
                names.extend(declared.filter(|_| numbers.below(one_of) == 0));
            }
        }
        let is_open = !self.others.is_empty() || self.properties.is_empty();
        while numbers.below(3) == 0 && (self.care == Care::Little || is_open) {
            names.push(NAMES[numbers.below(NAMES.len())]);
        }
        for name in names {
            let declared = self
                .properties
                .iter()
                .filter(|(declared, _)| *declared == name);
            let mut schemas: Vec<&Value> = declared.map(|(_, schema)| *schema).collect();
            if schemas.is_empty() {
                schemas.extend(&self.others);
            }
            object.insert(
                name.to_owned(),
                of_all(&schemas, self.care, root, numbers, depth),
            );
        }
        Value::Object(object)
    }
}

/// A value that may satisfy all of these schemas.
fn of_all(
    schemas: &[&Value],
    care: Care,
    root: &Value,
    numbers: &mut Numbers,
    depth: usize,
) -> Value {
    let mut hints = Hints {
        care,
        ..Hints::default()
    };
    let (followed, nesting) = match care {
        Care::Little => (depth + 1, 4),
        Care::Much => (0, MAX_NESTING),
    };
    for schema in schemas {
        hints.add(schema, root, numbers, followed);
    }
    if depth > nesting {
        return json!(1);
    }
    hints.value(root, numbers, depth + 1)
}

/// A number, now and then with a fraction of zero.
fn number(number: f64, numbers: &mut Numbers) -> Value {
    // A text with a fraction or an exponent holds no more digits than a double.
    let is_large = number.abs() >= 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && (numbers.below(2) == 0 || is_large) {
        return json!(number as i64);
    }
    Number::from_f64(number).map_or(json!(0), Value::Number)
}

/// A value with one change: a member less, one more, or another value somewhere.
fn spoilt(value: &Value, numbers: &mut Numbers) -> Value {
    let mut value = value.clone();
    let mut places = Vec::new();
    add_places(&value, "", &mut places);
    let place = places[numbers.below(places.len())].clone();
    let fixed = fixed();
    let other = fixed[numbers.below(fixed.len())].clone();
    let Some(target) = value.pointer_mut(&place) else {
        return other;
    };
    match (target, numbers.below(4)) {
        (Value::Object(members), 0 | 1) => {
            let name = NAMES[numbers.below(NAMES.len())].to_owned();
            members.insert(name, other);
        }
        (Value::Object(members), 2) if !members.is_empty() => {
            let name = members.keys().nth(numbers.below(members.len())).cloned();
            members.remove(&name.unwrap_or_default());
        }
        (Value::Array(items), 0 | 1) => items.push(other),
        (Value::Array(items), 2) if !items.is_empty() => {
            items.remove(numbers.below(items.len()));
        }
        (Value::String(text), 0) => text.push('a'),
        (Value::String(text), 1) => drop(text.pop()),
        (target @ Value::Number(_), 0 | 1) => {
            let changed = target.as_f64().unwrap_or_default() + [0.5, 1.0, -1.0][numbers.below(3)];
            *target = number(changed, numbers);
        }
        (target, _) => *target = other,
    }
    value
}

fn add_places(value: &Value, place: &str, places: &mut Vec<String>) {
    places.push(place.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                add_places(item, &format!("{place}/{index}"), places);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                add_places(member, &format!("{place}/{name}"), places);
            }
        }
        _ => {}
    }
}
