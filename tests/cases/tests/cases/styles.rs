//! Styles of parameters, and uploads: cases 39 and 40.

use oasmith_cases::c39_parameter_styles as styles;
use oasmith_cases::c40_uploads as uploads;
use oasmith_cases::support::body::multipart::Multipart;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::bytes::Bytes;
use oasmith_cases::support::client::Config;
use styles::requests::SearchParams;
use uploads::requests::{EitherBody, PartsForm};

use super::http::{config, serve};

fn params() -> SearchParams {
    SearchParams {
        repeated: vec!["a,b".to_owned(), "c&d".to_owned()],
        brackets: vec![1, 2],
        commas: vec!["e".to_owned(), "f,g".to_owned()],
        json: Some(styles::models::SearchJson { a: Some(1) }),
        reserved: Some("h/i?j=k&l".to_owned()),
        x_words: vec!["m".to_owned(), "n".to_owned()],
        deep: Some(styles::models::SearchDeep {
            a: Some(vec!["o".to_owned(), "p".to_owned()]),
        }),
        spaces: vec!["q".to_owned(), "r".to_owned()],
        pipes: vec!["s".to_owned(), "t".to_owned()],
        object: Some(styles::models::SearchObject {
            a: Some("u".to_owned()),
        }),
        cookie: Some("v w".to_owned()),
    }
}

#[tokio::test]
async fn parameters_are_on_the_wire_in_their_style() {
    let answer = |uri: axum::http::Uri, headers: axum::http::HeaderMap| async move {
        let words = headers["x-words"].to_str().expect("it is a text");
        let query = uri.query().unwrap_or_default();
        let cookie = headers["cookie"].to_str().expect("it is a text");
        let text = format!("{query} {words} {cookie}");
        let text = serde_json::to_vec(&text).expect("it is a text");
        ([("content-type", "application/json")], text)
    };
    let router = axum::Router::new().fallback(answer);
    let client = styles::client::Client::new(config(router).await);
    let found = client.search(&params()).await.expect("it is answered");
    let expected = [
        "repeated=a%2Cb&repeated=c%26d",
        "brackets%5B%5D=1&brackets%5B%5D=2",
        "commas=e,f%2Cg",
        "json=%7B%22a%22%3A1%7D",
        "reserved=h/i?j=k%26l",
        "deep%5Ba%5D%5B%5D=o&deep%5Ba%5D%5B%5D=p",
        "spaces=q%20r",
        "pipes=s%7Ct",
        "a=u m,n cookie=v%20w",
    ];
    assert_eq!(found, expected.join("&"));
}

struct Search;

impl styles::server::Api for Search {
    async fn search(&self, found: SearchParams) -> Result<String, styles::server::Error> {
        Ok(format!("{found:?}"))
    }

    async fn deep(&self, _: styles::models::DeepDeep) -> Result<(), styles::server::Error> {
        Ok(())
    }

    async fn label(&self, _: String) -> Result<(), styles::server::Error> {
        Ok(())
    }
}

#[tokio::test]
async fn parameters_arrive_as_they_were_sent() {
    let base = serve(styles::server::router(Search)).await;
    let client = styles::client::Client::new(Config::new(&base).expect("it is an address"));
    for sent in [params(), SearchParams::default()] {
        let found = client.search(&sent).await.expect("it is answered");
        assert_eq!(found, format!("{sent:?}"));
    }
}

struct Files;

impl uploads::server::Api for Files {
    async fn parts(&self, _: Option<Multipart<PartsForm>>) -> Result<(), uploads::server::Error> {
        Ok(())
    }

    async fn bytes(&self, _: Option<ByteStream>) -> Result<(), uploads::server::Error> {
        Ok(())
    }

    async fn either(&self, body: EitherBody) -> Result<i64, uploads::server::Error> {
        Ok(match body {
            EitherBody::FormData(_) => 0,
            EitherBody::Json(body) => body.file.0.len() as i64,
        })
    }
}

#[tokio::test]
async fn what_stands_beside_parts_stays() {
    let base = serve(uploads::server::router(Files)).await;
    let client = uploads::client::Client::new(Config::new(&base).expect("it is an address"));
    let file = Bytes::from(vec![0, 255, 10]);
    let body = EitherBody::Json(uploads::models::EitherBody { file });
    assert_eq!(client.either(body).await.expect("it is answered"), 3);
}
