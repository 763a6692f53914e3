//! Faults: each document of `specs/faults` beside the exact diagnostics that it must give.
//!
//! `OASMITH_BLESS=1` rewrites the expected texts.

use std::fmt::Write;
use std::path::{Path, PathBuf};

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

/// The same with every component, and with the overlay beside the document if there is one.
fn generate_with_overlay(path: &Path, text: String) -> Result<Generated, Report> {
    let name = path.file_name().expect("it has a name");
    let overlay = Path::new("../specs/faults")
        .join(name)
        .with_extension("overlay");
    let config = Config {
        prune: false,
        overlays: overlay.exists().then_some(overlay).into_iter().collect(),
        ..Config::default()
    };
    oasmith::generate_text(Path::new(name), text, &config)
}

/// What a run says: all diagnostics, and what became of the operations.
fn rendered(outcome: &Result<Generated, Report>) -> String {
    let report = match outcome {
        Ok(generated) => &generated.report,
        Err(report) => report,
    };
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
        // The documents are short and declare no errors: one of them is about that, and nothing else.
        if diagnostic.code == Code::MissingError && report.diagnostics.len() > 1 {
            continue;
        }
        text.push_str(&report.render(diagnostic, oasmith::Style::Plain));
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
            let skipped = generated.api.skipped.len();
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
                .is_some_and(|extension| extension != "stderr" && extension != "overlay")
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
        let actual = rendered(&generate_with_overlay(path, text));
        let expected = path.with_extension("stderr");
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
fn every_expected_text_has_one_document() {
    let mut documents: Vec<_> = documents()
        .iter()
        .map(|path| path.with_extension("stderr"))
        .collect();
    let count = documents.len();
    documents.dedup();
    assert_eq!(documents.len(), count, "two documents share a name");
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "stderr")
        {
            assert!(documents.contains(&path), "{path:?}");
        }
    }
}

/// The codes of a run that has an error at least.
fn refused(name: &str, text: String) -> Vec<Code> {
    let report = match generate(name, text) {
        Ok(generated) => generated.report,
        Err(report) => report,
    };
    assert!(report.count(Severity::Error) > 0, "{name} is refused");
    let rendered: usize = report
        .diagnostics
        .iter()
        .map(|diagnostic| report.render(diagnostic, oasmith::Style::Plain).len())
        .sum();
    assert!(rendered < 2_000, "{name}: no long line is shown in full");
    let diagnostics = report.diagnostics.iter();
    diagnostics.map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn ten_thousand_levels_are_refused() {
    let deep = |open: &str, inside: &str, close: &str| {
        format!("{}{inside}{}", open.repeat(10_000), close.repeat(10_000))
    };
    let block: String = (0..10_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    for (name, text) in [
        ("arrays.json", deep("[", "1", "]")),
        ("objects.json", deep("{\"a\":", "1", "}")),
        ("open.json", deep("[", "", "")),
        ("flow.yaml", format!("a: {}", deep("[", "1", "]"))),
        (
            "flow-objects.yaml",
            format!("a: {}", deep("{a: ", "1", "}")),
        ),
        ("sequences.yaml", deep("- ", "1", "")),
        ("block.yaml", block),
    ] {
        assert_eq!(refused(name, text), [Code::Syntax], "{name}");
    }
}

#[test]
fn depth_up_to_the_bound_is_read() {
    let nested = |depth| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}}, "paths": {{}}, "x-a": {open}{close}}}"#
        )
    };
    for name in ["t.json", "t.yaml"] {
        let generated = generate(name, nested(100)).expect("it is a description");
        assert!(generated.report.diagnostics.is_empty(), "{name}");
        assert_eq!(refused(name, nested(200)), [Code::Syntax], "{name}");
    }
}

#[test]
fn ten_thousand_levels_of_a_pattern_are_not_enforced() {
    let pattern = format!("{}{}", "(".repeat(10_000), ")".repeat(10_000));
    let generated = generate("t.yaml", pattern_document(&pattern)).expect("it is a warning");
    let diagnostics = generated.report.diagnostics.iter();
    let codes: Vec<_> = diagnostics.map(|diagnostic| diagnostic.code).collect();
    assert!(codes.contains(&Code::UnsupportedConstraint), "{codes:?}");
}

#[test]
fn twenty_thousand_alternatives_of_a_pattern_are_read_or_refused() {
    let alternatives: Vec<_> = (0..20_000).map(|index| format!("a{index}")).collect();
    let outcome = generate("t.yaml", pattern_document(&alternatives.join("|")));
    assert!(outcome.is_ok());
}

fn pattern_document(pattern: &str) -> String {
    format!(
        r#"openapi: 3.0.3
info: {{title: t, version: "1"}}
paths:
  /t:
    post:
      operationId: t
      requestBody:
        content:
          application/json:
            schema: {{type: object, properties: {{a: {{type: string, pattern: "{pattern}"}}}}}}
      responses: {{"204": {{description: x}}, default: {{description: x}}}}
"#
    )
}

#[test]
fn merge_keys_are_bounded() {
    let keys: String = (0..30_000).map(|key| format!("  k{key}: 1\n")).collect();
    let merges: String = (0..30)
        .map(|merge| format!("x-{merge}: {{<<: *a}}\n"))
        .collect();
    let outcome = generate("t.yaml", format!("x-a: &a\n{keys}{merges}"));
    assert!(outcome.is_err(), "it is no description");
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let text = "\u{feff}openapi: 3.0.3\ninfo: {title: t, version: \"1\"}\npaths: []\n";
    let generated = generate("t.yaml", text.to_owned()).expect("it is a description");
    let spans: Vec<_> = generated
        .report
        .diagnostics
        .iter()
        .map(|diagnostic| {
            diagnostic
                .location
                .span
                .map(|span| (span.line, span.column))
        })
        .collect();
    assert_eq!(spans, [Some((3, 1))]);
}

#[test]
fn lines_may_end_as_on_windows() {
    let text = "openapi: 3.0.3\r\ninfo: {title: t, version: \"1\"}\r\npaths: []\r\n";
    let report = generate("t.yaml", text.to_owned())
        .expect("it is a description")
        .report;
    assert_eq!(
        report.render(&report.diagnostics[0], oasmith::Style::Plain),
        "warning[wrong-type]: expected `paths` to be an object, found an array\n --> t.yaml:3:1 at /paths\n  |\n3 | paths: []\n  | ^^^^^\n"
    );
}
