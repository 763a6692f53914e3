//! What a run says: its summary and its differences.

use std::path::Path;

use serde_json::{Value, json};

use oasmith::diagnostic::{Diagnostic, Location, Severity};
use oasmith::model::{HttpShape, Reason, Skipped};
use oasmith::write::Change;
use oasmith::{Generated, Report, printable};

/// What all runs of a call made.
#[derive(Default)]
pub struct Summary {
    types: usize,
    emitted: usize,
    skipped: Vec<Skipped>,
    unconstrained: usize,
    untyped: Vec<Value>,
    warnings: usize,
    pub errors: usize,
    files: usize,
    pub milliseconds: u128,
    diagnostics: Vec<Value>,
}

impl Summary {
    pub fn add_generated(&mut self, generated: &Generated, spec: &Path, report: &Report) {
        let api = &generated.api;
        self.types += api.types.len();
        self.emitted += api.operations.len();
        self.skipped.extend(api.skipped.iter().cloned());
        self.unconstrained += api.unconstrained_count;
        let untyped = api.untyped.iter();
        self.untyped
            .extend(untyped.map(|location| place(location, report.path(location), spec)));
        self.files += generated.files.len();
    }

    /// Adds what a run has to say; in full where JSON is wanted, which shows it.
    pub fn add_report(&mut self, spec: &Path, report: &Report, in_full: bool) {
        self.warnings += report.count(Severity::Warning);
        self.errors += report.count(Severity::Error);
        let diagnostics = report.diagnostics.iter().filter(|_| in_full);
        self.diagnostics
            .extend(diagnostics.map(|diagnostic| as_json(diagnostic, spec, report)));
    }

    pub fn text(&self) -> String {
        let (types, operations) = (
            plural(self.types, "type"),
            plural(self.emitted, "operation"),
        );
        let (skipped, untyped) = (self.skipped.len(), self.untyped.len());
        let errors = match self.errors {
            0 => String::new(),
            errors => format!("{}, ", plural(errors, "error")),
        };
        let places = plural(self.unconstrained + untyped, "untyped place");
        let warnings = plural(self.warnings, "warning");
        let (files, milliseconds) = (plural(self.files, "file"), self.milliseconds);
        format!(
            "{}{types}, {operations} ({skipped} skipped), {places} ({untyped} not yet typed), \
             {errors}{warnings}, {files}, {milliseconds} ms",
            self.skipped_text()
        )
    }

    /// A line for each operation that is left out: what of HTTP is not built for it, or its fault.
    fn skipped_text(&self) -> String {
        let lines = self.skipped.iter().map(|skipped| {
            let reasons = skipped.reasons.iter();
            let reasons: Vec<_> = reasons
                .map(|reason| format!("{}: {}", word(reason), reason.message))
                .collect();
            let (method, path) = (&skipped.method, &skipped.path);
            let text = format!("skipped {method} {path}: {}", reasons.join("; "));
            format!("{}\n", printable::line(&text))
        });
        lines.collect()
    }

    pub fn json(&self) -> Value {
        let skipped = self.skipped.iter().map(|skipped| {
            let reasons = skipped.reasons.iter().map(|reason| {
                json!({
                    "code": reason.code.as_str(),
                    "shape": reason.shape.map(HttpShape::as_str),
                    "message": reason.message,
                })
            });
            json!({
                "method": skipped.method,
                "path": skipped.path,
                "id": skipped.id,
                "reasons": reasons.collect::<Vec<_>>(),
            })
        });
        json!({
            "types": self.types,
            "operations": { "emitted": self.emitted, "skipped": self.skipped.len() },
            "skipped": skipped.collect::<Vec<_>>(),
            "untyped": { "unsaid": self.unconstrained, "not_yet": self.untyped },
            "warnings": self.warnings,
            "errors": self.errors,
            "files": self.files,
            "milliseconds": self.milliseconds,
            "diagnostics": self.diagnostics,
        })
    }
}

/// A line for each place that is not yet typed.
pub fn untyped(generated: &Generated, spec: &Path, report: &Report) -> Vec<String> {
    let places = generated.api.untyped.iter();
    places
        .map(|location| {
            let path = report.path(location).unwrap_or(spec).display();
            let pointer = &location.pointer;
            let text = match location.mark {
                Some(mark) => format!("{path}:{}:{} at {pointer}", mark.line, mark.column),
                None => format!("{path} at {pointer}"),
            };
            printable::line(&text).into_owned()
        })
        .collect()
}

/// A place in a file.
fn place(location: &Location, path: Option<&Path>, spec: &Path) -> Value {
    let mark = location.mark;
    json!({
        "file": path.unwrap_or(spec).display().to_string(),
        "line": mark.map(|mark| mark.line),
        "column": mark.map(|mark| mark.column),
        "length": mark.map(|mark| mark.length),
        "pointer": location.pointer,
    })
}

fn word(reason: &Reason) -> &'static str {
    reason.shape.map_or(reason.code.as_str(), HttpShape::as_str)
}

/// A diagnostic with all that is known about it.
fn as_json(diagnostic: &Diagnostic, spec: &Path, report: &Report) -> Value {
    let place = |location: &Location| {
        let path = report.path_of(diagnostic, location);
        place(location, path, spec)
    };
    let related = diagnostic.related.iter().map(|(location, note)| {
        let mut related = place(location);
        related["message"] = json!(note);
        related
    });
    let mut value = place(&diagnostic.location);
    value["related"] = related.collect();
    value["code"] = json!(diagnostic.code.as_str());
    value["severity"] = json!(diagnostic.severity.to_string());
    value["message"] = json!(diagnostic.message);
    value["help"] = json!(diagnostic.help);
    value["rendered"] = json!(report.render(diagnostic));
    value
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// How many lines of a difference are shown.
const SHOWN_LINES: usize = 20;

/// What stands between the first and the last line in which two files differ.
pub fn difference(change: &Change) -> String {
    let path = change.path.to_string_lossy();
    let path = printable::line(&path);
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
            text.push_str(&format!("{sign} {}\n", printable::line(line)));
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
