//! Whole descriptions → documents.

mod extremes;
#[cfg(feature = "openapiv3")]
mod oracle;
mod outline;
