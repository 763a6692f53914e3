//! What makes the modules a package: its manifest and root, the support code, modules of tags.

pub mod manifest;
pub mod modules;
pub mod runtime;
