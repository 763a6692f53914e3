//! YAML → [`Node`], by the core schema of YAML 1.2, and merge keys.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::json::KeySet;
use super::{
    MAX_DEPTH, MAX_POINTER, Node, Number, Parsed, Span, SyntaxError, push_step, too_many_nodes,
};

/// The most nodes that aliases may add: a kilobyte of text can expand to billions.
const MAX_ALIASED_NODES: usize = 1_000_000;

/// The most nodes that are kept for aliases. Nested anchors keep the same nodes several times.
const MAX_ANCHORED_NODES: usize = 4_000_000;

/// The bytes of text that cost as much as a node.
const BYTES_OF_A_NODE: usize = 64;

/// Parses a YAML text of one document with at most so many nodes.
pub fn read(text: &str, limit: usize) -> Result<Parsed, SyntaxError> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let (line, column) = (error.marker().line(), error.marker().col() + 1);
            syntax_error(format!("invalid YAML: {}", error.info()), line, column)
        })?;
        builder.event(event).map_err(|message| {
            syntax_error(message.to_owned(), span.start.line(), span.start.col() + 1)
        })?;
        if builder.nodes > limit {
            let (line, column) = (span.start.line(), span.start.col() + 1);
            return Err(syntax_error(too_many_nodes(), line, column));
        }
    }
    Ok(Parsed {
        root: builder.root.unwrap_or(Node::Null),
        duplicates: builder.duplicates,
        nodes: builder.nodes,
    })
}

fn syntax_error(message: String, line: usize, column: usize) -> SyntaxError {
    let length = 1;
    SyntaxError {
        message,
        at: 0,
        span: Span {
            line,
            column,
            length,
        },
    }
}

#[derive(Default)]
struct Builder {
    /// The nodes so far; those behind an alias count as one.
    nodes: usize,
    root: Option<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    anchored: usize,
    aliased: usize,
    duplicates: Vec<String>,
}

/// A collection that is being read.
struct Open {
    anchor: usize,
    content: Content,
}

enum Content {
    Array(Vec<Node>),
    Object {
        entries: Vec<(Box<str>, Node)>,
        keys: KeySet,
        key: Option<Key>,
        merged: Vec<Node>,
    },
}

/// A key whose value comes next.
struct Key {
    text: Box<str>,
    /// Whether it is a merge key, whose value is merged into the mapping.
    is_merge: bool,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                return Err("expected a single YAML document, found a second one");
            }
            Event::Nothing
            | Event::StreamStart
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::StreamEnd => {}
            Event::Scalar(text, style, anchor, tag) => {
                if self.takes_key() {
                    // In quotes it is an ordinary key, as in JSON.
                    let is_merge = &*text == "<<" && style == ScalarStyle::Plain;
                    self.key(&text, is_merge);
                    return Ok(());
                }
                let node = scalar(&text, style, tag.as_deref());
                self.add(node, anchor)?;
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, Content::Array(Vec::new()))?,
            Event::MappingStart(anchor, _) => {
                let keys = KeySet::default();
                self.open(
                    anchor,
                    Content::Object {
                        entries: Vec::new(),
                        keys,
                        key: None,
                        merged: Vec::new(),
                    },
                )?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close()?,
            Event::Alias(anchor) => {
                if self.takes_key() {
                    return Err("an alias cannot be a mapping key");
                }
                let node = self
                    .anchors
                    .get(&anchor)
                    .ok_or("an alias cannot refer to a node around it")?
                    .clone();
                let (size, depth) = measure(&node);
                self.aliased += size;
                if self.open.len() + depth > MAX_DEPTH {
                    return Err("nested deeper than 128 levels through an alias");
                }
                if self.aliased > MAX_ALIASED_NODES {
                    return Err("aliases expand to more than 1,000,000 nodes");
                }
                self.add(node, 0)?;
            }
        }
        Ok(())
    }

    fn takes_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                content: Content::Object { key: None, .. },
                ..
            })
        )
    }

    fn open(&mut self, anchor: usize, content: Content) -> Result<(), &'static str> {
        if self.takes_key() {
            return Err("a sequence or mapping cannot be a mapping key");
        }
        if self.open.len() >= MAX_DEPTH {
            return Err("nested deeper than 128 levels");
        }
        self.open.push(Open { anchor, content });
        Ok(())
    }

    /// The JSON pointer of the collection that is being read.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        let around = self.open.split_last().map_or(&[][..], |(_, around)| around);
        for open in around {
            match &open.content {
                Content::Array(items) => push_step(&mut pointer, &items.len().to_string()),
                Content::Object { key, .. } => {
                    let key = key.as_ref().map_or("", |key| &*key.text);
                    if pointer.len() + key.len() >= MAX_POINTER {
                        break;
                    }
                    push_step(&mut pointer, key);
                }
            }
        }
        pointer
    }

    fn key(&mut self, text: &str, is_merge: bool) {
        if let Some(Open {
            content: Content::Object { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some(Key {
                text: text.into(),
                is_merge,
            });
        }
    }

    fn close(&mut self) -> Result<(), &'static str> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let node = match open.content {
            Content::Array(items) => Node::Array(items),
            Content::Object {
                mut entries,
                mut keys,
                merged,
                ..
            } => {
                for node in merged {
                    merge(&mut entries, &mut keys, node);
                }
                Node::Object(entries)
            }
        };
        self.add(node, open.anchor)
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<(), &'static str> {
        if anchor != 0 {
            self.anchored += measure(&node).0;
            if self.anchored > MAX_ANCHORED_NODES {
                return Err("nested anchors hold more than 4,000,000 nodes");
            }
            self.anchors.insert(anchor, node.clone());
        }
        self.nodes += 1;
        let Some(Open { content, .. }) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match content {
            Content::Array(items) => items.push(node),
            Content::Object {
                entries,
                keys,
                key,
                merged,
            } => {
                let (key, is_merge) = match key.take() {
                    Some(Key { text, is_merge }) => (text, is_merge),
                    None => (Box::default(), false),
                };
                if is_merge && matches!(node, Node::Object(_) | Node::Array(_)) {
                    merged.push(node);
                } else if keys.insert(&key, entries) {
                    entries.push((key, node));
                } else {
                    let mut pointer = self.pointer();
                    if pointer.len() + key.len() < MAX_POINTER {
                        push_step(&mut pointer, &key);
                    }
                    self.duplicates.push(pointer);
                }
            }
        }
        Ok(())
    }
}

/// Merges the value of a `<<` key of YAML 1.1; existing entries take precedence.
fn merge(entries: &mut Vec<(Box<str>, Node)>, keys: &mut KeySet, node: Node) {
    match node {
        Node::Object(others) => {
            for (key, value) in others {
                if keys.insert(&key, entries) {
                    entries.push((key, value));
                }
            }
        }
        Node::Array(nodes) => nodes
            .into_iter()
            .for_each(|node| merge(entries, keys, node)),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

/// The number of nodes, in which a long text counts for several, and their depth.
pub fn measure(node: &Node) -> (usize, usize) {
    let children: &mut dyn Iterator<Item = &Node> = match node {
        Node::Array(items) => &mut items.iter(),
        Node::Object(entries) => &mut entries.iter().map(|(_, value)| value),
        Node::Null | Node::Bool(_) => return (1, 0),
        Node::Number(Number(text)) | Node::String(text) => {
            return (1 + text.len() / BYTES_OF_A_NODE, 0);
        }
    };
    let add = |(size, depth): (usize, usize), (more, deep): (usize, usize)| {
        (size + more, depth.max(deep))
    };
    let (size, depth) = children.map(measure).fold((0, 0), add);
    (size + 1, depth + 1)
}

/// Resolves a scalar (YAML 1.2 §10.3.2).
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Node {
    let tag = tag
        .filter(|tag| tag.is_yaml_core_schema())
        .map(|tag| &*tag.suffix);
    if tag == Some("str") || (style != ScalarStyle::Plain && tag.is_none()) {
        return Node::String(text.into());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Node::Null,
        "true" | "True" | "TRUE" => Node::Bool(true),
        "false" | "False" | "FALSE" => Node::Bool(false),
        _ => number(text).map_or_else(|| Node::String(text.into()), Node::Number),
    }
}

/// A number of the core schema, in the grammar of JSON.
fn number(text: &str) -> Option<Number> {
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.')) {
        return None;
    }
    let prefixed = |prefix, radix| {
        text.strip_prefix(prefix)
            .and_then(|digits| u128::from_str_radix(digits, radix).ok())
    };
    if let Some(value) = prefixed("0x", 16).or_else(|| prefixed("0o", 8)) {
        return Some(Number(value.to_string().into()));
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = digits
        .split_once(['e', 'E'])
        .map_or((digits, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let valid_exponent = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    let empty = whole.is_empty() && fraction.is_none_or(str::is_empty);
    if empty || !all_digits(whole) || !fraction.is_none_or(all_digits) || !valid_exponent {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let mut number = format!("{sign}{}", if whole.is_empty() { "0" } else { whole });
    if let Some(fraction) = fraction.filter(|fraction| !fraction.is_empty()) {
        number.push('.');
        number.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        number.push('e');
        number.push_str(exponent);
    }
    Some(Number(number.into()))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::Node;
    use crate::source::Parsed;

    /// The keys of the mapping under `a`.
    fn keys(text: &str) -> Vec<String> {
        let Ok(Parsed { root, .. }) = read(text, 100) else {
            panic!("{text} is not YAML");
        };
        let Some(Node::Object(entries)) = root.get("a") else {
            panic!("{text}: there is no mapping");
        };
        entries.iter().map(|(key, _)| key.to_string()).collect()
    }

    #[test]
    fn a_merge_key_stands_without_quotes() {
        assert_eq!(keys("a: {<<: {b: 1}}"), ["b"]);
        assert_eq!(keys("a: {<<: [{b: 1}, {c: 1}]}"), ["b", "c"]);
        // A security scheme of that name would be required of nobody.
        assert_eq!(keys("a: {\"<<\": []}"), ["<<"]);
        assert_eq!(keys("a: {'<<': {b: 1}}"), ["<<"]);
    }
}
