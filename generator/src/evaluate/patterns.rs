//! Patterns, as emitted code matches them.

use crate::evaluate::{Checker, Stop};
use crate::pattern::Matcher;

impl<'a> Checker<'a> {
    /// Whether a text holds a match of a pattern (ECMA-262).
    pub(super) fn matches(&mut self, source: &'a str, text: &str) -> Result<bool, Stop> {
        if !self.patterns.contains_key(source) {
            self.spend(source.len())?;
            // What is wrong with it is reported where it is enforced.
            let matcher = Matcher::new(source).ok();
            self.spend(matcher.as_ref().map_or(0, Matcher::cost) / STEP)?;
            self.patterns.insert(source, matcher);
        }
        let Some(Some(matcher)) = self.patterns.get(source) else {
            return Err(Stop::Unknown);
        };
        if matcher
            .worst_case(text)
            .is_some_and(|steps| steps / STEP > self.budget)
        {
            return Err(Stop::Unknown);
        }
        let (found, steps) = matcher.is_found(text);
        self.spend(steps / STEP)?;
        found.ok_or(Stop::Unknown)
    }
}

/// How many steps of an engine take about as long as one of the checker.
const STEP: usize = 16;
