//! Bodies that are handed on piece by piece: what no piece of them can be checked for.

use crate::diagnostic::Code;
use crate::document::{Keyword, KeywordSet, MediaType, SchemaId};
use crate::lower::constraint::ends;
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::shape::Use;
use crate::model::ItemFormat;

/// Reports the constraints of binary content.
pub fn report_binary(classifier: &mut Classifier<'_>, used: Use, report: &mut Report<'_>) {
    let held = KeywordSet::of(&[Keyword::Type, Keyword::Format, Keyword::ContentEncoding]);
    report_assertions(classifier, used, held, "binary content", report);
}

/// Reports the constraints of a sequence as a whole, and those of items that are texts. The items of
/// other formats have a schema, and are checked.
pub fn report_items(
    classifier: &mut Classifier<'_>,
    media: &MediaType<'_>,
    format: ItemFormat,
    item: Option<SchemaId>,
    report: &mut Report<'_>,
) {
    let described = [media.schema, media.item_schema].into_iter().flatten();
    for schema in described.filter(|schema| Some(*schema) != item) {
        let (held, what) = match format {
            ItemFormat::TextEvents => (KeywordSet::of(&[Keyword::Type]), "the text of events"),
            _ => (
                KeywordSet::of(&[Keyword::Type, Keyword::Items]),
                "a stream of items",
            ),
        };
        let used = classifier.used(schema);
        report_assertions(classifier, used, held, what, report);
    }
}

fn report_assertions(
    classifier: &mut Classifier<'_>,
    used: Use,
    held: KeywordSet,
    what: &str,
    report: &mut Report<'_>,
) {
    let used = classifier.resolve(used);
    let merged = classifier.merged(used.intersection);
    let parts = merged.parts.iter().map(|id| report.document.schema(*id));
    let assertions = parts.map(ends::assertions);
    let found = assertions.fold(KeywordSet::NONE, KeywordSet::or);
    let place = report.document.schema(used.schema).place;
    for keyword in found.without(held).iter() {
        let message = format!("`{}` of {what} is not enforced", keyword.name());
        report.add(Code::UnsupportedConstraint, place, message);
    }
}
