//! Whatever emitted code imports is emitted, for every pair of schemas that need the runtime.

#[path = "output/features.rs"]
mod features;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use oasmith::{Config, File};
use syn::visit::Visit;

use features::FEATURES;

#[test]
fn every_pair_of_features_imports_what_is_there() {
    let pairs = FEATURES.iter().enumerate();
    let pairs =
        pairs.flat_map(|(index, one)| FEATURES[index..].iter().map(move |other| (one, other)));
    for (one, other) in pairs {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{\
             T: {{type: object, properties: {{one: {one}}}}}, Named: {other}}}}}\n"
        );
        check(
            &text,
            &Config {
                prune: false,
                ..Config::default()
            },
            &format!("{one} and {other}"),
        );
    }
}

#[test]
fn client_and_server_import_what_is_there() {
    for feature in FEATURES {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /a/{{b}}:\n    post:\n      operationId: a\n      \
             parameters: [{{name: b, in: path, required: true, schema: {{type: string}}}}]\n      \
             requestBody: {{content: {{application/json: {{schema: {feature}}}, text/plain: {{schema: {{type: string}}}}}}}}\n      \
             responses: {{200: {{description: d, content: {{application/json: {{schema: {feature}}}}}}}}}\n\
             components: {{schemas: {{T: {{type: object, properties: {{one: {{type: string}}}}}}}}}}\n"
        );
        for (client, server, module) in [
            (true, true, false),
            (true, false, true),
            (false, true, true),
            (false, false, false),
        ] {
            let config = Config {
                client,
                server,
                module,
                ..Config::default()
            };
            check(&text, &config, feature);
        }
    }
}

#[track_caller]
fn check(text: &str, config: &Config, what: &str) {
    let generated = oasmith::generate_text(Path::new("t.yaml"), text.to_owned(), config);
    let generated = generated
        .unwrap_or_else(|report| panic!("{what}: {:?}", report.texts(true, oasmith::Style::Plain)));
    let mut modules = BTreeSet::new();
    for file in &generated.files {
        if let Some(module) = support(file) {
            modules.insert(module);
        }
    }
    assert!(modules.contains("codec::wire"), "{what}: {modules:?}");
    // What a folder re-exports has to be there, whoever imports it.
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let all = oasmith::support(&Config::default());
        all.iter().filter_map(known).collect()
    });
    let known = &*KNOWN;
    for file in generated
        .files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
    {
        let mut paths = Paths {
            module: support(file).map(|module| module.split("::").map(str::to_owned).collect()),
            is_folder: support(file).is_some() && file.path.ends_with("/mod.rs"),
            found: BTreeSet::new(),
        };
        paths.visit_file(&syn::parse_file(&file.content).expect("it is Rust"));
        for path in paths.found {
            let start = path[..path.len().min(2)].join("::");
            let folder = path.first().cloned().unwrap_or_default();
            let is_there = match known.contains(&start) {
                true => modules.contains(&*start),
                false => !known.contains(&folder) || modules.contains(&*folder),
            };
            assert!(is_there, "{what}: {} imports {start}", file.path);
        }
    }
}

/// The module of the support code that a file is.
fn support(file: &File) -> Option<String> {
    let (_, path) = file.path.split_once("support/")?;
    module_of(path)
}

/// The same for a file of the shared code.
fn known(file: &File) -> Option<String> {
    module_of(&file.path)
}

/// `codec/mod.rs` is the module `codec`; the root is none.
fn module_of(path: &str) -> Option<String> {
    let path = path.strip_suffix(".rs")?;
    let path = path.strip_suffix("/mod").unwrap_or(path);
    (path != "mod").then(|| path.replace('/', "::"))
}

/// The paths below the root of the support code that a file imports from.
struct Paths {
    /// The module of the support code that the file is.
    module: Option<Vec<String>>,
    /// Whether that has modules of its own.
    is_folder: bool,
    found: BTreeSet<Vec<String>>,
}

impl Paths {
    fn add(&mut self, path: &[String]) {
        if let Some(at) = path.iter().position(|part| part == "support") {
            self.found.insert(path[at + 1..].to_vec());
            return;
        }
        let Some(module) = &self.module else {
            return;
        };
        if self.is_folder {
            self.found
                .insert(module.iter().chain(path).cloned().collect());
            return;
        }
        let ups = path.iter().take_while(|part| *part == "super").count();
        if ups > 0 && ups <= module.len() {
            let start = module[..module.len() - ups].iter();
            self.found
                .insert(start.chain(&path[ups..]).cloned().collect());
        }
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| -> Vec<String> {
            before.iter().cloned().chain([name.to_string()]).collect()
        };
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|it| self.tree(before, it)),
            syn::UseTree::Name(name) => self.add(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        self.add(&parts);
        syn::visit::visit_path(self, path);
    }
}
