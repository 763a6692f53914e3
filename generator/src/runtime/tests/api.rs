//! A small API, as oasmith emits it: what the tests of client and server call.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use uuid::Uuid;

use crate::runtime::client::{Config, Credential, KeyPlace};
use crate::runtime::client::{ResponseFuture, Transport};
use crate::runtime::codec::Patch;
use crate::runtime::codec::{self, Wire, object};
use crate::runtime::http::parameter::In;
use crate::runtime::media::responses::{Cause, Incoming, Outgoing, Responses};
use crate::runtime::server::{self, Error, Rejects};
use crate::runtime::server::{ApiKey, Basic, Bearer, Call, Denied, FromRejection};
use crate::runtime::server::{Identifying, IntoResponse, Operation, Rejection, Responding};
use crate::runtime::server::{Response, Routes, Settings, Takes};
use crate::runtime::validate::{Report, Validate, items, max_length, min_length, unconstrained};

pub const ID: Uuid = Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageRequest {
    pub name: Option<String>,
    pub slugs: Option<Vec<String>>,
    pub flow: Patch<Uuid>,
}

object!(StageRequest, skip, {
    name: optional "name",
    slugs: optional "slugs",
    flow: patch "flow",
});

impl Validate for StageRequest {
    fn constraints(&self, report: &mut Report) {
        report.optional("name", &self.name, min_length(1));
        report.optional("slugs", &self.slugs, items(max_length(5)));
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub pk: Uuid,
    pub name: String,
}

object!(Stage, skip, {
    pk: required "pk",
    name: required "name",
});

unconstrained!(Stage, ValidationError, GenericError);

#[derive(Clone, Debug, PartialEq)]
pub struct ValidationError {
    pub non_field_errors: Option<Vec<String>>,
    pub code: Option<String>,
    pub additional_properties: BTreeMap<String, serde_json::Value>,
}

object!(ValidationError, keep in additional_properties, {
    non_field_errors: optional "non_field_errors",
    code: optional "code",
});

impl FromRejection for ValidationError {
    fn from_rejection(rejection: &Rejection) -> Self {
        Self {
            non_field_errors: rejection.general_messages(&["non_field_errors", "code"]),
            code: Some(rejection.code()),
            additional_properties: rejection.by_field(&["non_field_errors", "code"]),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GenericError {
    pub detail: String,
    pub code: Option<String>,
}

object!(GenericError, skip, {
    detail: required "detail",
    code: optional "code",
});

impl FromRejection for GenericError {
    fn from_rejection(rejection: &Rejection) -> Self {
        Self {
            detail: rejection.detail(),
            code: Some(rejection.code()),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Client {
    transport: Transport,
}

#[derive(Clone, Debug, PartialEq)]
pub enum UpdateError {
    BadRequest(ValidationError),
    Forbidden(GenericError),
}

impl Responses for UpdateError {
    fn read(response: &Incoming<'_>) -> Option<Result<Self, Cause>> {
        Some(match response.status {
            400 => response.json().map(Self::BadRequest),
            403 => response.json().map(Self::Forbidden),
            _ => return None,
        })
    }

    fn write(self) -> Result<Outgoing, String> {
        match self {
            Self::BadRequest(body) => Outgoing::json(400, &body),
            Self::Forbidden(body) => Outgoing::json(403, &body),
        }
    }
}

impl Rejects for UpdateError {
    const REJECTIONS: server::Rejections = &[
        (400..=400, server::reject::<ValidationError>),
        (403..=403, server::reject::<GenericError>),
    ];
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExportError {
    NotFound,
}

impl Responses for ExportError {
    fn read(response: &Incoming<'_>) -> Option<Result<Self, Cause>> {
        Some(match response.status {
            404 => Ok(Self::NotFound),
            _ => return None,
        })
    }

    fn write(self) -> Result<Outgoing, String> {
        match self {
            Self::NotFound => Outgoing::empty(404),
        }
    }
}

impl Client {
    pub fn new(config: Config) -> Self {
        Self {
            transport: Transport::new(config),
        }
    }

    pub fn with_bearer(mut self, token: &str) -> Self {
        self.transport
            .set_credential("bearer", Credential::Bearer(token.into()));
        self
    }

    pub fn with_basic(mut self, user: &str, password: &str) -> Self {
        let (user, password) = (user.into(), password.into());
        self.transport
            .set_credential("basic", Credential::Basic { user, password });
        self
    }

    pub fn with_key(mut self, place: KeyPlace, key: &str) -> Self {
        let credential = Credential::ApiKey {
            place,
            name: "key",
            key: key.into(),
        };
        self.transport.set_credential("key", credential);
        self
    }

    pub fn update(
        &self,
        stage_uuid: Uuid,
        body: Option<&StageRequest>,
    ) -> ResponseFuture<Stage, UpdateError> {
        self.transport
            .request("PATCH", "/stages/{stage_uuid}/")
            .value(In::path("stage_uuid"), &stage_uuid)
            .optional_json(body)
            .security(&[&["bearer"]])
            .returns_json(200)
    }

    pub fn export(&self, name: &str) -> ResponseFuture<Stage, ExportError> {
        self.transport
            .request("GET", "/stages/{name}.json")
            .value_with(In::path("name"), &name.to_owned(), max_length(20))
            .security(&[&[], &["basic"], &["key"]])
            .returns_json(200)
    }

    pub fn segment(&self, text: &str) -> ResponseFuture<Stage, Infallible> {
        self.transport
            .request("GET", "/segment/{text}/")
            .value(In::path("text"), &text.to_owned())
            .returns_json(200)
    }
}

pub trait Api: Send + Sync + 'static {
    type Caller: Send;

    fn authenticate(
        &self,
        credentials: Credentials,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Self::Caller, Denied>> + Send;

    fn update(
        &self,
        caller: Self::Caller,
        stage_uuid: Uuid,
        body: Option<StageRequest>,
    ) -> impl Future<Output = Result<Stage, Error<UpdateError>>> + Send;

    fn create(
        &self,
        caller: Self::Caller,
        body: StageRequest,
    ) -> impl Future<Output = Result<Stage, Error<Infallible>>> + Send;
}

#[derive(Clone, Debug)]
pub enum Credentials {
    Bearer(Bearer),
    Basic(Basic),
    Key(ApiKey),
}

fn caller_by_bearer<'a, A: Api>(api: &'a A, call: &'a Call) -> Identifying<'a, A::Caller> {
    Box::pin(async move {
        let Some(bearer) = call.bearer() else {
            return Err(call.unauthenticated("Bearer realm=\"API\""));
        };
        let credentials = Credentials::Bearer(bearer);
        let caller = api.authenticate(credentials, call.operation()).await;
        caller.map_err(|denied| call.denied(denied, "Bearer realm=\"API\""))
    })
}

const fn operation(id: &'static str, method: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        method,
        path,
        ..Operation::BARE
    }
}

static UPDATE: Operation = Operation {
    takes: Takes::Json,
    rejections: UpdateError::REJECTIONS,
    ..operation("update", "PATCH", "/stages/{stage_uuid}/")
};

static CREATE: Operation = Operation {
    takes: Takes::Json,
    ..operation("create", "POST", "/stages/")
};

fn caller_by_basic<'a, A: Api>(api: &'a A, call: &'a Call) -> Identifying<'a, A::Caller> {
    Box::pin(async move {
        let Some(basic) = call.basic() else {
            return Err(call.unauthenticated("Basic"));
        };
        let credentials = Credentials::Basic(basic);
        let caller = api.authenticate(credentials, call.operation()).await;
        caller.map_err(|denied| call.denied(denied, "Basic"))
    })
}

fn create<'a, A: Api>(
    api: &'a A,
    caller: A::Caller,
    call: &Call,
) -> Result<Responding<'a>, Rejection> {
    server::responding(api.create(caller, call.json()?), |body| {
        Outgoing::json(201, &body)
    })
}

static EXPORT: Operation = operation("export", "GET", "/stages/{name}.json");

fn caller_by_key<'a, A: Api>(api: &'a A, call: &'a Call) -> Identifying<'a, ()> {
    Box::pin(async move {
        let keys = [
            call.header_value("key"),
            call.query_value("key"),
            call.cookie("key"),
        ];
        let Some(key) = keys.into_iter().flatten().next() else {
            return Ok(());
        };
        let credentials = Credentials::Key(ApiKey::new(key));
        let caller = api.authenticate(credentials, call.operation()).await;
        caller.map(|_| ()).map_err(|denied| call.denied(denied, ""))
    })
}

fn export<'a, A: Api>(_: &'a A, (): (), call: &Call) -> Result<Responding<'a>, Rejection> {
    let name: String = call.value_with(In::path("name"), |name, report| {
        max_length(30)(name, report);
    })?;
    ready(Stage { pk: ID, name })
}

static SEGMENT: Operation = operation("segment", "GET", "/segment/{text}/");

fn segment<'a, A: Api>(_: &'a A, (): (), call: &Call) -> Result<Responding<'a>, Rejection> {
    let name = call.value(In::path("text"))?;
    ready(Stage { pk: ID, name })
}

static ODD: Operation = operation("odd", "GET", "/:odd ü/{a}-{b}/{c}:run");

fn odd<'a, A: Api>(_: &'a A, (): (), call: &Call) -> Result<Responding<'a>, Rejection> {
    let [a, b, c]: [String; 3] = [
        call.value(In::path("a"))?,
        call.value(In::path("b"))?,
        call.value(In::path("c"))?,
    ];
    ready(vec![a, b, c])
}

/// A response that nobody has to wait for.
fn ready<'a, T: Wire + Validate + Send + 'a>(body: T) -> Result<Responding<'a>, Rejection> {
    let success = std::future::ready(Ok::<T, Error<Infallible>>(body));
    server::responding(success, |body| Outgoing::json(200, &body))
}

pub fn router<A: Api>(api: A, settings: Settings) -> server::Router {
    let mut all = Routes::new(Arc::new(api), "/api/v3", settings);
    all.add(&UPDATE)
        .by(caller_by_bearer)
        .calls(|api, caller, call| {
            let stage_uuid = call.value(In::path("stage_uuid"))?;
            let body = call.optional_json()?;
            server::responding(api.update(caller, stage_uuid, body), |body| {
                Outgoing::json(200, &body)
            })
        });
    all.add(&CREATE).by(caller_by_basic).calls(create);
    all.add(&EXPORT).by(caller_by_key).calls(export);
    all.add(&SEGMENT).calls(segment);
    all.add(&ODD).calls(odd);
    all.into_router()
}

/// An implementation whose answer depends on the name of the stage.
pub struct Stages;

impl Api for Stages {
    type Caller = String;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<String, Denied> {
        match &credentials {
            Credentials::Bearer(bearer) if bearer.token() == "good" => Ok("bearer".to_owned()),
            Credentials::Bearer(bearer) if bearer.token() == "stranger" => {
                Err(Denied::forbidden("not yours"))
            }
            Credentials::Basic(basic) if basic.user() == "ann" && basic.password() == "p:ü" => {
                Ok(basic.user().to_owned())
            }
            Credentials::Key(key) if key.key() == "k y&" || key.key() == "key" => Ok(String::new()),
            _ => Err(Denied::unauthenticated("who is that?")),
        }
    }

    async fn update(
        &self,
        _: String,
        pk: Uuid,
        body: Option<StageRequest>,
    ) -> Result<Stage, Error<UpdateError>> {
        let name = match body {
            Some(body) => body.name.unwrap_or_default(),
            None => "no body".to_owned(),
        };
        match name.as_str() {
            "panic" => panic!("a secret"),
            "slow" => tokio::time::sleep(std::time::Duration::from_secs(5)).await,
            "teapot" => Err(response(418, "text/plain", String::new()))?,
            "html" => Err(["<p>"].concat().into_response())?,
            "list" => Err(response(200, "application/json", "[true]".to_owned()))?,
            "wrong" => {
                let body = r#"{"pk":"secret","name":""}"#.to_owned();
                Err(response(200, "application/json", body))?;
            }
            "denied" => Err(UpdateError::Forbidden(GenericError {
                detail: "not this one".to_owned(),
                code: None,
            }))?,
            "rejected" => Err(Rejection::new(400, "odd", "an odd name"))?,
            "gone" => Err(Rejection::new(410, "gone", "it was here"))?,
            "long" => {
                let name = "x".repeat(4000);
                return Ok(Stage { pk, name });
            }
            _ => {}
        }
        Ok(Stage { pk, name })
    }

    async fn create(&self, caller: String, body: StageRequest) -> Result<Stage, Error<Infallible>> {
        let name = caller + &body.name.unwrap_or_default();
        Ok(Stage { pk: ID, name })
    }
}

/// A response that no description declares.
fn response(status: u16, media_type: &'static str, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(CONTENT_TYPE, media_type)], body).into_response()
}

/// Serves a router on a free port of this machine.
pub async fn serve(router: server::Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
