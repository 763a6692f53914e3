//! Where a bundle has each target of its references, and under which name.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::bundle::collect::{Collected, Id, Target, is_pure};
use crate::bundle::kind::{Kind, Shape};
use crate::bundle::select::Selected;
use crate::diagnostic::FileId;
use crate::document::Version;
use crate::source::{MAX_DEPTH, Node, Tree, push_step};
use crate::text::unescape_step;

/// The keys from the root to a map of components.
pub type Section = &'static [&'static str];

/// A component that a bundle gets.
pub struct Component {
    pub section: Section,
    pub name: String,
    /// The name that it would have if no other had that.
    pub natural: String,
    /// The component of the first file that is a reference to it, and in whose place it is put.
    pub instead_of: Option<Id>,
}

/// The places of all targets.
pub struct Layout<'a, 't> {
    tree: &'t Tree,
    version: Version,
    selected: &'a Selected,
    collected: &'a Collected<'t>,
    by_pointer: HashMap<(FileId, &'a str), usize>,
    /// What is known of the place of a target; `None` while it is looked for.
    known: RefCell<HashMap<usize, Option<Place>>>,
    /// The object with a `$ref` in whose place each path item is written.
    homes: RefCell<HashMap<usize, Option<Id>>>,
    depth: Cell<usize>,
    /// By target.
    pub components: HashMap<usize, Component>,
    /// The targets that become components, in their order.
    pub order: Vec<usize>,
}

/// A place in the bundle.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Place {
    /// The component that it is in; otherwise it has its pointer in the first file.
    component: Option<usize>,
    /// The JSON pointer from there.
    pointer: String,
}

impl<'a, 't> Layout<'a, 't> {
    /// Decides the place of each target.
    pub fn new(
        tree: &'t Tree,
        version: Version,
        selected: &'a Selected,
        collected: &'a Collected<'t>,
    ) -> Self {
        let targets = collected.targets.iter().enumerate();
        let by_pointer =
            targets.map(|(index, target)| ((target.file, target.pointer.as_str()), index));
        let mut layout = Self {
            tree,
            version,
            selected,
            collected,
            by_pointer: by_pointer.collect(),
            known: RefCell::default(),
            homes: RefCell::default(),
            depth: Cell::default(),
            components: HashMap::new(),
            order: Vec::new(),
        };
        layout.name_all();
        layout
    }

    /// The JSON pointer in the bundle of a node.
    pub fn pointer(&self, file: FileId, pointer: &str) -> Option<String> {
        let place = self.place(file, pointer)?;
        let mut pointer = match place.component {
            Some(component) => {
                let Component { section, name, .. } = self.components.get(&component)?;
                pointer_of(section.iter().copied().chain([name.as_str()]))
            }
            None => String::new(),
        };
        pointer.push_str(&place.pointer);
        Some(pointer)
    }

    /// Whether a node of the first file stays where it is.
    pub fn is_kept(&self, pointer: &str) -> bool {
        !self.selected.leaves_out_at(pointer)
    }

    /// Whether the target of an object with a `$ref` is written in its place, since there are no
    /// components of its kind.
    pub fn is_inlined_at(&self, index: usize, site: &Node) -> bool {
        let Some(target) = self.collected.targets.get(index) else {
            return false;
        };
        if self.section(target.shape).is_some() {
            return false;
        }
        // A path item is written once, so that callbacks may lead back to it.
        target.shape != Shape::One(Kind::PathItem)
            || !is_pure(site)
            || self.home(index).is_none_or(|home| std::ptr::eq(home, site))
    }

    /// The first object with a place in which a target is written.
    fn home(&self, index: usize) -> Option<Id> {
        if let Some(known) = self.homes.borrow().get(&index) {
            return *known;
        }
        let target = self.collected.targets.get(index)?;
        let mut pure = target.sites.iter().filter(|site| site.is_pure);
        let home = pure.find(|site| self.place(site.file, &site.pointer).is_some());
        let home = home.map(|site| site.id);
        self.homes.borrow_mut().insert(index, home);
        home
    }

    fn section(&self, shape: Shape) -> Option<Section> {
        match shape {
            Shape::One(kind) => kind.section(self.version),
            Shape::Each(_) => None,
        }
    }

    /// The place of a node: its own in the first file, else in the nearest target around it that has
    /// one.
    fn place(&self, file: FileId, pointer: &str) -> Option<Place> {
        if file == FileId::default() && !self.selected.leaves_out_at(pointer) {
            let (component, pointer) = (None, pointer.to_owned());
            return Some(Place { component, pointer });
        }
        let mut around = pointer;
        loop {
            if let Some(index) = self.by_pointer.get(&(file, around))
                && let Some(mut place) = self.place_of(*index)
            {
                place.pointer.push_str(&pointer[around.len()..]);
                return Some(place);
            }
            around = &around[..around.rfind('/')?];
        }
    }

    fn place_of(&self, index: usize) -> Option<Place> {
        if let Some(known) = self.known.borrow().get(&index) {
            return known.clone();
        }
        if self.depth.get() >= MAX_DEPTH {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        self.known.borrow_mut().insert(index, None);
        let place = self.find_place(index);
        self.depth.set(self.depth.get() - 1);
        self.known.borrow_mut().insert(index, place.clone());
        place
    }

    fn find_place(&self, index: usize) -> Option<Place> {
        let target = self.collected.targets.get(index)?;
        // In a target around it, it needs no place of its own.
        let around = target.pointer.rfind('/');
        let around = around.and_then(|end| self.place(target.file, &target.pointer[..end]));
        if let (Some(mut place), Some(end)) = (around, target.pointer.rfind('/')) {
            place.pointer.push_str(&target.pointer[end..]);
            return Some(place);
        }
        if self.section(target.shape).is_some() {
            let (component, pointer) = (Some(index), String::new());
            return Some(Place { component, pointer });
        }
        let mut pure = target.sites.iter().filter(|site| site.is_pure);
        pure.find_map(|site| self.place(site.file, &site.pointer))
    }

    /// Names the targets that become components: schemas in the order in which they become types.
    fn name_all(&mut self) {
        let own = |index: &usize| {
            let place = self.place_of(*index);
            place.is_some_and(|it| it.component == Some(*index) && it.pointer.is_empty())
        };
        let mut order: Vec<usize> = (0..self.collected.targets.len()).filter(own).collect();
        order.sort_by_key(|index| {
            let target = self.collected.targets.get(*index);
            let named = target.and_then(|it| self.selected.named(it.file, &it.pointer));
            named.map_or(usize::MAX, |named| named.rank)
        });
        let mut taken: HashMap<Section, Taken<'t>> = HashMap::new();
        for index in &order {
            let Some(target) = self.collected.targets.get(*index) else {
                continue;
            };
            let Some(section) = self.section(target.shape) else {
                continue;
            };
            let natural = self.natural_name(target);
            let taken = taken
                .entry(section)
                .or_insert_with(|| Taken::of(self.entries(section).unwrap_or_default()));
            let instead_of = taken.known.get(natural.as_str());
            let instead_of = instead_of.filter(|node| self.is_reference_to(node, *index));
            let instead_of = instead_of.map(|node| std::ptr::from_ref(*node));
            let name = match instead_of {
                Some(_) => natural.clone(),
                None => taken.free_name(&natural),
            };
            let component = Component {
                section,
                name,
                natural,
                instead_of,
            };
            self.components.insert(*index, component);
        }
        self.order = order;
    }

    /// The name of a target by itself: that of its type, else the last step to it, or its file.
    fn natural_name(&self, target: &Target<'_>) -> String {
        let file = self.tree.files.get(target.file.0 as usize);
        let stem = file.map_or("", |file| stem(&file.path));
        let is_schema = target.shape == Shape::One(Kind::Schema);
        let named = self.selected.named(target.file, &target.pointer);
        let name = match (named.filter(|_| is_schema), target.pointer.rsplit_once('/')) {
            (Some(named), _) => named.name.clone(),
            (None, None) => stem.to_owned(),
            (None, Some((_, step))) => match unescape_step(step) {
                step if self.is_item(target) => format!("{stem}_{step}"),
                step => step,
            },
        };
        let is_allowed = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
        let name = name.replace(|it| !is_allowed(it), "_");
        match name.is_empty() {
            true => "Component".to_owned(),
            false => name,
        }
    }

    /// Whether a target is an item of an array.
    fn is_item(&self, target: &Target<'_>) -> bool {
        let file = self.tree.files.get(target.file.0 as usize);
        let mut steps: Vec<_> = target
            .pointer
            .split('/')
            .skip(1)
            .map(unescape_step)
            .collect();
        steps.pop();
        let around = steps
            .iter()
            .try_fold(file.map(|file| &file.root), |node, step| match node {
                Some(Node::Array(items)) => Some(items.get(step.parse::<usize>().ok()?)),
                node => Some(node.and_then(|node| node.get(step))),
            });
        matches!(around, Some(Some(Node::Array(_))))
    }

    /// Whether a component is only a reference to a target.
    fn is_reference_to(&self, node: &Node, index: usize) -> bool {
        let text = self.collected.texts.get(&std::ptr::from_ref(node));
        let reference = text.and_then(|text| self.collected.references.get(text));
        let target = reference.map(|reference| std::ptr::from_ref(reference.target.node));
        let target = target.and_then(|target| self.collected.target_of.get(&target));
        is_pure(node) && target == Some(&index)
    }

    /// The entries of a map of components, with those of the file that is written in its place.
    fn entries(&self, section: Section) -> Option<Vec<(&'t str, &'t Node)>> {
        let mut node = Some(&self.tree.files.first()?.root);
        for key in section {
            node = self.chain(node?).into_iter().find_map(|node| node.get(key));
        }
        let chain = self.chain(node?).into_iter();
        let entries = chain.flat_map(|node| match node {
            Node::Object(entries) => entries.as_slice(),
            _ => &[],
        });
        Some(entries.map(|(key, node)| (&**key, node)).collect())
    }

    /// A node and those that are written in its place.
    fn chain(&self, node: &'t Node) -> Vec<&'t Node> {
        let mut chain: Vec<&Node> = vec![node];
        while let Some(last) = chain.last() {
            let text = self.collected.texts.get(&std::ptr::from_ref(*last));
            match text.and_then(|text| self.collected.references.get(text)) {
                Some(next) if !chain.iter().any(|it| std::ptr::eq(*it, next.target.node)) => {
                    chain.push(next.target.node);
                }
                _ => break,
            }
        }
        chain
    }
}

/// The JSON pointer of some keys.
pub fn pointer_of<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let mut pointer = String::new();
    keys.for_each(|key| push_step(&mut pointer, key));
    pointer
}

/// The name of a file up to its first point.
fn stem(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str());
    name.unwrap_or_default()
        .split('.')
        .next()
        .unwrap_or_default()
}

/// The names of a map of components.
struct Taken<'t> {
    names: HashSet<String>,
    /// The components of the first file.
    known: HashMap<&'t str, &'t Node>,
    /// The last number that each name was given.
    last: HashMap<String, usize>,
}

impl<'t> Taken<'t> {
    fn of(entries: Vec<(&'t str, &'t Node)>) -> Self {
        Self {
            names: entries.iter().map(|(key, _)| (*key).to_owned()).collect(),
            known: entries.into_iter().collect(),
            last: HashMap::new(),
        }
    }

    /// Takes a name, or its first numbered variant that is not taken.
    fn free_name(&mut self, name: &str) -> String {
        if self.names.insert(name.to_owned()) {
            return name.to_owned();
        }
        let separator = match name.ends_with(|last: char| last.is_ascii_digit()) {
            true => "_",
            false => "",
        };
        let number = self.last.entry(name.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let free = format!("{name}{separator}{number}");
            if self.names.insert(free.clone()) {
                return free;
            }
        }
    }
}
