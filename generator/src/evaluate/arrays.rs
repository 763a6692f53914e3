//! The keywords of arrays.

use std::collections::HashSet;

use crate::document::Schema;
use crate::evaluate::decimal::Decimal;
use crate::evaluate::{Checked, Checker, Seen, Stop, below, check_count, misfit};
use crate::source::Node;

impl<'a> Checker<'a> {
    pub(super) fn array(
        &mut self,
        items: &[Node],
        schema: &'a Schema<'a>,
        seen: &mut Seen,
    ) -> Checked {
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
            let checked = self.value(item, id, &mut Seen::default());
            below(checked, || index.to_string())?;
            seen.add(index);
        }
        self.contains(items, schema, seen)
    }

    fn unique(&mut self, items: &[Node]) -> Checked {
        let mut known = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let mut text = String::new();
            canonical(item, &mut text);
            self.spend(1 + text.len() / 16)?;
            if !known.insert(text) {
                let checked = misfit("it must differ from the items before it");
                return below(checked, || index.to_string());
            }
        }
        Ok(())
    }

    fn contains(&mut self, items: &[Node], schema: &'a Schema<'a>, seen: &mut Seen) -> Checked {
        let rare = schema.rare();
        let Some(id) = rare.contains else {
            return Ok(());
        };
        let mut count = 0;
        for (index, item) in items.iter().enumerate() {
            match self.value(item, id, &mut Seen::default()) {
                Ok(()) => {
                    count += 1;
                    seen.add(index);
                }
                Err(Stop::Misfit(_)) => {}
                Err(Stop::Unknown) => return Err(Stop::Unknown),
            }
        }
        let min = rare.min_contains.unwrap_or(1);
        if count < min {
            return misfit(format!(
                "it has {count} items that fit `contains`, and must have {min}"
            ));
        }
        match rare.max_contains {
            Some(max) if count > max => misfit(format!(
                "it has {count} items that fit `contains`, and must not have more than {max}"
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn unevaluated_items(
        &mut self,
        items: &[Node],
        schema: &'a Schema<'a>,
        seen: &mut Seen,
    ) -> Checked {
        let Some(id) = schema.rare().unevaluated_items else {
            return Ok(());
        };
        for (index, item) in items.iter().enumerate() {
            if !seen.has(index) {
                let checked = self.value(item, id, &mut Seen::default());
                below(checked, || index.to_string())?;
                seen.add(index);
            }
        }
        Ok(())
    }
}

/// A value as a text that equal values share.
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
