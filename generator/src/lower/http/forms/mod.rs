//! Media types of bodies: which are supported, and how forms and parts are written.

pub mod charset;
pub mod encodings;
pub mod form;
pub mod items;
pub mod multipart;
pub mod streams;
pub mod support;
