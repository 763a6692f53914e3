//! Operations → an [`axum`] router: requests, credentials, and rejections.

pub(crate) mod body;
mod call;
mod credentials;
pub(super) mod dispatch;
pub mod explorer;
pub mod multipart;
mod rejection;
mod router;
pub mod serve;
mod settings;
pub mod upload;

pub use super::media::accept::Accept;
pub use super::media::responses::{Outgoing, Responses};
pub use axum::Router;
pub use axum::response::{IntoResponse, Response};
pub use body::check;
pub use call::Call;
pub use credentials::{Alternatives, ApiKey, Basic, Bearer, Denied};
pub use rejection::{FromRejection, Reject, Rejection, problem, reject, reject_as};
pub use router::{
    Error, Handler, Identify, Identifying, NotImplemented, Responding, Route, Routes,
    not_implemented, responding,
};
pub use settings::{Operation, RejectionFn, Rejections, Rejects, Render, Settings, Takes};
