//! Parts of a description that are nested deeply, read as typed values of OpenAPI 3.0.
//!
//! `openapiv3` reads a part that it refuses twice, and so a part on the hundredth level around it 2^100
//! times: where these tests end, that does not happen. They run on the small stack of a test.

use oasmith::diagnostic::{Code, Diagnostic};
use oasmith::{Config, Description, Target};
use serde_json::{Value, json};

/// A description with a schema and a callback, each deep inside others of its kind.
fn nested(schema: Value, operation: Value) -> Value {
    let schema = (0..50).fold(
        schema,
        |inner, _| json!({"type": "object", "properties": {"p": inner}}),
    );
    let operation = (0..20).fold(operation, |inner, _| {
        json!({
            "callbacks": {"c": {"{$request.body#/url}": {"post": inner}}},
            "responses": {"200": {"description": "d"}},
        })
    });
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": operation}},
        "components": {"schemas": {"S": schema}},
    })
}

fn accepted() -> Value {
    nested(
        json!({"type": "string"}),
        json!({"responses": {"200": {"description": "d"}}}),
    )
}

fn refused() -> Value {
    nested(
        json!({"type": ["string", "null"]}),
        json!({"responses": {"200": {"description": 1}}}),
    )
}

type Edit = (&'static str, fn(Description) -> Description);

const EDITS: [Edit; 3] = [
    ("document", |it| {
        it.edit_document(|document| document.info.title = "edited".to_owned())
    }),
    ("operations", |it| {
        it.edit_operations(|_, _, operation| operation.summary = Some("edited".to_owned()))
    }),
    ("schemas", |it| {
        it.edit_schemas(|_, schema| schema.schema_data.title = Some("edited".to_owned()))
    }),
];

/// The edits of a description that are not applied.
fn invalid(description: Description) -> Vec<Diagnostic> {
    let generated = oasmith::generate(description, &Config::default());
    let generated = generated.expect("it is a description");
    let found = generated.report.diagnostics.into_iter();
    found.filter(|it| it.code == Code::InvalidEdit).collect()
}

#[test]
fn what_is_accepted_is_edited() {
    for (name, edit) in EDITS {
        let found = invalid(edit(Description::value("t", &accepted())));
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn what_is_refused_is_reported_with_its_place() {
    let schema = "/properties/p".repeat(50);
    let operation = "/callbacks/c/{$request.body#~1url}/post".repeat(20);
    for (name, edit) in EDITS {
        let found = invalid(edit(Description::value("t", &refused())));
        let [diagnostic] = &found[..] else {
            panic!("{name}: {found:#?}");
        };
        let [(place, note)] = &diagnostic.related[..] else {
            panic!("{name}: {diagnostic:#?}");
        };
        let (expected, part) = match name {
            "document" | "schemas" => (format!("/components/schemas/S{schema}"), "a schema"),
            _ => (
                format!("/paths/~1a/get{operation}/responses/200"),
                "a response",
            ),
        };
        assert_eq!(place.pointer, expected, "{name}");
        assert_eq!(*note, format!("this is not {part} of OpenAPI 3.0"));
    }
}

#[test]
fn a_conversion_leaves_out_what_is_refused() {
    let description = || Description::value("t", &refused());
    let converted = oasmith::convert(description(), Target::V3_0, &Config::default());
    let converted = converted.expect("it is a description");
    let root: Value = serde_json::from_str(&converted.to_json()).expect("it is JSON");
    let operation = "/callbacks/c/{$request.body#~1url}/post".repeat(20);
    let responses = root.pointer(&format!("/paths/~1a/get{operation}/responses"));
    assert!(responses.is_some(), "{root}");
    let typed = description().to_openapi3(&Config::default());
    let (typed, _) = typed.expect("it is a description");
    assert_eq!(typed.paths.paths.len(), 1);
}

/// Comparing or freeing it on the stack of the test would overflow that.
#[test]
fn a_value_of_any_depth_is_refused() {
    let description = Description::value("t", &accepted()).edit(|value| {
        let mut deep = json!(1);
        for _ in 0..200_000 {
            deep = Value::Array(vec![deep]);
        }
        value["x-deep"] = deep;
    });
    let found = invalid(description);
    assert!(
        found[0].message.contains("nested more than 128 levels"),
        "{found:#?}"
    );
}
