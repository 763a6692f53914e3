//! Matches patterns like emitted code does.

use crate::evaluate::{Evaluator, Stop};
use crate::pattern::Matcher;

impl<'a> Evaluator<'a> {
    /// Whether a text contains a match of a pattern; none if that takes too many steps.
    pub fn is_match(&mut self, source: &'a str, text: &str) -> Option<bool> {
        self.matches(source, text).ok()
    }

    /// Whether a text contains a match of a pattern (ECMA-262).
    pub(super) fn matches(&mut self, source: &'a str, text: &str) -> Result<bool, Stop> {
        if !self.patterns.contains_key(source) {
            self.spend(source.len())?;
            // Errors in patterns are reported by lowering.
            let matcher = Matcher::new(source).ok();
            self.spend(matcher.as_ref().map_or(0, Matcher::cost) / STEP)?;
            self.patterns.insert(source, matcher);
        }
        let Some(Some(matcher)) = self.patterns.get(source) else {
            return Err(Stop::Unknown);
        };
        if matcher
            .worst_case(text)
            .is_some_and(|steps| steps / STEP > self.remaining_steps)
        {
            return Err(Stop::Unknown);
        }
        let (found, steps) = matcher.is_found(text);
        self.spend(steps / STEP)?;
        found.ok_or(Stop::Unknown)
    }
}

/// Steps of an engine that take as long as one step of the evaluation.
const STEP: usize = 16;
