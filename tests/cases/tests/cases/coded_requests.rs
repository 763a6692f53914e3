//! Requests with a content coding, on both sides: case 100. What reads `gzip` is the layer that users of
//! axum have.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use oasmith_cases::c100_coded_requests as cases;
use oasmith_cases::support::body::multipart::{FilePart, Multipart};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::{Compression, Config, Error, Failure, Retries};
use oasmith_cases::support::sequential::Items;
use tower_http::decompression::RequestDecompressionLayer;

use cases::client::Client;
use cases::models::Note;
use cases::requests::FilesForm;
use cases::server::{self, Api, Authenticate, Settings, router_with};

use super::http::{config, serve};
use super::scripted::{json, response, scripted};
use super::streams::Channel;

struct Counting;

impl Authenticate for Counting {
    type Caller = ();
}

impl Api for Counting {
    async fn note(&self, body: Note) -> Result<i64, server::Error> {
        Ok(body.text.len() as i64)
    }

    async fn page(&self, body: String) -> Result<i64, server::Error> {
        Ok(body.len() as i64)
    }

    async fn blob(&self, mut body: ByteStream) -> Result<i64, server::Error> {
        let mut length = 0;
        while let Some(chunk) = body.chunk().await.map_err(server::Rejection::from)? {
            length += chunk.len() as i64;
        }
        Ok(length)
    }

    async fn files(&self, body: Multipart<FilesForm>) -> Result<i64, server::Error> {
        let form = body.collect().await?;
        let file = form.file.content.collect(1 << 20).await;
        let file = file.map_err(server::Rejection::from)?;
        Ok(file.len() as i64)
    }

    async fn rows(&self, mut body: Items<Note>) -> Result<i64, server::Error> {
        let mut count = 0;
        while let Some(row) = body.next().await {
            row.map_err(|_| server::Rejection::new(400, "invalid", "no row"))?;
            count += 1;
        }
        Ok(count)
    }
}

/// What of the head of a request is about its body: `Content-Encoding`, `Content-Length`,
/// `Transfer-Encoding`.
type Heads = Arc<Mutex<Vec<[String; 3]>>>;

/// A server that reads `gzip`, and notes what comes.
async fn reading(settings: Settings) -> (Config, Heads) {
    let heads = Heads::default();
    let noted = Arc::clone(&heads);
    let note = move |request: Request<Body>| {
        let value = |name: &str| {
            let value = request.headers().get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let names = ["content-encoding", "content-length", "transfer-encoding"];
        noted
            .lock()
            .expect("nobody panicked")
            .push(names.map(value));
        request
    };
    let router = router_with(Counting, settings)
        .layer(RequestDecompressionLayer::new())
        .layer(axum::middleware::map_request(move |request| {
            let request = note(request);
            async move { request }
        }));
    (config(router).await, heads)
}

fn last(heads: &Heads) -> [String; 3] {
    let heads = heads.lock().expect("nobody panicked");
    heads.last().cloned().unwrap_or_default()
}

fn note(length: usize) -> Note {
    Note {
        text: "a".repeat(length),
    }
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut decoder = MultiGzDecoder::new(bytes);
    decoder.read_to_end(&mut plain).expect("it is gzip");
    plain
}

fn status<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Option<u16> {
    result.expect_err("it is refused").status()
}

#[tokio::test]
async fn every_kind_of_body_is_compressed() {
    let (mut config, heads) = reading(Settings::default()).await;
    config.compression = Some(Compression::gzip());
    let client = Client::new(config);

    // The `Content-Length` of bytes in memory is that of the compressed bytes.
    assert_eq!(
        client.note(&note(50_000)).await.expect("it is taken"),
        50_000
    );
    let [coding, length, transfer] = last(&heads);
    assert_eq!((&*coding, &*transfer), ("gzip", ""));
    assert!(length.parse::<usize>().expect("it is a number") < 500);
    let page = "b".repeat(2_000);
    assert_eq!(client.page(&page).await.expect("it is taken"), 2_000);
    assert_eq!(last(&heads)[0], "gzip");
    let form = FilesForm {
        title: None,
        file: FilePart::new(vec![1; 5_000]),
    };
    assert_eq!(client.files(form).await.expect("it is taken"), 5_000);
    assert_eq!(last(&heads)[0], "gzip");

    // A stream has none, whatever it announces of itself.
    let zeros =
        ByteStream::from_reader(tokio::io::AsyncReadExt::take(tokio::io::repeat(0), 3 << 20));
    let sent = client.blob(zeros.with_length(3 << 20)).await;
    assert_eq!(sent.expect("it is taken"), 3 << 20);
    assert_eq!(last(&heads), ["gzip", "", "chunked"].map(str::to_owned));
    let rows: Vec<_> = (0..500).map(note).collect();
    assert_eq!(client.rows(rows).await.expect("it is taken"), 500);
    assert_eq!(last(&heads)[0], "gzip");
}

#[tokio::test]
async fn what_is_not_worth_it_is_sent_as_it_is() {
    let (mut config, heads) = reading(Settings::default()).await;
    config.compression = Some(Compression::gzip());
    let client = Client::new(config.clone());

    // `{"text":"…"}` has 11 bytes more than its text.
    for (length, coding) in [(1024 - 12, ""), (1024 - 11, "gzip")] {
        client.note(&note(length)).await.expect("it is taken");
        assert_eq!(last(&heads)[0], coding, "{length}");
    }
    let small = Compression::gzip().minimum(0);
    let sent = client.note(&note(100)).compression(small.clone()).await;
    assert_eq!(sent.expect("it is taken"), 100);
    assert_eq!(last(&heads)[0], "gzip");
    // Bytes that do not become fewer.
    let sent = client.note(&note(1)).compression(small.clone()).await;
    assert_eq!(sent.expect("it is taken"), 1);
    assert_eq!(last(&heads)[..2], ["", "12"].map(str::to_owned));
    let sent = client.blob("").compression(small.clone()).await;
    assert_eq!(sent.expect("it is taken"), 0);
    assert_eq!(last(&heads)[..2], ["", "0"].map(str::to_owned));
    client
        .note(&note(5_000))
        .compression(None)
        .await
        .expect("it is taken");
    assert_eq!(last(&heads)[0], "");

    // A body that is compressed already, as its header says.
    let sent = client.blob(zipped(&[7; 10_000]));
    let sent = sent
        .compression(small)
        .header("Content-Encoding", "gzip")
        .await;
    assert_eq!(sent.expect("it is taken"), 10_000);
    // Undeclared requests are like others.
    let call = client
        .undeclared("POST", "/note")
        .json(&serde_json::json!({"text": "c".repeat(9_000)}));
    assert_eq!(call.send().await.expect("it is answered").body(), b"9000");
    assert_eq!(last(&heads)[0], "gzip");

    // Without the choice nothing is.
    config.compression = None;
    Client::new(config)
        .note(&note(5_000))
        .await
        .expect("it is taken");
    assert_eq!(last(&heads)[0], "");
}

#[tokio::test]
async fn a_retry_sends_the_same_and_hooks_see_it() {
    let replies = vec![response(503, "", ""), json(200, "5000")];
    let (mut config, sent) = scripted(replies).await;
    config.compression = Some(Compression::new("hex", |body| {
        // Two bytes in place of a thousand: any coding will do.
        let _ = body;
        ByteStream::from("ab")
    }));
    config.retries = Some(Retries {
        backoff: Duration::from_millis(1),
        ..Retries::default()
    });
    let seen = Arc::new(Mutex::new(Vec::new()));
    let signed = Arc::clone(&seen);
    config.on_request = Some(Arc::new(move |request| {
        let body = request.body().and_then(|it| it.as_bytes());
        let body = body.unwrap_or_default().to_vec();
        signed.lock().expect("nobody panicked").push(body);
    }));
    let call = Client::new(config).note(&note(5_000)).retry().await;
    assert_eq!(call.expect("the second is taken"), 5_000);
    assert_eq!(*seen.lock().expect("nobody panicked"), [b"ab", b"ab"]);
    assert_eq!(sent.header("content-encoding"), ["hex", "hex"]);
    assert_eq!(sent.header("content-length"), ["2", "2"]);
}

#[tokio::test]
async fn a_stream_is_compressed_as_it_goes() {
    // The server answers with what it has when the first item is there; the second comes afterwards.
    let (came, mut arrivals) = tokio::sync::mpsc::channel::<Vec<u8>>(64);
    let raw = axum::routing::any(move |body: Body| {
        let came = came.clone();
        async move {
            let mut body = ByteStream::from_body(body);
            while let Some(chunk) = body.chunk().await.expect("it is whole") {
                came.send(chunk.to_vec()).await.expect("somebody listens");
            }
            ([("content-type", "application/json")], "2")
        }
    });
    let mut config = config(Router::new().fallback_service(raw)).await;
    config.compression = Some(Compression::gzip());
    let (rows, receiver) = tokio::sync::mpsc::channel::<Result<Note, std::io::Error>>(1);
    let call = Client::new(config).rows(Items::from_stream(Channel(receiver)));
    let call = tokio::spawn(call);
    rows.send(Ok(note(1))).await.expect("it is sent");
    let mut compressed = Vec::new();
    let mut first = String::new();
    while !first.ends_with('\n') {
        compressed.extend(
            arrivals
                .recv()
                .await
                .expect("the first item comes by itself"),
        );
        let mut decoder = flate2::read::GzDecoder::new(&*compressed);
        let mut plain = Vec::new();
        // It is cut short, and what there is can be read.
        let _ = decoder.read_to_end(&mut plain);
        first = String::from_utf8(plain).expect("it is JSON");
    }
    assert_eq!(first, "{\"text\":\"a\"}\n");
    rows.send(Ok(note(2))).await.expect("it is sent");
    drop(rows);
    assert_eq!(call.await.expect("it ran").expect("it is answered"), 2);
    while let Ok(chunk) = arrivals.try_recv() {
        compressed.extend(chunk);
    }
    let all = String::from_utf8(unzipped(&compressed)).expect("it is JSON");
    assert_eq!(all, "{\"text\":\"a\"}\n{\"text\":\"aa\"}\n");
}

#[tokio::test]
async fn a_stream_has_as_many_bytes_as_it_announces() {
    let (mut config, _) = reading(Settings::default()).await;
    config.compression = Some(Compression::gzip());
    let client = Client::new(config);
    for announced in [1 << 19, 1 << 21] {
        let zeros = tokio::io::AsyncReadExt::take(tokio::io::repeat(0), 1 << 20);
        let body = ByteStream::from_reader(zeros).with_length(announced);
        let error = client.blob(body).await.expect_err("the body is another");
        assert!(
            matches!(error, Error::Failure(Failure::Transport(_))),
            "{error:?}"
        );
    }
}

/// The limits are about what is decoded: a bomb is small before that.
#[tokio::test]
async fn a_bomb_is_too_large() {
    let settings = Settings {
        body_limit: 100_000,
        upload_limit: 100_000,
        ..Settings::default()
    };
    let (mut config, heads) = reading(settings).await;
    config.compression = Some(Compression::gzip());
    let client = Client::new(config.clone());
    assert_eq!(status(client.note(&note(10_000_000)).await), Some(413));
    let length = last(&heads)[1].parse::<usize>().expect("it is a number");
    assert!(length < 100_000, "{length}");
    assert_eq!(status(client.page(&"b".repeat(200_000)).await), Some(413));
    let zeros = tokio::io::AsyncReadExt::take(tokio::io::repeat(0), 1 << 30);
    assert_eq!(
        status(client.blob(ByteStream::from_reader(zeros)).await),
        Some(413)
    );
    let form = FilesForm {
        title: Some("c".repeat(200_000)),
        file: FilePart::new("d"),
    };
    assert_eq!(status(client.files(form).await), Some(413));
    // The server is well.
    assert_eq!(
        client.note(&note(50_000)).await.expect("it is taken"),
        50_000
    );

    // What is no gzip, or ends too early, is a bad request.
    let whole = zipped(format!("{{\"text\":\"{}\"}}", "e".repeat(2_000)).as_bytes());
    for body in [
        b"{\"text\":\"a\"}".to_vec(),
        whole[..whole.len() / 2].to_vec(),
    ] {
        let call = client
            .undeclared("POST", "/note")
            .bytes("application/json", body);
        let call = call.header("Content-Encoding", "gzip").send();
        assert_eq!(call.await.expect("it is answered").status(), 400);
    }
}

/// RFC 9110 §15.5.16, RFC 7694 §3.
#[tokio::test]
async fn a_coding_that_is_not_read_is_refused() {
    let base = serve(router_with(Counting, Settings::default())).await;
    let mut config = Config::new(&base).expect("it is an address");
    config.compression = Some(Compression::gzip());
    let client = Client::new(config);
    let refused = client.note(&note(5_000)).await.expect_err("it is refused");
    assert_eq!(refused.status(), Some(415));
    let headers = refused.headers().expect("there is a response");
    assert_eq!(headers["accept-encoding"], "identity");
    let zeros = tokio::io::AsyncReadExt::take(tokio::io::repeat(0), 9_000);
    assert_eq!(
        status(client.blob(ByteStream::from_reader(zeros)).await),
        Some(415)
    );
    for (coding, expected) in [("Identity", 200), ("br", 415), ("gzip, br", 415)] {
        let call = client
            .undeclared("POST", "/note")
            .json(&serde_json::json!({"text": "a"}));
        let reply = call.header("Content-Encoding", coding).send().await;
        assert_eq!(
            reply.expect("it is answered").status(),
            expected,
            "{coding}"
        );
    }

    // The layer says what it reads.
    let (config, _) = reading(Settings::default()).await;
    let call = Client::new(config)
        .undeclared("POST", "/note")
        .json(&serde_json::json!({"text": "a"}));
    let reply = call.header("Content-Encoding", "br").send().await;
    let reply = reply.expect("it is answered");
    assert_eq!(reply.status(), 415);
    assert_eq!(reply.headers()["accept-encoding"], "gzip");
}
