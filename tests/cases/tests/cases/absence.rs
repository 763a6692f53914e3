//! Absent, `null` and required: cases 4, 5, 7, 8, 9, 10, 37.

use oasmith_cases::c04_null::models::{Owner, Pet as NullPet, PetEither};
use oasmith_cases::c05_words_of_30::models::Part;
use oasmith_cases::c07_null_or_absent::models::Change;
use oasmith_cases::c08_required_null::models::Holder;
use oasmith_cases::c09_required_elsewhere::models::{Bare, Beside, Branch, InUnion, Undeclared};
use oasmith_cases::c10_nullable_enum::models::{Lamp, LampLeft, LampLevel};
use oasmith_cases::c37_directions::models::{Account, AccountRequest, User, UserRequest};
use oasmith_cases::support::patch::Patch;
use serde_json::json;

use crate::{read, refused, reports, same, written};

#[test]
fn null_among_the_types_is_an_option() {
    let pet: NullPet = read(r#"{"nick":null,"owner":{"name":"Ada"},"age":3,"either":"x"}"#);
    assert_eq!(pet.nick, None::<String>);
    assert_eq!(
        pet.owner,
        Some(Owner {
            name: "Ada".to_owned()
        })
    );
    assert_eq!(pet.age, Some(3));
    assert_eq!(pet.either, Patch::Value(PetEither::String("x".to_owned())));
    same::<NullPet>(r#"{"nick":null,"owner":null,"age":null}"#);
    same::<NullPet>(r#"{"nick":"a","owner":{"name":"b"},"age":0,"either":null}"#);
    same::<NullPet>(r#"{"nick":"a","owner":null,"age":0,"either":7}"#);
    refused::<NullPet>(
        r#"{"nick":null,"age":null}"#,
        "/owner",
        "the property is missing",
    );
    reports::<NullPet>(
        r#"{"nick":null,"owner":null,"age":-1}"#,
        "/age must be at least 0",
    );
}

#[test]
fn a_property_that_is_always_null_is_kept() {
    same::<NullPet>(r#"{"nick":null,"owner":null,"age":null,"nothing":null}"#);
    refused::<NullPet>(
        r#"{"nothing":1}"#,
        "/nothing",
        "expected null, found a number",
    );
}

#[test]
fn words_of_another_version_mean_what_they_meant() {
    same::<Part>(r#"{"weight":0.5,"label":null,"note":null}"#);
    reports::<Part>(r#"{"weight":0,"label":"a"}"#, "/weight must be more than 0");
    reports::<Part>(
        r#"{"weight":1,"height":10,"label":"a"}"#,
        "/height must be less than 10",
    );
    refused::<Part>(r#"{"weight":1}"#, "/label", "the property is missing");
}

#[test]
fn a_boolean_bound_alone_says_nothing() {
    use oasmith_cases::c06_exclusive_alone::models::Part;
    reports::<Part>(r#"{"weight":-5,"length":0.1,"width":9}"#, "");
    reports::<Part>(
        r#"{"weight":0,"length":0,"width":9.5}"#,
        "/length must be more than 0; /width must be at most 9",
    );
}

#[test]
fn absent_null_and_value_are_three() {
    for (text, name) in [
        ("{}", Patch::Absent),
        (r#"{"name":null}"#, Patch::Null),
        (r#"{"name":"a"}"#, Patch::Value("a".to_owned())),
    ] {
        let change = Change {
            name,
            ..Change::default()
        };
        assert_eq!(read::<Change>(text), change);
        assert_eq!(written(&change), text);
    }
    same::<Change>(r#"{"name":null,"count":0,"tags":[null,"a"],"plain":""}"#);
    same::<Change>(r#"{"tags":null}"#);
    refused::<Change>(
        r#"{"plain":null}"#,
        "/plain",
        "expected a string, found null",
    );
    reports::<Change>(
        r#"{"name":"sixsix"}"#,
        "/name must have at most 5 characters",
    );
    reports::<Change>(r#"{"name":null}"#, "");
}

#[test]
fn a_required_null_is_sent_and_asked_for() {
    let holder: Holder = read(r#"{"flow":null,"name":null,"extra":null}"#);
    assert_eq!((holder.flow, &holder.name), (None, &None));
    assert_eq!(
        written(&holder),
        r#"{"flow":null,"name":null,"extra":null}"#
    );
    for (text, pointer) in [
        (r#"{"name":null,"extra":null}"#, "/flow"),
        (r#"{"flow":null,"extra":null}"#, "/name"),
        (r#"{"flow":null,"name":null}"#, "/extra"),
    ] {
        refused::<Holder>(text, pointer, "the property is missing");
    }
    reports::<Holder>(
        r#"{"flow":null,"name":"a","extra":1}"#,
        "/name must have at least 2 characters",
    );
}

#[test]
fn what_is_required_and_undeclared_is_any_json() {
    let undeclared: Undeclared = read(r#"{"id":"a","seen":[1]}"#);
    assert_eq!(undeclared.seen, json!([1]));
    same::<Undeclared>(r#"{"id":"a","seen":null}"#);
    refused::<Undeclared>(r#"{"id":"a"}"#, "/seen", "the property is missing");
    same::<Bare>(r#"{"anything":{"a":1}}"#);
    refused::<Bare>("{}", "/anything", "the property is missing");
}

#[test]
fn what_is_required_in_another_branch_is_required() {
    assert_eq!(Branch::new("a"), read(r#"{"name":"a"}"#));
    refused::<Branch>(r#"{"size":1}"#, "/name", "the property is missing");
    assert_eq!(Beside::new(1), read(r#"{"size":1}"#));
    refused::<Beside>(r#"{"name":"a"}"#, "/size", "the property is missing");
    same::<InUnion>(r#"{"kind":"a","a":1}"#);
    same::<InUnion>(r#"{"kind":"b","b":1}"#);
    refused::<InUnion>(r#"{"a":1}"#, "/kind", "the property is missing");
}

#[test]
fn a_nullable_enumeration_takes_null() {
    let lamp: Lamp = read(r#"{"left":null,"right":null,"listed":null,"level":null}"#);
    assert_eq!(
        (&lamp.left, &lamp.right, &lamp.listed),
        (&None, &None, &None)
    );
    assert_eq!(lamp.level, Patch::Null);
    reports::<Lamp>(
        r#"{"left":null,"right":null,"listed":null,"level":null}"#,
        "",
    );
    let lamp: Lamp = read(r#"{"left":"warm","right":"dark","listed":"low","level":2}"#);
    assert_eq!(lamp.left, Some(LampLeft::Warm));
    assert_eq!(lamp.level, Patch::Value(LampLevel::N2));
    same::<Lamp>(r#"{"left":"hot","right":"dark","listed":null,"level":3}"#);
    reports::<Lamp>(
        r#"{"left":"hot","right":null,"listed":null,"level":3}"#,
        "/left must be one of warm, cold; /level must be one of 1, 2",
    );
}

#[test]
fn any_schema_of_a_property_gives_its_direction() {
    let request = AccountRequest::new("secret");
    assert_eq!(written(&request), r#"{"password":"secret"}"#);
    assert!(!format!("{request:?}").contains("secret"));
    same::<Account>(r#"{"id":"a","opened":"2026-01-01"}"#);
    refused::<Account>(
        r#"{"id":"a","password":"b"}"#,
        "/opened",
        "the property is missing",
    );
}

#[test]
fn a_property_is_required_in_its_direction_only() {
    let request = UserRequest::new("Ada", "secret password");
    assert_eq!(
        written(&request),
        r#"{"name":"Ada","password":"secret password"}"#
    );
    refused::<UserRequest>(
        r#"{"id":1,"name":"a"}"#,
        "/password",
        "the property is missing",
    );
    reports::<UserRequest>(
        r#"{"name":"a","password":"short"}"#,
        "/password must have at least 8 characters",
    );
    same::<User>(r#"{"id":1,"name":"a","friends":[{"id":2,"name":"b"}],"team":{"name":"c"}}"#);
    refused::<User>(r#"{"name":"a"}"#, "/id", "the property is missing");
    assert!(!format!("{request:?}").contains("secret"));
}
