//! [`Tree`](crate::source::Tree) → one self-contained document.
#![allow(dead_code, unused_imports)]

pub mod write;
