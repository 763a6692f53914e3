//! Operations → an [`axum`] router: requests, credentials, and rejections.

mod body;
mod call;
mod credentials;
mod dispatch;
pub mod explorer;
pub mod multipart;
mod rejection;
mod router;
pub mod serve;
mod settings;
pub mod upload;

pub use super::media::accept::Accept;
pub use super::media::one_of::TypedBytes;
pub use axum::Router;
pub use axum::response::{IntoResponse, Response};
pub use body::check;
pub use call::Call;
pub use credentials::{Alternatives, ApiKey, Basic, Bearer, Denied};
pub use rejection::{FromRejection, Problem, Reject, Rejection};
pub use rejection::{
    bytes, empty, json, json_as, one_of, problem, reject, reject_as, text, typed_bytes,
    with_headers,
};
pub use router::{Handler, Identifying, Responding, Routes, anybody, responding};
pub use settings::{Operation, RejectionFn, Render, Settings, Takes};

#[allow(unused_imports)]
pub(crate) use router::{operations, responses};
