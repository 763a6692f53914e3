//! Checks the formats that have a type in Rust.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text has a format, and the name of that; `None` for a format that is not checked.
pub fn check(format: &str, text: &str) -> Option<(bool, &'static str)> {
    Some(match format {
        "date-time" => (is_date_time(text), "a date and time (RFC 3339)"),
        "date" => (is_date(text), "a date (RFC 3339)"),
        "uuid" => (is_uuid(text), "a UUID"),
        "ipv4" => (text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
        "ipv6" => (is_ipv6(text), "an IPv6 address"),
        "byte" => (is_base64(text), "base64"),
        _ => return None,
    })
}

/// The bounds of a format of integers.
pub fn bounds(format: &str) -> Option<(&'static str, &'static str)> {
    Some(match format {
        "int8" => ("-128", "127"),
        "int16" => ("-32768", "32767"),
        "int32" => ("-2147483648", "2147483647"),
        "int64" => ("-9223372036854775808", "9223372036854775807"),
        "uint8" => ("0", "255"),
        "uint16" => ("0", "65535"),
        "uint32" => ("0", "4294967295"),
        "uint64" => ("0", "18446744073709551615"),
        _ => return None,
    })
}

/// A number of exactly `digits` digits.
fn number(text: Option<&str>, digits: usize) -> Option<u32> {
    let text = text?;
    let is_number = text.len() == digits && text.bytes().all(|digit| digit.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut next = |digits| number(parts.next(), digits);
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    parts.next().is_none() && (1..=days).contains(&day)
}

fn is_date_time(text: &str) -> bool {
    // RFC 3339 §5.6 allows a space instead of the T, but the test suite of JSON Schema does not.
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    is_date(date) && is_time(time)
}

fn is_time(text: &str) -> bool {
    let Some(offset_at) = text.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (time, offset) = text.split_at(offset_at);
    let (clock, fraction) = match time.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (time, None),
    };
    let is_fraction =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !fraction.is_none_or(is_fraction) {
        return false;
    }
    let mut parts = clock.split(':');
    let mut next = || number(parts.next(), 2);
    let (Some(hour), Some(minute), Some(second)) = (next(), next(), next()) else {
        return false;
    };
    let Some(offset) = minutes(offset) else {
        return false;
    };
    let is_clock = parts.next().is_none() && hour < 24 && minute < 60;
    // A leap second is the last of a day in UTC.
    let of_day = (i64::from(hour * 60 + minute) - offset).rem_euclid(24 * 60);
    is_clock && (second < 60 || (second == 60 && of_day == 24 * 60 - 1))
}

/// The offset from UTC in minutes.
fn minutes(offset: &str) -> Option<i64> {
    if matches!(offset, "Z" | "z") {
        return Some(0);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (number(Some(hours), 2)?, number(Some(minutes), 2)?);
    (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    let is_part = |(part, length): (&&str, usize)| {
        part.len() == length && part.bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    parts.len() == lengths.len() && parts.iter().zip(lengths).all(is_part)
}

fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// Base64 (RFC 4648 §4), with line breaks as in MIME.
fn is_base64(text: &str) -> bool {
    let text = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    let text: Vec<u8> = text.collect();
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = text.len() - padding;
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    padding <= 2 && text.len().is_multiple_of(4) && text.iter().take(digits).all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn texts_are_of_a_format_or_not() {
        for (format, text, expected) in [
            ("date", "2024-02-29", true),
            ("date", "2023-02-29", false),
            ("date", "2024-2-29", false),
            ("date-time", "2024-01-01T12:00:00Z", true),
            ("date-time", "2024-01-01T12:00:00.5+01:30", true),
            ("date-time", "2024-01-01", false),
            ("date-time", "2024-01-01T24:00:00Z", false),
            ("date-time", "2016-12-31T23:59:60Z", true),
            ("date-time", "2016-12-31T22:59:60Z", false),
            ("uuid", "123e4567-e89b-12d3-a456-426614174000", true),
            ("uuid", "123e4567e89b12d3a456426614174000", false),
            ("byte", "aGVsbG8=", true),
            ("byte", "hello!", false),
            ("ipv4", "127.0.0.1", true),
            ("ipv4", "127.0.0.256", false),
            ("ipv6", "::1", true),
        ] {
            let found = check(format, text).map(|(is_it, _)| is_it);
            assert_eq!(found, Some(expected), "{format} {text}");
        }
        assert_eq!(check("email", "x"), None);
    }
}
