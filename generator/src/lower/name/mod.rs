//! Names: words → identifiers, each unique in its scope.

pub mod lookalikes;
pub mod modules;
pub mod operations;
pub mod scopes;
pub mod words;
