//! JSON → [`Node`].

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{MAX_POINTER, Node, Number, Parsed, Span, SyntaxError, push_step, too_many_nodes};

/// Parses a JSON text of at most so many nodes. serde_json limits the depth.
pub fn read(text: &str, limit: usize) -> Result<Parsed, SyntaxError> {
    let mut state = State {
        numbers: Numbers::new(text),
        duplicates: Vec::new(),
        remaining: Some(limit),
    };
    let mut input = serde_json::Deserializer::from_str(text);
    let node = Value(&mut state)
        .deserialize(&mut input)
        .and_then(|node| input.end().map(|()| node));
    match node {
        Ok(root) => Ok(Parsed {
            root,
            duplicates: state.duplicates,
            nodes: limit - state.remaining.unwrap_or_default(),
        }),
        Err(error) => {
            let line = error.line();
            // The column of serde_json is in bytes.
            let above = text.split_inclusive('\n').take(line.saturating_sub(1));
            let above = above.map(str::len).sum::<usize>();
            let shown = text.get(above..).unwrap_or_default();
            let shown = shown.lines().next().unwrap_or_default();
            let before = shown
                .char_indices()
                .take_while(|(at, _)| at + 1 < error.column());
            let column = before.count() + 1;
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            Err(SyntaxError {
                message: match state.remaining {
                    Some(_) => format!("invalid JSON: {message}"),
                    None => too_many_nodes(),
                },
                at: above + error.column(),
                span: Span {
                    line,
                    column,
                    length: 1,
                },
            })
        }
    }
}

struct State<'t> {
    numbers: Numbers<'t>,
    /// The JSON pointers of duplicate keys, relative to the value that is being read.
    duplicates: Vec<String>,
    /// The number of further nodes that are allowed; nothing after one too many.
    remaining: Option<usize>,
}

impl State<'_> {
    /// Counts a node.
    fn count<E: Error>(&mut self) -> Result<(), E> {
        self.remaining = self.remaining.and_then(|count| count.checked_sub(1));
        match self.remaining {
            Some(_) => Ok(()),
            None => Err(E::custom("too many nodes")),
        }
    }

    /// Prepends a step to the pointers of the duplicate keys inside a child.
    fn prefix(&mut self, known: usize, step: &str) {
        for pointer in self.duplicates.iter_mut().skip(known) {
            let mut whole = String::new();
            if step.len() < MAX_POINTER {
                push_step(&mut whole, step);
            }
            // Beyond the limit, the pointer is that of the nearest node around.
            if step.len() + pointer.len() < MAX_POINTER {
                whole.push_str(pointer);
            }
            *pointer = whole;
        }
    }
}

/// The texts of the numbers, in order. serde_json gives a float for a number with a fraction or
/// with more than 64 bits, whose digits are looked up here.
struct Numbers<'t> {
    text: &'t str,
    /// The end of the searched part of the text, in bytes.
    at: usize,
    /// How many numbers were read since the last search.
    passed: usize,
}

impl<'t> Numbers<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            passed: 0,
        }
    }

    /// The text of the number that is being read.
    fn current(&mut self) -> &'t str {
        let mut number = "";
        for _ in 0..=self.passed {
            number = self.next();
        }
        self.passed = 0;
        number
    }

    fn next(&mut self) -> &'t str {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => self.pass_string(),
                b'-' | b'0'..=b'9' => {
                    let start = self.at;
                    let is_part =
                        |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                    while bytes.get(self.at).is_some_and(is_part) {
                        self.at += 1;
                    }
                    return self.text.get(start..self.at).unwrap_or_default();
                }
                _ => self.at += 1,
            }
        }
        ""
    }

    fn pass_string(&mut self) {
        let start = self.at + 1;
        self.at = self.text.len();
        let rest = self.text.get(start..).unwrap_or_default();
        for (end, _) in rest.match_indices('"') {
            let before = rest.as_bytes().iter().take(end).rev();
            // A quote after an odd number of backslashes is part of the string.
            if before.take_while(|byte| **byte == b'\\').count() % 2 == 0 {
                self.at = start + end + 1;
                return;
            }
        }
    }
}

struct Value<'a, 't>(&'a mut State<'t>);

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Node, D::Error> {
        self.0.count()?;
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        self.0.numbers.passed += 1;
        Ok(Node::Number(Number(value.to_string().into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        self.0.numbers.passed += 1;
        Ok(Node::Number(Number(value.to_string().into())))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Number(Number(self.0.numbers.current().into())))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        let mut known = self.0.duplicates.len();
        while let Some(item) = input.next_element_seed(Value(self.0))? {
            if self.0.duplicates.len() > known {
                self.0.prefix(known, &items.len().to_string());
                known = self.0.duplicates.len();
            }
            items.push(item);
        }
        Ok(Node::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut input: A) -> Result<Node, A::Error> {
        let mut entries: Vec<(Box<str>, Node)> = Vec::new();
        let mut keys = KeySet::default();
        let mut known = self.0.duplicates.len();
        while let Some(key) = input.next_key::<String>()? {
            let value = input.next_value_seed(Value(self.0))?;
            let is_new = keys.insert(&key, &entries);
            if !is_new {
                self.0.duplicates.push(String::new());
            }
            if self.0.duplicates.len() > known {
                self.0.prefix(known, &key);
                known = self.0.duplicates.len();
            }
            if is_new {
                entries.push((key.into(), value));
            }
        }
        Ok(Node::Object(entries))
    }
}

/// The keys of an object that is being read: small objects are searched, larger ones hashed.
#[derive(Default)]
pub struct KeySet(HashSet<Box<str>>);

impl KeySet {
    const SMALL: usize = 16;

    /// Adds a key, and returns whether it is new.
    pub fn insert(&mut self, key: &str, entries: &[(Box<str>, Node)]) -> bool {
        if entries.len() < Self::SMALL {
            return entries.iter().all(|(known, _)| &**known != key);
        }
        if self.0.is_empty() {
            self.0
                .extend(entries.iter().map(|(known, _)| known.clone()));
        }
        self.0.insert(key.into())
    }
}
