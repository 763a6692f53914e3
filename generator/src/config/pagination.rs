//! How the pages of an operation follow each other, where the description does not show it.

use super::word::{InvalidWord, choices};

choices! {
    /// What leads from a page to the next one.
    PageKind {
        /// A value in the page, which is that of a query parameter for the next one.
        #[default]
        Cursor "cursor",
        /// An address in the page.
        Url "url",
        /// The address in the header `Link` of the page.
        Link "link",
        /// A query parameter with the number of items before the page, or with the number of its first item.
        Offset "offset",
        /// A query parameter with the number of the page.
        Page "page",
    }
}

/// How the pages of an operation follow each other: an entry of `pagination`, or `x-pagination` in the
/// description.
///
/// Properties of a page are named by JSON pointers into the body of the success: `/meta/next`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Pagination {
    /// What leads to the next page.
    pub kind: PageKind,
    /// The query parameter, for `cursor`, `offset` and `page`.
    pub parameter: Option<String>,
    /// The property with the next cursor or address, for `cursor` and `url`.
    pub next: Option<String>,
    /// The property of an item that is the cursor, where that is a part of the last item (`cursor`).
    pub id: Option<String>,
    /// The array with the items; by default the body, or the only array in it, or
    /// the one with a usual name. An empty pointer is the body.
    pub items: Option<String>,
    /// The boolean property that is `false` on the last page.
    pub more: Option<String>,
    /// The property with the number of items of all pages (`offset`).
    pub total: Option<String>,
    /// The number of the first page (`page`) or of the first item (`offset`); by default the default of
    /// the parameter, or 1 for `page` and 0 for `offset`.
    pub first: Option<u64>,
}
