//! Lowering: small descriptions and the models that they must be brought to, as
//! [`oasmith::model::print`] prints them, with a line for each diagnostic.

mod choices;
mod headers;
mod hostile;
mod http;
mod names;
mod operations;
mod pagination;
mod rules;
mod schemas;
mod settings;
mod types;
mod webhooks;

use std::path::Path;

use oasmith::diagnostic::{Code, Diagnostic};
use oasmith::{Config, Generated, Report, model};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: \"1\"}\n";

/// An operation that sends a `T`, and the start of the schemas.
const SENT: &str = r##"paths:
  /t:
    put:
      operationId: t
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}
      responses: {"204": {description: x}}
components:
  schemas:
"##;

/// An operation that receives a `T`, and the start of the schemas.
const RECEIVED: &str = r##"paths:
  /t:
    get:
      operationId: t
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}
components:
  schemas:
"##;

fn generate(fragment: &str, config: &Config) -> Result<Generated, Report> {
    let text = format!("{HEAD}{}", fragment.trim_start());
    oasmith::generate_text(Path::new("t.yaml"), text, config)
}

/// The diagnostics, but for one: the fragments are short and declare no errors.
fn told(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let diagnostics = report.diagnostics.iter();
    diagnostics.filter(|it| it.code != Code::MissingError)
}

/// The model and the diagnostics, without the line that every model starts with.
fn printed(fragment: &str, config: &Config) -> String {
    let generated = generate(fragment, config).expect("it is a description");
    let mut printed = model::print(&generated.api);
    for diagnostic in told(&generated.report) {
        let pointer = &diagnostic.location.pointer;
        printed.push_str(&format!("! {} {pointer}\n", diagnostic.code));
    }
    printed
        .split_once('\n')
        .map_or("", |(_, rest)| rest)
        .trim()
        .to_owned()
}

/// Compares the model of a description, from its paths on.
#[track_caller]
fn check(fragment: &str, expected: &str) {
    let actual = printed(fragment, &Config::default());
    assert!(actual == expected.trim(), "the model is\n{actual}");
}

/// Compares the types of schemas, of which `T` is sent.
#[track_caller]
fn check_sent(schemas: &str, expected: &str) {
    check_schemas(SENT, schemas, &Config::default(), expected);
}

/// Compares the types of schemas, of which `T` is received by what is emitted, a client.
#[track_caller]
fn check_received(schemas: &str, expected: &str) {
    let client = Config {
        server: false,
        ..Config::default()
    };
    check_schemas(RECEIVED, schemas, &client, expected);
}

#[track_caller]
fn check_schemas(operation: &str, schemas: &str, config: &Config, expected: &str) {
    let lines = schemas.trim().lines().map(|line| format!("    {line}\n"));
    let fragment = format!("{operation}{}", lines.collect::<String>());
    let printed = printed(&fragment, config);
    // The one operation is the same every time.
    let (types, behind) = printed
        .split_once("operation t = ")
        .expect("the operation is there");
    let said = behind.lines().filter(|line| line.starts_with("! "));
    let actual = format!("{}\n{}", types.trim(), said.collect::<Vec<_>>().join("\n"));
    assert!(actual.trim() == expected.trim(), "the types are\n{actual}");
}
