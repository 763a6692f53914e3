//! Every payload in all positions of a description at once, each a module of a crate → what rustc
//! and rustdoc say of it, and what is in its documentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use oasmith::Config;
use oasmith_corpus::compile::{Crate, MEASURED_EDITION, Workspace, messages};
use oasmith_corpus::together;

use crate::failures::Failures;
use crate::html::Page;
use crate::pairs::{self, Tried};
use crate::tables::{Raw, SPEC, Tables};

/// A module: a payload, by its name, in a description.
#[derive(Clone, Debug)]
struct Module {
    payload: String,
    description: &'static str,
    emitted: Crate,
}

impl Module {
    fn fail(&self, failures: &Failures, kind: &'static str, what: String) {
        failures.add(
            kind,
            &self.payload,
            &format!("all of {}", self.description),
            what,
        );
    }
}

/// The payload of the modules that are what the others are held against.
const HARMLESS: &str = "harmless";

/// Compiles the modules and their documentation; how many modules there were. A module that does
/// not compile is left out of what follows, or it would hide the faults of the others.
///
/// # Errors
///
/// Something cannot be written, or cargo says something that is about no module.
pub fn run(
    tables: &Tables,
    tried: &Tried,
    place: &Path,
    failures: &Failures,
) -> Result<usize, String> {
    let mut modules = emit(tables, tried, place, failures)?;
    let count = modules.len();
    loop {
        let workspace = gather(&modules, place)?;
        let faulty = compile(&workspace, &modules, failures)?;
        if faulty.is_empty() {
            document(&workspace, &modules, place, failures)?;
            find_tests(&workspace, &modules, failures)?;
            return Ok(count);
        }
        modules.retain(|module| !faulty.contains(&module.emitted.name));
    }
}

/// Emits the modules. In a module stands its payload in every position where an output came of it.
fn emit(
    tables: &Tables,
    tried: &Tried,
    place: &Path,
    failures: &Failures,
) -> Result<Vec<Module>, String> {
    let [config, _] = pairs::settings();
    let folder = place.join("crates");
    // What an earlier run left.
    let _ = fs::remove_dir_all(&folder);
    let mut modules = Vec::new();
    for (index, description) in tables.descriptions.iter().enumerate() {
        let payloads = tables.payloads.iter().enumerate();
        let payloads = payloads.map(|(number, payload)| (Some(number), &*payload.name));
        for (number, payload) in payloads.chain([(None, HARMLESS)]) {
            let text = |at: usize| {
                let number = number.filter(|number| tried.generated.contains(&(*number, at)))?;
                Some(&tables.payloads[number].text)
            };
            let is_tried = tables.positions_of(index).any(|at| text(at).is_some());
            if number.is_some() && !is_tried {
                continue;
            }
            let files = tables.fill(index, Raw::Printable, text);
            let name = format!("{payload}-{}", description.name);
            let module = Module {
                payload: payload.to_owned(),
                description: description.name,
                emitted: Crate {
                    folder: folder.join(&name),
                    name,
                },
            };
            match generate(&files, &config, &place.join("description"))? {
                Ok(files) => {
                    oasmith::write::write(&module.emitted.folder, &files)
                        .map_err(|error| error.to_string())?;
                    modules.push(module);
                }
                Err(what) => module.fail(failures, "together", what),
            }
        }
    }
    Ok(modules)
}

fn generate(
    files: &[(&'static str, String)],
    config: &Config,
    folder: &Path,
) -> Result<Result<Vec<oasmith::File>, String>, String> {
    let config = pairs::write(folder, files, config)?;
    let spec = folder.join(SPEC);
    let run = catch_unwind(AssertUnwindSafe(|| oasmith::generate(&spec, &config)));
    Ok(match run {
        Ok(Ok(generated)) => Ok(generated.files),
        Ok(Err(report)) => {
            let texts = report
                .texts(false, oasmith::Style::Plain)
                .into_iter()
                .map(|(_, text)| text);
            Err(texts.collect())
        }
        Err(_) => Err("a panic".to_owned()),
    })
}

/// How many crates the modules are put into: rustc and rustdoc look at a crate on one processor, for
/// the most part, and at several crates at once.
const CRATES: usize = 2;

/// Puts the modules into crates, in the newest edition, which reserves the most.
fn gather(modules: &[Module], place: &Path) -> Result<Workspace, String> {
    let mut workspace = Workspace::new(&place.join("workspace"), &target(place))?;
    for index in 0..CRATES {
        let own = modules.iter().skip(index).step_by(CRATES);
        let crates: Vec<_> = own.map(|module| module.emitted.clone()).collect();
        let folder = place.join(package(index));
        let together = together::gather(&folder, &crates)?;
        workspace.add(&together, &package(index), MEASURED_EDITION)?;
    }
    workspace.lock()?;
    Ok(workspace)
}

/// Where the crates are compiled: where those of the corpus are, with the same dependencies.
fn target(place: &Path) -> PathBuf {
    place.with_file_name("corpus").join("target")
}

fn package(index: usize) -> String {
    format!("{}-{index}", together::NAME)
}

/// Has rustc look at the crates; the modules that do not compile.
fn compile(
    workspace: &Workspace,
    modules: &[Module],
    failures: &Failures,
) -> Result<BTreeSet<String>, String> {
    let mut faulty = BTreeSet::new();
    for message in messages(workspace.cargo(&["check"]))? {
        let module = module_of(modules, &message.file, &message.text)?;
        let kind = if message.is_error {
            "rustc"
        } else {
            "rustc warns"
        };
        module.fail(failures, kind, message.text);
        if message.is_error {
            faulty.insert(module.emitted.name.clone());
        }
    }
    Ok(faulty)
}

/// Has rustdoc look at the crates, and reads what it writes.
fn document(
    workspace: &Workspace,
    modules: &[Module],
    place: &Path,
    failures: &Failures,
) -> Result<(), String> {
    let pages = target(place).join("doc");
    for pages in crates(&pages) {
        // What an earlier run left.
        let _ = fs::remove_dir_all(pages);
    }
    let said = messages(workspace.cargo(&["doc", "--no-deps"]))?;
    for message in &said {
        let module = module_of(modules, &message.file, &message.text)?;
        module.fail(failures, "rustdoc", message.text.clone());
    }
    if said.iter().any(|message| message.is_error) {
        // Without `-D warnings` there are pages, which may have more to say.
        let mut command = workspace.cargo(&["doc", "--no-deps"]);
        command.env("RUSTDOCFLAGS", "--cap-lints=allow");
        messages(command)?;
    }
    read_pages(modules, &pages, failures)
}

/// The folders of the crates within those of all pages.
fn crates(pages: &Path) -> impl Iterator<Item = PathBuf> {
    (0..CRATES).map(|index| pages.join(package(index).replace('-', "_")))
}

fn read_pages(modules: &[Module], pages: &Path, failures: &Failures) -> Result<(), String> {
    let crates: Vec<_> = crates(pages).collect();
    let folder_of = |module: &Module| {
        let name = together::module(&module.emitted.name);
        let mut folders = crates.iter().map(|pages| pages.join(&name));
        folders
            .find(|folder| folder.exists())
            .ok_or(format!("{name} has no documentation"))
    };
    let mut known = Page::default();
    for pages in &crates {
        each_page(&pages.join("support"), |_, page| known.merge(page))?;
    }
    for module in modules.iter().filter(|module| module.payload == HARMLESS) {
        each_page(&folder_of(module)?, |_, page| known.merge(page))?;
    }
    for module in modules {
        let mut faults: BTreeMap<String, PathBuf> = BTreeMap::new();
        each_page(&folder_of(module)?, |file, page| {
            let found = page.faults(file, &known).into_iter();
            faults.extend(found.map(|fault| (fault, file.to_owned())));
        })?;
        for (fault, file) in faults {
            let file = file.strip_prefix(pages).unwrap_or(&file).display();
            module.fail(failures, "page", format!("{file}: {fault}"));
        }
    }
    Ok(())
}

fn each_page(folder: &Path, mut look: impl FnMut(&Path, Page)) -> Result<(), String> {
    let mut folders = vec![folder.to_owned()];
    let tell = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| tell(&folder, error))? {
            let path = entry.map_err(|error| tell(&folder, error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                let html = fs::read_to_string(&path).map_err(|error| tell(&path, error))?;
                look(&path, Page::of(&html));
            }
        }
    }
    Ok(())
}

/// Has rustdoc look for tests; there must be none. `cargo test --doc` would find the same ones, but
/// builds what it could run them with first.
fn find_tests(
    workspace: &Workspace,
    modules: &[Module],
    failures: &Failures,
) -> Result<(), String> {
    let mut command = Command::new("cargo");
    workspace.prepare(&mut command);
    command.args(["doc", "--no-deps", "--offline", "--workspace"]);
    command.env(
        "RUSTDOCFLAGS",
        "--test --test-args=--list --cap-lints=allow",
    );
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    // Without a line of its own for a crate nothing was looked for in it.
    let lines = text.lines();
    let count = lines.filter(|line| line.ends_with(" benchmarks")).count();
    if !output.status.success() || count != CRATES {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    for test in text.lines().filter_map(|line| line.strip_suffix(": test")) {
        let module = module_of(modules, test, test)?;
        module.fail(failures, "doctest", test.to_owned());
    }
    Ok(())
}

/// The module that a message is about.
fn module_of<'a>(modules: &'a [Module], file: &str, text: &str) -> Result<&'a Module, String> {
    let is_of = |module: &&Module| {
        let folder = format!("/{}/", together::module(&module.emitted.name));
        file.contains(&folder)
    };
    let module = modules.iter().find(is_of);
    module.ok_or(format!("cargo says of no module: {text}"))
}
