//! Tests of patterns: the semantics of each construct, compared with `regress`.

mod constructs;
mod corpus;
mod dialect;
mod differential;
mod engines;
mod sample;
