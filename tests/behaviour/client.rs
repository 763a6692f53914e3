//! The emitted client against the emitted server.

use std::time::Duration;

use authentik_stages::Patch;
use authentik_stages::client::Client;
use authentik_stages::models::{
    FlowDesignation, FlowSetRequest, PatchedAuthenticatorDuoStageRequest,
    PatchedAuthenticatorSmsStageRequest, PatchedIdentificationStageRequest, SmsProvider, UserField,
};
use authentik_stages::responses::StagesIdentificationPartialUpdateError;
use authentik_stages::support::client::{Config, Error, Failure};
use authentik_stages::support::server::Settings;
use serde_json::json;
use tokio::net::TcpListener;

use super::http::{canned, response};
use super::silence::{MARKER, check_error, check_text};
use super::stages::{ID, OPS, Outcome, bad_request, call, config, duo_stage};
use super::stages::{identification_stage, sms_stage, start};

pub fn client(config: Config) -> Client {
    Client::new(config).with_authentik("good")
}

fn flows() -> Option<Vec<FlowSetRequest>> {
    let flow = FlowSetRequest::new("ü", "s-1", "🦀", FlowDesignation::StageConfiguration);
    let other = FlowSetRequest {
        compatibility_mode: Some(false),
        ..flow.clone()
    };
    Some(vec![flow, other])
}

#[tokio::test]
async fn what_is_sent_arrives() {
    let (stages, address) = start(Settings::default()).await;
    let client = client(config(address));
    let duo = PatchedAuthenticatorDuoStageRequest {
        name: Some("n".to_owned()),
        flow_set: flows(),
        configure_flow: Patch::Null,
        client_secret: Some("hidden".to_owned()),
        ..Default::default()
    };
    let sms = PatchedAuthenticatorSmsStageRequest {
        name: Some("n".to_owned()),
        flow_set: flows(),
        provider: Some(SmsProvider::Generic),
        mapping: ID.into(),
        friendly_name: Patch::Null,
        ..Default::default()
    };
    let identification = PatchedIdentificationStageRequest {
        name: Some("n".to_owned()),
        user_fields: Some(vec![UserField::Upn, UserField::Email]),
        recovery_flow: Patch::Null,
        enrollment_flow: ID.into(),
        sources: Some(vec![]),
        ..Default::default()
    };
    let answer = client
        .stages_authenticator_duo_partial_update(ID, Some(&duo))
        .await
        .unwrap();
    assert_eq!(answer, duo_stage("n"));
    let answer = client
        .stages_authenticator_sms_partial_update(ID, Some(&sms))
        .await
        .unwrap();
    assert_eq!(answer, sms_stage("n"));
    let answer = client.stages_identification_partial_update(ID, Some(&identification));
    assert_eq!(answer.await.unwrap(), identification_stage("n"));

    let received = stages.take();
    let bodies = [
        serde_json::to_string(&duo).unwrap(),
        serde_json::to_string(&sms).unwrap(),
        serde_json::to_string(&identification).unwrap(),
    ];
    assert_eq!(received.len(), 3);
    for ((received, body), op) in received.into_iter().zip(bodies).zip(OPS) {
        assert_eq!(
            (received.op, received.stage, received.body),
            (op, ID, Some(body))
        );
        assert_eq!(received.caller, format!("caller of {}", op.id()));
    }

    // No body is not an empty one.
    client
        .stages_authenticator_duo_partial_update(ID, None)
        .await
        .unwrap();
    client
        .stages_authenticator_sms_partial_update(ID, None)
        .await
        .unwrap();
    client
        .stages_identification_partial_update(ID, None)
        .await
        .unwrap();
    assert!(stages.take().iter().all(|it| it.body.is_none()));
    client
        .stages_identification_partial_update(ID, Some(&Default::default()))
        .await
        .unwrap();
    assert_eq!(stages.take().remove(0).body.as_deref(), Some("{}"));
}

/// Calls run side by side, each in a task of its own, and their errors travel with `?`.
#[tokio::test]
async fn calls_run_side_by_side() {
    type Outcome = Result<String, Box<dyn std::error::Error + Send + Sync>>;
    let (stages, address) = start(Settings::default()).await;
    let client = client(config(address));
    let tasks = (0..50).map(|index| {
        let client = client.clone();
        tokio::spawn(async move {
            let body = PatchedAuthenticatorDuoStageRequest {
                name: Some(format!("n{index}")),
                ..Default::default()
            };
            let stage = client
                .stages_authenticator_duo_partial_update(ID, Some(&body))
                .await?;
            Outcome::Ok(stage.name)
        })
    });
    for (index, task) in tasks.collect::<Vec<_>>().into_iter().enumerate() {
        assert_eq!(task.await.unwrap().unwrap(), format!("n{index}"));
    }
    assert_eq!(stages.take().len(), 50);
}

#[tokio::test]
async fn declared_errors_are_typed() {
    let (_, address) = start(Settings::default()).await;
    let stranger = Client::new(config(address)).with_authentik("stranger");
    for op in OPS {
        let Outcome::BadRequest(declared) = call(&client(config(address)), op, "bad request").await
        else {
            panic!("not a 400");
        };
        assert_eq!((declared.status, declared.body), (400, bad_request()));
        assert_eq!(declared.headers["content-type"], "application/json");

        for (client, name, detail, code) in [
            (client(config(address)), "forbidden", "not today", None),
            (
                stranger.clone(),
                "n",
                "not yours",
                Some("permission_denied"),
            ),
            (
                Client::new(config(address)),
                "n",
                "credentials are missing",
                Some("not_authenticated"),
            ),
        ] {
            let Outcome::Forbidden(declared) = call(&client, op, name).await else {
                panic!("not a 403");
            };
            assert_eq!(
                (declared.status, declared.body.detail.as_str()),
                (403, detail)
            );
            assert_eq!(declared.body.code.as_deref(), code);
        }
    }
}

#[tokio::test]
async fn the_bytes_of_a_request() {
    for op in OPS {
        for (base, prefix) in [
            ("", ""),
            ("/", ""),
            ("/api/v3", "/api/v3"),
            ("/api/v3/", "/api/v3"),
        ] {
            let (address, request) = canned(response("418 I", "", "")).await;
            let mut config = Config::new(&format!("http://{address}{base}")).unwrap();
            config.headers.insert("x-request", "r1".parse().unwrap());
            config
                .headers
                .insert("content-type", "text/plain".parse().unwrap());
            call(&client(config), op, "nü").await.failure();
            let request = request.await.unwrap();
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            let line = format!("PATCH {prefix}{} HTTP/1.1", op.path());
            assert_eq!(head.lines().next(), Some(line.as_str()));
            assert_eq!(body, "{\"name\":\"nü\"}");
            let mut headers: Vec<_> = head.lines().skip(1).map(str::to_lowercase).collect();
            headers.sort();
            assert_eq!(
                headers,
                [
                    "accept: application/json",
                    "authorization: bearer good",
                    "content-length: 14",
                    "content-type: application/json",
                    &format!("host: {address}"),
                    "user-agent: authentik-stages/0.1.0",
                    "x-request: r1",
                ]
            );
        }
    }
    // Without a body, there is nothing to say about one; without a token, nothing about the caller.
    let (address, request) = canned(response("418 I", "", "")).await;
    let client = Client::new(config(address));
    let result = client
        .stages_authenticator_duo_partial_update(ID, None)
        .await;
    assert_eq!(result.unwrap_err().status(), Some(418));
    let request = request.await.unwrap().to_lowercase();
    for absent in ["content-type", "authorization", "{"] {
        assert!(!request.contains(absent), "{request}");
    }
}

/// Checks that a request is refused before anything is sent.
async fn nothing_is_sent(token: &str, body: &PatchedIdentificationStageRequest) -> Failure {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(config(listener.local_addr().unwrap())).with_authentik(token);
    let result = client
        .stages_identification_partial_update(ID, Some(body))
        .await;
    let Err(Error::Failure(failure)) = result else {
        panic!("no failure: {result:?}");
    };
    let connected = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
    assert!(connected.is_err(), "something was sent");
    assert_eq!(failure.status(), None);
    check_error(&failure, token);
    failure
}

fn invalid() -> PatchedIdentificationStageRequest {
    let slug = format!("{MARKER} {MARKER}");
    PatchedIdentificationStageRequest {
        name: Some(String::new()),
        flow_set: Some(vec![
            FlowSetRequest::new("n", "s", "t", FlowDesignation::Recovery),
            FlowSetRequest::new("n", slug, "", FlowDesignation::from(MARKER)),
        ]),
        user_fields: Some(vec![UserField::Email, UserField::from(MARKER)]),
        ..Default::default()
    }
}

#[tokio::test]
async fn faulty_requests_are_not_sent() {
    let Failure::InvalidRequest(violations) = nothing_is_sent("good", &invalid()).await else {
        panic!("not invalid");
    };
    let found: Vec<_> = violations
        .list
        .iter()
        .map(|it| (it.pointer.as_str(), it.keyword))
        .collect();
    assert_eq!(
        found,
        [
            ("/name", "minLength"),
            ("/flow_set/1/slug", "pattern"),
            ("/flow_set/1/title", "minLength"),
            ("/flow_set/1/designation", "enum"),
            ("/user_fields/1", "enum"),
        ]
    );
    for token in [
        "tell-nobody\n4711",
        "tell-nobody\u{0}",
        "tell-nobody\r\nX-Evil: 4711",
    ] {
        let failure = nothing_is_sent(token, &Default::default()).await;
        assert!(matches!(failure, Failure::Unencodable(_)), "{failure:?}");
        assert_eq!(
            failure.to_string(),
            "the request cannot be sent: the bearer token cannot be sent"
        );
    }
}

#[tokio::test]
async fn validation_can_be_switched_off() {
    let (stages, address) = start(Settings::default()).await;
    let mut config = config(address);
    config.validate_requests = false;
    let error = client(config)
        .stages_identification_partial_update(ID, Some(&invalid()))
        .await
        .unwrap_err();
    check_error(&error, "the 400");
    assert!(stages.take().is_empty());
    assert_eq!(error.status(), Some(400));
    let Some(StagesIdentificationPartialUpdateError::BadRequest(body)) = error.declared() else {
        panic!("not a 400: {error:?}");
    };
    assert_eq!(body.code.as_deref(), Some("invalid"));
    assert_eq!(body.non_field_errors, None);
    check_text(&format!("{body:?}"), "the 400");
    let fields: Vec<_> = body.additional_properties.iter().collect();
    let designations = FlowDesignation::VALUES.join(", ");
    assert_eq!(
        fields,
        [
            (
                &"flow_set".to_owned(),
                &json!([
                    "/1/slug: must match ^[-a-zA-Z0-9_]+$",
                    "/1/title: must not be empty",
                    format!("/1/designation: must be one of {designations}"),
                ])
            ),
            (&"name".to_owned(), &json!(["must not be empty"])),
            (
                &"user_fields".to_owned(),
                &json!(["/1: must be one of email, username, upn"])
            ),
        ]
    );
}
