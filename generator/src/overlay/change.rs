//! What an action does to the nodes that it selects.

use std::collections::BTreeMap;

use crate::source::{File, FileId, MAX_DEPTH, Node, Origin, Origins, measure, push_step};

/// How many nodes an overlay may add.
const MAX_ADDED: usize = 1_000_000;

/// What an action says.
pub enum Change {
    Remove,
    Update(Node),
    /// The query that selects the node to copy.
    Copy(String),
}

/// The steps from the root to a node.
pub type Path = Vec<Step>;

/// A step into an object or an array.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Step {
    Key(String),
    Index(usize),
}

/// Why an action cannot be done.
pub struct Fault {
    pub at: FaultAt,
    pub message: String,
}

/// What is at fault.
pub enum FaultAt {
    /// The query of the target.
    Target,
    /// The query of what is copied.
    Copy,
    /// A node of the overlay, by its pointer.
    Node(String),
}

impl Fault {
    pub fn new(at: FaultAt, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { at, message }
    }
}

/// The description that is changed.
pub struct Target<'a> {
    root: &'a mut Node,
    origins: &'a mut Origins,
    /// How many nodes have been added.
    added: usize,
}

impl<'a> Target<'a> {
    pub fn new(file: &'a mut File) -> Self {
        Self {
            root: &mut file.root,
            origins: &mut file.origins,
            added: 0,
        }
    }

    pub fn root(&self) -> &Node {
        self.root
    }

    /// A copy of a node.
    pub fn copy(&self, path: &[Step]) -> Node {
        at(self.root, path).cloned().unwrap_or(Node::Null)
    }

    /// Removes nodes; the nodes around them are returned.
    pub fn remove(&mut self, selected: Vec<Path>) -> Result<Vec<Path>, Fault> {
        let mut parents: BTreeMap<Path, Vec<Step>> = BTreeMap::new();
        for mut path in selected {
            let Some(step) = path.pop() else {
                return Err(Fault::new(
                    FaultAt::Target,
                    "the whole description cannot be removed",
                ));
            };
            parents.entry(path).or_default().push(step);
        }
        // What is further inside goes first, while the indices before it still hold.
        for (path, steps) in parents.iter().rev() {
            let pointer = pointer(path);
            match at_mut(self.root, path) {
                Some(Node::Object(entries)) => {
                    entries.retain(|(key, _)| {
                        let step = Step::Key(key.to_string());
                        steps.binary_search(&step).is_err()
                    });
                    for step in steps {
                        self.origins.remove(&pointer, &escaped(step));
                    }
                }
                Some(Node::Array(items)) => {
                    let mut index = 0;
                    let mut kept = Vec::new();
                    items.retain(|_| {
                        let stays = steps.binary_search(&Step::Index(index)).is_err();
                        kept.extend(stays.then_some(index));
                        index += 1;
                        stays
                    });
                    self.origins.keep_items(FileId::default(), &pointer, &kept);
                }
                _ => {}
            }
        }
        Ok(parents.into_keys().collect())
    }

    /// Merges a value from a place in the overlay into nodes, which are returned.
    pub fn update(
        &mut self,
        selected: Vec<Path>,
        update: &Node,
        origin: &Origin,
    ) -> Result<Vec<Path>, Fault> {
        let fault = |message| Fault::new(FaultAt::Node(origin.pointer.clone()), message);
        let nodes = selected.iter().filter_map(|path| at(self.root, path));
        let mut kinds: Vec<_> = nodes.map(kind).collect();
        kinds.dedup();
        if let [first, second, ..] = kinds[..] {
            let message = format!("the target selects {first} and {second}, and must one kind");
            return Err(Fault::new(FaultAt::Target, message));
        }
        let (size, _) = measure(update);
        self.added = self
            .added
            .saturating_add(size.saturating_mul(selected.len()));
        if self.added > MAX_ADDED {
            return Err(fault("the overlay adds more than a million nodes"));
        }
        for path in &selected {
            if let Some(node) = at_mut(self.root, path) {
                let mut merge = Merge {
                    origins: self.origins,
                    pointer: pointer(path),
                };
                merge.merge(node, update, origin)?;
            }
        }
        let (_, depth) = measure(self.root);
        if depth > MAX_DEPTH {
            return Err(fault("the description nests too deeply then"));
        }
        Ok(selected)
    }
}

/// A value that is being merged into a node.
struct Merge<'a> {
    origins: &'a mut Origins,
    /// That of the node.
    pointer: String,
}

impl Merge<'_> {
    /// Merges a value into a node (Overlay 1.1 §4.4.3.1); what is incompatible is told.
    fn merge(&mut self, node: &mut Node, update: &Node, origin: &Origin) -> Result<(), Fault> {
        match (node, update) {
            (Node::Object(entries), Node::Object(updates)) => {
                for (key, update) in updates {
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
                let message = format!(
                    "{} cannot be merged into {}, which stands at {}",
                    update.kind(),
                    node.kind(),
                    self.pointer
                );
                return Err(Fault::new(FaultAt::Node(origin.pointer.clone()), message));
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

/// The node at a path.
pub fn at<'n>(root: &'n Node, path: &[Step]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, step| match (node, step) {
        (Node::Object(_), Step::Key(key)) => node.get(key),
        (Node::Array(items), Step::Index(index)) => items.get(*index),
        _ => None,
    })
}

fn at_mut<'n>(root: &'n mut Node, path: &[Step]) -> Option<&'n mut Node> {
    path.iter().try_fold(root, |node, step| match (node, step) {
        (Node::Object(entries), Step::Key(key)) => entries
            .iter_mut()
            .find(|(known, _)| **known == **key)
            .map(|(_, node)| node),
        (Node::Array(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}

/// A path as a JSON pointer.
pub fn pointer(path: &[Step]) -> String {
    path.iter()
        .map(|step| format!("/{}", escaped(step)))
        .collect()
}

/// A step as a pointer writes it.
fn escaped(step: &Step) -> String {
    match step {
        Step::Key(key) => {
            let mut pointer = String::new();
            push_step(&mut pointer, key);
            pointer.split_off(1)
        }
        Step::Index(index) => index.to_string(),
    }
}
