//! Arms of a union → the property and its values that tell them apart.

use std::collections::{HashMap, HashSet};

use crate::document::SchemaId;
use crate::lower::limits::{MAX_CANDIDATES, MAX_NESTED_UNIONS};
use crate::lower::schema::classify::Forms;
use crate::lower::schema::intersection::ViewId;
use crate::lower::schema::shape::{Arm, Union, Use};
use crate::lower::schema::union::arms;
use crate::source::Node;

/// Tells the arms apart by a property that the description names; where that leaves an arm without
/// a value of its own, the union has no tag.
pub fn tag<'a>(
    forms: &mut Forms<'a>,
    union: &mut Union<'a>,
    property: &'a str,
    mapping: &[(&'a str, SchemaId)],
) {
    let targets = targets(forms, mapping);
    let mut known: HashSet<&str> = HashSet::new();
    let mut all = Vec::new();
    for arm in &union.arms {
        let tags = match listed(forms, arm.used, property) {
            Some(tags) => tags,
            None => mapped(forms, arm.used.schema, &targets),
        };
        if tags.is_empty() || tags.iter().any(|tag| known.contains(tag)) {
            infer_tag(forms, union);
            return;
        }
        known.extend(tags.iter().copied());
        all.push(tags);
    }
    union.tag = Some(property);
    for (arm, tags) in union.arms.iter_mut().zip(all) {
        arm.tags = tags;
    }
}

/// The values of a tag that a discriminator gives an arm: those of its mapping, else the name of its
/// component (OAS 3.0 §4.7.25).
fn mapped<'a>(forms: &Forms<'a>, arm: SchemaId, targets: &Targets<'a>) -> Vec<&'a str> {
    let target = forms.aliases.target(arm);
    match target.and_then(|target| targets.get(&target)) {
        Some(tags) => tags.clone(),
        None => arm_component(forms, arm).into_iter().collect(),
    }
}

/// The values that a mapping has for schemas.
type Targets<'a> = HashMap<SchemaId, Vec<&'a str>>;

fn targets<'a>(forms: &Forms<'a>, mapping: &[(&'a str, SchemaId)]) -> Targets<'a> {
    let mut targets = Targets::new();
    for (tag, id) in mapping {
        if let Some(target) = forms.aliases.target(*id) {
            targets.entry(target).or_default().push(tag);
        }
    }
    targets
}

/// Tells the schemas that extend a base apart. The values that the base lists for all of them say
/// nothing about one; those without a value of their own are left to the base.
pub fn tag_heirs<'a>(
    forms: &mut Forms<'a>,
    union: &mut Union<'a>,
    base: Use,
    property: &'a str,
    mapping: &[(&'a str, SchemaId)],
) {
    let targets = targets(forms, mapping);
    let allowed = listed(forms, base, property);
    let each: Option<HashSet<&str>> = allowed.as_ref().map(|it| it.iter().copied().collect());
    let is_allowed = |tag: &str| each.as_ref().is_none_or(|each| each.contains(tag));
    let mut known: HashSet<&str> = HashSet::new();
    for arm in &mut union.arms {
        let own = listed(forms, arm.used, property).filter(|_| arm.used.view != base.view);
        let tags = match own.filter(|own| allowed.as_ref() != Some(own)) {
            Some(own) => own,
            None => mapped(forms, arm.used.schema, &targets),
        };
        let is_new = |tag: &&str| is_allowed(tag) && !known.contains(tag);
        let tags: Vec<&str> = tags.into_iter().filter(is_new).collect();
        known.extend(tags.iter().copied());
        arm.tags = tags;
    }
    let has_tag = |arm: &Arm<'_>| arm.used.view != base.view && !arm.tags.is_empty();
    if union.arms.iter().any(has_tag) {
        union.tag = Some(property);
        union
            .arms
            .retain(|arm| has_tag(arm) || arm.used.view == base.view);
    }
    for arm in &mut union.arms {
        if union.tag.is_none() || arm.used.view == base.view {
            arm.tags.clear();
        }
    }
}

/// The name of the component that an arm is.
pub fn arm_component<'a>(forms: &Forms<'a>, arm: SchemaId) -> Option<&'a str> {
    let target = forms.aliases.target(arm)?;
    forms
        .names
        .get(&arm)
        .or_else(|| forms.names.get(&target))
        .copied()
}

/// Finds a property that every arm requires with values of its own.
pub fn infer_tag<'a>(forms: &mut Forms<'a>, union: &mut Union<'a>) {
    let Some(first) = union.arms.first() else {
        return;
    };
    let first = forms.flat(first.used.view);
    let required = first.properties.iter().map(|(name, _)| name);
    let required = required.filter(|name| first.requires(name));
    for property in required.take(MAX_CANDIDATES) {
        let mut known: HashSet<&str> = HashSet::new();
        let mut all = Vec::new();
        for arm in &union.arms {
            let is_required = forms.flat(arm.used.view).requires(property);
            let tags = listed(forms, arm.used, property).filter(|_| is_required);
            let Some(tags) = tags.filter(|tags| tags.iter().all(|tag| !known.contains(tag))) else {
                break;
            };
            known.extend(tags.iter().copied());
            all.push(tags);
        }
        if all.len() == union.arms.len() {
            union.tag = Some(property);
            for (arm, tags) in union.arms.iter_mut().zip(all) {
                arm.tags = tags;
            }
            return;
        }
    }
}

/// The strings that a property of an arm may be, if they are listed; those of the arms of an arm,
/// if that is a union itself.
pub fn listed<'a>(forms: &mut Forms<'a>, used: Use, property: &str) -> Option<Vec<&'a str>> {
    listed_below(forms, used, property, 0, &mut HashSet::new())
}

fn listed_below<'a>(
    forms: &mut Forms<'a>,
    used: Use,
    property: &str,
    depth: usize,
    known: &mut HashSet<ViewId>,
) -> Option<Vec<&'a str>> {
    // What has been listed once lists nothing more.
    if !known.insert(used.view) {
        return Some(Vec::new());
    }
    let flat = forms.flat(used.view);
    if let Some(ids) = flat.property(property) {
        let value = forms.used_together(ids, used.schema);
        let flat = forms.flat(value.view);
        return flat
            .values
            .as_ref()?
            .iter()
            .map(|value| match value.at.node {
                Node::String(text) => Some(&**text),
                _ => None,
            })
            .collect();
    }
    let (owner, keyword) = flat.unions.first()?;
    if depth > MAX_NESTED_UNIONS {
        return None;
    }
    let mut all = Vec::new();
    for arm in arms(forms.document, *owner, *keyword) {
        let used = forms.used(*arm);
        all.extend(listed_below(forms, used, property, depth + 1, known)?);
    }
    Some(all)
}
