//! Which part of a description something belongs to, and which parts are used.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::document::place::{At, Place};
use crate::document::schema::{Additional, Discriminator, Rare, Reference, Schema, SchemaId};
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
    let extending = extending(document);
    let mut reached = HashSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let schema = document.schema(id);
            open.extend(subschemas(schema));
            if schema.rare().discriminator.is_some() {
                open.extend(extending.get(&id).into_iter().flatten());
            }
        }
    }
    reached
}

/// The components whose `allOf` a schema stands in, directly or through others.
pub fn extending(document: &Document<'_>) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut extending: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for (_, id) in &document.components {
        let mut seen = HashSet::new();
        let mut open = document.schema(*id).all_of.clone();
        while let Some(part) = open.pop() {
            if seen.len() < MAX_ANCESTORS && seen.insert(part) {
                let schema = document.schema(part);
                if schema.rare().discriminator.is_some() {
                    extending.entry(part).or_default().push(*id);
                }
                open.extend(target(schema.reference));
                open.extend(&schema.all_of);
            }
        }
    }
    extending
}

/// How many schemas around a component are looked at.
const MAX_ANCESTORS: usize = 1_000;

fn target(reference: Reference) -> Option<SchemaId> {
    match reference {
        Reference::To(target) => Some(target),
        Reference::None | Reference::Broken => None,
    }
}

/// The schemas that a schema applies or refers to.
fn subschemas(schema: &Schema<'_>) -> Vec<SchemaId> {
    let additional = match schema.additional {
        Additional::Schema(id) => Some(id),
        Additional::Unspecified | Additional::Forbidden | Additional::Any => None,
    };
    let single = [target(schema.reference), additional, schema.items];
    let properties = schema.properties.iter().map(|(_, id)| *id);
    let lists = [&schema.all_of, &schema.one_of, &schema.any_of];
    let mut found: Vec<SchemaId> = single.into_iter().flatten().collect();
    found.extend(properties.chain(lists.into_iter().flatten().copied()));
    let Rare {
        multiple_of: _,
        prefix_items,
        contains,
        min_contains: _,
        max_contains: _,
        unevaluated_items,
        pattern_properties,
        property_names,
        dependent_required: _,
        dependent_schemas,
        unevaluated_properties,
        not,
        if_schema,
        then_schema,
        else_schema,
        discriminator,
        content_encoding: _,
        content_media_type: _,
        rust_name: _,
        variant_names: _,
    } = schema.rare();
    let single = [
        contains,
        unevaluated_items,
        property_names,
        unevaluated_properties,
        not,
        if_schema,
        then_schema,
        else_schema,
    ];
    found.extend(single.into_iter().flatten());
    found.extend(prefix_items);
    found.extend(pattern_properties.iter().map(|(_, id)| *id));
    found.extend(dependent_schemas.iter().map(|(_, id)| *id));
    if let Some(Discriminator {
        property: _,
        mapping,
        default,
    }) = discriminator
    {
        found.extend(mapping.iter().map(|(_, id)| *id).chain(*default));
    }
    found
}
