//! Intersects schemas into one: follows references and `allOf`, and combines the keywords.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::document::{
    Additional, At, Bound, Decimal, Discriminator, Document, KeywordSet, Place, Reference, Schema,
    SchemaId, TypeSet,
};
use crate::lower::limits::MAX_MERGED;
use crate::source::Number;

use crate::lower::schema::cost::merge_cost;
use crate::lower::schema::intersection::{Aliases, IntersectionKey, UnionKeyword};
use crate::lower::schema::listed::value_key;
use crate::lower::schema::unevaluated;

/// The keywords of an intersection as one schema, for values other than `null`.
#[derive(Clone, Debug)]
pub struct Merged<'t> {
    /// The keywords of the schemas.
    pub keywords: KeywordSet,
    /// The allowed JSON types, without `null`.
    pub types: TypeSet,
    /// Whether one of the schemas has `type`.
    pub has_type: bool,
    /// The first schema that has it.
    type_place: Option<Place>,
    /// The format that values have to have.
    pub format: Option<&'t str>,
    /// The formats of other schemas of the intersection.
    pub more_formats: Vec<&'t str>,
    /// The same, even if it only describes values.
    pub named_format: Option<&'t str>,
    /// The values that `enum` and `const` allow, with the names that the description gives them.
    pub values: Option<Vec<Value<'t>>>,
    pub maximum: Option<Bound<'t>>,
    pub minimum: Option<Bound<'t>>,
    pub multiple_of: Vec<&'t Number>,
    pub max_length: Option<u64>,
    pub min_length: Option<u64>,
    pub patterns: Vec<(&'t str, Place)>,
    pub max_items: Option<u64>,
    pub min_items: Option<u64>,
    pub unique_items: bool,
    pub max_properties: Option<u64>,
    pub min_properties: Option<u64>,
    pub required: Vec<&'t str>,
    pub properties: Vec<(&'t str, Vec<SchemaId>)>,
    /// Positions in `required` and `properties`, when there are many.
    index: Index<'t>,
    pub additional: AdditionalProperties,
    pub pattern_properties: Vec<((&'t str, Place), Vec<SchemaId>)>,
    pub items: Vec<SchemaId>,
    pub unevaluated_items: Option<SchemaId>,
    pub unevaluated_properties: Option<SchemaId>,
    /// The schemas with one of these two that only the whole JSON decides, since keywords that depend on
    /// the value may look at properties and items, or schemas around them do.
    pub judged_whole: Vec<SchemaId>,
    pub prefix_items: Vec<Vec<SchemaId>>,
    pub unions: Vec<(SchemaId, UnionKeyword)>,
    pub discriminator: Option<SchemaId>,
    pub content_encoding: Option<&'t str>,
    /// The schemas with keywords that only a rule over the whole value can check.
    pub with_rules: Vec<SchemaId>,
    /// The schemas that are merged: those of the key, and what they refer to and are composed of.
    pub parts: Vec<SchemaId>,
    /// Whether one of the schemas is `false`.
    pub is_false: bool,
    /// The keyword that the schemas contradict each other with: each allows values, together they allow none.
    pub contradiction: Option<Contradiction>,
    /// The limit that was exceeded, so that some keywords are missing.
    pub exceeded_limit: Option<&'static str>,
    /// Cost of the merge, see [`merge_cost`].
    pub cost: usize,
}

/// Lists of names up to this length are searched; longer ones are hashed.
const MAX_SEARCHED: usize = 16;

/// Positions by name; empty for short lists.
#[derive(Clone, Debug, Default)]
struct Index<'t> {
    required: HashSet<&'t str>,
    properties: HashMap<&'t str, usize>,
}

impl<'t> Index<'t> {
    /// Adds a name that is about to be appended to `known`.
    fn add_required(&mut self, name: &'t str, known: &[&'t str]) {
        if known.len() == MAX_SEARCHED {
            self.required.extend(known);
        }
        if known.len() >= MAX_SEARCHED {
            self.required.insert(name);
        }
    }

    fn add_property(&mut self, name: &'t str, known: &[(&'t str, Vec<SchemaId>)]) {
        if known.len() == MAX_SEARCHED {
            let names = known.iter().enumerate();
            self.properties
                .extend(names.map(|(at, (name, _))| (*name, at)));
        }
        if known.len() >= MAX_SEARCHED {
            self.properties.insert(name, known.len());
        }
    }
}

/// Keywords of two schemas that allow values each, and none together.
#[derive(Clone, Copy, Debug)]
pub struct Contradiction {
    pub keyword: &'static str,
    pub places: [Place; 2],
}

/// A value of `enum` or `const`.
#[derive(Clone, Copy, Debug)]
pub struct Value<'t> {
    pub at: At<'t>,
    pub name: Option<&'t str>,
    pub description: Option<&'t str>,
}

/// The schemas of properties that are not named.
#[derive(Clone, Debug, PartialEq)]
pub enum AdditionalProperties {
    Unconstrained,
    Forbidden,
    Any,
    Schemas(Vec<SchemaId>),
}

/// Intersects the schemas of a key. Over the cost limit, returns the unconstrained schema.
pub fn merge<'t>(
    document: &Document<'t>,
    aliases: &Aliases,
    key: &IntersectionKey,
    limit: usize,
) -> Merged<'t> {
    let mut merged = Merged::unconstrained(key.types.without(TypeSet::NULL));
    merged.has_type = key.types != TypeSet::ALL;
    let mut visited = HashSet::new();
    // A referenced schema comes before the keywords beside the reference.
    let mut open: Vec<Step> = key
        .schemas
        .iter()
        .rev()
        .map(|id| Step::Enter(*id))
        .collect();
    while let Some(step) = open.pop() {
        let id = match step {
            Step::Absorb(id) => {
                merged.absorb(id, document.schema(id), key);
                continue;
            }
            Step::Enter(id) => id,
        };
        if visited.len() >= MAX_MERGED {
            merged.exceeded_limit = Some("more than 1000 schemas are merged");
            break;
        }
        if !visited.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        merged.cost += merge_cost(schema);
        if merged.cost > limit {
            let mut unconstrained = Merged::unconstrained(TypeSet::ALL.without(TypeSet::NULL));
            unconstrained.exceeded_limit =
                Some("merging the schemas of the description costs too much");
            return unconstrained;
        }
        open.push(Step::Absorb(id));
        let referred = match schema.reference {
            Reference::To(target) => Some(target),
            Reference::None | Reference::Broken => None,
        };
        let below = schema.all_of.iter().rev().copied().chain(referred);
        open.extend(below.filter_map(|id| aliases.target(id)).map(Step::Enter));
    }
    merged.apply_unevaluated(document);
    merged
}

/// The keywords of a schema alone, without those that it refers to and is composed of.
pub fn own<'t>(document: &Document<'t>, id: SchemaId) -> Merged<'t> {
    let mut merged = Merged::unconstrained(TypeSet::ALL.without(TypeSet::NULL));
    let key = IntersectionKey {
        schemas: vec![id],
        without_unions: Vec::new(),
        types: TypeSet::ALL,
    };
    merged.absorb(id, document.schema(id), &key);
    merged
}

enum Step {
    Enter(SchemaId),
    Absorb(SchemaId),
}

impl<'t> Merged<'t> {
    fn unconstrained(types: TypeSet) -> Self {
        Self {
            keywords: KeywordSet::NONE,
            types,
            has_type: false,
            type_place: None,
            format: None,
            more_formats: Vec::new(),
            named_format: None,
            values: None,
            maximum: None,
            minimum: None,
            multiple_of: Vec::new(),
            max_length: None,
            min_length: None,
            patterns: Vec::new(),
            max_items: None,
            min_items: None,
            unique_items: false,
            max_properties: None,
            min_properties: None,
            required: Vec::new(),
            properties: Vec::new(),
            index: Index::default(),
            additional: AdditionalProperties::Unconstrained,
            pattern_properties: Vec::new(),
            items: Vec::new(),
            unevaluated_items: None,
            unevaluated_properties: None,
            judged_whole: Vec::new(),
            prefix_items: Vec::new(),
            unions: Vec::new(),
            discriminator: None,
            content_encoding: None,
            with_rules: Vec::new(),
            parts: Vec::new(),
            is_false: false,
            contradiction: None,
            exceeded_limit: None,
            cost: 0,
        }
    }

    fn absorb(&mut self, id: SchemaId, schema: &Schema<'t>, key: &IntersectionKey) {
        let rare = schema.rare();
        let keywords = schema.keywords();
        self.parts.push(id);
        self.keywords = self.keywords.or(keywords);
        self.is_false |= schema.boolean == Some(false);
        self.absorb_types(schema);
        match (self.format, schema.format) {
            (Some(known), Some(own)) if known == own || self.more_formats.contains(&own) => {}
            (Some(_), Some(own)) => self.more_formats.push(own),
            (known, own) => self.format = known.or(own),
        }
        self.named_format = self.format;
        self.absorb_values(schema);
        tighten(&mut self.maximum, schema.maximum, Ordering::Less);
        tighten(&mut self.minimum, schema.minimum, Ordering::Greater);
        self.multiple_of.extend(rare.multiple_of);
        keep_smaller(&mut self.max_length, schema.max_length);
        keep_larger(&mut self.min_length, schema.min_length);
        if let Some(pattern) = schema.pattern
            && self.patterns.iter().all(|(known, _)| *known != pattern.0)
        {
            self.patterns.push(pattern);
        }
        keep_smaller(&mut self.max_items, schema.max_items);
        keep_larger(&mut self.min_items, schema.min_items);
        self.unique_items |= schema.unique_items;
        keep_smaller(&mut self.max_properties, schema.max_properties);
        keep_larger(&mut self.min_properties, schema.min_properties);
        for name in &schema.required {
            if !self.requires(name) {
                self.index.add_required(name, &self.required);
                self.required.push(name);
            }
        }
        self.absorb_properties(schema);
        self.items.extend(schema.items);
        if !rare.prefix_items.is_empty() {
            self.prefix_items.push(rare.prefix_items.clone());
        }
        self.unevaluated_items = self.unevaluated_items.or(rare.unevaluated_items);
        self.unevaluated_properties = self.unevaluated_properties.or(rare.unevaluated_properties);
        for (keyword, variants) in [
            (UnionKeyword::OneOf, &schema.one_of),
            (UnionKeyword::AnyOf, &schema.any_of),
        ] {
            if !variants.is_empty() && !key.without_unions.contains(&(id, keyword)) {
                self.unions.push((id, keyword));
            }
        }
        if rare.discriminator.is_some() && self.discriminator.is_none() {
            self.discriminator = Some(id);
        }
        self.content_encoding = self.content_encoding.or(rare.content_encoding);
        if keywords.meets(KeywordSet::RULES) {
            self.with_rules.push(id);
        }
    }

    fn absorb_types(&mut self, schema: &Schema<'t>) {
        let Some(types) = schema.types else { return };
        let both_allow = self.types != TypeSet::NONE && types != TypeSet::NONE;
        self.types = self.types & types;
        if both_allow && self.types == TypeSet::NONE {
            self.contradiction = Some(Contradiction {
                keyword: "type",
                places: [self.type_place.unwrap_or(schema.place), schema.place],
            });
        }
        self.has_type = true;
        self.type_place = self.type_place.or(Some(schema.place));
    }

    fn absorb_values(&mut self, schema: &Schema<'t>) {
        let names = &schema.rare().variant_names;
        if let Some(values) = &schema.enumeration {
            let named = values.iter().enumerate().map(|(index, at)| Value {
                at: *at,
                name: names.get(index).copied(),
                description: None,
            });
            self.keep_values(named.collect());
        }
        if let Some(at) = schema.constant {
            self.keep_values(vec![Value {
                at,
                name: schema.title,
                description: schema.description,
            }]);
        }
    }

    fn keep_values(&mut self, values: Vec<Value<'t>>) {
        match &mut self.values {
            None => self.values = Some(values),
            Some(known) => {
                let keys = values.iter().map(|other| value_key(other.at.node));
                let others: HashSet<String> = keys.collect();
                let places = known.first().zip(values.first());
                let places = places.map(|(first, second)| [first.at.place, second.at.place]);
                known.retain(|value| others.contains(&value_key(value.at.node)));
                if let (Some(places), true) = (places, known.is_empty()) {
                    self.contradiction = Some(Contradiction {
                        keyword: "enum",
                        places,
                    });
                }
            }
        }
    }

    fn absorb_properties(&mut self, schema: &Schema<'t>) {
        for (name, id) in &schema.properties {
            let known = self.position(name);
            match known.and_then(|index| self.properties.get_mut(index)) {
                Some((_, ids)) if !ids.contains(id) => ids.push(*id),
                Some(_) => {}
                None => {
                    self.index.add_property(name, &self.properties);
                    self.properties.push((name, vec![*id]));
                }
            }
        }
        self.absorb_patterns(schema);
        let own = match schema.additional {
            Additional::Unspecified => AdditionalProperties::Unconstrained,
            Additional::Forbidden => AdditionalProperties::Forbidden,
            Additional::Any => AdditionalProperties::Any,
            Additional::Schema(id) => AdditionalProperties::Schemas(vec![id]),
        };
        let known = std::mem::replace(&mut self.additional, AdditionalProperties::Unconstrained);
        self.additional = match (known, own) {
            (AdditionalProperties::Forbidden, _) | (_, AdditionalProperties::Forbidden) => {
                AdditionalProperties::Forbidden
            }
            (AdditionalProperties::Schemas(mut known), AdditionalProperties::Schemas(own)) => {
                known.extend(own);
                AdditionalProperties::Schemas(known)
            }
            (AdditionalProperties::Schemas(known), _)
            | (_, AdditionalProperties::Schemas(known)) => AdditionalProperties::Schemas(known),
            (AdditionalProperties::Any, _) | (_, AdditionalProperties::Any) => {
                AdditionalProperties::Any
            }
            (AdditionalProperties::Unconstrained, AdditionalProperties::Unconstrained) => {
                AdditionalProperties::Unconstrained
            }
        };
    }

    fn absorb_patterns(&mut self, schema: &Schema<'t>) {
        let own = &schema.rare().pattern_properties;
        if own.is_empty() {
            return;
        }
        let known = self.pattern_properties.iter().enumerate();
        let mut known: HashMap<&str, usize> = known
            .map(|(index, ((pattern, _), _))| (*pattern, index))
            .collect();
        for (pattern, id) in own {
            let index = known.get(pattern.0).copied();
            match index.and_then(|index| self.pattern_properties.get_mut(index)) {
                Some((_, ids)) => ids.push(*id),
                None => {
                    known.insert(pattern.0, self.pattern_properties.len());
                    self.pattern_properties.push((*pattern, vec![*id]));
                }
            }
        }
    }

    /// Unevaluated properties and items are those that no merged schema names, unless more than names
    /// decides.
    fn apply_unevaluated(&mut self, document: &Document<'t>) {
        self.judged_whole = unevaluated::judged_whole(&self.parts, &self.unions, document);
        if !self.judged_whole.is_empty() {
            return;
        }
        if let Some(id) = self.unevaluated_items.filter(|_| self.items.is_empty()) {
            self.items.push(id);
        }
        let Some(id) = self
            .unevaluated_properties
            .filter(|_| self.additional == AdditionalProperties::Unconstrained)
        else {
            return;
        };
        self.additional = match document.schema(id).boolean {
            Some(false) => AdditionalProperties::Forbidden,
            Some(true) => AdditionalProperties::Any,
            None => AdditionalProperties::Schemas(vec![id]),
        };
    }

    fn position(&self, name: &str) -> Option<usize> {
        if self.properties.len() > MAX_SEARCHED {
            return self.index.properties.get(name).copied();
        }
        self.properties.iter().position(|(known, _)| *known == name)
    }

    /// The schemas of a property.
    pub fn property(&self, name: &str) -> Option<&[SchemaId]> {
        let (_, ids) = self.properties.get(self.position(name)?)?;
        Some(ids)
    }

    /// Whether a property is required.
    pub fn requires(&self, name: &str) -> bool {
        if self.required.len() > MAX_SEARCHED {
            return self.index.required.contains(name);
        }
        self.required.contains(&name)
    }

    /// The discriminator, in the schema that declares it.
    pub fn discriminator<'a>(&self, document: &'a Document<'t>) -> Option<&'a Discriminator<'t>> {
        let id = self.discriminator?;
        document.schema(id).rare().discriminator.as_ref()
    }
}

fn tighten<'t>(known: &mut Option<Bound<'t>>, own: Option<Bound<'t>>, tighter: Ordering) {
    let Some(own) = own else { return };
    let replaces = known.is_none_or(|known| match Decimal::compare(own.value, known.value) {
        Ordering::Equal => own.exclusive,
        order => order == tighter,
    });
    if replaces {
        *known = Some(own);
    }
}

fn keep_smaller(known: &mut Option<u64>, own: Option<u64>) {
    *known = known.iter().chain(&own).min().copied();
}

fn keep_larger(known: &mut Option<u64>, own: Option<u64>) {
    *known = known.iter().chain(&own).max().copied();
}
