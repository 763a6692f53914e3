//! Which variant of a union a value is, and what is kept of it: case 50.

use oasmith_cases::c50_union_selection::models::{
    Circle, Contact, Distinct, Few, Method, Payment, Percent, Reply, Reserved, Search, Shape,
    Version,
};
use oasmith_cases::support::violations::Validate;

use crate::{read, refused, reports, same, written};

#[test]
fn variants_that_share_an_enumeration_are_told_apart_by_the_mapping() {
    assert!(matches!(
        read(r#"{"kind":"card","pan":"1"}"#),
        Payment::Card(_)
    ));
    assert!(matches!(
        read(r#"{"note":"n","kind":"cash"}"#),
        Payment::Cash(_)
    ));
    refused::<Payment>(r#"{"kind":"card"}"#, "/pan", "the property is missing");
    same::<Payment>(r#"{"code":[1,{"a":null}],"kind":"voucher"}"#);
    reports::<Payment>(r#"{"kind":"voucher"}"#, "/kind must be one of card, cash");
}

#[test]
fn a_property_that_may_be_absent_selects_the_variant_where_it_is_there() {
    let first = r#"{"kind":"sepa","iban":"NL02"}"#;
    let later = r#"{"note":"n","kind":"wallet"}"#;
    assert!(matches!(read(first), Method::Transfer(_)));
    assert!(matches!(read(later), Method::Wallet(_)));
    assert!(matches!(read(r#"{"kind":1}"#), Method::Token(_)));
    assert!(matches!(read(r#"{"id":2,"kind":1.0}"#), Method::Token(_)));
    for text in [
        first,
        r#"{"kind":"wallet","note":"n"}"#,
        r#"{"kind":1,"id":2}"#,
    ] {
        same::<Method>(text);
        reports::<Method>(text, "");
    }
    // The variant that is selected says what is wrong, wherever the property stands.
    for text in [
        r#"{"kind":"sepa","iban":"NL02","id":1}"#,
        r#"{"id":1,"iban":"NL02","kind":"sepa"}"#,
    ] {
        refused::<Method>(text, "/id", "the property is not allowed");
    }
    reports::<Method>(
        r#"{"kind":"sepa","iban":"NL02A"}"#,
        "/iban must have at most 4 characters",
    );
}

#[test]
fn without_the_selecting_property_names_tell_the_variant_and_nothing_is_added() {
    for text in [r#"{"iban":"NL02"}"#, r#"{"note":"n"}"#, r#"{"id":1}"#] {
        same::<Method>(text);
        reports::<Method>(text, "");
    }
    assert!(matches!(read(r#"{"id":1}"#), Method::Token(_)));
    // Two variants hold for what has no property.
    assert_eq!(written(&read::<Method>("{}")), "{}");
    let violations = read::<Method>("{}").validate().expect_err("two hold");
    assert_eq!(violations.list[0].keyword, "oneOf");
    // A value that no variant lists selects none.
    let other: Method = read(r#"{"kind":"other","iban":"NL02"}"#);
    assert!(matches!(other, Method::Transfer(_)));
    assert!(other.validate().is_err());
    refused::<Method>(
        r#"{"kind":"other","iban":"NL02","id":1}"#,
        "",
        "the value matches none of the variants; not Transfer: the property is not allowed below /id; \
         not Wallet: the property is not allowed below /iban; not Token: expected a whole number that is \
         listed, found a string below /kind",
    );
}

#[test]
fn booleans_and_integers_select_variants() {
    for text in [r#"{"ok":true,"number":1}"#, r#"{"ok":false,"why":"w"}"#] {
        same::<Reply>(text);
        reports::<Reply>(text, "");
    }
    refused::<Reply>(r#"{"ok":false}"#, "/why", "the property is missing");
    refused::<Reply>(
        r#"{"ok":"true"}"#,
        "/ok",
        "expected a boolean, found a string",
    );
    assert!(matches!(read(r#"{"v":1,"x":"a"}"#), Version::First(_)));
    assert!(matches!(read(r#"{"x":"a","v":1.0}"#), Version::First(_)));
    assert!(matches!(read(r#"{"v":-2}"#), Version::Second(_)));
    refused::<Version>(r#"{"v":1}"#, "/x", "the property is missing");
    reports::<Version>(r#"{"v":3}"#, "/v must be one of 1, -2");
}

#[test]
fn a_variant_without_a_value_is_that_of_all_others() {
    assert!(matches!(
        read(r#"{"kind":"Circle","radius":1}"#),
        Shape::Circle(_)
    ));
    assert!(matches!(
        read(r#"{"kind":"star","points":5}"#),
        Shape::Object(_)
    ));
    same::<Shape>(r#"{"kind":"star","points":5}"#);
    reports::<Shape>(r#"{"kind":"star","points":5}"#, "");
}

#[test]
fn the_variant_decides_the_discriminator() {
    let circle = Circle {
        kind: "Square".to_owned(),
        radius: 1,
    };
    assert_eq!(
        written(&Shape::Circle(circle.clone())),
        r#"{"kind":"Circle","radius":1}"#
    );
    // By itself it is no variant.
    assert_eq!(written(&circle), r#"{"kind":"Square","radius":1}"#);
}

#[test]
fn what_only_another_variant_declares_is_kept() {
    for text in [
        r#"{"name":"n","mail":"mail"}"#,
        r#"{"name":"n","inside":{"a":1,"b":2}}"#,
    ] {
        same::<Search>(text);
        reports::<Search>(text, "");
    }
    reports::<Search>(r#"{"mail":"m"}"#, "/mail must have at least 3 characters");
}

#[test]
fn checks_see_properties_that_are_not_declared() {
    same::<Contact>(r#"{"name":"n","phone":"1"}"#);
    reports::<Contact>(r#"{"phone":"1"}"#, "");
    reports::<Contact>(
        r#"{"name":"n"}"#,
        "the value must match at least one of the subschemas: must have the property phone; \
         must have the property mail",
    );
    reports::<Few>(r#"{"name":"n","a":1}"#, "");
    reports::<Few>(
        r#"{"name":"n"}"#,
        "the value must have at least 2 properties",
    );
    reports::<Few>(
        r#"{"a":1,"b":2,"c":3,"d":4}"#,
        "the value must have at most 3 properties",
    );
    reports::<Reserved>(r#"{"name":"n"}"#, "");
    reports::<Reserved>(
        r#"{"id":1}"#,
        "the value must not match the schema of `not`",
    );
    reports::<Distinct>(r#"[{"a":1,"b":1},{"a":1,"b":2}]"#, "");
    reports::<Distinct>(
        r#"[{"a":1,"b":1},{"a":1,"b":1}]"#,
        "the value must have unique items",
    );
}

#[test]
fn a_component_with_constraints_is_validated_alone() {
    assert!(Percent::from(100).validate().is_ok());
    assert!(Percent(150).validate().is_err());
    reports::<Percent>("101", "the value must be at most 100");
}
