//! The structure of the sources: which folders import from which, and how large they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// The folders that are looked at by themselves; what else is below a folder is a part of it.
const STAGES: &[&str] = &["document", "emit", "lower", "runtime"];

#[test]
fn no_folder_imports_from_one_that_imports_from_it() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    find(&sources, &mut files);
    let modules: BTreeSet<Vec<String>> =
        files.iter().map(|file| module_of(&sources, file)).collect();
    let mut imports: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for file in &files {
        let module = module_of(&sources, file);
        // A root stands above its folders.
        let is_root = module.is_empty() || *module == ["runtime"];
        if is_root || module.iter().any(|it| it == "tests") {
            continue;
        }
        let text = std::fs::read_to_string(file).expect("it can be read");
        let mut paths = Paths {
            module: module.clone(),
            found: BTreeSet::new(),
        };
        paths.visit_file(&syn::parse_file(&text).expect("it is Rust"));
        for path in paths.found {
            // The longest start that is a module; the rest is an item in it.
            let target = (1..=path.len())
                .rev()
                .find(|end| modules.contains(&path[..*end]));
            let Some(target) = target.map(|end| &path[..end]) else {
                continue;
            };
            let (from, to) = (folder(&module), folder(target));
            if from != to {
                let example = format!("{} → {}", module.join("::"), path.join("::"));
                imports.entry(from).or_default().insert(to, example);
            }
        }
    }
    let mut circles = Vec::new();
    for start in imports.keys() {
        let mut open = vec![vec![start.clone()]];
        let mut seen = BTreeSet::new();
        while let Some(way) = open.pop() {
            for next in imports
                .get(&way[way.len() - 1])
                .into_iter()
                .flatten()
                .map(|it| it.0)
            {
                let way: Vec<String> = way.iter().chain([next]).cloned().collect();
                if next == start {
                    let pairs = way.windows(2).map(|pair| &*imports[&pair[0]][&pair[1]]);
                    circles.push(pairs.collect::<Vec<_>>().join("\n  "));
                } else if seen.insert(next.clone()) {
                    open.push(way);
                }
            }
        }
    }
    assert!(circles.is_empty(), "{}", circles.join("\n\n"));
}

/// A file that is longer, or a folder of more files, is two things.
#[test]
fn files_and_folders_are_small() {
    const MAX_LINES: usize = 500;
    const MAX_FILES: usize = 12;
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    find(&sources, &mut files);
    let mut folders: BTreeMap<&Path, usize> = BTreeMap::new();
    for file in &files {
        let text = std::fs::read_to_string(file).expect("it can be read");
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", file.display());
        *folders
            .entry(file.parent().expect("it is in a folder"))
            .or_default() += 1;
    }
    for (folder, count) in folders {
        assert!(count <= MAX_FILES, "{} has {count} files", folder.display());
    }
}

/// A function that is longer does two things, but for one that is a table, and for tests.
#[test]
fn functions_are_short() {
    const MAX_LINES: usize = 60;
    const TABLES: [(&str, &str); 1] = [("emit/checks/rule.rs", "code")];
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    find(&sources, &mut files);
    let mut long = Vec::new();
    for file in &files {
        let path = file.strip_prefix(&sources).expect("it is below");
        let module = module_of(&sources, file);
        if module.iter().any(|part| part == "tests") {
            continue;
        }
        let text = std::fs::read_to_string(file).expect("it can be read");
        for (name, lines) in functions(&text) {
            let is_table = TABLES
                .iter()
                .any(|table| Path::new(table.0) == path && table.1 == name);
            if (lines > MAX_LINES) != is_table {
                long.push(format!("{}: `{name}` has {lines} lines", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The runtime is a part of other crates, whose names and features an example cannot know: its
/// blocks of code are `text`, which rustdoc does not compile.
#[test]
fn examples_of_the_runtime_are_no_tests() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime");
    let mut files = Vec::new();
    find(&sources, &mut files);
    let mut tests = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).expect("it can be read");
        let fences = text.lines().enumerate().filter_map(|(index, line)| {
            let line = line.trim_start();
            let doc = line.strip_prefix("///").or(line.strip_prefix("//!"))?;
            Some((index + 1, doc.trim().strip_prefix("```")?))
        });
        // Every other fence closes a block.
        let wrong = fences
            .step_by(2)
            .filter(|(_, language)| *language != "text");
        tests.extend(wrong.map(|(line, _)| format!("{}:{line}", file.display())));
    }
    assert!(tests.is_empty(), "{}", tests.join("\n"));
}

/// The functions of a formatted file, with their lines.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let head = code.split(" fn ").next().unwrap_or_default();
        let is_qualified = head.split(' ').all(|word| {
            word.starts_with("pub")
                || ["async", "const", "unsafe", "super)", "crate)"].contains(&word)
        });
        let rest = match code.strip_prefix("fn ") {
            Some(rest) => rest,
            None if is_qualified && code.len() > head.len() => &code[head.len() + " fn ".len()..],
            None => continue,
        };
        let name = rest.split(['(', '<']).next().unwrap_or_default();
        let indentation = &line[..line.len() - code.len()];
        let is_end = |line: &&str| line.strip_prefix(indentation) == Some("}");
        // One that is declared, or written in a line, has no line of its own at its end.
        let rest = lines[start..].iter();
        let lines = match line.ends_with([';', '}']) {
            true => Some(1),
            false => rest
                .copied()
                .position(|line| is_end(&line))
                .map(|end| end + 1),
        };
        functions.extend(lines.map(|lines| (name, lines)));
    }
    functions
}

/// A document that names a module or a file names one that there is.
#[test]
fn paths_in_documents_exist() {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = generator.join("src");
    let root = generator.parent().expect("it is in a workspace");
    let mut wrong = Vec::new();
    let mut count = 0;
    for document in [
        root.join("CONTRIBUTING.md"),
        generator.join("ARCHITECTURE.md"),
    ] {
        let text = std::fs::read_to_string(&document).expect("it can be read");
        // The texts between backticks.
        for code in text.split('`').skip(1).step_by(2) {
            let exists = if code.contains("::") {
                names_an_item(&sources, code)
            } else {
                names_a_file(root, code)
            };
            count += usize::from(exists.is_some());
            if exists == Some(false) {
                wrong.push(format!("{}: `{code}`", document.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count} paths");
}

/// Whether a path that begins with a module of the crate leads to a module or an item.
fn names_an_item(sources: &Path, path: &str) -> Option<bool> {
    let mut place = sources.to_owned();
    let mut text = None;
    for (index, part) in path.split("::").enumerate() {
        let is_module = ["rs", "md"]
            .iter()
            .any(|it| place.join(part).with_extension(it).exists());
        if place.join(part).is_dir() || is_module {
            place.push(part);
            text = None;
            continue;
        }
        if index == 0 {
            return None;
        }
        let file = text.get_or_insert_with(|| {
            let files = [place.with_extension("rs"), place.join("mod.rs")];
            files
                .iter()
                .find_map(|file| std::fs::read_to_string(file).ok())
                .unwrap_or_default()
        });
        if !file.contains(part) {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether a path that begins with a folder of the repository, or of the sources, leads to a file.
fn names_a_file(root: &Path, path: &str) -> Option<bool> {
    let is_path =
        path.ends_with(".rs") || path.starts_with("generator/") || path.starts_with("tests/");
    let is_pattern =
        path.contains(['*', ' ', '<']) || path.contains("NAME") || path.contains("CODE");
    let is_pattern = is_pattern || path.contains("CRATE") || path.contains("FOLDER");
    if !is_path || is_pattern {
        return None;
    }
    let is_below = |folder: &&str| root.join(folder).join(path).exists();
    let mut files = Vec::new();
    find(&root.join("generator/src"), &mut files);
    Some(["", "generator"].iter().any(is_below) || files.iter().any(|it| it.ends_with(path)))
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

/// `lower/schema/mod.rs` is the module `lower::schema`.
fn module_of(sources: &Path, file: &Path) -> Vec<String> {
    let path = file
        .strip_prefix(sources)
        .expect("it is below")
        .with_extension("");
    let mut parts: Vec<String> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    if parts
        .last()
        .is_some_and(|last| ["mod", "lib", "main"].contains(&&**last))
    {
        parts.pop();
    }
    parts
}

/// What a module belongs to.
fn folder(module: &[String]) -> String {
    let own = if STAGES.contains(&&*module[0]) { 2 } else { 1 };
    module[..own.min(module.len())].join("::")
}

/// The paths of a file that lead into the crate.
struct Paths {
    module: Vec<String>,
    found: BTreeSet<Vec<String>>,
}

impl Paths {
    fn add(&mut self, path: &[String]) {
        let mut module = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("super" | "self") => self.module.clone(),
            _ => return,
        };
        for part in path {
            match &**part {
                "crate" | "self" => {}
                "super" => drop(module.pop()),
                part => module.push(part.to_owned()),
            }
        }
        self.found.insert(module);
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &dyn std::fmt::Display| -> Vec<String> {
            before.iter().cloned().chain([name.to_string()]).collect()
        };
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|it| self.tree(before, it)),
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

    /// What is there for tests only may look at everything.
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}
