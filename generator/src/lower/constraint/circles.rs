//! Schemas that apply each other to the same value in a circle.

use crate::document::{Document, Reference, Schema, SchemaId};

/// The circles of a description.
pub struct Circles {
    /// The number of the circle of each schema, by its id. A schema in no circle has its own.
    numbers: Vec<usize>,
}

impl Circles {
    /// Finds the circles: the strongly connected components, by Tarjan's algorithm without recursion.
    pub fn find(document: &Document<'_>) -> Self {
        let count = document.schemas.len();
        let mut search = Search {
            document,
            order: vec![NEW; count],
            lowest: vec![NEW; count],
            numbers: vec![NEW; count],
            visited: 0,
            found: 0,
            open: Vec::new(),
        };
        for start in 0..count {
            search.from(start);
        }
        Self {
            numbers: search.numbers,
        }
    }

    /// Whether two schemas are in the same circle.
    pub fn share(&self, one: SchemaId, other: SchemaId) -> bool {
        one == other || self.numbers.get(one.0 as usize) == self.numbers.get(other.0 as usize)
    }
}

/// A schema that is not visited.
const NEW: usize = usize::MAX;

struct Search<'a> {
    document: &'a Document<'a>,
    /// When each schema was visited.
    order: Vec<usize>,
    /// The first open schema that each leads to.
    lowest: Vec<usize>,
    numbers: Vec<usize>,
    visited: usize,
    found: usize,
    /// The schemas whose circle is not complete.
    open: Vec<usize>,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        if self.order[start] != NEW {
            return;
        }
        let mut path = vec![self.enter(start)];
        while let Some((at, below)) = path.last_mut() {
            let at = *at;
            match below.pop() {
                Some(next) if self.order[next] == NEW => {
                    let entered = self.enter(next);
                    path.push(entered);
                }
                Some(next) if self.numbers[next] == NEW => {
                    self.lowest[at] = self.lowest[at].min(self.order[next]);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    self.leave(at);
                    if let Some((above, _)) = path.last() {
                        self.lowest[*above] = self.lowest[*above].min(self.lowest[at]);
                    }
                }
            }
        }
    }

    /// A schema, and those that it applies.
    fn enter(&mut self, at: usize) -> (usize, Vec<usize>) {
        self.order[at] = self.visited;
        self.lowest[at] = self.visited;
        self.visited += 1;
        self.open.push(at);
        let schema = &self.document.schemas[at];
        let below = in_place(schema).into_iter().map(|id| id.0 as usize);
        (at, below.filter(|id| *id < self.order.len()).collect())
    }

    fn leave(&mut self, at: usize) {
        if self.lowest[at] != self.order[at] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.numbers[member] = self.found;
            if member == at {
                break;
            }
        }
        self.found += 1;
    }
}

/// The subschemas that a schema applies to the same value.
fn in_place(schema: &Schema<'_>) -> Vec<SchemaId> {
    let rare = schema.rare();
    let mut found = Vec::new();
    if let Reference::To(target) = schema.reference {
        found.push(target);
    }
    for list in [&schema.all_of, &schema.one_of, &schema.any_of] {
        found.extend(list);
    }
    let conditions = [rare.not, rare.if_schema, rare.then_schema, rare.else_schema];
    found.extend(conditions.into_iter().flatten());
    found.extend(rare.dependent_schemas.iter().map(|(_, id)| *id));
    found
}
