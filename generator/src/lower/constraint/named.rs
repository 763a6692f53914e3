//! The rules that others refer to: those of schemas that refer to themselves, or lie too deep to be
//! written out where they are used.

use std::collections::HashMap;

use crate::document::{Document, SchemaId};
use crate::identifier::Case;
use crate::lower::name::scopes::{Scope, value_name};
use crate::model::{NamedRule, Rule};

/// The rules that others refer to.
pub struct NamedRules {
    scope: Scope,
    /// The rules; one that is waiting to be made allows everything.
    pub list: Vec<NamedRule>,
    known: HashMap<RuleKey, usize>,
    /// Those that are waiting, by their indices.
    waiting: Vec<(RuleKey, usize)>,
}

/// What a rule is made of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct RuleKey {
    pub schema: SchemaId,
    /// Whether it has to note what it has looked at.
    pub annotates: bool,
}

impl Default for NamedRules {
    fn default() -> Self {
        Self {
            scope: Scope::new(Case::Snake),
            list: Vec::new(),
            known: HashMap::new(),
            waiting: Vec::new(),
        }
    }
}

impl NamedRules {
    /// The rule of a schema, which is to be made if it is new.
    pub fn of(&mut self, key: RuleKey, document: &Document<'_>) -> Rule {
        if let Some(index) = self.known.get(&key) {
            return Rule::Named(*index);
        }
        let index = self.list.len();
        let place = document.schema(key.schema).place;
        let text = match document.components.iter().find(|(_, id)| *id == key.schema) {
            Some((name, _)) => *name,
            None => document.places.last_key(place),
        };
        self.list.push(NamedRule {
            name: self.scope.reserve(value_name(&format!("rule_of_{text}"))),
            rule: Rule::Anything,
        });
        self.known.insert(key, index);
        self.waiting.push((key, index));
        Rule::Named(index)
    }

    /// A rule that is waiting to be made.
    pub fn next(&mut self) -> Option<(RuleKey, usize)> {
        self.waiting.pop()
    }
}
