//! Bodies that are streams, on both sides: case 91.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use futures_core::Stream;
use oasmith_cases::c91_streams as cases;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::Config;
use oasmith_cases::support::sequential::{Event, Events, ItemError, Items, JsonLines, TextEvents};
use oasmith_cases::support::server::Accept;
use tokio::sync::mpsc;

use cases::bodies::{AnswerOrEventStreamBody, JsonlOrJsonSeqBody};
use cases::client::{Client, Error, Failure};
use cases::models::*;
use cases::requests::{MixedBody, TicksParams};
use cases::responses::{CompleteError, DownloadError, DownloadSuccess, TicksError};
use cases::server;

use super::http::{config, serve};

struct Streaming;

fn reading(value: i64) -> Reading {
    Reading { value, note: None }
}

fn readings(range: std::ops::Range<i64>) -> Vec<Reading> {
    range.map(reading).collect()
}

/// A stream that a task fills.
pub struct Channel<T>(pub mpsc::Receiver<T>);

impl<T> Stream for Channel<T> {
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

impl server::Api for Streaming {
    async fn lines(&self) -> Result<Items<Reading>, server::Error<cases::responses::LinesError>> {
        Ok(readings(0..3).into())
    }

    async fn put_lines(&self, mut body: Items<Reading>) -> Result<i64, server::Error> {
        let mut sum = 0;
        while let Some(item) = body.next().await {
            sum += item.map_or(1000, |item| item.value);
        }
        Ok(sum)
    }

    async fn sequence(&self) -> Result<Items<Reading>, server::Error> {
        Ok(readings(0..2).into())
    }

    async fn ticks(
        &self,
        params: TicksParams,
    ) -> Result<Events<Reading>, server::Error<TicksError>> {
        let first = match params.last_event_id.as_deref() {
            Some("none") => {
                let detail = "there are none".to_owned();
                return Err(TicksError::Default(503, Problem { detail }).into());
            }
            id => id
                .and_then(|id| id.parse().ok())
                .map_or(0, |id: i64| id + 1),
        };
        // More than one at a time is never there: the caller sees each as it is sent.
        let (sender, receiver) = mpsc::channel(1);
        tokio::spawn(async move {
            for value in first..first + 3 {
                let event = Event {
                    event: Some("tick".to_owned()),
                    id: Some(value.to_string()),
                    retry: (value == first).then_some(Duration::from_millis(20)),
                    data: reading(value),
                };
                let sent = sender.send(Ok::<_, io::Error>(event)).await;
                if sent.is_err() {
                    return;
                }
            }
        });
        Ok(Items::from_stream(Channel(receiver)))
    }

    async fn log(&self) -> Result<Events<String>, server::Error> {
        let texts = ["one", "two\nlines", "", " indented", "[DONE]"];
        let events = texts.map(|text| Event::new(text.to_owned()));
        Ok(events.to_vec().into())
    }

    async fn changes(&self) -> Result<Items<ChangesOk>, server::Error> {
        let added = Added {
            event: AddedEvent::Added,
            data: reading(1),
            id: Some("a".to_owned()),
        };
        let removed = Removed {
            event: RemovedEvent::Removed,
            data: RemovedData {
                name: "b\n".to_owned(),
            },
        };
        Ok(vec![ChangesOk::Added(added), ChangesOk::Removed(removed)].into())
    }

    async fn messages(&self) -> Result<Items<Message>, server::Error> {
        let message = |data: &str, event: Option<&str>| Message {
            data: data.to_owned(),
            event: event.map(str::to_owned),
            retry: None,
        };
        Ok(vec![message("1", None), message("{}\n", Some("x"))].into())
    }

    async fn complete(
        &self,
        body: Prompt,
        _: Accept,
    ) -> Result<AnswerOrEventStreamBody, server::Error<CompleteError>> {
        let words: Vec<_> = body.text.split(' ').map(str::to_owned).collect();
        Ok(match body.stream {
            Some(true) => {
                let tokens = words.into_iter().map(|token| Event::new(Token { token }));
                AnswerOrEventStreamBody::EventStream(tokens.collect::<Vec<_>>().into())
            }
            _ => AnswerOrEventStreamBody::Json(Answer { text: body.text }),
        })
    }

    async fn download(
        &self,
        name: String,
    ) -> Result<DownloadSuccess, server::Error<DownloadError>> {
        let detail = name.clone();
        Ok(match name.as_str() {
            "late" => DownloadSuccess::Accepted(Problem { detail }),
            "none" => return Err(DownloadError::NotFound(Problem { detail }).into()),
            _ => DownloadSuccess::Ok(ByteStream::from(name).with_length(4)),
        })
    }

    async fn raw(&self) -> Result<ByteStream, server::Error> {
        Ok("data: 1\n\n".into())
    }

    async fn mixed(&self, body: MixedBody, _: Accept) -> Result<JsonlOrJsonSeqBody, server::Error> {
        Ok(match body {
            MixedBody::Json(reading) => JsonlOrJsonSeqBody::JsonSeq(vec![reading].into()),
            MixedBody::Jsonl(items) => JsonlOrJsonSeqBody::Jsonl(items),
        })
    }
}

async fn client() -> Client {
    Client::new(config(server::router(Streaming)).await)
}

pub async fn all<T>(items: Items<T>) -> Vec<T> {
    items.collect(100).await.expect("all can be read")
}

#[tokio::test]
async fn items_come_as_they_are_sent() {
    let client = client().await;
    let lines = client.lines().await.expect("it is a success");
    assert_eq!(all(lines).await, readings(0..3));
    let sequence = client.sequence().await.expect("it is a success");
    assert_eq!(all(sequence).await, readings(0..2));
    let sum = client.put_lines(readings(0..4)).await;
    assert_eq!(sum.expect("it is a success"), 6);
    let jsonl = client.mixed(MixedBody::Jsonl(readings(0..2).into())).await;
    match jsonl.expect("it is a success") {
        JsonlOrJsonSeqBody::Jsonl(items) => assert_eq!(all(items).await, readings(0..2)),
        other => panic!("{other:?}"),
    }
    let json = client.mixed(MixedBody::Json(reading(5))).await;
    match json.expect("it is a success") {
        JsonlOrJsonSeqBody::JsonSeq(items) => assert_eq!(all(items).await, [reading(5)]),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn events_have_fields_and_data() {
    let client = client().await;
    let mut ticks = client
        .ticks(&TicksParams::default())
        .await
        .expect("it is a success");
    let first = ticks
        .next()
        .await
        .expect("there is one")
        .expect("it is read");
    assert_eq!(first.data, reading(0));
    assert_eq!(first.event.as_deref(), Some("tick"));
    assert_eq!(first.id.as_deref(), Some("0"));
    assert_eq!(first.retry, Some(Duration::from_millis(20)));
    assert_eq!(all(ticks).await.len(), 2);

    let log = all(client.log().await.expect("it is a success")).await;
    let log: Vec<_> = log.into_iter().map(|event| event.data).collect();
    assert_eq!(log, ["one", "two\nlines", "", " indented", "[DONE]"]);

    let changes = all(client.changes().await.expect("it is a success")).await;
    match &changes[..] {
        [ChangesOk::Added(added), ChangesOk::Removed(removed)] => {
            assert_eq!((added.data.value, added.id.as_deref()), (1, Some("a")));
            assert_eq!(removed.data.name, "b\n");
        }
        other => panic!("{other:?}"),
    }
    let messages = all(client.messages().await.expect("it is a success")).await;
    assert_eq!((&*messages[0].data, &*messages[1].data), ("1", "{}\n"));

    let params = TicksParams {
        last_event_id: Some("none".to_owned()),
    };
    match client.ticks(&params).await.expect_err("it is an error") {
        Error::Declared(error) => assert_eq!(error.status, 503),
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_download_is_a_stream_with_a_length() {
    let client = client().await;
    match client.download("abcd").await.expect("it is a success") {
        DownloadSuccess::Ok(mut file) => {
            assert_eq!(file.length(), Some(4));
            let chunk = file.chunk().await.expect("it is read");
            assert_eq!(chunk.as_deref(), Some(&b"abcd"[..]));
            assert_eq!(file.length(), Some(0));
        }
        other => panic!("{other:?}"),
    }
    let late = client.download("late").await.expect("it is a success");
    assert!(matches!(late, DownloadSuccess::Accepted(_)));
    let error = client.download("none").await.expect_err("it is an error");
    assert_eq!(error.status(), Some(404));
    let raw = client.raw().await.expect("it is a success");
    assert_eq!(raw.collect(100).await.expect("it is short"), b"data: 1\n\n");
}

/// A server that answers with a media type and these chunks, and then fails or ends.
async fn sending(media_type: &'static str, chunks: &'static [&'static str], fails: bool) -> Config {
    let router = Router::new().fallback(move || async move {
        let (sender, receiver) = mpsc::channel(1);
        tokio::spawn(async move {
            for chunk in chunks {
                let _ = sender.send(Ok((*chunk).to_owned())).await;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            if fails {
                let _ = sender.send(Err(io::Error::other("reset"))).await;
            }
        });
        let body = Body::from_stream(Channel(receiver));
        ([("content-type", media_type)], body)
    });
    Config::new(&serve(router).await).expect("it is an address")
}

#[tokio::test]
async fn chunks_end_anywhere() {
    let chunks = &[
        "{\"val",
        "ue\":1}\n\n{\"value\"",
        ":2}\r",
        "\n{\"value\":3}",
    ];
    let client = Client::new(sending("application/jsonl; charset=utf-8", chunks, false).await);
    let lines = client.lines().await.expect("it is a success");
    assert_eq!(all(lines).await, readings(1..4));

    // WHATWG HTML §9.2.6: line ends of all kinds, comments, unknown fields, an event that is cut short.
    let chunks = &[
        "\u{feff}: comment\rid: 1\revent:tick\rdata:{\"value\":",
        "1}\r",
        "\r",
        "\ndata: {\"value\"\r\n",
        "data::2}\r\n\r\nunknown: 1\n\n",
        "data: {\"value\":3}\n\ndata: {\"value\":4}\n",
    ];
    let client = Client::new(sending("text/event-stream", chunks, false).await);
    let ticks = client.ticks(&TicksParams::default()).await;
    let ticks = all(ticks.expect("it is a success")).await;
    let values: Vec<_> = ticks.iter().map(|event| event.data.value).collect();
    assert_eq!(values, [1, 2, 3]);
    assert_eq!(ticks[0].id.as_deref(), Some("1"));
    assert_eq!(ticks[0].event.as_deref(), Some("tick"));
    // RFC 7464 §2.4: a text that is cut short is an error, and the next one is good.
    let chunks = &["\u{1e}{\"value\":1}\n\u{1e}{\"val", "\u{1e}{\"value\":2}\n"];
    let client = Client::new(sending("application/geo+json-seq", chunks, false).await);
    let mut sequence = client.sequence().await.expect("it is a success");
    assert_eq!(
        sequence.next().await.expect("one").expect("it is good"),
        reading(1)
    );
    let cut = sequence.next().await.expect("one").expect_err("it is cut");
    assert!(matches!(cut, ItemError::Unreadable(_)), "{cut}");
    assert_eq!(
        sequence.next().await.expect("one").expect("it is good"),
        reading(2)
    );
    assert!(sequence.next().await.is_none());
}

#[tokio::test]
async fn done_is_the_end_of_events_of_json() {
    let chunks = &[
        "data: {\"token\":\"a\"}\n\n",
        "data: [DONE]\n\n",
        "data: {}\n\n",
    ];
    let client = Client::new(sending("text/event-stream", chunks, true).await);
    let prompt = Prompt {
        text: String::new(),
        stream: Some(true),
    };
    let tokens = client.complete_stream(&prompt).await;
    assert_eq!(all(tokens.expect("it is a success")).await.len(), 1);
}

#[tokio::test]
async fn faults_of_a_stream_are_named() {
    // A body that is cut short.
    let client = Client::new(sending("application/jsonl", &["{\"value\":1}\n"], true).await);
    let mut lines = client.lines().await.expect("it is a success");
    lines.next().await.expect("one").expect("it is good");
    let failed = lines.next().await.expect("one").expect_err("it is cut");
    assert!(matches!(failed, ItemError::Failed(_)), "{failed}");
    assert!(lines.next().await.is_none());

    // An item that is too large for the client.
    let mut small = sending(
        "application/jsonl",
        &["{\"value\":1,\"note\":\"", "aaaaaaaaaaaaaaaaaaaaaa"],
        false,
    )
    .await;
    small.memory_limit = 20;
    let client = Client::new(small);
    let mut lines = client.lines().await.expect("it is a success");
    let large = lines.next().await.expect("one").expect_err("it is large");
    assert!(
        matches!(large, ItemError::TooLarge { limit: 20 }),
        "{large}"
    );

    // A pause that is too long.
    let router = Router::new().fallback(|| async {
        let (sender, receiver) = mpsc::channel::<Result<String, io::Error>>(1);
        tokio::spawn(async move {
            let _ = sender.send(Ok("data: {\"value\":1}\n\n".to_owned())).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        });
        (
            [("content-type", "text/event-stream")],
            Body::from_stream(Channel(receiver)),
        )
    });
    let client = Client::new(config(router).await);
    let ticks = client.ticks(&TicksParams::default());
    let mut ticks = ticks
        .idle_timeout(Duration::from_millis(100))
        .await
        .expect("it is a success");
    ticks.next().await.expect("one").expect("it is good");
    match ticks.next().await.expect("one").expect_err("it pauses") {
        ItemError::Failed(error) => assert_eq!(error.kind(), io::ErrorKind::TimedOut),
        error => panic!("{error}"),
    }

    // Another media type is read as a whole, and shown as an error.
    let client = Client::new(sending("text/html", &["<p>login</p>"], false).await);
    match client.lines().await.expect_err("it is a page") {
        Error::Failure(Failure::Undecodable(error)) => {
            assert_eq!(error.reply.body(), b"<p>login</p>")
        }
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn what_would_arrive_as_something_else_is_not_sent() {
    for event in [
        Event {
            event: Some("a\nb".to_owned()),
            ..Event::new("x".to_owned())
        },
        Event {
            id: Some("a\rb".to_owned()),
            ..Event::new("x".to_owned())
        },
        Event::new("a\rb".to_owned()),
    ] {
        let stream =
            Items::from(vec![event]).written(oasmith_cases::support::sequential::TextEvents);
        let error = stream.collect(100).await.expect_err("it is not sent");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}

#[tokio::test]
async fn a_property_of_the_body_chooses_between_json_and_a_stream() {
    let client = client().await;
    let prompt = Prompt {
        text: "one two".to_owned(),
        stream: None,
    };
    let answer = client.complete(&prompt).await.expect("it is a success");
    assert_eq!(answer.text, "one two");
    let tokens = client.complete_stream(&prompt).await;
    let tokens = all(tokens.expect("it is a success")).await;
    let tokens: Vec<_> = tokens.into_iter().map(|event| event.data.token).collect();
    assert_eq!(tokens, ["one", "two"]);
    // The property that asks for a stream is for the other method.
    let streaming = Prompt {
        stream: Some(true),
        ..prompt
    };
    let error = client.complete(&streaming).await;
    error.expect_err("it is no JSON");
}

#[tokio::test]
async fn a_pause_between_events_has_comments() {
    let (sender, receiver) = mpsc::channel::<io::Result<Event<String>>>(1);
    let events: Events<String> = Items::from_stream(Channel(receiver));
    let events = events.with_comments(Duration::from_millis(1));
    let mut body = events.written(TextEvents);
    let mut written = Vec::new();
    for _ in 0..2 {
        let chunk = body.chunk().await.expect("it is no error");
        let chunk = chunk.expect("it is a comment");
        assert_eq!(&*chunk, b":\n\n");
        written.extend(chunk);
    }
    let sent = sender.send(Ok(Event::new("x".to_owned()))).await;
    sent.expect("somebody listens");
    drop(sender);
    written.extend(body.collect(1_000).await.expect("it ends"));
    let body = ByteStream::from(written);
    let events = all(Items::read(body, TextEvents, 1_000)).await;
    let texts: Vec<_> = events.into_iter().map(|event| event.data).collect();
    assert_eq!(texts, ["x"]);
}

#[tokio::test]
async fn lines_have_no_comments() {
    let (sender, receiver) = mpsc::channel::<io::Result<Reading>>(1);
    let items = Items::from_stream(Channel(receiver)).with_comments(Duration::from_millis(1));
    let mut body = items.written(JsonLines);
    let pause = tokio::time::timeout(Duration::from_millis(20), body.chunk());
    pause.await.expect_err("nothing is written");
    drop(sender);
    assert_eq!(body.collect(1_000).await.expect("it ends"), b"");
}
