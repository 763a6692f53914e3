//! Events whose connection is made again: case 91.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use oasmith_cases::c91_streams::client::Client;
use oasmith_cases::c91_streams::requests::TicksParams;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::Config;
use oasmith_cases::support::sequential::ItemError;
use tokio::sync::mpsc;

use super::http::config;
use super::streams::{Channel, all};

/// A server that answers one call after the other so: with a status and events, or a lost connection. An
/// error has no events, but a `Retry-After`.
async fn scripted(
    script: &'static [(u16, &'static str, bool)],
) -> (Config, mpsc::UnboundedReceiver<Option<String>>) {
    let (seen, ids) = mpsc::unbounded_channel();
    let next = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let router = Router::new().fallback(move |headers: axum::http::HeaderMap| {
        let id = headers.get("last-event-id");
        let id = id.map(|id| id.to_str().expect("it is text").to_owned());
        seen.send(id).expect("it is read");
        let step = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let (status, events, is_lost) = script[step];
        let (sender, receiver) = mpsc::channel(2);
        tokio::spawn(async move {
            let _ = sender.send(Ok(events.to_owned())).await;
            if is_lost {
                // What is sent right before is lost with the connection.
                tokio::time::sleep(Duration::from_millis(100)).await;
                let _ = sender.send(Err(io::Error::other("reset"))).await;
            }
        });
        let wait = if status == 200 { "" } else { events };
        let headers = [("content-type", "text/event-stream"), ("retry-after", wait)];
        let status = axum::http::StatusCode::from_u16(status).expect("it is one");
        async move { (status, headers, Body::from_stream(Channel(receiver))) }
    });
    (config(router).await, ids)
}

#[tokio::test]
async fn a_lost_connection_is_made_again_behind_the_last_event() {
    let (config, mut ids) = scripted(&[
        (200, "retry: 1\nid: a\ndata: {\"value\":1}\n\n", false),
        (
            200,
            "id: b\n\n: the ID of the next\n\ndata: {\"value\":2}\n\ndata: {\"val",
            true,
        ),
        (503, "", false),
        (
            200,
            "data: {\"value\":3}\n\nid\ndata: {\"value\":4}\n\n",
            false,
        ),
        (204, "", false),
    ])
    .await;
    let client = Client::new(config);
    let ticks = client.ticks(&TicksParams::default()).reconnecting();
    let values: Vec<_> = all(ticks).await.iter().map(|it| it.data.value).collect();
    assert_eq!(values, [1, 2, 3, 4]);
    let mut sent = Vec::new();
    while let Ok(id) = ids.try_recv() {
        sent.push(id);
    }
    let expected = [None, Some("a"), Some("b"), Some("b"), None];
    assert_eq!(sent, expected.map(|id| id.map(str::to_owned)));
}

#[tokio::test]
async fn a_first_call_that_fails_ends_the_events() {
    for status in [400, 503] {
        let script: &'static [_] = Box::leak(Box::new([(status, "", false)]));
        let (config, _ids) = scripted(script).await;
        let client = Client::new(config);
        let mut ticks = client.ticks(&TicksParams::default()).reconnecting();
        let error = ticks.next().await.expect("one").expect_err("it failed");
        assert!(matches!(error, ItemError::Failed(_)), "{error}");
        assert!(ticks.next().await.is_none());
    }
    // A later one that may not pass.
    let (config, _ids) = scripted(&[
        (200, "retry: 1\ndata: {\"value\":1}\n\n", false),
        (404, "", false),
    ])
    .await;
    let client = Client::new(config);
    let mut ticks = client.ticks(&TicksParams::default()).reconnecting();
    ticks.next().await.expect("one").expect("it is good");
    ticks
        .next()
        .await
        .expect("one")
        .expect_err("it is not there");
    assert!(ticks.next().await.is_none());
}

/// Fields count without data as well, and the last ID stays that of the events (WHATWG HTML §9.2.6).
#[tokio::test]
async fn an_event_without_data_is_for_the_next_connection() {
    let (config, mut ids) = scripted(&[
        (200, "retry: 1\n\nid: a\n\n", false),
        (200, "data: {\"value\":1}\n\nid: b\n\nid: c\n", true),
        (200, ": nothing\n\n", false),
        (200, "id\n\n", false),
        (204, "", false),
    ])
    .await;
    let client = Client::new(config);
    let ticks = client.ticks(&TicksParams::default()).reconnecting();
    // The time to wait is 3 s where the server names none.
    let ticks = tokio::time::timeout(Duration::from_secs(3), all(ticks)).await;
    assert_eq!(ticks.expect("it does not wait").len(), 1);
    let mut sent = Vec::new();
    while let Ok(id) = ids.try_recv() {
        sent.push(id);
    }
    let expected = [None, Some("a"), Some("b"), Some("b"), None];
    assert_eq!(sent, expected.map(|id| id.map(str::to_owned)));
}

#[tokio::test]
async fn done_is_the_end() {
    let events = "retry: 1\ndata: {\"value\":1}\n\ndata: [DONE]\n\ndata: {\"value\":2}\n\n";
    let (config, mut ids) = scripted(Vec::leak(vec![(200, events, false)])).await;
    let client = Client::new(config);
    let ticks = client.ticks(&TicksParams::default()).reconnecting();
    assert_eq!(all(ticks).await.len(), 1);
    assert!(ids.try_recv().is_ok() && ids.try_recv().is_err());
}

/// What is too large would be so once more.
#[tokio::test]
async fn an_event_that_is_too_large_is_the_end() {
    let events = "retry: 1\ndata: {\"value\":1,\"more\":\"0123456789\"}\n\n";
    let (mut config, mut ids) = scripted(Vec::leak(vec![(200, events, false)])).await;
    config.memory_limit = 20;
    let client = Client::new(config);
    let mut ticks = client.ticks(&TicksParams::default()).reconnecting();
    let error = ticks.next().await.expect("one").expect_err("it is large");
    assert!(
        matches!(error, ItemError::TooLarge { limit: 20 }),
        "{error}"
    );
    assert!(ticks.next().await.is_none());
    assert!(ids.try_recv().is_ok() && ids.try_recv().is_err());
}

#[tokio::test]
async fn a_server_may_ask_to_wait_longer() {
    let (config, mut ids) = scripted(&[
        (200, "retry: 1\ndata: {\"value\":1}\n\n", false),
        (429, "0", false),
        (200, "data: {\"value\":2}\n\n", false),
        (503, "3601", false),
    ])
    .await;
    let client = Client::new(config);
    let mut ticks = client.ticks(&TicksParams::default()).reconnecting();
    for value in [1, 2] {
        let tick = ticks.next().await.expect("one").expect("it is good");
        assert_eq!(tick.data.value, value);
    }
    // Nobody waits for hours: the error has the header.
    let error = ticks.next().await.expect("one").expect_err("it failed");
    assert!(matches!(error, ItemError::Failed(_)), "{error}");
    assert!(ticks.next().await.is_none());
    let sent = std::iter::from_fn(|| ids.try_recv().ok());
    assert_eq!(sent.count(), 4);
}

/// The ID of the first call counts up to that of an event, which may be none.
#[tokio::test]
async fn an_id_that_is_reset_is_not_that_of_the_first_call() {
    let (config, mut ids) = scripted(&[
        (200, "retry: 1\n\n", false),
        (200, "data: {\"value\":1}\n\n", false),
        (
            200,
            "id: 50\ndata: {\"value\":2}\n\nid\ndata: {\"value\":3}\n\n",
            false,
        ),
        (204, "", false),
    ])
    .await;
    let client = Client::new(config);
    let ticks = client.ticks(&TicksParams {
        last_event_id: Some("41".to_owned()),
    });
    assert_eq!(all(ticks.reconnecting()).await.len(), 3);
    let sent: Vec<_> = std::iter::from_fn(|| ids.try_recv().ok()).collect();
    let expected = [Some("41"), Some("41"), Some("41"), None];
    assert_eq!(sent, expected.map(|id| id.map(str::to_owned)));
}

/// A body that is a stream cannot be sent again, so that what is lost is lost.
#[tokio::test]
async fn events_of_a_body_that_is_a_stream_do_not_end_in_silence() {
    let events = "data: {\"value\":1}\n\n";
    for is_lost in [false, true] {
        let (config, mut ids) = scripted(Vec::leak(vec![(200, events, is_lost)])).await;
        let client = Client::new(config);
        let audio = ByteStream::from_stream(Channel(sent("audio").await));
        let mut captions = client.captions(audio).reconnecting();
        captions.next().await.expect("one").expect("it is good");
        match captions.next().await {
            Some(Err(ItemError::Failed(_))) => assert!(is_lost),
            None => assert!(!is_lost),
            other => panic!("{other:?}"),
        }
        assert!(captions.next().await.is_none());
        assert!(ids.try_recv().is_ok() && ids.try_recv().is_err());
    }
}

async fn sent(text: &str) -> mpsc::Receiver<io::Result<String>> {
    let (sender, receiver) = mpsc::channel(1);
    sender.send(Ok(text.to_owned())).await.expect("it is open");
    receiver
}
