//! Schemas and instances drawn at random, through emitted code and through `jsonschema`.

use std::path::Path;
use std::str::FromStr;

use oasmith_corpus::differential::{Plan, minimise, run};
use oasmith_corpus::suite::Known;

const KNOWN: &str = include_str!("../differential.txt");

/// A number from the environment.
fn number<T: FromStr>(name: &str, default: T) -> T {
    match std::env::var(name) {
        Ok(text) => match text.parse() {
            Ok(number) => number,
            Err(_) => panic!("{name}: {text} is no number"),
        },
        Err(_) => default,
    }
}

#[test]
#[ignore = "takes minutes"]
fn verdicts_are_those_of_jsonschema() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("differential");
    let usual = Plan::default();
    let plan = Plan {
        pairs: number("OASMITH_PAIRS", usual.pairs),
        seed: number("OASMITH_SEED", usual.seed),
        instances: number("OASMITH_INSTANCES", usual.instances),
    };
    let compared = run(&place, plan).expect("it runs");
    let reported = compared
        .disagreements
        .iter()
        .filter(|it| !it.reported.is_empty());
    for disagreement in reported {
        println!("reported: {disagreement}");
    }
    let silent: Vec<_> = compared
        .disagreements
        .iter()
        .filter(|it| it.reported.is_empty())
        .collect();
    for disagreement in &silent {
        println!("silent: {disagreement}");
    }
    for lost in &compared.lost {
        println!("lost: {lost}");
    }
    println!(
        "{} pairs of {} schemas ({} pairs with inferred types, {} more schemas are refused by jsonschema): {} disagreements, {} without a diagnostic",
        compared.pairs,
        compared.schemas,
        compared.inferred,
        compared.refused,
        compared.disagreements.len(),
        silent.len()
    );
    let known = Known::read(KNOWN).expect("it is a list");
    let mut wrong = known.compare([&compared.outcome()].into_iter());
    if plan != Plan::default() {
        // Other schemas are drawn, so that those of the list may be missing.
        wrong.retain(|text| !text.starts_with("listed"));
    }
    let lost = compared.lost.iter().map(|lost| format!("lost: {lost}"));
    wrong.extend(lost);
    if wrong.is_empty() {
        return;
    }
    if !silent.is_empty() {
        let smallest = minimise(&place, &compared.disagreements, 6).expect("it runs");
        for disagreement in smallest {
            println!("smallest: {disagreement}");
        }
    }
    panic!("{}", wrong.join("\n"));
}
