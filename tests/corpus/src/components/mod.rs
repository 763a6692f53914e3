//! Descriptions → random values of every component, judged by emitted code and by the crate
//! `jsonschema`.

mod drawn;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use oasmith::config::UnknownProperties;
use oasmith::{Config, write};
use serde_json::Value;

use crate::compile::{self, Crate};
use crate::differential::{self, shrink};
use crate::examples::{self, trace};
use crate::find::Description;
use crate::suite;
use drawn::{Component, Drawn, Instance};

/// How much is drawn, and from where.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Plan {
    /// The most values of a component.
    pub values: usize,
    /// The same seed gives the same values.
    pub seed: u64,
    /// Whether types keep undeclared properties.
    pub keep: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            values: 60,
            seed: 1,
            keep: false,
        }
    }
}

/// A value with two verdicts, or one that is written as another.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The JSON pointer of the component.
    pub schema: String,
    /// The direction of its type.
    pub direction: &'static str,
    /// The value.
    pub instance: Value,
    /// Whether `jsonschema` takes it.
    pub is_valid: bool,
    /// What the emitted code says.
    pub verdict: String,
    /// The codes of the diagnostics about the component and what it refers to, if they say that
    /// something is not enforced.
    pub reported: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} ({}) {}: ",
            self.schema, self.direction, self.instance
        )?;
        differential::say(formatter, self.is_valid, &self.verdict, &self.reported)
    }
}

/// What came of a description.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The components, once for each direction in which they have a type of their own.
    pub components: usize,
    /// The components that have no type, or a schema that `jsonschema` refuses, and the keywords that
    /// have no end in the ledger.
    pub unjudged: Vec<String>,
    /// The values.
    pub values: usize,
    /// The valid values.
    pub valid: usize,
    /// The disagreements: one for each component, made smaller.
    pub disagreements: Vec<Disagreement>,
    /// Why nothing could be compared.
    pub stopped: Option<String>,
}

impl Compared {
    /// The disagreements that no diagnostic excuses.
    pub fn silent(&self) -> impl Iterator<Item = &Disagreement> {
        self.disagreements
            .iter()
            .filter(|it| it.reported.is_empty())
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(stopped) = &self.stopped {
            return formatter.write_str(stopped);
        }
        write!(
            formatter,
            "{} values of {} components ({} valid): {} disagreements, {} without a diagnostic; {} components are not judged",
            self.values,
            self.components,
            self.valid,
            self.disagreements.len(),
            self.silent().count(),
            self.unjudged.len()
        )
    }
}

/// Compares the verdicts about random values of the components of a description; everything is written
/// below `place`.
///
/// # Errors
///
/// The place cannot be written, or cargo cannot be called.
pub fn run(place: &Path, description: &Description, plan: Plan) -> Result<Compared, String> {
    let name = crate_name(&description.name);
    let config = Config {
        unknown_properties: match plan.keep {
            true => UnknownProperties::Keep,
            false => UnknownProperties::Skip,
        },
        ..suite::by_the_letter(&name)
    };
    let stopped = |stopped: String| Compared {
        stopped: Some(stopped),
        ..Compared::default()
    };
    let Ok(generated) = oasmith::generate_traced(&*description.path, &config) else {
        return Ok(stopped("nothing is generated".to_owned()));
    };
    let Some(tree) = &generated.report.tree else {
        return Ok(stopped("there is no tree".to_owned()));
    };
    let mut drawn = Drawn::new(&generated, tree);
    let components = drawn.draw(plan);
    let lost = suite::lost(&generated).map(|lost| format!("lost keyword: {lost}"));
    drawn.unjudged.extend(lost);
    let folder = place.join("emitted").join(&name);
    let _ = std::fs::remove_dir_all(&folder);
    let tell = |error: &dyn fmt::Display| format!("{}: {error}", folder.display());
    write::write(&folder, &generated.files).map_err(|error| tell(&error))?;
    let types: Vec<String> = components.iter().map(|it| it.ty.clone()).collect();
    trace::add_program(&folder, &name, &types, true).map_err(|error| tell(&error))?;
    let emitted = Crate {
        name: name.clone(),
        folder: folder.clone(),
    };
    let built = compile::build(&place.join("workspace"), &place.join("target"), &[emitted])?;
    let program = match built.get(&name) {
        Some(Ok(program)) => Program {
            path: program.clone(),
            folder,
        },
        Some(Err(said)) => return Ok(stopped(format!("it does not compile: {said}"))),
        None => return Ok(stopped("there is no program".to_owned())),
    };
    program.compare(&mut drawn, &components)
}

fn crate_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_kept = |it: char| it.is_ascii_alphanumeric();
    let name: String = stem
        .chars()
        .map(|it| if is_kept(it) { it } else { '-' })
        .collect();
    format!("d-{}", name.to_lowercase())
}

/// Whether a verdict is about what a value is written as.
fn is_change(verdict: &str) -> bool {
    verdict.starts_with(CHANGE)
}

/// Begins the verdicts about values that are written as others.
const CHANGE: &str = "is written differently";

/// The compiled program of a description.
struct Program {
    path: PathBuf,
    folder: PathBuf,
}

/// How long a program may take.
const LIMIT: Duration = Duration::from_secs(300);

/// The rounds in which disagreements are made smaller.
const ROUNDS: usize = 40;

impl Program {
    fn compare(&self, drawn: &mut Drawn<'_>, components: &[Component]) -> Result<Compared, String> {
        let all: Vec<(usize, &Instance)> = components
            .iter()
            .enumerate()
            .flat_map(|(index, it)| it.instances.iter().map(move |instance| (index, instance)))
            .collect();
        let mut compared = Compared {
            components: components.len(),
            unjudged: drawn.unjudged.clone(),
            values: all.len(),
            valid: all.iter().filter(|(_, it)| it.is_valid).count(),
            ..Compared::default()
        };
        let wrong = match self.wrong(drawn, components, &all)? {
            Ok(wrong) => wrong,
            Err(stopped) => {
                compared.stopped = Some(stopped);
                return Ok(compared);
            }
        };
        // The smallest of each component.
        let mut smallest: BTreeMap<usize, (Instance, String)> = BTreeMap::new();
        for (index, instance, verdict) in wrong {
            let known = smallest.get(&index);
            if known.is_none_or(|(known, _)| instance.size() < known.size()) {
                smallest.insert(index, (instance, verdict));
            }
        }
        for _ in 0..ROUNDS {
            if !self.reduce(drawn, components, &mut smallest)? {
                break;
            }
        }
        for (index, (instance, verdict)) in smallest {
            let component = &components[index];
            compared.disagreements.push(Disagreement {
                schema: component.pointer.clone(),
                direction: component.direction(),
                // No diagnostic excuses a value that is written as another.
                reported: match is_change(&verdict) {
                    true => String::new(),
                    false => drawn.reported(component, &instance),
                },
                instance: instance.value,
                is_valid: instance.is_valid,
                verdict,
            });
        }
        Ok(compared)
    }

    /// Makes values smaller that the verdicts differ about; whether one became smaller.
    fn reduce(
        &self,
        drawn: &mut Drawn<'_>,
        components: &[Component],
        smallest: &mut BTreeMap<usize, (Instance, String)>,
    ) -> Result<bool, String> {
        let mut smaller = Vec::new();
        for (index, (instance, _)) in &*smallest {
            for value in shrink::instances(&instance.value) {
                smaller.extend(
                    drawn
                        .judged(&components[*index], value)
                        .map(|it| (*index, it)),
                );
            }
        }
        let candidates: Vec<_> = smaller.iter().map(|(index, it)| (*index, it)).collect();
        // A program that does not come to its end has nothing smaller to show.
        let wrong = self
            .wrong(drawn, components, &candidates)?
            .unwrap_or_default();
        let mut is_changed = false;
        for (index, instance, verdict) in wrong {
            if let Some(known) = smallest.get_mut(&index)
                && instance.is_valid == known.0.is_valid
                && instance.size() < known.0.size()
            {
                *known = (instance, verdict);
                is_changed = true;
            }
        }
        Ok(is_changed)
    }

    /// The values with another verdict, and those that are written as other values.
    #[allow(
        clippy::type_complexity,
        reason = "the outer error is that of the machine"
    )]
    fn wrong(
        &self,
        drawn: &mut Drawn<'_>,
        components: &[Component],
        instances: &[(usize, &Instance)],
    ) -> Result<Result<Vec<(usize, Instance, String)>, String>, String> {
        let texts: Vec<String> = instances
            .iter()
            .map(|(_, it)| it.value.to_string())
            .collect();
        let cases = instances.iter().zip(&texts);
        let cases = cases.map(|((index, _), text)| (*index, &**text));
        let results = match examples::call(&self.path, &self.folder, cases, LIMIT)? {
            Ok(results) if results.len() == instances.len() => results,
            Ok(results) => return Ok(Err(format!("{} results", results.len()))),
            Err(stopped) => return Ok(Err(stopped)),
        };
        let mut wrong = Vec::new();
        for ((index, instance), result) in instances.iter().zip(results) {
            let verdict = match (result, instance.is_valid) {
                (Ok(written), true) => drawn.change(&components[*index], &instance.value, &written),
                (Ok(_), false) => Some("valid".to_owned()),
                (Err(fault), true) => Some(fault),
                (Err(fault), false) => fault.contains("panic").then_some(fault),
            };
            wrong.extend(verdict.map(|verdict| (*index, (*instance).clone(), verdict)));
        }
        Ok(Ok(wrong))
    }
}
