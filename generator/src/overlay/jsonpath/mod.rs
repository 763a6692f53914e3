//! JSONPath (RFC 9535) → the selected nodes of a description, within a limit on the work.
//!
//! A query of a few bytes can ask for any amount of work: `$..[*,*]..[*,*]` selects each node many
//! times, `$..[?count($..*)>1]` walks the description once for each node. The crates for JSONPath
//! have no limit and do not expose the parsed query, so this module parses and evaluates. The
//! evaluator counts its steps, and a list of nodes holds each node once wherever the semantics
//! allow.

mod evaluate;
mod parse;
mod pattern;
#[cfg(test)]
mod tests;

use crate::source::Node;

pub use evaluate::select;

/// A query (§2.1).
#[derive(Debug)]
struct Query {
    /// Whether it starts at the root (`$`), and not at the node of a filter (`@`).
    absolute: bool,
    segments: Vec<Segment>,
}

/// Selects children of nodes, and with `..` of all their descendants (§2.5).
#[derive(Debug)]
struct Segment {
    descends: bool,
    selectors: Vec<Selector>,
}

/// Selects children of a node (§2.3).
#[derive(Debug)]
enum Selector {
    Name(String),
    Wildcard,
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Logical),
}

/// The expression of a filter (§2.3.5).
#[derive(Debug)]
enum Logical {
    Any(Vec<Logical>),
    All(Vec<Logical>),
    Not(Box<Logical>),
    /// A query that selects at least one node
    Exists(Query),
    Compare(Comparable, Comparison, Comparable),
    /// `match`, on the whole text, and `search`
    Matches {
        text: Comparable,
        pattern: Comparable,
        whole: bool,
    },
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// An operand of a comparison; it may have no value.
#[derive(Debug)]
enum Comparable {
    Literal(Node),
    /// A query that selects at most one node
    Singular(Query),
    Length(Box<Comparable>),
    Count(Query),
    Value(Query),
}

impl Query {
    /// Whether it selects at most one node (§2.3.5.1).
    fn is_singular(&self) -> bool {
        let mut segments = self.segments.iter();
        segments.all(|segment| {
            let single =
                |selector: &Selector| matches!(selector, Selector::Name(_) | Selector::Index(_));
            !segment.descends && matches!(&segment.selectors[..], [it] if single(it))
        })
    }
}
