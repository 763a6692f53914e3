//! Types and formats of single values → [`Scalar`]s.

use crate::config::Dates;
use crate::document::Bound;
use crate::lower::schema::merge::Flat;
use crate::model::Scalar;

/// The type of a whole number: that of its format, else the narrowest that holds its bounds, else 64
/// bits; wider where the bounds ask for it.
pub fn integer(flat: &Flat<'_>) -> Scalar {
    let (min, max) = (lowest(flat.minimum), highest(flat.maximum));
    let of_format = match flat.format {
        Some("int8") => Some(Scalar::I8),
        Some("int16") => Some(Scalar::I16),
        Some("int32") => Some(Scalar::I32),
        Some("int64") => Some(Scalar::I64),
        Some("uint8") => Some(Scalar::U8),
        Some("uint16") => Some(Scalar::U16),
        Some("uint" | "uint32") => Some(Scalar::U32),
        Some("uint64") => Some(Scalar::U64),
        _ => None,
    };
    if let Some(scalar) = of_format {
        // A format without a sign says itself that nothing is below zero.
        let is_unsigned = matches!(scalar, Scalar::U8 | Scalar::U16 | Scalar::U32 | Scalar::U64);
        return if holds(scalar, min.or(is_unsigned.then_some(0)), max) {
            scalar
        } else {
            narrowest(min, max, Scalar::I64)
        };
    }
    match (min, max) {
        (Some(_), Some(_)) => narrowest(min, max, Scalar::I8),
        _ => narrowest(min, max, Scalar::I64),
    }
}

/// The narrowest type from one on that holds the bounds; unsigned ones where nothing is below zero.
fn narrowest(min: Option<i128>, max: Option<i128>, from: Scalar) -> Scalar {
    const SIGNED: &[Scalar] = &[Scalar::I8, Scalar::I16, Scalar::I32, Scalar::I64];
    const UNSIGNED: &[Scalar] = &[Scalar::U8, Scalar::U16, Scalar::U32, Scalar::U64];
    let start = SIGNED
        .iter()
        .position(|scalar| *scalar == from)
        .unwrap_or(0);
    let is_unsigned = min.is_some_and(|min| min >= 0);
    for (signed, unsigned) in SIGNED.iter().zip(UNSIGNED).skip(start) {
        // Without an upper bound a sign costs nothing, and what others expect is `i64`.
        let candidates = if is_unsigned && max.is_some() && from == Scalar::I8 {
            [unsigned, unsigned]
        } else {
            [signed, unsigned]
        };
        if let Some(scalar) = candidates
            .into_iter()
            .find(|scalar| holds(**scalar, min, max))
        {
            return *scalar;
        }
    }
    Scalar::I128
}

/// Whether a type holds every number between two bounds; one that is missing asks for nothing.
fn holds(scalar: Scalar, min: Option<i128>, max: Option<i128>) -> bool {
    let (low, high): (i128, i128) = match scalar {
        Scalar::I8 => (i8::MIN.into(), i8::MAX.into()),
        Scalar::I16 => (i16::MIN.into(), i16::MAX.into()),
        Scalar::I32 => (i32::MIN.into(), i32::MAX.into()),
        Scalar::I64 => (i64::MIN.into(), i64::MAX.into()),
        Scalar::U8 => (0, u8::MAX.into()),
        Scalar::U16 => (0, u16::MAX.into()),
        Scalar::U32 => (0, u32::MAX.into()),
        Scalar::U64 => (0, u64::MAX.into()),
        _ => (i128::MIN, i128::MAX),
    };
    // An unsigned type needs to know that nothing is below zero.
    let reaches_down = min.map_or(low < 0, |min| min >= low);
    reaches_down && max.is_none_or(|max| max <= high)
}

fn lowest(bound: Option<Bound<'_>>) -> Option<i128> {
    let bound = bound?;
    whole(bound, f64::ceil).map(|limit| limit.saturating_add(i128::from(bound.exclusive)))
}

fn highest(bound: Option<Bound<'_>>) -> Option<i128> {
    let bound = bound?;
    whole(bound, f64::floor).map(|limit| limit.saturating_sub(i128::from(bound.exclusive)))
}

/// The limit as a whole number; beyond 128 bits, the last one that there is.
#[allow(clippy::cast_possible_truncation)]
fn whole(bound: Bound<'_>, round: fn(f64) -> f64) -> Option<i128> {
    let text = &*bound.value.0;
    let exact = text.parse().ok();
    exact.or_else(|| bound.value.as_f64().map(|limit| round(limit) as i128))
}

/// The type of any number.
pub fn number(flat: &Flat<'_>) -> Scalar {
    match flat.format {
        Some("float") => Scalar::F32,
        Some("int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64") => {
            integer(flat)
        }
        _ => Scalar::F64,
    }
}

/// The type of a string.
pub fn text(flat: &Flat<'_>, dates: Dates) -> Scalar {
    match flat.format {
        Some("uuid") => Scalar::Uuid,
        Some("date-time" | "date") if dates == Dates::String => Scalar::Text,
        Some("date-time") => Scalar::DateTime,
        Some("date") => Scalar::Date,
        Some("ipv4") => Scalar::Ipv4,
        Some("ipv6") => Scalar::Ipv6,
        Some("byte") => Scalar::Bytes,
        _ if flat.content_encoding == Some("base64") => Scalar::Bytes,
        _ => Scalar::Text,
    }
}
