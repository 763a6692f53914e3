//! The letter of JSON Schema: case 51.

use oasmith_cases::c51_by_the_letter::models::Holder;
use oasmith_cases::support::validate::Validate;

use crate::read;

/// Checks which values a property may have.
#[track_caller]
fn check(property: &str, valid: &[&str], invalid: &[&str]) {
    let is_valid = |value: &str| {
        let json = match property {
            "v" => format!(r#"{{"v":{value}}}"#),
            _ => format!(r#"{{"v":null,"{property}":{value}}}"#),
        };
        read::<Holder>(&json).validate().is_ok()
    };
    for value in valid {
        assert!(is_valid(value), "{property} {value} is valid");
    }
    for value in invalid {
        assert!(!is_valid(value), "{property} {value} is not valid");
    }
}

#[test]
fn a_schema_without_a_type_allows_every_type() {
    check(
        "v",
        &["null", "1", "[]", r#""a""#, r#"{"a":1,"b":null}"#],
        &["{}", r#"{"a":1}"#, r#"{"a":"1","b":2}"#],
    );
    check("mail", &[r#""no address""#], &[]);
}

#[test]
fn schemas_that_refer_to_themselves_are_checked_all_the_way_down() {
    check(
        "tree",
        &["1", r#"{"children":[{"leaf":true},2]}"#],
        &[
            r#"{"leaf":1}"#,
            r#"{"children":[{"children":[{"children":[{"leaf":"no"}]}]}]}"#,
        ],
    );
}

#[test]
fn what_no_keyword_has_looked_at_is_unevaluated() {
    check(
        "closed",
        &[
            "3",
            r#"{"kind":"a","x":1}"#,
            r#"{"kind":"b","y":1}"#,
            r#"{"kind":"b","y":1,"z":2}"#,
        ],
        &[
            r#"{"kind":"a","y":1}"#,
            r#"{"kind":"a","x":"1"}"#,
            r#"{"kind":"b","y":1,"x":1}"#,
            r#"{"kind":"b"}"#,
        ],
    );
    check(
        "items",
        &["3", r#"["a",true,1]"#],
        &["[]", r#"["a",1]"#, r#"["a",true,"b"]"#],
    );
}

#[test]
fn keywords_of_other_types_and_parts_are_read_by_the_letter() {
    check("dependent", &["1", r#"{"a":1,"b":1}"#], &[r#"{"a":1}"#]);
    check(
        "listed",
        &["[1]", "[1.0]", r#"{"a":1}"#],
        &["1", "[2]", r#"{"a":true}"#],
    );
    check("union", &["1", "2.5", r#""text""#], &["2", "1.5"]);
    check("parts", &["1", "{}", r#"{"b":1}"#], &[r#"{"a":1,"b":1}"#]);
}

#[test]
fn a_property_satisfies_its_own_schema_and_those_of_every_pattern() {
    check(
        "shared",
        &["{}", r#"{"ab":"ab"}"#, r#"{"aab":"xyz","ax":"XYZ"}"#],
        &[
            r#"{"ab":"a"}"#,
            r#"{"ab":"abcd"}"#,
            r#"{"ab":"AB"}"#,
            r#"{"aab":"XYZ"}"#,
        ],
    );
}
