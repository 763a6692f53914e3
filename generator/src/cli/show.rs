//! The summary of a call, and the difference to the files on disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use similar::TextDiff;

use oasmith::diagnostic::{Diagnostic, Location, Severity};
use oasmith::model::{HttpShape, Reason, Skipped};
use oasmith::write::Change;
use oasmith::{Generated, Report, Style, printable};

/// The results of all runs of a call.
#[derive(Default)]
pub struct Summary {
    types: usize,
    emitted: usize,
    skipped: Vec<Skipped>,
    unconstrained: usize,
    untyped: Vec<Value>,
    keywords: BTreeMap<&'static str, [usize; 3]>,
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
        for count in &api.keyword_counts {
            let known = self.keywords.entry(count.keyword).or_default();
            let found = [count.typed, count.checked, count.not_enforced];
            known
                .iter_mut()
                .zip(found)
                .for_each(|(all, count)| *all += count);
        }
        self.files += generated.files.len();
    }

    /// Counts the diagnostics of a run, and keeps them if they are wanted in full, as JSON has them.
    pub fn add_report(&mut self, spec: &Path, report: &Report, in_full: bool) {
        self.warnings += report.count(Severity::Warning);
        self.errors += report.count(Severity::Error);
        let diagnostics = report.diagnostics.iter().filter(|_| in_full);
        self.diagnostics
            .extend(diagnostics.map(|diagnostic| as_json(diagnostic, spec, report)));
    }

    /// A line for each keyword that restricts values: in how many schemas it ends where.
    pub fn constraints(&self) -> impl Iterator<Item = String> {
        self.keywords
            .iter()
            .map(|(keyword, [typed, checked, others])| {
                format!("`{keyword}`: {typed} in types, {checked} checked, {others} not enforced")
            })
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
            "{}{types}, {operations} ({skipped} skipped), {places} ({untyped} unsupported), \
             {errors}{warnings}, {files}, {milliseconds} ms",
            self.skipped_text()
        )
    }

    /// A line for each skipped operation, with its reasons.
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
        let constraints = self
            .keywords
            .iter()
            .map(|(keyword, [typed, checked, others])| {
                let counts = json!({ "typed": typed, "checked": checked, "not_enforced": others });
                ((*keyword).to_owned(), counts)
            });
        json!({
            "types": self.types,
            "operations": { "emitted": self.emitted, "skipped": self.skipped.len() },
            "skipped": skipped.collect::<Vec<_>>(),
            "untyped": { "unconstrained": self.unconstrained, "unsupported": self.untyped },
            "constraints": constraints.collect::<serde_json::Map<_, _>>(),
            "warnings": self.warnings,
            "errors": self.errors,
            "files": self.files,
            "milliseconds": self.milliseconds,
            "diagnostics": self.diagnostics,
        })
    }
}

/// A line for each schema that falls back to `serde_json::Value`.
pub fn untyped(generated: &Generated, spec: &Path, report: &Report) -> Vec<String> {
    let places = generated.api.untyped.iter();
    places
        .map(|location| {
            let path = report.path(location).unwrap_or(spec).display();
            let pointer = &location.pointer;
            let text = match location.span {
                Some(span) => format!("{path}:{}:{} at {pointer}", span.line, span.column),
                None => format!("{path} at {pointer}"),
            };
            printable::line(&text).into_owned()
        })
        .collect()
}

/// A place in a file.
fn place(location: &Location, path: Option<&Path>, spec: &Path) -> Value {
    let span = location.span;
    json!({
        "file": path.unwrap_or(spec).display().to_string(),
        "line": span.map(|span| span.line),
        "column": span.map(|span| span.column),
        "length": span.map(|span| span.length),
        "pointer": location.pointer,
    })
}

fn word(reason: &Reason) -> &'static str {
    reason.shape.map_or(reason.code.as_str(), HttpShape::as_str)
}

/// A diagnostic with all of its fields, and rendered.
pub fn as_json(diagnostic: &Diagnostic, spec: &Path, report: &Report) -> Value {
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
    value["notes"] = json!(diagnostic.notes);
    value["help"] = json!(diagnostic.help);
    value["rendered"] = json!(report.render(diagnostic, Style::Plain));
    value
}

pub fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// How many lines of the difference of a file are shown, unless all are wanted.
const SHOWN_LINES: usize = 100;

/// How long a difference is looked for; one that takes longer may be shown with more lines than it
/// has.
const MAX_TIME: Duration = Duration::from_secs(2);

/// The difference between a file and the one to be written, as a unified diff.
pub fn difference(change: &Change, all: bool) -> String {
    let path = change.path.to_string_lossy();
    let path = printable::line(&path);
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => (old, new),
        (None, _) => return format!("{path}: missing\n"),
        (Some(_), None) => return format!("{path}: no longer generated\n"),
    };
    let diff = TextDiff::configure()
        .timeout(MAX_TIME)
        .diff_lines(old.as_str(), new.as_str());
    let mut text = format!("--- {path}\n+++ {path}\n");
    let mut lines = 0;
    for hunk in diff.unified_diff().iter_hunks() {
        let start = format!("{}\n", hunk.header());
        let changes = hunk.iter_changes();
        let changes = changes.map(|change| {
            let line = change.value().trim_end_matches(['\n', '\r']);
            let line = printable::line(line);
            // A line that both files have is printed behind a space, which a runner of GitHub trims.
            let line = match line.trim_start().starts_with("::") {
                true => line.replacen("::", r"\u{3a}:", 1).into(),
                false => line,
            };
            format!("{}{line}\n", change.tag())
        });
        for line in std::iter::once(start).chain(changes) {
            lines += 1;
            if all || lines <= SHOWN_LINES {
                text.push_str(&line);
            }
        }
    }
    if !all && lines > SHOWN_LINES {
        let more = lines - SHOWN_LINES;
        text.push_str(&format!("… {more} more lines; `--all` shows them\n"));
    }
    text
}
