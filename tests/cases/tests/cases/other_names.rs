//! Discriminators whose values are not the names of the types: case 102.

use oasmith_cases::c102_other_names::models::{Base, Item, Mapped, Pet};

use crate::{read, refused, reports, same};

#[test]
fn the_value_is_the_name_of_the_component_that_is_referred_to() {
    for text in [
        r#"{"kind":"Cat","lives":9}"#,
        r#"{"kind":"Rose","thorns":3}"#,
    ] {
        same::<Pet>(text);
        reports::<Pet>(text, "");
    }
    assert!(matches!(read(r#"{"kind":"Cat"}"#), Pet::Cat(_)));
    assert!(matches!(read(r#"{"kind":"Rose"}"#), Pet::Rose(_)));
    reports::<Pet>(r#"{"kind":"Cat","lives":10}"#, "/lives must be at most 9");
    reports::<Pet>(r#"{"kind":"Animal"}"#, "/kind must be one of Cat, Rose");
}

#[test]
fn values_of_a_variant_inside_select_the_variant_around_it() {
    for text in [
        r#"{"kind":"Cat","lives":9}"#,
        r#"{"kind":"Rose","thorns":3}"#,
        r#"{"kind":"Tool","weight":1.5}"#,
    ] {
        same::<Item>(text);
        reports::<Item>(text, "");
    }
    assert!(matches!(read(r#"{"kind":"Cat"}"#), Item::Pet(Pet::Cat(_))));
    reports::<Item>(r#"{"kind":"Cat","lives":10}"#, "/lives must be at most 9");
    for text in [
        r#"{"kind":"lion","lives":9}"#,
        r#"{"kind":"fern","thorns":3}"#,
        r#"{"kind":"tool","weight":1.5}"#,
    ] {
        same::<Mapped>(text);
        reports::<Mapped>(text, "");
    }
    assert!(matches!(read(r#"{"kind":"lion"}"#), Mapped::Inner(_)));
}

#[test]
fn what_stands_beside_a_reference_makes_a_subtype() {
    assert!(matches!(
        read(r#"{"kind":"special","count":3}"#),
        Base::Special(_)
    ));
    reports::<Base>(
        r#"{"kind":"special","count":4}"#,
        "/count must be at most 3",
    );
    refused::<Base>(r#"{"kind":"special"}"#, "/count", "the property is missing");
}
