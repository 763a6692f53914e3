//! Path templates: their parts, what is wrong with them, and which of them a server can tell apart.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document;
use crate::document::{ParameterLocation, Place};
use crate::lower::limits::MAX_REQUIRED_PARAMETERS;
use crate::lower::report::Report;
use crate::model::Reason;

/// The path of a request: what follows a `#` tells operations apart in the description only.
fn sent(path: &str) -> &str {
    path.split('#').next().unwrap_or_default()
}

/// The parts of a path template: text, and the names between braces.
pub fn template(path: &str) -> Vec<Result<&str, &str>> {
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

/// Brings the parameters of an operation in line with its path: one that the path does not hold
/// goes, and a variable that none declares becomes one.
pub fn select(
    operation: &mut document::Operation<'_>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    let parts = template(operation.path);
    let is_brace = |text: &str| text.contains(['{', '}']);
    if parts.iter().any(|part| part.is_ok_and(is_brace)) {
        let message = format!("the braces of the path `{}` do not match", operation.path);
        let place = operation.path_place;
        reasons.push(report.leave_out(Code::InvalidValue, None, place, message));
        return;
    }
    let in_path = ParameterLocation::Path;
    let names: Vec<&str> = parts.into_iter().filter_map(Result::err).collect();
    if names.len() > MAX_REQUIRED_PARAMETERS {
        let message = format!("the path has more than {MAX_REQUIRED_PARAMETERS} parameters");
        let place = operation.path_place;
        reasons.push(report.leave_out(Code::UnsupportedParameter, None, place, message));
        return;
    }
    let is_held = |parameter: &document::Parameter<'_>| {
        parameter.location != in_path || names.iter().any(|name| is_it(parameter, name))
    };
    for parameter in operation.parameters.iter().filter(|it| !is_held(it)) {
        let message = format!(
            "the path `{}` does not hold the parameter `{}`",
            operation.path, parameter.name
        );
        report.add(Code::UnusedPathParameter, parameter.place, message);
    }
    operation.parameters.retain(is_held);
    // With a broken parameter it cannot be known what is declared.
    if !operation.errors.is_empty() {
        return;
    }
    for name in names {
        let mut declared = operation.parameters.iter();
        if declared.any(|it| it.location == in_path && is_it(it, name)) {
            continue;
        }
        let message = format!(
            "the path has a parameter `{name}` that {} does not declare: it is a string",
            operation.method
        );
        report
            .add(Code::UndeclaredPathParameter, operation.path_place, message)
            .help = Some(format!(
            "add a parameter with `name: {name}` and `in: path`"
        ));
        let parameter = document::Parameter::string(operation.path_place, name, in_path);
        operation.parameters.push(parameter);
    }
}

/// Whether a parameter is the one of a template. Some write the operators of RFC 6570 into the
/// braces, which OpenAPI says with `style` and `explode`.
pub fn is_it(parameter: &document::Parameter<'_>, name: &str) -> bool {
    let plain = name.trim_start_matches(['.', ';', '+', '/']);
    parameter.name == name || parameter.name == plain.trim_end_matches('*')
}

/// The requests that operations are for, by what a server can see of them.
#[derive(Default)]
pub struct Requests {
    known: HashMap<(String, String), Place>,
}

impl Requests {
    /// Whether no operation before is for the same requests; another is reported.
    pub fn is_new(
        &mut self,
        operation: &document::Operation<'_>,
        base: &str,
        report: &mut Report<'_>,
    ) -> bool {
        let parts = template(operation.path).into_iter();
        let shape: String = parts.map(|part| part.unwrap_or("{}")).collect();
        let key = (operation.method.to_owned(), format!("{base}{shape}"));
        let Some(first) = self.known.get(&key) else {
            self.known.insert(key, operation.place);
            return true;
        };
        let first = report.document.places.shown(*first);
        let message = format!(
            "a request for `{} {}` is one for another operation, too: the server answers with that",
            operation.method, operation.path
        );
        report
            .add(Code::AmbiguousPath, operation.path_place, message)
            .related
            .push((first, "this one".to_owned()));
        false
    }
}
