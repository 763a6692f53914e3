//! Keywords that apply to a value together: case 62.

use oasmith_cases::c64_applied_together::models::Together;
use oasmith_cases::support::codec;
use oasmith_cases::support::validate::Validate;

/// Checks which values a property may have; an invalid one is refused or is a violation.
#[track_caller]
fn check(property: &str, valid: &[&str], invalid: &[&str]) {
    let is_valid = |value: &str| {
        let json = format!(r#"{{"{property}":{value}}}"#);
        let read = codec::from_json::<Together>(json.as_bytes());
        read.is_ok_and(|together| together.validate().is_ok())
    };
    for value in valid {
        assert!(is_valid(value), "{property} {value} is valid");
    }
    for value in invalid {
        assert!(!is_valid(value), "{property} {value} is not valid");
    }
}

#[test]
fn a_variant_without_values_is_none() {
    check("single", &[r#"["a"]"#, "[]"], &["[1]", "1", "{}"]);
}

#[test]
fn listed_values_satisfy_the_other_keywords() {
    check("size", &[r#""medium""#, r#""mini""#], &[r#""small""#]);
    check("level", &[r#""low""#, r#""high""#], &[r#""middle""#]);
}

#[test]
fn required_properties_that_are_not_declared_are_additional_ones() {
    check(
        "labels",
        &[r#"{"first":"a"}"#, r#"{"first":"a","b":"c"}"#],
        &[r#"{"first":1}"#, r#"{"first":"abc"}"#, r#"{"b":"c"}"#],
    );
    check(
        "matched",
        &[r#"{"x_a":1,"b":true}"#],
        &[r#"{"x_a":true,"b":true}"#, r#"{"x_a":1,"b":1}"#],
    );
}

#[test]
fn dependent_schemas_are_about_objects() {
    check(
        "dependent",
        &[r#""a""#, "{}", r#"{"a":1,"b":1}"#],
        &[r#"{"a":1}"#, "1"],
    );
}

#[test]
fn null_is_allowed_where_everything_allows_it() {
    check("none", &["{}"], &["null"]);
    check("perhaps", &["null", r#""ab""#], &[r#""a""#]);
    check("never", &[r#""a""#], &["null"]);
    check("either", &[r#""a""#, "1"], &["null"]);
}

#[test]
fn every_variant_sees_all_properties() {
    check(
        "counted",
        &["{}", r#"{"name":"a"}"#, r#"{"b":1}"#],
        &[r#"{"name":"a","b":1}"#, r#"{"b":1,"c":1}"#],
    );
}
