//! What is committed is what the generator writes now.

use std::path::{Path, PathBuf};

use oasmith::{Config, generate, write};

/// The folder of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// `OASMITH_BLESS=1` writes what differs instead, to be read before it is committed.
fn check(spec: &str, folder: &str, name: &str) {
    let config = Config {
        crate_name: Some(name.to_owned()),
        ..Config::default()
    };
    let generated = generate(&root().join(spec), &config).expect("the description can be used");
    assert!(
        generated.report.diagnostics.is_empty(),
        "{:?}",
        generated.report.diagnostics
    );
    let folder = root().join(folder);
    if std::env::var_os("OASMITH_BLESS").is_some() {
        write::write(&folder, &generated.files).expect("the folder can be written");
        return;
    }
    let changes = write::compare(&folder, &generated.files).expect("the folder can be read");
    let paths: Vec<_> = changes
        .iter()
        .map(|change| change.path.display().to_string())
        .collect();
    assert!(
        paths.is_empty(),
        "these differ from what is written now: {paths:?}"
    );
}

#[test]
fn authentik_stages() {
    check(
        "specs/authentik-stages.yaml",
        "generated",
        "authentik-stages",
    );
}
