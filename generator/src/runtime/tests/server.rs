use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::api::{Stages, router, serve};
use crate::runtime::codec;
use crate::runtime::server::serve;
use crate::runtime::server::{self, Denied, Settings};

const ID: uuid::Uuid = super::api::ID;

const GOOD: &str = "Authorization: Bearer good\r\n";
const JSON: &str = "Content-Type: application/json\r\n";

struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Response {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// Sends a request over a connection of its own.
async fn send(to: SocketAddr, line: &str, headers: &str, body: &[u8]) -> Response {
    let mut stream = tokio::net::TcpStream::connect(to).await.unwrap();
    let head = format!("{line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{headers}\r\n");
    stream
        .write_all(&[head.as_bytes(), body].concat())
        .await
        .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Response {
        status,
        head: head.to_lowercase(),
        body: body.to_owned(),
    }
}

/// Updates the stage.
async fn update(to: SocketAddr, headers: &str, body: &[u8]) -> Response {
    let headers = format!("{GOOD}{headers}Content-Length: {}\r\n", body.len());
    send(to, &format!("PATCH /api/v3/stages/{ID}/"), &headers, body).await
}

async fn start() -> SocketAddr {
    serve(router(
        Stages,
        Settings {
            body_limit: 100,
            ..Settings::default()
        },
    ))
    .await
}

#[tokio::test]
async fn bodies() {
    let to = start().await;
    let deep = "[".repeat(200);
    let cases: &[(&str, &[u8], u16, &str)] = &[
        (JSON, br#"{"name":"a"}"#, 200, "\"name\":\"a\""),
        (
            "Content-Type: APPLICATION/json;a=b\r\n",
            b"{}",
            200,
            "\"name\":\"\"",
        ),
        ("", b"", 200, "no body"),
        (JSON, b"", 200, "no body"),
        (
            JSON,
            br#"{"name":"","slugs":["a","toolong"]}"#,
            400,
            "must not be empty",
        ),
        (JSON, br#"{"name":"#, 400, "parse_error"),
        (JSON, b"{\"other\":\"\xff\"}", 400, "UTF-8"),
        (JSON, br#"{"name":"a","name":"b"}"#, 400, "twice"),
        (
            JSON,
            br#"{"name":null}"#,
            400,
            "expected a string, found null",
        ),
        (JSON, br#"{"flow":"tell-nobody"}"#, 400, "expected a UUID"),
        (
            JSON,
            br#"{"slugs":"tell-nobody"}"#,
            400,
            "expected an array, found a string",
        ),
        (
            JSON,
            br#""tell-nobody""#,
            400,
            "expected an object, found a string",
        ),
        (
            JSON,
            br#"{"name":4711}"#,
            400,
            "expected a string, found a number",
        ),
        (
            JSON,
            deep.as_bytes().get(..99).unwrap_or_default(),
            400,
            "invalid",
        ),
        ("", b"{}", 415, "no content type"),
        (
            "Content-Type: text/plain\r\n",
            b"{}",
            415,
            "not of the type",
        ),
        (
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            b"{}",
            415,
            "encoded",
        ),
        (JSON, &[b' '; 101], 413, "more than 100 bytes"),
    ];
    for (headers, body, status, text) in cases {
        let response = update(to, headers, body).await;
        assert_eq!(response.status, *status, "{text}: {}", response.body);
        assert!(response.body.contains(text), "{text}: {}", response.body);
        assert!(!response.body.contains("tell-nobody"));
    }
    let chunked = format!("{GOOD}{JSON}Transfer-Encoding: chunked\r\n");
    let body = format!("41\r\n{0}\r\n41\r\n{0}\r\n0\r\n\r\n", " ".repeat(65));
    let line = format!("PATCH /api/v3/stages/{ID}/");
    assert_eq!(send(to, &line, &chunked, body.as_bytes()).await.status, 413);
    let untyped = format!("{GOOD}Transfer-Encoding: chunked\r\n");
    assert_eq!(send(to, &line, &untyped, body.as_bytes()).await.status, 415);
    assert_eq!(send(to, &line, &untyped, b"0\r\n\r\n").await.status, 200);
    assert_eq!(send(to, &line, &chunked, b"nonsense\r\n").await.status, 400);
}

#[tokio::test]
async fn nesting_has_an_end() {
    let to = serve(router(Stages, Settings::default())).await;
    for open in ["[", "{\"name\":", "{\"x\":"] {
        let response = update(to, JSON, open.repeat(100_000).as_bytes()).await;
        assert_eq!(response.status, 400, "{}", response.body);
    }
}

#[tokio::test]
async fn rejections_have_the_declared_shape() {
    let to = start().await;
    let body = br#"{"name":"","slugs":["a","toolong"]}"#;
    let expected = json!({
        "code": "invalid",
        "name": ["must not be empty"],
        "slugs": ["/1: must have at most 5 characters"],
    });
    assert_eq!(update(to, JSON, body).await.json(), expected);

    let response = update(to, JSON, b"[").await;
    assert!(
        response.json()["non_field_errors"].is_array(),
        "{}",
        response.body
    );

    let line = "PATCH /api/v3/stages/tell-nobody/";
    let expected = json!({ "code": "invalid", "stage_uuid": ["in the path: expected a UUID"] });
    assert_eq!(send(to, line, GOOD, b"").await.json(), expected);
    let broken = "PATCH /api/v3/stages/%ff/";
    let expected = json!({ "code": "invalid", "stage_uuid": ["in the path: is not UTF-8 in percent-encoding"] });
    assert_eq!(send(to, broken, GOOD, b"").await.json(), expected);
}

#[tokio::test]
async fn credentials() {
    let to = start().await;
    let line = &format!("PATCH /api/v3/stages/{ID}/");
    for (headers, detail) in [
        ("", "credentials are missing"),
        ("Authorization: Bearer \r\n", "credentials are missing"),
        (
            "Authorization: Basic YW5uOnA6w7w=\r\n",
            "credentials are missing",
        ),
        (
            "Authorization: Bearer good\r\nAuthorization: Bearer good\r\n",
            "credentials are missing",
        ),
        ("Authorization: bearer bad\r\n", "who is that?"),
        ("Authorization: Bearer stranger\r\n", "not yours"),
    ] {
        let response = send(to, line, headers, b"").await;
        assert_eq!(
            (response.status, &response.json()["detail"]),
            (403, &json!(detail))
        );
    }

    let line = "POST /api/v3/stages/";
    let body = format!("{JSON}Content-Length: 2\r\n");
    for (credentials, status) in [
        ("", 401),
        ("Authorization: Basic YW5uOnA6w7w\r\n", 401),
        ("Authorization: Basic YW5uOnA6w7x=\r\n", 401),
        ("Authorization: Basic !!!!\r\n", 401),
        ("Authorization: BASIC YW5uOnA6w7w=\r\n", 201),
    ] {
        let response = send(to, line, &format!("{credentials}{body}"), b"{}").await;
        assert_eq!(response.status, status, "{credentials}: {}", response.body);
        assert_eq!(
            response.head.contains("www-authenticate: basic"),
            status == 401
        );
    }
    let missing = "Authorization: Basic YW5uOnA6w7w=\r\n";
    for headers in ["", JSON] {
        assert_eq!(
            send(to, line, &format!("{missing}{headers}"), b"")
                .await
                .status,
            400
        );
    }
    assert!(!format!("{:?}", server::Bearer::new("hidden")).contains("hidden"));
    assert_ne!(Denied::forbidden("a"), Denied::unauthenticated("a"));
}

#[tokio::test]
async fn paths_and_methods() {
    let to = start().await;
    for (line, status, text) in [
        (
            format!("PATCH /api/v3/stages/{ID}"),
            404,
            "\"title\":\"Not Found\"",
        ),
        ("GET /api/v3/nothing".to_owned(), 404, "about:blank"),
        ("GET /api/v3/".to_owned(), 404, "about:blank"),
        ("GET /elsewhere".to_owned(), 404, ""),
        ("PUT /api/v3/stages/".to_owned(), 405, "allow: post"),
        (
            "OPTIONS /api/v3/stages/x.json".to_owned(),
            405,
            "allow: get, head",
        ),
        (format!("GET /api/v3/stages/{ID}/"), 405, "allow: patch"),
        (
            "BREW /api/v3/stages/x.json".to_owned(),
            405,
            "allow: get, head",
        ),
        (
            "GET /api/v3/stages/x%2Fy.json".to_owned(),
            200,
            "\"name\":\"x/y\"",
        ),
        (
            "GET /api/v3/stages/x.json.json?key=k+y%26".to_owned(),
            200,
            "\"name\":\"x.json\"",
        ),
        (
            "GET /api/v3/stages/x.json?key=bad".to_owned(),
            401,
            "who is that?",
        ),
        (
            "HEAD /api/v3/stages/x.json".to_owned(),
            200,
            "content-length",
        ),
        ("GET /api/v3/stages/.json".to_owned(), 404, "about:blank"),
        ("GET /api/v3/stages/x.xml".to_owned(), 404, "about:blank"),
        (
            "GET /api/v3/:odd%20%C3%BC/x-y-z/n:m:run".to_owned(),
            200,
            r#"["x","y-z","n:m"]"#,
        ),
        (
            "GET /api/v3/%3Aodd%20%C3%BC/--b/%C3%BC:run".to_owned(),
            200,
            r#"["-","b","ü"]"#,
        ),
        ("GET /api/v3/:even/x-y/n:run".to_owned(), 404, "about:blank"),
    ] {
        let response = send(to, &line, "", b"").await;
        let whole = format!("{}{}", response.head, response.body);
        assert_eq!(response.status, status, "{line}: {whole}");
        assert!(whole.contains(text), "{line}: {whole}");
    }
}

#[tokio::test]
async fn panics_stay_inside() {
    let to = start().await;
    let response = update(to, JSON, br#"{"name":"panic"}"#).await;
    assert_eq!(response.status, 500);
    assert!(
        response.head.contains("application/problem+json"),
        "{}",
        response.head
    );
    assert!(!response.body.contains("secret"), "{}", response.body);
}

#[tokio::test]
async fn settings() {
    let rejections: server::RejectionFn = Arc::new(|operation, rejection| match rejection.status {
        404 => {
            let id = format!("{:?}", operation.map_or("none", |it| it.id));
            Some((StatusCode::NOT_FOUND, id).into_response())
        }
        400 => panic!("a secret"),
        _ => None,
    });
    let settings = Settings {
        rejections: Some(rejections),
        base_path: Some("/at/{tenant}/v1/".to_owned()),
        max_violations: 1,
        ..Settings::default()
    };
    assert!(format!("{settings:?}").contains("rejections: true"));
    let to = serve(router(Stages, settings)).await;
    assert_eq!(
        send(to, "GET /at/acme/v1/nothing", "", b"").await.body,
        "\"none\""
    );
    assert_eq!(
        send(to, "GET /at/acme/v1/stages/x.json", "", b"")
            .await
            .status,
        200
    );
    let rejected = send(to, "PATCH /at/acme/v1/stages/x/", GOOD, b"").await;
    assert_eq!(
        (rejected.status, rejected.body.contains("secret")),
        (500, false)
    );
}

#[tokio::test]
async fn merging_and_nesting() {
    let own = || {
        server::Router::new()
            .route("/api/v3/health", axum::routing::get(|| async { "well" }))
            .fallback(|| async { "own" })
    };
    let merged = serve(own().merge(router(Stages, Settings::default()))).await;
    assert_eq!(
        send(merged, "GET /api/v3/health", "", b"").await.body,
        "well"
    );
    assert_eq!(send(merged, "GET /elsewhere", "", b"").await.body, "own");
    let unknown = send(merged, "GET /api/v3/nothing", "", b"").await;
    assert!(unknown.body.contains("about:blank"));

    let nested = serve(own().nest("/outer", router(Stages, Settings::default()))).await;
    let response = send(nested, "GET /outer/api/v3/stages/x.json", "", b"").await;
    assert_eq!(response.status, 200, "{}", response.body);
    assert_eq!(
        send(nested, "GET /outer/api/v3/nothing", "", b"")
            .await
            .body,
        "own"
    );
}

#[tokio::test]
async fn bodies_are_bounded_in_depth_items_memory_and_time() {
    let body = br#"{"slugs": ["[\"", "b", "c" , "d","e"]}"#;
    type Case = (fn(&mut Settings), u16, &'static str);
    let limits: [Case; 9] = [
        (|_| {}, 200, ""),
        (|it| it.depth_limit = 2, 200, ""),
        (|it| it.depth_limit = 1, 413, "more than 1 levels deep"),
        (|it| it.item_limit = 6, 200, ""),
        (|it| it.item_limit = 5, 413, "more than 5 items"),
        // The list, and what finds out whether an item is there twice.
        (
            |it| it.memory_limit = 8 * size_of::<String>() + 200,
            200,
            "",
        ),
        (
            |it| it.memory_limit = 8 * size_of::<String>() - 1,
            413,
            "more memory than is allowed",
        ),
        (|it| it.body_timeout = None, 200, ""),
        (
            |it| it.body_timeout = Some(Duration::from_secs(60)),
            200,
            "",
        ),
    ];
    for (set, status, text) in limits {
        let mut settings = Settings::default();
        set(&mut settings);
        let to = serve(router(Stages, settings)).await;
        let response = update(to, JSON, body).await;
        assert_eq!(response.status, status, "{text}: {}", response.body);
        assert!(response.body.contains(text), "{text}: {}", response.body);
    }

    let impatient = Settings {
        body_timeout: Some(Duration::from_millis(20)),
        ..Settings::default()
    };
    let to = serve(router(Stages, impatient)).await;
    for headers in [JSON, ""] {
        let headers = format!("{GOOD}{headers}Content-Length: 10\r\n");
        let response = send(to, &format!("PATCH /api/v3/stages/{ID}/"), &headers, b"{\"").await;
        match headers.contains(JSON) {
            true => assert_eq!(response.status, 408, "{}", response.body),
            // Without a media type the first byte settles it.
            false => assert_eq!(response.status, 415, "{}", response.body),
        }
    }
}

#[test]
fn the_extent_of_a_text_is_that_of_its_arrays_and_objects() {
    for (text, depth, items) in [
        ("1", 0, 0),
        ("\"[,{\"", 0, 0),
        ("[]", 1, 0),
        (" [ ] ", 1, 0),
        ("[1]", 1, 1),
        ("[ 1 , 2 ]", 1, 2),
        (r#"{"a":[1,2],"b":{}}"#, 2, 4),
        (r#"["\"],[", {"\\":1}]"#, 2, 3),
        ("[[],[[]]]", 3, 3),
        ("[[[[[[", 6, 5),
        ("]]]]", 0, 0),
    ] {
        let fits = |depth, items| codec::check_extent(text, depth, items).is_ok();
        assert!(fits(depth, items), "{text}");
        // What cannot be exceeded is not looked for.
        if items > 0 {
            assert!(!fits(depth, items - 1), "{text}");
        }
        if depth > 0 {
            assert!(!fits(depth - 1, items), "{text}");
        }
    }
}

#[tokio::test]
async fn a_slow_head_ends_the_connection_and_shutdown_the_server() {
    let settings = Settings {
        head_timeout: Some(Duration::from_millis(50)),
        ..Settings::default()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let router = router(Stages, settings.clone());
    let server = tokio::spawn(async move {
        serve::serve(listener, router, &settings, async { drop(stopped.await) }).await;
    });
    assert_eq!(update(to, JSON, b"{}").await.status, 200);

    for head in [
        "",
        // HTTP/2 starts like this.
        "PRI * HT",
        "GET / HTTP/1.1\r\nHost:",
        // A second head never comes.
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    ] {
        let mut slow = tokio::net::TcpStream::connect(to).await.unwrap();
        slow.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // Ends because the server closes; a server without a limit would wait for the rest.
        let closed = slow.read_to_end(&mut answer);
        let closed = tokio::time::timeout(Duration::from_secs(30), closed).await;
        closed.unwrap_or_else(|_| panic!("{head:?} is closed")).ok();
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{head:?}");
    }

    drop(stop);
    let ended = tokio::time::timeout(Duration::from_secs(30), server);
    ended.await.expect("it ends").unwrap();
    assert!(tokio::net::TcpStream::connect(to).await.is_err());
}
