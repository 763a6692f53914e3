//! Syntax trees → runs of characters, for patterns that need neither an automaton nor backtracking.

use regex_syntax::hir::ClassUnicode;

use super::syntax::{Class, Node, Repeat, any};
use crate::pattern::Run;

/// The most ranges of a run: they are searched one by one.
const MAX_RANGES: usize = 32;

/// Repeated characters of a set.
struct Span {
    set: ClassUnicode,
    min: u32,
    max: Option<u32>,
}

/// The runs of a pattern, if it starts with `^`, consists of runs only, and can be matched
/// greedily.
pub fn runs(node: &Node) -> Option<Vec<Run>> {
    let nodes = match node {
        Node::Sequence(nodes) => nodes,
        node => std::slice::from_ref(node),
    };
    let (first, rest) = nodes.split_first()?;
    let (nodes, is_whole) = match (first, rest.split_last()) {
        (Node::Start, Some((Node::End, inner))) => (inner, true),
        (Node::Start, _) => (rest, false),
        _ => return None,
    };
    let mut spans = Vec::new();
    for node in nodes {
        add(&mut spans, span(node)?);
    }
    if !is_whole {
        open_end(&mut spans);
    }
    is_deterministic(&spans).then(|| spans.iter().map(run).collect())
}

fn span(node: &Node) -> Option<Span> {
    // A lazy quantifier matches the same texts.
    let (node, min, max) = match node {
        Node::Repeat(Repeat { node, min, max, .. }) => (&**node, *min, *max),
        node => (node, 1, Some(1)),
    };
    match node {
        Node::Class(Class { set, .. }) if set.ranges().len() <= MAX_RANGES => Some(Span {
            set: set.clone(),
            min,
            max,
        }),
        _ => None,
    }
}

/// Adds a span, merged with a span of the same characters before it.
fn add(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if last.set == span.set => {
            last.min = last.min.saturating_add(span.min);
            let max = last.max.zip(span.max);
            last.max = max.and_then(|(left, right)| left.checked_add(right));
        }
        _ => spans.push(span),
    }
}

/// Lets any characters follow, which makes optional spans at the end irrelevant.
fn open_end(spans: &mut Vec<Span>) {
    while spans.last().is_some_and(|last| last.min == 0) {
        spans.pop();
    }
    if let Some(last) = spans.last_mut() {
        last.max = Some(last.min);
    }
    spans.push(Span {
        set: any(),
        min: 0,
        max: None,
    });
}

/// Whether no span contains characters that a later one needs.
fn is_deterministic(spans: &[Span]) -> bool {
    spans.iter().enumerate().all(|(index, span)| {
        if span.max == Some(span.min) {
            return true;
        }
        for next in spans.iter().skip(index + 1) {
            let mut both = span.set.clone();
            both.intersect(&next.set);
            if !both.ranges().is_empty() {
                return false;
            }
            if next.min > 0 {
                break;
            }
        }
        true
    })
}

fn run(span: &Span) -> Run {
    let ranges = span.set.ranges().iter();
    Run {
        ranges: ranges.map(|range| (range.start(), range.end())).collect(),
        min: span.min,
        max: span.max,
    }
}
