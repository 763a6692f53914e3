//! Listed values that several variants of a `oneOf` take: case 71.

use oasmith_cases::c71_values_of_several_variants::models::Several;
use oasmith_cases::support::codec;
use oasmith_cases::support::validate::Validate;

/// Checks which values a property may have; an invalid one is refused or is a violation.
#[track_caller]
fn check(property: &str, valid: &[&str], invalid: &[&str]) {
    let is_valid = |value: &&str| {
        let json = format!(r#"{{"{property}":{value}}}"#);
        let read = codec::from_json::<Several>(json.as_bytes());
        read.is_ok_and(|several| several.validate().is_ok())
    };
    let wrong = |value: &&&str| is_valid(value) == invalid.contains(*value);
    let all = valid.iter().chain(invalid);
    let wrong: Vec<_> = all.filter(wrong).collect();
    assert!(wrong.is_empty(), "{property}: {wrong:?}");
}

#[test]
fn a_value_of_two_variants_is_not_valid() {
    check("all", &["0", "4"], &["1", "2", "3", "\"a\""]);
    check("some", &["1", "4"], &["0", "2", "3"]);
    check("text", &["\"no\"", "\"always\""], &["\"never\"", "\"a\""]);
}

#[test]
fn what_else_applies_excludes_listed_values() {
    check("excluded", &["1", "5"], &["3", "2"]);
}
