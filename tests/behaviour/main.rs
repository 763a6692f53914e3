//! What the emitted crate `authentik-stages` does: its types and their wire form, its constraints,
//! and its client against its server over real sockets.
//!
//! The runtime has tests of its own, in `generator/src/runtime/tests`; these are about what the
//! description says.
#![allow(clippy::unwrap_used)]

mod client;
mod constraints;
mod faults;
mod http;
mod input;
mod kinds;
mod responses;
mod seeds;
mod server;
mod silence;
mod stages;
mod states;
mod types;
