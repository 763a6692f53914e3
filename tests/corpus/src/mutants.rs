//! Mutants of descriptions → what the whole generator does with them: no panic, no run without an
//! end, and whatever is emitted is Rust.
//!
//! Workers are processes of their own. Each says which mutant it starts with, so that one that
//! aborts or does not end is known by its number.

use std::io::{BufRead, BufReader};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use oasmith::Config;
use oasmith::source::{self, Node};

use crate::find::{self, Description};
use crate::measure::unparsed;
use crate::mutate::{self, Numbers};

/// Which mutants of which descriptions.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The folder of the descriptions, or a single one.
    pub folder: PathBuf,
    /// How many mutants.
    pub count: u64,
    /// The same seed gives the same mutants of the same folder.
    pub seed: u64,
    /// How many processes work.
    pub workers: u64,
    /// Longer descriptions are passed over; in bytes.
    pub largest: u64,
    /// How long a mutant may take.
    pub limit: Duration,
}

/// What came of all mutants.
#[derive(Debug, Default)]
pub struct Tried {
    /// How many there were.
    pub count: u64,
    /// How many still made an output.
    pub generated: u64,
    /// The longest run, in milliseconds, and the number of its mutant.
    pub slowest: (u64, u64),
    /// What must not happen.
    pub faults: Vec<Fault>,
}

/// What must not happen, and did.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The mutant's number.
    pub number: u64,
    /// What happened.
    pub what: String,
}

/// Tries all mutants.
///
/// # Errors
///
/// The folder cannot be read, or a worker cannot be started.
pub fn run(plan: &Plan) -> Result<Tried, String> {
    if sources(plan)?.is_empty() {
        return Err(format!(
            "{}: there is no description",
            plan.folder.display()
        ));
    }
    let shared = Mutex::new(Tried::default());
    let tried = &shared;
    let results: Vec<Result<(), String>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..plan.workers)
            .map(|first| scope.spawn(move || supervise(plan, first, tried)))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or(Err("a worker is gone".to_owned())))
            .collect()
    });
    results.into_iter().collect::<Result<Vec<()>, String>>()?;
    let mut tried = shared.into_inner().map_err(|error| error.to_string())?;
    tried.faults.sort_by_key(|fault| fault.number);
    Ok(tried)
}

/// Has a worker try every so manieth mutant; starts another behind one that is not survived.
fn supervise(plan: &Plan, first: u64, tried: &Mutex<Tried>) -> Result<(), String> {
    let mut next = first;
    while next < plan.count {
        let mut child = start(plan, next)?;
        let lines = lines(&mut child);
        let mut current = next;
        let end = loop {
            match lines.recv_timeout(plan.limit) {
                Ok(line) => {
                    let Ok(mut tried) = tried.lock() else {
                        return Err("a worker is gone".to_owned());
                    };
                    take(&line, &mut current, &mut tried);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let _ = child.kill();
                    break format!("takes more than {} s", plan.limit.as_secs());
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break "aborts".to_owned(),
            }
        };
        let status = child.wait().map_err(|error| format!("a worker: {error}"))?;
        if status.success() {
            return Ok(());
        }
        let Ok(mut tried) = tried.lock() else {
            return Err("a worker is gone".to_owned());
        };
        tried.faults.push(Fault {
            number: current,
            what: format!("{end} ({status})"),
        });
        next = current + plan.workers;
    }
    Ok(())
}

fn start(plan: &Plan, first: u64) -> Result<Child, String> {
    let program = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let mut command = Command::new(program);
    command.arg("mutants-worker").arg(&plan.folder);
    for (option, value) in [
        ("--count", plan.count),
        ("--seed", plan.seed),
        ("--workers", plan.workers),
        ("--largest", plan.largest),
        ("--first", first),
    ] {
        command.arg(option).arg(value.to_string());
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
        .spawn()
        .map_err(|error| format!("a worker: {error}"))
}

/// The lines of a worker, as they come.
fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
    }
    receiver
}

/// A line of a worker: `start N`, `done N MILLISECONDS GENERATED`, `fault N WHAT`.
fn take(line: &str, current: &mut u64, tried: &mut Tried) {
    let mut words = line.splitn(4, ' ');
    let (kind, number) = (
        words.next(),
        words.next().and_then(|word| word.parse::<u64>().ok()),
    );
    let Some(number) = number else { return };
    match kind {
        Some("start") => {
            *current = number;
            tried.count += 1;
        }
        Some("done") => {
            let took = words
                .next()
                .and_then(|word| word.parse().ok())
                .unwrap_or_default();
            tried.slowest = tried.slowest.max((took, number));
            tried.generated += u64::from(words.next() == Some("true"));
        }
        Some("fault") => {
            let what = words.collect::<Vec<_>>().join(" ");
            tried.faults.push(Fault { number, what });
        }
        _ => {}
    }
}

/// A description that mutants are made of.
struct Source {
    description: Description,
    text: String,
    root: Node,
}

fn sources(plan: &Plan) -> Result<Vec<Source>, String> {
    let found = find::find(&plan.folder)?.descriptions.into_iter();
    let read = |description: Description| {
        let text = String::from_utf8_lossy(&std::fs::read(&description.path).ok()?).into_owned();
        let root = match source::parse(&description.path, text.clone()) {
            Ok(mut tree) if !tree.files.is_empty() => tree.files.remove(0).root,
            _ => Node::Null,
        };
        Some(Source {
            description,
            text,
            root,
        })
    };
    Ok(found
        .filter(|description| description.size <= plan.largest)
        .filter_map(read)
        .collect())
}

/// A mutant: the path that it has, and its text.
fn mutant(sources: &[Source], seed: u64, number: u64) -> Option<(&Source, String)> {
    // The seed is spread, so that neighbours have nothing in common.
    let mut numbers = Numbers(Numbers(seed).draw() ^ number);
    let source = sources.get(numbers.below(sources.len()))?;
    let other = sources.get(numbers.below(sources.len()))?;
    let text = match numbers.below(2) {
        0 => mutate::text(&source.text, &mut numbers),
        _ => mutate::json(&mutate::tree(&source.root, &other.root, &mut numbers)),
    };
    Some((source, text))
}

/// The text of a mutant, to be looked at, behind the name of what it was made of.
///
/// # Errors
///
/// The folder cannot be read, or holds no description.
pub fn show(plan: &Plan, number: u64) -> Result<(String, String), String> {
    let sources = sources(plan)?;
    let (source, text) = mutant(&sources, plan.seed, number).ok_or("there is no description")?;
    Ok((source.description.name.clone(), text))
}

/// The work of a worker: every so manieth mutant from a first one.
///
/// # Errors
///
/// The folder cannot be read.
pub fn work(plan: &Plan, first: u64, say: fn(&str)) -> Result<(), String> {
    let sources = sources(plan)?;
    let panics = Arc::new(Mutex::new(String::new()));
    let last = Arc::clone(&panics);
    std::panic::set_hook(Box::new(move |panic| {
        if let Ok(mut last) = last.lock() {
            *last = panic.to_string().replace('\n', " ");
        }
    }));
    let mut number = first;
    while number < plan.count {
        say(&format!("start {number}"));
        let Some((source, text)) = mutant(&sources, plan.seed, number) else {
            return Ok(());
        };
        let start = Instant::now();
        match catch_unwind(|| try_one(&source.description.path, text, number)) {
            Ok(Ok(generated)) => say(&format!(
                "done {number} {} {generated}",
                start.elapsed().as_millis()
            )),
            Ok(Err(what)) => say(&format!(
                "fault {number} of {}: {what}",
                source.description.name
            )),
            Err(_) => {
                let message = panics
                    .lock()
                    .map(|message| message.clone())
                    .unwrap_or_default();
                say(&format!(
                    "fault {number} of {}: {message}",
                    source.description.name
                ));
            }
        }
        number += plan.workers;
    }
    Ok(())
}

/// Generates and prints everything that a caller would see; client and server for every fourth, as
/// those take most of the time. Says whether anything was generated.
fn try_one(path: &Path, text: String, number: u64) -> Result<bool, String> {
    let all = number.is_multiple_of(4);
    let config = Config {
        client: all,
        server: all,
        ..Config::default()
    };
    let (generated, report) = match oasmith::generate_text(path, text, &config) {
        Ok(mut generated) => {
            // The support code is the same for all.
            generated
                .files
                .retain(|file| !file.path.contains("support/"));
            let faults = unparsed(&generated);
            if !faults.is_empty() {
                return Err(format!("emits what is not Rust: {}", faults.join("; ")));
            }
            (true, generated.report)
        }
        Err(report) => (false, report),
    };
    for diagnostic in &report.diagnostics {
        report.render(diagnostic, oasmith::Style::Plain);
    }
    Ok(generated)
}
