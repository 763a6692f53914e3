//! Views → forms: what kind of type a view becomes, and which views it is made of.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::document::{Document, Reference, SchemaId, TypeSet};
use crate::lower::limits::{MAX_FIELDS, MAX_INTERSECTIONS_EACH, MAX_NULL_DEPTH, MAX_SAME_USES};
use crate::lower::schema::cost::Flats;
use crate::lower::schema::intersection::{Aliases, Key, Keyword, ViewId, Views, annotations, path};
use crate::lower::schema::merge::{Flat, Rest, Value, flatten, value_key};
use crate::lower::schema::shape::{
    Base, Form, Object, ObjectRest, Property, Tuple, TupleRest, Use,
};
use crate::lower::schema::{cost, union};
use crate::source::Node;

/// The forms of the views that are asked for.
pub struct Forms<'a> {
    pub document: &'a Document<'a>,
    pub aliases: Aliases,
    views: Views,
    forms: HashMap<ViewId, Rc<Form<'a>>>,
    flats: Flats<'a>,
    left_out: HashMap<ViewId, &'static str>,
    nullable: HashMap<SchemaId, bool>,
    /// The component schemas, by name.
    pub names: HashMap<SchemaId, &'a str>,
    /// The components that extend a schema with a discriminator.
    heirs: HashMap<SchemaId, Vec<SchemaId>>,
}

impl<'a> Forms<'a> {
    pub fn new(document: &'a Document<'a>) -> Self {
        let aliases = Aliases::find(document);
        let mut names = HashMap::new();
        for (name, id) in &document.components {
            names.entry(*id).or_insert(*name);
        }
        let heirs = union::heirs(document, &aliases);
        Self {
            document,
            aliases,
            views: Views::default(),
            forms: HashMap::new(),
            flats: Flats::new(document),
            left_out: HashMap::new(),
            nullable: HashMap::new(),
            names,
            heirs,
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
        let key = Key {
            parts,
            without: Vec::new(),
            types: TypeSet::ALL,
        };
        Use {
            view: self.view(key),
            nullable,
            schema,
        }
    }

    /// The id of a view.
    pub fn view(&mut self, key: Key) -> ViewId {
        self.views.id(key)
    }

    /// What a view consists of.
    pub fn key(&self, view: ViewId) -> &Key {
        self.views.key(view)
    }

    /// What the schemas of a view say together.
    pub fn flat(&mut self, view: ViewId) -> Rc<Flat<'a>> {
        let key = self.views.key(view);
        self.flats.of(view, |most| {
            flatten(self.document, &self.aliases, key, most)
        })
    }

    /// Why the form of a view is not what the description says, if that is so.
    pub fn left_out(&mut self, view: ViewId) -> Option<&'static str> {
        self.left_out.get(&view).copied().or(self.flat(view).cut)
    }

    /// The use that another one is the same as.
    pub fn resolve(&mut self, used: Use) -> Use {
        let mut resolved = used;
        for _ in 0..MAX_SAME_USES {
            match &*self.form(resolved.view) {
                Form::Same(other) => {
                    resolved = Use {
                        view: other.view,
                        nullable: resolved.nullable || other.nullable,
                        schema: used.schema,
                    };
                }
                _ => return resolved,
            }
        }
        // They are only each other: nothing is said.
        let key = Key {
            parts: Vec::new(),
            without: Vec::new(),
            types: TypeSet::ALL,
        };
        Use {
            view: self.view(key),
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
            match &*self.form(next.view) {
                Form::Same(other) => next = *other,
                _ => break,
            }
        }
    }

    /// What kind of type a view becomes.
    pub fn form(&mut self, view: ViewId) -> Rc<Form<'a>> {
        if let Some(known) = self.forms.get(&view) {
            return known.clone();
        }
        // Views of views of views: only a description that is made for it has so many.
        let form =
            if self.views.len() > MAX_INTERSECTIONS_EACH * self.document.schemas.len() + 10_000 {
                let why = "the description makes too many types of its schemas";
                self.left_out.insert(view, why);
                Form::Any
            } else {
                let flat = self.flat(view);
                let form = self.make(view, &flat);
                match cost::left(&form) {
                    Some((left, why)) => {
                        self.left_out.insert(view, why);
                        left
                    }
                    None => form,
                }
            };
        let form = Rc::new(form);
        self.forms.insert(view, form.clone());
        form
    }

    fn make(&mut self, view: ViewId, flat: &Flat<'a>) -> Form<'a> {
        let leaves_none = flat.refused || flat.contradiction == Some("enum");
        if leaves_none || (flat.types == TypeSet::NONE && !self.allows_null(view)) {
            return Form::Never;
        }
        if flat.types == TypeSet::NONE {
            return Form::Null;
        }
        if let Some(values) = &flat.values
            && let Some(form) = enumeration(values, flat.types)
        {
            return form;
        }
        if let Some(form) = union::form(self, view, flat) {
            return form;
        }
        self.without_unions(view, flat)
    }

    /// The form by types alone.
    pub fn without_unions(&mut self, view: ViewId, flat: &Flat<'a>) -> Form<'a> {
        let types = if flat.typed {
            flat.types
        } else {
            match (flat.has_object_keywords(), flat.has_array_keywords()) {
                (true, _) => TypeSet::OBJECT,
                (false, true) => TypeSet::ARRAY,
                (false, false) => return Form::Any,
            }
        };
        let kinds: Vec<TypeSet> = types.split().collect();
        match kinds[..] {
            [TypeSet::BOOLEAN] => Form::Boolean,
            [TypeSet::INTEGER] => Form::Integer,
            [TypeSet::NUMBER] => Form::Number,
            [TypeSet::STRING] => Form::Text,
            [TypeSet::ARRAY] => self.array(flat),
            [TypeSet::OBJECT] => self.object(view, flat),
            // Every type there is.
            _ if kinds.len() >= 5 => Form::Any,
            _ => union::of_types(self, view, &kinds),
        }
    }

    fn array(&mut self, flat: &Flat<'a>) -> Form<'a> {
        let items = self.together(&flat.items);
        let Some(prefix) = flat.prefix_items.iter().max_by_key(|prefix| prefix.len()) else {
            return Form::List(items);
        };
        let first = (0..prefix.len()).map(|index| {
            let ids: Vec<SchemaId> = flat
                .prefix_items
                .iter()
                .filter_map(|prefix| prefix.get(index).copied())
                .collect();
            self.used_together(&ids, ids.first().copied().unwrap_or(prefix[index]))
        });
        let first: Vec<Use> = first.collect();
        let bound = |limit: Option<u64>| limit.and_then(|limit| usize::try_from(limit).ok());
        let refuses_rest = flat
            .items
            .iter()
            .any(|id| self.document.schema(*id).boolean == Some(false));
        let is_full = refuses_rest || bound(flat.max_items).is_some_and(|max| max <= first.len());
        Form::Tuple(Tuple {
            required: bound(flat.min_items).unwrap_or(0).min(first.len()),
            rest: match items {
                _ if is_full => TupleRest::Nothing,
                None => TupleRest::Any,
                Some(items) => TupleRest::Items(items),
            },
            items: first,
        })
    }

    fn object(&mut self, view: ViewId, flat: &Flat<'a>) -> Form<'a> {
        let names = flat.properties.len().max(flat.required.len());
        if names.max(flat.pattern_properties.len()) > MAX_FIELDS {
            self.left_out.insert(view, cost::TOO_MANY_FIELDS);
            return Form::Map(None);
        }
        let rest = match &flat.additional {
            Rest::Unsaid => ObjectRest::Unsaid,
            Rest::Refused => ObjectRest::Refused,
            Rest::Any => ObjectRest::Any,
            Rest::Schemas(ids) => match self.together(ids) {
                Some(values) => ObjectRest::Values(values),
                None => ObjectRest::Any,
            },
        };
        let is_map = flat.properties.is_empty()
            && flat.required.is_empty()
            && flat.pattern_properties.is_empty();
        match rest {
            ObjectRest::Values(values) if is_map => return Form::Map(Some(values)),
            ObjectRest::Unsaid | ObjectRest::Any if is_map => return Form::Map(None),
            _ => {}
        }
        let required: HashSet<&str> = flat.required.iter().copied().collect();
        let described: HashSet<&str> = flat.properties.iter().map(|(name, _)| *name).collect();
        let mut properties: Vec<Property<'a>> = flat
            .properties
            .iter()
            .map(|(name, ids)| Property {
                name,
                required: required.contains(name),
                used: self.together(ids),
            })
            .collect();
        properties.extend(
            flat.required
                .iter()
                .filter(|name| !described.contains(*name))
                .map(|name| Property {
                    name,
                    required: true,
                    used: None,
                }),
        );
        let patterns = flat
            .pattern_properties
            .iter()
            .filter_map(|(pattern, ids)| Some((*pattern, self.together(ids)?)));
        let patterns = patterns.collect();
        Form::Struct(Object {
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
    pub fn heirs(&self, id: SchemaId) -> &[SchemaId] {
        self.heirs.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether one of the schemas of a view allows `null`.
    fn allows_null(&mut self, view: ViewId) -> bool {
        let parts = self.views.key(view).parts.clone();
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
        // On the way to what a schema stands for, one may allow `null`.
        if annotations(self.document, id).any(|schema| schema.nullable) {
            return true;
        }
        if let Some(known) = self.nullable.get(&target) {
            return *known;
        }
        if depth > MAX_NULL_DEPTH {
            return false;
        }
        // Whoever asks again on the way gets no for an answer.
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
        let arms = [&schema.one_of, &schema.any_of];
        if arms
            .iter()
            .any(|arms| arms.iter().any(|arm| self.is_nullable_below(*arm, below)))
        {
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

/// The form of listed values; `None` if none of them has the type, so that the list has no effect.
pub fn enumeration<'t>(values: &[Value<'t>], types: TypeSet) -> Option<Form<'t>> {
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
        return (only_null && !values.is_empty()).then_some(Form::Null);
    }
    let all = |is: fn(&Node) -> bool| listed.iter().all(|value| is(value.at.node));
    let base = if types == TypeSet::STRING || all(|node| matches!(node, Node::String(_))) {
        Base::Text
    } else if all(|node| matches!(node, Node::Number(number) if number.as_i64().is_some())) {
        Base::Integer
    } else if all(|node| matches!(node, Node::Bool(_))) && listed.len() == 2 {
        return Some(Form::Boolean);
    } else {
        Base::Any
    };
    Some(Form::Values(listed, base))
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
        Node::Bool(_) | Node::Number(_) if types == TypeSet::STRING => return true,
        Node::Number(number) if number.as_i64().is_some() => TypeSet::INTEGER,
        Node::Number(_) => TypeSet::NUMBER.without(TypeSet::INTEGER),
        node => TypeSet::of(node),
    };
    types.meets(of)
}

impl Keyword {
    /// Whether exactly one arm must fit.
    pub fn is_exclusive(self) -> bool {
        self == Self::OneOf
    }
}
