//! The types, their constraints and serde, without the client and the server.
#![allow(clippy::unwrap_used)]

use authentik_stages::models::{
    FlowDesignation, IdentificationStage, PatchedIdentificationStageRequest, UserField,
};
use authentik_stages::support::violations::Limit;
use authentik_stages::{Patch, Validate};
use downstream_types::{Form, FormError, apply};
use serde_json::json;
use uuid::Uuid;

const FLOW: Uuid = Uuid::from_u128(0x3fa85f64_5717_4562_b3fc_2c963f66afa6);

fn form(name: &str, user_fields: &str, enrollment_flow: &str) -> Form {
    Form {
        name: Some(name.to_owned()),
        user_fields: Some(user_fields.to_owned()),
        enrollment_flow: Some(enrollment_flow.to_owned()),
    }
}

#[test]
fn forms_become_json() {
    for (form, expected) in [
        (Form::default(), "{}".to_owned()),
        (
            form("a", "email upn", &FLOW.to_string()),
            format!(r#"{{"name":"a","user_fields":["email","upn"],"enrollment_flow":"{FLOW}"}}"#),
        ),
        (
            form("a", "", ""),
            r#"{"name":"a","user_fields":[],"enrollment_flow":null}"#.to_owned(),
        ),
    ] {
        let request = form.into_request().unwrap();
        let text = serde_json::to_string(&request).unwrap();
        assert_eq!(text, expected);
        let again: PatchedIdentificationStageRequest = serde_json::from_str(&text).unwrap();
        assert_eq!(again, request);
    }
}

#[test]
fn forms_are_checked() {
    let FormError::Invalid(violations) =
        form("", "email shoe_size", "").into_request().unwrap_err()
    else {
        panic!("the flow is fine");
    };
    let found: Vec<_> = violations
        .list
        .iter()
        .map(|it| (it.pointer.as_str(), it.keyword))
        .collect();
    assert_eq!(found, [("/name", "minLength"), ("/user_fields/1", "enum")]);
    assert_eq!(
        violations.list.last().unwrap().limit,
        Limit::Values(UserField::VALUES)
    );
    assert!(matches!(
        form("a", "", "no UUID").into_request(),
        Err(FormError::Flow(_))
    ));
}

#[test]
fn requests_change_stages() {
    let mut stage = IdentificationStage::new(FLOW, "old", "component", "one", "many", "model");
    stage.enrollment_flow = FLOW.into();
    let request = PatchedIdentificationStageRequest {
        enrollment_flow: Patch::Null,
        ..PatchedIdentificationStageRequest::default()
    };
    apply(&mut stage, request);
    assert_eq!(
        (stage.name.as_str(), &stage.enrollment_flow),
        ("old", &Patch::Null)
    );
    apply(&mut stage, form("new", "upn", "").into_request().unwrap());
    assert_eq!(stage.name, "new");
    assert_eq!(stage.user_fields.as_deref(), Some(&[UserField::Upn][..]));
    stage.validate().unwrap();
}

/// Through the ways that serde_json has beside texts.
#[test]
fn values_bytes_and_readers() {
    let value = json!({ "name": "a", "enrollment_flow": null, "sources": [FLOW.to_string()] });
    let expected = PatchedIdentificationStageRequest {
        name: Some("a".to_owned()),
        enrollment_flow: Patch::Null,
        sources: Some(vec![FLOW]),
        ..PatchedIdentificationStageRequest::default()
    };
    let text = value.to_string();
    let read: PatchedIdentificationStageRequest = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(read, expected);
    let read: PatchedIdentificationStageRequest = serde_json::from_slice(text.as_bytes()).unwrap();
    assert_eq!(read, expected);
    let read: PatchedIdentificationStageRequest = serde_json::from_reader(text.as_bytes()).unwrap();
    assert_eq!(read, expected);
    assert_eq!(serde_json::to_value(&expected).unwrap(), value);

    let nested: Vec<Option<PatchedIdentificationStageRequest>> =
        serde_json::from_value(json!([value, null])).unwrap();
    assert_eq!(nested, [Some(expected), None]);
}

#[test]
fn faults_say_where() {
    for (input, message) in [
        (
            r#"{"name":1}"#,
            "expected a string, found a number at /name",
        ),
        (
            r#"{"sources":["x"]}"#,
            "expected a UUID, found another string at /sources/0",
        ),
        (
            r#"{"flow_set":[{}]}"#,
            "the property is missing at /flow_set/0/name",
        ),
    ] {
        let error = serde_json::from_str::<PatchedIdentificationStageRequest>(input).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        let value: serde_json::Value = serde_json::from_str(input).unwrap();
        let error = serde_json::from_value::<PatchedIdentificationStageRequest>(value).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

/// A value that a newer server knows is kept, and told apart.
#[test]
fn unknown_values_survive() {
    let read: FlowDesignation = serde_json::from_str("\"teleportation\"").unwrap();
    assert_eq!(read, FlowDesignation::Unknown("teleportation".to_owned()));
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"teleportation\"");
    assert!(read.validate().is_err());
}
