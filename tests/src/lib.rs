#![doc = include_str!("../../README.md")]
// The README shows a whole build script.
#![allow(clippy::needless_doctest_main)]
