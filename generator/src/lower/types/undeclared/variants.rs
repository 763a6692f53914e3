//! Compares the variants of a union that may hold together: each keeps what the others speak of.

use std::collections::{HashMap, HashSet};

use crate::lower::types::undeclared::{Finder, name, other_types};
use crate::model::{
    Base, Enumeration, Field, Others, Presence, Rest, Shape, Struct, Ty, TypeId, Union,
};

impl<'a> Finder<'a> {
    /// Where several variants may hold, each keeps what only the others declare or judge. Beyond the limit, all
    /// of them keep everything.
    pub fn of_union(&mut self, union: &'a Union) {
        if union.discriminator.is_some() {
            return;
        }
        for (index, left) in union.variants.iter().enumerate() {
            for right in union.variants.iter().skip(index + 1) {
                self.compare(&left.ty, &right.ty);
                if self.remaining == 0 {
                    let variants = union.variants.iter();
                    return variants.for_each(|variant| self.keep_all(&variant.ty));
                }
            }
        }
    }

    /// Compares two types of a value, and those of its parts, pair by pair.
    fn compare(&mut self, left: &Ty, right: &Ty) {
        let mut open = vec![(left.clone(), right.clone())];
        while let Some((left, right)) = open.pop() {
            if let (Some(left), Some(right)) = (name(&left), name(&right))
                && !self.pairs.insert((left, right))
            {
                continue;
            }
            let (left, right) = (self.values(&left), self.values(&right));
            self.spend(left.len() * right.len() + 1);
            if self.remaining == 0 {
                return;
            }
            for left in &left {
                for right in &right {
                    open.extend(self.compare_values(left, right));
                }
            }
        }
    }

    /// Compares two types of a value, neither of them a union; the types of the parts that values of both
    /// may have are left to compare.
    fn compare_values(&mut self, left: &Ty, right: &Ty) -> Vec<(Ty, Ty)> {
        let api = self.api;
        let shape = |ty: &Ty| match ty {
            Ty::Named(id) => Some(&api.ty(*id).shape),
            _ => None,
        };
        match ((left, shape(left)), (right, shape(right))) {
            // Any JSON and listed objects speak of all properties, at any depth.
            ((Ty::Any, _), _) => self.keep_all(right),
            (_, (Ty::Any, _)) => self.keep_all(left),
            ((_, Some(Shape::Enum(listed))), _) if lists_objects(listed) => self.keep_all(right),
            (_, (_, Some(Shape::Enum(listed)))) if lists_objects(listed) => self.keep_all(left),
            (
                (Ty::Named(one), Some(Shape::Struct(_))),
                (Ty::Named(other), Some(Shape::Struct(_))),
            ) => {
                return self.compare_structs(*one, *other);
            }
            ((Ty::Map(one), _), (Ty::Map(other), _)) => {
                return vec![((**one).clone(), (**other).clone())];
            }
            ((Ty::Map(values), _), (_, Some(Shape::Struct(structure)))) => {
                self.keep(right);
                return with_values(values, structure);
            }
            ((_, Some(Shape::Struct(structure))), (Ty::Map(values), _)) => {
                self.keep(left);
                return with_values(values, structure);
            }
            _ => {
                let (left, right) = (self.items(left), self.items(right));
                self.spend(left.len() * right.len());
                let pairs = left
                    .iter()
                    .flat_map(|left| right.iter().map(|right| (left.clone(), right.clone())));
                return pairs.collect();
            }
        }
        Vec::new()
    }

    /// Compares two structs; the types of the properties that both may have are left to compare.
    fn compare_structs(&mut self, left: TypeId, right: TypeId) -> Vec<(Ty, Ty)> {
        let (Shape::Struct(first), Shape::Struct(second)) =
            (&self.api.ty(left).shape, &self.api.ty(right).shape)
        else {
            return Vec::new();
        };
        self.spend(first.fields.len() + second.fields.len());
        let (own, others) = (by_name(first), by_name(second));
        if left == right
            || self.exclude(first, &own, second)
            || self.exclude(second, &others, first)
        {
            return Vec::new();
        }
        for (id, own, other_id, other) in
            [(left, &own, right, second), (right, &others, left, first)]
        {
            let has_more = other.rest != Rest::Skip
                || self.judged.contains(&other_id)
                || !other.patterns.is_empty()
                || other.fields.iter().any(|it| !own.contains_key(&*it.wire));
            if has_more {
                self.keep(&Ty::Named(id));
            }
        }
        let mut pairs = Vec::new();
        for field in &first.fields {
            match others.get(&*field.wire) {
                Some(other) => pairs.push((field.ty.clone(), other.ty.clone())),
                None => pairs.extend(with_others(&field.ty, second)),
            }
        }
        let only_second = second.fields.iter();
        for field in only_second.filter(|field| !own.contains_key(&*field.wire)) {
            pairs.extend(with_others(&field.ty, first));
        }
        for ty in other_types(first) {
            pairs.extend(with_others(ty, second));
        }
        pairs
    }

    /// Whether no object is of both types: one has no other properties and not all that the other
    /// requires, or a required property has other values.
    fn exclude(&self, one: &Struct, fields: &HashMap<&str, &Field>, other: &Struct) -> bool {
        let is_closed = one.rest == Rest::Forbid && one.patterns.is_empty();
        let required = other.fields.iter();
        let mut required = required.filter(|field| field.presence == Presence::Required);
        required.any(|field| {
            let Some(own) = fields.get(&*field.wire) else {
                return is_closed;
            };
            let listed = self.listed(&own.ty).zip(self.listed(&field.ty));
            listed.is_some_and(|(own, other)| own.iter().all(|value| !other.contains(value)))
        })
    }

    /// The values that a type lists, if it allows no others.
    fn listed(&self, ty: &Ty) -> Option<HashSet<&str>> {
        let Ty::Named(id) = ty.bare() else {
            return None;
        };
        let Shape::Enum(enumeration) = &self.api.ty(*id).shape else {
            return None;
        };
        let values = enumeration.variants.iter();
        let values = values.map(|variant| &*variant.wire);
        (enumeration.others != Others::Allowed).then(|| values.collect())
    }
}

/// A type beside those of undeclared properties.
fn with_others(ty: &Ty, structure: &Struct) -> Vec<(Ty, Ty)> {
    let others = other_types(structure);
    others.map(|other| (ty.clone(), other.clone())).collect()
}

/// The type of the values of a map beside those of all properties.
fn with_values(values: &Ty, structure: &Struct) -> Vec<(Ty, Ty)> {
    let fields = structure.fields.iter().map(|field| &field.ty);
    let all = fields.chain(other_types(structure));
    all.map(|ty| (values.clone(), ty.clone())).collect()
}

/// Whether listed values have properties.
fn lists_objects(listed: &Enumeration) -> bool {
    let mut values = listed.variants.iter();
    listed.base == Base::Any && values.any(|value| value.wire.starts_with(['{', '[']))
}

/// The fields of a struct, by the names of the properties.
fn by_name(structure: &Struct) -> HashMap<&str, &Field> {
    let fields = structure.fields.iter();
    fields.map(|field| (&*field.wire, field)).collect()
}
