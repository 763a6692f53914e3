//! Media types of responses: those that a caller accepts, and bodies of one of several.

pub mod accept;
pub mod one_of;
