//! I-Regexp patterns of JSONPath (RFC 9485) → automata, and the cost of matching.

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// The most bytes of a compiled pattern.
const MAX_PATTERN: usize = 1 << 18;

/// The positions of a pattern that one byte of a text is compared with in the time of a step.
const POSITIONS_OF_A_STEP: usize = 4;

/// A compiled pattern.
pub struct Pattern {
    regex: Regex,
    positions: usize,
}

impl Pattern {
    /// Compiles a pattern that matches a `whole` text, or any part of it; `None` if it is invalid
    /// or too large. A `.` is neither a line feed nor a carriage return.
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

    /// The most steps that matching a text takes: each byte may be compared with each position.
    pub fn steps(&self, text: &str) -> usize {
        let each = self.positions.div_ceil(POSITIONS_OF_A_STEP);
        text.len().saturating_mul(each)
    }

    /// Whether it matches a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// The number of literals and classes once repetitions are expanded.
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
