//! The keywords that bring in other schemas for the same value.

use crate::document::{Reference, Schema, SchemaId};
use crate::evaluate::{Checked, Checker, Misfit, Seen, Stop, misfit};
use crate::source::Node;

impl<'a> Checker<'a> {
    pub(super) fn composition(
        &mut self,
        node: &Node,
        schema: &'a Schema<'a>,
        seen: &mut Seen,
    ) -> Checked {
        let rare = schema.rare();
        match schema.reference {
            Reference::To(target) => self.value(node, target, seen)?,
            Reference::Broken => return Err(Stop::Unknown),
            Reference::None => {}
        }
        for id in &schema.all_of {
            self.value(node, *id, seen)?;
        }
        if !schema.any_of.is_empty() {
            self.any_of(node, &schema.any_of, seen)?;
        }
        if !schema.one_of.is_empty() {
            self.one_of(node, &schema.one_of, seen)?;
        }
        if let Some(id) = rare.not {
            match self.value(node, id, &mut Seen::default()) {
                Ok(()) => return misfit("it must not fit what `not` says"),
                Err(Stop::Misfit(_)) => {}
                Err(Stop::Unknown) => return Err(Stop::Unknown),
            }
        }
        if let Some(id) = rare.if_schema {
            let branch = match self.arm(node, id, seen)? {
                None => rare.then_schema,
                Some(_) => rare.else_schema,
            };
            if let Some(id) = branch {
                self.value(node, id, seen)?;
            }
        }
        for (name, id) in &rare.dependent_schemas {
            if node.get(name).is_some() {
                self.value(node, *id, seen)?;
            }
        }
        Ok(())
    }

    /// Tries a schema: what it has seen counts if the value fits, else there is a reason why not.
    fn arm(&mut self, node: &Node, id: SchemaId, seen: &mut Seen) -> Result<Option<Misfit>, Stop> {
        let mut own = seen.fresh();
        match self.value(node, id, &mut own) {
            Ok(()) => {
                seen.add_all(&own);
                Ok(None)
            }
            Err(Stop::Misfit(misfit)) => Ok(Some(misfit)),
            Err(Stop::Unknown) => Err(Stop::Unknown),
        }
    }

    fn any_of(&mut self, node: &Node, arms: &[SchemaId], seen: &mut Seen) -> Checked {
        let mut fits = false;
        let mut misfits = Vec::new();
        let mut unknown = false;
        for id in arms {
            match self.arm(node, *id, seen) {
                Ok(None) => fits = true,
                Ok(Some(misfit)) => misfits.push(misfit),
                Err(_) => unknown = true,
            }
            // Only who asks what was seen needs the others.
            if fits && seen.0.is_none() {
                break;
            }
        }
        match (fits, unknown) {
            // An arm that is not known may have seen more.
            (true, false) => Ok(()),
            (true, true) if seen.0.is_none() => Ok(()),
            (_, true) => Err(Stop::Unknown),
            (false, false) => none_fits("anyOf", misfits),
        }
    }

    fn one_of(&mut self, node: &Node, arms: &[SchemaId], seen: &mut Seen) -> Checked {
        let mut fitting = 0;
        let mut misfits = Vec::new();
        for id in arms {
            match self.arm(node, *id, seen)? {
                None => fitting += 1,
                Some(misfit) => misfits.push(misfit),
            }
        }
        match fitting {
            1 => Ok(()),
            0 => none_fits("oneOf", misfits),
            _ => misfit(format!(
                "it fits {fitting} of the schemas of `oneOf`, and must fit one"
            )),
        }
    }
}

/// Says why the value fits no arm: by the one in which the fault is deepest, which is the one that is
/// most likely meant.
fn none_fits(keyword: &str, misfits: Vec<Misfit>) -> Checked {
    let depth = misfits.iter().map(|misfit| misfit.steps.len()).max();
    let deepest = misfits
        .into_iter()
        .find(|misfit| Some(misfit.steps.len()) == depth);
    match deepest {
        Some(deepest) => Err(Stop::Misfit(Misfit {
            reason: format!("{} (it fits no schema of `{keyword}`)", deepest.reason),
            ..deepest
        })),
        None => misfit(format!("it fits no schema of `{keyword}`")),
    }
}
