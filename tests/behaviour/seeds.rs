//! The examples of the three pages that started the project, as they stand there, decode and encode
//! to the same text.

use std::fmt::Debug;

use authentik_stages::Validate;
use authentik_stages::models::{
    AuthenticatorDuoStage, AuthenticatorSmsStage, GenericError, IdentificationStage,
    ValidationError,
};
use authentik_stages::support::codec::{Wire, from_json, to_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Decodes, validates and encodes an example, in both ways there are.
fn check<T>(example: &str)
where
    T: Wire + Validate + DeserializeOwned + Serialize + PartialEq + Debug,
{
    // No string of the examples holds a space.
    let compact: String = example.split_whitespace().collect();

    let value: T = serde_json::from_str(example).unwrap();
    value.validate().unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), compact);
    assert_eq!(
        serde_json::to_value(&value).unwrap(),
        serde_json::from_str::<Value>(example).unwrap()
    );

    let through_codec: T = from_json(example.as_bytes()).unwrap();
    assert_eq!(through_codec, value);
    assert_eq!(to_json(&value).unwrap(), compact.as_bytes());
}

#[test]
fn duo() {
    check::<AuthenticatorDuoStage>(DUO);
}

#[test]
fn sms() {
    check::<AuthenticatorSmsStage>(SMS);
}

#[test]
fn identification() {
    check::<IdentificationStage>(IDENTIFICATION);
}

#[test]
fn errors() {
    check::<ValidationError>(VALIDATION_ERROR);
    check::<GenericError>(GENERIC_ERROR);
}

const DUO: &str = r#"{
"pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"name": "string",
"component": "string",
"verbose_name": "string",
"verbose_name_plural": "string",
"meta_model_name": "string",
"flow_set": [
{
"pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"policybindingmodel_ptr_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"name": "string",
"slug": "string",
"title": "string",
"background": "string",
"policy_engine_mode": "all",
"compatibility_mode": true,
"export_url": "string",
"layout": "stacked"
}
],
"configure_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"friendly_name": "string",
"client_id": "string",
"api_hostname": "string",
"admin_integration_key": "string"
}"#;

const SMS: &str = r#"{
"pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"name": "string",
"component": "string",
"verbose_name": "string",
"verbose_name_plural": "string",
"meta_model_name": "string",
"flow_set": [
{
"pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"policybindingmodel_ptr_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"name": "string",
"slug": "string",
"title": "string",
"background": "string",
"policy_engine_mode": "all",
"compatibility_mode": true,
"export_url": "string",
"layout": "stacked"
}
],
"configure_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"friendly_name": "string",
"provider": "twilio",
"from_number": "string",
"account_sid": "string",
"auth": "string",
"auth_password": "string",
"auth_type": "basic",
"verify_only": true,
"mapping": "3fa85f64-5717-4562-b3fc-2c963f66afa6"
}"#;

const IDENTIFICATION: &str = r#"{
"pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"name": "string",
"component": "string",
"verbose_name": "string",
"verbose_name_plural": "string",
"meta_model_name": "string",
"flow_set": [
{
"pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"policybindingmodel_ptr_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"name": "string",
"slug": "string",
"title": "string",
"designation": "authentication",
"background": "string",
"policy_engine_mode": "all",
"compatibility_mode": true,
"export_url": "string",
"layout": "stacked",
"denied_action": "message_continue"
}
],
"user_fields": [
"email"
],
"password_stage": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"case_insensitive_matching": true,
"show_matched_user": true,
"enrollment_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"recovery_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"passwordless_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
"sources": [
"3fa85f64-5717-4562-b3fc-2c963f66afa6"
],
"show_source_labels": true,
"pretend_user_exists": true
}"#;

const VALIDATION_ERROR: &str = r#"{
"non_field_errors": [
"string"
],
"code": "string"
}"#;

const GENERIC_ERROR: &str = r#"{
"detail": "string",
"code": "string"
}"#;
