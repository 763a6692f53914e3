//! [`Node`] → JSON or YAML. What is written reads to the same node.

mod json;
#[cfg(feature = "yaml")]
mod yaml;

pub use json::to_json;
#[cfg(feature = "yaml")]
pub use yaml::to_yaml;

#[cfg(all(test, feature = "yaml"))]
mod tests;
