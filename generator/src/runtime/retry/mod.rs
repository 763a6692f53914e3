//! Whether a request is sent again, and after how long.

pub mod date;
pub mod key;
pub mod policy;
