//! Numbers with all of their digits.

mod decimal;

pub use decimal::Decimal;
