//! Schemas with several unions: case 73.

use oasmith_cases::c73_several_unions::models::{Listed, Loose, Open, Twice};

use crate::{refused, reports, same};

#[test]
fn each_union_counts_for_what_a_variant_allows() {
    for text in [
        r#"{"kind":"z"}"#,
        r#"{"kind":"c"}"#,
        r#"{"y":"a","kind":"z"}"#,
    ] {
        same::<Open>(text);
        reports::<Open>(text, "");
    }
    let message = "the value must match exactly one of Object, Union, and matches 2";
    reports::<Open>(r#"{"kind":"w"}"#, message);
}

#[test]
fn one_of_several_unions_lists_the_values() {
    for text in [
        r#"{"kind":"w"}"#,
        r#"{"kind":"c","x":1}"#,
        r#"{"kind":"d","y":1}"#,
    ] {
        same::<Listed>(text);
        reports::<Listed>(text, "");
    }
}

#[test]
fn null_that_matches_twice_is_a_violation() {
    for text in ["1", "\"a\"", "[true]"] {
        same::<Loose>(text);
        reports::<Loose>(text, "");
    }
    let message = "the value must match exactly one of the subschemas, and matches 2";
    reports::<Loose>("null", message);
    reports::<Twice>("\"a\"", "");
    reports::<Twice>("1", "");
    refused::<Twice>("null", "", "expected a string or a number, found null");
}
