//! Keywords whose subschemas no value gets to: case 77.

use oasmith_cases::c77_keywords_without_values::models::{Beside, Closed, Row};
use oasmith_cases::support::codec::{Wire, from_json};
use oasmith_cases::support::violations::Validate;

fn holds<T: Wire + Validate>(json: &str) -> bool {
    from_json::<T>(json.as_bytes()).is_ok_and(|value| value.validate().is_ok())
}

#[test]
fn keywords_of_another_json_type_restrict_nothing() {
    assert!(holds::<Beside>(r#"{"a":1}"#));
    assert!(!holds::<Beside>("[1]"));
    assert!(holds::<Row>(r#"["a",0]"#));
    assert!(!holds::<Row>(r#"["a","b"]"#));
}

#[test]
fn properties_that_one_schema_forbids_need_no_other() {
    assert!(holds::<Closed>(r#"{"a":5,"b":"x"}"#));
    assert!(!holds::<Closed>(r#"{"a":6}"#));
    assert!(!holds::<Closed>(r#"{"c":0.5}"#));
}
