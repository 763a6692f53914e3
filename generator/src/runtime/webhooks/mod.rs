//! Requests that an API sends: to the addresses of subscribers, and received by those, once it is known
//! who sent them.

pub mod events;
pub mod receiver;
pub mod sender;
