//! The official test suite of JSON Schema through emitted code: each schema becomes a type, each
//! instance is read as that type and validated.

mod cases;
mod known;
mod program;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

pub use cases::{Draft, Group, Test, groups};
pub use known::Known;

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
    /// Those with a wrong verdict.
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// The number of tests with the expected verdict.
    pub fn right(&self) -> usize {
        self.all - self.failures.len()
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
) -> Result<BTreeMap<&'static str, Outcome>, String> {
    let mut outcomes = BTreeMap::new();
    let mut programs = program::Programs::new(place)?;
    for folder in folders {
        let groups = groups(suite, folder)?;
        let outcome: &mut Outcome = outcomes.entry(folder.name).or_default();
        outcome.all += groups.iter().map(|group| group.tests.len()).sum::<usize>();
        programs.add(suite, folder, groups)?;
    }
    let crates = programs.crates();
    let gathered = together::gather(&place.join(together::NAME), &crates)?;
    programs.write_main(&gathered.folder)?;
    let mut built = compile::build(
        &place.join("workspace"),
        &place.join("target"),
        std::slice::from_ref(&gathered),
    )?;
    let program = built.remove(&gathered.name).ok_or("nothing is built")??;
    for (folder, failure) in programs.run(&program)? {
        let outcome = outcomes.entry(folder).or_default();
        outcome.failures.push(failure);
    }
    for outcome in outcomes.values_mut() {
        outcome.failures.sort();
    }
    Ok(outcomes)
}
