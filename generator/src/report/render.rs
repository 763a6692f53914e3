//! [`Diagnostic`] → printable text.

use std::ops::Range;
use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Location, Severity, Span};
use crate::printable;
use crate::source::{Lines, Tree, Window};

/// How diagnostics are rendered.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Style {
    /// As plain text.
    #[default]
    Plain,
    /// With the colours of a terminal, as `SGR` sequences (ECMA-48 §8.3.117).
    Ansi,
}

/// A diagnostic as text, with the lines it is about. Whatever is quoted is printable
/// ([`printable::line`]), so nothing in a description can add a line or act on a terminal.
pub fn render(diagnostic: &Diagnostic, tree: Option<&Tree>, style: Style) -> String {
    let (level, renderer) = (
        level(diagnostic.severity),
        match style {
            Style::Plain => Renderer::plain(),
            Style::Ansi => Renderer::styled(),
        },
    );
    let title = level.primary_title(printable::line(&diagnostic.message));
    let mut group = Group::with_title(title.id(diagnostic.code.as_str()));
    let related = diagnostic.related.iter();
    let related = related.map(|(location, label)| (location, &**label));
    let places = std::iter::once((&diagnostic.location, "")).chain(related);
    for excerpt in excerpts(diagnostic, places, tree) {
        group = match excerpt.lines {
            Some(_) => group.element(excerpt.snippet()),
            None => group.element(Origin::path(excerpt.origin)),
        };
    }
    let notes = diagnostic.notes.iter();
    let notes = notes.map(|note| Level::NOTE.message(printable::line(note)));
    let help = diagnostic.help.iter();
    let help = help.map(|help| Level::HELP.message(printable::line(help)));
    let group = group.elements(notes.chain(help));
    let text = renderer.render(&[group]);
    let mut out = String::with_capacity(text.len() + 1);
    for line in text.lines() {
        out.push_str(&without_column(line));
        out.push('\n');
    }
    out
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

/// Stands behind the origin of an excerpt. Text that went through [`printable`] does not have it.
const END_OF_ORIGIN: char = '\u{e000}';

/// A line of rendered text without the line and column that the renderer puts behind an origin: it
/// counts in the text that it is given, which may be a part of a line.
fn without_column(line: &str) -> String {
    let Some((before, behind)) = line.split_once(END_OF_ORIGIN) else {
        return line.to_owned();
    };
    let is_counted = |each: char| each == ':' || each.is_ascii_digit();
    format!("{before}{}", behind.trim_start_matches(is_counted))
}

/// Long lines are cut around the place: a minified document is a single line.
const SHOWN_COLUMNS: usize = 100;

/// How many lines apart places of one excerpt may be.
const MAX_DISTANCE: usize = 20;

/// A part of a file, and the places in it.
struct Excerpt<'a> {
    /// Path, line, column and pointer of the first place.
    origin: String,
    file: Text<'a>,
    /// The first line and the last; none where only the file is known.
    lines: Option<(usize, usize)>,
    places: Vec<(Span, bool, &'a str)>,
}

/// The text of a file, and its path.
#[derive(Clone, Copy)]
struct Text<'a> {
    path: &'a Path,
    text: &'a str,
    /// The file of the description, whose lines have been found.
    file: Option<&'a crate::source::File>,
}

impl<'a> Text<'a> {
    fn window(&self, line: usize, column: usize) -> Option<Window<'a>> {
        match self.file {
            Some(file) => file.window(line, column, SHOWN_COLUMNS),
            None => Lines::of(self.text).window(self.text, line, column, SHOWN_COLUMNS),
        }
    }
}

/// The parts of files that a diagnostic is about, in the order of its places.
fn excerpts<'a>(
    diagnostic: &'a Diagnostic,
    places: impl Iterator<Item = (&'a Location, &'a str)>,
    tree: Option<&'a Tree>,
) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (index, (location, label)) in places.enumerate() {
        let Some(file) = text_of(diagnostic, location, tree) else {
            continue;
        };
        let Some(span) = location.span else {
            let origin = printable::line(&file.path.to_string_lossy()).into_owned();
            excerpts.push(Excerpt {
                origin,
                file,
                lines: None,
                places: Vec::new(),
            });
            continue;
        };
        let place = (span, index == 0, label);
        if let Some(excerpt) = excerpts.iter_mut().find(|it| it.takes(file.path, span)) {
            excerpt.places.push(place);
            continue;
        }
        excerpts.push(Excerpt {
            origin: origin(file.path, span, &location.pointer),
            file,
            lines: Some((span.line, span.line)),
            places: vec![place],
        });
    }
    for excerpt in &mut excerpts {
        let lines = excerpt.places.iter().map(|(span, ..)| span.line);
        excerpt.lines = lines.clone().min().zip(lines.max());
    }
    excerpts
}

/// The file of a location.
fn text_of<'a>(
    diagnostic: &'a Diagnostic,
    location: &Location,
    tree: Option<&'a Tree>,
) -> Option<Text<'a>> {
    if let Some(source) = &diagnostic.source {
        return Some(Text {
            path: &source.path,
            text: &source.text,
            file: None,
        });
    }
    let file = tree?.files.get(location.file.0 as usize)?;
    Some(Text {
        path: &file.path,
        text: &file.text,
        file: Some(file),
    })
}

fn origin(path: &Path, span: Span, pointer: &str) -> String {
    let path = path.to_string_lossy();
    let path = printable::line(&path);
    let at = if pointer.is_empty() { "" } else { " at " };
    let pointer = printable::line(pointer);
    format!(
        "{path}:{}:{}{at}{pointer}{END_OF_ORIGIN}",
        span.line, span.column
    )
}

impl<'a> Excerpt<'a> {
    /// Whether a place belongs into the excerpt: it is close to the others, and in the parts of lines
    /// that are shown.
    fn takes(&self, path: &Path, span: Span) -> bool {
        let mut places = self.places.iter();
        let is_close = self.file.path == path
            && places.all(|(known, ..)| known.line.abs_diff(span.line) <= MAX_DISTANCE);
        let mut places = self.places.iter();
        let beside = places.find(|(known, ..)| known.line == span.line);
        is_close
            && beside.is_none_or(|(known, ..)| {
                let window = self.file.window(known.line, known.column);
                window.is_some_and(|window| {
                    let end = window.start + window.text.chars().count();
                    (window.start + 1..=end).contains(&span.column)
                })
            })
    }

    fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        let (first, last) = self.lines.unwrap_or_default();
        let mut text = String::new();
        let mut annotations = Vec::new();
        for line in first..=last {
            let places = || self.places.iter().filter(|(span, ..)| span.line == line);
            let column = places().next().map_or(1, |(span, ..)| span.column);
            if let Some(window) = self.file.window(line, column) {
                for (span, is_primary, label) in places() {
                    let kind = match is_primary {
                        true => AnnotationKind::Primary,
                        false => AnnotationKind::Context,
                    };
                    let bytes = bytes(&window, *span);
                    let bytes = text.len() + bytes.start..text.len() + bytes.end;
                    let label = Some(*label).filter(|label| !label.is_empty());
                    annotations.push(kind.span(bytes).label(label.map(printable::line)));
                }
                text.push_str(start(&window));
                text.push_str(&escaped(window.text));
                text.push_str(if window.is_cut { "…" } else { "" });
            }
            text.push('\n');
        }
        text.pop();
        Snippet::source(text)
            .path(self.origin.clone())
            .line_start(first)
            .annotations(annotations)
    }
}

/// The text before a part of a line.
fn start(window: &Window<'_>) -> &'static str {
    if window.start > 0 { "…" } else { "" }
}

/// A part of a line as it is shown: a tab is a space, and what is not printable is escaped.
fn escaped(text: &str) -> String {
    printable::line(&text.replace('\t', " ")).into_owned()
}

/// The bytes of the shown part of a line that a span points to.
fn bytes(window: &Window<'_>, span: Span) -> Range<usize> {
    let (before, rest) = split(window.text, (span.column - 1).saturating_sub(window.start));
    let (inside, _) = split(rest, span.length);
    let at = start(window).len() + escaped(before).len();
    at..at + escaped(inside).len()
}

/// Splits a text behind so many characters, or at its end.
fn split(text: &str, characters: usize) -> (&str, &str) {
    let end = text.char_indices().nth(characters);
    text.split_at(end.map_or(text.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Style, render};
    use crate::diagnostic::{Code, Diagnostic, Location, Span};

    fn diagnostic(text: &str, at: usize, length: usize) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(Code::WrongType, Location::default(), "m");
        diagnostic.place_in(Path::new("a"), text, at, length);
        diagnostic
    }

    /// Compares the line that is shown, and below it what is marked.
    #[track_caller]
    fn check(text: &str, at: usize, length: usize, expected: &str) {
        let rendered = render(&diagnostic(text, at, length), None, Style::Plain);
        let lines = rendered.lines().skip(3);
        let lines: Vec<_> = lines.map(|line| line.get(4..).unwrap_or("")).collect();
        assert_eq!(lines.join("\n"), expected, "{rendered}");
    }

    #[test]
    fn carets_stand_below_what_is_meant() {
        check("key: value", 5, 5, "key: value\n     ^^^^^");
        check("\tkey: a\tb", 1, 3, " key: a b\n ^^^");
        // An escape, before and inside.
        check(
            "\u{1b}a: b\u{202e}c",
            4,
            5,
            "\\u{1b}a: b\\u{202e}c\n         ^^^^^^^^^^",
        );
        // Characters of two columns, and of none.
        check("名前: 日本", 8, 6, "名前: 日本\n      ^^^^");
        check("👍: x", 0, 4, "👍: x\n^^");
        check("e\u{301}: x", 5, 1, "e\u{301}: x\n   ^");
        // Behind the end of the line.
        check("ab", 2, 1, "ab\n  ^");
    }

    #[test]
    fn a_long_line_is_cut_and_its_column_is_that_of_the_file() {
        let text = format!("{}here{}", "a".repeat(1_000), "b".repeat(1_000));
        let rendered = render(&diagnostic(&text, 1_000, 4), None, Style::Plain);
        let (before, behind) = ("a".repeat(50), "b".repeat(46));
        let indent = " ".repeat(51);
        assert_eq!(
            rendered,
            format!("error[wrong-type]: m\n --> a:1:1001\n  |\n1 | …{before}here{behind}…\n  | {indent}^^^^\n")
                .replace("error", "warning")
        );
    }

    #[test]
    fn places_close_to_each_other_share_an_excerpt() {
        let text: String = (1..=60).map(|line| format!("line {line}\n")).collect();
        let at = |line: &str| text.find(line).expect("it is there");
        let mut diagnostic = diagnostic(&text, at("line 12"), 7);
        for line in ["line 3\n", "line 50"] {
            let mut other = self::diagnostic(&text, at(line), 6);
            other.location.pointer = "/x".to_owned();
            diagnostic = diagnostic.related(other.location, "first defined here");
        }
        diagnostic = diagnostic.note("n").help("h");
        assert_eq!(
            render(&diagnostic, None, Style::Plain),
            "\
warning[wrong-type]: m
  --> a:12:1
   |
 3 | line 3
   | ------ first defined here
...
12 | line 12
   | ^^^^^^^
   |
  ::: a:50:1 at /x
   |
50 | line 50
   | ------ first defined here
   |
   = note: n
   = help: h
"
        );
    }

    #[test]
    fn what_is_quoted_adds_no_line_and_no_control_character() {
        let hostile = "a\n\u{1b}[2J\u{202e}\u{9b}\u{2028}\u{e000}error: b";
        let location = Location {
            pointer: format!("/{hostile}"),
            ..Location::default()
        };
        let mut diagnostic = Diagnostic::new(Code::WrongType, location.clone(), hostile)
            .help(hostile)
            .note(hostile)
            .related(location, hostile);
        diagnostic.place_in(Path::new(hostile), hostile, 2, 3);
        for (location, _) in &mut diagnostic.related {
            location.span = Some(Span {
                line: 1,
                column: 1,
                length: 1,
            });
        }
        let text = render(&diagnostic, None, Style::Plain);
        let escaped = r"a\n\u{1b}[2J\u{202e}\u{9b}\u{2028}\u{e000}error: b";
        let line = r"\u{1b}[2J\u{202e}\u{9b}\u{2028}\u{e000}error: b";
        let expected = format!(
            "\
warning[wrong-type]: {escaped}
 --> {escaped}:2:1 at /{escaped}
  |
1 | a
  | - {escaped}
2 | {line}
  | ^^^^^^^^
  |
  = note: {escaped}
  = help: {escaped}
"
        );
        assert_eq!(text, expected);
        let styled = render(&diagnostic, None, Style::Ansi);
        let mut plain = String::new();
        for (index, part) in styled.split('\u{1b}').enumerate() {
            let behind = part.split_once('m').filter(|(codes, _)| {
                let mut rest = codes.strip_prefix('[').unwrap_or("x").chars();
                rest.all(|each| each == ';' || each.is_ascii_digit())
            });
            plain.push_str(if index == 0 {
                part
            } else {
                behind.expect("a colour").1
            });
        }
        assert_eq!(plain, expected);
    }
}
