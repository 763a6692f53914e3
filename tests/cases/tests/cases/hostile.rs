//! A hundred thousand of whatever a value may have many of: case 46, in counted steps.

use oasmith_cases::c46_bounded_work::models::{Bulk, Unique};
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::limits::{Exceeded, Scope, exceeded, left, steps_for};
use oasmith_cases::support::violations::Validate;

const MANY: usize = 100_000;

/// What became of a text that was read and checked with the steps of a request: how many it took, and
/// whether it is valid.
fn checked<T: Wire + Validate>(text: &str) -> (usize, bool) {
    let allowed = steps_for(text.len());
    let _scope = Scope::enter(usize::MAX, allowed);
    let value: T = from_json(text.as_bytes()).unwrap_or_else(|fault| panic!("{text:.60}: {fault}"));
    let is_valid = value.validate().is_ok();
    assert_eq!(exceeded(), None, "{text:.60}");
    (allowed - left().1, is_valid)
}

/// A valid text of so many parts takes a constant number of steps for each, and no more than a request
/// may take.
fn grows_with<T: Wire + Validate>(text: impl Fn(usize) -> String) {
    let steps = |count| {
        let text = text(count);
        let (steps, is_valid) = checked::<T>(&text);
        assert!(is_valid, "{text:.60}");
        steps
    };
    let (tenth, all) = (steps(MANY / 10), steps(MANY));
    assert!(all <= 11 * (tenth + 10), "{tenth} steps, then {all}");
}

fn array(count: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..count).map(item).collect();
    format!("[{}]", items.join(","))
}

fn object(count: usize) -> String {
    let properties: Vec<String> = (0..count).map(|it| format!(r#""p{it}":0"#)).collect();
    format!("{{{}}}", properties.join(","))
}

#[test]
fn many_unique_items_take_steps_in_proportion() {
    grows_with::<Unique>(|count| array(count, |it| it.to_string()));
    let objects = |count| array(count, |it| format!(r#"{{"a":{it}}}"#));
    grows_with::<Bulk>(|count| format!(r#"{{"objects":{}}}"#, objects(count)));
    // Something is counted: what takes no step would grow as well.
    assert!(checked::<Unique>(&array(MANY, |it| it.to_string())).0 >= MANY);
    // The last of them is found to be there twice.
    let repeated = array(MANY, |it| (it % (MANY - 1)).to_string());
    assert!(!checked::<Unique>(&repeated).1);
    // Fewer steps than items are not enough, which is said.
    let text = array(MANY, |it| it.to_string());
    let _scope = Scope::enter(usize::MAX, MANY / 2);
    let value: Unique = from_json(text.as_bytes()).expect("it can be read");
    let violations = value.validate().expect_err("it cannot be checked");
    assert_eq!(violations.list[0].to_string(), Exceeded::Steps.message());
}

#[test]
fn many_properties_take_steps_in_proportion() {
    for property in ["known", "unknown", "kept", "named", "matched", "few"] {
        grows_with::<Bulk>(|count| format!(r#"{{"{property}":{}}}"#, object(count)));
    }
    // Those that no schema declares count.
    let text = format!(r#"{{"few":{}}}"#, object(MANY));
    assert!(checked::<Bulk>(&text).0 >= MANY);
}

#[test]
fn of_many_violations_some_are_reported_and_the_others_mentioned() {
    let properties: Vec<String> = (0..10_000).map(|it| format!(r#""p{it}":1"#)).collect();
    let text = format!(r#"{{"known":{{{}}}}}"#, properties.join(","));
    let value: Bulk = from_json(text.as_bytes()).expect("it can be read");
    let violations = value.validate().expect_err("each is too large");
    assert_eq!(violations.list.len(), 64);
    assert!(violations.more);
    let violations = value.validate_up_to(9_999).expect_err("each is too large");
    assert_eq!(violations.list.len(), 9_999);
    assert!(violations.more);
    let violations = value.validate_up_to(10_000).expect_err("each is too large");
    assert_eq!(violations.list.len(), 10_000);
    assert!(!violations.more);
}
