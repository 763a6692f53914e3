//! The official test suite of JSON Schema, if it is present, and the additions of OpenAPI.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::config::Formats;
use crate::document::Document;
use crate::evaluate::{Evaluator, Verdict};
use crate::source::Node;
use crate::{document, source};

/// Reads a description with a schema as its only component, and calls a function with it.
fn with_schema<T>(version: &str, schema: &Value, ask: impl FnOnce(&Document<'_>) -> T) -> T {
    let description = serde_json::json!({
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"T": schema}},
    });
    let path = Path::new("t.json");
    let tree = source::parse(path, description.to_string()).expect("it is JSON");
    let (document, _) = document::read(&tree).expect("it is a description");
    ask(&document)
}

fn node(value: &Value) -> Node {
    let read = source::parse(Path::new("t.json"), format!(" [{value}]"));
    let Ok(tree) = read else {
        return Node::Null;
    };
    match tree.files.into_iter().next().map(|file| file.root) {
        Some(Node::Array(mut items)) => items.pop().unwrap_or(Node::Null),
        _ => Node::Null,
    }
}

fn verdict(document: &Document<'_>, value: &Value, formats: bool) -> Verdict {
    let formats = match formats {
        true => Formats::Assert,
        false => Formats::Annotate,
    };
    let mut evaluator = Evaluator::new(document, formats);
    let (_, schema) = document.components.first().expect("there is one");
    evaluator.evaluate(&node(value), *schema)
}

/// Moves references to the root of the schema to its place in the description.
fn rebase(schema: &mut Value) {
    match schema {
        // A root of its own.
        Value::Object(entries) if entries.contains_key("$id") => {}
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                match value {
                    Value::String(text)
                        if key.ends_with("ef") && (text == "#" || text.starts_with("#/")) =>
                    {
                        *text = format!("#/components/schemas/T{}", &text[1..]);
                    }
                    Value::Object(_) | Value::Array(_) if key != "enum" && key != "const" => {
                        rebase(value);
                    }
                    _ => {}
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rebase),
        _ => {}
    }
}

fn suite() -> PathBuf {
    let suite =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/json-schema-test-suite/tests");
    assert!(suite.is_dir(), "{} is not there", suite.display());
    suite
}

/// The cases of a folder with another result than expected, as `FILE: CASE`, or `FILE: CASE (unknown)`.
fn wrong(version: &str, folder: &Path, formats: bool) -> BTreeSet<String> {
    let mut wrong = BTreeSet::new();
    let entries = std::fs::read_dir(folder).expect("it can be read");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let mut tests = 0;
    for path in paths.filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let name = path.file_stem().expect("it has one").to_string_lossy();
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let cases: Vec<Value> = serde_json::from_str(&text).expect("they are JSON");
        for case in cases {
            let mut schema = case["schema"].clone();
            rebase(&mut schema);
            with_schema(version, &schema, |document| {
                for test in case["tests"].as_array().into_iter().flatten() {
                    tests += 1;
                    let found = match verdict(document, &test["data"], formats) {
                        Verdict::Valid => Some(true),
                        Verdict::Invalid(_) => Some(false),
                        Verdict::Unknown => None,
                    };
                    if found != test["valid"].as_bool() {
                        let case = case["description"].as_str().unwrap_or_default();
                        let what = if found.is_none() { " (unknown)" } else { "" };
                        wrong.insert(format!("{name}: {case}{what}"));
                    }
                }
            });
        }
    }
    assert!(tests > 0, "{}", folder.display());
    println!("{tests} tests in {}", folder.display());
    wrong
}

fn compare(found: BTreeSet<String>, known: &[&str]) {
    let known: BTreeSet<String> = known.iter().map(|case| (*case).to_owned()).collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "wrong: {new:#?}\nright now: {gone:#?}"
    );
}

/// The known differences from 2020-12.
const EXCEPTIONS: &[&str] = &[
    // References to other documents are not fetched.
    "defs: validate definition against metaschema (unknown)",
    "dynamicRef: $ref and $dynamicAnchor are independent of order - $defs first (unknown)",
    "dynamicRef: $ref and $dynamicAnchor are independent of order - $ref first (unknown)",
    "dynamicRef: $ref to $dynamicRef finds detached $dynamicAnchor (unknown)",
    "dynamicRef: strict-tree schema, guards against misspelled properties (unknown)",
    "dynamicRef: tests for implementation dynamic anchor and reference link (unknown)",
    "ref: remote ref, containing refs itself (unknown)",
    "refRemote: $ref to $ref finds detached $anchor (unknown)",
    "refRemote: Location-independent identifier in remote ref (unknown)",
    "refRemote: anchor within remote ref (unknown)",
    "refRemote: base URI change (unknown)",
    "refRemote: base URI change - change folder (unknown)",
    "refRemote: base URI change - change folder in subschema (unknown)",
    "refRemote: fragment within remote ref (unknown)",
    "refRemote: ref within remote ref (unknown)",
    "refRemote: remote HTTP ref with different $id (unknown)",
    "refRemote: remote HTTP ref with different URN $id (unknown)",
    "refRemote: remote HTTP ref with nested absolute ref (unknown)",
    "refRemote: remote ref (unknown)",
    "refRemote: remote ref with ref to defs (unknown)",
    "refRemote: retrieved nested refs resolve relative to their URI not $id (unknown)",
    "refRemote: root ref in remote ref (unknown)",
    // Custom vocabularies are not supported.
    "vocabulary: schema that uses custom metaschema with with no validation vocabulary",
];

/// The known differences from draft 4 in the dialect of OpenAPI 3.0.
const EXCEPTIONS_OF_DRAFT_4: &[&str] = &[
    // References to other documents are not fetched.
    "definitions: validate definition against metaschema (unknown)",
    "ref: remote ref, containing refs itself (unknown)",
    "refRemote: Location-independent identifier in remote ref (unknown)",
    "refRemote: base URI change (unknown)",
    "refRemote: base URI change - change folder (unknown)",
    "refRemote: base URI change - change folder in subschema (unknown)",
    "refRemote: fragment within remote ref (unknown)",
    "refRemote: ref within remote ref (unknown)",
    "refRemote: remote ref (unknown)",
    "refRemote: root ref in remote ref (unknown)",
];

#[test]
#[ignore = "reads the test suite of JSON Schema, which is not part of the project"]
fn the_suite_of_2020_12_holds() {
    let suite = suite();
    let found = wrong("3.1.0", &suite.join("draft2020-12"), false);
    compare(found, EXCEPTIONS);
}

#[test]
#[ignore = "reads the test suite of JSON Schema, which is not part of the project"]
fn the_suite_of_draft_4_holds() {
    let suite = suite();
    let found = wrong("3.0.3", &suite.join("draft4"), false);
    compare(found, EXCEPTIONS_OF_DRAFT_4);
}

#[test]
#[ignore = "reads the test suite of JSON Schema, which is not part of the project"]
fn the_suite_of_formats_holds() {
    let suite = suite();
    let found = wrong("3.1.0", &suite.join("draft2020-12/optional/format"), true);
    let checked = ["date", "date-time", "ipv4", "ipv6", "uuid"];
    let is_checked = |case: &String| {
        checked
            .iter()
            .any(|format| case.starts_with(&format!("{format}:")))
    };
    compare(found.into_iter().filter(is_checked).collect(), &[]);
}

/// The result of an evaluation, with the pointer in front.
fn result(version: &str, schemas: &str, value: &str) -> String {
    let schemas: Value = serde_json::from_str(schemas).expect("they are JSON");
    let value: Value = serde_json::from_str(value).expect("it is JSON");
    with_schema(version, &schemas, |document| {
        match verdict(document, &value, true) {
            Verdict::Valid => "valid".to_owned(),
            Verdict::Unknown => "unknown".to_owned(),
            Verdict::Invalid(violation) => format!("{}: {}", violation.pointer(), violation.reason),
        }
    })
}

#[test]
fn the_first_violation_is_reported() {
    for (schema, value, expected) in [
        (
            r#"{"type": "string"}"#,
            "1",
            ": expected a string, found a number",
        ),
        (
            r#"{"type": ["string", "null"]}"#,
            "[]",
            ": expected null or a string, found an array",
        ),
        (
            r#"{"type": "integer"}"#,
            "1.5",
            ": expected an integer, found a number",
        ),
        (r#"{"type": "integer"}"#, "2.0", "valid"),
        (r#"{"minimum": 1.5}"#, "1", ": must be at least 1.5"),
        (r#"{"exclusiveMaximum": 3}"#, "3", ": must be less than 3"),
        (
            r#"{"multipleOf": 0.1}"#,
            "0.35",
            ": must be a multiple of 0.1",
        ),
        (
            r#"{"minLength": 2}"#,
            "\"ö\"",
            ": expected at least 2 characters, found 1",
        ),
        (
            r#"{"maxItems": 1}"#,
            "[1, 2]",
            ": expected at most 1 item, found 2",
        ),
        (
            r#"{"minProperties": 1}"#,
            "{}",
            ": expected at least 1 property, found 0",
        ),
        (
            r#"{"pattern": "^a+$"}"#,
            "\"b\"",
            ": `pattern` requires a match of `^a+$`",
        ),
        (
            r#"{"format": "date"}"#,
            "\"2024-13-01\"",
            ": `format` requires a valid `date`",
        ),
        (
            r#"{"format": "int32"}"#,
            "3000000000",
            ": `format` requires a number from -2147483648 to 2147483647",
        ),
        (
            r#"{"enum": [1, "a"]}"#,
            "\"b\"",
            ": not one of the values of `enum`",
        ),
        (r#"{"const": {"a": [1]}}"#, r#"{"a": [1.0]}"#, "valid"),
        (r#"{"required": ["a"]}"#, "{}", ": missing property `a`"),
        (
            r#"{"additionalProperties": false}"#,
            r#"{"a/b": 1}"#,
            ": unexpected property `a/b`",
        ),
        (
            r#"{"additionalProperties": {"items": {"type": "null"}}}"#,
            r#"{"a/b": [null, 1]}"#,
            "/a~1b/1: expected null, found a number",
        ),
        (
            r#"{"uniqueItems": true}"#,
            r#"[{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]"#,
            "/1: duplicate item",
        ),
        (
            r#"{"contains": {"const": 1}}"#,
            "[2]",
            ": number of items that match `contains`: expected at least 1, found 0",
        ),
        (r#"{"not": {}}"#, "1", ": matches the schema of `not`"),
        (
            r#"{"oneOf": [{}, {}]}"#,
            "1",
            ": expected exactly one schema of `oneOf` to match, found 2",
        ),
        (
            r#"{"anyOf": [{"type": "null"}, {"properties": {"a": {"type": "null"}}, "type": "object"}]}"#,
            r#"{"a": 1}"#,
            "/a: expected null, found a number (matches no schema of `anyOf`)",
        ),
        (
            r#"{"properties": {"a": false}}"#,
            r#"{"a": 1}"#,
            "/a: no value is allowed here",
        ),
    ] {
        assert_eq!(result("3.1.0", schema, value), expected, "{schema} {value}");
    }
}

#[test]
fn openapi_has_additions() {
    let one_way = r#"{"required": ["a", "b"], "properties": {"a": {"readOnly": true}, "b": {}}}"#;
    for (schema, value, expected) in [
        (r#"{"type": "string", "nullable": true}"#, "null", "valid"),
        (
            r#"{"type": "string", "nullable": true, "enum": ["a"]}"#,
            "null",
            "valid",
        ),
        (
            r#"{"type": "string"}"#,
            "null",
            ": expected a string, found null",
        ),
        (
            r#"{"minimum": 1, "exclusiveMinimum": true}"#,
            "1",
            ": must be greater than 1",
        ),
        (one_way, r#"{"b": 1}"#, "valid"),
        (one_way, r#"{"a": 1}"#, ": missing property `b`"),
    ] {
        assert_eq!(result("3.0.3", schema, value), expected, "{schema} {value}");
    }
}

#[test]
fn cycles_and_slow_evaluations_are_unknown() {
    let itself = r##"{"$ref": "#/components/schemas/T"}"##;
    let all =
        r##"{"allOf": [{"$ref": "#/components/schemas/T"}, {"$ref": "#/components/schemas/T"}]}"##;
    let slow = r#"{"pattern": "^(?:(a+)+\\1)+$"}"#;
    let text = format!("\"{}b\"", "a".repeat(60));
    for (schema, value) in [(itself, "1"), (all, "1"), (slow, text.as_str())] {
        assert_eq!(result("3.1.0", schema, value), "unknown", "{schema}");
    }
    let tree = r##"{"properties": {"a": {"$ref": "#/components/schemas/T"}}, "type": "object"}"##;
    let value = format!("{}1{}", "{\"a\":".repeat(60), "}".repeat(60));
    let expected = format!("{}: expected an object, found a number", "/a".repeat(60));
    assert_eq!(result("3.1.0", tree, &value), expected);
}
