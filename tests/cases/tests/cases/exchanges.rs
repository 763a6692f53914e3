//! Requests as they are on the wire: case 48.

use oasmith_cases::c48_exchanges::client::Client;
use oasmith_cases::c48_exchanges::models::Note;
use oasmith_cases::c48_exchanges::requests::{BetaParams, ListsParams, PatchBody, TextBody};
use oasmith_cases::c48_exchanges::responses;
use oasmith_cases::c48_exchanges::server::{self, *};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::{Config, Error, Failure};
use reqwest::Method;

use super::http::{config, serve};

/// Says what it was asked.
struct Echo;

impl Authenticate for Echo {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, _: &Call) -> Result<String, Denied> {
        let (scheme, key) = match &credentials {
            Credentials::Session(token) => ("session", token.token()),
            Credentials::Token(token) => ("token", token.token()),
            Credentials::KeyAndPass(key, pass) if pass.key() == "pass" => ("key", key.key()),
            Credentials::KeyAndPass(..) => ("key", "bad"),
            Credentials::Anonymous => ("anonymous", "anonymous"),
        };
        match key {
            _ if key == scheme => Ok(scheme.to_owned()),
            "limited" => Err(Denied::forbidden(scheme)),
            _ => Err(Denied::unauthenticated(scheme)),
        }
    }
}

impl Api for Echo {
    async fn beta(&self, params: BetaParams) -> Result<String, server::Error> {
        Ok(format!("beta {:?}", params.limit))
    }

    async fn stable(&self) -> Result<String, server::Error> {
        Ok("stable".to_owned())
    }

    async fn raw(&self, id: String) -> Result<String, server::Error> {
        Ok(id)
    }

    async fn lists(
        &self,
        ids: Vec<String>,
        few: Vec<String>,
        x_tags: Vec<String>,
        params: ListsParams,
    ) -> Result<String, server::Error> {
        Ok(format!("{ids:?} {few:?} {x_tags:?} {:?}", params.page))
    }

    async fn file(&self, name: String, ext: String) -> Result<String, server::Error> {
        Ok(format!("{name} {ext}"))
    }

    async fn latest(&self) -> Result<String, server::Error> {
        Ok("latest".to_owned())
    }

    async fn r#box(&self, id: String) -> Result<String, server::Error> {
        Ok(format!("box {id}"))
    }

    async fn patch(&self, body: PatchBody) -> Result<String, server::Error> {
        Ok(format!("{body:?}"))
    }

    async fn merge(&self, _: Note) -> Result<(), server::Error> {
        Ok(())
    }

    async fn note(&self, body: Note) -> Result<Note, server::Error<responses::NoteError>> {
        Ok(body)
    }

    async fn text(&self, body: Option<TextBody>) -> Result<String, server::Error> {
        Ok(format!("{body:?}"))
    }

    async fn plain(&self, body: Option<String>) -> Result<String, server::Error> {
        Ok(format!("{body:?}"))
    }

    async fn any(&self) -> Result<Note, server::Error> {
        Ok(Note {
            text: "any".to_owned(),
        })
    }

    async fn picture(&self) -> Result<ByteStream, server::Error<responses::PictureError>> {
        Ok([0x89, b'P', 0xff].into())
    }

    async fn redirect(&self) -> Result<(), server::Error<responses::RedirectError>> {
        Ok(())
    }

    async fn either(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn both(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }
}

async fn client() -> Client {
    Client::new(config(server::router(Echo)).await)
}

/// The status and the body of the response to a request that no client of ours made.
async fn sent(
    base: &str,
    method: Method,
    target: &str,
    headers: &[(&str, &str)],
    body: Option<&'static str>,
) -> (u16, String) {
    let mut request = reqwest::Client::new().request(method, format!("{base}{target}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request.body(body);
    }
    let response = request.send().await.expect("it is answered");
    let status = response.status().as_u16();
    (status, response.text().await.expect("it is text"))
}

/// Why nothing was sent.
fn unsent<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> String {
    match result {
        Err(Error::Failure(Failure::Unencodable(reason))) => reason,
        other => panic!("it was sent: {other:?}"),
    }
}

#[tokio::test]
async fn a_query_in_a_path_key_is_part_of_the_request_and_of_the_match() {
    let client = client().await;
    let params = BetaParams { limit: Some(3) };
    assert_eq!(client.beta(&params).await.expect("it is"), "beta Some(3)");
    assert_eq!(client.stable().await.expect("it is"), "stable");
    for id in ["1", "a&b=c", "a+b ü%41?"] {
        assert_eq!(client.raw(id).await.expect("it is"), id);
    }
    let base = serve(server::router(Echo)).await;
    for (method, target, status, text) in [
        (
            Method::POST,
            "/messages?limit=3&beta=true",
            200,
            "\"beta Some(3)\"",
        ),
        (
            Method::POST,
            "/messages?b%65ta=tru%65",
            200,
            "\"beta None\"",
        ),
        (Method::POST, "/messages?beta=false", 200, "\"stable\""),
        (Method::POST, "/messages", 200, "\"stable\""),
        (Method::GET, "/messages?raw&id=a+b", 200, "\"a b\""),
    ] {
        let found = sent(&base, method, target, &[], None).await;
        assert_eq!(found, (status, text.to_owned()), "{target}");
    }
    assert_eq!(
        sent(&base, Method::GET, "/messages?id=1", &[], None)
            .await
            .0,
        405
    );
}

#[tokio::test]
async fn parameters_of_a_segment_that_would_not_come_back_are_not_sent() {
    let client = client().await;
    for (name, ext) in [("a", "b"), ("a", "tar.gz"), ("ü/", "c")] {
        let found = client.file(name, ext).await.expect("it is sent");
        assert_eq!(found, format!("{name} {ext}"));
    }
    for (name, ext) in [("a.b", "c.d"), ("a.b", "c"), ("a.", "b")] {
        let reason = unsent(client.file(name, ext).await);
        assert!(reason.contains("\"name\""), "{reason}");
    }
}

#[tokio::test]
async fn a_request_without_a_body_says_so() {
    let router = axum::Router::new().fallback(|request: axum::extract::Request| async move {
        let headers = request.headers();
        let header = |name| {
            headers
                .get(name)
                .map(|it: &axum::http::HeaderValue| it.to_str())
        };
        let text = format!(
            "{:?} {:?} {:?}",
            header("content-length"),
            header("content-type"),
            header("user-agent")
        );
        let json = serde_json::to_string(&text).expect("it is JSON");
        ([("content-type", "application/json")], json)
    });
    let client = Client::new(config(router).await);
    let agent = format!("Some(Ok(\"oasmith-cases/{}\"))", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        client.stable().await.expect("it is"),
        format!("Some(Ok(\"0\")) None {agent}")
    );
    assert_eq!(
        client.plain(None).await.expect("it is"),
        format!("Some(Ok(\"0\")) None {agent}")
    );
    assert_eq!(
        client.plain(Some("")).await.expect("it is"),
        format!("Some(Ok(\"0\")) Some(Ok(\"text/plain; charset=utf-8\")) {agent}")
    );
    assert_eq!(
        client.latest().await.expect("it is"),
        format!("None None {agent}")
    );
}

#[tokio::test]
async fn an_empty_text_is_a_text() {
    let client = client().await;
    for body in [None, Some(""), Some("x")] {
        let found = client.plain(body).await.expect("it is sent");
        assert_eq!(found, format!("{body:?}"));
    }
    for body in [
        None,
        Some(TextBody::Text(String::new())),
        Some(TextBody::Xml(String::new())),
    ] {
        let found = client.text(body.as_ref()).await.expect("it is sent");
        assert_eq!(found, format!("{body:?}"));
    }
}

#[tokio::test]
async fn a_required_array_has_to_be_there() {
    let client = client().await;
    let texts = |items: &[&str]| items.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let lists = async |ids: &[&str], few: &[&str], tags: &[&str], page: &str| {
        let page = Some(page.to_owned());
        let (ids, few, tags) = (texts(ids), texts(few), texts(tags));
        client.lists(&ids, &few, &tags, &ListsParams { page }).await
    };
    assert_eq!(
        lists(&["", "b"], &["", ""], &["a b", "\u{fc}"], "a b")
            .await
            .expect("it is sent"),
        "[\"\", \"b\"] [\"\", \"\"] [\"a b\", \"ü\"] Some(\"a b\")"
    );
    assert_eq!(
        lists(&["a"], &[], &[], "").await.expect("it is sent"),
        "[\"a\"] [] [] Some(\"\")"
    );
    unsent(lists(&[], &["a"], &["a"], "").await);
    unsent(lists(&["a"], &[""], &["a"], "").await);
    for tag in ["", " b", "b\t", "a,b"] {
        unsent(lists(&["a"], &["a"], &["c", tag], "").await);
    }
    let base = serve(server::router(Echo)).await;
    let tags: &[(&str, &str)] = &[("x-tags", "a")];
    for (target, headers, status, at) in [
        ("/lists?ids=a&few=", tags, 200, ""),
        ("/lists?few=", tags, 400, "/ids"),
        ("/lists?ids=a", tags, 400, "/few"),
        ("/lists?ids=a&few=", &[], 400, "/X-Tags"),
    ] {
        let found = sent(&base, Method::GET, target, headers, None).await;
        assert!(
            found.0 == status && found.1.contains(at),
            "{target}: {found:?}"
        );
    }
    // Empty items are none (RFC 9110 §5.6.1.2), and what is percent-encoded stays (RFC 6570 §3.2.3).
    let empty: &[(&str, &str)] = &[("x-tags", ", a ,,b,")];
    let found = sent(&base, Method::GET, "/lists?ids=a&few=", empty, None).await;
    assert_eq!(found.1, "\"[\\\"a\\\"] [] [\\\"a\\\", \\\"b\\\"] None\"");
    let found = lists(&["a"], &["b"], &["c"], "%41%2/%zz%").await;
    assert!(found.expect("it is sent").ends_with("Some(\"A%2/%zz%\")"));
}

#[tokio::test]
async fn a_path_is_decoded_before_it_is_compared() {
    let base = serve(server::router(Echo)).await;
    for (target, text) in [
        ("/boxes/latest", "\"latest\""),
        ("/boxes/%6Catest", "\"latest\""),
        ("/boxes/%6catest%2F", "\"box latest/\""),
        ("/boxes/%6Catests", "\"box latests\""),
    ] {
        let found = sent(&base, Method::GET, target, &[], None).await;
        assert_eq!(found, (200, text.to_owned()), "{target}");
    }
    let settings = Settings {
        base_path: Some("/api".to_owned()),
        ..Settings::default()
    };
    let base = serve(server::router_with(Echo, settings)).await;
    for (target, status) in [
        ("/api/boxes/%6Catest", 200),
        ("/api/%62oxes/latest", 200),
        ("/api/%62oxes/latest/", 404),
        ("/api/", 404),
        ("/api", 404),
    ] {
        let found = sent(&base, Method::GET, target, &[], None).await;
        assert_eq!(found.0, status, "{target}");
    }
}

#[tokio::test]
async fn a_body_has_to_be_of_a_declared_media_type() {
    let base = serve(server::router(Echo)).await;
    let note = Some("{\"text\":\"a\"}");
    for (target, media_type, status) in [
        ("/merge", "application/merge-patch+json", 204),
        ("/merge", "application/Merge-Patch+json; charset=utf-8", 204),
        ("/merge", "application/json", 415),
        ("/merge", "application/json-patch+json", 415),
        ("/patch", "application/json-patch+json", 200),
        ("/patch", "application/json", 415),
    ] {
        let headers: &[(&str, &str)] = &[("content-type", media_type)];
        let found = sent(&base, Method::PATCH, target, headers, note).await;
        assert_eq!(found.0, status, "{target} {media_type}");
    }
    for (media_type, status) in [
        ("application/json", 200),
        ("application/merge-patch+json", 415),
        ("application/problem+json", 415),
        ("text/json", 415),
    ] {
        let headers: &[(&str, &str)] = &[("content-type", media_type)];
        let found = sent(&base, Method::PUT, "/note", headers, note).await;
        assert_eq!(found.0, status, "{media_type}");
    }
}

#[tokio::test]
async fn media_types_of_one_form_are_told_apart() {
    let client = client().await;
    for body in [
        PatchBody::JsonPatchJson(serde_json::json!([])),
        PatchBody::MergePatchJson(serde_json::json!([])),
    ] {
        let found = client.patch(&body).await.expect("it is sent");
        assert_eq!(found, format!("{body:?}"));
    }
    for body in [
        TextBody::Text("a".to_owned()),
        TextBody::Xml("<a/>".to_owned()),
    ] {
        let found = client.text(Some(&body)).await.expect("it is sent");
        assert_eq!(found, format!("{:?}", Some(&body)));
    }
}

#[tokio::test]
async fn a_rejection_in_a_declared_shape_says_what_is_wrong_and_where() {
    let base = serve(server::router(Echo)).await;
    let json: &[(&str, &str)] = &[("content-type", "application/json")];
    for (body, detail) in [
        (
            "{\"text\":\"too long\"}",
            "the request breaks constraints: /text: must have at most 5 characters",
        ),
        (
            "{\"text\":1}",
            "the request cannot be read: /text: expected a string, found a number",
        ),
        (
            "{}",
            "the request cannot be read: /text: the property is missing",
        ),
    ] {
        let (status, text) = sent(&base, Method::PUT, "/note", json, Some(body)).await;
        let text: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!((status, &text["detail"]), (400, &detail.into()));
    }
}

#[tokio::test]
async fn every_alternative_of_credentials_is_tried() {
    let base = serve(server::router(Echo)).await;
    for (target, headers, status, text) in [
        (
            "/both",
            &[("authorization", "Bearer session")][..],
            200,
            "\"session\"",
        ),
        (
            "/both",
            &[("authorization", "Bearer token")],
            200,
            "\"token\"",
        ),
        ("/both", &[("authorization", "Bearer bad")], 401, "session"),
        (
            "/both",
            &[("authorization", "Bearer limited")],
            403,
            "session",
        ),
        ("/both", &[("authorization", "Bearer ")], 401, "missing"),
        ("/both", &[], 401, "missing"),
        (
            "/either?pass=pass",
            &[("authorization", "Bearer bad"), ("x-key", "key")],
            200,
            "\"key\"",
        ),
        (
            "/either?pass=pass",
            &[("x-key", "key"), ("x-key", "key")],
            401,
            "missing",
        ),
        ("/either?pass=pass", &[("x-key", "bad")], 401, "key"),
        ("/either", &[], 200, "\"anonymous\""),
    ] {
        let found = sent(&base, Method::GET, target, headers, None).await;
        let fits = found.0 == status && found.1.contains(text);
        assert!(fits, "{target} {headers:?}: {found:?}");
    }
}

#[tokio::test]
async fn a_client_without_tls_refuses_an_address_that_needs_it() {
    let probe = reqwest::Client::new()
        .get("https://127.0.0.1:1/")
        .send()
        .await;
    let error = format!("{:?}", probe.expect_err("nobody listens there"));
    match Config::new("https://example.org") {
        Ok(_) => assert!(!error.contains("scheme is not http"), "{error}"),
        Err(invalid) => {
            assert!(error.contains("scheme is not http"), "{error}");
            assert!(invalid.to_string().contains("feature `tls`"), "{invalid}");
        }
    }
}
