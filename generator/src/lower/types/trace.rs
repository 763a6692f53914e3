//! Records the types of schemas, for tests that compare an output with its description.

use std::collections::HashSet;

use crate::document::SchemaId;
use crate::lower::report::Report;
use crate::lower::types::Types;
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

    /// Forgets the types of a schema. A base is recorded without its subtypes, too, where it is a variant
    /// of its union.
    pub fn forget(&mut self, schema: SchemaId) {
        self.known.retain(|(known, _)| *known != schema);
        self.typed.retain(|(known, _, _)| *known != schema);
    }
}

impl Types<'_> {
    /// The recorded types, in the order of discovery; components last.
    pub fn traced(&mut self, report: &mut Report<'_>) -> Vec<Typed> {
        if self.trace.is_enabled {
            self.trace_components(report);
        }
        let typed = std::mem::take(&mut self.trace.typed).into_iter();
        let typed = typed.map(|(schema, direction, ty)| Typed {
            location: (self.document.places).location(self.document.schema(schema).place),
            direction,
            ty,
        });
        typed.collect()
    }

    /// Records the types of components that nothing refers to as well. Whatever there is to report of
    /// them, or to enter in the ledger, is there from where they are defined.
    fn trace_components(&mut self, report: &mut Report<'_>) {
        let (unconstrained_count, untyped) = (self.unconstrained_count, self.untyped.len());
        let (diagnostics, ledger) = (report.diagnostics.len(), report.ledger.clone());
        for id in self.document.kept.clone() {
            let used = self.classifier.used(id);
            let used = self.classifier.resolve(used);
            self.trace.forget(id);
            for direction in self.usage.directions(used.intersection) {
                self.ty(id, direction, report);
            }
        }
        self.unconstrained_count = unconstrained_count;
        self.untyped.truncate(untyped);
        report.diagnostics.truncate(diagnostics);
        report.ledger = ledger;
    }
}
