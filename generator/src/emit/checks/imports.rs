//! The imports of validators.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::checks::patterns;
use crate::emit::rust::ident;
use crate::model::{Api, Check, Engine, Ty, facts};

/// The names of the runtime that validators use besides the functions of the checks, by module.
const RUNTIME: &[(&str, &[&str])] = &[
    (
        "body::multipart",
        &["headers_with", "value_with", "values_with"],
    ),
    (
        "unions",
        &[
            "Variants",
            "exclusive_unions",
            "unconstrained_unions",
            "unions",
        ],
    ),
    (
        "validate",
        &[
            "Report",
            "Validate",
            "as_text",
            "enumerations",
            "if_list",
            "if_object",
            "if_text",
            "items",
            "nullable",
            "object",
            "unconstrained",
            "values",
        ],
    ),
    ("validate::backtracking", &["Backtracking", "Step"]),
    ("validate::format", &["Format"]),
    ("validate::matcher", &["Run", "Runs"]),
    ("validate::numbers", &["if_number"]),
    ("validate::pattern", &["matches"]),
    ("validate::regex", &["Linear"]),
];

/// The items of the runtime that validators may import: their modules and names.
fn runtime() -> impl Iterator<Item = (&'static str, &'static str)> {
    let others = RUNTIME
        .iter()
        .flat_map(|(module, names)| names.iter().map(|name| (*module, *name)));
    let functions = Check::FUNCTIONS.iter();
    others.chain(functions.filter_map(|path| path.rsplit_once("::")))
}

/// All names that validators may import.
pub fn importable() -> impl Iterator<Item = &'static str> {
    runtime()
        .map(|(_, name)| name)
        .chain(["bodies", "headers", "models", "requests"])
}

/// The names that validators use, and the patterns that they match with.
#[derive(Default)]
pub struct Imports {
    runtime: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// The modules with types that are checked.
    modules: BTreeSet<&'static str>,
    patterns: BTreeSet<usize>,
    rules: BTreeSet<usize>,
}

impl Imports {
    /// Adds a name of the runtime.
    pub fn add(&mut self, name: &str) {
        let found = runtime().find(|(_, known)| *known == name);
        debug_assert!(found.is_some(), "the runtime has no {name}");
        if let Some((module, name)) = found {
            self.runtime.entry(module).or_default().insert(name);
        }
    }

    /// Adds a module with types: `models`, or one with those of operations.
    pub fn add_module(&mut self, module: &'static str) {
        self.modules.insert(module);
    }

    /// Adds a type that is written out.
    pub fn add_type(&mut self, ty: &Ty) {
        if facts::has_named_type(ty) {
            self.add_module("models");
        }
    }

    /// Adds the constant of a pattern.
    pub fn add_pattern(&mut self, index: usize) {
        self.patterns.insert(index);
    }

    /// Adds a rule that others refer to.
    pub fn add_rule(&mut self, index: usize) {
        self.rules.insert(index);
    }

    /// The functions of the rules, whose own imports it adds.
    pub fn rules(&mut self, api: &Api) -> TokenStream {
        let shared: BTreeSet<usize> = facts::variant_rules(api).collect();
        if !shared.is_empty() {
            self.runtime.entry("rules").or_default();
        }
        self.rules.extend(&shared);
        let (mut known, mut functions) = (BTreeSet::new(), Vec::new());
        loop {
            let new = self.rules.difference(&known).next().copied();
            let Some((index, named)) = new.and_then(|index| Some((index, api.rules.get(index)?)))
            else {
                break;
            };
            known.insert(index);
            super::rule::add_imports(&named.rule, self);
            functions.push((
                index,
                super::rule::function(api, named, shared.contains(&index)),
            ));
        }
        functions.sort_by_key(|(index, _)| *index);
        let functions = functions.into_iter().map(|(_, function)| function);
        quote!(#(#functions)*)
    }

    /// The constants of the patterns, whose own imports it adds.
    pub fn constants(&mut self, api: &Api) -> TokenStream {
        let shared: BTreeSet<usize> = facts::property_patterns(api).collect();
        let wanted = self.patterns.union(&shared).copied();
        let wanted: BTreeSet<usize> = wanted.collect();
        let constants = wanted.into_iter().map(|index| {
            let pattern = &api.patterns[index];
            match &pattern.engine {
                Engine::Runs(runs) => {
                    self.add("Runs");
                    if !runs.is_empty() {
                        self.add("Run");
                    }
                }
                Engine::Linear(_) => self.add("Linear"),
                Engine::Backtracking(program) => {
                    self.add("Backtracking");
                    if !program.steps.is_empty() {
                        self.add("Step");
                    }
                }
            }
            patterns::constant(pattern, shared.contains(&index))
        });
        let constants: Vec<_> = constants.collect();
        quote!(#(#constants)*)
    }

    /// The `use` items.
    pub fn items(&self) -> TokenStream {
        let modules = self.modules.iter().map(|module| ident(module));
        let runtime = self.runtime.iter().map(|(module, names)| {
            // The macros for unions name their module, and so do rules.
            let has_union_table = names.iter().any(|name| name.ends_with("unions"));
            let own = has_union_table || *module == "rules";
            let own = own.then(|| quote!(self,));
            let (module, names) = (module.split("::").map(ident), names.iter());
            let names = names.map(|name| ident(name));
            quote!(use super::support::#(#module)::*::{#own #(#names),*};)
        });
        quote!(#(use super::#modules;)* #(#runtime)*)
    }
}

#[cfg(test)]
mod tests {
    use super::runtime;

    /// A name stands for one item.
    #[test]
    fn no_name_is_of_two_modules() {
        let mut names: Vec<_> = runtime().map(|(_, name)| name).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
