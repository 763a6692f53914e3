//! Regular expressions of ECMA-262 → how a text is matched: by runs of characters, by automata in
//! linear time, or by backtracking within a number of steps.
//!
//! Nothing here knows a description: a pattern is a text.

mod engine;
pub mod engines;
mod escapes;
mod linear;
mod matcher;
mod parse;
mod program;
mod properties;
mod runs;
mod syntax;
#[cfg(test)]
mod tests;

pub use engine::{Condition, Engine, Program, Run};
pub use engines::validate::backtracking::Step;
pub use linear::Obstacle;
pub use matcher::Matcher;

use syntax::Node;

/// Why a pattern is not enforced.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    /// It is not a regular expression of ECMA-262.
    Invalid(String),
    /// It is one, and goes beyond what is supported.
    Unsupported(String),
}

/// A pattern that has been read.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub engine: Engine,
    /// How many characters and assertions it has, see [`MAX_POSITIONS`].
    pub positions: usize,
    /// How much compiling the automata takes, in ranges of characters.
    pub weight: usize,
    /// What only backtracking can match.
    pub obstacle: Option<Obstacle>,
}

/// How many characters a pattern may have.
const MAX_LENGTH: usize = 2_000;

/// How many characters and assertions a pattern may have with its repetitions written out: an
/// automaton follows all of them at once at worst, for each character of a text.
const MAX_POSITIONS: usize = 2_000;

/// Decides how a pattern is matched.
///
/// # Errors
///
/// It is not a regular expression, or beyond what is supported.
pub fn parse(source: &str) -> Result<Parsed, Fault> {
    parse_within(source, usize::MAX)
}

/// Checks the syntax of a pattern, without deciding how it is matched.
///
/// # Errors
///
/// It is not a regular expression of ECMA-262, or is longer than is supported.
pub fn check_syntax(source: &str) -> Result<(), Fault> {
    tree(source).map(drop)
}

fn tree(source: &str) -> Result<Node, Fault> {
    if source.chars().nth(MAX_LENGTH).is_some() {
        let why = format!("it is longer than {MAX_LENGTH} characters");
        return Err(Fault::Unsupported(why));
    }
    parse::parse(source)
}

/// Like [`parse`], where compiling the automata may take at most `max_weight`.
///
/// # Errors
///
/// As for [`parse`], or it would take more; nothing is compiled then.
pub fn parse_within(source: &str, max_weight: usize) -> Result<Parsed, Fault> {
    let mut node = tree(source)?;
    let reference = node.find(&|node| matches!(node, Node::Reference { .. }).then_some(()));
    if reference.is_none() {
        node = node.without_groups();
    }
    if let Some(runs) = runs::runs(&node) {
        return Ok(Parsed {
            engine: Engine::Runs(runs),
            positions: 0,
            weight: 0,
            obstacle: None,
        });
    }
    match linear::conditions(&node) {
        Ok(conditions) => {
            if node.positions() > MAX_POSITIONS {
                return Err(Fault::Unsupported(format!(
                    "its repetitions stand for more than {MAX_POSITIONS} characters in a row"
                )));
            }
            if node.weight() > max_weight {
                let why = "the patterns of the description are too large together";
                return Err(Fault::Unsupported(why.to_owned()));
            }
            // What is emitted has been compiled once.
            if matcher::automata(&conditions).is_none() {
                return Err(Fault::Unsupported(
                    "its automaton takes too much memory".to_owned(),
                ));
            }
            Ok(Parsed {
                engine: Engine::Linear(conditions),
                positions: node.positions(),
                weight: node.weight(),
                obstacle: None,
            })
        }
        Err(obstacle) => Ok(Parsed {
            engine: Engine::Backtracking(program::compile(&node)),
            positions: 0,
            weight: source.len(),
            obstacle: Some(obstacle),
        }),
    }
}
