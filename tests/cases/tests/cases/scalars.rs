//! Bytes, YAML, defaults: cases 40, 42, 44.

use oasmith_cases::c40_bytes_in_json::models::File;
use oasmith_cases::c42_yaml::models::{Answer, Pet, Word};
use oasmith_cases::c44_defaults::models::{Settings, Shade};
use oasmith_cases::support::bytes::Bytes;

use crate::{becomes, read, refused, reports, same};

#[test]
fn bytes_are_base64_in_json() {
    let file: File = read(r#"{"bytes":"aGVs\r\nbG8=\n","encoded":"AAE=","binary":"not base64!"}"#);
    assert_eq!(file.bytes, Bytes::from(b"hello".to_vec()));
    assert_eq!(file.encoded, Some(Bytes::from(vec![0, 1])));
    assert_eq!(file.binary.as_deref(), Some("not base64!"));
    becomes::<File>(r#"{"bytes":"aGVs\nbG8="}"#, r#"{"bytes":"aGVsbG8="}"#);
    same::<File>(r#"{"bytes":"","binary":"ä","media":"/+8="}"#);
    refused::<File>(
        r#"{"bytes":"a*"}"#,
        "/bytes",
        "expected base64, found another string",
    );
}

#[test]
fn yaml_is_yaml_12() {
    for word in [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "true",
        "1",
        "1e3",
        "2020-01-01",
        "7",
    ] {
        let text = format!("{word:?}");
        assert!(!matches!(read(&text), Word::Unknown(_)), "{word}");
        same::<Word>(&text);
    }
    assert_eq!(read::<Answer>(r#""NO""#), Answer::No);
    same::<Pet>(r#"{"size":1,"width":2,"on":true,"1":3,"name":"a"}"#);
    reports::<Pet>(
        r#"{"size":6,"width":7,"name":"Maurice"}"#,
        "/size must be at most 5; /width must be at most 5; /name must have at most 4 characters",
    );
}

#[test]
fn defaults_are_not_sent_unasked() {
    becomes::<Settings>("{}", "{}");
    let settings: Settings =
        read(r#"{"shade":"dark","maybe_set":null,"object":{},"day":"2020-01-31"}"#);
    assert_eq!(settings.shade, Some(Shade::Dark));
    same::<Settings>(r#"{"shade":"dark","maybe_set":null,"object":{},"day":"2020-01-31"}"#);
}
