//! `$ref` → its target: by JSON pointer, anchor or `$id`, in any file of the description.
//!
//! Nothing is loaded here: [`source::load`](crate::source::load) has done that.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::part::{Found, Part};
use crate::document::place::{At, Place, Step};
use crate::document::read::index::Index;
use crate::document::read::reader::Reader;
use crate::source::{FileId, Link, LoadError, Node, NodeMap, addresses, uri};
use crate::text::unescape_step;

/// Indexes and results of resolving references. Each is made when a reference first needs it.
#[derive(Default)]
pub struct References<'t> {
    indexes: HashMap<FileId, Index<'t>>,
    /// The files and schemas that declare a URI: `$self`, `$id`.
    named: Option<HashMap<String, Resource>>,
    resolved: HashMap<(Resource, &'t str), At<'t>>,
    /// The ends of chains of references outside of schemas.
    followed: NodeMap<Chain<'t>>,
    /// The entries of large objects.
    entries: NodeMap<HashMap<&'t str, usize>>,
    /// The files whose duplicate keys have been reported.
    checked: HashSet<FileId>,
}

/// A resource: its file, and its index in [`Index::resources`].
pub type Resource = (FileId, usize);

/// The end of a chain of references.
#[derive(Clone, Copy)]
enum Chain<'t> {
    /// Not known yet: the chain is being followed
    Open,
    At(At<'t>),
    /// A reference without a target, which has been reported
    Broken,
    Cycle,
}

/// Why a reference has no target.
struct Unresolved {
    why: String,
    help: Option<String>,
    related: Option<(Location, String)>,
}

impl Unresolved {
    fn new(why: impl Into<String>) -> Box<Self> {
        let (why, help, related) = (why.into(), None, None);
        Box::new(Self { why, help, related })
    }

    fn help(mut self: Box<Self>, help: &str) -> Box<Self> {
        self.help = Some(help.to_owned());
        self
    }
}

/// The most references that the JSON pointer of a single one may pass through.
const MAX_DETOURS: usize = 32;

/// The number of entries from which an object gets an index.
const LARGE: usize = 32;

impl<'t> Reader<'t> {
    /// Follows the `$ref` of an object that is not a schema, and those that it leads to, to the
    /// end.
    pub fn follow(&mut self, at: At<'t>) -> Option<At<'t>> {
        let mut passed = Vec::new();
        let mut next = at;
        let end = loop {
            let Some(reference) = self.child(next, "$ref") else {
                break Chain::At(next);
            };
            let node = std::ptr::from_ref(next.node);
            match self.references.followed.get(&node) {
                Some(Chain::Open) => break Chain::Cycle,
                Some(known) => break *known,
                None => {}
            }
            self.references.followed.insert(node, Chain::Open);
            passed.push(node);
            self.report_siblings(next);
            let text = self.string(reference, "$ref");
            match text.and_then(|text| self.resolve(text, "$ref", reference.place)) {
                Some(target) => next = target,
                None => break Chain::Broken,
            }
        };
        let ends = passed.into_iter().map(|node| (node, end));
        self.references.followed.extend(ends);
        match end {
            Chain::At(target) => Some(target),
            Chain::Broken | Chain::Open => None,
            Chain::Cycle => {
                let message = "`$ref` cycle";
                self.report(Code::CyclicReference, at.place, message);
                None
            }
        }
    }

    fn report_siblings(&mut self, at: At<'t>) {
        for (key, value) in self.entries(at, "a reference") {
            if !matches!(key, "$ref" | "summary" | "description") && !key.starts_with("x-") {
                let message = format!("`{key}` has no effect next to `$ref`");
                self.report(Code::IgnoredKeyword, value.place, message);
            }
        }
    }

    /// The target of a reference, which is the value of a keyword at a place. A reference without a
    /// target is reported.
    pub fn resolve(&mut self, reference: &'t str, keyword: &str, place: Place) -> Option<At<'t>> {
        let from = self.resource_around(place);
        if let Some(known) = self.references.resolved.get(&(from, reference)) {
            return Some(*known);
        }
        match self.find(reference, from, 0) {
            Ok(at) => {
                self.references.resolved.insert((from, reference), at);
                Some(at)
            }
            Err(unresolved) => {
                let Unresolved { why, help, related } = *unresolved;
                let message = format!("`{keyword}` target not found: `{reference}`: {why}");
                let diagnostic = self.report(Code::UnresolvedReference, place, message);
                diagnostic.help = help;
                diagnostic.related.extend(related);
                None
            }
        }
    }

    /// The root and the base URI of the resource that a reference at a place names before its `#`, or
    /// that it is in.
    pub fn resource_of(&mut self, reference: &str, place: Place) -> Option<(At<'t>, String)> {
        let from = self.resource_around(place);
        let (file, index) = match uri::split_fragment(reference).0 {
            "" => from,
            address => self.find_resource(address, from).ok()?,
        };
        let root = self.resource_root((file, index)).ok()?;
        let base = match self.has_ids(file) {
            true => self.index(file).ok()?.resources.get(index)?.base.clone(),
            false => self.tree.files.get(file.0 as usize)?.base.clone(),
        };
        Some((root, base))
    }

    fn find(
        &mut self,
        reference: &str,
        from: Resource,
        detours: usize,
    ) -> Result<At<'t>, Box<Unresolved>> {
        let (address, fragment) = uri::split_fragment(reference);
        let (file, resource) = if address.is_empty() {
            from
        } else {
            self.find_resource(address, from)?
        };
        self.report_duplicate_keys(file);
        if fragment.is_empty() || fragment.starts_with('/') {
            let root = self.resource_root((file, resource))?;
            return match self.walk(root, fragment, from.0, detours) {
                // Authors use `$id` as a mere name, with pointers from the root of the file.
                Err(unresolved) if resource != 0 => {
                    let root = self.resource_root((file, 0))?;
                    self.walk(root, fragment, from.0, detours)
                        .map_err(|_| unresolved)
                }
                found => found,
            };
        }
        let name = unescape(fragment);
        let index = self.index(file)?;
        let found = index
            .anchor(resource, &name)
            .or_else(|| index.anchor(0, &name));
        found.ok_or_else(|| {
            Unresolved::new(format!("no anchor `{name}`"))
                .help("start a JSON pointer with a slash, as in `#/components`")
        })
    }

    /// The resource that a reference names by the part before its `#`.
    fn find_resource(
        &mut self,
        address: &str,
        from: Resource,
    ) -> Result<Resource, Box<Unresolved>> {
        let tree = self.tree;
        let file = tree.files.get(from.0.0 as usize).ok_or_else(unknown)?;
        let base = if self.has_ids(from.0) {
            let resource = self.index(from.0)?.resources.get(from.1);
            resource.map_or(file.base.clone(), |resource| resource.base.clone())
        } else {
            file.base.clone()
        };
        let mut error = None;
        let addresses = addresses(file, &base, address);
        for url in &addresses {
            if let Some(named) = self.named(url) {
                return Ok(named);
            }
            match tree.links.get(url) {
                Some(Link::To(id)) => return Ok((*id, 0)),
                Some(Link::Failed(why)) => error = error.or(Some(why)),
                None => {}
            }
        }
        Err(match error {
            Some(error) => not_loaded(address, error),
            None if addresses.iter().all(|url| uri::is_remote(url)) => {
                Unresolved::new("nothing is fetched from the network")
                    .help("save the document next to the description, and refer to that file")
            }
            None if tree.folder.is_none() => {
                Unresolved::new("a description that is not read from a file has no other files")
                    .help("read the description from its file")
            }
            None => Unresolved::new(format!("`{address}` does not exist")),
        })
    }

    /// Follows a JSON pointer (RFC 6901), through the references on its way.
    fn walk(
        &mut self,
        root: At<'t>,
        pointer: &str,
        from: FileId,
        detours: usize,
    ) -> Result<At<'t>, Box<Unresolved>> {
        let (mut at, mut detours) = (root, detours);
        for step in pointer.split('/').skip(1) {
            let step = unescape(step);
            at = loop {
                if let Some(next) = self.step(at, &step) {
                    break next;
                }
                let Some(Node::String(reference)) = at.node.get("$ref") else {
                    return Err(Unresolved::new(self.missing_step(at.place, &step, from)));
                };
                detours += 1;
                if detours > MAX_DETOURS {
                    return Err(Unresolved::new(format!(
                        "more than {MAX_DETOURS} references on the way"
                    )));
                }
                let around = self.resource_around(at.place);
                at = self.find(reference, around, detours)?;
            };
        }
        Ok(at)
    }

    /// Why a step of a pointer fails.
    fn missing_step(&self, place: Place, step: &str, from: FileId) -> String {
        let Location { file, pointer, .. } = self.places.shown(place);
        let path = match self.tree.files.get(file.0 as usize) {
            Some(other) if file != from => format!("`{}`", other.path.display()),
            _ => "the document".to_owned(),
        };
        match (&*pointer, file == from) {
            ("", _) => format!("{path} has no `{step}`"),
            (pointer, true) => format!("`{pointer}` has no `{step}`"),
            (pointer, false) => format!("`{pointer}` in {path} has no `{step}`"),
        }
    }

    /// The child of a node that a step of a JSON pointer names.
    pub fn step(&mut self, at: At<'t>, step: &str) -> Option<At<'t>> {
        let (node, step) = match at.node {
            Node::Object(entries) => {
                let (key, node) = if entries.len() < LARGE {
                    entries.iter().find(|(key, _)| **key == *step)?
                } else {
                    let indexed = || {
                        entries
                            .iter()
                            .enumerate()
                            .map(|(at, (key, _))| (&**key, at))
                    };
                    let known = self.references.entries.entry(std::ptr::from_ref(at.node));
                    let known = known.or_insert_with(|| indexed().collect());
                    entries.get(*known.get(step)?)?
                };
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

    /// Reports the duplicate keys of a file, when a reference first leads there.
    pub fn report_duplicate_keys(&mut self, id: FileId) {
        if !self.references.checked.insert(id) {
            return;
        }
        let file = self.tree.files.get(id.0 as usize);
        for pointer in file.iter().flat_map(|file| &file.duplicates) {
            let location = Location {
                file: id,
                pointer: pointer.clone(),
                span: None,
            };
            self.found.push(Found {
                part: Part::Description,
                diagnostic: Diagnostic::duplicate_key(location),
            });
        }
    }

    /// The innermost resource around a place.
    pub fn resource_around(&mut self, place: Place) -> Resource {
        let file = self.places.file(place);
        if !self.has_ids(file) {
            return (file, 0);
        }
        // A file may have the text `$id` and no such keyword.
        let count = self.index(file).map_or(0, |index| index.resources.len());
        if count <= 1 {
            return (file, 0);
        }
        let pointer = self.places.location(place).pointer;
        let around = self.index(file).map_or(0, |index| index.around(&pointer));
        (file, around)
    }

    /// The dynamic anchors of all files whose resources have been needed.
    pub fn all_dynamic_anchors(&mut self) -> Vec<(Resource, &'t str, At<'t>)> {
        let mut indexes: Vec<_> = self.references.indexes.iter().collect();
        indexes.sort_by_key(|(file, _)| **file);
        let anchors = indexes.into_iter().flat_map(|(file, index)| {
            let anchors = index.dynamic.iter();
            anchors.map(|(resource, name, at)| ((*file, *resource), *name, *at))
        });
        anchors.collect()
    }

    fn resource_root(&mut self, (file, resource): Resource) -> Result<At<'t>, Box<Unresolved>> {
        let root = match resource {
            0 => self.root(file),
            _ => self
                .index(file)?
                .resources
                .get(resource)
                .map(|resource| resource.root),
        };
        root.ok_or_else(unknown)
    }

    /// The resource that declares a URI.
    fn named(&mut self, url: &str) -> Option<Resource> {
        if self.references.named.is_none() {
            let named = self.all_named();
            self.references.named = Some(named);
        }
        self.references.named.as_ref()?.get(url).copied()
    }

    fn all_named(&mut self) -> HashMap<String, Resource> {
        let mut named = HashMap::new();
        for (at, file) in self.tree.files.iter().enumerate() {
            let id = FileId(at as u32);
            if file.base != file.url {
                named.entry(file.base.clone()).or_insert((id, 0));
            }
            if !self.has_ids(id) {
                continue;
            }
            let index = self.index(id).into_iter();
            for (at, resource) in index.flat_map(|index| &index.resources).enumerate() {
                if resource.base != file.url {
                    named.entry(resource.base.clone()).or_insert((id, at));
                }
            }
        }
        named
    }

    fn has_ids(&self, id: FileId) -> bool {
        let file = self.tree.files.get(id.0 as usize);
        file.is_some_and(|file| file.has_ids)
    }

    fn index(&mut self, id: FileId) -> Result<&Index<'t>, Box<Unresolved>> {
        if !self.references.indexes.contains_key(&id) {
            let file = self.tree.files.get(id.0 as usize).ok_or_else(unknown)?;
            let root = self.root(id).ok_or_else(unknown)?;
            let index = Index::new(root, &file.base, file.is_draft_4, &mut self.places);
            self.references.indexes.insert(id, index);
        }
        self.references.indexes.get(&id).ok_or_else(unknown)
    }
}

fn unknown() -> Box<Unresolved> {
    Unresolved::new("the file was not loaded")
}

fn not_loaded(address: &str, error: &LoadError) -> Box<Unresolved> {
    let related = error.syntax_error.map(|(file, span)| {
        let location = Location {
            file,
            pointer: String::new(),
            span: Some(span),
        };
        (location, String::new())
    });
    Box::new(Unresolved {
        why: format!("`{address}` {}", error.message),
        help: error.help.clone(),
        related,
    })
}

/// Decodes a step of a pointer in a fragment: percent-encoding (RFC 3986), then `~1` and `~0`.
fn unescape(step: &str) -> String {
    unescape_step(&String::from_utf8_lossy(&uri::decode(step)))
}

#[cfg(test)]
mod tests;
