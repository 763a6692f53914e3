//! Memory that stays in proportion to a request: cases 46 and 56, with an allocator that counts.
//!
//! One test, since the allocator counts for all threads.

use oasmith_cases::c46_bounded_work::models::{Lists, Mapped, Nested, Ruled, Tree, Wide};
use oasmith_cases::c56_forms::models::Charge;
use oasmith_cases::support::body::form::{self, Style};
use oasmith_cases::support::codec::tree::from_text;
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::http::content::Bounds;
use oasmith_cases::support::limits::{Exceeded, Scope, exceeded, steps_for};
use oasmith_cases::support::violations::Validate;

use std::collections::BTreeMap;

use peak_alloc::PeakAlloc;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// An eighth of the limits of a server's default settings.
const BODY: usize = 2 << 17;
const MEMORY: usize = 64 << 17;

/// Texts of [`BODY`] bytes, each of which repeats an item.
fn list(item: &str) -> String {
    format!("[{}]", vec![item; BODY / (item.len() + 1)].join(","))
}

/// Reads and checks a text as a server does: how much memory it takes at most, and which limit stops
/// it.
fn peak<T: Wire + Validate>(text: &str) -> (usize, Option<Exceeded>) {
    taken(text.len(), || {
        if let Ok(value) = from_json::<T>(text.as_bytes()) {
            let _ = value.validate();
        }
    })
}

/// The same for a form.
fn peak_of_form(text: &str) -> (usize, Option<Exceeded>) {
    let styles = [
        ("card", Style::Deep),
        ("tags", Style::Commas),
        ("range", Style::Pairs),
    ];
    let bounds = Bounds {
        depth: 128,
        items: 500_000,
    };
    taken(text.len(), || {
        let _ = form::read::<Charge>(text, &styles, bounds);
    })
}

/// What reading a text of a size takes.
fn taken(size: usize, read: impl FnOnce()) -> (usize, Option<Exceeded>) {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let _scope = Scope::enter(MEMORY, steps_for(size));
    read();
    (ALLOCATOR.peak_usage().saturating_sub(before), exceeded())
}

#[test]
fn no_body_takes_more_memory_than_the_settings_allow() {
    let keys = |value: &str| {
        let entries: Vec<String> = (0..BODY / (value.len() + 9))
            .map(|key| format!(r#""{key:05}":{value}"#))
            .collect();
        format!("{{{}}}", entries.join(","))
    };
    let chain = |open: &str, inner: &str, close: &str| {
        list(&format!("{}{inner}{}", open.repeat(100), close.repeat(100)))
    };
    let numbers = || {
        let numbers = 10_000..10_000 + BODY / 6;
        let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
        numbers.join(",")
    };
    // Each field makes a map for each of its steps.
    let nested = format!("card[1000]{}=", "[]".repeat(125));
    let nested = vec![&*nested; BODY / (nested.len() + 1)].join("&");
    let joined = |name: &str| format!("{name}={}", ",".repeat(BODY));
    let found = [
        ("objects of many properties", peak::<Vec<Wide>>(&list("{}"))),
        ("maps of them", peak::<BTreeMap<String, Wide>>(&keys("{}"))),
        ("lists of them", peak::<Vec<Vec<Wide>>>(&list("[{}]"))),
        (
            "maps of one each",
            peak::<Vec<BTreeMap<String, Wide>>>(&list(r#"{"":{}}"#)),
        ),
        ("any JSON: lists", peak::<Value>(&list("[0]"))),
        ("any JSON: objects", peak::<Value>(&list(r#"{"":0}"#))),
        ("any JSON: empty", peak::<Value>(&list("{}"))),
        ("texts", peak::<Vec<String>>(&list(r#""a""#))),
        (
            "boxes",
            peak::<Vec<Ruled>>(&chain(r#"{"child":"#, "{}", "}")),
        ),
        ("unions", peak::<Vec<Tree>>(&list(r#"{"a":""}"#))),
        (
            "deep unions",
            peak::<Vec<Tree>>(&chain(r#"{"a":"#, "\"\"", "}")),
        ),
        ("lists in unions", peak::<Nested>(&list("[0]"))),
        ("maps in unions", peak::<Mapped>(&keys("{}"))),
        (
            "what unions remember",
            peak::<Lists>(&format!(r#"{{"chosen":{}}}"#, list("{}"))),
        ),
        (
            "values for rules",
            peak::<Lists>(&format!(r#"{{"rulings":{}}}"#, list(r#"{"a":1}"#))),
        ),
        (
            "items that are unique",
            peak::<Lists>(&format!(r#"{{"unique":[{}]}}"#, numbers())),
        ),
        ("nested fields of forms", peak_of_form(&nested)),
        ("joined items of forms", peak_of_form(&joined("tags"))),
        ("joined pairs of forms", peak_of_form(&joined("range"))),
    ];
    for (what, (peak, exceeded)) in found {
        // Besides what is counted: a list while it grows, texts, and what checking takes.
        let allowed = MEMORY + MEMORY / 2 + 16 * BODY;
        println!("{what}: {} KB, {exceeded:?}", peak >> 10);
        assert!(peak <= allowed, "{what}: {} KB", peak >> 10);
    }
    let (_, wide) = peak::<Vec<Wide>>(&list("{}"));
    assert_eq!(wide, Some(Exceeded::Memory));
    for form in [nested, joined("tags"), joined("range")] {
        assert_eq!(peak_of_form(&form).1, Some(Exceeded::Memory));
    }
    // A body of usual objects is far from it.
    let usual =
        list(r#"{"p00":"a name","p01":"a text of a usual length","p02":"and another one"}"#);
    let (_, usual) = peak::<Vec<Wide>>(&usual);
    assert_eq!(usual, None);

    // A parameter is no JSON that is read in vain first: a scalar takes nothing of the heap.
    takes_nothing(|| from_text::<i64>("-12345678").is_ok());
    takes_nothing(|| from_text::<f64>("1.5e3").is_ok());
    takes_nothing(|| from_text::<bool>("true").is_ok());
    takes_nothing(|| from_text::<uuid::Uuid>("01234567-89ab-cdef-0123-456789abcdef").is_ok());
}

/// Reads something without anything on the heap.
fn takes_nothing(read: impl FnOnce() -> bool) {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    assert!(read());
    assert_eq!(ALLOCATOR.peak_usage(), before);
}
