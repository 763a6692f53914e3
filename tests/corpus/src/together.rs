//! Emitted crates → one crate with a module for each and the support code once, which compiles in a
//! fraction of the time.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

use crate::compile::{Crate, copy};

/// The name of the crate.
pub const NAME: &str = "together";

/// The module that a crate becomes.
pub fn module(name: &str) -> String {
    name.replace('-', "_")
}

/// How a crate says that its support code is that of the crate around it.
const SHARES: &str = "\npub use crate::support;\n";

/// Writes the crate to a folder.
///
/// # Errors
///
/// Something cannot be read or written, or a crate has support code of another kind.
pub fn gather(folder: &Path, crates: &[Crate]) -> Result<Crate, String> {
    let tell = |error: std::io::Error| format!("{}: {error}", folder.display());
    let _ = fs::remove_dir_all(folder);
    let source = folder.join("src");
    fs::create_dir_all(source.join("support")).map_err(tell)?;
    let mut root = String::from("//! Emitted crates.\n\npub mod support;\n");
    let all = oasmith::support(&oasmith::Config::default());
    let (mut dependencies, mut support) = (BTreeMap::new(), BTreeSet::new());
    let mut features = BTreeSet::new();
    for each in crates {
        let module = module(&each.name);
        let target = source.join(&module);
        copy(&each.folder.join("src"), &target).map_err(tell)?;
        let lib = fs::read_to_string(target.join("lib.rs")).map_err(tell)?;
        let shared = if lib.contains(SHARES) {
            support.extend(all.iter().map(|file| OsString::from(&file.path)));
            lib
        } else {
            for file in fs::read_dir(target.join("support")).map_err(tell)? {
                support.insert(file.map_err(tell)?.file_name());
            }
            fs::remove_dir_all(target.join("support")).map_err(tell)?;
            lib.replacen("\npub mod support;\n", SHARES, 1)
        };
        if !shared.contains(SHARES) {
            return Err(format!("{}: it has no support code", each.name));
        }
        fs::remove_file(target.join("lib.rs")).map_err(tell)?;
        fs::write(target.join("mod.rs"), shared).map_err(tell)?;
        root.push_str(&format!("pub mod {module};\n"));
        let manifest = fs::read_to_string(each.folder.join("Cargo.toml")).map_err(tell)?;
        let (head, lines) = manifest.split_once("[dependencies]\n").unwrap_or_default();
        // HTTPS is the business of another crate, and slow to compile.
        let own = head
            .lines()
            .filter(|line| line.starts_with("client") || line.starts_with("server"));
        features.extend(own.map(str::to_owned));
        let lines = lines.lines().filter_map(|line| line.split_once(" = "));
        dependencies.extend(lines.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    let mut modules = String::from("//! What the other modules are built on.\n\n");
    for file in all {
        let module = Path::new(&file.path).file_stem().unwrap_or_default();
        if module != "mod" && support.contains(OsStr::new(&file.path)) {
            fs::write(source.join("support").join(&file.path), &file.content).map_err(tell)?;
            // No crate needs all of it.
            let module = module.display();
            modules.push_str(&format!(
                "#[allow(dead_code, unused_imports)]\npub mod {module};\n"
            ));
        }
    }
    fs::write(source.join("support/mod.rs"), modules).map_err(tell)?;
    let mut manifest = format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\n"
    );
    for line in features {
        manifest.push_str(&format!("{line}\n"));
    }
    manifest.push_str("\n[dependencies]\n");
    for (name, value) in dependencies {
        manifest.push_str(&format!("{name} = {value}\n"));
    }
    fs::write(folder.join("Cargo.toml"), manifest).map_err(tell)?;
    fs::write(source.join("lib.rs"), root).map_err(tell)?;
    Ok(Crate {
        name: NAME.to_owned(),
        folder: folder.to_owned(),
    })
}
