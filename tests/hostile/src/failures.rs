//! What fails, and where → a list that can be read.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;

/// A promise that does not hold for a payload in a position.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Failure {
    /// The promise, in a word.
    pub kind: &'static str,
    /// The payload, by its name.
    pub payload: String,
    /// The position, or the description if the payload stands in all of its positions.
    pub position: String,
    /// What happened.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = shown(&self.what);
        write!(
            out,
            "{}: {} in {}: {what}",
            self.kind, self.payload, self.position
        )
    }
}

/// How many failures are listed.
const LISTED: usize = 50;

/// How much of a failure is listed.
const SHOWN: usize = 300;

/// All failures of a run; threads share it.
#[derive(Debug, Default)]
pub struct Failures(Mutex<Vec<Failure>>);

impl Failures {
    /// Adds one.
    pub fn add(&self, kind: &'static str, payload: &str, position: &str, what: impl Into<String>) {
        let failure = Failure {
            kind,
            payload: payload.to_owned(),
            position: position.to_owned(),
            what: what.into(),
        };
        let mut failures = self.0.lock().unwrap_or_else(|error| error.into_inner());
        failures.push(failure);
    }

    /// All of them, in order, each once.
    pub fn into_sorted(self) -> Vec<Failure> {
        let mut failures = self
            .0
            .into_inner()
            .unwrap_or_else(|error| error.into_inner());
        failures.sort();
        failures.dedup();
        failures
    }
}

/// The list: of each kind about as many as of any other, and how many more there are.
pub struct List<'a>(pub &'a [Failure]);

impl fmt::Display for List<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds: BTreeMap<&str, Vec<&Failure>> = BTreeMap::new();
        for failure in self.0 {
            kinds.entry(failure.kind).or_default().push(failure);
        }
        let share = LISTED / kinds.len().max(1);
        for (kind, failures) in kinds {
            writeln!(out, "\n{kind}: {} failures", failures.len())?;
            // Those of one payload stand together; a few of many payloads say more.
            let step = failures.len().div_ceil(share.max(1)).max(1);
            for failure in failures.iter().step_by(step) {
                writeln!(out, "  {failure}")?;
            }
            let listed = failures.len().div_ceil(step);
            if listed < failures.len() {
                writeln!(out, "  … and {} more", failures.len() - listed)?;
            }
        }
        Ok(())
    }
}

/// A text in one line, cut, and without what a terminal would act on.
fn shown(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN).collect();
    let cut = if shown.len() < text.len() { "…" } else { "" };
    format!("{}{cut}", shown.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::{Failures, List};

    #[test]
    fn every_kind_is_listed_and_the_rest_is_counted() {
        let failures = Failures::default();
        for index in 0..400 {
            failures.add("many", &format!("payload{index}"), "title", "x\u{1b}\ny");
        }
        failures.add("few", "payload", "title", "z");
        failures.add("few", "payload", "title", "z");
        let text = List(&failures.into_sorted()).to_string();
        assert!(
            text.contains("few: 1 failures\n  few: payload in title: z\n"),
            "{text}"
        );
        assert!(text.contains("many: 400 failures\n"), "{text}");
        assert!(text.contains("… and 375 more"), "{text}");
        assert!(text.contains("x\\u{1b}\\ny"), "{text}");
        assert!(text.lines().count() < 60, "{text}");
    }
}
