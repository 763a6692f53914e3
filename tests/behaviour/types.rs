//! The types as a user meets them: construction, spelling, `Debug`, unknown properties.

use authentik_stages::client::Client;
use authentik_stages::models::{
    DeniedAction, FlowDesignation, FlowLayout, FlowSet, FlowSetRequest, GenericError,
    IdentificationStage, PatchedAuthenticatorDuoStageRequest, PolicyEngineMode, SmsAuthType,
    SmsProvider, UserField, ValidationError,
};
use authentik_stages::server::Credentials;
use authentik_stages::support::client::{Config, Credential};
use authentik_stages::support::codec::{from_json, to_json};
use authentik_stages::support::server::Bearer;
use authentik_stages::{Patch, Validate};
use serde_json::{Value, json};

use super::silence::{MARKER, check_text};
use super::stages::ID;

#[test]
fn construction() {
    let flow = FlowSetRequest {
        layout: Some(FlowLayout::SidebarLeft),
        ..FlowSetRequest::new("n", "s", "t", FlowDesignation::Recovery)
    };
    assert_eq!(
        serde_json::to_string(&flow).unwrap(),
        r#"{"name":"n","slug":"s","title":"t","designation":"recovery","layout":"sidebar_left"}"#
    );
    let request = PatchedAuthenticatorDuoStageRequest {
        flow_set: Some(vec![flow]),
        configure_flow: ID.into(),
        friendly_name: Patch::Null,
        ..Default::default()
    };
    request.validate().unwrap();
    assert_eq!((request.name, request.client_secret), (None, None));
    assert_eq!(request.configure_flow.into_value(), Some(ID));

    let received = FlowSet::new(ID, ID, "n", "s", "t", "b", "e");
    assert_eq!((received.designation, received.layout), (None, None));
    let stage = IdentificationStage::new(ID, "n", "c", "v", "p", "m");
    assert!(stage.password_stage.is_absent() && stage.sources.is_none());
    assert_eq!(GenericError::new("d").code, None);
    assert_eq!(
        serde_json::to_string(&ValidationError::default()).unwrap(),
        "{}"
    );
}

/// Every value of an enumeration, there and back, and one more than the description lists.
macro_rules! check_spelling {
    ($name:ident: $($variant:ident $text:literal),*) => {
        assert_eq!($name::VALUES, [$($text),*]);
        for (value, text) in [$(($name::$variant, $text)),*] {
            let wire = format!("\"{text}\"");
            assert_eq!(serde_json::to_string(&value).unwrap(), wire);
            assert_eq!(serde_json::from_str::<$name>(&wire).unwrap(), value);
            assert_eq!((value.as_str(), value.to_string().as_str()), (text, text));
            assert_eq!($name::from(text), value);
            value.validate().unwrap();
        }
        for text in ["", "new", $(concat!($text, " "), &$text.to_uppercase()),*] {
            let unknown: $name = serde_json::from_value(json!(text)).unwrap();
            assert_eq!(unknown, $name::Unknown(text.to_owned()));
            assert_eq!(serde_json::to_value(&unknown).unwrap(), json!(text));
            assert_eq!(unknown.validate().unwrap_err().list[0].keyword, "enum");
        }
    };
}

#[test]
fn spelling() {
    check_spelling!(FlowDesignation: Authentication "authentication",
        Authorization "authorization", Invalidation "invalidation", Enrollment "enrollment",
        Unenrollment "unenrollment", Recovery "recovery",
        StageConfiguration "stage_configuration");
    check_spelling!(PolicyEngineMode: All "all", Any "any");
    check_spelling!(FlowLayout: Stacked "stacked", ContentLeft "content_left",
        ContentRight "content_right", SidebarLeft "sidebar_left", SidebarRight "sidebar_right");
    check_spelling!(DeniedAction: MessageContinue "message_continue", Message "message",
        Continue "continue");
    check_spelling!(SmsProvider: Twilio "twilio", Generic "generic");
    check_spelling!(SmsAuthType: Basic "basic", Bearer "bearer");
    check_spelling!(UserField: Email "email", Username "username", Upn "upn");
}

#[test]
fn debug_shows_no_secret() {
    let request = PatchedAuthenticatorDuoStageRequest {
        name: Some("shown".to_owned()),
        client_secret: Some(MARKER.to_owned()),
        admin_secret_key: Some(MARKER.to_owned()),
        ..Default::default()
    };
    let mut config = Config::new("http://localhost").unwrap();
    config.headers.insert("x-key", MARKER.parse().unwrap());
    let client = Client::new(config.clone()).with_authentik(MARKER);
    let credentials = Credentials::Authentik(Bearer::new(MARKER));
    let credential = Credential::Bearer(MARKER.into());
    for text in [
        format!("{request:?}"),
        format!("{request:#?}"),
        format!("{:?}", Some(vec![request])),
        format!("{config:?}"),
        format!("{client:#?}"),
        format!("{credentials:?}"),
        format!("{credential:?}"),
    ] {
        check_text(&text, "Debug");
    }
    // The rest is there to be read.
    let request = PatchedAuthenticatorDuoStageRequest {
        name: Some("shown".to_owned()),
        ..Default::default()
    };
    assert!(format!("{request:?}").contains("name: Some(\"shown\")"));
}

/// `writeOnly` hides a value from logs, not from the server.
#[test]
fn secrets_are_sent() {
    let request = PatchedAuthenticatorDuoStageRequest {
        client_secret: Some("one".to_owned()),
        admin_secret_key: Some("two".to_owned()),
        ..Default::default()
    };
    let text = r#"{"client_secret":"one","admin_secret_key":"two"}"#;
    assert_eq!(serde_json::to_string(&request).unwrap(), text);
    assert_eq!(
        from_json::<PatchedAuthenticatorDuoStageRequest>(text.as_bytes()).unwrap(),
        request
    );
}

#[test]
fn unknown_properties_survive() {
    let text = r#"{"code":"c","":null,"a/b~c":[1,-2,2.5],"flow_set":[{"slug":["taken"]},{}],"non-field":18446744073709551615,"ü":"\"\\\u0000"}"#;
    let error: ValidationError = from_json(text.as_bytes()).unwrap();
    assert_eq!(error.code.as_deref(), Some("c"));
    assert_eq!(error.non_field_errors, None);
    assert_eq!(error.additional_properties.len(), 5);
    assert_eq!(
        error.additional_properties["flow_set"],
        json!([{ "slug": ["taken"] }, {}])
    );
    let written = to_json(&error).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), text);

    // Where the description keeps none, they are tolerated and do not come back.
    let text = r#"{"detail":"d","later":[1],"code":"c"}"#;
    let error: GenericError = from_json(text.as_bytes()).unwrap();
    let written: Value = serde_json::from_slice(&to_json(&error).unwrap()).unwrap();
    assert_eq!(written, json!({ "detail": "d", "code": "c" }));
}

/// A property that is named by the description and put among the others would be there twice.
#[test]
fn no_property_is_written_twice() {
    let error = ValidationError {
        code: Some("right".to_owned()),
        additional_properties: [("code".to_owned(), json!("wrong"))].into(),
        ..Default::default()
    };
    assert_eq!(to_json(&error).unwrap(), br#"{"code":"right"}"#);
}

/// A number of an unknown property that fits into an `f64` is not taken for its neighbour.
#[test]
fn floats_are_not_taken_for_their_neighbours() {
    for number in [
        "0.9073038322028689",
        "0.48183792520110524",
        "0.43295284981322557",
    ] {
        let text = format!("{{\"n\":{number}}}");
        let error: ValidationError = from_json(text.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(to_json(&error).unwrap()).unwrap(), text);
    }
}

#[test]
fn texts_of_every_kind() {
    for text in [
        "",
        " ",
        "\u{0}",
        "\u{7f}",
        "\"\\/\u{8}\u{c}\n\r\t",
        "ü€🦀",
        "\u{2028}",
        "\u{feff}",
    ] {
        let error = GenericError::new(text);
        let wire = to_json(&error).unwrap();
        assert_eq!(from_json::<GenericError>(&wire).unwrap(), error);
        assert_eq!(
            serde_json::from_slice::<Value>(&wire).unwrap(),
            json!({ "detail": text })
        );
    }
    let escaped = br#"{"\u0064etail":"\ud83e\udd80\/"}"#;
    assert_eq!(from_json::<GenericError>(escaped).unwrap().detail, "🦀/");
}
