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
mod directive;
mod document;
mod emit;
mod evaluate;
mod identifier;
mod lower;
pub mod model;
mod overlay;
mod pattern;
pub mod printable;
mod report;
mod reserved;
mod selection;
pub mod source;
pub mod write;

mod text;

#[cfg(test)]
mod runtime;
#[cfg(test)]
#[path = "runtime/tests/mod.rs"]
mod runtime_tests;

use std::path::Path;

pub use config::Config;
pub use emit::File;
pub use report::Report;

use diagnostic::Diagnostic;
use model::{Api, Ty};
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

/// Generates the files for a description.
///
/// # Errors
///
/// The description cannot be used at all: the file cannot be read, is neither JSON nor YAML, or is
/// not an OpenAPI description; or there is a diagnostic that [`Config::deny`] names. The report says
/// why, and where.
pub fn generate(spec: &Path, config: &Config) -> Result<Generated, Report> {
    generate_from(source::read(spec), config, false)
}

/// Like [`generate`], and tells in [`Api::typed`] what types the schemas have, for tests that hold
/// an output against its description. [`spelling`] gives them as Rust.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_traced(spec: &Path, config: &Config) -> Result<Generated, Report> {
    generate_from(source::read(spec), config, true)
}

/// A type as a module beside `models` writes it: `Vec<models::Pet>`.
pub fn spelling(api: &Api, ty: &Ty) -> String {
    emit::spelling(api, ty)
}

/// Like [`generate`], from a text; `path` is what diagnostics call it. There is no folder where
/// other files could be looked for: a reference to one is reported.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_text(path: &Path, text: String, config: &Config) -> Result<Generated, Report> {
    generate_from(source::parse(path, text), config, false)
}

/// All of the support code as modules, for several outputs to share; they point there with
/// [`Config::support`]. It is for crates with `serde`, `serde_json`, `regex` and `uuid`, with the
/// crate for [`Config::dates`], and with `reqwest`, or `axum` and `tokio`, unless the configuration
/// leaves client or server out.
pub fn support(config: &Config) -> Vec<File> {
    emit::shared_support(config)
}

fn generate_from(
    read: Result<Tree, Vec<Diagnostic>>,
    config: &Config,
    trace: bool,
) -> Result<Generated, Report> {
    let report = |diagnostics, tree| Report::new(diagnostics, tree, &config.deny);
    let mut tree = read.map_err(|diagnostics| report(diagnostics, None))?;
    let mut diagnostics = Vec::new();
    if overlay::apply(&mut tree, &config.overlays, &mut diagnostics).is_err() {
        return Err(report(diagnostics, Some(tree)));
    }
    if let Err(found) = source::load(&mut tree, config.root.as_deref()) {
        diagnostics.extend(found);
        return Err(report(diagnostics, None));
    }
    let mut api = match document::read(&tree) {
        Ok((mut document, found)) => {
            diagnostics.extend(found);
            diagnostics.extend(evaluate::check::check(&document));
            selection::select(&mut document, config, &mut diagnostics);
            let (api, found) = lower::lower(&document, config, trace);
            diagnostics.extend(found);
            api
        }
        Err(found) => {
            diagnostics.extend(found);
            return Err(report(diagnostics, Some(tree)));
        }
    };
    let untyped = api.untyped.iter_mut();
    report::locate_all(untyped.map(|location| (location, false)).collect(), &tree);
    let report = report(diagnostics, Some(tree));
    if report.denied > 0 {
        return Err(report);
    }
    let files = emit::emit(&api, config);
    Ok(Generated { files, api, report })
}
