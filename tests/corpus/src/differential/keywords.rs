//! The keywords that schemas are drawn from, each with values that small instances tell apart.

use serde_json::{Map, Value};

use crate::mutate::Numbers;
use crate::suite::Draft;

/// A keyword with the values that it may have. In those of an applicator, `@` is a subschema.
pub struct Row {
    /// The keyword.
    pub keyword: &'static str,
    /// The JSON type that it restricts; none where it is about all.
    pub subject: Option<&'static str>,
    /// Whether the schemas of OpenAPI 3.0 have it.
    pub is_of_30: bool,
    /// JSON texts of the members of the schema.
    values: &'static [&'static str],
}

const fn row(
    keyword: &'static str,
    subject: Option<&'static str>,
    is_of_30: bool,
    values: &'static [&'static str],
) -> Row {
    Row {
        keyword,
        subject,
        is_of_30,
        values,
    }
}

const NUMBER: Option<&str> = Some("number");
const STRING: Option<&str> = Some("string");
const ARRAY: Option<&str> = Some("array");
const OBJECT: Option<&str> = Some("object");

/// The assertions: keywords without subschemas.
pub const ASSERTIONS: &[Row] = &[
    row(
        "type",
        None,
        true,
        &[
            r#""type":"string""#,
            r#""type":"integer""#,
            r#""type":"number""#,
            r#""type":"boolean""#,
            r#""type":"array""#,
            r#""type":"object""#,
        ],
    ),
    row(
        "type",
        None,
        false,
        &[
            r#""type":["string","null"]"#,
            r#""type":["integer","string"]"#,
            r#""type":["object","array"]"#,
            r#""type":["number","boolean","null"]"#,
            r#""type":"null""#,
        ],
    ),
    row(
        "enum",
        None,
        true,
        &[
            r#""enum":["a","b"]"#,
            r#""enum":["a",1,true]"#,
            r#""enum":[1,2,3]"#,
            r#""enum":[{"a":1},{"a":"a"}]"#,
            r#""enum":[[],["a"]]"#,
            r#""enum":[0.5,1.0]"#,
        ],
    ),
    row(
        "const",
        None,
        false,
        &[
            r#""const":"a""#,
            r#""const":1"#,
            r#""const":1.0"#,
            r#""const":null"#,
            r#""const":false"#,
            r#""const":{"a":1}"#,
            r#""const":["a"]"#,
        ],
    ),
    row(
        "format",
        STRING,
        true,
        &[
            r#""format":"uuid""#,
            r#""format":"email""#,
            r#""format":"ipv4""#,
        ],
    ),
    row(
        "maximum",
        NUMBER,
        true,
        &[r#""maximum":1"#, r#""maximum":2.5"#],
    ),
    row(
        "minimum",
        NUMBER,
        true,
        &[r#""minimum":1"#, r#""minimum":0.5"#],
    ),
    row(
        "exclusiveMaximum",
        NUMBER,
        false,
        &[r#""exclusiveMaximum":2"#],
    ),
    row(
        "exclusiveMinimum",
        NUMBER,
        false,
        &[r#""exclusiveMinimum":0"#],
    ),
    row(
        "multipleOf",
        NUMBER,
        true,
        &[r#""multipleOf":2"#, r#""multipleOf":0.5"#],
    ),
    row(
        "maxLength",
        STRING,
        true,
        &[r#""maxLength":1"#, r#""maxLength":0"#],
    ),
    row(
        "minLength",
        STRING,
        true,
        &[r#""minLength":1"#, r#""minLength":2"#],
    ),
    row(
        "pattern",
        STRING,
        true,
        &[r#""pattern":"^a""#, r#""pattern":"b$""#],
    ),
    row(
        "contentEncoding",
        STRING,
        false,
        &[r#""contentEncoding":"base64""#],
    ),
    row(
        "maxItems",
        ARRAY,
        true,
        &[r#""maxItems":1"#, r#""maxItems":0"#],
    ),
    row(
        "minItems",
        ARRAY,
        true,
        &[r#""minItems":1"#, r#""minItems":2"#],
    ),
    row("uniqueItems", ARRAY, true, &[r#""uniqueItems":true"#]),
    row(
        "maxProperties",
        OBJECT,
        true,
        &[r#""maxProperties":1"#, r#""maxProperties":0"#],
    ),
    row(
        "minProperties",
        OBJECT,
        true,
        &[r#""minProperties":1"#, r#""minProperties":2"#],
    ),
    row(
        "required",
        OBJECT,
        true,
        &[r#""required":["a"]"#, r#""required":["a","b"]"#],
    ),
    row(
        "dependentRequired",
        OBJECT,
        false,
        &[
            r#""dependentRequired":{"a":["b"]}"#,
            r#""dependentRequired":{"a":["b","c"],"b":["a"]}"#,
        ],
    ),
];

/// The applicators: keywords with subschemas.
pub const APPLICATORS: &[Row] = &[
    row("allOf", None, true, &[r#""allOf":[@]"#, r#""allOf":[@,@]"#]),
    row(
        "anyOf",
        None,
        true,
        &[r#""anyOf":[@,@]"#, r#""anyOf":[@,@,@]"#],
    ),
    row(
        "oneOf",
        None,
        true,
        &[r#""oneOf":[@,@]"#, r#""oneOf":[@,@,@]"#],
    ),
    row("not", None, true, &[r#""not":@"#]),
    row(
        "if",
        None,
        false,
        &[
            r#""if":@,"then":@"#,
            r#""if":@,"else":@"#,
            r#""if":@,"then":@,"else":@"#,
        ],
    ),
    row(
        "properties",
        OBJECT,
        true,
        &[r#""properties":{"a":@}"#, r#""properties":{"a":@,"b":@}"#],
    ),
    row(
        "patternProperties",
        OBJECT,
        false,
        &[
            r#""patternProperties":{"^a":@}"#,
            r#""patternProperties":{"^[ab]$":@,"b":@}"#,
        ],
    ),
    row(
        "additionalProperties",
        OBJECT,
        true,
        &[
            r#""additionalProperties":@"#,
            r#""additionalProperties":false"#,
        ],
    ),
    row("propertyNames", OBJECT, false, &[r#""propertyNames":@"#]),
    row(
        "dependentSchemas",
        OBJECT,
        false,
        &[r#""dependentSchemas":{"a":@}"#],
    ),
    row(
        "unevaluatedProperties",
        OBJECT,
        false,
        &[
            r#""unevaluatedProperties":@"#,
            r#""unevaluatedProperties":false"#,
        ],
    ),
    row("items", ARRAY, true, &[r#""items":@"#]),
    row(
        "prefixItems",
        ARRAY,
        false,
        &[r#""prefixItems":[@]"#, r#""prefixItems":[@,@]"#],
    ),
    row(
        "contains",
        ARRAY,
        false,
        &[
            r#""contains":@"#,
            r#""contains":@,"minContains":0"#,
            r#""contains":@,"minContains":2"#,
            r#""contains":@,"maxContains":1"#,
        ],
    ),
    row(
        "unevaluatedItems",
        ARRAY,
        false,
        &[r#""unevaluatedItems":@"#, r#""unevaluatedItems":false"#],
    ),
    row("$ref", None, true, &[r##""$ref":"#/$defs/R""##]),
];

/// The rows that a version of OpenAPI has.
pub fn rows(draft: Draft) -> impl Iterator<Item = &'static Row> {
    of(ASSERTIONS, draft).chain(of(APPLICATORS, draft))
}

/// Those rows of a table that a version of OpenAPI has.
pub fn of(table: &'static [Row], draft: Draft) -> impl Iterator<Item = &'static Row> {
    let rows = table.iter();
    rows.filter(move |row| row.is_of_30 || draft == Draft::Draft202012)
}

impl Row {
    /// The members of a schema with this keyword; `subschema` draws what an applicator applies.
    pub fn draw(
        &self,
        numbers: &mut Numbers,
        mut subschema: impl FnMut(&mut Numbers) -> Value,
    ) -> Map<String, Value> {
        let text = self.values[numbers.below(self.values.len())];
        let mut parts = text.split('@');
        let mut json = String::from("{");
        json.push_str(parts.next().unwrap_or_default());
        for part in parts {
            json.push_str(&subschema(numbers).to_string());
            json.push_str(part);
        }
        json.push('}');
        match serde_json::from_str(&json) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::{APPLICATORS, ASSERTIONS, rows};
    use crate::mutate::Numbers;
    use crate::suite::Draft;

    /// The keywords of the generator's table that no row has, each with its reason.
    const UNDRAWN: &[(&str, &str)] = &[
        ("then", "is drawn with `if`"),
        ("else", "is drawn with `if`"),
        ("minContains", "is drawn with `contains`"),
        ("maxContains", "is drawn with `contains`"),
        ("nullable", "is drawn for OpenAPI 3.0, beside `type`"),
        ("discriminator", "is drawn with unions"),
        ("x-nullable", "is `nullable` of OpenAPI 2.0"),
    ];

    #[test]
    fn every_keyword_that_restricts_instances_is_drawn() {
        let drawn = ASSERTIONS.iter().chain(APPLICATORS).map(|row| row.keyword);
        let known: BTreeSet<_> = drawn.chain(UNDRAWN.iter().map(|(name, _)| *name)).collect();
        let table: BTreeSet<_> = oasmith::restricting_keywords().collect();
        assert_eq!(known, table);
    }

    #[test]
    fn every_value_is_json() {
        let mut numbers = Numbers(1);
        for row in rows(Draft::Draft202012) {
            for _ in 0..20 {
                let members = row.draw(&mut numbers, |_| json!({}));
                assert!(members.contains_key(row.keyword), "{}", row.keyword);
            }
        }
    }
}
