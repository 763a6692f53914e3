//! Texts of a description → rustdoc that raises no warning and no doctest.

use proc_macro2::TokenStream;
use quote::quote;

/// How long a line of documentation may get before it is broken.
const WIDTH: usize = 92;

/// Documentation attributes, a blank line between the texts.
pub fn outer(texts: &[String]) -> TokenStream {
    attributes(&lines(texts))
}

/// The same for lines that are documentation already.
pub fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The same inside a module.
pub fn inner(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#![doc = #lines])*)
}

/// The title of a description as a part of a sentence.
pub fn title(title: &str) -> String {
    lines(&[title.to_owned()]).join(" ")
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
                lines.push(format!("{mark}text"));
            }
            (None, None) => wrap(&escape(inner), indent(&line), lines),
        }
    }
    if let Some(open) = fence {
        lines.push(open.to_owned());
    }
}

/// How far a line is indented, short of what Markdown takes for code.
fn indent(line: &str) -> usize {
    (line.len() - line.trim_start().len()).min(3)
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

/// Breaks a long line between words, except where Markdown gives lines a meaning.
fn wrap(line: &str, indent: usize, lines: &mut Vec<String>) {
    let indent = " ".repeat(indent);
    if line.chars().count() <= WIDTH || line.starts_with('|') || line.starts_with('#') {
        lines.push(if line.is_empty() {
            String::new()
        } else {
            format!("{indent}{line}")
        });
        return;
    }
    // The lines that continue an item of a list stand below its text.
    let is_item = line.starts_with("- ") || line.starts_with("* ");
    let mut current = indent.clone();
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + length >= WIDTH {
            lines.push(std::mem::replace(
                &mut current,
                format!("{indent}{}", if is_item { "  " } else { "" }),
            ));
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
        check("    let x = 1;", &["   let x = 1;"]);
        check("```json\n{}\n```", &["```text", "{}", "```"]);
        check("```\nopen", &["```text", "open", "```"]);
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let text = "word ".repeat(30);
        let lines = lines(&[text]);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.len() <= 92));
    }
}
