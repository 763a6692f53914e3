//! The emitted client against a mock that Prism makes of `specs/authentik-stages.yaml`.
//!
//! `prism-client http://127.0.0.1:PORT`, without `/api/v3`. Prism checks each request; this program
//! checks that each answer arrives as the type that the description declares for its status.

use std::error::Error;
use std::process::ExitCode;

use authentik_stages::client::Client;
use authentik_stages::models::{
    DeniedAction, FlowDesignation, FlowLayout, FlowSetRequest, GenericError,
    PatchedAuthenticatorDuoStageRequest, PatchedAuthenticatorSmsStageRequest,
    PatchedIdentificationStageRequest, PolicyEngineMode, SmsAuthType, SmsProvider, UserField,
    ValidationError,
};
use authentik_stages::responses::ValidationError400OrGenericError403 as Refused;
use authentik_stages::support::client::Config;
use authentik_stages::support::client::Error as CallError;
use authentik_stages::{Patch, Validate};
use reqwest::header::{HeaderName, HeaderValue};
use uuid::Uuid;

const STAGE: Uuid = Uuid::from_u128(0x3fa85f64_5717_4562_b3fc_2c963f66afa6);
const FLOW: Uuid = Uuid::from_u128(0x4fa85f64_5717_4562_b3fc_2c963f66afa6);

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(base), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: prism-client http://127.0.0.1:PORT");
        return ExitCode::FAILURE;
    };
    match run(&base).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("prism-client: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(base: &str) -> Outcome {
    let client = client(base, None)?;
    for body in duo_bodies() {
        let answer = client.stages_authenticator_duo_partial_update(STAGE, body.as_ref());
        success(answer.await)?;
    }
    for body in sms_bodies() {
        let answer = client.stages_authenticator_sms_partial_update(STAGE, body.as_ref());
        success(answer.await)?;
    }
    for body in identification_bodies() {
        let answer = client.stages_identification_partial_update(STAGE, body.as_ref());
        success(answer.await)?;
    }
    declared_errors(base).await
}

/// A client that asks the mock for the answer with a certain status, if any.
fn client(base: &str, status: Option<u16>) -> Result<Client, Box<dyn Error>> {
    let mut config = Config::new(base)?;
    if let Some(status) = status {
        let code = HeaderValue::from_str(&format!("code={status}"))?;
        config
            .headers
            .insert(HeaderName::from_static("prefer"), code);
    }
    Ok(Client::new(config).with_authentik("token"))
}

fn success<T: Validate, E: std::fmt::Debug>(answer: Result<T, CallError<E>>) -> Outcome {
    let stage = answer.map_err(described)?;
    stage
        .validate()
        .map_err(|violations| format!("the answer breaks constraints: {violations}"))?;
    Ok(())
}

async fn declared_errors(base: &str) -> Outcome {
    let bad_request = client(base, Some(400))?;
    let forbidden = client(base, Some(403))?;

    let answer = bad_request.stages_authenticator_duo_partial_update(STAGE, None);
    let error = failed(answer.await, 400)?;
    let (Refused::BadRequest(ValidationError { .. }), 400) = error else {
        return Err(format!("not a 400: {error:?}").into());
    };
    let answer = forbidden.stages_authenticator_duo_partial_update(STAGE, None);
    let error = failed(answer.await, 403)?;
    let (Refused::Forbidden(GenericError { .. }), 403) = error else {
        return Err(format!("not a 403: {error:?}").into());
    };

    let answer = bad_request.stages_authenticator_sms_partial_update(STAGE, None);
    let error = failed(answer.await, 400)?;
    let (Refused::BadRequest(ValidationError { .. }), 400) = error else {
        return Err(format!("not a 400: {error:?}").into());
    };
    let answer = forbidden.stages_authenticator_sms_partial_update(STAGE, None);
    let error = failed(answer.await, 403)?;
    let (Refused::Forbidden(GenericError { .. }), 403) = error else {
        return Err(format!("not a 403: {error:?}").into());
    };

    let answer = bad_request.stages_identification_partial_update(STAGE, None);
    let error = failed(answer.await, 400)?;
    let (Refused::BadRequest(ValidationError { .. }), 400) = error else {
        return Err(format!("not a 400: {error:?}").into());
    };
    let answer = forbidden.stages_identification_partial_update(STAGE, None);
    let error = failed(answer.await, 403)?;
    let (Refused::Forbidden(GenericError { .. }), 403) = error else {
        return Err(format!("not a 403: {error:?}").into());
    };
    Ok(())
}

/// The declared error of a call, and its status.
fn failed<T, E: std::fmt::Debug>(
    answer: Result<T, CallError<E>>,
    status: u16,
) -> Result<(E, u16), Box<dyn Error>> {
    match answer {
        Ok(_) => Err(format!("a success instead of a {status}").into()),
        Err(CallError::Declared(declared)) => Ok((declared.body, declared.status)),
        Err(error) => Err(described(error).into()),
    }
}

/// An error and its causes.
fn described<E: std::fmt::Debug>(error: CallError<E>) -> String {
    let mut text = format!("{error} ({error:?})");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn duo_bodies() -> Vec<Option<PatchedAuthenticatorDuoStageRequest>> {
    vec![
        None,
        Some(PatchedAuthenticatorDuoStageRequest::default()),
        Some(PatchedAuthenticatorDuoStageRequest {
            configure_flow: Patch::Null,
            friendly_name: Patch::Null,
            flow_set: Some(vec![]),
            ..PatchedAuthenticatorDuoStageRequest::default()
        }),
        Some(PatchedAuthenticatorDuoStageRequest {
            name: Some("Duo".to_owned()),
            flow_set: Some(flows()),
            configure_flow: FLOW.into(),
            friendly_name: Patch::Value("Second factor".to_owned()),
            client_id: Some("client".to_owned()),
            client_secret: Some("secret".to_owned()),
            api_hostname: Some("api.example.com".to_owned()),
            admin_integration_key: Some(String::new()),
            admin_secret_key: Some(String::new()),
        }),
    ]
}

fn sms_bodies() -> Vec<Option<PatchedAuthenticatorSmsStageRequest>> {
    vec![
        None,
        Some(PatchedAuthenticatorSmsStageRequest::default()),
        Some(PatchedAuthenticatorSmsStageRequest {
            configure_flow: Patch::Null,
            friendly_name: Patch::Null,
            mapping: Patch::Null,
            ..PatchedAuthenticatorSmsStageRequest::default()
        }),
        Some(PatchedAuthenticatorSmsStageRequest {
            name: Some("SMS".to_owned()),
            flow_set: Some(flows()),
            configure_flow: FLOW.into(),
            friendly_name: Patch::Value("Zweiter Faktor: für dich".to_owned()),
            provider: Some(SmsProvider::Generic),
            from_number: Some("+1 555 0100".to_owned()),
            account_sid: Some("https://sms.example.com".to_owned()),
            auth: Some("user".to_owned()),
            auth_password: Some(String::new()),
            auth_type: Some(SmsAuthType::Bearer),
            verify_only: Some(true),
            mapping: FLOW.into(),
        }),
    ]
}

fn identification_bodies() -> Vec<Option<PatchedIdentificationStageRequest>> {
    vec![
        None,
        Some(PatchedIdentificationStageRequest::default()),
        Some(PatchedIdentificationStageRequest {
            password_stage: Patch::Null,
            enrollment_flow: Patch::Null,
            recovery_flow: Patch::Null,
            passwordless_flow: Patch::Null,
            ..PatchedIdentificationStageRequest::default()
        }),
        Some(PatchedIdentificationStageRequest {
            name: Some("Who are you?".to_owned()),
            flow_set: Some(flows()),
            user_fields: Some(vec![UserField::Email, UserField::Username, UserField::Upn]),
            password_stage: FLOW.into(),
            case_insensitive_matching: Some(true),
            show_matched_user: Some(false),
            enrollment_flow: FLOW.into(),
            recovery_flow: Patch::Null,
            passwordless_flow: Patch::Absent,
            sources: Some(vec![STAGE, FLOW]),
            show_source_labels: Some(false),
            pretend_user_exists: Some(true),
        }),
    ]
}

fn flows() -> Vec<FlowSetRequest> {
    let plain = FlowSetRequest::new(
        "Sign in",
        "sign-in",
        "Welcome",
        FlowDesignation::Authentication,
    );
    let full = FlowSetRequest {
        designation: FlowDesignation::StageConfiguration,
        policy_engine_mode: Some(PolicyEngineMode::Any),
        compatibility_mode: Some(true),
        layout: Some(FlowLayout::SidebarRight),
        denied_action: Some(DeniedAction::MessageContinue),
        ..plain.clone()
    };
    vec![plain, full]
}
