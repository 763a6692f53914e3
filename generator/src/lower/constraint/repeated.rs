//! Reports the values that two variants of a `oneOf` share by the way they are written.

use std::collections::HashSet;

use crate::diagnostic::Code;
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{EnumBase, SchemaShape};
use crate::lower::schema::union;

/// Reports variants of `oneOf` that no value matches alone, and whose values are accepted.
pub fn report(
    classifier: &mut Classifier<'_>,
    intersection: IntersectionId,
    report: &mut Report<'_>,
) {
    let merged = classifier.merged(intersection);
    let shape = classifier.shape(intersection);
    let is_open = matches!(*shape, SchemaShape::Enum(_, EnumBase::OpenText));
    for (owner, keyword) in &merged.unions {
        let schema = classifier.document.schema(*owner);
        // A discriminator selects the one that has to match.
        if !keyword.is_exclusive() || schema.rare().discriminator.is_some() {
            continue;
        }
        let variants = union::variants(classifier.document, *owner, *keyword);
        let mut targets = HashSet::new();
        let mut variants = variants.iter();
        let is_repeated = variants.any(|variant| {
            let target = classifier.aliases.target(*variant);
            target.is_some_and(|target| !targets.insert(target))
        });
        let message = match (is_repeated, is_open) {
            (true, _) => "`oneOf` has a schema twice: what matches it is accepted anyway",
            (false, true) => {
                "`oneOf` has any string and listed ones, which match twice: they are accepted \
                     anyway"
            }
            (false, false) => continue,
        };
        report.add(Code::Contradiction, schema.place, message);
    }
}
