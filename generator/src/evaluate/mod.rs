//! Evaluates a value against a schema: every keyword of JSON Schema 2020-12 and of OpenAPI's dialects.
//!
//! The steps for a document are limited. Beyond the limit, and for cyclic references, the result is
//! unknown.

mod arrays;
pub mod check;
mod composition;
mod objects;
mod patterns;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::config::{Dates, Formats};
use crate::document::{Decimal, Document, Reference, Schema, SchemaId, TypeSet};
use crate::model::{Scalar, format};
use crate::pattern::Matcher;
use crate::source::{Node, Number, push_step};

/// The result for a value.
#[derive(Debug, Eq, PartialEq)]
pub enum Verdict {
    Valid,
    Invalid(Violation),
    /// It takes too many steps, or depends on an unknown schema.
    Unknown,
}

/// The first violation of a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The steps from the violating place to the root of the value.
    steps: Vec<String>,
    /// The message, without a full stop: `expected a string, found null`.
    pub reason: String,
    /// What to do about it.
    pub help: Option<&'static str>,
}

impl Violation {
    /// The pointer from the root of the value to the violating place.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.steps.iter().rev() {
            push_step(&mut pointer, step);
        }
        pointer
    }
}

/// The maximum number of steps for a document.
const MAX_STEPS: usize = 5_000_000;

/// The maximum depth of schemas and values together.
const MAX_DEPTH: usize = 200;

/// Evaluates values against the schemas of a document.
pub struct Evaluator<'a> {
    document: &'a Document<'a>,
    /// Whether `format` is an assertion.
    formats: bool,
    remaining_steps: usize,
    depth: usize,
    /// The compiled patterns; `None` for one that is not supported.
    patterns: HashMap<&'a str, Option<Matcher>>,
    /// The schemas whose `oneOf` is left out: each of its variants is judged by itself.
    pub distributed: Vec<SchemaId>,
}

/// Why an evaluation ended early.
enum Stop {
    Violation(Violation),
    Unknown,
}

type Outcome = Result<(), Stop>;

/// The properties or items of a value that some schema has evaluated, for `unevaluatedProperties` and
/// `unevaluatedItems`. `None` if no schema has these keywords.
#[derive(Clone, Default)]
struct Evaluated(Option<Vec<bool>>);

impl Evaluated {
    /// No member of a value is evaluated.
    fn of(node: &Node) -> Self {
        let length = match node {
            Node::Array(items) => items.len(),
            Node::Object(entries) => entries.len(),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => 0,
        };
        Self(Some(vec![false; length]))
    }

    /// No member of the same value is evaluated.
    fn fresh(&self) -> Self {
        Self(
            self.0
                .as_ref()
                .map(|evaluated| vec![false; evaluated.len()]),
        )
    }

    fn add(&mut self, index: usize) {
        if let Some(place) = self
            .0
            .as_mut()
            .and_then(|evaluated| evaluated.get_mut(index))
        {
            *place = true;
        }
    }

    fn has(&self, index: usize) -> bool {
        let evaluated = self.0.as_ref().and_then(|evaluated| evaluated.get(index));
        evaluated.copied().unwrap_or_default()
    }

    fn add_all(&mut self, other: &Self) {
        for index in 0..other.0.as_ref().map_or(0, Vec::len) {
            if other.has(index) {
                self.add(index);
            }
        }
    }
}

fn violation<T>(reason: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Violation(Violation {
        steps: Vec::new(),
        reason: reason.into(),
        help: None,
    }))
}

/// Prepends a step to the pointer of a violation.
fn below(outcome: Outcome, step: impl FnOnce() -> String) -> Outcome {
    outcome.map_err(|stop| match stop {
        Stop::Violation(mut violation) => {
            violation.steps.push(step());
            Stop::Violation(violation)
        }
        Stop::Unknown => Stop::Unknown,
    })
}

impl<'a> Evaluator<'a> {
    pub fn new(document: &'a Document<'a>, formats: Formats) -> Self {
        Self {
            document,
            formats: formats == Formats::Assert,
            remaining_steps: MAX_STEPS,
            depth: 0,
            patterns: HashMap::new(),
            distributed: Vec::new(),
        }
    }

    /// Evaluates a value.
    pub fn evaluate(&mut self, node: &Node, schema: SchemaId) -> Verdict {
        let outcome = self.value(node, schema, &mut Evaluated::default());
        verdict(outcome)
    }

    /// Evaluates a value of `enum` or `const` against the other keywords of its schema.
    pub fn evaluate_listed(&mut self, node: &Node, schema: SchemaId) -> Verdict {
        let schema = self.document.schema(schema);
        if schema.nullable && *node == Node::Null {
            return Verdict::Valid;
        }
        verdict(self.keywords(node, schema, &mut Evaluated::default()))
    }

    /// Whether the `oneOf` of a schema is left out.
    fn is_distributed(&self, schema: &Schema<'_>) -> bool {
        let mut distributed = self.distributed.iter();
        distributed.any(|id| std::ptr::eq(self.document.schema(*id), schema))
    }

    fn spend(&mut self, steps: usize) -> Outcome {
        match self.remaining_steps.checked_sub(steps) {
            Some(remaining) => {
                self.remaining_steps = remaining;
                Ok(())
            }
            None => {
                self.remaining_steps = 0;
                Err(Stop::Unknown)
            }
        }
    }

    fn value(&mut self, node: &Node, id: SchemaId, evaluated: &mut Evaluated) -> Outcome {
        self.spend(1)?;
        if self.depth >= MAX_DEPTH {
            return Err(Stop::Unknown);
        }
        self.depth += 1;
        let outcome = self.followed(id).and_then(|schema| {
            // `nullable` allows `null` beside any other keyword.
            if schema.nullable && *node == Node::Null {
                return Ok(());
            }
            self.listed(node, schema)?;
            self.keywords(node, schema, evaluated)
        });
        self.depth -= 1;
        outcome
    }

    /// The schema behind references without siblings, which may form long chains.
    fn followed(&mut self, id: SchemaId) -> Result<&'a Schema<'a>, Stop> {
        let mut schema = self.document.schema(id);
        for _ in 0..=self.document.schemas.len() {
            match schema.reference {
                Reference::To(target) if !has_siblings(schema) => {
                    self.spend(1)?;
                    schema = self.document.schema(target);
                }
                Reference::Broken => return Err(Stop::Unknown),
                Reference::None | Reference::To(_) => return Ok(schema),
            }
        }
        Err(Stop::Unknown)
    }

    fn listed(&mut self, node: &Node, schema: &'a Schema<'a>) -> Outcome {
        if let Some(values) = &schema.enumeration {
            self.spend(values.len())?;
            if !values.iter().any(|value| are_equal(value.node, node)) {
                return violation("not one of the values of `enum`");
            }
        }
        match schema.constant {
            Some(value) if !are_equal(value.node, node) => {
                violation("not equal to the value of `const`")
            }
            _ => Ok(()),
        }
    }

    /// Evaluates all keywords but `enum` and `const`.
    fn keywords(&mut self, node: &Node, schema: &'a Schema<'a>, outer: &mut Evaluated) -> Outcome {
        if schema.boolean == Some(false) {
            return violation("no value is allowed here");
        }
        check_type(node, schema)?;
        let rare = schema.rare();
        let is_needed = rare.unevaluated_items.is_some() || rare.unevaluated_properties.is_some();
        let mut evaluated = match &outer.0 {
            None if is_needed => Evaluated::of(node),
            _ => outer.fresh(),
        };
        match node {
            Node::Number(number) => self.number(number, schema)?,
            Node::String(text) => self.text(text, schema)?,
            Node::Array(items) => self.array(items, schema, &mut evaluated)?,
            Node::Object(entries) => self.object(entries, schema, &mut evaluated)?,
            Node::Null | Node::Bool(_) => {}
        }
        self.composition(node, schema, &mut evaluated)?;
        match node {
            Node::Array(items) => self.unevaluated_items(items, schema, &mut evaluated)?,
            Node::Object(entries) => {
                self.unevaluated_properties(entries, schema, &mut evaluated)?
            }
            _ => {}
        }
        outer.add_all(&evaluated);
        Ok(())
    }

    fn number(&mut self, number: &Number, schema: &'a Schema<'a>) -> Outcome {
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
                    (false, true) => "greater than",
                };
                return violation(format!("must be {words} {}", bound.value.0));
            }
        }
        if let Some(divisor) = schema.rare().multiple_of {
            match value.is_multiple_of(&Decimal::new(divisor)) {
                Some(true) => {}
                Some(false) => return violation(format!("must be a multiple of {}", divisor.0)),
                None => return Err(Stop::Unknown),
            }
        }
        let format = schema.format.filter(|_| self.formats);
        if let Some((low, high)) = format.and_then(format::of_number).and_then(Scalar::range) {
            let decimal = |bound: i128| Decimal::new(&Number(bound.to_string().into()));
            if value < decimal(low) || value > decimal(high) {
                return violation(format!("`format` requires a number from {low} to {high}"));
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str, schema: &'a Schema<'a>) -> Outcome {
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
            return violation(format!("`pattern` requires a match of `{pattern}`"));
        }
        let format = schema.format.filter(|_| self.formats);
        // A check of another format may be stricter than the authors of an example were.
        let typed = format.and_then(format::of_text);
        let typed = typed.filter(|format| format::text_type(*format, Dates::default()).is_some());
        match typed {
            Some(format) if !format.fits(text) => {
                violation(format!("`format` requires a valid `{}`", format.name()))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a schema has assertions beside its reference.
fn has_siblings(schema: &Schema<'_>) -> bool {
    schema.nullable
        || schema.has_own_assertions()
        || !schema.all_of.is_empty()
        || !schema.any_of.is_empty()
        || !schema.one_of.is_empty()
}

fn verdict(outcome: Outcome) -> Verdict {
    match outcome {
        Ok(()) => Verdict::Valid,
        Err(Stop::Violation(violation)) => Verdict::Invalid(violation),
        Err(Stop::Unknown) => Verdict::Unknown,
    }
}

fn check_type(node: &Node, schema: &Schema<'_>) -> Outcome {
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
    let words: Vec<&str> = types.split().map(type_words).collect();
    let (words, found) = (words.join(" or "), node.kind());
    let help = match node {
        // YAML reads unquoted numbers and booleans as such.
        Node::Bool(_) | Node::Number(_) if types == TypeSet::STRING => Some("quote the value"),
        Node::Null => {
            Some("allow it with `nullable: true` (OpenAPI 3.0) or `null` in `type` (3.1)")
        }
        _ => None,
    };
    Err(Stop::Violation(Violation {
        steps: Vec::new(),
        reason: format!("expected {words}, found {found}"),
        help,
    }))
}

/// The name of a JSON type, with its article.
fn type_words(types: TypeSet) -> &'static str {
    match types {
        TypeSet::NULL => "null",
        TypeSet::BOOLEAN => "a boolean",
        TypeSet::INTEGER => "an integer",
        TypeSet::NUMBER => "a number",
        TypeSet::STRING => "a string",
        TypeSet::ARRAY => "an array",
        _ => "an object",
    }
}

fn check_count(count: u64, min: Option<u64>, max: Option<u64>, [one, many]: [&str; 2]) -> Outcome {
    let unit = |count: u64| if count == 1 { one } else { many };
    if let Some(min) = min.filter(|min| count < *min) {
        return violation(format!(
            "expected at least {min} {}, found {count}",
            unit(min)
        ));
    }
    if let Some(max) = max.filter(|max| count > *max) {
        return violation(format!(
            "expected at most {max} {}, found {count}",
            unit(max)
        ));
    }
    Ok(())
}

/// Whether two values are equal to JSON Schema: numbers by value, properties in any order.
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
