//! Parameters and bodies, which client and server share.

pub mod boundary;
pub mod content;
pub mod fields;
pub mod form;
pub mod multipart;
pub mod parameter;
pub mod parts;
pub mod parts_written;
pub mod stream;
pub mod template;
pub mod upload;
