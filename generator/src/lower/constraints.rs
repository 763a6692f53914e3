//! Keywords → [`Check`]s: what is enforced, and what has no effect where it stands.

use super::Report;
use super::flat::Flat;
use super::pattern::Patterns;
use crate::diagnostic::Code;
use crate::document::{Bound, Document, Place};
use crate::model::{Check, Format, Limit, Scalar, Shape, Ty};

/// The type with the constraints of its schemas.
pub fn checked(
    ty: Ty,
    flat: &Flat<'_>,
    rules: Vec<Check>,
    place: Place,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Ty {
    report_bounds(flat, place, report);
    if let (Ty::Never, Some(keyword)) = (&ty, flat.contradiction) {
        let message = format!("no value satisfies each `{keyword}` that holds here");
        report.add(Code::Contradiction, place, message);
    }
    let mut checks = Vec::new();
    for (keyword, check) in of_values(flat, &ty, place, patterns, report) {
        match effect(&check, &ty) {
            Effect::Enforced => checks.push(check),
            Effect::Implied => {}
            Effect::NotYet => report_not_yet(keyword, what(&ty), place, report),
            Effect::None => {
                let message = format!("`{keyword}` has no effect on {}", what(&ty));
                report.add(Code::IgnoredKeyword, place, message);
            }
        }
    }
    checks.extend(rules);
    report_format(flat, &ty, place, report);
    if checks.is_empty() {
        ty
    } else {
        Ty::Checked(Box::new(ty), checks)
    }
}

/// The constraints of an object with properties.
pub fn of_object(flat: &Flat<'_>, document: &Document<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    checks.extend(at_least(flat.min_properties).map(Check::MinProperties));
    checks.extend(flat.max_properties.map(Check::MaxProperties));
    for id in &flat.ruled {
        for (name, others) in &document.schema(*id).rare().dependent_required {
            let others = others.iter().map(|other| (*other).to_owned());
            checks.push(Check::DependentRequired(
                (*name).to_owned(),
                others.collect(),
            ));
        }
    }
    checks
}

/// Reports what is not enforced on a struct, an enumeration or a union.
pub fn report_left(shape: &Shape, flat: &Flat<'_>, place: Place, report: &mut Report<'_>) {
    // No check comes of them, so no pattern is kept.
    let mut patterns = Patterns::default();
    let what = match shape {
        Shape::Struct(_) => "an object",
        // What is beside listed values is a matter of the description alone.
        Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => return,
        Shape::Tuple(_) => "an array with items of their own",
        Shape::Union(_) => "a union",
    };
    report_bounds(flat, place, report);
    for (keyword, check) in of_values(flat, &Ty::Any, place, &mut patterns, report) {
        match (&check, shape) {
            (Check::MinProperties(_) | Check::MaxProperties(_), Shape::Struct(_)) => {}
            // Each arm enforces what stands beside the union.
            (_, Shape::Union(_)) => {}
            (Check::MinItems(limit), Shape::Tuple(tuple))
                if tuple.items.iter().filter(|item| item.required).count() as u64 == *limit => {}
            (Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems, Shape::Tuple(_)) => {
                report_not_yet(keyword, what, place, report);
            }
            _ => {
                let message = format!("`{keyword}` has no effect on {what}");
                report.add(Code::IgnoredKeyword, place, message);
            }
        }
    }
}

/// Reports a format that is not checked: that of regular expressions would bring an engine into every
/// output that has a use for it.
fn report_format(flat: &Flat<'_>, ty: &Ty, place: Place, report: &mut Report<'_>) {
    if flat.format == Some("regex") && *ty == Ty::Scalar(Scalar::Text) {
        let message = "the format `regex` is not checked";
        report.add(Code::UnsupportedFormat, place, message);
    }
}

/// Reports a constraint that is not enforced where it stands.
pub fn report_not_yet(keyword: &str, what: &str, place: Place, report: &mut Report<'_>) {
    let message = format!("`{keyword}` is not enforced on {what} yet");
    report.add(Code::UnsupportedConstraint, place, message);
}

/// Reports a pattern that is none.
pub fn report_pattern(place: Place, why: &str, report: &mut Report<'_>) {
    let why = why.trim_end_matches('.');
    let message = format!("the pattern is not a regular expression: {why}");
    report.add(Code::InvalidPattern, place, message);
}

/// Reports bounds that leave nothing between them.
fn report_bounds(flat: &Flat<'_>, place: Place, report: &mut Report<'_>) {
    let as_f64 = |bound: Option<Bound<'_>>| bound.and_then(|bound| bound.limit.as_f64());
    let counts =
        |min: Option<u64>, max: Option<u64>| min.zip(max).is_some_and(|(min, max)| min > max);
    let numbers = as_f64(flat.minimum).zip(as_f64(flat.maximum));
    for (contradict, min, max) in [
        (
            counts(flat.min_length, flat.max_length),
            "minLength",
            "maxLength",
        ),
        (
            counts(flat.min_items, flat.max_items),
            "minItems",
            "maxItems",
        ),
        (
            counts(flat.min_properties, flat.max_properties),
            "minProperties",
            "maxProperties",
        ),
        (
            numbers.is_some_and(|(min, max)| min > max),
            "minimum",
            "maximum",
        ),
    ] {
        if contradict {
            let message = format!("no value satisfies `{min}` and `{max}` together");
            report.add(Code::Contradiction, place, message);
        }
    }
}

fn at_least(limit: Option<u64>) -> Option<u64> {
    limit.filter(|limit| *limit > 0)
}

/// Every constraint, by keyword; those that nothing can break are left out.
pub fn of_values(
    flat: &Flat<'_>,
    ty: &Ty,
    place: Place,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Vec<(&'static str, Check)> {
    let mut all = Vec::new();
    let mut add = |keyword, check: Option<Check>| all.extend(check.map(|check| (keyword, check)));
    add("minLength", at_least(flat.min_length).map(Check::MinLength));
    add("maxLength", flat.max_length.map(Check::MaxLength));
    for (source, place) in &flat.patterns {
        let places = &report.document.places;
        let name = places.key_around(places.around(*place));
        // One that is not enforced is read all the same, but leaves nothing behind.
        let mut unused = Patterns::default();
        let is_enforced = effect(&Check::Pattern(0), ty) == Effect::Enforced;
        let patterns = if is_enforced {
            &mut *patterns
        } else {
            &mut unused
        };
        match patterns.index(source, name) {
            Ok(pattern) => add("pattern", Some(Check::Pattern(pattern))),
            Err(why) => report_pattern(*place, &why, report),
        }
    }
    // On other types it is a type of its own, or says nothing (JSON Schema 2020-12 validation §7.1).
    let is_text = matches!(ty, Ty::Scalar(Scalar::Text) | Ty::Any);
    let format = flat.format.filter(|_| is_text).and_then(Format::named);
    add("format", format.map(Check::Format));
    let limit = |bound: Bound<'_>| Limit {
        number: bound.limit.0.to_string(),
        exclusive: bound.exclusive,
    };
    add("minimum", flat.minimum.map(limit).map(Check::Minimum));
    add("maximum", flat.maximum.map(limit).map(Check::Maximum));
    for number in &flat.multiple_of {
        if number.as_f64().is_some_and(|number| number > 0.0) {
            add("multipleOf", Some(Check::MultipleOf(number.0.to_string())));
        } else {
            let message = "`multipleOf` must be more than 0";
            report.add(Code::InvalidValue, place, message);
        }
    }
    add("minItems", at_least(flat.min_items).map(Check::MinItems));
    add("maxItems", flat.max_items.map(Check::MaxItems));
    add(
        "uniqueItems",
        flat.unique_items.then_some(Check::UniqueItems),
    );
    add(
        "minProperties",
        at_least(flat.min_properties).map(Check::MinProperties),
    );
    add(
        "maxProperties",
        flat.max_properties.map(Check::MaxProperties),
    );
    all
}

/// What a check does on a type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Effect {
    Enforced,
    /// The type says it already.
    Implied,
    NotYet,
    /// It is about another kind of value (JSON Schema 2020-12 validation §6).
    None,
}

fn effect(check: &Check, ty: &Ty) -> Effect {
    let fits = match check {
        Check::Format(_) => *ty == Ty::Scalar(Scalar::Text),
        Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_) => {
            matches!(ty, Ty::Scalar(scalar) if scalar.is_text())
        }
        Check::Minimum(_) | Check::Maximum(_) | Check::MultipleOf(_) => {
            matches!(ty, Ty::Scalar(scalar) if scalar.is_number())
        }
        Check::MinItems(_) | Check::MaxItems(_) if matches!(ty, Ty::Tuple(_)) => {
            return Effect::Implied;
        }
        Check::UniqueItems if matches!(ty, Ty::Tuple(_)) => return Effect::NotYet,
        Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems => matches!(ty, Ty::List(_)),
        Check::MinProperties(_) | Check::MaxProperties(_) | Check::DependentRequired(..) => {
            matches!(ty, Ty::Map(_))
        }
        Check::Rule(..) => true,
    };
    match ty {
        _ if fits => Effect::Enforced,
        Ty::Any => Effect::Enforced,
        Ty::Foreign(_) => Effect::NotYet,
        _ => Effect::None,
    }
}

fn what(ty: &Ty) -> &'static str {
    match ty {
        Ty::Any => "any value",
        Ty::Never => "a value that cannot be",
        Ty::Scalar(Scalar::Null) => "null",
        Ty::Scalar(Scalar::Boolean) => "a boolean",
        Ty::Scalar(scalar) if scalar.is_number() => "a number",
        Ty::Scalar(_) => "a string",
        Ty::List(_) | Ty::Tuple(_) => "an array",
        Ty::Map(_) => "an object",
        Ty::Foreign(_) => "a type of your own",
        Ty::Named(_) | Ty::Nullable(_) | Ty::Boxed(_) | Ty::Checked(..) => "a type with a name",
    }
}
