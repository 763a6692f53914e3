//! Numbers and dates with all of their digits.

use oasmith_cases::c59_exact_numbers::models::{ByKind, Either, Exact, Object};
use oasmith_cases::support::codec::from_json;
use oasmith_cases::support::violations::Validate;

/// Whether a property may have a value; an error is the message of reading.
fn holds(property: &str, json: &str) -> Result<bool, String> {
    let text = format!(r#"{{"{property}":{json}}}"#);
    let value: Exact = from_json(text.as_bytes()).map_err(|fault| fault.message)?;
    Ok(value.validate().is_ok())
}

#[test]
fn bounds_and_multiples_hold_for_decimals() {
    for (property, json, expected) in [
        ("at_least", "9007199254740992", false),
        ("at_least", "9007199254740994", true),
        ("tight", "9007199254740992", false),
        ("tight", "9007199254740994", true),
        ("below", "9223372036854775807", true),
        ("price", "0.07", true),
        ("price", "4.35", true),
        ("price", "1.005", false),
        ("price", "1e22", true),
        ("thousandth", "0.3", true),
        ("thousandth", "0.299", true),
        ("thousandth", "0.2995", false),
        ("thousandth", "0.301", false),
        ("beyond", "18446744073709551615", true),
        ("distinct", "[1.0, 1.00]", false),
        ("distinct", "[1, 1.0]", false),
        ("distinct", "[10, 1e1]", false),
        ("distinct", "[9007199254740993, 9007199254740992]", true),
        ("when", r#""2024-02-29T12:00:00.123456789Z""#, true),
        ("when", r#""2024-02-29T12:00:00.123456789000Z""#, true),
    ] {
        assert_eq!(holds(property, json), Ok(expected), "{property}: {json}");
    }
}

#[test]
fn what_no_type_holds_is_refused_by_name() {
    for (property, json, found) in [
        (
            "at_least",
            "9007199254740993",
            "a number that a float of 64 bits does not hold exactly",
        ),
        (
            "below",
            "9007199254740993.0",
            "a number of which only 53 bits are known",
        ),
        ("below", "9223372036854775808", "another number"),
        (
            "beyond",
            "18446744073709551617",
            "a number of which only 53 bits are known",
        ),
        (
            "when",
            r#""2024-02-29T12:00:00.1234567891Z""#,
            "a fraction of a second with more than nine digits",
        ),
        ("when", r#""2024-02-29""#, "another string"),
    ] {
        let message = holds(property, json).expect_err(json);
        assert!(message.ends_with(&format!(", found {found}")), "{message}");
    }
}

#[test]
fn numbers_are_no_objects() {
    assert!(from_json::<Object>(b"1.1").is_err());
    assert!(from_json::<Object>(b"{}").is_ok());
    assert!(matches!(
        from_json::<Either>(b"2.0"),
        Ok(Either::Integer(2))
    ));
    assert!(from_json::<Either>(b"1.1").is_err());
    assert!(from_json::<ByKind>(b"1").is_err());
    assert!(from_json::<ByKind>(br#"{"kind":2.0}"#).is_ok());
}
