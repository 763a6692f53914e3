//! Regular expressions of ECMA-262 → [`Engine`]: runs of characters, automata in linear time, or
//! backtracking within a limit of steps.
//!
//! Nothing here knows OpenAPI: a pattern is a text.

mod dialect;
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

pub use dialect::{Foreign, help};
pub use engine::{Condition, Engine, Program, Run};
pub use engines::validate::backtracking::Step;
pub use linear::Obstacle;
pub use matcher::Matcher;

use syntax::Node;

/// Why a pattern is not enforced.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Error {
    /// It is not a regular expression of ECMA-262.
    Invalid(String),
    /// It is one, but exceeds a limit or uses an unsupported feature.
    Unsupported(String),
}

/// A parsed pattern.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub engine: Engine,
    /// The number of characters and assertions, see [`MAX_POSITIONS`].
    pub positions: usize,
    /// The cost of compiling the automata, in ranges of characters.
    pub cost: usize,
    /// The construct that only backtracking can match.
    pub obstacle: Option<Obstacle>,
}

/// The most characters of a pattern.
const MAX_LENGTH: usize = 2_000;

/// The most characters and assertions of a pattern once repetitions are expanded: at worst, an
/// automaton compares each character of a text with all of them.
const MAX_POSITIONS: usize = 2_000;

/// Parses a pattern, and selects the engine that matches it.
///
/// # Errors
///
/// It is not a regular expression, or not supported.
pub fn parse(source: &str) -> Result<Parsed, Error> {
    parse_within(source, usize::MAX)
}

/// Checks the syntax of a pattern, without selecting an engine.
///
/// # Errors
///
/// It is not a regular expression of ECMA-262, or too long.
pub fn check_syntax(source: &str) -> Result<(), Error> {
    tree(source).map(drop)
}

/// The first construct of another dialect in a pattern, which ECMA-262 takes for something else.
pub fn foreign(source: &str) -> Option<Foreign> {
    if source.len() > 4 * MAX_LENGTH {
        return None;
    }
    dialect::misread(source, parse::is_unicode(source))
}

fn tree(source: &str) -> Result<Node, Error> {
    if source.chars().nth(MAX_LENGTH).is_some() {
        let why = format!("longer than {MAX_LENGTH} characters");
        return Err(Error::Unsupported(why));
    }
    parse::parse(source)
}

/// Like [`parse`], with a limit on the cost of compiling the automata.
///
/// # Errors
///
/// As for [`parse`], or the cost exceeds the limit; nothing is compiled then.
pub fn parse_within(source: &str, max_cost: usize) -> Result<Parsed, Error> {
    let mut node = tree(source)?;
    let reference = node.find(&|node| matches!(node, Node::Reference { .. }).then_some(()));
    if reference.is_none() {
        node = node.without_groups();
    }
    if let Some(runs) = runs::runs(&node) {
        return Ok(Parsed {
            engine: Engine::Runs(runs),
            positions: 0,
            cost: 0,
            obstacle: None,
        });
    }
    match linear::conditions(&node) {
        Ok(conditions) => {
            if node.positions() > MAX_POSITIONS {
                return Err(Error::Unsupported(format!(
                    "repetitions expand to more than {MAX_POSITIONS} characters"
                )));
            }
            if node.cost() > max_cost {
                let why = "all patterns of the description together are too large";
                return Err(Error::Unsupported(why.to_owned()));
            }
            // Emitted automata have been compiled at least once.
            if matcher::automata(&conditions).is_none() {
                return Err(Error::Unsupported(
                    "the automaton takes too much memory".to_owned(),
                ));
            }
            Ok(Parsed {
                engine: Engine::Linear(conditions),
                positions: node.positions(),
                cost: node.cost(),
                obstacle: None,
            })
        }
        Err(obstacle) => Ok(Parsed {
            engine: Engine::Backtracking(program::compile(&node)),
            positions: 0,
            cost: source.len(),
            obstacle: Some(obstacle),
        }),
    }
}
