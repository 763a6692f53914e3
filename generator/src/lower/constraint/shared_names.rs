//! The rules of properties that several keywords apply to.

use crate::lower::constraint::rules::{KeywordRule, RuleMaker};
use crate::lower::schema::merge::Merged;
use crate::model::Rule;

impl RuleMaker<'_, '_, '_, '_> {
    /// The rules of the patterns of property names that may match a name of `properties` or of another
    /// pattern: a type holds such a property once, and checks it as one of them.
    pub fn of_shared_names(&mut self, merged: &Merged<'_>) -> Vec<KeywordRule> {
        let all = &merged.pattern_properties;
        let mut rules = Vec::new();
        for (index, ((source, place), ids)) in all.iter().enumerate() {
            let others = all.iter().enumerate();
            let mut others = others.filter(|(other, _)| *other != index);
            let is_shared = others.any(|(_, ((other, _), _))| may_share_names(source, other))
                || merged
                    .properties
                    .iter()
                    .any(|(name, _)| may_match(source, name));
            if !is_shared {
                continue;
            }
            let name = "pattern_properties";
            let Some(pattern) = self.patterns.index(source, name, *place, self.report) else {
                continue;
            };
            for id in ids {
                self.add(&mut rules, "patternProperties", 0, |maker| {
                    match maker.child(*id, "patternProperties", 0) {
                        Rule::Anything => Rule::Anything,
                        rule => Rule::Matching(pattern, Box::new(rule)),
                    }
                });
            }
        }
        rules
    }
}

/// The text that every name begins with that a pattern matches.
fn prefix(pattern: &str) -> &str {
    let Some(rest) = pattern.strip_prefix('^').filter(|_| !pattern.contains('|')) else {
        return "";
    };
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && !"-_".contains(letter));
    let end = end.unwrap_or(rest.len());
    // What stands in front of a quantifier may be absent.
    match rest[end..].starts_with(['?', '*', '{']) {
        true => rest[..end]
            .char_indices()
            .last()
            .map_or("", |(last, _)| &rest[..last]),
        false => &rest[..end],
    }
}

fn may_share_names(one: &str, other: &str) -> bool {
    let (one, other) = (prefix(one), prefix(other));
    one.starts_with(other) || other.starts_with(one)
}

fn may_match(pattern: &str, name: &str) -> bool {
    name.starts_with(prefix(pattern))
}
