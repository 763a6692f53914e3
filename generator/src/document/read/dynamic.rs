//! `$dynamicRef` → references with one target each (JSON Schema 2020-12 core §8.2.3.2).
//!
//! The target depends on the resources that were passed on the way: of the dynamic anchors of a name,
//! that of the first resource counts. So a schema is copied for each set of anchors with which it is
//! reached, and what comes after reading knows static references only.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Code;
use crate::document::keywords::Schema;
use crate::document::part::Part;
use crate::document::place::{At, Place};
use crate::document::read::index::dynamic_anchors;
use crate::document::read::reader::Reader;
use crate::document::read::reference::Resource;
use crate::document::read::schema::read_all;
use crate::document::schema::{Reference, SchemaId};

/// A reference whose target depends on the resources around.
pub struct DynamicReference<'t> {
    /// The schema that it is the reference of.
    schema: SchemaId,
    /// The name of the anchor; none for `$recursiveRef`.
    name: &'t str,
    place: Place,
}

/// The limit of what copies consist of (see [`cost`]), since the sets of anchors multiply.
const MAX_COPIED: usize = 100_000;

/// The limit of names, so that a set of them is a number.
const MAX_NAMES: usize = 64;

/// The dynamic anchors of each resource: the index of the name, and the schema.
type Anchors = HashMap<Resource, Vec<(usize, SchemaId)>>;

/// The targets of dynamic anchors, by the index of the name.
type Scope = BTreeMap<usize, SchemaId>;

impl<'t> Reader<'t> {
    /// The `$dynamicRef` or `$recursiveRef` of a schema, with its keyword.
    pub fn dynamic_reference(&mut self, at: At<'t>) -> Option<(&'static str, At<'t>)> {
        let mut keywords = ["$dynamicRef", "$recursiveRef"].into_iter();
        keywords.find_map(|keyword| Some((keyword, self.child(at, keyword)?)))
    }

    /// The reference that a schema with an id has in a keyword.
    pub fn schema_reference(
        &mut self,
        id: SchemaId,
        keyword: &'static str,
        at: At<'t>,
    ) -> Reference {
        let text = self.string(at, keyword);
        let target = text.and_then(|text| self.resolve(text, keyword, at.place));
        let (Some(text), Some(target)) = (text, target) else {
            return Reference::Broken;
        };
        if keyword != "$ref" {
            self.note_dynamic(id, text, target, at.place);
        }
        Reference::To(self.referred_schema(target))
    }

    /// Notes a reference if it is dynamic; its target is the one without the resources around.
    fn note_dynamic(&mut self, schema: SchemaId, text: &'t str, target: At<'t>, place: Place) {
        let fragment = text.rsplit_once('#').map(|(_, fragment)| fragment);
        let mut anchors = dynamic_anchors(target.node);
        if let Some(name) = anchors.find(|name| Some(*name) == fragment) {
            self.dynamic.push(DynamicReference {
                schema,
                name,
                place,
            });
        }
    }

    /// Gives every dynamic reference the targets that it has, with a copy of what leads to it for each.
    /// Returns the copies, each with its original.
    pub fn resolve_dynamic(&mut self) -> Vec<(SchemaId, SchemaId)> {
        if self.dynamic.is_empty() {
            return Vec::new();
        }
        let (names, anchors) = self.dynamic_anchors();
        let references = self.dynamic.iter().filter_map(|reference| {
            let name = *names.get(reference.name)?;
            Some((reference.schema, name))
        });
        let references = references.collect();
        let places: Vec<_> = self.schemas.iter().map(|schema| schema.place).collect();
        let resources = places.into_iter().map(|place| self.resource_around(place));
        let mut copying = Copying {
            resources: resources.collect(),
            references,
            anchors,
            leads_to: Vec::new(),
            known: HashMap::new(),
            open: Vec::new(),
            originals: Vec::new(),
            first: self.schemas.len(),
        };
        copying.find_leads(&self.schemas);
        match copying.run(&self.schemas) {
            Some(made) => {
                for (id, schema) in made {
                    match self.schemas.get_mut(id.0 as usize) {
                        Some(original) => *original = schema,
                        // The copies are made in the order of their ids.
                        None => self.schemas.push(schema),
                    }
                }
                let ids = (copying.first as u32..).map(SchemaId);
                ids.zip(copying.originals).collect()
            }
            None => {
                self.report_static(&|_| true, "it has too many targets");
                Vec::new()
            }
        }
    }

    /// The names of dynamic references with their indices, and the anchors of these names. What the
    /// anchors are of is read; names beyond the limit are reported.
    fn dynamic_anchors(&mut self) -> (HashMap<&'t str, usize>, Anchors) {
        let mut names = HashMap::new();
        let mut anchors = Anchors::new();
        // What is read may have dynamic references of other names.
        loop {
            let known = names.len();
            for reference in &self.dynamic {
                let index = names.len();
                if index < MAX_NAMES {
                    names.entry(reference.name).or_insert(index);
                }
            }
            if names.len() == known {
                break;
            }
            anchors.clear();
            for (resource, name, at) in self.all_dynamic_anchors() {
                if let Some(name) = names.get(name) {
                    let own = anchors.entry(resource).or_default();
                    own.push((*name, self.schema(at)));
                }
            }
            read_all(self);
        }
        let why = format!("more than {MAX_NAMES} names of dynamic anchors");
        self.report_static(&|name| !names.contains_key(name), &why);
        (names, anchors)
    }

    /// Reports the dynamic references that keep the target that they have by themselves.
    fn report_static(&mut self, is_meant: &dyn Fn(&str) -> bool, why: &str) {
        let meant = self.dynamic.iter().filter(|it| is_meant(it.name));
        let meant: Vec<_> = meant.map(|it| (it.schema, it.place)).collect();
        for (schema, place) in meant {
            let message = format!("{why}: the dynamic reference is resolved like `$ref`");
            self.within(Part::Schema(schema), |reader| {
                reader.report(Code::UnsupportedConstraint, place, message);
            });
        }
    }
}

/// The copying of schemas.
struct Copying {
    /// The resource of each schema.
    resources: Vec<Resource>,
    /// The dynamic references by their schemas, with the index of the name.
    references: HashMap<SchemaId, usize>,
    anchors: Anchors,
    /// The names of the dynamic references that each schema leads to, a bit for each.
    leads_to: Vec<u64>,
    /// The copies by their originals and the anchors with which they are reached.
    known: HashMap<(SchemaId, Scope), SchemaId>,
    /// The schemas to be written, each with its original and the anchors with which it is reached.
    open: Vec<(SchemaId, SchemaId, Scope)>,
    /// The originals of the copies.
    originals: Vec<SchemaId>,
    /// The id of the first copy.
    first: usize,
}

impl Copying {
    /// Finds which dynamic references each schema leads to.
    fn find_leads(&mut self, schemas: &[Schema<'_>]) {
        let mut leading = vec![Vec::new(); schemas.len()];
        let ids = || (0..).map(SchemaId);
        for (id, schema) in ids().zip(schemas) {
            for target in schema.subschemas() {
                if let Some(leading) = leading.get_mut(target.0 as usize) {
                    leading.push(id);
                }
            }
        }
        for (id, name) in &self.references {
            let anchors = self.anchors.values().flatten();
            for (_, target) in anchors.filter(|(other, _)| other == name) {
                if let Some(leading) = leading.get_mut(target.0 as usize) {
                    leading.push(*id);
                }
            }
        }
        self.leads_to = vec![0; schemas.len()];
        let mut open: Vec<_> = self
            .references
            .iter()
            .map(|(id, name)| (*id, 1 << name))
            .collect();
        while let Some((id, names)) = open.pop() {
            let Some(known) = self.leads_to.get_mut(id.0 as usize) else {
                continue;
            };
            let new = names & !*known;
            if new != 0 {
                *known |= new;
                let leading = leading.get(id.0 as usize).into_iter().flatten();
                open.extend(leading.map(|id| (*id, new)));
            }
        }
    }

    /// The schemas that lead to dynamic references, and their copies behind them in the order of ids;
    /// `None` if there are too many.
    fn run<'t>(&mut self, schemas: &[Schema<'t>]) -> Option<Vec<(SchemaId, Schema<'t>)>> {
        let originals = (0..).map(SchemaId).zip(&self.leads_to);
        let originals = originals.filter(|(_, names)| **names != 0);
        let originals: Vec<_> = originals.map(|(id, _)| id).collect();
        let scopes = originals
            .into_iter()
            .map(|id| (id, id, self.entered(&Scope::new(), id)));
        self.open = scopes.collect();
        let (mut made, mut copied) = (Vec::new(), 0);
        while let Some((id, original, scope)) = self.open.pop() {
            let mut schema = schemas.get(original.0 as usize)?.clone();
            let name = self.references.get(&original);
            if let Some(target) = name.and_then(|name| scope.get(name)) {
                schema.reference = Reference::To(*target);
            }
            schema.replace_schemas(&mut |target| self.reached(target, &scope));
            copied += cost(&schema);
            made.push((id, schema));
            if copied > MAX_COPIED {
                return None;
            }
        }
        made.sort_by_key(|(id, _)| *id);
        Some(made)
    }

    /// The schema that a target is when it is reached with these anchors.
    fn reached(&mut self, target: SchemaId, scope: &Scope) -> SchemaId {
        let scope = self.entered(scope, target);
        if scope == self.entered(&Scope::new(), target) {
            return target;
        }
        let next = SchemaId((self.first + self.originals.len()) as u32);
        let id = *self.known.entry((target, scope.clone())).or_insert(next);
        if id == next {
            self.originals.push(target);
            self.open.push((id, target, scope));
        }
        id
    }

    /// The anchors with which the subschemas of a schema are reached, of those that matter to it.
    fn entered(&self, scope: &Scope, id: SchemaId) -> Scope {
        let names = self.leads_to.get(id.0 as usize).copied().unwrap_or(0);
        let matters = |name: usize| names & (1 << name) != 0;
        let around = scope.iter().map(|(name, target)| (*name, *target));
        let mut entered: Scope = around.filter(|(name, _)| matters(*name)).collect();
        let resource = self.resources.get(id.0 as usize);
        let own = resource.and_then(|resource| self.anchors.get(resource));
        for (name, target) in own.into_iter().flatten().filter(|(name, _)| matters(*name)) {
            entered.entry(*name).or_insert(*target);
        }
        entered
    }
}

/// The number of parts of a schema.
fn cost(schema: &Schema<'_>) -> usize {
    let listed = schema.enumeration.as_ref().map_or(0, Vec::len);
    1 + schema.subschemas().len() + schema.required.len() + listed
}
