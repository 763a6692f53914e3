//! Keywords that are about the properties and items which their own schema does not declare:
//! `additionalProperties` and `items` beside an `allOf` (JSON Schema 2020-12 core §10.3).
//!
//! By the letter they apply to properties that the parts of the `allOf` declare, too. Authors mean the
//! others, so types apply them to these alone, and a diagnostic names the properties left out. Variants
//! of a `oneOf` list them, since one that matches by the letter is the only one.

use std::collections::{BTreeSet, HashSet};

use crate::diagnostic::Code;
use crate::document::{Additional, Document, Schema, SchemaId};
use crate::evaluate::Evaluator;
use crate::lower::report::Report;
use crate::lower::schema::merge::Merged;

/// Reports the properties of an object for which `additionalProperties` is not enforced, and those that
/// are required where no schema allows them: the type has fields for them.
pub fn report_properties<'t>(
    merged: &Merged<'t>,
    evaluator: &mut Evaluator<'t>,
    report: &mut Report<'_>,
) {
    let undeclared = undeclared(merged, evaluator);
    let undeclared = undeclared.first();
    for id in &merged.parts {
        let schema = report.document.schema(*id);
        let rest = schema.rare().unevaluated_properties;
        let allows_none = |id: SchemaId| report.document.schema(id).boolean == Some(false);
        let closed_by = [
            (
                "additionalProperties",
                schema.additional == Additional::Forbidden,
            ),
            (
                "unevaluatedProperties",
                merged.judged_whole.is_empty() && rest.is_some_and(allows_none),
            ),
        ];
        for (keyword, _) in closed_by.into_iter().filter(|(_, is_closed)| *is_closed) {
            if let Some(name) = undeclared {
                let message = format!(
                    "`{keyword}` is not enforced for `{name}`: it is required, and no schema \
                     declares it"
                );
                add(schema, keyword, message, report);
            }
        }
        report_declared(merged, schema, report);
    }
}

/// The properties of an object that its type takes, and that `additionalProperties` excludes by the letter.
pub fn tolerated<'t>(
    merged: &Merged<'t>,
    document: &Document<'t>,
    evaluator: &mut Evaluator<'t>,
) -> Vec<&'t str> {
    let schemas = || merged.parts.iter().map(|id| document.schema(*id));
    let mut tolerated = BTreeSet::new();
    for schema in schemas() {
        tolerated.extend(declared_elsewhere(merged, schema));
    }
    if schemas().any(|schema| schema.additional == Additional::Forbidden) {
        tolerated.extend(undeclared(merged, evaluator));
    }
    tolerated.into_iter().collect()
}

/// The required properties without a schema.
fn undeclared<'t>(merged: &Merged<'t>, evaluator: &mut Evaluator<'t>) -> Vec<&'t str> {
    let required = merged.required.iter().copied();
    let undeclared = required.filter(|name| {
        let mut patterns = merged.pattern_properties.iter();
        merged.property(name).is_none()
            && !patterns.any(|((it, _), _)| evaluator.is_match(it, name) == Some(true))
    });
    undeclared.collect()
}

/// The properties that other schemas declare than the one with `additionalProperties`.
fn declared_elsewhere<'t>(merged: &Merged<'t>, schema: &Schema<'_>) -> Vec<&'t str> {
    let is_about_others = matches!(
        schema.additional,
        Additional::Forbidden | Additional::Schema(_)
    );
    if !is_about_others || !schema.rare().pattern_properties.is_empty() {
        return Vec::new();
    }
    let declared: HashSet<&str> = schema.properties.iter().map(|(name, _)| *name).collect();
    let properties = merged.properties.iter().map(|(name, _)| *name);
    properties.filter(|name| !declared.contains(name)).collect()
}

/// Reports the properties that other schemas declare than the one with `additionalProperties`.
fn report_declared(merged: &Merged<'_>, schema: &Schema<'_>, report: &mut Report<'_>) {
    let others = declared_elsewhere(merged, schema);
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
        add(schema, "additionalProperties", message, report);
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
            add(schema, "items", message.to_owned(), report);
        }
    }
}

fn add(schema: &Schema<'_>, keyword: &str, message: String, report: &mut Report<'_>) {
    let mut location = report.document.places.shown(schema.place);
    location.pointer = format!("{}/{keyword}", location.pointer);
    report.add_at(Code::UnsupportedConstraint, location, message);
}
