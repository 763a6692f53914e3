//! `$dynamicRef` (JSON Schema 2020-12 core §8.2.3.2), and components of any JSON with rules.

use oasmith_cases::c75_dynamic_references::models::{
    Anchored, Event, Folder, NamedFolder, Page, PetPage, Shelf, SizePage, StrictTree, Tree, Twice,
};
use oasmith_cases::c76_rules_alone::models::{Bounded, Either, Holder, Odd};
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::violations::Validate;

fn holds<T: Wire + Validate>(json: &str) -> bool {
    from_json::<T>(json.as_bytes()).is_ok_and(|value| value.validate().is_ok())
}

#[test]
fn the_first_resource_on_the_way_decides() {
    let other = r#"{"children":[{"children":[{"daat":"x"}]}]}"#;
    assert!(holds::<Tree>(other) && !holds::<StrictTree>(other));
    assert!(holds::<Page>(r#"{"entries":[1,"a"]}"#));
    assert!(
        holds::<PetPage>(r#"{"entries":[{"name":"a"}]}"#)
            && !holds::<PetPage>(r#"{"entries":[1]}"#)
    );
    assert!(holds::<SizePage>(r#"{"entries":[9]}"#) && !holds::<SizePage>(r#"{"entries":[10]}"#));
    // The shelf is around the page of sizes.
    assert!(holds::<Shelf>(r#"{"pages":{"a":{"entries":["x"]}}}"#));
    assert!(!holds::<Shelf>(r#"{"pages":{"a":{"entries":[9]}}}"#));
    assert!(holds::<Shelf>(r#"{"none":{"entries":[9]}}"#));
    assert!(!holds::<Shelf>(r#"{"none":{"entries":["x"]}}"#));
}

#[test]
fn only_dynamic_anchors_are_looked_for() {
    assert!(holds::<Anchored>(r#"{"entry":"a"}"#) && !holds::<Anchored>(r#"{"entry":1}"#));
    assert!(holds::<Twice>(r#"{"size":5}"#));
    assert!(!holds::<Twice>(r#"{"size":2}"#) && !holds::<Twice>(r#"{"size":10}"#));
}

#[test]
fn recursive_references_are_dynamic_ones_without_a_name() {
    let unnamed = r#"{"name":"a","folders":[{}]}"#;
    assert!(holds::<Folder>(unnamed) && !holds::<NamedFolder>(unnamed));
    assert!(holds::<NamedFolder>(
        r#"{"name":"a","folders":[{"name":"b"}]}"#
    ));
}

#[test]
fn a_variant_keeps_its_name() {
    assert!(holds::<Event>(r#"{"kind":"Created","subject":"a"}"#));
    assert!(!holds::<Event>(r#"{"kind":"Created","subject":1}"#));
}

#[test]
fn a_component_of_any_json_can_be_validated_alone() {
    assert!(Odd::from(serde_json::json!(1)).validate().is_ok());
    assert!(Odd::from(serde_json::json!("a")).validate().is_err());
    assert!(holds::<Bounded>(r#""abcd""#) && !holds::<Bounded>(r#""abcde""#));
    assert!(holds::<Bounded>("null") && holds::<Bounded>("3") && !holds::<Bounded>("2"));
    assert!(holds::<Holder>(r#"{"odd":null}"#) && !holds::<Holder>(r#"{"odd":"a"}"#));
    assert!(holds::<Holder>(r#"{"odd":1,"bounded":null}"#));
    assert!(!holds::<Holder>(r#"{"odd":1,"bounded":2}"#));
    assert!(holds::<Either>(r#""abcde""#) && holds::<Either>("3") && !holds::<Either>("2"));
}
