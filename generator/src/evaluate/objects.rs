//! The keywords of objects.

use crate::document::{Additional, Reference, Schema, SchemaId};
use crate::evaluate::{Evaluated, Evaluator, Outcome, Stop, below, check_count, violation};
use crate::source::Node;

type Entries = [(Box<str>, Node)];

impl<'a> Evaluator<'a> {
    pub(super) fn object(
        &mut self,
        entries: &Entries,
        schema: &'a Schema<'a>,
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let rare = schema.rare();
        self.spend(entries.len() * (1 + schema.properties.len() / 16))?;
        check_count(
            entries.len() as u64,
            schema.min_properties,
            schema.max_properties,
            ["property", "properties"],
        )?;
        let has = |name: &str| entries.iter().any(|(key, _)| **key == *name);
        for name in &schema.required {
            if !has(name) && !self.travels_in_one_direction(name, schema) {
                return violation(format!("missing property `{name}`"));
            }
        }
        for (name, others) in &rare.dependent_required {
            if let Some(other) = others.iter().find(|other| has(name) && !has(other)) {
                return violation(format!(
                    "missing property `{other}`, which `{name}` requires"
                ));
            }
        }
        for (index, (key, value)) in entries.iter().enumerate() {
            let is_known = self.property(key, value, schema)?;
            if is_known {
                evaluated.add(index);
            }
        }
        Ok(())
    }

    /// Judges a property; whether a keyword of objects speaks of it.
    fn property(&mut self, key: &str, value: &Node, schema: &'a Schema<'a>) -> Result<bool, Stop> {
        let rare = schema.rare();
        let step = || key.to_string();
        if let Some(names) = rare.property_names {
            let name = Node::String(key.into());
            below(self.value(&name, names, &mut Evaluated::default()), step)?;
        }
        let known = schema.properties.iter().find(|(name, _)| **name == *key);
        let mut is_known = known.is_some();
        if let Some((_, id)) = known {
            below(self.value(value, *id, &mut Evaluated::default()), step)?;
        }
        for ((pattern, _), id) in &rare.pattern_properties {
            if self.matches(pattern, key)? {
                is_known = true;
                below(self.value(value, *id, &mut Evaluated::default()), step)?;
            }
        }
        match schema.additional {
            Additional::Forbidden if !is_known => {
                return violation(format!("unexpected property `{key}`"));
            }
            Additional::Schema(id) if !is_known => {
                below(self.value(value, id, &mut Evaluated::default()), step)?;
                is_known = true;
            }
            Additional::Any => is_known = true,
            Additional::Forbidden | Additional::Schema(_) | Additional::Unspecified => {}
        }
        Ok(is_known)
    }

    /// Whether a property is absent in one direction; the direction of a value is unknown.
    fn travels_in_one_direction(&self, name: &str, schema: &Schema<'_>) -> bool {
        let property = schema.properties.iter().find(|(known, _)| *known == name);
        let Some((_, id)) = property else {
            return false;
        };
        let is_read_or_write_only = |id: SchemaId| {
            let schema = self.document.schema(id);
            schema.read_only || schema.write_only
        };
        match self.document.schema(*id).reference {
            Reference::To(target) => is_read_or_write_only(*id) || is_read_or_write_only(target),
            Reference::None | Reference::Broken => is_read_or_write_only(*id),
        }
    }

    pub(super) fn unevaluated_properties(
        &mut self,
        entries: &Entries,
        schema: &'a Schema<'a>,
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let Some(id) = schema.rare().unevaluated_properties else {
            return Ok(());
        };
        for (index, (key, value)) in entries.iter().enumerate() {
            if !evaluated.has(index) {
                let outcome = self.value(value, id, &mut Evaluated::default());
                below(outcome, || key.to_string())?;
                evaluated.add(index);
            }
        }
        Ok(())
    }
}
