//! A server of one operation among many as oasmith emits it, the same by hand in axum, and requests to
//! both.

use std::sync::Arc;

use authentik_stages::models::{AuthenticatorDuoStage, PatchedAuthenticatorDuoStageRequest};
use authentik_stages::responses::StagesAuthenticatorDuoPartialUpdateError;
use authentik_stages::server::operations::STAGES_AUTHENTICATOR_DUO_PARTIAL_UPDATE;
use authentik_stages::support::http::parameter::In;
use authentik_stages::support::server::{
    self, Alternatives, Call, Denied, Error, Identifying, Operation, Outgoing, Routes, Settings,
};
use authentik_stages::{Patch, models};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower_service::Service;
use uuid::Uuid;

use crate::bodies;

mod by_hand;

pub use by_hand::router as by_hand;

/// A request, and the status of the response to it.
pub struct Asked {
    /// What it shows.
    pub name: &'static str,
    method: &'static str,
    path: String,
    token: &'static str,
    body: String,
    /// The status.
    pub status: StatusCode,
}

impl Asked {
    /// The request.
    pub fn request(&self) -> Request<Body> {
        let request = Request::builder().method(self.method).uri(&*self.path);
        let request = request.header("authorization", self.token);
        let request = request.header("content-type", "application/json");
        let body = Body::from(self.body.clone());
        request.body(body).expect("it is a request")
    }

    /// The request as HTTP/1.1 has it.
    pub fn bytes(&self) -> Vec<u8> {
        let Self {
            method,
            path,
            token,
            body,
            ..
        } = self;
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        [head.as_bytes(), body.as_bytes()].concat()
    }
}

/// The requests that are compared.
pub fn requests() -> Vec<Asked> {
    let path = format!("/api/v3/stages/authenticator/duo/{}/", Uuid::from_u128(7));
    let asked = |name, body: &str, status| Asked {
        name,
        method: "PATCH",
        path: path.clone(),
        token: "Bearer good",
        body: body.to_owned(),
        status,
    };
    let found = bodies::duo().text;
    let flows = format!(
        "{{\"flow_set\":[{}]}}",
        vec![bodies::flow(); 1_000].join(",")
    );
    let (ok, refused) = (StatusCode::OK, StatusCode::BAD_REQUEST);
    vec![
        asked("found", &found, ok),
        asked("small", "{}", ok),
        asked("large", &flows, ok),
        asked("refused", r#"{"name":"","client_id":""}"#, refused),
        Asked {
            token: "Bearer bad",
            ..asked("unauthorised", &found, StatusCode::FORBIDDEN)
        },
        Asked {
            path: "/api/v3/stages/nothing/".to_owned(),
            ..asked("not found", &found, StatusCode::NOT_FOUND)
        },
        Asked {
            method: "DELETE",
            ..asked("no method", "", StatusCode::METHOD_NOT_ALLOWED)
        },
    ]
}

/// The status and the body of the response to a request.
pub async fn answer(router: &mut Router, request: Request<Body>) -> (StatusCode, Vec<u8>) {
    let Ok(response) = router.call(request).await;
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await;
    (status, body.expect("it is in memory").into())
}

/// An implementation that keeps nothing.
struct Stages;

impl Stages {
    async fn update(
        &self,
        id: Uuid,
        change: Option<PatchedAuthenticatorDuoStageRequest>,
    ) -> Result<AuthenticatorDuoStage, Error<StagesAuthenticatorDuoPartialUpdateError>> {
        Ok(stage(id, change.unwrap_or_default()))
    }
}

fn stage(pk: Uuid, change: PatchedAuthenticatorDuoStageRequest) -> AuthenticatorDuoStage {
    AuthenticatorDuoStage {
        pk,
        name: change.name.unwrap_or_default(),
        component: String::new(),
        verbose_name: String::new(),
        verbose_name_plural: String::new(),
        meta_model_name: String::new(),
        flow_set: Some(Vec::<models::FlowSet>::new()),
        configure_flow: change.configure_flow,
        friendly_name: Patch::Null,
        client_id: change.client_id.unwrap_or_default(),
        api_hostname: change.api_hostname.unwrap_or_default(),
        admin_integration_key: change.admin_integration_key,
    }
}

fn caller<'a>(_: &'a Stages, call: &'a Call) -> Identifying<'a, ()> {
    let shown = Alternatives::new([call.bearer()]);
    call.identify(shown, "Bearer", |bearer| async move {
        match bearer.token() == "good" {
            true => Ok(()),
            false => Err(Denied::forbidden("the token is not valid")),
        }
    })
}

/// The path of an operation that is there for the number.
fn other_path(index: usize) -> String {
    format!("/others{}/{{id}}/of{index}/", index % 100)
}

/// The router of so many operations, with the routes as they are emitted.
pub fn emitted(operations: usize) -> Router {
    let mut all = Routes::new(Arc::new(Stages), "/api/v3", Settings::default());
    all.add(&STAGES_AUTHENTICATOR_DUO_PARTIAL_UPDATE)
        .by(caller)
        .calls(|api, (), call| {
            let stage_uuid = call.value(In::path("stage_uuid"))?;
            let body = call.optional_json()?;
            let response = api.update(stage_uuid, body);
            server::responding(response, |body| Outgoing::json(200, &body))
        });
    for index in 1..operations {
        // Operations are constants in emitted code.
        let operation: &'static Operation = Box::leak(Box::new(Operation {
            path: Box::leak(other_path(index).into_boxed_str()),
            ..Operation::BARE
        }));
        all.add(operation).by(caller).calls(|_, (), call| {
            let id: String = call.value(In::path("id"))?;
            let response = std::future::ready(Ok::<_, Error>(id));
            server::responding(response, |body| Outgoing::json(200, &body))
        });
    }
    // As `axum::serve` does.
    all.into_router().with_state(())
}
