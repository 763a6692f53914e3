//! Text → words that may stand in an identifier, with signs spelt out.

/// The text with signs spelt out where values differ in them: `*`, `-created` and `created`, `+1` and
/// `-1`.
pub fn spelt_out(text: &str) -> String {
    if let Some(words) = signs(text) {
        return words;
    }
    let word = match text.chars().next() {
        Some('-') => "minus ",
        Some('+') => "plus ",
        _ => return text.to_owned(),
    };
    format!("{word}{}", &text[1..])
}

/// Spells out a comparison at the end of a name: `created<` and `created>`.
pub fn compared(text: &str) -> String {
    for (sign, words) in [
        ("<=", " up to"),
        (">=", " from"),
        ("!=", " not"),
        ("<", " less"),
        (">", " greater"),
        ("!", " not"),
    ] {
        if let Some(name) = text.strip_suffix(sign).filter(|name| !name.is_empty()) {
            return format!("{name}{words}");
        }
    }
    text.to_owned()
}

/// The words for a text of signs only.
fn signs(text: &str) -> Option<String> {
    let word = |sign: char| SIGNS.iter().find(|(of, _)| *of == sign);
    let words: Option<Vec<&str>> = text
        .chars()
        .map(|sign| word(sign).map(|(_, word)| *word))
        .collect();
    words
        .filter(|words| !words.is_empty())
        .map(|words| words.join(" "))
}

const SIGNS: &[(char, &str)] = &[
    ('!', "exclamation"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "ampersand"),
    ('\'', "apostrophe"),
    ('(', "open paren"),
    (')', "close paren"),
    ('*', "asterisk"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less"),
    ('=', "equals"),
    ('>', "greater"),
    ('?', "question"),
    ('@', "at"),
    ('[', "open bracket"),
    ('\\', "backslash"),
    (']', "close bracket"),
    ('^', "caret"),
    ('_', "underscore"),
    ('`', "backtick"),
    ('{', "open brace"),
    ('|', "pipe"),
    ('}', "close brace"),
    ('~', "tilde"),
    (' ', "space"),
    ('\n', "newline"),
    ('\t', "tab"),
];
