mod templates;

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::runtime::codec::tree::{ToText, from_text};
use crate::runtime::codec::{self, Wire};
use crate::runtime::http::pairs::Pairs;
use crate::runtime::http::parameter::{Bounds, Head, In, Location, Received, Sent};
use crate::runtime::http::parameter::{percent_decode, percent_encode};
use crate::runtime::http::template::Template;
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
            In::query("co[l]"),
            "co%5Bl%5D=a%26b%2Bc%2Fd%20%5Be%5D",
            "co%5Bl%5D=blue&co%5Bl%5D=bl%2Cck&co%5Bl%5D=b%2F%20n",
        ),
        (
            In::query("c").explode(false),
            "c=a%26b%2Bc%2Fd%20%5Be%5D",
            "c=blue,bl%2Cck,b%2F%20n",
        ),
        (
            In::query("c").allow_reserved(),
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
    sent.value(In::path("d"), &Some("{c}".to_owned()));
    sent.list(In::path("c"), &colours[1..]);
    assert_eq!(sent.path, "/bl%2Cck,b%2F%20n/%7Bc%7D..bl%2Cck,b%2F%20n");
    sent.list(In::header("X"), &[1, 2]);
    sent.value(In::header("Y"), &value);
    let headers: Vec<_> = sent.headers.iter().map(|(_, text)| &**text).collect();
    assert_eq!(headers, ["1,2", "a&b+c/d [e]"]);
    sent.json(In::query("j").explode(false), &Some(vec![1, 2]));
    assert_eq!(sent.query, "j=%5B1%2C2%5D");
    assert_eq!(sent.fault, None);
}

#[test]
fn what_is_not_there_is_not_written() {
    let mut sent = Sent::default();
    sent.value(In::query("a"), &None::<String>);
    sent.list(In::query("b").explode(false), &[] as &[String]);
    sent.list(In::header("c"), &[] as &[String]);
    sent.json(In::query("d"), &None::<String>);
    assert!(sent.query.is_empty() && sent.headers.is_empty());
    assert_eq!(sent.fault, None);
}

#[test]
fn what_would_come_out_otherwise_is_not_sent() {
    let write: [fn(&mut Sent); 5] = [
        |sent| sent.value(In::header("X"), &Some(" a".to_owned())),
        |sent| sent.list(In::header("X"), &["a,b".to_owned()]),
        |sent| sent.value(In::path("x"), &Some(String::new())),
        |sent| sent.value(In::query("x"), &Some(f64::INFINITY)),
        |sent| sent.list(In::query("x"), &[serde_json::Value::Null]),
    ];
    for (index, write) in write.iter().enumerate() {
        let mut sent = Sent::default();
        write(&mut sent);
        assert!(sent.fault.is_some(), "{index}");
    }
}

/// Reads parameters of a path of one segment, a query, and cookies. Each header has the value `head`.
pub fn receive<T>(
    (path, query, cookies, head): (&str, &str, &str, &str),
    bounds: Bounds,
    read: impl FnOnce(&mut Received<'_>) -> T,
) -> (T, Vec<String>, bool) {
    let captures = Template::new("", "/{p}").captures(path, query);
    let captures = captures.unwrap_or_default();
    let header = |_: &str| match head {
        "" => Vec::new(),
        head => head.split('\n').map(str::as_bytes).collect(),
    };
    let query = Pairs::of_query(query);
    let cookies = Pairs::of_cookies(cookies.to_owned());
    let head = Head {
        path: (path, &captures),
        pairs: &|location| match location {
            Location::Cookie => &cookies,
            _ => &query,
        },
        header: &header,
    };
    let mut received = Received::new(&head, bounds);
    let value = read(&mut received);
    let faults = received.faults.iter().map(|fault| {
        let (pointer, location) = (&fault.pointer, fault.location.as_str());
        format!("{pointer} in the {location} {}", fault.message)
    });
    (value, faults.collect(), received.more)
}

#[test]
fn faults_say_where_and_are_bounded() {
    let query = "a/b=x&twice=1&twice=2&list=1&list=x&list=3&list=y&broken=%ff";
    let request = ("", query, "", "[1, \"secret\"]");
    let ((), faults, more) = receive(request, BOUNDS, |received| {
        assert_eq!(received.value::<i32>(In::query("a/b")), None);
        assert_eq!(received.value::<i32>(In::query("twice")), None);
        assert_eq!(received.list::<i32>(In::query("list")), [1, 3]);
        assert_eq!(received.json::<Vec<i32>>(In::header("json")), None);
        assert!(!received.more);
        assert_eq!(received.value::<String>(In::query("broken")), None);
        assert!(received.more);
        assert_eq!(received.value::<String>(In::path("absent")), None);
    });
    assert!(more);
    assert_eq!(
        faults,
        [
            "/a~1b in the query expected an integer of 32 bits",
            "/twice in the query is there more than once",
            "/list/1 in the query expected an integer of 32 bits",
            "/list/3 in the query expected an integer of 32 bits",
            "/json/1 in the header expected an integer of 32 bits, found a string",
        ]
    );
}

#[test]
fn percent_encoded_delimiters_are_read_where_nothing_else_can_be() {
    let query = "a=1%2C2&b=1,2%2c3&c=x%2Cy&d=R%2C1%2CG%2C2&e=1%2Cx&f=1%2C2";
    let request = ("/x%3D1%2Cy%3D-2", query, "", "1%2C2");
    let ((), faults, _) = receive(request, BOUNDS, |received| {
        let joined = |name| In::query(name).explode(false);
        assert_eq!(received.list::<i32>(joined("a")), [1, 2]);
        assert_eq!(received.list::<i32>(joined("b")), [1, 2, 3]);
        assert_eq!(received.list::<String>(joined("c")), ["x,y"]);
        let object = received.object::<BTreeMap<String, i32>>(joined("d"));
        assert_eq!(object, Some(map([("G", 2), ("R", 1)])));
        let object = received.object::<BTreeMap<String, i32>>(In::path("p").explode(true));
        assert_eq!(object, Some(map([("x", 1), ("y", -2)])));
        received.list::<i32>(joined("e"));
        received.list::<i32>(In::query("f"));
        received.list::<i32>(In::header("H"));
    });
    assert_eq!(
        faults,
        [
            "/e/0 in the query expected an integer of 32 bits",
            "/f/0 in the query expected an integer of 32 bits",
            "/H/0 in the header expected an integer of 32 bits",
        ]
    );
}

fn map<const N: usize>(entries: [(&str, i32); N]) -> BTreeMap<String, i32> {
    BTreeMap::from(entries.map(|(name, value)| (name.to_owned(), value)))
}

#[test]
fn an_array_that_is_there_may_need_items() {
    for (request, expected) in [
        (("", "", "", ""), None),
        (
            ("", "a=", "", ""),
            Some("/a in the query must not be empty"),
        ),
        (
            ("", "", "a=", ""),
            Some("/a in the cookie must not be empty"),
        ),
        (
            ("", "", "", ","),
            Some("/a in the header must not be empty"),
        ),
    ] {
        let ((), faults, _) = receive(request, BOUNDS, |received| {
            received.list::<i32>(In::query("a").explode(false).not_empty());
            received.list::<i32>(In::cookie("a").explode(false).not_empty());
            received.list::<i32>(In::header("a").not_empty());
        });
        assert_eq!(faults, Vec::from_iter(expected), "{request:?}");
        let ((), faults, _) = receive(request, BOUNDS, |received| {
            received.list::<i32>(In::query("a").explode(false));
            received.list::<i32>(In::header("a"));
        });
        assert_eq!(faults, [] as [&str; 0], "{request:?}");
    }
}

#[test]
fn json_is_read_within_bounds() {
    for (text, fault) in [
        ("[[[1,2]]]", None),
        ("[[[[1]]]]", Some("nests more than 3 levels deep")),
        ("[1,2,3,4,5]", Some("has more than 4 items and properties")),
    ] {
        let query = format!("a={text}");
        let (value, faults, _) = receive(("", &query, "", ""), BOUNDS, |received| {
            received.json::<serde_json::Value>(In::query("a"))
        });
        assert_eq!(value.is_some(), fault.is_none(), "{text}");
        let fault = fault.map(|fault| format!("/a in the query {fault}"));
        assert_eq!(faults, Vec::from_iter(fault));
    }
}

#[test]
fn parameters_are_read_within_bounds() {
    let many = |of: &str| of.repeat(5).trim_end_matches(['&', ',']).to_owned();
    type Map = std::collections::BTreeMap<String, serde_json::Value>;
    let too_many = "/a in the query has more than 4 items and properties";
    let joined = In::query("a").explode(false);
    let deep = In::query("a").deep_object();
    let (repeated, with_commas) = (many("a=1&"), format!("a={}", many("1,")));
    type ReadFn = fn(&mut Received<'_>, In) -> bool;
    let read: [(&str, &str, ReadFn, In); 5] = [
        (
            &repeated,
            too_many,
            |it, place| it.given_list::<i32>(place).is_some(),
            In::query("a"),
        ),
        (
            &with_commas,
            too_many,
            |it, place| it.given_list::<i32>(place).is_some(),
            joined,
        ),
        (
            "b=1&c=1&d=1&e=1&f=1",
            too_many,
            |it, place| it.object::<Map>(place).is_some(),
            In::query("a"),
        ),
        (
            "a[b]=1&a[c]=1&a[d]=1&a[e]=1&a[f]=1",
            too_many,
            |it, place| it.object::<Map>(place).is_some(),
            deep,
        ),
        (
            "a[b][c][d][e]=1",
            "/a in the query nests more than 3 levels deep",
            |it, place| it.object::<Map>(place).is_some(),
            deep,
        ),
    ];
    for (query, fault, read, place) in read {
        let request = ("", query, "", "");
        let (found, faults, _) = receive(request, BOUNDS, |received| read(received, place));
        assert!(!found, "{query}");
        assert_eq!(faults, [fault], "{query}");
    }
}

/// As long as servers take them, of what costs most in each style.
#[test]
fn long_queries_are_read() {
    let bounds = Bounds {
        faults: 5,
        depth: 128,
        items: 500_000,
    };
    let count = 8_000;
    let numbered: String = (0..count)
        .rev()
        .map(|index| format!("a[{index}]=1&"))
        .collect();
    let spaces = format!("a={}", "1%20".repeat(count - 1) + "1");
    let commas = format!("a={}", ",".repeat(count - 1));
    let empty = "&".repeat(60_000);
    let (deep, joined) = (
        In::query("a").deep_object(),
        In::query("a").space_delimited(),
    );
    for (query, place, expected) in [
        (&numbered, deep, count),
        (&"a[]=1&".repeat(count), deep, count),
        (&"a=1&".repeat(count), In::query("a"), count),
        (&spaces, joined, count),
        (&commas, In::query("a").explode(false), count),
        (&empty, In::query("a"), 0),
    ] {
        let ((), faults, _) = receive(("", query, "", ""), bounds, |received| {
            let items = received.list::<String>(place);
            assert_eq!(items.len(), expected, "{place:?}");
        });
        assert!(faults.is_empty(), "{faults:?}");
    }
    let brackets = format!("a{}=1", "[".repeat(30_000));
    let ((), faults, _) = receive(("", &brackets, "", ""), bounds, |received| {
        assert_eq!(received.object::<serde_json::Value>(deep), None);
    });
    assert_eq!(faults, ["/a in the query has brackets that do not match"]);
}

/// A value that is not typed is the text; a listed one is the value that has it.
#[test]
fn a_type_decides_what_a_text_is() {
    let query = "a[b]=1&a[c]=true&a[d]=x&a[e]=007";
    let ((), faults, _) = receive(("", query, "", ""), BOUNDS, |received| {
        let value: Option<serde_json::Value> = received.object(In::query("a").deep_object());
        let expected = serde_json::json!({ "b": "1", "c": "true", "d": "x", "e": "007" });
        assert_eq!(value, Some(expected));
    });
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(from_text("true"), Ok(true));
    assert_eq!(from_text::<Vec<i32>>("1"), Ok(vec![1]));
}

/// The texts that a list is sent as, and what is read of them.
fn round(place: In, values: &[&str]) -> Result<(String, Option<Vec<String>>), String> {
    let values: Vec<_> = values.iter().map(|it| (*it).to_owned()).collect();
    let mut sent = Sent::default();
    sent.required_list(place, &values);
    sent.fault.map_or(Ok(()), Err)?;
    let pairs = Pairs::of_query(&sent.query);
    let head = Head {
        path: ("", &[]),
        pairs: &|_| &pairs,
        header: &|_| Vec::new(),
    };
    let mut received = Received::new(&head, BOUNDS);
    let found = received.given_list(place);
    assert!(received.faults.is_empty());
    drop(received);
    Ok((sent.query, found))
}

/// OAS 3.1 §4.8.12.2, `allowEmptyValue`: an array without items is there, and an item is not empty.
#[test]
fn an_array_that_is_empty_is_there() {
    for explode in [true, false] {
        let place = In::query("ids").allow_empty_value().explode(explode);
        let empty = Some(Vec::new());
        assert_eq!(round(place, &[]), Ok(("ids=".to_owned(), empty)));
        round(place, &[""]).expect_err("it would arrive as an empty array");
        let (_, two) = round(place, &["", "a"]).unwrap();
        assert_eq!(two, Some(vec![String::new(), "a".to_owned()]));
    }
    round(In::query("ids"), &[]).expect_err("it has no text");
}

/// RFC 9110 §5.3: the value of a header in several lines is that of one with commas between them.
#[test]
fn a_header_in_several_lines() {
    let none = Pairs::of_query("");
    let lines: &[&[u8]] = &[b"Accept", b"Origin, X"];
    let header = |name: &str| match name {
        "vary" => lines.to_vec(),
        "number" => vec![b"1".as_slice(), b"1"],
        _ => vec![b"a".as_slice(), b"\xff"],
    };
    let head = Head {
        path: ("", &[]),
        pairs: &|_| &none,
        header: &header,
    };
    let mut received = Received::new(&head, BOUNDS);
    let vary: Option<String> = received.value(In::header("vary"));
    assert_eq!(vary.as_deref(), Some("Accept, Origin, X"));
    assert_eq!(received.value::<i64>(In::header("number")), None);
    assert_eq!(received.value::<String>(In::header("broken")), None);
    assert_eq!(received.json::<i64>(In::header("number")), None);
    let faults = received.faults.iter();
    let faults: Vec<_> = faults
        .map(|it| format!("{} {}", it.pointer, it.message))
        .collect();
    assert_eq!(
        faults,
        [
            "/number is there more than once",
            "/broken is not UTF-8",
            "/number is there more than once",
        ]
    );
}
