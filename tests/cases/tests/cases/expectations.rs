//! `Expect: 100-continue` (RFC 9110 §10.1.1) over raw sockets: case 100. The body is asked for once it is
//! clear that it is wanted.

use std::time::Duration;

use oasmith_cases::c100_coded_requests::models::Note;
use oasmith_cases::c100_coded_requests::server::{
    self, Api, Authenticate, Call, Credentials, Denied, Settings, router_with,
};
use oasmith_cases::support::body::stream::ByteStream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::http::serve;

struct Counting;

impl Authenticate for Counting {
    type Caller = ();

    async fn authenticate(&self, it: Credentials, _: &Call) -> Result<(), Denied> {
        let Credentials::Token(token) = it;
        match token.token() {
            "good" => Ok(()),
            _ => Err(Denied::unauthenticated("wrong token")),
        }
    }
}

impl Api for Counting {
    async fn note(&self, body: Note) -> Result<i64, server::Error> {
        Ok(body.text.len() as i64)
    }

    async fn blob(&self, body: ByteStream) -> Result<i64, server::Error> {
        let body = body.collect(1 << 20).await;
        Ok(body.map_err(server::Rejection::from)?.len() as i64)
    }

    async fn private(&self, (): (), body: Note) -> Result<i64, server::Error> {
        Ok(body.text.len() as i64)
    }
}

/// What comes of a head whose body is held back until the server asks for it: the first line of the
/// response, and of what follows the body.
async fn expecting(address: &str, head: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let head = format!("{head}Host: a\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    let first = line(&mut stream).await;
    if !first.starts_with("HTTP/1.1 100") {
        return (first, String::new());
    }
    assert_eq!(line(&mut stream).await, "");
    stream.write_all(body.as_bytes()).await.expect("it is sent");
    (first, line(&mut stream).await)
}

async fn line(stream: &mut TcpStream) -> String {
    let mut line = Vec::new();
    let reading = async {
        while let Ok(byte) = stream.read_u8().await {
            line.push(byte);
            if line.ends_with(b"\r\n") {
                break;
            }
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(20), reading).await;
    in_time.expect("the server answers without the body");
    String::from_utf8_lossy(&line).trim_end().to_owned()
}

const JSON: &str = "Content-Type: application/json\r\n";
const BYTES: &str = "Content-Type: application/octet-stream\r\n";
const BODY: &str = "{\"text\":\"abc\"}";

#[tokio::test]
async fn a_body_that_is_refused_is_never_asked_for() {
    let settings = Settings {
        body_limit: 100,
        upload_limit: 100,
        ..Settings::default()
    };
    let base = serve(router_with(Counting, settings)).await;
    let address = base.trim_start_matches("http://");
    let (right, wrong) = (
        "Authorization: Bearer good\r\n",
        "Authorization: Bearer bad\r\n",
    );
    for (line, headers, length, status) in [
        ("POST /private", JSON.to_owned(), 14, 401),
        ("POST /private", format!("{JSON}{wrong}"), 14, 401),
        ("POST /nowhere", JSON.to_owned(), 14, 404),
        ("PATCH /note", JSON.to_owned(), 14, 405),
        (
            "POST /note",
            "Content-Type: text/csv\r\n".to_owned(),
            14,
            415,
        ),
        (
            "POST /note",
            format!("{JSON}Content-Encoding: gzip\r\n"),
            14,
            415,
        ),
        ("POST /note", format!("{JSON}Accept: text/csv\r\n"), 14, 406),
        ("POST /note", JSON.to_owned(), 101, 413),
        ("PUT /blob", BYTES.to_owned(), 101, 413),
    ] {
        let head = format!(
            "{line} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nExpect: 100-continue\r\n"
        );
        let (first, _) = expecting(address, &head, "").await;
        let expected = format!("HTTP/1.1 {status}");
        assert!(first.starts_with(&expected), "{line} {headers}: {first}");
    }
    for (line, headers) in [
        ("POST /note", JSON.to_owned()),
        ("PUT /blob", BYTES.to_owned()),
        ("POST /private", format!("{JSON}{right}")),
    ] {
        for expectation in [
            "100-continue",
            "100-Continue",
            "100-continue\r\nExpect: 100-continue",
        ] {
            let head = format!(
                "{line} HTTP/1.1\r\n{headers}Content-Length: 14\r\nExpect: {expectation}\r\n"
            );
            let (first, then) = expecting(address, &head, BODY).await;
            assert_eq!(first, "HTTP/1.1 100 Continue", "{line}");
            assert_eq!(then, "HTTP/1.1 200 OK", "{line}");
        }
    }
}

#[tokio::test]
async fn another_expectation_fails() {
    let base = serve(router_with(Counting, Settings::default())).await;
    let address = base.trim_start_matches("http://");
    for (expect, status) in [
        ("Expect: 200-perhaps\r\n", 417),
        ("Expect: 100-continue, more\r\n", 417),
        ("Expect: 100-continue\r\nExpect: more\r\n", 417),
        ("Expect: 100-continue, 100-continue\r\n", 417),
        ("Expect: 100-continue,\r\n", 417),
        ("Expect: 100-continue\r\nExpect:\r\n", 417),
        ("Expect:\r\n", 200),
    ] {
        let head = format!("POST /note HTTP/1.1\r\n{JSON}Content-Length: 14\r\n{expect}");
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        let request = format!("{head}Host: a\r\nConnection: close\r\n\r\n{BODY}");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it is sent");
        let first = line(&mut stream).await;
        // What is expected beside it is no reason to read the body.
        assert!(!first.starts_with("HTTP/1.1 100"), "{expect}: {first}");
        assert!(
            first.starts_with(&format!("HTTP/1.1 {status}")),
            "{expect}: {first}"
        );
    }
}
