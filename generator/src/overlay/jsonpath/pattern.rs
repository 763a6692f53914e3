//! Patterns of JSONPath (RFC 9485), and what it takes to match them.

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// What a pattern may become in bytes.
const MAX_PATTERN: usize = 1 << 18;

/// How many positions of a pattern are looked at in the time of a step, for one byte of a text.
const POSITIONS_OF_A_STEP: usize = 4;

/// A pattern that is valid and not too large.
pub struct Pattern {
    regex: Regex,
    positions: usize,
}

impl Pattern {
    /// Compiles a pattern, whose `.` is neither a line feed nor a carriage return. It is found
    /// anywhere in a text, or matches the whole of it.
    pub fn compile(pattern: &str, whole: bool) -> Option<Self> {
        let pattern = if whole {
            format!(r"\A(?:{pattern})\z")
        } else {
            pattern.to_owned()
        };
        let tree = ParserBuilder::new().crlf(true).build().parse(&pattern);
        let mut builder = RegexBuilder::new(&pattern);
        builder.crlf(true).size_limit(MAX_PATTERN);
        Some(Self {
            positions: positions(&tree.ok()?),
            regex: builder.dfa_size_limit(MAX_PATTERN).build().ok()?,
        })
    }

    /// How many steps matching a text takes at most: each byte may meet each position.
    pub fn steps(&self, text: &str) -> usize {
        let each = self.positions.div_ceil(POSITIONS_OF_A_STEP);
        text.len().saturating_mul(each)
    }

    /// Whether it matches a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// How many literals and classes a pattern has once its repetitions are written out.
fn positions(tree: &Hir) -> usize {
    let sum = |trees: &[Hir]| {
        let each = trees.iter().map(positions);
        each.fold(0, usize::saturating_add)
    };
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(_) => 1,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            positions(&repetition.sub).saturating_mul(times as usize)
        }
        HirKind::Capture(capture) => positions(&capture.sub),
        HirKind::Concat(trees) | HirKind::Alternation(trees) => sum(trees),
    }
}
