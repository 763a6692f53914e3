//! Schemas that hold together → one schema: references and `allOf` followed, constraints intersected.

use std::collections::{HashMap, HashSet};

use crate::document::{
    Additional, At, Bound, Discriminator, Document, Place, Reference, Schema, SchemaId, TypeSet,
};
use crate::lower::limits::MAX_MERGED;
use crate::source::{Node, Number};

use crate::lower::schema::cost::weight;
use crate::lower::schema::intersection::{Aliases, Key, Keyword};

/// What several schemas say together about a value that is not `null`.
#[derive(Clone, Debug)]
pub struct Flat<'t> {
    /// The types that are left; `null` is none of them.
    pub types: TypeSet,
    /// Whether any of the schemas has `type`.
    pub typed: bool,
    pub format: Option<&'t str>,
    /// What `enum` and `const` leave; the names that the description has for the values.
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
    /// Where the required ones and the properties are, when there are many.
    index: Index<'t>,
    pub additional: Rest,
    pub pattern_properties: Vec<((&'t str, Place), Vec<SchemaId>)>,
    pub items: Vec<SchemaId>,
    pub unevaluated_items: Option<SchemaId>,
    pub unevaluated_properties: Option<SchemaId>,
    pub prefix_items: Vec<Vec<SchemaId>>,
    pub unions: Vec<(SchemaId, Keyword)>,
    pub discriminator: Option<SchemaId>,
    pub content_encoding: Option<&'t str>,
    /// The schemas with keywords that only a rule over the whole value can hold.
    pub ruled: Vec<SchemaId>,
    /// Whether one of the schemas allows nothing at all.
    pub refused: bool,
    /// The keyword by which the schemas leave each other no value, though each has some.
    pub contradiction: Option<&'static str>,
    /// Why something that the schemas say is not in here, if that is so.
    pub cut: Option<&'static str>,
    /// How much was merged: a unit for a schema, a property, a listed value and the like.
    pub weight: usize,
}

/// So many names are searched; more are hashed.
const SMALL: usize = 16;

/// Names of properties; none while there are few.
#[derive(Clone, Debug, Default)]
struct Index<'t> {
    required: HashSet<&'t str>,
    properties: HashMap<&'t str, usize>,
}

impl<'t> Index<'t> {
    /// Adds a name that is about to stand behind others.
    fn add_required(&mut self, name: &'t str, known: &[&'t str]) {
        if known.len() == SMALL {
            self.required.extend(known);
        }
        if known.len() >= SMALL {
            self.required.insert(name);
        }
    }

    fn add_property(&mut self, name: &'t str, known: &[(&'t str, Vec<SchemaId>)]) {
        if known.len() == SMALL {
            let names = known.iter().enumerate();
            self.properties
                .extend(names.map(|(at, (name, _))| (*name, at)));
        }
        if known.len() >= SMALL {
            self.properties.insert(name, known.len());
        }
    }
}

/// A value of an enumeration.
#[derive(Clone, Copy, Debug)]
pub struct Value<'t> {
    pub at: At<'t>,
    pub name: Option<&'t str>,
    pub description: Option<&'t str>,
}

/// What becomes of the properties that are not named.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    Unsaid,
    Refused,
    Any,
    Schemas(Vec<SchemaId>),
}

/// Merges the schemas of a key; those that weigh more than `most` together say nothing.
pub fn flatten<'t>(document: &Document<'t>, aliases: &Aliases, key: &Key, most: usize) -> Flat<'t> {
    let mut flat = Flat::everything(key.types.without(TypeSet::NULL));
    flat.typed = key.types != TypeSet::ALL;
    let mut visited = HashSet::new();
    // What is referred to comes before what adds to it.
    let mut open: Vec<Step> = key.parts.iter().rev().map(|id| Step::Enter(*id)).collect();
    while let Some(step) = open.pop() {
        let id = match step {
            Step::Absorb(id) => {
                flat.absorb(id, document.schema(id), key);
                continue;
            }
            Step::Enter(id) => id,
        };
        if visited.len() >= MAX_MERGED {
            flat.cut = Some("it merges more than a thousand schemas");
            break;
        }
        if !visited.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        flat.weight += weight(schema);
        if flat.weight > most {
            let mut nothing = Flat::everything(TypeSet::ALL.without(TypeSet::NULL));
            nothing.cut = Some("the description repeats too much by merging schemas");
            return nothing;
        }
        open.push(Step::Absorb(id));
        let referred = match schema.reference {
            Reference::To(target) => Some(target),
            Reference::None | Reference::Broken => None,
        };
        let below = schema.all_of.iter().rev().copied().chain(referred);
        open.extend(below.filter_map(|id| aliases.target(id)).map(Step::Enter));
    }
    flat.apply_unevaluated(document);
    flat
}

enum Step {
    Enter(SchemaId),
    Absorb(SchemaId),
}

impl<'t> Flat<'t> {
    fn everything(types: TypeSet) -> Self {
        Self {
            types,
            typed: false,
            format: None,
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
            additional: Rest::Unsaid,
            pattern_properties: Vec::new(),
            items: Vec::new(),
            unevaluated_items: None,
            unevaluated_properties: None,
            prefix_items: Vec::new(),
            unions: Vec::new(),
            discriminator: None,
            content_encoding: None,
            ruled: Vec::new(),
            refused: false,
            contradiction: None,
            cut: None,
            weight: 0,
        }
    }

    fn absorb(&mut self, id: SchemaId, schema: &Schema<'t>, key: &Key) {
        let rare = schema.rare();
        self.refused |= schema.boolean == Some(false);
        if let Some(types) = schema.types {
            let both_allow = self.types != TypeSet::NONE && types != TypeSet::NONE;
            self.types = self.types & types;
            if both_allow && self.types == TypeSet::NONE {
                self.contradiction = Some("type");
            }
            self.typed = true;
        }
        self.format = self.format.or(schema.format);
        self.absorb_values(schema);
        tighten(&mut self.maximum, schema.maximum, |new, old| new < old);
        tighten(&mut self.minimum, schema.minimum, |new, old| new > old);
        self.multiple_of.extend(rare.multiple_of);
        least(&mut self.max_length, schema.max_length);
        most(&mut self.min_length, schema.min_length);
        if let Some(pattern) = schema.pattern
            && self.patterns.iter().all(|(known, _)| *known != pattern.0)
        {
            self.patterns.push(pattern);
        }
        least(&mut self.max_items, schema.max_items);
        most(&mut self.min_items, schema.min_items);
        self.unique_items |= schema.unique_items;
        least(&mut self.max_properties, schema.max_properties);
        most(&mut self.min_properties, schema.min_properties);
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
        for (keyword, arms) in [
            (Keyword::OneOf, &schema.one_of),
            (Keyword::AnyOf, &schema.any_of),
        ] {
            if !arms.is_empty() && !key.without.contains(&(id, keyword)) {
                self.unions.push((id, keyword));
            }
        }
        if rare.discriminator.is_some() && self.discriminator.is_none() {
            self.discriminator = Some(id);
        }
        self.content_encoding = self.content_encoding.or(rare.content_encoding);
        let is_ruled = rare.not.is_some()
            || rare.if_schema.is_some()
            || rare.contains.is_some()
            || rare.property_names.is_some()
            || !rare.dependent_required.is_empty()
            || !rare.dependent_schemas.is_empty();
        if is_ruled {
            self.ruled.push(id);
        }
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
                let others: HashSet<String> = values
                    .iter()
                    .map(|other| value_key(other.at.node))
                    .collect();
                let both_list = !known.is_empty() && !values.is_empty();
                known.retain(|value| others.contains(&value_key(value.at.node)));
                if both_list && known.is_empty() {
                    self.contradiction = Some("enum");
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
        let said = match schema.additional {
            Additional::Unspecified => Rest::Unsaid,
            Additional::Forbidden => Rest::Refused,
            Additional::Any => Rest::Any,
            Additional::Schema(id) => Rest::Schemas(vec![id]),
        };
        let known = std::mem::replace(&mut self.additional, Rest::Unsaid);
        self.additional = match (known, said) {
            (Rest::Refused, _) | (_, Rest::Refused) => Rest::Refused,
            (Rest::Schemas(mut known), Rest::Schemas(said)) => {
                known.extend(said);
                Rest::Schemas(known)
            }
            (Rest::Schemas(known), _) | (_, Rest::Schemas(known)) => Rest::Schemas(known),
            (Rest::Any, _) | (_, Rest::Any) => Rest::Any,
            (Rest::Unsaid, Rest::Unsaid) => Rest::Unsaid,
        };
    }

    fn absorb_patterns(&mut self, schema: &Schema<'t>) {
        let said = &schema.rare().pattern_properties;
        if said.is_empty() {
            return;
        }
        let known = self.pattern_properties.iter().enumerate();
        let mut known: HashMap<&str, usize> = known
            .map(|(index, ((pattern, _), _))| (*pattern, index))
            .collect();
        for (pattern, id) in said {
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

    /// What is not evaluated is what nothing that was merged names.
    fn apply_unevaluated(&mut self, document: &Document<'t>) {
        if let Some(id) = self.unevaluated_items.filter(|_| self.items.is_empty()) {
            self.items.push(id);
        }
        let Some(id) = self
            .unevaluated_properties
            .filter(|_| self.additional == Rest::Unsaid)
        else {
            return;
        };
        self.additional = match document.schema(id).boolean {
            Some(false) => Rest::Refused,
            Some(true) => Rest::Any,
            None => Rest::Schemas(vec![id]),
        };
    }

    fn position(&self, name: &str) -> Option<usize> {
        if self.properties.len() > SMALL {
            return self.index.properties.get(name).copied();
        }
        self.properties.iter().position(|(known, _)| *known == name)
    }

    /// The schemas of a property.
    pub fn property(&self, name: &str) -> Option<&[SchemaId]> {
        let (_, ids) = self.properties.get(self.position(name)?)?;
        Some(ids)
    }

    /// Whether a property must be there.
    pub fn requires(&self, name: &str) -> bool {
        if self.required.len() > SMALL {
            return self.index.required.contains(name);
        }
        self.required.contains(&name)
    }

    /// Whether anything is said about objects.
    pub fn has_object_keywords(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || self.additional != Rest::Unsaid
            || !self.pattern_properties.is_empty()
            || self.min_properties.is_some()
            || self.max_properties.is_some()
    }

    pub fn has_array_keywords(&self) -> bool {
        !self.items.is_empty() || !self.prefix_items.is_empty()
    }

    /// The discriminator, which stands in the schema that is kept for it.
    pub fn discriminator<'a>(&self, document: &'a Document<'t>) -> Option<&'a Discriminator<'t>> {
        let id = self.discriminator?;
        document.schema(id).rare().discriminator.as_ref()
    }
}

/// A text that two values share if they are the same to JSON Schema: numbers by what they are worth,
/// objects in whatever order.
pub fn value_key(value: &Node) -> String {
    match value {
        Node::Number(number) => match number.as_f64() {
            Some(worth) if worth.abs() < 1e15 => worth.to_string(),
            _ => number.0.to_string(),
        },
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

fn tighten<'t>(
    known: &mut Option<Bound<'t>>,
    said: Option<Bound<'t>>,
    tighter: fn(f64, f64) -> bool,
) {
    let Some(said) = said else { return };
    let replaces = known.is_none_or(|known| match (said.value.as_f64(), known.value.as_f64()) {
        (Some(new), Some(old)) if new == old => said.exclusive,
        (Some(new), Some(old)) => tighter(new, old),
        _ => false,
    });
    if replaces {
        *known = Some(said);
    }
}

fn least(known: &mut Option<u64>, said: Option<u64>) {
    *known = known.iter().chain(&said).min().copied();
}

fn most(known: &mut Option<u64>, said: Option<u64>) {
    *known = known.iter().chain(&said).max().copied();
}
