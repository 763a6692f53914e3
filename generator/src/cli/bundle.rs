//! `oasmith bundle`: a description → one document, in a file or on standard output.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use oasmith::config::{Lint, Word};
use oasmith::{Config, Report, Style, write};

use super::{FAILED, USAGE, description, print_report, terminal};

#[derive(clap::Args)]
pub struct Bundle {
    /// The description, or - for standard input.
    spec: PathBuf,
    /// The file to write to; by default standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The format of the document; by default that of the file to write to, or of the description.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The folder below which referenced files have to be; by default that of the description.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// An OpenAPI Overlay to apply before reading; may be repeated.
    #[arg(long, value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// An operation to keep, by operationId, tag:NAME, path, or method and path; * matches any text;
    /// may be repeated.
    #[arg(long, value_name = "WHICH")]
    include_operations: Vec<String>,
    /// An operation to leave out; may be repeated.
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

/// The syntax of a document.
#[derive(Clone, Copy, Eq, PartialEq, ValueEnum)]
pub enum Format {
    Yaml,
    Json,
}

impl Format {
    /// The format that the extension of a file names.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Writes the bundle, and returns the exit status.
pub fn run(arguments: Bundle, style: Style) -> u8 {
    let words = |words: Vec<String>| words.into_iter().map(Word::from).collect();
    let (spec, out, all) = (arguments.spec, arguments.out, arguments.all);
    let format = arguments.format;
    let format = format.or_else(|| Format::of(out.as_deref()?));
    let format = format.or_else(|| Format::of(&spec));
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
    let bundled = match description(&spec, &config).bundle(&config) {
        Ok(bundled) => bundled,
        Err(report) => {
            print_report(&report, all, style);
            return FAILED;
        }
    };
    print_report(&bundled.report, all, style);
    let text = match format {
        Some(Format::Yaml) => bundled.to_yaml(),
        Some(Format::Json) | None => bundled.to_json(),
    };
    match out {
        Some(out) => save(&out, &text, &bundled.report),
        None => {
            // All that a terminal acts on is escaped in the document already.
            terminal::print(text.strip_suffix('\n').unwrap_or(&text));
            0
        }
    }
}

/// Writes a file, unless it is one of the files of the description.
pub fn save(out: &Path, text: &str, report: &Report) -> u8 {
    let files = report.tree.iter().flat_map(|tree| &tree.files);
    let same = |path: &Path| match (std::fs::canonicalize(path), std::fs::canonicalize(out)) {
        (Ok(path), Ok(out)) => path == out,
        _ => false,
    };
    if files.into_iter().any(|file| same(&file.path)) {
        let out = out.display();
        terminal::error(&format!(
            "`{out}` is a file of the description and is not overwritten"
        ));
        return USAGE;
    }
    match write::write_file(out, text) {
        Ok(_) => 0,
        Err(error) => {
            terminal::error(&error.to_string());
            USAGE
        }
    }
}
