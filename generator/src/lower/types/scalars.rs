//! JSON types and formats → [`Scalar`]s.

use crate::config::{Dates, Numbers};
use crate::document::Bound;
use crate::lower::limits::MAX_SECRET_DEPTH;
use crate::lower::schema::merge::Merged;
use crate::lower::schema::shape::{SchemaShape, Use};
use crate::lower::types::Types;
use crate::model::{Scalar, format};

/// The type of an integer: that of its format, else the narrowest that holds its bounds, else `i64`;
/// wider where the bounds require it. One with all of its digits, where that is wanted and no type of a
/// size holds the bounds.
pub fn integer(merged: &Merged<'_>, numbers: Numbers) -> Scalar {
    let (min, max) = (lowest(merged.minimum), highest(merged.maximum));
    let of_format = merged.format.and_then(format::of_number);
    let of_format = of_format.filter(|scalar| scalar.is_integer());
    if let Some(scalar) = of_format {
        // An unsigned format implies `minimum: 0`.
        let is_unsigned = matches!(scalar, Scalar::U8 | Scalar::U16 | Scalar::U32 | Scalar::U64);
        return if holds(scalar, min.or(is_unsigned.then_some(0)), max) {
            scalar
        } else {
            sized(min, max, Scalar::I64, numbers)
        };
    }
    match (min, max) {
        _ if numbers == Numbers::Exact => sized(min, max, Scalar::I8, numbers),
        (Some(_), Some(_)) => narrowest(min, max, Scalar::I8),
        _ => narrowest(min, max, Scalar::I64),
    }
}

/// The narrowest type, starting at `from`, that holds the bounds; with exact numbers only a type that
/// bounds on both sides fit.
fn sized(min: Option<i128>, max: Option<i128>, from: Scalar, numbers: Numbers) -> Scalar {
    let is_bounded = match (min, max) {
        // A bound beyond 128 bits is brought to these.
        (Some(min), Some(max)) => min > i128::MIN && max < i128::MAX,
        _ => false,
    };
    match is_bounded || numbers == Numbers::Machine {
        true => narrowest(min, max, from),
        false => Scalar::ExactInteger,
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
    let (low, high) = scalar.range().unwrap_or((i128::MIN, i128::MAX));
    // An unsigned type requires a lower bound.
    let reaches_down = min.map_or(low < 0, |min| (low..=high).contains(&min));
    reaches_down && max.is_none_or(|max| (low..=high).contains(&max))
}

/// The lowest integer that a bound allows.
fn lowest(bound: Option<Bound<'_>>) -> Option<i128> {
    let bound = bound?;
    let exact = bound.value.as_i128();
    let exact = exact.map(|limit| limit.saturating_add(i128::from(bound.exclusive)));
    exact.or_else(|| match truncated(bound)? {
        (whole, true) => Some(whole),
        (whole, false) => Some(whole.saturating_add(1)),
    })
}

/// The highest integer that a bound allows.
fn highest(bound: Option<Bound<'_>>) -> Option<i128> {
    let bound = bound?;
    let exact = bound.value.as_i128();
    let exact = exact.map(|limit| limit.saturating_sub(i128::from(bound.exclusive)));
    exact.or_else(|| match truncated(bound)? {
        (whole, true) => Some(whole.saturating_sub(1)),
        (whole, false) => Some(whole),
    })
}

/// The integer before the fraction of a bound, clamped to 128 bits, and whether the bound is negative.
#[allow(clippy::cast_possible_truncation)]
fn truncated(bound: Bound<'_>) -> Option<(i128, bool)> {
    let text = &*bound.value.0;
    let whole = text.split('.').next().unwrap_or_default();
    let exact = whole.parse().ok().filter(|_| !text.contains(['e', 'E']));
    let whole = exact.or_else(|| bound.value.as_f64().map(|limit| limit.trunc() as i128));
    Some((whole?, text.starts_with('-')))
}

/// The type of a number: that of its format, else `f64`, or one with all of its digits.
pub fn number(merged: &Merged<'_>, numbers: Numbers) -> Scalar {
    match merged.format.and_then(format::of_number) {
        Some(Scalar::F32) => Scalar::F32,
        Some(scalar) if scalar.is_integer() => integer(merged, numbers),
        None if numbers == Numbers::Exact => Scalar::ExactNumber,
        _ => Scalar::F64,
    }
}

/// The type of a string.
pub fn text(merged: &Merged<'_>, dates: Dates) -> Scalar {
    let known = merged.format.and_then(format::of_text);
    let of_format = known.and_then(|format| format::text_type(format, dates));
    let encoded = merged.content_encoding == Some("base64");
    let of_encoding = encoded.then_some(Scalar::Bytes);
    of_format.or(of_encoding).unwrap_or(Scalar::Text)
}

impl Types<'_> {
    /// Whether a value is a password, or an array or a map of passwords. A named type with fields or
    /// variants redacts its own.
    pub fn holds_password(&mut self, used: Use) -> bool {
        self.holds_password_within(used, MAX_SECRET_DEPTH)
    }

    fn holds_password_within(&mut self, used: Use, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let intersection = self.classifier.resolve(used).intersection;
        match &*self.classifier.shape(intersection) {
            SchemaShape::Text => {
                let merged = self.classifier.merged(intersection);
                merged.named_format == Some("password")
            }
            SchemaShape::List(Some(items)) | SchemaShape::Map(Some(items)) => {
                self.holds_password_within(*items, depth)
            }
            SchemaShape::Tuple(tuple) if tuple.is_plain() => {
                let mut items = tuple.items.iter();
                items.any(|item| self.holds_password_within(*item, depth))
            }
            _ => false,
        }
    }
}
