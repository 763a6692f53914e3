//! Assertions → [`Check`]s: which are enforced, and which have no effect on the type.

use std::cmp::Ordering;

use crate::diagnostic::Code;
use crate::document::{Decimal, Document, Keyword, KeywordSet, Place, SchemaId};
use crate::lower::constraint::ends;
use crate::lower::constraint::patterns::{Patterns, report_unused};
use crate::lower::constraint::spelling;
use crate::lower::limits::MAX_DIVISOR_DIGITS;
use crate::lower::report::Report;
use crate::lower::schema::merge::{Contradiction, Merged};
use crate::lower::schema::shape::{TupleRest, TupleShape};
use crate::model::{Check, Format, Rule, Scalar, Shape, Subject, Ty, format};
use crate::source::Number;

/// Adds the constraints of an intersection to its type.
pub fn checked(
    ty: Ty,
    merged: &Merged<'_>,
    rules: Vec<Check>,
    place: Place,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Ty {
    report_bounds(merged, place, report);
    if let (Ty::Never, Some(Contradiction { keyword, places })) = (&ty, merged.contradiction) {
        let message = format!("conflicting `{keyword}` keywords: no value matches");
        let shown = places.map(|place| report.document.places.shown(place));
        let labels = [format!("`{keyword}` here"), format!("and `{keyword}` here")];
        let related = shown.into_iter().zip(labels);
        report.add(Code::Contradiction, place, message).related = related.collect();
    }
    let lists_values = merged.values.is_some() && merged.contradiction.is_none();
    if ty == Ty::Never && lists_values {
        let message = "other keywords exclude every value of `enum`: no value matches";
        report.add(Code::Contradiction, place, message);
    }
    let (mut checks, mut implied) = (Vec::new(), KeywordSet::NONE);
    for check in value_checks(merged, &ty, place, patterns, report) {
        match effect(&check, &ty) {
            Effect::Enforced => checks.push(check),
            Effect::AsRule => checks.push(as_rule(check)),
            Effect::Implied => implied = implied.or(ends::keywords_of(&[check])),
            Effect::None => {
                let keyword = check.keyword();
                let message = format!("`{keyword}` has no effect on {}", type_words(&ty));
                report.add(Code::IgnoredKeyword, place, message);
                report.ledger.add_reported(ends::keywords_of(&[check]));
            }
        }
    }
    checks.extend(rules);
    report_format(merged, &ty, place, report);
    spelling::report_format(merged, report);
    ends::enter_value(&ty, merged, implied, &checks, report);
    if checks.is_empty() {
        ty
    } else {
        Ty::Checked(Box::new(ty), checks)
    }
}

/// The constraints of an object with named properties.
pub fn of_object(merged: &Merged<'_>, document: &Document<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    checks.extend(non_zero(merged.min_properties).map(Check::MinProperties));
    checks.extend(merged.max_properties.map(Check::MaxProperties));
    checks.extend(dependent_required(merged, document));
    checks
}

fn dependent_required(merged: &Merged<'_>, document: &Document<'_>) -> Vec<Check> {
    let of = |id: &SchemaId| {
        let dependent = document.schema(*id).rare().dependent_required.iter();
        dependent.map(|(name, others)| {
            let others = others.iter().map(|other| (*other).to_owned());
            Check::DependentRequired((*name).to_owned(), others.collect())
        })
    };
    merged.with_rules.iter().flat_map(of).collect()
}

/// The constraints of a tuple that its items do not imply.
pub fn of_tuple(merged: &Merged<'_>, tuple: &TupleShape) -> Vec<Check> {
    let (required, all) = (tuple.required as u64, tuple.items.len() as u64);
    let is_open = !matches!(tuple.rest, TupleRest::Nothing);
    let min = merged.min_items.filter(|min| *min > required);
    let max = merged.max_items.filter(|max| is_open || *max < all);
    let unique = merged.unique_items.then_some(Check::UniqueItems);
    let checks = [min.map(Check::MinItems), max.map(Check::MaxItems), unique];
    checks.into_iter().flatten().map(as_rule).collect()
}

/// A constraint of the value as JSON.
fn as_rule(check: Check) -> Check {
    Check::Rule(check.keyword(), Box::new(Rule::Holds(check)))
}

/// Reports the assertions that have no effect on a named type.
pub fn report_ineffective(
    shape: &Shape,
    merged: &Merged<'_>,
    place: Place,
    report: &mut Report<'_>,
) {
    // No check follows, so no pattern is kept.
    let mut patterns = Patterns::diagnostics_only();
    let what = match shape {
        Shape::Struct(_) => "an object",
        // Assertions beside listed values only concern the description.
        Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => {
            ends::enter_named(shape, merged, report);
            return;
        }
        Shape::Tuple(_) => "an array with `prefixItems`",
        Shape::Union(_) => "a union",
    };
    report_bounds(merged, place, report);
    for check in value_checks(merged, &Ty::Any, place, &mut patterns, report) {
        match (&check, shape) {
            (Check::MinProperties(_) | Check::MaxProperties(_), Shape::Struct(_)) => {}
            (Check::DependentRequired(..), Shape::Struct(_)) => {}
            // Each variant enforces the sibling keywords of the union.
            (_, Shape::Union(_)) => {}
            (Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems, Shape::Tuple(_)) => {}
            _ => {
                let message = format!("`{}` has no effect on {what}", check.keyword());
                report.add(Code::IgnoredKeyword, place, message);
                report.ledger.add_reported(ends::keywords_of(&[check]));
            }
        }
    }
    ends::enter_named(shape, merged, report);
}

/// Encodings of binary data in text (RFC 4648, RFC 2045) without a check; base64 has a type.
pub const ENCODINGS: &[&str] = &["base16", "base32", "quoted-printable"];

/// Reports formats without a check. One for `regex` would bring a regex engine into the output.
fn report_format(merged: &Merged<'_>, ty: &Ty, place: Place, report: &mut Report<'_>) {
    if merged.format == Some("regex") && matches!(ty, Ty::Scalar(Scalar::Text) | Ty::Any) {
        let message = "format `regex` is not validated";
        report.add(Code::UnsupportedFormat, place, message);
        report
            .ledger
            .add_reported(KeywordSet::of(&[Keyword::Format]));
    }
    if let Some(encoding) = merged.content_encoding.filter(|it| ENCODINGS.contains(it)) {
        let message =
            format!("encoding `{encoding}` is not validated: the value is a plain string");
        report.add(Code::UnsupportedFormat, place, message);
        report
            .ledger
            .add_reported(KeywordSet::of(&[Keyword::ContentEncoding]));
    }
}

/// Reports bounds that exclude every value.
fn report_bounds(merged: &Merged<'_>, place: Place, report: &mut Report<'_>) {
    let counts =
        |min: Option<u64>, max: Option<u64>| min.zip(max).is_some_and(|(min, max)| min > max);
    let numbers = merged.minimum.zip(merged.maximum);
    let exclude_all =
        numbers.is_some_and(|(min, max)| match Decimal::compare(min.value, max.value) {
            Ordering::Greater => true,
            Ordering::Equal => min.exclusive || max.exclusive,
            Ordering::Less => false,
        });
    for (contradict, min, max) in [
        (
            counts(merged.min_length, merged.max_length),
            "minLength",
            "maxLength",
        ),
        (
            counts(merged.min_items, merged.max_items),
            "minItems",
            "maxItems",
        ),
        (
            counts(merged.min_properties, merged.max_properties),
            "minProperties",
            "maxProperties",
        ),
        (exclude_all, "minimum", "maximum"),
    ] {
        if contradict {
            let message = format!("conflicting `{min}` and `{max}`: no value matches");
            report.add(Code::Contradiction, place, message);
        }
    }
}

fn non_zero(bound: Option<u64>) -> Option<u64> {
    bound.filter(|bound| *bound > 0)
}

/// All constraints, without those that every value satisfies.
pub fn value_checks(
    merged: &Merged<'_>,
    ty: &Ty,
    place: Place,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Vec<Check> {
    let mut checks = Vec::new();
    checks.extend(non_zero(merged.min_length).map(Check::MinLength));
    checks.extend(merged.max_length.map(Check::MaxLength));
    for (source, place) in &merged.patterns {
        let places = &report.document.places;
        let name = places.last_key(places.parent(*place));
        // A pattern without effect is parsed for its errors, and then dropped.
        let effect = effect(&Check::Pattern(0), ty);
        if matches!(effect, Effect::None | Effect::Implied) {
            report_unused(source, *place, report);
            checks.push(Check::Pattern(0));
        } else {
            match patterns.index(source, name, *place, report) {
                Some(index) => checks.push(Check::Pattern(index)),
                None => report
                    .ledger
                    .add_reported(KeywordSet::of(&[Keyword::Pattern])),
            }
        }
    }
    // For other types the format is part of the type, or has no effect (JSON Schema 2020-12 validation §7.1).
    let is_text = matches!(ty, Ty::Scalar(Scalar::Text) | Ty::Any);
    let formats = formats(merged);
    let formats = formats.into_iter().filter(|_| is_text);
    checks.extend(formats.filter_map(format::of_text).map(Check::Format));
    checks.extend(merged.minimum.map(|bound| match bound.exclusive {
        false => Check::Minimum(bound.value.0.to_string()),
        true => Check::ExclusiveMinimum(bound.value.0.to_string()),
    }));
    checks.extend(merged.maximum.map(|bound| match bound.exclusive {
        false => Check::Maximum(bound.value.0.to_string()),
        true => Check::ExclusiveMaximum(bound.value.0.to_string()),
    }));
    for number in &merged.multiple_of {
        match multiple_of(number, place, report) {
            Some(check) => checks.push(check),
            None => report
                .ledger
                .add_reported(KeywordSet::of(&[Keyword::MultipleOf])),
        }
    }
    checks.extend(non_zero(merged.min_items).map(Check::MinItems));
    checks.extend(merged.max_items.map(Check::MaxItems));
    checks.extend(merged.unique_items.then_some(Check::UniqueItems));
    checks.extend(non_zero(merged.min_properties).map(Check::MinProperties));
    checks.extend(merged.max_properties.map(Check::MaxProperties));
    checks.extend(dependent_required(merged, report.document));
    checks
}

/// The formats that a text has to have, an encoding among them.
fn formats<'t>(merged: &Merged<'t>) -> Vec<&'t str> {
    let encoding = merged.content_encoding.and_then(|name| match name {
        "base64" => Some(Format::Byte.name()),
        "base64url" => Some(Format::Base64Url.name()),
        _ => None,
    });
    let mut formats: Vec<&str> = merged.format.or(encoding).into_iter().collect();
    formats.extend(&merged.more_formats);
    formats
}

/// The constraint of a `multipleOf`, unless it divides nothing, or takes more digits than are counted.
fn multiple_of(number: &Number, place: Place, report: &mut Report<'_>) -> Option<Check> {
    let decimal = Decimal::new(number);
    if !decimal.is_positive() {
        let message = "`multipleOf` must be greater than 0";
        report.add(Code::InvalidValue, place, message);
        return None;
    }
    if decimal.precision() > MAX_DIVISOR_DIGITS {
        let message =
            format!("`multipleOf` has more than {MAX_DIVISOR_DIGITS} digits: it is not enforced");
        report.add(Code::UnsupportedConstraint, place, message);
        return None;
    }
    Some(Check::MultipleOf(number.0.to_string()))
}

/// The effect of a check on a type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Effect {
    Enforced,
    /// The type cannot hold it, but a rule checks the value as JSON.
    AsRule,
    /// The type implies it.
    Implied,
    /// It applies to another JSON type (JSON Schema 2020-12 validation §6).
    None,
}

fn effect(check: &Check, ty: &Ty) -> Effect {
    let applies = match (check.subject(), ty) {
        (Subject::Array, Ty::Tuple(_)) => {
            return match check {
                Check::MinItems(_) | Check::MaxItems(_) => Effect::Implied,
                _ => Effect::AsRule,
            };
        }
        (Subject::Text, Ty::Scalar(scalar)) => scalar.is_text(),
        (Subject::Number, Ty::Scalar(scalar)) => scalar.is_number(),
        (Subject::Array, Ty::List(_)) | (Subject::Object, Ty::Map(_)) => true,
        (Subject::Any, _) | (_, Ty::Any) => true,
        _ => false,
    };
    match ty {
        _ if applies => Effect::Enforced,
        Ty::Foreign(_) => Effect::AsRule,
        _ => Effect::None,
    }
}

fn type_words(ty: &Ty) -> &'static str {
    match ty {
        Ty::Any => "any value",
        Ty::Never => "a schema that no value matches",
        Ty::Scalar(Scalar::Null) => "null",
        Ty::Scalar(Scalar::Boolean) => "a boolean",
        Ty::Scalar(scalar) if scalar.is_number() => "a number",
        Ty::Scalar(_) => "a string",
        Ty::List(_) | Ty::Tuple(_) => "an array",
        Ty::Map(_) => "an object",
        Ty::Foreign(_) => "a replaced type",
        Ty::Named(_) | Ty::Nullable(_) | Ty::Boxed(_) | Ty::Checked(..) => "a named type",
    }
}
