//! A JSON text → its tokens with their spans.

use crate::diagnostic::Span;

/// A token of JSON. Commas and colons are passed over: the text has been parsed.
#[derive(Debug, Eq, PartialEq)]
pub enum Token<'t> {
    /// A scalar or a key, as it is written.
    Scalar(Span, &'t str),
    /// The bracket or brace that opens a collection.
    Open(Span, u8),
    Close,
    /// The text is not JSON.
    Invalid,
}

/// The tokens of a text.
pub struct Tokens<'t> {
    text: &'t str,
    /// The position in bytes.
    at: usize,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
}

impl<'t> Tokens<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            column: 1,
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self, byte: u8) {
        self.at += 1;
        if byte == b'\n' {
            self.line += 1;
            self.column = 1;
        } else if !is_inside_character(byte) {
            self.column += 1;
        }
    }

    /// Passes a token while a condition holds for its bytes, and at least its first one.
    fn pass(&mut self, mut is_part: impl FnMut(u8) -> bool) -> (Span, &'t str) {
        let (start, line, column) = (self.at, self.line, self.column);
        while let Some(byte) = self
            .byte()
            .filter(|byte| self.at == start || is_part(*byte))
        {
            self.advance(byte);
        }
        let span = Span {
            line,
            column,
            length: self.column.saturating_sub(column).max(1),
        };
        (span, self.text.get(start..self.at).unwrap_or_default())
    }

    fn string(&mut self) -> Token<'t> {
        let (mut escaped, mut closed) = (false, false);
        let (span, text) = self.pass(|byte| {
            let is_part = !closed && byte != b'\n';
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => closed = true,
                _ => {}
            }
            is_part
        });
        match closed {
            true => Token::Scalar(span, text),
            false => Token::Invalid,
        }
    }

    fn word(&mut self) -> Token<'t> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        let (span, text) = self.pass(is_part);
        let is_number = text.starts_with(|each: char| each == '-' || each.is_ascii_digit());
        match is_number || matches!(text, "true" | "false" | "null") {
            true => Token::Scalar(span, text),
            false => Token::Invalid,
        }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        while let Some(byte) = self.byte() {
            return Some(match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {
                    self.advance(byte);
                    continue;
                }
                b'"' => self.string(),
                b'{' | b'[' => Token::Open(self.pass(|_| false).0, byte),
                b'}' | b']' => {
                    self.advance(byte);
                    Token::Close
                }
                _ => self.word(),
            });
        }
        None
    }
}

/// Whether a byte continues a character of UTF-8.
fn is_inside_character(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// The content of a string as it is written; any other token as it is.
pub fn unquoted(token: &str) -> String {
    match token.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => plain.to_owned(),
        _ => serde_json::from_str(token).unwrap_or_else(|_| token.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens, unquoted};

    #[test]
    fn tokens_have_spans_in_characters() {
        let text = "{\"ä\\\"\": [-1.5e3,\n true, {}]}";
        let found = Tokens::new(text).map(|token| match token {
            Token::Scalar(span, text) => {
                format!(
                    "{}:{}+{} {}",
                    span.line,
                    span.column,
                    span.length,
                    unquoted(text)
                )
            }
            Token::Open(span, byte) => {
                format!("{}:{} {}", span.line, span.column, char::from(byte))
            }
            Token::Close => "close".to_owned(),
            Token::Invalid => "invalid".to_owned(),
        });
        let expected = [
            "1:1 {",
            "1:2+5 ä\"",
            "1:9 [",
            "1:10+6 -1.5e3",
            "2:2+4 true",
            "2:8 {",
            "close",
            "close",
            "close",
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn other_texts_are_invalid() {
        for text in [
            "{a: 1}",
            "{'a': 1}",
            "a: \"b\"",
            "# {}",
            "\"a\n\"",
            "\"a",
            "{\"a\": &b 1}",
        ] {
            assert!(
                Tokens::new(text).any(|token| token == Token::Invalid),
                "{text}"
            );
        }
    }
}
