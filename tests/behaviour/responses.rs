//! The emitted client and servers that do not answer as described, or do not answer.

use std::error::Error as _;
use std::time::Duration;

use authentik_stages::Validate;
use authentik_stages::client::Client;
use authentik_stages::models::SmsProvider;
use authentik_stages::support::client::{Cause, Config, Failure};
use authentik_stages::support::server::Settings;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::client::client;
use super::http::{canned, response, stalled};
use super::silence::{MARKER, check_error};
use super::stages::{ID, OPS, Op, Outcome, call, config, duo_stage, sms_stage, start};

#[tokio::test]
async fn undeclared_statuses_keep_all_there_is() {
    let rejections = |_: Option<&_>, rejection: &authentik_stages::support::server::Rejection| {
        (rejection.status == 403).then(|| {
            let body = format!("{:?}", rejection.detail);
            let mut response = (StatusCode::UNAUTHORIZED, body).into_response();
            let challenge = "Bearer realm=\"r\"".parse().unwrap();
            response.headers_mut().insert("www-authenticate", challenge);
            response
        })
    };
    let settings = Settings {
        rejections: Some(std::sync::Arc::new(rejections)),
        body_limit: 40,
        ..Settings::default()
    };
    let (_, address) = start(settings).await;
    let good = client(config(address));
    let elsewhere = Client::new(Config::new(&format!("http://{address}/api/v3/x")).unwrap());
    let long = "x".repeat(100);
    for op in OPS {
        for (client, name, status, header, body) in [
            (
                &Client::new(config(address)),
                "n",
                401,
                ("www-authenticate", "Bearer realm=\"r\""),
                "\"credentials are missing\"",
            ),
            (&good, "teapot", 418, ("x-pot", "tea"), "short and stout"),
            (
                &good,
                "panic",
                500,
                ("content-type", "application/problem+json"),
                "the server failed",
            ),
            (
                &good,
                &long,
                413,
                ("content-type", "application/problem+json"),
                "40 bytes",
            ),
            (
                &elsewhere,
                "n",
                404,
                ("content-type", "application/problem+json"),
                "Not Found",
            ),
        ] {
            let failure = call(client, op, name).await.failure();
            check_error(&failure, name);
            assert_eq!(failure.status(), Some(status));
            let text = format!("the server answered with the undeclared status {status}");
            let said = failure.to_string();
            assert!(said.starts_with(&text), "{said}");
            let Failure::Undeclared(reply) = failure else {
                panic!("declared: {failure:?}");
            };
            assert_eq!(reply.headers()[header.0], header.1);
            let text = String::from_utf8(reply.into_body()).unwrap();
            assert!(text.contains(body), "{text}");
        }
    }
    // Each of these means something, but the description does not say what.
    for status in ["201 C", "204 N", "301 M", "405 M", "415 U", "599 X"] {
        let (address, _) = canned(response(status, "text/plain", "")).await;
        let failure = call(&client(config(address)), Op::Duo, "n").await.failure();
        assert!(
            matches!(&failure, Failure::Undeclared(reply) if reply.headers()["x-trace"] == "t1")
        );
        assert_eq!(failure.status(), status[..3].parse().ok());
    }
}

/// What a server sends instead of a stage or a declared error.
#[tokio::test]
async fn bodies_that_are_not_as_declared() {
    let stage = serde_json::to_string(&duo_stage("n")).unwrap();
    let no_name = stage.replace("\"name\":\"n\",", "");
    let bad_flow = stage.replace(
        "\"client_id\"",
        "\"flow_set\":[{\"slug\":4711}],\"client_id\"",
    );
    let twice = stage.replace("\"client_id\"", "\"name\":\"tell-nobody\",\"client_id\"");
    let uuid = stage.replace(&ID.to_string(), MARKER);
    let (address, _) = canned(response("200 OK", "application/json", "")).await;
    let failure = call(&client(config(address)), Op::Duo, "n").await.failure();
    assert!(
        matches!(&failure, Failure::Undecodable(it) if it.cause == Cause::Empty),
        "{failure:?}"
    );
    for (status, body, pointer, message, malformed) in [
        (
            "200 OK",
            &stage[..40],
            "/pk",
            "EOF while parsing a string",
            true,
        ),
        (
            "200 OK",
            "{\"pk\":tell-nobody}",
            "/pk",
            "expected ident",
            true,
        ),
        (
            "200 OK",
            "[]",
            "",
            "expected an object, found an array",
            false,
        ),
        (
            "200 OK",
            &no_name,
            "/name",
            "the property is missing",
            false,
        ),
        (
            "200 OK",
            &bad_flow,
            "/flow_set/0/slug",
            "expected a string, found a number",
            false,
        ),
        (
            "200 OK",
            &twice,
            "/name",
            "the property is there twice",
            false,
        ),
        (
            "200 OK",
            &uuid,
            "/pk",
            "expected a UUID, found another string",
            false,
        ),
        (
            "200 OK",
            &format!("{stage}4711"),
            "",
            "trailing characters",
            true,
        ),
        (
            "400 Bad Request",
            "{\"code\":4711}",
            "/code",
            "expected a string, found a number",
            false,
        ),
        (
            "400 Bad Request",
            "{\"x\":[{\"y\":tell-nobody}]}",
            "/x/0/y",
            "expected ident",
            true,
        ),
        (
            "403 Forbidden",
            "{}",
            "/detail",
            "the property is missing",
            false,
        ),
        (
            "403 Forbidden",
            "{\"detail\":null}",
            "/detail",
            "expected a string, found null",
            false,
        ),
    ] {
        // A response that does not say what it is may be JSON.
        for content_type in ["application/json", ""] {
            let (address, _) = canned(response(status, content_type, body)).await;
            let failure = call(&client(config(address)), Op::Duo, "n").await.failure();
            check_error(&failure, body);
            assert_eq!(failure.status(), status[..3].parse().ok());
            let text = failure.to_string();
            assert!(
                text.contains(message) && text.contains(&format!("{pointer:?}")),
                "{text}"
            );
            let Failure::Undecodable(undecodable) = failure else {
                panic!("decodable: {body}");
            };
            assert_eq!(undecodable.reply.body(), body.as_bytes());
            assert_eq!(undecodable.reply.headers()["x-trace"], "t1");
            let Cause::Json(fault) = undecodable.cause else {
                panic!("not the JSON of {body}");
            };
            assert_eq!(
                (fault.pointer.as_str(), fault.message.as_str()),
                (pointer, message)
            );
            assert_eq!(fault.malformed, malformed, "{body}");
        }
    }
    for (status, content_type) in [
        ("200 OK", "text/html"),
        ("400 B", "text/html; charset=utf-8"),
    ] {
        let (address, _) = canned(response(status, content_type, "<p>tell-nobody")).await;
        let failure = call(&client(config(address)), Op::Sms, "n").await.failure();
        check_error(&failure, content_type);
        let Failure::Undecodable(undecodable) = failure else {
            panic!("decodable");
        };
        assert_eq!(
            undecodable.cause,
            Cause::ContentType(content_type.to_owned())
        );
        assert_eq!(undecodable.reply.body(), b"<p>tell-nobody");
    }
}

/// What a newer server says is not lost, and is no reason to fail.
#[tokio::test]
async fn more_than_declared_is_no_failure() {
    let mut stage = serde_json::to_value(sms_stage("n")).unwrap();
    stage["provider"] = json!("pigeon");
    stage["later"] = json!({ "a": [1] });
    stage["friendly_name"] = Value::Null;
    let body = stage.to_string();
    let (address, _) = canned(response("200 OK", "application/json", &body)).await;
    let client = client(config(address));
    let stage = client
        .stages_authenticator_sms_partial_update(ID, None)
        .await
        .unwrap();
    assert_eq!(stage.provider, SmsProvider::Unknown("pigeon".to_owned()));
    assert!(stage.friendly_name.is_null() && stage.mapping.is_absent());
    let violations = stage.validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "/provider must be one of twilio, generic"
    );
}

#[tokio::test]
async fn no_response() {
    // Nobody answers in time: neither at all, nor to the end.
    let (_, address) = start(Settings::default()).await;
    let part = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
    let stalled = stalled(part).await;
    for address in [address, stalled] {
        let mut config = config(address);
        config.timeout = Some(Duration::from_millis(300));
        let failure = call(&client(config), Op::Identification, "slow")
            .await
            .failure();
        assert!(matches!(failure, Failure::TimedOut(_)), "{failure:?}");
        assert_eq!(failure.to_string(), "the call took longer than 300ms");
        assert_eq!(failure.status(), None);
    }

    // Nobody is there; somebody hangs up; somebody speaks something else.
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let refused = unused.local_addr().unwrap();
    drop(unused);
    let (hung_up, _) = canned(vec![]).await;
    let (cut, _) = canned(part.to_vec()).await;
    let (other, _) = canned(b"220 mail.example.org ESMTP\r\n\r\n".to_vec()).await;
    for address in [refused, hung_up, cut, other] {
        let failure = call(&client(config(address)), Op::Duo, "n").await.failure();
        assert!(matches!(failure, Failure::Transport(_)), "{failure:?}");
        assert_eq!(failure.to_string(), "the transport failed");
        assert!(failure.source().is_some() && failure.status().is_none());
        let whole = format!("{failure:?}{:?}", failure.source());
        assert!(!whole.contains(&ID.to_string()), "{whole}");
    }
}

#[tokio::test]
async fn responses_have_an_end() {
    let limit = serde_json::to_string(&duo_stage("n")).unwrap().len();
    let stage = serde_json::to_string(&duo_stage("n")).unwrap();
    let announced = |body: &str| response("200 OK", "application/json", body);
    let chunked = |body: &str| {
        let (a, b) = body.split_at(20);
        let chunks = format!("{:x}\r\n{a}\r\n{:x}\r\n{b}\r\n0\r\n\r\n", a.len(), b.len());
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}").into_bytes()
    };
    let endless = |body: &str| format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes();
    let longer = format!("{stage} ");
    for (response, fits) in [
        (announced(&stage), true),
        (chunked(&stage), true),
        (endless(&stage), true),
        (announced(&longer), false),
        (chunked(&longer), false),
        (endless(&longer), false),
    ] {
        let (address, _) = canned(response).await;
        let mut config = config(address);
        config.response_limit = limit;
        let outcome = call(&client(config), Op::Duo, "n").await;
        if fits {
            assert!(
                matches!(&outcome, Outcome::Ok(stage) if stage["name"] == "n"),
                "{outcome:?}"
            );
            continue;
        }
        let failure = outcome.failure();
        let Failure::TooLarge {
            status: 200,
            limit: found,
        } = failure
        else {
            panic!("not too large: {failure:?}");
        };
        assert_eq!(found, limit);
    }
}
