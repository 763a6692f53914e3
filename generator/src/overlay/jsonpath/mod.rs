//! JSONPath (RFC 9535) over the nodes of a description, with a limit on the work.
//!
//! A query of a few bytes can ask for any amount of work: `$..[*,*]..[*,*]` selects each node many
//! times, `$..[?count($..*)>1]` walks the description once for each node. The crates for JSONPath have no
//! limit, nor do they give the parsed query away, so it is parsed and evaluated here. The evaluator
//! counts its steps, and a list of nodes holds each node once wherever the meaning allows.

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
    /// Whether it starts at the root (`$`) or at the node that a filter tests (`@`).
    absolute: bool,
    segments: Vec<Segment>,
}

/// Selects children of nodes, or with `..` of all their descendants, too (§2.5).
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

/// A test of a node (§2.3.5).
#[derive(Debug)]
enum Logical {
    Any(Vec<Logical>),
    All(Vec<Logical>),
    Not(Box<Logical>),
    /// The query selects a node.
    Exists(Query),
    Compare(Comparable, Comparison, Comparable),
    /// `match` and `search`: the text is, or has, what the pattern describes.
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

/// Has a value, or none.
#[derive(Debug)]
enum Comparable {
    Literal(Node),
    /// A query that selects one node at most.
    Singular(Query),
    Length(Box<Comparable>),
    Count(Query),
    Value(Query),
}

impl Query {
    /// Whether it selects one node at most (§2.3.5.1).
    fn is_singular(&self) -> bool {
        let mut segments = self.segments.iter();
        segments.all(|segment| {
            let single =
                |selector: &Selector| matches!(selector, Selector::Name(_) | Selector::Index(_));
            !segment.descends && matches!(&segment.selectors[..], [it] if single(it))
        })
    }
}
