//! Bodies that are text, JSON by other names, or one of several media types.

use downstream_build::media_types::client::{Cause, Client, Config, Error, Failure};
use downstream_build::media_types::models::{Change, Note, Problem};
use downstream_build::media_types::requests::{ChangeBody, ChangeForm};
use downstream_build::media_types::responses::*;
use downstream_build::media_types::server::{self, Api, IntoResponse};
use downstream_build::media_types::{Patch, Validate};

struct Notes;

fn problem(detail: &str) -> Problem {
    let detail = Some(detail.to_owned());
    Problem { detail }
}

impl Api for Notes {
    async fn note(&self, id: i64) -> Result<String, server::Error<NoteError>> {
        match id {
            1 => Ok("grün & \"gelb\"".to_owned()),
            2 => Err(NoteError::NotFound("none".to_owned()).into()),
            3 => Err(NoteError::Conflict(problem("busy")).into()),
            4 => {
                let text = [("content-type", "text/plain")];
                Err((text, [0xff_u8, 0xfe].to_vec()).into_response().into())
            }
            6 => Err([0xff_u8].to_vec().into_response().into()),
            _ => Err((axum::http::StatusCode::GONE, vec![0xff_u8])
                .into_response()
                .into()),
        }
    }

    async fn write(&self, id: i64, body: String) -> Result<i64, server::Error<WriteError>> {
        match id {
            0 => Err("many".into_response().into()),
            _ => Ok(body.chars().count().try_into().expect("it is short")),
        }
    }

    async fn change(&self, _: i64, body: ChangeBody) -> Result<Note, server::Error> {
        let text = match body {
            ChangeBody::Json(note) => format!("json {}", note.text),
            ChangeBody::MergePatchJson(change) => format!("patch {:?}", change.text),
            ChangeBody::FormData(form) => match form.collect().await {
                Ok(form) => format!("parts {}", form.text),
                Err(error) => {
                    let rejection = server::Rejection::from(error);
                    return Err(rejection.into());
                }
            },
            ChangeBody::Text(text) => format!("text {text}"),
        };
        Ok(Note { text })
    }

    async fn append(&self, _: i64, body: Option<Note>) -> Result<(), server::Error> {
        match body {
            Some(_) => Ok(()),
            None => Err(axum::http::StatusCode::IM_A_TEAPOT.into_response().into()),
        }
    }

    async fn remove(
        &self,
        _: i64,
        body: Option<String>,
    ) -> Result<(u16, Problem), server::Error<RemoveError>> {
        Ok((202, problem(&format!("{body:?}"))))
    }
}

async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    // What the notes say breaks constraints, to show what came.
    let settings = server::Settings {
        check_responses: false,
        ..server::Settings::default()
    };
    tokio::spawn(async move { axum::serve(listener, server::router_with(Notes, settings)).await });
    format!("http://{address}")
}

async fn client() -> Client {
    Client::new(Config::new(&serve().await).expect("it is an address"))
}

#[tokio::test]
async fn responses_are_text_or_json_as_declared() {
    let client = client().await;
    assert_eq!(
        client.note(1).await.expect("it is there"),
        "grün & \"gelb\""
    );
    let Err(Error::Declared(error)) = client.note(2).await else {
        panic!("it is declared");
    };
    assert!(matches!(&error.body, NoteError::NotFound(text) if text == "none"));
    assert_eq!(error.headers["content-type"], "text/plain; charset=utf-8");
    let Err(Error::Declared(error)) = client.note(3).await else {
        panic!("it is declared");
    };
    assert!(matches!(&error.body, NoteError::Conflict(it) if *it == problem("busy")));
    assert_eq!(error.headers["content-type"], "application/problem+json");
    match client.note(4).await {
        Err(Error::Failure(Failure::Undecodable(it))) => assert_eq!(it.cause, Cause::Encoding),
        other => panic!("it is no text: {other:?}"),
    }
    match client.note(6).await {
        Err(Error::Failure(Failure::Undecodable(it))) => {
            assert!(matches!(it.cause, Cause::MediaType { .. }), "{}", it.cause);
        }
        other => panic!("it is no text: {other:?}"),
    }
    match client.note(5).await {
        Err(Error::Failure(Failure::Undecodable(it))) => {
            assert!(matches!(it.cause, Cause::MediaType { .. }), "{}", it.cause);
        }
        other => panic!("it is no picture: {other:?}"),
    }
}

#[tokio::test]
async fn text_is_typed_and_checked() {
    let client = client().await;
    assert_eq!(client.write(1, "äöü").await.expect("it is written"), 3);
    match client.write(1, "ä").await {
        Err(Error::Failure(Failure::InvalidRequest(violations))) => {
            assert_eq!(violations.list[0].keyword, "minLength");
        }
        other => panic!("it is too short: {other:?}"),
    }
    match client.write(0, "abc").await {
        Err(Error::Failure(Failure::Undecodable(it))) => {
            assert!(matches!(it.cause, Cause::Text(_)), "{}", it.cause);
        }
        other => panic!("it is no number: {other:?}"),
    }
    assert_eq!(
        client.remove(1, None).await.expect("any status"),
        problem("None")
    );
    let removed = client.remove(1, Some("why")).await.expect("any status");
    assert_eq!(removed, problem("Some(\"why\")"));
}

#[tokio::test]
async fn a_body_is_of_the_media_type_that_is_chosen() {
    let client = client().await;
    let note = |text: &str| Note {
        text: text.to_owned(),
    };
    let change = Change { text: Patch::Null };
    let form = |text: &str| ChangeForm {
        text: text.to_owned(),
    };
    for (body, answer) in [
        (ChangeBody::Json(note("a")), "json a"),
        (ChangeBody::MergePatchJson(change), "patch Null"),
        (ChangeBody::FormData(form("c").into()), "parts c"),
        (ChangeBody::Text("b".to_owned()), "text b"),
    ] {
        assert_eq!(
            client.change(1, body).await.expect("it is changed").text,
            answer
        );
    }
    for body in [
        ChangeBody::Json(note("too long")),
        ChangeBody::Text("too long".to_owned()),
    ] {
        assert!(body.validate().is_err());
        let called = client.change(1, body).await;
        assert!(matches!(
            called,
            Err(Error::Failure(Failure::InvalidRequest(_)))
        ));
    }
    client
        .append(1, Some(&note("a")))
        .await
        .expect("it is appended");
    assert_eq!(
        client.append(1, None).await.map_err(|error| error.status()),
        Err(Some(418))
    );
}

/// What the server takes, by the content type, and what it says of others.
#[tokio::test]
async fn the_server_picks_by_content_type() {
    let base = serve().await;
    let http = reqwest::Client::new();
    for (method, content_type, body, status, answer) in [
        (
            "PATCH",
            "application/json",
            r#"{"text":"a"}"#,
            200,
            r#"{"text":"json a"}"#,
        ),
        (
            "PATCH",
            "text/json; charset=utf-8",
            r#"{"text":"a"}"#,
            200,
            r#"{"text":"json a"}"#,
        ),
        (
            "PATCH",
            "application/merge-patch+json",
            "{}",
            200,
            r#"{"text":"patch Absent"}"#,
        ),
        ("PATCH", "text/markdown", "a", 200, r#"{"text":"text a"}"#),
        ("PATCH", "application/problem+json", "{}", 415, ""),
        ("PATCH", "multipart/form-data", "", 400, ""),
        ("PATCH", "multipart/mixed", "", 415, ""),
        ("PATCH", "application/json", "[]", 400, ""),
        ("PATCH", "text/plain", "too long", 400, ""),
        ("PUT", "text/plain", "abc", 200, "3"),
        (
            "PUT",
            "text/plain",
            "a",
            400,
            r#"{"detail":"the request breaks constraints: must have at least 3 characters"}"#,
        ),
        ("PUT", "text/html", "abc", 415, ""),
        ("PUT", "application/json", "\"abc\"", 415, ""),
    ] {
        let method = method.parse().expect("it is a method");
        let request = http
            .request(method, format!("{base}/notes/1"))
            .header("content-type", content_type)
            .body(body);
        let response = request.send().await.expect("it is answered");
        assert_eq!(response.status().as_u16(), status, "{content_type} {body}");
        let found = response.bytes().await.expect("it has a body");
        if !answer.is_empty() {
            assert_eq!(found, answer, "{content_type} {body}");
        }
    }
}

/// The client says what it sends and what it asks for.
#[tokio::test]
async fn requests_name_their_media_types() {
    use axum::http::HeaderMap;
    let app = axum::Router::new().fallback(async |headers: HeaderMap| {
        let text = |name: &str| {
            headers
                .get(name)
                .map(|it| it.to_str().expect("ASCII").to_owned())
        };
        let said = format!("{:?} {:?}", text("accept"), text("content-type"));
        (axum::http::StatusCode::IM_A_TEAPOT, said)
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("it is bound"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let client = Client::new(Config::new(&base).expect("it is an address"));
    fn said<T: std::fmt::Debug, E: std::fmt::Debug>(called: Result<T, Error<E>>) -> String {
        match called {
            Err(Error::Failure(Failure::Undeclared(reply))) => {
                String::from_utf8(reply.into_body()).expect("it is text")
            }
            other => panic!("it is a teapot: {other:?}"),
        }
    }
    let problems = "Some(\"text/plain, application/problem+json, image/png\")";
    assert_eq!(said(client.note(1).await), format!("{problems} None"));
    let plain = "Some(\"text/plain; charset=utf-8\")";
    assert_eq!(
        said(client.write(1, "abc").await),
        format!("Some(\"text/plain, application/problem+json\") {plain}")
    );
    let note = Note {
        text: String::new(),
    };
    let patch = "Some(\"application/json\") Some(\"application/merge-patch+json\")";
    assert_eq!(said(client.append(1, Some(&note)).await), patch);
    let json = "Some(\"application/json\") Some(\"application/json\")";
    assert_eq!(said(client.change(1, ChangeBody::Json(note)).await), json);
}
