//! `descriptions/items.yaml`.

use serde::{Deserialize, Serialize};
#[cfg(feature = "compare")]
use validator::Validate as _;

#[cfg(feature = "compare")]
use super::variants;

#[cfg(feature = "compare")]
static SHA1: std::sync::LazyLock<regex::Regex> =
    std::sync::LazyLock::new(|| regex::Regex::new("^[0-9a-f]{40}$").expect("it is a pattern"));

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Page {
    #[cfg_attr(feature = "compare", garde(range(min = 0)), validate(range(min = 0)))]
    pub total_count: Option<i64>,
    #[cfg_attr(
        feature = "compare",
        garde(range(min = 1, max = 1000)),
        validate(range(min = 1, max = 1000))
    )]
    pub limit: Option<i64>,
    #[cfg_attr(feature = "compare", garde(range(min = 0)), validate(range(min = 0)))]
    pub offset: Option<i64>,
    pub next_marker: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 1000), dive),
        validate(length(max = 1000), nested)
    )]
    pub entries: Vec<Item>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Item {
    File(#[cfg_attr(feature = "compare", garde(dive))] File),
    Folder(#[cfg_attr(feature = "compare", garde(dive))] Folder),
    WebLink(#[cfg_attr(feature = "compare", garde(dive))] WebLink),
}
#[cfg(feature = "compare")]
variants!(Item: File Folder WebLink);

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct File {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub id: String,
    pub etag: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 255)),
        validate(length(max = 255))
    )]
    pub name: Option<String>,
    #[cfg_attr(feature = "compare", garde(pattern("^[0-9a-f]{40}$")), validate(regex(path = *SHA1)))]
    pub sha1: Option<String>,
    #[cfg_attr(feature = "compare", garde(range(min = 0)), validate(range(min = 0)))]
    pub size: Option<i64>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub version: Option<Version>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub owner: Option<User>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub parent: Option<Parent>,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 100)),
        validate(length(max = 100))
    )]
    pub tags: Option<Vec<String>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Folder {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub id: String,
    pub etag: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 255)),
        validate(length(max = 255))
    )]
    pub name: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub owner: Option<User>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub parent: Option<Parent>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub path: Option<Vec<Parent>>,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 100)),
        validate(length(max = 100))
    )]
    pub tags: Option<Vec<String>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct WebLink {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub id: String,
    pub etag: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 255)),
        validate(length(max = 255))
    )]
    pub name: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1, max = 2048)),
        validate(length(min = 1, max = 2048))
    )]
    pub url: String,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub parent: Option<Parent>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Version {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub id: String,
    #[cfg_attr(feature = "compare", garde(pattern("^[0-9a-f]{40}$")), validate(regex(path = *SHA1)))]
    pub sha1: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct User {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub id: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 255)),
        validate(length(max = 255))
    )]
    pub name: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 255)),
        validate(length(max = 255))
    )]
    pub login: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Parent {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub id: String,
    pub sequence_id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 255)),
        validate(length(max = 255))
    )]
    pub name: Option<String>,
}
