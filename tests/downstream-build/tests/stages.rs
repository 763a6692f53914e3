//! What a crate does with the modules that its build script wrote: types, validators, client, server.

use downstream_build::stages::client::Client;
use downstream_build::stages::models::{
    AuthenticatorDuoStage, GenericError, PatchedAuthenticatorDuoStageRequest,
};
use downstream_build::stages::responses::StagesAuthenticatorDuoPartialUpdateError as DuoError;
use downstream_build::stages::server::{self, Api, Authenticate, Credentials, router};
use downstream_build::stages::support::client::{Config, Error};
use downstream_build::stages::support::server::{Call, Denied};
use downstream_build::stages::{Patch, Validate};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(1);

/// Knows one token, and answers for one kind of stage.
struct Stages;

impl Authenticate for Stages {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, _: &Call) -> Result<String, Denied> {
        match credentials {
            Credentials::Authentik(bearer) if bearer.token() == "good" => Ok("akadmin".to_owned()),
            Credentials::Authentik(_) => Err(Denied::forbidden("nobody has this token")),
        }
    }
}

impl Api for Stages {
    async fn stages_authenticator_duo_partial_update(
        &self,
        caller: String,
        stage_uuid: Uuid,
        body: Option<PatchedAuthenticatorDuoStageRequest>,
    ) -> Result<AuthenticatorDuoStage, server::Error<DuoError>> {
        let name = body.and_then(|body| body.name).unwrap_or(caller);
        Ok(AuthenticatorDuoStage {
            pk: stage_uuid,
            name,
            ..duo()
        })
    }
}

fn duo() -> AuthenticatorDuoStage {
    let text = r#"{
        "pk": "00000000-0000-0000-0000-000000000001", "name": "duo", "component": "c",
        "verbose_name": "v", "verbose_name_plural": "vs", "meta_model_name": "m",
        "client_id": "id", "api_hostname": "duo.example.org"
    }"#;
    serde_json::from_str(text).expect("it is a stage")
}

/// A client of a server of its own.
async fn client() -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    tokio::spawn(async move { axum::serve(listener, router(Stages)).await });
    let base = format!("http://{address}/api/v3");
    Client::new(Config::new(&base).expect("it is an address"))
}

#[test]
fn a_type_is_what_is_on_the_wire() {
    let request = PatchedAuthenticatorDuoStageRequest {
        name: Some("duo".to_owned()),
        configure_flow: Patch::Null,
        ..Default::default()
    };
    let text = serde_json::to_string(&request).expect("it can be written");
    assert_eq!(text, r#"{"name":"duo","configure_flow":null}"#);
    let read: PatchedAuthenticatorDuoStageRequest =
        serde_json::from_str(&text).expect("it can be read");
    assert_eq!(read, request);
}

#[test]
fn a_validator_finds_what_is_wrong() {
    let request = PatchedAuthenticatorDuoStageRequest {
        name: Some(String::new()),
        ..Default::default()
    };
    let violations = request.validate().expect_err("the name is empty");
    assert!(violations.to_string().contains("/name"), "{violations}");
}

#[tokio::test]
async fn the_client_gets_what_the_server_answers() {
    let client = client().await.with_authentik("good");
    let request = PatchedAuthenticatorDuoStageRequest {
        name: Some("other".to_owned()),
        ..Default::default()
    };
    let stage = client
        .stages_authenticator_duo_partial_update(ID, Some(&request))
        .await
        .expect("the token is good");
    assert_eq!((stage.pk, &*stage.name), (ID, "other"));
    let stage = client
        .stages_authenticator_duo_partial_update(ID, None)
        .await
        .expect("the body is optional");
    assert_eq!(stage.name, "akadmin");
}

#[tokio::test]
async fn nobody_gets_in_with_another_token() {
    let client = client().await.with_authentik("bad");
    let error = client
        .stages_authenticator_duo_partial_update(ID, None)
        .await
        .expect_err("the token is bad");
    let Error::Declared(declared) = error else {
        panic!("{error}");
    };
    assert_eq!(
        declared.body,
        DuoError::Forbidden(GenericError {
            code: Some("permission_denied".to_owned()),
            ..GenericError::new("nobody has this token")
        })
    );
}
