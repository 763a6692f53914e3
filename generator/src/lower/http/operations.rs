//! Operations: which are supported, and their routes and responses.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document::{Document, Place};
use crate::identifier::Case;
use crate::lower::http::security::{self, Requirements, Schemes};
use crate::lower::http::servers::{base_path, resolved};
use crate::lower::http::{media_types, parameters, paths};
use crate::lower::name::scopes;
use crate::lower::name::scopes::{
    OperationId, OperationNames, Scope, fold, joined, response_name, value_name,
};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::Types;
use crate::model::{Direction, Operation, Reason, Response, Server, Skipped, Status};
use crate::{document, reserved};

/// The operations of a description.
pub struct Selection<'a> {
    /// The supported operations, without their unsupported parts.
    pub operations: Vec<document::Operation<'a>>,
    /// The names of the supported operations.
    pub names: Vec<OperationNames>,
    /// The other operations.
    pub skipped: Vec<Skipped>,
}

/// Selects the supported operations, and reports why the others are skipped. Names are reserved for
/// all operations, so that they do not depend on the support for others.
pub fn select<'a>(
    classifier: &mut Classifier<'a>,
    schemes: &Schemes<'a>,
    report: &mut Report<'_>,
) -> Selection<'a> {
    let mut selection = Selection {
        operations: Vec::new(),
        names: Vec::new(),
        skipped: Vec::new(),
    };
    let document = classifier.document;
    let ids = OperationIds::new(document);
    let names = names(document, &ids);
    for (operation, names) in document.operations.iter().zip(names) {
        let mut operation = operation.clone();
        // Every check runs, so that one run reports all diagnostics.
        let errors = operation.errors.iter();
        let mut reasons: Vec<Reason> = errors.map(reason_of).collect();
        paths::select(&mut operation, &mut reasons, report);
        parameters::select(classifier, &mut operation, &mut reasons, report);
        media_types::select_body(classifier, &mut operation, &mut reasons, report);
        select_responses(classifier, &mut operation, &mut reasons, report);
        security::check(&operation, schemes, &mut reasons, report);
        if reasons.is_empty() {
            report_id(&ids, &operation, &names, report);
            selection.operations.push(operation);
            selection.names.push(names);
        } else {
            selection.skipped.push(Skipped {
                method: operation.method.to_owned(),
                path: operation.path.to_owned(),
                id: operation.id.map(|(id, _)| id.to_owned()),
                reasons,
            });
        }
    }
    selection
}

fn reason_of((code, message): &document::ReadError) -> Reason {
    Reason {
        code: *code,
        shape: None,
        message: message.clone(),
    }
}

/// Removes responses with an invalid or repeated status, and those that cannot be read.
fn select_responses(
    classifier: &mut Classifier<'_>,
    operation: &mut document::Operation<'_>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    let mut known: Vec<Status> = Vec::new();
    operation.responses.retain(|response| {
        let message = match status(response.status) {
            Some(status) if !known.contains(&status) => {
                known.push(status);
                return true;
            }
            Some(_) => format!("duplicate response for status `{}`", response.status),
            None => format!(
                "expected a status such as `200`, `2XX` or `default`, found `{}`",
                response.status
            ),
        };
        report.add(Code::InvalidValue, response.place, message);
        false
    });
    for response in &operation.responses {
        if let Some(header) = response.headers.first() {
            let message = "response headers are not typed yet: they are available as strings in the reply to an error";
            report.add(Code::UnsupportedHeader, header.place, message);
        }
        if let Some(links) = response.links {
            let message = "`links` are not supported yet: they have no effect";
            report.add(Code::UnsupportedLink, links, message);
        }
    }
    let statuses: Vec<Status> = known;
    // With a broken part, the declared responses are unknown.
    if reasons.is_empty() && !statuses.is_empty() {
        report_missing(operation, &statuses, report);
    }
    let is_success = |response: &document::Response<'_>| {
        status(response.status).is_some_and(|status| is_success(status, &statuses))
    };
    media_types::select_responses(classifier, operation, is_success, reasons, report);
}

/// Reports an operation without a success or without an error.
fn report_missing(
    operation: &document::Operation<'_>,
    statuses: &[Status],
    report: &mut Report<'_>,
) {
    let (code, message, help) = if !statuses.iter().any(|it| succeeds(*it)) {
        let guess = match statuses.contains(&Status::Default) {
            true => "the `default` response is used for it",
            false => "any 2XX status counts as success, without a body",
        };
        (
            Code::MissingSuccess,
            format!("no success response is declared: {guess}"),
            "declare the status of the success, such as `\"200\"`",
        )
    } else if statuses.iter().all(|it| succeeds(*it)) {
        (
            Code::MissingError,
            "no error response is declared: failures are untyped".to_owned(),
            "declare the errors, or `default` for all of them",
        )
    } else {
        return;
    };
    report.add(code, operation.place, message).help = Some(help.to_owned());
}

fn status(text: &str) -> Option<Status> {
    match text.as_bytes() {
        b"default" => Some(Status::Default),
        [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => {
            Some(Status::Range(u16::from(digit - b'0')))
        }
        [b'1'..=b'5', _, _] => text.parse().ok().map(Status::Code),
        _ => None,
    }
}

/// Whether a response is a success. `default` is one if there are only errors besides.
fn is_success(status: Status, all: &[Status]) -> bool {
    succeeds(status) || (status == Status::Default && !all.iter().any(|it| succeeds(*it)))
}

fn succeeds(status: Status) -> bool {
    match status {
        Status::Code(code) => (100..400).contains(&code),
        Status::Range(digit) => (1..4).contains(&digit),
        Status::Default => false,
    }
}

/// The `operationId`s of a description with their places, by [`fold`]ed id.
struct OperationIds<'a>(HashMap<String, Vec<(&'a str, Place)>>);

impl<'a> OperationIds<'a> {
    fn new(document: &Document<'a>) -> Self {
        let mut ids: HashMap<String, Vec<(&'a str, Place)>> = HashMap::new();
        for (id, place) in document.operations.iter().filter_map(|it| it.id) {
            ids.entry(fold(id)).or_default().push((id, place));
        }
        Self(ids)
    }

    /// Another operation with the same folded id.
    fn other(&self, id: &str, place: Place) -> Option<(&'a str, Place)> {
        let others = self.0.get(&fold(id))?;
        others.iter().copied().find(|(_, other)| *other != place)
    }
}

/// Names the operations after their `operationId`; where that is missing or not unique, after method
/// and path.
fn names(document: &Document<'_>, ids: &OperationIds<'_>) -> Vec<OperationNames> {
    let own = |operation: &document::Operation<'_>| {
        let id = operation
            .id
            .filter(|(id, place)| ids.other(id, *place).is_none());
        id.map(|(id, _)| id.to_owned())
    };
    let mut derived: HashMap<String, usize> = HashMap::new();
    for operation in document.operations.iter().filter(|it| own(it).is_none()) {
        *derived.entry(derived_id(operation)).or_default() += 1;
    }
    let ids = document.operations.iter().map(|operation| {
        let own = own(operation);
        let is_own = own.is_some();
        let id = own.unwrap_or_else(|| {
            let id = derived_id(operation);
            // Some paths differ in a trailing slash only.
            match derived.get(&id) {
                Some(2..) if operation.path.ends_with('/') => format!("{id}_slash"),
                _ => id,
            }
        });
        let override_name = operation.rust_name.as_ref().map(|it| it.name.as_str());
        OperationId {
            override_name,
            id,
            is_own,
        }
    });
    scopes::operations(ids.collect())
}

/// `get_pets_by_id`
fn derived_id(operation: &document::Operation<'_>) -> String {
    let path = operation.path.replace('{', " by ");
    value_name(&format!("{} {path}", operation.method.to_ascii_lowercase()))
}

/// Reports an operation whose method is not named after its `operationId`.
fn report_id(
    ids: &OperationIds<'_>,
    operation: &document::Operation<'_>,
    names: &OperationNames,
    report: &mut Report<'_>,
) {
    let name = &names.method;
    if let Some(name_override) = &operation.rust_name {
        if name_override.name.as_str() != name {
            report.add_name_taken(name_override, &format!("the method is named `{name}`"));
        }
        return;
    }
    let Some((id, place)) = operation.id else {
        let message = format!("missing `operationId`: the method is named `{name}`");
        report.add(Code::MissingOperationId, operation.place, message);
        return;
    };
    if let Some((other_id, other)) = ids.other(id, place) {
        let what = if other_id == id {
            format!("duplicate `operationId` `{id}`")
        } else {
            format!("`operationId` `{id}` differs from `{other_id}` in spelling only")
        };
        let message = format!("{what}: the method is named `{name}`");
        let other = report.document.places.shown(other);
        report
            .add(Code::DuplicateOperationId, place, message)
            .related
            .push((other, "the other operation".to_owned()));
    }
}

/// Lowers the operations, once every type has its name.
pub fn lower(
    selection: Selection<'_>,
    types: &mut Types<'_>,
    security: &mut Requirements<'_>,
    report: &mut Report<'_>,
) -> Vec<Operation> {
    // The functions of `validate` that check parameters and bodies.
    let mut checks = Scope::with_reserved(Case::Snake, reserved::checks());
    let mut routes = paths::Routes::default();
    let operations = selection.operations.iter().zip(selection.names);
    let lowered = operations.map(|(operation, names)| {
        let parameters = parameters::lower(operation, &names, types, &mut checks, report);
        let mut arguments = parameters.arguments;
        let body = operation.body.as_ref().and_then(|body| {
            let argument = arguments.reserve("body".to_owned());
            let check = checks.reserve(joined(&value_name(&names.method), "body"));
            media_types::lower_body(body, (&names, argument, check), types, report)
        });
        let (successes, errors) = responses(operation, types, report);
        let server = server(operation, report);
        let base = server.as_ref().map_or("", |server| &server.path);
        Operation {
            served: routes.is_new(operation, base, report),
            server,
            name: names.method,
            id: names.id,
            docs: report.docs(operation.place, &[operation.summary, operation.description]),
            deprecated: operation.deprecated,
            method: operation.method.to_owned(),
            path: parameters.path,
            parameters: parameters.required,
            params: parameters.params,
            body,
            accept: accept(successes.iter().chain(&errors)),
            successes,
            success_name: names.success,
            errors,
            error_name: names.error,
            shares_errors: false,
            response_name: names.response,
            security: security.requirement(operation, report),
            rejections: Vec::new(),
        }
    });
    lowered.collect()
}

/// The server of an operation, if the description does not have the same one.
fn server(operation: &document::Operation<'_>, report: &mut Report<'_>) -> Option<Server> {
    let document = report.document;
    let own = operation.servers.first()?;
    let url = resolved(own);
    let is_same = |other: &str| other.trim_end_matches('/') == url.trim_end_matches('/');
    // Without servers, a description is served at `/` (OAS 3.0 §4.7.1).
    let default = document.servers.is_empty() && is_same("/");
    if default
        || document
            .servers
            .iter()
            .any(|server| is_same(&resolved(server)))
    {
        return None;
    }
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_owned());
    if url.contains('{') || scheme.is_some_and(|it| !matches!(&*it, "http" | "https")) {
        let message = format!(
            "server `{}` has an unsupported scheme or a variable without a default: the server of the description is used",
            own.url
        );
        report.add(Code::UnsupportedServer, own.place, message);
        return None;
    }
    Some(Server {
        path: base_path(own),
        url,
    })
}

/// The distinct media types of the responses, in order.
fn accept<'a>(responses: impl Iterator<Item = &'a Response>) -> String {
    let mut accept: Vec<&str> = Vec::new();
    for content in responses.filter_map(|response| response.body.as_ref()) {
        if !accept.contains(&content.sent()) {
            accept.push(content.sent());
        }
    }
    if accept.is_empty() {
        accept.push("application/json");
    }
    accept.join(", ")
}

/// The declared responses, successes apart from errors, exact statuses before ranges. A `default`
/// that stands for success stands for the errors as well.
fn responses(
    operation: &document::Operation<'_>,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> (Vec<Response>, Vec<Response>) {
    let mut scope = Scope::with_reserved(Case::Camel, ["Undeclared"]);
    let mut all = Vec::new();
    for response in &operation.responses {
        let Some(status) = status(response.status) else {
            continue;
        };
        let body = response.content.first();
        all.push(Response {
            variant: scope.reserve(response_name(response.status)),
            status,
            docs: report.docs(response.place, &[response.description]),
            body: body.map(|media| media_types::lower(media, Direction::Response, types, report)),
        });
    }
    let statuses: Vec<Status> = all.iter().map(|response| response.status).collect();
    if !statuses.iter().any(|it| is_success(*it, &statuses)) {
        all.push(Response {
            variant: scope.reserve(response_name("2XX")),
            status: Status::Range(2),
            docs: Vec::new(),
            body: None,
        });
    }
    all.sort_by_key(|response| response.status);
    let (successes, mut errors): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|response| is_success(response.status, &statuses));
    let default = |response: &&Response| response.status == Status::Default;
    errors.extend(successes.iter().filter(default).cloned());
    (successes, errors)
}
