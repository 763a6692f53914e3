//! The diagnostics of a run: located, in order, at the levels of the configuration.

mod locate;
mod render;

#[cfg(all(test, feature = "overlays"))]
pub(crate) use locate::locate;
pub(crate) use locate::{Target, locate_all};
pub use render::Style;

use std::collections::BTreeMap;
use std::path::Path;

use crate::config::{Config, Level};
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::source::Tree;

/// The diagnostics of a run, and the text that they are about.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of files, lines and columns.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read; `None` if the description could not be.
    pub tree: Option<Tree>,
}

/// How many diagnostics of a code are rendered by default.
const SHOWN: usize = 20;

/// How many diagnostics of a code are kept: more than these have one cause.
const KEPT: usize = 10_000;

/// Drops the diagnostics of a code over the limit, and returns their numbers.
fn keep(diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Code, usize> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    diagnostics.retain(|diagnostic| {
        let count = counts.entry(diagnostic.code).or_default();
        *count += 1;
        *count <= KEPT
    });
    counts.retain(|_, count| *count > KEPT);
    counts.values_mut().for_each(|count| *count -= KEPT);
    counts
}

/// Keeps the first diagnostic of each code that is about the description as a whole, with the number of
/// others.
fn sum_up(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut others: BTreeMap<Code, usize> = BTreeMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        let code = diagnostic.code;
        match others.get_mut(&code) {
            Some(count) => *count += 1,
            None => {
                if code.is_general() {
                    others.insert(code, 0);
                }
                kept.push(diagnostic);
            }
        }
    }
    for diagnostic in &mut kept {
        if let Some(count) = others.get(&diagnostic.code).filter(|count| **count > 0) {
            let places = if *count == 1 { "place" } else { "places" };
            let note = format!("the same holds in {count} more {places}");
            diagnostic.notes.push(note);
        }
    }
    kept
}

impl Report {
    pub(crate) fn new(
        mut diagnostics: Vec<Diagnostic>,
        tree: Option<Tree>,
        config: &Config,
    ) -> Self {
        diagnostics.retain_mut(|diagnostic| {
            let level = config.level(diagnostic.code);
            diagnostic.severity = match level {
                Level::Deny => Severity::Error,
                Level::Allow | Level::Warn => Severity::Warning,
            };
            level != Level::Allow
        });
        let others = keep(&mut diagnostics);
        if let Some(tree) = &tree {
            locate::locate(&mut diagnostics, tree);
        }
        let span = |diagnostic: &Diagnostic| {
            diagnostic
                .location
                .span
                .map(|span| (span.line, span.column))
        };
        diagnostics.sort_by_key(|diagnostic| (diagnostic.location.file, span(diagnostic)));
        diagnostics.dedup_by(|left, right| {
            (left.code, &left.message, &left.location)
                == (right.code, &right.message, &right.location)
        });
        for (code, count) in others {
            let last = diagnostics.iter_mut().rfind(|it| it.code == code);
            if let Some(last) = last {
                let more = format!("{count} more diagnostics of this code are not listed");
                last.notes.push(more);
            }
        }
        let diagnostics = sum_up(diagnostics);
        Self { diagnostics, tree }
    }

    /// The number of diagnostics of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// A diagnostic as text, with excerpts of the files.
    pub fn render(&self, diagnostic: &Diagnostic, style: Style) -> String {
        render::render(diagnostic, self.tree.as_ref(), style)
    }

    /// The path of the file that a location of a diagnostic is in.
    pub fn path_of<'a>(
        &'a self,
        diagnostic: &'a Diagnostic,
        location: &Location,
    ) -> Option<&'a Path> {
        match &diagnostic.source {
            Some(source) => Some(&source.path),
            None => self.path(location),
        }
    }

    /// The path of the file of a location.
    pub fn path(&self, location: &Location) -> Option<&Path> {
        let file = self.tree.as_ref()?.files.get(location.file.0 as usize)?;
        Some(&file.path)
    }

    /// The diagnostics as texts, in their order. Unless `all` is set, only the first 20 of a code are
    /// rendered, and a text at the end has the number of others.
    pub fn texts(&self, all: bool, style: Style) -> Vec<(Severity, String)> {
        let mut texts = Vec::new();
        let mut counts: BTreeMap<(Code, Severity), usize> = BTreeMap::new();
        for diagnostic in &self.diagnostics {
            let count = counts
                .entry((diagnostic.code, diagnostic.severity))
                .or_default();
            *count += 1;
            if all || *count <= SHOWN {
                texts.push((diagnostic.severity, self.render(diagnostic, style)));
            }
        }
        for ((code, severity), count) in counts {
            if !all && count > SHOWN {
                let more = count - SHOWN;
                let text = format!(
                    "{severity}[{code}]: {more} more like the {SHOWN} above; `oasmith check --all` shows them\n"
                );
                texts.push((severity, text));
            }
        }
        texts
    }
}
