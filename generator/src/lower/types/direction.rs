//! Finds the intersections that the operations use, and the direction in which their values travel.

use std::collections::{HashMap, HashSet};

use crate::Config;
use crate::document::SchemaId;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{SchemaShape, Use};
use crate::lower::types::replacements;
use crate::model::Direction;

/// A schema that an operation or a webhook uses.
pub struct Root {
    pub schema: SchemaId,
    /// Its use, if it is not the schema alone that applies.
    pub used: Option<Use>,
    /// The direction of its values, from the view of a client.
    pub direction: Direction,
    /// The name of its type, if it needs one and no component has it.
    pub name: String,
}

/// The intersections in use.
pub struct Usage {
    requests: HashSet<IntersectionId>,
    responses: HashSet<IntersectionId>,
    /// Intersections that contain, at any depth, a property that travels in one direction only.
    one_direction: HashSet<IntersectionId>,
    /// The schemas that are the target of a reference in use.
    referenced: HashSet<SchemaId>,
    client: bool,
    server: bool,
}

impl Usage {
    /// The direction of the type for an intersection used in `direction`: a type is split in two only
    /// where its values travel in both directions and differ.
    pub fn direction(&self, id: IntersectionId, direction: Direction) -> Direction {
        let both = self.requests.contains(&id) && self.responses.contains(&id);
        match (self.one_direction.contains(&id), both) {
            (true, true) => direction,
            (true, false) if self.requests.contains(&id) => Direction::Request,
            (true, false) => Direction::Response,
            (false, _) => Direction::Any,
        }
    }

    /// Whether an operation uses the intersection.
    pub fn contains(&self, id: IntersectionId) -> bool {
        self.requests.contains(&id) || self.responses.contains(&id)
    }

    /// Whether a reference in use leads to the schema.
    pub fn refers_to(&self, id: SchemaId) -> bool {
        self.referenced.contains(&id)
    }

    /// The directions for which an intersection has a type of its own.
    pub fn directions(&self, id: IntersectionId) -> Vec<Direction> {
        let both = self.requests.contains(&id) && self.responses.contains(&id);
        match (self.one_direction.contains(&id), both) {
            (true, true) => vec![Direction::Response, Direction::Request],
            _ => vec![self.direction(id, Direction::Any)],
        }
    }

    /// Whether the client or the server sends values of the intersection, as its type for a direction.
    /// With neither, types are for every use.
    pub fn is_sent(&self, id: IntersectionId, direction: Direction) -> bool {
        self.travels(id, direction, self.client, self.server)
    }

    /// The same for values that are received.
    pub fn is_received(&self, id: IntersectionId, direction: Direction) -> bool {
        self.travels(id, direction, self.server, self.client)
    }

    /// Whether values are those of requests, or those of responses, as far as these are asked for.
    fn travels(
        &self,
        id: IntersectionId,
        direction: Direction,
        in_requests: bool,
        in_responses: bool,
    ) -> bool {
        let travels = |other: Direction, intersections: &HashSet<IntersectionId>| {
            (direction == Direction::Any || direction == other) && intersections.contains(&id)
        };
        (!self.client && !self.server)
            || (in_requests && travels(Direction::Request, &self.requests))
            || (in_responses && travels(Direction::Response, &self.responses))
    }
}

/// Finds the intersections that the roots reach.
pub fn find(classifier: &mut Classifier<'_>, roots: &[Root], config: &Config) -> Usage {
    let in_direction = |direction: Direction| {
        let roots = roots.iter().filter(move |root| root.direction == direction);
        roots.map(|root| (root.schema, root.used))
    };
    let mut sent: Vec<_> = in_direction(Direction::Request).collect();
    let mut received: Vec<_> = in_direction(Direction::Response).collect();
    let kept = &classifier.document.kept;
    let kept = || kept.iter().map(|schema| (*schema, None));
    sent.extend(kept());
    received.extend(kept());
    let mut referenced = HashSet::new();
    let requests = reach(classifier, &sent, config, &mut referenced);
    let responses = reach(classifier, &received, config, &mut referenced);
    let one_direction = one_direction(classifier, &requests, &responses);
    Usage {
        requests: requests.into_iter().collect(),
        responses: responses.into_iter().collect(),
        one_direction,
        referenced,
        client: config.client,
        server: config.server,
    }
}

/// The intersections that schemas lead to, in the order of discovery.
fn reach(
    classifier: &mut Classifier<'_>,
    from: &[(SchemaId, Option<Use>)],
    config: &Config,
    referenced: &mut HashSet<SchemaId>,
) -> Vec<IntersectionId> {
    let mut reached = Vec::new();
    let mut seen = HashSet::new();
    for (id, used) in from {
        let used = used.unwrap_or_else(|| classifier.used(*id));
        let mut open = vec![used];
        while let Some(used) = open.pop() {
            classifier.add_path(used, referenced);
            let intersection = classifier.resolve(used).intersection;
            if seen.insert(intersection)
                && replacements::of(classifier, intersection, config).is_none()
            {
                reached.push(intersection);
                open.extend(classifier.shape(intersection).children());
            }
        }
    }
    reached
}

/// The intersections with a property that travels in one direction, to a fixed point.
fn one_direction(
    classifier: &mut Classifier<'_>,
    requests: &[IntersectionId],
    responses: &[IntersectionId],
) -> HashSet<IntersectionId> {
    let mut parents: HashMap<IntersectionId, Vec<IntersectionId>> = HashMap::new();
    let mut open = Vec::new();
    let mut seen = HashSet::new();
    for intersection in requests.iter().chain(responses) {
        if !seen.insert(*intersection) {
            continue;
        }
        let shape = classifier.shape(*intersection);
        for child in shape.children() {
            let child = classifier.resolve(child).intersection;
            parents.entry(child).or_default().push(*intersection);
        }
        if let SchemaShape::Struct(object) = &*shape {
            // Optional properties may be absent in both directions.
            let mut required = object.properties.iter().filter(|each| each.required);
            if required.any(|each| each.flags.read_only || each.flags.write_only) {
                open.push(*intersection);
            }
        }
    }
    let mut found = HashSet::new();
    while let Some(intersection) = open.pop() {
        if found.insert(intersection) {
            open.extend(parents.get(&intersection).into_iter().flatten());
        }
    }
    found
}

/// The suffix that distinguishes the second type of an intersection.
pub fn suffix(direction: Direction, directions: &[Direction]) -> &'static str {
    if directions.len() > 1 && direction == Direction::Request {
        "Request"
    } else {
        ""
    }
}
