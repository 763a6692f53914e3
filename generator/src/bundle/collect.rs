//! The description → its references with their targets, and which components it reaches.

use std::collections::{HashMap, HashSet};

use crate::bundle::kind::{Kind, Shape};
use crate::bundle::select::Selected;
use crate::diagnostic::{Code, FileId, Location};
use crate::document::{At, Reader, Step};
use crate::source::{Node, push_step};

/// The address of a node, which is its identity.
pub type Id = *const Node;

/// A reference: the value of `$ref`, of an entry of `mapping`, of `operationRef`.
pub struct Reference<'t> {
    pub keyword: &'static str,
    pub text: &'t str,
    /// The place of the text.
    pub at: At<'t>,
    pub target: At<'t>,
    pub shape: Shape,
}

/// A node outside of what the bundle has of the first file, to which references lead.
pub struct Target<'t> {
    pub at: At<'t>,
    pub file: FileId,
    pub pointer: String,
    pub shape: Shape,
    /// The objects with a `$ref` to it.
    pub sites: Vec<Site>,
}

/// An object with a `$ref`.
pub struct Site {
    pub id: Id,
    pub file: FileId,
    pub pointer: String,
    /// Whether it has no other keys.
    pub is_pure: bool,
}

/// All of the references that a bundle has.
#[derive(Default)]
pub struct Collected<'t> {
    /// By the text.
    pub references: HashMap<Id, Reference<'t>>,
    /// The path items of selected operations whose references are written out.
    pub opened: HashSet<Id>,
    /// By the object with a `$ref`: its text.
    pub texts: HashMap<Id, Id>,
    /// In the order of the references.
    pub targets: Vec<Target<'t>>,
    pub target_of: HashMap<Id, usize>,
    /// The components of the first file that are reached, by pointer.
    pub reached: HashSet<String>,
    /// The texts of references in `oneOf` and `anyOf`, by the discriminator beside them.
    pub variants: HashMap<Id, Vec<Id>>,
    seen: HashSet<(Id, Shape)>,
    pending: Vec<(At<'t>, Shape)>,
}

/// The walk over a description.
pub struct Walk<'a, 't> {
    pub reader: &'a mut Reader<'t>,
    pub selected: &'a Selected,
    pub collected: Collected<'t>,
}

impl<'t> Walk<'_, 't> {
    /// Collects the references of a description.
    pub fn run(mut self, root: At<'t>) -> Collected<'t> {
        self.walk(root, Shape::One(Kind::Description));
        self.finish();
        for pointer in &self.selected.used {
            self.reach(pointer);
            self.finish();
        }
        self.collected
    }

    /// Walks what references have led to. The order is that of the references.
    fn finish(&mut self) {
        while !self.collected.pending.is_empty() {
            for (at, shape) in std::mem::take(&mut self.collected.pending) {
                self.walk(at, shape);
            }
        }
    }

    fn walk(&mut self, at: At<'t>, shape: Shape) {
        if !self.collected.seen.insert((at.node, shape)) {
            return;
        }
        match at.node {
            Node::Array(items) => {
                for (index, node) in items.iter().enumerate() {
                    let place = self.reader.places.push(at.place, Step::Index(index));
                    self.walk(At { node, place }, Shape::One(shape.kind()));
                }
            }
            Node::Object(entries) => {
                let reference = self.reader.child(at, "$ref");
                let reference = reference.filter(|it| matches!(it.node, Node::String(_)));
                if let Some(text) = reference {
                    self.site(at, text, shape);
                }
                for (key, node) in entries {
                    let is_reference = &**key == "$ref" && reference.is_some();
                    if !is_reference {
                        let place = self.reader.places.push(at.place, Step::Key(key));
                        self.entry(at, shape, key, At { node, place });
                    }
                }
            }
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
        }
    }

    /// An object with a `$ref`.
    fn site(&mut self, at: At<'t>, text: At<'t>, shape: Shape) {
        // Without a meaning there, it is followed where it leads into another file, or is in one.
        let has_meaning = matches!(shape, Shape::One(kind) if kind.is_referable());
        let is_first = self.reader.places.file(at.place) == FileId::default();
        if !has_meaning && is_first && !names_a_file(text) {
            return;
        }
        self.collected.texts.insert(at.node, text.node);
        if let Some(target) = self.reference("$ref", text, shape) {
            let Location { file, pointer, .. } = self.reader.places.location(at.place);
            let is_pure = is_pure(at.node);
            let id = std::ptr::from_ref(at.node);
            if let Some(target) = self.collected.targets.get_mut(target) {
                target.sites.push(Site {
                    id,
                    file,
                    pointer,
                    is_pure,
                });
            }
        }
    }

    fn entry(&mut self, around: At<'t>, shape: Shape, key: &'t str, at: At<'t>) {
        let kind = match shape {
            Shape::Each(kind) if kind.has_extensions() && key.starts_with("x-") => return,
            Shape::Each(Kind::PathItem) => return self.path_item(at),
            Shape::Each(kind) => return self.walk(at, Shape::One(kind)),
            Shape::One(kind) => kind,
        };
        match (kind, key, at.node) {
            (Kind::Schema, "$dynamicRef", Node::String(_)) => {
                self.reference("$dynamicRef", at, Shape::One(Kind::Schema));
            }
            (Kind::Discriminator, "mapping", Node::Object(entries)) => {
                for (value, node) in entries {
                    let place = self.reader.places.push(at.place, Step::Key(value));
                    self.mapped("mapping", At { node, place });
                }
            }
            (Kind::Discriminator, "defaultMapping", _) => self.mapped("defaultMapping", at),
            (Kind::Link, "operationRef", Node::String(_)) => {
                self.reference("operationRef", at, Shape::One(Kind::Operation));
            }
            (Kind::Description | Kind::Operation, "security", _) => self.security(at),
            (Kind::Description | Kind::Components, _, _) if self.prunes(kind, key) => {}
            _ => {
                if let Some(shape) = kind.child(key) {
                    self.walk(at, shape);
                    self.discriminator(around, kind, key, at);
                }
            }
        }
    }

    /// Whether a map has components of which only those that are reached are walked.
    fn prunes(&self, kind: Kind, key: &str) -> bool {
        let holds_components = match kind {
            Kind::Components => true,
            _ => !matches!(key, "paths" | "webhooks" | "x-webhooks" | "components"),
        };
        self.selected.prunes && holds_components && kind.child(key).is_some()
    }

    /// A path item in a map; the operations that are left out of it are not walked.
    fn path_item(&mut self, at: At<'t>) {
        let Location { file, pointer, .. } = self.reader.places.location(at.place);
        let is_selected = self.selected.is_active
            && file == FileId::default()
            && ["/paths/", "/webhooks/", "/x-webhooks/"]
                .iter()
                .any(|sites| pointer.starts_with(sites));
        let shape = Shape::One(Kind::PathItem);
        if !is_selected {
            return self.walk(at, shape);
        }
        if self.selected.leaves_out_all(&pointer) {
            return;
        }
        let mut passed = HashSet::new();
        let mut next = at;
        while passed.insert(std::ptr::from_ref(next.node)) {
            for (key, value) in self.object(next) {
                match key {
                    "$ref" => {}
                    "additionalOperations" => {
                        for (method, operation) in self.object(value) {
                            if !self.selected.leaves_out(&pointer, method) {
                                self.walk(operation, Shape::One(Kind::Operation));
                            }
                        }
                    }
                    key if self.selected.leaves_out(&pointer, key) => {}
                    key => self.entry(next, shape, key, value),
                }
            }
            let Some(text) = self.reader.child(next, "$ref") else {
                return;
            };
            let Node::String(reference) = text.node else {
                return;
            };
            let Some(target) = self.reader.resolve(reference, "$ref", text.place) else {
                return;
            };
            self.insert("$ref", reference, text, target, shape);
            self.collected.texts.insert(next.node, text.node);
            self.collected.opened.insert(next.node);
            next = target;
        }
        let message = "`$ref` cycle";
        self.reader.report(Code::CyclicReference, at.place, message);
    }

    /// The entries of an object.
    fn object(&mut self, at: At<'t>) -> Vec<(&'t str, At<'t>)> {
        match at.node {
            Node::Object(_) => self.reader.entries(at, ""),
            _ => Vec::new(),
        }
    }

    /// Collects the reference in a text, and returns its target if that is not in the bundle yet.
    fn reference(&mut self, keyword: &'static str, at: At<'t>, shape: Shape) -> Option<usize> {
        let Node::String(text) = at.node else {
            return None;
        };
        let target = self.reader.resolve(text, keyword, at.place)?;
        self.refer(keyword, text, at, target, shape)
    }

    fn mapped(&mut self, keyword: &'static str, at: At<'t>) {
        if let Node::String(text) = at.node {
            let target = match self.reader.component(text, at.place) {
                Some(target) => Some(target),
                None => self.reader.resolve(text, keyword, at.place),
            };
            if let Some(target) = target {
                self.refer(keyword, text, at, target, Shape::One(Kind::Schema));
            }
        }
    }

    fn insert(
        &mut self,
        keyword: &'static str,
        text: &'t str,
        at: At<'t>,
        target: At<'t>,
        shape: Shape,
    ) {
        let reference = Reference {
            keyword,
            text,
            at,
            target,
            shape,
        };
        self.collected.references.insert(at.node, reference);
    }

    fn refer(
        &mut self,
        keyword: &'static str,
        text: &'t str,
        at: At<'t>,
        target: At<'t>,
        shape: Shape,
    ) -> Option<usize> {
        let target = self.named_target(target, shape);
        self.insert(keyword, text, at, target, shape);
        if shape == Shape::One(Kind::Operation) {
            // A link brings no operation along.
            return None;
        }
        let Location { file, pointer, .. } = self.reader.places.location(target.place);
        self.collected.pending.push((target, shape));
        if self.is_kept(file, &pointer) {
            self.reach(&pointer);
            return None;
        }
        let collected = &mut self.collected;
        let id = std::ptr::from_ref(target.node);
        let index = *collected.target_of.entry(id).or_insert_with(|| {
            collected.targets.push(Target {
                at: target,
                file,
                pointer,
                shape,
                sites: Vec::new(),
            });
            collected.targets.len() - 1
        });
        Some(index)
    }

    /// Whether a node stays where it is in the first file.
    fn is_kept(&self, file: FileId, pointer: &str) -> bool {
        file == FileId::default() && !self.selected.leaves_out_at(pointer)
    }

    /// A target, or the one that it refers to if it would become a component without a name of its
    /// own.
    fn named_target(&mut self, target: At<'t>, shape: Shape) -> At<'t> {
        let mut passed = HashSet::new();
        let mut next = target;
        while shape == Shape::One(Kind::Schema)
            && is_pure(next.node)
            && passed.insert(std::ptr::from_ref(next.node))
        {
            let Location { file, pointer, .. } = self.reader.places.location(next.place);
            let is_named = self.selected.named(file, &pointer).is_some();
            let reference = self.reader.child(next, "$ref");
            let (false, Some(reference)) = (is_named || self.is_kept(file, &pointer), reference)
            else {
                break;
            };
            let Node::String(text) = reference.node else {
                break;
            };
            match self.reader.resolve(text, "$ref", reference.place) {
                Some(target) => next = target,
                None => break,
            }
        }
        next
    }

    /// Walks the component of the first file that a pointer leads into, if only those are walked that
    /// are reached.
    fn reach(&mut self, pointer: &str) {
        if !self.selected.prunes {
            return;
        }
        let mut at = self.reader.root(FileId::default());
        let mut shape = Some(Shape::One(Kind::Description));
        let mut passed = String::new();
        for step in pointer.split('/').skip(1) {
            let step = crate::text::unescape_step(step);
            at = at.and_then(|at| self.reader.step(at, &step));
            push_step(&mut passed, &step);
            match (at, shape) {
                (_, Some(Shape::Each(Kind::PathItem))) if !passed.starts_with("/components") => {
                    return;
                }
                (Some(at), Some(Shape::Each(kind))) => {
                    if self.collected.reached.insert(passed.clone()) {
                        self.collected.pending.push((at, Shape::One(kind)));
                    }
                    return;
                }
                (Some(_), Some(Shape::One(kind @ (Kind::Description | Kind::Components)))) => {
                    shape = kind.child(&step);
                }
                _ => return,
            }
        }
    }

    /// The security schemes that requirements name.
    fn security(&mut self, at: At<'t>) {
        let Node::Array(requirements) = at.node else {
            return;
        };
        for requirement in requirements {
            let Node::Object(entries) = requirement else {
                continue;
            };
            for (name, _) in entries {
                for section in ["/securityDefinitions", "/components/securitySchemes"] {
                    let mut pointer = section.to_owned();
                    push_step(&mut pointer, name);
                    self.reach(&pointer);
                }
            }
        }
    }

    /// Notes the variants beside a discriminator.
    fn discriminator(&mut self, around: At<'t>, kind: Kind, key: &str, at: At<'t>) {
        if kind != Kind::Schema || key != "discriminator" {
            return;
        }
        let lists = ["oneOf", "anyOf"].map(|keyword| around.node.get(keyword));
        let mut variants = Vec::new();
        for list in lists.into_iter().flatten() {
            if let Node::Array(items) = list {
                let texts = items.iter().filter_map(|item| item.get("$ref"));
                variants.extend(texts.map(std::ptr::from_ref));
            }
        }
        self.collected.variants.insert(at.node, variants);
    }
}

/// Whether an object with a `$ref` has no other keys.
pub fn is_pure(node: &Node) -> bool {
    matches!(node, Node::Object(entries) if entries.len() == 1)
}

/// Whether a reference has a part before its `#`.
fn names_a_file(text: At<'_>) -> bool {
    matches!(text.node, Node::String(text) if !text.is_empty() && !text.starts_with('#'))
}
