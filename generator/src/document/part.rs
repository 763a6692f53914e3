//! Which part of a description something belongs to, and which parts are used.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::document::place::{At, Place};
use crate::document::schema::{Reference, SchemaId};
use crate::document::{Document, Operation};

/// A part of a description that selection keeps or drops as a whole.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Part {
    /// The description itself: `info`, `servers`, security schemes.
    #[default]
    Description,
    /// What a path item gives to all of its operations.
    Path(Place),
    /// An operation or a webhook, with the parameters, bodies and responses that it refers to.
    Operation(Place),
    Schema(SchemaId),
}

/// A diagnostic of reading.
#[derive(Debug)]
pub struct Found {
    pub part: Part,
    pub diagnostic: Diagnostic,
}

/// An example outside of schemas.
#[derive(Debug)]
pub struct Example<'t> {
    pub at: At<'t>,
    /// The schema of its values.
    pub schema: SchemaId,
    /// The part that refers to it first.
    pub part: Part,
    /// The others: operations share components.
    pub other_parts: Vec<Part>,
}

impl Example<'_> {
    /// Whether a part that refers to it is used.
    pub fn is_used(&self, used: &Used) -> bool {
        used.contains(self.part) || self.other_parts.iter().any(|part| used.contains(*part))
    }
}

/// The parts of a description that operations, webhooks and kept schemas use.
pub struct Used {
    schemas: HashSet<SchemaId>,
    /// The operations that are not selected, and the path items without any that is.
    dropped: HashSet<Place>,
}

impl Used {
    /// Follows the operations that are left of those at these places.
    pub fn find(document: &Document<'_>, mut places: HashSet<Place>) -> Self {
        for place in self::places(document) {
            places.remove(&place);
        }
        let operations = document.operations.iter().chain(&document.webhooks);
        let schemas = operations.flat_map(schemas_of);
        let schemas = schemas.chain(document.kept.clone());
        Self {
            schemas: reach(document, schemas.collect()),
            dropped: places,
        }
    }

    /// Takes schemas out that nothing is emitted for.
    pub fn exclude(&mut self, schemas: &[SchemaId]) {
        for id in schemas {
            self.schemas.remove(id);
        }
    }

    /// Whether a part is used: one of a description that is emitted.
    pub fn contains(&self, part: Part) -> bool {
        match part {
            Part::Description => true,
            Part::Path(place) | Part::Operation(place) => !self.dropped.contains(&place),
            Part::Schema(id) => self.schemas.contains(&id),
        }
    }
}

/// The places of all operations and webhooks, and of the path items around them.
pub fn places(document: &Document<'_>) -> HashSet<Place> {
    let operations = document.operations.iter().chain(&document.webhooks);
    let places = operations.flat_map(|operation| [operation.place, operation.path_place]);
    places.collect()
}

/// The schemas that an operation names.
fn schemas_of(operation: &Operation<'_>) -> Vec<SchemaId> {
    let parameters = operation.parameters.iter();
    let contents = parameters.clone().flat_map(|it| &it.content);
    let bodies = operation.body.iter().flat_map(|body| &body.content);
    let responses = operation.responses.iter().flat_map(|it| &it.content);
    let media_types = contents.chain(bodies).chain(responses);
    let of_media_types = media_types.flat_map(|it| [it.schema, it.item_schema]);
    let schemas = parameters.map(|it| it.schema).chain(of_media_types);
    schemas.flatten().collect()
}

/// The schemas that some lead to. A schema with a discriminator leads to those that extend it.
fn reach(document: &Document<'_>, mut open: Vec<SchemaId>) -> HashSet<SchemaId> {
    let mut extensions = Extensions::new(document);
    let mut reached = HashSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let schema = document.schema(id);
            open.extend(schema.subschemas());
            // What is reported of a copy is reported of its original.
            reached.extend(document.originals.get(&id));
            if schema.rare().discriminator.is_some() {
                open.extend(extensions.of(id));
            }
        }
    }
    reached
}

/// The schemas around each schema.
struct Extensions {
    components: HashSet<SchemaId>,
    /// The schemas in whose `allOf` a schema stands.
    extending: HashMap<SchemaId, Vec<SchemaId>>,
    /// The schemas that are references to a schema.
    referring: HashMap<SchemaId, Vec<SchemaId>>,
    /// The schemas whose extensions were given.
    seen: HashSet<SchemaId>,
}

impl Extensions {
    fn new(document: &Document<'_>) -> Self {
        let mut extending: HashMap<_, Vec<_>> = HashMap::new();
        let mut referring: HashMap<_, Vec<_>> = HashMap::new();
        for (id, schema) in (0..).map(SchemaId).zip(&document.schemas) {
            for part in &schema.all_of {
                extending.entry(*part).or_default().push(id);
            }
            if let Reference::To(target) = schema.reference {
                referring.entry(target).or_default().push(id);
            }
        }
        Self {
            components: document.components.iter().map(|(_, id)| *id).collect(),
            extending,
            referring,
            seen: HashSet::new(),
        }
    }

    /// The components whose `allOf` a schema stands in, directly or through others, but for those
    /// that were given before.
    fn of(&mut self, base: SchemaId) -> Vec<SchemaId> {
        let (mut found, mut open) = (Vec::new(), vec![base]);
        while let Some(id) = open.pop() {
            if self.seen.insert(id) {
                let extending = self.extending.get(&id).into_iter().flatten();
                open.extend(self.referring.get(&id).into_iter().flatten());
                open.extend(extending.clone());
                found.extend(extending.filter(|it| self.components.contains(it)));
            }
        }
        found
    }
}
