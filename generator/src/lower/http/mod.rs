//! Operations → all that client and server need of each.

pub mod errors;
pub mod essence;
pub mod form;
pub mod media_types;
pub mod multipart;
pub mod operations;
pub mod parameters;
pub mod paths;
pub mod plan;
pub mod rejections;
pub mod responses;
pub mod security;
pub mod servers;
pub mod support;
pub mod text;
