//! What errors of a call say: case 83.

use oasmith_cases::c83_calls as calls;
use oasmith_cases::support::client::Error;

use calls::client::Client;

use super::scripted::{json, response, scripted};

async fn error(answer: super::scripted::Answer) -> Error<calls::responses::ThingError> {
    let (config, _) = scripted(vec![answer]).await;
    let client = Client::new(config).with_key("k3y").with_token("t0ken");
    client.thing("1").await.expect_err("it is an error")
}

#[tokio::test]
async fn errors_have_what_the_server_says() {
    const UNDECLARED: &str = "the server answered with the undeclared status 500";
    let plain = "Content-Type: text/plain; charset=utf-8\r\n";
    let long = "é".repeat(300);
    for (answer, said) in [
        (
            json(500, r#"{"title":"Busy","detail":"try later","status":500}"#),
            ": Busy: try later",
        ),
        (
            json(500, r#"{"error":{"code":7,"message":"no"}}"#),
            ": 7: no",
        ),
        (
            json(500, r#"{"error":"no","error_description":"no"}"#),
            ": no",
        ),
        (json(500, r#""gone""#), ": gone"),
        // The value that was refused is repeated by some frameworks.
        (
            json(500, r#"{"detail":[{"msg":"too short","input":"hunter2"}]}"#),
            ": too short",
        ),
        (
            json(500, r#"{"password":"hunter2"}"#),
            " and \"application/json\"",
        ),
        (json(500, "{"), " and \"application/json\""),
        // So are credentials.
        (
            json(500, r#"{"message":"no token t0ken, no key k3y"}"#),
            ": no token [redacted], no key [redacted]",
        ),
        (
            response(500, plain, "Bearer t0ken is\r\nnone\u{1b}[31m \"\u{202e}\""),
            ": [redacted] is\\r\\nnone\\u{1b}[31m \"\\u{202e}\"",
        ),
        (
            response(500, plain, &long),
            &*format!(": {}…", "é".repeat(200)),
        ),
        (
            response(500, "Content-Type: text/html\r\n", "<h1>settings</h1>"),
            " and \"text/html\"",
        ),
        (response(500, "", "unnamed"), ""),
        (response(500, plain, ""), ""),
        (
            response(500, "X-Request-Id: r1\r\n", ""),
            " (request id r1)",
        ),
        (
            response(500, "X-Request-Id: \r\nX-Amzn-RequestId: r2\r\n", ""),
            " (request id r2)",
        ),
    ] {
        assert_eq!(
            error(answer).await.to_string(),
            format!("{UNDECLARED}{said}")
        );
    }

    // A success may hold a secret.
    let success = json(201, r#"{"message":"hunter2"}"#);
    let expected = "the server answered with the undeclared status 201 and \"application/json\"";
    assert_eq!(error(success).await.to_string(), expected);
}

#[tokio::test]
async fn a_body_that_is_not_as_declared_has_its_media_type() {
    let error = error(json(200, "{}")).await;
    assert_eq!(
        error.to_string(),
        "the response with status 200 and \"application/json\" is not as declared: \
         the property is missing at \"/name\" (line 1, column 2)"
    );
}

#[tokio::test]
async fn a_declared_error_keeps_its_reply() {
    let head = "Content-Type: application/json\r\nX-Request-Id: r1\r\nX-Own: own\r\n";
    let body = r#"{"detail":"none", "more": 1}"#;
    let error = error(response(404, head, body)).await;
    let said = "the server answered with the declared error 404: none (request id r1)";
    assert_eq!(error.to_string(), said);
    let headers = error.headers().expect("there was a response");
    assert_eq!(headers["x-own"], "own");
    assert_eq!(
        (error.request_id(), error.message()),
        (Some("r1"), Some("none"))
    );
    let Error::Declared(declared) = error else {
        panic!("it is declared");
    };
    assert_eq!(declared.raw_body, body.as_bytes());
    assert!(!format!("{declared:?}").contains("more"));
}

#[tokio::test]
async fn an_error_without_a_response_has_no_headers() {
    let error = error(super::scripted::Answer::Close).await;
    assert!(error.headers().is_none() && error.request_id().is_none());
    assert_eq!((error.status(), error.message()), (None, None));
}
