//! The wire form, apart from what the tests of client and server see of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::codec::{from_json, from_number, to_json};

/// So they come when another crate of the build switches `arbitrary_precision` on.
#[test]
fn numbers_that_come_as_objects_are_numbers() {
    assert_eq!(from_number("-42"), Some(-42_i64));
    assert_eq!(from_number("2.0"), Some(2_i64));
    assert_eq!(from_number("1e3"), Some(1000.0));
    assert_eq!(from_number::<bool>("7"), None);
    for text in ["NaN", "inf", "1e999", "+1", " 1", "0x1", ""] {
        assert_eq!(from_number::<f64>(text), None, "{text}");
        assert_eq!(from_number::<i64>(text), None, "{text}");
    }
    // In this build they do not come so.
    let object = json!({"$serde_json::private::Number": "5"});
    let text = object.to_string();
    assert!(from_json::<i64>(text.as_bytes()).is_err());
    assert_eq!(from_json::<Value>(text.as_bytes()), Ok(object));
}

#[test]
fn whole_floats_are_integers_and_others_are_not() {
    for (text, expected) in [
        ("2.0", Some(2)),
        ("1e3", Some(1000)),
        ("2.5", None),
        ("1e300", None),
        ("9223372036854775808", None),
    ] {
        assert_eq!(from_json::<i64>(text.as_bytes()).ok(), expected, "{text}");
    }
}

#[test]
fn numbers_that_are_not_finite_have_no_json_form() {
    assert!(to_json(&f64::NAN).is_err());
    assert!(to_json(&f32::INFINITY).is_err());
}

#[test]
fn any_json_rejects_a_name_that_stands_twice() {
    let fault = from_json::<Value>(br#"{"a":{"b c":1,"b c":2}}"#).expect_err("it stands twice");
    assert_eq!(
        (&*fault.pointer, &*fault.message),
        ("/a/b c", "the property is there twice")
    );
    let map: BTreeMap<String, Option<i64>> =
        from_json(br#"{"a":null,"b":1}"#).expect("it is valid");
    assert_eq!(
        map,
        BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1))])
    );
}
