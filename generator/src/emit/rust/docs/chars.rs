//! Text → text without invisible, reordering and control characters.

use std::borrow::Cow;

/// Removes hidden characters and normalises line endings to line feeds.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_usual = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().all(is_usual) || !text.contains(is_changed) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => cleaned.push('\n'),
            '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => cleaned.push(' '),
            character if is_hidden(character) => {}
            character => cleaned.push(character),
        }
    }
    Cow::Owned(cleaned)
}

fn is_changed(character: char) -> bool {
    character != '\n' && character != '\t' && is_hidden(character)
        || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Control characters, bidirectional controls (rustc's `text_direction_codepoint_in_comment` denies
/// them) and invisible format characters. Zero-width joiners stay: scripts and emoji need them.
fn is_hidden(character: char) -> bool {
    character.is_control() && character != '\n' && character != '\t'
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Replaces line breaks and tabs by spaces.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let cleaned = clean(text);
    if cleaned.contains(['\n', '\t']) {
        Cow::Owned(cleaned.replace(['\n', '\t'], " "))
    } else {
        cleaned
    }
}

/// Whether Markdown reads a line of a paragraph as literal text: it starts with a letter and has no
/// character that could be markup.
pub fn is_plain(line: &str) -> bool {
    let is_sign = |each| {
        matches!(
            each,
            ' ' | ','
                | '.'
                | ';'
                | ':'
                | '('
                | ')'
                | '\''
                | '"'
                | '-'
                | '/'
                | '%'
                | '?'
                | '='
                | '+'
        )
    };
    let is_plain = |each: char| each.is_alphanumeric() || is_sign(each);
    line.starts_with(char::is_alphabetic) && line.chars().all(is_plain)
}
