//! [`Node`] → JSON, with the text of each number as it is in the node. Characters that a terminal acts
//! on or does not show are escaped.

use crate::printable;
use crate::source::Node;

/// The text of a node, indented by two spaces, with a line feed at its end.
pub fn to_json(node: &Node) -> String {
    let mut text = String::new();
    write(node, 0, &mut text);
    text.push('\n');
    text
}

fn write(node: &Node, depth: usize, text: &mut String) {
    match node {
        Node::Array(items) if !items.is_empty() => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                start_line(index, depth + 1, text);
                write(item, depth + 1, text);
            }
            end_lines(depth, text);
            text.push(']');
        }
        Node::Object(entries) if !entries.is_empty() => {
            text.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                start_line(index, depth + 1, text);
                text.push_str(&string(key));
                text.push_str(": ");
                write(value, depth + 1, text);
            }
            end_lines(depth, text);
            text.push('}');
        }
        Node::String(value) => text.push_str(&string(value)),
        other => text.push_str(&other.to_json()),
    }
}

fn string(text: &str) -> String {
    printable::json(&serde_json::Value::from(text))
}

fn start_line(index: usize, depth: usize, text: &mut String) {
    if index > 0 {
        text.push(',');
    }
    end_lines(depth, text);
}

fn end_lines(depth: usize, text: &mut String) {
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
}
