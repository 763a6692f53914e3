//! The keywords of objects.

use crate::document::{Additional, Reference, Schema, SchemaId};
use crate::evaluate::{Checked, Checker, Seen, below, check_count, misfit};
use crate::source::Node;

type Entries = [(Box<str>, Node)];

impl<'a> Checker<'a> {
    pub(super) fn object(
        &mut self,
        entries: &Entries,
        schema: &'a Schema<'a>,
        seen: &mut Seen,
    ) -> Checked {
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
            if !has(name) && !self.travels_one_way(name, schema) {
                return misfit(format!("it needs the property `{name}`"));
            }
        }
        for (name, others) in &rare.dependent_required {
            if let Some(other) = others.iter().find(|other| has(name) && !has(other)) {
                return misfit(format!("with `{name}`, it needs the property `{other}`"));
            }
        }
        for (index, (key, value)) in entries.iter().enumerate() {
            let step = || key.to_string();
            if let Some(names) = rare.property_names {
                let name = Node::String(key.clone());
                below(self.value(&name, names, &mut Seen::default()), step)?;
            }
            let known = schema.properties.iter().find(|(name, _)| **name == **key);
            let mut is_known = known.is_some();
            if let Some((_, id)) = known {
                below(self.value(value, *id, &mut Seen::default()), step)?;
            }
            for ((pattern, _), id) in &rare.pattern_properties {
                if self.matches(pattern, key)? {
                    is_known = true;
                    below(self.value(value, *id, &mut Seen::default()), step)?;
                }
            }
            match schema.additional {
                Additional::Forbidden if !is_known => {
                    return misfit(format!("it must not have the property `{key}`"));
                }
                Additional::Schema(id) if !is_known => {
                    below(self.value(value, id, &mut Seen::default()), step)?;
                    is_known = true;
                }
                Additional::Any => is_known = true,
                Additional::Forbidden | Additional::Schema(_) | Additional::Unspecified => {}
            }
            if is_known {
                seen.add(index);
            }
        }
        Ok(())
    }

    /// Whether a property is not there in one direction: which one a value is for is not said.
    fn travels_one_way(&self, name: &str, schema: &Schema<'_>) -> bool {
        let property = schema.properties.iter().find(|(known, _)| *known == name);
        let Some((_, id)) = property else {
            return false;
        };
        let is_one_way = |id: SchemaId| {
            let schema = self.document.schema(id);
            schema.read_only || schema.write_only
        };
        match self.document.schema(*id).reference {
            Reference::To(target) => is_one_way(*id) || is_one_way(target),
            Reference::None | Reference::Broken => is_one_way(*id),
        }
    }

    pub(super) fn unevaluated_properties(
        &mut self,
        entries: &Entries,
        schema: &'a Schema<'a>,
        seen: &mut Seen,
    ) -> Checked {
        let Some(id) = schema.rare().unevaluated_properties else {
            return Ok(());
        };
        for (index, (key, value)) in entries.iter().enumerate() {
            if !seen.has(index) {
                let checked = self.value(value, id, &mut Seen::default());
                below(checked, || key.to_string())?;
                seen.add(index);
            }
        }
        Ok(())
    }
}
