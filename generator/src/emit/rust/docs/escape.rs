//! Inline nodes → Markdown, with backslashes only where text would be parsed as markup.

use super::inlines::task_marker;
use super::tree::{Inline, Style, Text};

/// Which punctuation gets a backslash.
#[derive(Clone, Copy, PartialEq)]
pub enum Escapes {
    /// What would be parsed as markup.
    Needed,
    /// All punctuation.
    All,
}

/// Stands for a space at which no line may be wrapped. Text never has control characters.
pub const FIXED_SPACE: char = '\0';

/// Writes the inlines of a block or of a table cell; line feeds are the line breaks of the output.
pub fn leaf(inlines: &[Inline], escapes: Escapes, in_table: bool) -> String {
    let mut seen = Seen::default();
    seen.look(inlines, LINE_EDGE);
    let mut writer = Writer {
        escapes,
        in_table,
        in_link: false,
        seen,
        out: String::new(),
    };
    writer.inlines(inlines, LINE_EDGE);
    writer.out
}

/// The assumed neighbours of the first and last inline: of a block, and of emphasis or a link.
const LINE_EDGE: char = '\n';
const MARKUP: char = '.';

/// Delimiters of emphasis.
const DELIMITERS: [char; 3] = ['*', '_', '~'];

/// The characters before and after a text, for the rules of delimiter runs (CommonMark §6.2).
fn neighbours(inlines: &[Inline], index: usize, edge: char) -> (char, char) {
    let beside = |inline: Option<&Inline>| match inline {
        None => edge,
        Some(Inline::HardBreak) => LINE_EDGE,
        Some(_) => MARKUP,
    };
    let before = index.checked_sub(1).and_then(|index| inlines.get(index));
    (beside(before), beside(inlines.get(index + 1)))
}

/// What occurs anywhere in a block.
#[derive(Default)]
struct Seen {
    /// How many runs of each delimiter may open or close emphasis.
    runs: [usize; DELIMITERS.len()],
    /// Whether anything may close a bracket.
    closes_bracket: bool,
}

impl Seen {
    fn look(&mut self, inlines: &[Inline], edge: char) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(Text(text)) => {
                    self.closes_bracket |= text.contains(']');
                    let (before, behind) = neighbours(inlines, index, edge);
                    for (start, run) in runs(text) {
                        let around = around(text, start, run, before, behind);
                        if is_flanking(run, around) {
                            self.count(run.chars().next(), 1);
                        }
                    }
                }
                Inline::Styled(style, inner) => {
                    self.count(Some(delimiter(*style)), 2);
                    self.look(inner, MARKUP);
                }
                Inline::Link { content, .. } => {
                    self.closes_bracket = true;
                    self.look(content, MARKUP);
                }
                Inline::IntraDocLink(_) => self.closes_bracket = true,
                Inline::Code(_) | Inline::Autolink(_) | Inline::Task(_) | Inline::HardBreak => {}
            }
        }
    }

    fn count(&mut self, delimiter: Option<char>, count: usize) {
        let index = DELIMITERS.iter().position(|it| Some(*it) == delimiter);
        if let Some(runs) = index.and_then(|index| self.runs.get_mut(index)) {
            *runs += count;
        }
    }

    /// Whether a run of a delimiter may have a partner.
    fn has_partner(&self, delimiter: char) -> bool {
        let index = DELIMITERS.iter().position(|it| *it == delimiter);
        index.is_some_and(|index| self.runs[index] > 1)
    }
}

/// The delimiter runs in a text, with their offsets.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(DELIMITERS)?;
        let rest = &text[start..];
        let delimiter = rest.chars().next()?;
        let length = rest.len() - rest.trim_start_matches(delimiter).len();
        at = start + length;
        Some((start, &rest[..length]))
    })
}

/// The characters before and after a run.
fn around(text: &str, start: usize, run: &str, before: char, behind: char) -> (char, char) {
    let left = text[..start].chars().next_back().unwrap_or(before);
    let right = text[start + run.len()..].chars().next().unwrap_or(behind);
    (left, right)
}

/// Whether a delimiter run may open or close emphasis: not between spaces, and underscores not within
/// a word.
fn is_flanking(run: &str, (left, right): (char, char)) -> bool {
    let in_word = run.starts_with('_') && left.is_alphanumeric() && right.is_alphanumeric();
    let alone = left.is_whitespace() && right.is_whitespace();
    !in_word && !alone
}

fn delimiter(style: Style) -> char {
    match style {
        Style::Emphasis(delimiter) | Style::Strong(delimiter) => delimiter,
        Style::Strikethrough => '~',
    }
}

struct Writer {
    escapes: Escapes,
    in_table: bool,
    in_link: bool,
    seen: Seen,
    out: String,
}

impl Writer {
    fn inlines(&mut self, inlines: &[Inline], edge: char) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(Text(text)) => {
                    let next = inlines.get(index + 1);
                    self.text(text, neighbours(inlines, index, edge), next);
                }
                Inline::Code(code) => self.code(code),
                Inline::Styled(style, inner) => {
                    let delimiter = delimiter(*style).to_string();
                    let is_single = matches!(style, Style::Emphasis(_));
                    let delimiter = delimiter.repeat(if is_single { 1 } else { 2 });
                    self.out.push_str(&delimiter);
                    self.inlines(inner, MARKUP);
                    self.out.push_str(&delimiter);
                }
                Inline::Link {
                    url,
                    title,
                    content,
                } => self.link(url, title, content),
                Inline::Autolink(address) => self.out.push_str(&format!("<{address}>")),
                Inline::IntraDocLink(name) => self.out.push_str(&format!("[{name}]")),
                Inline::Task(done) => self.out.push_str(&format!("{} ", task_marker(*done))),
                Inline::HardBreak => self.out.push_str("\\\n"),
            }
        }
    }

    fn link(&mut self, url: &str, title: &str, content: &[Inline]) {
        let was_in_link = std::mem::replace(&mut self.in_link, true);
        self.out.push('[');
        self.inlines(content, MARKUP);
        self.out.push_str("](");
        self.in_link = was_in_link;
        for (index, character) in url.char_indices() {
            if character == '&' && starts_entity(&url[index + 1..]) {
                self.out.push('\\');
            }
            self.out.push(character);
        }
        if !title.is_empty() {
            self.out.push_str(&format!("{FIXED_SPACE}\""));
            for character in title.chars() {
                if character.is_ascii_punctuation() && !"'(),-./:;".contains(character) {
                    self.out.push('\\');
                }
                self.out.push(if character == ' ' {
                    FIXED_SPACE
                } else {
                    character
                });
            }
            self.out.push('"');
        }
        self.out.push(')');
    }

    /// Writes a code span with a delimiter that does not occur in it.
    fn code(&mut self, code: &str) {
        let fence = "`".repeat(free_length(code));
        let has_edge = code.starts_with('`') || code.ends_with('`');
        let is_stripped = code.starts_with(' ') && code.ends_with(' ');
        let is_blank = code.chars().all(|each| each == ' ');
        let pads = has_edge || is_stripped && !is_blank;
        let pad = if pads { " " } else { "" };
        let mut code = code.to_owned();
        if self.in_table {
            code = code.replace('|', "\\|");
        }
        let span = format!("{fence}{pad}{code}{pad}{fence}");
        self.out
            .push_str(&span.replace(' ', &FIXED_SPACE.to_string()));
    }

    fn text(&mut self, text: &str, (before, behind): (char, char), next: Option<&Inline>) {
        let is_sign = |each: char| match self.escapes {
            Escapes::Needed => {
                matches!(
                    each,
                    '*' | '_' | '~' | '|' | '[' | ']' | '`' | '\\' | '<' | '&' | '!'
                )
            }
            Escapes::All => each.is_ascii_punctuation(),
        };
        let mut written = 0;
        let mut run_end = 0;
        let mut escapes_run = false;
        for (index, sign) in text.match_indices(is_sign) {
            let rest = &text[index..];
            let Some(character) = sign.chars().next() else {
                continue;
            };
            if DELIMITERS.contains(&character) && index >= run_end {
                let length = rest.len() - rest.trim_start_matches(character).len();
                let run = &rest[..length];
                let around = around(text, index, run, before, behind);
                run_end = index + length;
                escapes_run = is_flanking(run, around) && self.seen.has_partner(character);
            }
            let escapes = match character {
                '*' | '_' | '~' => escapes_run,
                '|' => self.in_table,
                ']' => self.in_link,
                '[' => self.in_link || self.seen.closes_bracket,
                _ => is_markup(character, &rest[character.len_utf8()..], next),
            };
            if escapes || self.escapes == Escapes::All {
                self.out.push_str(&text[written..index]);
                self.out.push('\\');
                written = index;
            }
        }
        self.out.push_str(&text[written..]);
    }
}

/// Whether a character of a text would be parsed as markup, given what follows it.
fn is_markup(character: char, rest: &str, next: Option<&Inline>) -> bool {
    let following = rest.chars().next();
    match character {
        '`' => true,
        // The line may be wrapped at a space, which would make it a hard break.
        '\\' => following.is_none_or(|it| it.is_ascii_punctuation() || it.is_whitespace()),
        '<' => match following {
            Some(it) => it.is_ascii_alphabetic() || "/!?".contains(it),
            None => next.is_some(),
        },
        '&' => starts_entity(rest),
        '!' => {
            following.is_none()
                && matches!(next, Some(Inline::Link { .. } | Inline::IntraDocLink(_)))
        }
        _ => false,
    }
}

/// Whether the text after an ampersand makes it a character reference.
fn starts_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches('#');
    let end = name.find(|each: char| !each.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && name[end..].starts_with(';'))
}

/// The shortest length that no run of backticks in a text has.
fn free_length(text: &str) -> usize {
    let runs = text.split(|each| each != '`').map(str::len);
    let mut lengths: Vec<usize> = runs.filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let taken = lengths.iter().enumerate();
    taken
        .take_while(|(index, length)| index + 1 == **length)
        .count()
        + 1
}

/// A fence longer than any run of backticks in the code.
pub fn fence(code: &[String]) -> String {
    let runs = code.iter().flat_map(|line| line.split(|each| each != '`'));
    "`".repeat(runs.map(str::len).max().unwrap_or(0).max(2) + 1)
}

/// Whether a line is a thematic break.
fn is_rule(line: &str) -> bool {
    let is_made_of = |sign: char| line.chars().all(|each| each == sign || each == ' ');
    let count = line.len() - line.matches(' ').count();
    count > 2 && ['-', '*', '_'].into_iter().any(is_made_of)
}

/// Where a line of a paragraph needs a backslash in order not to start a block.
pub fn block_start(line: &str) -> Option<usize> {
    let behind_is_space = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let is_made_of = |signs: &str| line.chars().all(|each| signs.contains(each));
    let hashes = line.len() - line.trim_start_matches('#').len();
    let digits = line.len()
        - line
            .trim_start_matches(|it: char| it.is_ascii_digit())
            .len();
    let is_heading = (1..=6).contains(&hashes) && behind_is_space(&line[hashes..]);
    let is_item = line.starts_with(['-', '*', '+']) && behind_is_space(&line[1..]);
    // The underline of a setext heading, and the delimiter row of a table.
    let is_underline = is_made_of("=") || line.contains('-') && is_made_of("|:- ");
    let is_fence = line.starts_with("~~~");
    if is_heading || is_item || is_rule(line) || is_underline || is_fence || line.starts_with('>') {
        return (!line.is_empty()).then_some(0);
    }
    let is_number = (1..=9).contains(&digits)
        && line[digits..].starts_with(['.', ')'])
        && behind_is_space(&line[digits + 1..]);
    is_number.then_some(digits)
}
