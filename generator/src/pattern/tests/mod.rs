//! Tests of patterns: what each construct means, and that it means the same to `regress`.

mod constructs;
mod corpus;
mod differential;
mod engines;
mod sample;
