//! What to generate.

use std::path::PathBuf;

/// How to generate. The defaults are what most want.
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
    /// The folder that references to other files may not leave, wherever symbolic links lead; by
    /// default that of the description.
    pub root: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            crate_name: None,
            client: true,
            server: true,
            module: false,
            root: None,
        }
    }
}
