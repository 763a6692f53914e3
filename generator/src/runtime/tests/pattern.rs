//! Patterns that are not decided: nothing accepts a value because of them.

use serde_json::{Value, json};

use crate::runtime::rules::{
    Seen, all, any, anything, contains, each, holds, matching, names, not, nothing, one, others,
    property, rule, types, when,
};
use crate::runtime::validate::matcher::{Matcher, Undecided};
use crate::runtime::validate::pattern::{matches, pattern};
use crate::runtime::validate::{Report, if_text};

/// A pattern that takes too many steps for some texts.
struct Slow;

impl Matcher for Slow {
    fn source(&self) -> &'static str {
        "slow"
    }

    fn is_found(&self, text: &str) -> Result<bool, Undecided> {
        match text {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(Undecided { steps: 7 }),
        }
    }
}

static SLOW: Slow = Slow;

fn slow(value: &Value, seen: &mut Seen) -> Option<bool> {
    holds(if_text(pattern(&SLOW)))(value, seen)
}

#[test]
fn the_violation_names_the_pattern_and_the_steps() {
    for (text, expected) in [
        ("yes", None),
        ("no", Some("the value must match slow")),
        (
            "?",
            Some("the value cannot be matched against slow within 7 steps"),
        ),
    ] {
        let mut report = Report::new(2);
        pattern(&SLOW)(&text.to_owned(), &mut report);
        let said = report.into_result().err().map(|it| it.to_string());
        assert_eq!(said.as_deref(), expected, "{text}");
    }
}

#[test]
fn rules_are_undecided_where_the_pattern_decides() {
    #[track_caller]
    fn check(rule: impl Fn(&Value, &mut Seen) -> Option<bool>, expected: [Option<bool>; 3]) {
        let answers = ["yes", "no", "?"].map(|text| rule(&json!(text), &mut Seen::unwanted()));
        assert_eq!(answers, expected);
    }
    let (yes, no) = (Some(true), Some(false));
    check(slow, [yes, no, None]);
    check(not(slow), [no, yes, None]);
    check(all(&[&slow, &anything]), [yes, no, None]);
    check(all(&[&slow, &nothing]), [no, no, no]);
    check(any(&[&slow, &anything]), [yes, yes, yes]);
    check(any(&[&slow, &nothing]), [yes, no, None]);
    check(one(&[&slow, &nothing]), [yes, no, None]);
    check(one(&[&slow, &anything]), [no, yes, None]);
    check(one(&[&slow, &anything, &anything]), [no, no, no]);
    check(when(slow, anything, nothing), [yes, no, None]);
    check(when(slow, anything, anything), [yes, yes, yes]);
    check(when(slow, nothing, nothing), [no, no, None]);
}

#[test]
fn rules_over_parts_are_undecided_with_them() {
    let is_slow = |name: &str| matches(&SLOW, name);
    for (value, holds, expected) in [
        (
            json!(["yes", "?"]),
            each(slow)(&json!(["yes", "?"]), &mut Seen::unwanted()),
            None,
        ),
        (
            json!(["no", "?"]),
            each(slow)(&json!(["no", "?"]), &mut Seen::unwanted()),
            Some(false),
        ),
        (
            json!(["?"]),
            contains(1, 1, slow)(&json!(["?"]), &mut Seen::unwanted()),
            None,
        ),
        (
            json!(["yes", "?"]),
            contains(1, 2, slow)(&json!(["yes", "?"]), &mut Seen::unwanted()),
            Some(true),
        ),
        (
            json!(["?"]),
            contains(2, 3, slow)(&json!(["?"]), &mut Seen::unwanted()),
            Some(false),
        ),
        (
            json!({"?": 1}),
            names(slow)(&json!({"?": 1}), &mut Seen::unwanted()),
            None,
        ),
        (
            json!({"a": "?"}),
            property("a", slow)(&json!({"a": "?"}), &mut Seen::unwanted()),
            None,
        ),
        (
            json!({"?": 1}),
            matching(is_slow, nothing)(&json!({"?": 1}), &mut Seen::unwanted()),
            None,
        ),
        (
            json!({"?": 1}),
            matching(is_slow, anything)(&json!({"?": 1}), &mut Seen::unwanted()),
            Some(true),
        ),
        (
            json!({"no": 1}),
            matching(is_slow, nothing)(&json!({"no": 1}), &mut Seen::unwanted()),
            Some(true),
        ),
        (
            json!({"?": 1}),
            others(&["a"], &[&is_slow], nothing)(&json!({"?": 1}), &mut Seen::unwanted()),
            None,
        ),
        (
            json!({"a": 1}),
            others(&["a"], &[&is_slow], nothing)(&json!({"a": 1}), &mut Seen::unwanted()),
            Some(true),
        ),
        (
            json!({"b": 1, "no": 1}),
            others(&[], &[], types(&["number"]))(&json!({"b": 1}), &mut Seen::unwanted()),
            Some(true),
        ),
    ] {
        assert_eq!(holds, expected, "{value}");
    }
}

#[test]
fn a_value_is_rejected_where_a_rule_is_not_decided() {
    for (text, expected) in [
        ("no", None),
        ("yes", Some("the value must not match the schema of `not`")),
        (
            "?",
            Some("the value cannot be checked against `not`: a pattern takes too many steps"),
        ),
    ] {
        let mut report = Report::new(2);
        rule("not", not(slow))(&json!(text), &mut report);
        let said = report.into_result().err().map(|it| it.to_string());
        assert_eq!(said.as_deref(), expected, "{text}");
    }
}
