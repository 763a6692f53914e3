//! Examples of a description → whether they come back from the emitted types as they went in.

mod compare;
mod find;
pub mod trace;
pub mod valid;

pub use compare::difference;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::Serialize;

use crate::compile::{self, Crate};
use crate::process::{self, Outcome};
use trace::Traced;

/// What became of the examples of a description.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Examples {
    /// How many came back as they went in.
    pub right: usize,
    /// How many are valid and have a type.
    pub total: usize,
    /// How many stand in the description.
    pub all: usize,
    /// How many have a type.
    pub typed: usize,
    /// How many of them are not valid.
    pub invalid: usize,
    /// How many of them the validator cannot judge.
    pub unjudged: usize,
    /// Those that did not come back.
    pub lost: Vec<Lost>,
    /// Why nothing could be tried.
    pub stopped: Option<String>,
}

/// An example that did not come back as it went in.
#[derive(Clone, Debug, Serialize)]
pub struct Lost {
    /// Where it stands.
    pub pointer: String,
    /// The type that it was read into.
    pub ty: String,
    /// What happened.
    pub how: String,
}

/// Tries the examples of descriptions: each is generated again, with a program that reads and writes
/// them; all are compiled together. The types may keep properties that the descriptions do not name.
///
/// # Errors
///
/// The place cannot be written, or cargo cannot be called.
pub fn run(
    specs: &[(String, PathBuf)],
    place: &Path,
    keep: bool,
    limit: Duration,
) -> Result<BTreeMap<String, Examples>, String> {
    let crates = place.join("traced");
    let _ = std::fs::remove_dir_all(&crates);
    let mut all = BTreeMap::new();
    let mut traced = Vec::new();
    for (name, spec) in specs {
        let folder = crates.join(name);
        let (path, out) = (spec.to_string_lossy(), folder.to_string_lossy());
        let mut arguments = vec!["trace", &path, &out, name];
        arguments.extend(keep.then_some("--keep"));
        let outcome = process::run_self(&arguments, limit * 30)?;
        let found = match outcome {
            Outcome::Done(text) => {
                serde_json::from_str::<Traced>(&text).map_err(|error| error.to_string())
            }
            other => Err(format!("{other:?}")),
        };
        match found {
            Ok(found) => {
                all.insert(
                    name.clone(),
                    Examples {
                        total: found.cases.len(),
                        all: found.all,
                        typed: found.typed,
                        invalid: found.invalid,
                        unjudged: found.unjudged,
                        ..Examples::default()
                    },
                );
                if !found.cases.is_empty() {
                    traced.push((
                        Crate {
                            name: name.clone(),
                            folder,
                        },
                        found,
                    ));
                }
            }
            Err(error) => {
                all.insert(
                    name.clone(),
                    Examples {
                        stopped: Some(error),
                        ..Examples::default()
                    },
                );
            }
        }
    }
    let crates: Vec<Crate> = traced.iter().map(|(each, _)| each.clone()).collect();
    let programs = compile::build(&place.join("programs"), &place.join("target"), &crates)?;
    for (each, found) in &traced {
        let Some(examples) = all.get_mut(&each.name) else {
            continue;
        };
        match programs.get(&each.name) {
            Some(Ok(program)) => try_all(examples, found, program, &each.folder, limit)?,
            Some(Err(said)) => examples.stopped = Some(format!("it does not compile: {said}")),
            None => examples.stopped = Some("there is no program".to_owned()),
        }
    }
    Ok(all)
}

fn try_all(
    examples: &mut Examples,
    traced: &Traced,
    program: &Path,
    folder: &Path,
    limit: Duration,
) -> Result<(), String> {
    let cases = traced.cases.iter().map(|case| (case.check, &*case.json));
    let results = match call(program, folder, cases, limit)? {
        Ok(results) => results,
        Err(outcome) => {
            examples.stopped = Some(outcome);
            return Ok(());
        }
    };
    for (case, result) in traced.cases.iter().zip(results) {
        let how = match result {
            Ok(encoded) => compared(&case.json, &encoded),
            Err(fault) => Some(format!("does not decode: {fault}")),
        };
        match how {
            None => examples.right += 1,
            Some(how) => examples.lost.push(Lost {
                pointer: case.pointer.clone(),
                ty: case.ty.clone(),
                how,
            }),
        }
    }
    Ok(())
}

/// Has the program of [`trace::add_program`] try values, each with the number of its check: what each is
/// written as, or why it is not; the outcome where the program does not come to an end.
///
/// # Errors
///
/// The values cannot be written, or the program cannot be started.
pub fn call<'c>(
    program: &Path,
    folder: &Path,
    cases: impl Iterator<Item = (usize, &'c str)>,
    limit: Duration,
) -> Result<Result<Vec<Result<String, String>>, String>, String> {
    let data = folder.join("examples.txt");
    let lines: String = cases
        .map(|(check, json)| format!("{check}\t{json}\n"))
        .collect();
    std::fs::write(&data, lines).map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.arg(&data);
    let text = match process::run(command, limit)? {
        Outcome::Done(text) => text,
        other => return Ok(Err(format!("{other:?}"))),
    };
    let results = text.lines().map(|line| match line.split_once('\t') {
        Some(("ok", encoded)) => Ok(encoded.to_owned()),
        Some((_, fault)) => Err(fault.to_owned()),
        None => Err("says nothing".to_owned()),
    });
    Ok(Ok(results.collect()))
}

fn compared(old: &str, new: &str) -> Option<String> {
    let (Ok(old), Ok(new)) = (serde_json::from_str(old), serde_json::from_str(new)) else {
        return Some("is no JSON".to_owned());
    };
    compare::difference(&old, &new)
        .map(|(pointer, what)| format!("encodes differently: {what} at {pointer}"))
}
