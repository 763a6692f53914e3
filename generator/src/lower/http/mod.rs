//! Operations → what client and server have to know of each.

pub mod errors;
pub mod media_types;
pub mod operations;
pub mod parameters;
pub mod paths;
pub mod rejections;
pub mod security;
pub mod servers;
pub mod text;
