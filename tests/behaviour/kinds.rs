//! Every property of every request, with every kind of JSON value.

use authentik_stages::models::{
    PatchedAuthenticatorDuoStageRequest as DuoRequest,
    PatchedAuthenticatorSmsStageRequest as SmsRequest,
    PatchedIdentificationStageRequest as IdentificationRequest,
};
use authentik_stages::support::codec::from_json;
use authentik_stages::support::server::Settings;

use super::faults::{check, check_refusal, fault_of};
use super::http::{Connection, GOOD, JSON};
use super::stages::{ID, Op, start};

/// Without the word that says that the kind is right and the value is not. [`kinds_are_named`] is
/// about it.
fn plain(message: &str) -> String {
    message.replace("found another ", "found a ")
}

/// What a property takes.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    Text,
    Enumeration,
    Uuid,
    Boolean,
    Array,
    Object,
}

impl Takes {
    fn expected(self) -> &'static str {
        match self {
            Self::Text | Self::Enumeration => "a string",
            Self::Uuid => "a UUID",
            Self::Boolean => "a boolean",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

use Takes::{Array, Boolean, Enumeration, Object, Text, Uuid};

/// The pointer of a property without its slash, what it takes, and whether it takes `null` too.
type Property = (&'static str, Takes, bool);

/// Every property of every request: what it takes, and whether `null` too.
const PROPERTIES: &[(Op, &[Property])] = &[
    (
        Op::Duo,
        &[
            ("name", Text, false),
            ("flow_set", Array, false),
            ("configure_flow", Uuid, true),
            ("friendly_name", Text, true),
            ("client_id", Text, false),
            ("client_secret", Text, false),
            ("api_hostname", Text, false),
            ("admin_integration_key", Text, false),
            ("admin_secret_key", Text, false),
            // The items of flow_set are the same type in each request.
            ("flow_set/0", Object, false),
            ("flow_set/0/name", Text, false),
            ("flow_set/0/slug", Text, false),
            ("flow_set/0/title", Text, false),
            ("flow_set/0/designation", Enumeration, false),
            ("flow_set/0/policy_engine_mode", Enumeration, false),
            ("flow_set/0/compatibility_mode", Boolean, false),
            ("flow_set/0/layout", Enumeration, false),
            ("flow_set/0/denied_action", Enumeration, false),
        ],
    ),
    (
        Op::Sms,
        &[
            ("name", Text, false),
            ("flow_set", Array, false),
            ("configure_flow", Uuid, true),
            ("friendly_name", Text, true),
            ("provider", Enumeration, false),
            ("from_number", Text, false),
            ("account_sid", Text, false),
            ("auth", Text, false),
            ("auth_password", Text, false),
            ("auth_type", Enumeration, false),
            ("verify_only", Boolean, false),
            ("mapping", Uuid, true),
        ],
    ),
    (
        Op::Identification,
        &[
            ("name", Text, false),
            ("flow_set", Array, false),
            ("user_fields", Array, false),
            ("user_fields/0", Enumeration, false),
            ("password_stage", Uuid, true),
            ("case_insensitive_matching", Boolean, false),
            ("show_matched_user", Boolean, false),
            ("enrollment_flow", Uuid, true),
            ("recovery_flow", Uuid, true),
            ("passwordless_flow", Uuid, true),
            ("sources", Array, false),
            ("sources/0", Uuid, false),
            ("show_source_labels", Boolean, false),
            ("pretend_user_exists", Boolean, false),
        ],
    ),
];

/// Every kind of JSON value, and its name.
const KINDS: &[(&str, &str)] = &[
    ("null", "null"),
    ("true", "a boolean"),
    ("false", "a boolean"),
    ("4711", "a number"),
    ("-4711", "a number"),
    ("4711.5", "a number"),
    ("4711e3", "a number"),
    ("18446744073709547110000", "a number"),
    ("\"tell-nobody-4711\"", "a string"),
    ("[\"tell-nobody-4711\", 4711]", "an array"),
    ("{\"tell-nobody-4711\": 4711}", "an object"),
];

/// A body in which only the property at `path` is out of order.
fn body(path: &str, value: &str) -> String {
    match path.splitn(3, '/').collect::<Vec<_>>()[..] {
        [field, "0"] => format!(r#"{{"{field}":[{value}]}}"#),
        [field, "0", property] => format!(r#"{{"{field}":[{{"{property}":{value}}}]}}"#),
        _ => format!(r#"{{"{path}":{value}}}"#),
    }
}

#[tokio::test]
async fn every_kind_in_every_property() {
    let (_, address) = start(Settings::default()).await;
    let mut connection = Connection::open(address).await;
    let headers = format!("{GOOD}{JSON}");
    let mut refused = 0;
    for (op, properties) in PROPERTIES {
        for (path, takes, nullable) in *properties {
            for (value, found) in KINDS {
                let fits = match *found {
                    "null" => *nullable,
                    "a string" => takes.expected() == "a string",
                    found => found == takes.expected(),
                };
                if fits {
                    continue;
                }
                let input = body(path, value);
                let pointer = format!("/{path}");
                let message = format!("expected {}, found {found}", takes.expected());
                let fault = fault_of(*op, input.as_bytes());
                assert_eq!(
                    (fault.pointer, plain(&fault.message)),
                    (pointer.clone(), message.clone())
                );
                let mut reply = connection
                    .send(&op.line(), &headers, input.as_bytes())
                    .await;
                reply.body = plain(&reply.body);
                check_refusal(&reply, "invalid", &pointer, &message);
                refused += 1;
            }
        }
    }
    assert_eq!(refused, 433);
}

/// "Another" string is for what takes strings, but not this one.
#[test]
fn kinds_are_named() {
    for (input, pointer, message) in [
        (
            r#"{"sources":["4711"]}"#,
            "/sources/0",
            "expected a UUID, found another string",
        ),
        (
            r#"{"sources":[4711]}"#,
            "/sources/0",
            "expected a UUID, found a number",
        ),
        (
            r#"{"sources":[true]}"#,
            "/sources/0",
            "expected a UUID, found a boolean",
        ),
        (
            r#"{"user_fields":[4711.5]}"#,
            "/user_fields/0",
            "expected a string, found a number",
        ),
        (
            r#"{"show_matched_user":4711}"#,
            "/show_matched_user",
            "expected a boolean, found a number",
        ),
        (
            r#"{"show_matched_user":"4711"}"#,
            "/show_matched_user",
            "expected a boolean, found a string",
        ),
    ] {
        check::<IdentificationRequest>(input, pointer, message);
    }
}

/// What the table above leaves out, because it fits.
#[test]
fn every_property_takes_what_it_should() {
    let uuid = format!("\"{ID}\"");
    for (op, properties) in PROPERTIES {
        for (path, takes, nullable) in *properties {
            let value = match takes {
                Text | Enumeration => "\"recovery\"",
                Uuid => &uuid,
                Boolean => "true",
                Array => "[]",
                Object => continue,
            };
            for value in [Some(value), nullable.then_some("null")]
                .into_iter()
                .flatten()
            {
                let input = match path.strip_prefix("flow_set/0/") {
                    None => body(path, value),
                    Some(property) => {
                        let required = ["name", "slug", "title", "designation"];
                        let others = required.iter().filter(|it| **it != property);
                        let others: String = others.map(|it| format!(r#","{it}":"x""#)).collect();
                        format!(r#"{{"flow_set":[{{"{property}":{value}{others}}}]}}"#)
                    }
                };
                let input = input.as_bytes();
                match op {
                    Op::Duo => drop(from_json::<DuoRequest>(input).unwrap()),
                    Op::Sms => drop(from_json::<SmsRequest>(input).unwrap()),
                    Op::Identification => drop(from_json::<IdentificationRequest>(input).unwrap()),
                }
            }
        }
    }
}
