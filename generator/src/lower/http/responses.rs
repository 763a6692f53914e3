//! Responses: their statuses, which are successes, and their bodies.

pub mod bodies;
pub mod headers;
pub mod streams;

use crate::diagnostic::Code;
use crate::document::{self, Origin};
use crate::identifier::Case;
use crate::lower::http::plan::PlannedResponse;
use crate::lower::name::scopes::{Scope, response_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::Types;
use crate::model::{Direction, Headers, Reason, Response, Status};

/// Plans the responses of an operation. Those with an invalid or repeated status, and errors whose body
/// is not supported, are undeclared.
pub fn plan<'a>(
    classifier: &mut Classifier<'_>,
    operation: &'a document::Operation<'a>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) -> Vec<PlannedResponse<'a>> {
    let declared = with_status(operation, report);
    for (_, response) in &declared {
        if let Some(links) = response.links {
            let message = "`links` are not supported yet: they have no effect";
            report.add(Code::UnsupportedLink, links, message);
        }
    }
    let statuses: Vec<Status> = declared.iter().map(|(status, _)| *status).collect();
    // With a broken part, the declared responses are unknown.
    if reasons.is_empty() && !statuses.is_empty() {
        report_missing(operation, &statuses, report);
    }
    let mut planned = Vec::new();
    for (status, response) in declared {
        let is_success = is_success(status, &statuses);
        let contents = match reason_without_body(operation.method, status) {
            Some(why) => {
                report_ignored_body(response, why, report);
                Some(Vec::new())
            }
            None => bodies::plan(classifier, response, is_success, reasons, report),
        };
        let headers = (headers::Owner::Response, &response.headers[..]);
        let headers = headers::plan(classifier, headers, report);
        planned.extend(contents.map(|contents| PlannedResponse {
            response,
            status,
            contents,
            headers,
        }));
    }
    planned
}

/// Why a response never has a body, if HTTP gives it none (RFC 9110 §6.4.1).
fn reason_without_body(method: &str, status: Status) -> Option<&'static str> {
    match status {
        _ if method == "HEAD" => Some("a response to `HEAD` has no body"),
        Status::Range(1) | Status::Code(100..=199) => Some("a response with 1XX has no body"),
        Status::Code(204) => Some("a response with 204 has no body"),
        Status::Code(205) => Some("a response with 205 has no body"),
        Status::Code(304) => Some("a response with 304 has no body"),
        Status::Code(_) | Status::Range(_) | Status::Default => None,
    }
}

fn report_ignored_body(response: &document::Response<'_>, why: &str, report: &mut Report<'_>) {
    for media in &response.content {
        let message = format!("`{}` has no effect: {why}", media.name);
        report.add(Code::IgnoredKeyword, media.place, message);
    }
}

/// The responses with a valid status, the first for each.
fn with_status<'a>(
    operation: &'a document::Operation<'a>,
    report: &mut Report<'_>,
) -> Vec<(Status, &'a document::Response<'a>)> {
    let mut declared: Vec<(Status, &document::Response<'_>)> = Vec::new();
    for response in &operation.responses {
        let message = match status(response.status) {
            Some(status) if declared.iter().all(|(known, _)| *known != status) => {
                declared.push((status, response));
                continue;
            }
            Some(_) => format!("duplicate response for status `{}`", response.status),
            None => format!(
                "expected a status such as `200`, `2XX` or `default`, found `{}`",
                response.status
            ),
        };
        report.add(Code::InvalidValue, response.place, message);
    }
    declared
}

/// Reports an operation without a success or without an error.
fn report_missing(
    operation: &document::Operation<'_>,
    statuses: &[Status],
    report: &mut Report<'_>,
) {
    let has_default = statuses.contains(&Status::Default);
    let has_success = match has_default {
        // It is the success beside a redirect, too.
        true => statuses.iter().any(|it| class(*it) == 2),
        false => statuses.iter().any(|it| succeeds(*it, statuses)),
    };
    let (code, message, help) = if !has_success {
        let guess = match has_default {
            true => "the `default` response is used for it",
            false => "any 2XX status counts as success, without a body",
        };
        (
            Code::MissingSuccess,
            format!("no success response is declared: {guess}"),
            "declare the status of the success, such as `\"200\"`",
        )
    } else if operation.origin == Origin::Path && !statuses.iter().any(|it| fails(*it)) {
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

/// Whether a response is a success. Where no 2XX is declared, `default` is the response to those, as
/// well as to the errors.
fn is_success(status: Status, all: &[Status]) -> bool {
    let has_success = all.iter().any(|it| class(*it) == 2);
    succeeds(status, all) || (status == Status::Default && !has_success)
}

/// The first digit of the statuses of a response; 0 for those of all classes.
fn class(status: Status) -> u16 {
    match status {
        Status::Code(code) => code / 100,
        Status::Range(digit) => digit,
        Status::Default => 0,
    }
}

/// Whether a status is one of success: a 2XX, or where there is none an informational one or a
/// redirect, which is all that the operation has then.
fn succeeds(status: Status, all: &[Status]) -> bool {
    match class(status) {
        2 => true,
        1 | 3 => !all.iter().any(|it| class(*it) == 2),
        _ => false,
    }
}

/// Whether a response is for failures.
fn fails(status: Status) -> bool {
    match status {
        Status::Code(code) => code >= 400,
        Status::Range(digit) => digit >= 4,
        Status::Default => true,
    }
}

/// The declared responses, successes apart from errors, exact statuses before ranges. A `default`
/// that stands for success stands for the errors as well. Adds the headers of each to the sets of the
/// description; the types of the operation have names that start with `owner`.
pub fn lower(
    planned: &[PlannedResponse<'_>],
    (owner, sets): (&str, &mut Vec<Headers>),
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> (Vec<Response>, Vec<Response>) {
    let mut scope = Scope::with_reserved(Case::Camel, ["Undeclared"]);
    let mut all = Vec::new();
    for planned in planned {
        let response = planned.response;
        let name = format!("{owner}{}Headers", response_name(response.status));
        let named = (name, Direction::Response);
        all.push(Response {
            variant: scope.reserve(response_name(response.status)),
            status: planned.status,
            docs: report.docs(response.place, &[response.summary, response.description]),
            body: bodies::lower(planned, owner, types, report),
            headers: headers::lower(&planned.headers, named, sets, types, report),
        });
    }
    let statuses: Vec<Status> = all.iter().map(|response| response.status).collect();
    if !statuses.iter().any(|it| is_success(*it, &statuses)) {
        all.push(Response {
            variant: scope.reserve(response_name("2XX")),
            status: Status::Range(2),
            docs: Vec::new(),
            body: None,
            headers: None,
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

/// Whether a success has one of several media types, so that the server has a choice. Files of any
/// type are what they are.
pub fn negotiate(successes: &[Response]) -> bool {
    let is_file = |name: &String| name == "*/*";
    let mut bodies = successes.iter().filter_map(|it| it.body.as_ref());
    bodies.any(|body| match body.only() {
        Some(only) => only.range_of_bytes().is_some() && !only.media_types.iter().any(is_file),
        None => true,
    })
}

/// The distinct media types and ranges of the responses, in order.
pub fn accept<'a>(responses: impl Iterator<Item = &'a Response>) -> String {
    let mut accept: Vec<&str> = Vec::new();
    let bodies = responses.filter_map(|response| response.body.as_ref());
    let contents = bodies.flat_map(|body| &body.contents);
    for name in contents.flat_map(|content| &content.media_types) {
        if !accept.contains(&&**name) {
            accept.push(name);
        }
    }
    if accept.is_empty() {
        accept.push("application/json");
    }
    accept.join(", ")
}
