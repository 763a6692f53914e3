//! Adds the configured derives: a pass over the finished model.

use crate::config::{RustPath, Word};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Api, Shape};
use crate::selection::unmatched;

/// Adds the configured derives to the types that each word selects, aliases excepted. Reports words
/// that select no type.
pub fn apply(api: &mut Api, derives: &[(Word, RustPath)]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (word, path) in derives {
        let can_derive = |shape: &Shape| !matches!(shape, Shape::Alias(_));
        let selected = api
            .types
            .iter_mut()
            .filter(|def| can_derive(&def.shape) && word.matches(&def.name));
        let mut any = false;
        for def in selected {
            any = true;
            if def.derives.iter().all(|known| known != path) {
                def.derives.push(path.clone());
            }
        }
        if !any {
            let names = api.types.iter().map(|def| def.name.as_str());
            let near = nearest(word.as_str(), names);
            diagnostics.push(unmatched(
                "derives",
                word.as_str(),
                "no struct or enumeration",
                near,
            ));
        }
    }
    diagnostics
}
