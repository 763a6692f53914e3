//! Interned intersections of schemas: equal intersections share one type.
//!
//! An intersection is a set of schemas that apply together, without some of their unions, and
//! restricted to some JSON types.

use std::collections::{HashMap, HashSet};

use crate::document::{Document, Reference, Schema, SchemaId, TypeSet};
use crate::lower::limits::MAX_WRAPPERS;

/// The id of an interned intersection.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct IntersectionId(pub u32);

/// The content of an intersection.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct IntersectionKey {
    /// The schemas; none is an alias.
    pub schemas: Vec<SchemaId>,
    /// The unions that are disregarded: each of their variants is intersected with the rest.
    pub without_unions: Vec<(SchemaId, UnionKeyword)>,
    pub types: TypeSet,
}

/// The keyword that makes a schema a union.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum UnionKeyword {
    OneOf,
    AnyOf,
    /// A discriminator without `oneOf` or `anyOf`: the subtypes are the variants.
    Subtypes,
}

/// The interned intersections.
#[derive(Default)]
pub struct Intersections {
    ids: HashMap<IntersectionKey, IntersectionId>,
    keys: Vec<IntersectionKey>,
}

impl Intersections {
    /// Interns an intersection.
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

    /// The content of an intersection; ids come only from [`Self::id`].
    pub fn key(&self, id: IntersectionId) -> &IntersectionKey {
        &self.keys[id.0 as usize]
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }
}

/// The target of every schema that is an alias.
pub struct Aliases {
    targets: Vec<Option<SchemaId>>,
}

impl Aliases {
    /// Resolves every alias once, in linear time for chains of any length.
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

    /// The schema that an alias stands for, or the schema itself; `None` for a broken or cyclic reference.
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

/// The only part of an `allOf`, or the only part with an assertion.
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

/// The schemas that annotate a value: the schema where it is used, the parts of its `allOf` without
/// assertions, and those of every alias on the path to its target.
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

/// The annotations that a value has if one of the schemas that apply to it has them (JSON Schema
/// validation §9.3, §9.4).
#[derive(Clone, Copy, Debug, Default)]
pub struct Flags {
    pub read_only: bool,
    pub write_only: bool,
    pub deprecated: bool,
}

/// The flags of some schemas that apply together, of what they refer to and of the parts of their
/// `allOf`.
pub fn flags(document: &Document<'_>, ids: &[SchemaId]) -> Flags {
    let mut flags = Flags::default();
    let (mut open, mut seen) = (ids.to_vec(), HashSet::new());
    while let Some(id) = open.pop() {
        if seen.len() >= MAX_WRAPPERS || !seen.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        flags.read_only |= schema.read_only;
        flags.write_only |= schema.write_only;
        flags.deprecated |= schema.deprecated;
        open.extend(&schema.all_of);
        if let Reference::To(target) = schema.reference {
            open.push(target);
        }
    }
    flags
}

/// The path from a schema through its aliases to the target; infinite for a cycle.
pub fn path(document: &Document<'_>, id: SchemaId) -> impl Iterator<Item = SchemaId> {
    let next = |id: &SchemaId| match step(document, *id) {
        Step::To(other) => Some(other),
        Step::Itself | Step::Nowhere => None,
    };
    std::iter::successors(Some(id), next)
}
