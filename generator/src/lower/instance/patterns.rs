//! Patterns, within bounds: the engine may take exponential time.

use super::{Checker, Stop};
use crate::lower::pattern;
use crate::model::Run;

/// A pattern, ready to be matched.
pub enum Regex {
    /// A run of character classes.
    Runs(Vec<Run>),
    Engine(Box<regress::Regex>),
}

/// How many steps a match may take at worst.
const MAX_STEPS: usize = 1_000_000;

impl<'a> Checker<'a> {
    /// Whether a text holds a match of a pattern (ECMA-262).
    pub(super) fn matches(&mut self, source: &'a str, text: &str) -> Result<bool, Stop> {
        if !self.regexes.contains_key(source) {
            self.spend(source.len())?;
            self.regexes.insert(source, compile(source));
        }
        let length = text.chars().count();
        let steps = match self.regexes.get(source) {
            Some(Some(Regex::Runs(_))) => length,
            Some(Some(Regex::Engine(_))) => worst_case(source, length).ok_or(Stop::Unknown)? / 50,
            // That it is none has been said.
            Some(None) | None => return Err(Stop::Unknown),
        };
        self.spend(steps)?;
        Ok(match self.regexes.get(source) {
            Some(Some(Regex::Runs(runs))) => match_runs(runs, text),
            Some(Some(Regex::Engine(regex))) => regex.find(text).is_some(),
            Some(None) | None => false,
        })
    }
}

fn compile(source: &str) -> Option<Regex> {
    if let Some(runs) = pattern::runs(source) {
        return Some(Regex::Runs(runs));
    }
    pattern::compile(source)
        .ok()
        .map(|regex| Regex::Engine(Box::new(regex)))
}

/// Each run takes what it can: what follows never starts like it goes on.
fn match_runs(runs: &[Run], text: &str) -> bool {
    let mut rest = text;
    for run in runs {
        let is_in = |each: char| {
            run.ranges
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&each))
        };
        let max = run.max.map_or(usize::MAX, |max| max as usize);
        let taken = rest.chars().take_while(|each| is_in(*each)).take(max);
        let (count, length) = taken.fold((0, 0), |(count, length), each| {
            (count + 1, length + each.len_utf8())
        });
        if count < run.min as usize {
            return false;
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    rest.is_empty()
}

/// How many steps a backtracking engine takes at worst; `None` if that is too many.
fn worst_case(source: &str, length: usize) -> Option<usize> {
    let (loops, is_exponential) = loops(source);
    let steps = if is_exponential {
        2_usize.checked_pow(u32::try_from(length).ok()?)?
    } else {
        (length + 1).checked_pow(u32::try_from(loops).ok()? + 1)?
    };
    let steps = steps.checked_mul(source.len() + 1)?;
    (steps <= MAX_STEPS).then_some(steps)
}

/// How many loops a pattern has, and whether one of them is around a group, or something refers back.
fn loops(source: &str) -> (usize, bool) {
    let (mut loops, mut is_exponential, mut in_class) = (0, false, false);
    let mut before = ' ';
    let mut chars = source.chars();
    while let Some(each) = chars.next() {
        match each {
            '\\' => {
                let escaped = chars.next().unwrap_or(' ');
                is_exponential |= !in_class && matches!(escaped, '1'..='9' | 'k');
                before = ' ';
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '*' | '+' | '{' if !in_class => {
                loops += 1;
                is_exponential |= before == ')';
            }
            _ => {}
        }
        before = each;
    }
    (loops, is_exponential)
}

#[cfg(test)]
mod tests {
    use super::{loops, worst_case};

    #[test]
    fn loops_are_counted() {
        for (source, expected) in [
            ("abc", (0, false)),
            ("^a+b*c{2,}$", (3, false)),
            ("[*+{]", (0, false)),
            (r"\*\+\{", (0, false)),
            ("(a+)+", (2, true)),
            ("(ab)?", (0, false)),
            (r"(a)\1", (0, true)),
            (r"[\]*]+", (1, false)),
        ] {
            assert_eq!(loops(source), expected, "{source}");
        }
    }

    #[test]
    fn what_takes_too_long_is_not_tried() {
        assert!(worst_case("^(a+)+$", 10).is_some());
        assert!(worst_case("^(a+)+$", 40).is_none());
        assert!(worst_case("a*b", 100).is_some());
        assert!(worst_case("a*a*a*a*a*b", 100).is_none());
    }
}
