//! JSON → [`Node`].

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Mark, Node, Number, Read, SyntaxFault, push_step};

/// Reads a JSON text. serde_json bounds the depth.
pub fn read(text: &str) -> Result<Read, SyntaxFault> {
    let mut state = State::default();
    let mut input = serde_json::Deserializer::from_str(text);
    let node = Value(&mut state)
        .deserialize(&mut input)
        .and_then(|node| input.end().map(|()| node));
    match node {
        Ok(node) => Ok((node, state.duplicates)),
        Err(error) => {
            let line = error.line();
            // serde_json counts bytes.
            let shown = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            let before = shown
                .char_indices()
                .take_while(|(at, _)| at + 1 < error.column());
            let column = before.count() + 1;
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            Err(SyntaxFault {
                message: format!("not JSON: {message}"),
                mark: Mark {
                    line,
                    column,
                    length: 1,
                },
            })
        }
    }
}

#[derive(Default)]
struct State {
    pointer: String,
    duplicates: Vec<String>,
}

struct Value<'a>(&'a mut State);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Node, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
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
        Ok(Node::Number(Number(value.to_string().into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(Number(value.to_string().into())))
    }

    /// The shortest decimal of the float is what the text said, unless it had over 15 digits.
    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(Number(value.to_string().into())))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        let length = self.0.pointer.len();
        loop {
            push_step(&mut self.0.pointer, &items.len().to_string());
            let item = input.next_element_seed(Value(self.0))?;
            self.0.pointer.truncate(length);
            match item {
                Some(item) => items.push(item),
                None => return Ok(Node::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut input: A) -> Result<Node, A::Error> {
        let mut entries: Vec<(Box<str>, Node)> = Vec::new();
        let mut keys = KeySet::default();
        let length = self.0.pointer.len();
        while let Some(key) = input.next_key::<String>()? {
            push_step(&mut self.0.pointer, &key);
            let value = input.next_value_seed(Value(self.0))?;
            if keys.insert(&key, &entries) {
                entries.push((key.into(), value));
            } else {
                self.0.duplicates.push(self.0.pointer.clone());
            }
            self.0.pointer.truncate(length);
        }
        Ok(Node::Object(entries))
    }
}

/// The keys of an object so far; small objects are searched, larger ones hashed.
#[derive(Default)]
pub struct KeySet(HashSet<Box<str>>);

impl KeySet {
    const SMALL: usize = 16;

    /// Whether the key is new.
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
