//! The official test suite of JSON Schema, where it is there, and what OpenAPI adds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Checker, Verdict};
use crate::document::{self, Document};
use crate::source::{self, Node};

/// Reads a description whose one component is a schema, and asks something about it.
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
    let mut checker = Checker::new(document);
    checker.formats = formats;
    let (_, schema) = document.components.first().expect("there is one");
    checker.check(&node(value), *schema)
}

/// References from the root of the schema lead through the description that holds it.
fn rebase(schema: &mut Value) {
    match schema {
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

fn suite() -> Option<PathBuf> {
    let suite =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/json-schema-test-suite/tests");
    if !suite.is_dir() {
        println!("skipped: the test suite of JSON Schema is not there");
        return None;
    }
    Some(suite)
}

/// The cases of a folder that come out wrong, as `FILE: CASE`; those whose outcome is not known are
/// wrong only if they may be.
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
            if schema.get("$id").is_none() {
                rebase(&mut schema);
            }
            with_schema(version, &schema, |document| {
                for test in case["tests"].as_array().into_iter().flatten() {
                    tests += 1;
                    let found = match verdict(document, &test["data"], formats) {
                        Verdict::Fits => Some(true),
                        Verdict::Misfit(_) => Some(false),
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

#[test]
fn the_suite_of_2020_12_holds() {
    let Some(suite) = suite() else { return };
    compare(wrong("3.1.0", &suite.join("draft2020-12"), false), &[]);
}

#[test]
fn the_suite_of_draft_4_holds() {
    let Some(suite) = suite() else { return };
    compare(wrong("3.0.3", &suite.join("draft4"), false), &[]);
}
