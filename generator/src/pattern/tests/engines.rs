//! Which engine a pattern gets, and how much work it does.

use std::fmt::Write;

use super::sample::{Random, hostile};
use crate::pattern::matcher::Matcher;
use crate::pattern::parse::parse as tree;
use crate::pattern::{Engine, parse, program};

/// The engine of a pattern, in a line.
fn engine(source: &str) -> String {
    let parsed = parse(source).unwrap_or_else(|error| panic!("{source}: {error:?}"));
    let mut out = String::new();
    match &parsed.engine {
        Engine::Runs(runs) => {
            out.push_str("runs");
            for run in runs {
                let max = run.max.map_or(String::new(), |max| max.to_string());
                write!(out, " {}..{max}", run.min).expect("it is a string");
            }
        }
        Engine::Linear(conditions) => {
            out.push_str("linear");
            for condition in conditions {
                let sign = if condition.found { "" } else { "not " };
                write!(out, " {sign}{}", condition.expression).expect("it is a string");
            }
        }
        Engine::Backtracking(_) => {
            let obstacle = parsed.obstacle.expect("there is a reason");
            write!(out, "backtracking: {} at {}", obstacle.what, obstacle.at)
                .expect("it is a string");
        }
    }
    out
}

#[test]
fn a_pattern_gets_the_cheapest_engine_that_can_match_it() {
    for (source, expected) in [
        ("^[-a-zA-Z0-9_]+$", "runs 1.."),
        (r"^\d{4}-\d{2}-\d{2}$", "runs 4..4 1..1 2..2 1..1 2..2"),
        ("^$", "runs"),
        ("^(abc)$", "runs 1..1 1..1 1..1"),
        ("^(?:a|b|c)+$", "runs 1.."),
        ("^[a-z][a-z]*$", "runs 1.."),
        (r"^[\s\S]{1,65535}$", "runs 1..65535"),
        ("^[^/]+$", "runs 1.."),
        ("^.*$", "runs 0.."),
        (r"^\w+?$", "runs 1.."),
        ("^https://", "runs 1..1 2..2 1..1 1..1 1..1 2..2 0.."),
        ("^[A-Z]+[a-z]*", "runs 1..1 0.."),
        ("^[a-z]*a$", r"linear \A[a-z]*a\z"),
        ("abc", "linear abc"),
        ("^a|b$", r"linear \Aa|b\z"),
        ("^(a+)+$", r"linear \A(?:a+)+\z"),
        (
            r"\s+$",
            r"linear [\t-\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]+\z",
        ),
        (r"\bx\b", r"linear (?-u:\b)x(?-u:\b)"),
        (r"^\p{L}[^\p{Lu}_]$", r"linear \A\p{gc=L}[^_\p{gc=Lu}]\z"),
        (
            "^(?!https://).*$",
            r"linear not \A(?:https://) \A[^\n\r\x{2028}\x{2029}]*\z",
        ),
        (
            r"^(?=.*\d)(?=.*[a-z]).{8,}$",
            r"linear \A(?:[^\n\r\x{2028}\x{2029}]*[0-9]) \A(?:[^\n\r\x{2028}\x{2029}]*[a-z]) \A[^\n\r\x{2028}\x{2029}]{8,}\z",
        ),
        (
            "^(?!a|b)[a-z]+(?<!ab|c)$",
            r"linear not \A(?:[ab]) not (?:ab|c)\z \A[a-z]+\z",
        ),
        ("(?=.*a)^", r"linear \A(?:[^\n\r\x{2028}\x{2029}]*a)"),
        (
            "(?!a)b",
            "backtracking: a look-ahead that is not at the start of the text at 0",
        ),
        (
            "^a(?!b)",
            "backtracking: a look-ahead that is not at the start of the text at 2",
        ),
        (
            "(?<!a)b$",
            "backtracking: a look-behind that is not at the end of the text at 0",
        ),
        (r"^(\w+)(,\1)*$", "backtracking: a back-reference at 8"),
        (r"a\B", r"backtracking: `\B` at 1"),
    ] {
        assert_eq!(engine(source), expected, "{source}");
    }
}

/// Patterns that take exponential or polynomial time by backtracking, what to repeat in a text so
/// that they do, and how it ends.
const HOSTILE: &[(&str, &str, &str)] = &[
    ("^(a+)+$", "a", "b"),
    ("a*a*a*a*b", "a", "c"),
    (r"\s+$", " ", "x"),
    ("(.*)*x", "a", "\n"),
    (r"^(\w+\s?)*$", "a", "!"),
    ("^(([a-z])+.)+[A-Z]([a-z])+$", "a", "!"),
    ("(a|a)*b", "a", "c"),
    ("^(a|aa)+$", "a", "b"),
    ("^(?:a{0,10}){0,10}$", "a", "b"),
    (r"^(?=.*(?:\d+)+x)(?!(?:a*)*b).*$", "1", "y"),
    (r"^([a-zA-Z0-9._-]+)+@([a-z]+\.)+[a-z]+$", "a", "@"),
];

#[test]
fn hostile_patterns_without_references_run_in_linear_time() {
    for (source, many, last) in HOSTILE {
        assert!(engine(source).starts_with("linear"), "{source}");
        let matcher = Matcher::new(source).expect("it is valid");
        let text = many.repeat(2_000) + last;
        // The linear engines end; a backtracking one would not, in any practical time.
        assert_eq!(matcher.is_found(&text).0, Some(false), "{source}");
        // That engine gives up where it would go on.
        let tree = tree(source).expect("it is valid");
        let backtracking = Matcher::backtracking(program::compile(&tree));
        assert_eq!(backtracking.is_found(&text).0, None, "{source}");
    }
}

/// Patterns of the kinds that descriptions have: names, addresses, dates, versions, references to nothing.
const USUAL: &[&str] = &[
    "^[-a-zA-Z0-9_]+$",
    r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    r"^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\-]*[A-Za-z0-9])$",
    r"^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$",
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*))?$",
    r"^(/[^/~]*(~[01][^/~]*)*)*$",
    r"^[\s\S]{1,65535}$",
    r"^(?!\s)(.*\S)?$",
    r"(['\x22])(.*)\1",
];

#[test]
fn a_megabyte_takes_a_usual_pattern_a_bounded_number_of_steps() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for source in USUAL {
        let matcher = Matcher::new(source).expect("it is valid");
        let parsed = parse(source).expect("it is valid");
        for text in hostile(source, 1 << 20, &mut random) {
            let (found, steps) = matcher.is_found(&text);
            let allowed = match &parsed.engine {
                Engine::Backtracking(_) => 1_000_000,
                Engine::Runs(_) | Engine::Linear(_) => text.len() * parsed.positions.max(1),
            };
            assert!(steps <= allowed, "{source}: {steps} steps");
            assert!(
                found.is_some() || steps == allowed,
                "{source}: {steps} steps"
            );
        }
    }
}

#[test]
fn backtracking_does_a_bounded_number_of_steps() {
    for (source, many, last) in [
        (r"(?=(a+))a*b\1", "a", "c"),
        (r"^(?:(a+)+\1)+$", "a", "b"),
        (r"^(a*)(a*)(a*)\1\2\3b$", "a", "c"),
        (r"(x+x+)+y\B", "x", "x"),
        (r"(?:a(?=a*)|a)+b(?!c)", "a", "c"),
        (r"(?<=(a|aa)+)b", "a", "c"),
        (r"((\w+)\s?)*\2!", "ab ", "?"),
    ] {
        let matcher = Matcher::new(source).expect("it is valid");
        let Engine::Backtracking(program) = parse(source).expect("it is valid").engine else {
            panic!("{source} takes no backtracking");
        };
        let mut length = 16;
        for _ in 0..10 {
            length *= 2;
            let text = many.repeat(length) + last;
            let (found, steps) = matcher.is_found(&text);
            let limit = 64 * program.steps.len() * (text.len() + 1);
            assert!(
                steps <= limit.min(1_000_000),
                "{source}: {steps} steps for {length}"
            );
            assert_ne!(found, Some(true), "{source}");
        }
    }
}
