//! Responses that come otherwise than declared: cases 48 and 49.

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use oasmith_cases::c48_exchanges::client::Client;
use oasmith_cases::c48_exchanges::models::Note;
use oasmith_cases::c48_exchanges::responses::{NoteError, PictureError};
use oasmith_cases::c49_files_of_20 as files;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::{Cause, Config, Error, Failure, HttpClient};
use oasmith_cases::support::media::typed_bytes::TypedBytes;

use super::http::{config, serve};

/// A server that always answers so.
async fn told(status: u16, content_type: &'static str, body: &'static str) -> Config {
    let router = Router::new().fallback(move || async move {
        let mut headers = HeaderMap::new();
        if !content_type.is_empty() {
            headers.insert("content-type", HeaderValue::from_static(content_type));
        }
        let status = StatusCode::from_u16(status).expect("it is a status");
        (status, headers, body.as_bytes())
    });
    let mut config = config(router).await;
    // What axum adds to bytes is no content type that was told.
    config
        .headers
        .insert("x-case", HeaderValue::from_static("1"));
    config
}

fn cause<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Cause {
    match result {
        Err(Error::Failure(Failure::Undecodable(undecodable))) => undecodable.cause,
        other => panic!("it is decoded: {other:?}"),
    }
}

const NOTE: &str = "{\"text\":\"a\"}";

fn note() -> Note {
    Note {
        text: "a".to_owned(),
    }
}

#[tokio::test]
async fn a_text_is_of_the_declared_media_type() {
    for media_type in ["text/plain", "Text/Plain; charset=utf-8"] {
        let client = Client::new(told(200, media_type, "t").await);
        assert_eq!(client.text(None).await.expect("it is text"), "t");
    }
    for media_type in ["text/html", "application/json", "text/csv"] {
        let client = Client::new(told(200, media_type, "t").await);
        let cause = cause(client.text(None).await);
        let expected = Cause::MediaType {
            found: media_type.to_owned(),
            expected: "text/plain".to_owned(),
        };
        assert_eq!(cause, expected);
    }
}

#[tokio::test]
async fn a_range_takes_any_media_type() {
    for media_type in ["application/json", "text/plain", "application/octet-stream"] {
        let client = Client::new(told(200, media_type, NOTE).await);
        assert_eq!(client.any().await.expect("it is JSON"), note());
    }
}

#[tokio::test]
async fn json_may_have_a_byte_order_mark_and_has_to_be_there() {
    let body = "\u{feff}{\"text\":\"a\"}";
    let client = Client::new(told(200, "application/json", body).await);
    assert_eq!(client.note(&note()).await.expect("it is JSON"), note());
    for body in ["", " \n", "\u{feff}"] {
        let client = Client::new(told(200, "application/json", body).await);
        let cause = cause(client.note(&note()).await);
        assert_eq!(cause, Cause::Empty);
        assert_eq!(cause.to_string(), "it has no body, and JSON is declared");
    }
}

#[tokio::test]
async fn an_unknown_success_is_a_success() {
    for status in [200, 201, 202, 299] {
        let client = Client::new(told(status, "application/json", NOTE).await);
        assert_eq!(client.note(&note()).await.expect("it is a success"), note());
    }
    for status in [300, 302, 400, 500] {
        let body = "{\"detail\":\"d\"}";
        let client = Client::new(told(status, "application/json", body).await);
        let Err(Error::Declared(declared)) = client.note(&note()).await else {
            panic!("{status} is declared")
        };
        let NoteError::Default(_, failure) = declared.body;
        assert_eq!((declared.status, &*failure.detail), (status, "d"));
    }
}

#[tokio::test]
async fn a_redirect_beside_a_success_is_an_error() {
    let client = Client::new(told(200, "image/png", "\u{89}P").await);
    let picture = client.picture().await.expect("it is one");
    let picture = picture.collect(10).await.expect("it is short");
    assert_eq!(picture, "\u{89}P".as_bytes());
    let client = Client::new(told(200, "text/html", "login").await);
    assert!(matches!(
        cause(client.picture().await),
        Cause::MediaType { .. }
    ));
    for (status, body) in [
        (301, PictureError::MovedPermanently),
        (304, PictureError::NotModified),
    ] {
        let client = Client::new(told(status, "", "").await);
        let error = client.picture().await.expect_err("it is an error");
        assert_eq!(
            (error.status(), error.declared()),
            (Some(status), Some(&body))
        );
    }
    // Where it is all that there is, it is the success.
    let client = Client::new(told(302, "", "").await);
    client.redirect().await.expect("it is a success");
}

#[tokio::test]
async fn a_file_is_bytes() {
    for media_type in ["application/json", "application/pdf", "text/plain"] {
        let client = files::client::Client::new(told(200, media_type, "\"%PDF\u{ff}").await);
        let report = client.report().await.expect("it is a file");
        assert_eq!(report.media_type, media_type);
        let bytes = report.bytes.collect(100).await.expect("it is short");
        assert_eq!(bytes, "\"%PDF\u{ff}".as_bytes());
    }
    let client = files::client::Client::new(told(200, "text/csv", "a,b").await);
    let table = client.table().await.expect("it is a file");
    assert_eq!(table.collect(10).await.expect("it is short"), b"a,b");

    struct Files;
    impl files::server::Api for Files {
        async fn report(&self) -> Result<TypedBytes, files::server::Error> {
            let file = TypedBytes::new("application/pdf", [0, 0xff]);
            Ok(file)
        }

        async fn table(
            &self,
        ) -> Result<ByteStream, files::server::Error<files::responses::TableError>> {
            Err(files::responses::TableError::NotFound.into())
        }
    }
    let client = files::client::Client::new(config(files::server::router(Files)).await);
    let report = client.report().with_response().await;
    let report = report.expect("it is a file");
    assert_eq!(report.body.media_type, "application/pdf");
    let bytes = report.body.bytes.collect(10).await.expect("it is short");
    assert_eq!(bytes, [0, 0xff]);
    assert_eq!(report.headers["content-type"], "application/pdf");
}

#[tokio::test]
async fn a_client_of_the_user_follows_no_redirects() {
    let other = serve(Router::new().fallback(|| async { "\"leaked\"" })).await;
    let router = Router::new().fallback(move || {
        let to = [("location", format!("{other}/elsewhere"))];
        async move { (StatusCode::TEMPORARY_REDIRECT, to) }
    });
    let mut config = config(router).await;
    let following = reqwest::redirect::Policy::limited(5);
    let builder = reqwest::Client::builder()
        .redirect(following)
        .user_agent("mine");
    config.http = HttpClient::new(builder).expect("there is a client");
    let client = Client::new(config).with_key("k").with_pass("p");
    let error = client.either().await.expect_err("it is a redirect");
    assert_eq!(error.status(), Some(307));
}
