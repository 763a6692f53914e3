//! JSON types and formats → [`Scalar`]s.

use crate::config::Dates;
use crate::document::Bound;
use crate::lower::schema::merge::Merged;
use crate::model::Scalar;

/// The type of an integer: that of its format, else the narrowest that holds its bounds, else `i64`;
/// wider where the bounds require it.
pub fn integer(merged: &Merged<'_>) -> Scalar {
    let (min, max) = (lowest(merged.minimum), highest(merged.maximum));
    let of_format = match merged.format {
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
        // An unsigned format implies `minimum: 0`.
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

/// The narrowest type, starting at `from`, that holds the bounds; unsigned without negative values.
fn narrowest(min: Option<i128>, max: Option<i128>, from: Scalar) -> Scalar {
    const SIGNED: &[Scalar] = &[Scalar::I8, Scalar::I16, Scalar::I32, Scalar::I64];
    const UNSIGNED: &[Scalar] = &[Scalar::U8, Scalar::U16, Scalar::U32, Scalar::U64];
    let start = SIGNED
        .iter()
        .position(|scalar| *scalar == from)
        .unwrap_or(0);
    let is_unsigned = min.is_some_and(|min| min >= 0);
    for (signed, unsigned) in SIGNED.iter().zip(UNSIGNED).skip(start) {
        // Without an upper bound the sign costs nothing, and `i64` is the convention.
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

/// Whether a type holds every number between two bounds; `None` is no bound.
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
    // An unsigned type requires a lower bound.
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

/// The bound as an integer, clamped to 128 bits.
#[allow(clippy::cast_possible_truncation)]
fn whole(bound: Bound<'_>, round: fn(f64) -> f64) -> Option<i128> {
    let text = &*bound.value.0;
    let exact = text.parse().ok();
    exact.or_else(|| bound.value.as_f64().map(|limit| round(limit) as i128))
}

/// The type of a number.
pub fn number(merged: &Merged<'_>) -> Scalar {
    match merged.format {
        Some("float") => Scalar::F32,
        Some("int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64") => {
            integer(merged)
        }
        _ => Scalar::F64,
    }
}

/// The type of a string.
pub fn text(merged: &Merged<'_>, dates: Dates) -> Scalar {
    match merged.format {
        Some("uuid") => Scalar::Uuid,
        Some("date-time" | "date") if dates == Dates::String => Scalar::Text,
        Some("date-time") => Scalar::DateTime,
        Some("date") => Scalar::Date,
        Some("ipv4") => Scalar::Ipv4,
        Some("ipv6") => Scalar::Ipv6,
        Some("byte") => Scalar::Bytes,
        _ if merged.content_encoding == Some("base64") => Scalar::Bytes,
        _ => Scalar::Text,
    }
}
