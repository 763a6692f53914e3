//! Every constraint of the description, broken alone and together: what validation says, and what
//! the server answers.

use std::fmt::Debug;

use authentik_stages::models::{
    AuthenticatorDuoStage, AuthenticatorSmsStage, FlowDesignation, FlowSet, FlowSetRequest,
    IdentificationStage, PatchedAuthenticatorDuoStageRequest, PatchedAuthenticatorSmsStageRequest,
    PatchedIdentificationStageRequest, PolicyEngineMode, SmsProvider, UserField,
};
use authentik_stages::support::codec::{Wire, from_json};
use authentik_stages::support::server::Settings;
use authentik_stages::support::violations::{Limit, Report, max_length};
use authentik_stages::{Valid, Validate};
use serde_json::{Value, json};

use super::http::{Connection, GOOD, JSON};
use super::silence::{check_error, check_text};
use super::stages::{ID, Op, start};

/// A violation in one line: pointer, keyword, limit.
type Broken<'a> = (&'a str, &'a str, String);

const SLUG: &str = "^[-a-zA-Z0-9_]+$";

fn empty(pointer: &str) -> Broken<'_> {
    (pointer, "minLength", "1".to_owned())
}

fn too_long(pointer: &str) -> Broken<'_> {
    (pointer, "maxLength", "50".to_owned())
}

fn no_slug(pointer: &str) -> Broken<'_> {
    (pointer, "pattern", SLUG.to_owned())
}

fn not_listed<'a>(pointer: &'a str, values: &[&str]) -> Broken<'a> {
    (pointer, "enum", values.join(", "))
}

/// What the server says about a violation.
fn sentence((pointer, keyword, limit): &Broken) -> (String, String) {
    let text = match *keyword {
        "minLength" => "must not be empty".to_owned(),
        "maxLength" => format!("must have at most {limit} characters"),
        "pattern" => format!("must match {limit}"),
        _ => format!("must be one of {limit}"),
    };
    let mut steps = pointer.splitn(3, '/').skip(1);
    let field = steps.next().unwrap().to_owned();
    match steps.next() {
        None => (field, text),
        Some(rest) => (field, format!("/{rest}: {text}")),
    }
}

/// Checks what validation finds in a text.
fn check<T: Wire + Validate + Debug>(input: &str, expected: &[Broken]) {
    let value: T = from_json(input.as_bytes()).unwrap();
    let Err(violations) = value.validate() else {
        assert!(expected.is_empty(), "{input} is valid");
        return;
    };
    check_error(&violations, input);
    assert!(!violations.more);
    let found = violations.list.iter().map(|it| {
        let limit = match &it.limit {
            Limit::Count(limit) => limit.to_string(),
            Limit::Text(limit) => (*limit).to_owned(),
            Limit::Values(values) => values.join(", "),
            other => panic!("{other:?}"),
        };
        (it.pointer.as_str(), it.keyword, limit)
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{input}");
}

/// Checks what the server answers to a text.
async fn check_server(connection: &mut Connection, op: Op, input: &str, expected: &[Broken<'_>]) {
    let headers = format!("{GOOD}{JSON}");
    let reply = connection
        .send(&op.line(), &headers, input.as_bytes())
        .await;
    check_text(&reply.body, input);
    if expected.is_empty() {
        assert_eq!(reply.status, 200, "{input}: {}", reply.body);
        return;
    }
    let mut fields = json!({ "code": "invalid" });
    for (field, text) in expected.iter().map(sentence) {
        let members = fields.as_object_mut().unwrap();
        let list = members.entry(field).or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(text.into());
    }
    assert_eq!((reply.status, reply.json()), (400, fields), "{input}");
}

/// A body with a flow that has these properties instead of good ones.
fn with_flow(changes: &Value) -> String {
    let mut flow = json!({ "name": "n", "slug": "s", "title": "t", "designation": "recovery" });
    for (key, value) in changes.as_object().unwrap() {
        flow[key] = value.clone();
    }
    json!({ "flow_set": [flow] }).to_string()
}

fn requests() -> Vec<(Option<Op>, String, Vec<Broken<'static>>)> {
    let unknown = "tell-nobody-4711";
    let flow = |changes: Value, broken: Vec<Broken<'static>>| (None, with_flow(&changes), broken);
    let on = |op, body: Value, broken: Vec<Broken<'static>>| (Some(op), body.to_string(), broken);
    let slug = "/flow_set/0/slug";
    vec![
        // Each alone.
        on(Op::Duo, json!({ "name": "" }), vec![empty("/name")]),
        on(
            Op::Duo,
            json!({ "friendly_name": "" }),
            vec![empty("/friendly_name")],
        ),
        on(
            Op::Duo,
            json!({ "client_id": "" }),
            vec![empty("/client_id")],
        ),
        on(
            Op::Duo,
            json!({ "client_secret": "" }),
            vec![empty("/client_secret")],
        ),
        on(
            Op::Duo,
            json!({ "api_hostname": "" }),
            vec![empty("/api_hostname")],
        ),
        on(Op::Sms, json!({ "name": "" }), vec![empty("/name")]),
        on(
            Op::Sms,
            json!({ "friendly_name": "" }),
            vec![empty("/friendly_name")],
        ),
        on(
            Op::Sms,
            json!({ "from_number": "" }),
            vec![empty("/from_number")],
        ),
        on(
            Op::Sms,
            json!({ "account_sid": "" }),
            vec![empty("/account_sid")],
        ),
        on(Op::Sms, json!({ "auth": "" }), vec![empty("/auth")]),
        on(
            Op::Sms,
            json!({ "provider": unknown }),
            vec![not_listed("/provider", SmsProvider::VALUES)],
        ),
        on(
            Op::Sms,
            json!({ "auth_type": unknown }),
            vec![not_listed("/auth_type", &["basic", "bearer"])],
        ),
        on(
            Op::Identification,
            json!({ "name": "" }),
            vec![empty("/name")],
        ),
        on(
            Op::Identification,
            json!({ "user_fields": ["upn", unknown, "Email"] }),
            vec![
                not_listed("/user_fields/1", UserField::VALUES),
                not_listed("/user_fields/2", UserField::VALUES),
            ],
        ),
        flow(json!({ "name": "" }), vec![empty("/flow_set/0/name")]),
        flow(json!({ "title": "" }), vec![empty("/flow_set/0/title")]),
        flow(json!({ "slug": "a".repeat(51) }), vec![too_long(slug)]),
        flow(json!({ "slug": "tell-nobody 4711" }), vec![no_slug(slug)]),
        flow(
            json!({ "designation": unknown }),
            vec![not_listed(
                "/flow_set/0/designation",
                FlowDesignation::VALUES,
            )],
        ),
        flow(
            json!({ "policy_engine_mode": unknown }),
            vec![not_listed(
                "/flow_set/0/policy_engine_mode",
                PolicyEngineMode::VALUES,
            )],
        ),
        flow(
            json!({ "layout": unknown }),
            vec![not_listed(
                "/flow_set/0/layout",
                &[
                    "stacked",
                    "content_left",
                    "content_right",
                    "sidebar_left",
                    "sidebar_right",
                ],
            )],
        ),
        flow(
            json!({ "denied_action": unknown }),
            vec![not_listed(
                "/flow_set/0/denied_action",
                &["message_continue", "message", "continue"],
            )],
        ),
        // What is just allowed.
        on(
            Op::Duo,
            json!({ "name": " ", "admin_integration_key": "", "admin_secret_key": "",
            "friendly_name": null, "configure_flow": null, "flow_set": [] }),
            vec![],
        ),
        on(
            Op::Sms,
            json!({ "auth_password": "", "name": "🦀", "verify_only": false }),
            vec![],
        ),
        on(
            Op::Identification,
            json!({ "user_fields": [], "sources": [] }),
            vec![],
        ),
        on(
            Op::Identification,
            json!({ "user_fields": ["upn", "upn"] }),
            vec![],
        ),
        flow(json!({ "slug": "a".repeat(50) }), vec![]),
        flow(json!({ "slug": "-_aZ09" }), vec![]),
        // Characters are counted, not bytes; the pattern allows none of these.
        flow(json!({ "slug": "" }), vec![empty(slug), no_slug(slug)]),
        flow(json!({ "slug": "ü".repeat(50) }), vec![no_slug(slug)]),
        flow(
            json!({ "slug": "ü".repeat(51) }),
            vec![too_long(slug), no_slug(slug)],
        ),
        flow(json!({ "slug": "🦀".repeat(50) }), vec![no_slug(slug)]),
        flow(
            json!({ "slug": "🦀".repeat(51) }),
            vec![too_long(slug), no_slug(slug)],
        ),
        // `$` is the end of the text, not of a line, and the classes hold ASCII only.
        flow(json!({ "slug": "a\n" }), vec![no_slug(slug)]),
        flow(json!({ "slug": "\na" }), vec![no_slug(slug)]),
        flow(json!({ "slug": "a\u{0}" }), vec![no_slug(slug)]),
        flow(json!({ "slug": "a.b" }), vec![no_slug(slug)]),
        flow(json!({ "slug": "٣" }), vec![no_slug(slug)]),
        flow(json!({ "slug": "\u{212a}" }), vec![no_slug(slug)]),
        // Several at once, in the order of the description.
        flow(
            json!({ "name": "", "slug": "🦀".repeat(51), "title": "", "layout": unknown }),
            vec![
                empty("/flow_set/0/name"),
                too_long(slug),
                no_slug(slug),
                empty("/flow_set/0/title"),
                not_listed(
                    "/flow_set/0/layout",
                    &[
                        "stacked",
                        "content_left",
                        "content_right",
                        "sidebar_left",
                        "sidebar_right",
                    ],
                ),
            ],
        ),
        on(
            Op::Duo,
            json!({ "api_hostname": "", "client_secret": "", "client_id": "",
            "friendly_name": "", "name": "", "admin_secret_key": unknown }),
            vec![
                empty("/name"),
                empty("/friendly_name"),
                empty("/client_id"),
                empty("/client_secret"),
                empty("/api_hostname"),
            ],
        ),
        on(
            Op::Sms,
            json!({ "name": "", "provider": unknown, "from_number": "", "auth": "",
            "account_sid": "", "auth_type": "", "auth_password": unknown }),
            vec![
                empty("/name"),
                not_listed("/provider", SmsProvider::VALUES),
                empty("/from_number"),
                empty("/account_sid"),
                empty("/auth"),
                not_listed("/auth_type", &["basic", "bearer"]),
            ],
        ),
        on(
            Op::Identification,
            json!({ "name": "", "user_fields": [unknown], "flow_set": [
            { "name": "n", "slug": "s", "title": "", "designation": "recovery" },
            { "name": "", "slug": "s", "title": "t", "designation": "recovery" },
        ] }),
            vec![
                empty("/name"),
                empty("/flow_set/0/title"),
                empty("/flow_set/1/name"),
                not_listed("/user_fields/0", UserField::VALUES),
            ],
        ),
    ]
}

#[tokio::test]
async fn of_requests() {
    let (_, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    for (only, input, expected) in requests() {
        for op in super::stages::OPS {
            if only.is_some_and(|only| only != op) {
                continue;
            }
            match op {
                Op::Duo => check::<PatchedAuthenticatorDuoStageRequest>(&input, &expected),
                Op::Sms => check::<PatchedAuthenticatorSmsStageRequest>(&input, &expected),
                Op::Identification => {
                    check::<PatchedIdentificationStageRequest>(&input, &expected);
                }
            }
            check_server(&mut connection, op, &input, &expected).await;
        }
    }
}

#[test]
fn of_responses() {
    let unknown = "tell-nobody-4711";
    let flow = |slug: &str, designation: &str| {
        json!({ "pk": ID.to_string(), "policybindingmodel_ptr_id": ID.to_string(), "name": "",
            "slug": slug, "title": "", "designation": designation, "background": "",
            "export_url": "" })
    };
    check::<FlowSet>(&flow("s", "recovery").to_string(), &[]);
    check::<FlowSet>(
        &flow(&"ü".repeat(51), unknown).to_string(),
        &[
            too_long("/slug"),
            no_slug("/slug"),
            not_listed("/designation", FlowDesignation::VALUES),
        ],
    );
    // Here the slug may be empty, but for the pattern.
    check::<FlowSet>(&flow("", "recovery").to_string(), &[no_slug("/slug")]);

    let stage = |more: Value| {
        let mut stage = json!({ "pk": ID.to_string(), "name": "", "component": "",
            "verbose_name": "", "verbose_name_plural": "", "meta_model_name": "",
            "flow_set": [flow("s", "recovery"), flow("a b", "recovery")] });
        stage
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        stage.to_string()
    };
    let slug = no_slug("/flow_set/1/slug");
    check::<AuthenticatorDuoStage>(
        &stage(json!({ "client_id": "", "api_hostname": "", "friendly_name": "" })),
        std::slice::from_ref(&slug),
    );
    check::<AuthenticatorSmsStage>(
        &stage(
            json!({ "provider": unknown, "from_number": "", "account_sid": "", "auth": "",
            "auth_type": unknown }),
        ),
        &[
            slug.clone(),
            not_listed("/provider", SmsProvider::VALUES),
            not_listed("/auth_type", &["basic", "bearer"]),
        ],
    );
    check::<IdentificationStage>(
        &stage(json!({ "user_fields": ["upn", unknown] })),
        &[slug, not_listed("/user_fields/1", UserField::VALUES)],
    );
}

/// `maxLength` on its own, which the pattern of the slug would hide.
#[test]
fn lengths_are_characters() {
    for (text, fits) in [
        ("a".repeat(50), true),
        ("a".repeat(51), false),
        ("ü".repeat(50), true),
        ("ü".repeat(51), false),
        ("🦀".repeat(50), true),
        ("🦀".repeat(51), false),
        // Two code points are two characters, whatever they look like.
        ("e\u{301}".repeat(25), true),
        ("e\u{301}".repeat(26), false),
    ] {
        let mut report = Report::new(1);
        max_length(50)(&text, &mut report);
        assert_eq!(report.into_result().is_ok(), fits, "{text}");
    }
}

fn many(count: usize) -> PatchedIdentificationStageRequest {
    let flow = FlowSetRequest::new("", "s", "t", FlowDesignation::Recovery);
    PatchedIdentificationStageRequest {
        flow_set: Some(vec![flow; count]),
        ..Default::default()
    }
}

#[test]
fn the_list_has_an_end() {
    for (count, listed, more) in [
        (1, 1, false),
        (64, 64, false),
        (65, 64, true),
        (5000, 64, true),
    ] {
        let violations = many(count).validate().unwrap_err();
        assert_eq!(
            (violations.list.len(), violations.more),
            (listed, more),
            "{count}"
        );
        let last = violations.list.last().unwrap();
        assert_eq!(last.pointer, format!("/flow_set/{}/name", listed - 1));
        assert_eq!(violations.to_string().ends_with("; and more"), more);
    }
    for (limit, listed, more) in [
        (1, 1, true),
        (99, 99, true),
        (100, 100, false),
        (500, 100, false),
    ] {
        let violations = many(100).validate_up_to(limit).unwrap_err();
        assert_eq!(
            (violations.list.len(), violations.more),
            (listed, more),
            "{limit}"
        );
    }
    many(0).validate_up_to(0).unwrap();
    // One at least, or there would be nothing to say.
    let violations = many(2).validate_up_to(0).unwrap_err();
    assert_eq!((violations.list.len(), violations.more), (1, true));
}

#[tokio::test]
async fn the_list_of_the_server_has_an_end() {
    for (settings, listed) in [
        (Settings::default(), 64),
        (
            Settings {
                max_violations: 3,
                ..Settings::default()
            },
            3,
        ),
    ] {
        let (stages, address) = start(settings).await;
        let body = serde_json::to_vec(&many(100)).unwrap();
        let headers = format!("{GOOD}{JSON}");
        let line = Op::Identification.line();
        let reply = super::http::send(address, &line, &headers, &body).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.json()["flow_set"].as_array().unwrap().len(), listed);
        assert!(stages.take().is_empty());
    }
}

/// A violation says which type of the description it is about.
#[test]
fn violations_name_the_schema() {
    let input =
        r#"{"name":"","flow_set":[{"name":"a","slug":"a b","title":"b","designation":"c"}]}"#;
    let stage: PatchedAuthenticatorDuoStageRequest = from_json(input.as_bytes()).unwrap();
    let violations = stage.validate().unwrap_err();
    let found: Vec<_> = violations
        .list
        .iter()
        .map(|it| (it.pointer.as_str(), it.schema))
        .collect();
    assert_eq!(
        found,
        [
            (
                "/name",
                "/components/schemas/PatchedAuthenticatorDuoStageRequest"
            ),
            ("/flow_set/0/slug", "/components/schemas/FlowSetRequest"),
            (
                "/flow_set/0/designation",
                "/components/schemas/FlowDesignation"
            ),
        ]
    );
    assert_eq!(
        serde_json::to_value(&violations).unwrap()[1],
        json!({
            "pointer": "/flow_set/0/slug",
            "schema": "/components/schemas/FlowSetRequest",
            "keyword": "pattern",
            "message": format!("must match {SLUG}"),
        })
    );
}

/// A checked value can be made of a valid one only, and is the same on the wire.
#[test]
fn checked_values() {
    let valid = FlowSetRequest::new("a", "b-c", "d", FlowDesignation::Recovery);
    let invalid = FlowSetRequest::new("a", "b c", "d", FlowDesignation::Recovery);
    let expected = format!("/slug must match {SLUG}");
    let violations = Valid::new(invalid.clone()).unwrap_err();
    assert_eq!(violations.to_string(), expected);

    let checked = Valid::new(valid.clone()).unwrap();
    assert_eq!(checked.slug, "b-c");
    let text = serde_json::to_string(&checked).unwrap();
    assert_eq!(text, serde_json::to_string(&valid).unwrap());
    let read: Valid<FlowSetRequest> = serde_json::from_str(&text).unwrap();
    assert_eq!(read.into_inner(), valid);

    let text = serde_json::to_string(&invalid).unwrap();
    let error = serde_json::from_str::<Valid<FlowSetRequest>>(&text).unwrap_err();
    assert_eq!(error.to_string(), expected);
}
