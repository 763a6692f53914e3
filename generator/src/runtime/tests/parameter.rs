use uuid::Uuid;

use crate::runtime::codec::text::{ToText, from_text};
use crate::runtime::codec::{self, Wire};
use crate::runtime::http::parameter::{Bounds, In, Received, Sent};
use crate::runtime::http::parameter::{percent_decode, percent_encode};
use crate::runtime::validate::Validate;

const BOUNDS: Bounds = Bounds {
    faults: 5,
    depth: 3,
    items: 4,
};

fn check<T: Wire + Validate>(good: &[&str], bad: &[&str]) {
    for text in good {
        let again = from_text(text).map(|value: T| value.to_text());
        assert_eq!(again.unwrap().as_deref(), Some(*text));
    }
    for text in bad {
        let fault = from_text::<T>(text).err().unwrap_or_default();
        assert!(fault.starts_with("expected a"), "{text:?}: {fault:?}");
        assert!(!fault.contains("found"), "{fault:?}");
    }
}

#[test]
fn values_as_text() {
    check::<String>(&["", "a/b ü", "7", "true", "null", "\"", "-"], &[]);
    check::<bool>(&["true", "false"], &["True", "1", "", "null"]);
    check::<i32>(
        &["-1", "2147483647"],
        &["+1", "", "-", "1.5", " 1", "2147483648", "01"],
    );
    check::<i64>(&["9223372036854775807"], &["x"]);
    check::<f64>(
        &["1.5", "-0.25"],
        &["inf", "NaN", "1e999", "+1", ".5", "5.", "0x1", ""],
    );
    check::<Uuid>(
        &["01234567-89ab-cdef-0123-456789abcdef"],
        &[
            "0123456789abcdef0123456789abcdef",
            "{01234567-89ab-cdef-0123-456789abcdef}",
            "urn:uuid:01234567-89ab-cdef-0123-456789abcdef",
            "01234567-89ab-cdef-0123-456789abcdeg",
            "012345678-9ab-cdef-0123-456789abcdef",
        ],
    );
    assert_eq!(from_text("1e3"), Ok(1000.0));
    assert_eq!(from_text("2.0"), Ok(2));
}

#[test]
fn what_is_no_single_value_has_no_text() {
    for json in ["null", "[]", "{}"] {
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(value.to_text(), None, "{json}");
    }
    assert_eq!(f64::NAN.to_text(), None);
}

#[test]
fn uuid_as_json() {
    let text = br#""01234567-89AB-CDEF-0123-456789ABCDEF""#;
    let value: Uuid = codec::from_json(text).unwrap();
    assert_eq!(codec::to_json(&value).unwrap(), text.to_ascii_lowercase());
    let fault = codec::from_json::<Uuid>(br#""secret""#).unwrap_err();
    assert_eq!(fault.message, "expected a UUID, found another string");
}

#[test]
fn percent_encoding() {
    for (text, encoded) in [
        ("plain-._~09", "plain-._~09"),
        ("a/b?c#d%e", "a%2Fb%3Fc%23d%25e"),
        ("ü \\", "%C3%BC%20%5C"),
        ("%2e%2E", "%252e%252E"),
    ] {
        let mut output = String::new();
        percent_encode(text, &mut output);
        assert_eq!(output, encoded);
        assert_eq!(percent_decode(encoded).as_deref(), Some(text));
    }
    for broken in ["%", "%4", "%zz", "%+1", "%ff", "%c3%28"] {
        assert_eq!(percent_decode(broken), None, "{broken}");
    }
}

/// The examples of OAS 3.1 §4.8.12.6, as far as they are values and arrays.
#[test]
fn values_and_arrays_are_written_in_their_styles() {
    let colours = ["blue", "bl,ck", "b/ n"].map(str::to_owned);
    let value = Some("a&b+c/d [e]".to_owned());
    for (place, text, list) in [
        (
            In::Query("co[l]"),
            "co%5Bl%5D=a%26b%2Bc%2Fd%20%5Be%5D",
            "co%5Bl%5D=blue&co%5Bl%5D=bl%2Cck&co%5Bl%5D=b%2F%20n",
        ),
        (
            In::QueryCommas("c"),
            "c=a%26b%2Bc%2Fd%20%5Be%5D",
            "c=blue,bl%2Cck,b%2F%20n",
        ),
        (
            In::QueryReserved("c"),
            "c=a%26b%2Bc/d%20%5Be%5D",
            "c=blue&c=bl,ck&c=b/%20n",
        ),
    ] {
        let mut sent = Sent::default();
        sent.value(place, &value);
        assert_eq!(sent.query, text);
        let mut sent = Sent::default();
        sent.list(place, &colours);
        assert_eq!(sent.query, list);
        assert_eq!(sent.fault, None);
    }
    let mut sent = Sent::to("/{c}/{d}..{c}");
    sent.value(In::Path("d"), &Some("{c}".to_owned()));
    sent.list(In::Path("c"), &colours[1..]);
    assert_eq!(sent.path, "/bl%2Cck,b%2F%20n/%7Bc%7D..bl%2Cck,b%2F%20n");
    sent.list(In::Header("X"), &[1, 2]);
    sent.value(In::Header("Y"), &value);
    let headers: Vec<_> = sent.headers.iter().map(|(_, text)| &**text).collect();
    assert_eq!(headers, ["1,2", "a&b+c/d [e]"]);
    sent.json(In::QueryCommas("j"), &Some(vec![1, 2]));
    assert_eq!(sent.query, "j=%5B1%2C2%5D");
    assert_eq!(sent.fault, None);
}

#[test]
fn what_is_not_there_is_not_written() {
    let mut sent = Sent::default();
    sent.value(In::Query("a"), &None::<String>);
    sent.list(In::QueryCommas("b"), &[] as &[String]);
    sent.list(In::Header("c"), &[] as &[String]);
    sent.json(In::Query("d"), &None::<String>);
    assert!(sent.query.is_empty() && sent.headers.is_empty());
    assert_eq!(sent.fault, None);
}

#[test]
fn what_would_come_out_otherwise_is_not_sent() {
    let write: [fn(&mut Sent); 5] = [
        |sent| sent.value(In::Header("X"), &Some(" a".to_owned())),
        |sent| sent.list(In::Header("X"), &["a,b".to_owned()]),
        |sent| sent.value(In::Path("x"), &Some(String::new())),
        |sent| sent.value(In::Query("x"), &Some(f64::INFINITY)),
        |sent| sent.list(In::Query("x"), &[serde_json::Value::Null]),
    ];
    for (index, write) in write.iter().enumerate() {
        let mut sent = Sent::default();
        write(&mut sent);
        assert!(sent.fault.is_some(), "{index}");
    }
}

#[test]
fn faults_say_where_and_are_bounded() {
    let source = |place: In, is_list: bool| match (place.name(), is_list) {
        ("a/b", false) => Ok(vec!["x".to_owned()]),
        ("twice", false) => Ok(vec!["1".to_owned(), "2".to_owned()]),
        ("list", true) => Ok(["1", "x", "3", "y"].map(str::to_owned).to_vec()),
        ("json", false) => Ok(vec!["[1, \"secret\"]".to_owned()]),
        ("broken", _) => Err("is broken".to_owned()),
        _ => Ok(Vec::new()),
    };
    let mut received = Received::new(&source, BOUNDS);
    assert_eq!(received.value::<i32>(In::Query("a/b")), None);
    assert_eq!(received.value::<i32>(In::Query("twice")), None);
    assert_eq!(received.list::<i32>(In::Query("list")), [1, 3]);
    assert_eq!(received.json::<Vec<i32>>(In::Header("json")), None);
    assert!(!received.more);
    assert_eq!(received.value::<String>(In::Path("broken")), None);
    assert!(received.more);
    assert_eq!(received.value::<String>(In::Path("absent")), None);
    let faults: Vec<_> = received
        .faults
        .iter()
        .map(|(at, what)| format!("{at} {what}"))
        .collect();
    assert_eq!(
        faults,
        [
            "/a~1b expected an integer of 32 bits",
            "/twice is there more than once",
            "/list/1 expected an integer of 32 bits",
            "/list/3 expected an integer of 32 bits",
            "/json/1 expected an integer of 32 bits, found a string",
        ]
    );
}

#[test]
fn json_is_read_within_bounds() {
    for (text, fault) in [
        ("[[[1, 2]]]", None),
        ("[[[[1]]]]", Some("nests more than 3 levels deep")),
        (
            "[1, 2, 3, 4, 5]",
            Some("has more than 4 items and properties"),
        ),
    ] {
        let source = |_: In, _: bool| Ok(vec![text.to_owned()]);
        let mut received = Received::new(&source, BOUNDS);
        let value = received.json::<serde_json::Value>(In::Query("a"));
        assert_eq!(value.is_some(), fault.is_none(), "{text}");
        let fault = fault.map(|fault| ("/a".to_owned(), fault.to_owned()));
        assert_eq!(received.faults, Vec::from_iter(fault));
    }
}
