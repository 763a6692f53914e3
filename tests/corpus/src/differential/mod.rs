//! Schemas and instances drawn at random, judged by emitted code and by the crate `jsonschema`.

pub mod excuse;
mod inferred;
pub mod instances;
mod judge;
mod keywords;
mod schemas;
pub mod shrink;
mod strings;
mod unions;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use instances::Care;
use oasmith::config;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::mutate::Numbers;
use crate::suite::{self, Digits, Draft, Failure, Folder, Group, Outcome, Programs, Test};

/// How much is drawn, and from where.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Plan {
    /// The pairs of a schema and an instance.
    pub pairs: usize,
    /// The same seed gives the same pairs.
    pub seed: u64,
    /// The most instances of a schema.
    pub instances: usize,
}

impl Default for Plan {
    /// What runs in minutes.
    fn default() -> Self {
        Self {
            pairs: 20_000,
            seed: 1,
            instances: 16,
        }
    }
}

/// A pair with two verdicts.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Disagreement {
    /// How much there is to read of it.
    size: usize,
    /// The schema, as JSON.
    pub schema: String,
    /// The instance, as JSON.
    pub instance: String,
    /// Whether its schemas are those of OpenAPI 3.0.
    is_30: bool,
    /// Whether JSON types are inferred.
    infers: bool,
    /// Whether `jsonschema` takes the instance.
    pub is_valid: bool,
    /// The verdict of the emitted code.
    pub verdict: String,
    /// The family that the schema was drawn from.
    pub family: String,
    /// The codes of the diagnostics about the schema; empty without one.
    pub reported: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let draft = if self.is_30 { "3.0" } else { "3.1" };
        let infers = if self.infers { " infer" } else { "" };
        write!(
            formatter,
            "{draft}{infers} {} {}: ",
            self.schema, self.instance
        )?;
        let verdict = format!("{} ({})", self.verdict, self.family);
        say(formatter, self.is_valid, &verdict, &self.reported)
    }
}

/// Writes two verdicts, and the codes of diagnostics.
pub fn say(
    formatter: &mut fmt::Formatter<'_>,
    is_valid: bool,
    verdict: &str,
    reported: &str,
) -> fmt::Result {
    let expected = if is_valid { "valid" } else { "invalid" };
    write!(formatter, "jsonschema: {expected}, emitted: {verdict}")?;
    match reported.is_empty() {
        true => Ok(()),
        false => write!(formatter, " [{reported}]"),
    }
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The pairs that were judged.
    pub pairs: usize,
    /// The schemas.
    pub schemas: usize,
    /// The schemas that `jsonschema` takes and others refuse.
    pub refused: usize,
    /// The pairs of schemas without a `type` that is inferred.
    pub inferred: usize,
    /// The keywords that have no end in the ledger.
    pub lost: Vec<String>,
    /// The disagreements, the smallest first.
    pub disagreements: Vec<Disagreement>,
}

impl Compared {
    /// The schemas with a wrong verdict and no diagnostic, as failures that a list may have.
    pub fn outcome(&self) -> Outcome {
        let silent = self
            .disagreements
            .iter()
            .filter(|it| it.reported.is_empty());
        let failures = silent.map(|it| Failure {
            test: it.schema.clone(),
            verdict: format!("{}: {}", it.instance, it.verdict),
            is_reported: false,
        });
        Outcome {
            all: self.pairs,
            failures: failures.collect(),
        }
    }
}

/// A schema with instances and what `jsonschema` says of them.
struct Case {
    family: String,
    draft: Draft,
    infers: bool,
    /// As it is generated from.
    schema: Value,
    instances: Vec<(Value, bool)>,
}

/// Draws schemas and instances, and compares their verdicts; everything is written below `place`.
///
/// # Errors
///
/// The emitted code does not compile.
pub fn run(place: &Path, plan: Plan) -> Result<Compared, String> {
    let mut compared = Compared::default();
    let mut index = 0;
    while compared.pairs < plan.pairs {
        let mut cases = Vec::new();
        while compared.pairs < plan.pairs && cases.len() < MAX_SCHEMAS {
            let Some(case) = case(index, plan) else {
                compared.refused += 1;
                index += 1;
                continue;
            };
            index += 1;
            compared.pairs += case.instances.len();
            compared.inferred += if case.infers { case.instances.len() } else { 0 };
            cases.push(case);
        }
        compared.schemas += cases.len();
        let (disagreements, lost) = judge_all(place, cases)?;
        compared.disagreements.extend(disagreements);
        compared.lost.extend(lost);
    }
    compared.disagreements.sort();
    Ok(compared)
}

/// The schemas of a program: rustc needs memory for all types of one. It is the types that cost, so more
/// instances of each are judged in little more time.
const MAX_SCHEMAS: usize = 2_500;

fn case(index: usize, plan: Plan) -> Option<Case> {
    let drawn = schemas::draw(index, plan.seed);
    // One in three, as far as it has types that can be inferred.
    let untyped = index
        .is_multiple_of(3)
        .then(|| inferred::untyped(&drawn.schema))
        .flatten();
    let judged = untyped.as_ref().and_then(inferred::typed);
    let judged = judged.as_ref().unwrap_or(&drawn.schema);
    let validator = judge::validator(judged, drawn.draft)?;
    let mut numbers = Numbers(plan.seed.rotate_left(32) ^ index as u64);
    let schema = (judged, judged);
    let is_valid = |instance: &Value| validator.is_valid(instance);
    let instances = instances::draw(schema, plan.instances, Care::Little, &mut numbers, is_valid);
    let judged = |instance: Value| {
        let is_valid = validator.is_valid(&instance);
        (instance, is_valid)
    };
    Some(Case {
        family: drawn.family.to_owned(),
        draft: drawn.draft,
        infers: untyped.is_some(),
        instances: instances.into_iter().map(judged).collect(),
        schema: untyped.unwrap_or(drawn.schema),
    })
}

fn folder(draft: Draft, infers: bool) -> Folder {
    Folder {
        name: match (draft, infers) {
            (Draft::Draft4, false) => "3.0",
            (Draft::Draft4, true) => "3.0 infer",
            (Draft::Draft202012, false) => "3.1",
            (Draft::Draft202012, true) => "3.1 infer",
        },
        untyped: match infers {
            true => config::Untyped::Infer,
            false => config::Untyped::Strict,
        },
        path: "",
        draft,
        formats: false,
        numbers: config::Numbers::Machine,
        files: &[],
    }
}

/// The disagreements about cases, and the keywords that are lost.
fn judge_all(place: &Path, cases: Vec<Case>) -> Result<(Vec<Disagreement>, Vec<String>), String> {
    let mut programs = Programs::new(place, Vec::new());
    let mut by_draft: BTreeMap<(bool, bool), Vec<Group>> = BTreeMap::new();
    for case in cases {
        let kind = (case.draft == Draft::Draft4, case.infers);
        by_draft.entry(kind).or_default().push(group(case)?);
    }
    for ((is_30, infers), groups) in by_draft {
        let draft = match is_30 {
            true => Draft::Draft4,
            false => Draft::Draft202012,
        };
        programs.add(&folder(draft, infers), groups)?;
    }
    let wrong = suite::judge(&programs, place, Digits::OfDouble)?;
    let disagreements = wrong.into_iter().map(|wrong| {
        let (schema, instance) = (wrong.group.schema.get(), wrong.test.data.get());
        Disagreement {
            size: schema.len() + instance.len(),
            schema: schema.to_owned(),
            instance: instance.to_owned(),
            is_30: wrong.folder.starts_with("3.0"),
            infers: wrong.folder.ends_with("infer"),
            is_valid: wrong.test.valid,
            verdict: wrong.verdict,
            family: wrong.group.description.clone(),
            reported: match wrong.test.valid {
                true => wrong.reported.names(excuse::explains_refusal),
                false => wrong.reported.names(|code| excuse::explains(code, None)),
            },
        }
    });
    let disagreements = disagreements.collect();
    let lost = programs.lost.iter().map(|(_, lost)| lost.clone());
    Ok((disagreements, lost.collect()))
}

fn group(case: Case) -> Result<Group, String> {
    let raw =
        |value: &Value| RawValue::from_string(value.to_string()).map_err(|error| error.to_string());
    let tests = case.instances.iter().map(|(instance, is_valid)| {
        Ok(Test {
            description: String::new(),
            data: raw(instance)?,
            valid: *is_valid,
        })
    });
    Ok(Group {
        file: String::new(),
        description: case.family,
        schema: raw(&case.schema)?,
        tests: tests.collect::<Result<_, String>>()?,
    })
}

/// Makes disagreements without a diagnostic smaller, as long as they stay ones. Of a family of
/// keywords, one is left.
///
/// # Errors
///
/// The emitted code does not compile.
pub fn minimise(
    place: &Path,
    disagreements: &[Disagreement],
    rounds: usize,
) -> Result<Vec<Disagreement>, String> {
    let mut schemas = BTreeSet::new();
    let silent = disagreements.iter().filter(|it| it.reported.is_empty());
    let mut current: Vec<Disagreement> = silent
        .filter(|it| schemas.insert(it.schema.clone()))
        .take(MAX_MINIMISED)
        .cloned()
        .collect();
    for _ in 0..rounds {
        let cases = current
            .iter()
            .enumerate()
            .flat_map(|(index, it)| smaller(index, it));
        let (found, _) = judge_all(place, cases.collect())?;
        let mut is_changed = false;
        for candidate in found.into_iter().filter(|it| it.reported.is_empty()) {
            let Some(known) = candidate
                .family
                .parse()
                .ok()
                .and_then(|at: usize| current.get_mut(at))
            else {
                continue;
            };
            if candidate.size < known.size && candidate.is_valid == known.is_valid {
                let family = known.family.clone();
                *known = Disagreement {
                    family,
                    ..candidate
                };
                is_changed = true;
            }
        }
        if !is_changed {
            break;
        }
    }
    current.sort();
    current.dedup_by(|left, right| left.schema == right.schema);
    Ok(current)
}

/// The disagreements that are made smaller.
const MAX_MINIMISED: usize = 60;

/// Schemas and instances with a part less; the number of the disagreement is their family.
fn smaller(index: usize, disagreement: &Disagreement) -> Vec<Case> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let draft = match disagreement.is_30 {
        true => Draft::Draft4,
        false => Draft::Draft202012,
    };
    let (schema, instance) = (parse(&disagreement.schema), parse(&disagreement.instance));
    let mut cases = Vec::new();
    let mut add = |schema: Value, instances: Vec<Value>| {
        let judged = match disagreement.infers {
            true => inferred::typed(&schema),
            false => Some(schema.clone()),
        };
        let validator = judged.and_then(|judged| judge::validator(&judged, draft));
        if let Some(validator) = validator {
            let judged = |instance: Value| {
                let is_valid = validator.is_valid(&instance);
                (instance, is_valid)
            };
            cases.push(Case {
                family: index.to_string(),
                draft,
                infers: disagreement.infers,
                schema,
                instances: instances.into_iter().map(judged).collect(),
            });
        }
    };
    for schema in shrink::schemas(&schema) {
        add(schema, vec![instance.clone()]);
    }
    add(schema, shrink::instances(&instance));
    cases
}
