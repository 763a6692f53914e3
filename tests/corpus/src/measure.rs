//! A description → what a run of the generator made of it, and what that took. Runs in a process of
//! its own, so that its peak of memory is that of this description.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use oasmith::diagnostic::Severity;
use oasmith::model::Skipped;
use oasmith::{Config, Generated, Report, write};
use serde::{Deserialize, Serialize};

use crate::process::{peak_megabytes, processor_milliseconds};

/// What became of a description.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Measured {
    /// Whether anything was generated.
    pub generated: bool,
    /// From the file to the files; the median of a few runs where they are short.
    pub milliseconds: f64,
    /// What the first run took of the processors, in all its threads: what a busy machine does not
    /// change. It is counted in hundredths of a second.
    pub processor_milliseconds: f64,
    /// Printing the diagnostics, counted in the same way.
    pub rendering_milliseconds: f64,
    /// The most memory that the first run had.
    pub peak_megabytes: f64,
    /// Of all emitted Rust files.
    pub lines: usize,
    /// Of `models.rs` alone.
    pub models_lines: usize,
    /// How many named types there are.
    pub types: usize,
    /// How many operations are emitted.
    pub operations: usize,
    /// Those that are not, and why.
    pub skipped: Vec<Skip>,
    /// Places of any JSON that the description does not say more about.
    pub unsaid: usize,
    /// Places of any JSON although the description says more.
    pub untyped: usize,
    /// Keywords of schemas that types hold, that checks enforce, and that nothing does.
    pub keywords: [usize; 3],
    /// Everything that was said.
    pub diagnostics: Vec<Said>,
    /// Emitted files that are not Rust.
    pub unparsed: Vec<String>,
}

/// An operation that is left out.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Skip {
    /// Its method and path.
    pub operation: String,
    /// What of HTTP is not built yet, by its stable name; none for a fault of the description.
    pub shapes: Vec<String>,
    /// Each reason, behind the code of its diagnostic.
    pub reasons: Vec<String>,
}

/// A diagnostic.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Said {
    /// The stable name of its kind.
    pub code: String,
    /// Whether it is an error.
    pub error: bool,
    /// The file that it is about.
    pub file: String,
    /// The line, from 1; `None` if it is about no line.
    pub line: Option<usize>,
    /// The node.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

/// Runs that are shorter are repeated.
const SHORT_MILLISECONDS: f64 = 200.0;
const REPEATS: usize = 4;

/// Generates, writes into a folder, and tells.
///
/// # Errors
///
/// The folder cannot be written.
pub fn measure(spec: &Path, out: &Path, name: &str, prune: bool) -> Result<Measured, String> {
    let config = Config {
        crate_name: Some(name.to_owned()),
        prune,
        ..Config::default()
    };
    let (generated, first) = run(spec, out, &config)?;
    let mut measured = Measured {
        peak_megabytes: peak_megabytes(),
        processor_milliseconds: processor_milliseconds(),
        ..Measured::default()
    };
    let start = processor_milliseconds();
    match &generated {
        Ok(generated) => {
            measured.generated = true;
            add_generated(&mut measured, generated);
            measured.diagnostics = said(&generated.report, spec);
        }
        Err(report) => measured.diagnostics = said(report, spec),
    }
    measured.rendering_milliseconds = processor_milliseconds() - start;
    if let Ok(generated) = generated {
        measured.unparsed = unparsed(&generated);
    }
    let mut times = vec![first];
    while first < SHORT_MILLISECONDS && times.len() <= REPEATS {
        times.push(run(spec, out, &config)?.1);
    }
    times.sort_by(f64::total_cmp);
    measured.milliseconds = times[times.len() / 2];
    Ok(measured)
}

/// One run, as the command line makes it; the folder is new each time.
fn run(
    spec: &Path,
    out: &Path,
    config: &Config,
) -> Result<(Result<Generated, Report>, f64), String> {
    let _ = std::fs::remove_dir_all(out);
    let start = Instant::now();
    let generated = oasmith::generate(spec, config);
    if let Ok(generated) = &generated {
        write::write(out, &generated.files).map_err(|error| error.to_string())?;
    }
    Ok((generated, start.elapsed().as_secs_f64() * 1000.0))
}

fn add_generated(measured: &mut Measured, generated: &Generated) {
    let rust = generated
        .files
        .iter()
        .filter(|file| file.path.ends_with(".rs"));
    measured.lines = rust.map(|file| file.content.lines().count()).sum();
    let models = generated
        .files
        .iter()
        .find(|file| file.path == "src/models.rs");
    measured.models_lines = models.map_or(0, |file| file.content.lines().count());
    measured.types = generated.api.types.len();
    measured.operations = generated.api.operations.len();
    measured.skipped = generated.api.skipped.iter().map(skip).collect();
    measured.unsaid = generated.api.unconstrained_count;
    measured.untyped = generated.api.untyped.len();
    for count in &generated.api.keyword_counts {
        let ends = [count.typed, count.checked, count.not_enforced];
        for (sum, count) in measured.keywords.iter_mut().zip(ends) {
            *sum += count;
        }
    }
}

fn skip(skipped: &Skipped) -> Skip {
    let shapes: BTreeSet<_> = skipped
        .reasons
        .iter()
        .filter_map(|reason| reason.shape)
        .collect();
    let reasons = skipped.reasons.iter();
    Skip {
        operation: format!("{} {}", skipped.method, skipped.path),
        shapes: shapes
            .iter()
            .map(|shape| shape.as_str().to_owned())
            .collect(),
        reasons: reasons
            .map(|reason| format!("{}: {}", reason.code, reason.message))
            .collect(),
    }
}

/// The diagnostics, each rendered as well: that may not panic either.
fn said(report: &Report, spec: &Path) -> Vec<Said> {
    let said = report.diagnostics.iter().map(|diagnostic| {
        let rendered = report.render(diagnostic, oasmith::Style::Plain);
        let path = report
            .path_of(diagnostic, &diagnostic.location)
            .unwrap_or(spec);
        Said {
            code: diagnostic.code.to_string(),
            error: diagnostic.severity == Severity::Error,
            file: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            line: diagnostic
                .location
                .span
                .map(|span| span.line)
                .filter(|_| !rendered.is_empty()),
            pointer: diagnostic.location.pointer.clone(),
            message: diagnostic.message.clone(),
        }
    });
    said.collect()
}

/// The emitted files that `syn` does not read.
pub fn unparsed(generated: &Generated) -> Vec<String> {
    let rust = generated
        .files
        .iter()
        .filter(|file| file.path.ends_with(".rs"));
    let faults = rust.filter_map(|file| {
        let error = syn::parse_file(&file.content).err()?;
        Some(format!("{}: {error}", file.path))
    });
    faults.collect()
}
