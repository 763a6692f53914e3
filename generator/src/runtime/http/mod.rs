//! Parameters, headers of responses and parts, and bodies of one piece, which client and server share.

pub mod content;
pub mod header;
mod nested;
pub mod pairs;
pub mod parameter;
pub mod paths;
pub mod percent;
mod received;
mod sent;
mod style;
pub mod template;
