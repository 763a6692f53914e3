//! Mutants: descriptions that somebody's editor, script or network has spoilt. Whatever is made of
//! them, the generator says so; it does not panic, and it does not take long.

use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use oasmith::Config;

const MUTANTS: u64 = 2_000;

/// Far more than any of them needs, also on a busy machine and without optimisation.
const LIMIT: Duration = Duration::from_secs(5);

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// What a value or a key may become: values of other kinds, and words that mean something.
const WORDS: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1e400",
    "0.1",
    "\"\"",
    "[]",
    "{}",
    "~",
    "\"200\"",
    "default",
    "object",
    "array",
    "string",
    "integer",
    "uuid",
    "$ref",
    "allOf",
    "enum",
    "items",
    "nullable",
    "required",
    "properties",
    "additionalProperties",
    "pattern",
    "\"(\"",
    "\"^[a-z]*$\"",
    "&a",
    "*a",
    "<<",
    "!!str",
    "\u{202e}",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "#",
    "|",
    ">",
    "\t",
    "\n",
];

/// A few changes in a row: lines cut, doubled, swapped and indented, words and bytes replaced.
fn mutant(text: &str, numbers: &mut Numbers) -> String {
    let mut text = text.to_owned();
    for _ in 0..=numbers.below(4) {
        text = match numbers.below(8) {
            0..=4 => with_other_lines(&text, numbers),
            5 | 6 => with_another_word(&text, numbers),
            _ => with_another_byte(&text, numbers),
        };
    }
    text
}

fn with_other_lines(text: &str, numbers: &mut Numbers) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return String::new();
    }
    let (at, to) = (numbers.below(lines.len()), numbers.below(lines.len()));
    match numbers.below(5) {
        0 => {
            let few = (at + 1 + numbers.below(5)).min(lines.len());
            lines.drain(at..few);
        }
        1 => lines.insert(to, lines[at].clone()),
        2 => lines.swap(at, to),
        3 => lines[at].insert_str(0, "  "),
        _ => lines.truncate(at),
    }
    lines.join("\n")
}

fn with_another_word(text: &str, numbers: &mut Numbers) -> String {
    let is_word = |character: char| character.is_alphanumeric() || "$/#-_".contains(character);
    let words: Vec<_> = text
        .split(|character| !is_word(character))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return numbers.pick(WORDS).to_owned();
    }
    let old = numbers.pick(&words);
    // The word is a part of the text, so this is where it stands.
    let start = old.as_ptr() as usize - text.as_ptr() as usize;
    let new = if numbers.below(2) == 0 {
        numbers.pick(WORDS)
    } else {
        numbers.pick(&words)
    };
    format!("{}{new}{}", &text[..start], &text[start + old.len()..])
}

fn with_another_byte(text: &str, numbers: &mut Numbers) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return String::new();
    }
    let at = numbers.below(bytes.len());
    match numbers.below(3) {
        0 => drop(bytes.remove(at)),
        1 => bytes[at] = numbers.next() as u8,
        _ => bytes[at] ^= 1 << numbers.below(8),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Generates and prints everything that a caller would see; with all parts for every fourth, as
/// those take most of the time.
fn run(name: &str, text: &str, seed: u64) {
    let all = seed.is_multiple_of(4);
    let config = Config {
        client: all,
        server: all,
        ..Config::default()
    };
    let report = match oasmith::generate_text(Path::new(name), text.to_owned(), &config) {
        Ok(generated) => generated.report,
        Err(report) => report,
    };
    for diagnostic in &report.diagnostics {
        report.render(diagnostic);
    }
}

/// Runs the mutants of a text with these seeds.
fn check(name: &str, text: &str, seeds: impl Iterator<Item = u64>) {
    let mut slowest = (Duration::ZERO, 0);
    for seed in seeds {
        let mutant = mutant(text, &mut Numbers(seed));
        let start = Instant::now();
        assert!(
            catch_unwind(|| run(name, &mutant, seed)).is_ok(),
            "mutant {seed} of {name} panics:\n{mutant}"
        );
        slowest = slowest.max((start.elapsed(), seed));
    }
    let (took, seed) = slowest;
    println!("the slowest mutant of {name} is {seed}, with {took:?}");
    assert!(took < LIMIT, "mutant {seed} of {name} takes {took:?}");
}

const YAML: &str = include_str!("../../specs/authentik-stages.yaml");

// In two halves, which run at the same time.

#[test]
fn no_mutant_of_yaml_panics() {
    check("mutant.yaml", YAML, 0..MUTANTS / 2);
}

#[test]
fn no_other_mutant_of_yaml_panics() {
    check("mutant.yaml", YAML, MUTANTS / 2..MUTANTS);
}

#[test]
fn no_mutant_of_json_panics() {
    let text = include_str!("../../specs/faults/minified.json");
    check("mutant.json", text, 0..MUTANTS);
}
