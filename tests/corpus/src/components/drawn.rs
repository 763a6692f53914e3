//! A generated description → its components with their types, and random values of each.

use std::collections::{BTreeMap, BTreeSet};

use oasmith::diagnostic::{Code, Diagnostic};
use oasmith::model::Direction;
use oasmith::source::{FileId, Tree};
use oasmith::{Generated, Report};
use serde_json::{Map, Value};

use super::{CHANGE, Plan};
use crate::differential::excuse;
use crate::differential::instances::{self, Care};
use crate::examples::difference;
use crate::examples::valid::{self, Extent, Judge, Registries};
use crate::mutate::Numbers;

/// A component, in a direction in which it has a type.
pub struct Component {
    /// Its JSON pointer.
    pub pointer: String,
    direction: Direction,
    /// The type, as Rust.
    pub ty: String,
    /// Its values.
    pub instances: Vec<Instance>,
}

impl Component {
    /// The direction in which its values travel.
    pub fn direction(&self) -> &'static str {
        word(self.direction)
    }
}

/// A value, and whether `jsonschema` takes it.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The value.
    pub value: Value,
    /// The verdict.
    pub is_valid: bool,
}

impl Instance {
    /// How much there is to read of it.
    pub fn size(&self) -> usize {
        self.value.to_string().len()
    }
}

/// What is drawn from a description.
pub struct Drawn<'g> {
    generated: &'g Generated,
    documents: BTreeMap<&'static str, Value>,
    judge: Judge,
    /// The names of the properties that select variants.
    discriminators: BTreeSet<String>,
    /// The components without a type, and those whose schema `jsonschema` refuses.
    pub unjudged: Vec<String>,
}

/// Formats become no types here, and each discriminator counts.
const EXTENT: Extent = Extent {
    formats: false,
    discriminators: true,
};

const SCHEMAS: &str = "/components/schemas/";

impl<'g> Drawn<'g> {
    /// Prepares the documents for each direction.
    pub fn new(generated: &'g Generated, tree: &Tree) -> Self {
        let directions = [Direction::Any, Direction::Request, Direction::Response];
        let documents: BTreeMap<&'static str, Value> = directions
            .into_iter()
            .map(|it| (word(it), valid::document(tree, 0, it, EXTENT)))
            .collect();
        let unread = Extent {
            discriminators: false,
            ..EXTENT
        };
        let mut discriminators = BTreeSet::new();
        visit(
            &valid::document(tree, 0, Direction::Any, unread),
            &mut |members| {
                let property = members.get("discriminator").map(|it| &it["propertyName"]);
                discriminators.extend(property.and_then(Value::as_str).map(str::to_owned));
            },
        );
        Self {
            generated,
            documents,
            judge: Judge::new(Registries::new(tree, EXTENT)),
            discriminators,
            unjudged: Vec::new(),
        }
    }

    /// Draws values of every component.
    pub fn draw(&mut self, plan: Plan) -> Vec<Component> {
        let mut components = Vec::new();
        let mut known = BTreeSet::new();
        for typed in &self.generated.api.typed {
            let location = &typed.location;
            let name = location.pointer.strip_prefix(SCHEMAS);
            if location.file.0 != 0 || name.is_none_or(|name| name.contains('/')) {
                continue;
            }
            let pointer = location.pointer.clone();
            known.insert(pointer.clone());
            let mut component = Component {
                ty: oasmith::spelling(&self.generated.api, &typed.ty),
                direction: typed.direction,
                instances: Vec::new(),
                pointer,
            };
            match self.instances(&component, plan, components.len()) {
                Some(instances) => component.instances = instances,
                None => self.unjudged.push(component.pointer.clone()),
            }
            components.push(component);
        }
        let any = self.documents.get(word(Direction::Any));
        let names = any.and_then(|it| it["components"]["schemas"].as_object());
        let pointers = names.into_iter().flatten().map(|(name, _)| escaped(name));
        let untyped = pointers.filter(|it| !known.contains(it) && !it.ends_with("@own"));
        self.unjudged.extend(untyped);
        components
    }

    fn instances(
        &mut self,
        component: &Component,
        plan: Plan,
        index: usize,
    ) -> Option<Vec<Instance>> {
        let document = self.documents.get(word(component.direction))?;
        let schema = document.pointer(&component.pointer)?;
        let file = FileId(0);
        let validator = self
            .judge
            .validator(file, &component.pointer, component.direction)?;
        let mut numbers = Numbers(plan.seed.rotate_left(32) ^ index as u64);
        let is_valid = |value: &Value| validator.is_valid(value);
        let values = instances::draw(
            (schema, document),
            plan.values,
            Care::Much,
            &mut numbers,
            is_valid,
        );
        let instances = values.into_iter().map(|value| Instance {
            is_valid: is_valid(&value),
            value,
        });
        Some(instances.collect())
    }

    /// A value with the verdict of `jsonschema`.
    pub fn judged(&mut self, component: &Component, value: Value) -> Option<Instance> {
        let (pointer, direction) = (&component.pointer, component.direction);
        let validator = self.judge.validator(FileId(0), pointer, direction)?;
        Some(Instance {
            is_valid: validator.is_valid(&value),
            value,
        })
    }

    /// How a value is written that is another one. Undeclared properties may be dropped, and a variant
    /// is written with its discriminator.
    pub fn change(
        &mut self,
        component: &Component,
        value: &Value,
        written: &str,
    ) -> Option<String> {
        let Ok(written) = serde_json::from_str::<Value>(written) else {
            return Some(format!("{CHANGE}: {written}"));
        };
        let mut value = value.clone();
        loop {
            let (pointer, what) = difference(&value, &written)?;
            let (owner, name) = pointer.rsplit_once('/').unwrap_or_default();
            let name = name.replace("~1", "/").replace("~0", "~");
            let (old, new) = (value.pointer(&pointer), written.pointer(&pointer).cloned());
            let is_dropped = new.is_none() && !self.is_declared(component, &value, &pointer);
            let is_selected = old.is_none() && self.discriminators.contains(&name);
            let owner = value.pointer_mut(owner).and_then(Value::as_object_mut);
            match (owner, new) {
                (Some(owner), None) if is_dropped => drop(owner.remove(&name)?),
                (Some(owner), Some(new)) if is_selected => drop(owner.insert(name, new)),
                _ => return Some(format!("{CHANGE}: {what} at {pointer}")),
            }
        }
    }

    /// Whether a schema that holds for an object of a value declares the property at a pointer.
    fn is_declared(&mut self, component: &Component, value: &Value, pointer: &str) -> bool {
        let Some(document) = self.documents.get(word(component.direction)) else {
            return false;
        };
        let (judge, direction) = (&mut self.judge, component.direction);
        let mut is_valid = |schema: &str, value: &Value| {
            let validator = judge.validator(FileId(0), schema, direction);
            validator.is_some_and(|validator| validator.is_valid(value))
        };
        let (mut schemas, mut value) = (vec![component.pointer.clone()], value);
        let mut steps = pointer.split('/').skip(1).peekable();
        while let Some(step) = steps.next() {
            let applied = applied(document, schemas, value, &mut is_valid);
            let declaring = |it: &String| document.pointer(&format!("{it}/properties/{step}"));
            if steps.peek().is_none() {
                return applied.iter().any(|it| declaring(it).is_some());
            }
            schemas = applied
                .iter()
                .flat_map(|it| below(document, it, step))
                .collect();
            let Some(next) = value.pointer(&format!("/{step}")) else {
                return false;
            };
            value = next;
        }
        false
    }

    /// The codes of the diagnostics that explain a verdict about a value. Of one that is accepted and
    /// should not be, each keyword that does not allow it has to be explained where it stands.
    pub fn reported(&mut self, component: &Component, instance: &Instance) -> String {
        let mut codes: Vec<&Diagnostic> = Vec::new();
        if instance.is_valid {
            let found = self.diagnostics_below(&component.pointer);
            codes.extend(found.filter(|it| excuse::explains_refusal(it.code)));
        } else {
            for location in self.broken(component, &instance.value) {
                let explaining = self.explaining(&location);
                if explaining.is_empty() {
                    return String::new();
                }
                codes.extend(explaining);
            }
        }
        let codes: BTreeSet<&str> = codes.iter().map(|it| it.code.as_str()).collect();
        codes.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// The JSON pointers of the keywords that do not allow a value.
    fn broken(&mut self, component: &Component, value: &Value) -> BTreeSet<String> {
        let (pointer, direction) = (&component.pointer, component.direction);
        let Some(validator) = self.judge.validator(FileId(0), pointer, direction) else {
            return BTreeSet::new();
        };
        let errors = validator.iter_errors(value);
        let located = errors.map(|error| {
            let location = error.absolute_keyword_location();
            let fragment = location.and_then(|uri| uri.fragment());
            let text = fragment.map(|it| it.decode().to_string_lossy().into_owned());
            text.unwrap_or_default()
        });
        located.collect()
    }

    /// The diagnostics that explain why a keyword is not enforced: about its schema, about what its
    /// subschemas refer to, or about all of a schema around it.
    fn explaining(&self, keyword: &str) -> Vec<&'g Diagnostic> {
        let (owner, name) = keyword.rsplit_once('/').unwrap_or_default();
        let explains = |it: &&Diagnostic| excuse::explains(it.code, Some(name));
        let below = match excuse::is_applicator(name) {
            true => {
                let below = self.diagnostics_below(keyword);
                below.filter(|it| !excuse::is_of_union(it.code)).collect()
            }
            false => Vec::new(),
        };
        let report: &'g Report = &self.generated.report;
        let around = report.diagnostics.iter().filter(|diagnostic| {
            let location = &*diagnostic.location.pointer;
            let is_whole = diagnostic.code == Code::UnsupportedSchema && is_within(owner, location);
            let is_of_keyword = is_within(location, keyword);
            location == owner || is_whole || is_of_keyword || is_list_of(owner, location)
        });
        around.filter(explains).chain(below).collect()
    }

    /// The diagnostics about a schema and whatever it refers to.
    fn diagnostics_below(&self, pointer: &str) -> impl Iterator<Item = &'g Diagnostic> {
        let mut reachable = BTreeSet::new();
        if let Some(document) = self.documents.get(word(Direction::Any)) {
            let mut open = vec![pointer.to_owned()];
            while let Some(pointer) = open.pop() {
                if let Some(schema) = document.pointer(&pointer)
                    && reachable.insert(pointer)
                {
                    visit(schema, &mut |members| {
                        let reference = members.get("$ref").and_then(Value::as_str);
                        let pointer = reference.and_then(|it| it.strip_prefix('#'));
                        open.extend(pointer.map(str::to_owned));
                    });
                }
            }
        }
        let report: &'g Report = &self.generated.report;
        report.diagnostics.iter().filter(move |diagnostic| {
            let location = &diagnostic.location.pointer;
            let is_reached = reachable.iter().any(|it| is_within(location, it));
            is_reached && excuse::explains(diagnostic.code, None)
        })
    }
}

/// Whether a JSON pointer is another, or leads below it.
fn is_within(pointer: &str, other: &str) -> bool {
    let rest = pointer.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a JSON pointer is that of the listed values of a schema, or of one of them.
fn is_list_of(schema: &str, pointer: &str) -> bool {
    ["enum", "const"]
        .iter()
        .any(|it| is_within(pointer, &format!("{schema}/{it}")))
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Any => "any",
        Direction::Request => "request",
        Direction::Response => "response",
    }
}

fn escaped(name: &str) -> String {
    format!("{SCHEMAS}{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The schemas that apply to a value: what schemas refer to, their parts, and the variants that hold.
fn applied(
    document: &Value,
    schemas: Vec<String>,
    value: &Value,
    is_valid: &mut impl FnMut(&str, &Value) -> bool,
) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), schemas);
    while let Some(pointer) = open.pop() {
        let Some(schema) = document
            .pointer(&pointer)
            .filter(|_| !found.contains(&pointer))
        else {
            continue;
        };
        let reference = schema.get("$ref").and_then(Value::as_str);
        open.extend(
            reference
                .and_then(|it| it.strip_prefix('#'))
                .map(str::to_owned),
        );
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let parts = schema.get(keyword).and_then(Value::as_array);
            for index in 0..parts.map_or(0, Vec::len) {
                let part = format!("{pointer}/{keyword}/{index}");
                if keyword == "allOf" || is_valid(&part, value) {
                    open.push(part);
                }
            }
        }
        found.insert(pointer);
    }
    found
}

/// The schemas of an item or a property.
fn below(document: &Value, schema: &str, step: &str) -> Vec<String> {
    let below = ["properties", "prefixItems"].map(|keyword| format!("{schema}/{keyword}/{step}"));
    let others = ["additionalProperties", "items"].map(|keyword| format!("{schema}/{keyword}"));
    let is_there = |pointer: &String| document.pointer(pointer).is_some();
    let named: Vec<String> = below.into_iter().filter(is_there).collect();
    match named.is_empty() {
        true => others.into_iter().filter(is_there).collect(),
        false => named,
    }
}

/// Calls a function with each object of a node.
fn visit<'v>(node: &'v Value, with: &mut impl FnMut(&'v Map<String, Value>)) {
    match node {
        Value::Array(items) => items.iter().for_each(|it| visit(it, with)),
        Value::Object(members) => {
            with(members);
            members.values().for_each(|it| visit(it, with));
        }
        _ => {}
    }
}
