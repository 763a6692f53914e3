//! Text → the part of a line around a column. Long lines have an index: a minified description is
//! one line of megabytes, and may have a diagnostic every hundred characters.

use std::collections::BTreeMap;

/// The starts of the lines of a text, and of parts of its long lines.
#[derive(Debug)]
pub struct Lines {
    /// The start of each line, in bytes.
    starts: Vec<usize>,
    /// For the start of each long line, the starts of its parts of [`PART`] characters.
    parts: BTreeMap<usize, Vec<usize>>,
}

/// The characters of a part of a long line.
const PART: usize = 256;

/// The part of a line that is shown.
#[derive(Debug, Eq, PartialEq)]
pub struct Window<'t> {
    pub text: &'t str,
    /// The number of characters of the line before it.
    pub start: usize,
    /// Whether characters of the line follow.
    pub is_cut: bool,
}

impl Lines {
    pub fn of(text: &str) -> Self {
        let (mut starts, mut parts) = (Vec::new(), BTreeMap::new());
        let mut start = 0;
        for line in lines(text) {
            starts.push(start);
            if line.len() > PART {
                let offsets = line.char_indices().step_by(PART);
                parts.insert(start, offsets.map(|(offset, _)| start + offset).collect());
            }
            start += line.len();
        }
        starts.push(start);
        Self { starts, parts }
    }

    /// The part of a line around a column, both counted from 1, of at most `width` characters and
    /// without the line break; `None` if there is no such line.
    pub fn window<'t>(
        &self,
        text: &'t str,
        line: usize,
        column: usize,
        width: usize,
    ) -> Option<Window<'t>> {
        let from = *self.starts.get(line.checked_sub(1)?)?;
        if from == text.len() {
            return None;
        }
        let to = self.starts.get(line).copied().unwrap_or(text.len());
        let whole = text.get(from..to)?;
        let whole = whole.strip_suffix('\n').unwrap_or(whole);
        let whole = whole.strip_suffix('\r').unwrap_or(whole);
        if whole.chars().nth(width).is_none() {
            return Some(Window {
                text: whole,
                start: 0,
                is_cut: false,
            });
        }
        let start = column.saturating_sub(1).saturating_sub(width / 2);
        let part = self.parts.get(&from).and_then(|it| it.get(start / PART));
        let (part, passed) = part.map_or((0, 0), |at| (at - from, start / PART * PART));
        let rest = whole.get(part..).unwrap_or_default();
        let (rest, _) = split_after(rest, start - passed);
        let (cut, shown) = split_after(rest, width);
        Some(Window {
            text: shown,
            start,
            is_cut: !cut.is_empty(),
        })
    }
}

/// The lines of a text with their line breaks, which are those of YAML (§5.4): `\n`, `\r\n` or
/// `\r`.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    // Two searches for one character each are much faster than one search for two.
    text.split_inclusive('\n').flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let end = match rest.find('\r') {
                Some(at) if rest.get(at..) != Some("\r\n") => at + 1,
                _ => rest.len(),
            };
            let (line, following) = rest.split_at(end);
            rest = following;
            (!line.is_empty()).then_some(line)
        })
    })
}

/// Splits a text after so many characters: the rest, then the characters.
fn split_after(text: &str, count: usize) -> (&str, &str) {
    let end = text.char_indices().nth(count);
    let (before, rest) = text.split_at(end.map_or(text.len(), |(at, _)| at));
    (rest, before)
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn check(text: &str, line: usize, column: usize, expected: Option<(&str, usize, bool)>) {
        let lines = Lines::of(text);
        let window = lines.window(text, line, column, 10);
        let window = window.map(|window| (window.text, window.start, window.is_cut));
        assert_eq!(window, expected, "{line}:{column}");
    }

    #[test]
    fn a_short_line_is_shown_as_it_is() {
        check("a\r\nbc\n\nd", 1, 1, Some(("a", 0, false)));
        check("a\r\nbc\n\nd", 2, 9, Some(("bc", 0, false)));
        check("a\r\nbc\n\nd", 3, 1, Some(("", 0, false)));
        check("a\r\nbc\n\nd", 4, 1, Some(("d", 0, false)));
        check("a\rb\r\n\rc", 2, 1, Some(("b", 0, false)));
        check("a\rb\r\n\rc", 4, 1, Some(("c", 0, false)));
        check("a\n", 2, 1, None);
        check("a\n", 0, 1, None);
        check("a\n", 3, 1, None);
        check("", 1, 1, None);
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        check("0123456789ab", 1, 1, Some(("0123456789", 0, true)));
        check("0123456789ab", 1, 9, Some(("3456789ab", 3, false)));
        check("0123456789ab", 1, 90, Some(("", 84, false)));
    }

    #[test]
    fn places_are_found_in_all_parts_of_a_line_of_characters_of_any_size() {
        let line: String = (0..5_000)
            .map(|at| if at % 3 == 0 { 'ü' } else { '1' })
            .collect();
        let text = format!("first\n{line}\nlast");
        let characters: Vec<char> = line.chars().collect();
        for column in (1..=5_000).step_by(77) {
            let start = (column - 1_usize).saturating_sub(5);
            let shown: String = characters.iter().skip(start).take(10).collect();
            let is_cut = start + 10 < 5_000;
            check(&text, 2, column, Some((&shown, start, is_cut)));
        }
    }
}
