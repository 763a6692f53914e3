//! Callers of every operation: case 85. What a layer adds to a request, the address of the peer and the
//! raw body reach `authenticate`, and with the caller the methods.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use bytes::Bytes;
use oasmith_cases::c85_callers::server::{self, Api, Authenticate, Call, Credentials, Denied};
use oasmith_cases::support::serve;

use super::http::posted;

/// What a layer knows of a request.
#[derive(Clone)]
struct RequestId(u32);

/// Tells who calls: by which credentials, from where, and with what body.
struct Service;

impl Authenticate for Service {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, call: &Call) -> Result<String, Denied> {
        let operation = call.operation();
        let (name, is_permitted) = match &credentials {
            Credentials::Oauth(token) => {
                let granted = |scope: &str| token.token().split('+').any(|it| it == scope);
                ("oauth", operation.permits(&["oauth"], granted))
            }
            Credentials::CertificateAndKey(_) => {
                let is_permitted = operation.permits(&["key", "certificate"], |_| false);
                ("key", is_permitted)
            }
            Credentials::Anonymous => {
                // An operation that requires nothing may look at the credentials all the same.
                let named = call.bearer().map_or("nobody", |_| "somebody");
                (named, operation.security.is_empty())
            }
        };
        if !is_permitted {
            return Err(Denied::forbidden("a scope is missing"));
        }
        let extensions = call.extensions();
        let peer = extensions.get::<ConnectInfo<SocketAddr>>();
        let id = extensions.get::<RequestId>();
        Ok(format!(
            "{name} {} {} {} {} {} {}",
            call.method(),
            call.uri(),
            call.headers().contains_key("host"),
            peer.is_some_and(|it| it.0.ip().is_loopback()),
            id.map_or(0, |it| it.0),
            extensions.get::<Bytes>().map_or(0, Bytes::len),
        ))
    }
}

impl Api for Service {
    async fn open(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn read(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn write(&self, caller: String, body: Vec<i64>) -> Result<String, server::Error> {
        Ok(format!("{caller} {}", body.len()))
    }
}

/// Keeps the body as it came, and numbers the request.
async fn keep(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("it is short");
    parts.extensions.insert(body.clone());
    parts.extensions.insert(RequestId(7));
    assert!(parts.extensions.get::<MatchedPath>().is_some());
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// The address of a server that is served as emitted crates serve it.
async fn start() -> String {
    let settings = server::Settings::default();
    let router = server::router(Arc::new(Service)).layer(from_fn(keep));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        serve::serve(listener, router, &settings, std::future::pending()).await;
    });
    format!("http://{address}")
}

async fn got(base: &str, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let mut request = reqwest::Client::new().get(format!("{base}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.expect("it is answered");
    let status = response.status().as_u16();
    (status, response.text().await.expect("it is text"))
}

#[tokio::test]
async fn layers_and_peers_reach_operations_that_require_nothing() {
    let base = start().await;
    let (status, text) = got(&base, "/open", &[]).await;
    assert_eq!(
        (status, &*text),
        (200, r#""nobody GET /open true true 7 0""#)
    );
    let bearer = [("Authorization", "Bearer any")];
    let (status, text) = got(&base, "/open?all", &bearer).await;
    assert_eq!(
        (status, &*text),
        (200, r#""somebody GET /open?all true true 7 0""#)
    );
}

/// axum compares a path before it is decoded, and finds the base path alone.
#[tokio::test]
async fn an_encoded_path_reaches_operations_below_the_base_path() {
    let settings = server::Settings {
        base_path: Some("/v1".to_owned()),
        ..server::Settings::default()
    };
    let base = super::http::serve(server::router_with(Service, settings)).await;
    for path in ["/v1/open?all", "/v1/%6Fpen?all"] {
        let (status, text) = got(&base, path, &[]).await;
        let expected = format!("\"nobody GET {path} true false 0 0\"");
        assert_eq!((status, text), (200, expected));
    }
}

#[tokio::test]
async fn scopes_are_those_of_one_alternative() {
    let base = start().await;
    for (credentials, status) in [
        (("Authorization", "Bearer items.read"), 200),
        (("Authorization", "Bearer admin+other"), 200),
        (("Authorization", "Bearer items.write"), 403),
        (("X-Key", "secret"), 200),
        (("X-Other", ""), 401),
    ] {
        let (found, text) = got(&base, "/read", &[credentials]).await;
        assert_eq!(found, status, "{credentials:?}: {text}");
    }
}

#[tokio::test]
async fn the_raw_body_is_kept_by_a_layer() {
    let base = start().await;
    let body = "[1, 2,\n3]";
    let request = reqwest::Client::new().post(format!("{base}/write"));
    let request = request.header("Authorization", "Bearer items.read+items.write");
    let request = request.header("Content-Type", "application/json");
    let response = request.body(body).send().await.expect("it is answered");
    let text = response.text().await.expect("it is text");
    assert_eq!(text, r#""oauth POST /write true true 7 9 3""#);

    let refused = posted("POST", &base, "/write", "application/json", Vec::new()).await;
    assert_eq!(refused.0, 401, "{}", refused.1);
}

/// An implementation is taken as it is, and in an `Arc`, also where its type is not known.
#[test]
fn routers_of_shared_implementations() {
    fn of<A: Api>(api: A) -> server::Router {
        server::router(api)
    }
    fn of_shared<A: Api>(api: &Arc<A>) -> server::Router {
        server::router_with(Arc::clone(api), server::Settings::default())
    }
    drop(of(Service));
    let shared = Arc::new(Service);
    drop(of_shared(&shared));
    drop(server::router::<Service>(shared));
}
