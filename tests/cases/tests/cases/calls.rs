//! What a call says otherwise than the configuration: case 83.

use std::sync::Arc;
use std::time::Duration;

use oasmith_cases::c83_calls as calls;
use oasmith_cases::support::client::{Config, Error, Failure, HttpClient, TimeLimit};

use calls::client::Client;

use super::scripted::{Answer, json, scripted};

const THING: &str = r#"{"name":"a"}"#;
const SHORT: Duration = Duration::from_millis(50);

fn client(config: Config) -> Client {
    Client::new(config).with_key("k3y").with_token("t0ken")
}

fn failure<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Failure {
    match result {
        Err(Error::Failure(failure)) => failure,
        other => panic!("it is no failure: {other:?}"),
    }
}

#[tokio::test]
async fn headers_of_a_call() {
    let (mut config, sent) = scripted(vec![json(200, THING), json(200, THING)]).await;
    let default = "default".parse().expect("it is a value");
    config.headers.insert("x-trace", default);
    let client = client(config);
    let call = client
        .thing("1")
        .header("X-Trace", "one")
        .header("x-other", "é");
    call.await.expect("it is a thing");
    client.thing("1").await.expect("it is a thing");
    assert_eq!(sent.header("x-trace"), ["one", "default"]);
    assert_eq!(sent.header("x-other"), ["é", ""]);
    assert_eq!(sent.header("x-key"), ["k3y", "k3y"]);
}

#[tokio::test]
async fn headers_that_are_refused() {
    let (config, sent) = scripted(Vec::new()).await;
    let client = client(config.clone());
    for (name, value, message) in [
        ("x y", "1", "the header \"x y\" has no valid name"),
        ("x-trace", "1\r\n2", "the header \"x-trace\" cannot be sent"),
        (
            "X-Key",
            "other",
            "the header \"X-Key\" holds a credential of the call",
        ),
        (
            "authorization",
            "other",
            "the header \"authorization\" holds a credential of the call",
        ),
        (
            "Content-Length",
            "1",
            "the header \"Content-Length\" is set by the connection",
        ),
        (
            "transfer-encoding",
            "chunked",
            "the header \"transfer-encoding\" is set by the connection",
        ),
    ] {
        let failure = failure(
            client
                .thing("1")
                .header(name, value)
                .header("x-a", "1")
                .await,
        );
        assert_eq!(
            failure.to_string(),
            format!("the request cannot be sent: {message}")
        );
    }
    assert_eq!(sent.count(), 0);

    // Without a credential of the description, the header is free.
    let (config, sent) = scripted(vec![json(200, THING)]).await;
    let call = Client::new(config)
        .thing("1")
        .header("Authorization", "Own 1");
    call.await.expect("it is a thing");
    assert_eq!(sent.header("authorization"), ["Own 1"]);
}

#[tokio::test]
async fn time_limits_of_a_call() {
    let stalled = || scripted(vec![Answer::Stall(String::new())]);
    let (mut config, sent) = stalled().await;
    let late = failure(client(config.clone()).thing("1").timeout(SHORT).await);
    assert!(
        matches!(late, Failure::TimedOut(TimeLimit::Call(SHORT))),
        "{late:?}"
    );
    assert_eq!(late.to_string(), "the call took longer than 50ms");
    assert_eq!(sent.count(), 1);

    config.timeout = Some(SHORT);
    let late = failure(client(config).thing("1").await);
    assert!(
        !matches!(late, Failure::TimedOut(TimeLimit::Idle(_))),
        "{late:?}"
    );

    // The limit of the configuration is lifted, and that of the pause stays.
    let part =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"na";
    let (mut config, _) = scripted(vec![Answer::Stall(part.to_owned()); 2]).await;
    config.timeout = Some(Duration::ZERO);
    config.idle_timeout = Some(SHORT);
    let client = client(config);
    let paused = failure(client.thing("1").no_timeout().await);
    assert_eq!(
        paused.to_string(),
        "the response paused for longer than 50ms"
    );
    let call = client.thing("1").no_timeout().idle_timeout(2 * SHORT);
    let paused = failure(call.await);
    assert_eq!(
        paused.to_string(),
        "the response paused for longer than 100ms"
    );
    // A limit that is no limit.
    let call = client.thing("1").timeout(Duration::MAX);
    let closed = failure(call.await);
    assert!(matches!(closed, Failure::Transport(_)), "{closed:?}");
}

#[tokio::test]
async fn a_time_limit_for_connecting() {
    // Nothing answers at an address that is kept for documentation (RFC 5737), or it is refused at
    // once.
    let mut config = Config::new("http://192.0.2.1:81").expect("it is an address");
    let builder = HttpClient::builder().connect_timeout(SHORT);
    config.http = HttpClient::new(builder).expect("there is a client");
    config.timeout = None;
    let failure = failure(client(config).thing("1").await);
    assert!(
        matches!(
            failure,
            Failure::TimedOut(TimeLimit::Connect) | Failure::Transport(_)
        ),
        "{failure:?}"
    );
}

#[tokio::test]
async fn requests_are_seen_before_they_are_sent() {
    let (mut config, sent) = scripted(vec![json(200, THING)]).await;
    config.on_request = Some(Arc::new(|request| {
        let signed = format!("{} {}", request.method(), request.url().path());
        let signed = signed.parse().expect("it is a value");
        request.headers_mut().insert("x-signed", signed);
    }));
    client(config).thing("1").await.expect("it is a thing");
    assert_eq!(sent.header("x-signed"), ["GET /api/things/1"]);
}
