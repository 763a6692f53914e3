//! Which schemas the operations use, and which way their values travel.

use std::collections::HashSet;

use super::types::typed_children;
use crate::Config;
use crate::document::{Document, Operation, SchemaId};

/// The use of schemas.
pub struct Usage {
    requests: HashSet<SchemaId>,
    responses: HashSet<SchemaId>,
    /// Schemas with a property, at whatever depth, that travels one way only.
    one_way: HashSet<SchemaId>,
    client: bool,
    server: bool,
}

/// Which way the values of a type travel.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Way {
    /// Both, or it makes no difference.
    Any,
    /// To the server.
    Request,
    /// From the server.
    Response,
}

impl Usage {
    /// The way that matters for a schema that is met on the way `way`: a type is split in two only
    /// where its values travel both ways and differ.
    pub fn way(&self, id: SchemaId, way: Way) -> Way {
        let both = self.requests.contains(&id) && self.responses.contains(&id);
        match (self.one_way.contains(&id), both) {
            (true, true) => way,
            (true, false) if self.requests.contains(&id) => Way::Request,
            (true, false) => Way::Response,
            (false, _) => Way::Any,
        }
    }

    /// Whether anything uses the schema.
    pub fn contains(&self, id: SchemaId) -> bool {
        self.requests.contains(&id) || self.responses.contains(&id)
    }

    /// The ways of a schema that become types of their own.
    pub fn ways(&self, id: SchemaId) -> Vec<Way> {
        let both = self.requests.contains(&id) && self.responses.contains(&id);
        match (self.one_way.contains(&id), both) {
            (true, true) => vec![Way::Response, Way::Request],
            _ => vec![self.way(id, Way::Any)],
        }
    }

    /// Whether what is emitted sends values of the schema, as a type for this way. With neither
    /// client nor server the types are for every use.
    pub fn is_sent(&self, id: SchemaId, way: Way) -> bool {
        let travels = |other: Way, schemas: &HashSet<SchemaId>| {
            (way == Way::Any || way == other) && schemas.contains(&id)
        };
        (!self.client && !self.server)
            || (self.client && travels(Way::Request, &self.requests))
            || (self.server && travels(Way::Response, &self.responses))
    }
}

/// Follows the operations to the schemas.
pub fn find(document: &Document<'_>, operations: &[&Operation<'_>], config: &Config) -> Usage {
    let mut requests = HashSet::new();
    let mut responses = HashSet::new();
    for operation in operations {
        let parameters = operation
            .parameters
            .iter()
            .filter_map(|parameter| parameter.schema);
        let bodies = operation
            .body
            .iter()
            .flat_map(|body| body.content.iter().filter_map(|media| media.schema));
        reach(document, parameters.chain(bodies), &mut requests);
        let answers = operation
            .responses
            .iter()
            .flat_map(|answer| answer.content.iter().filter_map(|m| m.schema));
        reach(document, answers, &mut responses);
    }
    for ways in [&mut requests, &mut responses] {
        reach(document, document.kept.iter().copied(), ways);
    }
    let one_way = one_way(document);
    Usage {
        requests,
        responses,
        one_way,
        client: config.client,
        server: config.server,
    }
}

fn reach(
    document: &Document<'_>,
    from: impl Iterator<Item = SchemaId>,
    reached: &mut HashSet<SchemaId>,
) {
    let mut open: Vec<_> = from.collect();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(typed_children(document.schema(id)));
        }
    }
}

/// The schemas that hold a property that travels one way, to a fixed point.
fn one_way(document: &Document<'_>) -> HashSet<SchemaId> {
    let mut parents: Vec<Vec<SchemaId>> = vec![Vec::new(); document.schemas.len()];
    let mut open = Vec::new();
    for (index, schema) in document.schemas.iter().enumerate() {
        let id = SchemaId(index as u32);
        for child in typed_children(schema) {
            parents[child.0 as usize].push(id);
        }
        // What is optional anyway need not be there in either direction.
        let is_one_way = |(name, id): &(&str, SchemaId)| {
            let property = document.schema(*id);
            (property.read_only || property.write_only) && schema.required.contains(name)
        };
        if schema.properties.iter().any(is_one_way) {
            open.push(id);
        }
    }
    let mut found = HashSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(&parents[id.0 as usize]);
        }
    }
    found
}
