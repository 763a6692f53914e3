//! Recursion, merging, references, other properties, tuples: cases 17, 23 to 25, 36, 41.

use oasmith_cases::c17_recursion::models::{Expression, Heir, Left, Loop, Node, Sum, Tree};
use oasmith_cases::c23_merging::models as merging;
use oasmith_cases::c24_single_all_of::models as single;
use oasmith_cases::c25_reference_siblings_30::models as siblings_30;
use oasmith_cases::c25_reference_siblings_31::models as siblings_31;
use oasmith_cases::c36_other_properties::models as other;
use oasmith_cases::c41_boolean_schemas::models as boolean;
use oasmith_cases::support::codec::to_json;
use oasmith_cases::support::patch::Patch;

use crate::{read, refused, reports, same, written};

#[test]
fn types_may_contain_themselves() {
    let mut node = Node::new(2);
    node.back = Patch::Value(Box::new(Node::new(1)));
    assert_eq!(written(&node), r#"{"value":2,"back":{"value":1}}"#);
    same::<Node>(r#"{"value":1,"next":{"value":2,"next":{"value":3}},"back":null}"#);
    reports::<Node>(
        r#"{"value":1,"next":{"value":2,"next":{"value":-3}}}"#,
        "/next/next/value must be at least 0",
    );
    same::<Tree>(r#"{"children":[{"children":[]}],"named":{"a":{"leaf":"b"}}}"#);
    reports::<Tree>(
        r#"{"children":[{"named":{"a":{"leaf":"long"}}}]}"#,
        "/children/0/named/a/leaf must have at most 3 characters",
    );
    same::<Left>(r#"{"right":{"left":{"right":{}}}}"#);
    // References that lead only to each other are reported, and say nothing of the value.
    same::<Loop>(r#"{"a":[1]}"#);
    same::<Heir>(r#"{"value":1,"parent":{"value":2}}"#);
}

#[test]
fn unions_may_contain_themselves() {
    let Expression::Sum(sum) = read(r#"{"left":1,"right":{"left":2,"right":[3,[]]}}"#) else {
        panic!("it is a sum")
    };
    assert_eq!(*sum.left, Expression::Integer(1));
    same::<Expression>(r#"{"left":1,"right":{"left":2,"right":[3,[]]}}"#);
    refused::<Sum>(
        r#"{"left":1,"right":{"left":2}}"#,
        "/right/right",
        "the property is missing",
    );
}

#[test]
fn merged_bounds_are_the_narrower_ones() {
    refused::<merging::OnlyRequired>("{}", "/name", "the property is missing");
    reports::<merging::Both>(
        r#"{"name":"abz","size":9,"note":"ab"}"#,
        "/name must have at least 4 characters; /size must be at least 10; /note must have at most 1 character",
    );
    reports::<merging::Both>(
        r#"{"name":"abcdefghijklz"}"#,
        "/name must have at most 10 characters",
    );
    reports::<merging::Both>(
        r#"{"name":"baby"}"#,
        "/name must match ^a; /name must match z$",
    );
    reports::<merging::Both>(r#"{"name":"abyz","size":100,"note":""}"#, "");
    same::<merging::OnlyNullable>(r#"{"base":null}"#);
    same::<merging::OnlyNullable>(r#"{"base":{"size":1}}"#);
    reports::<merging::Fewer>(r#""a""#, "the value must be one of b, c");
    reports::<merging::Fewer>(r#""c""#, "");
    let narrower: merging::Narrower = read("2.0");
    assert_eq!(narrower.0, 2_i64);
}

#[test]
fn what_contradicts_itself_has_no_value() {
    same::<merging::NeverThere>(r#"{"there":"a"}"#);
    refused::<merging::NeverThere>(r#"{"never":"a"}"#, "/never", "no value is allowed here");
    refused::<merging::Never>("1", "", "no value is allowed here");
    refused::<merging::NoneLeft>(r#""a""#, "", "no value is allowed here");
}

#[test]
fn one_reference_is_that_type_and_what_annotates_makes_no_other() {
    let owner = single::Owner {
        name: "Ada".to_owned(),
    };
    let mut pet = single::Pet::new(
        owner.clone(),
        None,
        single::Shade::Dark,
        Some(owner.clone()),
    );
    pet.third = Some(owner.clone());
    // A component that is another name is one in Rust as well.
    let renamed: single::Renamed = owner;
    pet.any = Some(renamed);
    pet.one = Some(single::Shade::Light);
    assert_eq!(
        written(&pet),
        r#"{"first":{"name":"Ada"},"second":null,"third":{"name":"Ada"},"shade":"dark","any":{"name":"Ada"},"one":"light","noted":{"name":"Ada"}}"#
    );
    pet.key = Some("secret".to_owned().into());
    assert!(!format!("{pet:?}").contains("secret"));
    let base: merging::Base = read("{}");
    assert_eq!(
        merging::OnlyNullable { base: Some(base) },
        read(r#"{"base":{}}"#)
    );
}

#[test]
fn siblings_of_a_reference_count_in_31_only() {
    reports::<siblings_30::Pet>(r#"{"name":"abcde","owner":{}}"#, "");
    reports::<siblings_30::Pet>(r#"{"name":"a"}"#, "/name must have at least 2 characters");
    reports::<siblings_31::Pet>(
        r#"{"name":"abcde"}"#,
        "/name must have at most 4 characters",
    );
    reports::<siblings_31::Pet>(r#"{"name":"a"}"#, "/name must have at least 2 characters");
    refused::<siblings_31::Pet>(
        r#"{"name":"abc","owner":{}}"#,
        "/owner/name",
        "the property is missing",
    );
}

#[test]
fn descriptions_beside_a_reference_are_kept() {
    for models in [
        include_str!("../../src/c25_reference_siblings_30/models.rs"),
        include_str!("../../src/c25_reference_siblings_31/models.rs"),
    ] {
        assert!(models.contains("/// What it is called.\n"));
        assert!(models.contains("/// Who feeds it.\n"));
    }
}

#[test]
fn other_properties_are_refused_or_kept_as_stated() {
    refused::<other::Closed>(r#"{"a":"b","c":1}"#, "/c", "the property is not allowed");
    same::<other::Typed>(r#"{"a":"b","c":1,"d":2}"#);
    refused::<other::Typed>(
        r#"{"c":"x"}"#,
        "/c",
        "expected an integer of 64 bits, found a string",
    );
    reports::<other::Typed>(r#"{"c":-1}"#, "/c must be at least 0");
    same::<other::Kept>(r#"{"a":"b","c":[null]}"#);
    same::<other::True>(r#"{"a":"b","c":[null]}"#);
    crate::becomes::<other::Absent>(r#"{"a":"b","c":1}"#, r#"{"a":"b"}"#);
    same::<other::Map>(r#"{"x":"y"}"#);
    refused::<other::Map>(r#"{"x/y":1}"#, "/x~1y", "expected a string, found a number");
    same::<other::Free>(r#"{"x":1}"#);
}

#[test]
fn closed_objects_close_the_branches_they_stand_beside() {
    // `additionalProperties` does not see into `allOf`; `unevaluatedProperties` does.
    refused::<other::Unevaluated>(r#"{"a":"x","c":1}"#, "/c", "the property is not allowed");
    same::<other::Unevaluated>(r#"{"a":"x","b":"y"}"#);
    refused::<other::ClosedBranch>(r#"{"a":"x","c":1}"#, "/c", "the property is not allowed");
    same::<other::ClosedBranch>(r#"{"a":"x","b":"y"}"#);
    refused::<other::ClosedAll>(r#"{"b":"x","c":1}"#, "/c", "the property is not allowed");
    same::<other::ClosedAll>(r#"{"b":"y"}"#);
}

#[test]
fn properties_may_be_typed_by_pattern() {
    same::<other::Patterned>(r#"{"x-a":"b","n-c":1}"#);
    refused::<other::Patterned>(r#"{"x-a":1}"#, "/x-a", "expected a string, found a number");
    refused::<other::Patterned>(r#"{"other":1}"#, "/other", "the property is not allowed");
    same::<other::PatternedToo>(r#"{"a":"b","x-c":"d"}"#);
    reports::<other::PatternedToo>(r#"{"x-c":"long"}"#, "/x-c must have at most 2 characters");
}

#[test]
fn schemas_may_be_true_or_false() {
    same::<boolean::Holder>(
        r#"{"yes":null,"untyped":[1],"list":[null,"a"],"open":[{}],"never":[],"map":{"a":1}}"#,
    );
    refused::<boolean::Holder>(r#"{"no":null}"#, "/no", "no value is allowed here");
    refused::<boolean::Holder>(r#"{"never":[1]}"#, "/never/0", "no value is allowed here");
    refused::<boolean::Nothing>("{}", "", "no value is allowed here");
}

#[test]
fn tuples_have_types_by_place() {
    let pair: boolean::Pair = read(r#"["a",null]"#);
    assert_eq!(pair, ("a".to_owned(), None));
    same::<boolean::Pair>(r#"["a",1]"#);
    refused::<boolean::Pair>(
        r#"["a","b"]"#,
        "/1",
        "expected an integer of 64 bits, found a string",
    );
    refused::<boolean::Pair>(r#"["a"]"#, "/1", "the item is missing");
    refused::<boolean::Pair>(r#"["a",1,2]"#, "/2", "no item is allowed here");
    for text in ["[]", r#"["a"]"#, r#"["a",null]"#, r#"["a",null,1,2]"#] {
        same::<boolean::Longer>(text);
    }
    for (text, violations) in [
        ("[9]", ""),
        ("[9,1,2,3]", ""),
        ("[9,1,9]", "the value must have unique items"),
        ("[9,1,2,3,4]", "the value must have at most 4 items"),
        (
            "[1,2]",
            "the value must have at least 1 item that matches `contains`, and has 0",
        ),
    ] {
        reports::<boolean::Limited>(text, violations);
    }
    for (text, violations) in [
        (r#"{"mark":"a-b","twins":[1,2]}"#, ""),
        (r#"{"mark":"a+b="}"#, "/mark must have the format base64url"),
        (r#"{"twins":[1,1]}"#, "/twins must have unique items"),
    ] {
        reports::<boolean::Marks>(text, violations);
    }
    let gap = boolean::Strict {
        item1: None,
        item2: Some(true),
    };
    let fault = to_json(&gap).expect_err("nothing stands for what is missing");
    assert_eq!(fault.message, "an item before the last one is missing");
    same::<boolean::Strict>(r#"["a",true]"#);
    refused::<boolean::Strict>(r#"["a",true,1]"#, "/2", "no item is allowed here");
}

#[test]
fn rules_are_about_every_part_of_a_value() {
    for (text, violations) in [
        (
            r#"{"a":[1,"b"],"x-c":1,"d":true}"#,
            "/it must not match the schema of `not`",
        ),
        (
            r#"{"a":[1],"b":true,"c":true}"#,
            "/it must not match the schema of `not`",
        ),
        (r#"{"a":[2,"b"]}"#, ""),
        (r#"{"a":[1,2]}"#, ""),
        (r#"{"a":[1],"x-c":"d"}"#, ""),
        (r#"{"a":[1],"d":1}"#, ""),
        (r#"{"a":[1],"b":true}"#, ""),
        (r#"{"d":true}"#, ""),
    ] {
        let text = format!(r#"{{"it":{text}}}"#);
        reports::<other::Ruled>(&text, violations);
    }
}
