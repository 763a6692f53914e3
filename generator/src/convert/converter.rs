//! The state of a conversion: what is converted, what the target cannot express, and where references
//! lead.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::convert::Target;
use crate::convert::node::{Entry, find, steps};
use crate::diagnostic::{Code, Diagnostic, FileId, Location};
use crate::document::Version;
use crate::source::{Node, push_step};

/// The nodes that may be written in addition, because they are needed in several places: components that
/// the target has no place for, schemas that become components, media types of OpenAPI 2.0.
const MAX_COPIED: usize = 1_000_000;

/// The nodes of conditions that may be written twice: each nested one doubles them.
const MAX_CONDITIONS: usize = 20_000;

/// How deeply components may be written inside each other in place of references.
const MAX_INLINED: usize = 8;

/// A conversion of a description.
pub struct Converter<'a> {
    pub root: &'a Node,
    pub version: Version,
    pub target: Target,
    pub diagnostics: Vec<Diagnostic>,
    /// Schemas that become components, by their pointers.
    pub lifted: BTreeMap<String, String>,
    /// The pointers of schemas that references lead to, and that are no components.
    pub deep: BTreeSet<String>,
    /// The pointers of schemas in `$defs`, which become components in any case.
    pub definitions: BTreeSet<String>,
    /// The pointers of schemas with an `$anchor` or a `$dynamicAnchor`.
    pub anchors: HashMap<&'a str, String>,
    /// The anchors that several schemas have.
    pub ambiguous: HashSet<&'a str>,
    /// The names of components that OpenAPI 3 spells differently, by those of OpenAPI 2.0.
    pub renamed: HashMap<String, String>,
    /// The components that were written in place of the references to them.
    pub inlined: BTreeSet<String>,
    /// The components that are being written in place of references.
    inlining: Vec<String>,
    /// The nodes that were written in addition.
    copied: usize,
    /// The nodes of conditions that were written twice.
    conditions: usize,
}

impl<'a> Converter<'a> {
    pub fn new(root: &'a Node, version: Version, target: Target) -> Self {
        let mut converter = Self {
            root,
            version,
            target,
            diagnostics: Vec::new(),
            lifted: BTreeMap::new(),
            deep: BTreeSet::new(),
            definitions: BTreeSet::new(),
            anchors: HashMap::new(),
            ambiguous: HashSet::new(),
            renamed: HashMap::new(),
            inlined: BTreeSet::new(),
            inlining: Vec::new(),
            copied: 0,
            conditions: 0,
        };
        if version >= Version::V3_1 {
            converter.find_anchors(root, "");
        }
        converter
    }

    /// The same conversion from the start, with schemas that become components.
    pub fn again(self, lifted: BTreeMap<String, String>) -> Self {
        Self {
            diagnostics: Vec::new(),
            renamed: HashMap::new(),
            inlined: BTreeSet::new(),
            copied: 0,
            conditions: 0,
            lifted,
            ..self
        }
    }

    fn find_anchors(&mut self, node: &'a Node, at: &str) {
        match node {
            Node::Object(entries) => {
                for (key, value) in entries {
                    match value {
                        Node::String(name) if matches!(&**key, "$anchor" | "$dynamicAnchor") => {
                            let known = self.anchors.insert(name, at.to_owned());
                            if known.is_some_and(|known| known != at) {
                                self.ambiguous.insert(name);
                            }
                        }
                        _ => self.find_anchors(value, &below(at, key)),
                    }
                }
            }
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.find_anchors(item, &format!("{at}/{index}"));
                }
            }
            _ => {}
        }
    }

    /// Reports what the target cannot express, and what is written instead.
    pub fn lost(&mut self, at: &str, what: &str, written: &str) {
        let target = self.target;
        self.report(at, format!("OpenAPI {target} has no {what}: {written}"));
    }

    /// Reports something that is not converted as it is.
    pub fn report(&mut self, at: &str, message: String) {
        let location = Location {
            file: FileId::default(),
            pointer: at.to_owned(),
            span: None,
        };
        let diagnostic = Diagnostic::new(Code::NotConvertible, location, message);
        self.diagnostics.push(diagnostic);
    }

    /// Reports a keyword that is left out since its value is not of the type that it needs.
    pub fn wrong_type(&mut self, at: &str, key: &str, node: &Node) {
        let message = format!("`{key}` cannot be {}: it is left out", node.kind());
        self.report(at, message);
    }

    /// Converts something without keeping what is reported.
    pub fn quietly<T>(&mut self, convert: impl FnOnce(&mut Self) -> T) -> T {
        let count = self.diagnostics.len();
        let converted = convert(self);
        self.diagnostics.truncate(count);
        converted
    }

    /// The entries of an object, of duplicate keys the first one; none, with a diagnostic, for anything
    /// else.
    pub fn entries<'n>(&mut self, node: &'n Node, key: &str, at: &str) -> Vec<(&'n str, &'n Node)> {
        let Node::Object(entries) = node else {
            self.wrong_type(at, key, node);
            return Vec::new();
        };
        let mut seen = HashSet::new();
        let entries = entries.iter().filter(|(key, _)| seen.insert(&**key));
        entries.map(|(key, node)| (&**key, node)).collect()
    }

    /// The items of an array; none, with a diagnostic, for anything else.
    pub fn items<'n>(&mut self, node: &'n Node, key: &str, at: &str) -> &'n [Node] {
        let Node::Array(items) = node else {
            self.wrong_type(at, key, node);
            return &[];
        };
        items
    }

    /// Counts nodes that are written in addition; whether that is within the limit.
    pub fn may_copy(&mut self, node: &Node) -> bool {
        self.copied = self.copied.saturating_add(size(node));
        self.copied <= MAX_COPIED
    }

    /// Counts a condition that is written twice; whether that is within the limit.
    pub fn may_repeat(&mut self, condition: &Node) -> bool {
        self.conditions = self.conditions.saturating_add(size(condition));
        self.conditions <= MAX_CONDITIONS
    }

    /// Converts a component in place of a reference to it, unless it contains itself.
    pub fn inline<T>(
        &mut self,
        reference: &str,
        at: &str,
        convert: impl FnOnce(&mut Self, &'a Node, &str) -> T,
    ) -> Option<T> {
        let pointer = pointer_of(reference)?;
        let Some(node) = find(self.root, &pointer) else {
            let message = "`$ref` without a target: it is left out";
            self.report(at, message.to_owned());
            return None;
        };
        let is_nested = self.inlining.len() >= MAX_INLINED || self.inlining.contains(&pointer);
        if is_nested || !self.may_copy(node) {
            let what = "way to refer to this from itself, or too often";
            self.lost(at, what, "it is left out");
            return None;
        }
        self.inlined.insert(pointer.clone());
        self.inlining.push(pointer.clone());
        let converted = convert(self, node, &pointer);
        self.inlining.pop();
        Some(converted)
    }

    /// The `$ref` to a schema in the target.
    pub fn schema_reference(&mut self, text: &str) -> String {
        let Some(fragment) = text.strip_prefix('#') else {
            return text.to_owned();
        };
        let pointer = match pointer_of(text) {
            Some(pointer) => pointer,
            None if self.target == Target::V3_1 => return text.to_owned(),
            None => match self.anchors.get(fragment) {
                Some(pointer) => pointer.clone(),
                None => return text.to_owned(),
            },
        };
        let parts: Vec<String> = steps(&pointer).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match &parts[..] {
            ["definitions", name] if self.version == Version::V2_0 => {
                format!("#/components/schemas/{}", escaped(self.component(name)))
            }
            ["components", "schemas", _] if fragment.starts_with('/') => text.to_owned(),
            ["components", "schemas", name] => format!("#/components/schemas/{}", escaped(name)),
            [] => text.to_owned(),
            _ => match self.lifted.get(&pointer) {
                Some(name) => format!("#/components/schemas/{}", escaped(name)),
                None => {
                    self.deep.insert(pointer);
                    text.to_owned()
                }
            },
        }
    }

    /// The name of a component of OpenAPI 2.0 in the target.
    pub fn component<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.get(name).map_or(name, String::as_str)
    }
}

/// A step of a pointer in a URI fragment.
fn escaped(name: &str) -> String {
    let mut text = String::new();
    push_step(&mut text, name);
    let mut escaped = String::new();
    for character in text.chars().skip(1) {
        match character {
            '%' => escaped.push_str("%25"),
            ' ' => escaped.push_str("%20"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The pointer of a key below another one.
pub fn below(at: &str, key: &str) -> String {
    let mut pointer = at.to_owned();
    push_step(&mut pointer, key);
    pointer
}

/// The pointer of a reference within the document.
pub fn pointer_of(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let pointer = percent_decoded(fragment);
    (pointer.is_empty() || pointer.starts_with('/')).then_some(pointer)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn size(node: &Node) -> usize {
    1 + match node {
        Node::Array(items) => items.iter().map(size).sum(),
        Node::Object(entries) => entries.iter().map(|(_, node)| size(node)).sum(),
        _ => 0,
    }
}

/// Entries with a key set, in place of a former one.
pub fn set(entries: &mut Vec<Entry>, key: &str, value: Node) {
    match entries.iter_mut().find(|(known, _)| &**known == key) {
        Some((_, known)) => *known = value,
        None => entries.push((key.into(), value)),
    }
}
