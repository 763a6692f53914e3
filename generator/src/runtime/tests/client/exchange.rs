use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};

use crate::runtime::retry::date::parse;
use crate::runtime::retry::policy::{Retries, random};
use crate::runtime::sequential::reconnecting::backoff;

const SECOND: Duration = Duration::from_secs(1);

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn dates_of_http() {
    let now = at(1_780_000_000);
    for (text, expected) in [
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", Some(784_111_777)),
        ("Sun Nov  6 08:49:37 1994", Some(784_111_777)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
        ("Thu, 29 Feb 2024 23:59:60 GMT", Some(1_709_251_200)),
        ("Tue, 01 Mar 2072 00:00:00 GMT", Some(3_224_016_000)),
        ("Tuesday, 01-Mar-72 00:00:00 GMT", Some(3_224_016_000)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(253_402_300_799)),
        ("Sun, 06 Nov 1994 08:49:37 CET", None),
        ("Sun, 06 nov 1994 08:49:37 GMT", None),
        ("Sun, 00 Nov 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 1969 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 24:49:37 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37:00 GMT", None),
        ("Sun, 06 Nov 1994 +8:49:37 GMT", None),
        ("1994-11-06T08:49:37Z", None),
        ("", None),
    ] {
        assert_eq!(parse(text, now), expected.map(at), "{text}");
    }
}

#[test]
fn waits_before_the_next_attempt() {
    let retries = Retries {
        limit: 40,
        backoff: SECOND,
        max_backoff: 5 * SECOND,
        max_retry_after: 10 * SECOND,
        attempt_timeout: None,
    };
    let now = at(784_111_777);
    let wait = |resends, retry_after: Option<&'static str>, random| {
        let mut headers = HeaderMap::new();
        if let Some(text) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from_static(text));
        }
        retries.wait(resends, Some(&headers), now, random)
    };
    for (resends, retry_after, random, expected) in [
        // The jitter is full: from nothing to the limit.
        (0, None, 0, Some(Duration::ZERO)),
        (0, None, u64::MAX, Some(SECOND)),
        (1, None, u64::MAX, Some(2 * SECOND)),
        (2, None, u64::MAX, Some(4 * SECOND)),
        (3, None, u64::MAX, Some(5 * SECOND)),
        (39, None, u64::MAX, Some(5 * SECOND)),
        (40, None, 0, None),
        (0, Some("7"), 0, Some(7 * SECOND)),
        (0, Some("7"), u64::MAX, Some(8 * SECOND)),
        (0, Some("10"), 0, Some(10 * SECOND)),
        (0, Some("11"), 0, None),
        (0, Some("99999999999999999999999"), 0, None),
        (0, Some("-1"), 0, Some(Duration::ZERO)),
        (0, Some("1.5"), 0, Some(Duration::ZERO)),
        (
            0,
            Some("Sun, 06 Nov 1994 08:49:40 GMT"),
            0,
            Some(3 * SECOND),
        ),
        (
            0,
            Some("Sun, 06 Nov 1994 08:49:30 GMT"),
            0,
            Some(Duration::ZERO),
        ),
        (0, Some("Sun, 06 Nov 1994 09:49:40 GMT"), 0, None),
    ] {
        assert_eq!(
            wait(resends, retry_after, random),
            expected,
            "{resends} {retry_after:?}"
        );
    }
    assert_eq!(retries.wait(0, None, now, u64::MAX), Some(SECOND));

    // No limit is too large to reckon with.
    let endless = Retries {
        limit: u32::MAX,
        backoff: Duration::MAX,
        max_backoff: Duration::MAX,
        max_retry_after: Duration::MAX,
        attempt_timeout: None,
    };
    assert!(endless.wait(u32::MAX - 1, None, now, u64::MAX) > Some(SECOND));
}

#[test]
fn waits_before_events_are_asked_for_again() {
    const MILLISECOND: Duration = Duration::from_millis(1);
    for (named, failures, random, expected) in [
        // A server that names no time is not called without an end.
        (Duration::ZERO, 1, 0, 250 * MILLISECOND),
        (Duration::ZERO, 2, 0, 500 * MILLISECOND),
        (Duration::ZERO, 100, 0, 30 * SECOND),
        (Duration::ZERO, 1, u64::MAX, 500 * MILLISECOND),
        (3 * SECOND, 1, 0, 3 * SECOND),
        (3 * SECOND, 2, u64::MAX, 12 * SECOND),
        (3 * SECOND, 100, u64::MAX, 60 * SECOND),
        (90 * SECOND, 1, 0, 90 * SECOND),
    ] {
        let wait = backoff(named, failures, random);
        assert_eq!(wait, expected, "{named:?} {failures} {random}");
    }
    assert!(backoff(Duration::MAX, u32::MAX, 0) > SECOND);
}

#[test]
fn random_numbers_differ() {
    let halves: Vec<u64> = (0..100).map(|_| random(SystemTime::now()) >> 32).collect();
    let low = halves
        .iter()
        .filter(|it| **it < u64::from(u32::MAX / 2))
        .count();
    assert!((20..80).contains(&low), "{low} of 100");
}
