//! Schemas → intersections: what is meant where schemas are used, whatever direction they are written.
//!
//! A intersection is a set of schemas that hold together, without some of their unions, and for some types
//! only. Two uses of the same intersection are uses of the same type.

use std::collections::HashMap;

use crate::document::{Document, Reference, Schema, SchemaId, TypeSet};
use crate::lower::limits::MAX_WRAPPERS;

/// Which intersection.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct IntersectionId(pub u32);

/// What a intersection consists of.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct IntersectionKey {
    /// Schemas that are more than another name for one.
    pub parts: Vec<SchemaId>,
    /// The unions that are left out: each of their variants is a intersection that adds it to the rest.
    pub without: Vec<(SchemaId, UnionKeyword)>,
    pub types: TypeSet,
}

/// What makes a union of a schema.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum UnionKeyword {
    OneOf,
    AnyOf,
    /// A discriminator without `oneOf` or `anyOf`: the schemas that extend this one are the variants.
    Subtypes,
}

/// The intersections that are known, by what they consist of.
#[derive(Default)]
pub struct Intersections {
    ids: HashMap<IntersectionKey, IntersectionId>,
    keys: Vec<IntersectionKey>,
}

impl Intersections {
    /// The id of a intersection.
    pub fn id(&mut self, key: IntersectionKey) -> IntersectionId {
        let next = IntersectionId(self.keys.len() as u32);
        match self.ids.entry(key) {
            std::collections::hash_map::Entry::Occupied(known) => *known.get(),
            std::collections::hash_map::Entry::Vacant(free) => {
                self.keys.push(free.key().clone());
                *free.insert(next)
            }
        }
    }

    /// What a intersection consists of; ids come only from here.
    pub fn key(&self, id: IntersectionId) -> &IntersectionKey {
        &self.keys[id.0 as usize]
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }
}

/// The schemas that are nothing but another name for one, and what they stand for.
pub struct Aliases {
    targets: Vec<Option<SchemaId>>,
}

impl Aliases {
    /// Follows every reference once, however long the chains are.
    pub fn find(document: &Document<'_>) -> Self {
        let mut targets = vec![None; document.schemas.len()];
        let mut state = vec![State::New; document.schemas.len()];
        for start in 0..document.schemas.len() {
            let mut path = Vec::new();
            let mut next = SchemaId(start as u32);
            let target = loop {
                match state[next.0 as usize] {
                    State::Done => break targets[next.0 as usize],
                    State::Open => break None,
                    State::New => {}
                }
                state[next.0 as usize] = State::Open;
                path.push(next);
                match step(document, next) {
                    Step::Itself => break Some(next),
                    Step::To(other) => next = other,
                    Step::Nowhere => break None,
                }
            };
            for id in path {
                state[id.0 as usize] = State::Done;
                targets[id.0 as usize] = target;
            }
        }
        Self { targets }
    }

    /// The schema that one stands for, itself if it is no other name; `None` if it leads nowhere.
    pub fn target(&self, id: SchemaId) -> Option<SchemaId> {
        self.targets[id.0 as usize]
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

enum Step {
    Itself,
    To(SchemaId),
    Nowhere,
}

fn step(document: &Document<'_>, id: SchemaId) -> Step {
    let schema = document.schema(id);
    let says_more =
        schema.has_own_assertions() || !schema.one_of.is_empty() || !schema.any_of.is_empty();
    match (schema.reference, schema.all_of.as_slice()) {
        _ if says_more => Step::Itself,
        (Reference::Broken, []) => Step::Nowhere,
        (Reference::To(target), []) => Step::To(target),
        (Reference::None, parts) => only(document, parts).map_or(Step::Itself, Step::To),
        _ => Step::Itself,
    }
}

/// The only part of an `allOf`, or the only one that is more than a description, `nullable` or the like.
fn only(document: &Document<'_>, parts: &[SchemaId]) -> Option<SchemaId> {
    if let [only] = parts {
        return Some(*only);
    }
    let mut saying = parts
        .iter()
        .filter(|id| document.schema(**id).has_assertions());
    match (saying.next(), saying.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

/// The schemas that annotate a value: the one where it stands, the parts of its `allOf` that do nothing
/// else, and on to what it is another name for.
pub fn annotations<'a, 't>(
    document: &'a Document<'t>,
    id: SchemaId,
) -> impl Iterator<Item = &'a Schema<'t>> {
    path(document, id).take(MAX_WRAPPERS).flat_map(|id| {
        let schema = document.schema(id);
        let parts = schema.all_of.iter().map(|part| document.schema(*part));
        std::iter::once(schema).chain(parts.filter(|part| !part.has_assertions()))
    })
}

/// The schemas from one on to what it is another name for; they have no end where they lead only to
/// each other.
pub fn path(document: &Document<'_>, id: SchemaId) -> impl Iterator<Item = SchemaId> {
    let next = |id: &SchemaId| match step(document, *id) {
        Step::To(other) => Some(other),
        Step::Itself | Step::Nowhere => None,
    };
    std::iter::successors(Some(id), next)
}
