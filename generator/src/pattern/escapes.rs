//! Escapes and character classes → [`Node`]s.

use super::Error;
use super::parse::{Parser, invalid, unsupported};
use super::properties::property;
use super::syntax::{Class, DIGIT, Node, SPACE, WORD};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// The meaning of an escape outside a character class.
pub(super) enum Escaped {
    Node(Node),
    /// A code point, which may be a surrogate.
    Code(u32),
}

/// A character or a class inside a character class.
enum Atom {
    Code(u32),
    Class(Class),
}

const SURROGATES: std::ops::RangeInclusive<u32> = 0xD800..=0xDFFF;

impl Parser {
    /// An escape outside a character class. Its backslash, at `at`, has been read.
    pub fn escape(&mut self, at: usize) -> Result<Escaped, Error> {
        let Some(next) = self.peek() else {
            return invalid("trailing backslash");
        };
        let node = match next {
            'b' | 'B' if self.modifiers.ignore_case => {
                return unsupported("a word boundary in `(?i:…)`");
            }
            'b' | 'B' => {
                self.at += 1;
                let negated = next == 'B';
                Node::Boundary { negated, at }
            }
            '1'..='9' => match self.decimal(at)? {
                Some(node) => node,
                None => return Ok(Escaped::Code(self.character()?)),
            },
            'k' if self.unicode || !self.names.is_empty() => {
                self.at += 1;
                let name = if self.take("<") { self.name() } else { None };
                let groups = name.and_then(|name| self.names.get(&name)).cloned();
                let Some(groups) = groups else {
                    return invalid("`\\k` with an unknown group name");
                };
                self.reference(groups, at)?
            }
            _ => match self.class_escape()? {
                Some(class) => Node::Class(class),
                None => return Ok(Escaped::Code(self.character()?)),
            },
        };
        Ok(Escaped::Node(node))
    }

    /// A back-reference by number. Without the `u` flag, a number beyond the last group is an octal
    /// escape.
    fn decimal(&mut self, at: usize) -> Result<Option<Node>, Error> {
        let before = self.at;
        let number = self.number().unwrap_or_default() as usize;
        if number <= self.group_count {
            return self.reference(vec![number], at).map(Some);
        }
        self.at = before;
        match self.unicode {
            true => invalid("back-reference to an unknown group"),
            false => Ok(None),
        }
    }

    fn reference(&self, groups: Vec<usize>, at: usize) -> Result<Node, Error> {
        if self.modifiers.ignore_case {
            return unsupported("a back-reference in `(?i:…)`");
        }
        Ok(Node::Reference { groups, at })
    }

    /// `\d`, `\w`, `\s`, `\p{…}` and their opposites.
    fn class_escape(&mut self) -> Result<Option<Class>, Error> {
        let Some(next) = self.peek() else {
            return Ok(None);
        };
        let mut class = match next.to_ascii_lowercase() {
            'd' => Class::of(DIGIT),
            // With the flags `i` and `u`, it includes the letters whose other case is ASCII.
            'w' => self.folded(Class::of(WORD))?,
            's' => Class::of(SPACE),
            'p' if self.unicode => return self.property().map(Some),
            _ => return Ok(None),
        };
        self.at += 1;
        if next.is_ascii_uppercase() {
            class.set.negate();
        }
        Ok(Some(class))
    }

    fn property(&mut self) -> Result<Class, Error> {
        let negated = self.next() == Some('P');
        let start = self.at + 1;
        let length = self.chars.iter().skip(start).position(|each| *each == '}');
        let name = match length {
            Some(length) if self.take("{") => self.chars.get(start..start + length),
            _ => None,
        };
        let name: String = name.unwrap_or_default().iter().collect();
        let Some((text, mut set)) = property(&name)? else {
            return invalid("`\\p` with an unknown Unicode property");
        };
        self.at = start + name.chars().count() + 1;
        if negated {
            set.negate();
        }
        let letter = if negated { 'P' } else { 'p' };
        self.folded(Class {
            set,
            text: text.map(|text| format!(r"\{letter}{{{text}}}")),
        })
    }

    /// A character class, after its `[`.
    pub fn class(&mut self) -> Result<Node, Error> {
        let negated = self.take("^");
        let mut all = Brackets::default();
        loop {
            if self.take("]") {
                break;
            }
            let from = self.atom()?;
            if !self.looks_at("-") || self.looks_at("-]") {
                self.add(&mut all, from)?;
                continue;
            }
            self.at += 1;
            let to = self.atom()?;
            match (from, to) {
                (Atom::Code(from), Atom::Code(to)) if from <= to => {
                    self.add_range(&mut all, from, to)?;
                }
                (Atom::Code(_), Atom::Code(_)) => {
                    return invalid("character range out of order");
                }
                _ if self.unicode => return invalid("a character class at the end of a range"),
                (from, to) => {
                    self.add(&mut all, from)?;
                    self.add(&mut all, Atom::Code(u32::from('-')))?;
                    self.add(&mut all, to)?;
                }
            }
        }
        Ok(Node::Class(all.class(negated)))
    }

    fn atom(&mut self) -> Result<Atom, Error> {
        match self.next() {
            None => invalid("unclosed `[`"),
            Some('\\') => {
                if self.take("b") {
                    return Ok(Atom::Code(0x08));
                }
                if self.unicode && self.take("-") {
                    return Ok(Atom::Code(u32::from('-')));
                }
                match self.class_escape()? {
                    Some(class) => Ok(Atom::Class(class)),
                    None => self.in_brackets().map(Atom::Code),
                }
            }
            Some(other) => Ok(Atom::Code(u32::from(other))),
        }
    }

    /// An escaped character in a character class. Without the `u` flag, `\c` takes digits there,
    /// too.
    fn in_brackets(&mut self) -> Result<u32, Error> {
        let control = self.chars.get(self.at + 1).copied();
        if !self.unicode
            && self.looks_at("c")
            && let Some(control) = control.filter(|each| each.is_ascii_digit() || *each == '_')
        {
            self.at += 2;
            return Ok(u32::from(control) % 32);
        }
        self.character()
    }

    fn add(&self, all: &mut Brackets, atom: Atom) -> Result<(), Error> {
        match atom {
            Atom::Code(code) => self.add_range(all, code, code),
            Atom::Class(class) => {
                all.add(class);
                Ok(())
            }
        }
    }

    fn add_range(&self, all: &mut Brackets, from: u32, to: u32) -> Result<(), Error> {
        // No text contains surrogates.
        let from = if SURROGATES.contains(&from) {
            0xE000
        } else {
            from
        };
        let to = if SURROGATES.contains(&to) { 0xD7FF } else { to };
        if let (Some(from), Some(to)) = (char::from_u32(from), char::from_u32(to))
            && from <= to
        {
            all.add(self.folded(Class::of(&[(from, to)]))?);
        }
        Ok(())
    }

    /// An escape that stands for a character (CharacterEscape).
    fn character(&mut self) -> Result<u32, Error> {
        let Some(next) = self.next() else {
            return invalid("trailing backslash");
        };
        Ok(match next {
            't' => 0x09,
            'n' => 0x0A,
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => 0x0D,
            'c' => match self.peek().filter(char::is_ascii_alphabetic) {
                Some(letter) => {
                    self.at += 1;
                    u32::from(letter) % 32
                }
                None if self.unicode => return invalid("expected a letter after `\\c`"),
                // The backslash is a literal.
                None => {
                    self.at -= 1;
                    u32::from('\\')
                }
            },
            '0' if !self.peek().is_some_and(|each| each.is_ascii_digit()) => 0,
            'x' => self.hex(2).map_or_else(|| self.identity(next), Ok)?,
            'u' => self.code_point().map_or_else(|| self.identity(next), Ok)?,
            '0'..='7' if !self.unicode => self.octal(next),
            other => self.identity(other)?,
        })
    }

    /// A character that an escape leaves as it is (IdentityEscape).
    fn identity(&self, escaped: char) -> Result<u32, Error> {
        let is_syntax = "^$\\.*+?()[]{}|/".contains(escaped);
        let is_reserved = escaped == 'k' && !self.names.is_empty();
        match is_reserved || (self.unicode && !is_syntax) {
            true => Err(Error::Invalid(format!("unknown escape `\\{escaped}`"))),
            false => Ok(u32::from(escaped)),
        }
    }

    /// The value of so many hexadecimal digits.
    fn hex(&mut self, count: usize) -> Option<u32> {
        let digits = self.chars.get(self.at..self.at + count)?;
        let code = digits
            .iter()
            .try_fold(0, |code, digit| Some(code * 16 + digit.to_digit(16)?))?;
        self.at += count;
        Some(code)
    }

    /// The code point after `\u`; with a second escape, a pair of surrogates is one character.
    fn code_point(&mut self) -> Option<u32> {
        if self.unicode && self.take("{") {
            let start = self.at;
            let mut code = 0_u32;
            while let Some(digit) = self.peek().and_then(|each| each.to_digit(16)) {
                code = code.saturating_mul(16).saturating_add(digit);
                self.at += 1;
            }
            let is_there = self.at > start && code <= 0x10_FFFF;
            return (self.take("}") && is_there).then_some(code);
        }
        let high = self.hex(4)?;
        let before = self.at;
        if (0xD800..0xDC00).contains(&high)
            && self.take("\\u")
            && let Some(low @ 0xDC00..0xE000) = self.hex(4)
        {
            return Some(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
        }
        self.at = before;
        Some(high)
    }

    /// An octal escape of at most three digits and 0o377 (Annex B.1.2), after its first digit.
    fn octal(&mut self, first: char) -> u32 {
        let mut code = first.to_digit(8).unwrap_or_default();
        for _ in 0..2 {
            match self.peek().and_then(|each| each.to_digit(8)) {
                Some(digit) if code * 8 + digit <= 0o377 => {
                    code = code * 8 + digit;
                    self.at += 1;
                }
                _ => break,
            }
        }
        code
    }
}

/// The content of a character class.
struct Brackets {
    set: ClassUnicode,
    /// The Unicode properties in the syntax of the crate `regex`; none if case is ignored.
    properties: Option<String>,
    /// The characters that no property stands for.
    others: ClassUnicode,
}

impl Default for Brackets {
    fn default() -> Self {
        Self {
            set: ClassUnicode::empty(),
            properties: Some(String::new()),
            others: ClassUnicode::empty(),
        }
    }
}

impl Brackets {
    fn add(&mut self, class: Class) {
        self.set.union(&class.set);
        match (&mut self.properties, class.text) {
            (Some(properties), Some(text)) => properties.push_str(&text),
            _ => self.others.union(&class.set),
        }
    }

    fn class(mut self, negated: bool) -> Class {
        let properties = self.properties.filter(|text| !text.is_empty());
        let text = properties.map(|text| {
            let others = self.others.ranges().iter().map(written);
            let sign = if negated { "^" } else { "" };
            format!("[{sign}{}{text}]", others.collect::<String>())
        });
        if negated {
            self.set.negate();
        }
        Class {
            set: self.set,
            text,
        }
    }
}

/// A range of characters in a class of the crate `regex`.
pub(super) fn written(range: &ClassUnicodeRange) -> String {
    let (from, to) = (character(range.start()), character(range.end()));
    match u32::from(range.end()) - u32::from(range.start()) {
        0 => from,
        1 => format!("{from}{to}"),
        _ => format!("{from}-{to}"),
    }
}

/// A character in the syntax of the crate `regex`, inside a class and outside.
pub(super) fn character(each: char) -> String {
    match each {
        '\n' => r"\n".to_owned(),
        '\r' => r"\r".to_owned(),
        '\t' => r"\t".to_owned(),
        each if each.is_ascii_alphanumeric() || "_/:,;=@ \"'!%<>`".contains(each) => {
            each.to_string()
        }
        each if each.is_ascii_graphic() => format!("\\{each}"),
        each => format!(r"\x{{{:X}}}", u32::from(each)),
    }
}
