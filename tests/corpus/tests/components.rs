//! Random values of the components of real descriptions, through emitted code and through `jsonschema`.

use std::path::Path;

use oasmith_corpus::components::{Plan, run};
use oasmith_corpus::find;

/// The descriptions that are small enough to be compiled in seconds, of as many bytes at most.
const LARGEST: u64 = 300_000;
const COUNT: usize = 9;

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn verdicts_about_components_are_those_of_jsonschema() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/real");
    assert!(corpus.is_dir(), "../shared/corpus/real is not there");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("components");
    let mut found = find::find(&corpus).expect("a folder").descriptions;
    found.retain(|description| description.size <= LARGEST);
    assert!(found.len() >= COUNT, "{} descriptions", found.len());
    let mut wrong = Vec::new();
    for description in found {
        let compared = run(&place, &description, Plan::default()).expect("it runs");
        println!("{}: {compared}", description.name);
        let silent = compared.silent().map(ToString::to_string);
        wrong.extend(compared.stopped.iter().cloned().chain(silent));
        wrong.extend(
            compared
                .unjudged
                .iter()
                .map(|it| format!("not judged: {it}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
