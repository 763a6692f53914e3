//! The tests that are known to fail, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use super::Outcome;

/// Failures by test: a line `# REASON` is followed by the tests that it is for.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<String, String>);

impl Known {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// A test has no reason, or stands there twice.
    pub fn read(text: &str) -> Result<Self, String> {
        let (mut known, mut reason) = (BTreeMap::new(), None);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(text) = line.strip_prefix("# ") {
                reason = Some(text.to_owned());
                continue;
            }
            let reason = reason.clone().ok_or(format!("{line}: it has no reason"))?;
            if known.insert(line.to_owned(), reason).is_some() {
                return Err(format!("{line}: it stands there twice"));
            }
        }
        Ok(Self(known))
    }

    /// The failures that are not listed, and the listed ones of these folders that pass.
    pub fn compare<'a>(&self, outcomes: impl Iterator<Item = &'a Outcome>) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut wrong = Vec::new();
        for failure in outcomes.flat_map(|outcome| &outcome.failures) {
            found.insert(&failure.test);
            if !self.0.contains_key(&failure.test) {
                wrong.push(format!("not listed: {}: {}", failure.test, failure.verdict));
            }
        }
        let passing = self.0.keys().filter(|test| !found.contains(test));
        wrong.extend(passing.map(|test| format!("listed, and passes: {test}")));
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::suite::{Failure, Outcome};

    #[test]
    fn a_list_has_a_reason_for_each_test_and_no_test_that_passes() {
        let known = Known::read("# why\na: b: c\n\n# other\nd: e: f\n").expect("it is a list");
        let failure = |test: &str| Failure {
            test: test.to_owned(),
            verdict: "accepted".to_owned(),
            is_reported: false,
        };
        let outcome = Outcome {
            all: 3,
            failures: vec![failure("a: b: c"), failure("g: h: i")],
        };
        let wrong = known.compare([&outcome].into_iter());
        assert_eq!(
            wrong,
            [
                "not listed: g: h: i: accepted",
                "listed, and passes: d: e: f"
            ]
        );
        assert!(Known::read("a: b: c\n").is_err());
        assert!(Known::read("# why\na\na\n").is_err());
        assert_eq!((outcome.right(), outcome.silent()), (1, 2));
    }
}
