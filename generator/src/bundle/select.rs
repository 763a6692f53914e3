//! The configuration → the operations and components that a bundle leaves out.

use std::collections::{HashMap, HashSet};

use crate::Config;
use crate::diagnostic::{Diagnostic, FileId, Location};
use crate::document::{Document, METHODS, Origin, Part, Used};
use crate::selection::select;

/// What a bundle has of a description.
#[derive(Default)]
pub struct Selected {
    /// Whether operations are selected.
    pub is_active: bool,
    /// Whether components that nothing reaches are left out.
    pub prunes: bool,
    /// The methods that are left out of a path item, by its JSON pointer.
    left_out: HashMap<String, LeftOut>,
    /// The JSON pointers of the component schemas that selected operations use.
    pub used: Vec<String>,
    /// The named schemas, in the order in which they become types.
    order: HashMap<FileId, HashMap<String, Named>>,
}

/// A named schema.
pub struct Named {
    pub rank: usize,
    pub name: String,
}

#[derive(Default)]
struct LeftOut {
    methods: HashSet<String>,
    /// Whether no operation is left.
    all: bool,
}

impl Selected {
    /// Drops what the configuration excludes from a document, as [`select`] does.
    pub fn select(document: &mut Document<'_>, config: &Config) -> (Self, Used, Vec<Diagnostic>) {
        let is_active =
            !config.include_operations.is_empty() || !config.exclude_operations.is_empty();
        let mut selected = Self {
            is_active,
            prunes: is_active && config.prune,
            order: order(document),
            ..Self::default()
        };
        let all = sites(document);
        let components = document.components.clone();
        let (used, diagnostics) = select(document, config);
        let left = sites(document);
        for (site, methods) in all {
            let kept = left.get(&site);
            let is_kept = |method: &String| kept.is_some_and(|kept| kept.contains(method));
            let methods: HashSet<_> = methods.into_iter().filter(|it| !is_kept(it)).collect();
            if !methods.is_empty() {
                let all = kept.is_none();
                selected.left_out.insert(site, LeftOut { methods, all });
            }
        }
        let components = components.iter().map(|(_, id)| *id);
        let components = components.filter(|id| used.contains(Part::Schema(*id)));
        let places = components.map(|id| document.places.location(document.schema(id).place));
        let of_main = places.filter(|place| place.file == FileId::default());
        selected.used = of_main.map(|place| place.pointer).collect();
        (selected, used, diagnostics)
    }

    /// The name of the schema at a place, and its rank among the named schemas.
    pub fn named(&self, file: FileId, pointer: &str) -> Option<&Named> {
        self.order.get(&file)?.get(pointer)
    }

    /// Whether an operation is left out of the path item at a pointer.
    pub fn leaves_out(&self, site: &str, keyword: &str) -> bool {
        let method = METHODS.iter().find(|(known, _)| *known == keyword);
        let method = method.map_or(keyword, |(_, method)| method);
        let left_out = self.left_out.get(site);
        left_out.is_some_and(|it| it.methods.contains(method))
    }

    /// Whether the path item at a pointer is left out.
    pub fn leaves_out_all(&self, site: &str) -> bool {
        self.left_out.get(site).is_some_and(|it| it.all)
    }

    /// Whether a node of the first file is in an operation or a path item that is left out.
    pub fn leaves_out_at(&self, pointer: &str) -> bool {
        if self.left_out.is_empty() {
            return false;
        }
        let ends = pointer.match_indices('/').map(|(at, _)| at);
        let ends: Vec<usize> = ends.skip(2).chain([pointer.len()]).collect();
        let Some(site) = ends.first().and_then(|end| pointer.get(..*end)) else {
            return false;
        };
        let mut steps = pointer[site.len()..].split('/').skip(1);
        let method = match steps.next() {
            Some("additionalOperations") => steps.next(),
            step => step,
        };
        self.leaves_out_all(site) || method.is_some_and(|it| self.leaves_out(site, it))
    }
}

/// The methods of the operations and webhooks, by the pointer of their path item. Callbacks are parts of
/// their operations.
fn sites(document: &Document<'_>) -> HashMap<String, HashSet<String>> {
    let mut sites: HashMap<String, HashSet<String>> = HashMap::new();
    let operations = document.operations.iter().chain(&document.webhooks);
    for operation in operations.filter(|it| !matches!(it.origin, Origin::Callback(..))) {
        let site = document.places.location(operation.path_place).pointer;
        sites
            .entry(site)
            .or_default()
            .insert(operation.method.to_owned());
    }
    sites
}

fn order(document: &Document<'_>) -> HashMap<FileId, HashMap<String, Named>> {
    let mut order: HashMap<FileId, HashMap<String, Named>> = HashMap::new();
    for (rank, (name, id)) in document.components.iter().enumerate() {
        let Location { file, pointer, .. } = document.places.location(document.schema(*id).place);
        let named = || Named {
            rank,
            name: (*name).to_owned(),
        };
        let of_file = order.entry(file).or_default();
        of_file.entry(pointer).or_insert_with(named);
    }
    order
}
