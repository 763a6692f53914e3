//! Diagnostics → lines and columns, in a second pass over their files.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, FileId, Location, Span, ancestors};
use crate::source::{NodeSpans, Tree, spans};

/// Which of the spans of a node a location points to.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Target {
    Value,
    Key,
    /// The last key of an object that has the key several times.
    DuplicateKey,
}

impl Target {
    fn of(self, spans: NodeSpans) -> Span {
        let span = match self {
            Self::Value => None,
            Self::Key => spans.key,
            Self::DuplicateKey => spans.duplicate_key.or(spans.key),
        };
        span.unwrap_or(spans.value)
    }
}

/// Finds line and column of every diagnostic.
pub fn locate(diagnostics: &mut [Diagnostic], tree: &Tree) {
    let locations = diagnostics.iter_mut().flat_map(|diagnostic| {
        let code = diagnostic.code;
        let locations = diagnostic.locations().enumerate();
        locations.map(move |(index, location)| {
            let target = match code.is_about_key() {
                true if code == Code::DuplicateKey && index == 0 => Target::DuplicateKey,
                true => Target::Key,
                false => Target::Value,
            };
            (location, target)
        })
    });
    locate_all(locations.collect(), tree);
}

/// Finds line and column of locations, each of a node or of its key, in one pass over each file. A node
/// that is missing in the text, or stands behind an alias, has the span of its nearest ancestor there;
/// a node that an overlay added has its span in the overlay.
pub fn locate_all(mut locations: Vec<(&mut Location, Target)>, tree: &Tree) {
    let mut wanted: BTreeMap<FileId, HashSet<String>> = BTreeMap::new();
    for (location, _) in &mut locations {
        if let Some(file) = tree.files.get(location.file.0 as usize) {
            let origin = file.origins.find(location.file, &location.pointer);
            (location.file, location.pointer) = (origin.file, origin.pointer);
        }
        let pointers = wanted.entry(location.file).or_default();
        pointers.extend(ancestors(&location.pointer).map(str::to_owned));
    }
    let found = wanted.iter().filter_map(|(id, pointers)| {
        let file = tree.files.get(id.0 as usize)?;
        let pointers = pointers.iter().map(String::as_str).collect();
        Some((*id, spans(&file.text, &pointers)))
    });
    let found: HashMap<FileId, _> = found.collect();
    for (location, target) in locations {
        let Some(found) = found.get(&location.file) else {
            continue;
        };
        let spans = ancestors(&location.pointer).find_map(|pointer| found.get(pointer));
        let span = spans.map(|spans| target.of(*spans));
        location.span = location.span.or(span);
    }
}
