//! Operations whose results come in pages: as the description or the configuration says, else by the
//! rules of `docs/pagination.md`.

mod page;
mod rules;
mod stated;

use crate::diagnostic::{Code, Location};
use crate::document::{self, OverrideOrigin, StatedPagination};
use crate::lower::report::Report;
use crate::model::{Api, Operation, Pagination};

/// Finds the operations that have pages. The operations of the description are those of the model.
pub fn find(api: &mut Api, described: &[&document::Operation<'_>], report: &mut Report<'_>) {
    let operations = api.operations.iter().zip(described);
    let found: Vec<_> = operations
        .map(|(operation, described)| found(api, operation, described, report))
        .collect();
    for (operation, pagination) in api.operations.iter_mut().zip(found) {
        operation.pagination = pagination;
    }
}

fn found(
    api: &Api,
    operation: &Operation,
    described: &document::Operation<'_>,
    report: &mut Report<'_>,
) -> Option<Pagination> {
    let default = |name: &str| page::default_number(report.document, described, name);
    let Some(StatedPagination { pagination, origin }) = &described.pagination else {
        return rules::found(api, operation, &default);
    };
    match stated::resolve(api, operation, pagination.as_ref()?, &default) {
        Ok(pagination) => Some(pagination),
        Err(why) => {
            let message = format!("`{}` has no `pages` and `items`: {why}", operation.id);
            match origin {
                OverrideOrigin::Keyword(place) => {
                    report.add(Code::InvalidPagination, *place, message);
                }
                OverrideOrigin::Option(key) => {
                    let outside = Location::outside();
                    let diagnostic = report.add_at(Code::InvalidPagination, outside, message);
                    diagnostic.option = Some(("pagination".to_owned(), key.clone()));
                }
            }
            None
        }
    }
}
