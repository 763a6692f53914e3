//! Faults: each document of `specs/faults` beside the exact diagnostics that it must give.
//!
//! `OASMITH_BLESS=1` rewrites the expected texts.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oasmith::diagnostic::{Code, Severity};
use oasmith::{Config, Generated, Report};

/// Where the documents are. Diagnostics name a file as it was given, so none is given in full.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/faults")
}

/// Reads a text under a name, as the command line would.
fn generate(name: &str, text: String) -> Result<Generated, Report> {
    oasmith::generate_text(Path::new(name), text, &Config::default())
}

/// What a run says: all diagnostics, and what became of the operations.
fn rendered(outcome: &Result<Generated, Report>) -> String {
    let report = match outcome {
        Ok(generated) => &generated.report,
        Err(report) => report,
    };
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
        text.push_str(&report.render(diagnostic));
        text.push('\n');
    }
    // Writing to a string cannot fail.
    let _ = match outcome {
        Ok(generated) => {
            let names: Vec<_> = generated
                .api
                .operations
                .iter()
                .map(|operation| operation.name.as_str())
                .collect();
            let skipped = generated.api.skipped;
            writeln!(text, "emitted: [{}], skipped: {skipped}", names.join(", "))
        }
        Err(_) => writeln!(text, "nothing is emitted"),
    };
    text
}

fn documents() -> Vec<PathBuf> {
    let mut documents: Vec<_> = std::fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension != "stderr")
        })
        .collect();
    documents.sort();
    documents
}

#[test]
fn every_fault_gives_its_diagnostics() {
    let bless = std::env::var_os("OASMITH_BLESS").is_some();
    let mut different = Vec::new();
    let documents = documents();
    for path in &documents {
        let name = path.file_name().expect("it has a name").to_string_lossy();
        let text = std::fs::read_to_string(path).expect("it can be read");
        let actual = rendered(&generate(&name, text));
        // The kind stays in the name, as there may be a fault in YAML and one in JSON.
        let expected = path.with_file_name(format!("{name}.stderr"));
        if bless {
            std::fs::write(&expected, &actual).expect("it can be written");
        } else if std::fs::read_to_string(&expected).ok().as_ref() != Some(&actual) {
            different.push(format!("{name} gives\n{actual}"));
        }
    }
    assert!(documents.len() > 40, "the folder holds the documents");
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn every_expected_text_has_its_document() {
    let documents = documents();
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "stderr")
        {
            assert!(documents.contains(&path.with_extension("")), "{path:?}");
        }
    }
}
