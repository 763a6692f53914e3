//! The runtime of emitted code: its sources are copied, byte for byte, as far as an output needs
//! them. Here they are compiled for tests only: their own,
//! and those of the cases.
//!
//! Architecture invariant: they use nothing of this crate, and nothing of it uses them but
//! `pattern::engines`, so that examples are matched as emitted code matches values.

// The rest is used by emitted code.
#![allow(dead_code, unused_imports, unused_macros, unreachable_pub)]

pub mod blocking;
pub mod body;
pub mod client;
pub mod codec;
pub mod exchange;
pub mod http;
pub mod limits;
pub mod media;
pub mod number;
pub mod paging;
pub mod platform;
pub mod retry;
pub mod rules;
pub mod sequential;
pub mod server;
pub mod types;
pub mod unions;
pub mod validate;
pub mod webhooks;

pub use codec::patch;
pub use server::serve;
pub use types::bytes;
pub use types::never;
pub use validate as violations;
