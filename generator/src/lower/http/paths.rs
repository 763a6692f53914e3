//! Path templates: their parts, their faults, and whether a server can distinguish them.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document;
use crate::document::{ParameterLocation, Place};
use crate::lower::limits::MAX_REQUIRED_PARAMETERS;
use crate::lower::report::Report;
use crate::model::Reason;

/// The path of a request, without the fragment that distinguishes operations in the description.
fn without_fragment(path: &str) -> &str {
    path.split('#').next().unwrap_or_default()
}

/// The parts of a path template: `Ok` is text, `Err` a name between braces.
pub fn template(path: &str) -> Vec<Result<&str, &str>> {
    let mut parts = Vec::new();
    let mut rest = without_fragment(path);
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

/// The parameters of an operation, reconciled with its path: without those that are not in it, and with
/// those that are not declared.
pub fn parameters<'a>(
    operation: &document::Operation<'a>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) -> Vec<document::Parameter<'a>> {
    let mut parameters = operation.parameters.clone();
    let parts = template(operation.path);
    let is_brace = |text: &str| text.contains(['{', '}']);
    if parts.iter().any(|part| part.is_ok_and(is_brace)) {
        let message = format!("unbalanced braces in path `{}`", operation.path);
        let place = operation.path_place;
        reasons.push(report.skip_operation(Code::InvalidValue, None, place, message));
        return parameters;
    }
    let in_path = ParameterLocation::Path;
    let names: Vec<&str> = parts.into_iter().filter_map(Result::err).collect();
    if names.len() > MAX_REQUIRED_PARAMETERS {
        let message = format!("more than {MAX_REQUIRED_PARAMETERS} parameters in the path");
        let place = operation.path_place;
        reasons.push(report.skip_operation(Code::UnsupportedParameter, None, place, message));
        return parameters;
    }
    let is_in_path = |parameter: &document::Parameter<'_>| {
        parameter.location != in_path || names.iter().any(|name| is_named(parameter, name))
    };
    for parameter in parameters.iter().filter(|it| !is_in_path(it)) {
        let message = format!(
            "path `{}` has no parameter `{}`",
            operation.path, parameter.name
        );
        report.add(Code::UnusedPathParameter, parameter.place, message);
    }
    parameters.retain(is_in_path);
    // A broken parameter may be the one that is missing.
    if !operation.errors.is_empty() {
        return parameters;
    }
    for name in names {
        let mut declared = parameters.iter();
        if declared.any(|it| it.location == in_path && is_named(it, name)) {
            continue;
        }
        let message = format!(
            "path parameter `{name}` is not declared for {}: it is a string",
            operation.method
        );
        report
            .add(Code::UndeclaredPathParameter, operation.path_place, message)
            .help = Some(format!(
            "add a parameter with `name: {name}` and `in: path`"
        ));
        let parameter = document::Parameter::string(operation.path_place, name, in_path);
        parameters.push(parameter);
    }
    parameters
}

/// Whether a parameter is the one of a template. Some authors write the operators of RFC 6570 into
/// the braces, for which OpenAPI has `style` and `explode`.
pub fn is_named(parameter: &document::Parameter<'_>, name: &str) -> bool {
    let plain = name.trim_start_matches(['.', ';', '+', '/']);
    parameter.name == name || parameter.name == plain.trim_end_matches('*')
}

/// The routes of the operations so far.
#[derive(Default)]
pub struct Routes {
    known: HashMap<(String, String), Place>,
}

impl Routes {
    /// Whether an operation is the first one for its route; reports a second one.
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
            "`{} {}` matches the requests of another operation, which the server calls",
            operation.method, operation.path
        );
        report
            .add(Code::AmbiguousPath, operation.path_place, message)
            .related
            .push((first, "the other operation".to_owned()));
        false
    }
}
