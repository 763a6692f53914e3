//! Adversarial input → a [`Document`](crate::document::Document) or diagnostics, without
//! overflowing the stack. A test that takes minutes shows quadratic work; `oasmith-corpus extremes`
//! has a time limit.

use std::fmt::Write;
use std::path::Path;

use crate::diagnostic::Code;
use crate::source::{self, Folder};

const HEAD: &str = r#"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "#;

/// Reads a text: how many schemas and operations it has, and the codes of the diagnostics.
fn read(name: &str, text: String) -> (usize, usize, Vec<Code>) {
    match source::parse(Path::new(name), text) {
        Err(diagnostics) => (0, 0, codes(&diagnostics)),
        Ok(tree) => match crate::document::read(&tree) {
            Err(diagnostics) => (0, 0, codes(&diagnostics)),
            Ok((document, found)) => (
                document.schemas.len(),
                document.operations.len(),
                found.iter().map(|found| found.diagnostic.code).collect(),
            ),
        },
    }
}

fn codes(diagnostics: &[crate::diagnostic::Diagnostic]) -> Vec<Code> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

/// An object with an entry for each number, and a last one.
fn entries(count: usize, entry: impl Fn(usize) -> String, last: &str) -> String {
    let mut text = String::from("{");
    for number in 0..count {
        writeln!(text, "{},", entry(number)).expect("it is a string");
    }
    text + last + "}"
}

#[test]
fn a_hundred_thousand_references_between_schemas() {
    let refer = |at: usize| {
        format!(
            "\"S{at}\": {{\"$ref\": \"#/components/schemas/S{}\"}}",
            at + 1
        )
    };
    let schemas = entries(100_000, refer, "\"S100000\": true");
    let text = format!("{HEAD}\"components\": {{\"schemas\": {schemas}}}}}");
    assert_eq!(read("schemas.json", text), (100_001, 0, vec![]));
}

#[test]
fn a_hundred_thousand_references_between_parameters() {
    let refer = |at: usize| {
        format!(
            "\"P{at}\": {{\"$ref\": \"#/components/parameters/P{}\"}}",
            at + 1
        )
    };
    for (last, schemas, codes) in [
        (
            r#""P100000": {"name": "a", "in": "query", "schema": {}}"#,
            1,
            vec![],
        ),
        // A hundred operations, each of which cannot do without it.
        (
            r##""P100000": {"$ref": "#/components/parameters/P50000"}"##,
            0,
            vec![Code::CyclicReference; 100],
        ),
    ] {
        let parameters = entries(100_000, refer, last);
        let path = |at: usize| {
            format!(
                r##""/p{at}": {{"get": {{"parameters": [{{"$ref": "#/components/parameters/P0"}}]}}}}"##
            )
        };
        let paths = entries(99, path, &path(99));
        let text =
            format!("{HEAD}\"paths\": {paths}, \"components\": {{\"parameters\": {parameters}}}}}");
        assert_eq!(read("parameters.json", text), (schemas, 100, codes));
    }
}

#[test]
fn a_million_values_and_a_million_properties() {
    let values: Vec<_> = (0..1_000_000)
        .map(|value| format!("\"v{value}\""))
        .collect();
    let text = format!(
        "{HEAD}\"components\": {{\"schemas\": {{\"T\": {{\"enum\": [{}]}}}}}}}}",
        values.join(",")
    );
    assert_eq!(read("values.json", text), (1, 0, vec![]));
    let property = |at: usize| format!("\"p{at}\": true");
    let properties = entries(1_000_000, property, "\"last\": true");
    let text = format!(
        "{HEAD}\"components\": {{\"schemas\": {{\"T\": {{\"properties\": {properties}}}}}}}}}"
    );
    assert_eq!(read("properties.json", text), (1_000_002, 0, vec![]));
}

#[test]
fn a_hundred_megabytes() {
    let long = "x".repeat(100 << 20);
    let text = format!("{HEAD}\"paths\": {{}}, \"x-long\": \"{long}\"}}");
    assert_eq!(read("long.json", text), (0, 0, vec![]));
    let long = "x".repeat(10 << 20);
    let text = format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n# {long}\n");
    assert_eq!(read("long.yaml", text), (0, 0, vec![]));
    let text = format!("[\"{long}");
    assert_eq!(read("not.json", text), (0, 0, vec![Code::Syntax]));
}

#[test]
fn aliases_and_anchors_are_bounded() {
    let long = "x".repeat(1 << 20);
    let aliases = "- *a\n".repeat(10_000);
    assert_eq!(
        read("text.yaml", format!("- &a {long}\n{aliases}")).2,
        [Code::Syntax]
    );
    // Ten anchors inside each other keep the same half of a million ten times.
    let inner = "1, ".repeat(500_000);
    let nested: String = (0..10).map(|at| format!("&a{at} [")).collect();
    let text = format!("{nested}{inner}{}", "]".repeat(10));
    assert_eq!(read("anchors.yaml", text).2, [Code::Syntax]);
    // Many small ones are fine.
    let many: String = (0..50_000)
        .map(|at| format!("- &a{at} {{a: 1}}\n- *a{at}\n"))
        .collect();
    assert_eq!(read("many.yaml", many).2, [Code::NotOpenApi]);
}

#[test]
fn a_chain_of_files() {
    let names: Vec<_> = (0..1_000).map(|at| format!("f{at}.yaml")).collect();
    let texts: Vec<_> = (1..=1_000)
        .map(|at| format!("$ref: f{at}.yaml\n"))
        .collect();
    let mut files: Vec<_> = names
        .iter()
        .map(String::as_str)
        .zip(texts.iter().map(String::as_str))
        .collect();
    files.push(("f1000.yaml", "type: string"));
    let first = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ncomponents: {schemas: {T: {$ref: f0.yaml}}}\n";
    files.push(("api.yaml", first));
    let folder = Folder::new(&files);
    let mut tree = source::read(&folder.path.join("api.yaml")).expect("it can be read");
    source::load(&mut tree, None).expect("there is a folder");
    assert_eq!(tree.files.len(), 1_002);
    let (document, diagnostics) = crate::document::read(&tree).expect("it is a description");
    assert_eq!((document.schemas.len(), diagnostics.len()), (1_002, 0));
}

#[test]
fn two_hundred_thousand_faults() {
    let property = |at: usize| format!("\"p{at}\": 1");
    let schemas = entries(200_000, property, "\"last\": 1");
    let text = format!("{HEAD}\"components\": {{\"schemas\": {schemas}}}}}");
    assert_eq!(read("errors.json", text).2.len(), 200_001);
    let duplicates = entries(200_000, |_| "\"a\": 1".to_owned(), "\"a\": 1");
    let text = format!("{HEAD}\"paths\": {{}}, \"x-a\": [{duplicates}]}}");
    assert_eq!(read("duplicates.json", text).2.len(), 200_000);
}
