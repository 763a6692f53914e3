//! Equality of JSON values, as `enum` and `uniqueItems` see it.

use serde_json::Value;

use crate::runtime::rules::{Seen, listed};
use crate::runtime::validate::Report;
use crate::runtime::validate::unique_items;

fn value(json: &str) -> Value {
    json.parse().expect("it is JSON")
}

#[track_caller]
fn check(one: &'static str, other: &'static str, are_equal: bool) {
    let holds = listed(Box::leak(Box::new([one])))(&value(other), &mut Seen::unwanted());
    assert_eq!(holds, Some(are_equal), "{one} {other}");
    let mut report = Report::new(1);
    unique_items()(&vec![value(one), value(other)], &mut report);
    assert_eq!(report.into_result().is_err(), are_equal, "{one} {other}");
}

#[test]
fn numbers_are_equal_by_value_and_objects_in_any_order() {
    for (one, other) in [
        ("1", "1.0"),
        ("10", "1e1"),
        ("0", "-0.0"),
        ("[0.10]", "[1e-1]"),
        (r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#),
        (r#""1.0""#, r#""1.0""#),
    ] {
        check(one, other, true);
    }
    for (one, other) in [
        ("1", "true"),
        ("1", r#""1""#),
        ("1", "10"),
        ("1", "-1"),
        ("[1]", "[[1]]"),
        ("9007199254740993", "9007199254740992"),
        (r#"{"a":1}"#, r#"{"a":2}"#),
        (r#""\\1.0""#, r#""\\1.00""#),
        ("null", "0"),
    ] {
        check(one, other, false);
    }
}
