//! The engines of the runtime, so that examples and defaults are matched as emitted code does.

// They are for emitted code, which uses more of them; tests compile them with the rest of the runtime, too.
#![allow(dead_code, unreachable_pub, clippy::duplicate_mod)]

#[path = "../runtime/limits"]
pub mod limits {
    mod budget;

    pub use budget::*;
}

#[path = "../runtime/validate"]
pub mod validate {
    pub mod backtracking;
    pub mod matcher;
    pub mod regex;
}
