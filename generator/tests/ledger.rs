//! Every assertion of every schema in use ends in a type, in a check or in a diagnostic.

use std::path::{Path, PathBuf};

use oasmith::Config;
use oasmith::model::Outcome;

/// The descriptions below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    for entry in entries {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files(&path, found);
        } else if let Some("json" | "yaml" | "yml") = path.extension().and_then(|it| it.to_str()) {
            found.push(path);
        }
    }
}

/// The keywords that end nowhere, and how many descriptions were read.
fn lost(folder: &str) -> (usize, Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let mut found = Vec::new();
    files(&folder, &mut found);
    found.sort();
    let (mut read, mut lost) = (0, Vec::new());
    for path in found {
        for prune in [true, false] {
            let config = Config {
                prune,
                ..Config::default()
            };
            let Ok((api, _)) = oasmith::read_model(path.as_path(), &config) else {
                continue;
            };
            read += usize::from(prune);
            for each in api.keywords {
                assert_eq!(each.outcome, Outcome::Lost);
                let (keyword, pointer) = (each.keyword, each.location.pointer);
                lost.push(format!("{}: {keyword} of {pointer}", path.display()));
            }
        }
    }
    (read, lost)
}

#[test]
fn no_keyword_of_the_cases_is_lost() {
    let (read, lost) = lost("specs");
    assert!(read > 50, "{read}");
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
#[ignore = "reads ../shared"]
fn no_keyword_of_the_corpus_is_lost() {
    let (read, lost) = lost("../shared/corpus");
    assert!(read > 200, "{read}");
    assert!(lost.is_empty(), "{}: {lost:#?}", lost.len());
}
