//! What the description says for us, or the configuration in its place: Rust names (`x-rust-name`,
//! `names`), and how pages follow each other (`x-pagination`, `pagination`).

use crate::config::{Pagination, RustName};
use crate::document::Place;

/// An override, with its origin.
#[derive(Clone, Debug)]
pub struct NameOverride {
    pub name: RustName,
    pub origin: OverrideOrigin,
}

/// How the pages of an operation follow each other, with the origin of that.
#[derive(Clone, Debug)]
pub struct StatedPagination {
    /// `None` if the results do not come in pages.
    pub pagination: Option<Pagination>,
    pub origin: OverrideOrigin,
}

/// The origin of an override.
#[derive(Clone, Debug)]
pub enum OverrideOrigin {
    /// A keyword of the description: `x-rust-name`.
    Keyword(Place),
    /// A key of a table in the configuration: `names`.
    Option(String),
}
