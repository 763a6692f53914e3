//! The support code that an output needs: real files, copied byte for byte.

use super::File;
use super::models::{any_use, has_secrets};
use crate::Config;
use crate::model::{Api, Check, Scalar, Ty};

/// The sources, by module.
const SOURCES: &[(&str, &str)] = &[
    ("patch", include_str!("../support/patch.rs")),
    ("codec", include_str!("../support/codec.rs")),
    ("mismatch", include_str!("../support/mismatch.rs")),
    ("scalars", include_str!("../support/scalars.rs")),
    ("collections", include_str!("../support/collections.rs")),
    ("json", include_str!("../support/json.rs")),
    ("secret", include_str!("../support/secret.rs")),
    ("violations", include_str!("../support/violations.rs")),
    ("numbers", include_str!("../support/numbers.rs")),
    ("pattern", include_str!("../support/pattern.rs")),
    ("regex", include_str!("../support/regex.rs")),
    ("formats_uuid", include_str!("../support/formats_uuid.rs")),
    ("parameter", include_str!("../support/parameter.rs")),
    ("client", include_str!("../support/client.rs")),
    ("client_error", include_str!("../support/client_error.rs")),
    ("server", include_str!("../support/server.rs")),
    ("call", include_str!("../support/call.rs")),
    ("refusal", include_str!("../support/refusal.rs")),
];

/// The modules that others bring to the outside, or that only hold implementations.
const PRIVATE: &[&str] = &["collections", "formats_uuid", "json", "mismatch", "scalars"];

/// What an output needs besides itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Needs {
    /// A pattern that needs a regex engine.
    pub regex: bool,
    /// The crate `uuid`.
    pub uuid: bool,
}

/// What an output needs, from the model.
pub fn needs(api: &Api) -> Needs {
    Needs {
        regex: api.patterns.iter().any(|pattern| pattern.runs.is_none()),
        uuid: any_use(api, &|ty| *ty == Ty::Scalar(Scalar::Uuid)),
    }
}

/// The folder `support` with the files that are needed.
pub fn emit(api: &Api, config: &Config, folder: &str) -> Vec<File> {
    let has_check = |condition: &dyn Fn(&Check) -> bool| {
        any_use(
            api,
            &|ty| matches!(ty, Ty::Checked(_, checks) if checks.iter().any(condition)),
        )
    };
    let needs = needs(api);
    let is_needed = |module: &str| match module {
        "pattern" => !api.patterns.is_empty(),
        "numbers" => has_check(&|check| {
            matches!(
                check,
                Check::Minimum(_) | Check::Maximum(_) | Check::MultipleOf(_)
            )
        }),
        "regex" => needs.regex,
        "secret" => has_secrets(api),
        "formats_uuid" => needs.uuid,
        "client" | "client_error" => config.client,
        "server" | "call" | "refusal" => config.server,
        _ => true,
    };
    let mut modules: Vec<&str> = Vec::new();
    let mut files = Vec::new();
    for (module, source) in SOURCES.iter().filter(|(module, _)| is_needed(module)) {
        modules.push(module);
        files.push(File::new(
            format!("{folder}support/{module}.rs"),
            (*source).to_owned(),
        ));
    }
    files.push(File::new(
        format!("{folder}support/mod.rs"),
        root(&mut modules, config),
    ));
    files
}

/// The features that switch a module on, in a crate of its own.
fn feature(module: &str) -> Option<&'static str> {
    match module {
        "client" | "client_error" => Some("#[cfg(feature = \"client\")]\n"),
        "server" | "call" | "refusal" => Some("#[cfg(feature = \"server\")]\n"),
        _ => None,
    }
}

fn root(modules: &mut [&str], config: &Config) -> String {
    modules.sort_unstable();
    let mut text = format!(
        "{}\n//! What the other modules are built on.\n",
        super::HEADER
    );
    for module in modules {
        let feature = feature(module)
            .filter(|_| !config.module)
            .unwrap_or_default();
        let public = if PRIVATE.contains(module) { "" } else { "pub " };
        text.push_str(&format!(
            "{}{feature}{public}mod {module};\n",
            if text.ends_with(".\n") { "\n" } else { "" }
        ));
    }
    text
}
