//! Finds the property that selects the variant of a union, and its values for each variant.

use std::collections::{HashMap, HashSet};

use crate::document::SchemaId;
use crate::lower::limits::{MAX_DISCRIMINATOR_CANDIDATES, MAX_NESTED_UNIONS};
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{UnionShape, Use, VariantShape};
use crate::lower::schema::union::variants;
use crate::source::Node;

/// Applies a declared discriminator. Where it leaves a variant without a value of its own, one is
/// inferred instead.
pub fn discriminate<'a>(
    classifier: &mut Classifier<'a>,
    union: &mut UnionShape<'a>,
    property: &'a str,
    mapping: &[(&'a str, SchemaId)],
) {
    let mapped = mapping_values(classifier, mapping);
    let mut known: HashSet<&str> = HashSet::new();
    let mut all = Vec::new();
    for variant in &union.variants {
        let values = match listed_values(classifier, variant.used, property) {
            Some(values) => values,
            None => mapped_values(classifier, variant.used.schema, &mapped),
        };
        if values.is_empty() || values.iter().any(|value| known.contains(value)) {
            infer_discriminator(classifier, union);
            return;
        }
        known.extend(values.iter().copied());
        all.push(values);
    }
    union.discriminator = Some(property);
    for (variant, values) in union.variants.iter_mut().zip(all) {
        variant.discriminator_values = values;
    }
}

/// The discriminator values of a variant: those of the mapping, else the name of its component
/// (OAS 3.0 §4.7.25).
fn mapped_values<'a>(
    classifier: &Classifier<'a>,
    variant: SchemaId,
    mapped: &MappingValues<'a>,
) -> Vec<&'a str> {
    let target = classifier.aliases.target(variant);
    match target.and_then(|target| mapped.get(&target)) {
        Some(values) => values.clone(),
        None => component_name(classifier, variant).into_iter().collect(),
    }
}

/// The values of a mapping, by schema.
type MappingValues<'a> = HashMap<SchemaId, Vec<&'a str>>;

fn mapping_values<'a>(
    classifier: &Classifier<'a>,
    mapping: &[(&'a str, SchemaId)],
) -> MappingValues<'a> {
    let mut mapped = MappingValues::new();
    for (value, id) in mapping {
        if let Some(target) = classifier.aliases.target(*id) {
            mapped.entry(target).or_default().push(value);
        }
    }
    mapped
}

/// Applies the discriminator of a base to its subtypes. Values that the base lists for all of them
/// select none; subtypes without a value of their own are read as the base.
pub fn discriminate_subtypes<'a>(
    classifier: &mut Classifier<'a>,
    union: &mut UnionShape<'a>,
    base: Use,
    property: &'a str,
    mapping: &[(&'a str, SchemaId)],
) {
    let mapped = mapping_values(classifier, mapping);
    let allowed = listed_values(classifier, base, property);
    let each: Option<HashSet<&str>> = allowed.as_ref().map(|it| it.iter().copied().collect());
    let is_allowed = |value: &str| each.as_ref().is_none_or(|each| each.contains(value));
    let mut known: HashSet<&str> = HashSet::new();
    for variant in &mut union.variants {
        let own = listed_values(classifier, variant.used, property)
            .filter(|_| variant.used.intersection != base.intersection);
        let values = match own.filter(|own| allowed.as_ref() != Some(own)) {
            Some(own) => own,
            None => mapped_values(classifier, variant.used.schema, &mapped),
        };
        let is_new = |value: &&str| is_allowed(value) && !known.contains(value);
        let values: Vec<&str> = values.into_iter().filter(is_new).collect();
        known.extend(values.iter().copied());
        variant.discriminator_values = values;
    }
    let has_value = |variant: &VariantShape<'_>| {
        variant.used.intersection != base.intersection && !variant.discriminator_values.is_empty()
    };
    if union.variants.iter().any(has_value) {
        union.discriminator = Some(property);
        union
            .variants
            .retain(|variant| has_value(variant) || variant.used.intersection == base.intersection);
    }
    for variant in &mut union.variants {
        if union.discriminator.is_none() || variant.used.intersection == base.intersection {
            variant.discriminator_values.clear();
        }
    }
}

/// The name of the component that a variant refers to.
pub fn component_name<'a>(classifier: &Classifier<'a>, variant: SchemaId) -> Option<&'a str> {
    let target = classifier.aliases.target(variant)?;
    classifier
        .names
        .get(&variant)
        .or_else(|| classifier.names.get(&target))
        .copied()
}

/// Infers the discriminator: a property that every variant requires, with distinct values.
pub fn infer_discriminator<'a>(classifier: &mut Classifier<'a>, union: &mut UnionShape<'a>) {
    let Some(first) = union.variants.first() else {
        return;
    };
    let first = classifier.merged(first.used.intersection);
    let required = first.properties.iter().map(|(name, _)| name);
    let required = required.filter(|name| first.requires(name));
    for property in required.take(MAX_DISCRIMINATOR_CANDIDATES) {
        let mut known: HashSet<&str> = HashSet::new();
        let mut all = Vec::new();
        for variant in &union.variants {
            let is_required = classifier
                .merged(variant.used.intersection)
                .requires(property);
            let values = listed_values(classifier, variant.used, property).filter(|_| is_required);
            let Some(values) =
                values.filter(|values| values.iter().all(|value| !known.contains(value)))
            else {
                break;
            };
            known.extend(values.iter().copied());
            all.push(values);
        }
        if all.len() == union.variants.len() {
            union.discriminator = Some(property);
            for (variant, values) in union.variants.iter_mut().zip(all) {
                variant.discriminator_values = values;
            }
            return;
        }
    }
}

/// The string values that `enum` or `const` list for a property of a variant; for a nested union,
/// those of all its variants.
pub fn listed_values<'a>(
    classifier: &mut Classifier<'a>,
    used: Use,
    property: &str,
) -> Option<Vec<&'a str>> {
    listed_values_below(classifier, used, property, 0, &mut HashSet::new())
}

fn listed_values_below<'a>(
    classifier: &mut Classifier<'a>,
    used: Use,
    property: &str,
    depth: usize,
    known: &mut HashSet<IntersectionId>,
) -> Option<Vec<&'a str>> {
    // An intersection that was visited before adds no value.
    if !known.insert(used.intersection) {
        return Some(Vec::new());
    }
    let merged = classifier.merged(used.intersection);
    if let Some(ids) = merged.property(property) {
        let value = classifier.used_together(ids, used.schema);
        let merged = classifier.merged(value.intersection);
        return merged
            .values
            .as_ref()?
            .iter()
            .map(|value| match value.at.node {
                Node::String(text) => Some(&**text),
                _ => None,
            })
            .collect();
    }
    let (owner, keyword) = merged.unions.first()?;
    if depth > MAX_NESTED_UNIONS {
        return None;
    }
    let mut all = Vec::new();
    for variant in variants(classifier.document, *owner, *keyword) {
        let used = classifier.used(*variant);
        all.extend(listed_values_below(
            classifier,
            used,
            property,
            depth + 1,
            known,
        )?);
    }
    Some(all)
}
