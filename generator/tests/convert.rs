//! Conversions of whole descriptions: what comes out is read again, and means the same.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::source::Node;
use oasmith::{Config, Converted, Description, Generated, Target, model};

const TARGETS: [Target; 2] = [Target::V3_0, Target::V3_1];

fn convert(description: Description, target: Target) -> Converted {
    let converted = oasmith::convert(description, target, &Config::default());
    converted.unwrap_or_else(|report| panic!("{:#?}", report.diagnostics))
}

/// The files of a folder that may be descriptions, but for the largest.
fn descriptions(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the corpus is there") {
        let entry = entry.expect("it can be read");
        let path = entry.path();
        let is_small = || entry.metadata().is_ok_and(|it| it.len() < 1_000_000);
        let is_known = |it: &std::ffi::OsStr| it == "json" || it == "yaml" || it == "yml";
        if path.is_dir() {
            descriptions(&path, found);
        } else if path.extension().is_some_and(is_known) && is_small() {
            found.push(path);
        }
    }
    found.sort();
}

/// What differs between a description and a converted one, if no diagnostic says so.
fn differences(
    path: &Path,
    original: &Generated,
    converted: &Converted,
    target: Target,
) -> Vec<String> {
    let mut found = Vec::new();
    let folder = path.parent().expect("it is in a folder");
    let text = converted.to_json();
    let again = Description::text(path, text.clone()).in_folder(folder);
    let read = match oasmith::generate(again.clone(), &Config::default()) {
        Ok(read) => read,
        Err(report) => return vec![format!("it cannot be read: {:?}", report.diagnostics)],
    };
    let before: HashSet<_> = original
        .report
        .diagnostics
        .iter()
        .map(|it| &it.message)
        .collect();
    let is_exact = converted.report.diagnostics.is_empty();
    for new in &read.report.diagnostics {
        if !before.contains(&new.message) {
            let at = &new.location.pointer;
            found.push(format!("{is_exact} {}: {} at {at}", new.code, new.message));
        }
    }
    let (before, after) = (model::print(&original.api), model::print(&read.api));
    if before != after {
        let lines = before
            .lines()
            .zip(after.lines())
            .find(|(old, new)| old != new);
        found.push(format!("{is_exact} another model: {lines:?}"));
    }
    let twice = convert(again, target);
    if twice.root != converted.root || !twice.report.diagnostics.is_empty() {
        let first = twice.report.diagnostics.first().map(|it| &it.message);
        found.push(format!("converted again, it is another one: {first:?}"));
    }
    if target == Target::V3_0
        && let Err(error) = serde_json::from_str::<openapiv3::OpenAPI>(&text)
    {
        found.push(format!("no `openapiv3::OpenAPI`: {error}"));
    }
    found
}

fn is_of(root: &Node, target: Target) -> bool {
    match root.get("openapi") {
        Some(Node::String(version)) => version.starts_with(&target.to_string()),
        _ => false,
    }
}

#[test]
#[ignore = "reads ../shared"]
fn the_corpus_means_the_same_in_other_versions() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut paths = Vec::new();
    for folder in ["edge", "swagger2", "real"] {
        descriptions(&corpus.join(folder), &mut paths);
    }
    let (mut wrong, mut converted, mut exact) = (Vec::new(), 0, 0);
    for path in &paths {
        let Ok(original) = oasmith::generate(Description::file(path), &Config::default()) else {
            for target in TARGETS {
                let outcome = oasmith::convert(Description::file(path), target, &Config::default());
                assert!(outcome.is_err(), "{}", path.display());
            }
            continue;
        };
        let tree = oasmith::source::read(path).expect("it was read before");
        let root = &tree.files[0].root;
        for target in TARGETS {
            let result = convert(Description::file(path), target);
            converted += 1;
            exact += usize::from(result.report.diagnostics.is_empty());
            let mut found = differences(path, &original, &result, target);
            if is_of(root, target) && result.report.diagnostics.is_empty() && result.root != *root {
                found.push("it was of that version, and has changed".to_owned());
            }
            let name = path.strip_prefix(&corpus).unwrap_or(path).display();
            wrong.extend(
                found
                    .into_iter()
                    .map(|it| format!("{name} to {target}: {it}")),
            );
        }
    }
    println!("{converted} converted, {exact} of them without a diagnostic");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(converted > 500, "{converted}");
}
