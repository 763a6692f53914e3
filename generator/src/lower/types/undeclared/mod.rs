//! Keeps undeclared properties where an assertion speaks of them: a pass over the finished model.
//!
//! A type without such an assertion drops them when it is read. Where `minProperties`, `not`, `oneOf`
//! or `uniqueItems` judge an object, they would judge what is left of it, so the object keeps them;
//! and where several variants of a union may hold, the one that is read keeps what only the others
//! declare.

mod variants;

use std::collections::HashSet;

use crate::identifier::Case;
use crate::lower::limits::MAX_COMPARED_FIELDS;
use crate::lower::name::scopes::Scope;
use crate::model::{Api, Check, Rest, Rule, Shape, Struct, Ty, TypeId, facts};

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

    /// Counts a step, against the limit.
    fn spend(&mut self, steps: usize) {
        self.remaining = self.remaining.saturating_sub(steps);
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

    /// The properties of an object of a type: those that are meant, and all without a name of their own.
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
                        properties.extend(other_types(structure).cloned());
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

fn declares(structure: &Struct, name: &str) -> bool {
    structure.fields.iter().any(|field| field.wire == name)
}

/// The types of undeclared properties: those whose names match a pattern, and the rest that is kept, if a
/// type describes it.
fn other_types(structure: &Struct) -> impl Iterator<Item = &Ty> {
    let rest = match &structure.rest {
        Rest::Keep { ty, .. } if *ty != Ty::Any => Some(ty),
        _ => None,
    };
    let patterns = structure.patterns.iter();
    patterns.map(|fields| &fields.ty).chain(rest)
}
