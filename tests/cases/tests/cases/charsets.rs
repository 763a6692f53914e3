//! Texts in other charsets than UTF-8: case 98.

use std::convert::Infallible;

use oasmith_cases::c98_charsets as charsets;
use oasmith_cases::support::body::multipart::{FilePart, Multipart};
use oasmith_cases::support::client::{Cause, Error, Failure};
use oasmith_cases::support::server::Rejection;

use charsets::client::Client;
use charsets::requests::SendForm;
use charsets::server;

use super::http::{config, posted, serve};
use super::scripted::{response, scripted};

/// Says what came.
struct Saying;

impl server::Api for Saying {
    async fn add_note(&self, body: String) -> Result<String, server::Error> {
        Ok(body)
    }

    async fn page(&self) -> Result<String, server::Error> {
        Ok("<p>é".to_owned())
    }

    async fn send(&self, body: Multipart<SendForm>) -> Result<String, server::Error> {
        let form = body.collect().await.map_err(Rejection::from)?;
        Ok(form.title)
    }
}

fn form() -> SendForm {
    SendForm {
        title: "é€".to_owned(),
        data: Some(FilePart::new(&b"\xe9"[..])),
    }
}

#[tokio::test]
async fn texts_arrive_as_they_were_sent() {
    let client = Client::new(config(server::router(Saying)).await);
    assert_eq!(client.add_note("é€").await.expect("it is taken"), "é€");
    assert_eq!(client.page().await.expect("it is there"), "<p>é");
    assert_eq!(client.send(form()).await.expect("it is taken"), "é€");
}

/// RFC 9110 §8.3.2: the bytes are in the charset that the media type says.
#[tokio::test]
async fn what_is_written_is_utf8_and_says_so() {
    let text = || response(200, "Content-Type: text/plain; charset=utf-8\r\n", "é");
    let (to, sent) = scripted(vec![text(), text()]).await;
    let client = Client::new(to);
    assert_eq!(client.add_note("é").await.expect("it is taken"), "é");
    client.send(form()).await.expect("it is taken");
    assert_eq!(
        sent.header("content-type").first().map(String::as_str),
        Some("text/plain; format=flowed; charset=utf-8")
    );
    let all = sent.all();
    assert!(all[0].ends_with("\r\n\r\né"), "{}", all[0]);
    let form = "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\né€\r\n";
    assert!(all[1].contains(form), "{}", all[1]);
    // A file is as it is.
    let file = "\r\nContent-Type: text/csv; charset=iso-8859-1\r\n";
    assert!(all[1].contains(file), "{}", all[1]);

    let base = serve(server::router(Saying)).await;
    let request = reqwest::Client::new().post(format!("{base}/notes"));
    let request = request.header("Content-Type", "text/plain").body("é");
    let response = request.send().await.expect("it is answered");
    assert_eq!(
        response.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    assert_eq!(response.bytes().await.expect("it is whole"), "é");
}

#[tokio::test]
async fn a_server_reads_texts_in_their_charset() {
    let base = serve(server::router(Saying)).await;
    for (media_type, body, status, expected) in [
        (
            "text/plain; charset=iso-8859-1",
            &b"\xe9\x80"[..],
            200,
            "é€",
        ),
        ("text/plain; charset=\"windows-1252\"", b"\xe9", 200, "é"),
        ("text/plain; charset=us-ascii", b"e", 200, "e"),
        ("text/plain;Charset=UTF8", "é".as_bytes(), 200, "é"),
        ("text/plain", b"\xe9", 400, "not UTF-8"),
        ("text/plain; charset=utf-16", b"\0e", 415, "utf-16"),
        ("text/plain; charset=koi8-r", b"e", 415, "koi8-r"),
    ] {
        let (found, text) = posted("POST", &base, "/notes", media_type, body.to_vec()).await;
        assert_eq!(found, status, "{media_type}: {text}");
        assert!(text.contains(expected), "{media_type}: {text}");
    }
    for (part, status, expected) in [
        ("text/plain; charset=iso-8859-1", 200, "é"),
        ("text/plain", 400, "not UTF-8"),
        ("text/plain; charset=koi8-r", 415, "title"),
    ] {
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=title\r\nContent-Type: {part}\r\n\r\n"
        );
        let body = [head.as_bytes(), b"\xe9", b"\r\n--x--\r\n"].concat();
        let media_type = "multipart/form-data; boundary=x";
        let (found, text) = posted("POST", &base, "/form", media_type, body).await;
        assert_eq!(found, status, "{part}: {text}");
        assert!(text.contains(expected), "{part}: {text}");
    }
}

/// The page that a server gives under a `Content-Type`.
async fn page(
    content_type: &'static str,
    body: &'static [u8],
) -> Result<String, Error<Infallible>> {
    let get = axum::routing::get(move || async move { ([("content-type", content_type)], body) });
    let to = config(axum::Router::new().route("/page", get)).await;
    Client::new(to).page().await
}

#[tokio::test]
async fn a_client_reads_texts_in_their_charset() {
    for (content_type, body) in [
        ("text/html; charset=ISO-8859-1", &b"\xe9"[..]),
        ("text/html; charset=windows-1252", b"\xe9"),
        ("text/html; charset=utf-8", "é".as_bytes()),
        ("text/html", "é".as_bytes()),
    ] {
        assert_eq!(page(content_type, body).await.expect(content_type), "é");
    }
    let error = page("text/html; charset=UTF-16LE", b"e\0").await;
    let error = error.expect_err("it is not read");
    let Error::Failure(Failure::Undecodable(undecodable)) = error else {
        panic!("it cannot be decoded: {error:?}");
    };
    assert_eq!(undecodable.cause, Cause::Charset("UTF-16LE".to_owned()));
}
