//! The cases: what is committed of them is what the generator writes now, and says. It is not beside
//! what it checks, which may not compile until it is written anew.
//!
//! `OASMITH_BLESS=1` writes what differs instead, to be read before it is committed.

use std::path::{Path, PathBuf};

use oasmith::config::{Callers, Formats, Untyped};
use oasmith::diagnostic::Code;
use oasmith::{Config, Generated, write};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/src")
}

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/cases")
}

/// A case is about types, unless it has operations.
fn config(text: &str) -> Config {
    let has_operations = !text.contains("\npaths: {}") && text.contains("\npaths:");
    let serves = text.contains("\n# With client and server.");
    Config {
        client: serves,
        server: serves,
        explorer: text.contains("\n# With the explorer."),
        module: true,
        prune: has_operations,
        callers: match text.contains("\n# With callers of every operation.") {
            true => Callers::Always,
            false => Callers::Required,
        },
        untyped: match text.contains("\n# By the letter of JSON Schema.") {
            true => Untyped::Strict,
            false => Untyped::Infer,
        },
        formats: match text.contains("\n# By the letter of JSON Schema.") {
            true => Formats::Annotate,
            false => Formats::Assert,
        },
        support: Some("crate::support".parse().expect("it is a path")),
        ..Config::default()
    }
}

/// `07-null-or-absent.yaml` is the module `c07_null_or_absent`.
fn module_of(path: &Path) -> String {
    let stem = path.file_stem().expect("it has a name").to_string_lossy();
    format!("c{}", stem.replace('-', "_"))
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<_> = std::fs::read_dir(specs())
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    cases.sort();
    cases
}

/// Everything that a run says; nothing is a text that is not there.
fn said(generated: &Generated) -> String {
    let report = &generated.report;
    let texts: Vec<_> = report
        .diagnostics
        .iter()
        // The cases are short, and most of them declare no errors.
        .filter(|diagnostic| diagnostic.code != Code::MissingError)
        .map(|diagnostic| report.render(diagnostic, oasmith::Style::Plain))
        .collect();
    texts.join("\n")
}

fn check_text(path: &Path, actual: &str, bless: bool, different: &mut Vec<String>) {
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return;
    }
    if !bless {
        different.push(format!("{} is now\n{actual}", path.display()));
    } else if actual.is_empty() {
        std::fs::remove_file(path).expect("it can be removed");
    } else {
        std::fs::write(path, actual).expect("it can be written");
    }
}

fn check_files(folder: &Path, files: &[oasmith::File], bless: bool, different: &mut Vec<String>) {
    if bless {
        write::write(folder, files).expect("the folder can be written");
        return;
    }
    for change in write::compare(folder, files).expect("the folder can be read") {
        different.push(folder.join(change.path).display().to_string());
    }
}

#[test]
fn every_case_is_what_is_written_now() {
    let bless = std::env::var_os("OASMITH_BLESS").is_some();
    let mut different = Vec::new();
    let root = std::fs::read_to_string(folder().join("lib.rs")).expect("there is a lib.rs");
    for path in cases() {
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let config = config(&text);
        let name = path.file_name().expect("it has a name");
        let generated = oasmith::generate_text(Path::new(name), text, &config)
            .unwrap_or_else(|_| panic!("{name:?} can be used"));
        check_text(
            &path.with_extension("stderr"),
            &said(&generated),
            bless,
            &mut different,
        );
        let module = module_of(&path);
        check_files(
            &folder().join(&module),
            &generated.files,
            bless,
            &mut different,
        );
        assert!(
            root.contains(&format!("pub mod {module};")),
            "lib.rs declares {module}"
        );
    }
    assert!(
        different.is_empty(),
        "these differ:\n{}",
        different.join("\n")
    );
}

#[test]
fn every_module_has_a_case() {
    let modules: Vec<_> = cases().iter().map(|path| module_of(path)).collect();
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let name = entry.expect("the folder can be read").file_name();
        let name = name.to_string_lossy();
        assert!(
            name == "lib.rs" || modules.contains(&name.to_string()),
            "{name}"
        );
    }
}
