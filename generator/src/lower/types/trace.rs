//! Records the types of schemas, for tests that compare an output with its description.

use std::collections::HashSet;

use crate::document::{Document, SchemaId};
use crate::model::{Direction, Ty, Typed};

/// The recorded types; empty unless enabled.
#[derive(Default)]
pub struct Trace {
    pub is_enabled: bool,
    known: HashSet<(SchemaId, Direction)>,
    typed: Vec<(SchemaId, Direction, Ty)>,
}

impl Trace {
    /// Records the type of a schema. A reference and its target differ where only one of them allows
    /// `null`.
    pub fn add(&mut self, schema: SchemaId, direction: Direction, ty: &Ty) {
        if self.is_enabled && self.known.insert((schema, direction)) {
            self.typed.push((schema, direction, ty.clone()));
        }
    }

    /// The recorded types, in the order of discovery.
    pub fn finish(self, document: &Document<'_>) -> Vec<Typed> {
        let typed = self.typed.into_iter().map(|(schema, direction, ty)| Typed {
            location: document.places.location(document.schema(schema).place),
            direction,
            ty,
        });
        typed.collect()
    }
}
