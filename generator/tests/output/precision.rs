//! Emitted code in a build in which another crate turns serde_json's `arbitrary_precision` on: numbers
//! have all of their digits, and come as objects.

use std::fs;
use std::path::Path;
use std::process::Command;

use oasmith::config::Numbers;
use oasmith::{Config, write};

use super::compile::{build, new_workspace};
use super::generate;

const DESCRIPTION: &str = include_str!("../../../specs/cases/59-exact-numbers.yaml");

const MAIN: &str = r##"
use precise::Validate;
use precise::models::{ByKind, Either, Exact, Object};
use precise::support::codec::from_json;

fn holds(property: &str, json: &str) -> Option<bool> {
    let text = format!(r#"{{"{property}":{json}}}"#);
    let value: Exact = from_json(text.as_bytes()).ok()?;
    Some(value.validate().is_ok())
}

fn main() {
    for (property, json, expected) in [
        ("at_least", "9007199254740993", None),
        ("at_least", "9007199254740994.0", Some(true)),
        ("below", "9007199254740993.0", Some(true)),
        ("below", "9223372036854775808", None),
        ("below", "1.0000000000000000000001", None),
        ("price", "4.35", Some(true)),
        ("price", "1.005", Some(false)),
        ("thousandth", "0.30", Some(true)),
        ("thousandth", "0.30000000000000000000001", Some(false)),
        ("beyond", "18446744073709551617", Some(true)),
        ("beyond", "100000000000000000001", Some(false)),
        ("distinct", "[1.0, 1.00, 1]", Some(false)),
        ("distinct", "[1.0, 10e-1]", Some(false)),
        ("distinct", "[0.1, 0.10000000000000000000001]", Some(true)),
        ("distinct", "[{}, {\"a\": 1.5}]", Some(true)),
    ] {
        assert_eq!(holds(property, json), expected, "{property}: {json}");
    }
    let message = from_json::<Object>(b"1.1").expect_err("it is no object").message;
    assert_eq!(message, "expected an object, found a number");
    assert!(from_json::<std::collections::BTreeMap<String, String>>(b"1.1").is_err());
    assert!(matches!(from_json::<Either>(b"2.0"), Ok(Either::Integer(2))));
    assert!(matches!(from_json::<Either>(b"{\"name\":\"a\"}"), Ok(Either::Object(_))));
    assert!(from_json::<Either>(b"1.1").is_err());
    let message = from_json::<ByKind>(b"1").expect_err("it is no object").message;
    assert_eq!(message, "expected an object, found a number");
    assert!(from_json::<ByKind>(b"{\"kind\":2.0}").is_ok());
}
"##;

/// Numbers in every place that a value can have.
const ALL_DIGITS: &str = r##"
openapi: 3.1.0
info: {title: digits, version: "1"}
paths:
  /accounts/{number}:
    post:
      operationId: book
      parameters:
        - {name: number, in: path, required: true, schema: {type: integer}}
        - {name: rate, in: query, schema: {type: number, minimum: 0.1}}
        - {name: limits, in: header, schema: {type: array, items: {type: number}}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Booking'}}
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {amount: {type: number}}}
      responses:
        '200':
          description: the sum
          headers: {X-Sum: {schema: {type: number}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Booking'}}}
components:
  schemas:
    Booking:
      type: object
      properties:
        amount: {type: number}
        cents: {type: number, multipleOf: 0.01}
        above: {type: number, exclusiveMinimum: 972783798187987123879878123.18878137}
        serial: {type: integer}
        beyond: {type: integer, minimum: 18446744073709551617}
        half: {type: integer, multipleOf: 0.5}
        small: {type: integer, minimum: 0, maximum: 200}
        sized: {type: integer, format: int64}
        float: {type: number, format: double}
        distinct: {type: array, items: {type: number}, uniqueItems: true}
        listed: {enum: [1.0, 12345678901234567890123.5]}
        either: {oneOf: [{type: number, maximum: 0.1}, {type: string}]}
        any: {maximum: 0.3}
        summed: {allOf: [{type: number, not: {multipleOf: 0.7}}]}
        limit: {$ref: '#/components/schemas/Limit'}
    Limit: {type: number, maximum: 1.5}
"##;

const WITH_ALL_DIGITS: &str = r##"
use exact::Validate;
use exact::models::{Booking, Limit};
use exact::support::codec::{from_json, to_json};
use exact::support::types::exact::{ExactInteger, ExactNumber};

/// Whether a property is valid, and comes back as it was; `None` if it is refused.
fn holds(property: &str, json: &str) -> Option<bool> {
    let text = format!(r#"{{"{property}":{json}}}"#);
    let value: Booking = from_json(text.as_bytes()).ok()?;
    let written = to_json(&value).expect("it can be written");
    assert_eq!(String::from_utf8_lossy(&written), text);
    Some(value.validate().is_ok())
}

fn main() {
    for (property, json, expected) in [
        ("amount", "12345678901234567890.123456789012345678901234567890", Some(true)),
        ("amount", "0.1000000000000000055511151231257827", Some(true)),
        ("amount", "1e+400", Some(true)),
        ("amount", "-0.0", Some(true)),
        ("amount", "\"1\"", None),
        ("cents", "1.10", Some(true)),
        ("cents", "1.1000000000000000000000000001", Some(false)),
        ("above", "972783798187987123879878123.188781371", Some(true)),
        ("above", "972783798187987123879878123.18878137", Some(false)),
        ("serial", "12345678910111213141516171819202122232425262728293031", Some(true)),
        ("serial", "9007199254740993.0", Some(true)),
        ("serial", "1.0000000000000000000000001", None),
        ("serial", "1e-1", None),
        ("beyond", "18446744073709551617", Some(true)),
        ("beyond", "18446744073709551616", Some(false)),
        ("half", "1e+308", Some(true)),
        ("small", "200", Some(true)),
        ("small", "201", Some(false)),
        ("sized", "9223372036854775808", None),
        ("float", "0.5", Some(true)),
        ("float", "9007199254740993", None),
        ("distinct", "[1,1.0]", Some(false)),
        ("distinct", "[0.1,0.10000000000000000000000001]", Some(true)),
        ("listed", "12345678901234567890123.5", Some(true)),
        ("listed", "12345678901234567890123.4", Some(false)),
        ("either", "0.1", Some(true)),
        ("either", "0.10000000000000000000000001", Some(false)),
        ("either", "\"a\"", Some(true)),
        ("any", "0.3", Some(true)),
        ("any", "0.30000000000000000000000001", Some(false)),
        ("summed", "1.4", Some(false)),
        ("summed", "1.40000000000000000000000001", Some(true)),
        ("limit", "1.5000000000000000000000001", Some(false)),
    ] {
        assert_eq!(holds(property, json), expected, "{property}: {json}");
    }
    let number = |text: &str| text.parse::<ExactNumber>().expect("it is a number");
    assert!(number("1.50") == number("15e-1") && number("0.1") < number("0.11"));
    assert_eq!(Limit::from(number("1.50")), Limit(number("1.5")));
    assert_eq!(number("0.1").to_f64(), 0.1);
    assert!("1.5".parse::<ExactInteger>().is_err() && "x".parse::<ExactNumber>().is_err());
    assert_eq!(ExactInteger::from(7).to_i128(), Some(7));
}
"##;

#[test]
#[ignore = "compiles an emitted crate, in a minute"]
fn exact_numbers_have_all_digits() {
    let workspace = new_workspace("exact");
    let config = Config {
        crate_name: Some("exact".to_owned()),
        numbers: Numbers::Exact,
        ..Config::default()
    };
    let folder = workspace.join("crates/exact");
    write::write(&folder, &generate(ALL_DIGITS, &config).files).expect("it can be written");
    fs::write(folder.join("src/main.rs"), WITH_ALL_DIGITS).expect("it can be written");
    let target = build(&workspace);
    let status = Command::new(Path::new(&target).join("debug/exact")).status();
    assert!(status.expect("it runs").success());
}

/// Without the feature numbers are rounded before emitted code sees them, so that it must not compile.
#[test]
fn exact_numbers_name_the_feature_that_they_need() {
    for module in [false, true] {
        let config = Config {
            numbers: Numbers::Exact,
            module,
            ..Config::default()
        };
        let files = generate(ALL_DIGITS, &config).files;
        let content = |name: &str| {
            let file = files.iter().find(|file| file.path.ends_with(name));
            file.map(|file| file.content.as_str()).unwrap_or_default()
        };
        let root = content(if module { "mod.rs" } else { "src/lib.rs" });
        assert!(root.contains("= serde_json::Number::as_str;"), "{root}");
        let features = "\"arbitrary_precision\", \"float_roundtrip\"";
        assert!(module || content("Cargo.toml").contains(features));
    }
}

#[test]
#[ignore = "compiles an emitted crate, in a minute"]
fn digits_are_kept_where_the_build_keeps_them() {
    let workspace = new_workspace("precise");
    let config = Config {
        crate_name: Some("precise".to_owned()),
        client: false,
        server: false,
        prune: false,
        ..Config::default()
    };
    let folder = workspace.join("crates/precise");
    write::write(&folder, &generate(DESCRIPTION, &config).files).expect("it can be written");
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it is there");
    let text = text.replace(
        "\"float_roundtrip\"",
        "\"arbitrary_precision\", \"float_roundtrip\"",
    );
    assert!(text.contains("arbitrary_precision"), "{text}");
    fs::write(&manifest, text).expect("it can be written");
    fs::write(folder.join("src/main.rs"), MAIN).expect("it can be written");
    let target = build(&workspace);
    let status = Command::new(Path::new(&target).join("debug/precise")).status();
    assert!(status.expect("it runs").success());
}
