//! What to generate.

mod path;
mod word;

use std::path::PathBuf;

pub(crate) use path::ItemPath;
pub use path::{RustName, RustPath, RustType};
pub use word::{Dates, Deny, Enums, InvalidWord, Modules, UnknownProperties, Word};

/// How to generate. The defaults are what most want.
///
/// An `[[api]]` of `oasmith.toml` and the options of `oasmith generate` say the same with the same
/// words: `unknown-properties = "keep"`, `--unknown-properties keep`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Config {
    /// The name of the emitted crate; by default made from the title of the description.
    pub crate_name: Option<String>,
    /// Whether a client is emitted.
    pub client: bool,
    /// Whether a server is emitted.
    pub server: bool,
    /// Whether only the modules are emitted, for a crate that exists, and not a crate of their own.
    pub module: bool,
    /// Whether client and server are one module each, or one for each tag.
    pub modules: Modules,
    /// The module whose copy of the support code the output uses, for several APIs in one crate or
    /// workspace: `crate::support`. By default the output has its own.
    pub support: Option<RustPath>,

    /// The folder that references to other files may not leave; by default that of the description.
    pub root: Option<PathBuf>,
    /// OpenAPI Overlays that change the description before it is read, in this order.
    pub overlays: Vec<PathBuf>,
    /// The diagnostics that nothing may be generated with.
    pub deny: Vec<Deny>,

    /// The operations that are wanted; by default all. Each word is an `operationId`,
    /// `tag:NAME`, a path, or a method and a path: `tag:pets`, `/pets/*`, `GET /pets`. `*` stands
    /// for any text.
    pub include_operations: Vec<Word>,
    /// The operations that are left out, also of those that are wanted.
    pub exclude_operations: Vec<Word>,
    /// Whether the types that no operation uses are left out.
    pub prune: bool,
    /// The schemas of the components that become types although no operation uses them, by name.
    /// `*` stands for any text.
    pub include_types: Vec<Word>,
    /// The schemas of the components that do not become types, by name. Where something uses one,
    /// its values are any JSON.
    pub exclude_types: Vec<Word>,

    /// Types of one's own in place of what would be emitted, by the name of a schema of the
    /// components or by a format: `Money`, `format:date-time`. Such a type implements `Clone`,
    /// `Debug`, `PartialEq` and serde's `Serialize` and `Deserialize`.
    pub replace: Vec<(String, RustType)>,
    /// What types derive besides what they do anyway, by their names in Rust. `*` stands for any
    /// text.
    pub derives: Vec<(Word, RustPath)>,
    /// Names in Rust for schemas, by where they stand, and for operations, by their `operationId`:
    /// `#/components/schemas/Foo`, `listPets`. In a description `x-rust-name` says the same.
    pub names: Vec<(String, RustName)>,
    /// What dates and times are.
    pub dates: Dates,
    /// What becomes of values that an enumeration does not list.
    pub enums: Enums,
    /// What becomes of properties that a description neither names nor refuses.
    pub unknown_properties: UnknownProperties,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            crate_name: None,
            client: true,
            server: true,
            module: false,
            modules: Modules::default(),
            support: None,
            root: None,
            overlays: Vec::new(),
            deny: Vec::new(),
            include_operations: Vec::new(),
            exclude_operations: Vec::new(),
            prune: true,
            include_types: Vec::new(),
            exclude_types: Vec::new(),
            replace: Vec::new(),
            derives: Vec::new(),
            names: Vec::new(),
            dates: Dates::default(),
            enums: Enums::default(),
            unknown_properties: UnknownProperties::default(),
        }
    }
}
