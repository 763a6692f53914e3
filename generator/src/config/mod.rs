//! The configuration: which parts of a description are generated, and as what.

mod pagination;
mod path;
mod word;

use std::path::PathBuf;

use crate::diagnostic::{Code, Severity};
pub(crate) use path::ItemPath;

pub use pagination::{PageKind, Pagination};
pub use path::{RustName, RustPath, RustType};
pub use word::{
    Callers, Dates, Enums, Formats, InvalidWord, Level, Lint, Modules, Nulls, Numbers,
    UnknownProperties, Untyped, Word,
};

/// The configuration of a run.
///
/// The keys of an `[[api]]` in `oasmith.toml` and the options of `oasmith generate` have the same names:
/// `unknown_properties` is `unknown-properties = "keep"` and `--unknown-properties keep`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Config {
    /// The name of the emitted crate; by default made from the title of the description.
    pub crate_name: Option<String>,
    /// Whether a client is emitted.
    pub client: bool,
    /// Whether a server is emitted.
    pub server: bool,
    /// Whether webhooks and callbacks are emitted: a server that receives them beside the client, and a
    /// client that sends them beside the server. By default they are where they need no other
    /// dependencies: in a crate, whose features switch these on, and where both sides are emitted.
    pub webhooks: Option<bool>,
    /// Whether modules of an existing crate are emitted instead of a crate.
    pub module: bool,
    /// Whether client and server are one module each, or a module for each tag.
    pub modules: Modules,
    /// Whether the description that the output was made from is one of its files, for the diff of the
    /// API beside that of the code; by default for a crate, and not for modules.
    pub description: Option<bool>,
    /// Whether the emitted server can serve the description and a page to explore it.
    pub explorer: bool,
    /// The module with the runtime code that the output uses, for several APIs in one crate:
    /// `crate::support`. By default each output has a copy.
    pub support: Option<RustPath>,

    /// The folder below which referenced files have to be; by default that of the description.
    pub root: Option<PathBuf>,
    /// OpenAPI Overlays to apply before the description is read, in this order.
    pub overlays: Vec<PathBuf>,
    /// The diagnostics that are not reported. A code takes precedence over `warnings`, and a stricter
    /// list over others: `deny = ["warnings"]` with `allow = ["missing-error"]` denies all but one.
    pub allow: Vec<Lint>,
    /// The diagnostics that are warnings.
    pub warn: Vec<Lint>,
    /// The diagnostics that are errors, with which nothing is generated.
    pub deny: Vec<Lint>,

    /// The operations to generate; by default all. Each is selected by `operationId`, by `tag:NAME`, by
    /// path, or by method and path: `tag:pets`, `/pets/*`, `GET /pets`. `*` matches any text.
    pub include_operations: Vec<Word>,
    /// The operations to exclude from these, selected in the same way.
    pub exclude_operations: Vec<Word>,
    /// Whether component schemas that no operation uses are omitted.
    pub prune: bool,
    /// The component schemas that become types even if no operation uses them, by name. `*` matches any
    /// text.
    pub include_types: Vec<Word>,
    /// The component schemas that do not become types, by name. Uses of them are
    /// `serde_json::Value`.
    pub exclude_types: Vec<Word>,

    /// Types to use instead of emitted ones, by the name of a component schema or by a format: `Money`,
    /// `format:date-time`. They implement `Clone`, `Debug`, `PartialEq`, `Serialize` and `Deserialize`.
    pub replace: Vec<(String, RustType)>,
    /// Traits that types derive in addition, by the Rust names of the types. `*` matches any text.
    pub derives: Vec<(Word, RustPath)>,
    /// Rust names of types, by the JSON pointer of the schema, and of methods, by `operationId`:
    /// `#/components/schemas/Foo`, `listPets`. `x-rust-name` in a description does the same.
    pub names: Vec<(String, RustName)>,
    /// How the pages of operations follow each other, where the description does not show it; `None`
    /// for operations without pages. Operations are selected as by `include_operations`, and the first
    /// entry that selects one counts. `x-pagination` in a description does the same.
    pub pagination: Vec<(Word, Option<Pagination>)>,
    /// The crate whose types represent dates and times.
    pub dates: Dates,
    /// Whether enums keep values that the description does not list.
    pub enums: Enums,
    /// Whether structs keep properties that the description does not declare.
    pub unknown_properties: UnknownProperties,
    /// What a schema without `type` allows.
    pub untyped: Untyped,
    /// Whether `format` and `contentEncoding` restrict values, and decide types.
    pub formats: Formats,
    /// What a `null` is that a description does not allow.
    pub nulls: Nulls,
    /// What holds numbers without a format, and integers without two bounds.
    pub numbers: Numbers,
    /// The operations of the server whose callers are identified.
    pub callers: Callers,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            crate_name: None,
            client: true,
            server: true,
            webhooks: None,
            module: false,
            modules: Modules::default(),
            description: None,
            explorer: false,
            support: None,
            root: None,
            overlays: Vec::new(),
            allow: Vec::new(),
            warn: Vec::new(),
            deny: Vec::new(),
            include_operations: Vec::new(),
            exclude_operations: Vec::new(),
            prune: true,
            include_types: Vec::new(),
            exclude_types: Vec::new(),
            replace: Vec::new(),
            derives: Vec::new(),
            names: Vec::new(),
            pagination: Vec::new(),
            dates: Dates::default(),
            enums: Enums::default(),
            unknown_properties: UnknownProperties::default(),
            untyped: Untyped::default(),
            formats: Formats::default(),
            nulls: Nulls::default(),
            numbers: Numbers::default(),
            callers: Callers::default(),
        }
    }
}

impl Config {
    /// Whether the description is a file of the output.
    pub(crate) fn writes_description(&self) -> bool {
        self.description.unwrap_or(!self.module)
    }

    /// Whether webhooks are received beside the client, and whether they are sent beside the server.
    pub(crate) fn sides_of_webhooks(&self) -> (bool, bool) {
        let by_default = !self.module || (self.client && self.server);
        let wanted = self.webhooks.unwrap_or(by_default);
        (wanted && self.client, wanted && self.server)
    }

    /// The level of the diagnostics of a code.
    pub fn level(&self, code: Code) -> Level {
        if code.severity() == Severity::Error {
            return Level::Deny;
        }
        let lists = [
            (&self.deny, Level::Deny),
            (&self.warn, Level::Warn),
            (&self.allow, Level::Allow),
        ];
        let named = |lint| {
            let list = lists.iter().find(|(list, _)| list.contains(&lint));
            list.map(|(_, level)| *level)
        };
        named(Lint::Code(code))
            .or_else(|| named(Lint::Warnings))
            .unwrap_or(Level::Warn)
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Level, Lint};
    use crate::diagnostic::Code;

    #[test]
    fn a_code_counts_before_all_warnings_and_the_strictest_list_before_others() {
        let code = Code::MissingError;
        let (all, one) = (Lint::Warnings, Lint::Code(code));
        for (allow, warn, deny, expected) in [
            (vec![], vec![], vec![], Level::Warn),
            (vec![one], vec![], vec![], Level::Allow),
            (vec![all], vec![], vec![], Level::Allow),
            (vec![], vec![], vec![all], Level::Deny),
            (vec![one], vec![], vec![all], Level::Allow),
            (vec![all], vec![one], vec![], Level::Warn),
            (vec![all], vec![], vec![one], Level::Deny),
            (vec![one], vec![one], vec![], Level::Warn),
            (vec![one], vec![one], vec![one], Level::Deny),
            (vec![], vec![all], vec![all], Level::Deny),
        ] {
            let config = Config {
                allow,
                warn,
                deny,
                ..Config::default()
            };
            assert_eq!(config.level(code), expected, "{config:?}");
            assert_eq!(config.level(Code::Syntax), Level::Deny);
        }
    }
}
