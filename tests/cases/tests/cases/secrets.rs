//! Passwords: case 79.

use std::fmt::Debug;

use oasmith_cases::c79_secrets::models::{Account, ByName, Either, Pair, Password, Passwords};
use oasmith_cases::support::codec::Wire;

use crate::read;

fn shown<T: Wire + Debug>(text: &str) -> String {
    format!("{:?}", read::<T>(text))
}

#[test]
fn no_password_is_printed() {
    for (shown, expected) in [
        (shown::<Password>(r#""hush""#), "Password([redacted])"),
        (shown::<Passwords>(r#"["hush"]"#), "Passwords([redacted])"),
        (shown::<ByName>(r#"{"a": "hush"}"#), "ByName([redacted])"),
        (shown::<Either>(r#""hush""#), "String([redacted])"),
        (shown::<Either>(r#"["hush"]"#), "List([redacted])"),
        (shown::<Either>("7"), "Integer(7)"),
        (
            shown::<Pair>(r#"["a", "hush", "hush"]"#),
            r#"Pair { item1: "a", item2: Some([redacted]), others: [redacted] }"#,
        ),
    ] {
        assert_eq!(shown, expected);
    }
    let account = shown::<Account>(
        r#"{
            "user": "me", "password": "hush", "either": "hush", "pair": ["a", "hush"],
            "both": ["hush", 1], "x-a": "hush", "b": ["hush"]
        }"#,
    );
    assert!(!account.contains("hush"), "{account}");
    assert!(account.contains(r#"user: "me""#), "{account}");
}
