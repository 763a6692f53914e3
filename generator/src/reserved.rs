//! The names that emitted code uses without a path, by scope. No identifier of a description gets
//! one: a derived name is changed, an override is rejected.
//!
//! Names that emitted code qualifies when a type of the description has the same one (`Option`) are
//! in `emit::rust`. A test parses emitted code for names that are in neither place.

use crate::Config;

/// The primitive types.
const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

/// The crates that an output may depend on, and those of the sysroot.
const CRATES: &[&str] = &[
    "alloc",
    "axum",
    "chrono",
    "core",
    "flate2",
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

/// The modules that client and server import, and `mod`, whose file would be `mod.rs`. A module
/// with the name of its parent triggers `clippy::module_inception`.
const MODULES: &[&str] = &[
    "bodies",
    "client",
    "form",
    "header",
    "headers",
    "mod",
    "models",
    "operations",
    "requests",
    "responses",
    "sequential",
    "server",
    "support",
    "validate",
    "webhook_client",
    "webhook_server",
];

/// The names that no file can have on Windows, with any extension.
const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The associated items of the client and the server besides operations. A method `clone` would
/// shadow that of `Clone`.
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
    "undeclared",
];

/// The same for webhooks, where there are any.
pub const WEBHOOK_METHODS: &[&str] = &[
    "endpoint",
    "endpoint_with",
    "property",
    "receiver",
    "to",
    "verify",
    "webhook_of",
];

/// The types that the client and the server use.
pub const TYPES: &[&str] = &[
    "Accept",
    "Api",
    "ApiKey",
    "Arc",
    "Authenticate",
    "Basic",
    "Bearer",
    "Call",
    "Cause",
    "Client",
    "ClientCredentials",
    "ClientCredentialsFlow",
    "Compression",
    "Config",
    "Credential",
    "Credentials",
    "Delivery",
    "Denied",
    "Error",
    "Failure",
    "FetchError",
    "FromRejection",
    "Future",
    "HttpClient",
    "In",
    "Incoming",
    "IntoResponse",
    "IdempotencyKey",
    "InvalidBase",
    "InvalidHeaders",
    "Items",
    "KeyPlace",
    "Operation",
    "Outgoing",
    "PagedFuture",
    "Pages",
    "Paging",
    "Receiver",
    "Rejection",
    "Reply",
    "Response",
    "ResponseFuture",
    "Responses",
    "Retries",
    "Router",
    "Secret",
    "Server",
    "Settings",
    "TimeLimit",
    "Token",
    "TokenError",
    "TokenErrorCode",
    "Transport",
    "TypedBytes",
    "UndeclaredRequest",
    "Undecodable",
    "WithResponse",
];

/// The arguments of every method.
pub const ARGUMENTS: &[&str] = &["api", "call", "caller"];

/// The names that no type in `models` gets.
pub fn models(config: &Config) -> Vec<String> {
    let known = PRIMITIVES.iter().chain(CRATES);
    let known = known.map(|name| (*name).to_owned());
    known.chain(roots_of_paths(config)).collect()
}

/// The names that no module of a tag gets; they are also names of files.
pub fn modules(config: &Config) -> Vec<String> {
    let known = PRIMITIVES
        .iter()
        .chain(CRATES)
        .chain(MODULES)
        .chain(DEVICES);
    let known = known.map(|name| (*name).to_owned());
    known.chain(roots_of_paths(config)).collect()
}

/// The names that no function for the constraints of an operation gets.
pub fn checks() -> impl Iterator<Item = &'static str> {
    crate::emit::validator_imports()
}

/// All names that do not depend on the configuration.
pub fn all() -> impl Iterator<Item = &'static str> {
    let known = [PRIMITIVES, CRATES, MODULES, METHODS, TYPES, ARGUMENTS];
    known.into_iter().flatten().copied().chain(checks())
}

/// Whether a name is unfit for a crate: cargo or rustc rejects it, or it shadows another crate.
pub fn is_crate(name: &str) -> bool {
    let name = name.replace('-', "_");
    let mut known = CRATES.iter().chain(PRIMITIVES).chain(DEVICES);
    known.any(|known| *known == name) || syn::parse_str::<syn::Ident>(&name).is_err()
}

/// The first segments of the paths in the configuration.
fn roots_of_paths(config: &Config) -> impl Iterator<Item = String> {
    let types = config.replace.iter().flat_map(|(_, ty)| ty.roots());
    // A derive without a path is a macro, whose name a type may share.
    let derives = config.derives.iter().flat_map(|(_, path)| path.roots());
    let derives = derives.filter(|(_, is_alone)| !is_alone);
    types.chain(derives).map(|(root, _)| root)
}

#[cfg(test)]
mod tests;
