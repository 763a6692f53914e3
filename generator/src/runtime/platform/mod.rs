//! The clock and the bounds for threads, by target: a browser has others.

pub mod clock;
pub mod threads;
