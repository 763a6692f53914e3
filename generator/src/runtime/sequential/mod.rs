//! Bodies that are sequences of items (OAS 3.2 §4.14.3), which client and server share.

pub mod client;
pub mod events;
pub mod items;
pub mod reconnecting;
pub mod records;
pub mod responses;
pub mod server;

pub use events::{Event, EventObjects, Events, JsonEventObjects, JsonEvents, TextEvents};
pub use items::{ItemError, Items, JsonLines, JsonSequence};
