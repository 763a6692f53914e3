//! Parameters and bodies of one piece, which client and server share.

pub mod content;
mod nested;
pub mod pairs;
pub mod parameter;
pub mod percent;
mod received;
mod sent;
mod style;
pub mod template;
