//! The official test suite of JSON Schema, which lies beside the project, through emitted code.

use std::path::Path;

use oasmith::config::{Numbers, Untyped};
use oasmith_corpus::suite::{Digits, Draft, Folder, Known, run};

const KNOWN: &str = include_str!("../suite.txt");

/// A folder of required tests, where `format` is an annotation.
fn required(name: &'static str, draft: Draft) -> Folder {
    Folder {
        name,
        path: name,
        draft,
        formats: false,
        untyped: Untyped::Strict,
        numbers: Numbers::Machine,
        files: &[],
    }
}

/// Optional tests of both drafts: the name in results, the path below that of the draft, and the files.
const OPTIONAL: &[([&str; 2], [&str; 2], &[&str])] = &[
    (
        ["draft4 ecmascript-regex", "draft2020-12 ecmascript-regex"],
        ["draft4/optional", "draft2020-12/optional"],
        &["ecmascript-regex"],
    ),
    (
        ["draft4 non-bmp-regex", "draft2020-12 non-bmp-regex"],
        ["draft4/optional", "draft2020-12/optional"],
        &["non-bmp-regex"],
    ),
    (
        ["draft4 format", "draft2020-12 format"],
        ["draft4/optional/format", "draft2020-12/optional/format"],
        &[],
    ),
    (
        ["draft4 other optional", "draft2020-12 other optional"],
        ["draft4/optional", "draft2020-12/optional"],
        &[
            "anchor",
            "cross-draft",
            "dependencies-compatibility",
            "dynamicRef",
            "format-assertion",
            "id",
            "no-schema",
            "refOfUnknownKeyword",
            "unknownKeyword",
            "zeroTerminatedFloats",
        ],
    ),
];

/// The optional tests of numbers that no machine type holds.
const EXACT: &[([&str; 2], [&str; 2], &[&str])] = &[
    (
        ["draft4 bignum", "draft2020-12 bignum"],
        ["draft4/optional", "draft2020-12/optional"],
        &["bignum"],
    ),
    (
        ["draft4 float-overflow", "draft2020-12 float-overflow"],
        ["draft4/optional", "draft2020-12/optional"],
        &["float-overflow"],
    ),
];

/// The folders of optional tests, one for each draft.
fn optional(
    (names, paths, files): &(
        [&'static str; 2],
        [&'static str; 2],
        &'static [&'static str],
    ),
    numbers: Numbers,
) -> [Folder; 2] {
    let drafts = [Draft::Draft4, Draft::Draft202012];
    [0, 1].map(|index| Folder {
        name: names[index],
        path: paths[index],
        draft: drafts[index],
        formats: paths[index].ends_with("/format"),
        untyped: Untyped::Strict,
        numbers,
        files,
    })
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
    let mut folders = vec![
        required("draft4", Draft::Draft4),
        required("draft2020-12", Draft::Draft202012),
    ];
    let machine = OPTIONAL.iter();
    folders.extend(machine.flat_map(|each| optional(each, Numbers::Machine)));
    if digits == Digits::All {
        let exact = EXACT.iter();
        folders.extend(exact.flat_map(|each| optional(each, Numbers::Exact)));
    }
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
