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
        explorer: true,
        ..Config::default()
    };
    let generated = generate(root().join(spec), &config).expect("the description can be used");
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

/// What the README shows of an emitted file stands there, line by line, but for what it leaves out.
#[test]
fn the_readme_shows_what_is_written() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    for (start, file) in [("object!(", "codec.rs"), ("impl Validate", "validate.rs")] {
        let block = readme
            .split("```")
            .find(|block| block.contains(&format!("\n{start}")));
        let block = block.unwrap_or_else(|| panic!("the README shows no {start}"));
        let emitted = std::fs::read_to_string(root().join("generated/src").join(file)).expect(file);
        let mut emitted = emitted.lines();
        for line in block.lines().skip(1).filter(|line| line.trim() != "// …") {
            assert!(
                emitted.any(|other| other == line),
                "{file} does not go on with {line:?}"
            );
        }
    }
}
