//! The emitted crates compile, without a warning from rustc, clippy or rustdoc.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::config::Modules;
use oasmith::{Config, File, write};

use super::documents::DOCUMENTS;
use super::generate;

const EDITIONS: &[&str] = &["2021", "2024"];

#[test]
#[ignore = "compiles emitted crates, in minutes"]
fn crates_compile_without_a_warning() {
    let workspace = workspace();
    for features in ["", "client", "server", "client,server"] {
        clippy(&workspace, &["--workspace"], features);
    }
    // What these add is the same in every crate.
    let (name, _) = DOCUMENTS[0];
    let packages = [format!("-p={name}"), format!("-p={name}-tags")];
    for features in ["explorer", "blocking"] {
        clippy(&workspace, &packages.each_ref().map(|it| &**it), features);
    }
    doc(&workspace, &["--workspace"]);
}

/// Compiles outputs as modules of one crate in all editions, with the manifest and the support code of
/// one that is a crate of its own. Each name is that of a module.
#[track_caller]
pub fn together(name: &str, whole: &[File], outputs: &[(String, Vec<File>)]) {
    let workspace = new_workspace(name);
    for edition in EDITIONS {
        let folder = workspace.join("crates").join(format!("{name}-{edition}"));
        let mut root = String::from(
            "//! Emitted modules.\n\n#[allow(dead_code, unused_imports)]\npub mod support;\n",
        );
        for (module, files) in outputs {
            write::write(&folder.join("src").join(module), files).expect("it can be written");
            root.push_str(&format!("pub mod {module};\n"));
        }
        let support = whole
            .iter()
            .filter(|file| file.path.starts_with("src/support/"));
        write::write(&folder, &support.cloned().collect::<Vec<_>>()).expect("it can be written");
        fs::write(folder.join("src/lib.rs"), root).expect("it can be written");
        let manifest = whole.iter().find(|file| file.path == "Cargo.toml");
        let manifest = &manifest.expect("it is there").content;
        let lines = manifest.lines().map(|line| match line.split_once(" = ") {
            Some(("name", _)) => format!("name = \"{name}-{edition}\"\n"),
            Some(("edition", _)) => format!("edition = \"{edition}\"\n"),
            _ => format!("{line}\n"),
        });
        let manifest: String = lines.collect();
        fs::write(folder.join("Cargo.toml"), manifest).expect("it can be written");
    }
    clippy(&workspace, &["--workspace"], "client,server");
    // The edition makes no difference to rustdoc.
    doc(&workspace, &[&format!("-p={name}-{}", EDITIONS[0])]);
}

/// Compiles and documents outputs as crates of their own, whose names are those of their manifests.
#[track_caller]
pub fn apart(name: &str, outputs: &[(String, Vec<File>)]) {
    let workspace = new_workspace(name);
    for (name, files) in outputs {
        let folder = workspace.join("crates").join(name);
        write::write(&folder, files).expect("it can be written");
    }
    cargo(&workspace, &["check", "--workspace"]);
    cargo(&workspace, &["doc", "--workspace", "--no-deps"]);
}

/// A workspace of all documents, below the folder for temporary files of the build. Each way to divide an
/// output is in all editions.
fn workspace() -> PathBuf {
    let workspace = new_workspace("emitted");
    for (index, (name, text)) in DOCUMENTS.iter().enumerate() {
        for (way, modules) in [Modules::One, Modules::Tag].into_iter().enumerate() {
            let name = match modules {
                Modules::One => (*name).to_owned(),
                Modules::Tag => format!("{name}-tags"),
            };
            let edition = EDITIONS[(index + way) % EDITIONS.len()];
            let config = Config {
                crate_name: Some(name.clone()),
                modules,
                explorer: true,
                ..Config::default()
            };
            let folder = workspace.join("crates").join(name);
            write::write(&folder, &generate(text, &config).files).expect("it can be written");
            let path = folder.join("Cargo.toml");
            let manifest = fs::read_to_string(&path).expect("it is there");
            let manifest = manifest.replace("\"2024\"", &format!("\"{edition}\""));
            fs::write(path, manifest).expect("it can be written");
        }
    }
    workspace
}

/// Builds the crates of a workspace, and gives the folder of what was built.
pub fn build(workspace: &Path) -> PathBuf {
    cargo(workspace, &["build", "--workspace"]);
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted/target")
}

/// A workspace without a crate.
pub fn new_workspace(name: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // What an earlier run left, apart from what it compiled.
    let _ = fs::remove_dir_all(workspace.join("crates"));
    fs::create_dir_all(&workspace).expect("it can be made");
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n";
    fs::write(workspace.join("Cargo.toml"), manifest).expect("it can be written");
    // The versions of the project, which are there without a network.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, workspace.join("Cargo.lock")).expect("it can be copied");
    workspace
}

fn clippy(workspace: &Path, packages: &[&str], features: &str) {
    let flags = ["--features", features, "--", "-D", "warnings"];
    cargo(workspace, &[&["clippy"], packages, &flags].concat());
}

fn doc(workspace: &Path, packages: &[&str]) {
    let flags = ["--no-deps", "--features", "client,server"];
    cargo(workspace, &[&["doc"], packages, &flags].concat());
}

fn cargo(workspace: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(&arguments[..1])
        .args(["--offline", "--quiet", "--keep-going"])
        .args(&arguments[1..])
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted/target"),
        )
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .current_dir(workspace)
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{arguments:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
