//! Operations → [`Plan`]s: which are supported, with every decision about their parts. Types have no
//! names yet.

use crate::diagnostic::Code;
use crate::document::{self, SchemaId};
use crate::lower::http::forms::multipart::PlannedParts;
use crate::lower::http::security::{self, Schemes};
use crate::lower::http::{media_types, parameters, paths, responses, webhooks};
use crate::lower::name::operations::{self, OperationIds, OperationNames};
use crate::lower::name::scopes::{media_name, response_name, type_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::shape::Use;
use crate::lower::types::direction::Root;
use crate::media_type::essence;
use crate::model::{
    BodyEncoding, Direction, FormStyle, ParameterEncoding, ParameterPlace, PartEncoding, Reason,
    Skipped, Status, Webhook,
};

/// The operations of a description.
pub struct Plans<'a> {
    /// The supported operations.
    pub operations: Vec<Plan<'a>>,
    /// The other operations.
    pub skipped: Vec<Skipped>,
}

/// A supported operation.
pub struct Plan<'a> {
    pub operation: &'a document::Operation<'a>,
    pub names: OperationNames,
    /// The supported parameters.
    pub parameters: Vec<PlannedParameter<'a>>,
    /// The request body; it has a supported media type.
    pub body: Option<PlannedBody<'a>>,
    /// The responses, without errors whose body is not supported.
    pub responses: Vec<PlannedResponse<'a>>,
    /// Where it is received, and what it is, if the API calls it.
    pub webhook: Option<(String, Webhook)>,
}

impl Plan<'_> {
    /// The directions in which its requests and its responses travel: `readOnly` and `writeOnly` are
    /// about the API, whichever side calls.
    fn directions(&self) -> (Direction, Direction) {
        match self.webhook {
            None => (Direction::Request, Direction::Response),
            Some(_) => (Direction::Response, Direction::Request),
        }
    }
}

/// A supported parameter.
pub struct PlannedParameter<'a> {
    pub parameter: document::Parameter<'a>,
    pub place: ParameterPlace,
    pub encoding: ParameterEncoding,
    /// The schema of `schema` or of `content`.
    pub schema: Option<SchemaId>,
}

/// A request body, with its supported media types.
pub struct PlannedBody<'a> {
    pub required: bool,
    pub content: Vec<PlannedContent<'a>>,
}

/// A response, with its supported media types.
pub struct PlannedResponse<'a> {
    pub response: &'a document::Response<'a>,
    pub status: Status,
    /// The preferred one first.
    pub contents: Vec<PlannedContent<'a>>,
    /// Its declared headers.
    pub headers: Vec<PlannedHeader<'a>>,
}

/// A header of a response or of a part.
pub struct PlannedHeader<'a> {
    /// The header, as if it were one of a request.
    pub parameter: PlannedParameter<'a>,
    /// Whether it may be there several times, each time with a value of its schema.
    pub repeats: bool,
}

/// A supported media type.
pub struct PlannedContent<'a> {
    /// The media type, with its parameters.
    pub name: &'a str,
    pub encoding: BodyEncoding,
    /// The schema; none for text that encodes the value of its schema.
    pub schema: Option<SchemaId>,
    /// The styles of the properties of a form.
    pub styles: Vec<(String, FormStyle)>,
    /// The parts of a body of parts.
    pub parts: Option<PlannedParts<'a>>,
}

/// The operations of paths among those of plans.
pub fn of_paths<'p>(plans: &'p [Plan<'p>]) -> impl Iterator<Item = &'p document::Operation<'p>> {
    let of_paths = plans.iter().filter(|plan| plan.webhook.is_none());
    of_paths.map(|plan| plan.operation)
}

/// The schemas that operations and webhooks use, in the order in which their types are named.
pub fn roots(plans: &[Plan<'_>]) -> Vec<Root> {
    let mut roots = Vec::new();
    // A schema, or the use of one in an object that becomes no type.
    let mut add = |(schema, used): (Option<SchemaId>, Option<Use>), direction, name: String| {
        let schema = schema.or(used.map(|used| used.schema));
        roots.extend(schema.map(|schema| Root {
            schema,
            used,
            direction,
            name,
        }));
    };
    for plan in plans {
        let owner = &plan.names.owner;
        let (request, response) = plan.directions();
        for planned in &plan.parameters {
            let name = format!("{owner}{}", type_name(planned.parameter.name));
            add((planned.schema, None), request, name);
        }
        for content in plan.body.iter().flat_map(|body| &body.content) {
            let name = format!("{owner}Body");
            add((content.schema, None), request, name);
            let parts = content.parts.iter().flat_map(|parts| &parts.parts);
            for part in parts {
                let name = format!("{owner}Body{}", type_name(part.name));
                for header in &part.headers {
                    let parameter = &header.parameter;
                    let name = format!("{name}{}", type_name(parameter.parameter.name));
                    add((parameter.schema, None), request, name);
                }
                if part.encoding != PartEncoding::File {
                    add((None, part.used), request, name);
                }
            }
        }
        for planned in &plan.responses {
            let name = format!("{owner}{}", response_name(planned.response.status));
            for (index, content) in planned.contents.iter().enumerate() {
                let name = content_name(&name, index, content);
                add((content.schema, None), response, name);
            }
            for header in &planned.headers {
                let parameter = &header.parameter;
                let name = format!("{name}{}", type_name(parameter.parameter.name));
                add((parameter.schema, None), response, name);
            }
        }
    }
    roots
}

/// The name of an inline schema of a response; that of the preferred media type is without it.
fn content_name(response: &str, index: usize, content: &PlannedContent<'_>) -> String {
    match index {
        0 => response.to_owned(),
        _ => format!("{response}{}", media_name(&essence(content.name))),
    }
}

/// Plans the supported operations, and reports why the others are skipped. Names are reserved for all
/// operations, so that they do not depend on the support for others.
pub fn plan<'a>(
    classifier: &mut Classifier<'a>,
    schemes: &Schemes<'a>,
    report: &mut Report<'_>,
) -> Plans<'a> {
    let mut plans = Plans {
        operations: Vec::new(),
        skipped: Vec::new(),
    };
    let all = webhooks::all(classifier.document);
    let ids = OperationIds::new(&all, &classifier.document.places);
    let names = operations::names(&all, &ids);
    let mut targets = webhooks::Targets::new(classifier.document);
    for (operation, names) in all.into_iter().zip(names) {
        // Every check runs, so that one run reports all diagnostics.
        let errors = operation.errors.iter();
        let mut reasons: Vec<Reason> = errors.map(reason_of).collect();
        let webhook = targets.find(operation, &names);
        let declared = match webhook {
            None => paths::parameters(operation, &mut reasons, report),
            Some(_) => webhooks::parameters(operation, report),
        };
        let parameters = parameters::plan(classifier, operation, declared, &mut reasons, report);
        let body = media_types::plan_body(classifier, operation, &mut reasons, report);
        let responses = responses::plan(classifier, operation, &mut reasons, report);
        security::check(operation, schemes, &mut reasons, report);
        if reasons.is_empty() {
            operations::report(&ids, operation, &names, report);
            plans.operations.push(Plan {
                operation,
                names,
                parameters,
                body,
                responses,
                webhook,
            });
        } else {
            plans.skipped.push(Skipped {
                method: operation.method.to_owned(),
                path: operation.path.to_owned(),
                id: operation.id.map(|(id, _)| id.to_owned()),
                reasons,
            });
        }
    }
    plans
}

fn reason_of((code, message): &(Code, String)) -> Reason {
    Reason {
        code: *code,
        shape: None,
        message: message.clone(),
    }
}
