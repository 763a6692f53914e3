//! What whole descriptions are read as.

mod extremes;
mod outline;
