//! Where the assertions of an intersection end, for the ledger.

use crate::document::{Keyword, KeywordSet, Schema, SchemaId, TypeSet};
use crate::lower::constraint::keywords::ENCODINGS;
use crate::lower::ledger::{ASSERTIONS, Ends};
use crate::lower::report::Report;
use crate::lower::schema::intersection::UnionKeyword;
use crate::lower::schema::merge::{AdditionalProperties, Merged};
use crate::model::{Check, Format, Scalar, Shape, Ty, format};

/// The keywords of objects and arrays whose subschemas a type or a rule always visits.
const OF_MEMBERS: KeywordSet = KeywordSet::of(&[
    Keyword::Properties,
    Keyword::PatternProperties,
    Keyword::AdditionalProperties,
    Keyword::Items,
    Keyword::PrefixItems,
]);

/// The keywords of unions.
const UNIONS: KeywordSet =
    KeywordSet::of(&[Keyword::OneOf, Keyword::AnyOf, Keyword::Discriminator]);

/// The keywords that ask what the others have looked at.
const UNEVALUATED: KeywordSet =
    KeywordSet::of(&[Keyword::UnevaluatedItems, Keyword::UnevaluatedProperties]);

/// The keywords of the schemas that a rule is made of, besides those of checks.
pub const OF_RULES: KeywordSet =
    OF_MEMBERS
        .or(UNEVALUATED)
        .or(KeywordSet::RULES)
        .or(KeywordSet::of(&[
            Keyword::Type,
            Keyword::Enum,
            Keyword::Const,
            Keyword::Required,
            Keyword::OneOf,
            Keyword::AnyOf,
            // It names a variant, and decides nothing that the variants do not (OAS 3.1 §4.8.25).
            Keyword::Discriminator,
        ]));

/// In the variants of a union: each has the sibling keywords of the union, with their subschemas. So has
/// the only one that is left of a union.
pub const IN_VARIANTS: Ends = Ends {
    whole: ASSERTIONS.without(UNIONS),
    ..Ends::TYPED
};

/// Enters the assertions of an intersection that becomes a type without a name. The type implies some.
pub fn enter_value(
    ty: &Ty,
    merged: &Merged<'_>,
    implied: KeywordSet,
    checks: &[Check],
    report: &mut Report<'_>,
) {
    let ends = Ends {
        typed: typed_by(ty, merged).or(implied),
        checked: keywords_of(checks),
        ..Ends::NOWHERE
    };
    let ends = match ty {
        Ty::Never | Ty::Foreign(_) => Ends {
            whole: KeywordSet::ALL,
            ..ends
        },
        _ => Ends {
            whole: types_of(ty)
                .map_or(KeywordSet::NONE, KeywordSet::without_effect_on)
                .or(without_values(merged)),
            ..ends
        },
    };
    enter(merged, ends, report);
}

/// Enters the assertions of an intersection that becomes a named type.
pub fn enter_named(shape: &Shape, merged: &Merged<'_>, report: &mut Report<'_>) {
    let of_objects = KeywordSet::of(&[
        Keyword::Type,
        Keyword::Properties,
        Keyword::PatternProperties,
        Keyword::AdditionalProperties,
        Keyword::Required,
        // It is about the subtypes.
        Keyword::Discriminator,
    ]);
    let ends = match shape {
        // It has been entered with its inner type.
        Shape::Alias(_) | Shape::Newtype(_) => return,
        Shape::Struct(object) => Ends {
            typed: of_objects
                .or(unevaluated(merged))
                .or(KeywordSet::without_effect_on(TypeSet::OBJECT)),
            checked: keywords_of(&object.checks),
            whole: KeywordSet::without_effect_on(TypeSet::OBJECT).or(without_values(merged)),
            ..Ends::NOWHERE
        },
        Shape::Tuple(tuple) => Ends {
            // What its items do not imply is checked.
            typed: typed_by(&Ty::Tuple(Vec::new()), merged)
                .with(Keyword::MinItems)
                .with(Keyword::MaxItems),
            checked: keywords_of(&tuple.checks),
            whole: KeywordSet::without_effect_on(TypeSet::ARRAY),
            ..Ends::NOWHERE
        },
        Shape::Union(_) => IN_VARIANTS,
        // Other keywords select its values.
        Shape::Enum(_) => Ends {
            whole: KeywordSet::ALL,
            ..Ends::TYPED
        },
    };
    enter(merged, ends, report);
}

/// Enters the assertions of an intersection that ends as a whole.
pub fn enter_as(merged: &Merged<'_>, ends: Ends, report: &mut Report<'_>) {
    for id in &merged.parts {
        let schema = report.document.schema(*id);
        report.ledger.enter(*id, assertions(schema), ends);
    }
}

fn enter(merged: &Merged<'_>, ends: Ends, report: &mut Report<'_>) {
    let reported = std::mem::replace(&mut report.ledger.reported, KeywordSet::NONE);
    let vacuous = std::mem::replace(&mut report.ledger.vacuous, KeywordSet::NONE);
    for id in &merged.parts {
        let schema = report.document.schema(*id);
        let rare = schema.rare();
        // Of some keywords, one of several schemas counts. A text has a check for each format.
        let is_text = ends.checked.has(Keyword::Format);
        let others = [
            (
                Keyword::Format,
                merged.format.is_some()
                    && schema.format != merged.format
                    && !(is_text
                        && schema
                            .format
                            .is_some_and(|it| format::of_text(it).is_some())),
            ),
            (
                Keyword::ContentEncoding,
                rare.content_encoding != merged.content_encoding,
            ),
        ];
        let lost = set_of(&others);
        // The intersection is that of a variant of these unions.
        let taken = [
            (Keyword::OneOf, UnionKeyword::OneOf),
            (Keyword::AnyOf, UnionKeyword::AnyOf),
        ];
        let taken = taken.map(|(keyword, union)| (keyword, !merged.unions.contains(&(*id, union))));
        // One rule is made of all of its keywords, and enters them.
        let unevaluated = schema.keywords().and(UNEVALUATED);
        let in_rule = match ends.checked.meets(unevaluated) {
            true => ASSERTIONS,
            false => KeywordSet::NONE,
        };
        let typed = ends.typed.or(set_of(&taken)).or(vacuous).without(lost);
        // A list without a value of the type is reported where values are evaluated.
        let listed =
            KeywordSet::of(&[Keyword::Enum, Keyword::Const]).without(typed.or(ends.checked));
        let ends = Ends {
            typed,
            checked: ends.checked.without(lost).or(in_rule),
            reported: reported.or(listed),
            whole: ends.whole.or(left_nothing(schema, merged)),
        };
        report.ledger.enter(*id, assertions(schema), ends);
    }
}

/// The assertions of a schema that restrict an instance.
pub fn assertions(schema: &Schema<'_>) -> KeywordSet {
    let rare = schema.rare();
    let only_condition = rare.then_schema.is_none() && rare.else_schema.is_none();
    let without_effect = [
        (Keyword::MinLength, schema.min_length == Some(0)),
        (Keyword::MinItems, schema.min_items == Some(0)),
        (Keyword::MinProperties, schema.min_properties == Some(0)),
        (Keyword::If, only_condition),
        (
            Keyword::Contains,
            rare.min_contains == Some(0) && rare.max_contains.is_none(),
        ),
        (Keyword::Format, schema.format.is_some_and(is_annotation)),
        (
            Keyword::ContentEncoding,
            rare.content_encoding.is_some_and(|it| !is_encoding(it)),
        ),
    ];
    let none = set_of(&without_effect);
    schema.keywords().and(ASSERTIONS).without(none)
}

/// The keywords for which a condition holds.
fn set_of(keywords: &[(Keyword, bool)]) -> KeywordSet {
    let found = keywords.iter().filter(|(_, holds)| *holds);
    found.fold(KeywordSet::NONE, |set, (keyword, _)| set.with(*keyword))
}

/// Whether an encoding restricts the text: others of RFC 2045 (`binary`, `7bit`) do not.
fn is_encoding(name: &str) -> bool {
    ["base64", "base64url"].contains(&name) || ENCODINGS.contains(&name)
}

/// Whether a format has neither a type nor a check.
fn is_annotation(name: &str) -> bool {
    format::of_text(name).is_none() && format::of_number(name).is_none()
}

/// The keywords of checks.
pub fn keywords_of(checks: &[Check]) -> KeywordSet {
    let keywords = checks.iter().filter_map(|check| match check {
        Check::ExclusiveMaximum(_) => Some(Keyword::Maximum),
        Check::ExclusiveMinimum(_) => Some(Keyword::Minimum),
        Check::Format(Format::Base64Url | Format::Byte) => Some(Keyword::ContentEncoding),
        check => Keyword::named(check.keyword()),
    });
    let found = keywords.fold(KeywordSet::NONE, KeywordSet::with);
    match found.has(Keyword::ContentEncoding) {
        // The same check is made of a format.
        true => found.with(Keyword::Format),
        false => found,
    }
}

/// The keywords that a type holds by itself, or that restrict no value of it.
fn typed_by(ty: &Ty, merged: &Merged<'_>) -> KeywordSet {
    let types = match (types_of(ty), ty) {
        (Some(types), _) => types,
        (None, Ty::Never | Ty::Foreign(_)) => return ASSERTIONS,
        // Rules visit any instance.
        (None, Ty::Any) => return OF_MEMBERS,
        (None, _) => return KeywordSet::NONE,
    };
    let mut typed = KeywordSet::without_effect_on(types).with(Keyword::Type);
    match ty {
        Ty::Scalar(Scalar::Text) => {
            let is_other = merged.format.and_then(format::of_text).is_none();
            typed = if is_other {
                typed.with(Keyword::Format)
            } else {
                typed
            };
        }
        Ty::Scalar(Scalar::Boolean) => {
            typed = typed.or(KeywordSet::of(&[Keyword::Enum, Keyword::Format]));
        }
        Ty::Scalar(Scalar::Null) => typed = typed.or(ASSERTIONS.without(KeywordSet::RULES)),
        Ty::Scalar(_) => typed = typed.with(Keyword::Format),
        _ => typed = typed.or(OF_MEMBERS).with(Keyword::Format),
    }
    if matches!(ty, Ty::Scalar(Scalar::Bytes)) {
        typed = typed.with(Keyword::ContentEncoding);
    }
    typed.or(unevaluated(merged))
}

/// The JSON types of the values of a type without a name, if they are some of all.
fn types_of(ty: &Ty) -> Option<TypeSet> {
    match ty {
        Ty::Scalar(Scalar::Null) => Some(TypeSet::NULL),
        Ty::Scalar(Scalar::Boolean) => Some(TypeSet::BOOLEAN),
        Ty::Scalar(scalar) if scalar.is_number() => Some(TypeSet::NUMBER),
        Ty::Scalar(_) => Some(TypeSet::STRING),
        Ty::List(_) | Ty::Tuple(_) => Some(TypeSet::ARRAY),
        Ty::Map(_) => Some(TypeSet::OBJECT),
        Ty::Any | Ty::Never | Ty::Foreign(_) => None,
        Ty::Named(_) | Ty::Nullable(_) | Ty::Boxed(_) | Ty::Checked(..) => None,
    }
}

/// The keywords whose subschemas no value gets to, since another schema allows none.
fn without_values(merged: &Merged<'_>) -> KeywordSet {
    match merged.additional {
        AdditionalProperties::Forbidden => KeywordSet::of(&[Keyword::AdditionalProperties]),
        _ => KeywordSet::NONE,
    }
}

/// The `unevaluated…` keywords of a schema whose subschemas no value gets to, since others evaluate all
/// that there is.
fn left_nothing(schema: &Schema<'_>, merged: &Merged<'_>) -> KeywordSet {
    let rare = schema.rare();
    let apply = match &merged.additional {
        AdditionalProperties::Schemas(ids) => ids.as_slice(),
        _ => &[],
    };
    let has_none = |rest: Option<SchemaId>, apply: &[SchemaId]| {
        merged.judged_whole.is_empty() && rest.is_some_and(|id| !apply.contains(&id))
    };
    set_of(&[
        (
            Keyword::UnevaluatedProperties,
            has_none(rare.unevaluated_properties, apply),
        ),
        (
            Keyword::UnevaluatedItems,
            has_none(rare.unevaluated_items, &merged.items),
        ),
    ])
}

/// The `unevaluated…` keywords, where they are the rest of what the schemas declare.
fn unevaluated(merged: &Merged<'_>) -> KeywordSet {
    match merged.judged_whole.is_empty() {
        true => UNEVALUATED,
        false => KeywordSet::NONE,
    }
}
