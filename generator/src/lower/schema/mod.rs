//! Schemas as they are used → the shapes of types: which schemas hold together, and what they are.

pub mod classify;
pub mod cost;
pub mod discriminator;
pub mod intersection;
pub mod merge;
pub mod shape;
pub mod union;
