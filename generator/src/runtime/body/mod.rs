//! Bodies that are streams, forms or parts, which client and server share.

pub mod boundary;
mod brackets;
pub mod charset;
pub mod form;
pub mod multipart;
pub mod parts;
pub mod parts_written;
pub mod pauses;
pub mod stream;
pub mod transfer;
pub mod upload;
