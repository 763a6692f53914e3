//! The names that emitted code uses without a path are reserved, or qualified where a type has
//! them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

use crate::config::{Dates, Modules};
use crate::emit::SHORT;
use crate::model::Api;
use crate::reserved::{TYPES, checks, models, modules};
use crate::{Config, File};

/// Names that have to be found in the scope around code.
#[derive(Default)]
struct Names {
    /// The first segments of paths of types, and the imports.
    types: BTreeSet<String>,
    /// Functions that are called.
    functions: BTreeSet<String>,
    /// Macros that are called.
    macros: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let first = path
            .segments
            .first()
            .filter(|_| path.leading_colon.is_none());
        self.types.extend(first.map(|it| it.ident.to_string()));
        visit::visit_path(self, path);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        // A value alone is a local one.
        if path.path.get_ident().is_none() {
            visit::visit_expr_path(self, path);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func {
            let name = path.path.get_ident().map(ToString::to_string);
            self.functions.extend(name);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_stmt(&mut self, statement: &'ast syn::Stmt) {
        // The imports of a function shadow the names around it.
        if !matches!(statement, syn::Stmt::Item(syn::Item::Use(_))) {
            visit::visit_stmt(self, statement);
        }
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.types.insert(name.ident.to_string());
    }

    fn visit_use_path(&mut self, path: &'ast syn::UsePath) {
        let leaf = |name: &syn::Ident| name.to_string();
        match &*path.tree {
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.types.insert(leaf(&path.ident));
            }
            syn::UseTree::Group(group) => {
                let names_itself = |tree: &syn::UseTree| matches!(tree, syn::UseTree::Name(name) if name.ident == "self");
                let itself = group.items.iter().any(names_itself);
                self.types.extend(itself.then(|| leaf(&path.ident)));
            }
            _ => {}
        }
        visit::visit_use_path(self, path);
    }

    // Derives and macros have names of their own kind.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.macros
            .extend(call.path.get_ident().map(ToString::to_string));
        // The tables name types by path.
        let words = call.tokens.to_string();
        let words: Vec<&str> = words.split_whitespace().collect();
        let roots = words.windows(2).filter(|pair| pair[1] == "::");
        let is_name = |word: &&str| syn::parse_str::<syn::Ident>(word).is_ok();
        self.types
            .extend(roots.map(|pair| pair[0]).filter(is_name).map(str::to_owned));
    }
}

fn names(file: &File) -> Names {
    let parsed = syn::parse_file(&file.content).expect("it is Rust");
    let mut names = Names::default();
    names.visit_file(&parsed);
    // An imported macro is no type.
    names.types.retain(|name| !names.macros.contains(name));
    let plain = names.types.iter().map(|name| name.trim_start_matches("r#"));
    names.types = plain.map(str::to_owned).collect();
    names
}

/// Whether a description could call something so in the file, and nothing keeps it from that.
fn is_open(file: &str, name: &str, api: &Api, config: &Config) -> bool {
    let always = ["Self", "self", "super", "crate"];
    let is_value = name.starts_with(char::is_lowercase);
    if always.contains(&name) {
        return false;
    }
    match file.split('/').next().unwrap_or_default() {
        "models.rs" => {
            let is_declared = api.types.iter().any(|def| def.name == name);
            let is_kept = models(config).iter().any(|it| it == name);
            !(is_declared || is_kept || SHORT.contains(&name))
        }
        // Modules stand beside what `client` and `server` use.
        "client.rs" | "server.rs" | "client" | "server" => {
            let is_declared = api.modules.iter().any(|it| it.name == name)
                || api.securities.iter().any(|it| it.name == name);
            let is_kept = modules(config).iter().any(|it| it == name);
            is_value && !is_declared && !is_kept
        }
        "responses.rs" => {
            let is_declared = api.operations.iter().any(|it| {
                let names = [Some(&it.error_name), Some(&it.success_name)];
                let mut names = names.into_iter().chain([it.shared_errors.as_ref()]);
                names.any(|declared| declared.is_some_and(|declared| declared == name))
            });
            let could_be = ["Error", "Success"].iter().any(|end| name.ends_with(end));
            could_be && !is_declared && !TYPES.contains(&name)
        }
        "requests.rs" => {
            ["Params", "Body"].iter().any(|end| name.ends_with(end)) && !declares(api, name)
        }
        _ => false,
    }
}

fn declares(api: &Api, name: &str) -> bool {
    api.operations.iter().any(|it| {
        it.params.as_ref().is_some_and(|params| params.name == name)
            || it
                .body
                .as_ref()
                .is_some_and(|body| body.enumeration == name)
    })
}

/// A type for each format that is one.
const FORMATS: &str = r##"openapi: 3.1.0
info: {title: t, version: "1"}
paths: {/a: {get: {operationId: a, responses: {"200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}}}}}
components:
  schemas:
    A:
      type: object
      required: [a]
      properties: {a: {type: string, format: date-time}, b: {type: string, format: date}, c: {type: string, format: uuid}, d: {type: string, format: ipv4}, e: {type: string, format: byte}, f: {type: [string, "null"]}, g: {not: {}}}
"##;

#[test]
fn what_emitted_code_names_is_reserved() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let folders = [specs.join("cases"), specs];
    let files = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("it is a folder"));
    let mut files: Vec<_> = files
        .map(|file| file.expect("it can be read").path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "yaml"));
    files.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("it can be read");
    let mut texts: Vec<String> = files.iter().map(read).collect();
    texts.push(FORMATS.to_owned());
    let dates = [Dates::Chrono, Dates::Jiff, Dates::Time];
    let ways = dates.map(|dates| [(dates, Modules::One), (dates, Modules::Tag)]);
    let runs = texts
        .iter()
        .flat_map(|text| ways.iter().flatten().map(move |way| (text, *way)));
    let (mut seen, mut open) = (BTreeSet::new(), BTreeSet::new());
    for (text, (dates, modules)) in runs {
        let config = Config {
            module: true,
            modules,
            dates,
            ..Config::default()
        };
        let generated = crate::generate_text(Path::new("t.yaml"), text.clone(), &config);
        let Ok(generated) = generated else { continue };
        let api = &generated.api;
        let checked: BTreeSet<String> = checks().map(str::to_owned).collect();
        let own = generated
            .files
            .iter()
            .filter(|file| file.path.ends_with(".rs") && !file.path.starts_with("support/"));
        for file in own {
            let found = names(file);
            let is_open = |name: &&String| is_open(&file.path, name, api, &config);
            let is_called = |name: &&String| file.path == "validate.rs" && !checked.contains(*name);
            let types = found.types.iter().filter(is_open);
            let names = types.chain(found.functions.iter().filter(is_called));
            open.extend(names.map(|name| format!("{}: {name}", file.path)));
            seen.extend(found.types);
        }
    }
    assert!(open.is_empty(), "{open:#?}");
    // It looks at something.
    for name in [
        "bool",
        "serde_json",
        "chrono",
        "jiff",
        "time",
        "models",
        "Option",
        "std",
    ] {
        assert!(seen.contains(name), "{name}");
    }
}
