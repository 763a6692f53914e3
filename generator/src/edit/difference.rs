//! Two values, and the node that the first was made from → the change that makes it the second.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::source::Node;

/// A change of a node.
#[derive(Debug, Eq, PartialEq)]
pub enum Change {
    /// The node stays.
    Keep,
    /// It becomes the value of this number.
    Set(usize),
    /// Entries of the object change, are added, or are removed (`None`).
    Entries(BTreeMap<String, Option<Change>>),
    /// The array consists of these items.
    Items(Vec<Item>),
}

/// An item of an array after a change.
#[derive(Debug, Eq, PartialEq)]
pub enum Item {
    /// The former item of this index, changed.
    Former(usize, Change),
    /// The value of this number.
    Value(usize),
}

impl Change {
    /// The change of the node that has the changed one at the end of these keys.
    pub fn inside(self, keys: &[&str]) -> Self {
        keys.iter().rev().fold(self, |change, key| match change {
            Self::Keep => Self::Keep,
            change => Self::Entries(BTreeMap::from([((*key).to_owned(), Some(change))])),
        })
    }

    /// Both changes, of which none changes what the other one does.
    pub fn merge(&mut self, other: Self) {
        match (self, other) {
            (_, Self::Keep) => {}
            (Self::Entries(entries), Self::Entries(others)) => {
                for (key, other) in others {
                    match (entries.get_mut(&key), other) {
                        (Some(Some(known)), Some(other)) => known.merge(other),
                        (_, other) => {
                            entries.insert(key, other);
                        }
                    }
                }
            }
            (known, other) => *known = other,
        }
    }
}

/// The largest number of comparisons of items in which two arrays are aligned.
const MAX_COMPARISONS: usize = 1_000_000;

/// The change that makes `before` what `after` is, for the node that `before` was made from; values
/// that it sets are added to `values`. Where the node is not of the kind of `before`, which defaults
/// of a typed value may have, it becomes `after`.
pub fn difference(
    node: Option<&Node>,
    before: &Value,
    after: &Value,
    values: &mut Vec<Value>,
) -> Change {
    if before == after {
        return Change::Keep;
    }
    match (node, before, after) {
        (Some(node @ Node::Object(_)), Value::Object(old), Value::Object(new)) => {
            let removed = old.keys().filter(|key| !new.contains_key(*key));
            let mut entries: BTreeMap<_, _> = removed.map(|key| (key.clone(), None)).collect();
            for (key, value) in new {
                let change = match old.get(key) {
                    Some(known) => difference(node.get(key), known, value, values),
                    None => set(value, values),
                };
                if change != Change::Keep {
                    entries.insert(key.clone(), Some(change));
                }
            }
            Change::Entries(entries)
        }
        (Some(Node::Array(nodes)), Value::Array(old), Value::Array(new))
            if nodes.len() == old.len() =>
        {
            let pairs = align(old, new).into_iter().zip(new);
            let items = pairs.map(|(former, value)| match former {
                Some(at) => {
                    let change = difference(nodes.get(at), &old[at], value, values);
                    Item::Former(at, change)
                }
                None => Item::Value(add(value, values)),
            });
            Change::Items(items.collect())
        }
        _ => set(after, values),
    }
}

fn set(value: &Value, values: &mut Vec<Value>) -> Change {
    Change::Set(add(value, values))
}

fn add(value: &Value, values: &mut Vec<Value>) -> usize {
    values.push(value.clone());
    values.len() - 1
}

/// For each new item the former one that it is, or was made from; each former one at most once, in
/// their order.
fn align(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let pairs = old.iter().zip(new);
    let same = pairs.take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - same;
    let ends = old.iter().rev().zip(new.iter().rev());
    let end = ends.take(rest).take_while(|(old, new)| old == new).count();
    let middle = align_middle(&old[same..old.len() - end], &new[same..new.len() - end]);
    let middle = middle.into_iter().map(|it| it.map(|index| index + same));
    let start = (0..same).map(Some);
    let end = (old.len() - end..old.len()).map(Some);
    start.chain(middle).chain(end).collect()
}

/// Aligns equal items, and between those the items of the same identity, or all of them one by one if
/// there are as many.
fn align_middle(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut from = (0, 0);
    let equal = common(old, new).into_iter();
    for (old_at, new_at) in equal.chain([(old.len(), new.len())]) {
        let (old_gap, new_gap) = (&old[from.0..old_at], &new[from.1..new_at]);
        let mut next = 0;
        for (at, value) in new_gap.iter().enumerate() {
            let mut open = old_gap.iter().enumerate().skip(next);
            let known = match identity(value) {
                Some(name) => open.find(|(_, it)| identity(it) == Some(name)),
                None if old_gap.len() == new_gap.len() => open.find(|(index, _)| *index == at),
                None => None,
            };
            if let Some((index, _)) = known {
                next = index + 1;
                pairs[from.1 + at] = Some(from.0 + index);
            }
        }
        if let Some(pair) = pairs.get_mut(new_at) {
            *pair = Some(old_at);
        }
        from = (old_at + 1, new_at + 1);
    }
    pairs
}

/// The name of an item: parameters and tags have one, references and servers an address.
fn identity(value: &Value) -> Option<&str> {
    let keys = ["name", "$ref", "url"].iter();
    keys.filter_map(|key| value.get(key)?.as_str()).next()
}

/// The indices of a longest common subsequence; none for arrays that take too many comparisons.
fn common(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MAX_COMPARISONS {
        return Vec::new();
    }
    let width = new.len() + 1;
    let mut lengths = vec![0_usize; (old.len() + 1) * width];
    for (row, old) in old.iter().enumerate().rev() {
        for (column, new) in new.iter().enumerate().rev() {
            let at = row * width + column;
            lengths[at] = match old == new {
                true => lengths[at + width + 1] + 1,
                false => lengths[at + width].max(lengths[at + 1]),
            };
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while row < old.len() && column < new.len() {
        let at = row * width + column;
        if old[row] == new[column] {
            found.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if lengths[at + width] >= lengths[at + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use serde_json::{Value, json};

    use super::{Change, Item, difference};
    use crate::source;

    fn change(before: &Value, after: &Value) -> (Change, Vec<Value>) {
        let tree = source::parse(Path::new("t"), before.to_string()).expect("it is JSON");
        let mut values = Vec::new();
        let change = difference(Some(&tree.files[0].root), before, after, &mut values);
        (change, values)
    }

    fn entries<const N: usize>(entries: [(&str, Option<Change>); N]) -> Change {
        let entries = entries.map(|(key, change)| (key.to_owned(), change));
        Change::Entries(BTreeMap::from(entries))
    }

    #[test]
    fn only_what_differs_is_changed() {
        let same = json!({"a": [1, {"b": 2}]});
        assert_eq!(change(&same, &same).0, Change::Keep);
        let (found, values) = change(
            &json!({"a": 1, "b": {"c": 1}, "e": 1}),
            &json!({"b": {"c": 2, "d": 3}, "e": 1}),
        );
        let inner = entries([("c", Some(Change::Set(0))), ("d", Some(Change::Set(1)))]);
        assert_eq!(found, entries([("a", None), ("b", Some(inner))]));
        assert_eq!(values, [json!(2), json!(3)]);
    }

    #[test]
    fn items_are_found_again() {
        let former = |index| Item::Former(index, Change::Keep);
        let value = Item::Value;
        for (before, after, expected) in [
            (json!([1, 2, 3]), json!([1, 3]), vec![former(0), former(2)]),
            (
                json!([1, 2, 3, 4, 5]),
                json!([1, 3, 5]),
                vec![former(0), former(2), former(4)],
            ),
            (
                json!([1, 2]),
                json!([0, 1, 2]),
                vec![value(0), former(0), former(1)],
            ),
            (
                json!([1, 2]),
                json!([1, 9, 2, 8]),
                vec![former(0), value(0), former(1), value(1)],
            ),
            (
                json!([{"name": "a"}, {"name": "b"}, {"name": "c"}]),
                json!([{"name": "b", "x": 1}, {"name": "d"}]),
                vec![
                    Item::Former(1, entries([("x", Some(Change::Set(0)))])),
                    value(1),
                ],
            ),
            // As many without names are the same, one by one.
            (
                json!([{"a": 1}, 2]),
                json!([{"a": 2}, 2]),
                vec![
                    Item::Former(0, entries([("a", Some(Change::Set(0)))])),
                    former(1),
                ],
            ),
        ] {
            assert_eq!(
                change(&before, &after).0,
                Change::Items(expected),
                "{after}"
            );
        }
    }

    #[test]
    fn a_node_that_is_not_there_becomes_the_whole_value() {
        let tree = source::parse(Path::new("t"), r#"{"a": 1}"#.to_owned()).expect("it is JSON");
        let (before, after) = (
            json!({"a": 1, "b": {}, "c": []}),
            json!({"a": 1, "b": {"d": 2}, "c": [3]}),
        );
        let mut values = Vec::new();
        let found = difference(Some(&tree.files[0].root), &before, &after, &mut values);
        assert_eq!(
            found,
            entries([("b", Some(Change::Set(0))), ("c", Some(Change::Set(1)))])
        );
        assert_eq!(values, [json!({"d": 2}), json!([3])]);
    }
}
