//! Schemas → their types, written down while types are made, for those who ask.

use std::collections::HashSet;

use crate::document::{Document, SchemaId};
use crate::lower::types::direction::Way;
use crate::model::{Direction, Ty, Typed};

/// What has been written down; nothing, unless it is wanted.
#[derive(Default)]
pub struct Trace {
    pub wanted: bool,
    known: HashSet<(SchemaId, Way)>,
    typed: Vec<(SchemaId, Way, Ty)>,
}

impl Trace {
    /// Writes down the type of a schema. A reference and what it leads to differ where only one of
    /// them allows `null`.
    pub fn add(&mut self, schema: SchemaId, way: Way, ty: &Ty) {
        if self.wanted && self.known.insert((schema, way)) {
            self.typed.push((schema, way, ty.clone()));
        }
    }

    /// Everything, in the order in which it was found.
    pub fn finish(self, document: &Document<'_>) -> Vec<Typed> {
        let typed = self.typed.into_iter().map(|(schema, way, ty)| Typed {
            location: document.places.location(document.schema(schema).place),
            direction: match way {
                Way::Any => Direction::Any,
                Way::Request => Direction::Request,
                Way::Response => Direction::Response,
            },
            ty,
        });
        typed.collect()
    }
}
