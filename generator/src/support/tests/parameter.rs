use uuid::Uuid;

use super::super::codec;
use super::super::parameter::Parameter;
use super::super::parameter::{is_json, percent_decode, percent_encode};

fn check<T: Parameter>(good: &[&str], bad: &[&str]) {
    for text in good {
        let again = T::from_text(text).map(|value| value.to_text());
        assert_eq!(again.as_deref(), Some(*text), "{}", T::EXPECTED);
    }
    for text in bad {
        assert!(
            T::from_text(text).is_none(),
            "{text:?} is not {}",
            T::EXPECTED
        );
    }
}

#[test]
fn values_as_text() {
    check::<String>(&["", "a/b ü"], &[]);
    check::<bool>(&["true", "false"], &["True", "1", ""]);
    check::<i32>(
        &["-1", "2147483647"],
        &["+1", "", "-", "1.0", " 1", "2147483648"],
    );
    check::<u64>(&["18446744073709551615"], &["-1"]);
    check::<f64>(
        &["1.5", "-0.25", "7"],
        &["inf", "NaN", "1e999", "+1", ".5", "5.", "0x1", ""],
    );
    check::<Uuid>(
        &["01234567-89ab-cdef-0123-456789abcdef"],
        &[
            "0123456789abcdef0123456789abcdef",
            "{01234567-89ab-cdef-0123-456789abcdef}",
            "urn:uuid:01234567-89ab-cdef-0123-456789abcdef",
            "01234567-89ab-cdef-0123-456789abcdeg",
            "012345678-9ab-cdef-0123-456789abcdef",
        ],
    );
    assert_eq!(f64::from_text("1e3"), Some(1000.0));
}

#[test]
fn uuid_as_json() {
    let text = br#""01234567-89AB-CDEF-0123-456789ABCDEF""#;
    let value: Uuid = codec::from_json(text).unwrap();
    assert_eq!(codec::to_json(&value).unwrap(), text.to_ascii_lowercase());
    let fault = codec::from_json::<Uuid>(br#""secret""#).unwrap_err();
    assert_eq!(fault.message, "expected a UUID, found another string");
}

#[test]
fn percent_encoding() {
    for (text, encoded) in [
        ("plain-._~09", "plain-._~09"),
        ("a/b?c#d%e", "a%2Fb%3Fc%23d%25e"),
        ("ü \\", "%C3%BC%20%5C"),
        ("%2e%2E", "%252e%252E"),
    ] {
        let mut output = String::new();
        percent_encode(text, &mut output);
        assert_eq!(output, encoded);
        assert_eq!(percent_decode(encoded).as_deref(), Some(text));
    }
    for broken in ["%", "%4", "%zz", "%+1", "%ff", "%c3%28"] {
        assert_eq!(percent_decode(broken), None, "{broken}");
    }
}

#[test]
fn media_types() {
    for json in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json ; x=1",
        "application/vnd.api+JSON",
    ] {
        assert!(is_json(json), "{json}");
    }
    for other in [
        "",
        "text/html",
        "application/jsonp",
        "json",
        "/x+json",
        "text/json5",
    ] {
        assert!(!is_json(other), "{other}");
    }
}
