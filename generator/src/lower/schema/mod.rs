//! Schemas that apply together → the shape of their type, as plain data.

pub mod classify;
pub mod cost;
pub mod discriminator;
pub mod intersection;
pub mod listed;
pub mod merge;
pub mod null;
pub mod shape;
pub mod unevaluated;
pub mod union;
