//! Diagnostics → workflow commands of GitHub: `::warning file=…,line=…::message`.
//!
//! The runner obeys a line that starts with `::`. Text of a description is one line once it is
//! printable, and stands behind the `::` of our own; what ends a property is escaped.

use oasmith::diagnostic::{Diagnostic, Severity};
use oasmith::printable;

use super::{Checked, lines};

/// A command for each diagnostic.
pub fn commands(checked: &[Checked]) -> impl Iterator<Item = String> {
    checked.iter().flat_map(|it| {
        let diagnostics = it.report.diagnostics.iter();
        diagnostics.map(|diagnostic| command(it, diagnostic))
    })
}

fn command(checked: &Checked, diagnostic: &Diagnostic) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let location = &diagnostic.location;
    let file = checked.path(diagnostic, location).to_string_lossy();
    let mut properties = vec![format!("file={}", property(&file))];
    if let Some(span) = location.span {
        let end = span.column + span.length;
        properties.push(format!("line={}", span.line));
        properties.push(format!("col={}", span.column));
        properties.push(format!("endColumn={end}"));
    }
    properties.push(format!("title={}", property(diagnostic.code.as_str())));
    let mut text = lines(diagnostic);
    if !location.pointer.is_empty() {
        text.push(format!("at {}", location.pointer));
    }
    let text: Vec<_> = text.iter().map(|line| data(line)).collect();
    format!("::{name} {}::{}", properties.join(","), text.join("%0A"))
}

/// Text as a line of a message.
fn data(text: &str) -> String {
    let text = printable::line(text).replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        for (text, expected_data, expected_property) in [
            ("a", "a", "a"),
            ("100%, a: b", "100%25, a: b", "100%25%2C a%3A b"),
            ("%0A", "%250A", "%250A"),
            (
                "a\r\n::error::b",
                r"a\r\n::error::b",
                r"a\r\n%3A%3Aerror%3A%3Ab",
            ),
            (
                "\u{1b}[2J\u{202e}",
                r"\u{1b}[2J\u{202e}",
                r"\u{1b}[2J\u{202e}",
            ),
        ] {
            assert_eq!(data(text), expected_data);
            assert_eq!(property(text), expected_property);
        }
    }
}
