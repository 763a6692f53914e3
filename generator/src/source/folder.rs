//! Temporary folders with files, for tests.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder that is removed when dropped.
pub struct Folder {
    pub path: PathBuf,
}

impl Folder {
    /// A folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("oasmith-unit-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // An earlier run with the same process id may have left one.
        let _ = std::fs::remove_dir_all(&path);
        let folder = Self { path };
        for (name, text) in files {
            let path = folder.path.join(name);
            let parent = path.parent().expect("it has one");
            std::fs::create_dir_all(parent).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        }
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
