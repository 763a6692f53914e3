//! The three states of every nullable property, as bytes: absent, `null`, a value.

use std::fmt::Debug;

use authentik_stages::Patch;
use authentik_stages::models::{
    PatchedAuthenticatorDuoStageRequest as DuoRequest,
    PatchedAuthenticatorSmsStageRequest as SmsRequest,
    PatchedIdentificationStageRequest as IdentificationRequest,
};
use authentik_stages::support::codec::{Wire, from_json, to_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::stages::{ID, duo_stage, identification_stage, sms_stage};

/// Checks that a value has these bytes, and that these bytes are the value.
fn check<T>(value: &T, bytes: &str)
where
    T: Wire + DeserializeOwned + Serialize + PartialEq + Debug,
{
    assert_eq!(String::from_utf8(to_json(value).unwrap()).unwrap(), bytes);
    assert_eq!(serde_json::to_string(value).unwrap(), bytes);
    assert_eq!(&from_json::<T>(bytes.as_bytes()).unwrap(), value);
    assert_eq!(&serde_json::from_str::<T>(bytes).unwrap(), value);
    let tree: serde_json::Value = serde_json::from_str(bytes).unwrap();
    assert_eq!(&serde_json::from_value::<T>(tree).unwrap(), value);
}

/// A line for each property: the value it stands in, the property, what stands before and after it
/// in the text, and a value for it with its own text.
macro_rules! states {
    ($($base:expr, $field:ident, $before:expr, $after:expr, $value:expr, $text:expr;)*) => {
        [$({
            let property = |text: &str| format!(",\"{}\":{text}", stringify!($field));
            for (state, text) in [
                (Patch::Absent, String::new()),
                (Patch::Null, property("null")),
                (Patch::Value($value), property($text)),
            ] {
                let mut value = $base;
                value.$field = state;
                check(&value, &format!("{}{text}{}", $before, $after));
            }
            stringify!($field)
        }),*]
    };
}

const UUID: &str = r#""3fa85f64-5717-4562-b3fc-2c963f66afa6""#;

#[test]
fn of_requests() {
    let name = || Some("n".to_owned());
    let duo = || DuoRequest {
        name: name(),
        ..Default::default()
    };
    let sms = || SmsRequest {
        name: name(),
        ..Default::default()
    };
    let identification = || IdentificationRequest {
        name: name(),
        ..Default::default()
    };
    let n = r#"{"name":"n""#;
    let checked = states! {
        duo(), configure_flow, n, "}", ID, UUID;
        duo(), friendly_name, n, "}", "f".to_owned(), "\"f\"";
        sms(), configure_flow, n, "}", ID, UUID;
        sms(), friendly_name, n, "}", "f".to_owned(), "\"f\"";
        sms(), mapping, n, "}", ID, UUID;
        identification(), password_stage, n, "}", ID, UUID;
        identification(), enrollment_flow, n, "}", ID, UUID;
        identification(), recovery_flow, n, "}", ID, UUID;
        identification(), passwordless_flow, n, "}", ID, UUID;
    };
    assert_eq!(checked.len(), 9);
}

#[test]
fn of_responses() {
    let stage = r#"{"pk":"3fa85f64-5717-4562-b3fc-2c963f66afa6","name":"n","component":"component","verbose_name":"one","verbose_name_plural":"many","meta_model_name":"model""#;
    let duo = r#","client_id":"id","api_hostname":"host"}"#;
    let account = r#","provider":"twilio","from_number":"1","account_sid":"sid","auth":"auth""#;
    let sms = format!("{account}}}");
    let before_mapping = format!("{stage}{account}");
    let checked = states! {
        duo_stage("n"), configure_flow, stage, duo, ID, UUID;
        duo_stage("n"), friendly_name, stage, duo, "f".to_owned(), "\"f\"";
        sms_stage("n"), configure_flow, stage, sms, ID, UUID;
        sms_stage("n"), friendly_name, stage, sms, "f".to_owned(), "\"f\"";
        sms_stage("n"), mapping, before_mapping, "}", ID, UUID;
        identification_stage("n"), password_stage, stage, "}", ID, UUID;
        identification_stage("n"), enrollment_flow, stage, "}", ID, UUID;
        identification_stage("n"), recovery_flow, stage, "}", ID, UUID;
        identification_stage("n"), passwordless_flow, stage, "}", ID, UUID;
    };
    assert_eq!(checked.len(), 9);
}

/// All at once, in different states.
#[test]
fn together() {
    let request = IdentificationRequest {
        password_stage: Patch::Null,
        enrollment_flow: ID.into(),
        passwordless_flow: Patch::from(None),
        ..Default::default()
    };
    let bytes =
        format!(r#"{{"password_stage":null,"enrollment_flow":{UUID},"passwordless_flow":null}}"#);
    check(&request, &bytes);
    check(&DuoRequest::default(), "{}");
    check(&SmsRequest::default(), "{}");
    check(&IdentificationRequest::default(), "{}");
}

/// An empty text is a value.
#[test]
fn empty_is_not_null() {
    let request = DuoRequest {
        flow_set: Some(vec![]),
        friendly_name: Patch::Value(String::new()),
        admin_secret_key: Some(String::new()),
        ..Default::default()
    };
    check(
        &request,
        r#"{"flow_set":[],"friendly_name":"","admin_secret_key":""}"#,
    );
}
