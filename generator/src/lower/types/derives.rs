//! What types derive besides what they derive anyway: a pass over the finished model.

use crate::config::Word;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Api, Shape};
use crate::selection::unmatched;

/// Gives each type what the configuration says that it derives. A word that selects no type is
/// reported; another name for a type cannot derive anything.
pub fn find(api: &mut Api, derives: &[(Word, impl AsRef<str>)]) -> Vec<Diagnostic> {
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
            let path = path.as_ref();
            if def.derives.iter().all(|known| known != path) {
                def.derives.push(path.to_owned());
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
