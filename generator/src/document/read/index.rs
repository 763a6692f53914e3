//! A file → its resources and anchors: `$id`, `$anchor`, `$dynamicAnchor`, `$recursiveAnchor`.

use std::collections::HashMap;

use crate::document::place::{At, Places, Step};
use crate::source::{Node, id_of, inner_base};

/// The keywords whose values are instances, and hold no schemas.
const OF_INSTANCES: &[&str] = &["const", "default", "enum", "example", "examples"];

/// The keywords, of schemas and others, with objects whose keys are names and not keywords.
const OF_NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "definitions",
    "dependentSchemas",
    "headers",
    "parameters",
    "pathItems",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// A node with a base URI of its own: the root of a file, or a schema with an `$id` (JSON Schema
/// 2020-12 core §8.2.1).
pub struct Resource<'t> {
    /// The URI against which its references are resolved.
    pub base: String,
    pub root: At<'t>,
}

/// The resources and anchors of a file.
pub struct Index<'t> {
    /// The first is the file itself.
    pub resources: Vec<Resource<'t>>,
    /// The roots of the other resources, by JSON pointer.
    by_pointer: HashMap<String, usize>,
    anchors: HashMap<(usize, &'t str), At<'t>>,
    /// Those among them that are dynamic; `$recursiveAnchor` has no name.
    pub dynamic: Vec<(usize, &'t str, At<'t>)>,
    /// Whether `id` is `$id`.
    is_draft_4: bool,
}

impl<'t> Index<'t> {
    /// Indexes a file.
    pub fn new(root: At<'t>, base: &str, is_draft_4: bool, places: &mut Places<'t>) -> Self {
        let mut index = Self {
            resources: vec![Resource {
                base: base.to_owned(),
                root,
            }],
            by_pointer: HashMap::new(),
            anchors: HashMap::new(),
            dynamic: Vec::new(),
            is_draft_4,
        };
        let mut path = Vec::new();
        index.visit(root, 0, &mut path, places);
        index
    }

    /// The node that has an anchor in a resource.
    pub fn anchor(&self, resource: usize, name: &str) -> Option<At<'t>> {
        self.anchors.get(&(resource, name)).copied()
    }

    /// The innermost resource around a node.
    pub fn around(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        loop {
            if let Some(resource) = self.by_pointer.get(pointer) {
                return *resource;
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => return 0,
            }
        }
    }

    fn visit(
        &mut self,
        root: At<'t>,
        around: usize,
        path: &mut Vec<(Step<'t>, &'t Node)>,
        places: &mut Places<'t>,
    ) {
        let node = path.last().map_or(root.node, |(_, node)| *node);
        let entries = match node {
            Node::Object(entries) => entries,
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push((Step::Index(index), item));
                    self.visit(root, around, path, places);
                    path.pop();
                }
                return;
            }
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => return,
        };
        let around = self.name(root, around, path, places);
        let holds_names =
            matches!(path.last(), Some((Step::Key(key), _)) if OF_NAMES.contains(key));
        for (key, value) in entries {
            if holds_names || !OF_INSTANCES.contains(&&**key) {
                path.push((Step::Key(key), value));
                self.visit(root, around, path, places);
                path.pop();
            }
        }
    }

    /// Indexes the `$id` and anchors of a node, and returns the resource that it belongs to. Of
    /// several nodes with one name the first counts.
    fn name(
        &mut self,
        root: At<'t>,
        around: usize,
        path: &[(Step<'t>, &'t Node)],
        places: &mut Places<'t>,
    ) -> usize {
        let mut around = around;
        let Some((_, node)) = path.last() else {
            let base = id_of(root.node, self.is_draft_4).zip(self.resources.first_mut());
            if let Some((id, first)) = base
                && let Some(base) = inner_base(&first.base, id)
            {
                first.base = base;
            }
            return self.anchors_of(root, around);
        };
        let id = id_of(node, self.is_draft_4);
        let names = [id, node.get("$anchor"), node.get("$dynamicAnchor")];
        if !names.iter().flatten().any(|name| name.as_str().is_some()) {
            return around;
        }
        let place = path
            .iter()
            .fold(root.place, |place, (step, _)| places.push(place, *step));
        let at = At { node, place };
        let base = self.resources.get(around).map_or("", |around| &around.base);
        if let Some(base) = id.and_then(|id| inner_base(base, id)) {
            around = self.resources.len();
            let pointer = places.location(place).pointer;
            self.by_pointer.insert(pointer, around);
            self.resources.push(Resource { base, root: at });
        }
        self.anchors_of(at, around)
    }

    fn anchors_of(&mut self, at: At<'t>, around: usize) -> usize {
        let named = |key| at.node.get(key).and_then(Node::as_str);
        // Up to draft 7, an anchor was an `$id` that starts with `#`.
        let id = id_of(at.node, self.is_draft_4).and_then(Node::as_str);
        let id = id.and_then(|id| id.strip_prefix('#'));
        let names = [named("$anchor"), named("$dynamicAnchor"), id];
        for name in names.into_iter().flatten() {
            self.anchors.entry((around, name)).or_insert(at);
        }
        let dynamic = dynamic_anchors(at.node);
        self.dynamic.extend(dynamic.map(|name| (around, name, at)));
        around
    }
}

/// The dynamic anchors of a schema; `$recursiveAnchor`, of which a resource has one, has no name.
pub fn dynamic_anchors(node: &Node) -> impl Iterator<Item = &str> {
    let recursive = matches!(node.get("$recursiveAnchor"), Some(Node::Bool(true)));
    let named = node.get("$dynamicAnchor").and_then(Node::as_str);
    named.into_iter().chain(recursive.then_some(""))
}
