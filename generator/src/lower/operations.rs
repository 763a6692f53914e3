//! Operations: which can be honoured, and what their requests and responses are.

use std::collections::HashMap;

use super::forms::{Forms, is_single_value};
use super::names::{self, OperationNames, Scope, response_name, value_name};
use super::security::{Securities, Supported};
use super::types::Types;
use super::usage::Way;
use super::{Report, docs};
use crate::diagnostic::Code;
use crate::document::{self, MediaType, ParameterLocation};
use crate::model::{Body, Operation, Parameter, Response, Segment, Status, Ty};

/// The operations that can be honoured; a diagnostic says why another cannot.
pub fn select<'a>(
    forms: &mut Forms<'a>,
    schemes: &[Supported<'a>],
    report: &mut Report<'_>,
) -> Vec<&'a document::Operation<'a>> {
    let document = forms.document;
    let mut ids: HashMap<&str, &document::Operation<'_>> = HashMap::new();
    let mut selected = Vec::new();
    for operation in &document.operations {
        let first = operation.id.and_then(|(id, _)| ids.get(id).copied());
        if let (Some(first), Some((id, place))) = (first, operation.id) {
            let location = first
                .id
                .map(|(_, place)| document.places.location(place))
                .unwrap_or_default();
            let message = format!("another operation has the operationId `{id}`");
            report
                .add(Code::DuplicateOperationId, place, message)
                .related
                .push((location, "first used here".to_owned()));
        } else if can_be_honoured(forms, operation, schemes, report) {
            selected.push(operation);
        }
        if let Some((id, _)) = operation.id {
            ids.entry(id).or_insert(operation);
        }
    }
    selected
}

fn can_be_honoured(
    forms: &mut Forms<'_>,
    operation: &document::Operation<'_>,
    schemes: &[Supported<'_>],
    report: &mut Report<'_>,
) -> bool {
    // Every check runs, so that one run reports all that is wrong.
    let checks = [
        !operation.broken,
        path_is_declared(operation, report),
        parameters_are_supported(forms, operation, report),
        bodies_are_supported(operation, report),
        responses_are_valid(operation, report),
        super::security::is_supported(operation, schemes, report),
    ];
    checks.iter().all(|passed| *passed)
}

/// The path of a request: what follows a `#` tells operations apart in the description only.
fn sent(path: &str) -> &str {
    path.split('#').next().unwrap_or_default()
}

/// The parts of a path template: text, and the names between braces.
fn template(path: &str) -> Vec<Result<&str, &str>> {
    let mut parts = Vec::new();
    let mut rest = sent(path);
    while let Some((text, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else {
            break;
        };
        if !text.is_empty() {
            parts.push(Ok(text));
        }
        parts.push(Err(name));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Ok(rest));
    }
    parts
}

fn path_is_declared(operation: &document::Operation<'_>, report: &mut Report<'_>) -> bool {
    let parts = template(operation.path);
    let mut declared = true;
    if parts
        .iter()
        .any(|part| part.is_ok_and(|text| text.contains(['{', '}'])))
    {
        let message = format!("the braces of the path `{}` do not match", operation.path);
        report.add(Code::InvalidValue, operation.path_place, message);
        declared = false;
    }
    for name in parts.iter().filter_map(|part| part.err()) {
        let is_it = |parameter: &document::Parameter<'_>| {
            parameter.location == ParameterLocation::Path && parameter.name == name
        };
        // With a broken parameter it cannot be known; that has been reported.
        if !operation.broken && !operation.parameters.iter().any(is_it) {
            let message = format!(
                "the path has a parameter `{name}` that {} does not declare",
                operation.method
            );
            report
                .add(Code::UndeclaredPathParameter, operation.path_place, message)
                .help = Some(format!(
                "add a parameter with `name: {name}` and `in: path`"
            ));
            declared = false;
        }
    }
    for parameter in &operation.parameters {
        if parameter.location == ParameterLocation::Path && !parts.contains(&Err(parameter.name)) {
            let message = format!(
                "the path `{}` does not hold the parameter `{}`",
                operation.path, parameter.name
            );
            report.add(Code::UnusedPathParameter, parameter.place, message);
        }
    }
    declared
}

fn parameters_are_supported(
    forms: &mut Forms<'_>,
    operation: &document::Operation<'_>,
    report: &mut Report<'_>,
) -> bool {
    let mut supported = true;
    for parameter in &operation.parameters {
        let why = match parameter.location {
            ParameterLocation::Path if parameter.schema.is_none() => "has no schema",
            ParameterLocation::Path if parameter.style.is_some_and(|style| style != "simple") => {
                "has a style"
            }
            ParameterLocation::Path
                if parameter
                    .schema
                    .is_some_and(|id| !is_single_value(forms, id)) =>
            {
                "is not a single value"
            }
            ParameterLocation::Path => continue,
            ParameterLocation::Query => "stands in the query",
            ParameterLocation::Header => "stands in a header",
            ParameterLocation::Cookie => "stands in a cookie",
        };
        let message = format!(
            "the parameter `{}` {why}, which is not built yet: the operation is left out",
            parameter.name
        );
        report.add(Code::UnsupportedParameter, parameter.place, message);
        supported = false;
    }
    supported
}

fn bodies_are_supported(operation: &document::Operation<'_>, report: &mut Report<'_>) -> bool {
    let request = operation.body.iter().map(|body| &body.content);
    let responses = operation.responses.iter().map(|response| &response.content);
    let mut supported = true;
    for content in request.chain(responses) {
        for media in content
            .iter()
            .filter(|media| !is_json(media.name) || content.len() > 1)
        {
            let message = if is_json(media.name) {
                "a body of one media type out of several is not built yet: the operation is left out".to_owned()
            } else {
                format!(
                    "bodies of `{}` are not built yet: the operation is left out",
                    media.name
                )
            };
            report.add(Code::UnsupportedBody, media.place, message);
            supported = false;
        }
    }
    supported
}

fn responses_are_valid(operation: &document::Operation<'_>, report: &mut Report<'_>) -> bool {
    let mut valid = true;
    let mut known = Vec::new();
    for response in &operation.responses {
        let status = status(response.status);
        if status.is_some() && known.contains(&status) {
            let message = format!("another response is for the status `{}`", response.status);
            report.add(Code::InvalidValue, response.place, message);
            valid = false;
        }
        known.push(status);
        if status.is_none() {
            let message = format!(
                "`{}` is no status: 200, 2XX and default are",
                response.status
            );
            report.add(Code::InvalidValue, response.place, message);
            valid = false;
        }
    }
    if operation.responses.is_empty() && !operation.broken {
        report.add(
            Code::MissingKeyword,
            operation.place,
            "an operation needs `responses`, with one at least",
        );
        valid = false;
    }
    valid
}

/// Whether a media type is JSON (RFC 6839 §3.1); its parameters do not matter.
fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
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

/// Names the operations. One without `operationId` is named after its method and path.
pub fn names(
    operations: &[&document::Operation<'_>],
    report: &mut Report<'_>,
) -> Vec<OperationNames> {
    let ids = operations.iter().map(|operation| match operation.id {
        Some((id, _)) => id.to_owned(),
        None => {
            let id = format!(
                "{} {}",
                operation.method.to_ascii_lowercase(),
                operation.path
            );
            let message = format!(
                "the operation has no `operationId`; it is named `{}`",
                value_name(&id)
            );
            report.add(Code::MissingOperationId, operation.place, message);
            value_name(&id)
        }
    });
    names::operations(ids.collect())
}

/// Makes the operations, once every type has its name.
pub fn lower(
    operations: &[&document::Operation<'_>],
    names: Vec<OperationNames>,
    types: &mut Types<'_>,
    security: &mut Securities<'_>,
    report: &mut Report<'_>,
) -> Vec<Operation> {
    // The functions of the validators that check what stands in an operation.
    let mut checks = Scope::default();
    let lowered = operations.iter().zip(names).map(|(operation, names)| {
        let mut arguments = Scope::with(ARGUMENTS);
        let (path, parameters) = path(
            operation,
            types,
            &mut arguments,
            (&names.method, &mut checks),
            report,
        );
        let body = operation.body.as_ref().and_then(|body| {
            let ty = json_ty(&body.content, Way::Request, types, report)?;
            Some(Body {
                name: arguments.claim("body".to_owned()),
                optional: !body.required,
                ty,
                check: checks.claim(format!("{}_body", names.method)),
            })
        });
        let (successes, errors) = responses(operation, types, report);
        Operation {
            name: names.method,
            constant: names.constant,
            id: names.id,
            docs: docs(&[operation.summary, operation.description]),
            deprecated: operation.deprecated,
            method: operation.method.to_owned(),
            path,
            template: sent(operation.path).to_owned(),
            parameters,
            body,
            successes,
            success_name: names.success,
            errors,
            error_name: names.error,
            response_name: names.response,
            security: security.requirement(operation),
            refusals: Vec::new(),
        }
    });
    lowered.collect()
}

/// The names of an operation's method that its parameters must leave alone.
const ARGUMENTS: &[&str] = &["api", "call", "caller", "reply"];

fn path(
    operation: &document::Operation<'_>,
    types: &mut Types<'_>,
    arguments: &mut Scope,
    (method, checks): (&str, &mut Scope),
    report: &mut Report<'_>,
) -> (Vec<Segment>, Vec<Parameter>) {
    let mut segments = Vec::new();
    let mut parameters: Vec<Parameter> = Vec::new();
    for part in template(operation.path) {
        let name = match part {
            Ok(text) => {
                segments.push(Segment::Text(text.to_owned()));
                continue;
            }
            Err(name) => name,
        };
        if let Some(index) = parameters
            .iter()
            .position(|parameter| parameter.wire == name)
        {
            segments.push(Segment::Parameter(index));
            continue;
        }
        let declared = operation.parameters.iter().find(|parameter| {
            parameter.location == ParameterLocation::Path && parameter.name == name
        });
        let Some((declared, schema)) =
            declared.and_then(|declared| Some((declared, declared.schema?)))
        else {
            continue;
        };
        segments.push(Segment::Parameter(parameters.len()));
        parameters.push(Parameter {
            name: arguments.claim(value_name(name)),
            wire: name.to_owned(),
            docs: docs(&[declared.description]),
            ty: types.ty(schema, Way::Request, report),
            check: checks.claim(format!("{method}_{}", value_name(name))),
        });
    }
    (segments, parameters)
}

fn json_ty(
    content: &[MediaType<'_>],
    way: Way,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Option<Ty> {
    let media = content.first()?;
    Some(
        media
            .schema
            .map_or(Ty::Any, |schema| types.ty(schema, way, report)),
    )
}

/// The declared responses, those of success apart from errors, exact statuses before ranges.
fn responses(
    operation: &document::Operation<'_>,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> (Vec<Response>, Vec<Response>) {
    let mut scope = Scope::with(&["Undeclared"]);
    let mut all = Vec::new();
    for response in &operation.responses {
        let Some(status) = status(response.status) else {
            continue;
        };
        all.push(Response {
            variant: scope.claim(response_name(response.status)),
            status,
            docs: docs(&[response.description]),
            body: json_ty(&response.content, Way::Response, types, report),
        });
    }
    all.sort_by_key(|response| response.status);
    let only_default = all.iter().all(|response| !is_success(response.status));
    // With nothing but `default`, that is what success looks like as well.
    all.into_iter().partition(|response| {
        is_success(response.status) || (only_default && response.status == Status::Default)
    })
}

fn is_success(status: Status) -> bool {
    match status {
        Status::Code(code) => (100..400).contains(&code),
        Status::Range(digit) => (1..4).contains(&digit),
        Status::Default => false,
    }
}
