//! Whole descriptions → documents.

mod extremes;
mod outline;
