//! All parts of a body that cannot be read, where a server reads it.

use oasmith_cases::c36_other_properties::models::{Closed, Typed};
use oasmith_cases::c41_boolean_schemas::models::{Longer, Pair};
use oasmith_cases::c50_union_selection::models::AllBody;
use oasmith_cases::support::codec::{Fault, Wire};
use oasmith_cases::support::http::content;

fn parts<T: Wire>(text: &str) -> Vec<String> {
    let Err(fault) = content::json::read::<T>(text) else {
        panic!("{text} is valid");
    };
    let parts = fault.into_parts().into_iter();
    parts
        .map(|part| format!("{} {}", part.pointer, part.message))
        .collect()
}

#[test]
fn every_part_is_named() {
    let text = r#"{
        "payment": {"kind": "card", "pan": 1},
        "reply": {"ok": true, "number": "x"},
        "search": {"name": 1},
        "percent": "x",
        "few": 3,
        "distinct": [{"a": "x"}, {"a": 1}, 5]
    }"#;
    assert_eq!(
        parts::<AllBody>(text),
        [
            "/distinct/0/a expected an integer of 64 bits, found a string",
            "/distinct/2 expected an object, found a number",
            "/few expected an object, found a number",
            "/payment/pan expected a string, found a number",
            "/percent expected an integer from 0 of 8 bits, found a string",
            "/reply/number expected an integer of 64 bits, found a string",
            "/search/name expected a string, found a number",
        ]
    );
}

#[test]
fn missing_and_unknown_properties_are_among_them() {
    assert_eq!(
        parts::<Closed>(r#"{"b/c": 1, "d": [{}]}"#),
        [
            "/b~1c the property is not allowed",
            "/d the property is not allowed",
            "/a the property is missing",
        ]
    );
    assert_eq!(
        parts::<Typed>(r#"{"a": 1, "b": "x", "c": 2, "d": null}"#),
        [
            "/a expected a string, found a number",
            "/b expected an integer of 64 bits, found a string",
            "/d expected an integer of 64 bits, found null",
        ]
    );
}

#[test]
fn the_items_of_tuples_are_among_them() {
    assert_eq!(
        parts::<Pair>(r#"[1, "x", 2]"#),
        [
            "/0 expected a string, found a number",
            "/1 expected an integer of 64 bits, found a string",
            "/2 no item is allowed here",
        ]
    );
    assert_eq!(
        parts::<Pair>("[1]"),
        [
            "/0 expected a string, found a number",
            "/1 the item is missing",
        ]
    );
    assert_eq!(
        parts::<Longer>(r#"["a", 1, "x", 2, "y"]"#),
        [
            "/1 expected null, found a number",
            "/2 expected an integer of 64 bits, found a string",
            "/4 expected an integer of 64 bits, found a string",
        ]
    );
}

#[test]
fn a_text_that_is_not_json_has_one_fault() {
    for text in [r#"{"a": 1, "b""#, r#"{"a": 1, "a": 2, "b": 3}"#, "", "[[["] {
        assert_eq!(parts::<Closed>(text).len(), 1, "{text}");
    }
}

#[test]
fn the_list_has_an_end() {
    let items = vec![r#"{"a": "x"}"#; 1_000].join(",");
    let text = format!(r#"{{"distinct": [{items}]}}"#);
    let found = parts::<AllBody>(&text);
    assert_eq!(found.len(), Fault::MAX_PARTS + 1);
    assert!(
        found[9].starts_with("/distinct/9/a expected"),
        "{}",
        found[9]
    );
}
