//! A description → one that somebody's editor, script or network has spoilt.

use oasmith::source::{Node, Number};

/// Numbers that look random and are the same in every run (SplitMix64).
#[derive(Clone, Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 when that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.draw() % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// What a value or a key may become: values of other kinds, and words that mean something.
const WORDS: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1e400",
    "0.1",
    "\"\"",
    "[]",
    "{}",
    "~",
    "\"200\"",
    "default",
    "object",
    "array",
    "string",
    "integer",
    "number",
    "uuid",
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "const",
    "enum",
    "items",
    "nullable",
    "required",
    "properties",
    "additionalProperties",
    "patternProperties",
    "discriminator",
    "pattern",
    "\"(\"",
    "\"^[a-z]*$\"",
    "#/",
    "#/components/schemas",
    "&a",
    "*a",
    "<<",
    "!!str",
    "\u{202e}",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "#",
    "|",
    ">",
    "\t",
    "\n",
];

/// A few changes to a text in a row: lines cut, doubled, swapped and indented, words and bytes
/// replaced, the end cut off.
pub fn text(text: &str, numbers: &mut Numbers) -> String {
    let mut text = text.to_owned();
    for _ in 0..=numbers.below(4) {
        text = match numbers.below(8) {
            0..=4 => with_other_lines(&text, numbers),
            5 | 6 => with_another_word(&text, numbers),
            _ => with_another_byte(&text, numbers),
        };
    }
    text
}

fn with_other_lines(text: &str, numbers: &mut Numbers) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return String::new();
    }
    let (at, to) = (numbers.below(lines.len()), numbers.below(lines.len()));
    match numbers.below(5) {
        0 => {
            let few = (at + 1 + numbers.below(5)).min(lines.len());
            lines.drain(at..few);
        }
        1 => lines.insert(to, lines[at].clone()),
        2 => lines.swap(at, to),
        3 => lines[at].insert_str(0, "  "),
        _ => lines.truncate(at),
    }
    lines.join("\n")
}

fn with_another_word(text: &str, numbers: &mut Numbers) -> String {
    let is_word = |character: char| character.is_alphanumeric() || "$/#-_".contains(character);
    let words: Vec<_> = text
        .split(|character| !is_word(character))
        .filter(|word| !word.is_empty())
        .collect();
    let Some(old) = numbers.pick(&words) else {
        return numbers.pick(WORDS).copied().unwrap_or_default().to_owned();
    };
    // The word is a part of the text, so this is where it stands.
    let start = old.as_ptr() as usize - text.as_ptr() as usize;
    let new = match numbers.below(2) {
        0 => numbers.pick(WORDS),
        _ => numbers.pick(&words),
    };
    format!(
        "{}{}{}",
        &text[..start],
        new.copied().unwrap_or_default(),
        &text[start + old.len()..]
    )
}

fn with_another_byte(text: &str, numbers: &mut Numbers) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return String::new();
    }
    let at = numbers.below(bytes.len());
    match numbers.below(4) {
        0 => drop(bytes.remove(at)),
        1 => bytes[at] = numbers.draw() as u8,
        2 => bytes[at] ^= 1 << numbers.below(8),
        _ => bytes.truncate(at),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A few changes to a tree in a row: nodes dropped, swapped, doubled, made something else, taken
/// from another place or from another description.
pub fn tree(root: &Node, other: &Node, numbers: &mut Numbers) -> Node {
    let mut root = root.clone();
    for _ in 0..=numbers.below(4) {
        let steps = somewhere(&root, numbers);
        let borrowed = match numbers.below(3) {
            0 => at(other, &somewhere(other, numbers)).clone(),
            _ => at(&root, &somewhere(&root, numbers)).clone(),
        };
        change(at_mut(&mut root, &steps), borrowed, numbers);
    }
    root
}

/// One change of a node or of what is in it.
fn change(node: &mut Node, borrowed: Node, numbers: &mut Numbers) {
    let length = match node {
        Node::Array(items) => items.len(),
        Node::Object(entries) => entries.len(),
        _ => 0,
    };
    let (from, to) = (numbers.below(length), numbers.below(length));
    match (numbers.below(8), node) {
        (0, Node::Array(items)) if length > 0 => drop(items.remove(from)),
        (0, Node::Object(entries)) if length > 0 => drop(entries.remove(from)),
        (1, Node::Array(items)) if length > 0 => items.swap(from, to),
        // Values change places, keys stay.
        (1, Node::Object(entries)) if length > 0 => {
            let value = entries[from].1.clone();
            entries[from].1 = std::mem::replace(&mut entries[to].1, value);
        }
        (2, Node::Array(items)) if length > 0 => items.insert(to, items[from].clone()),
        // The same key once more.
        (2, Node::Object(entries)) if length > 0 => entries.insert(to, entries[from].clone()),
        (3, Node::Object(entries)) if length > 0 => entries[from].0 = key(entries, numbers),
        (4, Node::Array(items)) => items.insert(to, borrowed),
        (4, Node::Object(entries)) => {
            let key = key(entries, numbers);
            entries.insert(to, (key, borrowed));
        }
        (5, node) => *node = retyped(node, numbers),
        (_, node) => *node = borrowed,
    }
}

/// A word that means something as a key, or one that stands there.
fn key(entries: &[(Box<str>, Node)], numbers: &mut Numbers) -> Box<str> {
    match (numbers.below(2), numbers.pick(entries)) {
        (0, Some((key, _))) => key.clone(),
        _ => numbers.pick(WORDS).copied().unwrap_or_default().into(),
    }
}

/// The same said with another kind of value.
fn retyped(node: &Node, numbers: &mut Numbers) -> Node {
    let text = match node {
        Node::String(text) => text.to_string(),
        Node::Number(number) => number.0.to_string(),
        Node::Bool(truth) => truth.to_string(),
        Node::Null => "null".to_owned(),
        Node::Array(_) | Node::Object(_) => String::new(),
    };
    match numbers.below(8) {
        0 => Node::Null,
        1 => Node::Bool(numbers.below(2) == 0),
        2 => Node::Number(Number(
            ["0", "-1", "1e400", "18446744073709551616", "0.1"][numbers.below(5)].into(),
        )),
        3 => Node::String(text.into()),
        4 => Node::Array(vec![node.clone()]),
        5 => Node::Object(vec![(text.into(), node.clone())]),
        6 => Node::Array(Vec::new()),
        _ => Node::Object(Vec::new()),
    }
}

/// The way to a node: an index at each level.
fn somewhere(root: &Node, numbers: &mut Numbers) -> Vec<usize> {
    let mut steps = Vec::new();
    let mut node = root;
    loop {
        let length = match node {
            Node::Array(items) => items.len(),
            Node::Object(entries) => entries.len(),
            _ => 0,
        };
        // The deeper, the more there is; the root is hardly ever meant.
        if length == 0 || (!steps.is_empty() && numbers.below(6) == 0) {
            return steps;
        }
        let step = numbers.below(length);
        steps.push(step);
        node = at(node, &[step]);
    }
}

fn at<'a>(node: &'a Node, steps: &[usize]) -> &'a Node {
    steps.iter().fold(node, |node, step| match node {
        Node::Array(items) => items.get(*step).unwrap_or(node),
        Node::Object(entries) => entries.get(*step).map_or(node, |(_, value)| value),
        _ => node,
    })
}

fn at_mut<'a>(node: &'a mut Node, steps: &[usize]) -> &'a mut Node {
    let Some((step, rest)) = steps.split_first() else {
        return node;
    };
    match node {
        Node::Array(items) => at_mut(&mut items[*step], rest),
        Node::Object(entries) => at_mut(&mut entries[*step].1, rest),
        other => other,
    }
}

/// A tree as JSON.
pub fn json(node: &Node) -> String {
    let mut text = String::new();
    write(&mut text, node);
    text
}

fn write(text: &mut String, node: &Node) {
    match node {
        Node::Null => text.push_str("null"),
        Node::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
        Node::Number(number) => text.push_str(&number.0),
        Node::String(value) => string(text, value),
        Node::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index > 0 { ",\n" } else { "" });
                write(text, item);
            }
            text.push(']');
        }
        Node::Object(entries) => {
            text.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                text.push_str(if index > 0 { ",\n" } else { "" });
                string(text, key);
                text.push(':');
                write(text, value);
            }
            text.push('}');
        }
    }
}

fn string(text: &mut String, value: &str) {
    text.push_str(&serde_json::Value::from(value).to_string());
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use oasmith::source::{self, Node};

    use super::{Numbers, json, text, tree};

    fn parse(text: &str) -> Node {
        let mut tree = source::parse(Path::new("t.yaml"), text.to_owned())
            .unwrap_or_else(|_| panic!("{text}"));
        tree.files.remove(0).root
    }

    const TEXT: &str = "a: [1, 2.50, \"x\\n\\\"\", null]\nb: {c: true, d: {e: [[]]}}\n";

    #[test]
    fn a_seed_always_gives_the_same_mutant() {
        let root = parse(TEXT);
        for seed in 0..100 {
            let numbers = || Numbers(seed);
            assert_eq!(text(TEXT, &mut numbers()), text(TEXT, &mut numbers()));
            assert_eq!(
                tree(&root, &root, &mut numbers()),
                tree(&root, &root, &mut numbers())
            );
        }
        assert!((0..100).any(|seed| tree(&root, &root, &mut Numbers(seed)) != root));
    }

    #[test]
    fn a_tree_as_json_is_the_same_tree() {
        let root = parse(TEXT);
        assert_eq!(
            parse(&json(&root)),
            parse(
                "{\"a\": [1, 2.50, \"x\\n\\\"\", null], \"b\": {\"c\": true, \"d\": {\"e\": [[]]}}}"
            )
        );
    }
}
