//! Regular expressions: which need an engine and which are a run of character classes.

use std::collections::HashMap;
use std::iter::Peekable;
use std::str::Chars;

use super::names::{Scope, constant_name};
use crate::identifier::Case;
use crate::model::{Pattern, Run};

/// The distinct patterns of a description.
pub struct Patterns {
    scope: Scope,
    pub list: Vec<Pattern>,
    known: HashMap<String, usize>,
}

impl Default for Patterns {
    fn default() -> Self {
        Self {
            scope: Scope::new(Case::Shouty),
            list: Vec::new(),
            known: HashMap::new(),
        }
    }
}

impl Patterns {
    /// The index of a pattern; a new one is named after where it stands first.
    ///
    /// # Errors
    ///
    /// It is not a regular expression of ECMA-262; the text says why.
    pub fn index(&mut self, source: &str, place: &str) -> Result<usize, String> {
        if let Some(known) = self.known.get(source) {
            return Ok(*known);
        }
        compile(source)?;
        let name = self.scope.claim(constant_name(place));
        self.list.push(Pattern {
            name,
            source: source.to_owned(),
            runs: runs(source),
        });
        let index = self.list.len() - 1;
        self.known.insert(source.to_owned(), index);
        Ok(index)
    }
}

/// No engine promises to cope with longer ones.
const MAX_LENGTH: usize = 2_000;

/// A regular expression of ECMA-262.
pub fn compile(source: &str) -> Result<regress::Regex, String> {
    if source.chars().count() > MAX_LENGTH {
        return Err(format!("it has more than {MAX_LENGTH} characters"));
    }
    // As the JSON Schema specification asks, with the `u` flag; many patterns are only valid without.
    regress::Regex::with_flags(source, "u")
        .or_else(|_| regress::Regex::new(source))
        .map_err(|error| error.to_string())
}

/// The runs of `^…$`, if there is nothing else and a greedy match needs no way back.
pub fn runs(source: &str) -> Option<Vec<Run>> {
    let inner = source.strip_prefix('^')?.strip_suffix('$')?;
    let mut chars = inner.chars().peekable();
    let mut runs = Vec::new();
    while chars.peek().is_some() {
        let ranges = class(&mut chars)?;
        let (min, max) = quantifier(&mut chars)?;
        runs.push(Run { ranges, min, max });
    }
    is_deterministic(&runs).then_some(runs)
}

/// Whether no run can take characters that a later one needs.
fn is_deterministic(runs: &[Run]) -> bool {
    runs.iter().enumerate().all(|(index, run)| {
        if run.max == Some(run.min) {
            return true;
        }
        for next in &runs[index + 1..] {
            if overlap(&run.ranges, &next.ranges) {
                return false;
            }
            if next.min > 0 {
                break;
            }
        }
        true
    })
}

fn overlap(left: &[(char, char)], right: &[(char, char)]) -> bool {
    left.iter().any(|(from, to)| {
        right
            .iter()
            .any(|(other_from, other_to)| from <= other_to && other_from <= to)
    })
}

const DIGITS: &[(char, char)] = &[('0', '9')];
const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

fn class(chars: &mut Peekable<Chars<'_>>) -> Option<Vec<(char, char)>> {
    match chars.next()? {
        '[' => bracket(chars),
        '\\' => escape(chars.next()?),
        '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | ']' | '{' | '}' | '|' => None,
        literal => Some(vec![(literal, literal)]),
    }
}

fn escape(escaped: char) -> Option<Vec<(char, char)>> {
    match escaped {
        'd' => Some(DIGITS.to_vec()),
        'w' => Some(WORD.to_vec()),
        other if other.is_ascii_punctuation() => Some(vec![(other, other)]),
        _ => None,
    }
}

fn bracket(chars: &mut Peekable<Chars<'_>>) -> Option<Vec<(char, char)>> {
    let mut ranges = Vec::new();
    if chars.peek() == Some(&'^') {
        return None;
    }
    loop {
        let from = match chars.next()? {
            ']' => break,
            '\\' => escape(chars.next()?)?,
            literal => vec![(literal, literal)],
        };
        let mut ahead = chars.clone();
        let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|next| next != ']');
        if !is_range {
            ranges.extend(from);
            continue;
        }
        chars.next();
        let to = match chars.next()? {
            '\\' => escape(chars.next()?)?,
            literal => vec![(literal, literal)],
        };
        match (&from[..], &to[..]) {
            ([(from, same)], [(to, other)]) if from == same && to == other && from <= to => {
                ranges.push((*from, *to))
            }
            _ => return None,
        }
    }
    (!ranges.is_empty()).then_some(ranges)
}

fn quantifier(chars: &mut Peekable<Chars<'_>>) -> Option<(u32, Option<u32>)> {
    let counts = match chars.peek() {
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('?') => (0, Some(1)),
        Some('{') => {
            chars.next();
            let mut text = String::new();
            loop {
                match chars.next()? {
                    '}' => break,
                    other => text.push(other),
                }
            }
            let counts = match text.split_once(',') {
                None => (text.parse().ok()?, Some(text.parse().ok()?)),
                Some((min, "")) => (min.parse().ok()?, None),
                Some((min, max)) => (min.parse().ok()?, Some(max.parse().ok()?)),
            };
            // A lazy quantifier matches the same texts, but is rare enough for the engine.
            return (!matches!(chars.peek(), Some('?' | '+'))).then_some(counts);
        }
        _ => return Some((1, Some(1))),
    };
    chars.next();
    (!matches!(chars.peek(), Some('?' | '+'))).then_some(counts)
}

#[cfg(test)]
mod tests {
    use super::{compile, runs};

    #[test]
    fn runs_of_classes_need_no_engine() {
        for pattern in [
            "^[-a-zA-Z0-9_]+$",
            r"^\d{4}-\d{2}-\d{2}$",
            "^abc$",
            "^$",
            r"^v\.[0-9]+(?!)$",
        ] {
            let simple = runs(pattern).is_some();
            assert_eq!(simple, !pattern.contains('('), "{pattern}");
        }
    }

    #[test]
    fn what_needs_a_way_back_or_more_than_classes_needs_an_engine() {
        for pattern in [
            "^[a-z]*a$",
            "abc",
            "^a|b$",
            "^[^a]$",
            "^a.c$",
            r"^\w+?$",
            r"^\s$",
            "^a?a$",
            "^[a-z]+[0-9]*z$",
        ] {
            assert!(runs(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn what_is_too_deep_or_too_long_is_refused() {
        for (pattern, expected) in [
            (
                format!("{}a{}", "(".repeat(600), ")".repeat(600)),
                "deeply nested",
            ),
            (
                format!("{}a{}", "(?=".repeat(450), ")".repeat(450)),
                "deeply nested",
            ),
            ("a|".repeat(1_001), "more than 2000 characters"),
        ] {
            let why = compile(&pattern).expect_err("it is too much");
            assert!(why.contains(expected), "{why}");
        }
    }

    #[test]
    fn what_is_no_regular_expression_is_an_error() {
        for pattern in ["[", "(", "a{2,1}", "*a"] {
            assert!(compile(pattern).is_err(), "{pattern}");
        }
        for pattern in ["^(?!https://).*$", r"(.)\1", r"^[\w\-]+$"] {
            assert!(compile(pattern).is_ok(), "{pattern}");
        }
    }
}
