//! Operations → all that client and server need of each.

pub mod errors;
pub mod forms;
pub mod media_types;
pub mod operations;
pub mod parameters;
pub mod paths;
pub mod plan;
pub mod rejections;
pub mod responses;
pub mod security;
pub mod servers;
pub mod text;
pub mod webhooks;
