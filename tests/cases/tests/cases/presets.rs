//! Discriminators that constructors set.

use oasmith_cases::c61_presets::models::{Circle, Flag, Off, On, Point, Shape, Square};
use oasmith_cases::support::codec::to_json;
use oasmith_cases::support::violations::Validate;

#[track_caller]
fn check<T: oasmith_cases::support::codec::Wire + Validate>(value: &T, json: &str) {
    let written = to_json(value).expect("it can be written");
    assert_eq!(String::from_utf8_lossy(&written), json);
    assert!(value.validate().is_ok(), "{json}");
}

#[test]
fn the_variant_decides() {
    // Both are variants only, or list one value.
    check(
        &Shape::Circle(Circle::new(1.5)),
        r#"{"kind":"circle","radius":1.5}"#,
    );
    check(&Circle::new(1.5), r#"{"kind":"circle","radius":1.5}"#);
    check(&Square::new(2.0), r#"{"kind":"square","side":2.0}"#);
    check(&Flag::On(On::new()), r#"{"on":1}"#);
    check(&Off::default(), r#"{"on":2}"#);
}

/// A point is used alone, too, where any `kind` is allowed.
#[test]
fn a_type_that_is_used_alone_is_asked() {
    check(&Point::new("origin"), r#"{"kind":"origin"}"#);
    check(&Shape::Point(Point::new("origin")), r#"{"kind":"point"}"#);
}
