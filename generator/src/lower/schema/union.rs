//! Unions: `oneOf`, `anyOf`, several types, and schemas that others extend → what they come to.

use std::collections::{HashMap, HashSet};

use crate::document::{Document, SchemaId, TypeSet};
use crate::lower::limits::{MAX_ANCESTORS, MAX_COMBINATIONS, MAX_NESTED_UNIONS};
use crate::lower::schema::classify::{Forms, listed_key};
use crate::lower::schema::discriminator::{infer_tag, tag, tag_heirs};
use crate::lower::schema::intersection::{Aliases, Key, Keyword, ViewId};
use crate::lower::schema::merge::{Flat, Rest, Value};
use crate::lower::schema::shape::{Arm, Base, Form, Union, Use};
use crate::source::Node;

/// The form of a view with a union; `None` if it has none, or one that adds no type.
pub fn form<'a>(forms: &mut Forms<'a>, view: ViewId, flat: &Flat<'a>) -> Option<Form<'a>> {
    let key = forms.key(view).clone();
    let Some((owner, keyword)) = flat.unions.first().copied() else {
        return of_heirs(forms, &key, flat);
    };
    if is_beyond(forms.document, flat) {
        return None;
    }
    let arms = arms(forms.document, owner, keyword);
    let mut rest = key.clone();
    rest.without.push((owner, keyword));
    rest.without.sort_unstable();
    let base_view = forms.view(rest.clone());
    let base = forms.flat(base_view);
    let targets: Vec<(SchemaId, SchemaId)> = arms
        .iter()
        .filter_map(|arm| Some((*arm, forms.aliases.target(*arm)?)))
        .collect();
    if adds_no_type(forms, &base, &targets) {
        // What the arms ask for is a rule over the whole value.
        return Some((*forms.form(base_view)).clone());
    }
    let mut uses: Vec<Use> = Vec::new();
    let mut views = HashSet::new();
    let mut nullable = false;
    for (arm, target) in targets {
        nullable |= forms.is_nullable(arm);
        let arm_view = arm_view(forms, &key, &rest, &base, target);
        let arm_flat = forms.flat(arm_view);
        let is_null = arm_flat.types == TypeSet::NONE && arm_flat.typed;
        let only_null = arm_flat
            .values
            .as_ref()
            .is_some_and(|values| values.iter().all(|value| *value.at.node == Node::Null));
        if is_null || only_null || arm_flat.refused {
            continue;
        }
        if views.insert(arm_view) {
            uses.push(Use {
                view: arm_view,
                nullable: false,
                schema: arm,
            });
        }
    }
    match uses[..] {
        [] if nullable => return Some(Form::Null),
        [] => return Some(Form::Never),
        [only] => return Some(Form::Same(Use { nullable, ..only })),
        _ => {}
    }
    if let Some(form) = merged_values(forms, &uses) {
        return Some(form);
    }
    let discriminator = flat.discriminator(forms.document);
    let mut union = Union {
        exclusive: keyword.is_exclusive(),
        arms: uses
            .iter()
            .map(|used| Arm {
                used: *used,
                tags: Vec::new(),
                name: arm_name(forms, used.schema),
            })
            .collect(),
        tag: None,
    };
    let mapping: Vec<(&'a str, SchemaId)> = discriminator
        .map(|discriminator| discriminator.mapping.clone())
        .unwrap_or_default();
    match discriminator.map(|discriminator| discriminator.property) {
        Some(property) => tag(forms, &mut union, property, &mapping),
        None => infer_tag(forms, &mut union),
    }
    Some(Form::Union(union))
}

/// Whether the unions of a view have more combinations of arms than are made types of: they multiply.
pub fn is_beyond(document: &Document<'_>, flat: &Flat<'_>) -> bool {
    let counts = flat
        .unions
        .iter()
        .map(|(owner, keyword)| arms(document, *owner, *keyword).len());
    flat.unions.len() > 1 && counts.fold(1, usize::saturating_mul) > MAX_COMBINATIONS
}

/// The arms of a union.
pub fn arms<'a>(document: &'a Document<'a>, owner: SchemaId, keyword: Keyword) -> &'a [SchemaId] {
    let schema = document.schema(owner);
    match keyword {
        Keyword::OneOf => &schema.one_of,
        Keyword::AnyOf => &schema.any_of,
        Keyword::Heirs => &[],
    }
}

/// The view of one type out of several.
pub fn of_types<'a>(forms: &mut Forms<'a>, view: ViewId, types: &[TypeSet]) -> Form<'a> {
    let key = forms.key(view).clone();
    let schema = key.parts.first().copied();
    let arms = types.iter().filter_map(|types| {
        let view = forms.view(Key {
            types: key.types & *types,
            ..key.clone()
        });
        Some(Arm {
            used: plain(view, schema?),
            tags: Vec::new(),
            name: None,
        })
    });
    Form::Union(Union {
        exclusive: false,
        arms: arms.collect(),
        tag: None,
    })
}

fn plain(view: ViewId, schema: SchemaId) -> Use {
    Use {
        view,
        nullable: false,
        schema,
    }
}

fn arm_name<'a>(forms: &Forms<'a>, arm: SchemaId) -> Option<&'a str> {
    let target = forms.aliases.target(arm)?;
    let named = forms.names.get(&arm).or_else(|| forms.names.get(&target));
    named.copied().or_else(|| forms.document.schema(arm).title)
}

/// The view of an arm together with what stands beside the union, where that says more.
fn arm_view(
    forms: &mut Forms<'_>,
    whole: &Key,
    rest: &Key,
    base: &Flat<'_>,
    target: SchemaId,
) -> ViewId {
    let alone = Key {
        parts: vec![target],
        without: Vec::new(),
        types: TypeSet::ALL,
    };
    let alone = forms.view(alone);
    let flat = forms.flat(alone);
    if whole.types == TypeSet::ALL && implies(forms, &flat, base) {
        return alone;
    }
    let mut parts = rest.parts.clone();
    if !parts.contains(&target) {
        parts.push(target);
    }
    forms.view(Key {
        parts,
        without: rest.without.clone(),
        types: rest.types,
    })
}

/// Whether an arm says all that stands beside the union.
fn implies(forms: &Forms<'_>, arm: &Flat<'_>, base: &Flat<'_>) -> bool {
    let says_more = base.values.is_some()
        || base.format.is_some()
        || base.maximum.is_some()
        || base.minimum.is_some()
        || !base.multiple_of.is_empty()
        || base.max_length.is_some()
        || base.min_length.is_some()
        || !base.patterns.is_empty()
        || base.max_items.is_some()
        || base.min_items.is_some()
        || base.unique_items
        || base.max_properties.is_some()
        || base.min_properties.is_some()
        || matches!(base.additional, Rest::Refused | Rest::Schemas(_))
        || !base.pattern_properties.is_empty()
        || base.has_array_keywords()
        || !base.unions.is_empty()
        || !base.ruled.is_empty()
        || base.refused;
    if says_more {
        return false;
    }
    let arm_types = if arm.typed {
        arm.types
    } else if arm.has_object_keywords() {
        TypeSet::OBJECT
    } else {
        TypeSet::ALL.without(TypeSet::NULL)
    };
    let is_wider = base.typed && arm_types.without(base.types) != TypeSet::NONE;
    // A union in the arm is looked into only by its own form.
    if is_wider && arm.unions.is_empty() {
        return false;
    }
    base.required.iter().all(|name| arm.requires(name))
        && base.properties.iter().all(|(name, ids)| {
            let own = arm.property(name);
            own.is_some_and(|own| ids.iter().all(|id| own.contains(id) || is_weak(forms, *id)))
        })
}

/// Whether a property says no more than that it is a string.
fn is_weak(forms: &Forms<'_>, id: SchemaId) -> bool {
    let Some(target) = forms.aliases.target(id) else {
        return true;
    };
    let schema = forms.document.schema(target);
    schema.types == Some(TypeSet::STRING)
        && schema.format.is_none()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.pattern.is_none()
        && schema.max_length.is_none()
        && schema.min_length.is_none()
        && schema.all_of.is_empty()
}

/// Whether every arm only asks for something of the type beside the union: that properties are
/// there, or bounds.
fn adds_no_type(forms: &mut Forms<'_>, base: &Flat<'_>, arms: &[(SchemaId, SchemaId)]) -> bool {
    let is_typed = (base.typed && base.types.split().count() == 1)
        || base.has_object_keywords()
        || base.has_array_keywords();
    is_typed && !arms.is_empty() && arms.iter().all(|(_, arm)| is_rule(forms, *arm, base))
}

fn is_rule(forms: &mut Forms<'_>, arm: SchemaId, base: &Flat<'_>) -> bool {
    let view = forms.view(Key {
        parts: vec![arm],
        without: Vec::new(),
        types: TypeSet::ALL,
    });
    let flat = forms.flat(view);
    let known = |name: &str| base.property(name).is_some();
    let describes_known = flat
        .properties
        .iter()
        .all(|(name, ids)| known(name) && ids.iter().all(|id| is_bare_value(forms, *id)));
    flat.unions.is_empty()
        && flat.values.is_none()
        && flat.format.is_none()
        && describes_known
        && flat.pattern_properties.is_empty()
        && !flat.has_array_keywords()
        && matches!(flat.additional, Rest::Unsaid | Rest::Any)
        && (!flat.typed || flat.types == base.types)
        && (!flat.required.is_empty()
            || !flat.ruled.is_empty()
            || !flat.properties.is_empty()
            || !flat.typed)
}

/// Whether a property says nothing, or nothing but which values it may have.
fn is_bare_value(forms: &Forms<'_>, id: SchemaId) -> bool {
    let schema = forms.document.schema(id);
    !schema.has_assertions()
        || (schema.types.is_none() && (schema.constant.is_some() || schema.enumeration.is_some()))
}

/// Arms that list values make one enumeration; with an arm for every string it is an open one.
fn merged_values<'a>(forms: &mut Forms<'a>, uses: &[Use]) -> Option<Form<'a>> {
    let mut merged = Merged::default();
    let mut known = HashSet::new();
    for used in uses {
        merged.add(forms, used.view, 0, &mut known)?;
    }
    let base = match (merged.base?, merged.open) {
        (Base::Text, true) => Base::OpenText,
        (_, true) => return None,
        (base, false) => base,
    };
    let mut seen = HashSet::new();
    let mut values = merged.values;
    let only_texts = matches!(base, Base::Text | Base::OpenText);
    values.retain(|value| seen.insert(listed_key(value.at.node, only_texts)));
    Some(Form::Values(values, base))
}

#[derive(Default)]
struct Merged<'a> {
    values: Vec<Value<'a>>,
    base: Option<Base>,
    /// Whether every other string is allowed, too.
    open: bool,
}

impl<'a> Merged<'a> {
    /// Adds an arm; `None` if it does not just list values.
    fn add(
        &mut self,
        forms: &mut Forms<'a>,
        view: ViewId,
        depth: usize,
        known: &mut HashSet<ViewId>,
    ) -> Option<()> {
        // What has been added once adds nothing more.
        if !known.insert(view) {
            return Some(());
        }
        let flat = forms.flat(view);
        if let Some(values) = &flat.values {
            let Some(Form::Values(listed, base)) =
                crate::lower::schema::classify::enumeration(values, flat.types)
            else {
                return None;
            };
            self.base = match self.base {
                Some(known) if known != base => Some(Base::Any),
                _ => Some(base),
            };
            self.values.extend(listed);
            return Some(());
        }
        if flat.typed && flat.types == TypeSet::STRING && is_any_text(&flat) {
            self.open = true;
            return Some(());
        }
        let (owner, keyword) = flat.unions.first().filter(|_| depth < MAX_NESTED_UNIONS)?;
        for arm in arms(forms.document, *owner, *keyword) {
            let used = forms.used(*arm);
            self.add(forms, used.view, depth + 1, known)?;
        }
        Some(())
    }
}

fn is_any_text(flat: &Flat<'_>) -> bool {
    flat.unions.is_empty()
        && flat.format.is_none()
        && flat.max_length.is_none()
        && flat.min_length.is_none()
        && flat.patterns.is_empty()
        && flat.ruled.is_empty()
}

/// A schema with a discriminator that others extend: one of these, or itself.
fn of_heirs<'a>(forms: &mut Forms<'a>, key: &Key, flat: &Flat<'a>) -> Option<Form<'a>> {
    let [owner] = key.parts[..] else { return None };
    let discriminator = forms.document.schema(owner).rare().discriminator.as_ref()?;
    if key.without.contains(&(owner, Keyword::Heirs)) || flat.discriminator != Some(owner) {
        return None;
    }
    let heirs = forms.heirs(owner).to_vec();
    if heirs.is_empty() {
        return None;
    }
    let mut arms: Vec<Arm<'a>> = heirs
        .into_iter()
        .map(|heir| Arm {
            used: forms.used(heir),
            tags: Vec::new(),
            name: arm_name(forms, heir),
        })
        .collect();
    let mut rest = key.clone();
    rest.without.push((owner, Keyword::Heirs));
    let base = plain(forms.view(rest), owner);
    arms.push(Arm {
        used: base,
        tags: Vec::new(),
        name: Some("Other"),
    });
    let mut union = Union {
        exclusive: false,
        arms,
        tag: None,
    };
    let mapping = discriminator.mapping.clone();
    tag_heirs(forms, &mut union, base, discriminator.property, &mapping);
    Some(Form::Union(union))
}

/// Which components extend a schema with a discriminator, directly or through others.
pub fn heirs(document: &Document<'_>, aliases: &Aliases) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut parents: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    let is_base = |id: &SchemaId| {
        let schema = document.schema(*id);
        schema.rare().discriminator.is_some()
            && schema.one_of.is_empty()
            && schema.any_of.is_empty()
    };
    let mut heirs: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for (_, id) in &document.components {
        let Some(own) = aliases.target(*id) else {
            continue;
        };
        if own != *id {
            continue;
        }
        let extended = document.schema(own).all_of.iter();
        parents.insert(own, extended.filter_map(|id| aliases.target(*id)).collect());
    }
    if parents.values().flatten().all(|id| !is_base(id)) {
        return heirs;
    }
    for (_, id) in &document.components {
        let mut open = parents.get(id).cloned().unwrap_or_default();
        let mut seen = HashSet::from([*id]);
        while let Some(ancestor) = open.pop() {
            if seen.len() > MAX_ANCESTORS || !seen.insert(ancestor) {
                continue;
            }
            if is_base(&ancestor) {
                heirs.entry(ancestor).or_default().push(*id);
            }
            open.extend(parents.get(&ancestor).into_iter().flatten());
        }
    }
    heirs
}
