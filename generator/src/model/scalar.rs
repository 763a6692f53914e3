//! [`Scalar`]: the types of scalar JSON values.

/// A type of scalar JSON values.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Scalar {
    /// `()`
    Null,
    /// `bool`
    Boolean,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `i128`
    I128,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// An integer with all of its digits
    ExactInteger,
    /// A number with all of its digits
    ExactNumber,
    /// `String`
    Text,
    /// `uuid::Uuid`
    Uuid,
    /// Bytes, as base64
    Bytes,
    /// Bytes as they are: the body of another media type than JSON and text
    Binary,
    /// A date with a time and an offset, of the crate for dates
    DateTime,
    /// A date, of the crate for dates
    Date,
    /// `std::net::Ipv4Addr`
    Ipv4,
    /// `std::net::Ipv6Addr`
    Ipv6,
}

impl Scalar {
    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        let others = [Self::F32, Self::F64, Self::ExactInteger, Self::ExactNumber];
        self.is_integer() || others.contains(&self)
    }

    /// Whether it is a type of integers of a size.
    pub fn is_integer(self) -> bool {
        use Scalar::{I8, I16, I32, I64, I128, U8, U16, U32, U64};
        matches!(self, I8 | I16 | I32 | I64 | I128 | U8 | U16 | U32 | U64)
    }

    /// The least and the greatest value of a type of integers.
    pub fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::I128 => (i128::MIN, i128::MAX),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            _ => return None,
        })
    }

    /// Whether it is passed by value.
    pub fn is_copy(self) -> bool {
        let owned = [
            Self::Text,
            Self::Bytes,
            Self::Binary,
            Self::ExactInteger,
            Self::ExactNumber,
        ];
        !owned.contains(&self)
    }

    /// Whether it is a string in JSON.
    pub fn is_text(self) -> bool {
        !self.is_number() && !matches!(self, Self::Null | Self::Boolean)
    }
}
