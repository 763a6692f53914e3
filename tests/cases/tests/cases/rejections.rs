//! Rejections in declared shapes, and what is rejected: case 66.

use oasmith_cases::c66_rejections::client::Client;
use oasmith_cases::c66_rejections::headers::XCountHeaders;
use oasmith_cases::c66_rejections::models::PetBody;
use oasmith_cases::c66_rejections::requests::{AddFileBody, CreatePetParams};
use oasmith_cases::c66_rejections::responses::{
    ChangePetError, CountPetsError, CreatePetError, ReplacePetsError,
};
use oasmith_cases::c66_rejections::server::{
    self, Api, Authenticate, Call, Credentials, Denied, router,
};
use oasmith_cases::support::client::{Config, Error};
use oasmith_cases::support::media::typed_bytes::TypedBytes;
use reqwest::header::{
    AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue, WWW_AUTHENTICATE,
};

use super::http::{posted, serve};

struct Pets;

impl Authenticate for Pets {
    type Caller = &'static str;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &Call,
    ) -> Result<Self::Caller, Denied> {
        Ok(match credentials {
            Credentials::Basic(_) => "basic",
            Credentials::Cookie(_) => "cookie",
            Credentials::Query(_) => "query",
            Credentials::Anonymous => "anonymous",
        })
    }
}

impl Api for Pets {
    async fn create_pet(
        &self,
        caller: &'static str,
        _: CreatePetParams,
        _: PetBody,
    ) -> Result<(), server::Error<CreatePetError>> {
        match caller {
            "anonymous" => Ok(()),
            _ => Err(server::Rejection::new(409, "known", caller).into()),
        }
    }

    async fn replace_pets(&self, _: PetBody) -> Result<(), server::Error<ReplacePetsError>> {
        Err(server::Rejection::new(409, "busy", "busy").into())
    }

    async fn change_pet(&self, _: PetBody) -> Result<(), server::Error<ChangePetError>> {
        Err(server::Rejection::new(409, "busy", "busy").into())
    }

    async fn count_pets(&self) -> Result<XCountHeaders, server::Error<CountPetsError>> {
        Ok(XCountHeaders { x_count: 3 })
    }

    async fn add_file(&self, body: AddFileBody) -> Result<String, server::Error> {
        Ok(match body {
            AddFileBody::Csv(text) => format!("csv {text}"),
            AddFileBody::Json(number) => format!("json {number}"),
            AddFileBody::Text(text) => format!("text {text}"),
            AddFileBody::Any(TypedBytes { media_type, bytes }) => {
                let bytes = bytes.collect(100).await;
                format!("{media_type} {}", bytes.map_or(0, |it| it.len()))
            }
        })
    }
}

fn pet() -> PetBody {
    PetBody {
        name: "Rex".to_owned(),
        tag: "dog".to_owned(),
    }
}

async fn client() -> Client {
    Client::new(Config::new(&serve(router(Pets)).await).expect("it is an address"))
}

/// The declared error that a call fails with.
fn declared<E: std::fmt::Debug>(failed: Result<(), Error<E>>) -> E {
    match failed {
        Err(Error::Declared(response)) => response.body,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_reason_is_an_item_with_the_status_that_alone_is_declared() {
    let base = serve(router(Pets)).await;
    let post = |text: &'static str| posted("POST", &base, "/pets", "application/json", text.into());
    let (status, body) = post(r#"{"name": "a", "tag": "long"}"#).await;
    let body: serde_json::Value = serde_json::from_str(&body).expect("it is JSON");
    let details = body["detail"].as_array().expect("it is a list");
    assert_eq!((status, details.len()), (422, 2), "{body}");
    for (detail, place) in details.iter().zip(["/name: ", "/tag: "]) {
        assert_eq!(detail["loc"], serde_json::json!([]));
        assert_eq!(detail["type"], "invalid");
        let message = detail["msg"].as_str().expect("it is a text");
        assert!(message.starts_with(place), "{message}");
    }
    let (status, body) = post("{").await;
    assert_eq!(status, 422, "{body}");
    assert!(body.contains("parse_error"), "{body}");
}

#[tokio::test]
async fn a_number_is_the_status_and_an_error_may_be_inside() {
    let client = client().await;
    let ReplacePetsError::Default(status, error) = declared(client.replace_pets(&pet()).await);
    assert_eq!((status, error.code, &*error.message), (409, 409, "busy"));
    let ChangePetError::ClientError(status, error) = declared(client.change_pet(&pet()).await);
    let error = error.error;
    assert_eq!((status, error.status, &*error.reason), (409, 409.0, "busy"));
    assert_eq!((error.code, error.error), (409, None));
}

#[tokio::test]
async fn credentials_that_cannot_be_read_are_no_anonymity() {
    let base = serve(router(Pets)).await;
    let http = reqwest::Client::new();
    for (query, headers, status) in [
        ("", &[][..], 204),
        ("", &[(AUTHORIZATION, "Basic YTpi")], 409),
        (
            "",
            &[(AUTHORIZATION, "Basic YTpi"), (AUTHORIZATION, "Basic YTpi")],
            401,
        ),
        ("", &[(AUTHORIZATION, "Basic !!!")], 401),
        ("", &[(AUTHORIZATION, "Bearer a")], 401),
        ("", &[(COOKIE, "SID=a")], 409),
        ("", &[(COOKIE, "SID=a; SID=b")], 401),
        ("", &[(COOKIE, "SID=")], 401),
        ("", &[(COOKIE, "other=a")], 204),
        ("?key=a", &[], 409),
        ("?key=", &[], 401),
        ("?key=a&key=a", &[], 401),
    ] {
        let mut request = http.post(format!("{base}/pets{query}"));
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.header(CONTENT_TYPE, "application/json");
        let request = request.body(r#"{"name": "Rex", "tag": "dog"}"#);
        let response = request.send().await.expect("it is answered");
        assert_eq!(response.status(), status, "{query} {headers:?}");
        let challenge = response.headers().get(WWW_AUTHENTICATE);
        let expected = "Basic realm=\"Rejections\", charset=\"UTF-8\", \
                        ApiKey name=\"SID\", ApiKey name=\"key\"";
        match status {
            401 => assert_eq!(challenge.expect("RFC 9110 §15.5.2"), expected),
            _ => assert_eq!(challenge, None),
        }
    }
}

/// Rejects with headers, two of which have the same name.
struct Challenging;

impl Authenticate for Challenging {
    type Caller = ();
}

impl Api for Challenging {
    async fn change_pet(&self, _: PetBody) -> Result<(), server::Error<ChangePetError>> {
        let rejection = server::Rejection::new(401, "unknown", "nobody is known")
            .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Basic"))
            .with_header(CONTENT_TYPE, HeaderValue::from_static("text/plain"))
            .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        Err(rejection.into())
    }
}

#[tokio::test]
async fn every_header_of_a_rejection_is_sent() {
    let base = serve(router(Challenging)).await;
    let request = reqwest::Client::new().patch(format!("{base}/pets"));
    let request = request.header(CONTENT_TYPE, "application/json");
    let request = request.body(r#"{"name": "Rex", "tag": "dog"}"#);
    let response = request.send().await.expect("it is answered");
    assert_eq!(response.status(), 401);
    let values = |name: HeaderName| {
        let values = response.headers().get_all(name).iter();
        values.collect::<Vec<_>>()
    };
    assert_eq!(values(WWW_AUTHENTICATE), ["Basic", "Bearer"]);
    // The body has its own.
    assert_eq!(values(CONTENT_TYPE), ["application/json"]);
}

#[tokio::test]
async fn what_http_gives_no_body_has_none() {
    let client = client().await;
    let params = CreatePetParams::default();
    client
        .create_pet(&params, &pet())
        .await
        .expect("a 204 has no body");
    let counted = client.count_pets().with_response().await;
    let counted = counted.expect("a response to HEAD has no body");
    assert_eq!(
        counted
            .typed_headers::<XCountHeaders>()
            .map(|it| it.x_count)
            .ok(),
        Some(3)
    );
}

#[tokio::test]
async fn the_closest_media_type_counts() {
    let base = serve(router(Pets)).await;
    for (media_type, expected) in [
        ("text/csv", "csv 1,2"),
        ("text/html", "text 1,2"),
        ("text/plain; charset=utf-8", "text 1,2"),
        ("image/png", "image/png 3"),
        ("application/octet-stream", "application/octet-stream 3"),
        // Bytes of an unknown type (RFC 9110 §8.3).
        ("", "application/octet-stream 3"),
    ] {
        let sent = posted("POST", &base, "/files/", media_type, b"1,2".to_vec()).await;
        assert_eq!(sent, (200, format!("\"{expected}\"")), "{media_type}");
    }
    let client = client().await;
    let sent = client.add_file(AddFileBody::Text("a".to_owned())).await;
    assert_eq!(sent.expect("it is taken"), "text a");
    let picture = AddFileBody::Any(TypedBytes::new("image/png", "abc"));
    let sent = client.add_file(picture).await;
    assert_eq!(sent.expect("it is taken"), "image/png 3");
}

#[tokio::test]
async fn an_empty_segment_is_no_value() {
    let base = serve(router(Pets)).await;
    let (status, _) = posted("GET", &base, "/files/", "", Vec::new()).await;
    assert_eq!(status, 405);
    let (status, _) = posted("GET", &base, "/files/a", "", Vec::new()).await;
    assert_eq!(status, 501);
}

#[tokio::test]
async fn a_content_coding_that_is_not_taken_is_told() {
    let base = serve(router(Pets)).await;
    let request = reqwest::Client::new().put(format!("{base}/pets"));
    let request = request.header("Content-Encoding", "gzip");
    let request = request.header("Content-Type", "application/json");
    let response = request.body("{}").send().await.expect("it is answered");
    assert_eq!(response.status(), 415);
    assert_eq!(response.headers()["Accept-Encoding"], "identity");
}
