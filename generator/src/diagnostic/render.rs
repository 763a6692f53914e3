//! [`Diagnostic`] → text.

use super::{Diagnostic, Location};
use crate::source::{File, Mark, Tree};

/// A diagnostic as text, with the lines it is about.
pub fn render(diagnostic: &Diagnostic, tree: Option<&Tree>) -> String {
    let mut out = format!(
        "{}[{}]: {}\n",
        diagnostic.severity, diagnostic.code, diagnostic.message
    );
    let related = diagnostic.related.iter();
    let related = related.map(|(location, note)| (location, &**note));
    for (location, note) in std::iter::once((&diagnostic.location, "")).chain(related) {
        snippet(&mut out, location, diagnostic.file_of(location, tree), note);
    }
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!("  = help: {help}\n"));
    }
    out
}

/// Long lines are cut around the place: a minified document is a single line.
const SHOWN_COLUMNS: usize = 100;

fn snippet(out: &mut String, location: &Location, file: Option<&File>, note: &str) {
    let Some(file) = file else { return };
    let path = file.path.display();
    let Some(mark) = location.mark else {
        out.push_str(&format!("  --> {path}\n"));
        return;
    };
    let Mark {
        line,
        column,
        length,
    } = mark;
    let at = if location.pointer.is_empty() {
        String::new()
    } else {
        format!(" at {}", location.pointer)
    };
    out.push_str(&format!("  --> {path}:{line}:{column}{at}\n"));
    let Some(shown) = file.window(line, column, SHOWN_COLUMNS) else {
        return;
    };
    let start = shown.start;
    let before = if start > 0 { "…" } else { "" };
    let behind = if shown.is_cut { "…" } else { "" };
    let window = format!("{before}{}{behind}", shown.text.replace('\t', " "));
    let gutter = " ".repeat(line.to_string().len());
    let indent = " ".repeat(column - 1 - start + before.chars().count());
    let carets =
        "^".repeat(length.min(SHOWN_COLUMNS - (column - 1 - start).min(SHOWN_COLUMNS - 1)));
    let note = if note.is_empty() {
        String::new()
    } else {
        format!(" {note}")
    };
    out.push_str(&format!(
        "{gutter} |\n{line} | {window}\n{gutter} | {indent}{carets}{note}\n"
    ));
}
