//! Operations: which can be honoured, and what their requests and responses are.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document::{Document, Place};
use crate::identifier::Case;
use crate::lower::http::security::{Securities, Supported};
use crate::lower::http::servers::{base_path, resolved};
use crate::lower::http::{media_types, parameters, paths};
use crate::lower::name::scopes;
use crate::lower::name::scopes::{
    OperationId, OperationNames, Scope, fold, joined, response_name, value_name,
};
use crate::lower::report::Report;
use crate::lower::schema::classify::Forms;
use crate::lower::types::Types;
use crate::lower::types::direction::Way;
use crate::model::{Operation, Reason, Response, Server, Skipped, Status};
use crate::{document, reserved};

/// The operations of a description.
pub struct Selection<'a> {
    /// Those that can be honoured, with what of them is.
    pub operations: Vec<document::Operation<'a>>,
    /// Their names.
    pub names: Vec<OperationNames>,
    /// The others.
    pub skipped: Vec<Skipped>,
}

/// Selects what can be honoured; a diagnostic says why the rest is not. Names are those that the
/// operations have in the whole description, so that they do not depend on what is selected.
pub fn select<'a>(
    forms: &mut Forms<'a>,
    schemes: &[Supported<'a>],
    report: &mut Report<'_>,
) -> Selection<'a> {
    let mut selection = Selection {
        operations: Vec::new(),
        names: Vec::new(),
        skipped: Vec::new(),
    };
    let document = forms.document;
    let schemes = crate::lower::http::security::by_name(schemes);
    let ids = Ids::new(document);
    let names = names(document, &ids);
    for (operation, names) in document.operations.iter().zip(names) {
        let mut operation = operation.clone();
        // Every check runs, so that one run reports all that is wrong.
        let faults = operation.errors.iter();
        let mut reasons: Vec<Reason> = faults.map(fault).collect();
        paths::select(&mut operation, &mut reasons, report);
        parameters::select(forms, &mut operation, &mut reasons, report);
        media_types::select_body(forms, &mut operation, &mut reasons, report);
        select_responses(forms, &mut operation, &mut reasons, report);
        crate::lower::http::security::check(&operation, &schemes, &mut reasons, report);
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

fn fault((code, message): &document::ReadError) -> Reason {
    Reason {
        code: *code,
        shape: None,
        message: message.clone(),
    }
}

/// Leaves out the responses whose status is none, and those that cannot be read.
fn select_responses(
    forms: &mut Forms<'_>,
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
            Some(_) => format!("another response is for the status `{}`", response.status),
            None => format!(
                "`{}` is no status: 200, 2XX and default are",
                response.status
            ),
        };
        report.add(Code::InvalidValue, response.place, message);
        false
    });
    for response in &operation.responses {
        if let Some(header) = response.headers.first() {
            let message = "response headers are not typed; they can be read from an error's reply";
            report.add(Code::UnsupportedHeader, header.place, message);
        }
        if let Some(links) = response.links {
            let message = "links are not built yet, and have no effect";
            report.add(Code::UnsupportedLink, links, message);
        }
    }
    let statuses: Vec<Status> = known;
    // Of what could not be read, nobody knows what it says.
    if reasons.is_empty() && !statuses.is_empty() {
        report_missing(operation, &statuses, report);
    }
    let is_success = |response: &document::Response<'_>| {
        status(response.status).is_some_and(|status| is_success(status, &statuses))
    };
    media_types::select_responses(forms, operation, is_success, reasons, report);
}

/// Says which side of an operation is not declared: its success or its errors.
fn report_missing(
    operation: &document::Operation<'_>,
    statuses: &[Status],
    report: &mut Report<'_>,
) {
    let (code, message, help) = if !statuses.iter().any(|it| succeeds(*it)) {
        let guess = match statuses.contains(&Status::Default) {
            true => "it is taken to look as `default` does",
            false => "any status of 2XX is taken for one, without a body",
        };
        (
            Code::MissingSuccess,
            format!("no response of a success is declared: {guess}"),
            "declare the status of the success, such as `\"200\"`",
        )
    } else if statuses.iter().all(|it| succeeds(*it)) {
        (
            Code::MissingError,
            "no response of an error is declared: one that comes has no type".to_owned(),
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

/// Whether a response is one of success. With nothing but errors besides, `default` is what success
/// looks like as well.
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

/// The `operationId`s of a description and where they stand, without their spelling.
struct Ids<'a>(HashMap<String, Vec<(&'a str, Place)>>);

impl<'a> Ids<'a> {
    fn new(document: &Document<'a>) -> Self {
        let mut ids: HashMap<String, Vec<(&'a str, Place)>> = HashMap::new();
        for (id, place) in document.operations.iter().filter_map(|it| it.id) {
            ids.entry(fold(id)).or_default().push((id, place));
        }
        Self(ids)
    }

    /// The same id of another operation.
    fn other(&self, id: &str, place: Place) -> Option<(&'a str, Place)> {
        let others = self.0.get(&fold(id))?;
        others.iter().copied().find(|(_, other)| *other != place)
    }
}

/// Names the operations: after their `operationId`, unless another one has it too, but for its
/// spelling, or there is none; then after method and path.
fn names(document: &Document<'_>, ids: &Ids<'_>) -> Vec<OperationNames> {
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
            // A slash at the end is all that tells some paths apart.
            match derived.get(&id) {
                Some(2..) if operation.path.ends_with('/') => format!("{id}_slash"),
                _ => id,
            }
        });
        let pinned = operation.rust_name.as_ref().map(|pin| pin.name.as_str());
        OperationId { pinned, id, is_own }
    });
    scopes::operations(ids.collect())
}

/// `get_pets_by_id`
fn derived_id(operation: &document::Operation<'_>) -> String {
    let path = operation.path.replace('{', " by ");
    value_name(&format!("{} {path}", operation.method.to_ascii_lowercase()))
}

/// Reports an operation that is not named after its `operationId`.
fn report_id(
    ids: &Ids<'_>,
    operation: &document::Operation<'_>,
    names: &OperationNames,
    report: &mut Report<'_>,
) {
    let name = &names.method;
    if let Some(pin) = &operation.rust_name {
        if pin.name.as_str() != name {
            report.name_taken(pin, &format!("the method is named `{name}`"));
        }
        return;
    }
    let Some((id, place)) = operation.id else {
        let message = format!("the operation has no `operationId`; it is named `{name}`");
        report.add(Code::MissingOperationId, operation.place, message);
        return;
    };
    if let Some((other_id, other)) = ids.other(id, place) {
        let what = if other_id == id {
            format!("another operation has the operationId `{id}`")
        } else {
            format!("the operationId `{id}` differs from `{other_id}` by its spelling alone")
        };
        let message = format!("{what}: this operation is named `{name}`");
        let other = report.document.places.shown(other);
        report
            .add(Code::DuplicateOperationId, place, message)
            .related
            .push((other, "the other one".to_owned()));
    }
}

/// Makes the operations, once every type has its name.
pub fn lower(
    selection: Selection<'_>,
    types: &mut Types<'_>,
    security: &mut Securities<'_>,
    report: &mut Report<'_>,
) -> Vec<Operation> {
    // The functions of the validators that check what stands in an operation.
    let mut checks = Scope::with(Case::Snake, reserved::checks());
    let mut requests = paths::Requests::default();
    let operations = selection.operations.iter().zip(selection.names);
    let lowered = operations.map(|(operation, names)| {
        let parameters = parameters::lower(operation, &names, types, &mut checks, report);
        let mut arguments = parameters.arguments;
        let body = operation.body.as_ref().and_then(|body| {
            let argument = arguments.claim("body".to_owned());
            let check = checks.claim(joined(&value_name(&names.method), "body"));
            media_types::lower_body(body, (&names, argument, check), types, report)
        });
        let (successes, errors) = responses(operation, types, report);
        let server = server(operation, report);
        let base = server.as_ref().map_or("", |server| &server.path);
        Operation {
            served: requests.is_new(operation, base, report),
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
            refusals: Vec::new(),
        }
    });
    lowered.collect()
}

/// The server of an operation, if it is none of those of the whole description.
fn server(operation: &document::Operation<'_>, report: &mut Report<'_>) -> Option<Server> {
    let document = report.document;
    let own = operation.servers.first()?;
    let url = resolved(own);
    let is_same = |other: &str| other.trim_end_matches('/') == url.trim_end_matches('/');
    // A description without servers is at the root of where it is (OAS 3.0 §4.7.1).
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
            "the server `{}` cannot be called as it stands: the operation is where the others are",
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

/// The media types of the responses, each once, in their order.
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

/// The declared responses, those of success apart from errors, exact statuses before ranges. Where
/// `default` is what success looks like, errors look like it, too.
fn responses(
    operation: &document::Operation<'_>,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> (Vec<Response>, Vec<Response>) {
    let mut scope = Scope::with(Case::Camel, ["Undeclared"]);
    let mut all = Vec::new();
    for response in &operation.responses {
        let Some(status) = status(response.status) else {
            continue;
        };
        let body = response.content.first();
        all.push(Response {
            variant: scope.claim(response_name(response.status)),
            status,
            docs: report.docs(response.place, &[response.description]),
            body: body.map(|media| media_types::lower(media, Way::Response, types, report)),
        });
    }
    let statuses: Vec<Status> = all.iter().map(|response| response.status).collect();
    if !statuses.iter().any(|it| is_success(*it, &statuses)) {
        all.push(Response {
            variant: scope.claim(response_name("2XX")),
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
