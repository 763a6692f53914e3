//! The table of schema keywords: the version of OpenAPI that introduced each, and how it is read.

use crate::document::version::Version;

/// A keyword of schemas.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    pub name: &'static str,
    pub since: Version,
    pub role: Role,
}

/// How a keyword is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// Into a field of `Schema`
    Field,
    /// Not with the fields: it has no effect on instances, or is read first, as `$ref` is
    Other,
    /// As [`Role::Other`]: one of the core vocabulary, with which no misspelt keyword is compared
    Core,
}

const fn field(name: &'static str, since: Version) -> Keyword {
    let role = Role::Field;
    Keyword { name, since, role }
}

const fn other(name: &'static str, since: Version) -> Keyword {
    let role = Role::Other;
    Keyword { name, since, role }
}

const fn core(name: &'static str, since: Version) -> Keyword {
    let role = Role::Core;
    Keyword { name, since, role }
}

/// Every keyword. A misspelt one is matched in this order.
const KEYWORDS: &[Keyword] = &[
    other("$ref", Version::V2_0),
    field("title", Version::V2_0),
    field("description", Version::V2_0),
    field("deprecated", Version::V3_0),
    field("readOnly", Version::V2_0),
    field("writeOnly", Version::V3_0),
    field("default", Version::V2_0),
    field("type", Version::V2_0),
    field("nullable", Version::V3_0),
    field("format", Version::V2_0),
    field("enum", Version::V2_0),
    field("const", Version::V3_1),
    field("multipleOf", Version::V2_0),
    field("maximum", Version::V2_0),
    field("exclusiveMaximum", Version::V2_0),
    field("minimum", Version::V2_0),
    field("exclusiveMinimum", Version::V2_0),
    field("maxLength", Version::V2_0),
    field("minLength", Version::V2_0),
    field("pattern", Version::V2_0),
    field("maxItems", Version::V2_0),
    field("minItems", Version::V2_0),
    field("uniqueItems", Version::V2_0),
    field("maxProperties", Version::V2_0),
    field("minProperties", Version::V2_0),
    field("required", Version::V2_0),
    field("properties", Version::V2_0),
    field("additionalProperties", Version::V2_0),
    field("items", Version::V2_0),
    field("allOf", Version::V2_0),
    field("oneOf", Version::V3_0),
    field("anyOf", Version::V3_0),
    field("not", Version::V3_0),
    field("discriminator", Version::V2_0),
    field("example", Version::V2_0),
    field("examples", Version::V3_1),
    other("externalDocs", Version::V2_0),
    other("xml", Version::V2_0),
    field("if", Version::V3_1),
    field("then", Version::V3_1),
    field("else", Version::V3_1),
    field("prefixItems", Version::V3_1),
    field("contains", Version::V3_1),
    field("minContains", Version::V3_1),
    field("maxContains", Version::V3_1),
    field("patternProperties", Version::V3_1),
    field("propertyNames", Version::V3_1),
    field("dependentRequired", Version::V3_1),
    field("dependentSchemas", Version::V3_1),
    field("unevaluatedItems", Version::V3_1),
    field("unevaluatedProperties", Version::V3_1),
    field("contentEncoding", Version::V3_1),
    field("contentMediaType", Version::V3_1),
    other("contentSchema", Version::V3_1),
    core("$dynamicRef", Version::V2_0),
    core("$dynamicAnchor", Version::V2_0),
    core("$schema", Version::V2_0),
    core("$vocabulary", Version::V2_0),
    core("$id", Version::V2_0),
    core("$anchor", Version::V2_0),
    core("$defs", Version::V3_1),
    core("$comment", Version::V2_0),
    core("definitions", Version::V2_0),
];

/// The keyword of a name.
pub fn find(name: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|known| known.name == name).copied()
}

/// Whether a name is that of a keyword outside the core vocabulary.
pub fn describes_schema(name: &str) -> bool {
    find(name).is_some_and(|known| known.role != Role::Core)
}

/// The names that a misspelt keyword is compared with.
pub fn names() -> impl Iterator<Item = &'static str> {
    let described = KEYWORDS.iter().filter(|known| known.role != Role::Core);
    described.map(|known| known.name)
}

/// The keywords that a parameter of OpenAPI 2.0 has besides those of its schema.
pub const OF_PARAMETERS: &[&str] = &[
    "name",
    "in",
    "required",
    "allowEmptyValue",
    "allowReserved",
    "collectionFormat",
    "explode",
    "style",
];

/// The keywords whose values are instances, and hold no schemas.
pub const OF_INSTANCES: &[&str] = &["const", "default", "enum", "example", "examples"];

/// The keywords, of schemas and others, with objects whose keys are names and not keywords.
pub const OF_NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "definitions",
    "dependentSchemas",
    "headers",
    "parameters",
    "pathItems",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::KEYWORDS;

    #[test]
    fn every_keyword_is_listed_once() {
        let names: HashSet<_> = KEYWORDS.iter().map(|known| known.name).collect();
        assert_eq!(names.len(), KEYWORDS.len());
    }
}
