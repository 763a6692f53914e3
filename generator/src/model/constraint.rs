//! Constraints: what the values of a type must satisfy beyond being of it.

use crate::pattern::Engine;

/// A constraint (JSON Schema 2020-12 validation §6).
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`, as an index into [`Api::patterns`](super::Api::patterns)
    Pattern(usize),
    /// `format`, where no type has it
    Format(Format),
    /// `minimum` or `exclusiveMinimum`
    Minimum(Limit),
    /// `maximum` or `exclusiveMaximum`
    Maximum(Limit),
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
    /// A keyword that no type can hold: what the whole value must satisfy
    Rule(&'static str, Box<Rule>),
}

impl Check {
    /// Whether a condition holds for it or for one that its rule is made of.
    pub(super) fn any(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        condition(self) || matches!(self, Self::Rule(_, rule) if rule.any_check(condition))
    }
}

/// What a value must satisfy, whatever its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every value does
    Anything,
    /// No value does
    Nothing,
    /// It is of one of these types of JSON Schema
    Types(Vec<&'static str>),
    /// It is one of these, which are JSON
    Listed(Vec<String>),
    /// A constraint holds, if it is of the kind that the constraint is about
    Holds(Check),
    /// It has these properties, if it is an object
    Required(Vec<String>),
    /// It has no other properties, if it is an object
    Only(Vec<String>),
    /// A property satisfies a rule, if it is there
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
    /// The names of the properties satisfy a rule
    Names(Box<Rule>),
    /// The items satisfy a rule, if it is an array
    Each(Box<Rule>),
    /// The first items satisfy a rule each, and those that follow the last one, if it is an array
    Items(Vec<Rule>, Box<Rule>),
    /// So many items satisfy a rule, if it is an array
    Contains {
        /// The rule
        rule: Box<Rule>,
        /// How many at least
        min: u64,
        /// How many at most
        max: Option<u64>,
    },
    /// It does not satisfy a rule
    Not(Box<Rule>),
    /// It satisfies all of these
    All(Vec<Rule>),
    /// It satisfies one of these at least
    Any(Vec<Rule>),
    /// It satisfies exactly one of these
    One(Vec<Rule>),
    /// It satisfies the second if it satisfies the first, else the third
    When(Box<[Rule; 3]>),
}

impl Rule {
    /// The rules that it is made of.
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
            /// The format that a description calls so.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// What a description calls it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What the support code calls it.
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

/// A bound, as the description writes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limit {
    /// In JSON's grammar.
    pub number: String,
    /// Whether the number itself is out.
    pub exclusive: bool,
}

/// A regular expression (ECMA-262).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pattern {
    /// The name of its constant in Rust.
    pub name: String,
    /// As the description writes it.
    pub source: String,
    /// How it is matched.
    pub engine: Engine,
}
