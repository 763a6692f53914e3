//! Runs over the descriptions that lie beside the project, and mutants of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A debug build on a busy machine is many times slower; what a run takes is told by the release.
const LIMIT: &str = "100";

fn corpus(folder: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/corpus")
        .join(folder);
    assert!(path.is_dir(), "../shared/corpus/{folder} is not there");
    path
}

fn check(folder: &str) {
    let path = corpus(folder);
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("known.txt");
    let output = Command::new(env!("CARGO_BIN_EXE_oasmith-corpus"))
        .arg("corpus")
        .arg(path)
        .args(["--limit", LIMIT, "--known"])
        .arg(known)
        .output()
        .expect("the runner runs");
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{}", text.lines().last().unwrap_or_default());
    assert!(
        output.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn the_folder_real() {
    check("real");
}

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn the_folder_edge() {
    check("edge");
}

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn the_folder_swagger2() {
    check("swagger2");
}

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn the_folder_negative() {
    check("negative");
}

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn mutants_of_those_of_other_generators() {
    mutants(&corpus("edge"), 2_000, 20_000);
}

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn mutants_of_those_of_swagger_2() {
    mutants(&corpus("swagger2"), 500, 20_000);
}

#[test]
fn mutants_of_our_own() {
    mutants(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs"),
        4_000,
        100_000,
    );
}

fn mutants(folder: &Path, count: u64, largest: u64) {
    let output = Command::new(env!("CARGO_BIN_EXE_oasmith-corpus"))
        .arg("mutants")
        .arg(folder)
        .args([
            "--count",
            &count.to_string(),
            "--largest",
            &largest.to_string(),
            "--limit",
            LIMIT,
        ])
        .output()
        .expect("the runner runs");
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    assert!(
        output.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
