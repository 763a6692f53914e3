//! Keywords of schemas → the checks of values.

pub mod keywords;
pub mod patterns;
pub mod rules;
