//! Paths as the description has them, routes of the user's own beside them, and what methods give
//! (RFC 9110): case 86.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{MatchedPath, Path, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{delete, get, put};
use oasmith_cases::c86_routes::models::{Missing, Version};
use oasmith_cases::c86_routes::responses::VersionError;
use oasmith_cases::c86_routes::server::{self, Api, Error, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::http::serve;

/// Tells what was called, with what.
struct Service;

impl Api for Service {
    async fn item(&self, id: String) -> Result<String, Error> {
        Ok(format!("item {id}"))
    }

    async fn remove(&self, _id: String) -> Result<(), Error> {
        Ok(())
    }

    async fn parts(&self, key: String) -> Result<String, Error> {
        Ok(format!("parts of {key}"))
    }

    async fn table(&self, name: String) -> Result<String, Error> {
        Ok(format!("table {name}"))
    }

    async fn latest(&self) -> Result<String, Error> {
        Ok("latest".to_owned())
    }

    async fn version(&self, id: String, version_id: i64) -> Result<Version, Error<VersionError>> {
        if id == "missing" {
            Err(VersionError::NotFound(Missing {
                what: String::new(),
            }))?;
        }
        Ok(Version { number: version_id })
    }

    async fn mine(&self, kind: String, name: String) -> Result<String, Error> {
        Ok(format!("my {kind} {name}"))
    }

    async fn permission(&self, team: String, name: String) -> Result<String, Error> {
        Ok(format!("permission {name} of {team}"))
    }

    async fn reset(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// Adds the path that axum has found, as a layer for metrics does.
async fn measure(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(value) = path.and_then(|path| path.as_str().parse().ok()) {
        response.headers_mut().insert("x-path", value);
    }
    response
}

/// Routes of the user's own: a method of a path that has others, and paths of their own.
fn own() -> Router {
    let text = |Path((tenant, id)): Path<(String, String)>| async move { format!("{tenant} {id}") };
    Router::new()
        .route("/api/{tenant}/items/{id}", put(text))
        .route("/api/{tenant}/items/{item_id}/photo", get(text))
        .route("/api/{tenant}/items/latest", delete(|| async { "own" }))
        .route("/health", get(|| async { "well" }))
}

struct Received {
    status: u16,
    head: String,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines();
        let mut pairs = lines.filter_map(|line| line.split_once(": "));
        pairs.find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    }
}

/// The response to a request, to the byte.
async fn send(base: &str, line: &str) -> Received {
    let to: SocketAddr = base["http://".len()..].parse().expect("it is an address");
    let mut stream = tokio::net::TcpStream::connect(to).await.expect("it is up");
    let head = format!("{line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("it ends");
    let text = String::from_utf8(bytes).expect("it is text");
    let (head, body) = text.split_once("\r\n\r\n").expect("it has a head");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    Received {
        status: status.expect("it is a status"),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// The router below a path with a parameter.
fn emitted() -> Router {
    let settings = Settings {
        base_path: Some("/api/{tenant}".to_owned()),
        ..Settings::default()
    };
    server::router_with(Service, settings)
}

/// What is sent breaks no constraint, where that is checked; what does is told to the hook.
#[tokio::test]
async fn responses_are_checked() {
    for (checks, status) in [(true, 500), (false, 200)] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let hook = Arc::clone(&seen);
        let settings = Settings {
            check_responses: checks,
            base_path: Some("/api/t".to_owned()),
            rejections: Some(Arc::new(move |operation, rejection| {
                let id = operation.map_or("", |it| it.id);
                let said = format!("{id}: {} {}", rejection.status, rejection.detail);
                hook.lock().expect("nobody panics").push(said);
                None
            })),
            ..Settings::default()
        };
        let base = serve(server::router_with(Service, settings)).await;
        let good = send(&base, "GET /api/t/items/a/versions/1").await;
        assert_eq!(good.status, 200, "{}", good.body);
        let broken = send(&base, "GET /api/t/items/a/versions/-4711").await;
        assert_eq!(broken.status, status, "{}", broken.body);
        assert_eq!(broken.body.contains("4711"), !checks);
        let missing = send(&base, "GET /api/t/items/missing/versions/1").await;
        assert_eq!(missing.status, if checks { 500 } else { 404 });
        let said = seen.lock().expect("nobody panics");
        let failed = "version: 500 the server failed: the body breaks a constraint:";
        let expected = [
            format!("{failed} /number must be at least 1"),
            format!("{failed} /what must not be empty"),
        ];
        let none: &[String] = &[];
        assert_eq!(*said, if checks { &expected } else { none });
    }
}

/// A router with routes of the user's own, merged in either order.
async fn merged() -> [String; 2] {
    let after = own().merge(emitted()).layer(from_fn(measure));
    let before = emitted().merge(own()).layer(from_fn(measure));
    [serve(after).await, serve(before).await]
}

#[tokio::test]
async fn axum_knows_the_paths_of_the_description() {
    let item = "/api/{tenant}/items/{id}";
    for base in merged().await {
        for (line, path, body) in [
            ("GET /api/t/items/a%20b", item, "\"item a b\""),
            (
                "GET /api/t/items/a/parts",
                "/api/{tenant}/items/{key}/parts",
                "\"parts of a\"",
            ),
            (
                "GET /api/t/items/a/versions/3",
                "/api/{tenant}/items/{id}/versions/{version-id}",
                r#"{"number":3}"#,
            ),
            // axum takes a segment as a whole.
            ("GET /api/t/items/a.csv", item, "\"table a\""),
            (
                "GET /api/t/items/latest",
                "/api/{tenant}/items/latest",
                "\"latest\"",
            ),
            // Static before templated, decoded before compared (RFC 3986 §6.2.2.2).
            ("GET /api/t/items/%6Catest", item, "\"latest\""),
            // Of two templates that cross, the one that is literal first, whatever is encoded.
            (
                "GET /api/t/teams/mine/permissions/a",
                "/api/{tenant}/teams/mine/{kind}/{name}",
                "\"my permissions a\"",
            ),
            (
                "GET /api/t/teams/mine/permissions/a%20b",
                "/api/{tenant}/teams/mine/{kind}/{name}",
                "\"my permissions a b\"",
            ),
            (
                "GET /api/t/teams/m%69ne/permissions/a",
                "/api/{tenant}/teams/{team}/permissions/{name}",
                "\"my permissions a\"",
            ),
            ("PUT /api/t/items/a", item, "t a"),
            (
                "GET /api/t/items/a/photo",
                "/api/{tenant}/items/{item_id}/photo",
                "t a",
            ),
            (
                "DELETE /api/t/items/latest",
                "/api/{tenant}/items/latest",
                "own",
            ),
            ("GET /health", "/health", "well"),
        ] {
            let response = send(&base, line).await;
            let found = (response.status, response.header("x-path"), &*response.body);
            assert_eq!(found, (200, Some(path), body), "{line}");
        }
    }
}

/// RFC 9110 §9.3.2: as GET, without the body. §15.5.6: what is allowed. §8.6: no length where there is
/// never a body.
#[tokio::test]
async fn methods_and_lengths() {
    let base = serve(emitted()).await;
    let (get, head) = (
        send(&base, "GET /api/t/items/a").await,
        send(&base, "HEAD /api/t/items/a").await,
    );
    assert_eq!((head.status, &*head.body), (200, ""));
    assert_eq!(get.header("content-length"), Some("8"));
    for name in ["content-length", "content-type"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }

    let removed = send(&base, "DELETE /api/t/items/a").await;
    assert_eq!((removed.status, &*removed.body), (204, ""));
    assert_eq!(removed.header("content-length"), None);
    let reset = send(&base, "POST /api/t/resets").await;
    assert_eq!((reset.status, &*reset.body), (205, ""));

    let item = "DELETE, GET, HEAD";
    for (line, status, allow) in [
        ("POST /api/t/items/a", 405, Some(item)),
        ("OPTIONS /api/t/items/a", 405, Some(item)),
        ("TRACE /api/t/items/a", 405, Some(item)),
        ("BREW /api/t/items/a", 405, Some(item)),
        // The templates of an item fit as well.
        ("PUT /api/t/items/latest", 405, Some(item)),
        ("DELETE /api/t/items/latest", 204, None),
        ("PUT /api/t/items/%6Catest", 405, Some(item)),
        ("GET /api/t/resets", 405, Some("POST")),
        ("HEAD /api/t/resets", 405, Some("POST")),
        ("OPTIONS /api/t/nothing", 404, None),
        ("DELETE /api/t/items/a/b/c", 404, None),
    ] {
        let response = send(&base, line).await;
        let found = (response.status, response.header("allow"));
        assert_eq!(found, (status, allow), "{line}");
        assert_eq!(
            response.body.is_empty(),
            status == 204 || line.starts_with("HEAD")
        );
    }
}
