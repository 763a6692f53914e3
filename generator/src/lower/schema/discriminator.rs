//! Finds the property that selects the variant of a union, and its values for each variant.

use std::collections::{HashMap, HashSet};

use crate::document::{Discriminator, Place, SchemaId, TypeSet};
use crate::lower::limits::{
    MAX_DISCRIMINATED_UNIONS, MAX_DISCRIMINATOR_CANDIDATES, MAX_NESTED_UNIONS,
};
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::{IntersectionId, path};
use crate::lower::schema::shape::{DiscriminatorFault, UnionShape, Use, VariantShape};
use crate::lower::schema::union::variants;
use crate::model::DiscriminatorValue;
use crate::source::Node;

/// Applies a declared discriminator. Where its values do not tell the variants apart, a discriminator
/// is inferred instead.
pub fn discriminate<'a>(
    classifier: &mut Classifier<'a>,
    union: &mut UnionShape<'a>,
    discriminator: &'a Discriminator<'a>,
) {
    let property = discriminator.property;
    let mapped = mapping_values(classifier, discriminator);
    let candidates: Vec<Candidate> = union
        .variants
        .iter()
        .map(|variant| Candidate::new(classifier, variant.used, property, &mapped))
        .collect();
    report_mapping(classifier, union, &candidates, discriminator);
    let default = discriminator
        .default
        .and_then(|id| classifier.aliases.target(id));
    let default = default.and_then(|default| {
        let mut schemas = union.variants.iter().map(|variant| variant.used.schema);
        schemas.position(|id| classifier.aliases.target(id) == Some(default))
    });
    let Some(values) = values_of(&candidates) else {
        let place = discriminator.place;
        union.faults.push(DiscriminatorFault::Ambiguous(place));
        return infer_discriminator(classifier, union);
    };
    union.discriminator = Some(property);
    union.others = default.or(values.iter().position(Vec::is_empty));
    for (variant, values) in union.variants.iter_mut().zip(values) {
        variant.discriminator_values = values;
    }
}

/// What is known of the values that select a variant.
struct Candidate {
    /// The values that `enum` or `const` list for the property, and the place of the property.
    listed: Option<(Vec<DiscriminatorValue>, Option<Place>)>,
    /// The values of the mapping, else the name of the component (OAS 3.0 §4.7.25).
    mapped: Vec<DiscriminatorValue>,
}

impl Candidate {
    fn new(
        classifier: &mut Classifier<'_>,
        used: Use,
        property: &str,
        mapped: &MappingValues<'_>,
    ) -> Self {
        let listed = listed_values(classifier, used, property);
        let (types, place) = property_types(classifier, used, property);
        let values = mapped_values(classifier, used.schema, property, mapped);
        Self {
            listed: listed.map(|values| (values, place)),
            mapped: values.iter().map(|text| typed(text, types)).collect(),
        }
    }
}

/// The values that select each variant; `None` if some do not tell them apart. One variant may have
/// none: it is that of all other values.
fn values_of(candidates: &[Candidate]) -> Option<Vec<Vec<DiscriminatorValue>>> {
    let listed = candidates.iter().map(|candidate| {
        let (values, _) = candidate.listed.as_ref()?;
        Some(values.clone())
    });
    let listed: Option<Vec<Vec<DiscriminatorValue>>> = listed.collect();
    if let Some(listed) = listed.filter(|listed| are_distinct(listed)) {
        return Some(listed);
    }
    let values = candidates.iter().map(|candidate| {
        let mut values = candidate.mapped.clone();
        if let Some((listed, _)) = &candidate.listed {
            values.retain(|value| listed.contains(value));
        }
        values
    });
    let mut values: Vec<Vec<DiscriminatorValue>> = values.collect();
    let taken: HashSet<DiscriminatorValue> = values.iter().flatten().cloned().collect();
    for (values, candidate) in values.iter_mut().zip(candidates) {
        if let (true, Some((listed, _))) = (values.is_empty(), &candidate.listed) {
            values.extend(listed.iter().filter(|it| !taken.contains(it)).cloned());
        }
    }
    let without = values.iter().filter(|values| values.is_empty()).count();
    let tells = without < values.len() && without <= 1 && !has_duplicates(&values);
    tells.then_some(values)
}

/// Whether every variant has values, and none has one of another.
fn are_distinct(values: &[Vec<DiscriminatorValue>]) -> bool {
    values.iter().all(|values| !values.is_empty()) && !has_duplicates(values)
}

/// Whether a value is that of several variants.
fn has_duplicates(values: &[Vec<DiscriminatorValue>]) -> bool {
    let mut known: HashSet<&DiscriminatorValue> = HashSet::new();
    values.iter().any(|values| {
        let own: HashSet<&DiscriminatorValue> = values.iter().collect();
        let is_known = own.iter().any(|value| known.contains(value));
        known.extend(own);
        is_known
    })
}

/// Notes the entries of the mapping that select no variant.
fn report_mapping<'a>(
    classifier: &Classifier<'a>,
    union: &mut UnionShape<'a>,
    candidates: &[Candidate],
    discriminator: &'a Discriminator<'a>,
) {
    let is_nested = |variant: &VariantShape<'_>| {
        let schema = classifier.document.schema(variant.used.schema);
        let target = classifier.aliases.target(variant.used.schema);
        let target = target.map(|target| classifier.document.schema(target));
        [Some(schema), target]
            .into_iter()
            .flatten()
            .any(|schema| !schema.one_of.is_empty() || !schema.any_of.is_empty())
    };
    let has_nested = union.variants.iter().any(is_nested);
    for (value, id, mapping) in &discriminator.mapping {
        let (value, mapping) = (*value, *mapping);
        let Some(target) = classifier.aliases.target(*id) else {
            continue;
        };
        let is_target = |variant: &VariantShape<'_>| {
            classifier.aliases.target(variant.used.schema) == Some(target)
        };
        match union.variants.iter().position(is_target) {
            // A nested union has variants of its own, and a subtype is a variant by inheritance.
            None if has_nested || !classifier.subtypes(target).is_empty() => {}
            None => union
                .faults
                .push(DiscriminatorFault::NoVariant { value, mapping }),
            Some(index) => {
                let listed = candidates
                    .get(index)
                    .and_then(|candidate| candidate.listed.as_ref());
                if let Some((listed, Some(place))) = listed
                    && listed.iter().all(|listed| listed.to_string() != value)
                {
                    union.faults.push(DiscriminatorFault::NotListed {
                        value,
                        mapping,
                        listed: *place,
                    });
                }
            }
        }
    }
}

/// The JSON types of a property, and its place.
fn property_types(
    classifier: &mut Classifier<'_>,
    used: Use,
    property: &str,
) -> (TypeSet, Option<Place>) {
    let merged = classifier.merged(used.intersection);
    let Some(ids) = merged.property(property) else {
        return (TypeSet::ALL, None);
    };
    let place = ids.first().map(|id| classifier.document.schema(*id).place);
    let value = classifier.used_together(ids, used.schema);
    (classifier.merged(value.intersection).types, place)
}

/// The value that a text of the description stands for, where the property has these types.
fn typed(text: &str, types: TypeSet) -> DiscriminatorValue {
    let number = text.parse().ok().map(DiscriminatorValue::Integer);
    let boolean = text.parse().ok().map(DiscriminatorValue::Boolean);
    let other = match types {
        _ if types.meets(TypeSet::STRING) => None,
        _ if types.meets(TypeSet::NUMBER | TypeSet::INTEGER) => number,
        _ if types.meets(TypeSet::BOOLEAN) => boolean,
        _ => None,
    };
    other.unwrap_or_else(|| DiscriminatorValue::Text(text.to_owned()))
}

/// The values of the mapping for a variant; for a union with the same discriminator, those of its
/// variants; else the name of its component.
fn mapped_values<'a>(
    classifier: &Classifier<'a>,
    variant: SchemaId,
    property: &str,
    mapped: &MappingValues<'a>,
) -> Vec<&'a str> {
    let target = classifier.aliases.target(variant);
    if let Some(values) = target.and_then(|target| mapped.get(&target)) {
        return values.clone();
    }
    let mut seen = HashSet::new();
    let nested = nested_values(classifier, variant, property, mapped, &mut seen);
    nested.unwrap_or_else(|| component_name(classifier, variant).into_iter().collect())
}

/// The values that select a variant of a nested union which declares the same discriminator: for each of
/// its variants those of the outer mapping, else of its own. Empty for a union that was visited before;
/// `None` for a schema that is no such union.
fn nested_values<'a>(
    classifier: &Classifier<'a>,
    union: SchemaId,
    property: &str,
    around: &MappingValues<'a>,
    seen: &mut HashSet<SchemaId>,
) -> Option<Vec<&'a str>> {
    let target = classifier.aliases.target(union)?;
    let schema = classifier.document.schema(target);
    let declared = schema.rare().discriminator.as_ref();
    let declared = declared.filter(|declared| declared.property == property)?;
    let variants = [&schema.one_of[..], &schema.any_of].concat();
    if variants.is_empty() || seen.len() >= MAX_DISCRIMINATED_UNIONS {
        return None;
    }
    if !seen.insert(target) {
        return Some(Vec::new());
    }
    let own = mapping_values(classifier, declared);
    let mut values: Vec<&'a str> = Vec::new();
    for variant in variants {
        let target = classifier.aliases.target(variant);
        let mapped = target.and_then(|target| around.get(&target).or_else(|| own.get(&target)));
        let nested = || nested_values(classifier, variant, property, around, seen);
        let found = mapped.cloned().or_else(nested);
        match found {
            Some(found) => values.extend(found),
            None => values.extend(component_name(classifier, variant)),
        }
    }
    let mut known = HashSet::new();
    values.retain(|value| known.insert(*value));
    Some(values)
}

/// The values of a mapping, by schema.
type MappingValues<'a> = HashMap<SchemaId, Vec<&'a str>>;

fn mapping_values<'a>(
    classifier: &Classifier<'a>,
    discriminator: &Discriminator<'a>,
) -> MappingValues<'a> {
    let mut mapped = MappingValues::new();
    for (value, id, _) in &discriminator.mapping {
        if let Some(target) = classifier.aliases.target(*id) {
            mapped.entry(target).or_default().push(value);
        }
    }
    mapped
}

/// The entries of a mapping for schemas that do not extend the one that declares it.
pub fn without_subtype<'a>(
    classifier: &Classifier<'a>,
    declaring: SchemaId,
    discriminator: &Discriminator<'a>,
) -> Vec<DiscriminatorFault<'a>> {
    let subtypes = classifier.subtypes(declaring);
    let mapping = discriminator.mapping.iter();
    let others = mapping.filter(|(_, id, _)| {
        let target = classifier.aliases.target(*id);
        target.is_some_and(|target| target != declaring && !subtypes.contains(&target))
    });
    let fault = |(value, _, mapping): &(&'a str, SchemaId, Place)| DiscriminatorFault::NoVariant {
        value,
        mapping: *mapping,
    };
    others.map(fault).collect()
}

/// Applies the discriminator of a base to its subtypes. Values that the base lists for all of them
/// select none; subtypes without a value of their own are read as the base.
pub fn discriminate_subtypes<'a>(
    classifier: &mut Classifier<'a>,
    union: &mut UnionShape<'a>,
    base: Use,
    discriminator: &'a Discriminator<'a>,
) {
    let property = discriminator.property;
    let mapped = mapping_values(classifier, discriminator);
    let allowed = listed_values(classifier, base, property);
    let is_allowed = |value: &DiscriminatorValue| {
        allowed
            .as_ref()
            .is_none_or(|allowed| allowed.contains(value))
    };
    let mut known: HashSet<DiscriminatorValue> = HashSet::new();
    for variant in &mut union.variants {
        let candidate = Candidate::new(classifier, variant.used, property, &mapped);
        let own = candidate
            .listed
            .map(|(listed, _)| listed)
            .filter(|_| variant.used.intersection != base.intersection)
            .filter(|own| allowed.as_ref() != Some(own));
        let mut values = own.unwrap_or(candidate.mapped);
        values.retain(|value| is_allowed(value) && known.insert(value.clone()));
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
    if union.discriminator.is_some() {
        let mut variants = union.variants.iter();
        union.others = variants.position(|variant| variant.discriminator_values.is_empty());
    }
}

/// The name of the component that a variant refers to (OAS 3.1.1 §4.8.25), which may be another name of
/// the schema. The name of a file counts where no component refers to it.
pub fn component_name<'a>(classifier: &Classifier<'a>, variant: SchemaId) -> Option<&'a str> {
    classifier.aliases.target(variant)?;
    let named = |id: &SchemaId| classifier.names.contains_key(id);
    let component = path(classifier.document, variant).find(named)?;
    let names = [&classifier.referring, &classifier.names];
    names.iter().find_map(|it| it.get(&component).copied())
}

/// Infers the discriminator: a property that every variant requires, with distinct values. One that some
/// variant does not require is the selector.
pub fn infer_discriminator<'a>(classifier: &mut Classifier<'a>, union: &mut UnionShape<'a>) {
    if let Some((property, values)) = distinct_values(classifier, union, Presence::Required) {
        union.discriminator = Some(property);
        for (variant, values) in union.variants.iter_mut().zip(values) {
            variant.discriminator_values = values;
        }
    } else if union.variants.len() > 1 {
        union.selector = distinct_values(classifier, union, Presence::Any);
    }
}

/// Whether a property has to be required.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Presence {
    Required,
    Any,
}

/// The first property for which each variant lists values that no other variant lists, with these
/// values.
fn distinct_values<'a>(
    classifier: &mut Classifier<'a>,
    union: &UnionShape<'a>,
    presence: Presence,
) -> Option<(&'a str, Vec<Vec<DiscriminatorValue>>)> {
    let first = union.variants.first()?;
    let first = classifier.merged(first.used.intersection);
    let names = first.properties.iter().map(|(name, _)| name);
    let names = names.filter(|name| presence == Presence::Any || first.requires(name));
    for property in names.take(MAX_DISCRIMINATOR_CANDIDATES) {
        let mut known: HashSet<DiscriminatorValue> = HashSet::new();
        let mut all = Vec::new();
        for variant in &union.variants {
            let merged = classifier.merged(variant.used.intersection);
            let is_meant = presence == Presence::Any || merged.requires(property);
            let values = listed_values(classifier, variant.used, property).filter(|_| is_meant);
            let Some(values) =
                values.filter(|values| values.iter().all(|value| !known.contains(value)))
            else {
                break;
            };
            known.extend(values.iter().cloned());
            all.push(values);
        }
        if all.len() == union.variants.len() && all.iter().all(|values| !values.is_empty()) {
            return Some((property, all));
        }
    }
    None
}

/// The values that `enum` or `const` list for a property of a variant; for a nested union, those of
/// all its variants. `None` where the property is not listed, or lists values that select nothing:
/// `null`, fractions, arrays and objects.
pub fn listed_values(
    classifier: &mut Classifier<'_>,
    used: Use,
    property: &str,
) -> Option<Vec<DiscriminatorValue>> {
    listed_values_below(classifier, used, property, 0, &mut HashMap::new())
}

/// What the intersections that were visited list: nothing while that is being found.
type Listed = HashMap<IntersectionId, Option<Vec<DiscriminatorValue>>>;

fn listed_values_below(
    classifier: &mut Classifier<'_>,
    used: Use,
    property: &str,
    depth: usize,
    known: &mut Listed,
) -> Option<Vec<DiscriminatorValue>> {
    if let Some(listed) = known.get(&used.intersection) {
        return listed.clone();
    }
    known.insert(used.intersection, Some(Vec::new()));
    let listed = listed_values_of(classifier, used, property, depth, known);
    known.insert(used.intersection, listed.clone());
    listed
}

fn listed_values_of(
    classifier: &mut Classifier<'_>,
    used: Use,
    property: &str,
    depth: usize,
    known: &mut Listed,
) -> Option<Vec<DiscriminatorValue>> {
    let merged = classifier.merged(used.intersection);
    if let Some(ids) = merged.property(property) {
        let value = classifier.used_together(ids, used.schema);
        let merged = classifier.merged(value.intersection);
        let listed = merged.values.as_ref()?.iter();
        let values = listed.map(|value| listed_value(value.at.node, merged.types));
        let mut values: Vec<DiscriminatorValue> = values.collect::<Option<_>>()?;
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.clone()));
        return Some(values);
    }
    if depth > MAX_NESTED_UNIONS {
        return None;
    }
    // A value matches each of several unions, so the values that one lists are all that there are.
    merged.unions.iter().find_map(|(owner, keyword)| {
        let variants = variants(classifier.document, *owner, *keyword).iter();
        let listed = variants.map(|variant| {
            let used = classifier.used(*variant);
            listed_values_below(classifier, used, property, depth + 1, known)
        });
        let listed: Option<Vec<_>> = listed.collect();
        let mut seen = HashSet::new();
        let values = listed?.concat().into_iter();
        Some(values.filter(|value| seen.insert(value.clone())).collect())
    })
}

/// A listed value. Where only strings are allowed, YAML failed to quote a number or a boolean.
fn listed_value(node: &Node, types: TypeSet) -> Option<DiscriminatorValue> {
    let is_text = types == TypeSet::STRING;
    Some(match node {
        Node::String(text) => DiscriminatorValue::Text(text.to_string()),
        Node::Number(number) if is_text => DiscriminatorValue::Text(number.0.to_string()),
        Node::Bool(value) if is_text => DiscriminatorValue::Text(value.to_string()),
        Node::Number(number) => DiscriminatorValue::Integer(number.as_i64()?),
        Node::Bool(value) => DiscriminatorValue::Boolean(*value),
        Node::Null | Node::Array(_) | Node::Object(_) => return None,
    })
}
