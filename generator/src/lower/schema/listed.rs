//! Listed values: which of them the types allow, and which are equal.

use std::collections::HashSet;

use crate::document::{Decimal, Keyword, KeywordSet, SchemaId, TypeSet};
use crate::evaluate::Verdict;
use crate::lower::limits::MAX_NESTED_UNIONS;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::merge::{Merged, Value};
use crate::lower::schema::shape::{EnumBase, SchemaShape, Use};
use crate::lower::schema::union::variants;
use crate::source::Node;

impl<'a> Classifier<'a> {
    /// The values that an intersection lists, without those that its other schemas exclude. Those that
    /// contradict keywords of the schema that lists them stay, since that is reported, and meant.
    pub fn listed(
        &mut self,
        intersection: IntersectionId,
        merged: &Merged<'a>,
    ) -> Option<Vec<Value<'a>>> {
        merged.values.as_ref()?;
        let key = self.key(intersection).clone();
        // A value that several variants of `oneOf` allow stays in each of them, so that validation sees
        // that it matches more than one.
        let unions = key.without_unions.iter();
        let exclusive = unions.filter(|(_, keyword)| keyword.is_exclusive());
        self.evaluator.distributed = exclusive.map(|(owner, _)| *owner).collect();
        let listed = self.listed_of(&key.schemas, merged);
        self.evaluator.distributed.clear();
        listed
    }

    fn listed_of(&mut self, schemas: &[SchemaId], merged: &Merged<'a>) -> Option<Vec<Value<'a>>> {
        let owners = merged.unions.iter().map(|(owner, _)| owner);
        let owners: Vec<SchemaId> = owners.chain(&merged.with_rules).copied().collect();
        let mut values = merged.values.clone()?;
        values.retain(|value| !self.exclude(&owners, value.at.node));
        let listing = KeywordSet::of(&[Keyword::Type, Keyword::Enum, Keyword::Const]);
        let asserting = KeywordSet::ASSERTIONS.or(KeywordSet::COMPOSITION);
        let others = merged.keywords.and(asserting).without(listing);
        match merged.parts.len() > 1 || !others.is_empty() {
            true => Some(self.kept(values, schemas, &merged.parts)),
            false => Some(values),
        }
    }

    /// Whether the applicators of any of these schemas exclude a listed value. An assertion of a single
    /// value that excludes one is an error in the description, which is reported.
    fn exclude(&mut self, schemas: &[SchemaId], node: &'a Node) -> bool {
        let mut schemas = schemas.iter();
        schemas.any(|id| {
            let verdict = self.evaluator.evaluate_listed(node, *id);
            matches!(verdict, Verdict::Invalid(_))
        })
    }

    /// The values that schemas do not exclude.
    pub fn kept(
        &mut self,
        mut values: Vec<Value<'a>>,
        schemas: &[SchemaId],
        parts: &[SchemaId],
    ) -> Vec<Value<'a>> {
        let document = self.document;
        let lists = |id: &&SchemaId| {
            let schema = document.schema(**id);
            schema.enumeration.is_some() || schema.constant.is_some()
        };
        let listing: Vec<SchemaId> = parts.iter().filter(lists).copied().collect();
        let allows_null = self.are_nullable(schemas);
        values.retain(|value| {
            let node = value.at.node;
            if *node == Node::Null {
                return allows_null;
            }
            let is_reported = self.exclude(&listing, node);
            let mut schemas = schemas.iter();
            is_reported
                || !schemas
                    .any(|id| matches!(self.evaluator.evaluate(node, *id), Verdict::Invalid(_)))
        });
        values
    }
}

/// The shape of `enum` or `const`; `None` if the types exclude every value, so that the list has no effect.
pub fn enumeration<'t>(values: &[Value<'t>], types: TypeSet) -> Option<SchemaShape<'t>> {
    let mut seen = HashSet::new();
    let listed: Vec<Value<'t>> = values
        .iter()
        .filter(|value| *value.at.node != Node::Null)
        .filter(|value| is_allowed(value.at.node, types))
        .filter(|value| seen.insert(listed_key(value.at.node, types == TypeSet::STRING)))
        .copied()
        .collect();
    if listed.is_empty() {
        let only_null = values.iter().all(|value| *value.at.node == Node::Null);
        return (only_null && !values.is_empty()).then_some(SchemaShape::Null);
    }
    let all = |is: fn(&Node) -> bool| listed.iter().all(|value| is(value.at.node));
    let base = if types == TypeSet::STRING || all(|node| matches!(node, Node::String(_))) {
        EnumBase::Text
    } else if all(|node| matches!(node, Node::Number(number) if number.as_i64().is_some())) {
        EnumBase::Integer
    } else if all(|node| matches!(node, Node::Bool(_))) && listed.len() == 2 {
        return Some(SchemaShape::Boolean);
    } else {
        EnumBase::Any
    };
    Some(SchemaShape::Enum(listed, base))
}

/// A key that two listed values share if one of them is redundant. Where only strings are allowed,
/// numbers and booleans count as the strings that YAML failed to quote.
pub fn listed_key(node: &Node, only_strings: bool) -> String {
    match node {
        Node::Number(number) if only_strings => format!("{:?}", number.0),
        Node::Bool(flag) if only_strings => format!("{:?}", flag.to_string()),
        _ => value_key(node),
    }
}

/// Whether the types allow a listed value. Where only strings are allowed, an unquoted number or
/// boolean counts as a string.
fn is_allowed(node: &Node, types: TypeSet) -> bool {
    let of = match node {
        Node::Bool(_) | Node::Number(_) if types == TypeSet::STRING => return true,
        Node::Number(number) if Decimal::new(number).is_whole() => TypeSet::INTEGER,
        Node::Number(_) => TypeSet::NUMBER.without(TypeSet::INTEGER),
        node => TypeSet::of(node),
    };
    types.meets(of)
}

/// A key that two values share if they are equal to JSON Schema: numbers by value, objects in any
/// order.
pub fn value_key(value: &Node) -> String {
    match value {
        Node::Number(number) => Decimal::new(number).canonical(),
        Node::Array(items) => {
            let items: Vec<_> = items.iter().map(value_key).collect();
            format!("[{}]", items.join(","))
        }
        Node::Object(entries) => {
            let mut entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{key:?}:{}", value_key(value)))
                .collect();
            entries.sort_unstable();
            format!("{{{}}}", entries.join(","))
        }
        Node::String(text) => format!("{text:?}"),
        Node::Bool(flag) => flag.to_string(),
        Node::Null => "null".to_owned(),
    }
}

/// The enumeration that variants with listed values make together, open if a variant is any string.
pub fn listed_values<'a>(
    classifier: &mut Classifier<'a>,
    uses: &[Use],
    schemas: &[SchemaId],
) -> Option<SchemaShape<'a>> {
    let mut listed = ListedValues::default();
    let mut known = HashSet::new();
    for used in uses {
        listed.add(classifier, used.intersection, 0, &mut known)?;
    }
    let base = match (listed.base?, listed.open) {
        (EnumBase::Text, true) => EnumBase::OpenText,
        (_, true) => return None,
        (base, false) => base,
    };
    let mut seen = HashSet::new();
    let mut values = match listed.open {
        true => listed.values,
        // `oneOf` excludes a value that two variants list.
        false => classifier.kept(listed.values, schemas, &listed.parts),
    };
    let only_strings = matches!(base, EnumBase::Text | EnumBase::OpenText);
    values.retain(|value| seen.insert(listed_key(value.at.node, only_strings)));
    match values.is_empty() {
        true => Some(SchemaShape::Never),
        false => Some(SchemaShape::Enum(values, base)),
    }
}

#[derive(Default)]
struct ListedValues<'a> {
    values: Vec<Value<'a>>,
    base: Option<EnumBase>,
    /// Whether a variant allows every string.
    open: bool,
    /// The schemas of the variants.
    parts: Vec<SchemaId>,
}

impl<'a> ListedValues<'a> {
    /// Adds a variant; `None` if it does more than list values.
    fn add(
        &mut self,
        classifier: &mut Classifier<'a>,
        intersection: IntersectionId,
        depth: usize,
        known: &mut HashSet<IntersectionId>,
    ) -> Option<()> {
        // An intersection that was added before adds no value.
        if !known.insert(intersection) {
            return Some(());
        }
        let merged = classifier.merged(intersection);
        if let Some(values) = &merged.values {
            self.parts.extend(&merged.parts);
            let Some(SchemaShape::Enum(listed, base)) = enumeration(values, merged.types) else {
                return None;
            };
            self.base = match self.base {
                Some(known) if known != base => Some(EnumBase::Any),
                _ => Some(base),
            };
            self.values.extend(listed);
            return Some(());
        }
        if merged.has_type && merged.types == TypeSet::STRING && is_any_string(&merged) {
            self.open = true;
            return Some(());
        }
        let (owner, keyword) = merged
            .unions
            .first()
            .filter(|_| depth < MAX_NESTED_UNIONS)?;
        for variant in variants(classifier.document, *owner, *keyword) {
            let used = classifier.used(*variant);
            self.add(classifier, used.intersection, depth + 1, known)?;
        }
        Some(())
    }
}

fn is_any_string(merged: &Merged<'_>) -> bool {
    merged.unions.is_empty()
        && merged.format.is_none()
        && merged.max_length.is_none()
        && merged.min_length.is_none()
        && merged.patterns.is_empty()
        && merged.with_rules.is_empty()
}
