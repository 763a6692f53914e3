//! A description → its valid examples with their types, and the crate that they are tried in. Runs in
//! a process of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use oasmith::config::UnknownProperties;
use oasmith::model::Direction;
use oasmith::{Config, Generated, write};
use serde::{Deserialize, Serialize};

use super::find;
use super::valid::{Extent, Judge, Judgement, Registries};
use crate::mutate;

/// The examples of a description.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Traced {
    /// Those that are valid and have a type.
    pub cases: Vec<Case>,
    /// How many examples stand in the description at all.
    pub all: usize,
    /// How many have a type.
    pub typed: usize,
    /// How many of them are not valid.
    pub invalid: usize,
    /// How many of them the validator cannot judge.
    pub unjudged: usize,
}

/// A valid example, and a type that has to take it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Case {
    /// Where the example stands.
    pub pointer: String,
    /// Which function of the emitted crate tries it.
    pub check: usize,
    /// The type.
    pub ty: String,
    /// The example.
    pub json: String,
}

/// Generates a crate that can try the examples of its description, writes it, and tells of them.
///
/// # Errors
///
/// Nothing is generated, or the folder cannot be written.
pub fn trace(spec: &Path, out: &Path, name: &str, keep: bool) -> Result<Traced, String> {
    let config = Config {
        crate_name: Some(name.to_owned()),
        unknown_properties: match keep {
            true => UnknownProperties::Keep,
            false => UnknownProperties::Skip,
        },
        ..Config::default()
    };
    let generated =
        oasmith::generate_traced(spec, &config).map_err(|_| "nothing is generated".to_owned())?;
    let mut traced = Traced::default();
    let types = collect(&generated, &mut traced);
    let _ = std::fs::remove_dir_all(out);
    write::write(out, &generated.files).map_err(|error| error.to_string())?;
    add_program(out, name, &types, false).map_err(|error| format!("{}: {error}", out.display()))?;
    Ok(traced)
}

/// Collects the cases; the types of their checks, in the order of their numbers.
fn collect(generated: &Generated, traced: &mut Traced) -> Vec<String> {
    let Some(tree) = &generated.report.tree else {
        return Vec::new();
    };
    traced.all = find::count(tree);
    let extent = Extent {
        formats: true,
        discriminators: false,
    };
    let mut judge = Judge::new(Registries::new(tree, extent));
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut known = BTreeSet::new();
    for example in find::find(generated, tree) {
        let way = match example.direction {
            Direction::Any => 0,
            Direction::Request => 1,
            Direction::Response => 2,
        };
        if !known.insert((
            example.file,
            example.pointer.clone(),
            way,
            example.ty.clone(),
        )) {
            continue;
        }
        seen.insert((example.file, example.pointer.clone()));
        match judge.judge(
            example.file,
            &example.schema,
            example.direction,
            example.value,
        ) {
            Judgement::Valid => {}
            Judgement::Invalid => {
                traced.invalid += 1;
                continue;
            }
            Judgement::None => {
                traced.unjudged += 1;
                continue;
            }
        }
        let next = types.len();
        let check = *types.entry(example.ty.clone()).or_insert(next);
        traced.cases.push(Case {
            pointer: example.pointer,
            check,
            ty: example.ty,
            json: mutate::json(example.value).replace('\n', ""),
        });
    }
    traced.typed = seen.len();
    let mut types: Vec<_> = types.into_iter().collect();
    types.sort_by_key(|(_, number)| *number);
    types.into_iter().map(|(ty, _)| ty).collect()
}

/// Adds a module that reads and writes a value of each type, and a program that calls it. It validates
/// the values in between, if it has to.
pub fn add_program(
    out: &Path,
    name: &str,
    types: &[String],
    validates: bool,
) -> std::io::Result<()> {
    let validates = validates && out.join("src/support/validate").is_dir();
    let (bound, validation) = match validates {
        true => (" + crate::support::validate::Validate", VALIDATION),
        false => ("", ""),
    };
    let checks: String = types
        .iter()
        .map(|ty| format!("    check::<{ty}>,\n"))
        .collect();
    std::fs::write(
        out.join("src/tried.rs"),
        MODULE
            .replace("CHECKS_HERE", &checks)
            .replace("BOUND_HERE", bound)
            .replace("    VALIDATION_HERE\n", validation),
    )?;
    let root = out.join("src/lib.rs");
    let text = std::fs::read_to_string(&root)?;
    std::fs::write(root, format!("{text}\npub mod tried;\n"))?;
    std::fs::create_dir_all(out.join("src/bin"))?;
    let program = format!(
        "fn main() {{ {}::tried::run(); }}\n",
        name.replace('-', "_")
    );
    std::fs::write(out.join("src/bin").join(format!("{name}.rs")), program)
}

const VALIDATION: &str = "    value.validate().map_err(|found| format!(\"violates: {found}\"))?;\n";

const MODULE: &str = r#"#![allow(unused, deprecated)]
use super::models;
use super::support::codec::{self, Wire};

type Check = fn(&str) -> Result<String, String>;

fn check<T: WireBOUND_HERE>(json: &str) -> Result<String, String> {
    let value: T = codec::from_json(json.as_bytes()).map_err(|fault| fault.to_string())?;
    VALIDATION_HERE
    let text = codec::to_json(&value).map_err(|fault| format!("it does not encode: {fault}"))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

const CHECKS: &[Check] = &[
CHECKS_HERE];

pub fn run() {
    let path = std::env::args().nth(1).unwrap_or_default();
    let text = std::fs::read_to_string(path).unwrap_or_default();
    for line in text.lines() {
        let (number, json) = line.split_once('\t').unwrap_or_default();
        let check = number.parse().ok().and_then(|number: usize| CHECKS.get(number));
        let result = check.map(|check| std::panic::catch_unwind(|| check(json)));
        match result {
            Some(Ok(Ok(text))) => println!("ok\t{text}"),
            Some(Ok(Err(fault))) => println!("no\t{}", fault.replace('\n', " ")),
            Some(Err(_)) => println!("no\tit panics"),
            None => println!("no\tthere is no such check"),
        }
    }
}
"#;
