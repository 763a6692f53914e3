//! Emitted crates → one crate with a module for each and the support code once, which compiles in a
//! fraction of the time.

use std::collections::{BTreeMap, BTreeSet};
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
    let config = oasmith::Config::default();
    let all = oasmith::support(&config);
    let (mut dependencies, mut support) = (BTreeMap::new(), BTreeSet::new());
    let (mut features, mut required) = (BTreeMap::new(), BTreeSet::new());
    let mut add = |line: &str| {
        let Some((name, value)) = line.split_once(" = ") else {
            return;
        };
        if !value.contains(OPTIONAL) {
            required.insert(name.to_owned());
        }
        // The one with more features has those of the others.
        let value = value.replace(OPTIONAL, "");
        let known: &mut String = dependencies.entry(name.to_owned()).or_default();
        if known.len() < value.len() {
            *known = value;
        }
    };
    for each in crates {
        let module = module(&each.name);
        let target = source.join(&module);
        copy(&each.folder.join("src"), &target).map_err(tell)?;
        let lib = fs::read_to_string(target.join("lib.rs")).map_err(tell)?;
        let shared = if lib.contains(SHARES) {
            support.extend(all.iter().map(|file| file.path.clone()));
            let tables = oasmith::support_dependencies(&config);
            dependencies_of(&tables).for_each(&mut add);
            lib
        } else {
            find(&target.join("support"), "", &mut support).map_err(tell)?;
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
        let (head, _) = manifest.split_once("[dependencies]\n").unwrap_or_default();
        add_features(&mut features, head);
        dependencies_of(&manifest).for_each(&mut add);
    }
    for file in all.iter().filter(|file| support.contains(&file.path)) {
        let path = source.join("support").join(&file.path);
        let content = match file.path.strip_suffix("mod.rs") {
            Some(folder) => root_of(&file.content, folder, &support),
            None => file.content.clone(),
        };
        fs::create_dir_all(path.parent().unwrap_or(&source)).map_err(tell)?;
        fs::write(path, content).map_err(tell)?;
    }
    let mut manifest = format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\n"
    );
    for (name, mut needed) in features {
        let is_optional = |it: &String| {
            it.strip_prefix("dep:")
                .is_none_or(|it| dependencies.contains_key(it) && !required.contains(it))
        };
        needed.retain(is_optional);
        let needed = needed.iter().map(|it| format!("\"{it}\""));
        manifest.push_str(&format!(
            "{name} = [{}]\n",
            needed.collect::<Vec<_>>().join(", ")
        ));
    }
    manifest.push_str("\n[dependencies]\n");
    for (name, value) in dependencies {
        let value = match (required.contains(&name), value.strip_suffix(" }")) {
            (false, Some(value)) => format!("{value}{OPTIONAL} }}"),
            _ => value,
        };
        manifest.push_str(&format!("{name} = {value}\n"));
    }
    fs::write(folder.join("Cargo.toml"), manifest).map_err(tell)?;
    fs::write(source.join("lib.rs"), root).map_err(tell)?;
    Ok(Crate {
        name: NAME.to_owned(),
        folder: folder.to_owned(),
    })
}

/// How a dependency says that features switch it on.
const OPTIONAL: &str = ", optional = true";

/// The lines of a manifest about dependencies on any target.
fn dependencies_of(manifest: &str) -> impl Iterator<Item = &str> {
    let lines = manifest.lines();
    let lines = lines.skip_while(|line| *line != "[dependencies]").skip(1);
    lines.take_while(|line| !line.starts_with('['))
}

/// Adds the features of a manifest that switch the client, its OAuth 2 and the server on. HTTPS is the business of
/// another crate, and slow to compile.
fn add_features(features: &mut BTreeMap<String, BTreeSet<String>>, head: &str) {
    for (name, needed) in head.lines().filter_map(|line| line.split_once(" = [")) {
        if ["client", "oauth2", "server"].contains(&name) {
            let needed = needed.trim_end_matches(']').split(", ");
            let needed = needed.map(|it| it.trim_matches('"').to_owned());
            features.entry(name.to_owned()).or_default().extend(needed);
        }
    }
}

/// The files below a folder, by their paths there.
fn find(folder: &Path, below: &str, found: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().display());
        match entry.file_type()?.is_dir() {
            true => find(&entry.path(), &format!("{path}/"), found)?,
            false => drop(found.insert(path)),
        }
    }
    Ok(())
}

/// The root of a folder, but for the lines about modules that no crate needs, with their attributes.
fn root_of(content: &str, folder: &str, support: &BTreeSet<String>) -> String {
    let is_there = |module: &str| {
        let module = format!("{folder}{}", module.replace("::", "/"));
        [format!("{module}.rs"), format!("{module}/mod.rs")]
            .iter()
            .any(|path| support.contains(path))
    };
    let is_kept = |line: &str| {
        let exported = line.strip_prefix("pub use ").filter(|_| folder.is_empty());
        let declared = line.split_once("mod ").map(|(_, module)| module);
        let module = exported.or(declared).and_then(|it| it.strip_suffix(';'));
        module.is_none_or(|module| is_there(module.split(' ').next().unwrap_or_default()))
    };
    let (mut root, mut attributes) = (String::new(), String::new());
    for line in content.lines() {
        if line.starts_with("#[") {
            attributes.push_str(&format!("{line}\n"));
            continue;
        }
        let attributes = std::mem::take(&mut attributes);
        if is_kept(line) {
            root.push_str(&format!("{attributes}{line}\n"));
        }
    }
    root
}
