//! Two values → the changes that make one the other.

use serde_json::Value;

/// A step to a node inside another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    pub fn key(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

/// A change of a node. Changes are applied in their order, so that the steps of each are those after
/// the changes before it.
#[derive(Debug, Eq, PartialEq)]
pub enum Change {
    /// Sets the node to the value of this number, and adds it if it is an entry that is not there.
    Set(Vec<Step>, usize),
    /// Removes an entry of an object.
    Remove(Vec<Step>, String),
    /// Rearranges an array of a length: each item is a former one, by index, or a value, by number.
    Items(Vec<Step>, usize, Vec<Item>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Item {
    Former(usize),
    Value(usize),
}

/// The largest number of comparisons of items in which two arrays are aligned.
const MAX_COMPARISONS: usize = 1_000_000;

/// Adds the changes that make `before` what `after` is, and the values that they set.
pub fn difference(
    at: Vec<Step>,
    before: &Value,
    after: &Value,
    changes: &mut Vec<Change>,
    values: &mut Vec<Value>,
) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for key in old.keys().filter(|key| !new.contains_key(*key)) {
                changes.push(Change::Remove(at.clone(), key.clone()));
            }
            for (key, value) in new {
                let inside = below(&at, Step::key(key));
                match old.get(key) {
                    Some(known) => difference(inside, known, value, changes, values),
                    None => changes.push(Change::Set(inside, add(value, values))),
                }
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            let pairs = align(old, new);
            let items: Vec<Item> = pairs
                .iter()
                .zip(new)
                .map(|(former, value)| match former {
                    Some(index) => Item::Former(*index),
                    None => Item::Value(add(value, values)),
                })
                .collect();
            let is_same = old.len() == new.len()
                && items
                    .iter()
                    .enumerate()
                    .all(|(at, item)| *item == Item::Former(at));
            if !is_same {
                changes.push(Change::Items(at.clone(), old.len(), items));
            }
            for (index, (former, value)) in pairs.iter().zip(new).enumerate() {
                if let Some(known) = former.and_then(|former| old.get(former)) {
                    let inside = below(&at, Step::Index(index));
                    difference(inside, known, value, changes, values);
                }
            }
        }
        _ => changes.push(Change::Set(at, add(after, values))),
    }
}

fn below(at: &[Step], step: Step) -> Vec<Step> {
    let mut inside = at.to_vec();
    inside.push(step);
    inside
}

fn add(value: &Value, values: &mut Vec<Value>) -> usize {
    values.push(value.clone());
    values.len() - 1
}

/// For each new item the former one that it is, or was made from; each former one at most once, in
/// their order.
fn align(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let same = old
        .iter()
        .zip(new)
        .take_while(|(old, new)| old == new)
        .count();
    let rest = old.len().min(new.len()) - same;
    let ends = old.iter().rev().zip(new.iter().rev());
    let end = ends.take(rest).take_while(|(old, new)| old == new).count();
    let (old_middle, new_middle) = (&old[same..old.len() - end], &new[same..new.len() - end]);
    let mut pairs: Vec<Option<usize>> = (0..same).map(Some).collect();
    let middle = align_middle(old_middle, new_middle);
    pairs.extend(middle.iter().map(|it| it.map(|index| index + same)));
    pairs.extend((old.len() - end..old.len()).map(Some));
    pairs
}

fn align_middle(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut from = (0, 0);
    let equal = common(old, new).into_iter().chain([(old.len(), new.len())]);
    for (old_at, new_at) in equal {
        // Between items that are equal, those are the same that are called the same, or all if there
        // are as many.
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

/// What an item is called: parameters have a name, references and servers an address.
fn identity(value: &Value) -> Option<&str> {
    let keys = ["name", "$ref", "url"].iter();
    keys.filter_map(|key| value.get(key)?.as_str()).next()
}

/// The indices of a longest common subsequence.
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
    use serde_json::{Value, json};

    use super::{Change, Item, Step, difference};

    fn changes(before: &Value, after: &Value) -> (Vec<Change>, Vec<Value>) {
        let (mut changes, mut values) = (Vec::new(), Vec::new());
        difference(Vec::new(), before, after, &mut changes, &mut values);
        (changes, values)
    }

    #[test]
    fn only_what_differs_is_changed() {
        assert_eq!(
            changes(&json!({"a": [1, {"b": 2}]}), &json!({"a": [1, {"b": 2}]})).0,
            []
        );
        let (found, values) = changes(
            &json!({"a": 1, "b": {"c": 1}}),
            &json!({"b": {"c": 2, "d": 3}}),
        );
        let inside = |key| vec![Step::key("b"), Step::key(key)];
        assert_eq!(
            found,
            [
                Change::Remove(vec![], "a".to_owned()),
                Change::Set(inside("c"), 0),
                Change::Set(inside("d"), 1),
            ]
        );
        assert_eq!(values, [json!(2), json!(3)]);
    }

    #[test]
    fn items_are_found_again() {
        use Item::{Former, Value};
        for (before, after, expected) in [
            (json!([1, 2, 3]), json!([1, 3]), vec![Former(0), Former(2)]),
            (
                json!([1, 2, 3, 4, 5]),
                json!([1, 3, 5]),
                vec![Former(0), Former(2), Former(4)],
            ),
            (
                json!([1, 2]),
                json!([0, 1, 2]),
                vec![Value(0), Former(0), Former(1)],
            ),
            (
                json!([1, 2]),
                json!([1, 9, 2, 8]),
                vec![Former(0), Value(0), Former(1), Value(1)],
            ),
            (
                json!([{"name": "a"}, {"name": "b"}, {"name": "c"}]),
                json!([{"name": "b", "x": 1}, {"name": "d"}]),
                vec![Former(1), Value(0)],
            ),
        ] {
            let (found, _) = changes(&before, &after);
            let length = before.as_array().map_or(0, Vec::len);
            assert_eq!(
                found.first(),
                Some(&Change::Items(vec![], length, expected)),
                "{after}"
            );
        }
        // As many without names are the same, one by one.
        let (found, _) = changes(&json!([{"a": 1}, 2]), &json!([{"a": 2}, 2]));
        assert_eq!(
            found,
            [Change::Set(vec![Step::Index(0), Step::key("a")], 0)]
        );
    }
}
