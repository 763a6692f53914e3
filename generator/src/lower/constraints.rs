//! Keywords → [`Check`]s: what is enforced, and what has no effect where it stands.

use super::Report;
use super::pattern::Patterns;
use crate::diagnostic::Code;
use crate::document::{Bound, Schema};
use crate::model::{Check, Limit, Scalar, Shape, Ty};

/// The type with the constraints of its schema.
pub fn checked(
    ty: Ty,
    schema: &Schema<'_>,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Ty {
    let mut checks = Vec::new();
    let mut misplaced = Vec::new();
    for (keyword, check) in all(schema, &ty, patterns, report) {
        if fits(&check, &ty) {
            checks.push(check);
        } else if ty == Ty::Scalar(Scalar::Uuid)
            && matches!(
                check,
                Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_)
            )
        {
            let message = format!("`{keyword}` is not enforced on a UUID yet");
            report.add(Code::UnsupportedConstraint, schema.place, message);
        } else if ty != Ty::Any {
            misplaced.push(keyword);
        } else {
            report.add(
                Code::UnsupportedConstraint,
                schema.place,
                format!("`{keyword}` is not enforced on a value of any type yet"),
            );
        }
    }
    for keyword in misplaced {
        let message = format!("`{keyword}` has no effect on {}", what(&ty));
        report.add(Code::IgnoredKeyword, schema.place, message);
    }
    if checks.is_empty() {
        ty
    } else {
        Ty::Checked(Box::new(ty), checks)
    }
}

/// Reports the constraints of a struct or an enumeration, which bear none yet.
pub fn check_struct(shape: &Shape, schema: &Schema<'_>, report: &mut Report<'_>) {
    // No check comes of them, so no pattern is kept.
    let mut patterns = Patterns::default();
    let what = match shape {
        Shape::Struct(_) => "an object",
        Shape::Enum(_) => "an enumeration",
        Shape::Alias(_) => return,
    };
    for (keyword, check) in all(schema, &Ty::Any, &mut patterns, report) {
        let on_struct = matches!(check, Check::MinProperties(_) | Check::MaxProperties(_));
        let on_enum = matches!(
            check,
            Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_)
        );
        let (code, message) = match shape {
            Shape::Struct(_) if on_struct => (
                Code::UnsupportedConstraint,
                format!("`{keyword}` is not enforced on an object with properties yet"),
            ),
            Shape::Enum(_) if on_enum => (
                Code::UnsupportedConstraint,
                format!("`{keyword}` is not enforced on an enumeration yet"),
            ),
            _ => (
                Code::IgnoredKeyword,
                format!("`{keyword}` has no effect on {what}"),
            ),
        };
        report.add(code, schema.place, message);
    }
}

/// Reports bounds that leave nothing between them.
fn check_bounds(schema: &Schema<'_>, report: &mut Report<'_>) {
    let as_f64 = |bound: Option<Bound<'_>>| bound.and_then(|bound| bound.limit.as_f64());
    let counts =
        |min: Option<u64>, max: Option<u64>| min.zip(max).is_some_and(|(min, max)| min > max);
    let numbers = as_f64(schema.minimum).zip(as_f64(schema.maximum));
    for (contradict, min, max) in [
        (
            counts(schema.min_length, schema.max_length),
            "minLength",
            "maxLength",
        ),
        (
            counts(schema.min_items, schema.max_items),
            "minItems",
            "maxItems",
        ),
        (
            counts(schema.min_properties, schema.max_properties),
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
            report.add(Code::Contradiction, schema.place, message);
        }
    }
}

/// Whether the schema has a constraint that becomes a check.
pub fn has_any(schema: &Schema<'_>) -> bool {
    schema.min_length.is_some()
        || schema.max_length.is_some()
        || schema.pattern.is_some()
        || schema.minimum.is_some()
        || schema.maximum.is_some()
        || schema.multiple_of.is_some()
        || schema.min_items.is_some()
        || schema.max_items.is_some()
        || schema.unique_items
        || schema.min_properties.is_some()
        || schema.max_properties.is_some()
}

/// Every constraint of a schema, by keyword; those that nothing can break are left out.
fn all(
    schema: &Schema<'_>,
    ty: &Ty,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Vec<(&'static str, Check)> {
    check_bounds(schema, report);
    let mut all = Vec::new();
    let mut add = |keyword, check: Option<Check>| all.extend(check.map(|check| (keyword, check)));
    add(
        "minLength",
        schema
            .min_length
            .filter(|min| *min > 0)
            .map(Check::MinLength),
    );
    add("maxLength", schema.max_length.map(Check::MaxLength));
    if let Some((source, place)) = schema.pattern {
        let name = report.document.places.key_around(schema.place);
        // One that is not enforced is read all the same, but leaves nothing behind.
        let mut unused = Patterns::default();
        let is_enforced = *ty == Ty::Scalar(Scalar::Text);
        let patterns = if is_enforced { patterns } else { &mut unused };
        match patterns.index(source, name) {
            Ok(pattern) => add("pattern", Some(Check::Pattern(pattern))),
            Err(why) => {
                let message = format!(
                    "the pattern is not a regular expression: {}",
                    why.trim_end_matches('.')
                );
                report.add(Code::InvalidPattern, place, message);
            }
        }
    }
    let limit = |bound: Bound<'_>| Limit {
        number: bound.limit.0.to_string(),
        exclusive: bound.exclusive,
    };
    add("minimum", schema.minimum.map(limit).map(Check::Minimum));
    add("maximum", schema.maximum.map(limit).map(Check::Maximum));
    match schema.multiple_of {
        Some(number) if number.as_f64().is_some_and(|number| number > 0.0) => {
            add("multipleOf", Some(Check::MultipleOf(number.0.to_string())));
        }
        Some(_) => {
            report.add(
                Code::InvalidValue,
                schema.place,
                "`multipleOf` must be more than 0",
            );
        }
        None => {}
    }
    add(
        "minItems",
        schema.min_items.filter(|min| *min > 0).map(Check::MinItems),
    );
    add("maxItems", schema.max_items.map(Check::MaxItems));
    add(
        "uniqueItems",
        schema.unique_items.then_some(Check::UniqueItems),
    );
    add(
        "minProperties",
        schema
            .min_properties
            .filter(|min| *min > 0)
            .map(Check::MinProperties),
    );
    add(
        "maxProperties",
        schema.max_properties.map(Check::MaxProperties),
    );
    all
}

fn fits(check: &Check, ty: &Ty) -> bool {
    match check {
        Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_) => {
            *ty == Ty::Scalar(Scalar::Text)
        }
        Check::Minimum(_) | Check::Maximum(_) | Check::MultipleOf(_) => {
            matches!(
                ty,
                Ty::Scalar(Scalar::I32 | Scalar::I64 | Scalar::F32 | Scalar::F64)
            )
        }
        Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems => matches!(ty, Ty::List(_)),
        Check::MinProperties(_) | Check::MaxProperties(_) => matches!(ty, Ty::Map(_)),
    }
}

fn what(ty: &Ty) -> &'static str {
    match ty {
        Ty::Any => "any value",
        Ty::Scalar(Scalar::Boolean) => "a boolean",
        Ty::Scalar(Scalar::I32 | Scalar::I64 | Scalar::F32 | Scalar::F64) => "a number",
        Ty::Scalar(Scalar::Text | Scalar::Uuid) => "a string",
        Ty::List(_) => "an array",
        Ty::Map(_) => "an object",
        Ty::Named(_) | Ty::Nullable(_) | Ty::Boxed(_) | Ty::Checked(..) => "a type with a name",
    }
}
