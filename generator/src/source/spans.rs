//! Text and JSON pointers → the spans of nodes, in a second pass over the text.

use crate::diagnostic::Span;
use std::borrow::Cow;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

use saphyr_parser::{Event, Parser, Span as TextSpan};

use super::push_step;

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
/// around them, too. JSON is read as YAML, of which it is a subset. Pointers after a syntax error
/// are left out.
pub fn spans<'p>(text: &str, wanted: &HashSet<&'p str>) -> HashMap<&'p str, NodeSpans> {
    // YAML has no escapes of surrogate pairs. Another escape of the same length keeps every
    // position.
    let text = if text.contains("\\ud") || text.contains("\\uD") {
        Cow::Owned(text.replace("\\ud", "\\u0").replace("\\uD", "\\u0"))
    } else {
        Cow::Borrowed(text)
    };
    let mut found = HashMap::new();
    let mut open: Vec<Open> = Vec::new();
    let mut pointer = String::new();
    for event in Parser::new_from_str(&text) {
        let Ok((event, span)) = event else { break };
        match event {
            Event::Scalar(value, ..) => {
                if let Some(Open { key: Key::Next, .. }) = open.last() {
                    enter_key(&mut open, &value, span);
                    continue;
                }
                note(&mut pointer, &mut open, wanted, &mut found, span, true);
            }
            Event::Alias(_) => {
                note(&mut pointer, &mut open, wanted, &mut found, span, true);
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let inside = note(&mut pointer, &mut open, wanted, &mut found, span, false);
                let key = if matches!(event, Event::MappingStart(..)) {
                    Key::Next
                } else {
                    Key::Index(0)
                };
                open.push(Open {
                    pointer: pointer.len(),
                    inside,
                    key,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    found
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
    Named(String, TextSpan),
    /// A mapping after a key that is not wanted.
    Passed,
    Index(usize),
}

fn enter_key(open: &mut [Open], key: &str, span: TextSpan) {
    if let Some(open) = open.last_mut() {
        open.key = if open.inside {
            Key::Named(key.to_owned(), span)
        } else {
            Key::Passed
        };
    }
}

/// Enters a value, keeps its span if it is wanted, and returns whether nodes in it may be. The value of
/// a duplicate key is ignored.
fn note<'p>(
    pointer: &mut String,
    open: &mut [Open],
    wanted: &HashSet<&'p str>,
    found: &mut HashMap<&'p str, NodeSpans>,
    span: TextSpan,
    scalar: bool,
) -> bool {
    let mut spans = NodeSpans {
        value: from_parser(span),
        key: None,
        duplicate_key: None,
    };
    if let Some(open) = open.last_mut() {
        if !open.inside {
            if let Key::Passed = open.key {
                open.key = Key::Next;
            }
            return false;
        }
        pointer.truncate(open.pointer);
        match &mut open.key {
            Key::Next | Key::Passed => {}
            Key::Named(key, key_span) => {
                push_step(pointer, key);
                let key = from_parser(*key_span);
                spans.key = Some(key);
                if !scalar {
                    spans.value = key;
                }
                open.key = Key::Next;
            }
            Key::Index(index) => {
                push_step(pointer, &index.to_string());
                *index += 1;
            }
        }
    }
    let wanted = wanted.get(pointer.as_str());
    match wanted.map(|wanted| found.entry(wanted)) {
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
