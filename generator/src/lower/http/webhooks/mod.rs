//! Webhooks and callbacks: the operations that the API calls, and the paths at which they are received.

pub mod selector;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, FileId};
use crate::document::{self, Document, Origin, ParameterLocation, Place};
use crate::lower::http::paths;
use crate::lower::name::operations::OperationNames;
use crate::lower::report::Report;
use crate::model::{Callback, Webhook};

/// The operations of paths, then those of webhooks and callbacks. A callback that several operations
/// refer to is one.
pub fn all<'a>(document: &'a Document<'a>) -> Vec<&'a document::Operation<'a>> {
    let mut known = HashSet::new();
    let webhooks = document.webhooks.iter();
    let webhooks = webhooks.filter(|it| known.insert(key(document, it)));
    document.operations.iter().chain(webhooks).collect()
}

/// Where a webhook or a callback is declared: a reference gives its target a place of its own, at the
/// same location.
type Key<'a> = (FileId, String, &'a str, &'a str);

fn key<'a>(document: &Document<'_>, operation: &document::Operation<'a>) -> Key<'a> {
    let name = match operation.origin {
        Origin::Callback(name, _) => name,
        Origin::Path | Origin::Webhook => "",
    };
    let location = document.places.location(operation.place);
    (location.file, location.pointer, operation.path, name)
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

/// The names of webhooks and callbacks, and where they are received.
pub struct Targets<'a> {
    document: &'a Document<'a>,
    /// The ids of the operations so far, which callbacks are of.
    ids: HashMap<Place, String>,
    /// The operations that declare a callback.
    owners: HashMap<Key<'a>, Vec<Place>>,
    taken: HashSet<(String, String)>,
}

impl<'a> Targets<'a> {
    pub fn new(document: &'a Document<'a>) -> Self {
        let mut owners: HashMap<_, Vec<_>> = HashMap::new();
        for operation in &document.webhooks {
            if let Origin::Callback(_, of) = operation.origin {
                owners.entry(key(document, operation)).or_default().push(of);
            }
        }
        Self {
            document,
            ids: HashMap::new(),
            owners,
            taken: HashSet::new(),
        }
    }

    /// The path at which an operation is received, if the API calls it.
    pub fn find(
        &mut self,
        operation: &document::Operation<'a>,
        names: &OperationNames,
    ) -> Option<(String, Webhook)> {
        self.ids.insert(operation.place, names.id.clone());
        let (name, callback) = match operation.origin {
            Origin::Path => return None,
            Origin::Webhook => (operation.path, None),
            Origin::Callback(name, _) => {
                let owners = self.owners.get(&key(self.document, operation));
                let owners = owners.into_iter().flatten();
                let callback = Callback {
                    operations: owners.filter_map(|of| self.ids.get(of).cloned()).collect(),
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
