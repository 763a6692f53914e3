//! Schemas: the keywords of OpenAPI 2.0 to 3.2 and of JSON Schema 2020-12, as the description has
//! them. References are ids; nothing is merged.

use crate::document::name_override::NameOverride;
use crate::document::place::{At, Place};
use crate::document::type_set::TypeSet;
use crate::source::Number;

/// The index of a schema in a document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SchemaId(pub u32);

/// A schema.
#[derive(Debug)]
pub struct Schema<'t> {
    pub place: Place,
    /// A boolean schema: `true` allows every value, `false` none.
    pub boolean: Option<bool>,
    /// `$ref` or `$dynamicRef`.
    pub reference: Reference,
    pub title: Option<&'t str>,
    pub description: Option<&'t str>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    /// The JSON types of `type`; `None` without the keyword.
    pub types: Option<TypeSet>,
    /// `nullable` (OpenAPI 3.0) or `x-nullable`.
    pub nullable: bool,
    pub format: Option<&'t str>,
    /// `enum`
    pub enumeration: Option<Vec<At<'t>>>,
    /// `const`
    pub constant: Option<At<'t>>,
    pub maximum: Option<Bound<'t>>,
    pub minimum: Option<Bound<'t>>,
    pub max_length: Option<u64>,
    pub min_length: Option<u64>,
    pub pattern: Option<(&'t str, Place)>,
    pub max_items: Option<u64>,
    pub min_items: Option<u64>,
    pub unique_items: bool,
    pub max_properties: Option<u64>,
    pub min_properties: Option<u64>,
    pub required: Vec<&'t str>,
    pub properties: Vec<(&'t str, SchemaId)>,
    /// `additionalProperties`
    pub additional: Additional,
    pub items: Option<SchemaId>,
    pub all_of: Vec<SchemaId>,
    pub one_of: Vec<SchemaId>,
    pub any_of: Vec<SchemaId>,
    pub default: Option<At<'t>>,
    /// `example` and `examples`.
    pub examples: Vec<At<'t>>,
    rare: Option<Box<Rare<'t>>>,
}

/// The keywords that few schemas have, apart to keep [`Schema`] small.
#[derive(Debug)]
pub struct Rare<'t> {
    pub multiple_of: Option<&'t Number>,
    pub prefix_items: Vec<SchemaId>,
    pub contains: Option<SchemaId>,
    pub min_contains: Option<u64>,
    pub max_contains: Option<u64>,
    pub unevaluated_items: Option<SchemaId>,
    pub pattern_properties: Vec<((&'t str, Place), SchemaId)>,
    pub property_names: Option<SchemaId>,
    pub dependent_required: Vec<(&'t str, Vec<&'t str>)>,
    pub dependent_schemas: Vec<(&'t str, SchemaId)>,
    pub unevaluated_properties: Option<SchemaId>,
    pub not: Option<SchemaId>,
    pub if_schema: Option<SchemaId>,
    pub then_schema: Option<SchemaId>,
    pub else_schema: Option<SchemaId>,
    pub discriminator: Option<Discriminator<'t>>,
    pub content_encoding: Option<&'t str>,
    pub content_media_type: Option<&'t str>,
    /// `x-rust-name`
    pub rust_name: Option<NameOverride>,
    /// `x-enum-varnames` or `x-enumNames`: names for the values of `enum`, in their order.
    pub variant_names: Vec<&'t str>,
}

/// The property that selects the variant of a union (OAS 3.1 §4.8.25).
#[derive(Debug)]
pub struct Discriminator<'t> {
    pub property: &'t str,
    /// Values of the property, and the schemas that they select.
    pub mapping: Vec<(&'t str, SchemaId)>,
    /// `defaultMapping`: the schema for every other value (OAS 3.2 §4.25).
    pub default: Option<SchemaId>,
}

/// A `$ref`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reference {
    /// Absent
    None,
    /// Its target
    To(SchemaId),
    /// Without a target, which has been reported
    Broken,
}

/// `maximum` or `minimum`, or their exclusive counterparts.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'t> {
    pub value: &'t Number,
    pub exclusive: bool,
}

/// `additionalProperties`
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Additional {
    /// Absent: any value is allowed
    Unspecified,
    /// `false`
    Forbidden,
    /// `true` or `{}`
    Any,
    /// A schema for their values
    Schema(SchemaId),
}

impl Rare<'_> {
    const NONE: Rare<'static> = Rare {
        multiple_of: None,
        prefix_items: Vec::new(),
        contains: None,
        min_contains: None,
        max_contains: None,
        unevaluated_items: None,
        pattern_properties: Vec::new(),
        property_names: None,
        dependent_required: Vec::new(),
        dependent_schemas: Vec::new(),
        unevaluated_properties: None,
        not: None,
        if_schema: None,
        then_schema: None,
        else_schema: None,
        discriminator: None,
        content_encoding: None,
        content_media_type: None,
        rust_name: None,
        variant_names: Vec::new(),
    };
}

impl<'t> Schema<'t> {
    /// Whether it has an assertion of its own, besides `$ref`, `allOf`, `oneOf` and `anyOf`.
    pub fn has_own_assertions(&self) -> bool {
        let rare = self.rare();
        self.boolean == Some(false)
            || self.types.is_some()
            || self.format.is_some()
            || self.enumeration.is_some()
            || self.constant.is_some()
            || self.maximum.is_some()
            || self.minimum.is_some()
            || self.max_length.is_some()
            || self.min_length.is_some()
            || self.pattern.is_some()
            || self.max_items.is_some()
            || self.min_items.is_some()
            || self.unique_items
            || self.max_properties.is_some()
            || self.min_properties.is_some()
            || !self.required.is_empty()
            || !self.properties.is_empty()
            || self.additional != Additional::Unspecified
            || self.items.is_some()
            || rare.multiple_of.is_some()
            || !rare.prefix_items.is_empty()
            || rare.contains.is_some()
            || rare.unevaluated_items.is_some()
            || !rare.pattern_properties.is_empty()
            || rare.property_names.is_some()
            || !rare.dependent_required.is_empty()
            || !rare.dependent_schemas.is_empty()
            || rare.unevaluated_properties.is_some()
            || rare.not.is_some()
            || rare.if_schema.is_some()
            || rare.discriminator.is_some()
            || rare.content_encoding.is_some()
    }

    /// Whether it has an assertion, or refers to a schema that may have one.
    pub fn has_assertions(&self) -> bool {
        self.has_own_assertions()
            || self.reference != Reference::None
            || !self.all_of.is_empty()
            || !self.one_of.is_empty()
            || !self.any_of.is_empty()
    }

    /// The empty schema, with the title, description and deprecation of another.
    pub fn documented_any(other: &Self) -> Self {
        Self {
            title: other.title,
            description: other.description,
            deprecated: other.deprecated,
            ..Self::new(other.place)
        }
    }

    /// The empty schema, `{}`.
    pub fn new(place: Place) -> Self {
        Self {
            place,
            boolean: None,
            reference: Reference::None,
            title: None,
            description: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            types: None,
            nullable: false,
            format: None,
            enumeration: None,
            constant: None,
            maximum: None,
            minimum: None,
            max_length: None,
            min_length: None,
            pattern: None,
            max_items: None,
            min_items: None,
            unique_items: false,
            max_properties: None,
            min_properties: None,
            required: Vec::new(),
            properties: Vec::new(),
            additional: Additional::Unspecified,
            items: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            default: None,
            examples: Vec::new(),
            rare: None,
        }
    }

    /// The keywords that few schemas have.
    pub fn rare(&self) -> &Rare<'t> {
        static NONE: Rare<'static> = Rare::NONE;
        self.rare.as_deref().unwrap_or(&NONE)
    }

    /// The keywords that few schemas have, for writing.
    pub fn rare_mut(&mut self) -> &mut Rare<'t> {
        self.rare.get_or_insert_with(|| Box::new(Rare::NONE))
    }
}
