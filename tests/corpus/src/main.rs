//! The command line of the runner.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use oasmith_corpus::claims::{self, Claim, Verdict};
use oasmith_corpus::compile::Extent;
use oasmith_corpus::corpus::{self, Plan, Run};
use oasmith_corpus::examples::trace;
use oasmith_corpus::extremes::{self, EXTREMES, PRODUCTS};
use oasmith_corpus::{causes, components, find, measure, mutants, rustc, table};

/// Runs the generator over descriptions, and says which of its promises hold.
#[derive(Parser)]
#[command(name = "oasmith-corpus")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the generator over all descriptions of a folder.
    Corpus(Corpus),
    /// Runs the generator over mutants of the descriptions of a folder.
    Mutants(Mutants),
    /// Compares the verdicts of emitted code and of `jsonschema` about random values of each component.
    Components(Components),
    /// Runs the generator over hard input.
    Extremes {
        /// Only those whose name holds this.
        #[arg(default_value = "")]
        only: String,
        /// How many seconds each may take.
        #[arg(long, default_value_t = 10)]
        limit: u64,
    },
    /// Every so manieth mutant, in this process; what `mutants` calls.
    #[command(hide = true)]
    MutantsWorker(Mutants),
    /// A single description, in this process; what the others call.
    #[command(hide = true)]
    Measure {
        spec: PathBuf,
        out: PathBuf,
        name: String,
        #[arg(long)]
        no_prune: bool,
    },
    /// The examples of a single description.
    #[command(hide = true)]
    Trace {
        spec: PathBuf,
        out: PathBuf,
        name: String,
        #[arg(long)]
        keep: bool,
    },
}

#[derive(Args)]
struct Corpus {
    /// The folder, or a single description.
    folder: PathBuf,
    /// Compile what is emitted, in all editions, with rustc, clippy and rustdoc.
    #[arg(long)]
    compile: bool,
    /// Compile less: all that clippy finds in all editions, and the rest in the newest.
    #[arg(long, requires = "compile")]
    quick: bool,
    /// Compile less, and that as one crate: the support code once, and nothing is measured.
    #[arg(long, requires = "compile", conflicts_with = "quick")]
    together: bool,
    /// Emit component schemas that no operation uses, too.
    #[arg(long)]
    no_prune: bool,
    /// Try whether the examples of the descriptions come back from the emitted types.
    #[arg(long)]
    examples: bool,
    /// Try them with types that keep the properties which the descriptions do not name.
    #[arg(long, requires = "examples")]
    keep: bool,
    /// Only descriptions whose path holds one of these.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    only: Vec<String>,
    /// Only so many descriptions, the smallest.
    #[arg(long, value_name = "COUNT")]
    smallest: Option<usize>,
    /// A file of failures that are known: `CLAIM DOCUMENT REASON` in a line.
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// Write the table to a file as well.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Show each operation that is left out, and why.
    #[arg(long)]
    skipped: bool,
    /// Show the most frequent kinds of diagnostics.
    #[arg(long)]
    causes: bool,
    /// How many seconds a run of the generator may take.
    #[arg(long, default_value_t = 10)]
    limit: u64,
    /// Print one JSON object instead of text.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Mutants {
    /// The folder, or a single description.
    folder: PathBuf,
    /// How many mutants.
    #[arg(long, default_value_t = 20_000)]
    count: u64,
    /// The same seed gives the same mutants of the same folder.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many processes work.
    #[arg(long, default_value_t = 2)]
    workers: u64,
    /// Pass over descriptions of more bytes than this.
    #[arg(long, default_value_t = u64::MAX)]
    largest: u64,
    /// How many seconds a mutant may take.
    #[arg(long, default_value_t = 10)]
    limit: u64,
    /// Print this mutant instead.
    #[arg(long, value_name = "NUMBER")]
    show: Option<u64>,
    /// The first mutant of a worker.
    #[arg(long, hide = true, default_value_t = 0)]
    first: u64,
}

#[derive(Args)]
struct Components {
    /// The folder, or a single description.
    folder: PathBuf,
    /// The most values of a component.
    #[arg(long, default_value_t = components::Plan::default().values)]
    values: usize,
    /// The same seed gives the same values.
    #[arg(long, default_value_t = components::Plan::default().seed)]
    seed: u64,
    /// Types keep undeclared properties, so that every value has to be written as it came.
    #[arg(long)]
    keep: bool,
    /// Only descriptions whose path holds one of these.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    only: Vec<String>,
    /// Only so many descriptions, the smallest.
    #[arg(long, value_name = "COUNT")]
    smallest: Option<usize>,
}

/// A claim fails.
const FAILED: u8 = 1;
/// The arguments are wrong, or the machine is in the way.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    if let Some(code) = rustc::run_as_wrapper() {
        return code;
    }
    let done = match Arguments::parse().command {
        Command::Corpus(arguments) => run_corpus(&arguments),
        Command::Components(arguments) => run_components(&arguments),
        Command::Extremes { only, limit } => run_extremes(&only, Duration::from_secs(limit)),
        Command::Mutants(arguments) => run_mutants(&arguments),
        Command::MutantsWorker(arguments) => {
            mutants::work(&mutants_plan(&arguments), arguments.first, say).map(|()| true)
        }
        Command::Measure {
            spec,
            out,
            name,
            no_prune,
        } => {
            let measured = measure::measure(&spec, &out, &name, !no_prune);
            measured.and_then(|measured| tell(&measured))
        }
        Command::Trace {
            spec,
            out,
            name,
            keep,
        } => trace::trace(&spec, &out, &name, keep).and_then(|traced| tell(&traced)),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(USAGE)
        }
    }
}

/// Tells the process that called this one.
fn tell(what: &impl serde::Serialize) -> Result<bool, String> {
    say(&serde_json::to_string(what).map_err(|error| error.to_string())?);
    Ok(true)
}

fn run_corpus(arguments: &Corpus) -> Result<bool, String> {
    let plan = Plan {
        folder: arguments.folder.clone(),
        only: arguments.only.clone(),
        smallest: arguments.smallest,
        compile: match (arguments.compile, arguments.quick, arguments.together) {
            (false, _, _) => None,
            (true, false, false) => Some(Extent::Whole),
            (true, true, _) => Some(Extent::Quick),
            (true, false, true) => Some(Extent::Together),
        },
        prune: !arguments.no_prune,
        examples: arguments.examples,
        keep: arguments.keep,
        limit: Duration::from_secs(arguments.limit),
    };
    let (place, _lock) = place()?;
    let known = arguments
        .known
        .as_deref()
        .map_or(Ok(Vec::new()), claims::read_known)?;
    let mut run = corpus::run(&plan, &place)?;
    let documents: Vec<_> = run.rows.iter().map(|row| row.path.clone()).collect();
    let verdict = Verdict::new(
        std::mem::take(&mut run.failures),
        &known,
        &documents,
        &run.tested,
    );
    if let Some(path) = &arguments.write {
        let text = table::file(&run, &summary(&run, &verdict));
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if arguments.json {
        let causes = causes::causes(&run);
        say(&serde_json::json!({ "run": run, "verdict": verdict, "causes": causes }).to_string());
    } else {
        say(&text(&run, &verdict, arguments));
    }
    Ok(verdict.passes())
}

fn mutants_plan(arguments: &Mutants) -> mutants::Plan {
    mutants::Plan {
        folder: arguments.folder.clone(),
        count: arguments.count,
        seed: arguments.seed,
        workers: arguments.workers,
        largest: arguments.largest,
        limit: Duration::from_secs(arguments.limit),
    }
}

fn run_mutants(arguments: &Mutants) -> Result<bool, String> {
    let plan = mutants_plan(arguments);
    if let Some(number) = arguments.show {
        let (name, text) = mutants::show(&plan, number)?;
        eprintln!("a mutant of {name}");
        say(&text);
        return Ok(true);
    }
    let tried = mutants::run(&plan)?;
    for fault in &tried.faults {
        say(&format!("mutant {} {}", fault.number, fault.what));
    }
    let (milliseconds, number) = tried.slowest;
    say(&format!(
        "{} mutants, {} of them generated, {} faults; the slowest is {number}, with {milliseconds} ms",
        tried.count,
        tried.generated,
        tried.faults.len(),
    ));
    Ok(tried.faults.is_empty())
}

fn run_components(arguments: &Components) -> Result<bool, String> {
    let (place, _lock) = place()?;
    let plan = components::Plan {
        values: arguments.values,
        seed: arguments.seed,
        keep: arguments.keep,
    };
    let mut found = find::find(&arguments.folder)?.descriptions;
    let only = &arguments.only;
    found.retain(|it| only.is_empty() || only.iter().any(|name| it.name.contains(name)));
    if let Some(smallest) = arguments.smallest {
        found.sort_by_key(|it| it.size);
        found.truncate(smallest);
    }
    let mut all = !found.is_empty();
    for description in found {
        let compared = components::run(&place.join("components"), &description, plan)?;
        say(&format!("{}: {compared}", description.name));
        for disagreement in &compared.disagreements {
            say(&format!("    {disagreement}"));
        }
        for pointer in &compared.unjudged {
            say(&format!("    not judged: {pointer}"));
        }
        all &= compared.stopped.is_none() && compared.silent().next().is_none();
    }
    Ok(all)
}

fn run_extremes(only: &str, limit: Duration) -> Result<bool, String> {
    let (place, _lock) = place()?;
    let mut all = true;
    let extremes = EXTREMES.iter().chain(PRODUCTS);
    let mut extremes = extremes.filter(|it| it.name.contains(only)).peekable();
    if extremes.peek().is_none() {
        return Err(format!("no extreme has `{only}` in its name"));
    }
    for extreme in extremes {
        let survived = extremes::run(extreme, &place, limit)?;
        let verdict = if survived.passes { "pass" } else { "FAIL" };
        say(&format!(
            "{verdict}  {} ({} kB)\n      {}",
            survived.name,
            survived.size / 1024,
            survived.outcome
        ));
        all &= survived.passes;
    }
    Ok(all)
}

/// Where the runner writes, beside what cargo built it into; another runner waits until this one is
/// done there.
fn place() -> Result<(PathBuf, File), String> {
    let program = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let target = program.parent().and_then(|profile| profile.parent());
    let place = target.map(|target| target.join("corpus"));
    let place = place.ok_or("this program is in no folder")?;
    let tell = |error: std::io::Error| format!("{}: {error}", place.display());
    std::fs::create_dir_all(&place).map_err(tell)?;
    let lock = File::create(place.join("lock")).map_err(tell)?;
    lock.lock().map_err(tell)?;
    Ok((place, lock))
}

fn text(run: &Run, verdict: &Verdict, arguments: &Corpus) -> String {
    let mut text = table::markdown(run);
    if !run.others.is_empty() {
        text.push_str(&format!(
            "\n{} files are no descriptions:\n  {}\n",
            run.others.len(),
            run.others.join("\n  ")
        ));
    }
    let shapes = causes::shapes(run);
    if !shapes.is_empty() {
        text.push_str("\nOperations are left out for:\n");
    }
    for (shape, count, documents) in shapes {
        text.push_str(&format!(
            "{count:>6}  {shape}, in {documents} descriptions\n"
        ));
    }
    if arguments.skipped {
        for row in &run.rows {
            for skip in row.measured.iter().flat_map(|measured| &measured.skipped) {
                let reasons = skip.reasons.join("; ");
                text.push_str(&format!("{}: {}: {reasons}\n", row.name, skip.operation));
            }
        }
    }
    if arguments.causes {
        text.push_str("\nHow often, in how many descriptions, what, and where once:\n");
        for cause in causes::causes(run) {
            text.push_str(&format!(
                "{:>6} {:>4}  [{}] {}\n               {}\n",
                cause.count, cause.documents, cause.code, cause.message, cause.example
            ));
        }
    }
    for (count, how, example) in causes::losses(run) {
        text.push_str(&format!(
            "\n{count:>6} examples: {how}\n               {example}\n"
        ));
    }
    for (title, failures) in [("known", &verdict.known), ("NEW", &verdict.new)] {
        for failure in failures {
            let reason = failure.reason.replace('\n', "\n    ");
            text.push_str(&format!(
                "\n{title}: {}, {}: {reason}",
                failure.claim, failure.document
            ));
        }
    }
    for stale in &verdict.stale {
        text.push_str(&format!(
            "\nSTALE: known as a failure, and is none: {stale}"
        ));
    }
    text.push_str(&format!("\n{}", summary(run, verdict)));
    text
}

/// A line: which claims hold.
fn summary(run: &Run, verdict: &Verdict) -> String {
    let claims = Claim::ALL.iter().map(|claim| {
        let state = match (run.tested.contains(claim), verdict.holds(*claim)) {
            (false, _) => "not tested".to_owned(),
            (true, true) => "pass".to_owned(),
            (true, false) => {
                let all = verdict
                    .new
                    .iter()
                    .chain(&verdict.known)
                    .filter(|failure| failure.claim == *claim);
                let documents: std::collections::BTreeSet<_> =
                    all.map(|failure| &failure.document).collect();
                format!("FAIL ({} of {})", documents.len(), run.rows.len())
            }
        };
        format!("{claim}: {state}")
    });
    claims.collect::<Vec<_>>().join(" · ")
}

/// Prints a line. Whoever reads may have gone; that is not an error.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
