//! Names of types: which intersections get one, and its origin.
//!
//! Components keep their own names. Other types are named after their place in a component or
//! operation, components first; a shared type is named after the first place that uses it.

use std::collections::{HashMap, HashSet};

use crate::config::RustName;
use crate::document::{NameOverride, OverrideOrigin, SchemaId};
use crate::identifier::Case;
use crate::lower::constraint::ends;
use crate::lower::limits::MAX_UNNAMED_COLLECTIONS;
use crate::lower::name::scopes::{DesiredName, Scope, owner, type_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{
    ObjectRest, SchemaShape, TupleRest, UnionShape, Use, VariantShape,
};
use crate::lower::types::Types;
use crate::lower::types::direction::Root;
use crate::model::format;
use crate::text::unescape_step;

/// The overrides of the names of types.
#[derive(Default)]
struct Overrides {
    /// Those that are reserved, by name.
    applied: HashMap<String, (Use, NameOverride)>,
    /// Those whose names were taken: their types get a name as if there was no override.
    taken: Vec<(Use, NameOverride)>,
}

impl Types<'_> {
    /// Names every type in use.
    pub fn name_all(&mut self, roots: Vec<Root>, report: &mut Report<'_>) {
        let Overrides { applied, taken } = self.reserve_overrides();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for (name, id) in self.document.components.clone() {
            let used = self.classifier.used(id);
            let resolved = self.classifier.resolve(used);
            // A copy is named after the component that stands for it, or its place.
            let originals = &self.document.originals;
            let target = self.classifier.aliases.target(id);
            if originals.contains_key(&id) || !self.usage.contains(resolved.intersection) {
                continue;
            }
            let is_own = target == Some(id) && used.intersection == resolved.intersection;
            let is_own = is_own || target.is_some_and(|id| originals.contains_key(&id));
            if is_own
                && self.restricts(resolved.intersection)
                && self.components.insert(resolved.intersection)
            {
                own.push((name, resolved));
            } else {
                others.push((name, id, resolved));
            }
        }
        let named = own
            .iter()
            .map(|(name, used)| (*used, DesiredName::from_text(name, type_name(name))));
        self.reserve_all(named.collect());
        for (name, resolved) in own {
            self.name(resolved, type_name(name));
            let mut overridden = applied.values().map(|(used, _)| used.intersection);
            if let Some((_, name_override)) = applied.get(&type_name(name))
                && overridden.all(|it| it != resolved.intersection)
                && let Some(instead) = self.name_of(resolved)
            {
                report.add_name_lost(name_override, name, instead);
            }
        }
        for (name, id, resolved) in others {
            self.name(resolved, type_name(name));
            if self.usage.refers_to(id) {
                self.reserve_alias(id, resolved, DesiredName::from_text(name, type_name(name)));
            }
        }
        for root in roots {
            self.name_at(root.schema, root.used, root.name);
        }
        for (used, name_override) in taken {
            if let Some(name) = self.name_of(used) {
                report.add_name_taken(&name_override, &format!("the type is named `{name}`"));
            }
        }
    }

    /// Whether an intersection has a type of its own, or checks that such a type is for.
    fn restricts(&mut self, intersection: IntersectionId) -> bool {
        if !matches!(*self.classifier.shape(intersection), SchemaShape::Any) {
            return true;
        }
        let merged = self.classifier.merged(intersection);
        let mut parts = merged.parts.iter();
        parts.any(|id| !ends::assertions(self.document.schema(*id)).is_empty())
    }

    /// Reserves the names that `names` and `x-rust-name` override, before any other.
    fn reserve_overrides(&mut self) -> Overrides {
        let places: HashMap<&str, &(String, RustName)> = self
            .config
            .names
            .iter()
            .filter_map(|entry| Some((entry.0.strip_prefix('#')?, entry)))
            .collect();
        let mut overrides = Overrides::default();
        for (index, schema) in self.document.schemas.iter().enumerate() {
            let own = schema.rare().rust_name.clone();
            let option = if places.is_empty() {
                None
            } else {
                let location = self.document.places.location(schema.place);
                places
                    .get(&*location.pointer)
                    .map(|(key, name)| NameOverride {
                        name: name.clone(),
                        origin: OverrideOrigin::Option(key.clone()),
                    })
            };
            let Some(name_override) = option.or(own) else {
                continue;
            };
            let id = SchemaId(index as u32);
            let used = self.classifier.used(id);
            let used = self.classifier.resolve(used);
            let shape = self.classifier.shape(used.intersection);
            let is_component = self.classifier.names.contains_key(&id);
            if !self.usage.contains(used.intersection) || !(needs_name(&shape) || is_component) {
                continue;
            }
            let wanted =
                DesiredName::from_text(name_override.name.as_str(), name_override.name.to_string());
            if self.reserve_exactly(used, &wanted) {
                let name = name_override.name.to_string();
                overrides.applied.insert(name, (used, name_override));
            } else {
                overrides.taken.push((used, name_override));
            }
        }
        overrides
    }

    /// Names the schema of an operation; a shared one after the component that contains it.
    fn name_at(&mut self, id: SchemaId, used: Option<Use>, name: String) {
        let location = self
            .document
            .places
            .location(self.document.schema(id).place);
        let name = component_path_name(&location.pointer).unwrap_or(name);
        let used = used.unwrap_or_else(|| self.classifier.used(id));
        self.name(used, name);
    }

    /// Names an intersection that needs a name, and those inside it.
    fn name(&mut self, used: Use, name: String) {
        let start = self.classifier.resolve(used).intersection;
        let mut open = vec![(used, name, 0)];
        while let Some((used, name, depth)) = open.pop() {
            let used = self.classifier.resolve(used);
            // Types inside a component are named after the component, whichever use leads there.
            let is_elsewhere =
                used.intersection != start && self.components.contains(&used.intersection);
            if is_elsewhere || !self.visited.insert(used.intersection) {
                continue;
            }
            let name = owner(&name).into_owned();
            let shape = self.classifier.shape(used.intersection);
            let is_named = needs_name(&shape)
                || depth >= MAX_UNNAMED_COLLECTIONS
                || contains_itself(&mut self.classifier, used.intersection);
            if is_named {
                self.reserve(used, DesiredName::derived(name.clone()));
            }
            let depth = if is_named { 0 } else { depth + 1 };
            let inside = uses_inside(&mut self.classifier, &shape, &name);
            open.extend(
                inside
                    .into_iter()
                    .rev()
                    .map(|(used, name)| (used, name, depth)),
            );
        }
    }
}

fn needs_name(shape: &SchemaShape<'_>) -> bool {
    match shape {
        SchemaShape::Struct(_) | SchemaShape::Enum(..) | SchemaShape::Union(_) => true,
        SchemaShape::Tuple(tuple) => !tuple.is_plain(),
        _ => false,
    }
}

/// Whether an array or a map contains itself without a named type between.
fn contains_itself(classifier: &mut Classifier<'_>, intersection: IntersectionId) -> bool {
    let mut open = vec![intersection];
    let mut seen = HashSet::new();
    while let Some(next) = open.pop() {
        let shape = classifier.shape(next);
        if needs_name(&shape) {
            continue;
        }
        for child in shape.children() {
            let child = classifier.resolve(child).intersection;
            if child == intersection {
                return true;
            }
            if seen.len() < MAX_UNNAMED_COLLECTIONS && seen.insert(child) {
                open.push(child);
            }
        }
    }
    false
}

/// The uses inside a shape, with the names that they would get.
fn uses_inside(
    classifier: &mut Classifier<'_>,
    shape: &SchemaShape<'_>,
    name: &str,
) -> Vec<(Use, String)> {
    let mut inside = Vec::new();
    match shape {
        SchemaShape::Struct(object) => {
            for property in &object.properties {
                let name = format!("{name}{}", type_name(property.name));
                inside.extend(property.used.map(|used| (used, name)));
            }
            let patterns = object.patterns.iter().map(|(_, used)| *used);
            inside.extend(patterns.map(|used| (used, format!("{name}Value"))));
            if let ObjectRest::Values(values) = object.rest {
                inside.push((values, format!("{name}Value")));
            }
        }
        SchemaShape::List(Some(items)) => inside.push((*items, format!("{name}Item"))),
        SchemaShape::Map(Some(values)) => inside.push((*values, format!("{name}Value"))),
        SchemaShape::Tuple(tuple) => {
            for (index, used) in tuple.items.iter().enumerate() {
                inside.push((*used, format!("{name}Item{}", index + 1)));
            }
            if let TupleRest::Items(rest) = tuple.rest {
                inside.push((rest, format!("{name}Item")));
            }
        }
        SchemaShape::Union(union) => {
            for (variant, suffix) in union
                .variants
                .iter()
                .zip(variant_names(classifier, union, ""))
            {
                inside.push((variant.used, format!("{name}{suffix}")));
            }
        }
        _ => {}
    }
    inside
}

/// The variant names of a union: those of the description, else the discriminator values, else the
/// JSON types. None has the reserved name.
pub fn variant_names(
    classifier: &mut Classifier<'_>,
    union: &UnionShape<'_>,
    reserved: &str,
) -> Vec<String> {
    let mut scope = Scope::with_reserved(Case::Camel, [reserved]);
    union
        .variants
        .iter()
        .map(|variant| {
            let name = variant_name(classifier, variant);
            scope.reserve(name)
        })
        .collect()
}

fn variant_name(classifier: &mut Classifier<'_>, variant: &VariantShape<'_>) -> String {
    if let Some(name) = variant.name {
        return type_name(name);
    }
    if let Some(value) = variant.discriminator_values.first() {
        return type_name(&value.to_string());
    }
    let resolved = classifier.resolve(variant.used);
    let word = match &*classifier.shape(resolved.intersection) {
        SchemaShape::Never => "Never",
        SchemaShape::Any | SchemaShape::Same(_) => "Any",
        SchemaShape::Null => "Null",
        SchemaShape::Boolean => "Boolean",
        SchemaShape::Integer => "Integer",
        SchemaShape::Number => "Number",
        SchemaShape::Text => {
            let format = classifier.merged(resolved.intersection).format;
            let format = format.and_then(format::of_text);
            return format.map_or_else(|| "String".to_owned(), |it| format!("{it:?}"));
        }
        SchemaShape::Enum(..) => "Enum",
        SchemaShape::List(_) | SchemaShape::Tuple(_) => "List",
        SchemaShape::Map(_) => "Map",
        SchemaShape::Struct(_) => "Object",
        SchemaShape::Union(_) => "Union",
    };
    word.to_owned()
}

/// The name that a place in the components gives to a schema; `None` in `schemas` and in those that
/// contain operations.
fn component_path_name(pointer: &str) -> Option<String> {
    let mut steps = pointer.strip_prefix("/components/")?.split('/');
    let kind = steps.next()?;
    let mut name = type_name(&unescape_step(steps.next()?));
    if matches!(kind, "schemas" | "pathItems" | "callbacks") {
        return None;
    }
    if kind == "requestBodies" && !name.ends_with("Body") {
        name.push_str("Body");
    }
    Some(name)
}
