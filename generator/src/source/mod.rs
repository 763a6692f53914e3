//! Files → [`Tree`]: the JSON or YAML of a description as plain nodes.
//!
//! Nothing here knows OpenAPI, beyond the keywords of references between files. Nodes carry no
//! positions; [`spans`] finds them in a second pass, when there is a diagnostic to show.

mod addresses;
#[cfg(test)]
mod folder;
mod json;
mod lines;
mod load;
mod origins;
mod spans;
mod stack;
mod tokens;
pub(crate) mod uri;
mod yaml;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(crate) use addresses::{NodeMap, NodeSet};
#[cfg(test)]
pub(crate) use folder::Folder;
pub(crate) use lines::{Lines, Window};
pub use load::load;
pub(crate) use load::{Link, LoadError, MAX_BYTES, addresses, id_of, inner_base};
pub(crate) use origins::{Origin, Origins};
pub use spans::{NodeSpans, spans};
pub(crate) use stack::deeply;
pub(crate) use yaml::measure;

use crate::diagnostic::{Code, Diagnostic, Location};
pub use crate::diagnostic::{FileId, Span};

/// The deepest nesting of nodes. Deeper input is an error, so code that works on a tree may
/// recurse.
pub(crate) const MAX_DEPTH: usize = 128;

/// The most nodes of all files of a description together: each takes some 60 bytes, and text that has
/// one in every second byte would take 30 times its size.
pub(crate) const MAX_NODES: usize = 10_000_000;

/// The most bytes of a JSON pointer in a diagnostic: a long key may be on the way to a million
/// diagnostics.
pub(crate) const MAX_POINTER: usize = 2_000;

/// The files of a description; the first is the one that the caller named.
#[derive(Debug)]
pub struct Tree {
    /// In the order of reading.
    pub files: Vec<File>,
    /// The files that references name, by URI.
    pub(crate) links: HashMap<String, Link>,
    /// The folder that references of the first file to others are relative to; without it they are not
    /// followed.
    pub(crate) folder: Option<PathBuf>,
}

impl Tree {
    /// The missing files that references name, in alphabetical order.
    pub fn missing(&self) -> Vec<&Path> {
        let mut missing: Vec<&Path> = self
            .links
            .values()
            .filter_map(|link| match link {
                Link::To(_) => None,
                Link::Failed(why) => why.missing.as_deref(),
            })
            .collect();
        missing.sort_unstable();
        missing
    }
}

/// A file of a description.
#[derive(Debug)]
pub struct File {
    /// Its path, as the caller named it.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The root node.
    pub root: Node,
    /// The origins of the nodes that overlays changed.
    pub(crate) origins: Origins,
    /// The URI of its path.
    pub(crate) url: String,
    /// The base URI of its references: its `$self`, else the URI of its path.
    pub(crate) base: String,
    /// Whether there may be an `$id` in it.
    pub(crate) has_ids: bool,
    /// Whether its schemas are those of JSON Schema draft 4, in which `$id` is `id`.
    pub(crate) is_draft_4: bool,
    /// The JSON pointers of duplicate keys.
    pub(crate) duplicates: Vec<String>,
    /// The number of its nodes when it was read.
    nodes: usize,
    /// Whether it is a file on disk, and not a text or the values of an edit.
    pub(crate) is_on_disk: bool,
    /// The index of lines; made when a line is first shown.
    lines: OnceLock<Lines>,
}

impl File {
    pub(crate) fn new(path: PathBuf, text: String, root: Node, duplicates: Vec<String>) -> Self {
        let mut file = Self {
            url: uri::from_path(&path),
            base: String::new(),
            // Searching the text is much cheaper than visiting the nodes.
            has_ids: text.contains("$id"),
            is_draft_4: false,
            path,
            text,
            root,
            duplicates,
            nodes: 0,
            origins: Origins::default(),
            is_on_disk: true,
            lines: OnceLock::new(),
        };
        let is_draft_4 = matches!(file.version(), Some(version) if version.starts_with("3.0") || version.starts_with('2'));
        file.set_draft_4(is_draft_4);
        file.find_base();
        file
    }

    /// The part of a line around a column, both counted from 1, of at most `width` characters.
    pub(crate) fn window(&self, line: usize, column: usize, width: usize) -> Option<Window<'_>> {
        let lines = self.lines.get_or_init(|| Lines::of(&self.text));
        lines.window(&self.text, line, column, width)
    }
}

/// A JSON value, or a YAML value of a JSON type.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Node {
    /// `null`
    #[default]
    Null,
    /// `true` and `false`
    Bool(bool),
    /// A number
    Number(Number),
    /// A string
    String(Box<str>),
    /// An array
    Array(Vec<Node>),
    /// An object, in document order
    Object(Vec<(Box<str>, Node)>),
}

/// A number as the document has it, in the grammar of JSON, with all digits.
#[derive(Clone, Debug, PartialEq)]
pub struct Number(pub Box<str>);

/// The most zeros that an exponent may add.
const MAX_ZEROS: usize = 40;

impl Number {
    /// The number as a non-negative integer, if it is one: `100.0` and `1e2` are.
    pub fn as_count(&self) -> Option<u64> {
        self.whole()?.parse().ok()
    }

    /// The number as an integer, if it is one: `-100.0` and `-1e2` are.
    pub fn as_i64(&self) -> Option<i64> {
        self.whole()?.parse().ok()
    }

    /// The digits of an integer without an exponent; `None` for other numbers, and far too large
    /// ones.
    fn whole(&self) -> Option<Cow<'_, str>> {
        if !self.0.contains(['.', 'e', 'E']) {
            return Some(Cow::Borrowed(&self.0));
        }
        let (mantissa, exponent) = self.0.split_once(['e', 'E']).unwrap_or((&self.0, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let sign = if whole.starts_with('-') { "-" } else { "" };
        let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Some(Cow::Borrowed("0"));
        }
        let shift = exponent.parse::<i64>().ok()? - i64::try_from(fraction.len()).ok()?;
        let count = usize::try_from(shift.unsigned_abs()).ok()?;
        if shift > 0 {
            let zeros = (count <= MAX_ZEROS).then(|| "0".repeat(count))?;
            return Some(Cow::Owned(format!("{sign}{digits}{zeros}")));
        }
        let (digits, rest) = digits.split_at_checked(digits.len().checked_sub(count)?)?;
        let is_whole = !digits.is_empty() && rest.bytes().all(|digit| digit == b'0');
        is_whole.then(|| Cow::Owned(format!("{sign}{digits}")))
    }

    /// The number as an integer of 128 bits, if it is one.
    pub fn as_i128(&self) -> Option<i128> {
        self.whole()?.parse().ok()
    }

    /// The number as the nearest float.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

impl Node {
    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key of an object.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Object(entries) => entries
                .iter()
                .find(|(known, _)| &**known == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value as JSON.
    pub fn to_json(&self) -> String {
        match self {
            Node::Null => "null".to_owned(),
            Node::Bool(flag) => flag.to_string(),
            Node::Number(number) => number.0.to_string(),
            Node::String(text) => serde_json::Value::from(&**text).to_string(),
            Node::Array(items) => {
                let items: Vec<_> = items.iter().map(Node::to_json).collect();
                format!("[{}]", items.join(","))
            }
            Node::Object(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| {
                        format!("{}:{}", serde_json::Value::from(&**key), value.to_json())
                    })
                    .collect();
                format!("{{{}}}", entries.join(","))
            }
        }
    }

    /// The JSON type with its article, for messages: `an array`.
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

/// Reads a description from a file; [`load`] adds the files that it refers to.
///
/// # Errors
///
/// The file cannot be read, or is neither JSON nor YAML.
pub fn read(path: &Path) -> Result<Tree, Vec<Diagnostic>> {
    let failed = |code, message| vec![Diagnostic::new(code, Location::default(), message)];
    let bytes = std::fs::read(path).map_err(|error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        failed(Code::Unreadable, message)
    })?;
    let text = utf8(bytes).map_err(|message| failed(Code::Syntax, message))?;
    let folder = path.parent().map(Path::to_owned);
    let mut tree = parse(path, text)?;
    tree.folder = Some(folder.unwrap_or_default());
    for file in &mut tree.files {
        file.is_on_disk = true;
    }
    Ok(tree)
}

/// A text, or the message of an encoding error.
pub(crate) fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("not UTF-8: invalid byte at offset {at}")
    })
}

/// Reads a description from a text; `path` is its name in diagnostics.
///
/// # Errors
///
/// The text is neither JSON nor YAML.
pub fn parse(path: &Path, text: String) -> Result<Tree, Vec<Diagnostic>> {
    let (mut file, error) = parse_file(path, text, MAX_NODES);
    file.is_on_disk = false;
    let Some(error) = error else {
        return Ok(Tree {
            links: HashMap::from([(file.url.clone(), Link::To(FileId::default()))]),
            files: vec![file],
            folder: None,
        });
    };
    let location = Location {
        span: Some(error.span),
        ..Location::default()
    };
    let mut diagnostic = Diagnostic::new(Code::Syntax, location, error.message);
    // Without a tree, the diagnostic carries the text whose lines it shows.
    diagnostic.stand_in(file.path, file.text);
    Err(vec![diagnostic])
}

/// A text that is JSON for this many bytes is not tried as YAML, whose parser is slower.
const SURELY_JSON: usize = 1 << 20;

/// Parses a file of at most so many nodes. With a syntax error, its root is `null`.
fn parse_file(path: &Path, text: String, limit: usize) -> (File, Option<SyntaxError>) {
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text);
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let read = match looks_like_json.then(|| json::read(&text, limit)) {
        Some(Ok(read)) => Ok(read),
        // A text that starts like JSON may be flow style of YAML. If it is neither, the error of
        // the JSON parser is the better one.
        Some(Err(error)) if error.at < SURELY_JSON => {
            let is_too_large = |found: &SyntaxError| found.message == too_many_nodes();
            yaml::read(&text, limit).map_err(|found| match is_too_large(&found) {
                true => found,
                false => error,
            })
        }
        Some(Err(error)) => Err(error),
        None => yaml::read(&text, limit),
    };
    let (parsed, error) = match read {
        Ok(read) => (read, None),
        Err(error) => (Parsed::default(), Some(error)),
    };
    let mut file = File::new(path.to_owned(), text, parsed.root, parsed.duplicates);
    file.nodes = parsed.nodes;
    (file, error)
}

/// A syntax error of a text.
struct SyntaxError {
    message: String,
    /// The number of bytes before it; 0 if unknown.
    at: usize,
    span: Span,
}

/// What a text holds.
#[derive(Default)]
struct Parsed {
    root: Node,
    /// The JSON pointers of duplicate keys.
    duplicates: Vec<String>,
    /// The number of nodes.
    nodes: usize,
}

/// The message for a text with too many nodes.
fn too_many_nodes() -> String {
    format!(
        "too large: all files of a description together may have {} million nodes",
        MAX_NODES / 1_000_000
    )
}

/// Appends a reference token to a JSON pointer (RFC 6901).
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Node, Number, parse, parse_file};

    #[test]
    fn the_nodes_of_a_text_are_limited() {
        for (text, nodes) in [
            ("[0, [1, {\"a\": 2}]]", 6),
            ("{a: [1, 2], b: c}", 5),
            ("a: &a [1, 2]\nb: *a\n", 5),
        ] {
            let path = Path::new("t");
            let (file, error) = parse_file(path, text.to_owned(), nodes);
            assert!(error.is_none(), "{text}");
            assert_eq!(file.nodes, nodes, "{text}");
            let (_, error) = parse_file(path, text.to_owned(), nodes - 1);
            let message = error.expect("it is too large").message;
            assert!(message.starts_with("too large: all files"), "{message}");
        }
    }

    #[test]
    fn non_negative_integers_have_any_notation() {
        for (text, expected) in [
            ("100", Some(100)),
            ("100.0", Some(100)),
            ("1e2", Some(100)),
            ("1.5E+1", Some(15)),
            ("1500e-2", Some(15)),
            ("-0", None),
            ("-1.0", None),
            ("0.0", Some(0)),
            ("0e400", Some(0)),
            ("0.5", None),
            ("15e-2", None),
            ("1e-400", None),
            ("-1", None),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("1e20", None),
            ("1e99999999999999999999", None),
        ] {
            assert_eq!(Number(text.into()).as_count(), expected, "{text}");
        }
    }

    #[test]
    fn numbers_keep_every_digit() {
        let numbers = [
            "0",
            "-1",
            "18446744073709551616",
            "123456789012345678901234567890",
            "1e20",
            "1E+2",
            "0.1000000000000000055511151231257827",
            "1.0",
            "-0.0",
            "9223372036854775807",
        ];
        let list = format!("{{\"\\\"1, 2e5\": [{}], \"b\": 3}}", numbers.join(","));
        for name in ["t.json", "t.yaml"] {
            // Only the latter is not JSON.
            let text = if name == "t.yaml" {
                format!("# 1\n{list}")
            } else {
                list.clone()
            };
            let tree = parse(Path::new(name), text).expect("it can be read");
            let Some(Node::Array(items)) = tree.files[0].root.get("\"1, 2e5") else {
                panic!("{name}: the list is there");
            };
            let read: Vec<_> = items
                .iter()
                .map(|item| match item {
                    Node::Number(number) => number.0.to_ascii_lowercase().replace("e+", "e"),
                    other => other.kind().to_owned(),
                })
                .collect();
            let expected = numbers.map(|number| number.to_ascii_lowercase().replace("e+", "e"));
            assert_eq!(read, expected, "{name}");
        }
    }

    #[test]
    fn duplicate_keys_are_found() {
        let text = r#"{"a": [1, {"b": 1, "b": {"c": 1, "c": 2}}, 2], "a": 1}"#;
        for name in ["t.json", "t.yaml"] {
            let text = if name == "t.yaml" {
                format!("# 1\n{text}")
            } else {
                text.to_owned()
            };
            let tree = parse(Path::new(name), text).expect("it can be read");
            let mut found = tree.files[0].duplicates.clone();
            found.sort();
            assert_eq!(found, ["/a", "/a/1/b", "/a/1/b/c"], "{name}");
        }
    }
}
