//! What a run says: its summary and its differences.

use std::path::Path;

use serde_json::{Value, json};

use oasmith::diagnostic::Severity;
use oasmith::write::Change;
use oasmith::{Generated, Report};

/// What all runs of a call made.
#[derive(Default)]
pub struct Summary {
    types: usize,
    emitted: usize,
    skipped: usize,
    untyped: usize,
    warnings: usize,
    pub errors: usize,
    files: usize,
    pub milliseconds: u128,
    diagnostics: Vec<Value>,
}

impl Summary {
    pub fn add_generated(&mut self, generated: &Generated) {
        self.types += generated.api.types.len();
        self.emitted += generated.api.operations.len();
        self.skipped += generated.api.skipped;
        self.untyped += generated.api.untyped.len();
        self.files += generated.files.len();
    }

    pub fn add_report(&mut self, spec: &Path, report: &Report) {
        self.warnings += report.count(Severity::Warning);
        self.errors += report.count(Severity::Error);
        self.diagnostics
            .extend(report.diagnostics.iter().map(|diagnostic| {
            let mark = diagnostic.location.mark;
            json!({
                "code": diagnostic.code.as_str(),
                "severity": diagnostic.severity.to_string(),
                "file": diagnostic.path(report.tree.as_ref()).unwrap_or(spec).display().to_string(),
                "line": mark.map(|mark| mark.line),
                "column": mark.map(|mark| mark.column),
                "pointer": diagnostic.location.pointer,
                "message": diagnostic.message,
            })
        }));
    }

    pub fn text(&self) -> String {
        let Self {
            types,
            emitted,
            skipped,
            warnings,
            errors,
            files,
            milliseconds,
            ..
        } = self;
        let errors = if *errors == 0 {
            String::new()
        } else {
            format!("{}, ", plural(*errors, "error"))
        };
        let operations = plural(*emitted, "operation");
        format!(
            "{}, {operations} ({skipped} skipped), {errors}{}, {}, {milliseconds} ms",
            plural(*types, "type"),
            plural(*warnings, "warning"),
            plural(*files, "file"),
        )
    }

    pub fn json(&self) -> String {
        json!({
            "types": self.types,
            "operations": { "emitted": self.emitted, "skipped": self.skipped },
            "untyped": self.untyped,
            "warnings": self.warnings,
            "errors": self.errors,
            "files": self.files,
            "milliseconds": self.milliseconds,
            "diagnostics": self.diagnostics,
        })
        .to_string()
    }
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// How many lines of a difference are shown.
const SHOWN_LINES: usize = 20;

/// What stands between the first and the last line in which two files differ.
pub fn difference(change: &Change) -> String {
    let path = change.path.display();
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => (old, new),
        (None, _) => return format!("{path}: is not there\n"),
        (Some(_), None) => return format!("{path}: is no longer needed\n"),
    };
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let start = old
        .iter()
        .zip(&new)
        .take_while(|(old, new)| old == new)
        .count();
    let rest = old.len().min(new.len()) - start;
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest)
        .take_while(|(old, new)| old == new)
        .count();
    let mut text = format!("{path}: differs from line {}\n", start + 1);
    for (sign, lines) in [
        ('-', &old[start..old.len() - end]),
        ('+', &new[start..new.len() - end]),
    ] {
        for line in lines.iter().take(SHOWN_LINES) {
            text.push_str(&format!("{sign} {line}\n"));
        }
        if lines.len() > SHOWN_LINES {
            text.push_str(&format!(
                "{sign} … {} more lines\n",
                lines.len() - SHOWN_LINES
            ));
        }
    }
    text
}
