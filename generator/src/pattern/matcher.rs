//! [`Engine`] and text → whether the pattern is found.

use regex::Regex;

use super::engines::validate::backtracking::Backtracking;
use super::engines::validate::matcher::{self, Matcher as _, Runs};
use super::engines::validate::regex::compile;
use super::{Condition, Engine, Error, Parsed, Program, Run, parse};

/// A compiled pattern.
pub struct Matcher {
    parsed: Parsed,
    automata: Vec<(bool, Regex)>,
}

impl Matcher {
    /// Parses and compiles a pattern.
    ///
    /// # Errors
    ///
    /// As for [`parse`].
    pub fn new(source: &str) -> Result<Self, Error> {
        let parsed = parse(source)?;
        let automata = match &parsed.engine {
            Engine::Linear(conditions) => automata(conditions).unwrap_or_default(),
            Engine::Runs(_) | Engine::Backtracking(_) => Vec::new(),
        };
        Ok(Self { parsed, automata })
    }

    /// A pattern that is matched by backtracking, even if a faster engine could.
    #[cfg(test)]
    pub fn backtracking(program: Program) -> Self {
        Self {
            parsed: Parsed {
                engine: Engine::Backtracking(program),
                positions: 0,
                cost: 0,
                obstacle: None,
            },
            automata: Vec::new(),
        }
    }

    /// The cost of compiling it, in ranges of characters.
    pub fn cost(&self) -> usize {
        self.parsed.cost
    }

    /// The most steps that a text takes; `None` if that is not known in advance.
    pub fn worst_case(&self, text: &str) -> Option<usize> {
        match &self.parsed.engine {
            Engine::Runs(_) => Some(text.len()),
            Engine::Linear(_) => Some(text.len().saturating_mul(self.parsed.positions)),
            Engine::Backtracking(_) => None,
        }
    }

    /// Whether it is found in a text, and the steps that were taken; `None` if the steps do not
    /// suffice.
    pub fn is_found(&self, text: &str) -> (Option<bool>, usize) {
        let steps = self.worst_case(text).unwrap_or_default();
        match &self.parsed.engine {
            Engine::Runs(runs) => (match_runs(runs, text), steps),
            Engine::Linear(_) => {
                let mut automata = self.automata.iter();
                let found = automata.all(|(found, regex)| regex.is_match(text) == *found);
                (Some(found), steps)
            }
            Engine::Backtracking(program) => backtrack(program, text),
        }
    }
}

/// The automata of conditions; `None` if one is too large.
pub(super) fn automata(conditions: &[Condition]) -> Option<Vec<(bool, Regex)>> {
    let conditions = conditions.iter();
    let borrowed: Vec<_> = conditions.map(|it| (it.found, &*it.expression)).collect();
    compile(&borrowed)
}

fn match_runs(runs: &[Run], text: &str) -> Option<bool> {
    let runs = runs.iter().map(|run| matcher::Run {
        ranges: &run.ranges,
        min: run.min as usize,
        max: run.max.map_or(usize::MAX, |max| max as usize),
    });
    let runs = &runs.collect::<Vec<_>>();
    Runs { source: "", runs }.is_found(text).ok()
}

fn backtrack(program: &Program, text: &str) -> (Option<bool>, usize) {
    let classes: Vec<&[(char, char)]> = program.classes.iter().map(Vec::as_slice).collect();
    let pattern = Backtracking {
        source: "",
        steps: &program.steps,
        classes: &classes,
        registers: program.registers,
    };
    let (found, steps) = pattern.search(text);
    (found.ok(), steps)
}
