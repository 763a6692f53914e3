//! Classifies intersections into shapes, memoised.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::Config;
use crate::config::{Formats, Untyped};
use crate::document::{Document, SchemaId, TypeSet};
use crate::evaluate::Evaluator;
use crate::lower::limits::{
    MAX_FIELDS, MAX_INTERSECTIONS, MAX_INTERSECTIONS_PER_SCHEMA, MAX_NESTED_VARIANTS, MAX_SAME_USES,
};
use crate::lower::schema::cost::MergeCache;
use crate::lower::schema::intersection::{
    Aliases, Flags, IntersectionId, IntersectionKey, Intersections, UnionKeyword, flags, path,
};
use crate::lower::schema::listed::enumeration;
use crate::lower::schema::merge::{AdditionalProperties, Merged, merge, own};
use crate::lower::schema::null::Null;
use crate::lower::schema::shape::{
    ObjectRest, ObjectShape, PropertyShape, SchemaShape, TupleRest, TupleShape, Use,
};
use crate::lower::schema::{cost, union};
use crate::source::FileId;

/// Classifies intersections on demand and keeps the results.
pub struct Classifier<'a> {
    pub document: &'a Document<'a>,
    pub config: &'a Config,
    pub aliases: Aliases,
    intersections: Intersections,
    shapes: HashMap<IntersectionId, Rc<SchemaShape<'a>>>,
    merge_cache: MergeCache<'a>,
    fallback_reasons: HashMap<IntersectionId, &'static str>,
    pub nullable: HashMap<SchemaId, Null>,
    /// Judges values that are known when code is generated.
    pub evaluator: Evaluator<'a>,
    /// The variants that have no value beside the other keywords of their unions, or `null` only.
    pub without_values: Vec<IntersectionId>,
    /// The names of the component schemas.
    pub names: HashMap<SchemaId, &'a str>,
    /// For a schema of another file, the name of the first component that refers to it.
    pub referring: HashMap<SchemaId, &'a str>,
    /// The subtypes of each schema with a discriminator.
    subtypes: HashMap<SchemaId, Vec<SchemaId>>,
}

/// Whether a schema is in another file than the description.
fn is_of_file(document: &Document<'_>, id: SchemaId) -> bool {
    document.places.file(document.schema(id).place) != FileId::default()
}

impl<'a> Classifier<'a> {
    pub fn new(document: &'a Document<'a>, config: &'a Config) -> Self {
        let aliases = Aliases::find(document);
        let (mut names, mut referring) = (HashMap::new(), HashMap::new());
        for (name, id) in &document.components {
            names.entry(*id).or_insert(*name);
            let target = aliases.target(*id).filter(|target| target != id);
            if let Some(target) = target.filter(|target| is_of_file(document, *target)) {
                referring.entry(target).or_insert(*name);
            }
        }
        let subtypes = union::subtypes(document, &aliases);
        Self {
            document,
            config,
            aliases,
            intersections: Intersections::default(),
            shapes: HashMap::new(),
            merge_cache: MergeCache::new(document),
            fallback_reasons: HashMap::new(),
            nullable: HashMap::new(),
            evaluator: Evaluator::new(document, config.formats),
            without_values: Vec::new(),
            names,
            referring,
            subtypes,
        }
    }

    /// The intersection that a schema stands for where it is used.
    pub fn used(&mut self, id: SchemaId) -> Use {
        self.used_together(&[id], id)
    }

    /// The intersection of several schemas, with the annotations of `schema`.
    pub fn used_together(&mut self, ids: &[SchemaId], schema: SchemaId) -> Use {
        let mut parts: Vec<SchemaId> = Vec::new();
        for target in ids.iter().filter_map(|id| self.aliases.target(*id)) {
            if !parts.contains(&target) {
                parts.push(target);
            }
        }
        let has_assertions = |id: &SchemaId| self.document.schema(*id).has_assertions();
        if parts.len() > 1 && parts.iter().any(has_assertions) {
            parts.retain(has_assertions);
        }
        let nullable = self.are_nullable(ids);
        let key = IntersectionKey {
            schemas: parts,
            without_unions: Vec::new(),
            types: TypeSet::ALL,
        };
        Use {
            intersection: self.intersection(key),
            nullable,
            schema,
        }
    }

    /// The id of an intersection.
    pub fn intersection(&mut self, key: IntersectionKey) -> IntersectionId {
        self.intersections.id(key)
    }

    /// The schemas of an intersection.
    pub fn key(&self, intersection: IntersectionId) -> &IntersectionKey {
        self.intersections.key(intersection)
    }

    /// The keywords of an intersection, merged into one schema.
    pub fn merged(&mut self, intersection: IntersectionId) -> Rc<Merged<'a>> {
        let key = self.intersections.key(intersection);
        let formats = self.config.formats;
        self.merge_cache.of(intersection, |limit| {
            let merged = merge(self.document, &self.aliases, key, limit);
            with_formats(merged, formats)
        })
    }

    /// The keywords of a schema alone.
    pub fn own(&self, id: SchemaId) -> Merged<'a> {
        with_formats(own(self.document, id), self.config.formats)
    }

    /// Whether the type of an intersection is any JSON, and its assertions are rules.
    pub fn is_judged_as_json(&mut self, intersection: IntersectionId) -> bool {
        matches!(*self.shape(intersection), SchemaShape::Any)
            && self.fallback_reason(intersection).is_none()
    }

    /// Why the shape of an intersection is less precise than its schemas, if it is.
    pub fn fallback_reason(&mut self, intersection: IntersectionId) -> Option<&'static str> {
        self.fallback_reasons
            .get(&intersection)
            .copied()
            .or(self.merged(intersection).exceeded_limit)
    }

    /// Follows [`SchemaShape::Same`] to the use that it stands for.
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
        // The uses stand for each other only: no schema has an assertion.
        let key = IntersectionKey {
            schemas: Vec::new(),
            without_unions: Vec::new(),
            types: TypeSet::ALL,
        };
        Use {
            intersection: self.intersection(key),
            ..resolved
        }
    }

    /// Adds the schemas on the path from a use to the one that it stands for.
    pub fn add_path(&mut self, used: Use, path_schemas: &mut HashSet<SchemaId>) {
        let mut next = used;
        for _ in 0..MAX_SAME_USES {
            let is_new = |id: &SchemaId| path_schemas.insert(*id);
            path(self.document, next.schema)
                .take_while(is_new)
                .for_each(drop);
            match &*self.shape(next.intersection) {
                SchemaShape::Same(other) => next = *other,
                _ => break,
            }
        }
    }

    /// The shape of an intersection.
    pub fn shape(&mut self, intersection: IntersectionId) -> Rc<SchemaShape<'a>> {
        if let Some(known) = self.shapes.get(&intersection) {
            return known.clone();
        }
        // Only adversarial descriptions nest intersections this often.
        let shape = if self.intersections.len()
            > MAX_INTERSECTIONS_PER_SCHEMA * self.document.schemas.len() + MAX_INTERSECTIONS
        {
            let why = "the description has too many combinations of schemas";
            self.fallback_reasons.insert(intersection, why);
            SchemaShape::Any
        } else {
            let merged = self.merged(intersection);
            let shape = self.classify(intersection, &merged);
            match cost::fallback(&shape) {
                Some((fallback, why)) => {
                    self.fallback_reasons.insert(intersection, why);
                    fallback
                }
                None => shape,
            }
        };
        let shape = Rc::new(shape);
        self.shapes.insert(intersection, shape.clone());
        shape
    }

    fn classify(&mut self, intersection: IntersectionId, merged: &Merged<'a>) -> SchemaShape<'a> {
        let matches_none =
            merged.is_false || merged.contradiction.is_some_and(|it| it.keyword == "enum");
        if matches_none || (merged.types == TypeSet::NONE && !self.allows_null(intersection)) {
            return SchemaShape::Never;
        }
        if merged.types == TypeSet::NONE {
            return SchemaShape::Null;
        }
        if let Some(values) = self.listed(intersection, merged) {
            if values.is_empty() {
                return SchemaShape::Never;
            }
            if let Some(shape) = enumeration(&values, merged.types) {
                return shape;
            }
        }
        if let Some(shape) = union::shape(self, intersection, merged) {
            let depends_on_json = match self.config.untyped {
                Untyped::Strict => true,
                Untyped::Infer => self.null_matches_several(merged),
            };
            return match depends_on_json && self.has_untyped_variant(&shape) {
                true => SchemaShape::Any,
                false => shape,
            };
        }
        self.without_unions(intersection, merged)
    }

    /// Whether a variant of a `oneOf` allows `null` and another does not exclude it. `Option` would hold
    /// it for both.
    fn null_matches_several(&mut self, merged: &Merged<'a>) -> bool {
        let document = self.document;
        let mut exclusive = merged.unions.iter().filter(|(_, it)| it.is_exclusive());
        exclusive.any(|(owner, keyword)| {
            let variants = union::variants(document, *owner, *keyword).iter();
            let said: Vec<Null> = variants.map(|id| self.null(*id, 0)).collect();
            let matching = said.iter().filter(|null| **null != Null::Excluded);
            said.contains(&Null::Allowed) && matching.count() > 1
        })
    }

    /// Whether a variant of a union allows every JSON type, so that the type is any JSON as well.
    fn has_untyped_variant(&mut self, shape: &SchemaShape<'a>) -> bool {
        let variants: Vec<Use> = match shape {
            SchemaShape::Union(union) => union.variants.iter().map(|it| it.used).collect(),
            SchemaShape::Same(only) => vec![*only],
            _ => return false,
        };
        let mut known = HashMap::new();
        let mut variants = variants.iter();
        variants.any(|used| self.is_untyped(used.intersection, &mut known))
    }

    /// Whether an intersection, or a variant of each of its unions, allows every JSON type.
    /// Those that were visited are `known`, as typed while that is being found.
    fn is_untyped(
        &mut self,
        id: IntersectionId,
        known: &mut HashMap<IntersectionId, bool>,
    ) -> bool {
        if let Some(is_untyped) = known.get(&id) {
            return *is_untyped;
        }
        known.insert(id, false);
        let is_untyped = self.has_untyped_unions(id, known);
        known.insert(id, is_untyped);
        is_untyped
    }

    fn has_untyped_unions(
        &mut self,
        id: IntersectionId,
        known: &mut HashMap<IntersectionId, bool>,
    ) -> bool {
        let merged = self.merged(id);
        let is_typed = merged.has_type
            || self.config.untyped == Untyped::Infer && merged.keywords.implied_type().is_some();
        if is_typed || merged.values.is_some() {
            return false;
        }
        let document = self.document;
        merged.unions.iter().all(|(owner, keyword)| {
            let mut variants = union::variants(document, *owner, *keyword).iter();
            known.len() <= MAX_NESTED_VARIANTS
                && variants.any(|variant| {
                    let used = self.used(*variant);
                    self.is_untyped(used.intersection, known)
                })
        })
    }

    /// The shape that follows from `type` and the keywords of objects and arrays alone.
    pub fn without_unions(
        &mut self,
        intersection: IntersectionId,
        merged: &Merged<'a>,
    ) -> SchemaShape<'a> {
        let types = if merged.has_type {
            merged.types
        } else if self.config.untyped == Untyped::Strict {
            return SchemaShape::Any;
        } else {
            match merged.keywords.implied_type() {
                Some(implied) => implied,
                None => return SchemaShape::Any,
            }
        };
        let json_types: Vec<TypeSet> = types.split().collect();
        match json_types[..] {
            [TypeSet::BOOLEAN] => SchemaShape::Boolean,
            [TypeSet::INTEGER] => SchemaShape::Integer,
            [TypeSet::NUMBER] => SchemaShape::Number,
            [TypeSet::STRING] => SchemaShape::Text,
            [TypeSet::ARRAY] => self.array(merged),
            [TypeSet::OBJECT] => self.object(intersection, merged),
            // Every JSON type.
            _ if json_types.len() >= 5 => SchemaShape::Any,
            _ => union::of_json_types(self, intersection, &json_types),
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
        let count = |limit: Option<u64>| limit.and_then(|limit| usize::try_from(limit).ok());
        let forbids_rest = merged
            .items
            .iter()
            .any(|id| self.document.schema(*id).boolean == Some(false));
        let is_closed =
            forbids_rest || count(merged.max_items).is_some_and(|max| max <= first.len());
        SchemaShape::Tuple(TupleShape {
            required: count(merged.min_items).unwrap_or(0).min(first.len()),
            rest: match items {
                _ if is_closed => TupleRest::Nothing,
                None => TupleRest::Any,
                Some(items) => TupleRest::Items(items),
            },
            items: first,
        })
    }

    fn object(&mut self, intersection: IntersectionId, merged: &Merged<'a>) -> SchemaShape<'a> {
        let names = merged.properties.len().max(merged.required.len());
        if names.max(merged.pattern_properties.len()) > MAX_FIELDS {
            self.fallback_reasons
                .insert(intersection, cost::TOO_MANY_FIELDS);
            return SchemaShape::Map(None);
        }
        let rest = match &merged.additional {
            AdditionalProperties::Unconstrained => ObjectRest::Unconstrained,
            AdditionalProperties::Forbidden => ObjectRest::Forbidden,
            AdditionalProperties::Any => ObjectRest::Any,
            AdditionalProperties::Schemas(ids) => match self.together(ids) {
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
                flags: flags(self.document, ids),
            })
            .collect();
        for name in merged.required.iter().filter(|it| !described.contains(*it)) {
            properties.push(PropertyShape {
                name,
                required: true,
                used: self.undeclared(name, merged, &rest),
                flags: Flags::default(),
            });
        }
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

    /// The schemas of a required property that is not declared: those of the patterns that its name
    /// matches, else that of additional properties.
    fn undeclared(&mut self, name: &str, merged: &Merged<'a>, rest: &ObjectRest) -> Option<Use> {
        let mut ids = Vec::new();
        for ((pattern, _), of_pattern) in &merged.pattern_properties {
            if self.evaluator.is_match(pattern, name) == Some(true) {
                ids.extend(of_pattern);
            }
        }
        match rest {
            ObjectRest::Values(values) if ids.is_empty() => Some(*values),
            _ => self.together(&ids),
        }
    }

    /// The intersection of several schemas; `None` for an empty list.
    fn together(&mut self, ids: &[SchemaId]) -> Option<Use> {
        let first = *ids.first()?;
        Some(self.used_together(ids, first))
    }

    /// The subtypes of a schema.
    pub fn subtypes(&self, id: SchemaId) -> &[SchemaId] {
        self.subtypes.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// The merged keywords, with formats as the configuration takes them.
fn with_formats(mut merged: Merged<'_>, formats: Formats) -> Merged<'_> {
    if formats == Formats::Annotate {
        merged.format = None;
        merged.more_formats.clear();
        merged.content_encoding = None;
    }
    merged
}

impl UnionKeyword {
    /// Whether exactly one variant must match.
    pub fn is_exclusive(self) -> bool {
        self == Self::OneOf
    }
}
