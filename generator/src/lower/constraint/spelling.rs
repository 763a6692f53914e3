//! Names that are nearly others: required properties that are not declared, and formats.

use crate::diagnostic::{Code, Location, nearest};
use crate::document::{Document, Schema};
use crate::lower::report::Report;
use crate::lower::schema::merge::{AdditionalProperties, Merged};
use crate::model::format;

/// Names with fewer letters are near too many others.
const MIN_LENGTH: usize = 4;

/// Formats of the registry of OpenAPI, and of many descriptions, that are near a format with a type or a
/// check.
const OTHER_FORMATS: &[&str] = &[
    "bytes",
    "dates",
    "guid",
    "int128",
    "int16",
    "mime",
    "regex",
    "times",
    "uint128",
    "url",
    "url-reference",
    "url-template",
];

/// Reports the required properties that no schema declares and that differ by a letter from one that is
/// declared and not required. Where the schema is about names of other properties, too, they are meant.
pub fn report_required(merged: &Merged<'_>, report: &mut Report<'_>) {
    let has_others = matches!(merged.additional, AdditionalProperties::Schemas(_));
    if has_others || !merged.pattern_properties.is_empty() {
        return;
    }
    for name in &merged.required {
        if merged.property(name).is_some() || name.len() < MIN_LENGTH {
            continue;
        }
        let declared = merged.properties.iter().map(|(declared, _)| *declared);
        let optional = declared.filter(|declared| !merged.requires(declared));
        let Some(near) = nearest(name, optional.filter(|near| is_likely(name, near))) else {
            continue;
        };
        let index_of = |schema: &Schema<'_>| schema.required.iter().position(|it| it == name);
        let Some((location, index)) = find(merged, report.document, index_of) else {
            continue;
        };
        let pointer = format!("/required/{index}");
        let message = format!("the required property `{name}` is not declared");
        add(report, location, &pointer, message, near);
    }
}

/// Reports a format without a type and a check that is nearly one that has them.
pub fn report_format(merged: &Merged<'_>, report: &mut Report<'_>) {
    let Some(name) = merged.format.filter(|name| !OTHER_FORMATS.contains(name)) else {
        return;
    };
    let Some(near) = format::near(name) else {
        return;
    };
    let has = |schema: &Schema<'_>| (schema.format == Some(name)).then_some(());
    if let Some((location, _)) = find(merged, report.document, has) {
        let message = format!("unknown format `{name}`: it is not checked");
        add(report, location, "/format", message, near);
    }
}

/// Whether one of two names is likely the other, misspelt: the difference is no digit, since `line1` is
/// not `line2`.
fn is_likely(name: &str, near: &str) -> bool {
    let digits = |name: &str| {
        let digits = name.chars().filter(char::is_ascii_digit);
        digits.collect::<String>()
    };
    near.len() >= MIN_LENGTH && digits(name) == digits(near)
}

/// The first schema of an intersection that something is found in, with its place.
fn find<T>(
    merged: &Merged<'_>,
    document: &Document<'_>,
    of: impl Fn(&Schema<'_>) -> Option<T>,
) -> Option<(Location, T)> {
    let mut parts = merged.parts.iter().map(|id| document.schema(*id));
    parts.find_map(|schema| Some((document.places.shown(schema.place), of(schema)?)))
}

fn add(
    report: &mut Report<'_>,
    mut location: Location,
    pointer: &str,
    message: String,
    near: &str,
) {
    location.pointer.push_str(pointer);
    let help = format!("did you mean `{near}`?");
    report.add_at(Code::MisspeltName, location, message).help = Some(help);
}
