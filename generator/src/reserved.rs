//! Names that emitted code uses without a path, by the scope that names of a description share with
//! it. A description cannot have them: a derived name is another one, and a pinned one is refused.
//!
//! Names that the output writes out in full where a type of the description has the same one
//! (`Option`) are not here, but in `emit::rust`. A test parses emitted code and looks for what is in
//! neither place.

use crate::Config;

/// The types that are part of the language.
const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

/// The crates that an output may depend on, and those that are always there.
const CRATES: &[&str] = &[
    "alloc",
    "axum",
    "chrono",
    "core",
    "jiff",
    "proc_macro",
    "regress",
    "reqwest",
    "serde",
    "serde_json",
    "std",
    "test",
    "time",
    "uuid",
];

/// The modules that client and server import, and `mod`, which would be another file than it says.
/// A module of the name of the one around it sets off `clippy::module_inception`.
const MODULES: &[&str] = &[
    "client", "mod", "models", "requests", "server", "support", "validate",
];

/// Names that no file can have on Windows, whatever the extension.
const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// What the client and the server have besides methods for operations. A method `clone` would hide
/// that of `Clone`.
pub const METHODS: &[&str] = &[
    "BASE_PATH",
    "api",
    "authenticate",
    "call",
    "clone",
    "new",
    "router",
    "router_with",
    "routes",
];

/// The types that the client and the server name.
pub const TYPES: &[&str] = &[
    "Api",
    "ApiKey",
    "Arc",
    "Authenticate",
    "Basic",
    "Bearer",
    "Call",
    "Cause",
    "Client",
    "Config",
    "Credential",
    "Credentials",
    "Declared",
    "Denied",
    "Error",
    "Failure",
    "FromRejection",
    "Future",
    "In",
    "IntoResponse",
    "InvalidBase",
    "KeyPlace",
    "Operation",
    "Rejection",
    "Reply",
    "Response",
    "ResponseFuture",
    "Router",
    "Settings",
    "Transport",
    "Undecodable",
];

/// The arguments that every method has.
pub const ARGUMENTS: &[&str] = &["api", "call", "caller", "reply"];

/// What types cannot be called in `models`.
pub fn models(config: &Config) -> Vec<String> {
    let known = PRIMITIVES.iter().chain(CRATES);
    let known = known.map(|name| (*name).to_owned());
    known.chain(foreign(config)).collect()
}

/// What the modules of client and server cannot be called, which are their files, too.
pub fn modules(config: &Config) -> Vec<String> {
    let known = PRIMITIVES
        .iter()
        .chain(CRATES)
        .chain(MODULES)
        .chain(DEVICES);
    let known = known.map(|name| (*name).to_owned());
    known.chain(foreign(config)).collect()
}

/// What the functions that check parameters and bodies cannot be called.
pub fn checks() -> impl Iterator<Item = &'static str> {
    crate::emit::validator_imports()
}

/// All of them, whatever the configuration says.
pub fn all() -> impl Iterator<Item = &'static str> {
    let known = [PRIMITIVES, CRATES, MODULES, METHODS, TYPES, ARGUMENTS];
    known.into_iter().flatten().copied().chain(checks())
}

/// Whether a crate cannot have this name without confusion: cargo or rustc refuses it, or what depends
/// on it means another one.
pub fn is_crate(name: &str) -> bool {
    let name = name.replace('-', "_");
    let mut known = CRATES.iter().chain(PRIMITIVES).chain(DEVICES);
    known.any(|known| *known == name) || syn::parse_str::<syn::Ident>(&name).is_err()
}

/// What the paths of the configuration start with.
fn foreign(config: &Config) -> impl Iterator<Item = String> {
    let types = config.replace.iter().flat_map(|(_, ty)| ty.roots());
    // The name of a derive alone is that of a macro, which no type has.
    let derives = config.derives.iter().flat_map(|(_, path)| path.roots());
    let derives = derives.filter(|(_, is_alone)| !is_alone);
    types.chain(derives).map(|(root, _)| root)
}

#[cfg(test)]
mod tests;
