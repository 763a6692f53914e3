//! The files of the suite → groups of tests, with the text of numbers as the files have it.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Folder;

/// A draft of JSON Schema.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Draft {
    /// Draft 4, the schemas of OpenAPI 3.0.
    Draft4,
    /// Draft 2020-12, the schemas of OpenAPI 3.1.
    Draft202012,
}

impl Draft {
    /// The version of OpenAPI.
    pub fn version(self) -> &'static str {
        match self {
            Self::Draft4 => "3.0.3",
            Self::Draft202012 => "3.1.0",
        }
    }
}

/// A schema and its tests.
#[derive(Debug, Deserialize)]
pub struct Group {
    /// The file, without its ending.
    #[serde(skip)]
    pub file: String,
    /// What the schema shows.
    pub description: String,
    /// The schema.
    pub schema: Box<RawValue>,
    /// The tests.
    pub tests: Vec<Test>,
}

/// An instance and whether it is valid.
#[derive(Debug, Deserialize)]
pub struct Test {
    /// What the instance shows.
    pub description: String,
    /// The instance.
    pub data: Box<RawValue>,
    /// Whether it is valid.
    pub valid: bool,
}

/// The groups of a folder, without those of folders below, in the order of file names.
///
/// # Errors
///
/// A file cannot be read.
pub fn groups(suite: &Path, folder: &Folder) -> Result<Vec<Group>, String> {
    let path = suite.join("tests").join(folder.path);
    let entries = fs::read_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    let mut groups = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if !folder.files.is_empty() && !folder.files.contains(&&*name) {
            continue;
        }
        let tell = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| tell(&error))?;
        let read: Vec<Group> = serde_json::from_str(&text).map_err(|error| tell(&error))?;
        groups.extend(read.into_iter().map(|group| Group {
            file: format!("{}/{name}", folder.path),
            ..group
        }));
    }
    Ok(groups)
}
