//! `encoding`: which properties of a form it may be about.

use std::collections::HashSet;

use crate::diagnostic::Code;
use crate::document::MediaType;
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::SchemaShape;

/// Reports the encodings of a form or of parts whose names are those of no property: they apply to
/// nothing (OAS 3.1 §4.8.14.1).
pub fn report_undeclared(
    classifier: &mut Classifier<'_>,
    media: &MediaType<'_>,
    report: &mut Report<'_>,
) {
    if media.encoding.is_empty() {
        return;
    }
    let names = property_names(classifier, media);
    for encoding in &media.encoding {
        let name = encoding.name;
        if !names.contains(name) {
            let message = format!("`encoding` of `{name}` has no effect: it is no property");
            report.add(Code::IgnoredKeyword, encoding.place, message);
        }
    }
}

/// The properties of a body, those of all variants of a union.
fn property_names<'a>(classifier: &mut Classifier<'a>, media: &MediaType<'_>) -> HashSet<&'a str> {
    let mut names = HashSet::new();
    let mut open: Vec<_> = media
        .schema
        .map(|it| classifier.used(it))
        .into_iter()
        .collect();
    let mut seen: HashSet<IntersectionId> = HashSet::new();
    while let Some(used) = open.pop() {
        let intersection = classifier.resolve(used).intersection;
        if !seen.insert(intersection) {
            continue;
        }
        match &*classifier.shape(intersection) {
            SchemaShape::Struct(object) => {
                names.extend(object.properties.iter().map(|property| property.name));
            }
            SchemaShape::Union(union) => open.extend(union.variants.iter().map(|it| it.used)),
            _ => {}
        }
    }
    names
}
