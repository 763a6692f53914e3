//! Sets of JSON types.

use std::ops::{BitAnd, BitOr};

/// A set of JSON types. `number` includes `integer`: it has the bit of integers and one of its own.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TypeSet(u8);

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

    /// The type that `type` calls by a name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The names of the types in `type`; `integer` only without the other numbers.
    pub fn names(self) -> Vec<&'static str> {
        let all = [
            ("null", Self::NULL),
            ("boolean", Self::BOOLEAN),
            ("number", Self::NUMBER),
            ("string", Self::STRING),
            ("array", Self::ARRAY),
            ("object", Self::OBJECT),
        ];
        let names = all.into_iter().filter(|(_, types)| self.meets(*types));
        names
            .map(|(name, types)| match types & self {
                Self::INTEGER => "integer",
                _ => name,
            })
            .collect()
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
