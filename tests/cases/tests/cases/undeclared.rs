//! Requests that a description does not have, and the addresses that it has: cases 83 and 84.

use oasmith_cases::c83_calls::client as calls;
use oasmith_cases::c83_calls::models::Thing;
use oasmith_cases::c84_servers::client as servers;
use oasmith_cases::support::client::{Config, Error, Failure, Retries, Server};

use super::scripted::{Answer, json, response, scripted};

fn client(config: Config) -> calls::Client {
    calls::Client::new(config)
        .with_key("k3y")
        .with_token("t0ken")
}

#[tokio::test]
async fn a_request_has_the_address_the_headers_and_the_credentials_of_the_client() {
    let (mut config, sent) = scripted(vec![json(207, r#"{"name":"a"}"#), json(404, "{}")]).await;
    let own = "own".parse().expect("it is a value");
    config.headers.insert("x-own", own);
    let client = client(config);
    let thing = Thing {
        name: "é".to_owned(),
    };
    let request = client
        .undeclared("POST", "/beta/a b")
        .query("a&b", "c d")
        .json(&thing);
    let reply = request.header("x-more", "more").send().await;
    let reply = reply.expect("it is answered");
    assert_eq!(reply.status(), 207);
    let read: Thing = reply.json().expect("it is a thing");
    assert_eq!(read.name, "a");

    let missing = client
        .undeclared("QUERY", "/beta")
        .bytes("text/csv", "a,b")
        .send()
        .await;
    assert_eq!(missing.expect("any status is a result").status(), 404);

    let requests = sent.all();
    let expected = "POST /api/beta/a%20b?a%26b=c+d HTTP/1.1\r\n";
    assert!(requests[0].starts_with(expected), "{}", requests[0]);
    assert!(requests[0].ends_with(r#"{"name":"é"}"#), "{}", requests[0]);
    assert!(
        requests[1].starts_with("QUERY /api/beta HTTP/1.1\r\n"),
        "{}",
        requests[1]
    );
    assert!(requests[1].ends_with("a,b"), "{}", requests[1]);
    for (name, values) in [
        ("x-key", ["k3y", "k3y"]),
        ("authorization", ["Bearer t0ken", "Bearer t0ken"]),
        ("x-own", ["own", "own"]),
        ("x-more", ["more", ""]),
        ("accept", ["*/*", "*/*"]),
        ("content-type", ["application/json", "text/csv"]),
    ] {
        assert_eq!(sent.header(name), values, "{name}");
    }
}

#[tokio::test]
async fn a_request_has_the_limits_of_the_client() {
    let (mut config, sent) = scripted(vec![Answer::Close, response(200, "", "12345")]).await;
    config.retries = Some(Retries::default());
    config.response_limit = 4;
    let result = client(config).undeclared("GET", "/beta").send().await;
    let Err(Error::Failure(Failure::TooLarge { status: 200, .. })) = result else {
        panic!("it is not too large: {result:?}");
    };
    assert_eq!(sent.count(), 2);

    // A method that expects a body says that there is none.
    let (config, sent) = scripted(vec![response(200, "", ""); 2]).await;
    let client = client(config);
    client
        .undeclared("POST", "/beta")
        .send()
        .await
        .expect("it is answered");
    let empty = client.undeclared("PUT", "/beta").bytes("text/plain", "");
    empty.send().await.expect("it is answered");
    assert_eq!(sent.header("content-length"), ["0", "0"]);
}

/// An address takes a backslash for a slash, and passes over line breaks and tabs (WHATWG URL §4.4).
#[tokio::test]
async fn what_an_address_takes_for_something_else_is_encoded() {
    let (config, sent) = scripted(vec![response(200, "", ""); 3]).await;
    let client = client(config);
    for path in [
        "/files/..\\users",
        "/files/..\\..\\admin",
        "/files/.\t./users",
    ] {
        let reply = client.undeclared("DELETE", path).send().await;
        reply.expect("it is answered");
    }
    let lines: Vec<_> = sent.all();
    let paths = lines.iter().filter_map(|line| line.split(' ').nth(1));
    let paths: Vec<_> = paths.collect();
    assert_eq!(
        paths,
        [
            "/api/files/..%5Cusers",
            "/api/files/..%5C..%5Cadmin",
            "/api/files/.%09./users"
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused() {
    let (config, sent) = scripted(Vec::new()).await;
    let client = client(config);
    let dots = "a segment of the path is \".\" or \"..\"";
    let slash = "the path has to start with a slash, and has no query and no fragment";
    for (request, reason) in [
        (client.undeclared("GET", "beta"), slash),
        (client.undeclared("GET", "https://example.org/"), slash),
        (client.undeclared("GET", "/beta?a=b"), slash),
        (client.undeclared("GET", "/a/%2e%2e/b"), dots),
        (client.undeclared("GET", "/a/../b"), dots),
        (client.undeclared("G T", "/beta"), "\"G T\" is no method"),
        (
            client.undeclared("GET", "/beta").header("X-Key", "other"),
            "the header \"X-Key\" holds a credential of the call",
        ),
        (
            client.undeclared("PUT", "/beta").bytes("text/plain\n", "a"),
            "the header \"Content-Type\" cannot be sent",
        ),
    ] {
        let error = request
            .query("a", "b")
            .json("first fault counts")
            .send()
            .await;
        let message = error.expect_err("it is refused").to_string();
        assert_eq!(message, format!("the request cannot be sent: {reason}"));
    }
    assert_eq!(sent.count(), 0);
}

#[test]
fn the_servers_of_a_description() {
    let [production, relative, open] = servers::SERVERS else {
        panic!("there are three");
    };
    let expected = Server {
        url: "https://eu.example.org/v1",
        description: "Production,\nby \"region\".",
    };
    assert_eq!(*production, expected);
    assert_eq!((relative.url, relative.description), ("/v1", ""));
    assert_eq!(open.url, "https://{tenant}.example.org");
    assert!(Config::new(relative.url).is_err() && Config::new(open.url).is_err());
}
