//! Fragments of descriptions, what they become, and what is reported of them.

mod documents;
mod schemas;
mod swagger;
mod up;

use std::path::Path;

use crate::convert::tables::{Kind, Object};
use crate::convert::{Target, nodes, tables};
use crate::source::{Node, parse};

const HEAD: &str = "info: {title: t, version: '1'}\npaths: {}\n";

/// A text as a node.
fn node(text: &str) -> Node {
    let tree = parse(Path::new("t"), text.to_owned()).expect("it can be read");
    tree.files.into_iter().next().expect("it is there").root
}

/// The entry of a node at some keys.
fn at<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    keys.iter().try_fold(node, |node, key| node.get(key))
}

/// Converts a description, and returns the diagnostics as `POINTER: MESSAGE`, without what all messages
/// start with.
fn converted(text: &str, target: Target) -> (Node, Vec<String>) {
    let (root, found) = nodes(&node(text), target);
    let start = format!("OpenAPI {target} has no ");
    let found = found.into_iter().map(|it| {
        let message = it.message.strip_prefix(&start).unwrap_or(&it.message);
        format!("{}: {message}", it.location.pointer)
    });
    (root, found.collect())
}

/// Checks what a part of a description becomes.
#[track_caller]
fn check(text: &str, target: Target, keys: &[&str], expected: &str, diagnostics: &[&str]) {
    let (root, found) = converted(text, target);
    let written = at(&root, keys).map(Node::to_json);
    let expected = (!expected.is_empty()).then(|| node(expected).to_json());
    assert_eq!(written, expected, "{text}");
    assert_eq!(found, diagnostics, "{text}");
}

/// Checks what schemas become, and what is reported of them, below the schema.
#[track_caller]
fn check_schemas(version: &str, target: Target, cases: &[(&str, &str, &[&str])]) {
    for (schema, expected, diagnostics) in cases {
        let (key, section) = match version {
            "2.0" => ("swagger", "definitions: {S: "),
            _ => ("openapi", "components: {schemas: {S: "),
        };
        let end = if version == "2.0" { "}" } else { "}}" };
        let text = format!("{key}: '{version}'\n{HEAD}{section}{schema}{end}\n");
        let base = if version == "2.0" {
            "/definitions/S"
        } else {
            "/components/schemas/S"
        };
        let diagnostics: Vec<String> = diagnostics.iter().map(|it| format!("{base}{it}")).collect();
        let diagnostics: Vec<&str> = diagnostics.iter().map(String::as_str).collect();
        let keys = ["components", "schemas", "S"];
        check(&text, target, &keys, expected, &diagnostics);
    }
}

/// What stands in for an object is one, or every object around it would be refused.
#[test]
fn stubs_are_accepted() {
    let mut open = vec![&tables::DESCRIPTION];
    let mut seen: Vec<&'static Object> = Vec::new();
    while let Some(table) = open.pop() {
        if seen.iter().any(|it| std::ptr::eq(*it, table)) {
            continue;
        }
        seen.push(table);
        if let Some(stub) = table.stub {
            assert_eq!((table.check)(stub), Ok(()), "{}", table.name);
        }
        let fields = table.fields.iter().chain(table.shared);
        for kind in fields.map(|field| field.kind).chain(table.rest) {
            match kind {
                Kind::One(inner) | Kind::List(inner) | Kind::Map(inner) => open.push(inner),
                Kind::Schema | Kind::Schemas => open.push(&tables::SCHEMA),
                _ => {}
            }
        }
    }
    assert!(seen.len() > 20, "{}", seen.len());
}
