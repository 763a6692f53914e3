//! The package around the modules: manifest and root, the runtime, modules of tags.

pub mod manifest;
pub mod runtime;
pub mod tags;
