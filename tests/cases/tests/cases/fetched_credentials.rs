//! Credentials that a function fetches: case 88.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use oasmith_cases::c88_fetched_credentials as notes;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::{Config, Error, Failure, Retries};

use notes::client::{Client, Secret, Token};
use notes::responses::NotesError;

use super::http::config;
use super::scripted::{Answer, json, scripted};

const NONE: &str = "[]";

/// A secret that is numbered by how often it was fetched, and that number.
fn numbered(lifetime: Option<Duration>) -> (Secret, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let secret = Secret::fetched(move || {
        let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            // Others come meanwhile.
            tokio::time::sleep(Duration::from_millis(20)).await;
            let token = Token::new(format!("secret{number}"));
            Ok::<_, std::io::Error>(match lifetime {
                Some(lifetime) => token.expires_in(lifetime),
                None => token,
            })
        }
    });
    (secret, count)
}

fn refused() -> Answer {
    json(401, "\"secret1 is over\"")
}

fn failure<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Failure {
    match result {
        Err(Error::Failure(failure)) => failure,
        other => panic!("it is no failure: {other:?}"),
    }
}

#[tokio::test]
async fn a_secret_is_fetched_once_for_all_calls() {
    let (config, sent) = scripted(vec![json(200, NONE); 8]).await;
    let (secret, count) = numbered(Some(Duration::from_secs(3600)));
    let client = Client::new(config).with_account(secret);
    assert_eq!(count.load(Ordering::SeqCst), 0);
    let calls: Vec<_> = (0..8)
        .map(|_| tokio::spawn(client.clone().notes()))
        .collect();
    for call in calls {
        call.await.expect("it did not panic").expect("it has notes");
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_eq!(sent.header("authorization"), ["Bearer secret1"; 8]);
    assert!(!format!("{client:?}").contains("secret1"));
}

#[tokio::test]
async fn a_secret_that_expires_is_fetched_again() {
    let (config, sent) = scripted(vec![json(200, NONE); 3]).await;
    let (secret, _) = numbered(Some(Duration::from_millis(200)));
    let client = Client::new(config).with_account(secret);
    for pause in [0, 0, 300] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        client.notes().await.expect("it has notes");
    }
    // The second call may be late on a busy machine.
    let last = sent.header("authorization").pop();
    assert!(last != Some("Bearer secret1".to_owned()), "{last:?}");
}

#[tokio::test]
async fn a_401_fetches_another_secret_once() {
    let answers = vec![
        refused(),
        json(200, NONE),
        refused(),
        refused(),
        json(200, NONE),
    ];
    let (config, sent) = scripted(answers).await;
    let (secret, count) = numbered(None);
    let client = Client::new(config).with_account(secret);
    client.add(&"a".to_owned()).await.expect("it has notes");
    assert_eq!(
        sent.header("authorization"),
        ["Bearer secret1", "Bearer secret2"]
    );
    assert!(sent.all().iter().all(|request| request.ends_with("\"a\"")));

    let error = client.notes().await.expect_err("it is refused");
    assert!(matches!(
        error.declared(),
        Some(NotesError::Unauthorized(_))
    ));
    assert_eq!((sent.count(), count.load(Ordering::SeqCst)), (4, 3));
    client.notes().await.expect("it has notes");
    assert_eq!(
        sent.header("authorization").pop(),
        Some("Bearer secret3".to_owned())
    );
}

#[tokio::test]
async fn calls_that_are_refused_together_share_another_secret() {
    let route = axum::routing::get(|headers: HeaderMap| async move {
        let (status, body) = match headers["authorization"] == "Bearer secret1" {
            true => (StatusCode::UNAUTHORIZED, "\"over\""),
            false => (StatusCode::OK, NONE),
        };
        (status, [("content-type", "application/json")], body)
    });
    let config = config(Router::new().route("/notes", route)).await;
    let (secret, count) = numbered(None);
    let client = Client::new(config).with_account(secret);
    let calls: Vec<_> = (0..4)
        .map(|_| tokio::spawn(client.clone().notes()))
        .collect();
    for call in calls {
        call.await.expect("it did not panic").expect("it has notes");
    }
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn the_same_secret_is_not_sent_again() {
    let (config, sent) = scripted(vec![refused(), refused()]).await;
    let same = Secret::fetched(|| async { Ok::<_, std::io::Error>("secret1") });
    let client = Client::new(config.clone()).with_account(same);
    let error = client.notes().await.expect_err("it is refused");
    assert_eq!((error.status(), sent.count()), (Some(401), 1));
    // The message of a 401 is without the secret.
    assert_eq!(error.message(), Some("[redacted] is over"));
    let client = Client::new(config).with_account("secret1");
    let error = client.notes().await.expect_err("it is refused");
    assert_eq!((error.status(), sent.count()), (Some(401), 2));
}

#[tokio::test]
async fn a_stream_is_sent_once_and_the_next_call_has_another_secret() {
    let (config, sent) = scripted(vec![refused(), json(200, NONE)]).await;
    let (secret, count) = numbered(None);
    let client = Client::new(config).with_account(secret);
    let body = || ByteStream::from_reader(&b"bytes"[..]);
    let error = client.upload(body()).await.expect_err("it is refused");
    assert_eq!((error.status(), sent.count()), (Some(401), 1));
    client.upload(body()).await.expect("it has notes");
    assert_eq!(
        sent.header("authorization"),
        ["Bearer secret1", "Bearer secret2"]
    );
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_secret_that_cannot_be_fetched() {
    let (config, sent) = scripted(vec![refused()]).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let broken = Secret::fetched(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Err::<String, _>(std::io::Error::other("no file"))
        }
    });
    let mut patient = config.clone();
    patient.retries = Some(Retries::default());
    let client = Client::new(patient).with_account(broken);
    let calls: Vec<_> = (0..4)
        .map(|_| tokio::spawn(client.clone().notes()))
        .collect();
    for call in calls {
        let failure = failure(call.await.expect("it did not panic"));
        assert_eq!(failure.to_string(), "a credential could not be fetched");
        let Failure::Credential(error) = failure else {
            panic!("it is about the credential")
        };
        assert!(error.downcast_ref::<std::io::Error>().is_some());
    }
    assert_eq!((sent.count(), count.load(Ordering::SeqCst)), (0, 1));

    // The second one is missing only after the first was refused.
    let count = AtomicUsize::new(0);
    let once = Secret::fetched(move || {
        let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
        async move { is_first.then_some("secret1").ok_or("there is no other") }
    });
    let result = Client::new(config).with_account(once).notes().await;
    assert!(matches!(failure(result), Failure::Credential(_)));
    assert_eq!(sent.count(), 1);
}

#[tokio::test]
async fn the_time_of_a_call_includes_its_secret() {
    let (config, sent) = scripted(vec![json(200, NONE)]).await;
    let (secret, count) = numbered(None);
    let client = Client::new(config).with_account(secret);
    let call = client.notes().timeout(Duration::from_millis(1));
    assert!(matches!(failure(call.await), Failure::TimedOut(_)));
    assert_eq!(sent.count(), 0);
    client.notes().await.expect("it has notes");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn every_credential_may_be_fetched() {
    let answers = vec![refused(), json(200, NONE), json(200, NONE), json(200, NONE)];
    let (config, sent) = scripted(answers).await;
    let client = |config: &Config| Client::new(config.clone());
    let keys = client(&config).with_key(numbered(None).0);
    let keys = keys.with_secret(numbered(None).0).with_session("s");
    keys.keys().await.expect("it has notes");
    let request = sent.all().pop().expect("it was sent");
    assert!(
        request.starts_with("GET /api/keys?secret=secret2 "),
        "{request}"
    );
    assert_eq!(sent.header("x-key"), ["secret1", "secret2"]);
    assert_eq!(sent.header("cookie"), ["session=s", "session=s"]);

    let password = client(&config).with_password("ann", numbered(None).0);
    password.passwords().await.expect("it has notes");
    let sentry = client(&config).with_sentry(numbered(None).0);
    sentry.passwords().await.expect("it has notes");
    let headers = sent.header("authorization");
    assert_eq!(headers[2..], ["Basic YW5uOnNlY3JldDE=", "Sentry secret1"]);

    let call = keys.keys().header("X-Key", "other");
    assert!(matches!(failure(call.await), Failure::Unencodable(_)));
}

#[tokio::test]
async fn undeclared_requests_have_fetched_credentials() {
    let (config, sent) = scripted(vec![refused(), json(200, NONE)]).await;
    let client = Client::new(config).with_account(numbered(None).0);
    let reply = client.undeclared("GET", "/new").send().await;
    assert_eq!(reply.expect("it is a reply").status(), 200);
    assert_eq!(
        sent.header("authorization"),
        ["Bearer secret1", "Bearer secret2"]
    );
}
