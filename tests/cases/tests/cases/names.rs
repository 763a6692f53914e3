//! Names, and which types there are: cases 12, 15, 27, 28, 43, 45.

use oasmith_cases::c12_property_collisions::models::Link;
use oasmith_cases::c15_prelude_names::models as prelude;
use oasmith_cases::c27_hostile::models::EvIl;
use oasmith_cases::c43_nested_naming::models as nested;

use crate::{read, refused, reports, same, written};

#[test]
fn properties_that_look_alike_are_all_kept() {
    same::<Link>(
        r#"{"connectionString":"a","connection_string":"b","@id":"c","id":1,"+1":2,"-1":3,"":true,"type":"d","Type":"e","self":"f","fn":"g"}"#,
    );
    refused::<Link>(
        r#"{"connectionString":"a","@id":"c"}"#,
        "/connection_string",
        "the property is missing",
    );
}

#[test]
fn schemas_may_have_the_names_of_the_standard_library() {
    same::<prelude::Result>(r#"{"value":"none"}"#);
    same::<prelude::Option>(
        r#"{"vec":{"option":{"text":"a"},"items":[{"self":"b","crate":"c","super":"d"}]},"texts":["e"]}"#,
    );
    same::<prelude::Box>(r#"{"box":{"box":{}}}"#);
    same::<prelude::Error>(r#"{"default":{"map":{"a":"b"}}}"#);
    same::<prelude::Some>(r#""some""#);
    same::<prelude::Some>("7");
    same::<prelude::Patch>(r#"{"a":null}"#);
    same::<prelude::Value>(r#"{"a":[1]}"#);
    same::<prelude::BTreeMap>(r#"{"a":1}"#);
    same::<prelude::True>(r#"{"a":"b"}"#);
    reports::<prelude::Validate>(r#"{"a":""}"#, "/a must not be empty");
    let debug: prelude::Debug = read(r#"{"secret":"hidden"}"#);
    assert!(!format!("{debug:?}").contains("hidden"));
}

#[test]
fn hostile_text_is_text() {
    for text in ["x\"); panic!(\"", "\\", "\"#", "\n", "{}", "\u{202e}"] {
        let object = serde_json::json!({"a\"b": text, "x\n": "\"#{}"}).to_string();
        same::<EvIl>(&object);
        reports::<EvIl>(&object, "");
    }
    reports::<EvIl>(
        r#"{"a\"b":"{}","x\n":"","{}":"y"}"#,
        "/x\\n must match ^\"#\\{\\}$",
    );
}

#[test]
fn documented_types_are_types() {
    same::<oasmith_cases::c28_docs::models::Docs>(r#"{"a":"1","b":"2","c":"3","d":"4"}"#);
}

#[test]
fn types_without_a_name_are_named_by_place() {
    let heir = nested::Heir {
        will: Some(nested::HeirWill {
            date: Some("now".to_owned()),
            ..nested::HeirWill::default()
        }),
        tags: Some(vec![nested::PetTagsItem { label: None }]),
        owner: Some(nested::PetOwner2 { name: None }),
        ..nested::Heir::default()
    };
    assert_eq!(
        written(&heir),
        r#"{"owner":{},"tags":[{}],"will":{"date":"now"}}"#
    );
    // The component has the name that the property would have had.
    same::<nested::PetOwner>(r#"{"mine":true}"#);
    let page = nested::ListPetsOk {
        page: Some(nested::ListPetsOkPage { next: None }),
        pets: Some(vec![nested::ListPetsOkPetsItem { name: None }]),
    };
    assert_eq!(written(&page), r#"{"page":{},"pets":[{}]}"#);
    assert_eq!(written(&nested::AddPetBody { name: None }), "{}");
    assert_eq!(written(&nested::AddPetBadRequest { why: None }), "{}");
}

#[test]
fn there_are_the_types_that_are_used_once_each() {
    use oasmith_cases::c45_size::models::Pet;
    same::<Vec<Pet>>(r#"[{"owner":{"name":"a"},"keeper":null,"finder":{}}]"#);
    let models = include_str!("../../src/c45_size/models.rs");
    let types: Vec<&str> = models
        .lines()
        .filter_map(|line| line.strip_prefix("pub struct "))
        .collect();
    assert_eq!(types, ["Pet {", "Owner {"]);
    assert!(!models.contains("serde"), "their wire form is elsewhere");
}
