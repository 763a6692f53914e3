//! Reports the values that two variants of a `oneOf` share by the way they are written.

use std::collections::HashSet;

use crate::diagnostic::Code;
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::{IntersectionId, annotations};
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

/// Reports variants of `oneOf` that only a `readOnly` property tells apart (OAS 3.0 §4.7.24.2): requests
/// do not have it, so that they match several variants.
pub fn report_in_requests(
    classifier: &mut Classifier<'_>,
    intersection: IntersectionId,
    report: &mut Report<'_>,
) {
    let merged = classifier.merged(intersection);
    let shape = classifier.shape(intersection);
    let mut unions = merged.unions.iter();
    let exclusive = unions.find(|(_, keyword)| keyword.is_exclusive());
    let (SchemaShape::Union(union), Some((owner, _))) = (&*shape, exclusive) else {
        return;
    };
    // A declared discriminator is sent anyway, since it selects the variant.
    let is_inferred = merged.discriminator(classifier.document).is_none();
    let inferred = union
        .discriminator
        .filter(|_| is_inferred && union.exclusive);
    let Some(property) = inferred else { return };
    let document = classifier.document;
    let read_only = union.variants.iter().filter_map(|variant| {
        let merged = classifier.merged(variant.used.intersection);
        let ids = merged.property(property)?;
        let mut of_property = ids.iter().flat_map(|id| annotations(document, *id));
        of_property.find(|schema| schema.read_only)
    });
    let read_only: Vec<_> = read_only.collect();
    if read_only.len() < 2 {
        return;
    }
    let message = format!(
        "only `{property}` tells the variants of `oneOf` apart, which is `readOnly`: requests without \
         it match several, and are accepted"
    );
    let related = read_only.iter().map(|schema| {
        let shown = document.places.shown(schema.place);
        (shown, "not sent in requests".to_owned())
    });
    let related = related.collect();
    let place = document.schema(*owner).place;
    report.add(Code::ReadOnlyConstant, place, message).related = related;
}
