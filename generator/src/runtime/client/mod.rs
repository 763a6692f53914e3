//! The transport of clients: requests, responses and errors.

pub(crate) mod config;
mod error;
pub mod form;
pub mod headers;
pub mod multipart;
pub(crate) mod options;
mod reply;
pub(crate) mod response;
pub(crate) mod transport;
mod undeclared;
pub mod upload;

pub use super::media::responses::Cause;
pub use config::{Config, InvalidBase, OnReply, Server};
pub use error::{Error, Failure, Undecodable};
pub use reply::{Reply, Response};
pub use response::{ResponseFuture, Statuses, WithResponse};
pub use transport::{Request, Transport};
pub use undeclared::UndeclaredRequest;

pub use super::exchange::attempts::OnRequest;
pub use super::exchange::compression::Compression;
pub use super::exchange::credential::{Credential, KeyPlace};
pub use super::exchange::http_client::{Attempt, HttpClient, Next, SendError};
pub use super::exchange::secret::{FetchError, Secret, Token};
pub use super::exchange::time::TimeLimit;
pub use super::retry::policy::{IdempotencyKey, Retries};
