use crate::runtime::http::content::{is, is_json, text};

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
