//! Intersections → classifier: what kind of type a intersection becomes, and which intersections it is made of.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::document::{Document, Reference, SchemaId, TypeSet};
use crate::lower::limits::{MAX_FIELDS, MAX_INTERSECTIONS_EACH, MAX_NULL_DEPTH, MAX_SAME_USES};
use crate::lower::schema::cost::MergeCache;
use crate::lower::schema::intersection::{
    Aliases, IntersectionId, IntersectionKey, Intersections, UnionKeyword, annotations, path,
};
use crate::lower::schema::merge::{Merged, Rest, Value, merge, value_key};
use crate::lower::schema::shape::{
    EnumBase, ObjectRest, ObjectShape, PropertyShape, SchemaShape, TupleRest, TupleShape, Use,
};
use crate::lower::schema::{cost, union};
use crate::source::Node;

/// The classifier of the intersections that are asked for.
pub struct Classifier<'a> {
    pub document: &'a Document<'a>,
    pub aliases: Aliases,
    intersections: Intersections,
    shapes: HashMap<IntersectionId, Rc<SchemaShape<'a>>>,
    merge_cache: MergeCache<'a>,
    fallback_reason: HashMap<IntersectionId, &'static str>,
    nullable: HashMap<SchemaId, bool>,
    /// The component schemas, by name.
    pub names: HashMap<SchemaId, &'a str>,
    /// The components that extend a schema with a discriminator.
    subtypes: HashMap<SchemaId, Vec<SchemaId>>,
}

impl<'a> Classifier<'a> {
    pub fn new(document: &'a Document<'a>) -> Self {
        let aliases = Aliases::find(document);
        let mut names = HashMap::new();
        for (name, id) in &document.components {
            names.entry(*id).or_insert(*name);
        }
        let subtypes = union::subtypes(document, &aliases);
        Self {
            document,
            aliases,
            intersections: Intersections::default(),
            shapes: HashMap::new(),
            merge_cache: MergeCache::new(document),
            fallback_reason: HashMap::new(),
            nullable: HashMap::new(),
            names,
            subtypes,
        }
    }

    /// What a schema means where it stands.
    pub fn used(&mut self, id: SchemaId) -> Use {
        self.used_together(&[id], id)
    }

    /// What schemas mean together; the annotations are those of `schema`.
    pub fn used_together(&mut self, ids: &[SchemaId], schema: SchemaId) -> Use {
        let mut parts: Vec<SchemaId> = Vec::new();
        for target in ids.iter().filter_map(|id| self.aliases.target(*id)) {
            if !parts.contains(&target) {
                parts.push(target);
            }
        }
        let is_said = |id: &SchemaId| self.document.schema(*id).has_assertions();
        if parts.len() > 1 && parts.iter().any(is_said) {
            parts.retain(is_said);
        }
        let nullable = !ids.is_empty() && ids.iter().all(|id| self.is_nullable(*id));
        let key = IntersectionKey {
            parts,
            without: Vec::new(),
            types: TypeSet::ALL,
        };
        Use {
            intersection: self.intersection(key),
            nullable,
            schema,
        }
    }

    /// The id of a intersection.
    pub fn intersection(&mut self, key: IntersectionKey) -> IntersectionId {
        self.intersections.id(key)
    }

    /// What a intersection consists of.
    pub fn key(&self, intersection: IntersectionId) -> &IntersectionKey {
        self.intersections.key(intersection)
    }

    /// What the schemas of a intersection say together.
    pub fn merged(&mut self, intersection: IntersectionId) -> Rc<Merged<'a>> {
        let key = self.intersections.key(intersection);
        self.merge_cache.of(intersection, |most| {
            merge(self.document, &self.aliases, key, most)
        })
    }

    /// Why the shape of a intersection is not what the description says, if that is so.
    pub fn fallback_reason(&mut self, intersection: IntersectionId) -> Option<&'static str> {
        self.fallback_reason
            .get(&intersection)
            .copied()
            .or(self.merged(intersection).cut)
    }

    /// The use that another one is the same as.
    pub fn resolve(&mut self, used: Use) -> Use {
        let mut resolved = used;
        for _ in 0..MAX_SAME_USES {
            match &*self.shape(resolved.intersection) {
                SchemaShape::Same(other) => {
                    resolved = Use {
                        intersection: other.intersection,
                        nullable: resolved.nullable || other.nullable,
                        schema: used.schema,
                    };
                }
                _ => return resolved,
            }
        }
        // They are only each other: nothing is said.
        let key = IntersectionKey {
            parts: Vec::new(),
            without: Vec::new(),
            types: TypeSet::ALL,
        };
        Use {
            intersection: self.intersection(key),
            ..resolved
        }
    }

    /// Adds the schemas that lead from a use to what it is the same as.
    pub fn add_passed(&mut self, used: Use, passed: &mut HashSet<SchemaId>) {
        let mut next = used;
        for _ in 0..MAX_SAME_USES {
            let is_new = |id: &SchemaId| passed.insert(*id);
            path(self.document, next.schema)
                .take_while(is_new)
                .for_each(drop);
            match &*self.shape(next.intersection) {
                SchemaShape::Same(other) => next = *other,
                _ => break,
            }
        }
    }

    /// What kind of type a intersection becomes.
    pub fn shape(&mut self, intersection: IntersectionId) -> Rc<SchemaShape<'a>> {
        if let Some(known) = self.shapes.get(&intersection) {
            return known.clone();
        }
        // Intersections of intersections of intersections: only a description that is made for it has so many.
        let shape = if self.intersections.len()
            > MAX_INTERSECTIONS_EACH * self.document.schemas.len() + 10_000
        {
            let why = "the description makes too many types of its schemas";
            self.fallback_reason.insert(intersection, why);
            SchemaShape::Any
        } else {
            let merged = self.merged(intersection);
            let shape = self.make(intersection, &merged);
            match cost::left(&shape) {
                Some((left, why)) => {
                    self.fallback_reason.insert(intersection, why);
                    left
                }
                None => shape,
            }
        };
        let shape = Rc::new(shape);
        self.shapes.insert(intersection, shape.clone());
        shape
    }

    fn make(&mut self, intersection: IntersectionId, merged: &Merged<'a>) -> SchemaShape<'a> {
        let leaves_none = merged.refused || merged.contradiction == Some("enum");
        if leaves_none || (merged.types == TypeSet::NONE && !self.allows_null(intersection)) {
            return SchemaShape::Never;
        }
        if merged.types == TypeSet::NONE {
            return SchemaShape::Null;
        }
        if let Some(values) = &merged.values
            && let Some(shape) = enumeration(values, merged.types)
        {
            return shape;
        }
        if let Some(shape) = union::shape(self, intersection, merged) {
            return shape;
        }
        self.without_unions(intersection, merged)
    }

    /// The shape by types alone.
    pub fn without_unions(
        &mut self,
        intersection: IntersectionId,
        merged: &Merged<'a>,
    ) -> SchemaShape<'a> {
        let types = if merged.typed {
            merged.types
        } else {
            match (merged.has_object_keywords(), merged.has_array_keywords()) {
                (true, _) => TypeSet::OBJECT,
                (false, true) => TypeSet::ARRAY,
                (false, false) => return SchemaShape::Any,
            }
        };
        let kinds: Vec<TypeSet> = types.split().collect();
        match kinds[..] {
            [TypeSet::BOOLEAN] => SchemaShape::Boolean,
            [TypeSet::INTEGER] => SchemaShape::Integer,
            [TypeSet::NUMBER] => SchemaShape::Number,
            [TypeSet::STRING] => SchemaShape::Text,
            [TypeSet::ARRAY] => self.array(merged),
            [TypeSet::OBJECT] => self.object(intersection, merged),
            // Every type there is.
            _ if kinds.len() >= 5 => SchemaShape::Any,
            _ => union::of_json_types(self, intersection, &kinds),
        }
    }

    fn array(&mut self, merged: &Merged<'a>) -> SchemaShape<'a> {
        let items = self.together(&merged.items);
        let Some(prefix) = merged.prefix_items.iter().max_by_key(|prefix| prefix.len()) else {
            return SchemaShape::List(items);
        };
        let first = (0..prefix.len()).map(|index| {
            let ids: Vec<SchemaId> = merged
                .prefix_items
                .iter()
                .filter_map(|prefix| prefix.get(index).copied())
                .collect();
            self.used_together(&ids, ids.first().copied().unwrap_or(prefix[index]))
        });
        let first: Vec<Use> = first.collect();
        let bound = |limit: Option<u64>| limit.and_then(|limit| usize::try_from(limit).ok());
        let refuses_rest = merged
            .items
            .iter()
            .any(|id| self.document.schema(*id).boolean == Some(false));
        let is_full = refuses_rest || bound(merged.max_items).is_some_and(|max| max <= first.len());
        SchemaShape::Tuple(TupleShape {
            required: bound(merged.min_items).unwrap_or(0).min(first.len()),
            rest: match items {
                _ if is_full => TupleRest::Nothing,
                None => TupleRest::Any,
                Some(items) => TupleRest::Items(items),
            },
            items: first,
        })
    }

    fn object(&mut self, intersection: IntersectionId, merged: &Merged<'a>) -> SchemaShape<'a> {
        let names = merged.properties.len().max(merged.required.len());
        if names.max(merged.pattern_properties.len()) > MAX_FIELDS {
            self.fallback_reason
                .insert(intersection, cost::TOO_MANY_FIELDS);
            return SchemaShape::Map(None);
        }
        let rest = match &merged.additional {
            Rest::Unconstrained => ObjectRest::Unconstrained,
            Rest::Refused => ObjectRest::Refused,
            Rest::Any => ObjectRest::Any,
            Rest::Schemas(ids) => match self.together(ids) {
                Some(values) => ObjectRest::Values(values),
                None => ObjectRest::Any,
            },
        };
        let is_map = merged.properties.is_empty()
            && merged.required.is_empty()
            && merged.pattern_properties.is_empty();
        match rest {
            ObjectRest::Values(values) if is_map => return SchemaShape::Map(Some(values)),
            ObjectRest::Unconstrained | ObjectRest::Any if is_map => return SchemaShape::Map(None),
            _ => {}
        }
        let required: HashSet<&str> = merged.required.iter().copied().collect();
        let described: HashSet<&str> = merged.properties.iter().map(|(name, _)| *name).collect();
        let mut properties: Vec<PropertyShape<'a>> = merged
            .properties
            .iter()
            .map(|(name, ids)| PropertyShape {
                name,
                required: required.contains(name),
                used: self.together(ids),
            })
            .collect();
        properties.extend(
            merged
                .required
                .iter()
                .filter(|name| !described.contains(*name))
                .map(|name| PropertyShape {
                    name,
                    required: true,
                    used: None,
                }),
        );
        let patterns = merged
            .pattern_properties
            .iter()
            .filter_map(|(pattern, ids)| Some((*pattern, self.together(ids)?)));
        let patterns = patterns.collect();
        SchemaShape::Struct(ObjectShape {
            properties,
            rest,
            patterns,
        })
    }

    /// What schemas mean together; `None` if there are none.
    fn together(&mut self, ids: &[SchemaId]) -> Option<Use> {
        let first = *ids.first()?;
        Some(self.used_together(ids, first))
    }

    /// The components that extend a schema.
    pub fn subtypes(&self, id: SchemaId) -> &[SchemaId] {
        self.subtypes.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether one of the schemas of a intersection allows `null`.
    fn allows_null(&mut self, intersection: IntersectionId) -> bool {
        let parts = self.intersections.key(intersection).parts.clone();
        parts.iter().all(|id| self.is_nullable(*id))
    }

    /// Whether `null` is a value of a schema that says something.
    pub fn is_nullable(&mut self, id: SchemaId) -> bool {
        self.is_nullable_below(id, 0)
    }

    fn is_nullable_below(&mut self, id: SchemaId, depth: usize) -> bool {
        let Some(target) = self.aliases.target(id) else {
            return false;
        };
        // On the direction to what a schema stands for, one may allow `null`.
        if annotations(self.document, id).any(|schema| schema.nullable) {
            return true;
        }
        if let Some(known) = self.nullable.get(&target) {
            return *known;
        }
        if depth > MAX_NULL_DEPTH {
            return false;
        }
        // Whoever asks again on the direction gets no for an answer.
        self.nullable.insert(target, false);
        let nullable = self.judge_nullable(target, depth);
        self.nullable.insert(target, nullable);
        nullable
    }

    fn judge_nullable(&mut self, id: SchemaId, depth: usize) -> bool {
        let schema = self.document.schema(id);
        if schema.nullable {
            return true;
        }
        // Who lists `null` means it, whatever `type` says beside the list.
        let lists_null = schema
            .enumeration
            .as_ref()
            .map(|values| values.iter().any(|at| *at.node == Node::Null));
        if let Some(types) = schema.types {
            return types.meets(TypeSet::NULL) || lists_null == Some(true);
        }
        if let Some(listed) = lists_null {
            return listed;
        }
        if let Some(constant) = schema.constant {
            return *constant.node == Node::Null;
        }
        let below = depth + 1;
        let variants = [&schema.one_of, &schema.any_of];
        if variants.iter().any(|variants| {
            variants
                .iter()
                .any(|variant| self.is_nullable_below(*variant, below))
        }) {
            return true;
        }
        let referred = match schema.reference {
            Reference::To(target) => Some(target),
            Reference::None | Reference::Broken => None,
        };
        let branches: Vec<SchemaId> = schema.all_of.iter().copied().chain(referred).collect();
        let is_bare = |id: &SchemaId| {
            let branch = self.document.schema(*id);
            branch.nullable && branch.types.is_none() && !branch.has_assertions()
        };
        if branches.iter().any(is_bare) {
            return true;
        }
        let saying: Vec<SchemaId> = branches
            .into_iter()
            .filter(|id| self.document.schema(*id).has_assertions())
            .collect();
        !saying.is_empty() && saying.iter().all(|id| self.is_nullable_below(*id, below))
    }
}

/// The shape of listed values; `None` if none of them has the type, so that the list has no effect.
pub fn enumeration<'t>(values: &[Value<'t>], types: TypeSet) -> Option<SchemaShape<'t>> {
    let mut seen = HashSet::new();
    let listed: Vec<Value<'t>> = values
        .iter()
        .filter(|value| *value.at.node != Node::Null)
        .filter(|value| fits(value.at.node, types))
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
    Some(SchemaShape::Values(listed, base))
}

/// A text that two listed values share if one of them is enough. Where only strings are allowed,
/// numbers and words are what they look like.
pub fn listed_key(node: &Node, only_texts: bool) -> String {
    match node {
        Node::Number(number) if only_texts => format!("{:?}", number.0),
        Node::Bool(flag) if only_texts => format!("{:?}", flag.to_string()),
        _ => value_key(node),
    }
}

/// Whether a listed value has one of the types. Where only strings are allowed, a number or a word
/// that YAML takes for something else is meant as one.
fn fits(node: &Node, types: TypeSet) -> bool {
    let of = match node {
        Node::Null => TypeSet::NULL,
        Node::Bool(_) | Node::Number(_) if types == TypeSet::STRING => return true,
        Node::Bool(_) => TypeSet::BOOLEAN,
        Node::Number(number) if number.as_i64().is_some() => TypeSet::INTEGER,
        Node::Number(_) => TypeSet::NUMBER.without(TypeSet::INTEGER),
        Node::String(_) => TypeSet::STRING,
        Node::Array(_) => TypeSet::ARRAY,
        Node::Object(_) => TypeSet::OBJECT,
    };
    types.meets(of)
}

impl UnionKeyword {
    /// Whether exactly one variant must fit.
    pub fn is_exclusive(self) -> bool {
        self == Self::OneOf
    }
}
