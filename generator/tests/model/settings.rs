//! What the configuration makes of types.

use oasmith::Config;
use oasmith::config::{Callers, Dates, Enums, Nulls, Numbers, UnknownProperties};

use super::{SENT, check_schemas, printed};

const SCHEMAS: &str = r##"
T:
  type: object
  properties:
    at: {type: string, format: date-time}
    on: {type: string, format: date}
    word: {type: string, enum: [a]}
    price: {$ref: "#/components/schemas/Money"}
    host: {type: string, format: hostname}
Money: {type: object, properties: {amount: {$ref: "#/components/schemas/Amount"}}}
Amount: {type: string, pattern: "^[0-9]+$"}
"##;

#[test]
fn dates_are_strings_where_that_is_wanted() {
    let config = Config {
        dates: Dates::String,
        enums: Enums::Closed,
        unknown_properties: UnknownProperties::Keep,
        names: vec![(
            "#/components/schemas/Money".to_owned(),
            "Price".parse().expect("it is a name"),
        )],
        ..Config::default()
    };
    check_schemas(
        SENT,
        SCHEMAS,
        &config,
        r#"
struct Price
    amount: Amount optional
    additional_properties: undeclared, any

struct T
    at: string(format date-time) optional
    on: string(format date) optional
    word: TWord optional
    price: Price optional
    host: string(format hostname) optional
    additional_properties: undeclared, any

newtype Amount = string(pattern "^[0-9]+$")

enum TWord, closed
    A "a"
"#,
    );
}

#[test]
fn a_type_of_ones_own_takes_the_place_of_what_would_be_made() {
    let replace = [
        ("Money", "rust_decimal::Decimal"),
        ("format:hostname", "crate::Host"),
        ("format:date", "String"),
    ];
    let replace = replace.map(|(word, ty)| (word.to_owned(), ty.parse().expect("it is a type")));
    let config = Config {
        replace: replace.to_vec(),
        ..Config::default()
    };
    check_schemas(
        SENT,
        SCHEMAS,
        &config,
        r#"
struct T
    at: date-time optional
    on: string optional
    word: TWord optional
    price: foreign rust_decimal::Decimal optional
    host: foreign crate::Host optional

enum TWord
    A "a"
"#,
    );
}

#[test]
fn nulls_are_absent_in_what_is_received_where_that_is_wanted() {
    let operation = r##"paths:
  /t:
    put:
      operationId: t
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Sent"}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Received"}}}}}
components:
  schemas:
"##;
    let schemas = r#"
Sent: {type: object, properties: {name: {type: string}}}
Received:
  type: object
  required: [id]
  properties:
    id: {type: integer}
    name: {type: string}
    anything: {}
    note: {type: string, nullable: true}
"#;
    let config = Config {
        nulls: Nulls::Lenient,
        server: false,
        ..Config::default()
    };
    let strict = Config {
        nulls: Nulls::Strict,
        ..config.clone()
    };
    let expected = |received: &str, sent: &str| {
        format!(
            "
struct Sent
    name: string {sent}

struct Received
    id: i64
    name: string {received}
    anything: any optional
    note: string optional or null, alike
"
        )
    };
    check_schemas(
        operation,
        schemas,
        &config,
        &expected("optional or null, alike", "optional"),
    );
    check_schemas(
        operation,
        schemas,
        &strict,
        &expected("optional", "optional"),
    );
}

#[test]
fn numbers_without_a_machine_type_keep_their_digits_where_that_is_wanted() {
    let schemas = r"
T:
  type: object
  properties:
    number: {type: number}
    double: {type: number, format: double}
    sized: {type: number, format: int32}
    integer: {type: integer}
    positive: {type: integer, minimum: 1}
    percent: {type: integer, minimum: 0, maximum: 100}
    long: {type: integer, format: int64}
    wide: {type: integer, format: int64, maximum: 9223372036854775808}
    huge: {type: integer, minimum: 0, maximum: 1e60}
";
    let config = Config {
        numbers: Numbers::Exact,
        ..Config::default()
    };
    check_schemas(
        SENT,
        schemas,
        &config,
        r"
struct T
    number: exact number optional
    double: f64 optional
    sized: i32 optional
    integer: exact integer optional
    positive: exact integer(minimum 1) optional
    percent: u8(minimum 0, maximum 100) optional
    long: i64 optional
    wide: exact integer(maximum 9223372036854775808) optional
    huge: exact integer(minimum 0, maximum 1e60) optional
",
    );
}

#[test]
fn every_operation_has_callers_where_that_is_wanted() {
    let fragment = r#"
paths:
  /open: {get: {operationId: open, responses: {"204": {description: x}}}}
  /both: {get: {operationId: both, security: [{token: []}, {}], responses: {"204": {description: x}}}}
components: {securitySchemes: {token: {type: http, scheme: bearer}}}
"#;
    let config = Config {
        callers: Callers::Always,
        ..Config::default()
    };
    let lines = |config: &Config| {
        let model = printed(fragment, config);
        let lines = model.lines().map(str::trim);
        let lines = lines.filter(|line| line.starts_with("credentials:"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        lines(&Config::default()),
        ["credentials: Token or Anonymous"]
    );
    let expected = ["credentials: Anonymous", "credentials: Token or Anonymous"];
    assert_eq!(lines(&config), expected);
}
