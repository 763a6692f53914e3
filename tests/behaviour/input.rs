//! Texts that are not of a type: where the fault is, what it says, and what the server answers.

use authentik_stages::models::{
    AuthenticatorDuoStage, GenericError, PatchedAuthenticatorDuoStageRequest as DuoRequest,
    PatchedIdentificationStageRequest as IdentificationRequest, ValidationError,
};
use authentik_stages::support::codec::from_json;
use authentik_stages::support::server::Settings;
use serde_json::json;

use super::faults::{check, check_refusal, fault, fault_of};
use super::http::{Connection, GOOD, JSON, send};
use super::silence::{check_error, check_text};
use super::stages::{ID, OPS, Op, start};

#[tokio::test]
async fn only_the_form_with_hyphens_is_a_uuid() {
    let (stages, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    let headers = format!("{GOOD}{JSON}");
    let plain = ID.simple().to_string();
    let message = "expected a UUID, found another string";
    for text in [
        "",
        "tell-nobody-4711",
        &format!("{{{ID}}}"),
        &format!("urn:uuid:{ID}"),
        &plain,
        &format!("{plain}0000"),
        &format!("{ID}0"),
        &format!(" {ID}"),
        &ID.to_string()[1..],
        &ID.to_string().replace('f', "g"),
        &ID.to_string().replace('-', "_"),
        "3fa85f645717-4562-b3fc-2c963f66afa6-",
        "3fa85f64-5717-4562-b3fc-2c963f66afü",
    ] {
        let input = json!({ "password_stage": text }).to_string();
        check::<IdentificationRequest>(&input, "/password_stage", message);
        let input = json!({ "sources": [ID.to_string(), text] }).to_string();
        check::<IdentificationRequest>(&input, "/sources/1", message);

        let mut path = String::new();
        authentik_stages::support::http::parameter::percent_encode(text, &mut path);
        let line = format!("PATCH /api/v3/stages/identification/{path}/");
        let reply = connection.send(&line, &headers, b"{}").await;
        if text.is_empty() {
            // An empty segment is no value: it is another path.
            assert_eq!(reply.status, 404);
            continue;
        }
        check_text(&reply.body, text);
        let expected = json!({ "code": "invalid", "stage_uuid": ["in the path: expected a UUID"] });
        assert_eq!((reply.status, reply.json()), (400, expected), "{text}");
    }
    assert!(stages.take().is_empty());

    // Case does not matter, nor how the path is spelled; what is written is lower case.
    let upper = ID.to_string().to_uppercase();
    let line = format!("PATCH /api/v3/stages/identification/%33{}/", &upper[1..]);
    let body = json!({ "password_stage": upper }).to_string();
    assert_eq!(
        connection
            .send(&line, &headers, body.as_bytes())
            .await
            .status,
        200
    );
    let received = stages.take().remove(0);
    assert_eq!(received.stage, ID);
    assert_eq!(
        received.body.unwrap(),
        format!(r#"{{"password_stage":"{ID}"}}"#)
    );
}

#[test]
fn missing_properties() {
    let flow = [
        ("name", "n"),
        ("slug", "s"),
        ("title", "t"),
        ("designation", "recovery"),
    ];
    for (missing, _) in flow {
        let rest: serde_json::Map<_, _> = flow
            .iter()
            .filter(|(key, _)| *key != missing)
            .map(|(key, value)| ((*key).to_owned(), json!(value)))
            .collect();
        let pointer = format!("/flow_set/1/{missing}");
        let whole: serde_json::Map<_, _> = flow
            .iter()
            .map(|(key, value)| ((*key).to_owned(), json!(value)))
            .collect();
        let input = json!({ "flow_set": [whole, rest] }).to_string();
        check::<DuoRequest>(input, &pointer, "the property is missing");
    }
    let mut stage = json!({ "pk": ID.to_string(), "name": "", "component": "", "verbose_name": "",
        "verbose_name_plural": "", "meta_model_name": "", "client_id": "", "api_hostname": "" });
    from_json::<AuthenticatorDuoStage>(stage.to_string().as_bytes()).unwrap();
    let keys: Vec<_> = stage.as_object().unwrap().keys().cloned().collect();
    for key in keys {
        let value = stage.as_object_mut().unwrap().remove(&key).unwrap();
        let pointer = format!("/{key}");
        check::<AuthenticatorDuoStage>(stage.to_string(), &pointer, "the property is missing");
        stage[&key] = value;
    }
    check::<GenericError>("{}", "/detail", "the property is missing");
}

#[test]
fn properties_that_are_there_twice() {
    let twice = "the property is there twice";
    check::<DuoRequest>(r#"{"name":"tell-nobody","name":"4711"}"#, "/name", twice);
    check::<DuoRequest>(
        r#"{"name":"4711","client_id":"a","name":"4711"}"#,
        "/name",
        twice,
    );
    check::<DuoRequest>(
        r#"{"configure_flow":null,"configure_flow":null}"#,
        "/configure_flow",
        twice,
    );
    check::<DuoRequest>(r#"{"name":"a","\u006eame":"4711"}"#, "/name", twice);
    check::<DuoRequest>(
        r#"{"flow_set":[{"name":"a","slug":"a","name":"4711"}]}"#,
        "/flow_set/0/name",
        twice,
    );
    check::<ValidationError>(r#"{"code":"a","code":"4711"}"#, "/code", twice);
    check::<ValidationError>(r#"{"x":1,"code":"a","x":4711}"#, "/x", twice);
    check::<ValidationError>(r#"{"a/b~c":1,"a/b~c":4711}"#, "/a~1b~0c", twice);
    check::<ValidationError>(r#"{"":1,"":4711}"#, "/", twice);
    check::<ValidationError>(r#"{"x":[{},{"y":{"z":1,"z":4711}}]}"#, "/x/1/y/z", twice);
    // A pointer cannot be taken for something else.
    check::<ValidationError>(r#"{"k at /x":1,"k at /x":4711}"#, "/k at ~1x", twice);
}

/// The name of a property is not taken for a place in the text.
#[test]
fn names_that_look_like_places() {
    let input = r#"{"k at line 7 column 9":1,"k at line 7 column 9":2}"#;
    check::<ValidationError>(
        input,
        "/k at line 7 column 9",
        "the property is there twice",
    );
    assert_eq!(fault::<ValidationError>(input.as_bytes()).line, 1);
}

/// Texts that are no JSON, or no object: the message, and whether it is JSON.
#[tokio::test]
async fn whole_bodies() {
    let (stages, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    let headers = format!("{GOOD}{JSON}");
    for (input, malformed, pointer, message) in [
        ("null", false, "", "expected an object, found null"),
        ("[]", false, "", "expected an object, found an array"),
        (
            "[{\"name\":\"4711\"}]",
            false,
            "",
            "expected an object, found an array",
        ),
        ("true", false, "", "expected an object, found a boolean"),
        ("4711", false, "", "expected an object, found a number"),
        ("-4711.5e3", false, "", "expected an object, found a number"),
        (
            "\"tell-nobody\"",
            false,
            "",
            "expected an object, found a string",
        ),
        (" ", true, "", "EOF while parsing a value"),
        ("{", true, "", "EOF while parsing an object"),
        (
            "{\"name\":\"tell-nobody",
            true,
            "/name",
            "EOF while parsing a string",
        ),
        ("{\"name\":", true, "/name", "EOF while parsing a value"),
        (
            "{\"name\":\"4711\"",
            true,
            "",
            "EOF while parsing an object",
        ),
        ("{\"name\":\"4711\",}", true, "", "trailing comma"),
        ("{\"name\":\"4711\"}x", true, "", "trailing characters"),
        ("{\"name\":\"4711\"}{}", true, "", "trailing characters"),
        ("{name:\"4711\"}", true, "", "key must be a string"),
        ("{'name':'4711'}", true, "", "key must be a string"),
        ("{\"name\" \"4711\"}", true, "/name", "expected `:`"),
        ("{\"name\":tell-nobody}", true, "/name", "expected ident"),
        ("{\"name\":nobody}", true, "/name", "expected ident"),
        ("{\"name\":NaN}", true, "/name", "expected value"),
        ("{\"name\":04711}", true, "/name", "invalid number"),
        ("{\"name\":+4711}", true, "/name", "expected value"),
        ("{\"name\":1e4711}", true, "/name", "number out of range"),
        ("{\"name\":\"\\x4711\"}", true, "/name", "invalid escape"),
        (
            "{\"name\":\"\\ud800 4711\"}",
            true,
            "/name",
            "unexpected end of hex escape",
        ),
        (
            "{\"name\":\"\\udc00 4711\"}",
            true,
            "/name",
            "lone leading surrogate in hex escape",
        ),
        (
            "{\"name\":\"tell-\nnobody\"}",
            true,
            "/name",
            "control character (\\u0000-\\u001F) found while parsing a string",
        ),
        (
            "{\"flow_set\":[4711",
            false,
            "/flow_set/0",
            "expected an object, found a number",
        ),
        (
            "{\"user_fields\":[\"4711\"",
            true,
            "/user_fields/1",
            "EOF while parsing a list",
        ),
        ("\u{feff}{}", true, "", "expected value"),
        (
            "{\"name\":\"a\",\"name\":\"4711\"}",
            false,
            "/name",
            "the property is there twice",
        ),
        (
            "{\"flow_set\":[{}]}",
            false,
            "/flow_set/0/name",
            "the property is missing",
        ),
    ] {
        for op in OPS {
            let pointer = if op != Op::Identification && input.contains("user_fields") {
                "/user_fields"
            } else {
                pointer
            };
            let fault = fault_of(op, input.as_bytes());
            let found = (
                fault.malformed,
                fault.pointer.as_str(),
                fault.message.as_str(),
            );
            assert_eq!(found, (malformed, pointer, message), "{input}");
            let reply = connection
                .send(&op.line(), &headers, input.as_bytes())
                .await;
            let code = if malformed { "parse_error" } else { "invalid" };
            check_refusal(&reply, code, pointer, message);
        }
    }
    assert!(stages.take().is_empty());
}

/// A fault says in which line and column reading came to an end.
#[test]
fn places() {
    for (input, line, column) in [
        ("{\n \"name\": 4711\n}", 2, 13),
        ("{\"name\":x", 1, 9),
        ("\n\n  []", 3, 4),
    ] {
        let fault = fault::<DuoRequest>(input.as_bytes());
        assert_eq!((fault.line, fault.column), (line, column), "{input}");
        assert!(
            fault
                .to_string()
                .contains(&format!("line {line}, column {column}"))
        );
    }
}

/// Columns are counted from 1.
#[test]
fn the_first_column() {
    let fault = fault::<DuoRequest>(b"{\n\n");
    assert_eq!((fault.line, fault.column), (3, 1));
}

#[tokio::test]
async fn no_body() {
    let (stages, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    for op in OPS {
        for headers in [GOOD.to_owned(), format!("{GOOD}{JSON}")] {
            let reply = connection.send(&op.line(), &headers, b"").await;
            assert_eq!(reply.status, 200, "{}", reply.body);
            assert_eq!(stages.take().remove(0).body, None);
        }
        let headers = format!("{GOOD}{JSON}");
        assert_eq!(
            connection.send(&op.line(), &headers, b"{}").await.status,
            200
        );
        assert_eq!(stages.take().remove(0).body.as_deref(), Some("{}"));
    }
}

#[tokio::test]
async fn invalid_utf8() {
    let (_, address) = start(Settings::default()).await;
    let headers = format!("{GOOD}{JSON}");
    for (input, line, column) in [
        (&b"\xff"[..], 1, 1),
        (b"{\"name\":\"tell-nobody\xff\"}", 1, 21),
        (b"{\n\"x\":\"\xc3\"}", 2, 6),
        (b"{\"\xed\xa0\x80\":1}", 1, 3),
        (b"{\"name\":\"\xc0\xaf\"}", 1, 10),
        (b"{\"name\":\"\xf0\x9f\xa6\"}", 1, 10),
    ] {
        let fault = from_json::<DuoRequest>(input).unwrap_err();
        check_error(&fault, "UTF-8");
        let found = (
            fault.message.as_str(),
            fault.malformed,
            fault.line,
            fault.column,
        );
        assert_eq!(found, ("the text is not UTF-8", true, line, column));
        let reply = send(address, &Op::Duo.line(), &headers, input).await;
        check_refusal(&reply, "parse_error", "", "the body is not UTF-8");
    }
}

/// 10,000 arrays or objects in each other: whatever comes of it, the stack lasts.
#[tokio::test]
async fn deep_nesting() {
    let (_, address) = start(Settings::default()).await;
    let headers = format!("{GOOD}{JSON}");
    let many = |text: &str| text.repeat(10_000);
    let arrays = format!("{}{}", many("["), many("]"));
    let objects = format!("{}1{}", many("{\"a\":"), many("}"));

    // What is passed over may be as deep as it likes.
    for deep in [&arrays, &objects] {
        let input = format!("{{\"name\":\"n\",\"unknown\":{deep}}}");
        assert_eq!(
            from_json::<DuoRequest>(input.as_bytes())
                .unwrap()
                .name
                .unwrap(),
            "n"
        );
        let reply = send(address, &Op::Duo.line(), &headers, input.as_bytes()).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    for (input, pointer, message) in [
        (
            format!("{{\"unknown\":{}", many("[")),
            "/unknown",
            "EOF while parsing a list",
        ),
        (
            format!("{{\"unknown\":{}", many("{\"a\":")),
            "/unknown",
            "EOF while parsing a value",
        ),
        (
            format!("{{\"flow_set\":{arrays}}}"),
            "/flow_set/0",
            "expected an object, found an array",
        ),
        (
            format!("{{\"flow_set\":{objects}}}"),
            "/flow_set",
            "expected an array, found an object",
        ),
        (arrays.clone(), "", "expected an object, found an array"),
        (
            format!("{{\"flow_set\":[{}", many("{\"flow_set\":[")),
            "/flow_set/0/flow_set",
            "EOF while parsing a list",
        ),
    ] {
        check::<DuoRequest>(&input, pointer, message);
        let reply = send(address, &Op::Duo.line(), &headers, input.as_bytes()).await;
        let code = if message.starts_with("EOF") {
            "parse_error"
        } else {
            "invalid"
        };
        check_refusal(&reply, code, pointer, message);
    }
    // What is kept may not.
    for (deep, step) in [(&arrays, "/0"), (&objects, "/a")] {
        let fault = fault::<ValidationError>(format!("{{\"unknown\":{deep}}}").as_bytes());
        assert_eq!(
            (fault.message.as_str(), fault.malformed),
            ("recursion limit exceeded", true)
        );
        let rest = fault.pointer.strip_prefix("/unknown").unwrap();
        assert!(
            rest.len() < 300 && rest.replace(step, "").is_empty(),
            "{}",
            fault.pointer
        );
    }
}

#[test]
fn numbers_that_are_too_large() {
    let digits = "4711".repeat(100);
    check::<DuoRequest>(
        format!("{{\"name\":{digits}}}"),
        "/name",
        "number out of range",
    );
    check::<DuoRequest>(
        "{\"name\":47110000000000000000000}",
        "/name",
        "expected a string, found a number",
    );
    check::<ValidationError>("{\"x\":[1e4711]}", "/x/0", "number out of range");
    check::<ValidationError>(
        "{\"non_field_errors\":[\"a\",4711]}",
        "/non_field_errors/1",
        "expected a string, found a number",
    );
}

/// Of two reasons to refuse a text, the first in the text counts.
#[test]
fn the_first_fault_counts() {
    let input = r#"{"client_id":4711,"name":4711,"flow_set":{}}"#;
    check::<DuoRequest>(input, "/client_id", "expected a string, found a number");
    let input = r#"{"flow_set":[{"slug":4711}],"name":4711}"#;
    check::<DuoRequest>(
        input,
        "/flow_set/0/slug",
        "expected a string, found a number",
    );
}
