//! Where the nodes of a document stand.

use crate::diagnostic::Location;
use crate::source::{FileId, MAX_POINTER, Node, push_step};

/// A node and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct At<'t> {
    pub node: &'t Node,
    pub place: Place,
}

/// Where a node stands: a step into the node around it. Small, because every node that is read has
/// one; the pointer is put together only for a diagnostic.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Place(u32);

#[derive(Clone, Copy, Debug)]
pub enum Step<'t> {
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
    /// The place of the root of a file.
    pub fn root(&mut self, file: FileId) -> Place {
        self.push(Place(u32::MAX), Step::File(file))
    }

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

    /// The place as file and JSON pointer.
    pub fn location(&self, place: Place) -> Location {
        self.location_within(place, usize::MAX)
    }

    /// The place as a diagnostic says it: of one whose pointer is too long, the nearest node around
    /// it with a shorter one.
    pub fn shown(&self, place: Place) -> Location {
        self.location_within(place, MAX_POINTER)
    }

    fn location_within(&self, place: Place, most: usize) -> Location {
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
                Step::Key(key) if pointer.len().saturating_add(key.len()) >= most => break,
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

    /// The keys on the way to the place; `None` if an index is among them.
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

    /// The place of the node that a place is in.
    pub fn around(&self, place: Place) -> Place {
        self.steps
            .get(place.0 as usize)
            .map_or(place, |(parent, _)| *parent)
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
