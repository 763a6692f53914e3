//! Names in Rust that an author or a user asks for.

use crate::config::RustName;
use crate::document::Place;

/// A name that is pinned, and where.
#[derive(Clone, Debug)]
pub struct NameOverride {
    pub name: RustName,
    pub origin: OverrideOrigin,
}

/// Where a name is pinned.
#[derive(Clone, Debug)]
pub enum OverrideOrigin {
    /// By an `x-rust-name` of the description.
    Keyword(Place),
    /// By a key of `names` in the configuration.
    Option(String),
}
