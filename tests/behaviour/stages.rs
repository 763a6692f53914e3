//! The operations as the tests need them: an implementation whose answer depends on the name in the
//! body, and calls of any of the three.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authentik_stages::client::Client;
use authentik_stages::models::{
    AuthenticatorDuoStage, AuthenticatorSmsStage, GenericError, IdentificationStage,
    PatchedAuthenticatorDuoStageRequest, PatchedAuthenticatorSmsStageRequest,
    PatchedIdentificationStageRequest, SmsProvider, ValidationError,
};
use authentik_stages::responses::{
    StagesAuthenticatorDuoPartialUpdateError as DuoError,
    StagesAuthenticatorSmsPartialUpdateError as SmsError,
    StagesIdentificationPartialUpdateError as IdentificationError,
    ValidationError400OrGenericError403 as Refused,
};
use authentik_stages::server::{self, Api, Authenticate, Credentials};
use authentik_stages::support::client::{Config, Error, Failure, Response as DeclaredResponse};
use authentik_stages::support::codec::{Wire, to_json};
use authentik_stages::support::server::{Call, Denied, Response, Router, Settings};
use serde_json::{Value, json};
use uuid::Uuid;

pub const ID: Uuid = Uuid::from_u128(0x3fa85f64_5717_4562_b3fc_2c963f66afa6);

/// One of the three operations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    Duo,
    Sms,
    Identification,
}

pub const OPS: [Op; 3] = [Op::Duo, Op::Sms, Op::Identification];

impl Op {
    /// Its path below the base path, for the stage [`ID`].
    pub fn path(self) -> String {
        match self {
            Self::Duo => format!("/stages/authenticator/duo/{ID}/"),
            Self::Sms => format!("/stages/authenticator/sms/{ID}/"),
            Self::Identification => format!("/stages/identification/{ID}/"),
        }
    }

    /// Method and path of a request to the server.
    pub fn line(self) -> String {
        format!("PATCH /api/v3{}", self.path())
    }

    pub fn id(self) -> &'static str {
        match self {
            Self::Duo => "stages_authenticator_duo_partial_update",
            Self::Sms => "stages_authenticator_sms_partial_update",
            Self::Identification => "stages_identification_partial_update",
        }
    }
}

/// What an implementation was called with.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub op: Op,
    pub caller: String,
    pub stage: Uuid,
    /// The body, encoded again.
    pub body: Option<String>,
}

/// Answers with a stage of the name in the body, or does what the name says.
#[derive(Clone, Default)]
pub struct Stages {
    pub received: Arc<Mutex<Vec<Received>>>,
}

enum Answer {
    Ok,
    BadRequest(ValidationError),
    Forbidden(GenericError),
    Undeclared(Response),
}

impl Stages {
    /// What was received since the last time.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.received.lock().unwrap())
    }

    async fn answer<T: Wire>(
        &self,
        (op, caller, stage): (Op, String, Uuid),
        body: Option<&T>,
        name: &str,
    ) -> Answer {
        let body = body.map(|body| String::from_utf8(to_json(body).unwrap()).unwrap());
        let received = Received {
            op,
            caller,
            stage,
            body,
        };
        self.received.lock().unwrap().push(received);
        match name {
            "bad request" => Answer::BadRequest(bad_request()),
            "forbidden" => Answer::Forbidden(GenericError::new("not today")),
            "teapot" => {
                let mut response = Response::new("short and stout".into());
                *response.status_mut() = axum::http::StatusCode::IM_A_TEAPOT;
                response
                    .headers_mut()
                    .insert("x-pot", "tea".parse().unwrap());
                Answer::Undeclared(response)
            }
            "panic" => panic!("{}", super::silence::MARKER),
            "slow" => {
                tokio::time::sleep(Duration::from_secs(60)).await;
                Answer::Ok
            }
            _ => Answer::Ok,
        }
    }
}

/// The 400 of an implementation.
pub fn bad_request() -> ValidationError {
    ValidationError {
        non_field_errors: Some(vec!["no".to_owned()]),
        code: None,
        additional_properties: [("flow_set".to_owned(), json!([{ "slug": ["taken"] }, {}]))].into(),
    }
}

impl Authenticate for Stages {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, call: &Call) -> Result<String, Denied> {
        let Credentials::Authentik(bearer) = credentials;
        match bearer.token() {
            "good" => Ok(format!("caller of {}", call.operation().id)),
            "stranger" => Err(Denied::forbidden("not yours")),
            _ => Err(Denied::unauthenticated("who is that?")),
        }
    }
}

impl Api for Stages {
    async fn stages_authenticator_duo_partial_update(
        &self,
        caller: String,
        stage: Uuid,
        body: Option<PatchedAuthenticatorDuoStageRequest>,
    ) -> Result<AuthenticatorDuoStage, server::Error<DuoError>> {
        let name = body
            .as_ref()
            .and_then(|it| it.name.clone())
            .unwrap_or_default();
        match self
            .answer((Op::Duo, caller, stage), body.as_ref(), &name)
            .await
        {
            Answer::Ok => Ok(duo_stage(&name)),
            Answer::BadRequest(body) => Err(DuoError::BadRequest(body).into()),
            Answer::Forbidden(body) => Err(DuoError::Forbidden(body).into()),
            Answer::Undeclared(response) => Err(response.into()),
        }
    }

    async fn stages_authenticator_sms_partial_update(
        &self,
        caller: String,
        stage: Uuid,
        body: Option<PatchedAuthenticatorSmsStageRequest>,
    ) -> Result<AuthenticatorSmsStage, server::Error<SmsError>> {
        let name = body
            .as_ref()
            .and_then(|it| it.name.clone())
            .unwrap_or_default();
        match self
            .answer((Op::Sms, caller, stage), body.as_ref(), &name)
            .await
        {
            Answer::Ok => Ok(sms_stage(&name)),
            Answer::BadRequest(body) => Err(SmsError::BadRequest(body).into()),
            Answer::Forbidden(body) => Err(SmsError::Forbidden(body).into()),
            Answer::Undeclared(response) => Err(response.into()),
        }
    }

    async fn stages_identification_partial_update(
        &self,
        caller: String,
        stage: Uuid,
        body: Option<PatchedIdentificationStageRequest>,
    ) -> Result<IdentificationStage, server::Error<IdentificationError>> {
        let name = body
            .as_ref()
            .and_then(|it| it.name.clone())
            .unwrap_or_default();
        match self
            .answer((Op::Identification, caller, stage), body.as_ref(), &name)
            .await
        {
            Answer::Ok => Ok(identification_stage(&name)),
            Answer::BadRequest(body) => Err(IdentificationError::BadRequest(body).into()),
            Answer::Forbidden(body) => Err(IdentificationError::Forbidden(body).into()),
            Answer::Undeclared(response) => Err(response.into()),
        }
    }
}

pub fn duo_stage(name: &str) -> AuthenticatorDuoStage {
    AuthenticatorDuoStage {
        pk: ID,
        name: name.to_owned(),
        component: "component".to_owned(),
        verbose_name: "one".to_owned(),
        verbose_name_plural: "many".to_owned(),
        meta_model_name: "model".to_owned(),
        flow_set: None,
        configure_flow: Default::default(),
        friendly_name: Default::default(),
        client_id: "id".to_owned(),
        api_hostname: "host".to_owned(),
        admin_integration_key: None,
    }
}

pub fn sms_stage(name: &str) -> AuthenticatorSmsStage {
    AuthenticatorSmsStage {
        pk: ID,
        name: name.to_owned(),
        component: "component".to_owned(),
        verbose_name: "one".to_owned(),
        verbose_name_plural: "many".to_owned(),
        meta_model_name: "model".to_owned(),
        flow_set: None,
        configure_flow: Default::default(),
        friendly_name: Default::default(),
        provider: SmsProvider::Twilio,
        from_number: "1".to_owned(),
        account_sid: "sid".to_owned(),
        auth: "auth".to_owned(),
        auth_password: None,
        auth_type: None,
        verify_only: None,
        mapping: Default::default(),
    }
}

pub fn identification_stage(name: &str) -> IdentificationStage {
    IdentificationStage::new(ID, name, "component", "one", "many", "model")
}

/// Serves a router on a free port of this machine.
pub async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Serves [`Stages`].
pub async fn start(settings: Settings) -> (Stages, SocketAddr) {
    let stages = Stages::default();
    let router = authentik_stages::server::router_with(stages.clone(), settings);
    (stages, serve(router).await)
}

/// The configuration for a server at an address.
pub fn config(address: SocketAddr) -> Config {
    Config::new(&format!("http://{address}/api/v3")).unwrap()
}

/// What came of a call, whatever the operation.
#[derive(Debug)]
pub enum Outcome {
    /// The stage, encoded again.
    Ok(Value),
    BadRequest(DeclaredResponse<ValidationError>),
    Forbidden(DeclaredResponse<GenericError>),
    Failure(Failure),
}

impl Outcome {
    pub fn failure(self) -> Failure {
        match self {
            Self::Failure(failure) => failure,
            other => panic!("no failure: {other:?}"),
        }
    }
}

/// The two errors that each operation declares.
enum Arm {
    BadRequest(ValidationError),
    Forbidden(GenericError),
}

/// Calls an operation with the name in the body.
pub async fn call(client: &Client, op: Op, name: &str) -> Outcome {
    let name = Some(name.to_owned());
    match op {
        Op::Duo => {
            let body = PatchedAuthenticatorDuoStageRequest {
                name,
                ..Default::default()
            };
            let result = client
                .stages_authenticator_duo_partial_update(ID, Some(&body))
                .await;
            outcome(result, |error| match error {
                Refused::BadRequest(body) => Arm::BadRequest(body),
                Refused::Forbidden(body) => Arm::Forbidden(body),
            })
        }
        Op::Sms => {
            let body = PatchedAuthenticatorSmsStageRequest {
                name,
                ..Default::default()
            };
            let result = client
                .stages_authenticator_sms_partial_update(ID, Some(&body))
                .await;
            outcome(result, |error| match error {
                Refused::BadRequest(body) => Arm::BadRequest(body),
                Refused::Forbidden(body) => Arm::Forbidden(body),
            })
        }
        Op::Identification => {
            let body = PatchedIdentificationStageRequest {
                name,
                ..Default::default()
            };
            let result = client
                .stages_identification_partial_update(ID, Some(&body))
                .await;
            outcome(result, |error| match error {
                Refused::BadRequest(body) => Arm::BadRequest(body),
                Refused::Forbidden(body) => Arm::Forbidden(body),
            })
        }
    }
}

/// The body of a response, and the rest of it.
fn split<T>(response: DeclaredResponse<T>) -> (T, DeclaredResponse<()>) {
    let mut body = None;
    let rest = response.map(|found| body = Some(found));
    (body.unwrap(), rest)
}

fn outcome<T: serde::Serialize, E>(result: Result<T, Error<E>>, arm: fn(E) -> Arm) -> Outcome {
    match result {
        Ok(stage) => Outcome::Ok(serde_json::to_value(stage).unwrap()),
        Err(Error::Failure(failure)) => Outcome::Failure(failure),
        Err(Error::Declared(declared)) => {
            let (body, envelope) = split(*declared);
            match arm(body) {
                Arm::BadRequest(body) => Outcome::BadRequest(envelope.map(|()| body)),
                Arm::Forbidden(body) => Outcome::Forbidden(envelope.map(|()| body)),
            }
        }
    }
}
