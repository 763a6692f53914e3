//! The sources of the generator: what may print, and that nothing else does.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The modules that print.
const DOORS: [&str; 2] = ["src/cli/terminal.rs", "src/directive.rs"];

const MACROS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// The last segments of paths that lead to the output, and methods that print by themselves.
const NAMES: [&str; 6] = ["Stderr", "Stdout", "_eprint", "_print", "stderr", "stdout"];

/// What of a file prints.
#[derive(Default)]
struct Printing {
    found: Vec<String>,
    /// The modules that stand in files of their own.
    modules: Vec<String>,
    /// The folder that `#[path = "…"]` gives the module at hand.
    folder: Option<String>,
}

impl Printing {
    fn of(file: &syn::File) -> Self {
        let mut printing = Self::default();
        printing.visit_file(file);
        printing
    }

    fn name(&mut self, name: &str) {
        if NAMES.contains(&name) {
            self.found.push(name.to_owned());
        }
    }

    /// The arguments of a macro, which have no grammar.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut before = String::new();
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Punct(sign) if sign.as_char() == '!' => {
                    if MACROS.contains(&&*before) {
                        self.found.push(format!("{before}!"));
                    }
                }
                TokenTree::Ident(name) => {
                    before = name.to_string();
                    self.name(&before);
                    continue;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            before.clear();
        }
    }
}

/// Whether an item is compiled for tests alone.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    let is_test = |attribute: &syn::Attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return false;
        };
        let text = list.tokens.to_string();
        list.path.is_ident("cfg") && (text == "test" || text.starts_with("all (test ,"))
    };
    attributes.iter().any(is_test)
}

/// The file that `#[path = "…"]` names.
fn path_of(attributes: &[syn::Attribute]) -> Option<String> {
    attributes
        .iter()
        .find_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(syn::MetaNameValue {
                path,
                value: syn::Expr::Lit(literal),
                ..
            }) if path.is_ident("path") => match &literal.lit {
                syn::Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
}

impl<'ast> Visit<'ast> for Printing {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if is_test(attributes) {
            return;
        }
        if let syn::Item::Mod(syn::ItemMod {
            ident,
            content: None,
            ..
        }) = item
        {
            let name = path_of(attributes).unwrap_or_else(|| match &self.folder {
                Some(folder) => format!("{folder}/{ident}.rs"),
                None => ident.to_string(),
            });
            self.modules.push(name);
        }
        let around = self.folder.clone();
        if let syn::Item::Mod(_) = item {
            self.folder = path_of(attributes);
        }
        visit::visit_item(self, item);
        self.folder = around;
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|last| last.ident.to_string());
        if let Some(name) = name.filter(|name| MACROS.contains(&&**name)) {
            self.found.push(format!("{name}!"));
        }
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        for segment in &path.segments {
            self.name(&segment.ident.to_string());
        }
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut names = Vec::new();
        use_names(&item.tree, &mut names);
        for name in &names {
            self.name(name);
        }
        // Under another name a macro would not be found.
        let is_std = names.first().is_some_and(|it| it == "std" || it == "core");
        let macros = names.iter().filter(|it| is_std && MACROS.contains(&&***it));
        self.found.extend(macros.map(|name| format!("use {name}")));
    }
}

/// The names that an import goes by, but for new ones.
fn use_names(tree: &syn::UseTree, names: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path) => {
            names.push(path.ident.to_string());
            use_names(&path.tree, names);
        }
        syn::UseTree::Name(name) => names.push(name.ident.to_string()),
        syn::UseTree::Rename(rename) => names.push(rename.ident.to_string()),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| use_names(tree, names)),
        syn::UseTree::Glob(_) => {}
    }
}

/// The file of a module that a file declares, by its name or its path.
fn module(file: &Path, name: &str) -> PathBuf {
    if name.ends_with(".rs") {
        return file.with_file_name(name);
    }
    let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
        Some("lib" | "main" | "mod") => file.with_file_name(name),
        _ => file.with_extension("").join(name),
    };
    let alone = folder.with_extension("rs");
    if alone.exists() {
        alone
    } else {
        folder.join("mod.rs")
    }
}

#[test]
fn nothing_but_the_doors_prints() {
    // What is copied into an output is compiled for tests alone here, and prints no more.
    let mut open = ["src/lib.rs", "src/main.rs", "src/runtime/mod.rs"]
        .map(PathBuf::from)
        .to_vec();
    let (mut files, mut doors) = (0, Vec::new());
    while let Some(path) = open.pop() {
        let text = fs::read_to_string(&path).expect("it is there");
        let file = syn::parse_file(&text).expect("it is Rust");
        let printing = Printing::of(&file);
        let modules = printing.modules.iter();
        open.extend(modules.map(|name| module(&path, name)));
        files += 1;
        let name = path.display().to_string();
        if DOORS.contains(&&*name) {
            assert!(!printing.found.is_empty(), "{name} prints nothing");
            doors.push(name);
        } else {
            assert!(printing.found.is_empty(), "{name}: {:?}", printing.found);
        }
    }
    doors.sort();
    assert_eq!(doors, DOORS);
    assert!(files > 120, "only {files} files were read");
}

#[test]
fn whatever_prints_is_found() {
    for (code, expected) in [
        ("fn f() { println!(\"a\"); }", "println!"),
        ("fn f() { std::eprintln!(\"a\"); }", "eprintln!"),
        ("fn f() { let a = vec![dbg!(1)]; }", "dbg!"),
        ("macro_rules! m { () => { eprint!(\"a\") } }", "eprint!"),
        ("fn f() { write!(std::io::stdout(), \"a\"); }", "stdout"),
        ("fn f() { std::io::stderr().lock(); }", "stderr"),
        ("use std::io::{self, stdout as out};", "stdout"),
        ("use std::println as say;", "use println"),
        ("fn f(out: io::Stdout) {}", "Stdout"),
        (
            "#[cfg(not(test))] mod m { fn f() { print!(\"a\"); } }",
            "print!",
        ),
        ("impl A { fn f() { if true { print!(\"a\") } } }", "print!"),
    ] {
        let file = syn::parse_file(code).expect("it is Rust");
        assert_eq!(Printing::of(&file).found, [expected], "{code}");
    }
    for code in [
        "#[cfg(test)] mod tests { fn f() { println!(\"a\"); } }",
        "#[cfg(all(test, feature = \"a\"))] mod tests;",
        "/// println!(\"a\")\nfn f() { let a = \"println!\"; print(a); model::print(a) }",
    ] {
        let file = syn::parse_file(code).expect("it is Rust");
        let printing = Printing::of(&file);
        assert!(
            printing.found.is_empty() && printing.modules.is_empty(),
            "{code}"
        );
    }
}
