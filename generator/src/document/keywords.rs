//! The table of schema keywords: what each is, the field of [`Schema`] that holds it, and how it is
//! read. Whatever asks for a kind of keywords asks this table.

use std::sync::LazyLock;

use crate::document::name_override::NameOverride;
use crate::document::place::{At, Place};
use crate::document::schema::{Additional, Bound, Discriminator, Reference, SchemaId, Value};
use crate::document::type_set::TypeSet;
use crate::document::version::Version;
use crate::source::Number;

/// The class of a keyword (JSON Schema 2020-12 core §7).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Class {
    /// Restricts instances by itself
    Assertion,
    /// Applies subschemas to an instance or its members
    Applicator,
    /// Applies schemas that stand for the whole instance: they are merged, or are the variants of a
    /// union
    Composition,
    /// Has an effect beside another keyword only
    Modifier,
    /// Describes instances
    Annotation,
    /// One of the core vocabulary, with which no misspelt keyword is compared
    Core,
}

/// The facts about a keyword.
struct Facts {
    name: &'static str,
    /// The version of OpenAPI that introduced it.
    since: Version,
    class: Class,
    /// The JSON types whose instances it restricts.
    subject: TypeSet,
}

/// The table. A row has the keyword, its field and type, its name, version, class and subject, and the
/// function of `read::schema` that reads it: one that returns the `value` of the field, or one that
/// changes the `schema`.
macro_rules! with_keywords {
    ($define:ident) => {
        $define! {
            Schema {
                Title title: Option<&'t str> = "title" V2_0 Annotation ALL value(string);
                Description description: Option<&'t str> = "description" V2_0 Annotation ALL value(string);
                Deprecated deprecated: bool = "deprecated" V3_0 Annotation ALL value(boolean);
                ReadOnly read_only: bool = "readOnly" V2_0 Annotation ALL value(boolean);
                WriteOnly write_only: bool = "writeOnly" V3_0 Annotation ALL value(boolean);
                Default default: Option<At<'t>> = "default" V2_0 Annotation ALL value(instance);
                Type types: Option<TypeSet> = "type" V2_0 Assertion ALL schema(types);
                Nullable nullable: bool = "nullable" V3_0 Modifier ALL schema(nullable);
                Format format: Option<&'t str> = "format" V2_0 Assertion ALL value(string);
                Enum enumeration: Option<Vec<At<'t>>> = "enum" V2_0 Assertion ALL value(enumeration);
                Const constant: Option<At<'t>> = "const" V3_1 Assertion ALL value(instance);
                Maximum maximum: Option<Bound<'t>> = "maximum" V2_0 Assertion NUMBER value(bound);
                Minimum minimum: Option<Bound<'t>> = "minimum" V2_0 Assertion NUMBER value(bound);
                MaxLength max_length: Option<u64> = "maxLength" V2_0 Assertion STRING value(non_negative_integer);
                MinLength min_length: Option<u64> = "minLength" V2_0 Assertion STRING value(non_negative_integer);
                Pattern pattern: Option<(&'t str, Place)> = "pattern" V2_0 Assertion STRING value(pattern);
                MaxItems max_items: Option<u64> = "maxItems" V2_0 Assertion ARRAY value(non_negative_integer);
                MinItems min_items: Option<u64> = "minItems" V2_0 Assertion ARRAY value(non_negative_integer);
                UniqueItems unique_items: bool = "uniqueItems" V2_0 Assertion ARRAY value(boolean);
                MaxProperties max_properties: Option<u64> = "maxProperties" V2_0 Assertion OBJECT value(non_negative_integer);
                MinProperties min_properties: Option<u64> = "minProperties" V2_0 Assertion OBJECT value(non_negative_integer);
                Required required: Vec<&'t str> = "required" V2_0 Assertion OBJECT value(required);
                Properties properties: Vec<(&'t str, SchemaId)> = "properties" V2_0 Applicator OBJECT value(named_schemas);
                AdditionalProperties additional: Additional = "additionalProperties" V2_0 Applicator OBJECT value(additional);
                Items items: Option<SchemaId> = "items" V2_0 Applicator ARRAY schema(items);
                AllOf all_of: Vec<SchemaId> = "allOf" V2_0 Composition ALL value(schemas);
                OneOf one_of: Vec<SchemaId> = "oneOf" V3_0 Composition ALL value(schemas);
                AnyOf any_of: Vec<SchemaId> = "anyOf" V3_0 Composition ALL value(schemas);
                Examples examples: Vec<At<'t>> = "examples" V3_1 Annotation ALL schema(examples);
            }
            Rare {
                Not not: Option<SchemaId> = "not" V3_0 Applicator ALL value(schema);
                Discriminator discriminator: Option<Discriminator<'t>> = "discriminator" V2_0 Assertion ALL value(discriminator);
                MultipleOf multiple_of: Option<&'t Number> = "multipleOf" V2_0 Assertion NUMBER value(number);
                ExclusiveMaximum exclusive_maximum: Option<At<'t>> = "exclusiveMaximum" V2_0 Modifier NUMBER value(instance);
                ExclusiveMinimum exclusive_minimum: Option<At<'t>> = "exclusiveMinimum" V2_0 Modifier NUMBER value(instance);
                If if_schema: Option<SchemaId> = "if" V3_1 Applicator ALL value(schema);
                Then then_schema: Option<SchemaId> = "then" V3_1 Modifier ALL value(schema);
                Else else_schema: Option<SchemaId> = "else" V3_1 Modifier ALL value(schema);
                PrefixItems prefix_items: Vec<SchemaId> = "prefixItems" V3_1 Applicator ARRAY value(schemas);
                Contains contains: Option<SchemaId> = "contains" V3_1 Applicator ARRAY value(schema);
                MinContains min_contains: Option<u64> = "minContains" V3_1 Modifier ARRAY value(non_negative_integer);
                MaxContains max_contains: Option<u64> = "maxContains" V3_1 Modifier ARRAY value(non_negative_integer);
                PatternProperties pattern_properties: Vec<((&'t str, Place), SchemaId)> = "patternProperties" V3_1 Applicator OBJECT value(pattern_properties);
                PropertyNames property_names: Option<SchemaId> = "propertyNames" V3_1 Applicator OBJECT value(schema);
                DependentRequired dependent_required: Vec<(&'t str, Vec<&'t str>)> = "dependentRequired" V3_1 Assertion OBJECT value(dependent_required);
                DependentSchemas dependent_schemas: Vec<(&'t str, SchemaId)> = "dependentSchemas" V3_1 Applicator OBJECT value(named_schemas);
                UnevaluatedItems unevaluated_items: Option<SchemaId> = "unevaluatedItems" V3_1 Applicator ARRAY value(schema);
                UnevaluatedProperties unevaluated_properties: Option<SchemaId> = "unevaluatedProperties" V3_1 Applicator OBJECT value(schema);
                ContentEncoding content_encoding: Option<&'t str> = "contentEncoding" V3_1 Assertion STRING value(string);
                ContentMediaType content_media_type: Option<&'t str> = "contentMediaType" V3_1 Annotation STRING value(string);
                RustName rust_name: Option<NameOverride> = "x-rust-name" V2_0 Annotation ALL value(rust_name);
                EnumVarnames variant_names: Vec<&'t str> = "x-enum-varnames" V2_0 Annotation ALL value(strings);
            }
            Other {
                Ref = "$ref" V2_0 Composition schema(nothing);
                Example = "example" V2_0 Annotation schema(example);
                XNullable = "x-nullable" V2_0 Modifier schema(nullable);
                EnumNames = "x-enumNames" V2_0 Annotation schema(enum_names);
                ExternalDocs = "externalDocs" V2_0 Annotation schema(nothing);
                Xml = "xml" V2_0 Annotation schema(nothing);
                ContentSchema = "contentSchema" V3_1 Annotation schema(nothing);
                DynamicRef = "$dynamicRef" V2_0 Core schema(nothing);
                DynamicAnchor = "$dynamicAnchor" V2_0 Core schema(nothing);
                RecursiveRef = "$recursiveRef" V2_0 Core schema(nothing);
                RecursiveAnchor = "$recursiveAnchor" V2_0 Core schema(nothing);
                SchemaDialect = "$schema" V2_0 Core schema(nothing);
                Vocabulary = "$vocabulary" V2_0 Core schema(nothing);
                Id = "$id" V2_0 Core schema(nothing);
                Anchor = "$anchor" V2_0 Core schema(nothing);
                Defs = "$defs" V3_1 Core schema(nothing);
                Comment = "$comment" V2_0 Core schema(nothing);
                Definitions = "definitions" V2_0 Core schema(nothing);
            }
        }
    };
}
pub(super) use with_keywords;

/// Defines [`Keyword`], [`Schema`] and [`Rare`].
macro_rules! define {
    (
        Schema { $($variant:ident $field:ident: $type:ty =
            $name:literal $since:ident $class:ident $subject:ident $how:ident($read:ident);)* }
        Rare { $($rare_variant:ident $rare_field:ident: $rare_type:ty =
            $rare_name:literal $rare_since:ident $rare_class:ident $rare_subject:ident
            $rare_how:ident($rare_read:ident);)* }
        Other { $($other_variant:ident =
            $other_name:literal $other_since:ident $other_class:ident $other_how:ident($other_read:ident);)* }
    ) => {
        /// A keyword of schemas.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Keyword {
            $($variant,)*
            $($rare_variant,)*
            $($other_variant,)*
        }

        const KEYWORDS: &[(Keyword, Facts)] = &[
            $((Keyword::$variant, Facts {
                name: $name,
                since: Version::$since,
                class: Class::$class,
                subject: TypeSet::$subject,
            }),)*
            $((Keyword::$rare_variant, Facts {
                name: $rare_name,
                since: Version::$rare_since,
                class: Class::$rare_class,
                subject: TypeSet::$rare_subject,
            }),)*
            $((Keyword::$other_variant, Facts {
                name: $other_name,
                since: Version::$other_since,
                class: Class::$other_class,
                subject: TypeSet::ALL,
            }),)*
        ];

        impl Keyword {
            /// The keyword of a name.
            pub fn named(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => Self::$variant,)*
                    $($rare_name => Self::$rare_variant,)*
                    $($other_name => Self::$other_variant,)*
                    _ => return None,
                })
            }
        }

        /// A schema, as the description has it. References are ids; nothing is merged.
        #[derive(Clone, Debug)]
        pub struct Schema<'t> {
            pub place: Place,
            /// A boolean schema: `true` allows every value, `false` none.
            pub boolean: Option<bool>,
            /// `$ref`, `$dynamicRef` or `$recursiveRef`.
            pub reference: Reference,
            $(#[doc = concat!("`", $name, "`")] pub $field: $type,)*
            rare: Option<Box<Rare<'t>>>,
        }

        /// The keywords that few schemas have, apart to keep [`Schema`] small.
        #[derive(Clone, Debug, Default)]
        pub struct Rare<'t> {
            $(#[doc = concat!("`", $rare_name, "`")] pub $rare_field: $rare_type,)*
        }

        impl<'t> Schema<'t> {
            /// The empty schema, `{}`.
            pub fn new(place: Place) -> Self {
                Self {
                    place,
                    boolean: None,
                    reference: Reference::None,
                    $($field: Default::default(),)*
                    rare: None,
                }
            }

            /// The keywords that it has, without references.
            pub fn keywords(&self) -> KeywordSet {
                let mut set = KeywordSet::NONE;
                $(if self.$field.is_set() {
                    set = set.with(Keyword::$variant);
                })*
                if let Some(rare) = &self.rare {
                    $(if rare.$rare_field.is_set() {
                        set = set.with(Keyword::$rare_variant);
                    })*
                }
                set
            }

            /// Replaces its subschemas and the schemas that it refers to.
            pub fn replace_schemas(&mut self, by: &mut dyn FnMut(SchemaId) -> SchemaId) {
                if let Reference::To(id) = &mut self.reference {
                    *id = by(*id);
                }
                $(self.$field.replace_schemas(by);)*
                if let Some(rare) = &mut self.rare {
                    $(rare.$rare_field.replace_schemas(by);)*
                }
            }

            /// Its subschemas, and the schemas that it refers to.
            pub fn subschemas(&self) -> Vec<SchemaId> {
                self.subschemas_of(KeywordSet::ALL)
            }

            /// The subschemas in some keywords, and the schemas that these refer to.
            pub fn subschemas_of(&self, keywords: KeywordSet) -> Vec<SchemaId> {
                let mut found = Vec::new();
                if let Reference::To(id) = self.reference
                    && keywords.has(Keyword::Ref)
                {
                    found.push(id);
                }
                $(if keywords.has(Keyword::$variant) {
                    self.$field.add_schemas(&mut found);
                })*
                if let Some(rare) = &self.rare {
                    $(if keywords.has(Keyword::$rare_variant) {
                        rare.$rare_field.add_schemas(&mut found);
                    })*
                }
                found
            }
        }
    };
}

with_keywords!(define);

impl Keyword {
    fn facts(self) -> &'static Facts {
        // The rows are in the order of the variants.
        &KEYWORDS[self as usize].1
    }

    /// Its name in descriptions.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The version of OpenAPI that introduced it.
    pub fn since(self) -> Version {
        self.facts().since
    }
}

/// A set of keywords.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeywordSet(u128);

impl KeywordSet {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(u128::MAX);

    /// The keywords that restrict instances, by themselves or through subschemas, without those that
    /// compose schemas.
    pub const ASSERTIONS: Self =
        Self::of_class(Class::Assertion).or(Self::of_class(Class::Applicator));

    /// The keywords that compose schemas.
    pub const COMPOSITION: Self = Self::of_class(Class::Composition);

    /// These keywords.
    pub const fn of(keywords: &[Keyword]) -> Self {
        let (mut set, mut index) = (Self::NONE, 0);
        while index < keywords.len() {
            set = set.with(keywords[index]);
            index += 1;
        }
        set
    }

    const fn of_class(class: Class) -> Self {
        let (mut set, mut index) = (Self::NONE, 0);
        while index < KEYWORDS.len() {
            if KEYWORDS[index].1.class as u8 == class as u8 {
                set = set.with(KEYWORDS[index].0);
            }
            index += 1;
        }
        set
    }

    /// The keywords that only a rule over the whole instance can check, in addition to its type.
    pub const RULES: Self = Self::of(&[
        Keyword::Not,
        Keyword::If,
        Keyword::Contains,
        Keyword::PropertyNames,
        Keyword::DependentRequired,
        Keyword::DependentSchemas,
    ]);

    /// The keywords that mean an object where there is no `type`.
    const OF_OBJECTS: Self = Self::about(TypeSet::OBJECT)
        .and(Self::ASSERTIONS)
        .without(Self::RULES);

    /// The keywords that mean an array where there is no `type`.
    const OF_ARRAYS: Self = Self::about(TypeSet::ARRAY)
        .and(Self::of_class(Class::Applicator))
        .without(Self::RULES);

    /// The JSON type that the keywords mean where there is no `type`: objects, arrays, or none, as if
    /// they are about both.
    pub fn implied_type(self) -> Option<TypeSet> {
        match (self.meets(Self::OF_OBJECTS), self.meets(Self::OF_ARRAYS)) {
            (true, false) => Some(TypeSet::OBJECT),
            (false, true) => Some(TypeSet::ARRAY),
            (true, true) | (false, false) => None,
        }
    }

    /// The keywords that only restrict instances of a JSON type.
    const fn about(subject: TypeSet) -> Self {
        let (mut set, mut index) = (Self::NONE, 0);
        while index < KEYWORDS.len() {
            if KEYWORDS[index].1.subject.is(subject) {
                set = set.with(KEYWORDS[index].0);
            }
            index += 1;
        }
        set
    }

    /// The keywords that restrict no instance of these JSON types.
    pub fn without_effect_on(types: TypeSet) -> Self {
        let rows = KEYWORDS.iter();
        let vacuous = rows.filter(|(_, facts)| !facts.subject.meets(types));
        vacuous.fold(Self::NONE, |set, (keyword, _)| set.with(*keyword))
    }

    /// The keywords, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Keyword> {
        let keywords = KEYWORDS.iter().map(|(keyword, _)| *keyword);
        keywords.filter(move |keyword| self.has(*keyword))
    }

    pub const fn has(self, keyword: Keyword) -> bool {
        self.0 & 1 << keyword as u8 != 0
    }

    pub const fn with(self, keyword: Keyword) -> Self {
        Self(self.0 | 1 << keyword as u8)
    }

    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The keywords that are not in the other set.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it has keywords of the other set.
    pub const fn meets(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }
}

impl<'t> Schema<'t> {
    /// Whether it has an assertion of its own, besides `$ref`, `allOf`, `oneOf` and `anyOf`.
    pub fn has_own_assertions(&self) -> bool {
        self.boolean == Some(false) || self.keywords().meets(KeywordSet::ASSERTIONS)
    }

    /// Whether it has an assertion, or refers to a schema that may have one.
    pub fn has_assertions(&self) -> bool {
        let composed = KeywordSet::ASSERTIONS.or(KeywordSet::COMPOSITION);
        self.boolean == Some(false)
            || self.reference != Reference::None
            || self.keywords().meets(composed)
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

    /// The keywords that few schemas have.
    pub fn rare(&self) -> &Rare<'t> {
        static NONE: LazyLock<Rare<'static>> = LazyLock::new(Rare::default);
        self.rare.as_deref().unwrap_or(&NONE)
    }

    /// The keywords that few schemas have, for writing.
    pub fn rare_mut(&mut self) -> &mut Rare<'t> {
        self.rare.get_or_insert_default()
    }
}

/// Whether a name is that of a keyword outside the core vocabulary.
pub fn describes_schema(name: &str) -> bool {
    names().any(|known| known == name)
}

/// The names that a misspelt keyword is compared with, in this order.
pub fn names() -> impl Iterator<Item = &'static str> {
    let described = KEYWORDS.iter().map(|(_, facts)| facts);
    let described = described.filter(|it| it.class != Class::Core && !it.name.starts_with("x-"));
    described.map(|facts| facts.name)
}

/// The names of the keywords that decide which instances are valid.
pub fn restricting() -> impl Iterator<Item = &'static str> {
    let restricts = |class| !matches!(class, Class::Annotation | Class::Core);
    let facts = KEYWORDS.iter().map(|(_, facts)| facts);
    facts
        .filter(move |facts| restricts(facts.class))
        .map(|facts| facts.name)
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{KEYWORDS, Keyword};

    #[test]
    fn every_keyword_is_found_by_its_name() {
        let names: HashSet<_> = KEYWORDS.iter().map(|(_, facts)| facts.name).collect();
        assert_eq!(names.len(), KEYWORDS.len());
        for (keyword, facts) in KEYWORDS {
            assert_eq!(Keyword::named(facts.name), Some(*keyword));
            assert_eq!(keyword.name(), facts.name);
        }
    }
}
