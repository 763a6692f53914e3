//! Tests of the support code, as emitted code uses it.

#![allow(clippy::unwrap_used)]

mod api;
mod client;
mod codec;
mod content;
mod equality;
mod explorer;
mod parameter;
mod pattern;
mod serve;
mod server;
mod text_formats;
