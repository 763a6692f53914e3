//! A pattern → a text that probably matches it: groups, classes and counts are followed, look-arounds
//! are passed over.

use std::iter::Peekable;
use std::str::Chars;

use crate::mutate::Numbers;

/// A text for a pattern.
pub fn matching(pattern: &str, numbers: &mut Numbers) -> String {
    let mut drawn = Drawn {
        chars: pattern.chars().peekable(),
        numbers,
    };
    drawn.alternatives(0)
}

struct Drawn<'p> {
    chars: Peekable<Chars<'p>>,
    numbers: &'p mut Numbers,
}

/// How deep groups are followed.
const MAX_DEPTH: usize = 16;

impl Drawn<'_> {
    /// One of the alternatives up to the end of a group.
    fn alternatives(&mut self, depth: usize) -> String {
        let mut all = vec![String::new()];
        while let Some(next) = self.chars.next() {
            match next {
                ')' => break,
                '|' => all.push(String::new()),
                '^' | '$' => {}
                _ => {
                    let piece = self.piece(next, depth);
                    if let Some(last) = all.last_mut() {
                        last.push_str(&piece);
                    }
                }
            }
        }
        all.swap_remove(self.numbers.below(all.len()))
    }

    /// A group, a class or a character, as often as its count says. A repeated group is the same text.
    fn piece(&mut self, first: char, depth: usize) -> String {
        let (text, choices) = match first {
            '(' if depth < MAX_DEPTH => (self.group(depth), Vec::new()),
            '[' => (String::new(), self.class()),
            '\\' => (String::new(), escaped(self.chars.next().unwrap_or('\\'))),
            '.' => (String::new(), vec!['a', 'b']),
            other => (String::new(), vec![other]),
        };
        let count = self.count();
        let mut repeated = String::new();
        for _ in 0..count {
            match choices.is_empty() {
                true => repeated.push_str(&text),
                false => repeated.push(choices[self.numbers.below(choices.len())]),
            }
        }
        repeated
    }

    fn group(&mut self, depth: usize) -> String {
        if self.chars.next_if_eq(&'?').is_none() {
            return self.alternatives(depth + 1);
        }
        let mut kind = self.chars.next();
        if kind == Some('<') {
            kind = self.chars.next();
            if !matches!(kind, Some('=' | '!')) {
                while self.chars.next().is_some_and(|it| it != '>') {}
                return self.alternatives(depth + 1);
            }
        }
        let text = self.alternatives(depth + 1);
        match kind {
            Some('=' | '!') => String::new(),
            _ => text,
        }
    }

    /// Some of the characters of a class.
    fn class(&mut self) -> Vec<char> {
        let is_negated = self.chars.next_if_eq(&'^').is_some();
        let mut found: Vec<char> = Vec::new();
        while let Some(next) = self.chars.next() {
            match next {
                ']' => break,
                '\\' => found.extend(escaped(self.chars.next().unwrap_or('\\'))),
                '-' => match (found.last().copied(), self.chars.peek().copied()) {
                    (Some(first), Some(last)) if last != ']' && last >= first => {
                        self.chars.next();
                        found.extend((first..=last).take(64));
                    }
                    _ => found.push('-'),
                },
                other => found.push(other),
            }
        }
        if !is_negated {
            return found;
        }
        let others = ('a'..='z').chain('0'..='9');
        others.filter(|it| !found.contains(it)).collect()
    }

    fn count(&mut self) -> usize {
        let count = match self.chars.peek() {
            Some('?') => self.numbers.below(2),
            Some('*') => self.numbers.below(3),
            Some('+') => 1 + self.numbers.below(3),
            Some('{') => return self.counted(),
            _ => return 1,
        };
        self.chars.next();
        self.chars.next_if_eq(&'?');
        count
    }

    fn counted(&mut self) -> usize {
        let text: String = self
            .chars
            .by_ref()
            .skip(1)
            .take_while(|it| *it != '}')
            .collect();
        let (least, most) = text.split_once(',').unwrap_or((&text, &text));
        let least: usize = least.parse().unwrap_or_default();
        let most = most.parse().unwrap_or(least + 2).min(least + 2).max(least);
        (least + self.numbers.below(most - least + 1)).min(200)
    }
}

/// The characters of an escape.
fn escaped(of: char) -> Vec<char> {
    match of {
        'd' => ('0'..='9').collect(),
        'w' => vec!['a', 'Z', '0', '_'],
        's' => vec![' '],
        'S' | 'D' => vec!['a', 'b'],
        'W' => vec!['-', ' '],
        'n' => vec!['\n'],
        't' => vec!['\t'],
        other => vec![other],
    }
}

#[cfg(test)]
mod tests {
    use super::matching;
    use crate::mutate::Numbers;

    #[test]
    fn texts_match_their_patterns() {
        let mut numbers = Numbers(1);
        for pattern in [
            "^AC[0-9a-fA-F]{32}$",
            "^(SM|MM)[0-9a-f]{2,4}$",
            "^[^a-y]+x?$",
            r"^\d{3}-\w*\.(?:a|b)$",
            "^(?!b)a.+$",
        ] {
            let schema = serde_json::json!({ "pattern": pattern });
            let validator = jsonschema::draft202012::new(&schema).expect("a schema");
            for _ in 0..20 {
                let text = matching(pattern, &mut numbers);
                assert!(validator.is_valid(&text.clone().into()), "{pattern} {text}");
            }
        }
    }
}
