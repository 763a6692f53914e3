//! Reading nodes keyword by keyword: a keyword of the wrong shape is a diagnostic and costs only
//! itself.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::schema::{Schema, SchemaId};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::source::{FileId, Node, Number, Tree, push_step};

/// Where a node stands: a step into the node around it. Small, because every node that is read has
/// one; the pointer is put together only for a diagnostic.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Place(u32);

#[derive(Clone, Copy, Debug)]
enum Step<'t> {
    File(FileId),
    Key(&'t str),
    Index(usize),
}

/// The places of a document.
#[derive(Debug, Default)]
pub struct Places<'t> {
    steps: Vec<(Place, Step<'t>)>,
}

impl<'t> Places<'t> {
    fn push(&mut self, parent: Place, step: Step<'t>) -> Place {
        self.steps.push((parent, step));
        Place(self.steps.len() as u32 - 1)
    }

    /// The place as file and JSON pointer.
    pub fn location(&self, place: Place) -> Location {
        let mut steps = Vec::new();
        let mut file = FileId::default();
        let mut next = place;
        while let Some((parent, step)) = self.steps.get(next.0 as usize) {
            match step {
                Step::File(id) => {
                    file = *id;
                    break;
                }
                Step::Key(_) | Step::Index(_) => steps.push(step),
            }
            next = *parent;
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Key(key) => push_step(&mut pointer, key),
                Step::Index(index) => push_step(&mut pointer, &index.to_string()),
                Step::File(_) => {}
            }
        }
        Location {
            file,
            pointer,
            mark: None,
        }
    }

    /// The last key on the way to the place.
    pub fn key_around(&self, place: Place) -> &'t str {
        let mut next = place;
        while let Some((parent, step)) = self.steps.get(next.0 as usize) {
            match step {
                Step::Key("items") | Step::Index(_) => next = *parent,
                Step::Key(key) => return key,
                Step::File(_) => break,
            }
        }
        ""
    }
}

/// Which version of OpenAPI a description is written in.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Version {
    V3_0,
    V3_1,
}

/// A node and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct At<'t> {
    pub node: &'t Node,
    pub place: Place,
}

/// What reading a document needs at hand.
pub struct Reader<'t> {
    tree: &'t Tree,
    pub version: Version,
    /// The words of another version: where each stands first, and how often.
    foreign: BTreeMap<&'t str, (Place, usize)>,
    pub places: Places<'t>,
    pub diagnostics: Vec<Diagnostic>,
    pub schemas: Vec<Schema<'t>>,
    interned: HashMap<*const Node, SchemaId>,
    /// Schemas that have an id and are not read yet. A queue and not recursion: a chain of
    /// references may be longer than a stack is deep.
    pub waiting: VecDeque<At<'t>>,
}

impl<'t> Reader<'t> {
    pub fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            version: Version::V3_0,
            foreign: BTreeMap::new(),
            places: Places::default(),
            diagnostics: Vec::new(),
            schemas: Vec::new(),
            interned: HashMap::new(),
            waiting: VecDeque::new(),
        }
    }

    /// The root of a file.
    pub fn root(&mut self, file: FileId) -> Option<At<'t>> {
        let node = &self.tree.files.get(file.0 as usize)?.root;
        let place = self.places.push(Place(u32::MAX), Step::File(file));
        Some(At { node, place })
    }

    pub fn report(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = Diagnostic::new(code, self.places.location(place), message);
        self.diagnostics.push(diagnostic);
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// The entries of an object; anything else is reported as not being `what`.
    pub fn entries(&mut self, at: At<'t>, what: &str) -> Vec<(&'t str, At<'t>)> {
        let Node::Object(entries) = at.node else {
            self.wrong_type::<()>(at, what, "an object");
            return Vec::new();
        };
        let entries = entries.iter().map(|(key, node)| {
            let place = self.places.push(at.place, Step::Key(key));
            (&**key, At { node, place })
        });
        entries.collect()
    }

    /// The items of an array; anything else is reported as not being `what`.
    pub fn items(&mut self, at: At<'t>, what: &str) -> Vec<At<'t>> {
        let Node::Array(items) = at.node else {
            self.wrong_type::<()>(at, what, "an array");
            return Vec::new();
        };
        let items = items.iter().enumerate().map(|(index, node)| {
            let place = self.places.push(at.place, Step::Index(index));
            At { node, place }
        });
        items.collect()
    }

    /// A property of an object, if it is there.
    pub fn child(&mut self, at: At<'t>, key: &'t str) -> Option<At<'t>> {
        let node = at.node.get(key)?;
        Some(At {
            node,
            place: self.places.push(at.place, Step::Key(key)),
        })
    }

    pub fn text(&mut self, at: At<'t>, what: &str) -> Option<&'t str> {
        match at.node {
            Node::String(text) => Some(text),
            _ => self.wrong_type(at, what, "a string"),
        }
    }

    pub fn flag(&mut self, at: At<'t>, what: &str) -> bool {
        match at.node {
            Node::Bool(flag) => *flag,
            _ => self
                .wrong_type(at, what, "true or false")
                .unwrap_or_default(),
        }
    }

    pub fn number(&mut self, at: At<'t>, what: &str) -> Option<&'t Number> {
        match at.node {
            Node::Number(number) => Some(number),
            _ => self.wrong_type(at, what, "a number"),
        }
    }

    pub fn count(&mut self, at: At<'t>, what: &str) -> Option<u64> {
        match at.node {
            Node::Number(number) if number.as_count().is_some() => number.as_count(),
            _ => self.wrong_type(at, what, "a whole number from 0"),
        }
    }

    pub fn texts(&mut self, at: At<'t>, what: &str) -> Vec<&'t str> {
        let items = self.items(at, what);
        items
            .into_iter()
            .filter_map(|item| self.text(item, what))
            .collect()
    }

    /// Reports a keyword that has the wrong type.
    pub fn wrong_type<T>(&mut self, at: At<'t>, what: &str, expected: &str) -> Option<T> {
        let found = match at.node {
            Node::Number(number) => &number.0,
            other => other.kind(),
        };
        // What is no keyword has words of its own.
        let what = if what.contains(' ') {
            what.to_owned()
        } else {
            format!("`{what}`")
        };
        self.report(
            Code::WrongType,
            at.place,
            format!("{what} must be {expected}, and is {found}"),
        );
        None
    }

    /// Reports a keyword that the specification does not know there; extensions are passed over.
    pub fn unknown(&mut self, at: At<'t>, key: &str, what: &str, known: &[&str]) {
        if key.starts_with("x-") {
            return;
        }
        let nearest = known.iter().find(|known| is_near(known, key));
        let diagnostic = self.report(
            Code::UnknownKeyword,
            at.place,
            format!("{what} has no keyword `{key}`"),
        );
        if let Some(nearest) = nearest {
            diagnostic.help = Some(format!("`{nearest}` may be meant"));
        }
    }

    /// Notes a keyword that the version of the description does not have; its meaning is clear.
    pub fn foreign(&mut self, keyword: &'t str, place: Place) {
        let (_, count) = self.foreign.entry(keyword).or_insert((place, 0));
        *count += 1;
    }

    /// Reports the keywords of other versions, once each.
    pub fn report_foreign(&mut self) {
        for (keyword, (place, count)) in std::mem::take(&mut self.foreign) {
            let times = if count == 1 {
                String::new()
            } else {
                format!(" ({count} times)")
            };
            let message = format!(
                "`{keyword}` is written here as another version of OpenAPI writes it{times}; it is read as meant"
            );
            self.report(Code::OtherVersion, place, message);
        }
    }

    /// The component schema with a name, in the file of a place.
    pub fn component(&mut self, name: &str, place: Place) -> Option<At<'t>> {
        if name.contains(['/', '#']) {
            return None;
        }
        let root = self.root(self.places.location(place).file)?;
        let schemas = match self.child(root, "components") {
            Some(components) => self.child(components, "schemas"),
            None => self.child(root, "definitions"),
        };
        self.step(schemas?, name)
    }

    /// Reports a keyword that must be there.
    pub fn missing(&mut self, place: Place, what: &str, keyword: &str) {
        self.report(
            Code::MissingKeyword,
            place,
            format!("{what} needs the keyword `{keyword}`"),
        );
    }

    /// Follows the `$ref` of something that is not a schema, through others if need be.
    pub fn follow(&mut self, at: At<'t>) -> Option<At<'t>> {
        let mut next = at;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = self.child(next, "$ref") else {
                return Some(next);
            };
            for (key, value) in self.entries(next, "a reference") {
                if !matches!(key, "$ref" | "summary" | "description") && !key.starts_with("x-") {
                    let message = format!("`{key}` has no effect beside `$ref`");
                    self.report(Code::IgnoredKeyword, value.place, message);
                }
            }
            let text = self.text(reference, "$ref")?;
            next = self.resolve(text, reference.place)?;
        }
        self.report(
            Code::CyclicReference,
            at.place,
            "the reference leads through others back to itself",
        );
        None
    }

    /// What a reference points to.
    pub fn resolve(&mut self, reference: &'t str, place: Place) -> Option<At<'t>> {
        let Some(pointer) = reference.strip_prefix('#') else {
            let message = format!("`{reference}` is in another file, which is not read yet");
            self.report(Code::UnresolvedReference, place, message);
            return None;
        };
        if !pointer.is_empty() && !pointer.starts_with('/') {
            let message =
                format!("`{reference}` is no JSON pointer: behind the # there is no slash");
            self.report(Code::UnresolvedReference, place, message);
            return None;
        }
        let mut at = self.root(self.places.location(place).file)?;
        for step in pointer.split('/').skip(1) {
            let Some(next) = self.step(at, &unescape(step)) else {
                let location = self.places.location(at.place);
                let around = if location.pointer.is_empty() {
                    "the document"
                } else {
                    &location.pointer
                };
                let message = format!(
                    "`{reference}` leads nowhere: {around} has no `{}`",
                    unescape(step)
                );
                self.report(Code::UnresolvedReference, place, message);
                return None;
            };
            at = next;
        }
        Some(at)
    }

    fn step(&mut self, at: At<'t>, step: &str) -> Option<At<'t>> {
        let (node, step) = match at.node {
            Node::Object(entries) => {
                let (key, node) = entries.iter().find(|(key, _)| **key == *step)?;
                (node, Step::Key(key))
            }
            Node::Array(items) => {
                let index = step.parse().ok()?;
                (items.get(index)?, Step::Index(index))
            }
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => return None,
        };
        Some(At {
            node,
            place: self.places.push(at.place, step),
        })
    }

    /// The id of the schema at a node; the same node always has the same one.
    pub fn schema(&mut self, at: At<'t>) -> SchemaId {
        if let Some(id) = self.interned.get(&std::ptr::from_ref(at.node)) {
            return *id;
        }
        let id = SchemaId((self.interned.len()) as u32);
        self.interned.insert(std::ptr::from_ref(at.node), id);
        self.waiting.push_back(at);
        id
    }
}

/// How many references may lead to another reference.
const MAX_REFERENCES: usize = 100;

/// Undoes what a reference does to a step: percent-encoding (RFC 3986), then `~1` and `~0`.
fn unescape(step: &str) -> String {
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        match hex
            .filter(|_| *first == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes)
        .replace("~1", "/")
        .replace("~0", "~")
}

/// Whether one word becomes the other by one edit, or by case alone.
fn is_near(left: &str, right: &str) -> bool {
    if left.eq_ignore_ascii_case(right) {
        return true;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let start = left.iter().zip(&right).take_while(|(l, r)| l == r).count();
    let rest = left.len().min(right.len()) - start;
    let end = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take(rest)
        .take_while(|(l, r)| l == r)
        .count();
    left.len().max(right.len()) - start - end <= 1 || {
        // Two neighbours swapped.
        left.len() == right.len()
            && left.len() - start - end == 2
            && left.get(start) == right.get(start + 1)
            && left.get(start + 1) == right.get(start)
    }
}

#[cfg(test)]
mod tests {
    use super::{is_near, unescape};

    #[test]
    fn steps_of_references_are_unescaped() {
        for (step, expected) in [
            ("a", "a"),
            ("~1a~0b", "/a~b"),
            ("%7Bid%7D", "{id}"),
            ("100%", "100%"),
            ("~01", "~1"),
        ] {
            assert_eq!(unescape(step), expected);
        }
    }

    #[test]
    fn misspelt_words_are_near() {
        for (left, right, near) in [
            ("required", "requierd", true),
            ("required", "Required", true),
            ("maxLength", "maxLenght", true),
            ("maxLength", "maxlen", false),
            ("items", "item", true),
            ("type", "tpye", true),
            ("type", "format", false),
        ] {
            assert_eq!(is_near(left, right), near, "{left} {right}");
        }
    }
}
