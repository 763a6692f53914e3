//! Listed values: which of them the types allow, and which are equal.

use std::collections::HashSet;

use crate::document::{Decimal, TypeSet};
use crate::lower::schema::merge::Value;
use crate::lower::schema::shape::{EnumBase, SchemaShape};
use crate::source::Node;

/// The shape of `enum` or `const`; `None` if the types exclude every value, so that the list has no effect.
pub fn enumeration<'t>(values: &[Value<'t>], types: TypeSet) -> Option<SchemaShape<'t>> {
    let mut seen = HashSet::new();
    let listed: Vec<Value<'t>> = values
        .iter()
        .filter(|value| *value.at.node != Node::Null)
        .filter(|value| is_allowed(value.at.node, types))
        .filter(|value| seen.insert(listed_key(value.at.node, types == TypeSet::STRING)))
        .copied()
        .collect();
    if listed.is_empty() {
        let only_null = values.iter().all(|value| *value.at.node == Node::Null);
        return (only_null && !values.is_empty()).then_some(SchemaShape::Null);
    }
    let all = |is: fn(&Node) -> bool| listed.iter().all(|value| is(value.at.node));
    let base = if types == TypeSet::STRING || all(|node| matches!(node, Node::String(_))) {
        EnumBase::Text
    } else if all(|node| matches!(node, Node::Number(number) if number.as_i64().is_some())) {
        EnumBase::Integer
    } else if all(|node| matches!(node, Node::Bool(_))) && listed.len() == 2 {
        return Some(SchemaShape::Boolean);
    } else {
        EnumBase::Any
    };
    Some(SchemaShape::Enum(listed, base))
}

/// A key that two listed values share if one of them is redundant. Where only strings are allowed,
/// numbers and booleans count as the strings that YAML failed to quote.
pub fn listed_key(node: &Node, only_strings: bool) -> String {
    match node {
        Node::Number(number) if only_strings => format!("{:?}", number.0),
        Node::Bool(flag) if only_strings => format!("{:?}", flag.to_string()),
        _ => value_key(node),
    }
}

/// Whether the types allow a listed value. Where only strings are allowed, an unquoted number or
/// boolean counts as a string.
fn is_allowed(node: &Node, types: TypeSet) -> bool {
    let of = match node {
        Node::Bool(_) | Node::Number(_) if types == TypeSet::STRING => return true,
        Node::Number(number) if number.as_i64().is_some() => TypeSet::INTEGER,
        Node::Number(_) => TypeSet::NUMBER.without(TypeSet::INTEGER),
        node => TypeSet::of(node),
    };
    types.meets(of)
}

/// A key that two values share if they are equal to JSON Schema: numbers by value, objects in any
/// order.
pub fn value_key(value: &Node) -> String {
    match value {
        Node::Number(number) => Decimal::new(number).canonical(),
        Node::Array(items) => {
            let items: Vec<_> = items.iter().map(value_key).collect();
            format!("[{}]", items.join(","))
        }
        Node::Object(entries) => {
            let mut entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{key:?}:{}", value_key(value)))
                .collect();
            entries.sort_unstable();
            format!("{{{}}}", entries.join(","))
        }
        Node::String(text) => format!("{text:?}"),
        Node::Bool(flag) => flag.to_string(),
        Node::Null => "null".to_owned(),
    }
}
