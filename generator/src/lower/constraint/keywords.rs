//! Keywords → [`Check`]s: what is enforced, and what has no effect where it stands.

use crate::diagnostic::Code;
use crate::document::{Bound, Document, Place};
use crate::lower::constraint::patterns::{Patterns, report_unused};
use crate::lower::report::Report;
use crate::lower::schema::merge::Flat;
use crate::lower::schema::shape::{Tuple, TupleRest};
use crate::model::{Check, Format, Limit, Rule, Scalar, Shape, Ty};

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
            Effect::AsRule => checks.push(as_rule(keyword, check)),
            Effect::Implied => {}
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

/// The constraints of an array with items of their own, but for those that its items are.
pub fn of_tuple(flat: &Flat<'_>, tuple: &Tuple) -> Vec<Check> {
    let (required, all) = (tuple.required as u64, tuple.items.len() as u64);
    let is_open = !matches!(tuple.rest, TupleRest::Nothing);
    let min = flat.min_items.filter(|min| *min > required);
    let max = flat.max_items.filter(|max| is_open || *max < all);
    let unique = flat.unique_items.then_some(Check::UniqueItems);
    let checks = [
        ("minItems", min.map(Check::MinItems)),
        ("maxItems", max.map(Check::MaxItems)),
        ("uniqueItems", unique),
    ];
    let checks = checks.into_iter();
    checks
        .filter_map(|(keyword, check)| Some(as_rule(keyword, check?)))
        .collect()
}

/// A constraint of a value as it is on the wire.
fn as_rule(keyword: &'static str, check: Check) -> Check {
    Check::Rule(keyword, Box::new(Rule::Holds(check)))
}

/// Reports what is not enforced on a struct, an enumeration or a union.
pub fn report_left(shape: &Shape, flat: &Flat<'_>, place: Place, report: &mut Report<'_>) {
    // No check comes of them, so no pattern is kept.
    let mut patterns = Patterns::not_enforced();
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
            (Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems, Shape::Tuple(_)) => {}
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
    // Those of binary data in text (RFC 4648, RFC 2045), of which base64 is a type.
    const ENCODINGS: &[&str] = &["base16", "base32", "quoted-printable"];
    if let Some(encoding) = flat.content_encoding.filter(|it| ENCODINGS.contains(it)) {
        let message =
            format!("the encoding `{encoding}` is not checked, and the value is a string");
        report.add(Code::UnsupportedFormat, place, message);
    }
}

/// Reports bounds that leave nothing between them.
fn report_bounds(flat: &Flat<'_>, place: Place, report: &mut Report<'_>) {
    let as_f64 = |bound: Option<Bound<'_>>| bound.and_then(|bound| bound.value.as_f64());
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
        let name = places.last_key(places.parent(*place));
        // One that has no effect is read all the same, but leaves nothing behind.
        let effect = effect(&Check::Pattern(0), ty);
        if matches!(effect, Effect::None | Effect::Implied) {
            report_unused(source, *place, report);
            add("pattern", Some(Check::Pattern(0)));
        } else if let Some(index) = patterns.index(source, name, *place, report) {
            add("pattern", Some(Check::Pattern(index)));
        }
    }
    // On other types it is a type of its own, or says nothing (JSON Schema 2020-12 validation §7.1).
    let is_text = matches!(ty, Ty::Scalar(Scalar::Text) | Ty::Any);
    let encoding = flat.content_encoding.filter(|name| *name == "base64url");
    let format = flat.format.or(encoding).filter(|_| is_text);
    let format = format.and_then(Format::named);
    add("format", format.map(Check::Format));
    let limit = |bound: Bound<'_>| Limit {
        number: bound.value.0.to_string(),
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
    /// No type holds it, but the value as it is on the wire is checked.
    AsRule,
    /// The type says it already.
    Implied,
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
        Check::UniqueItems if matches!(ty, Ty::Tuple(_)) => return Effect::AsRule,
        Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems => matches!(ty, Ty::List(_)),
        Check::MinProperties(_) | Check::MaxProperties(_) | Check::DependentRequired(..) => {
            matches!(ty, Ty::Map(_))
        }
        Check::Rule(..) => true,
    };
    match ty {
        _ if fits => Effect::Enforced,
        Ty::Any => Effect::Enforced,
        Ty::Foreign(_) => Effect::AsRule,
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
