//! Which views the operations use, and which way their values travel.

use std::collections::{HashMap, HashSet};

use crate::Config;
use crate::document::{Document, Operation, SchemaId};
use crate::lower::schema::classify::Forms;
use crate::lower::schema::intersection::{ViewId, annotations};
use crate::lower::schema::shape::Form;
use crate::lower::types::replacements;

/// The use of views.
pub struct Usage {
    requests: HashSet<ViewId>,
    responses: HashSet<ViewId>,
    /// Views with a property, at whatever depth, that travels one way only.
    one_way: HashSet<ViewId>,
    /// The schemas that something refers to.
    referenced: HashSet<SchemaId>,
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
    /// The way that matters for a view that is met on the way `way`: a type is split in two only
    /// where its values travel both ways and differ.
    pub fn way(&self, id: ViewId, way: Way) -> Way {
        let both = self.requests.contains(&id) && self.responses.contains(&id);
        match (self.one_way.contains(&id), both) {
            (true, true) => way,
            (true, false) if self.requests.contains(&id) => Way::Request,
            (true, false) => Way::Response,
            (false, _) => Way::Any,
        }
    }

    /// Whether anything uses the view.
    pub fn contains(&self, id: ViewId) -> bool {
        self.requests.contains(&id) || self.responses.contains(&id)
    }

    /// Whether anything refers to the schema.
    pub fn refers_to(&self, id: SchemaId) -> bool {
        self.referenced.contains(&id)
    }

    /// The ways of a view that become types of their own.
    pub fn ways(&self, id: ViewId) -> Vec<Way> {
        let both = self.requests.contains(&id) && self.responses.contains(&id);
        match (self.one_way.contains(&id), both) {
            (true, true) => vec![Way::Response, Way::Request],
            _ => vec![self.way(id, Way::Any)],
        }
    }

    /// Whether what is emitted sends values of the view, as a type for this way. With neither
    /// client nor server the types are for every use.
    pub fn is_sent(&self, id: ViewId, way: Way) -> bool {
        let travels = |other: Way, views: &HashSet<ViewId>| {
            (way == Way::Any || way == other) && views.contains(&id)
        };
        (!self.client && !self.server)
            || (self.client && travels(Way::Request, &self.requests))
            || (self.server && travels(Way::Response, &self.responses))
    }
}

/// Follows the operations to the views.
pub fn find(forms: &mut Forms<'_>, operations: &[&Operation<'_>], config: &Config) -> Usage {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    for operation in operations {
        let parameters = operation.parameters.iter();
        sent.extend(parameters.filter_map(|parameter| parameter.schema));
        add_messages(operation, &mut sent, &mut received);
    }
    // A webhook is called by the server.
    for webhook in &forms.document.webhooks {
        add_messages(webhook, &mut received, &mut sent);
    }
    sent.extend(&forms.document.kept);
    received.extend(&forms.document.kept);
    let mut referenced = HashSet::new();
    let requests = reach(forms, &sent, config, &mut referenced);
    let responses = reach(forms, &received, config, &mut referenced);
    let one_way = one_way(forms, &requests, &responses);
    Usage {
        requests: requests.into_iter().collect(),
        responses: responses.into_iter().collect(),
        one_way,
        referenced,
        client: config.client,
        server: config.server,
    }
}

/// Adds the schemas of what is asked of whoever serves an operation, and of what that answers.
fn add_messages(
    operation: &Operation<'_>,
    asked: &mut Vec<SchemaId>,
    answered: &mut Vec<SchemaId>,
) {
    let bodies = operation.body.iter().flat_map(|body| &body.content);
    asked.extend(bodies.filter_map(|media| media.schema));
    let answers = operation
        .responses
        .iter()
        .flat_map(|answer| &answer.content);
    answered.extend(answers.filter_map(|media| media.schema));
}

/// The views that schemas lead to, in the order in which they are found.
fn reach(
    forms: &mut Forms<'_>,
    from: &[SchemaId],
    config: &Config,
    referenced: &mut HashSet<SchemaId>,
) -> Vec<ViewId> {
    let mut reached = Vec::new();
    let mut seen = HashSet::new();
    for id in from {
        let used = forms.used(*id);
        let mut open = vec![used];
        while let Some(used) = open.pop() {
            forms.add_passed(used, referenced);
            let view = forms.resolve(used).view;
            if seen.insert(view) && replacements::of(forms, view, config).is_none() {
                reached.push(view);
                open.extend(forms.form(view).children());
            }
        }
    }
    reached
}

/// The views that hold a property that travels one way, to a fixed point.
fn one_way(forms: &mut Forms<'_>, requests: &[ViewId], responses: &[ViewId]) -> HashSet<ViewId> {
    let mut parents: HashMap<ViewId, Vec<ViewId>> = HashMap::new();
    let mut open = Vec::new();
    let mut seen = HashSet::new();
    for view in requests.iter().chain(responses) {
        if !seen.insert(*view) {
            continue;
        }
        let form = forms.form(*view);
        for child in form.children() {
            let child = forms.resolve(child).view;
            parents.entry(child).or_default().push(*view);
        }
        if let Form::Struct(object) = &*form {
            // What is optional anyway need not be there in either direction.
            let is_one_way = |schema: SchemaId| travels_one_way(forms.document, schema);
            let required = object.properties.iter().filter(|each| each.required);
            if required
                .filter_map(|each| each.used)
                .any(|used| is_one_way(used.schema))
            {
                open.push(*view);
            }
        }
    }
    let mut found = HashSet::new();
    while let Some(view) = open.pop() {
        if found.insert(view) {
            open.extend(parents.get(&view).into_iter().flatten());
        }
    }
    found
}

fn travels_one_way(document: &Document<'_>, id: SchemaId) -> bool {
    annotations(document, id).any(|schema| schema.read_only || schema.write_only)
}
