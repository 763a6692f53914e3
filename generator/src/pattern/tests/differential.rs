//! Random patterns and texts, matched by every engine and by `regress`.

use super::sample::{Random, nearly, pattern, text};
use crate::pattern::matcher::Matcher;
use crate::pattern::parse::parse as tree;
use crate::pattern::{Engine, Error, parse, program};

/// As the generator used to match: with the `u` flag, else without.
pub fn oracle(source: &str) -> Option<regress::Regex> {
    let regex = regress::Regex::with_flags(source, "u");
    regex.or_else(|_| regress::Regex::new(source)).ok()
}

/// Where `regress` differs from the standard, which wins (see `constructs`).
pub fn is_known_difference(source: &str) -> bool {
    // Without the `u` flag, `\u{62}` is 62 times the letter `u`.
    let needs_flag = source.contains(r"\u{");
    needs_flag && regress::Regex::with_flags(source, "u").is_err()
}

#[test]
fn random_patterns_mean_what_they_mean_to_regress() {
    check(2_500);
}

#[test]
#[ignore = "takes a minute"]
fn more_random_patterns_mean_what_they_mean_to_regress() {
    check(20_000);
}

/// Matches so many patterns with every engine.
fn check(patterns: usize) {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut compared, mut found, mut undecided, mut engines) = (0, 0, 0, [0; 3]);
    let mut wrong = Vec::new();
    for _ in 0..patterns {
        let source = pattern(&mut random, 2);
        if is_known_difference(&source) {
            continue;
        }
        let (parsed, oracle) = (parse(&source), oracle(&source));
        let (parsed, oracle) = match (parsed, oracle) {
            (Ok(parsed), Some(oracle)) => (parsed, oracle),
            (Err(Error::Invalid(_)), None) | (Err(Error::Unsupported(_)), _) => continue,
            // `regress` misses some pairs that could take part together (§22.2.1.1).
            (Err(Error::Invalid(why)), Some(_)) if why.starts_with("duplicate group") => continue,
            (parsed, oracle) => {
                wrong.push(format!(
                    "{source:?}: {parsed:?}, valid to regress: {}",
                    oracle.is_some()
                ));
                continue;
            }
        };
        engines[match parsed.engine {
            Engine::Runs(_) => 0,
            Engine::Linear(_) => 1,
            Engine::Backtracking(_) => 2,
        }] += 1;
        let tree = tree(&source).expect("it has been parsed before");
        let matcher = Matcher::new(&source).expect("it has been parsed before");
        let backtracking = Matcher::backtracking(program::compile(&tree));
        for _ in 0..6 {
            let mut sample = text(&tree, &mut random);
            for _ in 0..random.below(3) {
                sample = nearly(&sample, &mut random);
            }
            if sample.chars().count() > 16 {
                continue;
            }
            let expected = oracle.find(&sample).is_some();
            for (engine, matcher) in [("own", &matcher), ("backtracking", &backtracking)] {
                let (answer, _) = matcher.is_found(&sample);
                undecided += usize::from(answer.is_none());
                if answer.is_some_and(|answer| answer != expected) {
                    wrong.push(format!(
                        "{source:?} in {sample:?}, {engine}: {answer:?}, regress: {expected}"
                    ));
                }
            }
            compared += 1;
            found += usize::from(expected);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared}: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(40)]
    );
    assert!(
        compared > 4 * patterns && found > compared / 5,
        "{found} of {compared} match"
    );
    assert!(
        engines.iter().all(|count| *count > patterns / 100),
        "{engines:?}"
    );
    assert!(
        undecided < patterns / 100,
        "{undecided} of {compared} are undecided"
    );
}
