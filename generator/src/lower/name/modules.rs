//! Tags → the modules of client and server.

use std::collections::HashMap;

use crate::config::Modules;
use crate::document::Operation;
use crate::identifier::{Case, shortened};
use crate::lower::limits::MAX_MODULE_NAME;
use crate::lower::name::scopes::{Scope, value_name};
use crate::model::Module;
use crate::{Config, reserved};

/// Puts every operation into the module of its first tag, in the order of first use.
pub fn divide<'a>(
    operations: impl Iterator<Item = &'a Operation<'a>>,
    config: &Config,
) -> Vec<Module> {
    if config.modules == Modules::One {
        return Vec::new();
    }
    let mut scope = Scope::with_reserved(Case::Snake, reserved::modules(config));
    let mut divided: Vec<Module> = Vec::new();
    let mut known: HashMap<Option<&str>, usize> = HashMap::new();
    for (index, operation) in operations.enumerate() {
        let tag = operation.tags.first().copied();
        let at = known.get(&tag).and_then(|at| divided.get_mut(*at));
        match at {
            Some(module) => module.operations.push(index),
            None => {
                known.insert(tag, divided.len());
                divided.push(Module {
                    name: scope.reserve(module_name(tag.unwrap_or("untagged"))),
                    tag: tag.map(str::to_owned),
                    operations: vec![index],
                });
            }
        }
    }
    divided
}

/// The name of a module and its file: ASCII, and short enough for a file system.
fn module_name(tag: &str) -> String {
    let plain: String = tag.chars().filter(char::is_ascii).collect();
    value_name(&shortened(&plain, MAX_MODULE_NAME))
}

#[cfg(test)]
mod tests {
    use super::module_name;

    #[test]
    fn modules_are_named_in_ascii() {
        for (tag, expected) in [
            ("Pets", "pets"),
            ("pet store", "pet_store"),
            ("größe", "gre"),
            ("猫", "empty"),
            ("2fa", "n2fa"),
            ("type", "type"),
            ("../../etc", "etc"),
            ("self", "self_"),
        ] {
            assert_eq!(module_name(tag), expected, "{tag}");
        }
        let long = |end: &str| module_name(&("a".repeat(1_000) + end));
        assert!(long("").len() <= super::MAX_MODULE_NAME);
        assert_ne!(long("b"), long("c"));
    }
}
