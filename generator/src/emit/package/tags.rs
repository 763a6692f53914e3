//! `client/TAG` and `server/TAG`: the operations of a tag, where the modules are divided by tags.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::docs::{self, Docs, Span};
use crate::emit::rust::ident;
use crate::model::{Api, Module};

/// A file below a module: its name and content.
pub type ModuleFile = (String, String);

/// The files of client or server: the module itself first, then those that it is divided into.
pub fn divided<'a>(
    api: &Api,
    name: &str,
    modules: impl Iterator<Item = &'a Module>,
    root: fn(&Api) -> String,
    part: fn(&Api, &Module) -> String,
) -> Vec<ModuleFile> {
    let mut parts = vec![(name.to_owned(), root(api))];
    // Each part has the same model, but for its operations, and what is of all of them.
    let mut only = Api {
        rejections: Vec::new(),
        operations: Vec::new(),
        modules: Vec::new(),
        ..api.clone()
    };
    for module in modules {
        let operations = module.operations.iter();
        only.operations = operations
            .filter_map(|index| api.operations.get(*index).cloned())
            .collect();
        let content = part(&only, module);
        parts.push((format!("{name}/{}", module.name), content));
    }
    parts
}

/// The declarations of modules, in the order of their names.
pub fn declarations<'a>(modules: impl Iterator<Item = &'a Module>) -> Vec<TokenStream> {
    let mut names: Vec<&str> = modules.map(|module| module.name.as_str()).collect();
    names.sort_unstable();
    let names = names.into_iter().map(ident);
    names.map(|name| quote!(pub mod #name;)).collect()
}

/// The documentation of a module, inside of it.
pub fn head(module: &Module) -> TokenStream {
    docs::inner(text(module))
}

/// The documentation of the item for a module.
pub fn outer_docs(module: &Module) -> TokenStream {
    docs::outer(text(module))
}

fn text(module: &Module) -> Docs {
    match &module.tag {
        Some(tag) => operations_of(docs::code(tag)),
        None => docs::words("The operations without a tag.").into(),
    }
}

/// The documentation for operations of an API or a tag.
pub fn operations_of(of: Span) -> Docs {
    docs::sentence("The operations of {}.", &[of])
}
