//! Overrides of names in Rust, by the description or the configuration.

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
    /// `x-rust-name` in the description.
    Keyword(Place),
    /// A key of `names` in the configuration.
    Option(String),
}
