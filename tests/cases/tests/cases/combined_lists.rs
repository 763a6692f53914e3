//! Listed values beside applicators, several formats, and formats and encodings inside rules.

use oasmith_cases::c54_combined_lists::models::{Beside, Formats, InPart, Nothing, Numbers, Rules};
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::violations::Validate;

use crate::reports;

fn holds<T: Wire + Validate>(json: &str) -> bool {
    from_json::<T>(json.as_bytes()).is_ok_and(|value| value.validate().is_ok())
}

#[test]
fn applicators_select_listed_values() {
    assert!(holds::<Beside>(r#""b""#) && !holds::<Beside>(r#""a""#));
    assert!(holds::<InPart>(r#""a""#) && !holds::<InPart>(r#""b""#));
    assert!(holds::<Numbers>("1") && holds::<Numbers>("2") && !holds::<Numbers>("3"));
    assert!(!holds::<Nothing>(r#""a""#));
}

#[test]
fn every_format_of_a_text_is_checked() {
    reports::<Formats>(r#""a:b""#, "");
    reports::<Formats>(r#""a:é""#, "the value must have the format uri");
    reports::<Formats>(
        r#""é""#,
        "the value must have the format iri; the value must have the format uri",
    );
}

#[test]
fn rules_know_the_ranges_of_formats_and_encodings() {
    let refused = [r#"{"range":7}"#, r#"{"encoded":"aGk="}"#];
    assert!(refused.iter().all(|json| !holds::<Rules>(json)));
    let taken = [
        r#"{"range":3000000000}"#,
        r#"{"range":7.5}"#,
        r#"{"encoded":"a"}"#,
    ];
    assert!(taken.iter().all(|json| holds::<Rules>(json)));
}
