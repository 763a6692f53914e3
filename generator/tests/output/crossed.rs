//! Options that take a type or a name, crossed with every kind of schema in every place.

use std::fmt::Write;
use std::path::Path;

use oasmith::{Config, File};

use super::compile::together;
use super::features::FEATURES;

/// A description with each schema as a component `F0`, `F1` and so on, and uses of it in every place.
fn description() -> String {
    let mut text = String::from("openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n");
    let mut schemas = String::from(
        "components:\n  schemas:\n    T: {type: object, properties: {one: {type: string}}}\n",
    );
    for (index, feature) in FEATURES.iter().enumerate() {
        let used = format!("{{$ref: '#/components/schemas/F{index}'}}");
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "  /o{index}/{{p}}:\n    post:\n      operationId: o{index}\n      parameters:\n        \
             - {{name: p, in: path, required: true, schema: {{type: string}}}}\n        \
             - {{name: q, in: query, schema: {used}}}\n        \
             - {{name: h, in: header, schema: {used}}}\n      \
             requestBody: {{required: true, content: {{application/json: {{schema: {used}}}, text/plain: {{schema: {{type: string}}}}}}}}\n      \
             responses:\n        \
             200: {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/P{index}'}}}}}}}}\n        \
             400: {{description: d, content: {{application/json: {{schema: {used}}}}}}}\n"
        );
        let _ = write!(
            schemas,
            "    F{index}: {feature}\n    P{index}: {{type: object, required: [a, l, m, u, i], properties: {{\
             a: {used}, b: {used}, c: {{anyOf: [{used}, {{type: 'null'}}]}}, d: {{$ref: '#/components/schemas/A{index}'}}, \
             l: {{type: array, items: {used}}}, m: {{type: object, additionalProperties: {used}}}, \
             u: {{oneOf: [{used}, {{type: boolean}}]}}, i: {feature}, t: {{type: array, prefixItems: [{used}]}}}}, \
             additionalProperties: {used}}}\n    A{index}: {{allOf: [{used}], description: an alias}}\n"
        );
    }
    text + &schemas
}

/// The outputs of a configuration for each option.
fn outputs() -> Vec<(String, Vec<File>)> {
    let schemas = || (0..FEATURES.len()).map(|index| format!("F{index}"));
    let value = || "serde_json::Value".parse().expect("it is a type");
    let name = |name: String| name.parse().expect("it is a name");
    let pointer = |schema: &str| format!("#/components/schemas/{schema}");
    let replace = schemas().map(|schema| (schema, value())).collect();
    let swapped = schemas().enumerate().map(|(index, schema)| {
        let other = (index + 1) % FEATURES.len();
        (pointer(&schema), name(format!("F{other}")))
    });
    let names = swapped.chain([("o0".to_owned(), name("o1".to_owned()))]);
    let names = names.collect();
    let formats = [
        "date-time",
        "date",
        "uuid",
        "byte",
        "ipv4",
        "email",
        "password",
    ];
    let formats = formats.map(|format| (format!("format:{format}"), value()));
    let base = Config {
        module: true,
        support: Some("crate::support".parse().expect("it is a path")),
        ..Config::default()
    };
    let configs = [
        (
            "replaced",
            Config {
                replace,
                ..base.clone()
            },
        ),
        (
            "named",
            Config {
                names,
                ..base.clone()
            },
        ),
        (
            "formats",
            Config {
                replace: formats.into(),
                ..base.clone()
            },
        ),
        ("plain", base),
    ];
    let text = description();
    configs
        .map(|(name, config)| {
            let generated = oasmith::generate_text(Path::new("t.yaml"), text.clone(), &config);
            let generated = generated.unwrap_or_else(|report| {
                panic!("{name}: {:?}", report.texts(true, oasmith::Style::Plain))
            });
            assert!(generated.api.operations.len() > 20, "{name}");
            (name.to_owned(), generated.files)
        })
        .into()
}

#[test]
fn every_option_goes_with_every_schema_in_every_place() {
    for (name, files) in outputs() {
        for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
            assert!(
                syn::parse_file(&file.content).is_ok(),
                "{name}: {}",
                file.path
            );
        }
    }
}

#[test]
#[ignore = "compiles emitted crates, in minutes"]
fn every_option_compiles_with_every_schema_in_every_place() {
    let text = description();
    let whole = oasmith::generate_text(Path::new("t.yaml"), text, &Config::default());
    together(
        "crossed",
        &whole.expect("it is a description").files,
        &outputs(),
    );
}
