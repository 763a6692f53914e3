//! Work that stays in proportion to a request: case 46.

use std::collections::BTreeMap;

use oasmith_cases::c46_bounded_work::models::{Formula, Leaf, Mapped, Nested, Ruled, Tree};
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::limits::{Exceeded, Scope, exceeded, steps_for};
use oasmith_cases::support::violations::Validate;

/// `inner` inside of `depth` values that begin with `open` and end with `close`.
fn nest(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// The limit of steps that stops reading and checking a text, if one does.
fn stops<T: Wire + Validate>(text: &str, steps: usize) -> Option<Exceeded> {
    let _scope = Scope::enter(usize::MAX, steps);
    if let Ok(value) = from_json::<T>(text.as_bytes()) {
        let _ = value.validate();
    }
    exceeded()
}

/// How many steps it takes to read and check a text, to a sixty-fourth.
fn steps<T: Wire + Validate>(text: &str) -> usize {
    let mut enough = 1;
    while stops::<T>(text, enough).is_some() {
        enough *= 2;
        assert!(enough < 1 << 30, "{text:.60} takes too many steps");
    }
    let mut short = enough / 2;
    while enough - short > enough / 64 + 1 {
        let middle = short + (enough - short) / 2;
        match stops::<T>(text, middle) {
            Some(_) => short = middle,
            None => enough = middle,
        }
    }
    enough
}

/// Each text is twice as large as the one before, and takes at most `factor` times the steps, apart
/// from what the first ones take anyway.
fn grows_by<T: Wire + Validate>(factor: f64, texts: impl Iterator<Item = String>) {
    let counts: Vec<usize> = texts.map(|text| steps::<T>(&text)).collect();
    for pair in counts.windows(2) {
        let allowed = factor * (pair[0] + 32) as f64;
        assert!(
            pair[1] as f64 <= allowed,
            "{}: {counts:?}",
            std::any::type_name::<T>()
        );
    }
}

#[test]
fn unions_inside_unions_take_steps_by_the_square_of_their_depth_which_json_bounds() {
    let depths = || (0..7).map(|power| 1 << power);
    let nested = |open: &'static str, inner: &'static str, close: &'static str| {
        depths().map(move |depth| nest(open, inner, close, depth))
    };
    grows_by::<Tree>(4.1, nested(r#"{"a":"#, "\"x\"", "}"));
    grows_by::<Formula>(4.1, nested(r#"{"not":"#, "{}", "}"));
    grows_by::<Mapped>(4.1, nested(r#"{"a":"#, "true", "}"));
    grows_by::<Ruled>(4.1, nested(r#"{"child":"#, "{}", "}"));
    // Each level is looked at again to say where `oneOf` fails.
    grows_by::<Nested>(7.0, nested("[", "1", "]"));
}

#[test]
fn many_unions_side_by_side_take_steps_in_proportion() {
    let counts = || (0..=10).map(|power| 1 << power);
    let wide =
        |item: String| counts().map(move |count| format!("[{}]", vec![&*item; count].join(",")));
    grows_by::<Vec<Tree>>(2.1, wide(nest(r#"{"a":"#, "\"x\"", "}", 5)));
    grows_by::<Vec<Formula>>(2.1, wide(nest(r#"{"not":"#, "{}", "}", 5)));
    grows_by::<Nested>(2.1, wide("[[1]]".to_owned()));
    let map = counts().map(|count| {
        let entries: Vec<String> = (0..count)
            .map(|key| format!(r#""{key}":{{"a":true}}"#))
            .collect();
        format!("{{{}}}", entries.join(","))
    });
    grows_by::<Mapped>(2.1, map);
}

#[test]
fn a_request_that_takes_too_many_steps_is_refused_by_name() {
    let deep = nest("[", &vec!["1"; 10_000].join(","), "]", 100);
    let fault = from_json::<Nested>(deep.as_bytes()).expect_err("it takes too many steps");
    assert_eq!(fault.message, Exceeded::Steps.message());
    assert_eq!(
        stops::<Nested>(&deep, steps_for(deep.len())),
        Some(Exceeded::Steps)
    );
    // What is left of one request is not left for the next.
    assert_eq!(exceeded(), None);
    assert!(from_json::<Nested>(b"[1]").is_ok());
}

#[test]
fn long_names_are_cut_in_pointers() {
    let name = "é".repeat(100_000);
    let cut = format!("/{}…", "é".repeat(100));
    let text = format!(r#"{{"{name}":{{"child":1}}}}"#);
    let fault = from_json::<BTreeMap<String, Ruled>>(text.as_bytes());
    assert_eq!(
        fault.expect_err("1 is no object").pointer,
        format!("{cut}/child")
    );
    let text = format!(r#"{{"{name}":{{"value":""}}}}"#);
    let value: BTreeMap<String, Leaf> = from_json(text.as_bytes()).expect("it can be read");
    let violations = value.validate().expect_err("it is too short");
    assert_eq!(violations.list[0].pointer, format!("{cut}/value"));
}

#[test]
fn reasons_do_not_double_with_every_level() {
    let text = nest(r#"{"a":"#, "1", "}", 60);
    let fault = from_json::<Tree>(text.as_bytes()).expect_err("1 is no tree");
    assert!(fault.message.len() < 2_000, "{} bytes", fault.message.len());
    assert!(
        fault
            .message
            .starts_with("the value fits none of the types; not Left: ")
    );
}
