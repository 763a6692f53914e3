//! Groups of tests → descriptions, what is emitted for them, and a program that judges instances.

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use oasmith::config::{Dates, Formats, Untyped};
use oasmith::diagnostic::Code;
use oasmith::model::Outcome;
use oasmith::{Config, Generated, Report, write};
use serde_json::{Value, json};

use super::{Draft, Folder, Group, Test};
use crate::compile::Crate;
use crate::together::{self, module};

/// The address of the documents of the suite that other schemas refer to.
const REMOTES: &str = "http://localhost:1234/";

/// A group that is part of a description.
struct Placed {
    folder: &'static str,
    group: Group,
    /// The crate and the type, as `c1::W2`; none if nothing could be generated.
    ty: Option<String>,
    reported: Reported,
}

/// The codes of the diagnostics about a schema.
#[derive(Clone, Debug, Default)]
pub struct Reported {
    codes: Vec<Code>,
    is_refused: bool,
}

impl Reported {
    /// Whether there is a diagnostic.
    pub fn is_any(&self) -> bool {
        self.is_refused || !self.codes.is_empty()
    }

    /// The names of the codes that a test is about.
    pub fn names(&self, is_meant: impl Fn(Code) -> bool) -> String {
        let mut codes: Vec<Code> = self.codes.clone();
        codes.retain(|code| is_meant(*code));
        codes.dedup();
        let names = codes.iter().map(|code| code.as_str());
        let names = names.chain(self.is_refused.then_some("nothing is generated"));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// An instance with another verdict than the expected one.
pub struct Wrong<'p> {
    /// The name of the folder of the test.
    pub folder: &'static str,
    /// The group of the test.
    pub group: &'p Group,
    /// The test.
    pub test: &'p Test,
    /// The verdict of the emitted code.
    pub verdict: String,
    /// What the generator says of the schema.
    pub reported: &'p Reported,
}

/// A document that schemas refer to: the path of its URI, and its text.
pub type Remote = (String, String);

/// The descriptions so far.
pub struct Programs {
    place: PathBuf,
    remotes: Vec<Remote>,
    crates: Vec<Crate>,
    placed: Vec<Placed>,
    /// The keywords that end neither in a type nor in a check nor in a diagnostic, with their folder.
    pub lost: Vec<(&'static str, String)>,
}

impl Programs {
    /// No descriptions; those to come are written below a folder.
    pub fn new(place: &Path, remotes: Vec<Remote>) -> Self {
        let _ = fs::remove_dir_all(place.join("emitted"));
        let _ = fs::remove_dir_all(place.join("described"));
        Self {
            place: place.to_owned(),
            remotes,
            crates: Vec::new(),
            placed: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// The emitted crates.
    pub fn crates(&self) -> Vec<Crate> {
        self.crates.clone()
    }

    /// Generates types for groups: in one description those that declare different URIs.
    pub fn add(&mut self, folder: &Folder, groups: Vec<Group>) -> Result<(), String> {
        let mut batches: Vec<(HashSet<String>, Vec<Group>)> = Vec::new();
        for group in groups {
            let value: Value = serde_json::from_str(group.schema.get()).unwrap_or_default();
            let mut uris = HashSet::new();
            add_uris(&value, &mut uris);
            let free = batches
                .iter_mut()
                .find(|(known, batch)| known.is_disjoint(&uris) && batch.len() < MAX_BATCH);
            match free {
                Some((known, batch)) => {
                    known.extend(uris);
                    batch.push(group);
                }
                None => batches.push((uris, vec![group])),
            }
        }
        for (_, batch) in batches {
            self.generate(folder, batch)?;
        }
        Ok(())
    }

    /// Generates types for a batch; where that fails, for each half of it.
    fn generate(&mut self, folder: &Folder, mut batch: Vec<Group>) -> Result<(), String> {
        let name = format!("c{}", self.crates.len());
        let described = self.place.join("described").join(&name);
        let _ = fs::remove_dir_all(&described);
        describe(&self.remotes, &described, folder.draft, &batch)
            .map_err(|error| format!("{}: {error}", described.display()))?;
        let config = Config {
            formats: match folder.formats {
                true => Formats::Assert,
                false => Formats::Annotate,
            },
            numbers: folder.numbers,
            untyped: folder.untyped,
            ..by_the_letter(&name)
        };
        let generated = match oasmith::generate(&*described.join("openapi.json"), &config) {
            Ok(generated) => generated,
            Err(_) if batch.len() > 1 => {
                let rest = batch.split_off(batch.len() / 2);
                self.generate(folder, batch)?;
                return self.generate(folder, rest);
            }
            Err(_) => {
                let group = batch.pop().ok_or("an empty description")?;
                let reported = Reported {
                    is_refused: true,
                    ..Reported::default()
                };
                self.place_group(folder, group, None, reported);
                return Ok(());
            }
        };
        for lost in lost(&generated) {
            let file = |index: &usize| lost.ends_with(&format!("/{}", schema_file(*index)));
            let group = (0..batch.len()).find(file).map(|index| &batch[index]);
            let name = group.map(|group| match group.file.is_empty() {
                // It was drawn.
                true => format!("{} of {}: ", group.schema.get(), group.description),
                false => format!("{}: {}: ", group.file, group.description),
            });
            let (keyword, _) = lost.split_once(" in ").unwrap_or((&lost, ""));
            let name = format!("{}{keyword}", name.unwrap_or_default());
            self.lost.push((folder.name, name));
        }
        let output = self.place.join("emitted").join(&name);
        write::write(&output, &generated.files).map_err(|error| format!("{name}: {error}"))?;
        for (index, group) in batch.into_iter().enumerate() {
            let text = group.schema.get();
            let mut codes = reported(&generated.report, &schema_file(index));
            for (index, (path, _)) in self.remotes.iter().enumerate() {
                if text.contains(&format!("{REMOTES}{path}")) {
                    codes.extend(reported(&generated.report, &remote_file(index)));
                }
            }
            let reported = Reported {
                codes,
                is_refused: false,
            };
            self.place_group(folder, group, Some(format!("{name}::W{index}")), reported);
        }
        self.crates.push(Crate {
            name,
            folder: output,
        });
        Ok(())
    }

    fn place_group(
        &mut self,
        folder: &Folder,
        group: Group,
        ty: Option<String>,
        reported: Reported,
    ) {
        self.placed.push(Placed {
            folder: folder.name,
            group,
            ty,
            reported,
        });
    }

    /// Adds the program to the crate that holds all of them.
    pub fn write_main(&self, folder: &Path) -> Result<(), String> {
        let mut arms = String::new();
        for ty in self.placed.iter().filter_map(|placed| placed.ty.as_ref()) {
            let (name, ty) = ty.split_once("::").unwrap_or_default();
            let module = module(name);
            arms.push_str(&format!(
                "        \"{name}::{ty}\" => judge::<{NAME}::{module}::models::{ty}>(json),\n",
                NAME = together::NAME
            ));
        }
        let text = MAIN.replace("ARMS", &arms).replace("CRATE", together::NAME);
        fs::write(folder.join("src/main.rs"), text).map_err(|error| error.to_string())
    }

    /// Has the program judge every instance: the wrong verdicts.
    pub fn run(&self, program: &Path) -> Result<Vec<Wrong<'_>>, String> {
        let tests = || {
            let groups = self.placed.iter();
            groups.flat_map(|placed| placed.group.tests.iter().map(move |test| (placed, test)))
        };
        let mut input = String::new();
        for (placed, test) in tests() {
            let data = test.data.get().replace(['\n', '\r'], " ");
            let ty = placed.ty.as_deref().unwrap_or("none");
            input.push_str(&format!("{ty}\t{{\"v\":{data}}}\n"));
        }
        let output = call(program, input)?;
        let verdicts: Vec<&str> = output.lines().collect();
        if verdicts.len() != tests().count() {
            return Err(format!("{} verdicts:\n{output}", verdicts.len()));
        }
        let wrong = tests().zip(verdicts).filter(|((_, test), verdict)| {
            let is_valid = *verdict == "valid";
            is_valid != test.valid || verdict.starts_with("panicked")
        });
        let wrong = wrong.map(|((placed, test), verdict)| Wrong {
            folder: placed.folder,
            group: &placed.group,
            test,
            verdict: verdict.to_owned(),
            reported: &placed.reported,
        });
        Ok(wrong.collect())
    }
}

/// The configuration of a crate of types that take what JSON Schema takes, and nothing else.
pub fn by_the_letter(name: &str) -> Config {
    Config {
        crate_name: Some(name.to_owned()),
        client: false,
        server: false,
        description: Some(false),
        prune: false,
        dates: Dates::String,
        untyped: Untyped::Strict,
        formats: Formats::Annotate,
        ..Config::default()
    }
}

/// The groups of a description: larger modules need more memory of rustc at once.
const MAX_BATCH: usize = 100;

fn call(program: &Path, input: String) -> Result<String, String> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let mut stdin = child.stdin.take();
    let writer = std::thread::spawn(move || {
        stdin
            .as_mut()
            .map(|stdin| stdin.write_all(input.as_bytes()))
    });
    let output = child.wait_with_output();
    let _ = writer.join();
    let output = output.map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The program. A type that panics is a verdict like others.
const MAIN: &str = r#"//! Judges instances of types.

use std::panic::catch_unwind;

use CRATE::support::validate::Validate;

fn judge<T: Validate + for<'a> serde::Deserialize<'a>>(json: &str) -> String {
    match serde_json::from_str::<T>(json) {
        Err(error) => format!("refused, {error}"),
        Ok(value) => match value.validate() {
            Ok(()) => "valid".to_owned(),
            Err(violations) => format!("violates, {violations}"),
        },
    }
}

fn verdict(ty: &str, json: &str) -> String {
    match ty {
ARMS        _ => "nothing is generated".to_owned(),
    }
}

fn main() {
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let (ty, json) = line.split_once('\t').unwrap_or_default();
        let verdict = catch_unwind(|| verdict(ty, json));
        let verdict = verdict.unwrap_or_else(|_| "panicked".to_owned());
        println!("{}", verdict.replace('\n', "; "));
    }
}
"#;

fn schema_file(index: usize) -> String {
    format!("s{index}.json")
}

/// The keywords of a description that the generator lost; the ledger of a run that is not traced holds
/// no others.
pub fn lost(generated: &Generated) -> impl Iterator<Item = String> {
    let lost = generated.api.keywords.iter();
    let lost = lost.filter(|keyword| keyword.outcome == Outcome::Lost);
    lost.map(|lost| {
        let path = generated.report.path(&lost.location);
        let file = path.map(|path| path.display().to_string());
        let file = file.unwrap_or_default();
        format!("#{} {} in {file}", lost.location.pointer, lost.keyword)
    })
}

/// The codes of the diagnostics about a file.
fn reported(report: &Report, file: &str) -> Vec<Code> {
    let found = report.diagnostics.iter().filter(|diagnostic| {
        let path = report.path(&diagnostic.location);
        path.is_some_and(|path| path.ends_with(file))
    });
    found.map(|diagnostic| diagnostic.code).collect()
}

/// Writes a description with a type for each group, whose schema is a document of its own.
fn describe(
    remotes: &[Remote],
    folder: &Path,
    draft: Draft,
    batch: &[Group],
) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("remotes"))?;
    let mut schemas = serde_json::Map::new();
    let mut needed: Vec<usize> = Vec::new();
    for (index, group) in batch.iter().enumerate() {
        let text = group.schema.get();
        fs::write(folder.join(schema_file(index)), text)?;
        let wrapper = json!({
            "type": "object",
            "required": ["v"],
            "properties": {"v": {"$ref": schema_file(index)}},
        });
        schemas.insert(format!("W{index}"), wrapper);
        let named = text.contains("localhost:1234") || text.contains("urn:");
        let own = match draft {
            Draft::Draft4 => "draft4/",
            Draft::Draft202012 => "draft2020-12/",
        };
        let is_of_draft = |path: &str| path.starts_with(own) || !path.starts_with("draft");
        let found = remotes.iter().enumerate();
        let found = found.filter(|(_, (path, _))| named && is_of_draft(path));
        let found = found.map(|(index, _)| index);
        needed.extend(found);
    }
    needed.sort_unstable();
    needed.dedup();
    for index in needed {
        let (path, text) = &remotes[index];
        let file = remote_file(index);
        fs::write(folder.join(&file), with_uri(path, text))?;
        schemas.insert(format!("R{index}"), json!({"$ref": file}));
    }
    let description = json!({
        "openapi": draft.version(),
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    });
    fs::write(folder.join("openapi.json"), description.to_string())
}

/// The text of a remote document, which declares its URI unless it has another.
fn with_uri(path: &str, text: &str) -> String {
    match text.trim_start().strip_prefix('{') {
        Some(rest) if !text.contains("\n    \"$id\"") => {
            let comma = if rest.trim_start().starts_with('}') {
                ""
            } else {
                ","
            };
            format!("{{\"$id\": \"{REMOTES}{path}\"{comma}{rest}")
        }
        _ => text.to_owned(),
    }
}

fn remote_file(index: usize) -> String {
    format!("remotes/r{index}.json")
}

/// The documents that schemas of the suite refer to.
pub fn remotes(suite: &Path) -> std::io::Result<Vec<Remote>> {
    let mut found = Vec::new();
    find_remotes(&suite.join("remotes"), "", &mut found)?;
    Ok(found)
}

fn find_remotes(folder: &Path, below: &str, found: &mut Vec<Remote>) -> std::io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{below}{}", entry.file_name().display());
        match entry.file_type()?.is_dir() {
            true => find_remotes(&entry.path(), &format!("{path}/"), found)?,
            false => found.push((path, fs::read_to_string(entry.path())?)),
        }
    }
    Ok(())
}

/// Adds the URIs that a schema declares, and the names of its anchors.
fn add_uris(value: &Value, uris: &mut HashSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| add_uris(item, uris)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::String(text) if ["$id", "id"].contains(&&**key) => {
                        uris.insert(text.clone());
                    }
                    _ => add_uris(value, uris),
                }
            }
        }
        _ => {}
    }
}
