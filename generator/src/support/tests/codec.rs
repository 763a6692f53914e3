//! The wire form, apart from what the tests of client and server see of it.

use std::collections::BTreeMap;

use serde::de::value::{Error, MapDeserializer};
use serde_json::{Value, json};

use super::super::codec::{Wire, from_json, to_json};

fn number(text: &str) -> MapDeserializer<'_, std::iter::Once<(&str, &str)>, Error> {
    MapDeserializer::new(std::iter::once(("$serde_json::private::Number", text)))
}

/// So it comes when another crate of the build switches `arbitrary_precision` on.
#[test]
fn numbers_that_come_as_objects_are_numbers() {
    assert_eq!(i64::read(number("-42")), Ok(-42));
    assert_eq!(i64::read(number("2.0")), Ok(2));
    assert_eq!(f64::read(number("1e3")), Ok(1000.0));
    assert_eq!(Value::read(number("7")), Ok(json!(7)));
    let message = bool::read(number("7"))
        .expect_err("it is no boolean")
        .to_string();
    assert_eq!(message, "expected a boolean, found a number");
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
fn any_json_refuses_a_name_that_stands_twice() {
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
