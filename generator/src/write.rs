//! Files → disk: compared, and replaced atomically where bytes differ.
//!
//! Only files with the first line of an emitted file are replaced, and removed when the output has
//! no such file any more. Any other file is never touched.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::emit::{is_ours, runtime_folders};
use crate::{File, printable};

/// Why an output cannot be written.
#[derive(Debug)]
pub enum Error {
    /// A file of the output exists already, and the generator did not write it.
    Foreign(PathBuf),
    /// An error of the file system.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Foreign(path) | Self::Io(path, _)) = self;
        let path = path.to_string_lossy();
        let path = printable::line(&path);
        match self {
            Self::Foreign(_) => write!(
                out,
                "{path} was not written by oasmith and is not overwritten: move it, or choose another output folder"
            ),
            Self::Io(_, error) => write!(out, "{path}: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Foreign(_) => None,
            Self::Io(_, error) => Some(error),
        }
    }
}

/// A difference between the output and the disk.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// Its content on disk; `None` if it does not exist.
    pub old: Option<String>,
    /// Its content in the output; `None` if it is to be removed.
    pub new: Option<String>,
}

/// Compares an output with a folder.
///
/// # Errors
///
/// A file cannot be read, or the generator did not write it.
pub fn compare(folder: &Path, files: &[File]) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        let old = read(&path)?;
        match &old {
            Some(old) if !is_ours(old) && file.yields => continue,
            Some(old) if !is_ours(old) => return Err(Error::Foreign(path)),
            _ => {}
        }
        if old.as_ref() != Some(&file.content) {
            changes.push(Change {
                path,
                old,
                new: Some(file.content.clone()),
            });
        }
    }
    for path in stale(folder, files)? {
        if let Some(old) = read(&path)?.filter(|old| is_ours(old)) {
            changes.push(Change {
                path,
                old: Some(old),
                new: None,
            });
        }
    }
    Ok(changes)
}

/// Writes an output into a folder.
///
/// # Errors
///
/// As for [`compare`], or a file cannot be written. Files that were written before it stay.
pub fn write(folder: &Path, files: &[File]) -> Result<Vec<Change>, Error> {
    let changes = compare(folder, files)?;
    for change in &changes {
        let done = match &change.new {
            Some(new) => replace(&change.path, new),
            None => std::fs::remove_file(&change.path),
        };
        done.map_err(|error| Error::Io(change.path.clone(), error))?;
    }
    Ok(changes)
}

/// Writes a file that the caller names, whoever wrote it before, unless it has the content already.
/// Returns whether it was written.
///
/// # Errors
///
/// The file cannot be read or written.
pub fn write_file(path: &Path, content: &str) -> Result<bool, Error> {
    if read(path)?.as_deref() == Some(content) {
        return Ok(false);
    }
    replace(path, content).map_err(|error| Error::Io(path.to_owned(), error))?;
    Ok(true)
}

/// The content of a file; empty, and so not one of the generator, if it is not UTF-8.
fn read(path: &Path) -> Result<Option<String>, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8(bytes).unwrap_or_default())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::Io(path.to_owned(), error)),
    }
}

/// The Rust files next to those of the output that are not part of it.
fn stale(folder: &Path, files: &[File]) -> Result<Vec<PathBuf>, Error> {
    let wanted: BTreeSet<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    // A module that had files of its own has a folder of its name.
    let divided = wanted.iter().map(|path| path.with_extension(""));
    let folders = wanted.iter().filter_map(|path| path.parent());
    // No file may be left in a folder of the runtime.
    let roots = wanted.iter().filter(|path| path.ends_with("codec/mod.rs"));
    let runtime = roots.flat_map(|root| {
        let beside = root.parent().and_then(Path::parent);
        let names = runtime_folders();
        names.filter_map(move |name| Some(beside?.join(name)))
    });
    let folders: BTreeSet<PathBuf> = folders
        .map(Path::to_owned)
        .chain(divided)
        .chain(runtime)
        .collect();
    let mut stale = Vec::new();
    for folder in folders {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if is_no_folder(&error) => continue,
            Err(error) => return Err(Error::Io(folder, error)),
        };
        for entry in entries {
            let path = entry
                .map_err(|error| Error::Io(folder.clone(), error))?
                .path();
            if path.extension().is_some_and(|extension| extension == "rs")
                && path.is_file()
                && !wanted.contains(&path)
            {
                stale.push(path);
            }
        }
    }
    stale.sort();
    Ok(stale)
}

fn is_no_folder(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Writes to a temporary file and renames it, so that the file is never half written.
fn replace(path: &Path, content: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written =
        std::fs::write(&temporary, content).and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        // The first error is the one to report.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}
