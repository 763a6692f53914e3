//! Whatever emitted code imports is emitted, for every pair of features that bring support code in.

use std::collections::BTreeSet;
use std::path::Path;

use oasmith::{Config, File};
use syn::visit::Visit;

/// Schemas that need something of the support code.
const FEATURES: &[&str] = &[
    "{type: string, minLength: 1}",
    "{type: string, pattern: '^[a-z]+$'}",
    "{type: string, pattern: 'a|bc'}",
    "{type: string, pattern: '(a)\\1'}",
    "{type: string, format: email}",
    "{type: string, format: date-time}",
    "{type: string, format: date}",
    "{type: string, format: uuid}",
    "{type: string, format: byte}",
    "{type: string, format: ipv4}",
    "{type: string, format: password}",
    "{type: string, enum: [a, b]}",
    "{type: integer, enum: [1, 2]}",
    "{enum: [1, a]}",
    "{const: 1}",
    "{type: number, minimum: 1, multipleOf: 2}",
    "{type: array, items: {type: string}, uniqueItems: true}",
    "{type: array, items: {type: string}, contains: {const: a}}",
    "{type: array, prefixItems: [{type: string}], items: {type: integer}}",
    "{type: array, prefixItems: [{type: string}], items: {type: integer}, contains: {const: 7}, minContains: 2}",
    "{type: array, prefixItems: [{type: string}, {type: integer}], items: false, minItems: 2}",
    "{type: object, additionalProperties: {type: string}, minProperties: 1}",
    "{type: object, patternProperties: {'^x': {type: string}}}",
    "{type: object, propertyNames: {maxLength: 3}}",
    "{type: object, properties: {a: {type: string}}, not: {required: [a]}}",
    "{type: object, properties: {models: {type: string, minLength: 2}, requests: {maxLength: 3}}}",
    "{oneOf: [{type: string}, {type: integer}]}",
    "{oneOf: [{type: object, required: [a], properties: {a: {const: x}}}, {type: object, required: [a], properties: {a: {const: y}}}]}",
    "{anyOf: [{type: string}, {type: 'null'}]}",
    "{type: array, items: {$ref: '#/components/schemas/T'}}",
    "false",
];

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
    let all = oasmith::support(&Config::default());
    let is_module = |name: &str| all.iter().any(|file| file.path == format!("{name}.rs"));
    let modules: BTreeSet<&str> = generated.files.iter().filter_map(support).collect();
    assert!(modules.contains("codec"), "{what}: {modules:?}");
    for file in generated
        .files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
    {
        let mut paths = Paths {
            is_support: support(file).is_some(),
            found: BTreeSet::new(),
        };
        paths.visit_file(&syn::parse_file(&file.content).expect("it is Rust"));
        for module in paths.found.iter().filter(|name| is_module(name)) {
            assert!(
                modules.contains(&**module),
                "{what}: {} imports {module}",
                file.path
            );
        }
    }
}

/// The module of the support code that a file is.
fn support(file: &File) -> Option<&str> {
    let (_, name) = file.path.split_once("support/")?;
    name.strip_suffix(".rs").filter(|name| *name != "mod")
}

/// The modules of the support code that a file imports from.
struct Paths {
    is_support: bool,
    found: BTreeSet<String>,
}

impl Paths {
    fn add(&mut self, path: &[String]) {
        let rest = path.iter().skip_while(|part| *part == "super");
        let mut rest = rest.skip_while(|part| *part == "support");
        let is_within = path.iter().any(|part| part == "support");
        let is_beside = self.is_support && path.first().is_some_and(|first| first == "super");
        if is_within || is_beside {
            self.found.extend(rest.next().cloned());
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
