//! The keywords of arrays.

use std::collections::HashSet;

use crate::document::{Decimal, Schema};
use crate::evaluate::{Evaluated, Evaluator, Outcome, Stop, below, check_count, violation};
use crate::source::Node;

impl<'a> Evaluator<'a> {
    pub(super) fn array(
        &mut self,
        items: &[Node],
        schema: &'a Schema<'a>,
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let rare = schema.rare();
        check_count(
            items.len() as u64,
            schema.min_items,
            schema.max_items,
            ["item", "items"],
        )?;
        if schema.unique_items {
            self.unique(items)?;
        }
        for (index, item) in items.iter().enumerate() {
            let Some(id) = rare.prefix_items.get(index).copied().or(schema.items) else {
                break;
            };
            let outcome = self.value(item, id, &mut Evaluated::default());
            below(outcome, || index.to_string())?;
            evaluated.add(index);
        }
        self.contains(items, schema, evaluated)
    }

    fn unique(&mut self, items: &[Node]) -> Outcome {
        let mut known = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let mut text = String::new();
            canonical(item, &mut text);
            self.spend(1 + text.len() / 16)?;
            if !known.insert(text) {
                let outcome = violation("duplicate item");
                return below(outcome, || index.to_string());
            }
        }
        Ok(())
    }

    fn contains(
        &mut self,
        items: &[Node],
        schema: &'a Schema<'a>,
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let rare = schema.rare();
        let Some(id) = rare.contains else {
            return Ok(());
        };
        let mut count = 0;
        for (index, item) in items.iter().enumerate() {
            match self.value(item, id, &mut Evaluated::default()) {
                Ok(()) => {
                    count += 1;
                    evaluated.add(index);
                }
                Err(Stop::Violation(_)) => {}
                Err(Stop::Unknown) => return Err(Stop::Unknown),
            }
        }
        let min = rare.min_contains.unwrap_or(1);
        if count < min {
            return violation(format!(
                "number of items that match `contains`: expected at least {min}, found {count}"
            ));
        }
        match rare.max_contains {
            Some(max) if count > max => violation(format!(
                "number of items that match `contains`: expected at most {max}, found {count}"
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn unevaluated_items(
        &mut self,
        items: &[Node],
        schema: &'a Schema<'a>,
        evaluated: &mut Evaluated,
    ) -> Outcome {
        let Some(id) = schema.rare().unevaluated_items else {
            return Ok(());
        };
        for (index, item) in items.iter().enumerate() {
            if !evaluated.has(index) {
                let outcome = self.value(item, id, &mut Evaluated::default());
                below(outcome, || index.to_string())?;
                evaluated.add(index);
            }
        }
        Ok(())
    }
}

/// A text that equal values share.
fn canonical(node: &Node, text: &mut String) {
    match node {
        Node::Null => text.push_str("null"),
        Node::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Node::Number(number) => text.push_str(&Decimal::new(number).canonical()),
        Node::String(string) => text.push_str(&format!("{string:?}")),
        Node::Array(items) => {
            text.push('[');
            for item in items {
                canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Node::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            text.push('{');
            for (key, value) in entries {
                text.push_str(&format!("{key:?}:"));
                canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
    }
}
