//! Actions → changes of the selected nodes: remove, update, copy.

use std::collections::BTreeMap;

use super::budget::{Budget, OverLimit};
use crate::source::{File, FileId, MAX_DEPTH, Node, Origin, Origins, measure, push_step};

/// The change of an action.
pub enum Change {
    Remove,
    Update(Node),
    /// The query that selects the node to copy.
    Copy(String),
}

/// The path from the root to a node: at each level, the position of an item in its array or of an
/// entry in its object.
pub type Path = Vec<usize>;

/// Why an action cannot be applied.
pub struct ActionError {
    pub at: ErrorPlace,
    pub message: String,
}

/// Where the diagnostic of an action points.
pub enum ErrorPlace {
    /// `target`
    Target,
    /// `copy`
    Copy,
    /// A node of the overlay, by JSON pointer
    Node(String),
}

impl ActionError {
    pub fn new(at: ErrorPlace, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { at, message }
    }
}

/// The steps that it costs to move the origins of an item.
const STEPS_OF_AN_ITEM: usize = 16;

/// An exceeded limit is reported at the target.
impl From<OverLimit> for ActionError {
    fn from(over: OverLimit) -> Self {
        Self::new(ErrorPlace::Target, over.to_string())
    }
}

/// The description that the actions change.
pub struct Target<'a> {
    pub root: &'a mut Node,
    pub budget: &'a mut Budget,
    origins: &'a mut Origins,
    /// An upper limit of the depth of the description: removing nodes does not lower it.
    depth: usize,
}

impl<'a> Target<'a> {
    pub fn new(file: &'a mut File, budget: &'a mut Budget) -> Self {
        let (_, depth) = measure(&file.root);
        Self {
            root: &mut file.root,
            budget,
            origins: &mut file.origins,
            depth,
        }
    }

    /// A copy of a node.
    pub fn copy(&mut self, path: &[usize]) -> Result<Node, ActionError> {
        let node = at(self.root, path).unwrap_or(&Node::Null);
        self.budget.steps(measure(node).0)?;
        Ok(node.clone())
    }

    /// Removes nodes.
    pub fn remove(&mut self, selected: Vec<Path>) -> Result<(), ActionError> {
        let mut parents: BTreeMap<Path, Vec<usize>> = BTreeMap::new();
        for mut path in selected {
            let Some(position) = path.pop() else {
                return Err(ActionError::new(
                    ErrorPlace::Target,
                    "cannot remove the root of the description",
                ));
            };
            parents.entry(path).or_default().push(position);
        }
        // Inner nodes go first, while the positions of the others still hold.
        for (path, positions) in parents.iter().rev() {
            let pointer = pointer(self.root, path);
            let mut position = 0;
            let mut stays = || {
                let stays = positions.binary_search(&position).is_err();
                position += 1;
                stays
            };
            match at_mut(self.root, path) {
                Some(Node::Object(entries)) => {
                    self.budget.steps(entries.len())?;
                    entries.retain(|(key, _)| {
                        let stays = stays();
                        if !stays {
                            self.origins.remove(&pointer, &escaped(key));
                        }
                        stays
                    });
                }
                Some(Node::Array(items)) => {
                    self.budget
                        .steps(items.len().saturating_mul(STEPS_OF_AN_ITEM))?;
                    let mut kept = Vec::new();
                    let mut index = 0;
                    items.retain(|_| {
                        let stays = stays();
                        kept.extend(stays.then_some(index));
                        index += 1;
                        stays
                    });
                    self.origins.keep_items(FileId::default(), &pointer, &kept);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Merges a value of an overlay into nodes.
    pub fn update(
        &mut self,
        selected: &[Path],
        update: &Node,
        origin: &Origin,
    ) -> Result<(), ActionError> {
        let error =
            |message: String| ActionError::new(ErrorPlace::Node(origin.pointer.clone()), message);
        let nodes = selected.iter().filter_map(|path| at(self.root, path));
        let mut kinds: Vec<_> = nodes.map(kind).collect();
        kinds.dedup();
        if let [first, second, ..] = kinds[..] {
            let message =
                format!("`target` must select nodes of one kind, found {first} and {second}");
            return Err(ActionError::new(ErrorPlace::Target, message));
        }
        let (size, depth) = measure(update);
        let added = self.budget.nodes(size.saturating_mul(selected.len()));
        added.map_err(|over| error(over.to_string()))?;
        for path in selected {
            let pointer = pointer(self.root, path);
            if let Some(node) = at_mut(self.root, path) {
                let mut merge = Merge {
                    origins: self.origins,
                    budget: self.budget,
                    pointer,
                };
                merge.merge(node, update, origin)?;
            }
            // A value that is appended to an array is a level deeper than the array.
            self.depth = self.depth.max(path.len() + depth + 1);
        }
        if self.depth > MAX_DEPTH {
            // The real depth may be less.
            let (size, depth) = measure(self.root);
            self.budget.steps(size)?;
            self.depth = depth;
        }
        if self.depth > MAX_DEPTH {
            return Err(error(
                "the description would nest deeper than 128 levels".to_owned(),
            ));
        }
        Ok(())
    }
}

/// A value that is being merged into a node.
struct Merge<'a> {
    origins: &'a mut Origins,
    budget: &'a mut Budget,
    /// The JSON pointer of the node.
    pointer: String,
}

impl Merge<'_> {
    /// Merges a value into a node (Overlay 1.1 §4.4.3.1); incompatible types are an error.
    fn merge(
        &mut self,
        node: &mut Node,
        update: &Node,
        origin: &Origin,
    ) -> Result<(), ActionError> {
        match (node, update) {
            (Node::Object(entries), Node::Object(updates)) => {
                for (key, update) in updates {
                    self.budget.steps(entries.len())?;
                    let length = self.pointer.len();
                    push_step(&mut self.pointer, key);
                    let origin = below(origin, &self.pointer[length..]);
                    match entries.iter_mut().find(|(known, _)| known == key) {
                        Some((_, node)) => self.merge(node, update, &origin)?,
                        None => {
                            self.origins.set(&self.pointer, origin);
                            entries.push((key.clone(), update.clone()));
                        }
                    }
                    self.pointer.truncate(length);
                }
            }
            (Node::Array(items), Node::Array(updates)) => {
                for (index, update) in updates.iter().enumerate() {
                    let origin = below(origin, &format!("/{index}"));
                    self.append(items, update, origin);
                }
            }
            (Node::Array(items), update) => self.append(items, update, origin.clone()),
            (node, update) if is_primitive(node) && is_primitive(update) => {
                self.origins.set(&self.pointer, origin.clone());
                *node = update.clone();
            }
            (node, update) => {
                let place = match &*self.pointer {
                    "" => "the root".to_owned(),
                    pointer => format!("`{pointer}`"),
                };
                let message = format!(
                    "cannot merge {} into {} at {place}",
                    update.kind(),
                    node.kind()
                );
                return Err(ActionError::new(
                    ErrorPlace::Node(origin.pointer.clone()),
                    message,
                ));
            }
        }
        Ok(())
    }

    fn append(&mut self, items: &mut Vec<Node>, update: &Node, origin: Origin) {
        let pointer = format!("{}/{}", self.pointer, items.len());
        self.origins.set(&pointer, origin);
        items.push(update.clone());
    }
}

fn below(origin: &Origin, step: &str) -> Origin {
    let mut origin = origin.clone();
    if !origin.whole {
        origin.pointer.push_str(step);
    }
    origin
}

fn is_primitive(node: &Node) -> bool {
    !matches!(node, Node::Array(_) | Node::Object(_))
}

fn kind(node: &Node) -> &'static str {
    match node {
        Node::Object(_) => "objects",
        Node::Array(_) => "arrays",
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => "single values",
    }
}

/// The child of a node at a position.
pub fn child(node: &Node, position: usize) -> Option<&Node> {
    match node {
        Node::Array(items) => items.get(position),
        Node::Object(entries) => entries.get(position).map(|(_, value)| value),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => None,
    }
}

/// The node at a path.
fn at<'n>(root: &'n Node, path: &[usize]) -> Option<&'n Node> {
    let mut positions = path.iter();
    positions.try_fold(root, |node, position| child(node, *position))
}

fn at_mut<'n>(root: &'n mut Node, path: &[usize]) -> Option<&'n mut Node> {
    path.iter().try_fold(root, |node, position| match node {
        Node::Array(items) => items.get_mut(*position),
        Node::Object(entries) => entries.get_mut(*position).map(|(_, value)| value),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => None,
    })
}

/// The JSON pointer of a path.
pub fn pointer(root: &Node, path: &[usize]) -> String {
    let mut pointer = String::new();
    let mut node = Some(root);
    for position in path {
        match node {
            Some(Node::Object(entries)) => {
                let key = entries.get(*position).map(|(key, _)| &**key);
                push_step(&mut pointer, key.unwrap_or_default());
            }
            _ => push_step(&mut pointer, &position.to_string()),
        }
        node = node.and_then(|node| child(node, *position));
    }
    pointer
}

/// A key, escaped for a JSON pointer.
fn escaped(key: &str) -> String {
    let mut pointer = String::new();
    push_step(&mut pointer, key);
    pointer.split_off(1)
}
