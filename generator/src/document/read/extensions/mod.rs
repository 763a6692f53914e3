//! Extensions of operations that say how pages follow each other: `x-pagination`, which has the keys
//! of the configuration, and `x-ms-pageable` of AutoRest.

use crate::config::{PageKind, Pagination};
use crate::diagnostic::Code;
use crate::document::name_override::{OverrideOrigin, StatedPagination};
use crate::document::place::At;
use crate::document::read::reader::Reader;
use crate::source::Node;
use crate::text::escape_step;

const KEYWORDS: &[&str] = &[
    "kind",
    "parameter",
    "next",
    "id",
    "items",
    "more",
    "total",
    "first",
];

const PAGEABLE: &[&str] = &["itemName", "nextLinkName", "operationName"];

/// Reads `x-pagination`, which is `false` for an operation without pages. It has none as well if the
/// value is faulty: what was to be said is not known, and the rules may find something else.
pub fn pagination<'t>(reader: &mut Reader<'t>, at: At<'t>) -> StatedPagination {
    let is_off = *at.node == Node::Bool(false);
    let pagination = (!is_off).then(|| read_pagination(reader, at)).flatten();
    stated(at, pagination)
}

fn read_pagination<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Pagination> {
    if !matches!(at.node, Node::Object(_)) {
        return reader.wrong_type(at, "x-pagination", "an object or `false`");
    }
    let (mut kind, mut pagination) = (None, Pagination::default());
    for (key, value) in reader.entries(at, "x-pagination") {
        let text = match key {
            "kind" => {
                let text = reader.string(value, key)?;
                kind = text.parse().ok();
                if kind.is_none() {
                    reader.not_one_of(value, key, PageKind::WORDS);
                    return None;
                }
                continue;
            }
            "first" => {
                pagination.first = Some(reader.non_negative_integer(value, key)?);
                continue;
            }
            "parameter" => &mut pagination.parameter,
            "next" => &mut pagination.next,
            "id" => &mut pagination.id,
            "items" => &mut pagination.items,
            "more" => &mut pagination.more,
            "total" => &mut pagination.total,
            _ => {
                reader.unknown_keyword(value, key, "x-pagination", KEYWORDS);
                continue;
            }
        };
        *text = Some(reader.string(value, key)?.to_owned());
    }
    let Some(kind) = kind else {
        reader.missing_keyword(at.place, "x-pagination", "kind");
        return None;
    };
    pagination.kind = kind;
    Some(pagination)
}

/// Reads `x-ms-pageable`: the properties with the address of the next page and with the items. If the
/// first is `null`, all items are in one page. There are no pages either if the value is faulty.
pub fn pageable<'t>(reader: &mut Reader<'t>, at: At<'t>) -> StatedPagination {
    let pagination = read_pageable(reader, at);
    stated(at, pagination)
}

fn read_pageable<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Pagination> {
    let (mut next, mut items) = (None, "value");
    for (key, value) in reader.entries(at, "x-ms-pageable") {
        match (key, value.node) {
            ("nextLinkName" | "operationName", Node::Null) => {}
            ("nextLinkName", _) => next = Some(reader.string(value, key)?),
            ("itemName", _) => items = reader.string(value, key)?,
            // The property is an argument of another operation then, and no address.
            ("operationName", Node::String(name)) => {
                let message = format!(
                    "pages are not asked for by another operation, `{name}`: there are no `pages` and `items`"
                );
                reader.report(Code::InvalidPagination, value.place, message);
                return None;
            }
            ("operationName", _) => return reader.wrong_type(value, key, "a string"),
            _ => reader.unknown_keyword(value, key, "x-ms-pageable", PAGEABLE),
        }
    }
    let is_object = matches!(at.node, Node::Object(_));
    if is_object && at.node.get("nextLinkName").is_none() {
        reader.missing_keyword(at.place, "x-ms-pageable", "nextLinkName");
    }
    let next = next?;
    Some(Pagination {
        kind: PageKind::Url,
        next: Some(format!("/{}", escape_step(next))),
        items: Some(format!("/{}", escape_step(items))),
        ..Pagination::default()
    })
}

fn stated(at: At<'_>, pagination: Option<Pagination>) -> StatedPagination {
    StatedPagination {
        pagination,
        origin: OverrideOrigin::Keyword(at.place),
    }
}
