//! [`Node`] → YAML that readers of YAML 1.1 and 1.2 understand alike.
//!
//! `serde_yaml` writes the collections and most scalars. It has no way to write the text of a number as
//! it is, and leaves texts without quotes that YAML 1.1 reads as other types (`yes`, `1:30`). A scalar
//! of these is handed to it as a token, which its text replaces in the output.

use std::borrow::Cow;
use std::cell::RefCell;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::bundle::write::to_json;
use crate::printable::{self, COMMAND};
use crate::source::{Node, Number};

/// The text of a node, in block style.
pub fn to_yaml(node: &Node) -> String {
    let tokens = Tokens {
        mark: mark_beside(node),
        texts: RefCell::default(),
    };
    let written = serde_yaml::to_string(&Written {
        node,
        tokens: &tokens,
    });
    match written {
        Ok(text) => tokens.replace(&text),
        // JSON is YAML, too.
        Err(_) => to_json(node),
    }
}

/// The character that marks are made of: printable, and without a meaning in YAML.
const MARK: char = '\u{E000}';

/// The character around a mark, which separates it from the text that it is in.
const EDGE: char = '\u{E001}';

/// A mark that no text of a node contains: a run that is longer than any in it.
fn mark_beside(node: &Node) -> String {
    fn longest(node: &Node) -> usize {
        match node {
            Node::Null | Node::Bool(_) | Node::Number(_) => 0,
            Node::String(text) => longest_run(text),
            Node::Array(items) => items.iter().map(longest).max().unwrap_or_default(),
            Node::Object(entries) => {
                let runs = entries
                    .iter()
                    .map(|(key, value)| longest_run(key).max(longest(value)));
                runs.max().unwrap_or_default()
            }
        }
    }
    let run = MARK.to_string().repeat(longest(node) + 1);
    format!("{EDGE}{run}{EDGE}")
}

fn longest_run(text: &str) -> usize {
    // Most texts have none, and searching for it is much cheaper than taking the text apart.
    if !text.contains(MARK) {
        return 0;
    }
    let runs = text.split(|character| character != MARK);
    runs.map(|run| run.chars().count())
        .max()
        .unwrap_or_default()
}

/// The scalars that `serde_yaml` gets as tokens.
struct Tokens {
    mark: String,
    /// The texts to write in place of the tokens.
    texts: RefCell<Vec<String>>,
}

/// The most digits of a token. A key of more than 128 characters is written in another way, and a token
/// has to be written as its text would be.
const MAX_DIGITS: usize = 200;

impl Tokens {
    /// A token for a text.
    fn token(&self, text: String) -> String {
        let mut texts = self.texts.borrow_mut();
        let (index, width) = (texts.len(), text.chars().count().min(MAX_DIGITS));
        texts.push(text);
        format!("{0}{index:0>width$}{0}", self.mark)
    }

    /// Puts the texts where their tokens are.
    fn replace(&self, text: &str) -> String {
        let texts = self.texts.borrow();
        let mut replaced = String::with_capacity(text.len());
        for (at, part) in text.split(&self.mark).enumerate() {
            // Every second part is between the marks of a token.
            let token = match (at % 2, part.strip_prefix('x')) {
                (0, _) => None,
                (_, Some(hex)) => character(hex).map(String::from),
                (_, None) => part
                    .parse()
                    .ok()
                    .and_then(|at: usize| texts.get(at).cloned()),
            };
            match token {
                Some(token) => replaced.push_str(&token),
                None => replaced.push_str(part),
            }
        }
        replaced
    }

    /// A text in which tokens stand for the characters beyond U+FFFF, which libyaml would escape.
    fn with_characters(&self, text: &str) -> String {
        let mut marked = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\u{10000}'.. => {
                    let token = format!("{0}x{1:x}{0}", self.mark, u32::from(character));
                    marked.push_str(&token);
                }
                other => marked.push(other),
            }
        }
        marked
    }
}

fn character(hex: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(hex, 16).ok()?)
}

/// A node to be written.
struct Written<'a> {
    node: &'a Node,
    tokens: &'a Tokens,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tokens = self.tokens;
        match self.node {
            Node::Null => serializer.serialize_unit(),
            Node::Bool(flag) => serializer.serialize_bool(*flag),
            Node::Number(Number(text)) => match text.parse::<i64>() {
                Ok(number) if number.to_string() == **text => serializer.serialize_i64(number),
                _ => serializer.serialize_str(&tokens.token(number_for_all(text))),
            },
            Node::String(text) => Text { text, tokens }.serialize(serializer),
            Node::Array(items) => {
                serializer.collect_seq(items.iter().map(|node| Written { node, tokens }))
            }
            Node::Object(entries) => {
                // With a length of 1, a key like `!a` would become a tag.
                let length = (entries.len() != 1).then_some(entries.len());
                let mut map = serializer.serialize_map(length)?;
                for (text, node) in entries {
                    map.serialize_entry(&Text { text, tokens }, &Written { node, tokens })?;
                }
                map.end()
            }
        }
    }
}

/// A number as readers of YAML 1.1 take for one, too: with a point before an exponent, which has a sign.
fn number_for_all(text: &str) -> String {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return text.to_owned();
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) {
        ""
    } else {
        "+"
    };
    format!("{mantissa}{point}e{sign}{exponent}")
}

/// A text to be written: a key or a value.
struct Text<'a> {
    text: &'a str,
    tokens: &'a Tokens,
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { text, tokens } = self;
        if !is_plain(text) {
            serializer.serialize_str(&tokens.token(double_quoted(text)))
        } else if is_ambiguous(text) {
            serializer.serialize_str(&tokens.token(format!("'{text}'")))
        } else if text.chars().any(|character| character > '\u{FFFF}') {
            serializer.serialize_str(&tokens.with_characters(text))
        } else {
            serializer.serialize_str(text)
        }
    }
}

/// Whether a text is printed as it is. Characters that some readers take for a line break, or that
/// YAML does not allow, are not, and neither is what a runner of GitHub would obey in its log.
fn is_plain(text: &str) -> bool {
    let mut lines = text.split('\n');
    let is_block = text.contains('\n');
    matches!(printable::text(text), Cow::Borrowed(_))
        && !(is_block && lines.any(printable::is_command))
}

/// A text in double quotes (YAML 1.2 §7.3.1).
fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        let mut bytes = [0; 4];
        match (character, u32::from(character)) {
            ('"' | '\\', _) => quoted.extend(['\\', character]),
            ('\n', _) => quoted.push_str("\\n"),
            ('\r', _) => quoted.push_str("\\r"),
            ('\t', _) => quoted.push_str("\\t"),
            _ if is_plain(character.encode_utf8(&mut bytes)) => quoted.push(character),
            (_, code @ ..=0xFF) => quoted.push_str(&format!("\\x{code:02x}")),
            (_, code @ ..=0xFFFF) => quoted.push_str(&format!("\\u{code:04x}")),
            (_, code) => quoted.push_str(&format!("\\U{code:08x}")),
        }
    }
    quoted.push('"');
    quoted.replace(COMMAND, "#\\x23[")
}

/// The words that YAML 1.1 or 1.2 read as other types, in lower case.
const WORDS: &[&str] = &[
    "", "y", "yes", "n", "no", "true", "false", "on", "off", "null", "~", "=", "<<", ".inf",
    "+.inf", "-.inf", ".nan",
];

/// The length of the longest of them.
const MAX_WORD: usize = 5;

/// Whether a reader may take a text without quotes for a boolean, `null`, a number, a date or a merge
/// key.
fn is_ambiguous(text: &str) -> bool {
    let is_short = text.len() <= MAX_WORD;
    if is_short && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    let starts = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    // The characters of numbers in any notation, and of dates.
    let of_numbers =
        |character: char| character.is_ascii_hexdigit() || "xoXOtTzZ+-_.,: ".contains(character);
    let has_digits = text.contains(|character: char| character.is_ascii_digit());
    starts && has_digits && text.chars().all(of_numbers) && !is_version(text)
}

/// Whether a text is digits with several points between them, which nothing takes for a number.
fn is_version(text: &str) -> bool {
    let mut parts = text.split('.');
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    parts.clone().count() > 2 && parts.all(are_digits)
}
