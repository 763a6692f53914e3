//! Assertions of schemas → checks and rules.

pub mod keywords;
pub mod patterns;
pub mod rules;
