//! Paths and media types: cases 29 and 31.

use axum::http::{HeaderMap, StatusCode};
use oasmith_cases::c29_paths as paths;
use oasmith_cases::c31_media_types as media;
use oasmith_cases::support::client::{Config, Error, Failure};

use super::http::{config, serve};

struct Paths;

impl paths::server::Api for Paths {
    async fn on(&self, date_year: i64, date_month: i64) -> Result<String, paths::server::Error> {
        Ok(format!("{date_year} {date_month}"))
    }

    async fn by(&self, undeclared: String, sid: String) -> Result<String, paths::server::Error> {
        Ok(format!("{undeclared} {sid}"))
    }
}

#[tokio::test]
async fn variables_of_paths_are_what_stands_in_braces() {
    let base = serve(paths::server::router(Paths)).await;
    let client = paths::client::Client::new(Config::new(&base).expect("it is an address"));
    assert_eq!(client.on(2020, 12).await.expect("it is done"), "2020 12");
    assert_eq!(
        client.by("a/b", "c.json").await.expect("it is done"),
        "a/b c.json"
    );
    let http = reqwest::Client::new();
    for (path, status) in [
        ("/by/a/:id/b.json", 200),
        ("/by/a/id/b.json", 404),
        ("/by/a/:id/b", 404),
        ("/on/2020/12", 200),
        ("/on/2020/may", 400),
    ] {
        let sent = http.get(format!("{base}{path}")).send().await;
        assert_eq!(sent.expect("it is answered").status(), status, "{path}");
    }
}

struct Notes;

impl media::server::Api for Notes {
    async fn a(
        &self,
        body: media::models::Note,
    ) -> Result<media::responses::ASuccess, media::server::Error<media::responses::AError>> {
        match &*body.text {
            "200" => Ok(media::responses::ASuccess::Ok(body)),
            "202" => Ok(media::responses::ASuccess::Accepted),
            "400" => Err(media::responses::AError::BadRequest(body).into()),
            "402" => Err(media::responses::AError::PaymentRequired(serde_json::json!([1])).into()),
            _ => Err(media::responses::AError::Forbidden(body).into()),
        }
    }
}

fn note(text: &str) -> media::models::Note {
    media::models::Note {
        text: text.to_owned(),
    }
}

#[tokio::test]
async fn whatever_is_json_is_json() {
    use media::client::Client;
    use media::responses::{AError, ASuccess};
    let base = serve(media::server::router(Notes)).await;
    let client = Client::new(Config::new(&base).expect("it is an address"));
    assert_eq!(
        client.a(&note("200")).await.expect("it is done"),
        ASuccess::Ok(note("200"))
    );
    assert_eq!(
        client.a(&note("202")).await.expect("it is done"),
        ASuccess::Accepted
    );
    for (text, expected) in [
        ("400", AError::BadRequest(note("400"))),
        ("402", AError::PaymentRequired(serde_json::json!([1]))),
        ("403", AError::Forbidden(note("403"))),
    ] {
        let Err(Error::Declared(declared)) = client.a(&note(text)).await else {
            panic!("{text} is declared")
        };
        assert_eq!(declared.body, expected);
    }
    let http = reqwest::Client::new();
    for (sent, status) in [
        ("application/json", 200),
        ("Application/JSON;charset=\"UTF-8\"", 200),
        ("application/json; charset=\"", 200),
        ("text/plain", 415),
    ] {
        let request = http.post(format!("{base}/a")).header("content-type", sent);
        let got = request
            .body(r#"{"text":"200"}"#)
            .send()
            .await
            .expect("it is answered");
        assert_eq!(got.status(), status, "{sent}");
        if status == 200 {
            assert_eq!(
                got.headers()["content-type"],
                "application/vnd.notes+json;v=1"
            );
        }
    }
}

#[tokio::test]
async fn a_response_is_read_by_what_it_says_it_is() {
    for (sent, is_read) in [
        ("application/vnd.notes+json", true),
        ("application/json; charset=utf-8", true),
        ("application/json; charset=\"", true),
        ("text/html", false),
    ] {
        let router = axum::Router::new().fallback(move || async move {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", sent.parse().expect("it is a header"));
            (StatusCode::OK, headers, r#"{"text":"a"}"#)
        });
        let client = media::client::Client::new(config(router).await);
        match client.a(&note("a")).await {
            Ok(found) => assert_eq!(
                (found, is_read),
                (media::responses::ASuccess::Ok(note("a")), true)
            ),
            Err(Error::Failure(Failure::Undecodable(_))) => assert!(!is_read, "{sent}"),
            Err(other) => panic!("{sent}: {other:?}"),
        }
    }
}
