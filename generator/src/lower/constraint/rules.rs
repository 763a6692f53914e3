//! Keywords that no type can hold → [`Rule`]s over whole values.

use crate::diagnostic::Code;
use crate::document::{Place, Rare, SchemaId, TypeSet};
use crate::lower::constraint::keywords::of_values;
use crate::lower::constraint::patterns::Patterns;
use crate::lower::limits::MAX_RULE_DEPTH;
use crate::lower::report::Report;
use crate::lower::schema::classify::Forms;
use crate::lower::schema::intersection::Keyword;
use crate::lower::schema::merge::{Flat, Rest};
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
        is_cut: false,
    };
    let mut checks = made.of_keywords(flat, 0);
    if !is_union {
        for (owner, keyword) in &flat.unions {
            made.is_cut = false;
            let (word, rule) = made.union(*owner, *keyword, 0);
            if !made.is_cut {
                checks.push((word, rule));
            }
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
    /// Whether the keyword that is being made is left out for it: half of a rule could refuse what
    /// the whole allows.
    is_cut: bool,
}

impl Made<'_, '_, '_, '_> {
    /// The keywords that are rules by themselves.
    fn of_keywords(&mut self, flat: &Flat<'_>, depth: usize) -> Vec<(&'static str, Rule)> {
        let document = self.forms.document;
        let mut rules = Vec::new();
        for id in &flat.ruled {
            let rare = document.schema(*id).rare();
            if let Some(not) = rare.not {
                self.add(&mut rules, "not", depth, |made| {
                    Rule::Not(Box::new(made.schema(not, "not", depth)))
                });
            }
            if let Some(condition) = rare.if_schema {
                self.add(&mut rules, "if", depth, |made| {
                    made.condition(condition, rare, depth)
                });
            }
            if let Some(contains) = rare.contains {
                self.add(&mut rules, "contains", depth, |made| Rule::Contains {
                    rule: Box::new(made.schema(contains, "contains", depth)),
                    min: rare.min_contains.unwrap_or(1),
                    max: rare.max_contains,
                });
            }
            if let Some(names) = rare.property_names {
                self.add(&mut rules, "propertyNames", depth, |made| {
                    Rule::Names(Box::new(made.schema(names, "propertyNames", depth)))
                });
            }
            for (name, schema) in &rare.dependent_schemas {
                self.add(&mut rules, "dependentSchemas", depth, |made| {
                    let then = made.schema(*schema, "dependentSchemas", depth);
                    let condition = Rule::Required(vec![(*name).to_owned()]);
                    Rule::When(Box::new([condition, then, Rule::Anything]))
                });
            }
        }
        rules
    }

    fn condition(&mut self, condition: SchemaId, rare: &Rare<'_>, depth: usize) -> Rule {
        let mut arm =
            |id: Option<SchemaId>| id.map_or(Rule::Anything, |id| self.schema(id, "if", depth));
        let (condition, then) = (arm(Some(condition)), arm(rare.then_schema));
        let otherwise = arm(rare.else_schema);
        if (&then, &otherwise) == (&Rule::Anything, &Rule::Anything) {
            return Rule::Anything;
        }
        Rule::When(Box::new([condition, then, otherwise]))
    }

    /// Adds the rule of a keyword. One that stands for itself is left out if anything in it is.
    fn add(
        &mut self,
        rules: &mut Vec<(&'static str, Rule)>,
        word: &'static str,
        depth: usize,
        make: impl FnOnce(&mut Self) -> Rule,
    ) {
        let outer = std::mem::take(&mut self.is_cut);
        let rule = make(self);
        if depth > 0 || !self.is_cut {
            rules.push((word, rule));
        }
        self.is_cut |= outer;
    }

    fn cut(&mut self, keyword: &'static str) {
        self.missing = Some(keyword);
        self.is_cut = true;
    }

    fn union(&mut self, owner: SchemaId, keyword: Keyword, depth: usize) -> (&'static str, Rule) {
        let schema = self.forms.document.schema(owner);
        let (word, arms) = match keyword {
            Keyword::OneOf => ("oneOf", &schema.one_of),
            Keyword::AnyOf | Keyword::Heirs => ("anyOf", &schema.any_of),
        };
        if self.report.rules_left == 0 {
            self.cut(word);
            return (word, Rule::Anything);
        }
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
        if depth >= MAX_RULE_DEPTH {
            self.cut(keyword);
            return Rule::Anything;
        }
        let used = self.forms.used(id);
        let flat = self.forms.flat(used.view);
        let Some(left) = self.report.rules_left.checked_sub(flat.weight.max(1)) else {
            self.cut(keyword);
            return Rule::Anything;
        };
        self.report.rules_left = left;
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
            let values = values.iter().map(|value| value.at.node.to_json());
            rules.push(Rule::Listed(values.collect()));
        }
        let checks = of_values(&flat, &Ty::Any, self.place, self.patterns, self.report);
        rules.extend(checks.into_iter().map(|(_, check)| Rule::Holds(check)));
        rules.extend(self.of_object(&flat, keyword, depth + 1));
        rules.extend(self.of_array(&flat, keyword, depth + 1));
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

    fn of_array(&mut self, flat: &Flat<'_>, keyword: &'static str, depth: usize) -> Vec<Rule> {
        let items = flat.items.iter().map(|id| self.schema(*id, keyword, depth));
        let mut items: Vec<Rule> = items.collect();
        items.retain(|rule| *rule != Rule::Anything);
        if flat.prefix_items.is_empty() {
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
        let prefixes = flat.prefix_items.iter().map(|prefix| {
            let first = prefix.iter().map(|id| self.schema(*id, keyword, depth));
            Rule::Items(first.collect(), Box::new(rest.clone()))
        });
        prefixes.collect()
    }

    fn of_object(&mut self, flat: &Flat<'_>, keyword: &'static str, depth: usize) -> Vec<Rule> {
        let document = self.forms.document;
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
        for id in &flat.ruled {
            for (name, others) in &document.schema(*id).rare().dependent_required {
                let others = others.iter().map(|other| (*other).to_owned()).collect();
                rules.push(Rule::Holds(Check::DependentRequired(
                    (*name).to_owned(),
                    others,
                )));
            }
        }
        let mut patterns = Vec::new();
        for ((source, place), ids) in &flat.pattern_properties {
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
        let others = match &flat.additional {
            Rest::Unsaid | Rest::Any => Vec::new(),
            Rest::Refused => vec![Rule::Nothing],
            Rest::Schemas(ids) => {
                let rules = ids.iter().map(|id| self.schema(*id, keyword, depth));
                rules.filter(|rule| *rule != Rule::Anything).collect()
            }
        };
        let names = flat.properties.iter().map(|(name, _)| (*name).to_owned());
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
