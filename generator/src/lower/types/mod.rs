//! Views → types: ids first, names second, bodies third.

pub mod boxing;
pub mod defaults;
pub mod definitions;
pub mod derives;
pub mod direction;
pub mod names;
pub mod replacements;
pub mod scalars;
pub mod trace;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::document::{Document, Reference, SchemaId};
use crate::identifier::Case;
use crate::lower::constraint::patterns::Patterns;
use crate::lower::constraint::{keywords, rules};
use crate::lower::limits::MAX_UNNAMED_NESTING;
use crate::lower::name::scopes::{Scope, Wanted};
use crate::lower::report::Report;
use crate::lower::schema::classify::Forms;
use crate::lower::schema::intersection::ViewId;
use crate::lower::schema::merge::Flat;
use crate::lower::schema::shape::{Form, Use};
use crate::lower::schema::union;
use crate::lower::types::direction::{Usage, Way};
use crate::lower::types::trace::Trace;
use crate::model::{Api, Scalar, Shape, Ty, TypeDef, TypeId};
use crate::{Config, reserved};

/// The types of a description while they are made.
pub struct Types<'a> {
    pub document: &'a Document<'a>,
    pub config: &'a Config,
    pub forms: Forms<'a>,
    pub usage: Usage,
    pub patterns: Patterns,
    scope: Scope,
    /// In the order in which they are emitted.
    named: Vec<Named>,
    ids: HashMap<(ViewId, Way), TypeId>,
    /// The other names of types, which nothing in the output needs.
    aliases: Vec<Alias>,
    /// The views that have the name of a component.
    pub components: HashSet<ViewId>,
    /// The views that have been looked at for a name.
    pub visited: HashSet<ViewId>,
    reported: HashSet<(Code, SchemaId)>,
    unsaid: usize,
    untyped: Vec<SchemaId>,
    /// The views without a name that are being typed, from the outside in.
    open: Vec<ViewId>,
    pub trace: Trace,
}

/// A type that has an id and a name, and no body yet.
#[derive(Clone)]
pub struct Named {
    pub used: Use,
    pub way: Way,
    pub name: String,
}

/// A component that is another name for a type.
#[derive(Clone)]
struct Alias {
    component: SchemaId,
    way: Way,
    name: String,
}

impl<'a> Types<'a> {
    /// No types yet.
    pub fn new(forms: Forms<'a>, usage: Usage, config: &'a Config) -> Self {
        Self {
            document: forms.document,
            config,
            forms,
            usage,
            patterns: Patterns::default(),
            scope: Scope::with(Case::Camel, reserved::models(config)),
            named: Vec::new(),
            ids: HashMap::new(),
            aliases: Vec::new(),
            components: HashSet::new(),
            visited: HashSet::new(),
            reported: HashSet::new(),
            unsaid: 0,
            untyped: Vec::new(),
            open: Vec::new(),
            trace: Trace::default(),
        }
    }

    /// Gives a view its ids and names, unless it has some.
    pub fn claim(&mut self, used: Use, name: Wanted) {
        self.claim_all(vec![(used, name)]);
    }

    /// Gives a view its ids and exactly these names, unless it has some; whether they were free.
    pub fn claim_exactly(&mut self, used: Use, name: &Wanted) -> bool {
        let ways = self.usage.ways(used.view);
        let is_new = |way: &Way| !self.ids.contains_key(&(used.view, *way));
        let is_free = |way: &Way| self.scope.is_free(&name.with(suffix(*way, &ways)).name);
        let is_free = ways.iter().filter(|way| is_new(way)).all(is_free);
        if is_free {
            self.claim(used, name.clone());
        }
        is_free
    }

    /// The name of a view, if it has one.
    pub fn name_of(&self, used: Use) -> Option<&str> {
        let ways = self.usage.ways(used.view);
        let ids = ways.iter().map(|way| self.ids.get(&(used.view, *way)));
        let mut named = ids.flatten().filter_map(|id| self.named.get(id.0));
        named.next().map(|named| &*named.name)
    }

    /// Gives views that stand side by side their ids and names, unless they have some.
    pub fn claim_all(&mut self, views: Vec<(Use, Wanted)>) {
        let (mut new, mut names) = (Vec::new(), Vec::new());
        for (used, wanted) in views {
            if replacements::of(&mut self.forms, used.view, self.config).is_some() {
                continue;
            }
            let ways = self.usage.ways(used.view);
            for way in &ways {
                let id = TypeId(self.named.len() + new.len());
                if let Entry::Vacant(free) = self.ids.entry((used.view, *way)) {
                    free.insert(id);
                    new.push((used, *way));
                    names.push(wanted.with(suffix(*way, &ways)));
                }
            }
        }
        let names = self.scope.claim_all(names);
        let named = new.into_iter().zip(names);
        self.named
            .extend(named.map(|((used, way), name)| Named { used, way, name }));
    }

    /// Gives a component that is another name for a view its own, unless the view has that name.
    pub fn claim_alias(&mut self, component: SchemaId, used: Use, name: Wanted) {
        let ways = self.usage.ways(used.view);
        let named = ways
            .iter()
            .filter_map(|way| self.ids.get(&(used.view, *way)));
        let is_its_own = named
            .filter_map(|id| self.named.get(id.0))
            .any(|named| named.name == name.name);
        if is_its_own && !used.nullable {
            return;
        }
        for way in &ways {
            let name = name.with(suffix(*way, &ways)).name;
            self.aliases.push(Alias {
                component,
                way: *way,
                name: self.scope.claim(name),
            });
        }
    }

    /// The type of a schema where it stands.
    pub fn ty(&mut self, id: SchemaId, way: Way, report: &mut Report<'_>) -> Ty {
        let used = self.forms.used(id);
        self.use_ty(used, way, report)
    }

    /// The type of a use of a view.
    pub fn use_ty(&mut self, used: Use, way: Way, report: &mut Report<'_>) -> Ty {
        self.report_cycle(used.schema, report);
        let here = used.schema;
        let used = self.forms.resolve(used);
        let plain = self.plain_ty(used, way, report);
        let target = self.forms.aliases.target(here);
        if let Some(target) = target.filter(|id| self.trace.wanted && *id != here) {
            let ty = nullable(plain.clone(), self.forms.is_nullable(target));
            self.trace.add(target, self.usage.way(used.view, way), &ty);
        }
        let ty = nullable(plain, used.nullable);
        self.trace.add(here, self.usage.way(used.view, way), &ty);
        ty
    }

    fn report_cycle(&mut self, id: SchemaId, report: &mut Report<'_>) {
        let schema = self.document.schema(id);
        if self.forms.aliases.target(id).is_none()
            && schema.reference != Reference::Broken
            && self.reported.insert((Code::CyclicReference, id))
        {
            let message = "the references lead only to each other";
            report.add(Code::CyclicReference, schema.place, message);
        }
    }

    fn plain_ty(&mut self, used: Use, way: Way, report: &mut Report<'_>) -> Ty {
        if let Some(ty) = replacements::of(&mut self.forms, used.view, self.config) {
            // What the format asks for is a matter of the type.
            let mut flat = (*self.forms.flat(used.view)).clone();
            flat.format = None;
            return self.checked(ty, used, &flat, false, report);
        }
        let way_of_view = self.usage.way(used.view, way);
        match self.ids.get(&(used.view, way_of_view)) {
            Some(id) => Ty::Named(*id),
            None => self.body(used, way, report),
        }
    }

    /// The type that a view describes where it stands.
    pub fn body(&mut self, used: Use, way: Way, report: &mut Report<'_>) -> Ty {
        if self.open.contains(&used.view) || self.open.len() >= MAX_UNNAMED_NESTING {
            let why = "it holds itself, or nests too deeply, without a name";
            return self.untyped(used.schema, why, report);
        }
        self.open.push(used.view);
        let form = self.forms.form(used.view);
        let flat = self.forms.flat(used.view);
        self.report_cut(used, &flat, report);
        let inner = match &*form {
            Form::Never => Ty::Never,
            Form::Any | Form::Same(_) => {
                self.unsaid += 1;
                Ty::Any
            }
            Form::Null => Ty::Scalar(Scalar::Null),
            Form::Boolean => Ty::Scalar(Scalar::Boolean),
            Form::Integer => Ty::Scalar(scalars::integer(&flat)),
            Form::Number => Ty::Scalar(scalars::number(&flat)),
            Form::Text => Ty::Scalar(scalars::text(&flat, self.config.dates)),
            Form::List(items) => Ty::List(Box::new(self.optional_ty(*items, way, report))),
            Form::Map(values) => Ty::Map(Box::new(self.optional_ty(*values, way, report))),
            Form::Tuple(tuple) if tuple.is_plain() => {
                let items = tuple.items.iter();
                Ty::Tuple(items.map(|item| self.use_ty(*item, way, report)).collect())
            }
            // What a cut or a place beyond every name has left.
            Form::Struct(_) | Form::Values(..) | Form::Union(_) | Form::Tuple(_) => {
                self.untyped(used.schema, "it has no name", report)
            }
        };
        self.open.pop();
        let is_union = matches!(*form, Form::Union(_));
        self.checked(inner, used, &flat, is_union, report)
    }

    /// The type with the constraints that are said where it stands.
    fn checked(
        &mut self,
        ty: Ty,
        used: Use,
        flat: &Flat<'_>,
        is_union: bool,
        report: &mut Report<'_>,
    ) -> Ty {
        let place = self.document.schema(used.schema).place;
        let (forms, patterns) = (&mut self.forms, &mut self.patterns);
        let rules = rules::of_view(forms, flat, is_union, place, patterns, report);
        keywords::checked(ty, flat, rules, place, patterns, report)
    }

    /// The type of a use; where nothing is said, any JSON.
    pub fn optional_ty(&mut self, used: Option<Use>, way: Way, report: &mut Report<'_>) -> Ty {
        match used {
            Some(used) => self.use_ty(used, way, report),
            None => {
                self.unsaid += 1;
                Ty::Any
            }
        }
    }

    /// Reports a schema that asks for more than becomes a type.
    pub fn report_cut(&mut self, used: Use, flat: &Flat<'_>, report: &mut Report<'_>) {
        if let Some(why) = self.forms.left_out(used.view) {
            self.untyped(used.schema, why, report);
        } else if union::is_beyond(self.document, flat) {
            let why = "its unions have too many combinations; they are checked as rules";
            self.untyped(used.schema, why, report);
        }
    }

    fn untyped(&mut self, id: SchemaId, why: &str, report: &mut Report<'_>) -> Ty {
        self.untyped.push(id);
        if self.reported.insert((Code::UnsupportedSchema, id)) {
            let message =
                format!("the schema is not typed in full, since {why}: the rest is any JSON");
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
        let unsaid = self.unsaid;
        let ty = self.ty(alias.component, alias.way, report);
        // It is counted where it is used.
        self.unsaid = unsaid;
        TypeDef {
            name: alias.name,
            docs: report.docs(schema.place, &[schema.title, schema.description]),
            deprecated: schema.deprecated,
            derives: Vec::new(),
            shape: Shape::Alias(ty),
        }
    }

    /// Makes the bodies of all named types.
    pub fn finish(mut self, api: &mut Api, report: &mut Report<'_>) {
        // Bodies make no new names.
        for named in self.named.clone() {
            let def = self.def(named, report);
            api.types.push(def);
        }
        boxing::wrap_alias_cycles(&mut api.types);
        boxing::box_uses(&mut api.types);
        for def in &api.types {
            if let Shape::Alias(Ty::Any) = def.shape {
                self.unsaid += 1;
            }
        }
        // Nothing refers to them, so they close no cycle.
        for alias in std::mem::take(&mut self.aliases) {
            let def = self.alias(alias, report);
            api.types.push(def);
        }
        api.typed = self.trace.finish(self.document);
        api.patterns = self.patterns.list;
        api.unsaid = self.unsaid;
        api.untyped = self
            .untyped
            .iter()
            .map(|id| self.document.places.shown(self.document.schema(*id).place))
            .collect();
    }
}

/// What tells the second of two types for a view from the first.
fn suffix(way: Way, ways: &[Way]) -> &'static str {
    if ways.len() > 1 && way == Way::Request {
        "Request"
    } else {
        ""
    }
}

/// A type that may be `null` as well.
fn nullable(ty: Ty, is_nullable: bool) -> Ty {
    if is_nullable && !matches!(ty, Ty::Any | Ty::Scalar(Scalar::Null)) {
        Ty::Nullable(Box::new(ty))
    } else {
        ty
    }
}
