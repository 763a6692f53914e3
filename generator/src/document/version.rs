//! The versions of OpenAPI.

/// Which version of OpenAPI a description is written in.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Version {
    V2_0,
    V3_0,
    V3_1,
    V3_2,
}
