//! The call for a build script.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::Severity;
use crate::{Config, Description, File, Report, Style, directive, printable, write};

/// Generates the modules for a description into `OUT_DIR/NAME`, to be included from
/// `OUT_DIR/NAME/mod.rs`. Cargo is told to run again when a file of the description changes;
/// diagnostics become its warnings. When the description cannot be used, or the files cannot be
/// written, the build fails with the reasons.
///
/// [`Config::module`] is set in any case.
pub fn generate(name: &str, description: impl Into<Description>, config: &Config) {
    let description = description.into();
    let spec = description.is_file().then(|| description.name().to_owned());
    let Some(out) = out_dir() else { return };
    let config = Config {
        module: true,
        ..config.clone()
    };
    match crate::generate(description, &config) {
        Ok(generated) => {
            print(&generated.report, spec.as_deref());
            write(&out.join(name), &generated.files);
        }
        Err(report) => print(&report, spec.as_deref()),
    }
}

/// Writes all of the runtime code into `OUT_DIR/NAME`, to be included from `OUT_DIR/NAME/mod.rs`,
/// for several APIs to share: their [`Config::support`] names the module that includes it.
pub fn support(name: &str, config: &Config) {
    let Some(out) = out_dir() else { return };
    write(&out.join(name), &crate::support(config));
}

fn write(folder: &Path, files: &[File]) {
    if let Err(error) = write::write(folder, files) {
        directive::error(&error.to_string());
    }
}

fn out_dir() -> Option<PathBuf> {
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from);
    if out.is_none() {
        directive::error("`OUT_DIR` is not set: this function is for build scripts");
    }
    out
}

/// Prints the files to watch, and the diagnostics.
fn print(report: &Report, spec: Option<&Path>) {
    let mut paths = watched(report, spec);
    paths.retain(|path| !directive::rerun_if_changed(path));
    if let Some(message) = unwatched(&paths) {
        directive::warning(&message);
    }
    for (severity, text) in report.texts(false, Style::Plain) {
        match severity {
            Severity::Error => directive::error(&text),
            Severity::Warning => directive::warning(&text),
        }
    }
}

/// The description, the files that were read, and those that were not found, each once.
fn watched<'a>(report: &'a Report, spec: Option<&'a Path>) -> Vec<&'a Path> {
    let tree = report.tree.as_ref();
    let read = tree.iter().flat_map(|tree| &tree.files);
    let read = read.filter(|file| file.is_on_disk);
    let read = read.map(|file| &*file.path);
    let missing = tree.iter().flat_map(|tree| tree.missing());
    let mut seen = HashSet::new();
    let paths = spec.into_iter().chain(read).chain(missing);
    paths.filter(|path| seen.insert(*path)).collect()
}

/// A warning about paths that no directive can carry.
fn unwatched(paths: &[&Path]) -> Option<String> {
    let (first, others) = paths.split_first()?;
    let first = printable::line(&first.to_string_lossy()).into_owned();
    let others = match others.len() {
        0 => String::new(),
        1 => ", nor for 1 other file".to_owned(),
        count => format!(", nor for {count} other files"),
    };
    Some(format!(
        "cargo cannot watch `{first}` for changes: a directive has no way to write its path{others}"
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{unwatched, watched};
    use crate::Config;
    use crate::source::Folder;

    #[test]
    fn every_file_below_the_root_that_is_referred_to_is_watched() {
        let folder = Folder::new(&[
            (
                "api.yaml",
                "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/a: {$ref: b.yaml}, /c: {$ref: sub/d.yaml}, /f: {$ref: ../f.yaml}, /g: {$ref: /etc/g.yaml}, /h: {$ref: a/%2E%2E/%2e%2e/h.yaml}}\n\
                 components: {schemas: {P: {discriminator: {propertyName: p, mapping: {cat: Cat}}}}}\n",
            ),
            (
                "b.yaml",
                "get: {operationId: b, responses: {'204': {$ref: e.yaml}}}\n",
            ),
            ("e.yaml", "description: [\n"),
        ]);
        let spec = folder.path.join("api.yaml");
        let generated = crate::generate(&spec, &Config::default()).expect("it is a description");
        let names = watched(&generated.report, Some(&spec))
            .into_iter()
            .map(|path| {
                let name = path
                    .strip_prefix(&folder.path)
                    .expect("it is in the folder");
                name.display().to_string()
            });
        // The name of a schema in a mapping may be that of a file, and is none.
        let names: Vec<_> = names.collect();
        assert_eq!(names, ["api.yaml", "b.yaml", "e.yaml", "sub/d.yaml"]);
    }

    #[test]
    fn paths_that_cannot_be_watched_are_named() {
        let paths = ["a\ncargo::error=b", "c\r", "d\u{1b}"].map(Path::new);
        for (count, expected) in [
            (0, None),
            (1, Some("its path")),
            (2, Some("its path, nor for 1 other file")),
            (3, Some("its path, nor for 2 other files")),
        ] {
            let start = r"cargo cannot watch `a\ncargo::error=b` for changes: a directive has no way to write ";
            let expected = expected.map(|end| format!("{start}{end}"));
            assert_eq!(unwatched(&paths[..count]), expected);
        }
    }
}
