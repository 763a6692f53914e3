//! The support code of what is emitted: its sources are copied, byte for byte, as far as an output
//! needs them. Here they are compiled for their own tests only.
//!
//! Architecture invariant: they use nothing of this crate, and nothing of it uses them but
//! `pattern::engines`, so that examples are matched as emitted code matches values.

// What the tests leave alone is used by emitted code.
#![allow(dead_code, unused_imports, unused_macros, unreachable_pub)]

pub mod bytes;
pub mod call;
pub mod client;
pub mod client_config;
pub mod client_error;
pub mod client_response;
pub mod codec;
mod collections;
pub mod content;
pub mod credentials;
pub mod enums;
mod formats;
mod formats_chrono;
mod formats_jiff;
mod formats_time;
mod formats_uuid;
mod instance;
mod json;
mod mismatch;
pub mod never;
mod numbers;
mod objects;
pub mod parameter;
pub mod patch;
pub mod pattern;
pub mod refusal;
mod route;
pub mod rules;
mod scalars;
pub mod secret;
pub mod serve;
pub mod server;
#[cfg(test)]
mod tests;
pub mod text_formats;
pub mod tuples;
pub mod unions;
pub mod violations;

pub use crate::pattern::engines::{backtracking, limits, matcher, regex};
