//! How a pattern is matched, as it is emitted.

use super::engines::validate::backtracking::Step;

/// How a pattern is matched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Engine {
    /// As runs of characters, without an engine. No run takes a character that a later one needs, so
    /// that taking as many as there are is always right
    Runs(Vec<Run>),
    /// In linear time, by the crate `regex`: all conditions hold
    Linear(Vec<Condition>),
    /// By backtracking, within a number of steps
    Backtracking(Program),
}

/// Characters out of some ranges, so many in a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Run {
    /// Ranges of characters, both ends included.
    pub ranges: Vec<(char, char)>,
    /// How many at least.
    pub min: u32,
    /// How many at most.
    pub max: Option<u32>,
}

/// An expression of the crate `regex`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    /// Whether it must be found, or must not.
    pub found: bool,
    /// The expression.
    pub expression: String,
    /// Whether it names a property of Unicode.
    pub unicode: bool,
}

/// What backtracking does for a match.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Program {
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// The sets of characters that the steps name, as ranges with both ends.
    pub classes: Vec<Vec<(char, char)>>,
    /// How many registers the steps name.
    pub registers: usize,
}
