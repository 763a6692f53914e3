//! Requests of any kind → emitted routers, in this process and without a socket: each is answered,
//! not by a 500, with a body of bounded size; and nothing panics.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use authentik_stages::{models as stages_models, server as stages};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use libfuzzer_sys::{Corpus, fuzz_target};
use oasmith_cases::c38_security::server as security;
use oasmith_cases::c39_parameter_styles::{requests as styles_requests, server as styles};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// A request. Half of it is chosen from what the operations know, or no request would get far.
#[derive(Arbitrary, Debug)]
struct Call<'a> {
    router: u8,
    method: u8,
    path: u8,
    /// Goes behind the path, if it is not empty.
    rest: &'a str,
    query: &'a str,
    headers: Vec<(u8, &'a [u8])>,
    content_type: u8,
    body: &'a [u8],
}

const METHODS: &[&str] = &["GET", "PATCH", "POST", "PUT", "HEAD", "OPTIONS", "EVIL"];

const PATHS: &[&str] = &[
    "/api/v3/stages/authenticator/duo/00000000-0000-0000-0000-000000000000/",
    "/api/v3/stages/authenticator/sms/00000000-0000-0000-0000-000000000000/",
    "/api/v3/stages/identification/00000000-0000-0000-0000-000000000000/",
    "/api/v3/stages/identification/",
    "/search",
    "/usual",
    "/open",
    "/either",
    "/bot",
    "/odd",
    "/",
];

const HEADERS: &[&str] = &[
    "authorization",
    "x-words",
    "x-key",
    "cookie",
    "content-length",
    "content-encoding",
    "accept",
    "x-other",
];

const CONTENT_TYPES: &[&str] = &[
    "application/json",
    "application/json; charset=utf-8",
    "application/problem+json",
    "text/plain",
    "*/*",
    "",
];

/// How many bytes an answer may have, besides those of the request that it may repeat.
const ANSWER: usize = 64 << 10;

struct Stages;

impl stages::Authenticate for Stages {
    type Caller = ();

    async fn authenticate(
        &self,
        _: stages::Credentials,
        _: &'static stages::Operation,
    ) -> Result<(), stages::Denied> {
        Ok(())
    }
}

/// What an operation answers does not matter here: that it is called does.
fn done() -> stages::Response {
    stages::IntoResponse::into_response(StatusCode::NO_CONTENT)
}

impl stages::Api for Stages {
    async fn stages_authenticator_duo_partial_update(
        &self,
        (): (),
        _: uuid::Uuid,
        _: Option<stages_models::PatchedAuthenticatorDuoStageRequest>,
    ) -> stages::StagesAuthenticatorDuoPartialUpdateResponse {
        stages::StagesAuthenticatorDuoPartialUpdateResponse::Undeclared(done())
    }

    async fn stages_authenticator_sms_partial_update(
        &self,
        (): (),
        _: uuid::Uuid,
        _: Option<stages_models::PatchedAuthenticatorSmsStageRequest>,
    ) -> stages::StagesAuthenticatorSmsPartialUpdateResponse {
        stages::StagesAuthenticatorSmsPartialUpdateResponse::Undeclared(done())
    }

    async fn stages_identification_partial_update(
        &self,
        (): (),
        _: uuid::Uuid,
        _: Option<stages_models::PatchedIdentificationStageRequest>,
    ) -> stages::StagesIdentificationPartialUpdateResponse {
        stages::StagesIdentificationPartialUpdateResponse::Undeclared(done())
    }
}

struct Who;

impl security::Authenticate for Who {
    type Caller = String;

    async fn authenticate(
        &self,
        credentials: security::Credentials,
        _: &'static security::Operation,
    ) -> Result<String, security::Denied> {
        Ok(format!("{credentials:?}"))
    }
}

impl security::Api for Who {
    async fn usual(&self, caller: String) -> security::UsualResponse {
        security::UsualResponse::Ok(caller)
    }

    async fn open(&self) -> security::OpenResponse {
        security::OpenResponse::Ok(String::new())
    }

    async fn either(&self, caller: String) -> security::EitherResponse {
        security::EitherResponse::Ok(caller)
    }

    async fn bot(&self, caller: String) -> security::BotResponse {
        security::BotResponse::Ok(caller)
    }

    async fn odd(&self, caller: String) -> security::OddResponse {
        security::OddResponse::Ok(caller)
    }
}

struct Search;

impl styles::Api for Search {
    async fn search(&self, found: styles_requests::SearchParams) -> styles::SearchResponse {
        styles::SearchResponse::Ok(format!("{found:?}"))
    }
}

static ROUTERS: LazyLock<[Router; 3]> = LazyLock::new(|| {
    [
        stages::router(Stages),
        security::router(Who),
        styles::router(Search),
    ]
});

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made")
});

fn choose<'a>(choices: &[&'a str], choice: u8) -> &'a str {
    choices[usize::from(choice) % choices.len()]
}

/// The request of a call; none where HTTP has none that is like it.
fn request(call: &Call<'_>) -> Option<Request<Body>> {
    let path = choose(PATHS, call.path);
    let target = match call.query {
        "" => format!("{path}{}", call.rest),
        query => format!("{path}{}?{query}", call.rest),
    };
    let mut request = Request::builder()
        .method(choose(METHODS, call.method))
        .uri(target);
    match choose(CONTENT_TYPES, call.content_type) {
        "" => {}
        content_type => request = request.header("content-type", content_type),
    }
    for (name, value) in &call.headers {
        request = request.header(choose(HEADERS, *name), *value);
    }
    request.body(Body::from(call.body.to_vec())).ok()
}

fuzz_target!(|call: Call<'_>| -> Corpus {
    let Some(request) = request(&call) else {
        return Corpus::Reject;
    };
    let router = ROUTERS[usize::from(call.router) % ROUTERS.len()].clone();
    let length = call.query.len() + call.body.len();
    let length = length + call.headers.iter().map(|(_, value)| value.len()).sum::<usize>();
    RUNTIME.block_on(async {
        let response = match router.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        assert_ne!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        // What is repeated may be escaped.
        let most = ANSWER + 16 * length;
        let body = axum::body::to_bytes(response.into_body(), most).await;
        assert!(body.is_ok(), "the body has more than {most} bytes");
    });
    Corpus::Keep
});
