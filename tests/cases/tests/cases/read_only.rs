//! Requests without the property that tells variants apart: case 78.

use oasmith_cases::c78_read_only_constants::models::{Method, MethodRequest};
use oasmith_cases::support::codec::{from_json, to_json};
use oasmith_cases::support::violations::Validate;

#[test]
fn a_request_need_not_say_what_is_read_only() {
    for text in [r#"{"address":"a"}"#, r#"{"type":"phone","address":"a"}"#] {
        let value: MethodRequest = from_json(text.as_bytes()).expect("it is a method");
        assert!(value.validate().is_ok(), "{text}");
    }
    assert!(matches!(
        from_json(br#"{"type":"phone","address":"a"}"#),
        Ok(MethodRequest::Phone(_))
    ));
}

#[test]
fn a_response_has_to_say_it() {
    assert!(from_json::<Method>(br#"{"address":"a"}"#).is_err());
    let method: Method = from_json(br#"{"type":"phone","address":"a"}"#).expect("it is a method");
    assert!(matches!(method, Method::Phone(_)));
    assert_eq!(
        to_json(&method),
        Ok(br#"{"type":"phone","address":"a"}"#.to_vec())
    );
}
