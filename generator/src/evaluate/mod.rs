//! A value against a schema: every keyword of JSON Schema 2020-12 and of OpenAPI's dialects.
//!
//! The work of a document is bounded. What is not known at the end of it, or goes round in circles,
//! is neither right nor wrong.

mod arrays;
pub mod check;
mod composition;
mod decimal;
mod formats;
mod objects;
mod patterns;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::document::{Document, Reference, Schema, SchemaId, TypeSet};
use crate::pattern::Matcher;
use crate::source::{Node, Number, push_step};
use decimal::Decimal;

/// What is known about a value.
#[derive(Debug, Eq, PartialEq)]
pub enum Verdict {
    Fits,
    Misfit(Misfit),
    /// It takes too much to find out.
    Unknown,
}

/// The first reason why a value does not fit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Misfit {
    /// The steps to what is at fault, from the inside out.
    steps: Vec<String>,
    /// A sentence about it without a full stop: `it must be a string`.
    pub reason: String,
    /// What to do about it.
    pub help: Option<&'static str>,
}

impl Misfit {
    /// The pointer from the value to what is at fault.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.steps.iter().rev() {
            push_step(&mut pointer, step);
        }
        pointer
    }
}

/// How many steps the checks of a document may take.
const BUDGET: usize = 5_000_000;

/// How deep schemas and values may go together.
const MAX_DEPTH: usize = 200;

/// What checks values of a document.
pub struct Checker<'a> {
    document: &'a Document<'a>,
    /// Whether formats are more than annotations.
    formats: bool,
    budget: usize,
    depth: usize,
    /// None where one cannot be matched.
    patterns: HashMap<&'a str, Option<Matcher>>,
}

/// Why a check ended: with a misfit, or without knowing.
enum Stop {
    Misfit(Misfit),
    Unknown,
}

type Checked = Result<(), Stop>;

/// Which properties or items of a value some schema has looked at, for `unevaluatedProperties` and
/// `unevaluatedItems`. None where nobody asks.
#[derive(Clone, Default)]
struct Seen(Option<Vec<bool>>);

impl Seen {
    /// Nothing is seen yet of a value.
    fn of(node: &Node) -> Self {
        let length = match node {
            Node::Array(items) => items.len(),
            Node::Object(entries) => entries.len(),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => 0,
        };
        Self(Some(vec![false; length]))
    }

    /// Nothing is seen yet of the same value.
    fn fresh(&self) -> Self {
        Self(self.0.as_ref().map(|seen| vec![false; seen.len()]))
    }

    fn add(&mut self, index: usize) {
        if let Some(place) = self.0.as_mut().and_then(|seen| seen.get_mut(index)) {
            *place = true;
        }
    }

    fn has(&self, index: usize) -> bool {
        let seen = self.0.as_ref().and_then(|seen| seen.get(index));
        seen.copied().unwrap_or_default()
    }

    fn add_all(&mut self, other: &Self) {
        for index in 0..other.0.as_ref().map_or(0, Vec::len) {
            if other.has(index) {
                self.add(index);
            }
        }
    }
}

fn misfit(reason: impl Into<String>) -> Checked {
    Err(Stop::Misfit(Misfit {
        steps: Vec::new(),
        reason: reason.into(),
        help: None,
    }))
}

/// Puts a step in front of the pointer of a misfit.
fn below(checked: Checked, step: impl FnOnce() -> String) -> Checked {
    checked.map_err(|stop| match stop {
        Stop::Misfit(mut misfit) => {
            misfit.steps.push(step());
            Stop::Misfit(misfit)
        }
        Stop::Unknown => Stop::Unknown,
    })
}

impl<'a> Checker<'a> {
    pub fn new(document: &'a Document<'a>) -> Self {
        Self {
            document,
            formats: true,
            budget: BUDGET,
            depth: 0,
            patterns: HashMap::new(),
        }
    }

    /// Checks a value.
    pub fn check(&mut self, node: &Node, schema: SchemaId) -> Verdict {
        let checked = self.value(node, schema, &mut Seen::default());
        verdict(checked)
    }

    /// Checks a value that a schema lists itself, by all that it says besides the list.
    pub fn check_listed(&mut self, node: &Node, schema: SchemaId) -> Verdict {
        let schema = self.document.schema(schema);
        if schema.nullable && *node == Node::Null {
            return Verdict::Fits;
        }
        verdict(self.keywords(node, schema, &mut Seen::default()))
    }

    fn spend(&mut self, steps: usize) -> Checked {
        match self.budget.checked_sub(steps) {
            Some(budget) => {
                self.budget = budget;
                Ok(())
            }
            None => {
                self.budget = 0;
                Err(Stop::Unknown)
            }
        }
    }

    fn value(&mut self, node: &Node, id: SchemaId, seen: &mut Seen) -> Checked {
        self.spend(1)?;
        if self.depth >= MAX_DEPTH {
            return Err(Stop::Unknown);
        }
        self.depth += 1;
        let checked = self.followed(id).and_then(|schema| {
            // `null` is allowed, whatever is said beside it about other values.
            if schema.nullable && *node == Node::Null {
                return Ok(());
            }
            self.listed(node, schema)?;
            self.keywords(node, schema, seen)
        });
        self.depth -= 1;
        checked
    }

    /// The schema behind references that say nothing else: a chain of them may be long.
    fn followed(&mut self, id: SchemaId) -> Result<&'a Schema<'a>, Stop> {
        let mut schema = self.document.schema(id);
        for _ in 0..=self.document.schemas.len() {
            match schema.reference {
                Reference::To(target) if !says_more(schema) => {
                    self.spend(1)?;
                    schema = self.document.schema(target);
                }
                Reference::Broken => return Err(Stop::Unknown),
                Reference::None | Reference::To(_) => return Ok(schema),
            }
        }
        Err(Stop::Unknown)
    }

    fn listed(&mut self, node: &Node, schema: &'a Schema<'a>) -> Checked {
        if let Some(values) = &schema.enumeration {
            self.spend(values.len())?;
            if !values.iter().any(|value| are_equal(value.node, node)) {
                return misfit("it is none of the values that `enum` lists");
            }
        }
        match schema.constant {
            Some(value) if !are_equal(value.node, node) => misfit("it is not what `const` says"),
            _ => Ok(()),
        }
    }

    /// All keywords but those that list values.
    fn keywords(&mut self, node: &Node, schema: &'a Schema<'a>, outer: &mut Seen) -> Checked {
        if schema.boolean == Some(false) {
            return misfit("no value is allowed there");
        }
        check_type(node, schema)?;
        let rare = schema.rare();
        let is_asked = rare.unevaluated_items.is_some() || rare.unevaluated_properties.is_some();
        let mut seen = match &outer.0 {
            None if is_asked => Seen::of(node),
            _ => outer.fresh(),
        };
        match node {
            Node::Number(number) => self.number(number, schema)?,
            Node::String(text) => self.text(text, schema)?,
            Node::Array(items) => self.array(items, schema, &mut seen)?,
            Node::Object(entries) => self.object(entries, schema, &mut seen)?,
            Node::Null | Node::Bool(_) => {}
        }
        self.composition(node, schema, &mut seen)?;
        match node {
            Node::Array(items) => self.unevaluated_items(items, schema, &mut seen)?,
            Node::Object(entries) => self.unevaluated_properties(entries, schema, &mut seen)?,
            _ => {}
        }
        outer.add_all(&seen);
        Ok(())
    }

    fn number(&mut self, number: &Number, schema: &'a Schema<'a>) -> Checked {
        let value = Decimal::new(number);
        self.spend(number.0.len() / 16)?;
        for (bound, is_upper) in [(&schema.maximum, true), (&schema.minimum, false)] {
            let Some(bound) = bound else { continue };
            let limit = Decimal::new(bound.value);
            let breaks = match is_upper {
                true => value > limit,
                false => value < limit,
            };
            if breaks || (bound.exclusive && value == limit) {
                let words = match (is_upper, bound.exclusive) {
                    (true, false) => "at most",
                    (true, true) => "less than",
                    (false, false) => "at least",
                    (false, true) => "more than",
                };
                return misfit(format!("it must be {words} {}", bound.value.0));
            }
        }
        if let Some(divisor) = schema.rare().multiple_of {
            match value.is_multiple_of(&Decimal::new(divisor)) {
                Some(true) => {}
                Some(false) => return misfit(format!("it must be a multiple of {}", divisor.0)),
                None => return Err(Stop::Unknown),
            }
        }
        let bounds = schema.format.filter(|_| self.formats).map(formats::bounds);
        if let Some((low, high)) = bounds.flatten() {
            let decimal = |text: &str| Decimal::new(&Number(text.into()));
            if value < decimal(low) || value > decimal(high) {
                return misfit(format!("it must be from {low} to {high}, by its `format`"));
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str, schema: &'a Schema<'a>) -> Checked {
        let length = text.chars().count() as u64;
        self.spend(text.len() / 16)?;
        check_count(
            length,
            schema.min_length,
            schema.max_length,
            ["character", "characters"],
        )?;
        if let Some((pattern, _)) = schema.pattern
            && !self.matches(pattern, text)?
        {
            return misfit(format!("it must match {pattern}"));
        }
        let format = schema.format.filter(|_| self.formats);
        match format.and_then(|format| formats::check(format, text)) {
            Some((false, words)) => misfit(format!("it must be {words}, by its `format`")),
            _ => Ok(()),
        }
    }
}

/// Whether a schema says something besides its reference.
fn says_more(schema: &Schema<'_>) -> bool {
    schema.nullable
        || schema.has_own_assertions()
        || !schema.all_of.is_empty()
        || !schema.any_of.is_empty()
        || !schema.one_of.is_empty()
}

fn verdict(checked: Checked) -> Verdict {
    match checked {
        Ok(()) => Verdict::Fits,
        Err(Stop::Misfit(misfit)) => Verdict::Misfit(misfit),
        Err(Stop::Unknown) => Verdict::Unknown,
    }
}

fn check_type(node: &Node, schema: &Schema<'_>) -> Checked {
    let Some(types) = schema.types else {
        return Ok(());
    };
    let found = match node {
        Node::Number(number) if Decimal::new(number).is_whole() => TypeSet::INTEGER,
        Node::Number(_) => TypeSet::NUMBER.without(TypeSet::INTEGER),
        node => TypeSet::of(node),
    };
    if types.meets(found) {
        return Ok(());
    }
    let words: Vec<&str> = types.split().map(words).collect();
    let (words, kind) = (words.join(" or "), node.kind());
    let help = match node {
        // YAML reads what looks like a number or a flag as one.
        Node::Bool(_) | Node::Number(_) if types == TypeSet::STRING => Some("put it into quotes"),
        Node::Null => {
            Some("`nullable: true` in OpenAPI 3.0, or `null` among the types of 3.1, allows it")
        }
        _ => None,
    };
    Err(Stop::Misfit(Misfit {
        steps: Vec::new(),
        reason: format!("it must be {words}, and is {kind}"),
        help,
    }))
}

/// A type with its article.
fn words(types: TypeSet) -> &'static str {
    match types {
        TypeSet::NULL => "null",
        TypeSet::BOOLEAN => "a boolean",
        TypeSet::INTEGER => "a whole number",
        TypeSet::NUMBER => "a number",
        TypeSet::STRING => "a string",
        TypeSet::ARRAY => "an array",
        _ => "an object",
    }
}

fn check_count(count: u64, min: Option<u64>, max: Option<u64>, [one, many]: [&str; 2]) -> Checked {
    let what = |count: u64| if count == 1 { one } else { many };
    if let Some(min) = min.filter(|min| count < *min) {
        return misfit(format!("it must have at least {min} {}", what(min)));
    }
    if let Some(max) = max.filter(|max| count > *max) {
        return misfit(format!("it must have at most {max} {}", what(max)));
    }
    Ok(())
}

/// Whether two values are the same to JSON Schema: numbers by value, properties in any order.
fn are_equal(left: &Node, right: &Node) -> bool {
    match (left, right) {
        (Node::Number(left), Node::Number(right)) => {
            left == right || Decimal::new(left) == Decimal::new(right)
        }
        (Node::Array(left), Node::Array(right)) => {
            let mut pairs = left.iter().zip(right);
            left.len() == right.len() && pairs.all(|(left, right)| are_equal(left, right))
        }
        (Node::Object(left), Node::Object(others)) => {
            let is_there = |(key, value): &(Box<str>, Node)| {
                right.get(key).is_some_and(|other| are_equal(value, other))
            };
            left.len() == others.len() && left.iter().all(is_there)
        }
        (left, right) => left == right,
    }
}
