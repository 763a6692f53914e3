//! Intersections → types: ids first, names second, bodies third.

pub mod boxing;
pub mod constants;
pub mod defaults;
pub mod definitions;
pub mod derives;
pub mod direction;
pub mod names;
pub mod presets;
pub mod replacements;
pub mod scalars;
pub mod trace;
pub mod undeclared;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::document::{Document, Place, SchemaId};
use crate::identifier::Case;
use crate::lower::constraint::adjacent::LenientTypes;
use crate::lower::constraint::circles::Circles;
use crate::lower::constraint::named::NamedRules;
use crate::lower::constraint::patterns::Patterns;
use crate::lower::constraint::repeated;
use crate::lower::constraint::rules::{self, Extent};
use crate::lower::constraint::{ends, keywords};
use crate::lower::ledger::Ends;
use crate::lower::limits::{MAX_SAME_USES, MAX_UNNAMED_NESTING};
use crate::lower::name::scopes::{DesiredName, Scope};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::{IntersectionId, path};
use crate::lower::schema::merge::Merged;
use crate::lower::schema::shape::{SchemaShape, Use};
use crate::lower::schema::union;
use crate::lower::types::direction::{Usage, suffix};
use crate::lower::types::trace::Trace;
use crate::model::{Api, Check, Direction, Scalar, Shape, Ty, TypeDef, TypeId};
use crate::{Config, reserved};

/// The types of a description, under construction.
pub struct Types<'a> {
    pub document: &'a Document<'a>,
    pub config: &'a Config,
    pub classifier: Classifier<'a>,
    pub usage: Usage,
    pub patterns: Patterns,
    named_rules: NamedRules,
    circles: Circles,
    lenient: LenientTypes,
    scope: Scope,
    /// The named types, in the order of emission.
    named: Vec<Named>,
    ids: HashMap<(IntersectionId, Direction), TypeId>,
    /// The components that are aliases; nothing else in the output names them.
    aliases: Vec<Alias>,
    /// The intersections named after a component.
    pub components: HashSet<IntersectionId>,
    /// The intersections that were considered for a name.
    pub visited: HashSet<IntersectionId>,
    reported: HashSet<(Code, SchemaId)>,
    unconstrained_count: usize,
    untyped: Vec<SchemaId>,
    /// The unnamed intersections whose types are under construction, outermost first.
    open: Vec<IntersectionId>,
    /// Whether responses are what others call requests, as those of a webhook are.
    pub is_exchanged: bool,
    pub trace: Trace,
}

/// A type with an id and a name, before it has a body.
#[derive(Clone)]
pub struct Named {
    pub used: Use,
    pub direction: Direction,
    pub name: String,
}

/// A component that is an alias.
#[derive(Clone)]
struct Alias {
    component: SchemaId,
    direction: Direction,
    name: String,
}

impl<'a> Types<'a> {
    /// No types.
    pub fn new(classifier: Classifier<'a>, usage: Usage, config: &'a Config) -> Self {
        let document = classifier.document;
        Self {
            document,
            config,
            classifier,
            usage,
            patterns: Patterns::default(),
            named_rules: NamedRules::default(),
            circles: Circles::find(document),
            lenient: LenientTypes::default(),
            scope: Scope::with_reserved(Case::Camel, reserved::models(config)),
            named: Vec::new(),
            ids: HashMap::new(),
            aliases: Vec::new(),
            components: HashSet::new(),
            visited: HashSet::new(),
            reported: HashSet::new(),
            unconstrained_count: 0,
            untyped: Vec::new(),
            open: Vec::new(),
            is_exchanged: false,
            trace: Trace::default(),
        }
    }

    /// Reserves ids and names for an intersection, unless it has some.
    pub fn reserve(&mut self, used: Use, name: DesiredName) {
        self.reserve_all(vec![(used, name)]);
    }

    /// Reserves ids and exactly these names for an intersection, unless it has some. Returns whether
    /// the names were free.
    pub fn reserve_exactly(&mut self, used: Use, name: &DesiredName) -> bool {
        let directions = self.usage.directions(used.intersection);
        let is_new =
            |direction: &Direction| !self.ids.contains_key(&(used.intersection, *direction));
        let is_free = |direction: &Direction| {
            self.scope
                .is_free(&name.with_suffix(suffix(*direction, &directions)).name)
        };
        let is_free = directions
            .iter()
            .filter(|direction| is_new(direction))
            .all(is_free);
        if is_free {
            self.reserve(used, name.clone());
        }
        is_free
    }

    /// The name of an intersection, if it has one.
    pub fn name_of(&self, used: Use) -> Option<&str> {
        let directions = self.usage.directions(used.intersection);
        let ids = directions
            .iter()
            .map(|direction| self.ids.get(&(used.intersection, *direction)));
        let mut named = ids.flatten().filter_map(|id| self.named.get(id.0));
        named.next().map(|named| &*named.name)
    }

    /// Reserves ids and names for intersections of equal rank, unless they have some.
    pub fn reserve_all(&mut self, intersections: Vec<(Use, DesiredName)>) {
        let (mut new, mut names) = (Vec::new(), Vec::new());
        for (used, wanted) in intersections {
            if replacements::of(&mut self.classifier, used.intersection, self.config).is_some() {
                continue;
            }
            let directions = self.usage.directions(used.intersection);
            for direction in &directions {
                let id = TypeId(self.named.len() + new.len());
                if let Entry::Vacant(free) = self.ids.entry((used.intersection, *direction)) {
                    free.insert(id);
                    new.push((used, *direction));
                    names.push(wanted.with_suffix(suffix(*direction, &directions)));
                }
            }
        }
        let names = self.scope.reserve_all(names);
        let named = new.into_iter().zip(names);
        self.named
            .extend(named.map(|((used, direction), name)| Named {
                used,
                direction,
                name,
            }));
    }

    /// Reserves the name of a component that is an alias, unless its target has that name.
    pub fn reserve_alias(&mut self, component: SchemaId, used: Use, name: DesiredName) {
        let directions = self.usage.directions(used.intersection);
        let named = directions
            .iter()
            .filter_map(|direction| self.ids.get(&(used.intersection, *direction)));
        let is_its_own = named
            .filter_map(|id| self.named.get(id.0))
            .any(|named| named.name == name.name);
        if is_its_own && !used.nullable {
            return;
        }
        for direction in &directions {
            let name = name.with_suffix(suffix(*direction, &directions)).name;
            self.aliases.push(Alias {
                component,
                direction: *direction,
                name: self.scope.reserve(name),
            });
        }
    }

    /// The type of a schema where it is used.
    pub fn ty(&mut self, id: SchemaId, direction: Direction, report: &mut Report<'_>) -> Ty {
        let used = self.classifier.used(id);
        self.use_ty(used, direction, report)
    }

    /// The type of a use of an intersection.
    pub fn use_ty(&mut self, used: Use, direction: Direction, report: &mut Report<'_>) -> Ty {
        let direction = direction.exchanged_if(self.is_exchanged);
        self.report_cycle(used.schema, report);
        repeated::report(&mut self.classifier, used.intersection, report);
        let here = used.schema;
        self.enter_path(used, report);
        let used = self.classifier.resolve(used);
        let plain = self.plain_ty(used, direction, report);
        let target = self.classifier.aliases.target(here);
        if let Some(target) = target.filter(|id| self.trace.is_enabled && *id != here) {
            let ty = nullable(plain.clone(), self.classifier.is_nullable(target));
            self.trace.add(
                target,
                self.usage.direction(used.intersection, direction),
                &ty,
            );
        }
        let ty = nullable(plain, used.nullable);
        self.trace.add(
            here,
            self.usage.direction(used.intersection, direction),
            &ty,
        );
        ty
    }

    /// Enters the intersections that only stand for another one.
    fn enter_path(&mut self, used: Use, report: &mut Report<'_>) {
        let mut next = used;
        for _ in 0..MAX_SAME_USES {
            let SchemaShape::Same(other) = &*self.classifier.shape(next.intersection) else {
                return;
            };
            let merged = self.classifier.merged(next.intersection);
            ends::enter_as(&merged, ends::IN_VARIANTS, report);
            next = *other;
        }
    }

    /// Reports a cycle of references once, at its first schema, wherever it is entered.
    fn report_cycle(&mut self, id: SchemaId, report: &mut Report<'_>) {
        if self.classifier.aliases.target(id).is_some() {
            return;
        }
        let mut passed = Vec::new();
        let end = path(self.document, id).find(|next| {
            let is_new = self.reported.insert((Code::CyclicReference, *next));
            passed.extend(is_new.then_some(*next));
            !is_new
        });
        // A path that ends leads to a broken reference, which has been reported.
        let start = passed.iter().position(|it| Some(*it) == end);
        let cycle = &passed[start.unwrap_or(passed.len())..];
        if let Some(first) = cycle.iter().min() {
            let place = self.document.schema(*first).place;
            report.add(Code::CyclicReference, place, "`$ref` cycle");
        }
    }

    fn plain_ty(&mut self, used: Use, direction: Direction, report: &mut Report<'_>) -> Ty {
        if let Some(ty) = replacements::of(&mut self.classifier, used.intersection, self.config) {
            // The replacement stands for the format as well.
            let mut merged = (*self.classifier.merged(used.intersection)).clone();
            merged.format = None;
            return self.checked(ty, used, &merged, false, report);
        }
        let direction_here = self.usage.direction(used.intersection, direction);
        match self.ids.get(&(used.intersection, direction_here)) {
            Some(id) => Ty::Named(*id),
            None => self.body(used, direction, report),
        }
    }

    /// The type of an intersection without a name.
    pub fn body(&mut self, used: Use, direction: Direction, report: &mut Report<'_>) -> Ty {
        if self.open.contains(&used.intersection) || self.open.len() >= MAX_UNNAMED_NESTING {
            let why = "it contains itself without a named type between, or is nested too deeply";
            return self.untyped(used.schema, why, report);
        }
        self.open.push(used.intersection);
        let shape = self.classifier.shape(used.intersection);
        let merged = self.classifier.merged(used.intersection);
        self.report_limit(used, &merged, report);
        self.report_inferred(used, &merged, &shape, report);
        let inner = match &*shape {
            SchemaShape::Never => Ty::Never,
            SchemaShape::Any | SchemaShape::Same(_) => {
                self.unconstrained_count += 1;
                Ty::Any
            }
            SchemaShape::Null => Ty::Scalar(Scalar::Null),
            SchemaShape::Boolean => Ty::Scalar(Scalar::Boolean),
            SchemaShape::Integer => Ty::Scalar(scalars::integer(&merged, self.config.numbers)),
            SchemaShape::Number => Ty::Scalar(scalars::number(&merged, self.config.numbers)),
            SchemaShape::Text => Ty::Scalar(scalars::text(&merged, self.config.dates)),
            SchemaShape::List(items) => {
                Ty::List(Box::new(self.optional_ty(*items, direction, report)))
            }
            SchemaShape::Map(values) => {
                Ty::Map(Box::new(self.optional_ty(*values, direction, report)))
            }
            SchemaShape::Tuple(tuple) if tuple.is_plain() => {
                let items = tuple.items.iter();
                Ty::Tuple(
                    items
                        .map(|item| self.use_ty(*item, direction, report))
                        .collect(),
                )
            }
            // Only reached beyond a limit.
            SchemaShape::Struct(_)
            | SchemaShape::Enum(..)
            | SchemaShape::Union(_)
            | SchemaShape::Tuple(_) => self.untyped(used.schema, "it has no name", report),
        };
        self.open.pop();
        let is_union = matches!(*shape, SchemaShape::Union(_));
        self.checked(inner, used, &merged, is_union, report)
    }

    /// The type with the constraints of the schemas.
    fn checked(
        &mut self,
        ty: Ty,
        used: Use,
        merged: &Merged<'_>,
        is_union: bool,
        report: &mut Report<'_>,
    ) -> Ty {
        let place = self.document.schema(used.schema).place;
        let extent = match is_union {
            true => Extent::BesideUnion,
            false if ty == Ty::Any && self.classifier.is_judged_as_json(used.intersection) => {
                Extent::Whole
            }
            false => Extent::BesideType,
        };
        let rules = self.rules(merged, extent, place, report);
        keywords::checked(ty, merged, rules, place, &mut self.patterns, report)
    }

    /// The assertions of an intersection that are rules.
    pub fn rules(
        &mut self,
        merged: &Merged<'_>,
        extent: Extent,
        place: Place,
        report: &mut Report<'_>,
    ) -> Vec<Check> {
        rules::of_intersection(self.rule_context(report), merged, extent, place)
    }

    /// What rules are made with.
    pub fn rule_context<'m, 'r, 'd>(
        &'m mut self,
        report: &'r mut Report<'d>,
    ) -> rules::Context<'m, 'a, 'r, 'd> {
        rules::Context {
            classifier: &mut self.classifier,
            patterns: &mut self.patterns,
            named: &mut self.named_rules,
            circles: &self.circles,
            report,
        }
    }

    /// The type of a use; without one, any JSON.
    pub fn optional_ty(
        &mut self,
        used: Option<Use>,
        direction: Direction,
        report: &mut Report<'_>,
    ) -> Ty {
        match used {
            Some(used) => self.use_ty(used, direction, report),
            None => {
                self.unconstrained_count += 1;
                Ty::Any
            }
        }
    }

    /// Reports a schema that exceeds a limit.
    pub fn report_limit(&mut self, used: Use, merged: &Merged<'_>, report: &mut Report<'_>) {
        if let Some(why) = self.classifier.fallback_reason(used.intersection) {
            for id in &self.classifier.key(used.intersection).schemas {
                let assertions = ends::assertions(self.document.schema(*id));
                report.ledger.enter(*id, assertions, Ends::REPORTED);
            }
            ends::enter_as(merged, Ends::REPORTED, report);
            self.untyped(used.schema, why, report);
        } else if union::has_too_many_combinations(self.document, merged) {
            let why = "too many combinations of `oneOf` and `anyOf`, which are only validated";
            self.untyped(used.schema, why, report);
        }
    }

    fn untyped(&mut self, id: SchemaId, why: &str, report: &mut Report<'_>) -> Ty {
        self.untyped.push(id);
        let assertions = ends::assertions(self.document.schema(id));
        report.ledger.enter(id, assertions, Ends::REPORTED);
        if self.reported.insert((Code::UnsupportedSchema, id)) {
            let message = format!("schema falls back to `serde_json::Value`: {why}");
            report.add(
                Code::UnsupportedSchema,
                self.document.schema(id).place,
                message,
            );
        }
        Ty::Any
    }

    fn alias(&mut self, alias: Alias, report: &mut Report<'_>) -> TypeDef {
        let schema = self.document.schema(alias.component);
        let unconstrained_count = self.unconstrained_count;
        let ty = self.ty(alias.component, alias.direction, report);
        // The schema is counted where it is used.
        self.unconstrained_count = unconstrained_count;
        TypeDef {
            name: alias.name,
            schema: self.document.places.shown(schema.place).pointer,
            docs: report.docs(schema.place, &[schema.title, schema.description]),
            deprecated: schema.deprecated,
            derives: Vec::new(),
            secret: false,
            shape: Shape::Alias(ty),
        }
    }

    /// Defines all named types.
    pub fn finish(mut self, api: &mut Api, report: &mut Report<'_>) {
        // No name is reserved after this point.
        for named in self.named.clone() {
            let def = self.define(named, report);
            api.types.push(def);
        }
        boxing::wrap_alias_cycles(&mut api.types);
        boxing::box_uses(&mut api.types);
        for def in &api.types {
            if let Shape::Alias(Ty::Any) = def.shape {
                self.unconstrained_count += 1;
            }
        }
        // Nothing refers to aliases, so they close no cycle.
        for alias in std::mem::take(&mut self.aliases) {
            let def = self.alias(alias, report);
            api.types.push(def);
        }
        // No type has such a variant, which is what its keywords say.
        for intersection in std::mem::take(&mut self.classifier.without_values) {
            let merged = self.classifier.merged(intersection);
            ends::enter_as(&merged, Ends::NO_VALUES, report);
        }
        api.typed = self.traced(report);
        api.patterns = self.patterns.list;
        api.rules = self.named_rules.list;
        api.unconstrained_count = self.unconstrained_count;
        api.untyped = self
            .untyped
            .iter()
            .map(|id| self.document.places.shown(self.document.schema(*id).place))
            .collect();
    }
}

/// The type, which may also be `null`.
fn nullable(ty: Ty, is_nullable: bool) -> Ty {
    if is_nullable && !matches!(ty, Ty::Any | Ty::Scalar(Scalar::Null)) {
        Ty::Nullable(Box::new(ty))
    } else {
        ty
    }
}
