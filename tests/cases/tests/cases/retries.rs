//! When a call is made again: case 83. Requests are counted; the waits are of a millisecond.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oasmith_cases::c83_calls as calls;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::{Config, Error, Failure, Retries, TimeLimit};

use calls::client::Client;
use calls::models::Thing;
use calls::requests::CreateParams;

use super::scripted::{Answer, json, response, scripted};

const THING: &str = r#"{"name":"a"}"#;

fn retries() -> Option<Retries> {
    Some(Retries {
        backoff: Duration::from_millis(1),
        ..Retries::default()
    })
}

fn thing() -> Thing {
    Thing {
        name: "a".to_owned(),
    }
}

fn client(mut config: Config) -> Client {
    config.retries = retries();
    Client::new(config)
}

/// The status that the failure of a call has.
fn status<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Option<u16> {
    result.expect_err("it failed").status()
}

#[tokio::test]
async fn what_passes_is_sent_again() {
    for passing in [
        json(429, "{}"),
        response(502, "", ""),
        response(503, "Retry-After: 0\r\n", ""),
        response(503, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", ""),
        response(504, "Retry-After: soon\r\n", ""),
        Answer::Close,
        Answer::Bytes("HTTP/1.1 200".to_owned()),
    ] {
        let (config, sent) = scripted(vec![passing, json(200, THING)]).await;
        let got = client(config).thing("1").await;
        assert_eq!(got.expect("the second is a thing"), thing());
        assert_eq!(sent.count(), 2);
    }
}

#[tokio::test]
async fn what_stays_is_not() {
    for staying in [
        json(404, "{}"),
        response(500, "", ""),
        response(501, "", ""),
        response(503, "Retry-After: 61\r\n", ""),
        response(429, "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n", ""),
        // The response is there; its body is not.
        Answer::Bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_owned()),
    ] {
        let (config, sent) = scripted(vec![staying, json(200, THING)]).await;
        client(config)
            .thing("1")
            .await
            .expect_err("the first stands");
        assert_eq!(sent.count(), 1);
    }
}

#[tokio::test]
async fn the_last_reply_is_the_result() {
    let replies = vec![
        response(503, "", "1"),
        response(502, "", "2"),
        response(504, "", "3"),
    ];
    let (config, sent) = scripted(replies).await;
    let seen = Arc::new(AtomicUsize::new(0));
    let mut config = config;
    let count = Arc::clone(&seen);
    config.on_reply = Some(Arc::new(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
    }));
    let error = client(config).thing("1").await.expect_err("it failed");
    let Error::Failure(Failure::Undeclared(reply)) = error else {
        panic!("it is declared: {error:?}");
    };
    assert_eq!((reply.status(), reply.body()), (504, &b"3"[..]));
    assert_eq!((sent.count(), seen.load(Ordering::Relaxed)), (3, 1));

    let (config, sent) = scripted(vec![response(503, "", ""), Answer::Close, Answer::Close]).await;
    assert_eq!(status(client(config).thing("1").await), None);
    assert_eq!(sent.count(), 3);
}

#[tokio::test]
async fn only_what_may_be_repeated_is() {
    let busy = || scripted(vec![response(503, "", ""); 3]);
    let none = CreateParams::default();

    // By default there are none.
    let (config, sent) = busy().await;
    assert_eq!(status(Client::new(config).thing("1").await), Some(503));
    assert_eq!(sent.count(), 1);

    let (config, sent) = busy().await;
    assert_eq!(
        status(client(config).thing("1").no_retry().await),
        Some(503)
    );
    assert_eq!(sent.count(), 1);

    // POST is not idempotent.
    let (config, sent) = busy().await;
    let call = client(config).undeclared("POST", "/things").json("a");
    let reply = call.send().await.expect("it is answered");
    assert_eq!((reply.status(), sent.count()), (503, 1));

    let (config, sent) = busy().await;
    assert_eq!(
        status(client(config).create(&none, &thing()).retry().await),
        Some(503)
    );
    assert_eq!(sent.count(), 3);
    assert!(sent.all().iter().all(|request| request.ends_with(THING)));

    // The key says that the server takes it once, and is the same each time.
    let (config, sent) = busy().await;
    let params = CreateParams {
        idempotency_key: Some("once".to_owned()),
    };
    assert_eq!(
        status(client(config).create(&params, &thing()).await),
        Some(503)
    );
    assert_eq!(sent.header("idempotency-key"), ["once"; 3]);

    // A call that asks for it needs no configuration.
    let (config, sent) = scripted(vec![Answer::Close, json(200, THING)]).await;
    Client::new(config)
        .thing("1")
        .retry()
        .await
        .expect("the second is a thing");
    assert_eq!(sent.count(), 2);
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let stream = ByteStream::from_reader(std::io::Cursor::new(b"chunk"));
    for (body, expected) in [("chunk".into(), 2), ("".into(), 2), (stream, 1)] {
        let (config, sent) = scripted(vec![response(503, "", ""), response(204, "", "")]).await;
        let result = client(config).upload("1", body).retry().await;
        assert_eq!((result.is_ok(), sent.count()), (expected == 2, expected));
    }
}

#[tokio::test]
async fn every_attempt_is_seen() {
    let (mut config, sent) = scripted(vec![Answer::Close, json(200, THING)]).await;
    let attempts = AtomicUsize::new(0);
    config.on_request = Some(Arc::new(move |request| {
        let attempt = attempts.fetch_add(1, Ordering::Relaxed);
        request.headers_mut().append("x-attempt", attempt.into());
    }));
    client(config)
        .thing("1")
        .await
        .expect("the second is a thing");
    assert_eq!(sent.header("x-attempt"), ["0", "1"]);
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_repeated() {
    let limit = Duration::from_millis(50);
    let stalled = Answer::Stall(String::new());
    let (mut config, sent) = scripted(vec![stalled.clone(), json(200, THING)]).await;
    config.retries = retries().map(|retries| Retries {
        attempt_timeout: Some(limit),
        ..retries
    });
    Client::new(config)
        .thing("1")
        .await
        .expect("the second is a thing");
    assert_eq!(sent.count(), 2);

    let (mut config, sent) = scripted(vec![stalled; 3]).await;
    config.retries = retries().map(|retries| Retries {
        attempt_timeout: Some(limit),
        ..retries
    });
    let error = Client::new(config).thing("1").await.expect_err("it failed");
    let is_expected = matches!(
        &error,
        Error::Failure(Failure::TimedOut(TimeLimit::Attempt(_)))
    );
    assert!(is_expected, "{error:?}");
    assert_eq!(sent.count(), 3);
}

#[tokio::test]
async fn a_wait_beyond_the_time_of_the_call_is_not_begun() {
    let late = response(503, "Retry-After: 50\r\n", "busy");
    let (config, sent) = scripted(vec![late, json(200, THING)]).await;
    assert_eq!(status(client(config).thing("1").await), Some(503));
    assert_eq!(sent.count(), 1);
}

#[tokio::test]
async fn dropping_the_call_stops_it() {
    let waiting = response(503, "Retry-After: 1\r\n", "");
    let (mut config, sent) = scripted(vec![waiting, json(200, THING)]).await;
    config.timeout = None;
    let client = client(config);
    let call = client.thing("1");
    let dropped = tokio::time::timeout(Duration::from_millis(300), call).await;
    assert!(dropped.is_err(), "it waits for a second");
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(sent.count(), 1);
}
