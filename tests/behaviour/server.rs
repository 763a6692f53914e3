//! The emitted server, as bytes on a socket meet it.

use std::future::{Future, pending};
use std::sync::Arc;

use authentik_stages::models::{
    AuthenticatorDuoStage, AuthenticatorSmsStage, IdentificationStage,
    PatchedAuthenticatorDuoStageRequest, PatchedAuthenticatorSmsStageRequest,
    PatchedIdentificationStageRequest,
};
use authentik_stages::responses::{
    StagesAuthenticatorDuoPartialUpdateError as DuoError,
    StagesAuthenticatorSmsPartialUpdateError as SmsError,
    StagesIdentificationPartialUpdateError as IdentificationError,
};
use authentik_stages::server::{self, Api, Authenticate, BASE_PATH, Credentials, router};
use authentik_stages::support::server::{Call, Denied, Operation, Settings};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use uuid::Uuid;

use super::http::{Connection, GOOD, JSON, send};
use super::silence::{MARKER, check_text};
use super::stages::{ID, OPS, Op, Received, serve, start};

/// An implementation that says nothing about who gets in.
struct Closed;

impl Authenticate for Closed {
    type Caller = ();
}

impl Api for Closed {
    fn stages_authenticator_duo_partial_update(
        &self,
        (): (),
        _: Uuid,
        _: Option<PatchedAuthenticatorDuoStageRequest>,
    ) -> impl Future<Output = Result<AuthenticatorDuoStage, server::Error<DuoError>>> + Send {
        pending()
    }

    fn stages_authenticator_sms_partial_update(
        &self,
        (): (),
        _: Uuid,
        _: Option<PatchedAuthenticatorSmsStageRequest>,
    ) -> impl Future<Output = Result<AuthenticatorSmsStage, server::Error<SmsError>>> + Send {
        pending()
    }

    fn stages_identification_partial_update(
        &self,
        (): (),
        _: Uuid,
        _: Option<PatchedIdentificationStageRequest>,
    ) -> impl Future<Output = Result<IdentificationStage, server::Error<IdentificationError>>> + Send
    {
        pending()
    }
}

#[tokio::test]
async fn nobody_gets_in_by_default() {
    let address = serve(router(Closed)).await;
    let denied = json!({ "detail": "nobody has access", "code": "permission_denied" });
    let missing = json!({ "detail": "credentials are missing", "code": "not_authenticated" });
    for op in OPS {
        for (headers, body, expected) in [
            (GOOD, "", &denied),
            ("Authorization: Bearer root\r\n", "{}", &denied),
            ("", "", &missing),
            ("", "not even JSON", &missing),
            ("Authorization: Basic cm9vdDo=\r\n", "", &missing),
            ("Cookie: authentik=root\r\n", "", &missing),
        ] {
            let reply = send(
                address,
                &op.line(),
                &format!("{headers}{JSON}"),
                body.as_bytes(),
            )
            .await;
            assert_eq!((reply.status, &reply.json()), (403, expected), "{headers}");
            assert_eq!(reply.header("content-type"), Some("application/json"));
        }
    }
}

#[tokio::test]
async fn credentials_come_first() {
    let (stages, address) = start(Settings::default()).await;
    let wrong = (403, "authentication_failed", "who is that?");
    let missing = (403, "not_authenticated", "credentials are missing");
    for (headers, (status, code, detail)) in [
        ("Authorization: Bearer tell-nobody-4711\r\n", wrong),
        (
            "Authorization: Bearer stranger\r\n",
            (403, "permission_denied", "not yours"),
        ),
        ("Authorization: bearer good2\r\n", wrong),
        ("Authorization: Bearer\r\n", missing),
        ("Authorization: Bearer \r\n", missing),
        ("Authorization: Bearer good good\r\n", missing),
        ("Authorization: good\r\n", missing),
        (
            "Authorization: Bearer good\r\nAuthorization: Bearer tell-nobody-4711\r\n",
            missing,
        ),
        ("", missing),
    ] {
        for line in OPS.map(|op| op.line().replace(&ID.to_string(), "no-uuid")) {
            let reply = send(
                address,
                &line,
                &format!("{headers}{JSON}"),
                b"{\"name\":4711",
            )
            .await;
            check_text(&reply.body, headers);
            let expected = json!({ "detail": detail, "code": code });
            assert_eq!(
                (reply.status, reply.json()),
                (status, expected),
                "{headers}"
            );
        }
    }
    assert!(stages.take().is_empty());

    for scheme in ["Bearer", "bearer", "BEARER"] {
        let headers = format!("Authorization: {scheme} good\r\n");
        assert_eq!(
            send(address, &Op::Sms.line(), &headers, b"").await.status,
            200
        );
        let expected = Received {
            op: Op::Sms,
            caller: format!("caller of {}", Op::Sms.id()),
            stage: ID,
            body: None,
        };
        assert_eq!(stages.take(), [expected]);
    }
}

#[tokio::test]
async fn paths_and_methods() {
    let (stages, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    for path in [
        "/api/v3/stages/identification/".to_owned(),
        format!("/api/v3/stages/identification/{ID}"),
        format!("/api/v3/stages/identification/{ID}/more"),
        format!("/api/v3/stages/identification//{ID}/"),
        format!("/api/v3/stages/Identification/{ID}/"),
        format!("/api/v3//stages/identification/{ID}/"),
        "/api/v3/".to_owned(),
    ] {
        let reply = connection.send(&format!("PATCH {path}"), GOOD, b"").await;
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(
            reply.header("content-type"),
            Some("application/problem+json"),
            "{path}"
        );
        assert_eq!(reply.json()["title"], "Not Found");
    }
    for path in ["/", "/api/v2/", &Op::Duo.path()] {
        let reply = connection.send(&format!("PATCH {path}"), GOOD, b"").await;
        assert_eq!(reply.status, 404, "{path}");
    }
    for op in OPS {
        for method in [
            "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "patch", "X",
        ] {
            let line = op.line().replacen("PATCH", method, 1);
            let reply = connection.send(&line, "", b"").await;
            assert_eq!(
                (reply.status, reply.header("allow")),
                (405, Some("patch")),
                "{line}"
            );
            let problem = reply.header("content-type") == Some("application/problem+json");
            assert!(problem, "{line}");
        }
    }
    assert!(stages.take().is_empty());
    // A query is not the path's business.
    let line = format!("{}?name=x", Op::Duo.line());
    assert_eq!(connection.send(&line, GOOD, b"").await.status, 200);
}

#[tokio::test]
async fn bodies_have_an_end() {
    let (stages, address) = start(Settings::default()).await;
    let headers = format!("{GOOD}{JSON}");
    let sized = |size: usize| {
        let frame = "{\"name\":\"\"}".len();
        format!("{{\"name\":\"{}\"}}", "x".repeat(size - frame)).into_bytes()
    };
    let limit = 2 << 20;
    let reply = send(address, &Op::Duo.line(), &headers, &sized(limit)).await;
    assert_eq!((reply.status, stages.take().len()), (200, 1));
    for size in [limit + 1, 10 << 20] {
        let reply = send(address, &Op::Duo.line(), &headers, &sized(size)).await;
        assert_eq!(reply.status, 413, "{}", reply.body);
        assert_eq!(
            reply.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(
            reply.json()["detail"],
            "the body has more than 2097152 bytes"
        );
    }
    // The same in pieces, with no word on how many there will be.
    let mut chunked = format!(
        "{} HTTP/1.1\r\nHost: h\r\n{headers}Transfer-Encoding: chunked\r\n\r\n",
        Op::Duo.line()
    )
    .into_bytes();
    for _ in 0..160 {
        chunked.extend_from_slice(b"10000\r\n");
        chunked.extend_from_slice(&[b' '; 0x10000]);
        chunked.extend_from_slice(b"\r\n");
    }
    assert_eq!(
        Connection::open(address).await.raw(&chunked).await.status,
        413
    );
    assert!(stages.take().is_empty());

    let (_, address) = start(Settings {
        body_limit: 10,
        ..Settings::default()
    })
    .await;
    let reply = send(address, &Op::Duo.line(), &headers, b"{        }").await;
    assert_eq!(reply.status, 200);
    let reply = send(address, &Op::Duo.line(), &headers, b"{         }").await;
    assert_eq!(reply.status, 413);
}

#[tokio::test]
async fn media_types() {
    let (stages, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    for (content_type, status) in [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/merge-patch+json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("text/plain", 415),
        ("application/jsonp", 415),
        ("json", 415),
        ("", 415),
    ] {
        for op in OPS {
            let headers = format!("{GOOD}Content-Type: {content_type}\r\n");
            let reply = connection.send(&op.line(), &headers, b"{}").await;
            assert_eq!(reply.status, status, "{content_type}: {}", reply.body);
        }
    }
    assert_eq!(
        connection.send(&Op::Duo.line(), GOOD, b"{}").await.status,
        415
    );
    let headers = format!("{GOOD}{JSON}Content-Encoding: gzip\r\n");
    let reply = connection.send(&Op::Duo.line(), &headers, b"{}").await;
    assert_eq!(reply.status, 415);
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(stages.take().len(), 6);
}

#[tokio::test]
async fn panics_stay_inside() {
    let (stages, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    let headers = format!("{GOOD}{JSON}");
    for op in OPS {
        let reply = connection
            .send(&op.line(), &headers, b"{\"name\":\"panic\"}")
            .await;
        assert_eq!(reply.status, 500);
        check_text(&reply.body, "the server");
        assert_eq!(reply.json()["title"], "Internal Server Error");
        // The connection goes on.
        let reply = connection
            .send(&op.line(), &headers, b"{\"name\":\"n\"}")
            .await;
        assert_eq!((reply.status, &reply.json()["name"]), (200, &json!("n")));
    }
    // And so does the server.
    assert_eq!(
        send(address, &Op::Duo.line(), &headers, b"{}").await.status,
        200
    );
    assert_eq!(stages.take().len(), 7);
}

/// An implementation that panics when it is asked who calls.
struct Shaky;

impl Authenticate for Shaky {
    type Caller = ();

    async fn authenticate(&self, _: Credentials, _: &Call) -> Result<(), Denied> {
        panic!("{MARKER}")
    }
}

impl Api for Shaky {
    async fn stages_authenticator_duo_partial_update(
        &self,
        (): (),
        _: Uuid,
        _: Option<PatchedAuthenticatorDuoStageRequest>,
    ) -> Result<AuthenticatorDuoStage, server::Error<DuoError>> {
        unreachable!("nobody got in")
    }

    async fn stages_authenticator_sms_partial_update(
        &self,
        (): (),
        _: Uuid,
        _: Option<PatchedAuthenticatorSmsStageRequest>,
    ) -> Result<AuthenticatorSmsStage, server::Error<SmsError>> {
        unreachable!("nobody got in")
    }

    async fn stages_identification_partial_update(
        &self,
        (): (),
        _: Uuid,
        _: Option<PatchedIdentificationStageRequest>,
    ) -> Result<IdentificationStage, server::Error<IdentificationError>> {
        unreachable!("nobody got in")
    }
}

#[tokio::test]
async fn a_panic_lets_nobody_in() {
    let address = serve(router(Shaky)).await;
    let reply = send(address, &Op::Duo.line(), GOOD, b"").await;
    assert_eq!(reply.status, 500);
    check_text(&reply.body, "the server");
}

#[tokio::test]
async fn rejections_can_be_replaced() {
    let own = |operation: Option<&Operation>,
               rejection: &authentik_stages::support::server::Rejection| {
        let pointers: Vec<_> = rejection
            .violations
            .iter()
            .map(|it| it.pointer.as_str())
            .collect();
        match rejection.status {
            404 => None,
            413 => panic!("{MARKER}"),
            status => {
                let operation = operation.map(|it| (it.method, it.path));
                let body: Value = json!({ "own": rejection.code, "at": pointers, "on": operation });
                let status = StatusCode::from_u16(status + 20).unwrap();
                let json = [("content-type", "application/json")];
                Some((status, json, body.to_string()).into_response())
            }
        }
    };
    let settings = Settings {
        rejections: Some(Arc::new(own)),
        body_limit: 100,
        ..Settings::default()
    };
    let (_, address) = start(settings).await;
    let mut connection = Connection::open(address).await;
    let sms = "/stages/authenticator/sms/{stage_uuid}/";
    let headers = format!("{GOOD}{JSON}");
    for (line, headers, body, status, own, at) in [
        (Op::Sms.line(), "", "", 423, "not_authenticated", vec![]),
        (
            Op::Sms.line(),
            &headers,
            "{\"name\":\"\",\"auth\":\"\"}",
            420,
            "invalid",
            vec!["/name", "/auth"],
        ),
        (
            Op::Sms.line(),
            &headers,
            "{\"name\":",
            420,
            "parse_error",
            vec!["/name"],
        ),
        (
            Op::Sms.line(),
            GOOD,
            "{}",
            435,
            "unsupported_media_type",
            vec![],
        ),
    ] {
        let reply = connection.send(&line, headers, body.as_bytes()).await;
        let expected = json!({ "own": own, "at": at, "on": ["PATCH", sms] });
        assert_eq!((reply.status, reply.json()), (status, expected));
    }
    let reply = connection
        .send(&Op::Sms.line().replace("PATCH", "PUT"), "", b"")
        .await;
    assert_eq!((reply.status, reply.header("allow")), (425, Some("patch")));
    assert_eq!(reply.json()["on"], Value::Null);
    // Where there is none of its own, the description's stays; and where its own panics, nobody
    // notices.
    let reply = connection.send("PATCH /api/v3/x", "", b"").await;
    assert_eq!((reply.status, &reply.json()["status"]), (404, &json!(404)));
    let reply = connection
        .send(&Op::Sms.line(), &headers, &[b' '; 101])
        .await;
    assert_eq!(reply.status, 500);
    check_text(&reply.body, "the server");
}

#[tokio::test]
async fn base_paths() {
    assert_eq!(BASE_PATH, "/api/v3");
    for (base, prefix) in [("", ""), ("/", ""), ("/v1/", "/v1"), ("a/b", "/a/b")] {
        let settings = Settings {
            base_path: Some(base.to_owned()),
            ..Settings::default()
        };
        let (_, address) = start(settings).await;
        let line = format!("PATCH {prefix}{}", Op::Identification.path());
        assert_eq!(
            send(address, &line, GOOD, b"").await.status,
            200,
            "{base:?}"
        );
        let reply = send(address, &Op::Identification.line(), GOOD, b"").await;
        assert_eq!(reply.status, 404, "{base:?}");
    }
}
