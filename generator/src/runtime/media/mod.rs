//! Responses and their media types: those that a caller accepts, bodies of one of several, and
//! responses that their status tells apart.

pub mod accept;
pub mod incoming;
pub mod one_of;
pub mod outgoing;
pub mod responses;
pub mod typed_bytes;
