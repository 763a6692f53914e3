//! The rules of the keywords that apply subschemas: to the value, to its items and to its properties.

use crate::document::{Additional, Schema, SchemaId, TypeSet};
use crate::lower::constraint::rules::{KeywordRule, RuleMaker, types_rule};
use crate::lower::schema::intersection::flags;
use crate::model::{Direction, Rule};

impl RuleMaker<'_, '_, '_, '_> {
    /// The rules of the keywords that apply subschemas without a type of their own.
    pub fn of_conditions(&mut self, schema: &Schema<'_>, depth: usize) -> Vec<KeywordRule> {
        let rare = schema.rare();
        let mut rules = Vec::new();
        if let Some(not) = rare.not {
            self.add(&mut rules, "not", depth, |maker| {
                let outer = std::mem::take(&mut maker.annotates);
                let rule = Rule::Not(Box::new(maker.schema(not, "not", depth)));
                maker.annotates = outer;
                rule
            });
        }
        if let Some(condition) = rare.if_schema {
            let (then, otherwise) = (rare.then_schema, rare.else_schema);
            self.add(&mut rules, "if", depth, |maker| {
                let mut part = |id: Option<SchemaId>| {
                    id.map_or(Rule::Anything, |id| maker.schema(id, "if", depth))
                };
                let parts = [part(Some(condition)), part(then), part(otherwise)];
                match &parts {
                    [_, Rule::Anything, Rule::Anything] if !maker.annotates => Rule::Anything,
                    _ => Rule::When(Box::new(parts)),
                }
            });
        }
        if let Some(contains) = rare.contains {
            self.add(&mut rules, "contains", depth, |maker| Rule::Contains {
                rule: Box::new(maker.child(contains, "contains", depth)),
                min: rare.min_contains.unwrap_or(1),
                max: rare.max_contains,
            });
        }
        if let Some(names) = rare.property_names {
            self.add(&mut rules, "propertyNames", depth, |maker| {
                Rule::Names(Box::new(maker.child(names, "propertyNames", depth)))
            });
        }
        for (name, schema) in &rare.dependent_schemas {
            self.add(&mut rules, "dependentSchemas", depth, |maker| {
                let then = maker.schema(*schema, "dependentSchemas", depth);
                // `required` holds for every value that is no object.
                let is_there = Rule::Required(vec![(*name).to_owned()]);
                let condition = Rule::All(vec![types_rule(TypeSet::OBJECT), is_there]);
                Rule::When(Box::new([condition, then, Rule::Anything]))
            });
        }
        rules
    }

    pub fn of_array(&mut self, schema: &Schema<'_>, depth: usize) -> Vec<KeywordRule> {
        let prefix = &schema.rare().prefix_items;
        let items = schema.items.map(|id| self.child(id, "items", depth));
        let mut rules = Vec::new();
        if !prefix.is_empty() {
            let first = prefix
                .iter()
                .map(|id| self.child(*id, "prefixItems", depth));
            let first: Vec<Rule> = first.collect();
            let rest = items.clone().unwrap_or(Rule::Anything);
            let is_needed = first
                .iter()
                .chain([&rest])
                .any(|rule| *rule != Rule::Anything);
            if is_needed || self.annotates {
                rules.push(("prefixItems", Rule::Items(first, Box::new(rest))));
            }
        } else if let Some(rule) = &items
            && *rule != Rule::Anything
        {
            rules.push(("items", Rule::Each(Box::new(rule.clone()))));
        }
        let is_noted = prefix.is_empty() && !rules.is_empty();
        if self.annotates && items.is_some() && !is_noted {
            rules.push(("items", Rule::Each(Box::new(Rule::Anything))));
        }
        rules
    }

    /// Whether values of the direction that the rules are about have a property at most by mistake.
    fn is_left_out(&self, schema: &Schema<'_>, name: &str) -> bool {
        let mut properties = schema.properties.iter();
        let found = properties.find(|(known, _)| *known == name);
        let document = self.classifier.document;
        found.is_some_and(|(_, id)| {
            let flags = flags(document, &[*id]);
            match self.direction {
                Direction::Request => flags.read_only,
                Direction::Response => flags.write_only,
                Direction::Any => false,
            }
        })
    }

    pub fn of_object(&mut self, schema: &Schema<'_>, depth: usize) -> Vec<KeywordRule> {
        let mut rules = Vec::new();
        let required = schema.required.iter();
        let required = required.filter(|name| !self.is_left_out(schema, name));
        let names: Vec<String> = required.map(|name| (*name).to_owned()).collect();
        if !names.is_empty() {
            rules.push(("required", Rule::Required(names)));
        }
        for (name, id) in &schema.properties {
            let rule = self.child(*id, "properties", depth);
            if rule != Rule::Anything || self.annotates {
                let rule = Rule::Property((*name).to_owned(), Box::new(rule));
                rules.push(("properties", rule));
            }
        }
        let mut patterns = Vec::new();
        for ((source, place), id) in &schema.rare().pattern_properties {
            let name = "pattern_properties";
            let Some(pattern) = self.patterns.index(source, name, *place, self.report) else {
                continue;
            };
            patterns.push(pattern);
            let rule = self.child(*id, "patternProperties", depth);
            if rule != Rule::Anything || self.annotates {
                let rule = Rule::Matching(pattern, Box::new(rule));
                rules.push(("patternProperties", rule));
            }
        }
        let others = match schema.additional {
            Additional::Unspecified => return rules,
            Additional::Any => Rule::Anything,
            Additional::Forbidden => Rule::Nothing,
            Additional::Schema(id) => self.child(id, "additionalProperties", depth),
        };
        let names = schema.properties.iter().map(|(name, _)| (*name).to_owned());
        let names: Vec<String> = names.collect();
        let rule = match others {
            Rule::Anything if !self.annotates => return rules,
            Rule::Nothing if patterns.is_empty() => Rule::Only(names),
            rule => Rule::Others {
                names,
                patterns,
                rule: Box::new(rule),
            },
        };
        rules.push(("additionalProperties", rule));
        rules
    }
}
