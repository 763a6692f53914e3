//! Which objects of a description stand under which keywords, in every version.

use crate::document::{METHODS, Version};

/// An object of OpenAPI.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    Description,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Schema,
    Discriminator,
    /// One that refers to nothing: `info`, a tag, a server
    Plain,
}

/// What a value is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Shape {
    /// An object
    One(Kind),
    /// A map of objects by names, or an array of them
    Each(Kind),
}

use Kind::*;
use Shape::{Each, One};

impl Shape {
    /// The kind of the object or objects.
    pub fn kind(self) -> Kind {
        match self {
            One(kind) | Each(kind) => kind,
        }
    }
}

impl Kind {
    /// What the value of a keyword holds, if it holds references. Both the keywords of OpenAPI 2.0 and
    /// those that replaced them count, as for reading.
    pub fn child(self, key: &str) -> Option<Shape> {
        Some(match (self, key) {
            (Description, "info" | "tags" | "servers" | "externalDocs") => One(Plain),
            (PathItem | Operation, "servers") => One(Plain),
            (Description, "paths" | "webhooks" | "x-webhooks") => Each(PathItem),
            (Description, "components") => One(Components),
            (Description, "securityDefinitions") => Each(SecurityScheme),
            (Description, "definitions") | (Components, "schemas") => Each(Schema),
            (Description | Components, "parameters") => Each(Parameter),
            (Description | Components, "responses") => Each(Response),
            (Components, "examples") => Each(Example),
            (Components, "requestBodies") => Each(RequestBody),
            (Components, "headers") => Each(Header),
            (Components, "securitySchemes") => Each(SecurityScheme),
            (Components, "links") => Each(Link),
            (Components, "callbacks") => Each(Callback),
            (Components, "pathItems") => Each(PathItem),
            (Components, "mediaTypes") => Each(MediaType),
            (PathItem, "additionalOperations") => Each(Operation),
            (PathItem, method) if is_method(method) => One(Operation),
            (PathItem | Operation, "parameters") => Each(Parameter),
            (Operation, "requestBody") => One(RequestBody),
            (Operation, "responses") => Each(Response),
            (Operation, "callbacks") => Each(Callback),
            (Callback, name) if !name.starts_with("x-") => One(PathItem),
            (Parameter | Header | Response | MediaType, "schema") => One(Schema),
            (Parameter | Header | Response | RequestBody, "content") => Each(MediaType),
            (Parameter | Header | MediaType, "examples") => Each(Example),
            (Response | Encoding, "headers") => Each(Header),
            (Response, "links") => Each(Link),
            (MediaType, "itemSchema") => One(Schema),
            (MediaType | Encoding, "encoding" | "prefixEncoding") => Each(Encoding),
            (MediaType | Encoding, "itemEncoding") => One(Encoding),
            // A parameter or header of OpenAPI 2.0 is a schema itself.
            (Schema | Parameter | Header, keyword) => return of_schema(keyword),
            _ => return None,
        })
    }

    /// Whether a `$ref` may stand in its place.
    pub fn is_referable(self) -> bool {
        match self {
            Description | Components | Operation | Encoding | Discriminator | Plain => false,
            PathItem | Parameter | RequestBody | Response | Header | MediaType | Example | Link
            | Callback | SecurityScheme | Schema => true,
        }
    }

    /// Whether a map of such objects has extensions beside names.
    pub fn has_extensions(self) -> bool {
        matches!(self, PathItem | Response)
    }

    /// The keys from the root to the components of a kind, if a version has such components.
    pub fn section(self, version: Version) -> Option<&'static [&'static str]> {
        let section: &[&str] = match self {
            Schema if version == Version::V2_0 => &["definitions"],
            Parameter if version == Version::V2_0 => &["parameters"],
            Response if version == Version::V2_0 => &["responses"],
            _ if version == Version::V2_0 => return None,
            Schema => &["components", "schemas"],
            Response => &["components", "responses"],
            Parameter => &["components", "parameters"],
            Example => &["components", "examples"],
            RequestBody => &["components", "requestBodies"],
            Header => &["components", "headers"],
            SecurityScheme => &["components", "securitySchemes"],
            Link => &["components", "links"],
            Callback => &["components", "callbacks"],
            PathItem if version >= Version::V3_1 => &["components", "pathItems"],
            MediaType if version >= Version::V3_2 => &["components", "mediaTypes"],
            PathItem | MediaType | Description | Components | Operation | Encoding
            | Discriminator | Plain => return None,
        };
        Some(section)
    }
}

fn is_method(key: &str) -> bool {
    METHODS.iter().any(|(method, _)| *method == key)
}

fn of_schema(keyword: &str) -> Option<Shape> {
    Some(match keyword {
        "properties" | "patternProperties" | "dependentSchemas" | "dependencies" | "$defs"
        | "definitions" | "allOf" | "anyOf" | "oneOf" | "prefixItems" => Each(Schema),
        "items"
        | "additionalItems"
        | "unevaluatedItems"
        | "contains"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contentSchema" => One(Schema),
        "discriminator" => One(Discriminator),
        _ => return None,
    })
}
