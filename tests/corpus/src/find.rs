//! Folder → its descriptions, and the files that are none.

use std::path::{Path, PathBuf};

use oasmith::source;

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of their names.
    pub descriptions: Vec<Description>,
    /// JSON and YAML files that are no descriptions: parts of some, overlays, settings.
    pub others: Vec<String>,
}

/// A description on the disk.
#[derive(Clone, Debug)]
pub struct Description {
    /// The path below the folder, with slashes.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// How long it is, in bytes.
    pub size: u64,
    /// Whether it stands in a folder `negative`: it is faulty, and a run has to say so.
    pub negative: bool,
}

/// Finds the descriptions below a folder, or the one that a file holds.
///
/// # Errors
///
/// A folder cannot be read.
pub fn find(folder: &Path) -> Result<Found, String> {
    let mut paths = Vec::new();
    if folder.is_file() {
        paths.push(folder.to_owned());
    } else {
        collect(folder, &mut paths)?;
    }
    paths.sort();
    let mut found = Found::default();
    for path in paths {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let below = if below.as_os_str().is_empty() {
            Path::new(path.file_name().unwrap_or_default())
        } else {
            below
        };
        let name = below.to_string_lossy().replace('\\', "/");
        if is_description(&path) {
            let size = path.metadata().map_or(0, |metadata| metadata.len());
            let full = path.canonicalize().unwrap_or_else(|_| path.clone());
            let negative = full.components().any(|part| part.as_os_str() == "negative");
            found.descriptions.push(Description {
                name,
                path,
                size,
                negative,
            });
        } else {
            found.others.push(name);
        }
    }
    Ok(found)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let tell = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(tell)? {
        let path = entry.map_err(tell)?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| {
            ["json", "yaml", "yml"]
                .iter()
                .any(|known| extension == *known)
        }) {
            paths.push(path);
        }
    }
    Ok(())
}

/// Whether the root of a file says which version of OpenAPI or Swagger it is. One that is too
/// broken to have a root is looked at as text: it is the generator's to say what is wrong.
fn is_description(path: &Path) -> bool {
    match source::read(path) {
        Ok(tree) => tree.files.first().is_some_and(|file| {
            ["openapi", "swagger"]
                .iter()
                .any(|key| file.root.get(key).is_some())
        }),
        Err(_) => {
            let bytes = std::fs::read(path).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            text.lines().any(|line| {
                let line = line.trim_start_matches(['{', ' ', '"']);
                line.starts_with("openapi") || line.starts_with("swagger")
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_description_says_its_version() {
        let folder =
            std::env::temp_dir().join(format!("oasmith-corpus-find-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("negative")).expect("it can be made");
        for (name, text) in [
            ("a.yaml", "openapi: 3.0.3\n"),
            ("b.json", "{\"swagger\": \"2.0\"}"),
            ("part.yml", "type: object\n"),
            ("overlay.yaml", "overlay: 1.0.0\n"),
            ("notes.txt", "openapi: 3.0.3\n"),
            ("negative/broken.json", "{\"openapi\": \"3.0.3\","),
        ] {
            std::fs::write(folder.join(name), text).expect("it can be written");
        }
        let found = find(&folder).expect("it can be read");
        std::fs::remove_dir_all(&folder).expect("it can be removed");
        let names: Vec<_> = found
            .descriptions
            .iter()
            .map(|each| (&*each.name, each.negative))
            .collect();
        assert_eq!(
            names,
            [
                ("a.yaml", false),
                ("b.json", false),
                ("negative/broken.json", true)
            ]
        );
        assert_eq!(found.others, ["overlay.yaml", "part.yml"]);
    }
}
