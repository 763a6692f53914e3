//! The descriptions of the corpus and their bundles.

use std::fs;
use std::path::{Path, PathBuf};

use oasmith::{Config, Description, generate};

use crate::support::{difference, node, same_texts};

/// Larger files take minutes without optimisation.
const MAX_SIZE: u64 = 2_000_000;

fn descriptions(folder: &Path, found: &mut Vec<PathBuf>, too_large: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        let extension = path.extension().and_then(|it| it.to_str());
        if path.is_dir() {
            descriptions(&path, found, too_large);
        } else if matches!(extension, Some("json" | "yaml" | "yml")) {
            match path.metadata().expect("it can be read").len() {
                ..=MAX_SIZE => found.push(path),
                _ => too_large.push(path),
            }
        }
    }
}

#[test]
#[ignore = "reads ../shared"]
fn the_code_of_a_bundle_is_that_of_the_description() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let (mut found, mut too_large) = (Vec::new(), Vec::new());
    for folder in ["edge", "real", "swagger2"] {
        descriptions(&corpus.join(folder), &mut found, &mut too_large);
    }
    let (mut compared, mut files) = (0, 0);
    let mut differences = Vec::new();
    for path in &found {
        let name = path
            .strip_prefix(&corpus)
            .unwrap_or(path)
            .display()
            .to_string();
        let Ok(bundled) = Description::file(path).bundle(&Config::default()) else {
            assert!(
                generate(path, &Config::default()).is_err(),
                "{name}: there is no bundle"
            );
            continue;
        };
        same_texts(&bundled, &name);
        let is_single = bundled
            .report
            .tree
            .as_ref()
            .is_some_and(|tree| tree.files.len() == 1);
        if is_single {
            let text = fs::read_to_string(path).expect("it can be read");
            assert!(
                node(&bundled.to_json()) == node(&text),
                "{name}: the nodes differ"
            );
        }
        files += usize::from(!is_single);
        let (expected, actual) = (
            generate(path, &Config::default()),
            generate(&bundled, &Config::default()),
        );
        match (expected, actual) {
            (Ok(expected), Ok(actual)) => {
                compared += 1;
                let difference = difference(&expected, &actual);
                differences.extend(difference.map(|it| format!("{name}: {it}")));
            }
            (expected, actual) => assert_eq!(expected.is_ok(), actual.is_ok(), "{name}"),
        }
    }
    println!("{compared} descriptions, {files} of several files; too large: {too_large:?}");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(compared >= 325 && files >= 14, "{compared}, {files}");
}
