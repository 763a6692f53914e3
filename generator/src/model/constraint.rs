//! Constraints: assertions beyond the type of a value.

use crate::pattern::Engine;

use super::format::Format;

/// The JSON type whose values a check restricts. It says nothing of others (JSON Schema 2020-12
/// validation §6).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    /// Strings
    Text,
    /// Numbers
    Number,
    /// Arrays
    Array,
    /// Objects
    Object,
    /// Values of all types
    Any,
}

/// The argument of a check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument<'a> {
    /// None
    None,
    /// A limit of a length or of a number of items or properties
    Count(u64),
    /// A number in JSON's grammar
    Number(&'a str),
    /// An index into [`Api::patterns`](super::Api::patterns)
    Pattern(usize),
    /// A format
    Format(Format),
    /// A property, and those that must be there with it
    Dependency(&'a str, &'a [String]),
    /// A rule over the whole value
    Rule(&'a Rule),
}

macro_rules! checks {
    ($(
        $(#[$doc:meta])*
        $variant:ident $(($($payload:ty),*))?: $keyword:literal, $subject:ident, $function:path;
    )*) => {
        /// A constraint (JSON Schema 2020-12 validation §6).
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(
            feature = "serialize",
            derive(serde::Serialize),
            serde(rename_all = "snake_case")
        )]
        pub enum Check {
            $($(#[$doc])* $variant $(($($payload),*))?,)*
            /// A keyword that no type can hold, as a rule over the whole value
            Rule(&'static str, Box<Rule>),
        }

        impl Check {
            /// The functions of the runtime, as paths from its root.
            pub const FUNCTIONS: &'static [&'static str] =
                &[$(stringify!($function),)* RULE, PROPERTY_NAMES];

            /// The keyword.
            pub fn keyword(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $keyword,)*
                    Self::Rule(keyword, _) => keyword,
                }
            }

            /// The JSON type whose values it restricts.
            pub fn subject(&self) -> Subject {
                match self {
                    $(Self::$variant { .. } => Subject::$subject,)*
                    Self::Rule(..) => Subject::Any,
                }
            }

            /// The function of the runtime that checks it, as a path from its root.
            pub fn function(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => stringify!($function),)*
                    Self::Rule(_, rule) if matches!(**rule, Rule::Names(_)) => PROPERTY_NAMES,
                    Self::Rule(..) => RULE,
                }
            }
        }
    };
}

const RULE: &str = "rules::rule";
const PROPERTY_NAMES: &str = "rules::property_names";

checks! {
    /// `minLength`
    MinLength(u64): "minLength", Text, validate::min_length;
    /// `maxLength`
    MaxLength(u64): "maxLength", Text, validate::max_length;
    /// `pattern`, as an index into [`Api::patterns`](super::Api::patterns)
    Pattern(usize): "pattern", Text, validate::pattern::pattern;
    /// `format`, where no type of Rust holds it
    Format(Format): "format", Text, validate::format::format;
    /// `minimum`
    Minimum(String): "minimum", Number, validate::numbers::minimum;
    /// `exclusiveMinimum`
    ExclusiveMinimum(String): "exclusiveMinimum", Number, validate::numbers::exclusive_minimum;
    /// `maximum`
    Maximum(String): "maximum", Number, validate::numbers::maximum;
    /// `exclusiveMaximum`
    ExclusiveMaximum(String): "exclusiveMaximum", Number, validate::numbers::exclusive_maximum;
    /// `multipleOf`
    MultipleOf(String): "multipleOf", Number, validate::numbers::multiple_of;
    /// `minItems`
    MinItems(u64): "minItems", Array, validate::min_items;
    /// `maxItems`
    MaxItems(u64): "maxItems", Array, validate::max_items;
    /// `uniqueItems`
    UniqueItems: "uniqueItems", Array, validate::unique_items;
    /// `minProperties`
    MinProperties(u64): "minProperties", Object, validate::min_properties;
    /// `maxProperties`
    MaxProperties(u64): "maxProperties", Object, validate::max_properties;
    /// `dependentRequired`: a property, and those that must be there with it
    DependentRequired(String, Vec<String>): "dependentRequired", Object, validate::dependent_required;
}

impl Check {
    /// The argument.
    pub fn argument(&self) -> Argument<'_> {
        match self {
            Self::MinLength(limit)
            | Self::MaxLength(limit)
            | Self::MinItems(limit)
            | Self::MaxItems(limit)
            | Self::MinProperties(limit)
            | Self::MaxProperties(limit) => Argument::Count(*limit),
            Self::Minimum(number)
            | Self::ExclusiveMinimum(number)
            | Self::Maximum(number)
            | Self::ExclusiveMaximum(number)
            | Self::MultipleOf(number) => Argument::Number(number),
            Self::Pattern(index) => Argument::Pattern(*index),
            Self::Format(format) => Argument::Format(*format),
            Self::UniqueItems => Argument::None,
            Self::DependentRequired(key, others) => Argument::Dependency(key, others),
            Self::Rule(_, rule) => Argument::Rule(rule),
        }
    }

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
    /// The first rule holds, and the second for each property that it has not looked at
    OtherProperties(Box<[Rule; 2]>),
    /// The same of the items of an array
    OtherItems(Box<[Rule; 2]>),
    /// A rule that others refer to, an index into [`Api::rules`](super::Api::rules)
    Named(usize),
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
            Self::OtherProperties(rules) | Self::OtherItems(rules) => rules.iter().collect(),
            Self::Anything
            | Self::Named(_)
            | Self::Nothing
            | Self::Types(_)
            | Self::Listed(_)
            | Self::Holds(_)
            | Self::Required(_)
            | Self::Only(_) => Vec::new(),
        }
    }

    /// Whether a condition holds for a check that it is made of.
    pub(super) fn any_check(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        match self {
            Self::Holds(check) => check.any(condition),
            _ => self.parts().iter().any(|rule| rule.any_check(condition)),
        }
    }
}

/// A rule that others refer to: that of a schema behind a reference.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct NamedRule {
    /// The name of its function in Rust.
    pub name: String,
    /// The rule.
    pub rule: Rule,
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
