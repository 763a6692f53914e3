//! Keywords that no type can hold → [`Rule`]s over whole values.

use super::Report;
use super::constraints::of_values;
use super::defs::json;
use super::flat::{Flat, Rest};
use super::forms::Forms;
use super::pattern::Patterns;
use super::views::Keyword;
use crate::diagnostic::Code;
use crate::document::{Place, SchemaId, TypeSet};
use crate::model::{Check, Rule, Ty};

/// The rules of a view: those of its schemas, and of a union that it has and its type is not.
pub fn of_view(
    forms: &mut Forms<'_>,
    flat: &Flat<'_>,
    is_union: bool,
    place: Place,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Vec<Check> {
    let mut made = Made {
        forms,
        patterns,
        place,
        report,
        missing: None,
    };
    let mut checks = made.of_keywords(flat, 0);
    if !is_union {
        for (owner, keyword) in &flat.unions {
            let (word, rule) = made.union(*owner, *keyword, 0);
            checks.push((word, rule));
        }
    }
    let missing = made.missing;
    if let Some(keyword) = missing {
        let message = format!("`{keyword}` is not enforced where it nests so deeply");
        report.add(Code::UnsupportedConstraint, place, message);
    }
    let rules = checks
        .into_iter()
        .filter(|(_, rule)| *rule != Rule::Anything);
    rules
        .map(|(keyword, rule)| Check::Rule(keyword, Box::new(rule)))
        .collect()
}

struct Made<'m, 'a, 'r, 'd> {
    forms: &'m mut Forms<'a>,
    patterns: &'m mut Patterns,
    place: Place,
    report: &'r mut Report<'d>,
    /// A keyword that is too deep to be followed.
    missing: Option<&'static str>,
}

/// How deep rules nest. What is deeper is reported.
const MAX_DEPTH: usize = 6;

impl Made<'_, '_, '_, '_> {
    /// The keywords that are rules by themselves.
    fn of_keywords(&mut self, flat: &Flat<'_>, depth: usize) -> Vec<(&'static str, Rule)> {
        let document = self.forms.document;
        let mut rules = Vec::new();
        for id in &flat.ruled {
            let rare = document.schema(*id).rare();
            if let Some(not) = rare.not {
                rules.push(("not", Rule::Not(Box::new(self.schema(not, "not", depth)))));
            }
            if let Some(condition) = rare.condition {
                let mut arm = |id: Option<SchemaId>| {
                    id.map_or(Rule::Anything, |id| self.schema(id, "if", depth))
                };
                let (condition, then) = (arm(Some(condition)), arm(rare.consequence));
                let otherwise = arm(rare.alternative);
                if (&then, &otherwise) != (&Rule::Anything, &Rule::Anything) {
                    let parts = Box::new([condition, then, otherwise]);
                    rules.push(("if", Rule::When(parts)));
                }
            }
            if let Some(contains) = rare.contains {
                let rule = Box::new(self.schema(contains, "contains", depth));
                let min = rare.min_contains.unwrap_or(1);
                let max = rare.max_contains;
                rules.push(("contains", Rule::Contains { rule, min, max }));
            }
            if let Some(names) = rare.property_names {
                let rule = self.schema(names, "propertyNames", depth);
                rules.push(("propertyNames", Rule::Names(Box::new(rule))));
            }
            for (name, schema) in &rare.dependent_schemas {
                let then = self.schema(*schema, "dependentSchemas", depth);
                let condition = Rule::Required(vec![(*name).to_owned()]);
                let parts = Box::new([condition, then, Rule::Anything]);
                rules.push(("dependentSchemas", Rule::When(parts)));
            }
        }
        rules
    }

    fn union(&mut self, owner: SchemaId, keyword: Keyword, depth: usize) -> (&'static str, Rule) {
        let schema = self.forms.document.schema(owner);
        let (word, arms) = match keyword {
            Keyword::OneOf => ("oneOf", &schema.one_of),
            Keyword::AnyOf | Keyword::Heirs => ("anyOf", &schema.any_of),
        };
        let rules = arms.iter().map(|arm| self.schema(*arm, word, depth));
        let rules: Vec<Rule> = rules.collect();
        let rule = match keyword {
            Keyword::OneOf => Rule::One(rules),
            Keyword::AnyOf | Keyword::Heirs => Rule::Any(rules),
        };
        (word, rule)
    }

    /// All that a schema says, as a rule.
    fn schema(&mut self, id: SchemaId, keyword: &'static str, depth: usize) -> Rule {
        if depth >= MAX_DEPTH {
            self.missing = Some(keyword);
            return Rule::Anything;
        }
        let used = self.forms.used(id);
        let flat = self.forms.flat(used.view);
        if flat.refused {
            return Rule::Nothing;
        }
        let mut rules = Vec::new();
        if flat.typed {
            let null = if used.nullable {
                TypeSet::NULL
            } else {
                TypeSet::NONE
            };
            rules.push(Rule::Types((flat.types | null).names()));
        }
        if let Some(values) = &flat.values {
            let values = values.iter().map(|value| json(value.at.node));
            rules.push(Rule::Listed(values.collect()));
        }
        let checks = of_values(&flat, &Ty::Any, self.place, self.patterns, self.report);
        rules.extend(checks.into_iter().map(|(_, check)| Rule::Holds(check)));
        rules.extend(self.of_object(&flat, keyword, depth + 1));
        if let Some(items) = flat.items.first().filter(|_| flat.prefix_items.is_empty()) {
            let rule = self.schema(*items, keyword, depth + 1);
            rules.push(Rule::Each(Box::new(rule)));
        }
        let own = self.of_keywords(&flat, depth + 1);
        rules.extend(own.into_iter().map(|(_, rule)| rule));
        for (owner, union) in &flat.unions {
            rules.push(self.union(*owner, *union, depth + 1).1);
        }
        rules.retain(|rule| *rule != Rule::Anything);
        match rules.len() {
            0 => Rule::Anything,
            1 => rules.remove(0),
            _ => Rule::All(rules),
        }
    }

    fn of_object(&mut self, flat: &Flat<'_>, keyword: &'static str, depth: usize) -> Vec<Rule> {
        let mut rules = Vec::new();
        if !flat.required.is_empty() {
            let names = flat.required.iter().map(|name| (*name).to_owned());
            rules.push(Rule::Required(names.collect()));
        }
        for (name, ids) in &flat.properties {
            for id in ids {
                let rule = self.schema(*id, keyword, depth);
                if rule != Rule::Anything {
                    rules.push(Rule::Property((*name).to_owned(), Box::new(rule)));
                }
            }
        }
        if flat.additional == Rest::Refused && flat.pattern_properties.is_empty() {
            let names = flat.properties.iter().map(|(name, _)| (*name).to_owned());
            rules.push(Rule::Only(names.collect()));
        }
        let is_left = matches!(flat.additional, Rest::Schemas(_));
        if is_left || !flat.pattern_properties.is_empty() || !flat.prefix_items.is_empty() {
            self.missing = Some(keyword);
        }
        rules
    }
}
