//! Unions, discriminators and enumerations: cases 11, 18 to 22.

use oasmith_cases::c11_enum_collisions::models::{
    Mixed, Number, Order, Reaction, Sort, Unknown, Version,
};
use oasmith_cases::c18_unions_without_tag::models::{
    Any, ByConstant, ByConstantDogKind, ByProperty, ByType, Overlapping,
};
use oasmith_cases::c19_discriminator::models::{
    ByName, Cat, Dog, Eel, FastApi, Mapped, Ray, Undeclared,
};
use oasmith_cases::c20_inheritance::models::{Home, Limit, Pet};
use oasmith_cases::c21_open_enum::models::{Model, Run, RunShort};
use oasmith_cases::c22_titled_integers::models::{Channel, Message, Style};
use oasmith_cases::support::patch::Patch;

use crate::{becomes, read, refused, reports, same, written};

#[test]
fn values_that_look_alike_stay_apart() {
    for (text, order) in [
        (r#""ASC""#, Order::Asc),
        (r#""asc""#, Order::Asc2),
        (r#""Desc""#, Order::Desc),
        (r#""desc""#, Order::Desc2),
    ] {
        assert_eq!(read::<Order>(text), order);
        assert_eq!(written(&order), text);
    }
    for text in ["created_at", "-created_at", "+created_at", "created-at"] {
        let text = format!("{text:?}");
        assert!(!matches!(read(&text), Sort::Unknown(_)), "{text}");
        same::<Sort>(&text);
    }
    for text in ["", "+1", "-1", "*", "**", " ", "heart"] {
        let text = format!("{text:?}");
        assert!(!matches!(read(&text), Reaction::Unknown(_)), "{text}");
        same::<Reaction>(&text);
    }
    assert_eq!(read::<Reaction>(r#""""#), Reaction::Empty);
    for text in [r#""1.0""#, r#""10""#, r#""1_0""#] {
        assert!(!matches!(read(text), Version::Unknown(_)), "{text}");
        same::<Version>(text);
    }
}

#[test]
fn a_value_named_unknown_is_not_an_unknown_value() {
    assert_eq!(read::<Unknown>(r#""Unknown""#), Unknown::Unknown2);
    assert_eq!(
        read::<Unknown>(r#""other""#),
        Unknown::Unknown("other".to_owned())
    );
    same::<Unknown>(r#""Self""#);
    same::<Unknown>(r#""self""#);
    reports::<Unknown>(
        r#""other""#,
        "the value must be one of Unknown, unknown, Self, self",
    );
}

#[test]
fn numbers_are_values_too() {
    assert_eq!(read::<Number>("-1"), Number::Minus1);
    assert_eq!(read::<Number>("2.0"), Number::N2);
    assert_eq!(read::<Number>("3"), Number::Unknown(3));
    refused::<Number>(
        "\"1\"",
        "",
        "expected a whole number that is listed, found a string",
    );
    for text in ["1", "\"1\"", "true"] {
        assert!(!matches!(read(text), Mixed::Unknown(_)), "{text}");
        same::<Mixed>(text);
    }
    assert_eq!(read::<Option<Mixed>>("null"), None);
}

#[test]
fn a_constant_tells_arms_apart() {
    same::<ByConstant>(r#"{"kind":"cat","lives":9}"#);
    let ByConstant::Dog(dog) = read(r#"{"kind":"wolf","barks":false}"#) else {
        panic!("it is a dog")
    };
    assert_eq!(dog.kind, ByConstantDogKind::Wolf);
    same::<ByConstant>(r#"{"kind":"wolf","barks":false}"#);
    same::<ByConstant>(r#"{"kind":"cow"}"#);
    reports::<ByConstant>(r#"{"kind":"cow"}"#, "/kind must be one of cat, dog, wolf");
    refused::<ByConstant>("{}", "/kind", "the property is missing");
}

#[test]
fn a_required_property_tells_arms_apart() {
    assert!(matches!(
        read(r#"{"id":"a","radius":1}"#),
        ByProperty::Object(_)
    ));
    assert!(matches!(
        read(r#"{"id":"a","side":1}"#),
        ByProperty::Object2(_)
    ));
    reports::<ByProperty>(r#"{"id":"a","side":1}"#, "");
}

#[test]
fn what_fits_no_arm_is_told_arm_by_arm() {
    refused::<ByProperty>(
        r#"{"id":"a"}"#,
        "",
        "the value matches none of the variants; not Object: the property is missing below /radius; not Object2: the property is missing below /side",
    );
    refused::<ByProperty>("1", "", "expected an object, found a number");
    refused::<ByType>(
        "true",
        "",
        "expected a string or a number or an array or an object, found a boolean",
    );
}

#[test]
fn a_type_tells_arms_apart() {
    for text in [r#""abc""#, "1", r#"["a"]"#, r#"{"a":"b"}"#] {
        same::<ByType>(text);
        reports::<ByType>(text, "");
    }
    reports::<ByType>(r#""abcd""#, "the value must have at most 3 characters");
    refused::<ByType>("[1]", "/0", "expected a string, found a number");
}

#[test]
fn overlapping_arms_fit_once_only() {
    assert!(matches!(
        read(r#"{"name":"abc","size":1}"#),
        Overlapping::Object(_)
    ));
    same::<Overlapping>(r#"{"name":"ab","size":1}"#);
    // The second arm wants three characters.
    reports::<Overlapping>(r#"{"name":"ab"}"#, "");
    reports::<Overlapping>(
        r#"{"name":"abc"}"#,
        "the value must match exactly one of Object, Object2, and matches 2",
    );
    // The first takes any `tags`, so that the second is never alone.
    same::<Overlapping>(r#"{"name":"abc","tags":["a"]}"#);
    same::<Any>(r#"{"a":"x"}"#);
    same::<Any>(r#"{"b":"x"}"#);
}

#[test]
fn a_discriminator_is_kept_and_sent_once() {
    for text in [
        r#"{"kind":"tom","lives":1}"#,
        r#"{"kind":"felix","lives":1}"#,
    ] {
        assert!(matches!(read(text), Mapped::Cat(_)));
        same::<Mapped>(text);
    }
    assert!(matches!(read(r#"{"kind":"rex"}"#), Mapped::Dog(_)));
    let Mapped::Cat(cat) = read(r#"{"lives":2,"kind":"felix"}"#) else {
        panic!("it is a cat")
    };
    assert_eq!(
        cat,
        Cat {
            kind: "felix".to_owned(),
            lives: 2
        }
    );
    reports::<Mapped>(r#"{"kind":"tom","lives":0}"#, "/lives must be at least 1");
    // What a later version of a service sends is kept, and is a violation.
    same::<Mapped>(r#"{"kind":"Cat","lives":1}"#);
    reports::<Mapped>(
        r#"{"kind":"Cat","lives":1}"#,
        "/kind must be one of tom, felix, rex",
    );
    refused::<Mapped>(
        r#"{"kind":1}"#,
        "/kind",
        "expected a string, found a number",
    );
    refused::<Mapped>(r#"{"lives":1}"#, "/kind", "the property is missing");
}

#[test]
fn without_a_mapping_names_of_schemas_count() {
    assert!(matches!(read(r#"{"kind":"Dog"}"#), ByName::Dog(_)));
    assert_eq!(
        read::<ByName>(r#"{"kind":"Cat","lives":3}"#),
        ByName::Cat(Cat {
            kind: "Cat".to_owned(),
            lives: 3
        })
    );
    same::<ByName>(r#"{"kind":"Eel","volts":3}"#);
}

#[test]
fn an_arm_sends_its_tag_though_it_need_not_have_it() {
    let eel = Eel {
        kind: None,
        volts: Some(3),
    };
    assert_eq!(written(&FastApi::Eel(eel)), r#"{"volts":3,"kind":"Eel"}"#);
    let ray = Ray {
        kind: None,
        span: None,
    };
    assert_eq!(written(&FastApi::Ray(ray)), r#"{"kind":"ray"}"#);
    becomes::<FastApi>(r#"{"volts":3}"#, r#"{"volts":3,"kind":"Eel"}"#);
    same::<FastApi>(r#"{"kind":"ray","span":1.5}"#);
    becomes::<Undeclared>(r#"{"tail":1,"kind":"Fox"}"#, r#"{"kind":"Fox","tail":1}"#);
    same::<Undeclared>(r#"{"kind":"Dog","barks":true}"#);
    assert_eq!(
        written(&Undeclared::Dog(Dog::new("Dog"))),
        r#"{"kind":"Dog"}"#
    );
}

#[test]
fn a_base_is_one_of_its_heirs() {
    let home: Home = read(r#"{"pet":{"kind":"cat","name":"Tom","lives":9}}"#);
    assert!(matches!(&home.pet, Pet::Cat(cat) if cat.lives == 9));
    same::<Home>(
        r#"{"pet":{"kind":"dog","name":"Rex","barks":true},"cat":{"kind":"cat","name":"a","lives":1}}"#,
    );
    for kind in ["fish", "Cat", ""] {
        same::<Home>(&format!(r#"{{"pet":{{"kind":"{kind}","name":"Wanda"}}}}"#));
    }
    reports::<Home>(
        r#"{"pet":{"kind":"dog","name":""}}"#,
        "/pet/name must not be empty",
    );
    refused::<Home>(
        r#"{"pet":{"kind":"cat","name":"Tom"}}"#,
        "/pet/lives",
        "the property is missing",
    );
}

#[test]
fn an_open_enumeration_takes_any_text() {
    let run: Run = read(r#"{"model":"small","other":"three","none":null}"#);
    assert_eq!((&run.model, &run.none), (&Model::Small, &Patch::Null));
    assert_eq!(read::<Model>(r#""new""#), Model::Other("new".to_owned()));
    same::<Run>(r#"{"model":"new","other":"one","none":"x","short":"large"}"#);
    reports::<Run>(
        r#"{"model":"new","other":"three","none":"z","short":"abc"}"#,
        "",
    );
    assert!(matches!(read::<RunShort>(r#""abc""#), RunShort::String(_)));
}

#[test]
fn titles_name_constants() {
    let message: Message = read(r#"{"channel":5,"flags":-1,"styles":["danger"]}"#);
    assert_eq!(message.channel, Channel::GuildNews);
    #[expect(deprecated)]
    let flags = message.flags;
    #[expect(deprecated)]
    let never = oasmith_cases::c22_titled_integers::models::MessageFlags::Never;
    assert_eq!(flags, Some(never));
    assert_eq!(message.styles, Some(vec![Style::Red]));
    same::<Message>(r#"{"channel":7,"styles":["primary"]}"#);
    reports::<Message>(r#"{"channel":7}"#, "/channel must be one of 0, 1, 5");
}

#[test]
fn an_heir_without_a_value_of_its_own_is_told_by_what_it_holds() {
    for (text, is_weekly) in [
        (r#"{"type":"daily","seconds":1}"#, false),
        (r#"{"type":"weekly","seconds":1,"day":2}"#, true),
    ] {
        same::<Limit>(text);
        assert_eq!(matches!(read(text), Limit::WeeklyLimit(_)), is_weekly);
    }
}
