//! Patterns → syntax trees (ECMA-262 §22.2.1, and Annex B.1.2 without the `u` flag).

use std::collections::HashMap;

use super::Error;
use super::escapes::Escaped;
use super::syntax::{Class, LINE_END, Look, Node, Repeat, any, set};

/// The deepest nesting of groups.
const MAX_DEPTH: usize = 250;

/// Parses a pattern with the `u` flag, as JSON Schema requires (2020-12 core §6.4), else without,
/// since many patterns are only valid so.
///
/// # Errors
///
/// It is not a regular expression, or not supported.
pub fn parse(source: &str) -> Result<Node, Error> {
    match Parser::new(source, true).pattern() {
        Err(Error::Invalid(_)) => Parser::new(source, false).pattern(),
        parsed => parsed,
    }
}

/// Whether a pattern is one with the `u` flag.
pub fn is_unicode(source: &str) -> bool {
    !matches!(Parser::new(source, true).pattern(), Err(Error::Invalid(_)))
}

pub(super) struct Parser {
    pub chars: Vec<char>,
    pub at: usize,
    /// Whether the `u` flag is set.
    pub unicode: bool,
    pub modifiers: Modifiers,
    /// The groups of each name, in the whole pattern.
    pub names: HashMap<String, Vec<usize>>,
    /// The number of capturing groups in the whole pattern.
    pub group_count: usize,
    groups: usize,
    /// The group names that are taken here: names may repeat in other alternatives.
    seen: Vec<String>,
    depth: usize,
}

/// The flags that `(?ims-ims:…)` sets.
#[derive(Clone, Copy, Default)]
pub(super) struct Modifiers {
    pub ignore_case: bool,
    multiline: bool,
    dot_all: bool,
}

pub(super) fn invalid<T>(why: &str) -> Result<T, Error> {
    Err(Error::Invalid(why.to_owned()))
}

pub(super) fn unsupported<T>(why: &str) -> Result<T, Error> {
    Err(Error::Unsupported(why.to_owned()))
}

impl Parser {
    fn new(source: &str, unicode: bool) -> Self {
        let mut parser = Self {
            chars: source.chars().collect(),
            at: 0,
            unicode,
            modifiers: Modifiers::default(),
            names: HashMap::new(),
            group_count: 0,
            groups: 0,
            seen: Vec::new(),
            depth: 0,
        };
        parser.count_groups();
        parser
    }

    fn pattern(mut self) -> Result<Node, Error> {
        let node = self.disjunction()?;
        match self.peek() {
            None => Ok(node),
            Some(_) => invalid("unmatched `)`"),
        }
    }

    /// Counts the capturing groups of the whole pattern: the meaning of `\1` and `\k` depends on
    /// later groups, too.
    fn count_groups(&mut self) {
        let mut in_class = false;
        while let Some(each) = self.next() {
            match each {
                '\\' => self.at += 1,
                '[' => in_class = true,
                ']' => in_class = false,
                '(' if !in_class => {
                    let is_plain = self.peek() != Some('?');
                    if is_plain || self.opens_name() {
                        self.group_count += 1;
                    }
                    if !is_plain
                        && self.take("?<")
                        && let Some(name) = self.name()
                    {
                        self.names.entry(name).or_default().push(self.group_count);
                    }
                }
                _ => {}
            }
        }
        self.at = 0;
    }

    /// Whether `?<name>` follows, and not a look-behind.
    fn opens_name(&self) -> bool {
        self.looks_at("?<") && !self.looks_at("?<=") && !self.looks_at("?<!")
    }

    /// A name up to and including its `>`.
    pub fn name(&mut self) -> Option<String> {
        let start = self.at;
        let end = self
            .chars
            .iter()
            .skip(start)
            .position(|each| *each == '>')?
            + start;
        let name: String = self.chars.get(start..end)?.iter().collect();
        let mut letters = name.chars();
        let is_start = |each: char| matches!(each, '$' | '_') || unicode_ident::is_xid_start(each);
        let is_name = letters.next().is_some_and(is_start)
            && letters.all(|each| each == '$' || unicode_ident::is_xid_continue(each));
        if is_name {
            self.at = end + 1;
        }
        is_name.then_some(name)
    }

    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    pub fn looks_at(&self, text: &str) -> bool {
        let ahead = self.chars.iter().skip(self.at);
        text.len() <= self.chars.len().saturating_sub(self.at)
            && text
                .chars()
                .zip(ahead)
                .all(|(wanted, there)| wanted == *there)
    }

    pub fn take(&mut self, text: &str) -> bool {
        let is_there = self.looks_at(text);
        self.at += if is_there { text.len() } else { 0 };
        is_there
    }

    fn disjunction(&mut self) -> Result<Node, Error> {
        if self.depth >= MAX_DEPTH {
            return Err(Error::Unsupported(format!(
                "groups nested deeper than {MAX_DEPTH} levels"
            )));
        }
        self.depth += 1;
        // Names may repeat in other alternatives.
        let around = self.seen.len();
        let mut inside = Vec::new();
        let mut alternatives = Vec::new();
        loop {
            alternatives.push(self.alternative()?);
            inside.extend(self.seen.drain(around..));
            if !self.take("|") {
                break;
            }
        }
        self.seen.extend(inside);
        self.depth -= 1;
        Ok(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Node::Choice(alternatives),
        })
    }

    fn alternative(&mut self) -> Result<Node, Error> {
        let mut nodes = Vec::new();
        while let Some(next) = self.peek()
            && next != '|'
            && next != ')'
        {
            let before = self.groups;
            let (node, is_quantifiable) = self.term(next)?;
            nodes.push(match self.quantifier()? {
                None => node,
                Some(_) if !is_quantifiable => {
                    return invalid("quantifier after an assertion");
                }
                Some((min, max)) if max.is_some_and(|max| max < min) => {
                    return invalid("quantifier range out of order");
                }
                Some((min, max)) => Node::Repeat(Repeat {
                    greedy: !self.take("?"),
                    node: Box::new(node),
                    min,
                    max,
                    groups: (before + 1, self.groups + 1),
                }),
            });
        }
        Ok(Node::sequence(nodes))
    }

    /// A term, and whether a quantifier may follow it.
    fn term(&mut self, next: char) -> Result<(Node, bool), Error> {
        let at = self.at;
        self.at += 1;
        Ok(match next {
            '^' if self.modifiers.multiline => (line_edge(false, at), false),
            '$' if self.modifiers.multiline => (line_edge(true, at), false),
            '^' => (Node::Start, false),
            '$' => (Node::End, false),
            '.' => (self.dot(), true),
            '[' => (self.class()?, true),
            '(' => self.group(at)?,
            '\\' => match self.escape(at)? {
                Escaped::Node(node @ Node::Boundary { .. }) => (node, false),
                Escaped::Node(node) => (node, true),
                Escaped::Code(code) => (self.literal(code)?, true),
            },
            '*' | '+' | '?' => return invalid("nothing to repeat before a quantifier"),
            '{' | '}' | ']' if self.unicode => {
                return Err(Error::Invalid(format!("unescaped `{next}`")));
            }
            '{' => {
                self.at = at;
                if self.counts()?.is_some() {
                    return invalid("nothing to repeat before a quantifier");
                }
                self.at = at + 1;
                (self.literal(u32::from('{'))?, true)
            }
            other => (self.literal(u32::from(other))?, true),
        })
    }

    fn dot(&self) -> Node {
        let mut all = any();
        if !self.modifiers.dot_all {
            all.difference(&set(LINE_END));
        }
        Node::Class(Class {
            set: all,
            text: None,
        })
    }

    /// A code point; a lone surrogate is in no text, and matches nothing.
    pub fn literal(&self, code: u32) -> Result<Node, Error> {
        let ranges: Vec<_> = char::from_u32(code)
            .map(|each| (each, each))
            .into_iter()
            .collect();
        Ok(Node::Class(self.folded(Class::of(&ranges))?))
    }

    /// The class, closed under case where case is ignored.
    pub fn folded(&self, mut class: Class) -> Result<Class, Error> {
        if !self.modifiers.ignore_case {
            return Ok(class);
        }
        if !self.unicode {
            return unsupported("`(?i:…)` in a pattern that is only valid without the `u` flag");
        }
        match class.set.try_case_fold_simple() {
            Ok(()) => Ok(Class {
                set: class.set,
                text: None,
            }),
            Err(_) => unsupported("case folding is not available"),
        }
    }

    fn group(&mut self, at: usize) -> Result<(Node, bool), Error> {
        for (opening, ahead, negated) in [
            ("?=", true, false),
            ("?!", true, true),
            ("?<=", false, false),
            ("?<!", false, true),
        ] {
            if self.take(opening) {
                let node = Box::new(self.closed()?);
                let look = Look {
                    node,
                    ahead,
                    negated,
                    at,
                };
                return Ok((Node::Look(look), ahead && !self.unicode));
            }
        }
        if self.take("?:") {
            return Ok((self.closed()?, true));
        }
        if self.peek() == Some('?') && !self.opens_name() {
            return Ok((self.modified()?, true));
        }
        self.groups += 1;
        let number = self.groups;
        if self.take("?<") {
            let Some(name) = self.name() else {
                return invalid("invalid group name");
            };
            if self.seen.contains(&name) {
                return Err(Error::Invalid(format!("duplicate group name `{name}`")));
            }
            self.seen.push(name);
        }
        let node = self.closed()?;
        Ok((Node::Group(number, Box::new(node)), true))
    }

    /// The content of a group, up to and including its `)`, as one node.
    fn closed(&mut self) -> Result<Node, Error> {
        let node = self.disjunction()?;
        if !self.take(")") {
            return invalid("unclosed `(`");
        }
        Ok(node)
    }

    /// `(?ims-ims:…)` (ECMA-262, 2025).
    fn modified(&mut self) -> Result<Node, Error> {
        let before = self.modifiers;
        self.at += 1;
        let (mut seen, mut value) = (String::new(), true);
        loop {
            let flag = match self.next() {
                Some(':') if !seen.is_empty() => break,
                Some('-') if value => {
                    value = false;
                    continue;
                }
                Some(flag @ ('i' | 'm' | 's')) if !seen.contains(flag) => flag,
                _ => return invalid("unknown group syntax after `(?`"),
            };
            seen.push(flag);
            match flag {
                'i' => self.modifiers.ignore_case = value,
                'm' => self.modifiers.multiline = value,
                _ => self.modifiers.dot_all = value,
            }
        }
        let node = self.closed();
        self.modifiers = before;
        node
    }

    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>, Error> {
        let counts = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counts(),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(counts))
    }

    /// `{2}`, `{2,}` or `{2,3}`; without the `u` flag, any other `{` is a character.
    fn counts(&mut self) -> Result<Option<(u32, Option<u32>)>, Error> {
        let before = self.at;
        self.at += 1;
        if let Some(min) = self.number() {
            let max = match self.take(",") {
                true => self.number(),
                false => Some(min),
            };
            if self.take("}") {
                return Ok(Some((min, max)));
            }
        }
        self.at = before;
        match self.unicode {
            true => invalid("incomplete quantifier after `{`"),
            false => Ok(None),
        }
    }

    /// A decimal number, saturating: no text is that long.
    pub fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|each| each.to_digit(10)) {
            let before = number.unwrap_or(0_u32);
            number = Some(before.saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        number
    }
}

/// `^` and `$` with the flag `m`, as look-arounds.
fn line_edge(ahead: bool, at: usize) -> Node {
    let mut others = any();
    others.difference(&set(LINE_END));
    Node::Look(Look {
        node: Box::new(Node::Class(Class {
            set: others,
            text: None,
        })),
        ahead,
        negated: true,
        at,
    })
}
