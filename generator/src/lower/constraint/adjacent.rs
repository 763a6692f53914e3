//! Keywords that are about the properties and items which their own schema does not declare:
//! `additionalProperties` and `items` beside an `allOf` (JSON Schema 2020-12 core §10.3).
//!
//! By the letter they apply to properties that the parts of the `allOf` declare, too. Authors mean the
//! others, so types apply them to these alone, and a diagnostic names the properties left out.

use crate::diagnostic::Code;
use crate::document::{Additional, Schema};
use crate::lower::report::Report;
use crate::lower::schema::merge::Merged;

/// Reports the properties of an object for which `additionalProperties` is not enforced.
pub fn report_properties(merged: &Merged<'_>, report: &mut Report<'_>) {
    for id in &merged.parts {
        let schema = report.document.schema(*id);
        let is_about_others = matches!(
            schema.additional,
            Additional::Forbidden | Additional::Schema(_)
        );
        if !is_about_others || !schema.rare().pattern_properties.is_empty() {
            continue;
        }
        let declares = |name: &str| schema.properties.iter().any(|(known, _)| *known == name);
        let properties = merged.properties.iter().map(|(name, _)| *name);
        let others: Vec<&str> = properties.filter(|name| !declares(name)).collect();
        if let Some((first, rest)) = others.split_first() {
            let more = match rest.len() {
                0 => String::new(),
                1 => " and 1 more property".to_owned(),
                more => format!(" and {more} more properties"),
            };
            let message = format!(
                "`additionalProperties` is not enforced for `{first}`{more}: another schema that \
                 applies declares it"
            );
            add(schema, "/additionalProperties", message, report);
        }
        let undeclared = |name: &&&str| merged.property(name).is_none();
        let required = merged.required.iter().find(undeclared);
        if let (Additional::Forbidden, Some(required)) = (&schema.additional, required) {
            let message = format!(
                "`additionalProperties` is not enforced for `{required}`: it is required, and no \
                 schema declares it"
            );
            add(schema, "/additionalProperties", message, report);
        }
    }
}

/// Reports that `items` is not enforced for the first items of an array.
pub fn report_items(merged: &Merged<'_>, report: &mut Report<'_>) {
    if merged.prefix_items.is_empty() {
        return;
    }
    for id in &merged.parts {
        let schema = report.document.schema(*id);
        if schema.items.is_some() && schema.rare().prefix_items.is_empty() {
            let message = "`items` is not enforced for the first items: another schema that applies \
                           declares them";
            add(schema, "/items", message.to_owned(), report);
        }
    }
}

fn add(schema: &Schema<'_>, pointer: &str, message: String, report: &mut Report<'_>) {
    let mut location = report.document.places.shown(schema.place);
    location.pointer.push_str(pointer);
    report.add_at(Code::UnsupportedConstraint, location, message);
}
