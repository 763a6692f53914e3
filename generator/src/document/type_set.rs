//! Sets of JSON types.

use std::ops::{BitAnd, BitOr};

use crate::source::Node;

/// A set of JSON types. `number` includes `integer`: it has the bit of integers and one of its own.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TypeSet(u8);

/// The names of the types in `type`.
const NAMES: &[(&str, TypeSet)] = &[
    ("null", TypeSet::NULL),
    ("boolean", TypeSet::BOOLEAN),
    ("integer", TypeSet::INTEGER),
    ("number", TypeSet::NUMBER),
    ("string", TypeSet::STRING),
    ("array", TypeSet::ARRAY),
    ("object", TypeSet::OBJECT),
];

impl TypeSet {
    pub const NONE: Self = Self(0);
    pub const NULL: Self = Self(1);
    pub const BOOLEAN: Self = Self(2);
    pub const INTEGER: Self = Self(4);
    pub const NUMBER: Self = Self(4 | 8);
    pub const STRING: Self = Self(16);
    pub const ARRAY: Self = Self(32);
    pub const OBJECT: Self = Self(64);
    pub const ALL: Self = Self(127);

    /// The sets of one type each; `integer` is part of `number`.
    pub const EACH: &'static [Self] = &[
        Self::NULL,
        Self::BOOLEAN,
        Self::NUMBER,
        Self::STRING,
        Self::ARRAY,
        Self::OBJECT,
    ];

    /// The type with a name of `type`.
    pub fn named(name: &str) -> Option<Self> {
        let known = NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, types)| *types)
    }

    /// The type of a value. A number may be of any: callers differ in which are integers.
    pub fn of(node: &Node) -> Self {
        match node {
            Node::Null => Self::NULL,
            Node::Bool(_) => Self::BOOLEAN,
            Node::Number(_) => Self::NUMBER,
            Node::String(_) => Self::STRING,
            Node::Array(_) => Self::ARRAY,
            Node::Object(_) => Self::OBJECT,
        }
    }

    /// The names of the types in `type`; `integer` only without the other numbers.
    pub fn names(self) -> Vec<&'static str> {
        let known = |is: &dyn Fn(TypeSet) -> bool| NAMES.iter().find(|(_, types)| is(*types));
        let name = |part: Self| {
            let exact = known(&|types| types == part);
            // Numbers without the integers have no name of their own.
            exact.or_else(|| known(&|types| types.meets(part)))
        };
        let names = self.split().filter_map(name);
        names.map(|(name, _)| *name).collect()
    }

    /// Whether both are the same, in constants.
    pub const fn is(self, other: Self) -> bool {
        self.0 == other.0
    }

    /// Whether the intersection is not empty.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The types that are not in the other set.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The set as sets of one type each.
    pub fn split(self) -> impl Iterator<Item = Self> {
        Self::EACH
            .iter()
            .map(move |each| *each & self)
            .filter(|part| *part != Self::NONE)
    }
}

impl BitOr for TypeSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for TypeSet {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::TypeSet;

    #[test]
    fn integers_are_numbers() {
        let fractions = TypeSet::NUMBER.without(TypeSet::INTEGER);
        for (types, expected) in [
            (TypeSet::NUMBER, vec!["number"]),
            (TypeSet::INTEGER, vec!["integer"]),
            (fractions, vec!["number"]),
            (TypeSet::NULL | TypeSet::INTEGER, vec!["null", "integer"]),
            (TypeSet::NONE, vec![]),
        ] {
            assert_eq!(types.names(), expected);
        }
        let names = TypeSet::ALL.names();
        assert_eq!(
            names,
            ["null", "boolean", "number", "string", "array", "object"]
        );
    }
}
