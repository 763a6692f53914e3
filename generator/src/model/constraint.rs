//! Constraints: assertions beyond the type of a value.

use crate::pattern::Engine;

/// A constraint (JSON Schema 2020-12 validation §6).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Check {
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`, as an index into [`Api::patterns`](super::Api::patterns)
    Pattern(usize),
    /// `format`, where it has no type
    Format(Format),
    /// `minimum` or `exclusiveMinimum`
    Minimum(Bound),
    /// `maximum` or `exclusiveMaximum`
    Maximum(Bound),
    /// `multipleOf`
    MultipleOf(String),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// `dependentRequired`: a property, and those that must be there with it
    DependentRequired(String, Vec<String>),
    /// A keyword that no type can hold, as a rule over the whole value
    Rule(&'static str, Box<Rule>),
}

impl Check {
    /// Whether a condition holds for the check or for one in its rule.
    pub(super) fn any(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        condition(self) || matches!(self, Self::Rule(_, rule) if rule.any_check(condition))
    }
}

/// A predicate over a JSON value of any type.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Rule {
    /// Always true
    Anything,
    /// Always false
    Nothing,
    /// The value has one of these JSON types
    Types(Vec<&'static str>),
    /// The value is one of these, which are JSON
    Listed(Vec<String>),
    /// A check holds, or does not apply to the JSON type of the value
    Holds(Check),
    /// An object has these properties
    Required(Vec<String>),
    /// An object has no other properties
    Only(Vec<String>),
    /// A property satisfies a rule, if it is present
    Property(String, Box<Rule>),
    /// The properties whose names match a pattern, an index into [`Api::patterns`](super::Api::patterns), satisfy a rule
    Matching(usize, Box<Rule>),
    /// The properties that are neither named nor match one of the patterns satisfy a rule
    Others {
        /// The names
        names: Vec<String>,
        /// The patterns, as indices into [`Api::patterns`](super::Api::patterns)
        patterns: Vec<usize>,
        /// The rule
        rule: Box<Rule>,
    },
    /// The property names satisfy a rule
    Names(Box<Rule>),
    /// The items of an array satisfy a rule
    Each(Box<Rule>),
    /// The first items of an array satisfy a rule each, and the items after them the last one
    Items(Vec<Rule>, Box<Rule>),
    /// A number of items of an array satisfy a rule
    Contains {
        /// The rule
        rule: Box<Rule>,
        /// The minimum number
        min: u64,
        /// The maximum number
        max: Option<u64>,
    },
    /// The rule does not hold
    Not(Box<Rule>),
    /// All of these hold
    All(Vec<Rule>),
    /// At least one of these holds
    Any(Vec<Rule>),
    /// Exactly one of these holds
    One(Vec<Rule>),
    /// The second rule holds if the first does, else the third
    When(Box<[Rule; 3]>),
}

impl Rule {
    /// The rules in the rule.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Property(_, rule)
            | Self::Matching(_, rule)
            | Self::Names(rule)
            | Self::Each(rule)
            | Self::Not(rule) => vec![rule],
            Self::Contains { rule, .. } | Self::Others { rule, .. } => vec![rule],
            Self::Items(first, rest) => first.iter().chain([&**rest]).collect(),
            Self::All(rules) | Self::Any(rules) | Self::One(rules) => rules.iter().collect(),
            Self::When(rules) => rules.iter().collect(),
            Self::Anything
            | Self::Nothing
            | Self::Types(_)
            | Self::Listed(_)
            | Self::Holds(_)
            | Self::Required(_)
            | Self::Only(_) => Vec::new(),
        }
    }

    /// Whether a condition holds for a check that it is made of.
    fn any_check(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        match self {
            Self::Holds(check) => check.any(condition),
            _ => self.parts().iter().any(|rule| rule.any_check(condition)),
        }
    }
}

macro_rules! formats {
    ($($variant:ident $name:literal,)*) => {
        /// A format of strings that has no type of its own (JSON Schema 2020-12 validation §7.3).
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Format {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Format {
            /// The format of a name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The name in descriptions.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The variant in the runtime.
            pub fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }
        }
    };
}

formats! {
    Base64Url "base64url",
    Char "char",
    Date "date",
    DateTime "date-time",
    Decimal "decimal",
    Duration "duration",
    Email "email",
    Hostname "hostname",
    IdnEmail "idn-email",
    IdnHostname "idn-hostname",
    Iri "iri",
    IriReference "iri-reference",
    JsonPointer "json-pointer",
    RelativeJsonPointer "relative-json-pointer",
    Time "time",
    Uri "uri",
    UriReference "uri-reference",
    UriTemplate "uri-template",
}

/// A bound of a number.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Bound {
    /// The number, in JSON's grammar.
    pub number: String,
    /// Whether the number itself is excluded.
    pub exclusive: bool,
}

/// A regular expression (ECMA-262).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Pattern {
    /// The name of its constant in Rust.
    pub name: String,
    /// The pattern of the description.
    pub source: String,
    /// The engine that matches it.
    #[cfg_attr(feature = "serialize", serde(skip))]
    pub engine: Engine,
}
