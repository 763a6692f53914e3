//! The discriminators that constructors set: a pass over the finished model.
//!
//! A variant of a union has one value of the discriminator, which is written whatever its field has, so
//! a constructor that asks for it asks for what is known. A type that is used alone, too, is asked for
//! it, unless its own schema lists that value only.

use std::collections::{BTreeMap, HashMap};

use crate::lower::types::constants;
use crate::model::{Api, Constant, DiscriminatorValue, Presence, Shape, Ty, TypeId, facts};

/// Sets the values of discriminators that follow from where a type is used.
pub fn find(api: &mut Api) {
    let uses = uses(api);
    let mut found = Vec::new();
    for ((id, property), variants) in variants(api) {
        let Shape::Struct(structure) = &api.ty(id).shape else {
            continue;
        };
        let field = structure.fields.iter().position(|it| it.wire == property);
        let Some((index, field)) = field.and_then(|at| Some((at, structure.fields.get(at)?)))
        else {
            continue;
        };
        let (Some(value), Presence::Required) = (only_value(&variants), field.presence) else {
            continue;
        };
        let is_alone = uses.get(&id).copied().unwrap_or_default() > variants.len();
        if let Some(preset) = constants::of(api, &field.ty, constant(value))
            && (!is_alone || constants::is_one_value(api, &field.ty))
        {
            found.push((id, index, preset));
        }
    }
    for (TypeId(id), index, preset) in found {
        if let Some(Shape::Struct(structure)) = api.types.get_mut(id).map(|def| &mut def.shape)
            && let Some(field) = structure.fields.get_mut(index)
        {
            field.preset = Some(preset);
        }
    }
}

/// The values of the discriminator with which types are variants of unions, by type and property.
fn variants(api: &Api) -> BTreeMap<(TypeId, String), Vec<&[DiscriminatorValue]>> {
    let mut found: BTreeMap<_, Vec<&[DiscriminatorValue]>> = BTreeMap::new();
    for def in &api.types {
        let Shape::Union(union) = &def.shape else {
            continue;
        };
        let Some(property) = &union.discriminator else {
            continue;
        };
        for variant in &union.variants {
            if let Some(id) = named(&variant.ty) {
                let values = found.entry((id, property.clone())).or_default();
                values.push(&variant.discriminator_values);
            }
        }
    }
    found
}

fn named(ty: &Ty) -> Option<TypeId> {
    match ty {
        Ty::Named(id) => Some(*id),
        Ty::Boxed(inner) => named(inner),
        _ => None,
    }
}

/// How often each named type is used.
fn uses(api: &Api) -> HashMap<TypeId, usize> {
    let mut uses = HashMap::new();
    for ty in facts::all_uses(api) {
        if let Ty::Named(id) = ty {
            *uses.entry(*id).or_default() += 1;
        }
    }
    uses
}

/// The only value that selects a variant in each of several unions.
fn only_value<'a>(variants: &[&'a [DiscriminatorValue]]) -> Option<&'a DiscriminatorValue> {
    let (first, others) = variants.split_first()?;
    let is_common = |value: &&DiscriminatorValue| others.iter().all(|it| it.contains(value));
    let mut common = first.iter().filter(is_common);
    common.next().filter(|_| common.next().is_none())
}

fn constant(value: &DiscriminatorValue) -> Constant {
    match value {
        DiscriminatorValue::Text(text) => Constant::Text(text.clone()),
        DiscriminatorValue::Boolean(value) => Constant::Boolean(*value),
        DiscriminatorValue::Integer(value) => Constant::Integer(*value),
    }
}
