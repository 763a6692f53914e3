//! Why a value breaks a keyword that applies subschemas, and violations as JSON.

use oasmith_cases::c76_rules_alone::models::{
    Closed, Conditional, Contact, Counted, Many, Named, Once, Twice,
};
use oasmith_cases::support::codec::from_json;
use oasmith_cases::support::violations::Validate;
use serde_json::json;

use crate::reports;

#[test]
fn unions_say_what_each_subschema_asks_for() {
    reports::<Contact>(r#"{"mail":1}"#, "");
    reports::<Contact>(
        r#"{"phone":"x","name":1}"#,
        "the value must match at least one of the subschemas: must have the property mail; \
         must have at most 1 property",
    );
    reports::<Once>(
        "4",
        "the value must match exactly one of the subschemas, and matches 3",
    );
    reports::<Once>("7", "the value must not match the schema of `not`");
    reports::<Twice>("4", "");
    reports::<Twice>("3", "the value must not match the schema of `not`");
}

#[test]
fn conditions_say_what_the_branch_asks_for() {
    reports::<Conditional>(
        r#"{"kind":"box","size":[1,10,"a"]}"#,
        "the value must match `then` if it matches `if`, else `else`: /size/1 must be at most 9",
    );
    reports::<Conditional>(
        r#"{"kind":"a","b":1}"#,
        "the value must match `then` if it matches `if`, else `else`: must have at most 1 property",
    );
}

#[test]
fn counts_and_names_are_said() {
    reports::<Counted>(
        r#"["a",1]"#,
        "the value must have at least 2 items that match `contains`, and has 1",
    );
    reports::<Named>(
        r#"{"a":1,"ccc":2,"d":3}"#,
        "/ccc property name is not allowed: must be one of \"a\", \"bb\"; \
         /d property name is not allowed: must be one of \"a\", \"bb\"",
    );
    reports::<Closed>(
        r#"{"b":1}"#,
        "the value must satisfy unevaluatedProperties: /b is not allowed",
    );
}

#[test]
fn violations_are_json() {
    let value: Conditional = from_json(br#"{"kind":"box","size":[1,10]}"#).expect("it is read");
    let violations = value.validate().expect_err("a size is too large");
    assert_eq!(
        serde_json::to_value(&violations).expect("it is JSON"),
        json!([{
            "pointer": "",
            "schema": "/components/schemas/Conditional",
            "keyword": "if",
            "message": "must match `then` if it matches `if`, else `else`: /size/1 must be at most 9",
        }])
    );
    let reasons = &violations.list[0].reasons;
    let reasons: Vec<_> = reasons
        .iter()
        .map(|it| (&*it.pointer, it.keyword))
        .collect();
    assert_eq!(reasons, [("/size/1", "maximum")]);
}

#[test]
fn reasons_are_eight_at_most() {
    let names = (0..20).map(|index| (format!("n{index}"), json!(index)));
    let value: serde_json::Map<_, _> = names.collect();
    let text = serde_json::to_vec(&value).expect("it is JSON");
    let value: Many = from_json(&text).expect("it is read");
    let violations = value.validate().expect_err("nothing is there");
    assert_eq!(violations.list[0].reasons.len(), 8);
}
