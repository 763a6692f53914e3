//! Syntax trees → [`Condition`]s for the crate `regex`, which searches in linear time.

use regex_syntax::hir::ClassUnicode;

use super::escapes::{character, written};
use super::syntax::{Class, Look, Node, Repeat};
use crate::pattern::Condition;

/// A construct that an automaton cannot match.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Obstacle {
    /// `a back-reference`
    pub what: &'static str,
    /// Its position in the pattern, in characters.
    pub at: usize,
    /// How to write the pattern without it.
    pub help: &'static str,
}

/// The conditions for a pattern to match.
///
/// Look-aheads at the start of the text and look-behinds at its end are independent of the rest, so
/// each is a condition of its own.
///
/// # Errors
///
/// The first construct that an automaton cannot match.
pub fn conditions(node: &Node) -> Result<Vec<Condition>, Obstacle> {
    let (looks, kept) = match node {
        Node::Sequence(nodes) => split(nodes),
        node => split(std::slice::from_ref(node)),
    };
    let mut all = Vec::new();
    for look in looks {
        let Look {
            node,
            ahead,
            negated,
            ..
        } = look;
        let inner = expression(node)?;
        all.push(Condition {
            found: !negated,
            expression: match ahead {
                true => format!(r"\A(?:{inner})"),
                false => format!(r"(?:{inner})\z"),
            },
            unicode: names_property(node),
        });
    }
    let is_alone = kept.len() == 1;
    let rest = kept.iter().map(|node| match node {
        Node::Choice(_) if !is_alone => Ok(format!("(?:{})", expression(node)?)),
        node => expression(node),
    });
    let rest = rest.collect::<Result<String, _>>()?;
    // One anchor alone is found in every text; both together only in the empty text.
    if all.is_empty() || !matches!(&*rest, "" | r"\A" | r"\z") {
        all.push(Condition {
            found: true,
            expression: rest,
            unicode: kept.iter().any(|node| names_property(node)),
        });
    }
    Ok(all)
}

fn names_property(node: &Node) -> bool {
    let named = |node: &Node| match node {
        Node::Class(Class { text: Some(_), .. }) => Some(()),
        _ => None,
    };
    node.find(&named).is_some()
}

/// Separates the look-arounds at the edges of the text from the other nodes.
fn split(nodes: &[Node]) -> (Vec<&Look>, Vec<&Node>) {
    let is_leading =
        |node: &&Node| matches!(node, Node::Start | Node::Look(Look { ahead: true, .. }));
    let is_trailing =
        |node: &&Node| matches!(node, Node::End | Node::Look(Look { ahead: false, .. }));
    let leading = nodes.iter().take_while(is_leading).count();
    let (start, rest) = nodes.split_at(leading);
    let trailing = rest.iter().rev().take_while(is_trailing).count();
    let (middle, end) = rest.split_at(rest.len() - trailing);
    let is_anchored = start.iter().any(|node| matches!(node, Node::Start));
    let is_ended = end.iter().any(|node| matches!(node, Node::End));
    let parts = [(start, is_anchored), (middle, false), (end, is_ended)];
    let (mut looks, mut kept) = (Vec::new(), Vec::new());
    for (part, is_edge) in parts {
        for node in part {
            match node {
                Node::Look(look) if is_edge => looks.push(look),
                node => kept.push(node),
            }
        }
    }
    (looks, kept)
}

/// The expression of a node; a choice inside a sequence gets a group.
fn expression(node: &Node) -> Result<String, Obstacle> {
    let many = |nodes: &[Node]| nodes.iter().map(expression).collect::<Result<Vec<_>, _>>();
    let (what, at, help) = match node {
        Node::Class(class) => return Ok(self::class(class)),
        Node::Sequence(nodes) => {
            let parts = nodes.iter().zip(many(nodes)?);
            let parts = parts.map(|(node, part)| match node {
                Node::Choice(_) => format!("(?:{part})"),
                _ => part,
            });
            return Ok(parts.collect());
        }
        Node::Choice(nodes) => return Ok(many(nodes)?.join("|")),
        Node::Repeat(repeat) => return repetition(repeat),
        Node::Group(_, node) => return expression(node),
        Node::Start => return Ok(r"\A".to_owned()),
        Node::End => return Ok(r"\z".to_owned()),
        // Word boundaries are ASCII in ECMA-262.
        Node::Boundary { negated: false, .. } => return Ok(r"(?-u:\b)".to_owned()),
        Node::Boundary { negated: true, at } => (r"`\B`", at, "use `\\b`, or list the characters"),
        Node::Reference { at, .. } => (
            "a back-reference",
            at,
            "list the alternatives, or check the text in your own code",
        ),
        Node::Look(Look {
            ahead: true, at, ..
        }) => (
            "a look-ahead that is not at the start of the text",
            at,
            "move it right after a `^` that starts the pattern, where it takes linear time",
        ),
        Node::Look(Look {
            ahead: false, at, ..
        }) => (
            "a look-behind that is not at the end of the text",
            at,
            "move it right before a `$` that ends the pattern, where it takes linear time",
        ),
    };
    Err(Obstacle {
        what,
        at: *at,
        help,
    })
}

fn repetition(repeat: &Repeat) -> Result<String, Obstacle> {
    let Repeat { node, min, max, .. } = repeat;
    let mut inner = expression(node)?;
    // Repeating an empty node changes nothing.
    if node.positions() == 0 {
        return Ok(inner);
    }
    if !matches!(**node, Node::Class(_)) {
        inner = format!("(?:{inner})");
    }
    let counts = match (min, max) {
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (0, Some(1)) => "?".to_owned(),
        (min, None) => format!("{{{min},}}"),
        (min, Some(max)) if min == max => format!("{{{min}}}"),
        (min, Some(max)) => format!("{{{min},{max}}}"),
    };
    Ok(inner + &counts)
}

/// A class, negated if that is shorter.
fn class(class: &Class) -> String {
    if let Some(text) = &class.text {
        return text.clone();
    }
    let ranges = class.set.ranges();
    if let [only] = ranges
        && only.start() == only.end()
    {
        return character(only.start());
    }
    let mut others = class.set.clone();
    others.negate();
    if others.ranges().is_empty() {
        return "(?s:.)".to_owned();
    }
    let brackets = |sign: &str, set: &ClassUnicode| {
        let ranges = set.ranges().iter().map(written);
        format!("[{sign}{}]", ranges.collect::<String>())
    };
    match !ranges.is_empty() && ranges.len() <= others.ranges().len() {
        true => brackets("", &class.set),
        false => brackets("^", &others),
    }
}
