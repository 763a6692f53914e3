//! Names of types: which views get one, and where it comes from.
//!
//! Components keep their own names. What stands inside them and inside operations is named after where
//! it stands, components first; what is shared is named after the place that it is shared from.

use std::collections::{HashMap, HashSet};

use crate::config::RustName;
use crate::document::{NameOverride, Operation, OverrideOrigin, SchemaId};
use crate::identifier::Case;
use crate::lower::limits::MAX_UNNAMED_COLLECTIONS;
use crate::lower::name::scopes::{OperationNames, Scope, Wanted, owner, response_name, type_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Forms;
use crate::lower::schema::intersection::ViewId;
use crate::lower::schema::shape::{Arm, Form, Union, Use};
use crate::lower::types::Types;

impl Types<'_> {
    /// Names every type that the operations and webhooks use.
    pub fn name_all(
        &mut self,
        operations: &[&Operation<'_>],
        names: &[OperationNames],
        report: &mut Report<'_>,
    ) {
        let refused = self.claim_pinned();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for (name, id) in self.document.components.clone() {
            let raw = self.forms.used(id);
            let resolved = self.forms.resolve(raw);
            if !self.usage.contains(resolved.view) {
                continue;
            }
            let is_own = self.forms.aliases.target(id) == Some(id) && raw.view == resolved.view;
            if is_own && !matches!(*self.forms.form(raw.view), Form::Any) {
                self.components.insert(raw.view);
                own.push((name, resolved));
            } else {
                others.push((name, id, resolved));
            }
        }
        let named = own
            .iter()
            .map(|(name, used)| (*used, Wanted::of(name, type_name(name))));
        self.claim_all(named.collect());
        for (name, resolved) in own {
            self.name(resolved, type_name(name));
        }
        for (name, id, resolved) in others {
            self.name(resolved, type_name(name));
            if self.usage.refers_to(id) {
                self.claim_alias(id, resolved, Wanted::of(name, type_name(name)));
            }
        }
        for (operation, names) in operations.iter().zip(names) {
            self.name_operation(operation, &names.owner);
        }
        let document = self.document;
        for webhook in &document.webhooks {
            let id = webhook.id.map_or(webhook.path, |(id, _)| id);
            let pinned = webhook.rust_name.as_ref().map(|pin| pin.name.as_str());
            // Nothing is made of their parameters.
            self.name_messages(webhook, &type_name(pinned.unwrap_or(id)));
        }
        for (used, pin) in refused {
            if let Some(name) = self.name_of(used) {
                report.name_taken(&pin, &format!("the type is named `{name}`"));
            }
        }
    }

    /// Claims the names that the configuration or the description pins, before any other. Those that
    /// are taken are returned: what they are for gets a name as if none was pinned.
    fn claim_pinned(&mut self) -> Vec<(Use, NameOverride)> {
        let places: HashMap<&str, &(String, RustName)> = self
            .config
            .names
            .iter()
            .filter_map(|entry| Some((entry.0.strip_prefix('#')?, entry)))
            .collect();
        let mut refused = Vec::new();
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
            let Some(pin) = option.or(own) else {
                continue;
            };
            let id = SchemaId(index as u32);
            let used = self.forms.used(id);
            let used = self.forms.resolve(used);
            let form = self.forms.form(used.view);
            let is_component = self.forms.names.contains_key(&id);
            if !self.usage.contains(used.view) || !(needs_name(&form) || is_component) {
                continue;
            }
            let wanted = Wanted::of(pin.name.as_str(), pin.name.to_string());
            if !self.claim_exactly(used, &wanted) {
                refused.push((used, pin));
            }
        }
        refused
    }

    fn name_operation(&mut self, operation: &Operation<'_>, owner: &str) {
        for parameter in &operation.parameters {
            if let Some(id) = parameter.schema {
                let name = format!("{owner}{}", type_name(parameter.name));
                self.name_at(id, name);
            }
        }
        self.name_messages(operation, owner);
    }

    fn name_messages(&mut self, operation: &Operation<'_>, owner: &str) {
        for media in operation.body.iter().flat_map(|body| &body.content) {
            if let Some(id) = media.schema {
                self.name_at(id, format!("{owner}Body"));
            }
        }
        for response in &operation.responses {
            for id in response.content.iter().filter_map(|media| media.schema) {
                self.name_at(id, format!("{owner}{}", response_name(response.status)));
            }
        }
    }

    /// Names the schema of an operation; one that several share, after the component that it is in.
    fn name_at(&mut self, id: SchemaId, name: String) {
        let location = self
            .document
            .places
            .location(self.document.schema(id).place);
        let name = shared_name(&location.pointer).unwrap_or(name);
        let used = self.forms.used(id);
        self.name(used, name);
    }

    /// Names a view, if it needs a name, and what stands inside it.
    fn name(&mut self, used: Use, name: String) {
        let start = self.forms.resolve(used).view;
        let mut open = vec![(used, name, 0)];
        while let Some((used, name, depth)) = open.pop() {
            let used = self.forms.resolve(used);
            // What stands inside a component is named after that alone, whatever leads there.
            let is_elsewhere = used.view != start && self.components.contains(&used.view);
            if is_elsewhere || !self.visited.insert(used.view) {
                continue;
            }
            let name = owner(&name).into_owned();
            let form = self.forms.form(used.view);
            let is_named = needs_name(&form)
                || depth >= MAX_UNNAMED_COLLECTIONS
                || holds_itself(&mut self.forms, used.view);
            if is_named {
                self.claim(used, Wanted::made(name.clone()));
            }
            let depth = if is_named { 0 } else { depth + 1 };
            let inside = inside(&mut self.forms, &form, &name);
            open.extend(
                inside
                    .into_iter()
                    .rev()
                    .map(|(used, name)| (used, name, depth)),
            );
        }
    }
}

fn needs_name(form: &Form<'_>) -> bool {
    match form {
        Form::Struct(_) | Form::Values(..) | Form::Union(_) => true,
        Form::Tuple(tuple) => !tuple.is_plain(),
        _ => false,
    }
}

/// Whether an array or a map leads back to itself without a type with a name between.
fn holds_itself(forms: &mut Forms<'_>, view: ViewId) -> bool {
    let mut open = vec![view];
    let mut seen = HashSet::new();
    while let Some(next) = open.pop() {
        let form = forms.form(next);
        if needs_name(&form) {
            continue;
        }
        for child in form.children() {
            let child = forms.resolve(child).view;
            if child == view {
                return true;
            }
            if seen.len() < MAX_UNNAMED_COLLECTIONS && seen.insert(child) {
                open.push(child);
            }
        }
    }
    false
}

/// What stands inside a form and may need a name.
fn inside(forms: &mut Forms<'_>, form: &Form<'_>, name: &str) -> Vec<(Use, String)> {
    let mut inside = Vec::new();
    match form {
        Form::Struct(object) => {
            for property in &object.properties {
                let name = format!("{name}{}", type_name(property.name));
                inside.extend(property.used.map(|used| (used, name)));
            }
            let patterns = object.patterns.iter().map(|(_, used)| *used);
            inside.extend(patterns.map(|used| (used, format!("{name}Value"))));
            if let crate::lower::schema::shape::ObjectRest::Values(values) = object.rest {
                inside.push((values, format!("{name}Value")));
            }
        }
        Form::List(Some(items)) => inside.push((*items, format!("{name}Item"))),
        Form::Map(Some(values)) => inside.push((*values, format!("{name}Value"))),
        Form::Tuple(tuple) => {
            for (index, used) in tuple.items.iter().enumerate() {
                inside.push((*used, format!("{name}Item{}", index + 1)));
            }
            if let crate::lower::schema::shape::TupleRest::Items(rest) = tuple.rest {
                inside.push((rest, format!("{name}Item")));
            }
        }
        Form::Union(union) => {
            for (arm, variant) in union.arms.iter().zip(variant_names(forms, union)) {
                inside.push((arm.used, format!("{name}{variant}")));
            }
        }
        _ => {}
    }
    inside
}

/// The names of the variants of a union: what the description calls the arms, else their tags, else
/// the kinds of their values.
pub fn variant_names(forms: &mut Forms<'_>, union: &Union<'_>) -> Vec<String> {
    let mut scope = Scope::new(Case::Camel);
    union
        .arms
        .iter()
        .map(|arm| {
            let name = variant_name(forms, arm);
            scope.claim(name)
        })
        .collect()
}

fn variant_name(forms: &mut Forms<'_>, arm: &Arm<'_>) -> String {
    if let Some(name) = arm.name.or(arm.tags.first().copied()) {
        return type_name(name);
    }
    let resolved = forms.resolve(arm.used);
    let word = match &*forms.form(resolved.view) {
        Form::Never => "Never",
        Form::Any | Form::Same(_) => "Any",
        Form::Null => "Null",
        Form::Boolean => "Boolean",
        Form::Integer => "Integer",
        Form::Number => "Number",
        Form::Text => format_word(forms, resolved.view),
        Form::Values(..) => "Enum",
        Form::List(_) | Form::Tuple(_) => "List",
        Form::Map(_) => "Map",
        Form::Struct(_) => "Object",
        Form::Union(_) => "Union",
    };
    word.to_owned()
}

fn format_word(forms: &mut Forms<'_>, view: ViewId) -> &'static str {
    match forms.flat(view).format {
        Some("date-time") => "DateTime",
        Some("date") => "Date",
        Some("uuid") => "Uuid",
        Some("uri") => "Uri",
        Some("email") => "Email",
        _ => "String",
    }
}

/// The name that a place in the components gives, without those that only say how it is written.
fn shared_name(pointer: &str) -> Option<String> {
    let mut steps = pointer.strip_prefix("/components/")?.split('/');
    let kind = steps.next()?;
    let mut name = type_name(&unescape(steps.next()?));
    if matches!(kind, "schemas" | "pathItems" | "callbacks") {
        return None;
    }
    if kind == "requestBodies" && !name.ends_with("Body") {
        name.push_str("Body");
    }
    Some(name)
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
