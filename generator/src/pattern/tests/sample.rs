//! Random patterns, and texts that match a pattern or nearly do.

use crate::pattern::parse::parse;
use crate::pattern::syntax::{Node, Repeat};

/// A generator of pseudo-random numbers (xorshift64*), the same in every run.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const ATOMS: &[&str] = &[
    "a",
    "b",
    "c",
    "A",
    "_",
    "0",
    "7",
    "-",
    " ",
    "é",
    "ſ",
    "K",
    "😀",
    ".",
    r"\d",
    r"\D",
    r"\w",
    r"\W",
    r"\s",
    r"\S",
    "[abc]",
    "[^a]",
    "[]",
    "[^]",
    "[a-c]",
    r"[\w-]",
    r"[^\s\d]",
    r"[\d\-]",
    r"[a-]",
    r"[\b]",
    r"\n",
    r"\t",
    r"\x41",
    r"\u0061",
    r"\u{62}",
    r"\cA",
    r"\0",
    r"\.",
    r"\/",
    r"\-",
    r"\_",
    r"\p{L}",
    r"\P{Lu}",
    r"[\p{Nd}_]",
    r"[^\p{L}a]",
    r"\p{Script=Greek}",
    "λ",
    r"\uD83D\uDE00",
    "[😀-😎]",
    r"\u2028",
    "]",
    "}",
    "{",
    "{,3}",
    "x{",
    r"\8",
    r"\01",
    r"\x4",
    r"\u00",
    r"\c",
    r"[\c]",
    r"[\c1]",
    r"[a-\d]",
    r"[^\W]",
    r"[^\P{L}]",
];
const ASSERTIONS: &[&str] = &["^", "$", r"\b", r"\B", "^", "$"];
const QUANTIFIERS: &[&str] = &[
    "*", "+", "?", "{2}", "{0}", "{1,2}", "{0,3}", "{2,}", "*?", "+?", "??", "{1,3}?",
];
const OPENINGS: &[&str] = &[
    "(", "(?:", "(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", "(?i:", "(?s:", "(?m:", "(?-i:",
];
const REFERENCES: &[&str] = &[r"\1", r"\2", r"\k<n>", r"\3"];

/// A pattern of the whole grammar; many are not valid.
pub fn pattern(random: &mut Random, depth: usize) -> String {
    let mut text = String::new();
    for alternative in 0..=usize::from(random.below(4) == 0) {
        if alternative > 0 {
            text.push('|');
        }
        for _ in 0..1 + random.below(4) {
            term(random, depth, &mut text);
        }
    }
    text
}

fn term(random: &mut Random, depth: usize, text: &mut String) {
    match random.below(12) {
        0 | 1 => return text.push_str(random.one(ASSERTIONS)),
        2 if random.below(2) == 0 => text.push_str(random.one(REFERENCES)),
        3..=5 if depth > 0 => {
            text.push_str(random.one(OPENINGS));
            text.push_str(&pattern(random, depth - 1));
            text.push(')');
        }
        _ => text.push_str(random.one(ATOMS)),
    }
    if random.below(3) == 0 {
        text.push_str(random.one(QUANTIFIERS));
    }
}

/// Texts of about so many bytes, for which a pattern may take much work: one that matches over and over
/// again, the same with another end, and its characters alone.
pub fn hostile(source: &str, bytes: usize, random: &mut Random) -> Vec<String> {
    let tree = parse(source).expect("it has been parsed before");
    let mut texts = Vec::new();
    for end in ["", "\u{0}", "!"] {
        let part: String = text(&tree, random).chars().take(200).collect();
        let first: String = part.chars().take(1).collect();
        for part in [part, first, "a".to_owned(), "0".to_owned(), "a.".to_owned()] {
            let count = bytes / part.len().max(1);
            texts.push(part.repeat(count.min(bytes)) + end);
        }
    }
    texts
}

/// A text that a pattern might match: one without look-arounds does, unless an assertion in it
/// fails.
pub fn text(node: &Node, random: &mut Random) -> String {
    let mut captured = Vec::new();
    let mut text = String::new();
    add(node, random, &mut text, &mut captured);
    text
}

fn add(node: &Node, random: &mut Random, text: &mut String, captured: &mut Vec<(usize, String)>) {
    match node {
        Node::Class(class) => {
            let ranges: Vec<_> = class.ranges().collect();
            // The first characters of large sets are the common ones.
            let (from, to) = match ranges.len() {
                0 => return,
                count => ranges[random.below(count.min(4))],
            };
            let offset = random.below((u32::from(to) - u32::from(from) + 1).min(40) as usize);
            text.extend(char::from_u32(u32::from(from) + offset as u32).or(Some(from)));
        }
        Node::Sequence(nodes) => nodes.iter().for_each(|it| add(it, random, text, captured)),
        Node::Choice(nodes) => add(&nodes[random.below(nodes.len())], random, text, captured),
        Node::Repeat(Repeat { node, min, max, .. }) => {
            let limit = max.unwrap_or(min + 2).min(min + 2);
            let count = min + random.below((limit - min + 1) as usize) as u32;
            for _ in 0..count.min(40) {
                add(node, random, text, captured);
            }
        }
        Node::Group(number, node) => {
            let start = text.len();
            add(node, random, text, captured);
            captured.push((*number, text[start..].to_owned()));
        }
        Node::Reference { groups, .. } => {
            let known = captured
                .iter()
                .rev()
                .find(|(number, _)| groups.contains(number));
            let known = known.map(|(_, known)| known.clone());
            text.push_str(&known.unwrap_or_default());
        }
        Node::Look(look) if !look.negated && random.below(2) == 0 => {
            add(&look.node, random, text, captured);
        }
        Node::Look(_) | Node::Start | Node::End | Node::Boundary { .. } => {}
    }
}

/// The text with a character removed, inserted, doubled or in another case.
pub fn nearly(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let other = [
        'a', 'b', 'Z', '0', '_', '-', ' ', '\n', 'é', '😀', '\u{2028}',
    ][random.below(11)];
    let at = random.below(chars.len() + 1);
    match (random.below(4), chars.get(at).copied()) {
        (0, Some(_)) => drop(chars.remove(at)),
        (1, Some(there)) => chars.insert(at, there),
        (2, Some(there)) if there.is_ascii_lowercase() => chars[at] = there.to_ascii_uppercase(),
        (2, Some(there)) => chars[at] = there.to_ascii_lowercase(),
        _ => chars.insert(at, other),
    }
    chars.into_iter().collect()
}
