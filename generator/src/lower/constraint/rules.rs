//! Assertions that no type can hold → [`Rule`]s over whole values.

use crate::diagnostic::Code;
use crate::document::{Keyword, KeywordSet, Place, Reference, Schema, SchemaId, TypeSet};
use crate::lower::constraint::circles::Circles;
use crate::lower::constraint::ends;
use crate::lower::constraint::keywords::value_checks;
use crate::lower::constraint::named::{NamedRules, RuleKey};
use crate::lower::constraint::patterns::Patterns;
use crate::lower::ledger::Ends;
use crate::lower::limits::MAX_RULE_DEPTH;
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::cost::merge_cost;
use crate::lower::schema::intersection::{UnionKeyword, annotations};
use crate::lower::schema::merge::Merged;
use crate::model::{Check, Direction, Rule, Scalar, Ty, format};
use crate::source::Node;

/// The part of the assertions of an intersection that are rules.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Extent {
    /// The keywords that no type can hold.
    BesideType,
    /// The same without unions, which the type is.
    BesideUnion,
    /// Every assertion: the type is any JSON.
    Whole,
}

/// Where rules of a description come from, and what they share.
pub struct Context<'m, 'a, 'r, 'd> {
    pub classifier: &'m mut Classifier<'a>,
    pub patterns: &'m mut Patterns,
    pub named: &'m mut NamedRules,
    pub circles: &'m Circles,
    pub report: &'r mut Report<'d>,
}

/// The rules of an intersection.
pub fn of_intersection(
    context: Context<'_, '_, '_, '_>,
    merged: &Merged<'_>,
    extent: Extent,
    place: Place,
) -> Vec<Check> {
    let mut maker = RuleMaker::new(context, place);
    let checks = maker.of_root(merged, extent);
    maker.finish();
    let (dropped, unenforced) = (maker.dropped, maker.unenforced);
    let report = maker.report;
    report.ledger.add_reported(unenforced);
    for (keyword, why) in dropped {
        let message = format!("`{keyword}` is not enforced: {why}");
        report.add(Code::UnsupportedConstraint, place, message);
    }
    let (vacuous, rules): (Vec<_>, Vec<_>) = checks
        .into_iter()
        .partition(|(_, rule)| *rule == Rule::Anything);
    let vacuous = vacuous.iter().filter_map(|(word, _)| Keyword::named(word));
    report.ledger.vacuous = vacuous.fold(report.ledger.vacuous, KeywordSet::with);
    rules
        .into_iter()
        .map(|(keyword, rule)| Check::Rule(keyword, Box::new(rule)))
        .collect()
}

/// The rule of a variant of a `oneOf` in one direction, as its index; `None` if it cannot be made, which
/// is reported. Unless its schema is a component, the rule is called after `name`.
pub fn of_variant(
    context: Context<'_, '_, '_, '_>,
    id: SchemaId,
    direction: Direction,
    name: &str,
) -> Option<usize> {
    let document = context.classifier.document;
    let key = RuleKey {
        schema: context.classifier.aliases.target(id)?,
        annotates: false,
        direction,
    };
    let index = context.named.of_or_named(key, name, document);
    let place = document.schema(id).place;
    let mut maker = RuleMaker::new(context, place);
    maker.finish();
    if let Some((_, why)) = maker.dropped.first() {
        maker.named.incomplete.insert(index);
        let message = format!(
            "whether a value matches this variant of a `oneOf` is decided by its type alone: {why}"
        );
        maker
            .report
            .add(Code::UnsupportedConstraint, place, message);
    }
    (!maker.named.incomplete.contains(&index)).then_some(index)
}

/// A keyword and its rule.
pub type KeywordRule = (&'static str, Rule);

pub struct RuleMaker<'m, 'a, 'r, 'd> {
    pub classifier: &'m mut Classifier<'a>,
    pub patterns: &'m mut Patterns,
    pub named: &'m mut NamedRules,
    circles: &'m Circles,
    pub place: Place,
    pub report: &'r mut Report<'d>,
    /// The keywords that are not enforced, and why.
    pub dropped: Vec<(&'static str, &'static str)>,
    /// Whether the keyword at hand is not enforced as a whole. It is dropped, since a part of its rule
    /// could reject values that the whole allows.
    pub is_incomplete: bool,
    /// The keywords of the intersection whose rules are dropped.
    pub unenforced: KeywordSet,
    /// Whether the rules have to note what they have looked at, for `unevaluatedProperties` and
    /// `unevaluatedItems` around them.
    pub annotates: bool,
    /// The direction whose values the rules are about.
    pub direction: Direction,
    /// The schemas whose rules are being made, outermost first.
    pub stack: Vec<SchemaId>,
    /// Those of them that apply to the same value as the innermost.
    pub run: Vec<SchemaId>,
    /// The schemas that rules are made of, with the ends of their keywords.
    visited: Vec<(SchemaId, Ends)>,
}

const TOO_LARGE: &str = "its schemas are nested too deeply or too large";
const CIRCLE: &str = "its schemas apply each other to the same value without end";

impl<'m, 'a, 'r, 'd> RuleMaker<'m, 'a, 'r, 'd> {
    fn new(context: Context<'m, 'a, 'r, 'd>, place: Place) -> Self {
        Self {
            classifier: context.classifier,
            patterns: context.patterns,
            named: context.named,
            circles: context.circles,
            place,
            report: context.report,
            dropped: Vec::new(),
            is_incomplete: false,
            unenforced: KeywordSet::NONE,
            annotates: false,
            direction: Direction::Any,
            stack: Vec::new(),
            run: Vec::new(),
            visited: Vec::new(),
        }
    }

    fn of_root(&mut self, merged: &Merged<'_>, extent: Extent) -> Vec<KeywordRule> {
        let mut rules = Vec::new();
        if extent == Extent::Whole {
            if merged.has_type {
                let document = self.classifier.document;
                let allows_null = |id: &SchemaId| {
                    let schema = document.schema(*id);
                    let types = schema.types.is_none_or(|types| types.meets(TypeSet::NULL));
                    types || schema.nullable || lists_null(schema)
                };
                let null = match merged.parts.iter().all(allows_null) {
                    true => TypeSet::NULL,
                    false => TypeSet::NONE,
                };
                rules.push(("type", types_rule(merged.types | null)));
            }
            for id in &merged.parts {
                rules.extend(self.part(*id));
            }
        } else {
            for id in &merged.with_rules {
                self.run = vec![*id];
                let schema = self.classifier.document.schema(*id);
                rules.extend(self.of_conditions(schema, 0));
            }
        }
        if extent == Extent::BesideType {
            for id in &merged.judged_whole {
                rules.extend(self.whole(*id));
            }
            rules.extend(self.of_shared_names(merged));
        }
        if extent != Extent::BesideUnion {
            for (owner, keyword) in &merged.unions {
                let in_part = extent == Extent::Whole && self.is_judged_as_whole(*owner);
                if in_part {
                    continue;
                }
                self.is_incomplete = false;
                self.run = vec![*owner];
                let found = self.union(*owner, *keyword, 0);
                match self.is_incomplete {
                    true => self.leave_out(found.0),
                    false => rules.push(found),
                }
            }
        }
        rules
    }

    /// Whether the keywords of a schema are one rule, since one of them asks what the others have
    /// looked at.
    fn is_judged_as_whole(&self, id: SchemaId) -> bool {
        let rare = self.classifier.document.schema(id).rare();
        rare.unevaluated_items.is_some() || rare.unevaluated_properties.is_some()
    }

    /// The rules of a schema of an intersection whose type is any JSON, without the checks of simple
    /// values.
    fn part(&mut self, id: SchemaId) -> Vec<KeywordRule> {
        let schema = self.classifier.document.schema(id);
        (self.run, self.stack) = (vec![id], vec![id]);
        let outer = std::mem::take(&mut self.is_incomplete);
        let mut rules = Vec::new();
        if schema.boolean == Some(false) {
            rules.push(("false", Rule::Nothing));
        }
        if self.is_judged_as_whole(id) {
            rules.extend(self.whole(id));
        } else {
            rules.extend(listed(schema));
            rules.extend(self.of_object(schema, 0));
            rules.extend(self.of_array(schema, 0));
            rules.extend(self.of_conditions(schema, 0));
        }
        self.is_incomplete = outer;
        rules
    }

    /// The rule of a schema that asks what its keywords have looked at.
    fn whole(&mut self, id: SchemaId) -> Option<KeywordRule> {
        let schema = self.classifier.document.schema(id);
        (self.run, self.stack) = (vec![id], vec![id]);
        self.is_incomplete = false;
        let keyword = match schema.rare().unevaluated_items {
            Some(_) => "unevaluatedItems",
            None => "unevaluatedProperties",
        };
        let rule = self.body(id, keyword, 0);
        if self.is_incomplete {
            self.leave_out(keyword);
            return None;
        }
        Some((keyword, rule))
    }

    /// Makes the rules that others refer to, and enters the ends of keywords.
    fn finish(&mut self) {
        while let Some((key, index)) = self.named.next() {
            (self.run, self.stack) = (vec![key.schema], vec![key.schema]);
            (self.annotates, self.direction) = (key.annotates, key.direction);
            self.is_incomplete = false;
            let rule = self.body(key.schema, "$ref", 0);
            match self.named.list.get_mut(index) {
                Some(named) if !self.is_incomplete => named.rule = rule,
                _ => drop(self.named.incomplete.insert(index)),
            }
        }
        for (id, ends) in std::mem::take(&mut self.visited) {
            let ends = match self.dropped.is_empty() {
                true => ends,
                false => Ends::REPORTED,
            };
            let assertions = ends::assertions(self.report.document.schema(id));
            self.report.ledger.enter(id, assertions, ends);
        }
    }

    /// Adds the rule of a keyword. At the root, an incomplete rule is dropped.
    pub fn add(
        &mut self,
        rules: &mut Vec<KeywordRule>,
        word: &'static str,
        depth: usize,
        make: impl FnOnce(&mut Self) -> Rule,
    ) {
        let outer = std::mem::take(&mut self.is_incomplete);
        let rule = make(self);
        if depth > 0 || !self.is_incomplete {
            rules.push((word, rule));
        } else {
            self.leave_out(word);
        }
        self.is_incomplete |= outer;
    }

    /// Notes a keyword of the intersection as not enforced.
    fn leave_out(&mut self, word: &str) {
        self.unenforced =
            Keyword::named(word).map_or(self.unenforced, |it| self.unenforced.with(it));
    }

    pub fn drop_keyword(&mut self, keyword: &'static str, why: &'static str) {
        if !self.dropped.contains(&(keyword, why)) {
            self.dropped.push((keyword, why));
        }
        self.is_incomplete = true;
    }

    fn union(&mut self, owner: SchemaId, keyword: UnionKeyword, depth: usize) -> KeywordRule {
        let schema = self.classifier.document.schema(owner);
        let (word, variants) = match keyword {
            UnionKeyword::OneOf => ("oneOf", &schema.one_of),
            UnionKeyword::AnyOf | UnionKeyword::Subtypes => ("anyOf", &schema.any_of),
        };
        if self.report.rules_remaining == 0 {
            self.drop_keyword(word, TOO_LARGE);
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

    /// The rule of a schema for a value inside the one at hand.
    pub fn child(&mut self, id: SchemaId, keyword: &'static str, depth: usize) -> Rule {
        let annotates = std::mem::take(&mut self.annotates);
        let run = std::mem::take(&mut self.run);
        let rule = self.schema(id, keyword, depth);
        (self.annotates, self.run) = (annotates, run);
        rule
    }

    /// The rule of a schema for the value at hand: written out, or by its name.
    pub fn schema(&mut self, id: SchemaId, keyword: &'static str, depth: usize) -> Rule {
        let Some(target) = self.classifier.aliases.target(id) else {
            return Rule::Anything;
        };
        if self.applies_again(target) {
            self.drop_keyword(keyword, CIRCLE);
            return Rule::Anything;
        }
        let rule = if depth >= MAX_RULE_DEPTH || self.stack.contains(&target) {
            let key = RuleKey {
                schema: target,
                annotates: self.annotates,
                direction: self.direction,
            };
            self.named.of(key, self.classifier.document)
        } else {
            self.stack.push(target);
            self.run.push(target);
            let rule = self.body(target, keyword, depth);
            self.stack.pop();
            self.run.pop();
            rule
        };
        let document = self.classifier.document;
        let is_nullable = target != id && annotations(document, id).any(|it| it.nullable);
        match is_nullable && rule != Rule::Anything {
            true => Rule::Any(vec![types_rule(TypeSet::NULL), rule]),
            false => rule,
        }
    }

    /// Whether a schema applies one to the same value that is being applied to it.
    fn applies_again(&self, id: SchemaId) -> bool {
        self.run.iter().any(|outer| self.circles.share(*outer, id))
    }

    /// The rule for all keywords of a schema.
    fn body(&mut self, id: SchemaId, keyword: &'static str, depth: usize) -> Rule {
        let schema = self.classifier.document.schema(id);
        let cost = merge_cost(schema).max(1);
        let Some(remaining) = self.report.rules_remaining.checked_sub(cost) else {
            self.drop_keyword(keyword, TOO_LARGE);
            return Rule::Anything;
        };
        self.report.rules_remaining = remaining;
        if schema.boolean == Some(false) {
            return Rule::Nothing;
        }
        let rare = schema.rare();
        let others = (rare.unevaluated_items, rare.unevaluated_properties);
        let outer = self.annotates;
        self.annotates |= others != (None, None);
        let rules = self.assertions(id, keyword, depth + 1);
        let mut rule = all(rules);
        self.annotates = outer;
        if let Some(items) = others.0 {
            let items = self.child(items, "unevaluatedItems", depth + 1);
            rule = Rule::OtherItems(Box::new([rule, items]));
        }
        if let Some(properties) = others.1 {
            let properties = self.child(properties, "unevaluatedProperties", depth + 1);
            rule = Rule::OtherProperties(Box::new([rule, properties]));
        }
        match schema.nullable && rule != Rule::Anything {
            true => Rule::Any(vec![types_rule(TypeSet::NULL), rule]),
            false => rule,
        }
    }

    /// The rules of the keywords of a schema, but for the properties and items that are left.
    fn assertions(&mut self, id: SchemaId, keyword: &'static str, depth: usize) -> Vec<Rule> {
        let schema = self.classifier.document.schema(id);
        let mut rules = Vec::new();
        if let Some(types) = schema.types {
            let null = match lists_null(schema) {
                true => TypeSet::NULL,
                false => TypeSet::NONE,
            };
            rules.push(types_rule(types | null));
        }
        rules.extend(listed(schema).into_iter().map(|(_, rule)| rule));
        let own = self.classifier.own(id);
        let outer = std::mem::replace(&mut self.report.ledger.reported, KeywordSet::NONE);
        let mut checks = value_checks(&own, &Ty::Any, self.place, self.patterns, self.report);
        let mut checked = ends::OF_RULES.or(ends::keywords_of(&checks));
        if let Some((low, high)) = own
            .format
            .and_then(format::of_number)
            .and_then(Scalar::range)
        {
            checks.push(Check::Minimum(low.to_string()));
            checks.push(Check::Maximum(high.to_string()));
            checked = checked.with(Keyword::Format);
        }
        let ends = Ends {
            checked,
            reported: std::mem::replace(&mut self.report.ledger.reported, outer),
            ..Ends::NOWHERE
        };
        self.visited.push((id, ends));
        rules.extend(checks.into_iter().map(Rule::Holds));
        let mut keywords = self.of_object(schema, depth);
        keywords.extend(self.of_array(schema, depth));
        keywords.extend(self.of_conditions(schema, depth));
        rules.extend(keywords.into_iter().map(|(_, rule)| rule));
        if let Reference::To(target) = schema.reference {
            rules.push(self.schema(target, keyword, depth));
        }
        for part in &schema.all_of {
            rules.push(self.schema(*part, keyword, depth));
        }
        for (word, variants) in [
            (UnionKeyword::OneOf, &schema.one_of),
            (UnionKeyword::AnyOf, &schema.any_of),
        ] {
            if !variants.is_empty() {
                rules.push(self.union(id, word, depth).1);
            }
        }
        rules
    }
}

/// Whether `enum` lists `null`, which is allowed then, even if `type` excludes it.
fn lists_null(schema: &Schema<'_>) -> bool {
    let values = schema.enumeration.iter().flatten();
    values.into_iter().any(|at| *at.node == Node::Null)
}

pub fn types_rule(types: TypeSet) -> Rule {
    Rule::Types(types.names())
}

/// The rules of `enum` and `const`.
fn listed(schema: &Schema<'_>) -> Vec<KeywordRule> {
    let json = |node: &Node| match node {
        // Where only strings are allowed, YAML failed to quote it.
        Node::Number(number) if schema.types == Some(TypeSet::STRING) => {
            Node::String(number.0.to_string().into()).to_json()
        }
        Node::Bool(flag) if schema.types == Some(TypeSet::STRING) => {
            Node::String(flag.to_string().into()).to_json()
        }
        node => node.to_json(),
    };
    let mut rules = Vec::new();
    if let Some(values) = &schema.enumeration {
        let values = values.iter().map(|value| json(value.node)).collect();
        rules.push(("enum", Rule::Listed(values)));
    }
    if let Some(value) = schema.constant {
        rules.push(("const", Rule::Listed(vec![json(value.node)])));
    }
    rules
}

/// The rule that all of some rules hold.
fn all(mut rules: Vec<Rule>) -> Rule {
    rules.retain(|rule| *rule != Rule::Anything);
    match rules.len() {
        0 => Rule::Anything,
        1 => rules.remove(0),
        _ => Rule::All(rules),
    }
}
