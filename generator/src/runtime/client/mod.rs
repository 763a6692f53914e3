//! The transport of clients: requests, responses and errors.

mod authorize;
mod config;
mod error;
pub mod form;
pub mod multipart;
mod response;
pub(crate) mod transport;
pub mod upload;

pub use config::{Config, Credential, HttpClient, InvalidBase, KeyPlace, OnReply};
pub use error::{Cause, Declared, Error, Failure, Reply, Undecodable};
pub use response::{Replies, ResponseFuture, Statuses};
pub use transport::{Request, Transport};

#[allow(unused_imports)]
pub(crate) use response::replies;
