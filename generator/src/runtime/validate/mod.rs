//! The constraints of a description, as functions that check values.

pub mod backtracking;
pub mod matcher;
pub mod numbers;
pub mod pattern;
pub mod regex;
pub mod rules;
pub mod text_formats;
pub mod violations;

pub use violations::{Limit, Report, Validate, Violation, Violations};
