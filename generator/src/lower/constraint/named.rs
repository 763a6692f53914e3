//! The rules that others refer to: those of schemas that refer to themselves, or lie too deep to be
//! written out where they are used.

use std::collections::{HashMap, HashSet};

use crate::document::{Document, SchemaId};
use crate::identifier::Case;
use crate::lower::name::scopes::{Scope, value_name};
use crate::model::{Direction, NamedRule, Rule};

/// The rules that others refer to.
pub struct NamedRules {
    scope: Scope,
    /// The rules; one that is waiting to be made allows everything.
    pub list: Vec<NamedRule>,
    known: HashMap<RuleKey, usize>,
    /// Those that are waiting, by their indices.
    waiting: Vec<(RuleKey, usize)>,
    /// Those that cannot be made as a whole.
    pub incomplete: HashSet<usize>,
}

/// What a rule is made of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct RuleKey {
    pub schema: SchemaId,
    /// Whether it has to note what it has looked at.
    pub annotates: bool,
    /// The direction whose values it is about: it does not ask for properties that these leave out.
    pub direction: Direction,
}

impl Default for NamedRules {
    fn default() -> Self {
        Self {
            scope: Scope::new(Case::Snake),
            list: Vec::new(),
            known: HashMap::new(),
            waiting: Vec::new(),
            incomplete: HashSet::new(),
        }
    }
}

impl NamedRules {
    /// The rule of a schema, which is to be made if it is new, and is named after a component or its
    /// place then.
    pub fn of(&mut self, key: RuleKey, document: &Document<'_>) -> Rule {
        let place = document.schema(key.schema).place;
        let key_of_place = document.places.last_key(place);
        Rule::Named(self.of_or_named(key, key_of_place, document))
    }

    /// The same as an index, with another name for what is no component.
    pub fn of_or_named(&mut self, key: RuleKey, name: &str, document: &Document<'_>) -> usize {
        if let Some(index) = self.known.get(&key) {
            return *index;
        }
        let index = self.list.len();
        let mut components = document.components.iter();
        let component = components.find(|(_, id)| *id == key.schema);
        let text = component.map_or(name, |(name, _)| *name);
        self.list.push(NamedRule {
            name: self.scope.reserve(value_name(&format!("rule_of_{text}"))),
            rule: Rule::Anything,
        });
        self.known.insert(key, index);
        self.waiting.push((key, index));
        index
    }

    /// A rule that is waiting to be made.
    pub fn next(&mut self) -> Option<(RuleKey, usize)> {
        self.waiting.pop()
    }
}
