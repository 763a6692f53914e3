//! Operations → an [`axum`] router: requests, credentials, and rejections.

mod body;
mod call;
mod credentials;
pub mod explorer;
mod rejection;
mod route;
mod router;
pub mod serve;

pub use axum::Router;
pub use axum::response::{IntoResponse, Response};
pub use body::check;
pub use call::Call;
pub use credentials::{ApiKey, Basic, Bearer, Denied};
pub use rejection::{FromRejection, Problem, Reject, Rejection};
pub use rejection::{empty, json, json_as, problem, reject, reject_as, text};
pub use router::{Handler, Identifying, Operation, RejectionFn, Render, Responding, Routes};
pub use router::{Settings, Takes, anybody, responding};

#[allow(unused_imports)]
pub(crate) use router::{operations, responses};
