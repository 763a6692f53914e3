//! One request and its reply, whatever the operation: credentials, time limits, attempts.

pub mod attempts;
pub mod compression;
pub mod credential;
pub mod gzip;
pub mod http_client;
pub mod layer;
pub mod message;
pub mod oauth2;
pub mod secret;
pub mod spans;
pub mod time;
