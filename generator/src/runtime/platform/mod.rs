//! What a browser has in another way: time, and threads.

pub mod clock;
pub mod threads;
