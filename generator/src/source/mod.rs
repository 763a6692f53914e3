//! Text → [`Tree`]: the files of a description, JSON or YAML, as plain nodes.
//!
//! Nothing here knows OpenAPI. Nodes carry no positions; [`marks`] finds them in a second pass, and
//! only when there is something to report.

mod json;
mod marks;
mod yaml;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use marks::{Mark, marks};

use crate::diagnostic::{Code, Diagnostic, Location};

/// How deep nodes may nest. Deeper input is refused: what works on a tree may recurse.
pub(crate) const MAX_DEPTH: usize = 128;

/// All files that a description consists of; the first is the one that was asked for.
#[derive(Debug)]
pub struct Tree {
    /// In the order in which they were read.
    pub files: Vec<File>,
}

/// Which file of a [`Tree`].
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FileId(pub u32);

/// A file of a description.
#[derive(Debug)]
pub struct File {
    /// As the caller named it.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
    /// The text, read.
    pub root: Node,
    /// Where the lines start, in bytes; found when a line is asked for.
    lines: OnceLock<Vec<usize>>,
}

impl File {
    fn new(path: PathBuf, text: String, root: Node) -> Self {
        let lines = OnceLock::new();
        Self {
            path,
            text,
            root,
            lines,
        }
    }

    /// A line of the text, from 1, without what ends it.
    pub fn line(&self, number: usize) -> Option<&str> {
        let starts = self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(end, _)| end + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let start = *starts.get(number.checked_sub(1)?)?;
        self.text.get(start..)?.lines().next()
    }
}

/// A JSON value, or a YAML one brought to JSON's kinds.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`
    Null,
    /// `true` and `false`
    Bool(bool),
    /// A number
    Number(Number),
    /// A string
    String(Box<str>),
    /// An array
    Array(Vec<Node>),
    /// An object, in the order of the text
    Object(Vec<(Box<str>, Node)>),
}

/// A number as the text writes it, in JSON's grammar: no digit is lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Number(pub Box<str>);

impl Number {
    /// The number as a count, when it is one: `100.0` is.
    pub fn as_count(&self) -> Option<u64> {
        self.whole().parse().ok()
    }

    /// The number as a whole one, when it is one: `100.0` is.
    pub fn as_i64(&self) -> Option<i64> {
        self.whole().parse().ok()
    }

    /// The digits without a fraction that says nothing.
    fn whole(&self) -> &str {
        let parts = self
            .0
            .split_once('.')
            .filter(|(_, fraction)| fraction.bytes().all(|digit| digit == b'0'));
        parts.map_or(&*self.0, |(whole, _)| whole)
    }

    /// The number as the nearest float.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

impl Node {
    /// The value of a property of an object.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Object(entries) => entries
                .iter()
                .find(|(known, _)| &**known == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// What kind of value it is, with its article.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::String(_) => "a string",
            Node::Array(_) => "an array",
            Node::Object(_) => "an object",
        }
    }
}

/// Reads a description from a file.
///
/// # Errors
///
/// The file cannot be read, or is neither JSON nor YAML.
pub fn read(path: &Path) -> Result<(Tree, Vec<Diagnostic>), Vec<Diagnostic>> {
    let location = Location::default();
    let bytes = std::fs::read(path).map_err(|error| {
        vec![Diagnostic::new(
            Code::Unreadable,
            location.clone(),
            format!("cannot read {}: {error}", path.display()),
        )]
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        vec![Diagnostic::new(
            Code::Syntax,
            location,
            format!("the file is not UTF-8: byte {at} starts no character"),
        )]
    })?;
    parse(path, text)
}

/// Reads a description from a text; `path` is what diagnostics call it.
///
/// # Errors
///
/// The text is neither JSON nor YAML.
pub fn parse(path: &Path, text: String) -> Result<(Tree, Vec<Diagnostic>), Vec<Diagnostic>> {
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text);
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let read = match looks_like_json.then(|| json::read(&text)) {
        Some(Ok(read)) => Ok(read),
        // What starts like JSON may be YAML's flow style; if it is neither, JSON's fault tells more.
        Some(Err(fault)) => yaml::read(&text).map_err(|_| fault),
        None => yaml::read(&text),
    };
    match read {
        Ok((root, duplicates)) => {
            let diagnostics = duplicates
                .into_iter()
                .map(|pointer| {
                    let location = Location {
                        pointer,
                        ..Location::default()
                    };
                    Diagnostic::new(
                        Code::DuplicateKey,
                        location,
                        "the key stands here twice; the first one counts".to_owned(),
                    )
                })
                .collect();
            Ok((
                Tree {
                    files: vec![File::new(path.to_owned(), text, root)],
                },
                diagnostics,
            ))
        }
        Err(fault) => {
            let location = Location {
                mark: Some(fault.mark),
                ..Location::default()
            };
            let mut diagnostic = Diagnostic::new(Code::Syntax, location, fault.message);
            // There is no tree, but the lines can still be shown.
            let file = File::new(path.to_owned(), text, Node::Null);
            diagnostic.source = Some(Arc::new(file));
            Err(vec![diagnostic])
        }
    }
}

/// Why a text could not be read.
struct SyntaxFault {
    message: String,
    mark: Mark,
}

/// A tree and the pointers of keys that stand twice.
type Read = (Node, Vec<String>);

/// Appends a step to a JSON pointer (RFC 6901).
pub(crate) fn push_step(pointer: &mut String, step: &str) {
    pointer.push('/');
    for character in step.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}
