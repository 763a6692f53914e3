//! A folder of descriptions → a row for each, and the claims that fail.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use crate::claims::{Claim, Failure};
use crate::compile::{self, Compiled, Crate, Extent};
use crate::examples::{self, Examples};
use crate::find::{self, Description};
use crate::measure::Measured;
use crate::process::{self, Outcome};

/// What to do with the descriptions.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The folder, or a single file.
    pub folder: PathBuf,
    /// Only descriptions whose path holds one of these; all if there is none.
    pub only: Vec<String>,
    /// Only so many, the smallest; all if it is not said.
    pub smallest: Option<usize>,
    /// Whether what is emitted is compiled.
    pub compile: Option<Extent>,
    /// Whether the examples of the descriptions are tried.
    pub examples: bool,
    /// Whether component schemas that no operation uses are omitted.
    pub prune: bool,
    /// Whether that is done with types that keep what the descriptions do not name.
    pub keep: bool,
    /// How long a run of the generator may take.
    pub limit: Duration,
}

/// What became of a folder.
#[derive(Debug, Default, Serialize)]
pub struct Run {
    /// In the order of their names.
    pub rows: Vec<Row>,
    /// Files that are no descriptions.
    pub others: Vec<String>,
    /// What breaks a claim.
    #[serde(skip)]
    pub failures: Vec<Failure>,
    /// The claims that the run was about.
    pub tested: Vec<Claim>,
}

/// A description and what became of it.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The path below the folder.
    pub name: String,
    /// The same with the name of the folder, by which known failures are found.
    pub path: String,
    /// Whether it is meant to be faulty.
    pub negative: bool,
    /// In bytes.
    pub size: u64,
    /// What the generator made of it; `None` if it did not come to its end.
    pub measured: Option<Measured>,
    /// What compiling took, where that was asked for.
    pub check: Option<Check>,
    /// What became of the examples, where that was asked for.
    pub examples: Option<Examples>,
}

/// What `cargo check` took of a crate.
#[derive(Debug, Serialize)]
pub struct Check {
    /// In seconds of a processor.
    pub seconds: f64,
    /// The same without client and server.
    pub types_seconds: f64,
    /// The most memory of rustc.
    pub peak_megabytes: f64,
}

/// A run may take its limit of a processor; on a busy machine that is many times as long.
const PATIENCE: u32 = 10;

/// Runs everything that the plan says. `place` is a folder for what is written.
///
/// # Errors
///
/// The folder cannot be read, or the place cannot be written.
pub fn run(plan: &Plan, place: &Path) -> Result<Run, String> {
    let found = find::find(&plan.folder)?;
    let descriptions = chosen(found.descriptions, plan);
    let mut run = Run {
        others: found.others,
        ..Run::default()
    };
    run.tested = vec![Claim::Generates, Claim::Covers, Claim::NeverPanics];
    let parent = parent(&plan.folder);
    let crates = place.join("crates");
    // What an earlier run left.
    let _ = std::fs::remove_dir_all(&crates);
    let mut emitted = Vec::new();
    let mut specs = Vec::new();
    for description in &descriptions {
        let name = crate_name(&description.name);
        let folder = crates.join(&name);
        let outcome = generate(description, &folder, &name, plan)?;
        let row = row(description, &parent, outcome, plan.limit, &mut run.failures);
        if row
            .measured
            .as_ref()
            .is_some_and(|measured| measured.generated)
        {
            specs.push((name.clone(), description.path.clone()));
            emitted.push((run.rows.len(), Crate { name, folder }));
        }
        run.rows.push(row);
    }
    if let Some(extent) = plan.compile {
        run.tested.push(Claim::Compiles);
        add_compiled(&mut run, place, &emitted, extent)?;
    }
    if plan.examples {
        run.tested.push(Claim::LosesNothing);
        let examples = examples::run(&specs, place, plan.keep, plan.limit)?;
        add_examples(&mut run, &emitted, examples);
    }
    Ok(run)
}

/// The name of a folder with a slash behind it, or that of the folder that a file is in.
fn parent(folder: &Path) -> String {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let folder = if full.is_file() {
        full.parent().unwrap_or(&full)
    } else {
        &full
    };
    let name = folder.file_name().unwrap_or_default();
    format!("{}/", name.to_string_lossy())
}

fn chosen(mut descriptions: Vec<Description>, plan: &Plan) -> Vec<Description> {
    let is_wanted =
        |name: &str| plan.only.is_empty() || plan.only.iter().any(|part| name.contains(part));
    descriptions.retain(|description| is_wanted(&description.name));
    if let Some(smallest) = plan.smallest {
        descriptions.sort_by_key(|description| description.size);
        descriptions.truncate(smallest);
        descriptions.sort_by(|left, right| left.name.cmp(&right.name));
    }
    descriptions
}

/// The name of a crate after the path of its description, which no other has.
fn crate_name(path: &str) -> String {
    let dash = |each: char| {
        if each.is_ascii_alphanumeric() {
            each.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let dashed: String = path.chars().map(dash).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    // Paths that differ in other characters only keep apart by the number of each.
    let odd: u32 = path.bytes().fold(0, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    format!("c-{}-{odd:08x}", words.join("-"))
}

fn generate(
    description: &Description,
    folder: &Path,
    name: &str,
    plan: &Plan,
) -> Result<Outcome, String> {
    let (path, folder) = (description.path.to_string_lossy(), folder.to_string_lossy());
    let arguments = ["measure", &path, &folder, name, "--no-prune"];
    let count = arguments.len() - usize::from(plan.prune);
    process::run_self(&arguments[..count], plan.limit * PATIENCE)
}

fn row(
    description: &Description,
    parent: &str,
    outcome: Outcome,
    limit: Duration,
    failures: &mut Vec<Failure>,
) -> Row {
    let document = format!("{parent}{}", description.name);
    let mut fail = |claim: Claim, reason: String| {
        failures.push(Failure {
            claim,
            document: document.clone(),
            reason,
        })
    };
    let measured = match outcome {
        Outcome::Done(text) => match serde_json::from_str::<Measured>(&text) {
            Ok(measured) => Some(measured),
            Err(error) => {
                fail(Claim::Generates, format!("the run told nothing: {error}"));
                None
            }
        },
        Outcome::Panicked(message) => {
            fail(Claim::NeverPanics, format!("panics: {message}"));
            None
        }
        Outcome::Killed(how) => {
            fail(Claim::NeverPanics, format!("is killed: {how}"));
            None
        }
        Outcome::TimedOut => {
            fail(Claim::NeverPanics, "does not end".to_owned());
            None
        }
    };
    if let Some(measured) = &measured {
        for (claim, reason) in faults(measured, description.negative, limit) {
            fail(claim, reason);
        }
    }
    Row {
        name: description.name.clone(),
        path: document,
        negative: description.negative,
        size: description.size,
        measured,
        check: None,
        examples: None,
    }
}

/// What breaks a claim in a run that came to its end.
fn faults(measured: &Measured, negative: bool, limit: Duration) -> Vec<(Claim, String)> {
    let mut faults = Vec::new();
    let took = measured.processor_milliseconds + measured.rendering_milliseconds;
    if took > limit.as_secs_f64() * 1000.0 {
        faults.push((Claim::NeverPanics, format!("takes {took:.0} ms")));
    }
    for file in &measured.unparsed {
        faults.push((Claim::Generates, format!("emits what is not Rust: {file}")));
    }
    let placed = measured.diagnostics.iter().any(|said| said.line.is_some());
    if negative {
        if !placed {
            faults.push((
                Claim::Generates,
                "is faulty, and no diagnostic with a place says so".to_owned(),
            ));
        }
        return faults;
    }
    if !measured.generated {
        let first = measured.diagnostics.iter().find(|said| said.error);
        let reason = first.map_or("without a reason".to_owned(), |said| {
            format!("{}: {}", said.code, said.message)
        });
        faults.push((Claim::Generates, format!("nothing is generated: {reason}")));
    }
    for skip in &measured.skipped {
        let is_schema = |reason: &String| reason.starts_with("unsupported-schema");
        if skip.reasons.is_empty() || skip.reasons.iter().any(is_schema) {
            let why = skip.reasons.join("; ");
            let reason = format!("{} is left out for no shape of HTTP: {why}", skip.operation);
            faults.push((Claim::Covers, reason));
        }
    }
    if measured.untyped > 0 {
        faults.push((
            Claim::Covers,
            format!("{} places are not typed yet", measured.untyped),
        ));
    }
    faults
}

fn add_compiled(
    run: &mut Run,
    place: &Path,
    emitted: &[(usize, Crate)],
    extent: Extent,
) -> Result<(), String> {
    let crates: Vec<Crate> = emitted.iter().map(|(_, each)| each.clone()).collect();
    let compiled: BTreeMap<String, Compiled> = compile::compile(place, &crates, extent)?;
    for (index, each) in emitted {
        let (Some(row), Some(compiled)) = (run.rows.get_mut(*index), compiled.get(&each.name))
        else {
            continue;
        };
        row.check = Some(Check {
            seconds: compiled.seconds,
            types_seconds: compiled.types_seconds,
            peak_megabytes: compiled.peak_megabytes,
        });
        for text in &compiled.said {
            run.failures.push(Failure {
                claim: Claim::Compiles,
                document: row.path.clone(),
                reason: text.clone(),
            });
        }
    }
    Ok(())
}

fn add_examples(run: &mut Run, emitted: &[(usize, Crate)], mut all: BTreeMap<String, Examples>) {
    for (index, each) in emitted {
        let (Some(row), Some(examples)) = (run.rows.get_mut(*index), all.remove(&each.name)) else {
            continue;
        };
        let lost = examples.lost.len();
        let reason = match (&examples.stopped, lost) {
            (Some(stopped), _) => Some(stopped.clone()),
            (None, 0) => None,
            (None, _) => Some(format!(
                "{lost} of {} examples do not come back",
                examples.total
            )),
        };
        if let Some(reason) = reason {
            run.failures.push(Failure {
                claim: Claim::LosesNothing,
                document: row.path.clone(),
                reason,
            });
        }
        row.examples = Some(examples);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{crate_name, faults};
    use crate::claims::Claim;
    use crate::measure::{Measured, Said, Skip};

    #[test]
    fn crates_of_different_paths_have_different_names() {
        assert_eq!(crate_name("a/b.yaml"), crate_name("a/b.yaml"));
        assert_ne!(crate_name("a/b.yaml"), crate_name("a_b.yaml"));
    }

    fn said(line: Option<usize>) -> Said {
        let (code, message) = ("syntax".to_owned(), "oh".to_owned());
        Said {
            code,
            error: true,
            file: String::new(),
            line,
            pointer: String::new(),
            message,
        }
    }

    #[test]
    fn what_breaks_a_claim_is_told() {
        let check = |measured: &Measured, negative: bool| -> Vec<Claim> {
            faults(measured, negative, Duration::from_secs(1))
                .into_iter()
                .map(|(claim, _)| claim)
                .collect()
        };
        let good = Measured {
            generated: true,
            ..Measured::default()
        };
        let refused = Measured {
            diagnostics: vec![said(Some(1))],
            ..Measured::default()
        };
        let unplaced = Measured {
            diagnostics: vec![said(None)],
            ..Measured::default()
        };
        let slow = Measured {
            processor_milliseconds: 900.0,
            rendering_milliseconds: 200.0,
            ..good.clone()
        };
        let untyped = Measured {
            untyped: 1,
            ..good.clone()
        };
        let (operation, shapes) = ("GET /t".to_owned(), Vec::new());
        let skip = |reasons: &[&str]| Measured {
            skipped: vec![Skip {
                operation: operation.clone(),
                shapes: shapes.clone(),
                reasons: reasons.iter().map(ToString::to_string).collect(),
            }],
            ..good.clone()
        };
        assert_eq!(check(&skip(&[]), false), [Claim::Covers]);
        assert_eq!(
            check(&skip(&["unsupported-schema: x"]), false),
            [Claim::Covers]
        );
        assert_eq!(check(&skip(&["unsupported-body: x"]), false), []);
        let broken = Measured {
            unparsed: vec!["src/lib.rs".to_owned()],
            ..good.clone()
        };
        assert_eq!(check(&good, false), []);
        assert_eq!(check(&good, true), [Claim::Generates]);
        assert_eq!(check(&refused, false), [Claim::Generates]);
        assert_eq!(check(&refused, true), []);
        assert_eq!(check(&unplaced, true), [Claim::Generates]);
        assert_eq!(check(&slow, false), [Claim::NeverPanics]);
        assert_eq!(check(&untyped, false), [Claim::Covers]);
        assert_eq!(check(&broken, false), [Claim::Generates]);
    }
}
