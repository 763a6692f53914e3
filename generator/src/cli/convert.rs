//! `oasmith convert`: a description in another version of OpenAPI.

use std::path::PathBuf;

use oasmith::config::{Lint, Word};
use oasmith::diagnostic::Severity;
use oasmith::{Config, Style, Target};

use crate::cli::bundle::{Format, save};
use crate::cli::{FAILED, description, print_report, show, terminal};

/// The arguments of `oasmith convert`.
#[derive(clap::Args)]
pub struct Convert {
    /// The description, or - for standard input.
    spec: PathBuf,
    /// The version of OpenAPI to convert to: 3.0, 3.1.
    #[arg(long, value_name = "VERSION")]
    to: Target,
    /// The format; by default that of the name of the output, else that of the description.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The file to write to; by default standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The folder below which referenced files have to be; by default that of the description.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// An OpenAPI Overlay to apply before reading; may be repeated.
    #[arg(long, value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// An operation to convert, selected as for `oasmith generate`; may be repeated.
    #[arg(long, value_name = "WHICH")]
    include_operations: Vec<String>,
    /// An operation to exclude; may be repeated.
    #[arg(long, value_name = "WHICH")]
    exclude_operations: Vec<String>,
    /// Keep the components that no selected operation uses, too.
    #[arg(long)]
    no_prune: bool,
    /// A component schema to keep even if no selected operation uses it; * matches any text; may be
    /// repeated.
    #[arg(long, value_name = "NAME")]
    include_types: Vec<String>,
    /// Do not report diagnostics of this code, or any warnings; may be repeated.
    #[arg(long, value_name = "CODE|warnings")]
    allow: Vec<Lint>,
    /// Report diagnostics of this code as warnings; may be repeated.
    #[arg(long, value_name = "CODE|warnings")]
    warn: Vec<Lint>,
    /// Report diagnostics of this code, or all warnings, as errors, and write nothing; may be repeated.
    #[arg(long, value_name = "CODE|warnings")]
    deny: Vec<Lint>,
    /// Show every diagnostic, however many there are of a code.
    #[arg(long)]
    all: bool,
}

/// Writes the converted description, and returns the exit status.
pub fn run(arguments: Convert, style: Style) -> u8 {
    let words = |words: Vec<String>| words.into_iter().map(Word::from).collect();
    let config = Config {
        root: arguments.root,
        overlays: arguments.overlays,
        include_operations: words(arguments.include_operations),
        exclude_operations: words(arguments.exclude_operations),
        prune: !arguments.no_prune,
        include_types: words(arguments.include_types),
        allow: arguments.allow,
        warn: arguments.warn,
        deny: arguments.deny,
        ..Config::default()
    };
    let spec = &arguments.spec;
    let converted = match oasmith::convert(description(spec, &config), arguments.to, &config) {
        Ok(converted) => converted,
        Err(report) => {
            print_report(&report, arguments.all, style);
            let errors = show::plural(report.count(Severity::Error), "error");
            let spec = spec.display();
            terminal::error(&format!("nothing was written for `{spec}` due to {errors}"));
            return FAILED;
        }
    };
    print_report(&converted.report, arguments.all, style);
    let of_output = arguments.out.as_deref().and_then(Format::of);
    let format = arguments.format.or(of_output).or_else(|| Format::of(spec));
    let text = match format.unwrap_or(Format::Json) {
        Format::Yaml => converted.to_yaml(),
        Format::Json => converted.to_json(),
    };
    match arguments.out {
        Some(out) => save(&out, &text, &converted.report),
        None => {
            terminal::print(text.trim_end_matches('\n'));
            0
        }
    }
}
