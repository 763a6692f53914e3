//! Webhooks and callbacks: the operations that the API calls, and the paths at which they are received.

pub mod selector;

use std::collections::HashSet;

use crate::diagnostic::Code;
use crate::document::{self, Document, Origin, ParameterLocation, Place};
use crate::lower::http::paths;
use crate::lower::name::operations::OperationNames;
use crate::lower::report::Report;
use crate::model::{Callback, Webhook};

/// The operations of paths, then those of webhooks and callbacks. A callback that several operations
/// refer to is one.
pub fn all<'a>(document: &'a Document<'a>) -> Vec<&'a document::Operation<'a>> {
    let mut known = HashSet::new();
    let webhooks = document.webhooks.iter().filter(|it| {
        let name = match it.origin {
            Origin::Callback(name, _) => name,
            Origin::Path | Origin::Webhook => "",
        };
        // A reference gives its target a place of its own, at the same location.
        let location = document.places.location(it.place);
        known.insert((location.file, location.pointer, it.path, name))
    });
    document.operations.iter().chain(webhooks).collect()
}

/// The parameters of a webhook or a callback, whose address has none.
pub fn parameters<'a>(
    operation: &document::Operation<'a>,
    report: &mut Report<'_>,
) -> Vec<document::Parameter<'a>> {
    let mut parameters = operation.parameters.clone();
    parameters.retain(|parameter| {
        let is_in_path = parameter.location == ParameterLocation::Path;
        if is_in_path {
            let message = format!(
                "ignoring the path parameter `{}`: `{}` is no path",
                parameter.name, operation.path
            );
            report.add(Code::UnusedPathParameter, parameter.place, message);
        }
        !is_in_path
    });
    if let Some(server) = operation.servers.first() {
        let message = "`servers` has no effect: a webhook is sent to the address of its subscriber";
        report.add(Code::UnsupportedServer, server.place, message);
    }
    parameters
}

/// The operations so far, with their names and where they are received.
#[derive(Default)]
pub struct Targets {
    /// The ids of the operations, which callbacks are of.
    ids: Vec<(Place, String)>,
    taken: HashSet<(String, String)>,
}

impl Targets {
    /// The path at which an operation is received, if the API calls it.
    pub fn find(
        &mut self,
        operation: &document::Operation<'_>,
        names: &OperationNames,
    ) -> Option<(String, Webhook)> {
        self.ids.push((operation.place, names.id.clone()));
        let (name, callback) = match operation.origin {
            Origin::Path => return None,
            Origin::Webhook => (operation.path, None),
            Origin::Callback(name, of) => {
                let mut ids = self.ids.iter();
                let found = ids.find(|(place, _)| *place == of);
                let callback = Callback {
                    operation: found.map_or_else(String::new, |(_, id)| id.clone()),
                    expression: operation.path.to_owned(),
                };
                (name, Some(callback))
            }
        };
        let rest = match callback {
            Some(_) => rest(operation.path),
            None => String::new(),
        };
        let mut path = format!("/{}{rest}", segment(name).unwrap_or(&names.method));
        let mut method = names.method.clone();
        while !self.is_free(operation.method, &path) {
            path = format!("/{method}{rest}");
            method.push('_');
        }
        let webhook = Webhook {
            name: name.to_owned(),
            callback,
        };
        Some((path, webhook))
    }

    /// Takes a path for a method, if no other operation has it.
    fn is_free(&mut self, method: &str, path: &str) -> bool {
        let parts = paths::template(path).into_iter();
        let shape: String = parts.map(|part| part.unwrap_or("{}")).collect();
        self.taken.insert((method.to_owned(), shape))
    }
}

/// A name as a segment of a path, if it is one that needs no escape.
fn segment(name: &str) -> Option<&str> {
    let is_plain = |each: char| each.is_ascii_alphanumeric() || "-_.~".contains(each);
    let is_segment = name.chars().all(is_plain) && name.chars().any(|each| each != '.');
    is_segment.then_some(name)
}

/// The path that a runtime expression has behind its first part, which is the address that the
/// subscriber gave: `/done` of `{$request.body#/url}/done`. A segment with another expression is any
/// text (OAS 3.1 §4.8.20.4).
fn rest(expression: &str) -> String {
    let behind = expression.strip_prefix("{$");
    let behind = behind.and_then(|text| Some(text.split_once('}')?.1));
    // What is in braces has slashes, and the like, of its own.
    let mut in_braces = false;
    let plain = behind.unwrap_or_default().chars().filter(|each| {
        let is_inside = in_braces && *each != '}';
        in_braces = (in_braces || *each == '{') && *each != '}';
        !is_inside
    });
    let plain: String = plain.collect();
    let path = plain.split(['?', '#']).next();
    let segments = path.unwrap_or_default().split('/').skip(1).enumerate();
    let segments = segments.map(|(index, text)| match text {
        "" => "/".to_owned(),
        text => match segment(text) {
            Some(text) => format!("/{text}"),
            None => format!("/{{segment{index}}}"),
        },
    });
    segments.collect()
}

#[cfg(test)]
mod tests {
    use super::rest;

    #[test]
    fn the_path_behind_an_address_is_that_of_the_receiver() {
        for (expression, expected) in [
            ("{$request.body#/url}", ""),
            ("$request.body#/url", ""),
            ("{$request.query.url}/data", "/data"),
            ("{$request.query.url}/data/?a=b", "/data/"),
            ("{$url}/{$request.path.id}/done", "/{segment0}/done"),
            ("{$url}/{$request.body#/a/id}/done?b", "/{segment0}/done"),
            ("http://example.org/a?id={$request.body#/id}", ""),
            ("{$request.body#/url}?event=done", ""),
            ("{$request.body#/url", ""),
        ] {
            assert_eq!(rest(expression), expected, "{expression}");
        }
    }
}
