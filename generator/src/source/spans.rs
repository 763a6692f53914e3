//! Text and JSON pointers → the spans of nodes, in a second pass over the text.

use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

use saphyr_parser::{Event, Parser, Span as TextSpan};

use super::push_step;
use super::tokens::{Token, Tokens, unquoted};
use crate::diagnostic::Span;

/// The spans of a node.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NodeSpans {
    /// The value of a scalar, the key of a collection.
    pub value: Span,
    /// The key, in a mapping.
    pub key: Option<Span>,
    /// The last of further keys of the same name, whose values are ignored.
    pub duplicate_key: Option<Span>,
}

/// The spans of the nodes with the wanted pointers. `wanted` must hold the pointers of the nodes
/// around them, too. Pointers after a syntax error are left out.
pub fn spans<'p>(text: &str, wanted: &HashSet<&'p str>) -> HashMap<&'p str, NodeSpans> {
    // A reader of YAML keeps all tokens of a line, and JSON may be one line of any length.
    if let Some(found) = json_spans(text, wanted) {
        return found;
    }
    let mut walk = Walk::new(wanted);
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let span = from_parser(span);
        match event {
            Event::Scalar(value, ..) => walk.scalar(span, || value.into_owned()),
            Event::Alias(_) => {
                walk.value(span, true);
            }
            Event::SequenceStart(..) => walk.open(span, Key::Index(0)),
            Event::MappingStart(..) => walk.open(span, Key::Next),
            Event::SequenceEnd | Event::MappingEnd => walk.close(),
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    walk.found
}

/// The spans in a JSON text; `None` for any other.
fn json_spans<'p>(text: &str, wanted: &HashSet<&'p str>) -> Option<HashMap<&'p str, NodeSpans>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut walk = Walk::new(wanted);
    for token in Tokens::new(text) {
        match token {
            Token::Scalar(span, text) => walk.scalar(span, || unquoted(text)),
            Token::Open(span, b'[') => walk.open(span, Key::Index(0)),
            Token::Open(span, _) => walk.open(span, Key::Next),
            Token::Close => walk.close(),
            Token::Invalid => return None,
        }
    }
    Some(walk.found)
}

/// The walk over the nodes of a text.
struct Walk<'w, 'p> {
    wanted: &'w HashSet<&'p str>,
    found: HashMap<&'p str, NodeSpans>,
    open: Vec<Open>,
    pointer: String,
}

/// An open collection, and the step to its next value.
struct Open {
    pointer: usize,
    /// Whether it is wanted; if not, nothing in it is.
    inside: bool,
    key: Key,
}

enum Key {
    /// A mapping before a key.
    Next,
    /// A mapping after a key.
    Named(String, Span),
    /// A mapping after a key that is not wanted.
    Passed,
    Index(usize),
}

impl<'w, 'p> Walk<'w, 'p> {
    fn new(wanted: &'w HashSet<&'p str>) -> Self {
        Self {
            wanted,
            found: HashMap::new(),
            open: Vec::new(),
            pointer: String::new(),
        }
    }

    /// A scalar, which is a key where one comes next.
    fn scalar(&mut self, span: Span, text: impl FnOnce() -> String) {
        match self.open.last_mut() {
            Some(Open {
                key: key @ Key::Next,
                inside,
                ..
            }) => {
                *key = match inside {
                    true => Key::Named(text(), span),
                    false => Key::Passed,
                };
            }
            _ => {
                self.value(span, true);
            }
        }
    }

    fn open(&mut self, span: Span, key: Key) {
        let inside = self.value(span, false);
        self.open.push(Open {
            pointer: self.pointer.len(),
            inside,
            key,
        });
    }

    fn close(&mut self) {
        self.open.pop();
    }

    /// Enters a value, keeps its span if it is wanted, and returns whether nodes in it may be. The value
    /// of a duplicate key is ignored.
    fn value(&mut self, span: Span, scalar: bool) -> bool {
        let mut spans = NodeSpans {
            value: span,
            key: None,
            duplicate_key: None,
        };
        if let Some(open) = self.open.last_mut() {
            if !open.inside {
                if let Key::Passed = open.key {
                    open.key = Key::Next;
                }
                return false;
            }
            self.pointer.truncate(open.pointer);
            match &mut open.key {
                Key::Next | Key::Passed => {}
                Key::Named(key, key_span) => {
                    push_step(&mut self.pointer, key);
                    spans.key = Some(*key_span);
                    if !scalar {
                        spans.value = *key_span;
                    }
                    open.key = Key::Next;
                }
                Key::Index(index) => {
                    push_step(&mut self.pointer, &index.to_string());
                    *index += 1;
                }
            }
        }
        let wanted = self.wanted.get(self.pointer.as_str());
        match wanted.map(|wanted| self.found.entry(wanted)) {
            None => false,
            Some(Entry::Vacant(entry)) => {
                entry.insert(spans);
                true
            }
            Some(Entry::Occupied(mut entry)) => {
                entry.get_mut().duplicate_key = spans.key;
                false
            }
        }
    }
}

fn from_parser(span: TextSpan) -> Span {
    let (start, end) = (span.start, span.end);
    let length = if start.line() == end.line() {
        end.col().saturating_sub(start.col()).max(1)
    } else {
        1
    };
    Span {
        line: start.line(),
        column: start.col() + 1,
        length,
    }
}
