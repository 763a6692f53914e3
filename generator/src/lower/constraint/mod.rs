//! Assertions of schemas → checks and rules.

pub mod adjacent;
pub mod circles;
pub mod ends;
pub mod keywords;
pub mod named;
pub mod patterns;
pub mod repeated;
pub mod rules;
pub mod shared_names;
pub mod spelling;
pub mod subschemas;
