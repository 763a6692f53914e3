//! The patterns of the corpus, if it is there, against `regress`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::differential::{is_known_difference, oracle};
use super::sample::{Random, hostile, nearly, text};
use crate::pattern::matcher::Matcher;
use crate::pattern::parse::parse as tree;
use crate::pattern::{Engine, Error, parse};
use crate::source::{self, Node};

/// Below the project's folder, and not part of it.
const CORPUS: &str = "../../shared/corpus";

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn patterns_of_the_corpus_mean_what_they_mean_to_regress() {
    let patterns = patterns("");
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in &patterns {
        let kind = kind(source);
        table.entry(kind).or_default().push(source.clone());
        compare(source, &mut random);
    }
    println!("{} patterns", patterns.len());
    for (kind, sources) in &table {
        println!("{:4} {kind}", sources.len());
        if kind.starts_with("backtracking") || kind.starts_with("not enforced") {
            sources.iter().for_each(|source| println!("     {source}"));
        }
    }
}

/// No text of a megabyte takes a pattern more steps than are allowed, nor more than it has characters and
/// the pattern positions.
#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn a_megabyte_is_matched_in_bounded_steps() {
    let mut random = Random(0xA076_1D64_78BD_642F);
    let mut undecided = 0;
    for source in &patterns("real") {
        let Ok(matcher) = Matcher::new(source) else {
            continue;
        };
        let parsed = parse(source).expect("it has been parsed before");
        for text in hostile(source, 1 << 20, &mut random) {
            let (found, steps) = matcher.is_found(&text);
            let allowed = match &parsed.engine {
                Engine::Runs(_) => text.len(),
                Engine::Linear(_) => text.len() * parsed.positions,
                Engine::Backtracking(_) => 1_000_000,
            };
            assert!(steps <= allowed, "{source}: {steps} steps");
            assert!(
                found.is_some() || steps == allowed,
                "{source}: {steps} steps"
            );
            undecided += usize::from(found.is_none());
        }
    }
    println!("{undecided} texts are not decided within the steps");
}

/// The patterns of a folder of the corpus.
fn patterns(folder: &str) -> BTreeSet<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(CORPUS)
        .join(folder);
    assert!(corpus.is_dir(), "{} is not there", corpus.display());
    let mut patterns = BTreeSet::new();
    for file in files(&corpus) {
        let Ok(text) = std::fs::read_to_string(&file) else {
            continue;
        };
        if let Ok(tree) = source::parse(Path::new("corpus.yaml"), text) {
            for file in &tree.files {
                collect(&file.root, &mut patterns);
            }
        }
    }
    patterns
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let each = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    });
    each.collect()
}

/// The values of `pattern`, and the keys of `patternProperties`.
fn collect(node: &Node, patterns: &mut BTreeSet<String>) {
    match node {
        Node::Array(items) => items.iter().for_each(|item| collect(item, patterns)),
        Node::Object(entries) => {
            for (key, value) in entries.iter() {
                match (&**key, value) {
                    ("pattern", Node::String(pattern)) => {
                        patterns.insert(pattern.to_string());
                    }
                    ("patternProperties", Node::Object(inside)) => {
                        patterns.extend(inside.iter().map(|(key, _)| key.to_string()));
                    }
                    _ => {}
                }
                collect(value, patterns);
            }
        }
        _ => {}
    }
}

fn kind(source: &str) -> String {
    match parse(source) {
        Ok(parsed) => match (&parsed.engine, &parsed.obstacle) {
            (Engine::Runs(_), _) => "runs".to_owned(),
            (Engine::Linear(conditions), _) if conditions.len() > 1 => "conjunctions".to_owned(),
            (Engine::Linear(_), _) => "linear".to_owned(),
            (Engine::Backtracking(_), obstacle) => {
                let what = obstacle.as_ref().map_or("", |obstacle| obstacle.what);
                format!("backtracking: {what}")
            }
        },
        Err(Error::Invalid(why)) => format!("not enforced, invalid: {why}"),
        Err(Error::Unsupported(why)) => format!("not enforced: {why}"),
    }
}

fn compare(source: &str, random: &mut Random) {
    if is_known_difference(source) {
        return;
    }
    let (Ok(matcher), Some(oracle)) = (Matcher::new(source), oracle(source)) else {
        let is_valid = oracle(source).is_some();
        let is_unsupported = matches!(parse(source), Err(Error::Unsupported(_)));
        assert!(!is_valid || is_unsupported, "{source} is valid");
        return;
    };
    let tree = tree(source).expect("it has been parsed before");
    for round in 0..60 {
        let mut sample: String = text(&tree, random).chars().take(60).collect();
        for _ in 0..round % 4 {
            sample = nearly(&sample, random);
        }
        let expected = oracle.find(&sample).is_some();
        if let (Some(found), _) = matcher.is_found(&sample) {
            assert_eq!(found, expected, "{source} in {sample:?}");
        }
    }
}
