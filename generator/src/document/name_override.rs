//! Rust names that the description (`x-rust-name`) or the configuration (`names`) asks for.

use crate::config::RustName;
use crate::document::Place;

/// An override, with its origin.
#[derive(Clone, Debug)]
pub struct NameOverride {
    pub name: RustName,
    pub origin: OverrideOrigin,
}

/// The origin of an override.
#[derive(Clone, Debug)]
pub enum OverrideOrigin {
    /// An `x-rust-name` of the description.
    Keyword(Place),
    /// A key of `names` in the configuration.
    Option(String),
}
