//! The wire form and numbers with all of their digits, apart from what the tests of client and server see of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::codec::{self, Wire, from_json, from_number, to_json};
use crate::runtime::number::Decimal;
use crate::runtime::types::exact::{ExactInteger, ExactNumber};
use crate::runtime::validate::Report;
use crate::runtime::validate::numbers::{
    Number, exclusive_maximum, exclusive_minimum, if_number, maximum, minimum, multiple_of,
};

/// So they come when another crate of the build switches `arbitrary_precision` on.
#[test]
fn numbers_that_come_as_objects_are_numbers() {
    assert_eq!(from_number("-42"), Some(-42_i64));
    assert_eq!(from_number("2.0"), Some(2_i64));
    assert_eq!(from_number("1e3"), Some(1000.0));
    assert_eq!(from_number::<bool>("7"), None);
    for text in ["NaN", "inf", "1e999", "+1", " 1", "0x1", ""] {
        assert_eq!(from_number::<f64>(text), None, "{text}");
        assert_eq!(from_number::<i64>(text), None, "{text}");
    }
    // In this build they do not come so.
    let object = json!({"$serde_json::private::Number": "5"});
    let text = object.to_string();
    assert!(from_json::<i64>(text.as_bytes()).is_err());
    assert_eq!(from_json::<Value>(text.as_bytes()), Ok(object));
}

#[test]
fn whole_floats_are_integers_and_others_are_not() {
    for (text, expected) in [
        ("2.0", Some(2)),
        ("1e3", Some(1000)),
        ("2.5", None),
        ("1e300", None),
        ("9223372036854775808", None),
    ] {
        assert_eq!(from_json::<i64>(text.as_bytes()).ok(), expected, "{text}");
    }
}

#[test]
fn numbers_that_are_not_finite_have_no_json_form() {
    assert!(to_json(&f64::NAN).is_err());
    assert!(to_json(&f32::INFINITY).is_err());
}

#[test]
fn any_json_rejects_a_name_that_stands_twice() {
    let fault = from_json::<Value>(br#"{"a":{"b c":1,"b c":2}}"#).expect_err("it stands twice");
    assert_eq!(
        (&*fault.pointer, &*fault.message),
        ("/a/b c", "the property is there twice")
    );
    let map: BTreeMap<String, Option<i64>> =
        from_json(br#"{"a":null,"b":1}"#).expect("it is valid");
    assert_eq!(
        map,
        BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1))])
    );
}

fn message<T: Wire + std::fmt::Debug>(text: &str) -> String {
    from_json::<T>(text.as_bytes())
        .expect_err(text)
        .message
        .to_owned()
}

fn holds<T>(check: impl Fn(&T, &mut Report), value: T) -> bool {
    let mut report = Report::new(1);
    check(&value, &mut report);
    report.into_result().is_ok()
}

#[test]
fn bounds_are_compared_digit_by_digit() {
    // The float nearest to this limit is less by one.
    const LIMIT: &str = "9007199254740993";
    assert!(!holds(minimum(LIMIT), 9_007_199_254_740_992_f64));
    assert!(holds(minimum(LIMIT), 9_007_199_254_740_994_f64));
    assert!(holds(exclusive_maximum(LIMIT), 9_007_199_254_740_992_f64));
    assert!(!holds(maximum("0.29999999999999999"), 0.3));
    assert!(holds(maximum("0.30"), 0.3));
    assert!(!holds(exclusive_minimum("3e-1"), 0.3));
    assert!(holds(
        exclusive_minimum("9007199254740992.5"),
        9_007_199_254_740_993_i64
    ));
    assert!(!holds(
        exclusive_minimum("9007199254740993.5"),
        9_007_199_254_740_993_i64
    ));
    assert!(!holds(maximum("18446744073709551615.5"), 1_i128 << 64));
    // Limits that no float holds.
    assert!(holds(maximum("1e400"), f64::MAX));
    assert!(!holds(minimum("1e400"), f64::MAX));
    assert!(holds(minimum("-1e400"), i64::MIN));
    assert!(holds(exclusive_minimum("1e-400"), 5e-324));
    assert!(!holds(exclusive_minimum("1e-400"), 0.0));
}

#[test]
fn multiples_are_of_decimals() {
    for (limit, value, expected) in [
        ("0.01", 19.99, true),
        ("0.01", 0.005, false),
        ("0.01", 1e300, true),
        ("0.1", 0.1 + 0.2, false),
        ("1e-5", 0.00003, true),
        ("3", 1e22, false),
        ("7.5e1", 150.0, true),
    ] {
        assert_eq!(
            holds(multiple_of(limit), value),
            expected,
            "{limit} {value}"
        );
    }
    assert!(holds(multiple_of("1024"), 1_152_921_504_606_846_976_f64));
    assert!(holds(multiple_of("0.5"), i128::MIN));
    let any = |text: &str| text.parse::<Value>().expect("it is JSON");
    assert!(holds(if_number(multiple_of("0.01")), any("4.35")));
    assert!(!holds(if_number(multiple_of("0.01")), any("4.355")));
    assert!(holds(if_number(multiple_of("2")), any(r#""text""#)));
}

#[test]
fn decimals_hold_every_digit() {
    let decimal = |text: &str| Decimal::parse(text).expect("it is a number");
    for (text, shown) in [
        ("1.00", "1"),
        ("-0.0", "0"),
        ("10e-1", "1"),
        ("-12.50", "-125e-1"),
        ("1e22", "10000000000000000000000"),
        ("0.1000000000000000055", "1000000000000000055e-19"),
    ] {
        assert_eq!(decimal(text).to_string(), shown);
    }
    for text in ["", "-", "+1", "NaN", "1f", "é"] {
        assert_eq!(Decimal::parse(text), None, "{text}");
    }
    assert_eq!(
        decimal("9007199254740993.0").to_integer(),
        Some(9_007_199_254_740_993)
    );
    assert_eq!(decimal("1e39").to_integer(), None);
    assert_eq!(decimal("1e99999999999999999999").to_integer(), None);
    assert!(!decimal("1.0000000000000000000001").is_whole());
    assert!(decimal("-1e99999999999999999999") < decimal("-1e300"));
    assert!(decimal("1e-99999999999999999999") < decimal("0.001"));
    assert!(decimal("1e99999999999999999999").is_multiple_of(&decimal("1e-99999999999999999999")));
}

/// What a type cannot hold is refused, whatever it would be rounded to.
#[test]
fn no_number_is_rounded_to_an_integer_or_from_one() {
    for text in [
        "9007199254740993.0",
        "-9223372036854775809",
        "18446744073709551616",
        "1e18",
    ] {
        let expected =
            "expected an integer of 64 bits, found a number of which only 53 bits are known";
        assert_eq!(message::<i64>(text), expected, "{text}");
        assert!(
            message::<i128>(text).ends_with("only 53 bits are known"),
            "{text}"
        );
    }
    assert_eq!(
        from_json(b"9007199254740991.0"),
        Ok(9_007_199_254_740_991_i64)
    );
    assert_eq!(
        message::<f64>("9007199254740993"),
        "expected a number, found a number that a float of 64 bits does not hold exactly"
    );
    assert_eq!(
        message::<f32>("16777217"),
        "expected a number, found a number that a float of 32 bits does not hold exactly"
    );
    for (text, value) in [
        ("9007199254740992", 9_007_199_254_740_992.0),
        ("9223372036854775808", 9_223_372_036_854_775_808.0),
        ("0.1", 0.1),
        ("1e300", 1e300),
    ] {
        assert_eq!(from_json::<f64>(text.as_bytes()), Ok(value), "{text}");
    }
}

/// With serde_json's `arbitrary_precision` every digit is known.
#[test]
fn texts_of_numbers_are_read_exactly() {
    assert_eq!(
        from_number("9007199254740993.0"),
        Some(9_007_199_254_740_993_i64)
    );
    assert_eq!(from_number("1e18"), Some(1_000_000_000_000_000_000_i64));
    assert_eq!(from_number("18446744073709551616"), Some(1_i128 << 64));
    assert_eq!(from_number::<i64>("18446744073709551616"), None);
    assert_eq!(from_number::<i64>("1.0000000000000000000001"), None);
    assert_eq!(from_number::<f64>("9007199254740993"), None);
    assert_eq!(
        from_number::<f64>("100000000000000000000000000000000000000001"),
        None
    );
    assert_eq!(from_number("100000000000000000000000"), Some(1e23));
    assert_eq!(from_number("1e300"), Some(1e300));
    assert_eq!(from_number("0.1"), Some(0.1));
    assert!(from_number::<f64>("-0.0").is_some_and(f64::is_sign_negative));
    assert!(matches!(Number::from(0.5_f32), Number::Float(0.5)));
}

/// Without serde_json's `arbitrary_precision` the digits of a float are not known, and those of an exact
/// number cannot be written.
#[test]
fn exact_numbers_are_never_rounded() {
    let read = |json: &str| from_json::<ExactNumber>(json.as_bytes());
    let text = |json: &str| read(json).map(|number| number.to_string());
    assert_eq!(
        text("18446744073709551615"),
        Ok("18446744073709551615".to_owned())
    );
    let fault = read("0.5").expect_err("it may be rounded");
    assert!(
        fault.message.contains("`arbitrary_precision`"),
        "{}",
        fault.message
    );
    for json in ["2.0", "1e3", "18446744073709551616"] {
        assert!(
            from_json::<ExactInteger>(json.as_bytes()).is_err(),
            "{json}"
        );
    }
    let digits = "0.1000000000000000055511151231257827";
    assert_eq!(
        from_number::<ExactNumber>(digits).map(|number| number.to_string()),
        Some(digits.to_owned())
    );
    let number: ExactNumber = digits.parse().expect("it is a number");
    let fault = to_json(&number).expect_err("it would be rounded");
    assert!(
        fault.message.contains("`arbitrary_precision`"),
        "{}",
        fault.message
    );
    let short: ExactNumber = "0.10".parse().expect("it is a number");
    assert_eq!(to_json(&short), Ok(b"0.1".to_vec()));
    assert_eq!(from_number::<ExactInteger>("1.5"), None);
    assert_eq!(from_number::<ExactInteger>("10e-1"), Some(1.into()));
}

#[derive(Debug, PartialEq)]
struct Trip {
    from: String,
    stops: Option<i64>,
    to: String,
    reference_of_customer: Option<String>,
}

codec::object!(Trip, skip, {
    from: required "from",
    stops: optional "stops",
    to: required "to",
    reference_of_customer: optional "reference_of_customer",
});

#[test]
fn properties_stand_in_any_order() {
    let trip = |stops, reference: Option<&str>| Trip {
        from: "A".to_owned(),
        stops,
        to: "B".to_owned(),
        reference_of_customer: reference.map(str::to_owned),
    };
    for (text, expected) in [
        (r#"{"from":"A","stops":2,"to":"B"}"#, trip(Some(2), None)),
        (r#"{"to":"B","from":"A"}"#, trip(None, None)),
        (r#"{"to":"B","stops":2,"from":"A"}"#, trip(Some(2), None)),
        (
            r#"{"reference_of_customer":"x","tx":0,"from":"A","":1,"to":"B"}"#,
            trip(None, Some("x")),
        ),
    ] {
        assert_eq!(from_json::<Trip>(text.as_bytes()), Ok(expected), "{text}");
    }
}

#[test]
fn a_property_that_is_missing_or_there_twice_is_named() {
    for (text, pointer, message) in [
        (r#"{"to":"B"}"#, "/from", "the property is missing"),
        (
            r#"{"from":"A","stops":1}"#,
            "/to",
            "the property is missing",
        ),
        (
            r#"{"from":"A","from":"A"}"#,
            "/from",
            "the property is there twice",
        ),
        (
            r#"{"to":"B","from":"A","stops":1,"to":"B"}"#,
            "/to",
            "the property is there twice",
        ),
    ] {
        let fault = from_json::<Trip>(text.as_bytes()).expect_err(text);
        assert_eq!(
            (&*fault.pointer, &*fault.message),
            (pointer, message),
            "{text}"
        );
    }
    let text = r#"{"stops":"many"}"#;
    let fault = from_json::<Trip>(text.as_bytes()).expect_err(text);
    let parts = fault.with_parts::<Trip>(text).into_parts();
    let pointers: Vec<_> = parts.iter().map(|part| &*part.pointer).collect();
    assert_eq!(pointers, ["/stops", "/from", "/to"]);
}
