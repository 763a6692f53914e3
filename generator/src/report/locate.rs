//! Diagnostics → lines and columns, in a second pass over their files.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::{Diagnostic, FileId, Location, ancestors};
use crate::source::{Tree, spans};

/// Finds line and column of every diagnostic.
pub fn locate(diagnostics: &mut [Diagnostic], tree: &Tree) {
    let locations = diagnostics.iter_mut().flat_map(|diagnostic| {
        let at_key = diagnostic.code.is_about_key();
        diagnostic
            .locations()
            .map(move |location| (location, at_key))
    });
    locate_all(locations.collect(), tree);
}

/// Finds line and column of locations, each of a node or of its key, in one pass over each file. A node
/// that is missing in the text, or stands behind an alias, has the span of its nearest ancestor there;
/// a node that an overlay added has its span in the overlay.
pub fn locate_all(mut locations: Vec<(&mut Location, bool)>, tree: &Tree) {
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
    for (location, at_key) in locations {
        let Some(found) = found.get(&location.file) else {
            continue;
        };
        let spans = ancestors(&location.pointer).find_map(|pointer| found.get(pointer));
        let mark = spans.map(|spans| spans.key.filter(|_| at_key).unwrap_or(spans.value));
        location.mark = location.mark.or(mark);
    }
}
