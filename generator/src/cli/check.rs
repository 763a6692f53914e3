//! `oasmith check`: descriptions → their diagnostics, for people and for machines.

mod github;
mod sarif;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;

use super::options::Reading;
use super::project::{self, Jobs};
use super::{FAILED, USAGE, show, terminal};
use oasmith::diagnostic::{Diagnostic, Location, Severity};
use oasmith::{Config, Report, Style};

#[derive(clap::Args)]
pub struct Check {
    /// The descriptions, or - for standard input; by default those of oasmith.toml.
    spec: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Show every diagnostic, however many there are of a code; other formats always have all.
    #[arg(long)]
    all: bool,
    /// The format of the diagnostics.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What the diagnostics are for.
#[derive(Clone, Copy, Eq, PartialEq, ValueEnum)]
enum Format {
    /// A terminal.
    Text,
    /// A script: one object.
    Json,
    /// Code scanning: a log of SARIF 2.1.0.
    Sarif,
    /// A workflow of GitHub: its commands, which become annotations.
    Github,
}

/// A description that was checked.
struct Checked {
    /// The name that diagnostics show.
    name: PathBuf,
    report: Report,
}

impl Checked {
    /// The path of the file of a place; the path of the description for a place outside of its files.
    fn path<'a>(&'a self, diagnostic: &'a Diagnostic, location: &Location) -> &'a Path {
        let path = self.report.path_of(diagnostic, location);
        path.unwrap_or(&self.name)
    }
}

/// Runs the command; the exit status is 1 if there is an error.
pub fn run(arguments: Check, style: Style) -> u8 {
    let Check {
        spec,
        reading,
        all,
        format,
    } = arguments;
    let (jobs, file) = match jobs(spec, reading) {
        Ok(jobs) => jobs,
        Err(messages) => {
            for message in messages {
                terminal::error(&message);
            }
            return USAGE;
        }
    };
    let mut checked = Vec::new();
    for (spec, config, words) in jobs {
        let mut report = check(&spec, &config);
        if let Some(file) = &file {
            super::place_words(&mut report, &words, file);
        }
        if format == Format::Text {
            super::print_report(&report, all, style);
        }
        let name = super::description_name(&spec).to_owned();
        checked.push(Checked { name, report });
    }
    let count = |severity| -> usize {
        let counts = checked.iter().map(|it| it.report.count(severity));
        counts.sum()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match format {
        Format::Text => {
            let descriptions = show::plural(checked.len(), "description");
            let (errors, warnings) = (
                show::plural(errors, "error"),
                show::plural(warnings, "warning"),
            );
            terminal::print(&format!("{descriptions}, {errors}, {warnings}"));
        }
        Format::Json => terminal::print_json(&as_json(&checked, errors, warnings)),
        Format::Sarif => terminal::print_json(&sarif::log(&checked)),
        Format::Github => {
            for line in github::commands(&checked) {
                terminal::print(&line);
            }
        }
    }
    if errors > 0 { FAILED } else { 0 }
}

/// A description, its configuration, and the places of the values of its options.
type Wanted = (PathBuf, Config, Vec<project::Place>);

/// The descriptions to check, and the file that they come from, if there is one.
type All = (Vec<Wanted>, Option<(PathBuf, String)>);

fn jobs(specs: Vec<PathBuf>, reading: Reading) -> Result<All, Vec<String>> {
    if specs.is_empty() {
        let (jobs, file): Jobs = project::jobs()?;
        let jobs = jobs.into_iter().map(|mut job| {
            reading.add_levels(&mut job.config);
            (job.spec, job.config, job.words)
        });
        return Ok((jobs.collect(), file));
    }
    let from_input = specs.iter().filter(|spec| *spec == Path::new("-"));
    if from_input.count() > 1 {
        return Err(vec!["standard input can be read only once".to_owned()]);
    }
    let config = reading.config();
    let jobs = specs.into_iter();
    let jobs = jobs.map(|spec| (spec, config.clone(), Vec::new()));
    Ok((jobs.collect(), None))
}

fn check(spec: &Path, config: &Config) -> Report {
    let progress = terminal::Progress::start(spec);
    let model = oasmith::read_model(super::description(spec, config), config);
    progress.end();
    match model {
        Ok((_, report)) | Err(report) => report,
    }
}

/// The diagnostics as `generate --format json` has them.
fn as_json(checked: &[Checked], errors: usize, warnings: usize) -> serde_json::Value {
    let diagnostics = checked.iter().flat_map(|it| {
        let diagnostics = it.report.diagnostics.iter();
        diagnostics.map(|diagnostic| show::as_json(diagnostic, &it.name, &it.report))
    });
    json!({
        "errors": errors,
        "warnings": warnings,
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    })
}

/// The message with its notes and its help, a line each.
fn lines(diagnostic: &Diagnostic) -> Vec<String> {
    let notes = diagnostic.notes.iter().map(|note| format!("note: {note}"));
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    let message = std::iter::once(diagnostic.message.clone());
    message.chain(notes).chain(help).collect()
}
