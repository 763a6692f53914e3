//! What several schemas say of one value: case 92.

use oasmith_cases::c92_judged_together::models::Judged;
use oasmith_cases::support::codec;
use oasmith_cases::support::validate::Validate;

/// Checks which values a property may have; an invalid one is refused or is a violation.
#[track_caller]
fn check(property: &str, valid: &[&str], invalid: &[&str]) {
    let is_valid = |value: &&str| {
        let json = format!(r#"{{"{property}":{value}}}"#);
        let read = codec::from_json::<Judged>(json.as_bytes());
        read.is_ok_and(|judged| judged.validate().is_ok())
    };
    let wrong = |value: &&&str| is_valid(value) == invalid.contains(*value);
    let all = valid.iter().chain(invalid);
    let wrong: Vec<_> = all.filter(wrong).collect();
    assert!(wrong.is_empty(), "{property}: {wrong:?}");
}

#[test]
fn null_of_two_variants_is_not_valid() {
    check(
        "mail",
        &[r#"{"a":1}"#, "{}", r#"{"a":"a@b.example"}"#],
        &[r#"{"a":null}"#, r#"{"a":"x"}"#],
    );
    check("limited", &["1"], &["null", "3"]);
    check("texts", &["[1]"], &["null", r#""x""#, "[1,1]"]);
}

#[test]
fn keywords_of_two_json_types_mean_neither() {
    check(
        "firsts",
        &[r#"["a"]"#, r#"{"x":1}"#, "3"],
        &[r#"["c"]"#, r#"{"x":0}"#],
    );
}

#[test]
fn variants_are_counted_with_undeclared_properties() {
    check("closed", &[r#"{"c":1}"#], &["{}", r#"{"b":{},"c":2}"#]);
    check("listed", &[r#"{"a":1,"b":2}"#], &[r#"{"a":1}"#]);
    check("listed_items", &[r#"[{"a":1,"b":2}]"#], &[r#"[{"a":1}]"#]);
    check(
        "listed_below",
        &[r#"{"x":{"a":1,"b":2}}"#],
        &[r#"{"x":{"a":1}}"#],
    );
    check("maps", &[r#"{"k":{"a":1,"b":2}}"#], &[r#"{"k":{"a":1}}"#]);
    check(
        "map_or_struct",
        &[r#"{"k":{"a":1,"b":2}}"#],
        &[r#"{"k":{"a":1}}"#],
    );
    check("list_or_tuple", &[r#"[{"a":1,"b":2}]"#], &[r#"[{"a":1}]"#]);
    check(
        "patterns",
        &[r#"{"x":{"a":1,"b":2}}"#],
        &[r#"{"x":{"a":1}}"#],
    );
}

#[test]
fn each_schema_looks_at_what_is_left() {
    check("parts", &[r#"{"a":"xy"}"#], &[r#"{"a":"x"}"#, r#"{"a":1}"#]);
    check(
        "additional",
        &[r#"{"a":"xy"}"#],
        &[r#"{"a":"x"}"#, r#"{"a":1}"#],
    );
    check(
        "conditional",
        &[r#"{"a":"x","b":1}"#, r#"{"a":"x"}"#, r#"{"a":"x","q":1}"#],
        &[r#"{"a":""}"#, r#"{"a":"x","b":"y"}"#],
    );
    check("left_nothing", &[r#"{"a":{},"b":1}"#], &[r#"{"b":"x"}"#]);
    check("items", &[r#"["xy"]"#], &[r#"["x"]"#, "[1]"]);
    check("around", &[r#"{"a":"x"}"#], &[r#"{"a":1}"#]);
}

#[test]
fn a_variant_that_matches_by_the_letter_is_the_only_one() {
    check(
        "beside",
        &[r#"{"b":{}}"#, r#"{"a":[],"b":{}}"#, r#"{"c":1}"#],
        &["{}", r#"{"a":[]}"#, r#"{"b":1}"#, r#"{"c":"x"}"#],
    );
    // None does with `b`, so those that are meant to have it count.
    check(
        "beside_closed",
        &[r#"{"a":[],"b":{}}"#, r#"{"b":{},"c":1}"#, r#"{"a":[]}"#],
        &[r#"{"b":{}}"#, r#"{"a":[],"c":1}"#, r#"{"a":1,"b":{}}"#],
    );
    check(
        "beside_nested",
        &[r#"{"a":{"x":1}}"#],
        &["{}", r#"{"a":{}}"#, r#"{"a":{"x":2}}"#, r#"{"a":{"y":1}}"#],
    );
    check(
        "closed_items",
        &[r#"[{"a":1}]"#, r#"[{"a":1.5},{"c":1}]"#],
        &["[{}]", r#"[{"b":1}]"#, r#"[{"a":"x"}]"#],
    );
    check(
        "patterns_of_variants",
        &[r#"{"a":1}"#, r#"{"a":1.5}"#, r#"{"b":1}"#],
        &["{}", r#"{"a":"x"}"#],
    );
}

#[test]
fn a_pattern_of_another_schema_opens_a_closed_one() {
    check(
        "closed_patterns",
        &["{}", r#"{"a":1,"ab":2}"#],
        &[r#"{"a":"x"}"#, r#"{"b":1}"#],
    );
}

#[test]
fn a_name_that_two_patterns_match_is_judged_by_both() {
    check(
        "two_patterns",
        &[
            r#"{"b":{"b":"xy"}}"#,
            r#"{"b":{"a":1}}"#,
            r#"{"a":{"b":"xyz"}}"#,
        ],
        &[
            r#"{"b":{"b":"xyz"}}"#,
            r#"{"b":{"a":"x"}}"#,
            r#"{"b":{"a":1,"c":2}}"#,
            r#"{"cb":{"b":"xyz"}}"#,
        ],
    );
}

#[test]
fn each_of_two_unions_holds() {
    check(
        "two_unions",
        &[r#"{"k":"p","x":1}"#, r#"{"k":"q","y":1}"#],
        &[
            r#"{"k":"p"}"#,
            r#"{"k":"p","x":1,"y":1}"#,
            r#"{"k":"q","y":"z"}"#,
            r#"{"x":1}"#,
        ],
    );
    check("no_value", &[], &[r#""a""#, "1", "[1,2]", "{}"]);
}

#[test]
fn a_variant_may_be_null_where_others_are_not() {
    check(
        "null_inside",
        &["0", "2.0", r#"["x"]"#, r#""b""#],
        &[r#""c""#, "[1]", "true"],
    );
    check(
        "null_inside_object",
        &[r#"{"a":1}"#, r#""b""#],
        &["{}", r#"{"a":"x"}"#],
    );
}
