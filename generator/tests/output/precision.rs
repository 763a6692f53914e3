//! Emitted code in a build in which another crate turns serde_json's `arbitrary_precision` on: numbers
//! have all of their digits, and come as objects.

use std::fs;
use std::path::Path;
use std::process::Command;

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
