//! Parameters and bodies, which client and server share.

pub mod content;
pub mod parameter;
pub mod template;
