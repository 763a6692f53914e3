mod exchange;

use std::error::Error as _;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::api;
use super::api::{Client, ExportError, Stage, StageRequest, Stages, UpdateError};
use crate::runtime::client::transport::{base, join};
use crate::runtime::client::{Cause, Config, Credential, Error, Failure, KeyPlace};
use crate::runtime::server::Settings;

const ID: uuid::Uuid = api::ID;

/// The configuration for a server of the API.
async fn config() -> Config {
    let address = api::serve(api::router(Stages, Settings::default())).await;
    Config::new(&format!("http://{address}/api/v3/")).unwrap()
}

fn named(name: &str) -> StageRequest {
    StageRequest {
        name: Some(name.to_owned()),
        ..StageRequest::default()
    }
}

/// What comes of an update with the stage's name.
async fn update(config: Config, name: &str) -> Result<Stage, Error<UpdateError>> {
    Client::new(config)
        .with_bearer("good")
        .update(ID, Some(&named(name)))
        .await
}

/// Answers one request with these bytes, and hands out what the request was.
async fn canned(response: Vec<u8>) -> (Config, tokio::task::JoinHandle<String>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/base", listener.local_addr().unwrap());
    let request = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 10_000];
        let length = stream.read(&mut request).await.unwrap();
        // A client that has read enough may be gone.
        let _ = stream.write_all(&response).await;
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    (Config::new(&base).unwrap(), request)
}

fn failure<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Failure {
    match result {
        Err(Error::Failure(failure)) => failure,
        other => panic!("no failure: {other:?}"),
    }
}

/// What `?` makes of a declared error, of rejections and of a response.
#[tokio::test]
async fn a_method_gives_errors_of_all_kinds() {
    let config = config().await;
    let Error::Declared(declared) = update(config.clone(), "denied").await.unwrap_err() else {
        panic!("a 403 is declared")
    };
    let UpdateError::Forbidden(body) = declared.body else {
        panic!("a 403 is forbidden")
    };
    assert_eq!((&*body.detail, body.code), ("not this one", None));

    // A rejection has the declared body of its status.
    let Error::Declared(declared) = update(config.clone(), "rejected").await.unwrap_err() else {
        panic!("a 400 is declared")
    };
    let UpdateError::BadRequest(body) = declared.body else {
        panic!("a 400 is a bad request")
    };
    assert_eq!(body.code.as_deref(), Some("odd"));
    assert_eq!(body.non_field_errors, Some(vec!["an odd name".to_owned()]));

    let Failure::Undeclared(reply) = failure(update(config.clone(), "gone").await) else {
        panic!("a 410 is not declared")
    };
    assert_eq!(reply.status(), 410);
    assert_eq!(reply.headers()["content-type"], "application/problem+json");
    let Failure::Undeclared(reply) = failure(update(config, "teapot").await) else {
        panic!("a 418 is not declared")
    };
    assert_eq!(reply.status(), 418);
}

#[tokio::test]
async fn success_and_declared_errors() {
    let config = config().await;
    assert_eq!(
        update(config.clone(), "a").await.unwrap(),
        Stage {
            pk: ID,
            name: "a".into()
        }
    );

    let client = Client::new(config.clone()).with_bearer("good");
    assert_eq!(client.update(ID, None).await.unwrap().name, "no body");

    let stranger = Client::new(config.clone()).with_bearer("stranger");
    let error = stranger.update(ID, None).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server answered with the declared error 403: permission_denied: not yours"
    );
    assert!(
        matches!(error.declared(), Some(UpdateError::Forbidden(it)) if it.detail == "not yours")
    );

    let mut unchecked = config.clone();
    unchecked.validate_requests = false;
    let Error::Declared(declared) = update(unchecked, "").await.unwrap_err() else {
        panic!("not declared");
    };
    assert_eq!(
        (
            declared.status,
            declared.headers["content-type"].as_bytes().len()
        ),
        (400, 16)
    );
    let UpdateError::BadRequest(body) = declared.body else {
        panic!("not a 400");
    };
    assert_eq!(
        body.additional_properties["name"],
        serde_json::json!(["must not be empty"])
    );

    let invalid = failure(update(config, "").await);
    assert_eq!(
        invalid.to_string(),
        "the request is invalid: /name must not be empty"
    );
    assert_eq!(invalid.status(), None);
}

#[tokio::test]
async fn responses_that_are_not_as_declared() {
    let config = config().await;
    for (name, text) in [
        (
            "teapot",
            "the server answered with the undeclared status 418",
        ),
        (
            "panic",
            "the server answered with the undeclared status 500: Internal Server Error: the server failed",
        ),
        (
            "html",
            "the response with status 200 is not as declared: its content type is \
             \"text/plain; charset=utf-8\" and not JSON",
        ),
    ] {
        assert_eq!(
            update(config.clone(), name).await.unwrap_err().to_string(),
            text
        );
    }
    let Failure::Undecodable(undecodable) = failure(update(config.clone(), "wrong").await) else {
        panic!("decodable");
    };
    assert!(!format!("{undecodable:?}").contains("secret"));
    assert!(undecodable.reply.body().starts_with(b"{"));
    let Cause::Json(fault) = undecodable.cause else {
        panic!("not the body");
    };
    assert_eq!((fault.pointer.as_str(), fault.malformed), ("/pk", false));

    let mut short = config.clone();
    short.response_limit = 1000;
    let long = failure(update(short, "long").await);
    assert!(
        matches!(
            long,
            Failure::TooLarge {
                status: 200,
                limit: 1000
            }
        ),
        "{long:?}"
    );

    let mut hasty = config;
    hasty.timeout = Some(Duration::from_millis(200));
    let slow = failure(update(hasty, "slow").await);
    assert!(matches!(slow, Failure::TimedOut(_)), "{slow:?}");
}

#[tokio::test]
async fn raw_responses() {
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    let (mut config, _) = canned(
        format!("{head}Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n4\r\nabcd\r\n0\r\n\r\n")
            .into(),
    )
    .await;
    config.response_limit = 7;
    assert!(matches!(
        failure(update(config, "a").await),
        Failure::TooLarge { .. }
    ));

    let (config, _) = canned(format!("{head}Content-Length: 9\r\n\r\n{{").into()).await;
    let cut = failure(update(config, "a").await);
    assert!(
        matches!(&cut, Failure::Transport(_)) && cut.source().is_some(),
        "{cut:?}"
    );

    let body = format!("{{\"pk\":\"{ID}\",\"name\":\"n\"}}");
    let (config, request) =
        canned(format!("{head}Content-Type: Application/Vnd.x+JSON;v=1\r\n\r\n{body}").into())
            .await;
    assert_eq!(update(config, "a").await.unwrap().name, "n");
    let request = request.await.unwrap().to_lowercase();
    assert!(
        request.starts_with(&format!("patch /base/stages/{ID}/ http/1.1\r\n")),
        "{request}"
    );
    for header in ["accept: application/json", "authorization: bearer good"] {
        assert!(request.contains(header), "{request}");
    }
    assert!(request.ends_with("{\"name\":\"a\"}"), "{request}");

    let moved = "HTTP/1.1 307 T\r\nLocation: http://example.org/\r\nContent-Length: 0\r\n\r\n";
    let (config, _) = canned(moved.into()).await;
    assert_eq!(failure(update(config, "a").await).status(), Some(307));
}

#[tokio::test]
async fn a_path_parameter_stays_in_its_segment() {
    let client = Client::new(config().await);
    for text in [
        "a/b", "?x#y", "%2e%2e", "..%2f", "...", "ü ", "a\\b", "%", "+", "\n", ".. ",
    ] {
        let name = client.segment(text).await.unwrap().name;
        assert_eq!(name, text);
    }
    for text in ["", ".", ".."] {
        let rejected = failure(client.segment(text).await);
        assert!(
            matches!(rejected, Failure::Unencodable(_)),
            "{text:?}: {rejected:?}"
        );
    }
    assert_eq!(client.export("..").await.unwrap().name, "..");
    let long = failure(client.export(&"x".repeat(21)).await);
    assert_eq!(
        long.to_string(),
        "the request is invalid: /name in the path must have at most 20 characters"
    );
}

#[tokio::test]
async fn credentials() {
    let config = config().await;
    for (place, key, good) in [
        (KeyPlace::Header, "k y&", true),
        (KeyPlace::Query, "k y&", true),
        (KeyPlace::Cookie, "key", true),
        (KeyPlace::Header, "bad", false),
        (KeyPlace::Query, "bad", false),
    ] {
        let client = Client::new(config.clone()).with_key(place, key);
        assert_eq!(client.export("a").await.is_ok(), good, "{place:?}");
    }
    for client in [
        Client::new(config.clone()).with_key(KeyPlace::Cookie, "a;b"),
        Client::new(config.clone()).with_key(KeyPlace::Header, "a\nb"),
        Client::new(config.clone()).with_basic("a:b", ""),
    ] {
        let rejected = failure(client.export("a").await);
        assert!(matches!(rejected, Failure::Unencodable(_)), "{rejected:?}");
    }
    let (canned, request) = canned(b"HTTP/1.1 404 N\r\nContent-Length: 0\r\n\r\n".to_vec()).await;
    let error = Client::new(canned)
        .with_basic("ann", "p:ü")
        .export("a")
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.declared()),
        (Some(404), Some(&ExportError::NotFound))
    );
    let request = request.await.unwrap();
    assert!(request.contains("uthorization: Basic YW5uOnA6w7w="));

    let client = Client::new(config)
        .with_bearer("hidden")
        .with_basic("hidden", "hidden");
    assert!(!format!("{client:?}").contains("hidden"));
    assert_eq!(
        format!("{:?}", Credential::Bearer("x".into())),
        "Bearer(..)"
    );
}

#[test]
fn base_addresses() {
    for good in ["http://h", "http://h:8443/api/v3", "http://h/api/v3/"] {
        assert!(Config::new(good).is_ok(), "{good}");
    }
    // `reqwest` is built without TLS here.
    let invalid = Config::new("https://h/api/v3").unwrap_err();
    assert!(
        invalid.to_string().contains("the feature `tls`"),
        "{invalid}"
    );
    for bad in [
        "/api",
        "h/api",
        "ftp://h/",
        "http://u:p@h/",
        "http://h/?a=b",
        "http://h/#a",
    ] {
        assert!(Config::new(bad).is_err(), "{bad}");
    }
}

#[tokio::test]
async fn every_reply_can_be_seen() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = std::sync::Arc::clone(&seen);
    let config = Config {
        on_reply: Some(std::sync::Arc::new(move |reply| {
            let content_type = reply.headers().get("content-type").cloned();
            sink.lock()
                .unwrap()
                .push((reply.status(), content_type.unwrap()));
        })),
        ..config().await
    };
    update(config.clone(), "a").await.unwrap();
    let unknown = Client::new(config).with_bearer("stranger");
    unknown.update(ID, None).await.unwrap_err();
    let seen = seen.lock().unwrap();
    let statuses: Vec<_> = seen.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [200, 403]);
    assert!(
        seen.iter()
            .all(|(_, content_type)| content_type == "application/json")
    );
}

#[tokio::test]
async fn a_server_of_an_operation_is_an_address_or_a_reference() {
    let config = |pinned| Config {
        pinned,
        ..Config::new("http://base.example/api/v3").unwrap()
    };
    for (server, called, pinned) in [
        (
            None,
            "http://base.example/api/v3/a",
            "http://base.example/api/v3/a",
        ),
        (
            Some("http://own.example:8443/b/"),
            "http://own.example:8443/b/a",
            "http://base.example/b/a",
        ),
        (
            Some("/b"),
            "http://base.example/b/a",
            "http://base.example/b/a",
        ),
        (
            Some("b"),
            "http://base.example/api/b/a",
            "http://base.example/api/b/a",
        ),
        (
            Some("//own.example"),
            "http://own.example/a",
            "http://base.example/a",
        ),
    ] {
        for (expected, is_pinned) in [(called, false), (pinned, true)] {
            let base = base(&config(is_pinned), server).unwrap();
            assert_eq!(join(&base, "/a").unwrap().as_str(), expected, "{server:?}");
        }
    }
    for server in [
        "ftp://own.example",
        "http://user@own.example",
        "http://",
        "https://own.example",
    ] {
        assert!(base(&config(false), Some(server)).is_err(), "{server}");
    }
}
