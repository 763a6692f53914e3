//! Hostile texts in every position of a description → which promises of the generator hold for them.

pub mod children;
pub mod compiled;
pub mod failures;
pub mod html;
pub mod markdown;
pub mod pairs;
pub mod shape;
pub mod tables;
