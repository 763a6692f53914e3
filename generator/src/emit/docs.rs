//! Texts of a description → rustdoc that raises no warning and no doctest.

use proc_macro2::TokenStream;
use quote::quote;

/// How long a line of documentation may get before it is broken.
const WIDTH: usize = 92;

/// Documentation attributes, a blank line between the texts.
pub fn outer(texts: &[String]) -> TokenStream {
    attributes(&lines(texts))
}

/// A text of the description as code within a line.
pub fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|each| if each.is_control() { ' ' } else { each })
        .collect();
    format!("`{}`", text.replace('`', "'"))
}

/// A line that rustc takes: neither a carriage return, nor characters that make text run the other
/// way round than it reads.
fn clean(line: &str) -> String {
    let hidden = |each: &char| {
        matches!(each, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || (each.is_control() && *each != '\t')
    };
    line.chars().filter(|each| !hidden(each)).collect()
}

/// The same for lines that are documentation already.
pub fn attributes(lines: &[String]) -> TokenStream {
    let lines = texts(lines);
    quote!(#(#[doc = #lines])*)
}

/// The same inside a module.
pub fn inner(lines: &[String]) -> TokenStream {
    let lines = texts(lines);
    quote!(#(#![doc = #lines])*)
}

/// What the attributes say: a space keeps text and slashes apart.
fn texts(lines: &[String]) -> impl Iterator<Item = String> {
    let lines = lines.iter().map(|line| clean(line));
    lines.map(|line| {
        if line.is_empty() {
            line
        } else {
            format!(" {line}")
        }
    })
}

/// The title of a description as a part of a sentence.
pub fn title(title: &str) -> String {
    clean(&lines(&[title.to_owned()]).join(" "))
}

/// Lines of Markdown.
pub fn lines(texts: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for text in texts {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        markdown(text, &mut lines);
    }
    lines
}

fn markdown(text: &str, lines: &mut Vec<String>) {
    let mut fence: Option<&str> = None;
    let mut items = Items::default();
    let mut table = false;
    for line in text.lines() {
        let line = line.trim_end().replace('\t', " ").replace('\r', "");
        let inner = line.trim_start();
        let opens = ["```", "~~~"]
            .into_iter()
            .find(|mark| inner.starts_with(mark));
        match (fence, opens) {
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                lines.push(mark.to_owned());
            }
            (Some(_), _) => lines.push(line),
            // A fence of another language than `text` would be taken for a doctest.
            (None, Some(mark)) => {
                fence = Some(mark);
                items = Items::default();
                table = false;
                lines.push(format!("{mark}text"));
            }
            (None, None) if inner.is_empty() => {
                items = Items::default();
                table = false;
                lines.push(String::new());
            }
            (None, None) if is_row(inner, table) => {
                table = true;
                lines.push(escape(inner));
            }
            (None, None) => {
                // What follows a table without a blank line would be a row of it.
                if std::mem::take(&mut table) {
                    lines.push(String::new());
                }
                let (indent, hanging) = items.place(line.len() - inner.len(), marker(inner));
                wrap(&escape(inner), indent, hanging, lines);
            }
        }
    }
    if let Some(open) = fence {
        lines.push(open.to_owned());
    }
}

/// The items of lists that a line may belong to: where their texts start, in the description and in
/// what is written.
#[derive(Default)]
struct Items(Vec<(usize, usize)>);

impl Items {
    /// Where a line stands, and what continues it.
    fn place(&mut self, indent: usize, marker: Option<usize>) -> (usize, usize) {
        let Some(marker) = marker else {
            // Far from the margin it would be code, or belong to an item before it.
            let text = self.0.last().map_or(0, |(_, text)| *text);
            return (text, text);
        };
        while self.0.pop_if(|(text, _)| indent < *text).is_some() {}
        let start = self.0.last().map_or(0, |(_, text)| *text);
        self.0.push((indent + marker, start + marker));
        (start, start + marker)
    }
}

/// Whether a line is one of a table: its first row, what stands below that, or a row that follows.
fn is_row(line: &str, in_table: bool) -> bool {
    let starts = line.starts_with('|') || line.chars().all(|each| "|:- ".contains(each));
    line.contains('|') && marker(line).is_none() && (in_table || starts)
}

/// The width of the sign that starts an item of a list, with the spaces behind it.
fn marker(line: &str) -> Option<usize> {
    let digits = line.len()
        - line
            .trim_start_matches(|each: char| each.is_ascii_digit())
            .len();
    let behind = match line.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => &line[1..],
        Some(b'.' | b')') if digits > 0 => &line[digits + 1..],
        _ => return None,
    };
    let spaces = behind.len() - behind.trim_start_matches(' ').len();
    (spaces > 0).then(|| line.len() - behind.len() + spaces)
}

/// Takes the meaning of links, HTML and bare addresses from a line; what stands between backticks
/// keeps its own.
fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let code_is_closed = line.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let address = ["http://", "https://"]
            .iter()
            .any(|scheme| rest.starts_with(scheme));
        if address && !in_code {
            let end = rest
                .find(|c: char| c.is_whitespace() || "<>()[]\"'`".contains(c))
                .unwrap_or(rest.len());
            let end = rest[..end]
                .trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_'])
                .len();
            escaped.push_str(&format!("<{}>", &rest[..end]));
            rest = &rest[end..];
            continue;
        }
        if let Some(link) = link(rest).filter(|_| !in_code) {
            escaped.push_str(link);
            rest = &rest[link.len()..];
            continue;
        }
        match character {
            '`' if code_is_closed => in_code = !in_code,
            '`' | '[' | ']' | '<' | '>' if !in_code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(character);
        rest = &rest[character.len_utf8()..];
    }
    escaped
}

/// The link to an address that a text starts with: `[text](https://…)`.
fn link(text: &str) -> Option<&str> {
    let (label, behind) = text.strip_prefix('[')?.split_once("](")?;
    let (address, _) = behind.split_once(')')?;
    let plain = |part: &str| !part.contains(['[', ']', '<', '>', '`', '(', '\\', '"']);
    let is_address = address.starts_with("https://") || address.starts_with("http://");
    let fits = plain(label) && plain(address) && is_address && !address.contains(' ');
    fits.then(|| &text[..label.len() + address.len() + 4])
}

/// Breaks a long line between words, except where Markdown gives lines a meaning; what continues it
/// stands at `hanging`.
fn wrap(line: &str, indent: usize, hanging: usize, lines: &mut Vec<String>) {
    let indent = " ".repeat(indent);
    if line.chars().count() <= WIDTH || line.starts_with('#') {
        lines.push(format!("{indent}{line}"));
        return;
    }
    let mut current = indent;
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        let may_start = !starts_block(word);
        if width > 0 && width + length >= WIDTH && may_start {
            lines.push(std::mem::replace(&mut current, " ".repeat(hanging)));
            width = 0;
        }
        if width > 0 {
            current.push(' ');
        }
        current.push_str(word);
        width += length + 1;
    }
    lines.push(current);
}

/// Whether a word at the start of a line would make it an item, a heading, a rule, a table, a quote
/// or code.
fn starts_block(word: &str) -> bool {
    let is_line = !word.is_empty() && word.chars().all(|each| "=-*_".contains(each));
    is_line
        || marker(&format!("{word} ")).is_some()
        || word.starts_with(['#', '|', '>'])
        || word.starts_with("```")
        || word.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::lines;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(lines(&[text.to_owned()]), expected);
    }

    #[test]
    fn nothing_becomes_a_link_html_or_a_doctest() {
        check("see [id] and Vec<T>", &[r"see \[id\] and Vec\<T\>"]);
        check(
            "at https://example.org/a.",
            &["at <https://example.org/a>."],
        );
        check("`[id]` and ` alone", &[r"\`\[id\]\` and \` alone"]);
        check("`a[0]` <b>", &[r"`a[0]` \<b\>"]);
        check("    let x = 1;", &["let x = 1;"]);
        check("```json\n{}\n```", &["```text", "{}", "```"]);
        check("```\nopen", &["```text", "open", "```"]);
        check(
            "see [id](https://a.b/c) [x](y)",
            &[r"see [id](https://a.b/c) \[x\](y)"],
        );
    }

    #[test]
    fn no_line_is_broken_before_a_sign_that_has_a_meaning_there() {
        let words = "word ".repeat(18);
        for sign in [
            "```", "~~~", "---", "===", "- b", "1. b", "# b", "| b", "> b",
        ] {
            let text = format!("{words}{sign} c");
            let lines = lines(&[text]);
            let signs = lines.iter().filter(|line| line.starts_with(sign));
            assert_eq!(signs.count(), 0, "{lines:?}");
        }
    }

    #[test]
    fn what_follows_an_item_belongs_to_it() {
        check(
            "- a\nb\n  - c\nd\n\ne",
            &["- a", "  b", "  - c", "    d", "", "e"],
        );
        check("- a\n\n  b\n    c", &["- a", "", "b", "c"]);
        check("12. a\n b", &["12. a", "    b"]);
        check("    - a\n      b", &["- a", "  b"]);
        check("-1 is minus", &["-1 is minus"]);
        check(
            "1. a\n      1. b\n      2. c\n  2. d",
            &["1. a", "   1. b", "   2. c", "2. d"],
        );
    }

    #[test]
    fn what_follows_a_table_is_no_row_of_it() {
        check("|a|\n|-|\n|b|\nc", &["|a|", "|-|", "|b|", "", "c"]);
        check(
            "a | b\n--|--\nc | d\n\ne",
            &["a | b", "--|--", "c | d", "", "e"],
        );
        check("a | b\nc", &["a | b", "c"]);
        let row = format!("|{}|", "word ".repeat(30));
        check(&format!("{row}\n|-|"), &[&row, "|-|"]);
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let text = "word ".repeat(30);
        let lines = lines(&[text]);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.len() <= 92));
    }
}
