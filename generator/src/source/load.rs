//! References between files → the other files of a [`Tree`].
//!
//! Nothing is fetched from the network, and no file outside the root folder is opened. A file that
//! cannot be loaded is not reported here: it is when a reference that is used leads to it.

use std::collections::HashMap;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use super::{File, FileId, MAX_NODES, Node, Span, Tree, parse_file, uri, utf8};
use crate::diagnostic::{Code, Diagnostic, Location};

/// The most bytes of all files of a description together.
pub const MAX_BYTES: u64 = 256 << 20;

/// The file of a URI.
#[derive(Clone, Debug)]
pub enum Link {
    /// A loaded file
    To(FileId),
    /// A file that could not be loaded
    Failed(Box<LoadError>),
}

/// Why a file was not loaded.
#[derive(Clone, Debug)]
pub struct LoadError {
    /// The message, to follow the name of the file.
    pub message: String,
    pub help: Option<String>,
    /// The place of a syntax error in the file.
    pub syntax_error: Option<(FileId, Span)>,
    /// The path of a missing file, which is below the root folder.
    pub missing: Option<PathBuf>,
}

impl LoadError {
    fn new(message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            message: message.into(),
            help: None,
            syntax_error: None,
            missing: None,
        })
    }
}

/// Adds the files to a tree that its files refer to, each once. They must be below the root folder,
/// by default that of the description, once symbolic links are resolved.
///
/// # Errors
///
/// The root folder cannot be found.
pub fn load(tree: &mut Tree, root: Option<&Path>) -> Result<(), Vec<Diagnostic>> {
    let (Some(shown_folder), Some(first)) = (&tree.folder, tree.files.first_mut()) else {
        return Ok(());
    };
    let folder = match shown_folder.as_path() {
        folder if folder == Path::new("") => Path::new("."),
        folder => folder,
    };
    let find = |path: &Path| {
        std::fs::canonicalize(path).map_err(|error| {
            let message = format!("cannot find the folder `{}`: {error}", path.display());
            vec![Diagnostic::new(
                Code::Unreadable,
                Location::default(),
                message,
            )]
        })
    };
    let mut loader = Loader {
        root: find(root.unwrap_or(folder))?,
        shown_root: root.unwrap_or(folder).to_owned(),
        folder: find(folder)?,
        shown_folder: shown_folder.clone(),
        known: HashMap::new(),
        bytes: first.text.len() as u64,
    };
    let name = first.path.file_name().unwrap_or_default();
    if let Ok(path) = std::fs::canonicalize(folder.join(name)) {
        loader.known.insert(path, Link::To(FileId::default()));
    }
    first.move_to(uri::from_path(&loader.folder.join(name)));
    tree.links = HashMap::from([(first.url.clone(), Link::To(FileId::default()))]);
    // Overlays, which follow the first file, refer to no files.
    let others = tree.files.len();
    let mut next = 0;
    while let Some(file) = tree.files.get(next) {
        let mut wanted = Vec::new();
        collect(file, &file.root, Base::of(file), &mut wanted);
        for Wanted { url, is_sure } in wanted {
            if tree.links.contains_key(&url) {
                continue;
            }
            let link = loader.open(&mut tree.files, &url);
            let is_missing = matches!(&link, Link::Failed(why) if why.missing.is_some());
            if is_sure || !is_missing {
                tree.links.insert(url, link);
            }
        }
        next = others.max(next + 1);
    }
    Ok(())
}

impl File {
    /// The version of OpenAPI that it declares.
    pub(super) fn version(&self) -> Option<&str> {
        match self.root.get("openapi").or(self.root.get("swagger"))? {
            Node::String(version) => Some(version),
            Node::Number(version) => Some(&version.0),
            _ => None,
        }
    }

    /// Sets whether its schemas are those of draft 4.
    pub(super) fn set_draft_4(&mut self, is_draft_4: bool) {
        self.is_draft_4 = is_draft_4;
        self.has_ids |= is_draft_4 && has_id_of_draft_4(&self.text);
    }

    /// Sets the URI of the path.
    pub(super) fn move_to(&mut self, url: String) {
        self.url = url;
        self.find_base();
    }

    /// Sets the base URI (OAS 3.2 §4.1).
    pub(super) fn find_base(&mut self) {
        self.base = match self.root.get("$self") {
            Some(Node::String(name)) => uri::resolve(&self.url, uri::split_fragment(name).0),
            _ => self.url.clone(),
        };
    }
}

/// A file that a reference may name.
struct Wanted {
    url: String,
    /// Whether it can only be a file, and not the name of a schema.
    is_sure: bool,
}

/// The files that a file refers to: by `$ref`, or by the mapping of a discriminator, which may name
/// schemas, too.
fn collect(file: &File, node: &Node, base: Base<'_>, found: &mut Vec<Wanted>) {
    let mut add = |base: &str, reference: &str, is_sure| {
        let (address, _) = uri::split_fragment(reference);
        if !address.is_empty() {
            let addresses = addresses(file, base, address).into_iter();
            let local = addresses.filter(|url| !uri::is_remote(url));
            found.extend(local.map(|url| Wanted { url, is_sure }));
        }
    };
    match node {
        Node::Array(items) => items
            .iter()
            .for_each(|item| collect(file, item, base, found)),
        Node::Object(entries) => {
            let id = base.changes.then(|| id_of(node, base.is_draft_4)).flatten();
            let inner = id.and_then(|id| inner_base(base.url, id));
            let base = Base {
                url: inner.as_deref().unwrap_or(base.url),
                ..base
            };
            for (key, value) in entries {
                match (&**key, value) {
                    ("$ref" | "$dynamicRef", Node::String(reference)) => {
                        add(base.url, reference, true);
                    }
                    ("discriminator", Node::Object(_)) => {
                        if let Some(Node::Object(mapping)) = value.get("mapping") {
                            for (_, value) in mapping {
                                if let Node::String(reference) = value {
                                    add(base.url, reference, false);
                                }
                            }
                        }
                    }
                    _ => {}
                }
            }
            for (_, value) in entries {
                collect(file, value, base, found);
            }
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

/// The base URI of references.
#[derive(Clone, Copy)]
struct Base<'a> {
    url: &'a str,
    /// Whether schemas may declare other base URIs.
    changes: bool,
    is_draft_4: bool,
}

impl<'a> Base<'a> {
    fn of(file: &'a File) -> Self {
        Self {
            url: &file.base,
            changes: file.has_ids,
            is_draft_4: file.is_draft_4,
        }
    }
}

/// The `$id` of a schema, which is `id` in draft 4 (JSON Schema core 00 §7.2), where nothing counts
/// beside a `$ref` (§7).
pub fn id_of(node: &Node, is_draft_4: bool) -> Option<&Node> {
    let of_draft_4 = || {
        let id = node.get("id").filter(|id| matches!(id, Node::String(_)));
        id.filter(|_| node.get("$ref").is_none())
    };
    node.get("$id")
        .or_else(|| is_draft_4.then(of_draft_4).flatten())
}

/// Whether a text may have an `id` that is a URI or an anchor; most descriptions have properties of that
/// name alone.
pub fn has_id_of_draft_4(text: &str) -> bool {
    text.match_indices("id").any(|(at, _)| {
        let is_start =
            !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
        let rest = text[at + 2..].trim_start_matches(['"', '\'']);
        let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
        is_start && value.is_some_and(|value| value.starts_with(|next: char| next != '{'))
    })
}

/// The base URI that an `$id` declares for its schema (JSON Schema 2020-12 core §8.2.1).
pub fn inner_base(base: &str, id: &Node) -> Option<String> {
    match id {
        Node::String(id) if !id.starts_with('#') => {
            Some(uri::resolve(base, uri::split_fragment(id).0))
        }
        _ => None,
    }
}

/// The URIs that a reference may name under a base URI, the best first. With a declared base URI,
/// the second is relative to the path of the file, since nothing is fetched from the declared one.
pub fn addresses(file: &File, base: &str, reference: &str) -> Vec<String> {
    let first = uri::resolve(base, reference);
    if base == file.url {
        return vec![first];
    }
    let second = if uri::is_remote(reference) {
        let folder = file.base.rfind('/').map_or("", |end| &file.base[..=end]);
        first
            .strip_prefix(folder)
            .filter(|_| uri::is_remote(folder))
            .map(|rest| uri::resolve(&file.url, rest))
    } else {
        Some(uri::resolve(&file.url, reference))
    };
    let mut addresses = vec![first];
    addresses.extend(second);
    addresses
}

/// The state of loading files. Diagnostics show folders as the caller named them.
struct Loader {
    root: PathBuf,
    shown_root: PathBuf,
    folder: PathBuf,
    shown_folder: PathBuf,
    /// By canonical path.
    known: HashMap<PathBuf, Link>,
    bytes: u64,
}

impl Loader {
    fn open(&mut self, files: &mut Vec<File>, url: &str) -> Link {
        let (path, canonical) = match self.find(url) {
            Ok(found) => found,
            Err(error) => return Link::Failed(error),
        };
        if let Some(known) = self.known.get(&canonical) {
            return known.clone();
        }
        let link = match self.text(&canonical) {
            Ok(text) => add(files, &self.shown(&path), url, text),
            Err(error) => Link::Failed(error),
        };
        self.known.insert(canonical, link.clone());
        link
    }

    /// The path of a file that may be read, and its canonical path.
    fn find(&self, url: &str) -> Result<(PathBuf, PathBuf), Box<LoadError>> {
        let path = uri::to_path(url).ok_or(LoadError::new("is not UTF-8"))?;
        let canonical = std::fs::canonicalize(&path).map_err(|error| match error.kind() {
            // Do not disclose whether a file outside the root folder exists.
            _ if !is_below(&path, &self.root) => self.outside(),
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                let mut error = LoadError::new("does not exist");
                error.missing = Some(self.shown(&path));
                let folder = uri::from_path(&self.folder);
                let written = url.strip_prefix(&*folder).unwrap_or(url);
                error.help = written
                    .contains("%5C")
                    .then(|| "separate the parts of the path with slashes".to_owned());
                error
            }
            _ => LoadError::new(format!("cannot be found: {error}")),
        })?;
        if !canonical.starts_with(&self.root) {
            return Err(self.outside());
        }
        Ok((path, canonical))
    }

    fn outside(&self) -> Box<LoadError> {
        let root = self.shown_root.display();
        let mut error = LoadError::new(format!("is outside the root folder `{root}`"));
        error.help = Some("choose a root folder that contains it".to_owned());
        error
    }

    fn text(&mut self, path: &Path) -> Result<String, Box<LoadError>> {
        let unreadable = |error| LoadError::new(format!("cannot be read: {error}"));
        // Reading a pipe would block.
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(LoadError::new(if metadata.is_dir() {
                "is a folder"
            } else {
                "is not a regular file"
            }));
        }
        let mut bytes = Vec::new();
        let remaining = MAX_BYTES.saturating_sub(self.bytes);
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(remaining + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() as u64 > remaining {
            let limit = MAX_BYTES >> 20;
            return Err(LoadError::new(format!(
                "is too large: all files of a description together may have {limit} MiB"
            )));
        }
        self.bytes += bytes.len() as u64;
        utf8(bytes).map_err(|message| LoadError::new(format!("cannot be read: {message}")))
    }

    /// A path relative to the folder as the caller named it.
    fn shown(&self, path: &Path) -> PathBuf {
        let mut shown = self.shown_folder.clone();
        for folder in self.folder.ancestors() {
            if let Ok(rest) = path.strip_prefix(folder) {
                return shown.join(rest);
            }
            // Prefer a shorter path to one that goes up by `..`.
            let is_above = |shorter: &&Path| {
                std::fs::canonicalize(shorter).is_ok_and(|found| Some(&*found) == folder.parent())
            };
            shown = match shown.parent().filter(is_above) {
                Some(shorter) => shorter.to_owned(),
                None => shown.join(".."),
            };
        }
        path.to_owned()
    }
}

/// Whether a path is below a folder, without resolving symbolic links.
fn is_below(path: &Path, folder: &Path) -> bool {
    let is_name = |part| matches!(part, Component::Normal(_));
    path.strip_prefix(folder)
        .is_ok_and(|rest| rest.components().all(is_name))
}

fn add(files: &mut Vec<File>, shown: &Path, url: &str, text: String) -> Link {
    let id = FileId(files.len() as u32);
    let nodes: usize = files.iter().map(|file| file.nodes).sum();
    let is_draft_4 = files.first().is_some_and(|first| first.is_draft_4);
    let (mut file, syntax_error) = parse_file(shown, text, MAX_NODES.saturating_sub(nodes));
    let link = match syntax_error {
        None => Link::To(id),
        Some(syntax_error) => {
            let message = format!("cannot be read: {}", syntax_error.message);
            let mut error = LoadError::new(message);
            error.syntax_error = Some((id, syntax_error.span));
            Link::Failed(error)
        }
    };
    // A file without a version has that of the description.
    if file.version().is_none() {
        file.set_draft_4(is_draft_4);
    }
    file.move_to(url.to_owned());
    files.push(file);
    link
}
