//! The call for a build script.

use std::path::{Path, PathBuf};

use crate::diagnostic::Severity;
use crate::{Config, Report, write};

/// Generates the modules for a description into `OUT_DIR/NAME`, to be included from
/// `OUT_DIR/NAME/mod.rs`. Cargo is told to run again when a file of the description changes;
/// diagnostics become its warnings. When the description cannot be used, or the files cannot be
/// written, the build fails with the reasons.
///
/// [`Config::module`] is set, whatever `config` says.
pub fn generate(name: &str, spec: impl AsRef<Path>, config: &Config) {
    let spec = spec.as_ref();
    println!("cargo::rerun-if-changed={}", spec.display());
    let Some(out) = out_dir() else { return };
    let config = Config {
        module: true,
        ..config.clone()
    };
    match crate::generate(spec, &config) {
        Ok(generated) => {
            print(&generated.report, "warning");
            if let Err(error) = write::write(&out.join(name), &generated.files) {
                println!("cargo::error={error}");
            }
        }
        Err(report) => print(&report, "error"),
    }
}

/// Writes all of the support code into `OUT_DIR/NAME`, to be included from `OUT_DIR/NAME/mod.rs`,
/// for several APIs to share: their [`Config::support`] names the module that includes it.
pub fn support(name: &str, config: &Config) {
    let Some(out) = out_dir() else { return };
    if let Err(error) = write::write(&out.join(name), &crate::support(config)) {
        println!("cargo::error={error}");
    }
}

fn out_dir() -> Option<PathBuf> {
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from);
    if out.is_none() {
        println!("cargo::error=OUT_DIR is not set: this is for build scripts");
    }
    out
}

/// Prints the files that were looked for, and the diagnostics; errors as `severe`, since the build
/// may go on without what they spoil.
fn print(report: &Report, severe: &str) {
    for path in watched(report) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for (severity, text) in report.texts(false) {
        let kind = match severity {
            Severity::Error => severe,
            Severity::Warning => "warning",
        };
        for line in text.lines() {
            println!("cargo::{kind}={line}");
        }
    }
}

/// The files that were read, and those that were looked for and are not there.
fn watched(report: &Report) -> Vec<&Path> {
    let tree = report.tree.as_ref();
    let read = tree.iter().flat_map(|tree| &tree.files);
    let missing = tree.iter().flat_map(|tree| tree.missing());
    read.map(|file| &*file.path).chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use super::watched;
    use crate::Config;
    use crate::source::Folder;

    #[test]
    fn every_file_that_is_referred_to_is_watched() {
        let folder = Folder::new(&[
            (
                "api.yaml",
                "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/a: {$ref: b.yaml}, /c: {$ref: sub/d.yaml}}\n\
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
        let names = watched(&generated.report).into_iter().map(|path| {
            let name = path
                .strip_prefix(&folder.path)
                .expect("it is in the folder");
            name.display().to_string()
        });
        // The name of a schema in a mapping may be that of a file, and is none.
        let names: Vec<_> = names.collect();
        assert_eq!(names, ["api.yaml", "b.yaml", "e.yaml", "sub/d.yaml"]);
    }
}
