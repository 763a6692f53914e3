//! Formats: the scalar that each has in Rust. Those of strings are an enumeration of the runtime, which
//! checks them, so that defaults and examples are checked as emitted code does.

use super::Scalar;
use crate::config::Dates;

// Emitted code uses more of it; tests compile it with the rest of the runtime, too.
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
    use super::of_text;

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
