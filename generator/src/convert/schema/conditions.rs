//! `if`, `then` and `else` → `anyOf` and `not`.

use crate::convert::converter::{Converter, below};
use crate::convert::node::object;
use crate::convert::schema::Made;
use crate::source::Node;

impl Converter<'_> {
    pub(super) fn condition(
        &mut self,
        made: &mut Made,
        node: &Node,
        key: &str,
        value: &Node,
        at: &str,
    ) -> bool {
        match key {
            "if" => self.condition_of(made, node, value, at),
            "then" | "else" => {
                if node.get("if").is_none() {
                    let message = format!("`{key}` without `if` has no effect: it is left out");
                    self.report(&below(at, key), message);
                }
            }
            _ => return false,
        }
        true
    }

    /// Either the condition holds and the schema of `then` applies, or that of `else` does.
    fn condition_of(&mut self, made: &mut Made, node: &Node, condition: &Node, at: &str) {
        let place = below(at, "if");
        let [then, otherwise] = ["then", "else"].map(|key| {
            let schema = node.get(key)?;
            Some(self.schema(schema, &below(at, key)))
        });
        let condition = self.schema(condition, &place);
        let not = |schema: Node| object([("not", schema)]);
        let both = |left: Node, right: Node| object([("allOf", Node::Array(vec![left, right]))]);
        let either = match (then, otherwise) {
            (Some(then), Some(otherwise)) => {
                if !self.may_repeat(&condition) {
                    let what = "`if` and too many such schemas are nested";
                    self.lost(&place, what, "it is left out");
                    return;
                }
                vec![
                    both(condition.clone(), then),
                    both(not(condition), otherwise),
                ]
            }
            (Some(then), None) => vec![not(condition), then],
            (None, Some(otherwise)) => vec![condition, otherwise],
            (None, None) => {
                let message = "`if` without `then` and `else` has no effect: it is left out";
                self.report(&place, message.to_owned());
                return;
            }
        };
        made.all.push(object([("anyOf", Node::Array(either))]));
    }
}
