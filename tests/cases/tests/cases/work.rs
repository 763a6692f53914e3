//! Work that stays in proportion to a request: case 46.

use std::collections::BTreeMap;

use oasmith_cases::c46_bounded_work::models::{
    Chain, Formula, Larger, Leaf, Lists, Mapped, Nested, Number, Pairs, Ruled, Tree,
};
use oasmith_cases::c47_limits_of_a_request::{models::Brick, server};
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::limits::{Exceeded, Scope, exceeded, steps_for};
use oasmith_cases::support::server::Settings;
use oasmith_cases::support::validate::numbers::multiple_of;
use oasmith_cases::support::violations::{Report, Validate};

use super::http::serve;

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
            .starts_with("the value matches none of the variants; not Left: ")
    );
}

/// Objects of many properties take much stack on every level, whatever is between them.
#[test]
fn values_that_nest_are_read_or_refused_and_leave_the_stack_alone() {
    let ways = [
        (r#"{"next":"#, "}"),
        (r#"{"list":["#, "]}"),
        (r#"{"map":{"a":"#, "}}"),
        (r#"{"pair":["",  "#, "]}"),
        (r#"{"choice":"#, "}"),
    ];
    for (open, close) in ways {
        let levels = 126 / open.matches(['{', '[']).count();
        let text = nest(open, "{}", close, levels);
        match from_json::<Chain>(text.as_bytes()) {
            Ok(value) => value.validate().expect("it has no constraints"),
            Err(fault) => assert_eq!(fault.message, Exceeded::Stack.message(), "{open}"),
        }
        // serde's own way in has the same limits.
        match serde_json::from_str::<Chain>(&text) {
            Ok(value) => value.validate().expect("it has no constraints"),
            Err(error) => assert!(error.to_string().contains("the stack"), "{open}: {error}"),
        }
        assert_eq!(exceeded(), None);
        let usual = nest(open, "{}", close, 12);
        from_json::<Chain>(usual.as_bytes()).unwrap_or_else(|fault| panic!("{open}: {fault}"));
    }
}

/// Types that hold others hold the largest on the heap, or an empty object would be larger than a
/// stack.
#[test]
fn types_stay_small_however_many_they_hold() {
    assert!(size_of::<Larger>() <= 24, "{}", size_of::<Larger>());
    assert!(size_of::<Pairs>() <= 40, "{}", size_of::<Pairs>());
    let value: Larger = from_json(br#"{"large": {"a": {"p00": "x"}}}"#).expect("it can be read");
    let wide = value.large.a.as_ref().expect("it is there");
    assert_eq!(wide.p00.as_deref(), Some("x"));
}

#[test]
fn what_is_said_of_a_value_is_short_however_much_the_description_lists() {
    let text = format!(r#"{{"zones":[{}]}}"#, vec!["\"x\""; 1_000].join(","));
    let lists: Lists = from_json(text.as_bytes()).expect("it can be read");
    let violations = lists.validate().expect_err("there is no such zone");
    assert_eq!(violations.list.len(), 64);
    let message = violations.list[0].to_string();
    assert!(
        message.starts_with("must be one of Continent/Some_City_00, "),
        "{message}"
    );
    assert!(message.ends_with(" and 4 more"), "{message}");
    // Names repeat in the pointers of everything below them.
    let name = "x".repeat(150);
    let inner = format!(r#"{{"zones":[{}]}}"#, vec!["\"x\""; 100].join(","));
    let text = nest(&format!(r#"{{"{name}":"#), &inner, "}", 60);
    let any: serde_json::Value = from_json(text.as_bytes()).expect("it can be read");
    let mut report = Report::new(64);
    below(&any, &mut report);
    let violations = report
        .into_result()
        .expect_err("there is one for each item");
    assert_eq!(violations.list.len(), 64);
    assert!(violations.list.iter().all(|it| it.pointer.len() <= 1_003));
}

/// Reports every string of a value.
fn below(value: &serde_json::Value, report: &mut Report) {
    match value {
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                report.below(index, item, below);
            }
        }
        serde_json::Value::Object(object) => {
            for (name, value) in object {
                report.below(name, value, below);
            }
        }
        _ => report.not_listed(&["a"]),
    }
}

/// serde_json hands numbers over as objects of this property when its feature `arbitrary_precision`
/// is on; what is in such an object may be anything.
#[test]
fn an_object_is_no_way_around_the_syntax_of_numbers() {
    for text in [
        "NaN",
        "inf",
        "-Infinity",
        "1e999",
        "+1",
        "0x1",
        "",
        "1 ",
        ".5",
        "1.",
    ] {
        let text = format!(r#"{{"value":{{"$serde_json::private::Number":"{text}"}}}}"#);
        assert!(from_json::<Number>(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn multiples_are_exact_however_small_or_large_the_numbers() {
    let check = |property: &str, number: &str| {
        let text = format!(r#"{{"{property}":{number}}}"#);
        let value: Number = from_json(text.as_bytes()).expect("it can be read");
        value.validate().is_ok()
    };
    for number in [
        "0",
        "-0.0",
        "7",
        "-3",
        "1e22",
        "1e300",
        "12345678901234568",
        "5e1",
    ] {
        assert!(check("whole", number), "{number}");
    }
    // No float of 64 bits holds it: it is refused, not rounded.
    assert!(from_json::<Number>(br#"{"whole":12345678901234567}"#).is_err());
    for number in ["1e-45", "0.5", "1e-300", "2.5e0", "1234567.000001"] {
        assert!(!check("whole", number), "{number}");
    }
    for number in ["0.01", "19.99", "1e300", "0.07", "-4.35"] {
        assert!(check("cent", number), "{number}");
    }
    for number in ["0.001", "1e-5", "4.355"] {
        assert!(!check("cent", number), "{number}");
    }
    let is_multiple = |number: f64, limit| {
        let mut report = Report::new(1);
        multiple_of(limit)(&number, &mut report);
        report.into_result().is_ok()
    };
    // As large as can be counted with, and larger.
    for (number, limit, expected) in [
        (1e80, "100000000000000000000000000000000000000", true),
        (1e80, "100000000000000000000000000000000000001", false),
        (1e80, "300000000000000000000000000000000000001", false),
        (3e80, "30", true),
        (1e300, "3", false),
    ] {
        assert_eq!(is_multiple(number, limit), expected, "{number}, {limit}");
    }
}

struct Walls;

impl server::Api for Walls {
    async fn walls(&self, _: Vec<Brick>, _: Vec<Brick>) -> Result<(), server::Error> {
        Ok(())
    }
}

/// What one parameter takes is not there for the others.
#[tokio::test]
async fn parameters_share_the_memory_of_a_request() {
    // A list grows by four items at first.
    let each = 4 * size_of::<Brick>();
    for (memory, status) in [(2 * each, 204), (2 * each - 1, 400)] {
        let settings = Settings {
            memory_limit: memory,
            ..Settings::default()
        };
        let base = serve(server::router_with(Walls, settings)).await;
        let url = format!("{base}/walls?left=[{{}}]&right=[{{}}]");
        let response = reqwest::get(url).await.expect("it is answered");
        assert_eq!(response.status(), status);
    }
}
