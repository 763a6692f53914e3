mod charset;
mod forms;
mod records;

use serde_json::json;

use super::api::StageRequest;
use crate::runtime::http::content::{self, Closeness, is, is_json, text};
use crate::runtime::media::accept::Accept;
use crate::runtime::server::Rejection;

#[test]
fn json_by_whatever_name() {
    for json in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json ; x=1",
        "application/vnd.api+JSON",
        "text/json",
    ] {
        assert!(is_json(json), "{json}");
    }
    for other in [
        "",
        "text/html",
        "application/jsonp",
        "json",
        "/x+json",
        "text/json5",
    ] {
        assert!(!is_json(other), "{other}");
    }
}

#[test]
fn media_types_fit_themselves_and_ranges() {
    for (found, expected, fits) in [
        ("text/plain; charset=utf-8", "text/plain", true),
        ("TEXT/Plain", "text/plain; charset=utf-8", true),
        ("text/plain", "text/*", true),
        ("text/plain", "*/*", true),
        ("application/a+json", "application/*+json", true),
        ("application/+json", "application/*+json", true),
        ("application/json", "application/*+json", false),
        ("application/xml", "text/*", false),
        ("text/plainer", "text/plain", false),
        ("", "text/plain", false),
    ] {
        assert_eq!(is(found, expected), fits, "{found} {expected}");
    }
}

#[test]
fn text_is_typed_as_parameters_are() {
    assert_eq!(text::read::<i64>("12").unwrap(), 12);
    assert_eq!(text::read::<String>("12").unwrap(), "12");
    assert_eq!(text::write("ü").unwrap(), "ü".as_bytes());
    assert_eq!(text::write(&1.5).unwrap(), b"1.5");
    let fault = text::read::<bool>("secret").unwrap_err();
    assert_eq!(fault.message, "expected a boolean");
}

#[test]
fn a_rejection_names_all_that_cannot_be_read() {
    let body = r#"{"name":4711,"slugs":[1,"a",{}],"flow":"tell-nobody"}"#;
    for (limit, more) in [(64, false), (4, false), (3, true)] {
        let fault = content::json::read::<StageRequest>(body).expect_err("it has faults");
        let rejection = Rejection::unreadable(fault, limit);
        assert_eq!(
            (rejection.violations.len(), rejection.more),
            (limit.min(4), more)
        );
        if !more {
            assert_eq!(
                json!(rejection.by_field(&[])),
                json!({
                    "name": ["expected a string, found a number"],
                    "slugs": [
                        "/0: expected a string, found a number",
                        "/2: expected a string, found an object",
                    ],
                    "flow": ["expected a UUID, found another string"],
                })
            );
        }
    }
}

#[test]
fn parameters_tell_media_types_apart() {
    for (content_type, declared, expected) in [
        ("text/csv", "*/*", Some(Closeness::Any)),
        ("text/csv", "text/*", Some(Closeness::Group)),
        (
            "application/a+json",
            "application/*+json",
            Some(Closeness::Suffix),
        ),
        (
            "text/csv",
            "text/csv;header=absent",
            Some(Closeness::MoreParameters),
        ),
        (
            "text/csv;header=present",
            "text/csv;header=absent",
            Some(Closeness::OtherParameters),
        ),
        (
            "text/csv;header=absent",
            "text/csv",
            Some(Closeness::Name(0)),
        ),
        (
            "text/csv",
            "text/csv; charset=utf-8",
            Some(Closeness::Name(0)),
        ),
        (
            "text/CSV; a=1; Header=\"ABSENT\"",
            "text/csv;header=absent",
            Some(Closeness::Name(1)),
        ),
        ("text/html;header=absent", "text/csv;header=absent", None),
    ] {
        let found = content::closeness(content_type, declared);
        assert_eq!(found, expected, "{content_type} {declared}");
    }
    let all: &[&[&str]] = &[&["a/b;v=1"], &["a/b;v=2"]];
    for (content_type, expected) in [("a/b;v=2", 1), ("a/b;v=1", 0), ("a/b", 0), ("a/b;v=3", 0)] {
        assert_eq!(content::closest(content_type, all), all.get(expected));
    }
    // More parameters are closer, and a range is closer than another value.
    let all: &[&[&str]] = &[&["a/b;v=1"], &["a/b;v=1;w=1"], &["a/*"]];
    for (content_type, expected) in [("a/b;w=1;v=1", 1), ("a/b;v=1", 0), ("a/b;v=2", 2)] {
        assert_eq!(content::closest(content_type, all), all.get(expected));
    }
    let accept = Accept::new(["a/b;v=1;q=0.9, a/b;v=1;w=2;q=0.1, a/b;q=0.5"]);
    let offered = ["a/b;v=1;w=2", "a/b"];
    assert_eq!(accept.best(&offered), Some("a/b"));
    for (accept, expected) in [
        ("a/b;v=2", Some("a/b;v=2")),
        ("a/b;v=1;q=0.1, a/b;v=2;q=0.2", Some("a/b;v=2")),
        ("a/b;q=0.5, a/b;v=2;q=0.4", Some("a/b;v=1")),
        ("a/b", Some("a/b;v=1")),
        ("a/b;v=3", None),
        // It has no such parameter.
        ("a/b;w=3", Some("a/b;v=1")),
    ] {
        let found = Accept::new([accept]).best(&["a/b;v=1", "a/b;v=2"]);
        assert_eq!(found, expected, "{accept}");
    }
    // Separators in quotation marks are data, an escaped quotation mark, too.
    let offered = [r#"a/b;v="1;w=2,c/d\"""#, "a/b;v=1", "c/d"];
    for (accept, expected) in [
        (r#"a/b;V="1;w=2,c/d\"";q="0.5""#, offered[0]),
        (r#"a/b;v="1", c/d;q=0.1"#, offered[1]),
        (r#"a/b;v="\",q=1";q=0, c/d"#, offered[2]),
    ] {
        let found = Accept::new([accept]).best(&offered);
        assert_eq!(found, Some(expected), "{accept}");
    }
}
