//! The versions of OpenAPI.

/// The OpenAPI version of a description or of a file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Version {
    V2_0,
    V3_0,
    V3_1,
    V3_2,
}
