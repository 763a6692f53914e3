//! [`Diagnostic`] → printable text.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Diagnostic, Location, Mark};
use crate::printable;
use crate::source::{Lines, Tree, Window};

/// A diagnostic as text, with the lines it is about. Whatever is quoted is printable
/// ([`printable::line`]), so nothing in a description can add a line or act on a terminal.
pub fn render(diagnostic: &Diagnostic, tree: Option<&Tree>) -> String {
    let mut out = format!(
        "{}[{}]: {}\n",
        diagnostic.severity,
        diagnostic.code,
        printable::line(&diagnostic.message)
    );
    let related = diagnostic.related.iter();
    let related = related.map(|(location, note)| (location, &**note));
    for (location, note) in std::iter::once((&diagnostic.location, "")).chain(related) {
        if let Some((path, window)) = shown(diagnostic, location, tree) {
            snippet(&mut out, location, path, window, note);
        }
    }
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!("  = help: {}\n", printable::line(help)));
    }
    out
}

/// Long lines are cut around the place: a minified document is a single line.
const SHOWN_COLUMNS: usize = 100;

/// The file of a location, and what is shown of the line.
fn shown<'a>(
    diagnostic: &'a Diagnostic,
    location: &Location,
    tree: Option<&'a Tree>,
) -> Option<(&'a Path, Option<Window<'a>>)> {
    let place = location.mark.map(|mark| (mark.line, mark.column));
    Some(match &diagnostic.source {
        Some(source) => {
            let window = place.and_then(|(line, column)| {
                let lines = Lines::of(&source.text);
                lines.window(&source.text, line, column, SHOWN_COLUMNS)
            });
            (&source.path, window)
        }
        None => {
            let file = tree?.files.get(location.file.0 as usize)?;
            let window = place.and_then(|(line, column)| file.window(line, column, SHOWN_COLUMNS));
            (&file.path, window)
        }
    })
}

fn snippet(
    out: &mut String,
    location: &Location,
    path: &Path,
    window: Option<Window<'_>>,
    note: &str,
) {
    let path = path.to_string_lossy();
    let path = printable::line(&path);
    let Some(mark) = location.mark else {
        out.push_str(&format!("  --> {path}\n"));
        return;
    };
    let Mark { line, column, .. } = mark;
    let at = if location.pointer.is_empty() {
        String::new()
    } else {
        format!(" at {}", printable::line(&location.pointer))
    };
    out.push_str(&format!("  --> {path}:{line}:{column}{at}\n"));
    let Some(shown) = window else { return };
    let before = if shown.start > 0 { "…" } else { "" };
    let behind = if shown.is_cut { "…" } else { "" };
    let Marked {
        text,
        indent,
        carets,
    } = marked(shown.text, column - 1 - shown.start, mark.length);
    let gutter = " ".repeat(line.to_string().len());
    let indent = " ".repeat(before.width() + indent);
    let carets = "^".repeat(carets);
    let note = if note.is_empty() {
        String::new()
    } else {
        format!(" {}", printable::line(note))
    };
    out.push_str(&format!(
        "{gutter} |\n{line} | {before}{text}{behind}\n{gutter} | {indent}{carets}{note}\n"
    ));
}

/// A part of a line as it is shown, and the columns of the terminal that are marked.
#[derive(Debug, PartialEq)]
struct Marked {
    text: String,
    indent: usize,
    carets: usize,
}

/// Marks so many characters of a part of a line. A caret stands below each column that they take on
/// a terminal: an escape has several, a wide character has two, a tab is shown as a space.
fn marked(text: &str, start: usize, length: usize) -> Marked {
    let (before, rest) = split(text, start);
    let (inside, behind) = split(rest, length);
    let missing = start - before.chars().count();
    let shown =
        [before, inside, behind].map(|part| printable::line(&part.replace('\t', " ")).into_owned());
    let [before, inside, _] = &shown;
    Marked {
        indent: before.width() + missing,
        carets: inside.width().max(1),
        text: shown.concat(),
    }
}

/// Splits a text behind so many characters, or at its end.
fn split(text: &str, characters: usize) -> (&str, &str) {
    let end = text.char_indices().nth(characters);
    text.split_at(end.map_or(text.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Marked, marked, render};
    use crate::diagnostic::{Code, Diagnostic, Location};

    /// Compares the text, and below it what is marked.
    fn check(text: &str, start: usize, length: usize, expected: &str) {
        let Marked {
            text,
            indent,
            carets,
        } = marked(text, start, length);
        let actual = format!("{text}\n{}{}", " ".repeat(indent), "^".repeat(carets));
        assert_eq!(actual, expected);
    }

    #[test]
    fn carets_stand_below_what_is_meant() {
        check("key: value", 5, 5, "key: value\n     ^^^^^");
        check("\tkey: a\tb", 1, 3, " key: a b\n ^^^");
        // An escape, before and inside.
        check(
            "\u{1b}a: b\u{202e}c",
            4,
            3,
            "\\u{1b}a: b\\u{202e}c\n         ^^^^^^^^^^",
        );
        // Characters of two columns, and of none.
        check("名前: 日本", 4, 2, "名前: 日本\n      ^^^^");
        check("👍: x", 0, 1, "👍: x\n^^");
        check("e\u{301}: x", 4, 1, "e\u{301}: x\n   ^");
        // Behind the end of the line.
        check("ab", 2, 1, "ab\n  ^");
        check("ab", 4, 1, "ab\n    ^");
        check("", 0, 1, "\n^");
    }

    #[test]
    fn what_is_quoted_adds_no_line_and_no_control_character() {
        let hostile = "a\n\u{1b}[2J\u{202e}\u{9b}\u{2028}error: b";
        let location = Location {
            pointer: format!("/{hostile}"),
            ..Location::default()
        };
        let mut diagnostic = Diagnostic::new(Code::WrongType, location.clone(), hostile)
            .help(hostile)
            .related(location, hostile);
        diagnostic.place_in(Path::new(hostile), hostile, 2, 3);
        for (location, _) in &mut diagnostic.related {
            location.mark = diagnostic.location.mark;
        }
        let text = render(&diagnostic, None);
        let escaped = r"a\n\u{1b}[2J\u{202e}\u{9b}\u{2028}error: b";
        let line = r"\u{1b}[2J\u{202e}\u{9b}\u{2028}error: b";
        let snippet = |note: &str| {
            format!("  --> {escaped}:2:1 at /{escaped}\n  |\n2 | {line}\n  | ^^^^^^^^{note}\n")
        };
        let related = snippet(&format!(" {escaped}"));
        assert_eq!(
            text,
            format!(
                "error[wrong-type]: {escaped}\n{}{related}  = help: {escaped}\n",
                snippet("")
            )
        );
    }
}
