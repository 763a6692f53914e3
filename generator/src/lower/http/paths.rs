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

/// The parts of a path template: `Ok` is text, `Err` a name between braces. An expression for query
/// parameters (`{?page,limit}`, RFC 6570 §3.2.8) is left out: the operation declares these parameters.
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
        if query_expression(name).is_none() {
            parts.push(Err(name));
        }
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Ok(rest));
    }
    parts
}

/// The list of names in an expression for query parameters; `None` for the name of a path parameter,
/// which may start with the same characters.
fn query_expression(text: &str) -> Option<&str> {
    let names = text.strip_prefix(['?', '&'])?;
    let is_name = |name: &str| {
        let is_letter = |each: char| each.is_alphanumeric() || "_-.%$[]".contains(each);
        !name.is_empty() && name.chars().all(is_letter)
    };
    names
        .split(',')
        .all(|name| is_name(name.trim_end_matches('*')))
        .then_some(names)
}

/// The names in the expressions of a path for query parameters.
fn query_names(path: &str) -> impl Iterator<Item = &str> {
    let expressions = without_fragment(path).split('{').skip(1);
    let expressions = expressions.filter_map(|text| Some(text.split_once('}')?.0));
    expressions
        .filter_map(query_expression)
        .flat_map(|names| names.split(','))
        .map(|name| name.trim_end_matches('*'))
}

/// The query of a path, as pairs of name and value, each in its parts.
fn query(path: &str) -> Vec<(String, Vec<Result<&str, &str>>)> {
    let mut pairs: Vec<(String, Vec<Result<&str, &str>>)> = Vec::new();
    let (mut is_query, mut is_value) = (false, false);
    for part in template(path) {
        let Ok(mut text) = part else {
            match pairs.last_mut() {
                Some((_, value)) if is_value => value.push(part),
                Some((name, _)) if is_query => name.push_str("{}"),
                _ => {}
            }
            continue;
        };
        if !is_query {
            let Some((_, query)) = text.split_once('?') else {
                continue;
            };
            (is_query, text) = (true, query);
            pairs.push(Default::default());
        }
        for (index, text) in text.split('&').enumerate() {
            if index > 0 {
                pairs.push(Default::default());
                is_value = false;
            }
            let Some((name, value)) = pairs.last_mut() else {
                continue;
            };
            let text = match text.split_once('=') {
                Some((start, rest)) if !is_value => {
                    name.push_str(start);
                    is_value = true;
                    rest
                }
                _ if is_value => text,
                _ => {
                    name.push_str(text);
                    continue;
                }
            };
            value.extend((!text.is_empty()).then_some(Ok(text)));
        }
    }
    pairs
}

/// Reconciles the query of a path with the parameters: a parameter whose value the path fixes is not a
/// parameter of the operation.
fn reconcile_query(
    operation: &document::Operation<'_>,
    parameters: &mut Vec<document::Parameter<'_>>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    let in_query = |parameter: &document::Parameter<'_>, name: &str| {
        parameter.location == ParameterLocation::Query && parameter.name == name
    };
    for name in query_names(operation.path) {
        if !parameters.iter().any(|it| in_query(it, name)) {
            let message = format!(
                "query parameter `{name}` in the path is not declared for {}: it is ignored",
                operation.method
            );
            report
                .add(Code::UndeclaredPathParameter, operation.path_place, message)
                .help = Some(format!(
                "add a parameter with `name: {name}` and `in: query`"
            ));
        }
    }
    for (name, value) in query(operation.path) {
        if name.contains('{') || (value.len() > 1 && value.iter().any(Result::is_err)) {
            let message = format!(
                "expected the query of path `{}` to be pairs of a name and a value or a parameter",
                operation.path
            );
            let place = operation.path_place;
            reasons.push(report.skip_operation(Code::InvalidValue, None, place, message));
            return;
        }
        for parameter in parameters.iter().filter(|it| in_query(it, &name)) {
            let message = format!(
                "query parameter `{name}` has its value in path `{}`: it is ignored",
                operation.path
            );
            report.add(Code::IgnoredParameter, parameter.place, message);
        }
        parameters.retain(|it| !in_query(it, &name));
    }
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
    reconcile_query(operation, &mut parameters, reasons, report);
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

#[cfg(test)]
mod tests {
    use super::{query_names, template};

    #[test]
    fn expressions_for_query_parameters_are_no_path_parameters() {
        for (path, parts, names) in [
            ("/a{?page,limit*}", vec![Ok("/a")], vec!["page", "limit"]),
            ("/a?b=c{&page}", vec![Ok("/a?b=c")], vec!["page"]),
            ("/a/{&b *b}", vec![Ok("/a/"), Err("&b *b")], vec![]),
            ("/a/{?}", vec![Ok("/a/"), Err("?")], vec![]),
        ] {
            assert_eq!(template(path), parts, "{path}");
            assert_eq!(query_names(path).collect::<Vec<_>>(), names, "{path}");
        }
    }
}
