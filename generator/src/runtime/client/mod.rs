//! The transport of clients: requests, responses and errors.

mod authorize;
mod config;
mod error;
pub mod form;
pub mod headers;
pub mod multipart;
mod reply;
mod response;
pub(crate) mod transport;
pub mod upload;

pub use config::{Config, Credential, HttpClient, InvalidBase, KeyPlace, OnReply};
pub use error::{Error, Failure, Undecodable};
pub use reply::{Cause, Reply, Response};
pub use response::{Replies, ResponseFuture, Statuses, WithResponse};
pub use transport::{Request, Transport};

#[allow(unused_imports)]
pub(crate) use response::replies;
