//! `oneOf` with many variants, where the properties of a value rule out all but one: case 74.

use oasmith_cases::c74_many_variants::models::{Setting, Shape};

use crate::{read, reports, same};

#[test]
fn each_of_many_variants_is_told_from_the_others() {
    for number in 1..=66 {
        let text = format!(r#"{{"note":"n","s{number:02}":1}}"#);
        same::<Setting>(&text);
        reports::<Setting>(&text, "");
    }
    assert!(matches!(read(r#"{"s64":1}"#), Setting::S64(_)));
    assert!(matches!(read(r#"{"s66":1}"#), Setting::S66(_)));
}

#[test]
fn a_value_of_all_variants_is_one_too_many() {
    let first = read::<Setting>(r#"{"note":"n"}"#);
    assert!(matches!(first, Setting::S01(_)));
    let names: Vec<String> = (1..=66).map(|number| format!("S{number:02}")).collect();
    let message = format!(
        "the value must match exactly one of {}, and matches 66",
        names.join(", ")
    );
    reports::<Setting>(r#"{"note":"n"}"#, &message);
}

#[test]
fn what_is_required_tells_where_no_property_is_rejected() {
    reports::<Shape>(r#"{"x":1}"#, "");
    reports::<Shape>(r#"{"start":1,"end":2}"#, "");
    reports::<Shape>(r#"{"name":"n"}"#, "");
    let both = "the value must match exactly one of Point, Line, Named, and matches 2";
    reports::<Shape>(r#"{"x":1,"name":"n"}"#, both);
    reports::<Shape>(r#"{"start":1,"end":2,"x":3}"#, both);
}
