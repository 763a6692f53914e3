//! Schemas → their types, written down while types are made, for those who ask.

use std::collections::HashSet;

use crate::document::{Document, SchemaId};
use crate::model::{Direction, Ty, Typed};

/// What has been written down; nothing, unless it is wanted.
#[derive(Default)]
pub struct Trace {
    pub wanted: bool,
    known: HashSet<(SchemaId, Direction)>,
    typed: Vec<(SchemaId, Direction, Ty)>,
}

impl Trace {
    /// Writes down the type of a schema. A reference and what it leads to differ where only one of
    /// them allows `null`.
    pub fn add(&mut self, schema: SchemaId, direction: Direction, ty: &Ty) {
        if self.wanted && self.known.insert((schema, direction)) {
            self.typed.push((schema, direction, ty.clone()));
        }
    }

    /// Everything, in the order in which it was found.
    pub fn finish(self, document: &Document<'_>) -> Vec<Typed> {
        let typed = self.typed.into_iter().map(|(schema, direction, ty)| Typed {
            location: document.places.location(document.schema(schema).place),
            direction,
            ty,
        });
        typed.collect()
    }
}
