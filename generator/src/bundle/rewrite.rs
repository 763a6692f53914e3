//! The nodes of a description and their layout → the nodes of its bundle.

use std::collections::HashSet;

use crate::bundle::collect::{Collected, Id, Reference};
use crate::bundle::kind::{Kind, Shape};
use crate::bundle::layout::{Component, Layout, Section, pointer_of};
use crate::bundle::reference::Texts;
use crate::bundle::select::Selected;
use crate::diagnostic::Code;
use crate::document::{METHODS, Step};
use crate::source::{MAX_DEPTH, Node, push_step};

/// The most nodes that are written in the place of references: a kilobyte of references to each other
/// can expand to billions.
const MAX_INLINED: usize = 1_000_000;

/// The state of writing a bundle.
pub struct Rewrite<'a, 't> {
    pub selected: &'a Selected,
    pub collected: &'a Collected<'t>,
    pub layout: &'a Layout<'a, 't>,
    pub texts: Texts<'a, 't>,
    /// The components that are references to targets of their name, which are added in their order.
    pub instead: HashSet<Id>,
    /// The targets that are being written in the place of references.
    open: HashSet<Id>,
    depth: usize,
    inlined: usize,
}

impl<'a, 't> Rewrite<'a, 't> {
    pub fn new(
        selected: &'a Selected,
        collected: &'a Collected<'t>,
        layout: &'a Layout<'a, 't>,
        texts: Texts<'a, 't>,
    ) -> Self {
        let components = layout.order.iter();
        let components = components.filter_map(|index| layout.components.get(index));
        let instead = components.filter_map(|component| component.instead_of);
        let instead = instead.collect();
        Self {
            selected,
            collected,
            layout,
            texts,
            instead,
            open: HashSet::new(),
            depth: 0,
            inlined: 0,
        }
    }

    /// The root of the bundle.
    pub fn run(&mut self, root: &'t Node) -> Node {
        let mut bundle = match root {
            Node::Object(entries) => self.description(entries),
            other => self.copy(other),
        };
        for index in &self.layout.order {
            let component = self.layout.components.get(index);
            let target = self.collected.targets.get(*index);
            let (Some(component), Some(target)) = (component, target) else {
                continue;
            };
            let Component { section, name, .. } = component;
            let node = self.copy(target.at.node);
            add(&mut bundle, section, name, node);
        }
        bundle
    }

    fn description(&mut self, entries: &'t [(Box<str>, Node)]) -> Node {
        let mut written = Vec::new();
        for (key, node) in entries {
            let shape = Kind::Description.child(key);
            let node = match (&**key, node) {
                ("paths" | "webhooks" | "x-webhooks", Node::Object(sites))
                    if self.selected.is_active =>
                {
                    self.sites(key, sites)
                }
                ("components", Node::Object(sections)) if self.selected.prunes => {
                    let mut left = Vec::new();
                    for (section, node) in sections {
                        let prefix = ["components", section];
                        left.extend(self.section(&prefix, section, node, Kind::Components));
                    }
                    match left.is_empty() && !sections.is_empty() {
                        true => continue,
                        false => Node::Object(left),
                    }
                }
                (_, Node::Object(_)) if self.selected.prunes && shape.is_some() => {
                    written.extend(self.section(&[key], key, node, Kind::Description));
                    continue;
                }
                _ => self.copy(node),
            };
            written.push((key.clone(), node));
        }
        Node::Object(written)
    }

    /// The path items of a map, with the operations that are selected.
    fn sites(&mut self, key: &str, sites: &'t [(Box<str>, Node)]) -> Node {
        let mut written = Vec::new();
        for (path, node) in sites {
            let site = pointer_of([key, &**path].into_iter());
            if self.selected.leaves_out_all(&site) {
                continue;
            }
            let mut node = self.copy(node);
            if let Node::Object(entries) = &mut node {
                entries.retain_mut(|(key, node)| match (&**key, node) {
                    ("additionalOperations", Node::Object(operations)) => {
                        operations.retain(|(it, _)| !self.selected.leaves_out(&site, it));
                        !operations.is_empty()
                    }
                    (key, _) => {
                        let is_method = METHODS.iter().any(|(method, _)| *method == key);
                        !is_method || !self.selected.leaves_out(&site, key)
                    }
                });
            }
            written.push((path.clone(), node));
        }
        Node::Object(written)
    }

    /// A map of components, with those that are reached; `None` without any.
    fn section(
        &mut self,
        prefix: &[&str],
        key: &str,
        node: &'t Node,
        around: Kind,
    ) -> Option<(Box<str>, Node)> {
        let holds_components = matches!(around.child(key), Some(Shape::Each(_)));
        let (true, Node::Object(components)) = (holds_components, node) else {
            return Some((key.into(), self.copy(node)));
        };
        if self.collected.texts.contains_key(&std::ptr::from_ref(node)) {
            return Some((key.into(), self.copy(node)));
        }
        let mut left = Vec::new();
        for (name, node) in components {
            let mut pointer = pointer_of(prefix.iter().copied());
            push_step(&mut pointer, name);
            let is_reached = self.collected.reached.contains(&pointer);
            if is_reached && !self.instead.contains(&std::ptr::from_ref(node)) {
                left.push((name.clone(), self.copy(node)));
            }
        }
        let is_empty = left.is_empty() && !components.is_empty();
        (!is_empty).then(|| (key.into(), Node::Object(left)))
    }

    fn copy(&mut self, node: &'t Node) -> Node {
        let id = std::ptr::from_ref(node);
        self.depth += 1;
        self.inlined += usize::from(!self.open.is_empty());
        let copy = match node {
            Node::Null | Node::Bool(_) | Node::Number(_) => node.clone(),
            Node::String(text) => match self.collected.references.get(&id) {
                Some(reference) => Node::String(self.texts.text(reference).into()),
                None => Node::String(text.clone()),
            },
            Node::Array(items) => Node::Array(items.iter().map(|item| self.copy(item)).collect()),
            Node::Object(_) if self.inlined_target(node).is_some() => self.merged(node),
            Node::Object(entries) => {
                let is_own = |(_, node): &&(Box<str>, Node)| {
                    self.instead.is_empty() || !self.instead.contains(&std::ptr::from_ref(node))
                };
                let entries: Vec<_> = entries.iter().filter(is_own).collect();
                let entries = entries.into_iter();
                let mut entries = entries
                    .map(|(key, node)| (key.clone(), self.copy(node)))
                    .collect();
                self.add_mapping(id, &mut entries);
                Node::Object(entries)
            }
        };
        self.depth -= 1;
        copy
    }

    /// The reference of an object whose target is written in its place.
    fn inlined_target(&self, node: &Node) -> Option<&'a Reference<'t>> {
        let id = std::ptr::from_ref(node);
        let text = self.collected.texts.get(&id)?;
        let reference = self.collected.references.get(text)?;
        let target = std::ptr::from_ref(reference.target.node);
        let is_inlined = self.collected.opened.contains(&id) || {
            let index = self.collected.target_of.get(&target)?;
            self.layout.is_inlined_at(*index, node)
        };
        let has_room = self.depth < MAX_DEPTH && self.inlined < MAX_INLINED;
        (is_inlined && has_room && !self.open.contains(&target)).then_some(reference)
    }

    /// An object with the entries of its target, and of those that this is a reference to. Its own
    /// entries come first.
    fn merged(&mut self, node: &'t Node) -> Node {
        let mut merged = Merged::default();
        let mut opened = Vec::new();
        let mut next = node;
        loop {
            let reference = self.inlined_target(next);
            let Node::Object(entries) = next else {
                // What a list is a reference to.
                if merged.entries.is_empty() {
                    merged.other = Some(self.copy(next));
                }
                break;
            };
            for (key, value) in entries {
                if reference.is_some() && &**key == "$ref" {
                    continue;
                }
                if let Some(reference) = reference
                    && !has_effect(reference.shape, key)
                {
                    self.report_sibling(reference, key);
                    continue;
                }
                self.merge(&mut merged, key, value);
            }
            let Some(reference) = reference else {
                break;
            };
            next = reference.target.node;
            self.open.insert(next);
            opened.push(std::ptr::from_ref(next));
        }
        for id in &opened {
            self.open.remove(id);
        }
        merged.other.unwrap_or(Node::Object(merged.entries))
    }

    fn merge(&mut self, merged: &mut Merged<'t>, key: &'t str, value: &'t Node) {
        if self.instead.contains(&std::ptr::from_ref(value)) {
            return;
        }
        if merged.keys.insert(key) {
            if let ("parameters", Node::Array(items)) = (key, value) {
                let known = items.iter().filter_map(|item| self.parameter(item));
                merged.parameters.extend(known);
            }
            let value = self.copy(value);
            merged.entries.push((key.into(), value));
        } else if let ("parameters", Node::Array(items)) = (key, value) {
            // All lists of parameters apply; a later one does not override.
            let known = merged.parameters.clone();
            let mut more = Vec::new();
            for item in items {
                let parameter = self.parameter(item);
                merged.parameters.extend(parameter);
                if parameter.is_none_or(|it| !known.contains(&it)) {
                    more.push(self.copy(item));
                }
            }
            let list = merged.entries.iter_mut().find(|(known, _)| &**known == key);
            if let Some((_, Node::Array(list))) = list {
                list.extend(more);
            }
        }
    }

    /// The name and the location of a parameter.
    fn parameter(&self, node: &'t Node) -> Option<(&'t str, &'t str)> {
        let mut passed = HashSet::new();
        let mut next = node;
        while passed.insert(std::ptr::from_ref(next))
            && let Some(text) = self.collected.texts.get(&std::ptr::from_ref(next))
        {
            next = self.collected.references.get(text)?.target.node;
        }
        match (next.get("name")?, next.get("in")?) {
            (Node::String(name), Node::String(location)) => Some((name, location)),
            _ => None,
        }
    }

    fn report_sibling(&mut self, reference: &Reference<'t>, key: &'t str) {
        let reader = &mut *self.texts.reader;
        let around = reader.places.parent(reference.at.place);
        let place = reader.places.push(around, Step::Key(key));
        let message = format!("`{key}` has no effect next to `$ref`");
        reader.report(Code::IgnoredKeyword, place, message);
    }

    /// Adds the names of variants to a discriminator that would be selected by another name, since
    /// their components have one.
    fn add_mapping(&mut self, discriminator: Id, entries: &mut Vec<(Box<str>, Node)>) {
        let Some(variants) = self.collected.variants.get(&discriminator) else {
            return;
        };
        for text in variants {
            let reference = self.collected.references.get(text);
            let component = reference.and_then(|reference| {
                let target = std::ptr::from_ref(reference.target.node);
                let index = self.collected.target_of.get(&target)?;
                self.layout.components.get(index)
            });
            let (Some(reference), Some(component)) = (reference, component) else {
                continue;
            };
            if component.name == component.natural {
                continue;
            }
            let value = Node::String(self.texts.text(reference).into());
            match entries.iter_mut().find(|(key, _)| &**key == "mapping") {
                Some((_, Node::Object(mapping))) => {
                    let is_mapped = |(key, known): &(Box<str>, Node)| {
                        **key == component.natural || *known == value
                    };
                    if !mapping.iter().any(is_mapped) {
                        mapping.push((component.natural.as_str().into(), value));
                    }
                }
                Some(_) => {}
                None => {
                    let mapping = vec![(component.natural.as_str().into(), value)];
                    entries.push(("mapping".into(), Node::Object(mapping)));
                }
            }
        }
    }
}

/// The entries of an object and of those that it is a reference to.
#[derive(Default)]
struct Merged<'t> {
    entries: Vec<(Box<str>, Node)>,
    keys: HashSet<&'t str>,
    parameters: Vec<(&'t str, &'t str)>,
    /// What is no object, and stands alone.
    other: Option<Node>,
}

/// Whether a key next to a `$ref` has an effect: in a path item, in a map, and what describes.
fn has_effect(shape: Shape, key: &str) -> bool {
    match shape {
        Shape::One(Kind::PathItem) | Shape::Each(_) => true,
        Shape::One(kind) if !kind.is_referable() => true,
        Shape::One(_) => matches!(key, "summary" | "description") || key.starts_with("x-"),
    }
}

/// Adds a component to the map of its kind, and creates the map if it is missing.
fn add(bundle: &mut Node, section: Section, name: &str, node: Node) {
    let mut around = bundle;
    for key in section {
        if !matches!(around, Node::Object(_)) {
            *around = Node::Object(Vec::new());
        }
        let Node::Object(entries) = around else {
            return;
        };
        let index = entries.iter().position(|(known, _)| **known == **key);
        let index = index.unwrap_or_else(|| {
            entries.push(((*key).into(), Node::Object(Vec::new())));
            entries.len() - 1
        });
        let Some((_, next)) = entries.get_mut(index) else {
            return;
        };
        around = next;
    }
    if !matches!(around, Node::Object(_)) {
        *around = Node::Object(Vec::new());
    }
    if let Node::Object(entries) = around {
        entries.push((name.into(), node));
    }
}
