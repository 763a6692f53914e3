//! What is wrong with a text: the fault that decoding finds, and the answer of the server. Neither
//! repeats what was rejected.

use std::fmt::Debug;

use authentik_stages::models::{
    PatchedAuthenticatorDuoStageRequest as DuoRequest,
    PatchedAuthenticatorSmsStageRequest as SmsRequest,
    PatchedIdentificationStageRequest as IdentificationRequest,
};
use authentik_stages::support::codec::{Fault, Wire, from_json};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::http::Reply;
use super::silence::{check_error, check_text};
use super::stages::Op;

/// The fault of a text, which both ways of decoding find.
pub fn fault<T: Wire + DeserializeOwned + Debug>(input: &[u8]) -> Fault {
    let what = start_of(input);
    let fault = from_json::<T>(input).unwrap_err();
    check_error(&fault, &what);
    assert!(fault.line > 0, "{what}");
    let error = serde_json::from_slice::<T>(input).unwrap_err();
    check_error(&error, &what);
    // A tree knows no property twice, so not every fault is left in it.
    if let Ok(Err(error)) = serde_json::from_slice(input).map(serde_json::from_value::<T>) {
        check_error(&error, &what);
    }
    fault
}

fn start_of(input: &[u8]) -> String {
    String::from_utf8_lossy(input.get(..100).unwrap_or(input)).into_owned()
}

/// Checks where a text is faulty, and what the fault says.
pub fn check<T>(input: impl AsRef<[u8]>, pointer: &str, message: &str)
where
    T: Wire + DeserializeOwned + Debug,
{
    let fault = fault::<T>(input.as_ref());
    let what = start_of(input.as_ref());
    assert_eq!(
        (fault.pointer.as_str(), fault.message.as_str()),
        (pointer, message),
        "{what}"
    );
}

/// The fault of a body.
pub fn fault_of(op: Op, input: &[u8]) -> Fault {
    match op {
        Op::Duo => fault::<DuoRequest>(input),
        Op::Sms => fault::<SmsRequest>(input),
        Op::Identification => fault::<IdentificationRequest>(input),
    }
}

/// Checks that the server refuses a body for this reason, before all others that the field has.
pub fn check_refusal(reply: &Reply, code: &str, pointer: &str, message: &str) {
    check_text(&reply.body, message);
    let (field, text) = match pointer.splitn(3, '/').collect::<Vec<_>>()[..] {
        [_, field, rest] => (field, format!("/{rest}: {message}")),
        [_, field] => (field, message.to_owned()),
        _ => ("non_field_errors", message.to_owned()),
    };
    let mut body = reply.json();
    if let Some(messages) = body[field].as_array_mut() {
        messages.truncate(1);
    }
    assert_eq!(
        (reply.status, body),
        (400, json!({ "code": code, field: [text] }))
    );
}
