//! What no schema has looked at.

use oasmith_cases::c60_unevaluated::models::{
    Beside, Contains, Dependent, IfThen, Inner, Plain, Several,
};
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::violations::Validate;

fn holds<T: Wire + Validate>(json: &str) -> bool {
    from_json::<T>(json.as_bytes()).is_ok_and(|value| value.validate().is_ok())
}

#[test]
fn conditions_look_at_properties() {
    assert!(holds::<IfThen>(r#"{"kind":"a","extra":1}"#));
    assert!(!holds::<IfThen>(r#"{"kind":"b","extra":1}"#));
    assert!(!holds::<IfThen>(r#"{"kind":"a","other":1}"#));
    assert!(holds::<IfThen>(r#"{"kind":"b"}"#));
    assert!(holds::<Dependent>(r#"{"kind":"a","more":"b"}"#));
    assert!(!holds::<Dependent>(r#"{"more":"b"}"#));
}

#[test]
fn a_part_sees_what_it_declares_itself() {
    assert!(holds::<Inner>(r#"{"b":"x"}"#));
    assert!(!holds::<Inner>(r#"{"a":"x","b":"x"}"#));
    assert!(holds::<Plain>(r#"{"a":"x","b":1}"#));
    assert!(!holds::<Plain>(r#"{"a":"x","c":1}"#));
}

#[test]
fn every_variant_that_holds_looks_at_its_properties() {
    assert!(holds::<Several>(r#"{"a":"x","b":"y"}"#));
    assert!(holds::<Several>(r#"{"a":"x","b":"y","c":"z"}"#));
    assert!(!holds::<Several>(r#"{"a":"x","b":"y","d":"z"}"#));
    assert!(!holds::<Several>(r#"{"a":"x"}"#));
}

#[test]
fn items_that_contains_finds_are_looked_at() {
    assert!(holds::<Contains>(r#"["a",1]"#));
    assert!(!holds::<Contains>(r#"["a","b",1]"#));
    assert!(!holds::<Contains>(r#"["a"]"#));
}

/// What another schema declares is not additional, as authors mean it, which is said.
#[test]
fn additional_properties_are_those_that_no_schema_declares() {
    assert!(holds::<Beside>(r#"{"a":"x","b":1,"c":true}"#));
    assert!(!holds::<Beside>(r#"{"a":"x","b":1,"c":1}"#));
    let said = include_str!("../../../../specs/cases/60-unevaluated.stderr");
    assert!(
        said.contains("`additionalProperties` is not enforced for `b`"),
        "{said}"
    );
}
