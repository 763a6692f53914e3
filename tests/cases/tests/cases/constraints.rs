//! Constraints: cases 26, 33 to 35.

use oasmith_cases::c26_patterns::models::Texts;
use oasmith_cases::c33_numbers::models::Numbers;
use oasmith_cases::c34_constraints_off_fields::models::{All, Either};
use oasmith_cases::c35_keyword_on_wrong_type::models::Wrong;
use oasmith_cases::support::violations::Validate;

use crate::{read, refused, reports, same};

/// Whether a text is what a property of [`Texts`] asks for.
fn matches(property: &str, text: &str) -> bool {
    let object = serde_json::json!({property: text}).to_string();
    read::<Texts>(&object).validate().is_ok()
}

#[test]
fn patterns_are_those_of_ecma_262() {
    for (property, good, bad) in [
        ("not_a_url", "http://a", "https://a"),
        ("fields", "ab,ab,ab", "ab,cd"),
        ("slug", "12a", "12"),
        (
            "mask",
            "at YYYY-MM-DDThh:mm:ssZ o'clock",
            "2020-01-01T00:00:00Z",
        ),
        ("unanchored", "ab123cd", "ab12cd3"),
        ("digits", "0123456789", "\u{663}"),
        ("letters", "pi", "3"),
        ("slash", "/a/\"quoted\"\\", "/a/quoted"),
        ("nested", "aaa", "aab"),
        ("password", "abcdefg1", "abcdefgh"),
        ("no_dash_at_the_end", "a-b", "ab-"),
        ("inside", "ac", "ab"),
        ("long", "\n\u{1F600}", ""),
        ("not_a_pair", "a", "aa"),
    ] {
        assert!(matches(property, good), "{property} takes {good}");
        assert!(!matches(property, bad), "{property} does not take {bad}");
    }
    for text in ["", "a", "\n", "^", ".^"] {
        assert!(!matches("nothing", text), "{text:?}");
    }
    assert!(
        matches("broken", "anything"),
        "a pattern that is none is reported and not checked"
    );
}

#[test]
fn texts_that_make_a_pattern_backtrack_are_decided_or_refused() {
    let hostile = format!("{}b", "a".repeat(10_000));
    assert!(!matches("nested", &hostile));
    // What is not decided is refused, under `not` as well.
    let steps = "within 1000000 steps";
    for (property, text, expected) in [
        (
            "fields",
            "a".repeat(300_000) + "!",
            "/fields cannot be matched against ^",
        ),
        ("fields", "a".repeat(300_000) + "!", steps),
        (
            "not_a_pair",
            hostile.clone(),
            "/not_a_pair cannot be checked against `not`: a pattern",
        ),
    ] {
        let object = serde_json::json!({property: text}).to_string();
        let violations = read::<Texts>(&object).validate();
        let violations = violations.expect_err("it is refused").to_string();
        assert!(violations.contains(expected), "{violations}");
    }
    let name = "x".repeat(10_000) + "y";
    let expected = "whether the name of the property matches takes too many steps";
    let pointer = format!("/{}…", "x".repeat(200));
    refused::<Texts>(&format!("{{\"{name}\":1}}"), &pointer, expected);
}

#[test]
fn numbers_have_the_width_that_holds_them() {
    let numbers: Numbers =
        read(r#"{"full":18446744073709551615,"wide":3000000000,"byte":255,"float_bound":2.0}"#);
    assert_eq!(numbers.full, Some(u64::MAX));
    let unsigned: Numbers = read(r#"{"unsigned":18446744073709551615}"#);
    assert_eq!(unsigned.unsigned, Some(u64::MAX));
    assert_eq!(numbers.wide, Some(3_000_000_000_i64));
    assert_eq!(numbers.byte, Some(255_u8));
    assert_eq!(numbers.float_bound, Some(2_u8));
    same::<Numbers>(r#"{"full":18446744073709551615,"int64":-9223372036854775808}"#);
    refused::<Numbers>(
        r#"{"int64":9223372036854775808}"#,
        "/int64",
        "expected an integer of 64 bits, found another number",
    );
    refused::<Numbers>(
        r#"{"plain":1.5}"#,
        "/plain",
        "expected an integer of 64 bits, found another number",
    );
}

#[test]
fn bounds_of_numbers_are_exact() {
    reports::<Numbers>(
        r#"{"wide":3000000001,"float_bound":101,"half":0.5,"even":3}"#,
        "/wide must be at most 3000000000; /float_bound must be at most 100.0; /half must be more than 0.5; /even must be a multiple of 2",
    );
    for good in ["0.07", "1.13", "4.35", "19.99", "1e2", "0"] {
        reports::<Numbers>(&format!(r#"{{"cents":{good}}}"#), "");
    }
    reports::<Numbers>(r#"{"cents":0.015}"#, "/cents must be a multiple of 0.01");
    reports::<Numbers>(r#"{"huge":1e308}"#, "");
}

#[test]
fn money_is_kept_as_it_is_written() {
    same::<Numbers>(r#"{"money":"10.10"}"#);
}

#[test]
fn constraints_hold_wherever_they_stand() {
    for (text, violations) in [
        (r#"{"word":"a"}"#, "/word must have at least 2 characters"),
        (r#"{"words":[]}"#, "/words must have at least 1 item"),
        (
            r#"{"words":["a","b","a","long!"]}"#,
            "/words must have at most 3 items; /words must have unique items; /words/3 must have at most 4 characters",
        ),
        (r#"{"level":0}"#, "/level must be at least 1"),
        (r#"{"counts":{"a":0}}"#, "/counts/a must be at least 1"),
        (
            r#"{"counts":{"a":1,"b":1,"c":1}}"#,
            "/counts must have at most 2 properties",
        ),
        (
            r#"{"counts":{"A":1}}"#,
            "/counts/A property name is not allowed: must match ^[a-z]+$",
        ),
        (r#"{"email":"me"}"#, "/email must have the format email"),
        (
            r#"{"links":["a:b","/a"]}"#,
            "/links/1 must have the format uri",
        ),
        (
            r#"{"hosts":{"a.b":1,"a b":1}}"#,
            "/hosts/a b property name is not allowed: must have the format hostname",
        ),
        (r#"{"contact":"me"}"#, "/contact must have the format email"),
        (r#"{"odd":10}"#, "/odd must not match the schema of `not`"),
        (
            r#"{"odd":"a:b"}"#,
            "/odd must not match the schema of `not`",
        ),
        (
            r#"{"either":"long"}"#,
            "/either must have at most 3 characters",
        ),
        (r#"{"either":[1,6]}"#, "/either/1 must be at most 5"),
        (
            r#"{"deep":[{},{"x":["ab","c"]}]}"#,
            "/deep/1/x/1 must have at least 2 characters",
        ),
        (
            r#"{"maybe":[null,"a"]}"#,
            "/maybe/1 must have at least 2 characters",
        ),
    ] {
        reports::<All>(text, violations);
    }
    reports::<Either>("[6]", "/0 must be at most 5");
    reports::<All>(
        r#"{"word":"äö","words":["a"],"level":9,"counts":{"a":1},"either":[5],"deep":[],"maybe":[null],"email":"a@b","links":["a:b"],"hosts":{"a":1},"contact":1,"odd":9}"#,
        "",
    );
}

#[test]
fn keywords_for_other_types_have_no_effect() {
    let text = r#"{"count":1,"list":["a","a"],"text":"long text","flag":false}"#;
    same::<Wrong>(text);
    reports::<Wrong>(text, "");
}
