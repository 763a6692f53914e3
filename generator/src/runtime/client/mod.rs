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

pub use super::media::responses::Cause;
pub use config::{Config, Credential, HttpClient, InvalidBase, KeyPlace, OnReply};
pub use error::{Error, Failure, Undecodable};
pub use reply::{Reply, Response};
pub use response::{ResponseFuture, Statuses, WithResponse};
pub use transport::{Request, Transport};
