//! Assertions that no type can hold → [`Rule`]s over whole values.

use crate::diagnostic::Code;
use crate::document::{Place, Rare, SchemaId, TypeSet};
use crate::lower::constraint::keywords::value_checks;
use crate::lower::constraint::patterns::Patterns;
use crate::lower::limits::MAX_RULE_DEPTH;
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::UnionKeyword;
use crate::lower::schema::merge::{AdditionalProperties, Merged};
use crate::model::{Check, Rule, Ty};

/// The rules of an intersection, and of a union beside which it has another type.
pub fn of_intersection(
    classifier: &mut Classifier<'_>,
    merged: &Merged<'_>,
    is_union: bool,
    place: Place,
    patterns: &mut Patterns,
    report: &mut Report<'_>,
) -> Vec<Check> {
    let mut maker = RuleMaker {
        classifier,
        patterns,
        place,
        report,
        dropped: None,
        is_incomplete: false,
    };
    let mut checks = maker.of_keywords(merged, 0);
    if !is_union {
        for (owner, keyword) in &merged.unions {
            maker.is_incomplete = false;
            let (word, rule) = maker.union(*owner, *keyword, 0);
            if !maker.is_incomplete {
                checks.push((word, rule));
            }
        }
    }
    let dropped = maker.dropped;
    if let Some(keyword) = dropped {
        let message =
            format!("`{keyword}` is not enforced: its schemas are nested too deeply or too large");
        report.add(Code::UnsupportedConstraint, place, message);
    }
    let rules = checks
        .into_iter()
        .filter(|(_, rule)| *rule != Rule::Anything);
    rules
        .map(|(keyword, rule)| Check::Rule(keyword, Box::new(rule)))
        .collect()
}

struct RuleMaker<'m, 'a, 'r, 'd> {
    classifier: &'m mut Classifier<'a>,
    patterns: &'m mut Patterns,
    place: Place,
    report: &'r mut Report<'d>,
    /// The last keyword that exceeded a limit.
    dropped: Option<&'static str>,
    /// Whether the keyword at hand exceeded a limit. It is dropped, since a part of its rule could
    /// reject values that the whole allows.
    is_incomplete: bool,
}

impl RuleMaker<'_, '_, '_, '_> {
    /// The rules of the keywords that apply subschemas without a type of their own.
    fn of_keywords(&mut self, merged: &Merged<'_>, depth: usize) -> Vec<(&'static str, Rule)> {
        let document = self.classifier.document;
        let mut rules = Vec::new();
        for id in &merged.with_rules {
            let rare = document.schema(*id).rare();
            if let Some(not) = rare.not {
                self.add(&mut rules, "not", depth, |maker| {
                    Rule::Not(Box::new(maker.schema(not, "not", depth)))
                });
            }
            if let Some(condition) = rare.if_schema {
                self.add(&mut rules, "if", depth, |maker| {
                    maker.condition(condition, rare, depth)
                });
            }
            if let Some(contains) = rare.contains {
                self.add(&mut rules, "contains", depth, |maker| Rule::Contains {
                    rule: Box::new(maker.schema(contains, "contains", depth)),
                    min: rare.min_contains.unwrap_or(1),
                    max: rare.max_contains,
                });
            }
            if let Some(names) = rare.property_names {
                self.add(&mut rules, "propertyNames", depth, |maker| {
                    Rule::Names(Box::new(maker.schema(names, "propertyNames", depth)))
                });
            }
            for (name, schema) in &rare.dependent_schemas {
                self.add(&mut rules, "dependentSchemas", depth, |maker| {
                    let then = maker.schema(*schema, "dependentSchemas", depth);
                    let condition = Rule::Required(vec![(*name).to_owned()]);
                    Rule::When(Box::new([condition, then, Rule::Anything]))
                });
            }
        }
        rules
    }

    fn condition(&mut self, condition: SchemaId, rare: &Rare<'_>, depth: usize) -> Rule {
        let mut variant =
            |id: Option<SchemaId>| id.map_or(Rule::Anything, |id| self.schema(id, "if", depth));
        let (condition, then) = (variant(Some(condition)), variant(rare.then_schema));
        let otherwise = variant(rare.else_schema);
        if (&then, &otherwise) == (&Rule::Anything, &Rule::Anything) {
            return Rule::Anything;
        }
        Rule::When(Box::new([condition, then, otherwise]))
    }

    /// Adds the rule of a keyword. At the root, an incomplete rule is dropped.
    fn add(
        &mut self,
        rules: &mut Vec<(&'static str, Rule)>,
        word: &'static str,
        depth: usize,
        make: impl FnOnce(&mut Self) -> Rule,
    ) {
        let outer = std::mem::take(&mut self.is_incomplete);
        let rule = make(self);
        if depth > 0 || !self.is_incomplete {
            rules.push((word, rule));
        }
        self.is_incomplete |= outer;
    }

    fn drop_keyword(&mut self, keyword: &'static str) {
        self.dropped = Some(keyword);
        self.is_incomplete = true;
    }

    fn union(
        &mut self,
        owner: SchemaId,
        keyword: UnionKeyword,
        depth: usize,
    ) -> (&'static str, Rule) {
        let schema = self.classifier.document.schema(owner);
        let (word, variants) = match keyword {
            UnionKeyword::OneOf => ("oneOf", &schema.one_of),
            UnionKeyword::AnyOf | UnionKeyword::Subtypes => ("anyOf", &schema.any_of),
        };
        if self.report.rules_remaining == 0 {
            self.drop_keyword(word);
            return (word, Rule::Anything);
        }
        let rules = variants
            .iter()
            .map(|variant| self.schema(*variant, word, depth));
        let rules: Vec<Rule> = rules.collect();
        let rule = match keyword {
            UnionKeyword::OneOf => Rule::One(rules),
            UnionKeyword::AnyOf | UnionKeyword::Subtypes => Rule::Any(rules),
        };
        (word, rule)
    }

    /// The rule for all keywords of a schema.
    fn schema(&mut self, id: SchemaId, keyword: &'static str, depth: usize) -> Rule {
        if depth >= MAX_RULE_DEPTH {
            self.drop_keyword(keyword);
            return Rule::Anything;
        }
        let used = self.classifier.used(id);
        let merged = self.classifier.merged(used.intersection);
        let Some(remaining) = self.report.rules_remaining.checked_sub(merged.cost.max(1)) else {
            self.drop_keyword(keyword);
            return Rule::Anything;
        };
        self.report.rules_remaining = remaining;
        if merged.is_false {
            return Rule::Nothing;
        }
        let mut rules = Vec::new();
        if merged.has_type {
            let null = if used.nullable {
                TypeSet::NULL
            } else {
                TypeSet::NONE
            };
            rules.push(Rule::Types((merged.types | null).names()));
        }
        if let Some(values) = &merged.values {
            let values = values.iter().map(|value| value.at.node.to_json());
            rules.push(Rule::Listed(values.collect()));
        }
        let checks = value_checks(&merged, &Ty::Any, self.place, self.patterns, self.report);
        rules.extend(checks.into_iter().map(Rule::Holds));
        rules.extend(self.of_object(&merged, keyword, depth + 1));
        rules.extend(self.of_array(&merged, keyword, depth + 1));
        let own = self.of_keywords(&merged, depth + 1);
        rules.extend(own.into_iter().map(|(_, rule)| rule));
        for (owner, union) in &merged.unions {
            rules.push(self.union(*owner, *union, depth + 1).1);
        }
        rules.retain(|rule| *rule != Rule::Anything);
        match rules.len() {
            0 => Rule::Anything,
            1 => rules.remove(0),
            _ => Rule::All(rules),
        }
    }

    fn of_array(&mut self, merged: &Merged<'_>, keyword: &'static str, depth: usize) -> Vec<Rule> {
        let items = merged
            .items
            .iter()
            .map(|id| self.schema(*id, keyword, depth));
        let mut items: Vec<Rule> = items.collect();
        items.retain(|rule| *rule != Rule::Anything);
        if merged.prefix_items.is_empty() {
            return items
                .into_iter()
                .map(|rule| Rule::Each(Box::new(rule)))
                .collect();
        }
        let rest = match items.len() {
            0 => Rule::Anything,
            1 => items.remove(0),
            _ => Rule::All(items),
        };
        let prefixes = merged.prefix_items.iter().map(|prefix| {
            let first = prefix.iter().map(|id| self.schema(*id, keyword, depth));
            Rule::Items(first.collect(), Box::new(rest.clone()))
        });
        prefixes.collect()
    }

    fn of_object(&mut self, merged: &Merged<'_>, keyword: &'static str, depth: usize) -> Vec<Rule> {
        let document = self.classifier.document;
        let mut rules = Vec::new();
        if !merged.required.is_empty() {
            let names = merged.required.iter().map(|name| (*name).to_owned());
            rules.push(Rule::Required(names.collect()));
        }
        for (name, ids) in &merged.properties {
            for id in ids {
                let rule = self.schema(*id, keyword, depth);
                if rule != Rule::Anything {
                    rules.push(Rule::Property((*name).to_owned(), Box::new(rule)));
                }
            }
        }
        for id in &merged.with_rules {
            for (name, others) in &document.schema(*id).rare().dependent_required {
                let others = others.iter().map(|other| (*other).to_owned()).collect();
                rules.push(Rule::Holds(Check::DependentRequired(
                    (*name).to_owned(),
                    others,
                )));
            }
        }
        let mut patterns = Vec::new();
        for ((source, place), ids) in &merged.pattern_properties {
            let name = "pattern_properties";
            let Some(pattern) = self.patterns.index(source, name, *place, self.report) else {
                continue;
            };
            patterns.push(pattern);
            for id in ids {
                let rule = self.schema(*id, keyword, depth);
                if rule != Rule::Anything {
                    rules.push(Rule::Matching(pattern, Box::new(rule)));
                }
            }
        }
        let others = match &merged.additional {
            AdditionalProperties::Unconstrained | AdditionalProperties::Any => Vec::new(),
            AdditionalProperties::Forbidden => vec![Rule::Nothing],
            AdditionalProperties::Schemas(ids) => {
                let rules = ids.iter().map(|id| self.schema(*id, keyword, depth));
                rules.filter(|rule| *rule != Rule::Anything).collect()
            }
        };
        let names = merged.properties.iter().map(|(name, _)| (*name).to_owned());
        let names: Vec<String> = names.collect();
        for rule in others {
            rules.push(match rule {
                Rule::Nothing if patterns.is_empty() => Rule::Only(names.clone()),
                rule => Rule::Others {
                    names: names.clone(),
                    patterns: patterns.clone(),
                    rule: Box::new(rule),
                },
            });
        }
        rules
    }
}
