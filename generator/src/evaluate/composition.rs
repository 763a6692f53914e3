//! The applicators whose subschemas apply to the same value.

use crate::document::{Reference, Schema, SchemaId};
use crate::evaluate::{Evaluated, Evaluator, Outcome, Stop, Violation, violation};
use crate::source::Node;

impl<'a> Evaluator<'a> {
    pub(super) fn composition(
        &mut self,
        node: &Node,
        schema: &'a Schema<'a>,
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let rare = schema.rare();
        match schema.reference {
            Reference::To(target) => self.value(node, target, evaluated)?,
            Reference::Broken => return Err(Stop::Unknown),
            Reference::None => {}
        }
        for id in &schema.all_of {
            self.value(node, *id, evaluated)?;
        }
        if !schema.any_of.is_empty() {
            self.any_of(node, &schema.any_of, evaluated)?;
        }
        if !schema.one_of.is_empty() && !self.is_distributed(schema) {
            self.one_of(node, &schema.one_of, evaluated)?;
        }
        if let Some(id) = rare.not {
            match self.value(node, id, &mut Evaluated::default()) {
                Ok(()) => return violation("matches the schema of `not`"),
                Err(Stop::Violation(_)) => {}
                Err(Stop::Unknown) => return Err(Stop::Unknown),
            }
        }
        if let Some(id) = rare.if_schema {
            let branch = match self.subschema(node, id, evaluated)? {
                None => rare.then_schema,
                Some(_) => rare.else_schema,
            };
            if let Some(id) = branch {
                self.value(node, id, evaluated)?;
            }
        }
        for (name, id) in &rare.dependent_schemas {
            if node.get(name).is_some() {
                self.value(node, *id, evaluated)?;
            }
        }
        Ok(())
    }

    /// Tries a subschema: a match adds to the evaluated members, else the violation is returned.
    fn subschema(
        &mut self,
        node: &Node,
        id: SchemaId,
        evaluated: &mut Evaluated,
    ) -> Result<Option<Violation>, Stop> {
        let mut own = evaluated.fresh();
        match self.value(node, id, &mut own) {
            Ok(()) => {
                evaluated.add_all(&own);
                Ok(None)
            }
            Err(Stop::Violation(violation)) => Ok(Some(violation)),
            Err(Stop::Unknown) => Err(Stop::Unknown),
        }
    }

    fn any_of(
        &mut self,
        node: &Node,
        subschemas: &[SchemaId],
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let mut matches = false;
        let mut violations = Vec::new();
        let mut unknown = false;
        for id in subschemas {
            match self.subschema(node, *id, evaluated) {
                Ok(None) => matches = true,
                Ok(Some(violation)) => violations.push(violation),
                Err(_) => unknown = true,
            }
            // The other subschemas only matter for the evaluated members.
            if matches && evaluated.0.is_none() {
                break;
            }
        }
        match (matches, unknown) {
            // A subschema of unknown result may evaluate more members.
            (true, false) => Ok(()),
            (true, true) if evaluated.0.is_none() => Ok(()),
            (_, true) => Err(Stop::Unknown),
            (false, false) => none_matches("anyOf", violations),
        }
    }

    fn one_of(
        &mut self,
        node: &Node,
        subschemas: &[SchemaId],
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let mut matching = 0;
        let mut violations = Vec::new();
        for id in subschemas {
            match self.subschema(node, *id, evaluated)? {
                None => matching += 1,
                Some(violation) => violations.push(violation),
            }
        }
        match matching {
            1 => Ok(()),
            0 => none_matches("oneOf", violations),
            _ => violation(format!(
                "expected exactly one schema of `oneOf` to match, found {matching}"
            )),
        }
    }
}

/// The violation of a value that matches no subschema: the one with the deepest place, whose schema
/// is the most likely candidate.
fn none_matches(keyword: &str, violations: Vec<Violation>) -> Outcome {
    let depth = violations
        .iter()
        .map(|violation| violation.steps.len())
        .max();
    let deepest = violations
        .into_iter()
        .find(|violation| Some(violation.steps.len()) == depth);
    match deepest {
        Some(deepest) => Err(Stop::Violation(Violation {
            reason: format!("{} (matches no schema of `{keyword}`)", deepest.reason),
            ..deepest
        })),
        None => violation(format!("matches no schema of `{keyword}`")),
    }
}
