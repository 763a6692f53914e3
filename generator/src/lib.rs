//! Reads an OpenAPI description and writes the Rust that a careful engineer would have written by
//! hand: models, validators, a client and a server.
//!
//! The output does not depend on this crate: the runtime code that it needs is part of it, as source.
//! A fix of that code takes effect when the output is generated again.
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
//! Elsewhere [`generate`] returns the files, and [`write`](mod@write) writes those that changed.

pub mod build;
mod bundle;
pub mod config;
#[cfg(feature = "openapiv3")]
mod convert;
mod description;
pub mod diagnostic;
mod directive;
mod document;
mod edit;
mod emit;
mod evaluate;
mod identifier;
mod lower;
mod media_type;
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

pub use bundle::Bundled;
pub use config::Config;
#[cfg(feature = "openapiv3")]
pub use convert::{Converted, Target, convert};
pub use description::Description;
pub use emit::File;
pub use report::{Report, Style};

use bundle::Selected;
use diagnostic::{Code, Severity};
use model::{Api, Ty};

/// The result of a run.
#[derive(Debug)]
pub struct Generated {
    /// The files, to be written below a folder.
    pub files: Vec<File>,
    /// The model that they were made from.
    pub api: Api,
    /// The diagnostics of the run.
    pub report: Report,
}

/// Generates the files for a description: a path, or a [`Description`] of another kind.
///
/// # Errors
///
/// The description cannot be used at all: the file cannot be read, is neither JSON nor YAML, or is
/// not an OpenAPI description; or [`Config::deny`] makes a diagnostic an error. The report says why,
/// and where.
pub fn generate(description: impl Into<Description>, config: &Config) -> Result<Generated, Report> {
    generate_from(description.into(), config, false)
}

/// Like [`generate`], and fills [`Api::typed`] with the type of every schema, for tests that compare an
/// output with its description. [`spelling`] gives types as Rust.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_traced(
    description: impl Into<Description>,
    config: &Config,
) -> Result<Generated, Report> {
    generate_from(description.into(), config, true)
}

/// A type as a module beside `models` writes it: `Vec<models::Pet>`.
pub fn spelling(api: &Api, ty: &Ty) -> String {
    emit::spelling(api, ty)
}

/// The names of the keywords of schemas that decide which instances are valid, for tests that have to
/// cover each of them.
#[doc(hidden)]
pub fn restricting_keywords() -> impl Iterator<Item = &'static str> {
    document::restricting_keywords()
}

/// The name of the crate that is emitted for a model.
pub fn crate_name(api: &Api, config: &Config) -> String {
    emit::crate_name(api, config)
}

/// Like [`generate`], from a text. `path` is its name in diagnostics. References to other files are not
/// followed, but reported.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_text(path: &Path, text: String, config: &Config) -> Result<Generated, Report> {
    generate(Description::text(path, text), config)
}

/// All of the runtime code as modules, for several outputs to share through [`Config::support`]. The
/// crate that holds it has the dependencies of [`support_dependencies`].
pub fn support(config: &Config) -> Vec<File> {
    emit::shared_support(config)
}

/// The dependencies of the crate that holds [`support`], as tables of its `Cargo.toml`.
pub fn support_dependencies(config: &Config) -> String {
    emit::support_dependencies(config)
}

/// Reads a description and returns its model without generating: for tools that look at an API, and for
/// the diagnostics alone.
///
/// # Errors
///
/// As for [`generate`].
pub fn read_model(
    description: impl Into<Description>,
    config: &Config,
) -> Result<(Api, Report), Report> {
    // Nothing is written, so no output holds the description.
    let config = &Config {
        description: Some(false),
        explorer: false,
        ..config.clone()
    };
    let (api, _, report) = lower_from(description.into(), config, false)?;
    Ok((api, report))
}

/// Reads a description with the files that it refers to; overlays and edits are applied.
fn load(
    mut description: Description,
    config: &Config,
) -> Result<(source::Tree, Vec<diagnostic::Diagnostic>), Report> {
    let report = |diagnostics, tree| Report::new(diagnostics, tree, config);
    let edits = description.take_edits();
    let mut tree = description
        .read()
        .map_err(|diagnostics| report(diagnostics, None))?;
    let mut diagnostics = Vec::new();
    if overlay::apply(&mut tree, &config.overlays, &mut diagnostics).is_err() {
        return Err(report(diagnostics, Some(tree)));
    }
    edit::apply_all(&mut tree, &edits, &mut diagnostics);
    if let Err(found) = source::load(&mut tree, config.root.as_deref()) {
        diagnostics.extend(found);
        return Err(report(diagnostics, None));
    }
    Ok((tree, diagnostics))
}

fn generate_from(
    description: Description,
    config: &Config,
    trace: bool,
) -> Result<Generated, Report> {
    let (api, described, report) = lower_from(description, config, trace)?;
    let files = emit::emit(&api, config, &described);
    Ok(Generated { files, api, report })
}

/// The model, and the description as one document if an output holds it.
fn lower_from(
    description: Description,
    config: &Config,
    trace: bool,
) -> Result<(Api, source::Node, Report), Report> {
    let report = |diagnostics, tree| Report::new(diagnostics, tree, config);
    let (tree, mut diagnostics) = load(description, config)?;
    let writes_description = config.writes_description() || config.server && config.explorer;
    let mut selected = None;
    let mut api = match document::read(&tree) {
        Ok((mut document, found)) => {
            if config.untyped == config::Untyped::Infer {
                document.ignore_empty_enums();
            }
            let (used, unmatched) = if writes_description {
                let (of_bundle, used, unmatched) = Selected::select(&mut document, config);
                selected = Some(of_bundle);
                (used, unmatched)
            } else {
                selection::select(&mut document, config)
            };
            let found = found.into_iter().filter(|it| used.contains(it.part));
            diagnostics.extend(found.map(|found| found.diagnostic));
            diagnostics.extend(unmatched);
            diagnostics.extend(evaluate::check::check(&document, &used, config));
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
    report::locate_all(
        untyped
            .map(|location| (location, report::Target::Value))
            .collect(),
        &tree,
    );
    let described = selected.map(|selected| described(&tree, &selected, &mut diagnostics));
    let report = report(diagnostics, Some(tree));
    if report.count(Severity::Error) > 0 {
        return Err(report);
    }
    Ok((api, described.unwrap_or(source::Node::Null), report))
}

/// The description as one document: of what is selected, with all files, overlays and edits.
fn described(
    tree: &source::Tree,
    selected: &Selected,
    diagnostics: &mut Vec<diagnostic::Diagnostic>,
) -> source::Node {
    let (root, found) = match bundle::bundle(tree, selected) {
        Ok((root, _, found)) => (root, found),
        Err(found) => (source::Node::Null, found),
    };
    // Whatever else is wrong has been found when the description was read.
    let only_of_bundles = [Code::IgnoredKeyword, Code::OtherVersion];
    for mut diagnostic in found {
        let is_error = diagnostic.code.severity() == Severity::Error;
        let is_known = diagnostics
            .iter()
            .any(|it| it.code == diagnostic.code && it.location == diagnostic.location);
        if (is_error || only_of_bundles.contains(&diagnostic.code)) && !is_known {
            if is_error {
                let help = "turn `description` and `explorer` off to generate without the document";
                diagnostic.help = Some(help.to_owned());
            }
            diagnostics.push(diagnostic);
        }
    }
    root
}
