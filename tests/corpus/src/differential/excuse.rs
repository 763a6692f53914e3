//! Which diagnostics explain that emitted code has another verdict than `jsonschema`.

use oasmith::diagnostic::Code;

/// Whether a diagnostic explains that a value is accepted which a keyword does not allow; without one,
/// whichever that is.
pub fn explains(code: Code, keyword: Option<&str>) -> bool {
    let is = |keywords: &[&str]| keyword.is_none_or(|keyword| keywords.contains(&keyword));
    match code {
        // What is unusable is left out, and so is what is not supported.
        Code::CyclicReference
        | Code::DuplicateKey
        | Code::InvalidDiscriminator
        | Code::InvalidValue
        | Code::MissingKeyword
        | Code::UnresolvedReference
        | Code::UnsupportedConstraint
        | Code::UnsupportedSchema
        | Code::WrongType => true,
        // A listed value is accepted whatever stands beside the list.
        Code::InvalidEnum => true,
        Code::InvalidPattern => is(&["additionalProperties", "pattern", "patternProperties"]),
        Code::UnsupportedFormat => is(&["contentEncoding", "format"]),
        // Variants that match the same values, and values that are listed and excluded.
        Code::Contradiction => is(&["const", "enum", "oneOf"]),
        Code::ReadOnlyConstant => is(&["oneOf"]),
        _ => false,
    }
}

/// Whether a diagnostic is about the variants of a union together, and not about what is in them.
pub fn is_of_union(code: Code) -> bool {
    matches!(code, Code::Contradiction | Code::ReadOnlyConstant)
}

/// Whether a diagnostic explains that a valid value is refused.
pub fn explains_refusal(code: Code) -> bool {
    matches!(code, Code::DuplicateKey | Code::InvalidDiscriminator)
}

/// Whether the subschemas of a keyword decide whether a value has it.
pub fn is_applicator(keyword: &str) -> bool {
    [
        "allOf",
        "anyOf",
        "contains",
        "dependentSchemas",
        "if",
        "not",
        "oneOf",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
    .contains(&keyword)
}
