//! The engines of patterns, as data to be emitted.

use super::engines::validate::backtracking::Step;

/// The engine that matches a pattern.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Engine {
    /// Runs of characters, matched greedily: no run contains a character that a later one needs
    Runs(Vec<Run>),
    /// Conditions that the crate `regex` checks in linear time; all must hold
    Linear(Vec<Condition>),
    /// A program for backtracking within a limit of steps
    Backtracking(Program),
}

/// A run of characters out of some ranges.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Run {
    /// Ranges of characters, both ends included.
    pub ranges: Vec<(char, char)>,
    /// The fewest characters.
    pub min: u32,
    /// The most characters.
    pub max: Option<u32>,
}

/// An expression of the crate `regex`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    /// Whether it must be found; if not, it must not be.
    pub found: bool,
    /// The expression.
    pub expression: String,
    /// Whether it names a property of Unicode.
    pub unicode: bool,
}

/// A program for backtracking.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Program {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The sets of characters that the steps name, as ranges with both ends.
    pub classes: Vec<Vec<(char, char)>>,
    /// The number of registers that the steps name.
    pub registers: usize,
}
