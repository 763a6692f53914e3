//! The engines of the runtime, so that examples and defaults are matched as by emitted code.

// Emitted code uses more of them.
#![allow(dead_code, unreachable_pub)]

#[path = "../support/backtracking.rs"]
pub mod backtracking;
#[path = "../support/limits.rs"]
pub mod limits;
#[path = "../support/matcher.rs"]
pub mod matcher;
#[path = "../support/regex.rs"]
pub mod regex;
