//! The official test suite of JSON Schema through emitted code: each schema becomes a type, each
//! instance is read as that type and validated.

mod cases;
mod known;
mod program;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

pub use cases::{Draft, Group, Test, groups};
pub use known::Known;
pub use program::{Programs, Reported, Wrong, by_the_letter, lost};

use oasmith::config::{Numbers, Untyped};

use crate::compile;
use crate::together;

/// A test whose verdict is not the expected one.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Failure {
    /// The test: its file, its group and itself.
    pub test: String,
    /// The verdict of the emitted code.
    pub verdict: String,
    /// Whether a diagnostic of the generator names a place of the schema.
    pub is_reported: bool,
}

/// The result of a folder of tests.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The number of tests.
    pub all: usize,
    /// Those with a wrong verdict, and the keywords that have no end in the ledger.
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// The number of tests with the expected verdict.
    pub fn right(&self) -> usize {
        self.all.saturating_sub(self.failures.len())
    }

    /// The number of wrong verdicts without a diagnostic.
    pub fn silent(&self) -> usize {
        let silent = self.failures.iter().filter(|failure| !failure.is_reported);
        silent.count()
    }

    /// The failures, a line each.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for failure in &self.failures {
            let reported = if failure.is_reported {
                "reported"
            } else {
                "silent"
            };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}: {} ({reported})", failure.test, failure.verdict);
        }
        text
    }
}

/// A folder of tests: its name, the drafts, and whether formats are asserted.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The name in results.
    pub name: &'static str,
    /// The path below the tests of the suite.
    pub path: &'static str,
    /// The draft.
    pub draft: Draft,
    /// Whether `format` is an assertion.
    pub formats: bool,
    /// What a schema without `type` allows.
    pub untyped: Untyped,
    /// Whether numbers are kept with all of their digits.
    pub numbers: Numbers,
    /// The files, without their ending; all if none is named.
    pub files: &'static [&'static str],
}

/// Runs folders of tests as one program, which is compiled below `place`.
///
/// # Errors
///
/// The suite cannot be read, or the emitted code does not compile.
pub fn run(
    suite: &Path,
    place: &Path,
    folders: &[Folder],
    digits: Digits,
) -> Result<BTreeMap<&'static str, Outcome>, String> {
    let mut outcomes = BTreeMap::new();
    let remotes = program::remotes(suite);
    let remotes = remotes.map_err(|error| format!("{}: {error}", suite.display()))?;
    let mut programs = Programs::new(place, remotes);
    for folder in folders {
        let groups = groups(suite, folder)?;
        let outcome: &mut Outcome = outcomes.entry(folder.name).or_default();
        outcome.all += groups.iter().map(|group| group.tests.len()).sum::<usize>();
        programs.add(folder, groups)?;
    }
    for wrong in judge(&programs, place, digits)? {
        let group = wrong.group;
        let name = format!(
            "{}: {}: {}",
            group.file, group.description, wrong.test.description
        );
        let outcome = outcomes.entry(wrong.folder).or_default();
        outcome.failures.push(Failure {
            test: name,
            verdict: wrong.verdict,
            is_reported: wrong.reported.is_any(),
        });
    }
    for (folder, lost) in &programs.lost {
        outcomes.entry(folder).or_default().failures.push(Failure {
            test: lost.clone(),
            verdict: "is lost".to_owned(),
            is_reported: true,
        });
    }
    for outcome in outcomes.values_mut() {
        outcome.failures.sort();
    }
    Ok(outcomes)
}

/// The digits of a number that serde_json keeps.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Digits {
    /// Those of a double or an integer of 64 bits.
    OfDouble,
    /// All of them: the feature `arbitrary_precision`, which any crate of a build may switch on.
    All,
}

/// Switches `arbitrary_precision` on in the manifest of a crate.
fn keep_digits(manifest: &Path) -> Result<(), String> {
    let tell = |error: std::io::Error| format!("{}: {error}", manifest.display());
    let text = fs::read_to_string(manifest).map_err(tell)?;
    if text.contains("\"arbitrary_precision\"") {
        return Ok(());
    }
    let with = text.replace(
        "\"float_roundtrip\"",
        "\"float_roundtrip\", \"arbitrary_precision\"",
    );
    if with == text {
        return Err(format!("{}: no features of serde_json", manifest.display()));
    }
    fs::write(manifest, with).map_err(tell)
}

/// Compiles the types of all groups as one program below `place`, and runs it: the wrong verdicts.
///
/// # Errors
///
/// The emitted code does not compile.
pub fn judge<'p>(
    programs: &'p Programs,
    place: &Path,
    digits: Digits,
) -> Result<Vec<Wrong<'p>>, String> {
    let gathered = together::gather(&place.join(together::NAME), &programs.crates())?;
    if digits == Digits::All {
        keep_digits(&gathered.folder.join("Cargo.toml"))?;
    }
    programs.write_main(&gathered.folder)?;
    let mut built = compile::build(
        &place.join("workspace"),
        &place.join("target"),
        std::slice::from_ref(&gathered),
    )?;
    let program = built.remove(&gathered.name).ok_or("nothing is built")??;
    programs.run(&program)
}
