//! The places of nodes: [`Place`] → file and JSON pointer.

use crate::diagnostic::Location;
use crate::source::{FileId, MAX_POINTER, Node, push_step};

/// A node and its place.
#[derive(Clone, Copy, Debug)]
pub struct At<'t> {
    pub node: &'t Node,
    pub place: Place,
}

/// The place of a node, as an index of [`Places`]. Every node that is read has one, so it is small;
/// the JSON pointer is built only for a diagnostic.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Place(u32);

/// A step from a node to one inside it, or to the root of a file.
#[derive(Clone, Copy, Debug)]
pub enum Step<'t> {
    File(FileId),
    Key(&'t str),
    Index(usize),
}

/// The places of a document: a tree, in which each place has its parent and the step from there.
#[derive(Debug, Default)]
pub struct Places<'t> {
    steps: Vec<(Place, Step<'t>)>,
}

impl<'t> Places<'t> {
    /// The place of the root of a file.
    pub fn root(&mut self, file: FileId) -> Place {
        self.push(Place(u32::MAX), Step::File(file))
    }

    /// Adds the place that is a step inside another.
    pub fn push(&mut self, parent: Place, step: Step<'t>) -> Place {
        self.steps.push((parent, step));
        Place(self.steps.len() as u32 - 1)
    }

    /// The file of a place.
    pub fn file(&self, place: Place) -> FileId {
        let mut next = place;
        while let Some((parent, step)) = self.steps.get(next.0 as usize) {
            match step {
                Step::File(id) => return *id,
                Step::Key(_) | Step::Index(_) => next = *parent,
            }
        }
        FileId::default()
    }

    /// The file and JSON pointer of a place.
    pub fn location(&self, place: Place) -> Location {
        self.location_within(place, usize::MAX)
    }

    /// The file and JSON pointer of a place, for a diagnostic. A pointer beyond the limit is cut to
    /// that of the nearest node around.
    pub fn shown(&self, place: Place) -> Location {
        self.location_within(place, MAX_POINTER)
    }

    fn location_within(&self, place: Place, limit: usize) -> Location {
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
                Step::Key(key) if pointer.len().saturating_add(key.len()) >= limit => break,
                Step::Key(key) => push_step(&mut pointer, key),
                Step::Index(index) => push_step(&mut pointer, &index.to_string()),
                Step::File(_) => {}
            }
        }
        Location {
            file,
            pointer,
            span: None,
        }
    }

    /// The keys from the root to a place; `None` if there is an index among them.
    pub fn keys(&self, place: Place) -> Option<Vec<&'t str>> {
        let mut keys = Vec::new();
        let mut next = place;
        while let Some((parent, step)) = self.steps.get(next.0 as usize) {
            match step {
                Step::Key(key) => keys.push(*key),
                Step::Index(_) => return None,
                Step::File(_) => break,
            }
            next = *parent;
        }
        keys.reverse();
        Some(keys)
    }

    /// The place of the parent; the root of a file is its own parent.
    pub fn parent(&self, place: Place) -> Place {
        self.steps
            .get(place.0 as usize)
            .map_or(place, |(parent, _)| *parent)
    }

    /// The last key on the way to a place, without indexes and `items`.
    pub fn last_key(&self, place: Place) -> &'t str {
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
