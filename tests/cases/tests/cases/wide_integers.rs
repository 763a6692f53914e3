//! Integers that no usual type holds: case 103.

use oasmith_cases::c103_wide_integers::models::{Bounds, Listed, Only};

use crate::{reports, same};

#[test]
fn listed_integers_may_have_more_than_64_bits() {
    for text in ["1", "18446744073709551615"] {
        same::<Listed>(text);
        reports::<Listed>(text, "");
    }
    same::<Only>("18446744073709551615");
    reports::<Listed>("2", "the value must be one of 1, 18446744073709551615");
    reports::<Only>("5", "the value must be one of 18446744073709551615");
}

#[test]
fn a_type_holds_the_integers_that_the_bounds_allow() {
    for text in [
        r#"{"beyond":3000000000}"#,
        r#"{"most":9223372036854775808}"#,
        r#"{"below":256}"#,
        r#"{"above":-128}"#,
    ] {
        same::<Bounds>(text);
        reports::<Bounds>(text, "");
    }
    reports::<Bounds>(r#"{"below":257}"#, "/below must be less than 256.5");
    reports::<Bounds>(r#"{"beyond":1}"#, "/beyond must be at least 3000000000");
}
