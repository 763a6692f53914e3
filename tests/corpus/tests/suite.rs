//! The official test suite of JSON Schema, which lies beside the project, through emitted code.

use std::path::Path;

use oasmith_corpus::suite::{Digits, Draft, Folder, Known, run};

const KNOWN: &str = include_str!("../suite.txt");

fn folder(name: &'static str, path: &'static str, draft: Draft, formats: bool) -> Folder {
    Folder {
        name,
        path,
        draft,
        formats,
    }
}

#[test]
#[ignore = "reads ../shared"]
fn the_suite_through_emitted_code() {
    check("suite", Digits::OfDouble);
}

#[test]
#[ignore = "reads ../shared"]
fn the_suite_with_all_digits_of_numbers() {
    check("suite-digits", Digits::All);
}

/// Runs the suite in a folder of its own.
fn check(place: &str, digits: Digits) {
    let suite =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/json-schema-test-suite");
    assert!(suite.is_dir(), "{} is not there", suite.display());
    let folders = [
        folder("draft4", "draft4", Draft::Draft4, false),
        folder("draft2020-12", "draft2020-12", Draft::Draft202012, false),
    ];
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(place);
    let outcomes = run(&suite, &place, &folders, digits).expect("it runs");
    for (name, outcome) in &outcomes {
        print!("{}", outcome.text());
        println!(
            "{name}: {}/{} ({} of the others without a diagnostic)",
            outcome.right(),
            outcome.all,
            outcome.silent()
        );
    }
    let known = Known::read(KNOWN).expect("it is a list");
    let mut wrong = known.compare(outcomes.values());
    if digits == Digits::All {
        // More digits make more of them right.
        wrong.retain(|text| !text.starts_with("listed"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
