//! The command line: arguments → runs → output and exit status.

mod bundle;
mod check;
mod completions;
mod convert;
mod explain;
mod init;
mod model;
mod options;
mod project;
mod show;
mod terminal;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use oasmith::config::{Dates, Numbers};
use oasmith::diagnostic::{Code, Severity};
use oasmith::write::Change;
use oasmith::{Config, Description, File, Report, Style, write};
use options::Options;
use show::Summary;
use terminal::{Color, Progress};

/// Reads an OpenAPI description and writes Rust: models, validators, a client and a server.
#[derive(Parser)]
#[command(name = "oasmith", version)]
struct Arguments {
    /// When to print colours.
    #[arg(long, global = true, value_enum, default_value_t)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate a crate, or every API of oasmith.toml in this or a parent folder.
    Generate(Box<Generate>),
    /// Write a description as one of OpenAPI 3.0 or 3.1.
    Convert(Box<convert::Convert>),
    /// Report what is wrong with descriptions, and write nothing.
    Check(Box<check::Check>),
    /// Write a commented oasmith.toml for a description.
    Init(init::Init),
    /// Write all of the runtime code, for several APIs to share.
    Support(Support),
    /// Write a description as one document: files joined, overlays applied, operations selected.
    Bundle(Box<bundle::Bundle>),
    /// Explain a diagnostic, or list all codes.
    Explain {
        /// The code, such as unknown-keyword.
        code: Option<Code>,
    },
    /// Print the model of a description, from which code is emitted.
    Model(model::Model),
    /// Print the script that completes commands and options in a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

#[derive(clap::Args)]
struct Generate {
    /// The description, or - for standard input; by default those of oasmith.toml.
    #[arg(requires = "out")]
    spec: Option<PathBuf>,
    /// The folder to write to.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// Write nothing; show the difference, and exit with 1 if there is one.
    #[arg(long)]
    check: bool,
    /// Show every diagnostic, however many there are of a code, and every line of a difference.
    #[arg(long)]
    all: bool,
    /// List the schemas that fall back to serde_json::Value.
    #[arg(long)]
    report_untyped: bool,
    /// Count the keywords that restrict values: in types, checked, and not enforced.
    #[arg(long)]
    report_constraints: bool,
    /// The format of the summary and the diagnostics.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(clap::Args)]
struct Support {
    /// The folder to write to; the option `support` of each API names it as a module.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Omit the client.
    #[arg(long)]
    no_client: bool,
    /// Omit the server.
    #[arg(long)]
    no_server: bool,
    /// Include the code that serves a description and a page to explore it.
    #[arg(long)]
    explorer: bool,
    /// The crate for dates and times: chrono, jiff, time, string.
    #[arg(long, value_name = "CRATE", default_value = "chrono")]
    dates: Dates,
    /// What holds numbers without a format, which decides the features of serde_json: machine, exact.
    #[arg(long, value_name = "HOW", default_value = "machine")]
    numbers: Numbers,
    /// Write nothing; show the difference, and exit with 1 if there is one.
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, Eq, PartialEq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// There is an error, or `--check` found a difference.
const FAILED: u8 = 1;
/// The arguments or the configuration are wrong.
const USAGE: u8 = 2;

/// A description and where its output goes.
struct Job {
    spec: PathBuf,
    out: PathBuf,
    config: Config,
    /// The places of the values of its options, if they come from a file.
    words: Vec<project::Place>,
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // clap returns help and version as errors; they belong on standard output.
        Err(error) => {
            let text = error.render().to_string();
            if error.use_stderr() {
                terminal::report(text.trim_end());
            } else {
                terminal::print(text.trim_end());
            }
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    let style = arguments.color.style();
    let status = match arguments.command {
        Command::Generate(generate) => run_generate(*generate, style),
        Command::Convert(arguments) => convert::run(*arguments, style),
        Command::Check(check) => check::run(*check, style),
        Command::Init(init) => init::run(&init, style),
        Command::Support(support) => run_support(&support),
        Command::Bundle(bundle) => bundle::run(*bundle, style),
        Command::Explain { code } => {
            terminal::print(explain::page(code).trim_end());
            0
        }
        Command::Model(model) => model::run(&model, style),
        Command::Completions { shell } => {
            terminal::print(completions::script(shell).trim_end());
            0
        }
    };
    ExitCode::from(status)
}

fn run_generate(arguments: Generate, style: Style) -> u8 {
    let shown = Shown {
        text: arguments.format == Format::Text,
        all: arguments.all,
        style,
        untyped: arguments.report_untyped,
    };
    let check = arguments.check;
    let constraints = arguments.report_constraints;
    let (jobs, file) = match jobs(arguments) {
        Ok(jobs) => jobs,
        Err(messages) => {
            for message in messages {
                terminal::error(&message);
            }
            return USAGE;
        }
    };
    let start = Instant::now();
    let mut summary = Summary::default();
    let mut status = 0;
    for job in &jobs {
        status = status.max(run_job(job, file.as_ref(), check, shown, &mut summary));
    }
    summary.milliseconds = start.elapsed().as_millis();
    if shown.text && constraints {
        summary
            .constraints()
            .for_each(|line| terminal::report(&line));
    }
    if shown.text {
        terminal::print(&summary.text());
    } else {
        terminal::print_json(&summary.json());
    }
    status
}

fn jobs(arguments: Generate) -> Result<project::Jobs, Vec<String>> {
    let Generate {
        spec, out, options, ..
    } = arguments;
    if let (Some(spec), Some(out)) = (spec, out) {
        let config = options.config();
        let words = Vec::new();
        let job = Job {
            spec,
            out,
            config,
            words,
        };
        return Ok((vec![job], None));
    }
    let (mut jobs, file) = project::jobs()?;
    for job in &mut jobs {
        options.reading.add_levels(&mut job.config);
    }
    Ok((jobs, file))
}

/// What is printed of a run, besides its summary.
#[derive(Clone, Copy)]
struct Shown {
    /// Text; the summary as JSON has all of it.
    text: bool,
    /// Every diagnostic, and every line of a difference.
    all: bool,
    style: Style,
    /// The schemas that fall back to `serde_json::Value`.
    untyped: bool,
}

/// Gives the diagnostics about values of options their places.
fn place_words(report: &mut Report, words: &[project::Place], (path, text): &(PathBuf, String)) {
    for diagnostic in &mut report.diagnostics {
        let Some((option, word)) = &diagnostic.option else {
            continue;
        };
        let is_it = |place: &&project::Place| place.option == *option && place.word == *word;
        if let Some(place) = words.iter().find(is_it) {
            let bytes = place.bytes.clone();
            diagnostic.place_in(path, text, bytes.start, bytes.len());
        }
    }
}

fn run_job(
    job: &Job,
    file: Option<&(PathBuf, String)>,
    check: bool,
    shown: Shown,
    summary: &mut Summary,
) -> u8 {
    let progress = Progress::start(&job.spec);
    let generated = oasmith::generate(description(&job.spec, &job.config), &job.config);
    progress.end();
    let (generated, mut report) = match generated {
        Ok(mut generated) => {
            let report = std::mem::take(&mut generated.report);
            (Some(generated), report)
        }
        Err(report) => (None, report),
    };
    if let Some(file) = file {
        place_words(&mut report, &job.words, file);
    }
    if shown.text {
        print_report(&report, shown.all, shown.style);
    }
    summary.add_report(&job.spec, &report, !shown.text);
    let Some(generated) = generated else {
        if shown.text {
            let errors = show::plural(report.count(Severity::Error), "error");
            let spec = job.spec.display();
            terminal::error(&format!("nothing was written for `{spec}` due to {errors}"));
        }
        return FAILED;
    };
    summary.add_generated(&generated, &job.spec, &report);
    if shown.text && shown.untyped {
        for line in show::untyped(&generated, &job.spec, &report) {
            terminal::report(&format!("unsupported schema: {line}"));
        }
    }
    let status = write_or_check(&job.out, &generated.files, check, shown.all);
    summary.errors += usize::from(status == USAGE);
    status
}

/// The description of a path, `-` being standard input. That may refer to files of the root folder.
fn description(spec: &Path, config: &Config) -> Description {
    if spec != Path::new("-") {
        return spec.into();
    }
    let description = Description::reader(description_name(spec), std::io::stdin());
    match &config.root {
        Some(root) => description.in_folder(root),
        None => description,
    }
}

/// The name of a description in diagnostics.
fn description_name(spec: &Path) -> &Path {
    if spec == Path::new("-") {
        return Path::new("<stdin>");
    }
    spec
}

fn run_support(arguments: &Support) -> u8 {
    let config = Config {
        client: !arguments.no_client,
        server: !arguments.no_server,
        explorer: arguments.explorer,
        dates: arguments.dates,
        numbers: arguments.numbers,
        ..Config::default()
    };
    let files = oasmith::support(&config);
    let code = write_or_check(&arguments.out, &files, arguments.check, false);
    if code == 0 && !arguments.check {
        terminal::print(&oasmith::support_dependencies(&config));
    }
    code
}

fn write_or_check(out: &Path, files: &[File], check: bool, all: bool) -> u8 {
    let changes = if check {
        write::compare(out, files)
    } else {
        write::write(out, files)
    };
    match changes {
        Ok(changes) if check && !changes.is_empty() => {
            show_changes(&changes, all);
            FAILED
        }
        Ok(_) => 0,
        Err(error) => {
            terminal::error(&error.to_string());
            USAGE
        }
    }
}

fn print_report(report: &Report, all: bool, style: Style) {
    for (_, text) in report.texts(all, style) {
        terminal::report_styled(&text);
    }
    if !report.diagnostics.is_empty() {
        terminal::report("for more about a diagnostic, try `oasmith explain CODE`");
    }
}

fn show_changes(changes: &[Change], all: bool) {
    for change in changes {
        terminal::report(show::difference(change, all).trim_end_matches('\n'));
    }
}
