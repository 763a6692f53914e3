//! What makes the modules a crate: its manifest and its root.

use super::docs;
use super::support::needs;
use crate::Config;
use crate::model::Api;

/// The root of the modules: `lib.rs` of a crate, `mod.rs` of modules for one that exists.
pub fn root(api: &Api, config: &Config) -> String {
    let title = docs::title(&api.title);
    // The root of modules may come in through `include!`, where inner documentation cannot stand.
    let comment = if config.module { "//" } else { "//!" };
    let mut text = format!("{}\n{comment} {title}: types, validators", super::HEADER);
    for (there, what) in [(config.client, ", a client"), (config.server, ", a server")] {
        text.push_str(if there { what } else { "" });
    }
    text.push_str(".\n");
    if !config.module && (config.client || config.server) {
        text.push_str("//!\n");
        for (there, module, what) in [
            (config.client, "client", "client"),
            (config.server, "server", "server"),
        ] {
            if there {
                text.push_str(&format!(
                    "//! The {what} is in `{module}`, behind the feature of that name.\n"
                ));
            }
        }
        if config.client {
            text.push_str("//! The feature `tls` gives the client HTTPS.\n");
        }
    }
    text.push('\n');
    // In the order of their names; the layout inside is the generator's.
    for (there, module, public) in [
        (config.client, "client", "pub "),
        (true, "codec", ""),
        (true, "models", "pub "),
        (config.server, "server", "pub "),
        (true, "support", "pub "),
        (true, "validate", ""),
    ] {
        if !there {
            continue;
        }
        if !config.module && matches!(module, "client" | "server") {
            text.push_str(&format!("#[cfg(feature = \"{module}\")]\n"));
        }
        let skip = if module == "support" {
            ""
        } else {
            "#[rustfmt::skip]\n"
        };
        text.push_str(&format!("{skip}{public}mod {module};\n"));
    }
    text.push_str("\npub use support::patch::Patch;\npub use support::violations::{Validate, Violation, Violations};\n");
    text
}

/// `Cargo.toml`.
pub fn manifest(api: &Api, config: &Config) -> String {
    let name = crate_name(api, config);
    let needs = needs(api);
    let mut features = String::new();
    let mut dependencies = Vec::new();
    if config.client {
        features.push_str("# The client; with `tls`, over HTTPS too.\n");
        features
            .push_str("client = [\"dep:reqwest\"]\ntls = [\"client\", \"reqwest/default-tls\"]\n");
        dependencies
            .push("reqwest = { version = \"0.13\", default-features = false, optional = true }");
    }
    if config.server {
        features.push_str("# The server.\nserver = [\"dep:axum\"]\n");
        dependencies
            .push("axum = { version = \"0.8\", default-features = false, optional = true }");
    }
    if needs.regex {
        dependencies.push("regress = { version = \"0.12\", default-features = false, features = [\"backend-pikevm\", \"std\"] }");
    }
    dependencies
        .push("serde = { version = \"1\", default-features = false, features = [\"std\"] }");
    // Without it, a float may come back as its neighbour.
    dependencies.push("serde_json = { version = \"1\", features = [\"float_roundtrip\"] }");
    if needs.uuid {
        dependencies.push("uuid = { version = \"1\", default-features = false }");
    }
    dependencies.sort_unstable();
    let features = if features.is_empty() {
        String::new()
    } else {
        format!("[features]\n{features}\n")
    };
    format!(
        "# @{}: edits are lost, unless this line goes: then the manifest is yours to keep.\n\n[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         {features}[dependencies]\n{}\n",
        super::MARKER,
        dependencies.join("\n"),
    )
}

/// The name of the crate: the one that was asked for, or the title in lower case and dashes.
pub fn crate_name(api: &Api, config: &Config) -> String {
    if let Some(name) = &config.crate_name {
        return name.clone();
    }
    let dash = |each: char| {
        if each.is_ascii_alphanumeric() {
            each.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let dashed: String = api.title.chars().map(dash).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    match words.first() {
        None => "api".to_owned(),
        Some(first) if first.starts_with(|each: char| each.is_ascii_digit()) => {
            format!("api-{}", words.join("-"))
        }
        Some(_) => words.join("-"),
    }
}
