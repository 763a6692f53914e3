//! The types as one writes them by hand: serde's derive, and the attributes of `garde` and `validator`.

#![allow(missing_docs)]

pub mod items;
pub mod messages;
pub mod payments;
pub mod stages;

/// Nothing to check: what an `enum` of these types takes is checked when it is read.
#[cfg(feature = "compare")]
macro_rules! variants {
    ($name:ident: $($variant:ident)*) => {
        impl validator::Validate for $name {
            fn validate(&self) -> Result<(), validator::ValidationErrors> {
                match self {
                    $(Self::$variant(value) => validator::Validate::validate(value),)*
                }
            }
        }
    };
}
#[cfg(feature = "compare")]
pub(crate) use variants;
