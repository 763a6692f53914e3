//! Keywords that are about the properties and items which their own schema does not declare:
//! `additionalProperties` and `items` beside an `allOf` (JSON Schema 2020-12 core §10.3).
//!
//! By the letter they apply to properties that the parts of the `allOf` declare, too. Authors mean the
//! others, so types apply them to these alone, and a diagnostic names the properties left out. Where a
//! value matches several variants of a `oneOf`, those that it matches by the letter count.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::document::{Additional, Document, Schema, SchemaId};
use crate::evaluate::Evaluator;
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::merge::Merged;
use crate::lower::schema::shape::{SchemaShape, Use};

/// Reports the properties of an object for which `additionalProperties` is not enforced, and those that
/// are required where no schema allows them: the type has fields for them.
pub fn report_properties<'t>(
    merged: &Merged<'t>,
    document: &Document<'t>,
    evaluator: &mut Evaluator<'t>,
    report: &mut Report<'_>,
) {
    let undeclared = undeclared(merged, evaluator);
    let undeclared = undeclared.first();
    for id in &merged.parts {
        let schema = document.schema(*id);
        for keyword in closed_by(merged, schema, document) {
            if let Some(name) = undeclared {
                let message = format!(
                    "`{keyword}` is not enforced for `{name}`: it is required, and no schema \
                     declares it"
                );
                add(schema, keyword, message, report);
            }
        }
        report_declared(merged, schema, evaluator, report);
    }
}

/// The keywords by which a schema has no properties but those that are declared.
fn closed_by(
    merged: &Merged<'_>,
    schema: &Schema<'_>,
    document: &Document<'_>,
) -> impl Iterator<Item = &'static str> + use<> {
    let rest = schema.rare().unevaluated_properties;
    let allows_none = |id: SchemaId| document.schema(id).boolean == Some(false);
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
    let closed_by = closed_by.into_iter().filter(|(_, is_closed)| *is_closed);
    closed_by.map(|(keyword, _)| keyword)
}

/// Types that accept values which their schemas exclude.
#[derive(Default)]
pub struct LenientTypes {
    /// Those that are known to do, or have one inside that does.
    lenient: HashSet<IntersectionId>,
    /// Those that do not, nor has any of them one inside.
    strict: HashSet<IntersectionId>,
}

impl LenientTypes {
    /// Whether the type of a use is one, or has one inside.
    pub fn contains(&mut self, classifier: &mut Classifier<'_>, used: Use) -> bool {
        let document = classifier.document;
        let mut open = vec![(used, None)];
        // Each with the one that it is inside of.
        let mut seen: HashMap<IntersectionId, Option<IntersectionId>> = HashMap::new();
        while let Some((used, around)) = open.pop() {
            let intersection = classifier.resolve(used).intersection;
            if self.strict.contains(&intersection) || seen.contains_key(&intersection) {
                continue;
            }
            seen.insert(intersection, around);
            let shape = classifier.shape(intersection);
            let merged = classifier.merged(intersection);
            let is_lenient = match &*shape {
                SchemaShape::Struct(_) => {
                    takes_excluded(&merged, document, &mut classifier.evaluator)
                }
                SchemaShape::Tuple(_) => declares_items_elsewhere(&merged, document),
                _ => false,
            };
            if is_lenient || self.lenient.contains(&intersection) {
                let mut around = Some(intersection);
                while let Some(id) = around {
                    self.lenient.insert(id);
                    around = seen.get(&id).copied().flatten();
                }
                return true;
            }
            let children = shape.children().into_iter();
            open.extend(children.map(|child| (child, Some(intersection))));
        }
        self.strict.extend(seen.into_keys());
        false
    }
}

/// Whether an object may have properties that `additionalProperties` excludes by the letter.
fn takes_excluded<'t>(
    merged: &Merged<'t>,
    document: &Document<'t>,
    evaluator: &mut Evaluator<'t>,
) -> bool {
    let schemas = || merged.parts.iter().map(|id| document.schema(*id));
    let is_closed = schemas().any(|it| closed_by(merged, it, document).next().is_some());
    schemas().any(|schema| !declared_elsewhere(merged, schema, evaluator).is_empty())
        || is_closed && !undeclared(merged, evaluator).is_empty()
}

fn declares_items_elsewhere(merged: &Merged<'_>, document: &Document<'_>) -> bool {
    let mut schemas = merged.parts.iter().map(|id| document.schema(*id));
    schemas.any(|schema| is_about_first_items(merged, schema))
}

/// Whether `items` of a schema is about the first items of an array, which others declare.
fn is_about_first_items(merged: &Merged<'_>, schema: &Schema<'_>) -> bool {
    let declares_none = schema.rare().prefix_items.is_empty();
    schema.items.is_some() && declares_none && !merged.prefix_items.is_empty()
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

/// The properties that other schemas declare than the one with `additionalProperties`, by their names or
/// by patterns, in words.
fn declared_elsewhere<'t>(
    merged: &Merged<'t>,
    schema: &Schema<'t>,
    evaluator: &mut Evaluator<'t>,
) -> Vec<String> {
    let is_about_others = matches!(
        schema.additional,
        Additional::Forbidden | Additional::Schema(_)
    );
    if !is_about_others {
        return Vec::new();
    }
    let own = &schema.rare().pattern_properties;
    let declared: HashSet<&str> = schema.properties.iter().map(|(name, _)| *name).collect();
    let properties = merged.properties.iter().map(|(name, _)| *name);
    let properties = properties.filter(|name| {
        let mut patterns = own.iter();
        !declared.contains(name)
            && !patterns.any(|((pattern, _), _)| evaluator.is_match(pattern, name) == Some(true))
    });
    let mut found: Vec<String> = properties.map(|name| format!("`{name}`")).collect();
    let patterns = merged.pattern_properties.iter().map(|((it, _), _)| *it);
    let patterns = patterns.filter(|it| !own.iter().any(|((pattern, _), _)| pattern == it));
    found.extend(patterns.map(|pattern| format!("names that match `{pattern}`")));
    found
}

/// Reports the properties that other schemas declare than the one with `additionalProperties`.
fn report_declared<'t>(
    merged: &Merged<'t>,
    schema: &Schema<'t>,
    evaluator: &mut Evaluator<'t>,
    report: &mut Report<'_>,
) {
    let others = declared_elsewhere(merged, schema, evaluator);
    if let Some((first, rest)) = others.split_first() {
        let more = match rest.len() {
            0 => String::new(),
            1 => " and 1 more property".to_owned(),
            more => format!(" and {more} more properties"),
        };
        let message = format!(
            "`additionalProperties` is not enforced for {first}{more}: another schema that \
             applies declares it"
        );
        add(schema, "additionalProperties", message, report);
    }
}

/// Reports that `items` is not enforced for the first items of an array.
pub fn report_items(merged: &Merged<'_>, report: &mut Report<'_>) {
    for id in &merged.parts {
        let schema = report.document.schema(*id);
        if is_about_first_items(merged, schema) {
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
