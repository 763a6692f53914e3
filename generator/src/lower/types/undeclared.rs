//! Keeps undeclared properties where an assertion speaks of them: a pass over the finished model.
//!
//! A type without such an assertion drops them when it is read. Where `minProperties`, `not`, `oneOf`
//! or `uniqueItems` judge an object, they would judge what is left of it, so the object keeps them;
//! and where several variants of a union may hold, the one that is read keeps what only the others
//! declare.

use std::collections::{HashMap, HashSet};

use crate::identifier::Case;
use crate::lower::limits::MAX_COMPARED_FIELDS;
use crate::lower::name::scopes::Scope;
use crate::model::{
    Api, Check, Field, Others, Presence, Rest, Rule, Shape, Struct, Ty, TypeId, Union, facts,
};

/// Lets the structs keep undeclared properties that an assertion speaks of.
pub fn keep(api: &mut Api) {
    let found = found(api);
    for TypeId(index) in found {
        if let Some(Shape::Struct(structure)) = api.types.get_mut(index).map(|def| &mut def.shape) {
            structure.rest = Rest::Keep {
                name: free_name(structure),
                ty: Ty::Any,
                declared: false,
                secret: false,
            };
        }
    }
}

/// The structs that keep undeclared properties.
fn found(api: &Api) -> HashSet<TypeId> {
    let mut finder = Finder {
        api,
        found: HashSet::new(),
        judged: HashSet::new(),
        pairs: HashSet::new(),
        seen: HashSet::new(),
        rules: HashSet::new(),
        remaining: MAX_COMPARED_FIELDS,
    };
    for (index, def) in api.types.iter().enumerate() {
        finder.of_checks(&Ty::Named(TypeId(index)), def.shape.checks());
        for ty in def.shape.uses() {
            finder.of_parts(ty);
        }
    }
    for operation in &api.operations {
        operation.uses().for_each(|ty| finder.of_parts(ty));
    }
    for header in facts::headers(api) {
        finder.of_parts(&header.parameter.ty);
    }
    finder.judged = finder.found.clone();
    for def in &api.types {
        if let Shape::Union(union) = &def.shape {
            finder.of_union(union);
        }
    }
    finder.found
}

/// The name of the field for undeclared properties.
fn free_name(structure: &Struct) -> String {
    let fields = structure.fields.iter().map(|field| &field.name);
    let patterns = structure.patterns.iter().map(|fields| &fields.name);
    let mut scope = Scope::with_reserved(Case::Snake, fields.chain(patterns));
    scope.reserve("additional_properties".to_owned())
}

struct Finder<'a> {
    api: &'a Api,
    /// The structs that keep undeclared properties.
    found: HashSet<TypeId>,
    /// Those of them whose own assertions speak of undeclared properties.
    judged: HashSet<TypeId>,
    /// The pairs of types that were compared.
    pairs: HashSet<(TypeId, TypeId)>,
    /// The types that keep everything.
    seen: HashSet<TypeId>,
    /// The named rules that were looked at, with the types that they spoke of.
    rules: HashSet<(usize, TypeId)>,
    /// How many more types and fields are looked at.
    remaining: usize,
}

impl<'a> Finder<'a> {
    /// Looks at the constraints in a use of a type.
    fn of_parts(&mut self, ty: &'a Ty) {
        if let Ty::Checked(inner, checks) = ty {
            self.of_checks(inner, checks);
        }
        ty.parts().iter().for_each(|part| self.of_parts(part));
    }

    fn of_checks(&mut self, ty: &Ty, checks: &'a [Check]) {
        for check in checks {
            match check {
                Check::Rule(_, rule) => self.of_rule(ty, rule),
                check => self.of_check(ty, check),
            }
        }
    }

    fn of_check(&mut self, ty: &Ty, check: &Check) {
        match check {
            Check::MinProperties(_) | Check::MaxProperties(_) => self.keep(ty),
            Check::DependentRequired(name, others) => {
                let names: Vec<&str> = others.iter().chain([name]).map(|it| &**it).collect();
                self.keep_unless_declared(ty, &names);
            }
            Check::UniqueItems => {
                for item in self.items(ty) {
                    self.keep_all(&item);
                }
            }
            _ => {}
        }
    }

    fn of_rule(&mut self, ty: &Ty, rule: &'a Rule) {
        let mut open = vec![(ty.clone(), rule)];
        while let Some((ty, rule)) = open.pop() {
            self.look_at(&ty, rule);
            open.extend(self.below(&ty, rule));
        }
    }

    /// Keeps what a rule says of an object itself.
    fn look_at(&mut self, ty: &Ty, rule: &Rule) {
        match rule {
            Rule::Listed(values) if values.iter().any(|json| json.starts_with(['{', '['])) => {
                self.keep_all(ty);
            }
            Rule::Holds(check) => self.of_check(ty, check),
            Rule::Required(names) => {
                let names: Vec<&str> = names.iter().map(|name| &**name).collect();
                self.keep_unless_declared(ty, &names);
            }
            Rule::Property(name, _) => self.keep_unless_declared(ty, &[name]),
            // Properties whose names match a pattern of the type are in a map of their own.
            Rule::Matching(index, _) => self.keep_unless(ty, |structure| {
                let mut patterns = structure.patterns.iter();
                patterns.any(|fields| fields.pattern == *index)
            }),
            Rule::Only(_) | Rule::Names(_) | Rule::Others { .. } | Rule::OtherProperties(_) => {
                self.keep(ty);
            }
            _ => {}
        }
    }

    /// The rules in a rule, with the types that they speak of.
    fn below(&mut self, ty: &Ty, rule: &'a Rule) -> Vec<(Ty, &'a Rule)> {
        let with = |types: Vec<Ty>, rule: &'a Rule| -> Vec<(Ty, &'a Rule)> {
            types.into_iter().map(|ty| (ty, rule)).collect()
        };
        match rule {
            Rule::Property(name, inner) => with(self.properties(ty, |it| it == name), inner),
            Rule::Matching(_, inner) => with(self.properties(ty, |_| true), inner),
            Rule::Others { names, rule, .. } => {
                let is_other = |field: &str| names.iter().all(|name| name != field);
                with(self.properties(ty, is_other), rule)
            }
            Rule::OtherProperties(rules) => {
                let mut found = with(self.properties(ty, |_| true), &rules[1]);
                found.push((ty.clone(), &rules[0]));
                found
            }
            Rule::OtherItems(rules) => {
                let mut found = with(self.items(ty), &rules[1]);
                found.push((ty.clone(), &rules[0]));
                found
            }
            Rule::Each(inner) | Rule::Contains { rule: inner, .. } => with(self.items(ty), inner),
            Rule::Items(..) => {
                let items = self.items(ty);
                let rules = rule.parts().into_iter();
                rules.flat_map(|rule| with(items.clone(), rule)).collect()
            }
            Rule::Named(index) => {
                let is_new = name(ty).is_none_or(|id| self.rules.insert((*index, id)));
                let named = self.api.rules.get(*index).filter(|_| is_new);
                named.map(|it| (ty.clone(), &it.rule)).into_iter().collect()
            }
            Rule::Not(_) | Rule::All(_) | Rule::Any(_) | Rule::One(_) | Rule::When(_) => {
                let rules = rule.parts().into_iter();
                rules.map(|rule| (ty.clone(), rule)).collect()
            }
            Rule::Anything
            | Rule::Nothing
            | Rule::Types(_)
            | Rule::Listed(_)
            | Rule::Holds(_)
            | Rule::Required(_)
            | Rule::Only(_)
            | Rule::Names(_) => Vec::new(),
        }
    }

    /// Where several variants may hold, each keeps what only the others declare or judge. Beyond the limit, all
    /// of them keep everything.
    fn of_union(&mut self, union: &'a Union) {
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

    /// Counts a step, against the limit.
    fn spend(&mut self, steps: usize) {
        self.remaining = self.remaining.saturating_sub(steps);
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
                    match (left, right) {
                        (Ty::Named(one), Ty::Named(other)) => {
                            open.extend(self.compare_structs(*one, *other));
                        }
                        (Ty::List(one), Ty::List(other)) => {
                            open.push(((**one).clone(), (**other).clone()));
                        }
                        (Ty::Named(_), Ty::Map(_) | Ty::Any) => self.keep(left),
                        (Ty::Map(_) | Ty::Any, Ty::Named(_)) => self.keep(right),
                        _ => {}
                    }
                }
            }
        }
    }

    /// Compares two structs; the types of the properties that both have are left to compare.
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
            let has_more = matches!(other.rest, Rest::Keep { .. })
                || self.judged.contains(&other_id)
                || !other.patterns.is_empty()
                || other.fields.iter().any(|it| !own.contains_key(&*it.wire));
            if has_more {
                self.keep(&Ty::Named(id));
            }
        }
        let shared = first.fields.iter().filter_map(|field| {
            let other = others.get(&*field.wire)?;
            Some((field.ty.clone(), other.ty.clone()))
        });
        shared.collect()
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

    fn keep(&mut self, ty: &Ty) {
        self.keep_unless(ty, |_| false);
    }

    fn keep_unless_declared(&mut self, ty: &Ty, names: &[&str]) {
        self.keep_unless(ty, |structure| {
            names.iter().all(|name| declares(structure, name))
        });
    }

    fn keep_unless(&mut self, ty: &Ty, is_enough: impl Fn(&Struct) -> bool) {
        for value in self.values(ty) {
            let Ty::Named(id) = value else { continue };
            if let Shape::Struct(structure) = &self.api.ty(id).shape
                && structure.rest == Rest::Skip
                && !is_enough(structure)
            {
                self.found.insert(id);
            }
        }
    }

    /// Keeps everything in values of a type.
    fn keep_all(&mut self, ty: &Ty) {
        let api = self.api;
        let mut open = vec![ty];
        while let Some(ty) = open.pop() {
            match ty {
                Ty::Named(id) if self.seen.insert(*id) => {
                    let shape = &api.ty(*id).shape;
                    if matches!(shape, Shape::Struct(it) if it.rest == Rest::Skip) {
                        self.found.insert(*id);
                    }
                    open.extend(shape.uses());
                }
                Ty::Named(_) => {}
                other => open.extend(other.parts()),
            }
        }
    }

    /// The types that a value may be of: the variants of a union, without names, boxes and `null`.
    /// Beyond the limit there are none, and the values keep everything.
    fn values(&mut self, ty: &Ty) -> Vec<Ty> {
        let api = self.api;
        let (mut found, mut open, mut seen) = (Vec::new(), vec![ty], HashSet::new());
        while let Some(next) = open.pop() {
            self.spend(1);
            if self.remaining == 0 {
                self.keep_all(ty);
                return Vec::new();
            }
            match next {
                Ty::Checked(inner, _) | Ty::Nullable(inner) | Ty::Boxed(inner) => open.push(inner),
                Ty::Named(id) => match &api.ty(*id).shape {
                    Shape::Alias(inner) | Shape::Newtype(inner) if seen.insert(*id) => {
                        open.push(inner);
                    }
                    Shape::Union(union) if seen.insert(*id) => {
                        open.extend(union.variants.iter().map(|variant| &variant.ty));
                    }
                    Shape::Alias(_) | Shape::Newtype(_) | Shape::Union(_) => {}
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Tuple(_) => found.push(next.clone()),
                },
                other => found.push(other.clone()),
            }
        }
        found
    }

    /// The items that an array of a type has.
    fn items(&mut self, ty: &Ty) -> Vec<Ty> {
        let mut items = Vec::new();
        for value in self.values(ty) {
            match value {
                Ty::List(item) => items.push(*item),
                Ty::Tuple(all) => items.extend(all),
                Ty::Named(id) => {
                    if let Shape::Tuple(tuple) = &self.api.ty(id).shape {
                        items.extend(tuple.items.iter().map(|item| item.ty.clone()));
                        items.extend(tuple.rest.iter().map(|rest| rest.ty.clone()));
                    }
                }
                _ => {}
            }
        }
        items
    }

    /// The declared properties of an object of a type.
    fn properties(&mut self, ty: &Ty, is_meant: impl Fn(&str) -> bool) -> Vec<Ty> {
        let mut properties = Vec::new();
        for value in self.values(ty) {
            match value {
                Ty::Map(value) => properties.push(*value),
                Ty::Named(id) => {
                    if let Shape::Struct(structure) = &self.api.ty(id).shape {
                        let fields = structure.fields.iter();
                        let meant = fields.filter(|field| is_meant(&field.wire));
                        properties.extend(meant.map(|field| field.ty.clone()));
                        if let Rest::Keep { ty, .. } = &structure.rest {
                            properties.push(ty.clone());
                        }
                    }
                }
                _ => {}
            }
        }
        properties
    }
}

/// The name of a type, which may be boxed, constrained or nullable.
fn name(ty: &Ty) -> Option<TypeId> {
    let mut ty = ty;
    while let Ty::Checked(inner, _) | Ty::Nullable(inner) | Ty::Boxed(inner) = ty {
        ty = inner;
    }
    match ty {
        Ty::Named(id) => Some(*id),
        _ => None,
    }
}

/// The fields of a struct, by the names of the properties.
fn by_name(structure: &Struct) -> HashMap<&str, &Field> {
    let fields = structure.fields.iter();
    fields.map(|field| (&*field.wire, field)).collect()
}

fn declares(structure: &Struct, name: &str) -> bool {
    structure.fields.iter().any(|field| field.wire == name)
}
