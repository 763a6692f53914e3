//! The description and the page beside the operations of a router.

use std::convert::Infallible;
use std::fmt::Write;
use std::net::SocketAddr;

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::api::serve;
use crate::runtime::server::explorer::{Explorer, InvalidExplorer, Part, Scheme};
use crate::runtime::server::{
    self, Call, Error, Operation, Outgoing, Rejection, Responding, Routes, Settings,
};

const fn operation(method: &'static str, path: &'static str) -> Operation {
    Operation {
        id: "id",
        method,
        path,
        ..Operation::BARE
    }
}

static PETS: Operation = operation("GET", "/pets");
static PET: Operation = operation("DELETE", "/pets/{id}");
static ANY: Operation = operation("GET", "/{name}");
static ENCODED: Operation = operation("POST", "/%65xplorer");

fn handler<'a>(_: &'a (), _: (), call: &Call) -> Result<Responding<'a>, Rejection> {
    let path = call.operation().path;
    let response = async move { Ok::<_, Error<Infallible>>(path) };
    server::responding(response, |path| Outgoing::text("text/plain", 200, path))
}

fn routes(base: &str, operations: &[&'static Operation], settings: Settings) -> Routes<()> {
    let mut routes = Routes::new(Default::default(), base, settings);
    for operation in operations {
        routes.add(operation).calls(handler);
    }
    routes
}

const DESCRIPTION: &[Part] = &[
    Part::Text("{\"servers\":[{\"url\":"),
    Part::Server,
    Part::Text("}],\"own\":"),
    Part::Below("/other"),
    Part::Text(",\"host\":"),
    Part::Host,
    Part::Text(",\"basePath\":"),
    Part::BasePath,
    Part::Text(",\"schemes\":["),
    Part::Scheme,
    Part::Text("]}"),
];

fn explored(base: &str, operations: &[&'static Operation], explorer: &Explorer) -> Router {
    let routes = routes(base, operations, Settings::default());
    routes.into_router_with(explorer, DESCRIPTION).unwrap()
}

fn refused(base: &str, operations: &[&'static Operation], explorer: &Explorer) -> String {
    let routes = routes(base, operations, Settings::default());
    let error: InvalidExplorer = routes.into_router_with(explorer, DESCRIPTION).unwrap_err();
    error.to_string()
}

/// The response to a request whose headers are these alone, in lower case but for the body.
async fn send(to: SocketAddr, line: &str, headers: &str) -> (u16, String, String) {
    let mut stream = tokio::net::TcpStream::connect(to).await.unwrap();
    let head = format!("{line} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_lowercase(), body.to_owned())
}

async fn described(to: SocketAddr, path: &str, headers: &str) -> serde_json::Value {
    let (status, head, body) = send(to, &format!("GET {path}"), headers).await;
    assert_eq!(status, 200, "{head}\n{body}");
    assert!(head.contains("content-type: application/json"), "{head}");
    serde_json::from_str(&body).unwrap()
}

#[tokio::test]
async fn a_router_without_an_explorer_has_none() {
    let to = serve(routes("/api", &[&PETS], Settings::default()).into_router()).await;
    for path in ["/api/explorer", "/api/openapi.json"] {
        let (status, ..) = send(to, &format!("GET {path}"), "Host: h\r\n").await;
        assert_eq!(status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_description_has_the_address_that_it_was_asked_for_at() {
    let to = serve(explored("/api", &[&PETS], &Explorer::default())).await;
    let json = described(to, "/api/openapi.json?a=b", "Host: pets.example:8080\r\n").await;
    let expected = serde_json::json!({
        "servers": [{"url": "http://pets.example:8080/api"}],
        "own": "http://pets.example:8080/other",
        "host": "pets.example:8080",
        "basePath": "/api",
        "schemes": ["http"],
    });
    assert_eq!(json, expected);
    let json = described(to, "http://[::1]:80/api/openapi.json", "Host: other\r\n").await;
    assert_eq!(json["host"], "[::1]:80");
    let (status, _, body) = send(to, "GET /api/pets", "Host: h\r\n").await;
    assert_eq!((status, body.as_str()), (200, "/pets"));
}

#[tokio::test]
async fn the_address_has_the_path_that_the_router_is_nested_under() {
    let inner = explored("", &[&PETS], &Explorer::default());
    let to = serve(Router::new().nest("/{tenant}/v1", inner)).await;
    let json = described(to, "/a%22b/v1/openapi.json", "Host: h\r\n").await;
    assert_eq!(json["servers"][0]["url"], "http://h/a%22b/v1");
    assert_eq!(json["own"], "http://h/a%22b/v1/other");
    let to = serve(explored("/{tenant}/api", &[&PETS], &Explorer::default())).await;
    let json = described(to, "/acme/api/openapi.json", "Host: h\r\n").await;
    assert_eq!(json["basePath"], "/acme/api");
    assert_eq!(json["own"], "http://h/other");
    let to = serve(explored("", &[&PETS], &Explorer::default())).await;
    let json = described(to, "/openapi.json", "Host: h\r\n").await;
    assert_eq!(json["basePath"], "/");
    assert_eq!(json["servers"][0]["url"], "http://h");
}

#[tokio::test]
async fn a_host_that_is_none_is_refused() {
    let to = serve(explored("/api", &[&PETS], &Explorer::default())).await;
    for host in [
        "",
        "Host: \r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: user@h\r\n",
        "Host: h/path\r\n",
        "Host: h\"onload=\r\n",
        "Host: <script>\r\n",
        "Host: h:99999\r\n",
        "Host: h:+80\r\n",
        "Host: h:80:80\r\n",
        "Host: [::1\r\n",
        "Host: [h]\r\n",
        "Host: ::1\r\n",
        "Host: h, i\r\n",
        "Host: h\\i\r\n",
    ] {
        let (status, _, body) = send(to, "GET /api/openapi.json", host).await;
        assert_eq!(status, 400, "{host}");
        assert!(!body.contains("script"), "{body}");
    }
}

#[tokio::test]
async fn a_forwarded_scheme_counts_only_if_it_is_to() {
    let forwarded = "Host: h\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n";
    for (scheme, headers, expected) in [
        (Scheme::Http, forwarded, "http://h"),
        (Scheme::Https, "Host: h\r\n", "https://h"),
        (Scheme::Forwarded, forwarded, "https://h"),
        (Scheme::Forwarded, "Host: h\r\n", "http://h"),
    ] {
        let explorer = Explorer {
            scheme,
            ..Explorer::default()
        };
        let to = serve(explored("", &[&PETS], &explorer)).await;
        let json = described(to, "/openapi.json", headers).await;
        assert_eq!(json["servers"][0]["url"], expected, "{scheme:?}");
        if scheme == Scheme::Forwarded {
            for wrong in ["javascript", "https, http", ""] {
                let headers = format!("Host: h\r\nX-Forwarded-Proto: {wrong}\r\n");
                let (status, ..) = send(to, "GET /openapi.json", &headers).await;
                assert_eq!(status, 400, "{wrong}");
            }
        }
    }
}

#[tokio::test]
async fn the_page_runs_what_it_brought_along_and_nothing_else() {
    let to = serve(explored("/api", &[&PETS], &Explorer::default())).await;
    let (status, head, body) = send(to, "GET /api/explorer", "Host: h\r\n").await;
    assert_eq!(status, 200);
    for header in [
        "content-type: text/html; charset=utf-8",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(head.contains(header), "{header}: {head}");
    }
    let between = |start: &str, end: &str| {
        let (_, rest) = body.split_once(start).unwrap();
        rest.split_once(end).unwrap().0.to_owned()
    };
    for (directive, start, end) in [
        ("style-src", "<style>", "</style>"),
        ("script-src", "<script type=\"module\">", "</script>"),
    ] {
        let hash = base64(&sha256(between(start, end).as_bytes()));
        let expected = format!("{directive} 'sha256-{hash}';");
        let lower = expected.to_lowercase();
        assert!(head.contains(&lower), "`POLICY` needs {expected}");
    }
    for directive in [
        "default-src 'none'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "trusted-types 'none'",
    ] {
        assert!(head.contains(directive), "{directive}");
    }
    assert!(!head.contains("unsafe"), "{head}");
    assert!(body.len() < 61_440, "the page has {} bytes", body.len());
    for outside in ["http://", "https://", " src=", "@import", ": url("] {
        let found = body.match_indices(outside).map(|(at, _)| {
            let start = body[..at].rfind('\n').unwrap_or_default();
            body[start..at + 40].to_owned()
        });
        // A sample of a URI is the only address.
        let found: Vec<_> = found.filter(|it| !it.contains("example.org")).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_that_there_are() {
    let to = serve(explored("/api", &[&PETS], &Explorer::default())).await;
    for path in ["/api/explorer", "/api/openapi.json"] {
        let (status, head, body) = send(to, &format!("HEAD {path}"), "Host: h\r\n").await;
        assert_eq!((status, body.as_str()), (200, ""), "{head}");
        let (status, head, body) = send(to, &format!("POST {path}"), "Host: h\r\n").await;
        assert_eq!(status, 405);
        assert!(head.contains("allow: get, head"), "{head}");
        assert!(body.contains("the path has no such method"), "{body}");
    }
}

#[test]
fn a_path_of_an_operation_is_refused() {
    let taken =
        "`/explorer` is a path of the operation `GET /{name}`: choose another `Explorer::page`";
    let page_taken = |base, operation| {
        let explorer = Explorer {
            description: "/a/b/openapi.json".to_owned(),
            ..Explorer::default()
        };
        refused(base, &[&PETS, operation], &explorer)
    };
    for base in ["", "/api", "/{tenant}"] {
        assert_eq!(page_taken(base, &ANY), taken, "{base}");
        assert!(
            page_taken(base, &ENCODED).contains("`POST /%65xplorer`"),
            "{base}"
        );
    }
    let below = Explorer {
        description: "/pets/openapi.json".to_owned(),
        ..Explorer::default()
    };
    let message = refused("/api", &[&PET], &below);
    assert!(message.contains("`DELETE /pets/{id}`"), "{message}");
}

#[test]
fn a_path_is_one() {
    for path in [
        "", "/", "a//b", "/a/", "/../a", "/{a}", "/a?b", "/a b", "/ü", "/\"", "/*",
    ] {
        let page = Explorer {
            page: path.to_owned(),
            ..Explorer::default()
        };
        let message = refused("/api", &[&PETS], &page);
        assert!(message.contains("`Explorer::page`"), "{path}: {message}");
    }
    let same = Explorer {
        page: "openapi.json".to_owned(),
        ..Explorer::default()
    };
    assert!(refused("/api", &[&PETS], &same).contains("both"));
}

#[tokio::test]
async fn paths_of_the_explorer_may_be_others() {
    let explorer = Explorer {
        page: "docs/v1/page".to_owned(),
        description: "spec.json".to_owned(),
        ..Explorer::default()
    };
    let to = serve(explored("/api", &[&PETS, &PET], &explorer)).await;
    let (_, _, body) = send(to, "GET /api/docs/v1/page", "Host: h\r\n").await;
    let expected = r#"data-description="../../spec.json" data-base="../../""#;
    assert!(body.contains(expected), "{body}");
    described(to, "/api/spec.json", "Host: h\r\n").await;
    let (status, ..) = send(to, "GET /api/explorer", "Host: h\r\n").await;
    assert_eq!(status, 404);
}

/// SHA-256 (FIPS 180-4), to check the hashes of the policy.
fn sha256(text: &[u8]) -> Vec<u8> {
    let primes: Vec<u64> = (2..312).filter(|n| (2..*n).all(|it| n % it != 0)).collect();
    // The first bits of the fractions of roots, found by bisection.
    let fraction = |prime: u64, power: u32| {
        let wanted = u128::from(prime) << (32 * power);
        let (mut low, mut high) = (0_u128, 1_u128 << 40);
        while high - low > 1 {
            let middle = (low + high) / 2;
            match middle.pow(power) <= wanted {
                true => low = middle,
                false => high = middle,
            }
        }
        low as u32
    };
    let mut state: Vec<u32> = primes.iter().take(8).map(|it| fraction(*it, 2)).collect();
    let constants: Vec<u32> = primes.iter().take(64).map(|it| fraction(*it, 3)).collect();
    let mut bytes = text.to_vec();
    bytes.push(0x80);
    bytes.resize(
        bytes.len().next_multiple_of(64) + if bytes.len() % 64 > 56 { 64 } else { 0 },
        0,
    );
    let length = bytes.len();
    bytes[length - 8..].copy_from_slice(&(text.len() as u64 * 8).to_be_bytes());
    for block in bytes.chunks(64) {
        let word = |it: &[u8]| u32::from_be_bytes([it[0], it[1], it[2], it[3]]);
        let mut words: Vec<u32> = block.chunks(4).map(word).collect();
        for at in 16..64 {
            let (a, b) = (words[at - 15], words[at - 2]);
            let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
            let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
            let sum = words[at - 16].wrapping_add(s0).wrapping_add(words[at - 7]);
            words.push(sum.wrapping_add(s1));
        }
        let mut now = state.clone();
        for (word, constant) in words.iter().zip(&constants) {
            let (a, e) = (now[0], now[4]);
            let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & now[5]) ^ (!e & now[6]);
            let first = now[7].wrapping_add(s1).wrapping_add(choice);
            let first = first.wrapping_add(*constant).wrapping_add(*word);
            let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let majority = (a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2]);
            now.rotate_right(1);
            now[4] = now[4].wrapping_add(first);
            now[0] = first.wrapping_add(s0).wrapping_add(majority);
        }
        for (old, new) in state.iter_mut().zip(now) {
            *old = old.wrapping_add(new);
        }
    }
    state.iter().flat_map(|it| it.to_be_bytes()).collect()
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(*chunk.get(index).unwrap_or(&0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for sign in 0..4 {
            if sign > chunk.len() {
                text.push('=');
                continue;
            }
            text.push(char::from(SIGNS[(bits >> (18 - 6 * sign) & 63) as usize]));
        }
    }
    text
}

#[test]
fn the_hash_is_that_of_the_standard() {
    let mut hex = String::new();
    for byte in sha256(b"abc") {
        write!(hex, "{byte:02x}").unwrap();
    }
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hex, expected);
    assert_eq!(base64(b"ab"), "YWI=");
}
