//! Untrusted text → text that is safe to print.
//!
//! Descriptions, overlays and the names of files are text of unknown origin. A terminal acts on
//! control characters, shows bidirectional controls as an order that the text does not have, and
//! shows other format characters not at all. Here they become escapes: `\n`, `\u{1b}`, `\u{202e}`.
//!
//! The rule is that of Rust's `Debug` for strings: characters of the general categories Cc, Cf, Cs,
//! Co, Cn, Zl and Zp are escaped, and those of Zs but for the space. Quotes and backslashes stay as
//! they are. An escape is printable ASCII, so escaping a text twice changes nothing.
//!
//! A runner of GitHub reads the output of a step, too, and obeys `##[command]` anywhere in a line
//! (`::command::` at its start, where other text of ours is). So `##[` becomes `#\u{23}[`, whoever
//! prints.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

/// What a command for a runner of GitHub starts with, anywhere in a line.
pub(crate) const COMMAND: &str = "##[";

/// Whether a line by itself is a command for a runner of GitHub.
#[cfg(any(feature = "yaml", test))]
pub(crate) fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::")
}

/// A text as part of a line: all characters that are not printable are escaped, line breaks
/// included.
///
/// ```
/// let name = "a\u{1b}[2Jb\nc";
/// assert_eq!(oasmith::printable::line(name), r"a\u{1b}[2Jb\nc");
/// ```
pub fn line(text: &str) -> Cow<'_, str> {
    harmless(escaped(text, is_printable, push_escape), "#\\u{23}[")
}

/// A text of several lines: as [`line()`], but line feeds are kept.
pub fn text(text: &str) -> Cow<'_, str> {
    let is_kept = |each| each == '\n' || is_printable(each);
    harmless(escaped(text, is_kept, push_escape), "#\\u{23}[")
}

/// A text without the start of a command for a runner of GitHub.
fn harmless<'a>(text: Cow<'a, str>, escape: &str) -> Cow<'a, str> {
    match text.contains(COMMAND) {
        true => Cow::Owned(text.replace(COMMAND, escape)),
        false => text,
    }
}

/// A text of several lines that may have colours: the sequences that set them (SGR, ECMA-48
/// §8.3.117) stay, and everything else is as in [`text`].
pub fn styled(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut out = self::text(parts.next().unwrap_or_default()).into_owned();
    for part in parts {
        let length = part.strip_prefix('[').and_then(|rest| {
            let end = rest.find(|each: char| each != ';' && !each.is_ascii_digit())?;
            rest[end..].starts_with('m').then_some(end + 2)
        });
        let (sequence, rest) = part.split_at(length.unwrap_or_default());
        match length {
            Some(_) => out.push('\u{1b}'),
            None => push_escape(&mut out, '\u{1b}'),
        }
        out.push_str(sequence);
        out.push_str(&self::text(rest));
    }
    out
}

/// A value as one line of JSON, with escapes of JSON.
pub fn json(value: &Value) -> String {
    json_text(&value.to_string())
}

/// A line of JSON, with escapes of JSON for what is not printable.
pub(crate) fn json_text(json: &str) -> String {
    // JSON is printable ASCII outside of strings, so only characters in strings are escaped.
    let escaped = escaped(json, is_printable, push_json_escape);
    harmless(escaped, "#\\u0023[").into_owned()
}

/// Whether a character is printed as it is.
fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, ' '..='~');
    }
    // `char::escape_debug` escapes combining marks; `str::escape_debug` only does at the start of a
    // text.
    let mut text = [b' '; 5];
    let length = 1 + character.encode_utf8(&mut text[1..]).len();
    let text = std::str::from_utf8(&text[..length]).unwrap_or_default();
    text.escape_debug().nth(1) == Some(character)
}

fn escaped(
    text: &str,
    is_kept: impl Fn(char) -> bool,
    push: impl Fn(&mut String, char),
) -> Cow<'_, str> {
    // Nearly all of most texts is ASCII, which takes no decoding.
    let is_plain = |byte: &u8| (b' '..=b'~').contains(byte);
    let start = text.bytes().take_while(|byte| is_plain(byte)).count();
    let Some(first) = text[start..].find(|each| !is_kept(each)) else {
        return Cow::Borrowed(text);
    };
    let first = start + first;
    let (kept, rest) = text.split_at(first);
    let mut escaped = kept.to_owned();
    for each in rest.chars() {
        if is_kept(each) {
            escaped.push(each);
        } else {
            push(&mut escaped, each);
        }
    }
    Cow::Owned(escaped)
}

fn push_escape(out: &mut String, character: char) {
    out.extend(character.escape_debug());
}

fn push_json_escape(out: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_command, json, line, styled, text};

    fn check(given: &str, expected: &str) {
        assert_eq!(line(given), expected, "{given:?}");
        assert_eq!(line(expected), expected, "escaping twice");
    }

    #[test]
    fn what_a_terminal_acts_on_or_hides_is_escaped() {
        // C0, DEL, C1.
        check("\u{1b}[2J\u{7}\0", r"\u{1b}[2J\u{7}\0");
        check("a\r\n\tb", r"a\r\n\tb");
        check("\u{7f}\u{85}\u{9b}31m", r"\u{7f}\u{85}\u{9b}31m");
        // Bidirectional, zero-width and other format characters; tags.
        check("\u{202e}\u{2066}\u{61c}", r"\u{202e}\u{2066}\u{61c}");
        check("\u{200b}\u{feff}\u{ad}", r"\u{200b}\u{feff}\u{ad}");
        check("\u{e0041}", r"\u{e0041}");
        // Separators, private use, characters that do not exist.
        check("\u{2028}\u{2029}\u{a0}", r"\u{2028}\u{2029}\u{a0}");
        check("\u{e000}\u{ffff}\u{10ffff}", r"\u{e000}\u{ffff}\u{10ffff}");
    }

    #[test]
    fn a_runner_of_github_finds_no_command() {
        check("a ##[error]b", r"a #\u{23}[error]b");
        check("###[group]##[", r"##\u{23}[group]#\u{23}[");
        assert_eq!(text("a\n##[debug]b"), "a\n#\\u{23}[debug]b");
        assert_eq!(styled("##[a]\u{1b}[0m"), "#\\u{23}[a]\u{1b}[0m");
        let value = json!("##[warning]a");
        assert_eq!(json(&value), r##""#\u0023[warning]a""##);
        let read: serde_json::Value = serde_json::from_str(&json(&value)).expect("it is JSON");
        assert_eq!(read, value);
        for (line, expected) in [("::error::a", true), (" \t::a", true), ("a::b", false)] {
            assert_eq!(is_command(line), expected, "{line}");
        }
    }

    #[test]
    fn what_can_be_read_stays() {
        for given in [
            "a \"b\" 'c' \\d",
            "naïve",
            "日本語",
            "שלום",
            "👍",
            "हिन्दी",
            "e\u{301}",
        ] {
            check(given, given);
        }
    }

    #[test]
    fn only_line_feeds_break_a_text() {
        assert_eq!(
            text("a\nb\r\n\u{85}\u{2028}c"),
            "a\nb\\r\n\\u{85}\\u{2028}c"
        );
    }

    #[test]
    fn only_colours_stay_in_a_styled_text() {
        for (given, expected) in [
            ("a\n", "a\n"),
            (
                "\u{1b}[1m\u{1b}[38;5;9mred\u{1b}[0m\n",
                "\u{1b}[1m\u{1b}[38;5;9mred\u{1b}[0m\n",
            ),
            ("\u{1b}[m", "\u{1b}[m"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("\u{1b}[31", "\\u{1b}[31"),
            ("\u{1b}", "\\u{1b}"),
            ("\u{1b}]0;m", "\\u{1b}]0;m"),
            ("\u{1b}[\u{7}m", "\\u{1b}[\\u{7}m"),
            ("\u{1b}[0m\u{9b}1m\u{202e}", "\u{1b}[0m\\u{9b}1m\\u{202e}"),
        ] {
            assert_eq!(styled(given), expected, "{given:?}");
        }
    }

    #[test]
    fn json_keeps_the_value() {
        let value = json!({"a\u{202e}": "\u{1b}\u{7f}\u{9b}\u{e0041}\n\"é"});
        let text = json(&value);
        assert_eq!(text, r#"{"a\u202e":"\u001b\u007f\u009b\udb40\udc41\n\"é"}"#);
        let read: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(read, value);
    }
}
