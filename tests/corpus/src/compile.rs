//! Emitted crates → whether rustc, clippy and rustdoc have anything to say, and what checking took.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::rustc;
use crate::together::{self, module};

/// The editions that an emitted crate has to compile in.
pub const EDITIONS: [&str; 2] = ["2021", "2024"];

/// The edition whose compilation is measured.
pub const MEASURED_EDITION: &str = "2024";

/// How much is compiled.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Extent {
    /// Every step in every edition.
    Whole,
    /// Clippy, which finds what rustc finds, in every edition, and the rest in the newest.
    Quick,
    /// The same, but of all crates as modules of one.
    Together,
}

/// What is done, how it is called, and whether it is done in every edition when it has to be quick.
/// The features `client` and `server` are on by default here.
const STEPS: &[(&str, &[&str], Option<Extent>)] = &[
    (WHOLE, &["check"], None),
    (
        TYPES,
        &["check", "--no-default-features"],
        Some(Extent::Whole),
    ),
    ("clippy", &["clippy"], Some(Extent::Quick)),
    (DOC, &["doc", "--no-deps"], Some(Extent::Whole)),
];

const DOC: &str = "doc";

/// The steps that are measured: with client and server, and without.
const WHOLE: &str = "check";
const TYPES: &str = "check without features";

/// A crate to compile.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Its name, which no other has.
    pub name: String,
    /// The folder that the generator wrote.
    pub folder: PathBuf,
}

/// What came of a crate.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// What `cargo check` took of it alone, in seconds of a processor.
    pub seconds: f64,
    /// The same without client and server.
    pub types_seconds: f64,
    /// The most memory of rustc.
    pub peak_megabytes: f64,
    /// What a compiler said, with the step and the edition.
    pub said: Vec<String>,
}

/// Compiles crates in all editions. The workspace lies below `place`, and the target folder is kept
/// from run to run, so that dependencies are compiled once.
///
/// # Errors
///
/// The workspace cannot be written, or cargo says something that is about no crate of it.
pub fn compile(
    place: &Path,
    crates: &[Crate],
    extent: Extent,
) -> Result<BTreeMap<String, Compiled>, String> {
    let mut workspace = Workspace::new(&place.join("workspace"), &place.join("target"))?;
    let together = match extent {
        Extent::Together => Some(together::gather(&place.join(together::NAME), crates)?),
        Extent::Whole | Extent::Quick => None,
    };
    for each in together.as_ref().map_or(crates, std::slice::from_ref) {
        for edition in EDITIONS {
            workspace.add(each, &format!("{}-{edition}", each.name), edition)?;
        }
    }
    workspace.lock()?;
    let mut compiled: BTreeMap<String, Compiled> = crates
        .iter()
        .map(|each| (each.name.clone(), Compiled::default()))
        .collect();
    // rustdoc reads what earlier runs left, to have one index for all crates.
    let _ = fs::remove_dir_all(workspace.target.join("doc"));
    let times = place.join("times");
    let _ = fs::remove_dir_all(&times);
    for step in [WHOLE, TYPES] {
        fs::create_dir_all(times.join(step)).map_err(|error| error.to_string())?;
    }
    for (step, arguments, of) in STEPS {
        let mut command = workspace.cargo(arguments);
        match (extent, of) {
            // The support code of all has client and server.
            (Extent::Together, _) if *step == TYPES => continue,
            (Extent::Quick | Extent::Together, None) => continue,
            (Extent::Quick | Extent::Together, Some(Extent::Whole)) => newest(&mut command),
            // The edition makes no difference to rustdoc.
            (Extent::Whole, _) if *step == DOC => newest(&mut command),
            _ => {}
        }
        if [WHOLE, TYPES].contains(step) {
            rustc::wrap(&mut command, &times.join(step))?;
        }
        for Message {
            package,
            text,
            file,
            ..
        } in messages(command)?
        {
            let (name, edition) = split(&package);
            let of_file = || {
                let is_of = |each: &&Crate| file.contains(&format!("/{}/", module(&each.name)));
                crates.iter().find(is_of).map(|each| &*each.name)
            };
            let name = match extent {
                Extent::Together => of_file().unwrap_or(name),
                Extent::Whole | Extent::Quick => name,
            };
            match compiled.get_mut(name) {
                Some(compiled) => compiled
                    .said
                    .push(format!("{step}, edition {edition}: {text}")),
                None => return Err(format!("cargo {step}: {package}: {text}")),
            }
        }
    }
    for (name, compiled) in &mut compiled {
        let crate_name = format!("{name}-{MEASURED_EDITION}").replace('-', "_");
        let (whole, types) = (times.join(WHOLE), times.join(TYPES));
        (compiled.seconds, compiled.peak_megabytes) = rustc::read(&whole, &crate_name);
        (compiled.types_seconds, _) = rustc::read(&types, &crate_name);
    }
    Ok(compiled)
}

/// Builds the programs of crates without their client and server; each is where it was built, or what
/// the compiler said.
///
/// # Errors
///
/// As for [`compile`].
pub fn build(
    place: &Path,
    target: &Path,
    crates: &[Crate],
) -> Result<BTreeMap<String, Result<PathBuf, String>>, String> {
    let mut workspace = Workspace::new(place, target)?;
    for each in crates {
        workspace.add(each, &each.name, MEASURED_EDITION)?;
    }
    workspace.lock()?;
    let mut built = BTreeMap::new();
    if crates.is_empty() {
        return Ok(built);
    }
    for each in crates {
        let program = target.join("debug").join(&each.name);
        // A program of an earlier run is not this one.
        let _ = fs::remove_file(&program);
        built.insert(each.name.clone(), Ok(program));
    }
    let command = workspace.cargo(&["build", "--no-default-features"]);
    for message in messages(command)?
        .into_iter()
        .filter(|message| message.is_error)
    {
        let known = built.get_mut(&message.package);
        if let Some(result) = known.filter(|result| result.is_ok()) {
            *result = Err(message.text);
        }
    }
    Ok(built)
}

/// Has a call of cargo leave out the crates of older editions.
fn newest(command: &mut Command) {
    command.args(["--exclude", "*-2021"]);
}

/// The name of a crate, and the edition behind it.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('-').unwrap_or((name, ""))
}

/// The workspace of the emitted crates.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// A workspace without a crate, in a new folder.
    ///
    /// # Errors
    ///
    /// The folder cannot be written.
    pub fn new(root: &Path, target: &Path) -> Result<Self, String> {
        let tell = |error: std::io::Error| format!("{}: {error}", root.display());
        let _ = fs::remove_dir_all(root);
        fs::create_dir_all(root.join("crates")).map_err(tell)?;
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n[profile.dev]\ndebug = false\nincremental = false\n";
        fs::write(root.join("Cargo.toml"), manifest).map_err(tell)?;
        Ok(Self {
            root: root.to_owned(),
            target: target.to_owned(),
        })
    }

    /// Copies a crate into it, under another name and for an edition.
    ///
    /// # Errors
    ///
    /// It cannot be copied.
    pub fn add(&mut self, each: &Crate, name: &str, edition: &str) -> Result<(), String> {
        let folder = self.root.join("crates").join(name);
        let tell = |error: std::io::Error| format!("{}: {error}", folder.display());
        copy(&each.folder, &folder).map_err(tell)?;
        let path = folder.join("Cargo.toml");
        let manifest = fs::read_to_string(&path).map_err(tell)?;
        fs::write(path, adapted(&manifest, &each.name, name, edition)).map_err(tell)
    }

    /// The versions of the project where it has them, which are on this machine, and others as the
    /// registry has them.
    ///
    /// # Errors
    ///
    /// The crates are neither on this machine nor can they be fetched.
    pub fn lock(&self) -> Result<(), String> {
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
        if lock.is_file() {
            fs::copy(lock, self.root.join("Cargo.lock")).map_err(|error| error.to_string())?;
        }
        let host = host()?;
        let fetch = |offline: &[&str]| {
            let mut command = Command::new("cargo");
            command
                .args(["fetch", "--target", &host])
                .args(offline)
                .current_dir(&self.root);
            command.stdin(Stdio::null()).output()
        };
        if fetch(&["--offline"]).is_ok_and(|output| output.status.success()) {
            return Ok(());
        }
        let output = fetch(&[]).map_err(|error| format!("cargo: {error}"))?;
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    /// A call of cargo for all crates that [`messages`] reads.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments).args([
            "--offline",
            "--workspace",
            "--keep-going",
            "--message-format",
            "json",
        ]);
        self.prepare(&mut command);
        command
    }

    /// Has a call of cargo run in the workspace, with warnings of rustdoc denied.
    pub fn prepare(&self, command: &mut Command) {
        command
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .current_dir(&self.root);
    }
}

/// A manifest for another name and edition, and with the features on that the crate has.
fn adapted(manifest: &str, old: &str, name: &str, edition: &str) -> String {
    let is_there = |feature: &&str| manifest.contains(&format!("\n{feature} = ["));
    let features = ["client", "oauth2", "server"].into_iter();
    let features: Vec<_> = features.filter(is_there).collect();
    let features: Vec<_> = features
        .iter()
        .map(|feature| format!("{feature:?}"))
        .collect();
    let default = format!("[features]\ndefault = [{}]\n", features.join(", "));
    manifest
        .replacen(&format!("name = {old:?}"), &format!("name = {name:?}"), 1)
        .replacen("edition = \"2024\"", &format!("edition = {edition:?}"), 1)
        .replacen("[features]\n", &default, 1)
}

/// The machine that rustc compiles for.
fn host() -> Result<String, String> {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .map_err(|error| format!("rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or(format!("rustc -vV names no host: {text}"))
}

/// Copies a folder and what is below it.
pub fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        let target = to.join(name);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

/// What a compiler says of a package.
pub struct Message {
    /// The name of the package.
    pub package: String,
    /// Whether it is an error, and not a warning.
    pub is_error: bool,
    /// The message, as a terminal shows it.
    pub text: String,
    /// The file that it is about.
    pub file: String,
}

/// What the compilers say.
///
/// # Errors
///
/// Cargo cannot be run, or fails without a message of a compiler.
pub fn messages(mut command: Command) -> Result<Vec<Message>, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    let mut messages = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(value) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if value["reason"] != "compiler-message" {
            continue;
        }
        let message = &value["message"];
        // Every warning counts; a summary such as "3 warnings emitted" has no code and no place.
        let text = message["rendered"].as_str().unwrap_or_default();
        let is_summary =
            message["spans"].as_array().is_some_and(Vec::is_empty) && message["code"].is_null();
        if !is_summary
            || message["level"] == "error"
                && !text.contains("aborting due to")
                && !text.contains("could not document")
        {
            messages.push(Message {
                package: package(&value),
                is_error: message["level"] == "error",
                file: message["spans"][0]["file_name"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                text: text.trim_end().to_owned(),
            });
        }
    }
    if !output.status.success() && messages.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(messages)
}

/// The name of the package that a message is about, by the folder of its manifest.
fn package(value: &Value) -> String {
    let manifest = value["manifest_path"].as_str().unwrap_or_default();
    let folder = Path::new(manifest)
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default();
    folder.to_string_lossy().into_owned()
}
