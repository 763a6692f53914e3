//! Formats: the scalar that each has in Rust. Those of strings are an enumeration of the runtime, which
//! checks them, so that defaults and examples are checked as emitted code does.

use super::Scalar;
use crate::config::Dates;
use crate::diagnostic::nearest;

// Emitted code uses more of it; tests compile it with the rest of the runtime, too.
#[allow(clippy::duplicate_mod)]
#[path = "../runtime/validate/hostname.rs"]
mod hostname;
// For the same reason.
#[allow(clippy::duplicate_mod)]
#[path = "../runtime/validate/text_formats.rs"]
mod text_formats;

pub use text_formats::Format;

/// The formats of strings.
const TEXTS: &[Format] = &[
    Format::Base64Url,
    Format::Byte,
    Format::Char,
    Format::Date,
    Format::DateTime,
    Format::Decimal,
    Format::Duration,
    Format::Email,
    Format::Hostname,
    Format::IdnEmail,
    Format::IdnHostname,
    Format::Ipv4,
    Format::Ipv6,
    Format::Iri,
    Format::IriReference,
    Format::JsonPointer,
    Format::RelativeJsonPointer,
    Format::Time,
    Format::Uri,
    Format::UriReference,
    Format::UriTemplate,
    Format::Uuid,
];

/// The formats of numbers.
const NUMBERS: &[(&str, Scalar)] = &[
    ("int8", Scalar::I8),
    ("int16", Scalar::I16),
    ("int32", Scalar::I32),
    ("int64", Scalar::I64),
    ("uint", Scalar::U32),
    ("uint8", Scalar::U8),
    ("uint16", Scalar::U16),
    ("uint32", Scalar::U32),
    ("uint64", Scalar::U64),
    ("float", Scalar::F32),
    ("double", Scalar::F64),
];

/// The format of strings of a name.
pub(crate) fn of_text(name: &str) -> Option<Format> {
    TEXTS.iter().copied().find(|known| known.name() == name)
}

/// The format with a type or a check that another name is likely meant to be: one that differs in hyphens
/// and case, or by a letter.
pub(crate) fn near(name: &str) -> Option<&'static str> {
    // These have a type, but no values of their own.
    const OTHERS: [&str; 2] = ["binary", "password"];
    let texts = TEXTS.iter().map(|format| format.name());
    let known = texts
        .chain(NUMBERS.iter().map(|(name, _)| *name))
        .chain(OTHERS);
    let plain = |name: &str| {
        let plain = name.chars().filter(|each| each.is_alphanumeric());
        plain.collect::<String>().to_lowercase()
    };
    let letters = |name: &str| {
        let letters = name.chars().filter(|each| !each.is_ascii_digit());
        letters.collect::<String>()
    };
    if known.clone().any(|known| known == name) {
        return None;
    }
    let mut same = known.clone().filter(|known| plain(known) == plain(name));
    // With fewer letters, names are near too many others, and so are numbers of bits.
    let is_long = name.len() > 4;
    let near = || nearest(name, known.filter(|known| letters(known) != letters(name)));
    same.next().or_else(|| is_long.then(near).flatten())
}

/// The type of a format of numbers.
pub(crate) fn of_number(name: &str) -> Option<Scalar> {
    let mut known = NUMBERS.iter();
    known
        .find(|(known, _)| *known == name)
        .map(|(_, scalar)| *scalar)
}

/// The type that holds exactly the strings of a format; a check holds the other formats.
pub(crate) fn text_type(format: Format, dates: Dates) -> Option<Scalar> {
    match format {
        Format::Byte => Some(Scalar::Bytes),
        Format::Date | Format::DateTime if dates == Dates::String => None,
        Format::Date => Some(Scalar::Date),
        Format::DateTime => Some(Scalar::DateTime),
        Format::Ipv4 => Some(Scalar::Ipv4),
        Format::Ipv6 => Some(Scalar::Ipv6),
        Format::Uuid => Some(Scalar::Uuid),
        Format::Base64Url
        | Format::Char
        | Format::Decimal
        | Format::Duration
        | Format::Email
        | Format::Hostname
        | Format::IdnEmail
        | Format::IdnHostname
        | Format::Iri
        | Format::IriReference
        | Format::JsonPointer
        | Format::RelativeJsonPointer
        | Format::Time
        | Format::Uri
        | Format::UriReference
        | Format::UriTemplate => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{near, of_text};

    #[test]
    fn misspelt_formats_have_a_near_one() {
        for (name, expected) in [
            ("datetime", Some("date-time")),
            ("dateTime", Some("date-time")),
            ("DATE_TIME", Some("date-time")),
            ("e-mail", Some("email")),
            ("UUID", Some("uuid")),
            ("flaot", Some("float")),
            ("hostnam", Some("hostname")),
            ("date-time", None),
            ("password", None),
            ("int24", None),
            ("int", None),
            ("long", None),
            ("name", None),
            ("timestamp", None),
            ("unixtime", None),
            ("", None),
        ] {
            assert_eq!(near(name), expected, "{name}");
        }
    }

    #[test]
    fn every_format_of_the_runtime_has_a_name() {
        let source = include_str!("../runtime/validate/text_formats.rs");
        let rows = source.lines().filter_map(|line| line.split_once("=> \""));
        let names: Vec<&str> = rows
            .filter_map(|(_, name)| name.strip_suffix("\","))
            .collect();
        assert!(names.len() > 20);
        for name in names {
            assert_eq!(of_text(name).map(|format| format.name()), Some(name));
        }
    }
}
