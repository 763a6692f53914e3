//! Whether schemas allow `null`, which no type but `Option` holds.

use crate::config::Untyped;
use crate::document::{Reference, Schema, SchemaId, TypeSet};
use crate::evaluate::Verdict;
use crate::lower::limits::MAX_NULL_DEPTH;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::{IntersectionId, annotations};
use crate::source::Node;

/// What a schema says about `null`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Null {
    /// It allows it.
    Allowed,
    /// It excludes it.
    Excluded,
    /// It says nothing about it: what it applies together with decides.
    Unsaid,
}

impl Null {
    /// What schemas that apply together say.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Excluded, _) | (_, Self::Excluded) => Self::Excluded,
            (Self::Allowed, _) | (_, Self::Allowed) => Self::Allowed,
            _ => Self::Unsaid,
        }
    }

    /// What schemas say of which one has to match.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Allowed, _) | (_, Self::Allowed) => Self::Allowed,
            (Self::Unsaid, _) | (_, Self::Unsaid) => Self::Unsaid,
            _ => Self::Excluded,
        }
    }

    fn when(is_allowed: bool) -> Self {
        match is_allowed {
            true => Self::Allowed,
            false => Self::Excluded,
        }
    }
}

impl Classifier<'_> {
    /// Whether every schema of an intersection allows `null`.
    pub fn allows_null(&mut self, intersection: IntersectionId) -> bool {
        let parts = self.key(intersection).schemas.clone();
        self.are_nullable(&parts)
    }

    /// Whether schemas that apply together allow `null`.
    pub fn are_nullable(&mut self, ids: &[SchemaId]) -> bool {
        let said = ids.iter().map(|id| self.null(*id, 0));
        said.fold(Null::Unsaid, Null::and) == Null::Allowed
    }

    /// Whether a schema with an assertion allows `null`.
    pub fn is_nullable(&mut self, id: SchemaId) -> bool {
        self.null(id, 0) == Null::Allowed
    }

    /// What a schema says about `null`, at a depth of schemas that apply in place.
    pub fn null(&mut self, id: SchemaId, depth: usize) -> Null {
        let Some(target) = self.aliases.target(id) else {
            return Null::Excluded;
        };
        // An alias on the path may be the one with `nullable`.
        if annotations(self.document, id).any(|schema| schema.nullable) {
            return Null::Allowed;
        }
        if let Some(known) = self.nullable.get(&target) {
            return *known;
        }
        if depth > MAX_NULL_DEPTH {
            return Null::Excluded;
        }
        // Assume not nullable while the recursion is in progress.
        self.nullable.insert(target, Null::Excluded);
        let null = self.compute(target, depth + 1);
        self.nullable.insert(target, null);
        null
    }

    fn compute(&mut self, id: SchemaId, depth: usize) -> Null {
        let schema = self.document.schema(id);
        if schema.nullable {
            return Null::Allowed;
        }
        if schema.boolean == Some(false) {
            return Null::Excluded;
        }
        let mut said = self.of_keywords(schema);
        let any_of = schema.any_of.iter().map(|it| self.null(*it, depth));
        said = said.and(any_of.reduce(Null::or).unwrap_or(Null::Unsaid));
        let one_of: Vec<Null> = schema
            .one_of
            .iter()
            .map(|it| self.null(*it, depth))
            .collect();
        let matching = one_of.iter().filter(|null| **null != Null::Excluded);
        said = match matching.count() {
            0 | 1 => said.and(one_of.into_iter().reduce(Null::or).unwrap_or(Null::Unsaid)),
            // Exactly one has to match, unless a discriminator selects it, which `null` has not.
            _ => Null::Excluded,
        };
        let referred = match schema.reference {
            Reference::To(target) => Some(target),
            Reference::None | Reference::Broken => None,
        };
        let parts: Vec<SchemaId> = schema.all_of.iter().copied().chain(referred).collect();
        let is_bare = |id: &SchemaId| {
            let part = self.document.schema(*id);
            part.nullable && part.types.is_none() && !part.has_assertions()
        };
        // `allOf: [{$ref: …}, {nullable: true}]` is how OpenAPI 3.0 says it beside a reference.
        if parts.iter().any(is_bare) {
            return Null::Allowed;
        }
        for part in parts {
            said = said.and(self.null(part, depth));
        }
        said
    }

    /// What the keywords without parts say.
    fn of_keywords(&mut self, schema: &Schema<'_>) -> Null {
        let is_null = |node: &Node| *node == Node::Null;
        let lists_null = schema
            .enumeration
            .as_ref()
            .map(|values| values.iter().any(|at| is_null(at.node)));
        let mut said = match (schema.types, lists_null) {
            // A listed `null` is allowed, even if `type` excludes it, and the other way round.
            (Some(types), listed) => Null::when(types.meets(TypeSet::NULL) || listed == Some(true)),
            (None, Some(listed)) => Null::when(listed),
            (None, None) if self.means_another_type(schema) => Null::Excluded,
            (None, None) => Null::Unsaid,
        };
        if let Some(constant) = schema.constant {
            said = match is_null(constant.node) {
                true if lists_null == Some(false) => Null::Excluded,
                true if schema.types.is_none() => Null::Allowed,
                true => said,
                false => Null::Excluded,
            };
        }
        match said {
            Null::Excluded => said,
            _ => said.and(self.of_conditions(schema)),
        }
    }

    /// Whether the keywords mean an object or an array where there is no `type`.
    fn means_another_type(&self, schema: &Schema<'_>) -> bool {
        self.config.untyped == Untyped::Infer && schema.keywords().implied_type().is_some()
    }

    /// `not` and `if` exclude `null` if they do so for certain.
    fn of_conditions(&mut self, schema: &Schema<'_>) -> Null {
        let rare = schema.rare();
        let mut is_valid = |id: SchemaId| match self.evaluator.evaluate(&Node::Null, id) {
            Verdict::Valid => Some(true),
            Verdict::Invalid(_) => Some(false),
            Verdict::Unknown => None,
        };
        let mut is_excluded = rare.not.and_then(&mut is_valid) == Some(true);
        if let Some(holds) = rare.if_schema.and_then(&mut is_valid) {
            let applied = match holds {
                true => rare.then_schema,
                false => rare.else_schema,
            };
            is_excluded |= applied.and_then(&mut is_valid) == Some(false);
        }
        match is_excluded {
            true => Null::Excluded,
            false => Null::Unsaid,
        }
    }
}
