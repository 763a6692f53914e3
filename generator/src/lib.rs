//! Reads an OpenAPI description and writes the Rust that a careful engineer would have written by
//! hand: models, validators, a client and a server.
//!
//! What is written depends on nothing of this crate: the glue that it needs comes along as source.
//! The price is that a fix of that glue arrives when the code is generated again.
//!
//! In a build script, [`build::generate`] writes the modules to `OUT_DIR`:
//!
//! ```no_run
//! // build.rs
//! oasmith::build::generate("api", "openapi.yaml", &oasmith::Config::default());
//! ```
//!
//! ```text
//! // src/lib.rs
//! mod api {
//!     include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
//! }
//! ```
//!
//! Elsewhere [`generate`] makes the files in memory, and [`write`](mod@write) brings them to disk.

pub mod build;
pub mod config;
pub mod diagnostic;
mod document;
mod emit;
mod lower;
pub mod model;
pub mod source;
pub mod write;

#[cfg(test)]
mod support;

use std::path::Path;

pub use config::Config;
pub use emit::File;

use diagnostic::{Diagnostic, Severity};
use model::Api;
use source::Tree;

/// What a run makes of a description.
#[derive(Debug)]
pub struct Generated {
    /// The files, to be written below a folder.
    pub files: Vec<File>,
    /// The model that they were made from.
    pub api: Api,
    /// What the run has to say.
    pub report: Report,
}

/// The diagnostics of a run, and the text that they are about.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read; none if the first could not be.
    pub tree: Option<Tree>,
}

impl Report {
    fn new(mut diagnostics: Vec<Diagnostic>, tree: Option<Tree>) -> Self {
        if let Some(tree) = &tree {
            diagnostic::locate(&mut diagnostics, tree);
        }
        let mark = |diagnostic: &Diagnostic| {
            diagnostic
                .location
                .mark
                .map(|mark| (mark.line, mark.column))
        };
        diagnostics.sort_by_key(|diagnostic| (diagnostic.location.file, mark(diagnostic)));
        diagnostics.dedup_by(|left, right| {
            (left.code, &left.message, &left.location)
                == (right.code, &right.message, &right.location)
        });
        Self { diagnostics, tree }
    }

    /// How many diagnostics have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// A diagnostic as text, with the lines that it is about.
    pub fn render(&self, diagnostic: &Diagnostic) -> String {
        diagnostic::render(diagnostic, self.tree.as_ref())
    }
}

/// Generates the files for a description.
///
/// # Errors
///
/// The description cannot be used at all: the file cannot be read, is neither JSON nor YAML, or is
/// not an OpenAPI description. The report says why, and where.
pub fn generate(spec: &Path, config: &Config) -> Result<Generated, Report> {
    let read = source::read(spec).map_err(|diagnostics| Report::new(diagnostics, None))?;
    generate_from(read, config)
}

/// Like [`generate`], from a text; `path` is what diagnostics call it.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_text(path: &Path, text: String, config: &Config) -> Result<Generated, Report> {
    let read = source::parse(path, text).map_err(|diagnostics| Report::new(diagnostics, None))?;
    generate_from(read, config)
}

fn generate_from(
    (tree, mut diagnostics): (Tree, Vec<Diagnostic>),
    config: &Config,
) -> Result<Generated, Report> {
    let api = match document::read(&tree) {
        Ok((document, found)) => {
            diagnostics.extend(found);
            let (api, found) = lower::lower(&document, config);
            diagnostics.extend(found);
            api
        }
        Err(found) => {
            diagnostics.extend(found);
            return Err(Report::new(diagnostics, Some(tree)));
        }
    };
    let files = emit::emit(&api, config);
    Ok(Generated {
        files,
        api,
        report: Report::new(diagnostics, Some(tree)),
    })
}
