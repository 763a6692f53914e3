//! [`Query`] → the nodes that it selects (RFC 9535 §2), in counted steps.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use super::parse::parse;
use super::pattern::Pattern;
use super::{Comparable, Comparison, Logical, Query, Segment, Selector};
use crate::overlay::budget::{Budget, MAX_DUPLICATES, OverLimit};
use crate::overlay::change::{Path, child};
use crate::source::{Node, NodeMap, NodeSet, Number};

/// The paths of the nodes that a query selects, each once, in document order: a node goes before
/// its descendants.
///
/// # Errors
///
/// The query is not a JSONPath, or takes more steps than remain.
pub fn select(query: &str, root: &Node, budget: &mut Budget) -> Result<Vec<Path>, String> {
    let query = parse(query)?;
    let mut run = Run {
        root,
        budget,
        parents: NodeMap::default(),
        patterns: HashMap::new(),
    };
    let paths = run.paths(&query);
    paths.map_err(|over| over.to_string())
}

/// The identity of a node: no two nodes of a description share an address.
type Address = *const Node;

struct Run<'n, 'b> {
    root: &'n Node,
    budget: &'b mut Budget,
    /// For each node that the main query entered: its parent, and its position there.
    parents: NodeMap<(Address, usize)>,
    /// The compiled patterns; `None` for invalid ones.
    patterns: HashMap<(String, bool), Option<Pattern>>,
}

/// Whether a list has duplicates.
#[derive(Clone, Copy, PartialEq)]
enum Keep {
    /// Each node once, and its parent is kept.
    Located,
    /// Each node once.
    Once,
    /// Each node as often as it is selected, for `count`.
    Duplicates,
}

/// A list of nodes (§2.1.2).
struct Nodes<'n> {
    keep: Keep,
    list: Vec<&'n Node>,
    /// The nodes of the list, where one could be added twice.
    seen: Option<NodeSet>,
}

impl<'n> Nodes<'n> {
    fn new(keep: Keep, may_repeat: bool) -> Self {
        let seen = may_repeat && keep != Keep::Duplicates;
        Self {
            keep,
            list: Vec::new(),
            seen: seen.then(NodeSet::default),
        }
    }

    fn push(&mut self, node: &'n Node) -> Result<(), OverLimit> {
        if self.keep == Keep::Duplicates && self.list.len() == MAX_DUPLICATES {
            return Err(OverLimit::Duplicates);
        }
        let is_new = self.seen.as_mut().is_none_or(|seen| seen.insert(node));
        if is_new {
            self.list.push(node);
        }
        Ok(())
    }
}

impl<'n> Run<'n, '_> {
    fn paths(&mut self, query: &Query) -> Result<Vec<Path>, OverLimit> {
        let nodes = self.query(query, self.root, Keep::Located)?;
        let mut paths = Vec::with_capacity(nodes.len());
        for node in nodes {
            let mut path = Path::new();
            let mut address: Address = node;
            while let Some((parent, position)) = self.parents.get(&address) {
                path.push(*position);
                address = *parent;
            }
            path.reverse();
            self.budget.steps(path.len())?;
            paths.push(path);
        }
        paths.sort();
        Ok(paths)
    }

    fn query(
        &mut self,
        query: &Query,
        current: &'n Node,
        keep: Keep,
    ) -> Result<Vec<&'n Node>, OverLimit> {
        let mut nodes = vec![if query.absolute { self.root } else { current }];
        for segment in &query.segments {
            // One selector selects distinct children of distinct nodes.
            let overlap = segment.descends && nodes.len() > 1;
            let mut selected = Nodes::new(keep, overlap || segment.selectors.len() > 1);
            if segment.descends {
                self.descend(segment, nodes, &mut selected)?;
            } else {
                for node in nodes {
                    self.segment(segment, node, &mut selected)?;
                }
            }
            nodes = selected.list;
        }
        Ok(nodes)
    }

    /// Applies a segment to nodes and their descendants.
    fn descend(
        &mut self,
        segment: &Segment,
        nodes: Vec<&'n Node>,
        selected: &mut Nodes<'n>,
    ) -> Result<(), OverLimit> {
        let may_overlap = nodes.len() > 1 && selected.keep != Keep::Duplicates;
        let mut visited: Option<NodeSet> = may_overlap.then(NodeSet::default);
        for node in nodes {
            let mut open = vec![node];
            while let Some(node) = open.pop() {
                // The descendants of a visited node have been visited.
                let is_new = visited.as_mut().is_none_or(|visited| visited.insert(node));
                if !is_new {
                    continue;
                }
                self.segment(segment, node, selected)?;
                for (position, child) in children(node) {
                    self.enter(node, position, child, selected.keep);
                    open.push(child);
                }
            }
        }
        Ok(())
    }

    /// Keeps the parent of a child.
    fn enter(&mut self, node: &'n Node, position: usize, child: &'n Node, keep: Keep) {
        if keep == Keep::Located {
            self.parents.insert(child, (node, position));
        }
    }

    fn segment(
        &mut self,
        segment: &Segment,
        node: &'n Node,
        selected: &mut Nodes<'n>,
    ) -> Result<(), OverLimit> {
        for selector in &segment.selectors {
            self.budget.steps(1)?;
            match (selector, node) {
                (Selector::Name(name), Node::Object(entries)) => {
                    let position = entries.iter().position(|(key, _)| **key == **name);
                    self.budget.steps(position.unwrap_or(entries.len()))?;
                    self.push(node, position, selected)?;
                }
                (Selector::Wildcard, _) => {
                    for (position, _) in children(node) {
                        self.push(node, Some(position), selected)?;
                    }
                }
                (Selector::Index(index), Node::Array(items)) => {
                    self.push(node, index_of(*index, items.len()), selected)?;
                }
                (Selector::Slice { start, end, step }, Node::Array(items)) => {
                    for position in slice(*start, *end, *step, items.len()) {
                        self.push(node, Some(position), selected)?;
                    }
                }
                (Selector::Filter(test), _) => {
                    for (position, child) in children(node) {
                        self.budget.steps(1)?;
                        if self.logical(test, child)? {
                            self.push(node, Some(position), selected)?;
                        }
                    }
                }
                (Selector::Name(_) | Selector::Index(_) | Selector::Slice { .. }, _) => {}
            }
        }
        Ok(())
    }

    /// Selects the child at a position, if there is one.
    fn push(
        &mut self,
        node: &'n Node,
        position: Option<usize>,
        selected: &mut Nodes<'n>,
    ) -> Result<(), OverLimit> {
        let found = position.and_then(|position| Some((position, child(node, position)?)));
        if let Some((position, child)) = found {
            self.budget.steps(1)?;
            self.enter(node, position, child, selected.keep);
            selected.push(child)?;
        }
        Ok(())
    }

    fn logical(&mut self, test: &Logical, current: &'n Node) -> Result<bool, OverLimit> {
        self.budget.steps(1)?;
        match test {
            Logical::Any(tests) => self.find(tests, current, true),
            Logical::All(tests) => Ok(!self.find(tests, current, false)?),
            Logical::Not(test) => Ok(!self.logical(test, current)?),
            Logical::Exists(query) => {
                let single = query.is_singular();
                let keep = if single { Keep::Duplicates } else { Keep::Once };
                Ok(!self.query(query, current, keep)?.is_empty())
            }
            Logical::Compare(left, comparison, right) => {
                let left = self.value(left, current)?;
                let right = self.value(right, current)?;
                self.compare(left.as_deref(), *comparison, right.as_deref())
            }
            Logical::Matches {
                text,
                pattern,
                whole,
            } => {
                let text = self.value(text, current)?;
                let pattern = self.value(pattern, current)?;
                match (text.as_deref(), pattern.as_deref()) {
                    (Some(Node::String(text)), Some(Node::String(pattern))) => {
                        self.matches(text, pattern, *whole)
                    }
                    _ => Ok(false),
                }
            }
        }
    }

    /// Whether one of the expressions evaluates to `result`.
    fn find(
        &mut self,
        tests: &[Logical],
        current: &'n Node,
        result: bool,
    ) -> Result<bool, OverLimit> {
        for test in tests {
            if self.logical(test, current)? == result {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn value<'v>(
        &mut self,
        comparable: &'v Comparable,
        current: &'n Node,
    ) -> Result<Option<Cow<'v, Node>>, OverLimit>
    where
        'n: 'v,
    {
        let number = |count: usize| Cow::Owned(Node::Number(Number(count.to_string().into())));
        self.budget.steps(1)?;
        Ok(match comparable {
            Comparable::Literal(node) => Some(Cow::Borrowed(node)),
            Comparable::Singular(query) => {
                let nodes = self.query(query, current, Keep::Duplicates)?;
                nodes.first().map(|node| Cow::Borrowed(*node))
            }
            Comparable::Length(of) => match self.value(of, current)?.as_deref() {
                Some(Node::String(text)) => {
                    self.budget.steps(text.len() / BYTES_OF_A_STEP)?;
                    Some(number(text.chars().count()))
                }
                Some(Node::Array(items)) => Some(number(items.len())),
                Some(Node::Object(entries)) => Some(number(entries.len())),
                _ => None,
            },
            Comparable::Count(query) => {
                Some(number(self.query(query, current, Keep::Duplicates)?.len()))
            }
            Comparable::Value(query) => match self.query(query, current, Keep::Duplicates)?[..] {
                [node] => Some(Cow::Borrowed(node)),
                _ => None,
            },
        })
    }

    fn compare(
        &mut self,
        left: Option<&Node>,
        comparison: Comparison,
        right: Option<&Node>,
    ) -> Result<bool, OverLimit> {
        Ok(match comparison {
            Comparison::Equal => self.equal(left, right)?,
            Comparison::NotEqual => !self.equal(left, right)?,
            Comparison::Less => self.less(left, right)?,
            Comparison::Greater => self.less(right, left)?,
            Comparison::LessOrEqual => self.less(left, right)? || self.equal(left, right)?,
            Comparison::GreaterOrEqual => self.less(right, left)? || self.equal(left, right)?,
        })
    }

    fn equal(&mut self, left: Option<&Node>, right: Option<&Node>) -> Result<bool, OverLimit> {
        self.budget.steps(1)?;
        let (left, right) = match (left, right) {
            (Some(left), Some(right)) => (left, right),
            (left, right) => return Ok(left.is_none() && right.is_none()),
        };
        match (left, right) {
            (Node::Number(left), Node::Number(right)) => Ok(left.as_f64() == right.as_f64()),
            (Node::Array(left), Node::Array(right)) => {
                for (left, right) in left.iter().zip(right) {
                    if !self.equal(Some(left), Some(right))? {
                        return Ok(false);
                    }
                }
                Ok(left.len() == right.len())
            }
            (Node::Object(entries), Node::Object(others)) => {
                for (key, value) in entries {
                    self.budget.steps(others.len())?;
                    let other = right.get(key);
                    if other.is_none() || !self.equal(Some(value), other)? {
                        return Ok(false);
                    }
                }
                Ok(entries.len() == others.len())
            }
            (Node::String(left), Node::String(right)) => {
                self.budget.steps(shorter(left, right) / BYTES_OF_A_STEP)?;
                Ok(left == right)
            }
            (left, right) => Ok(left == right),
        }
    }

    fn less(&mut self, left: Option<&Node>, right: Option<&Node>) -> Result<bool, OverLimit> {
        Ok(match (left, right) {
            (Some(Node::Number(left)), Some(Node::Number(right))) => left.as_f64() < right.as_f64(),
            (Some(Node::String(left)), Some(Node::String(right))) => {
                self.budget.steps(shorter(left, right) / BYTES_OF_A_STEP)?;
                left < right
            }
            _ => false,
        })
    }

    fn matches(&mut self, text: &str, pattern: &str, whole: bool) -> Result<bool, OverLimit> {
        self.budget.steps(text.len() + pattern.len())?;
        let key = (pattern.to_owned(), whole);
        if !self.patterns.contains_key(&key) {
            if self.patterns.len() == MAX_PATTERNS {
                self.patterns.clear();
            }
            self.budget.steps(STEPS_OF_A_PATTERN)?;
            self.patterns
                .insert(key.clone(), Pattern::compile(pattern, whole));
        }
        let Some(Some(pattern)) = self.patterns.get(&key) else {
            return Ok(false);
        };
        self.budget.steps(pattern.steps(text))?;
        Ok(pattern.is_match(text))
    }
}

/// The bytes of a text that are compared or counted in the time of a step.
const BYTES_OF_A_STEP: usize = 16;

/// The steps that it costs to compile a pattern.
const STEPS_OF_A_PATTERN: usize = 10_000;

/// The most patterns that are kept: nodes may hold any number.
const MAX_PATTERNS: usize = 16;

fn shorter(left: &str, right: &str) -> usize {
    left.len().min(right.len())
}

/// The children of a node, and their positions.
fn children(node: &Node) -> impl Iterator<Item = (usize, &Node)> {
    let (items, entries) = match node {
        Node::Array(items) => (&items[..], &[][..]),
        Node::Object(entries) => (&[][..], &entries[..]),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => (&[][..], &[][..]),
    };
    let values = entries.iter().map(|(_, value)| value);
    items.iter().chain(values).enumerate()
}

/// The position of an index; a negative one counts from the end (§2.3.3).
fn index_of(index: i64, length: usize) -> Option<usize> {
    let from_end = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 {
        length.checked_sub(from_end)
    } else {
        Some(from_end)
    }
}

/// The positions that a slice selects (§2.3.4).
fn slice(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> Vec<usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let normal = |index: i64| if index < 0 { length + index } else { index };
    let positions = |first: i64, count: i64| {
        let positions = (0..count).map(|nth| first + nth * step);
        positions
            .filter_map(|it| usize::try_from(it).ok())
            .collect()
    };
    let count = |span: i64, step: i64| (span.max(0) + step - 1) / step;
    match step.cmp(&0) {
        Ordering::Equal => Vec::new(),
        Ordering::Greater => {
            let lower = normal(start.unwrap_or(0)).clamp(0, length);
            let upper = normal(end.unwrap_or(length)).clamp(0, length);
            positions(lower, count(upper - lower, step))
        }
        Ordering::Less => {
            let upper = start.map_or(length - 1, normal).clamp(-1, length - 1);
            let lower = end.map_or(-1, normal).clamp(-1, length - 1);
            positions(upper, count(upper - lower, -step))
        }
    }
}
