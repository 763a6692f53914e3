//! An emitted file → its shape: what it consists of when names and texts are taken away, its
//! documentation, and the strings in it.
//!
//! The shape is a count of pieces. A piece is what stands between commas, semicolons and braces,
//! such as the head of an item, a field or a statement, with the piece that it stands in. Text that
//! gets out of its literal or its comment makes pieces that the same description with a harmless
//! text does not have, whatever it says.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use syn::Lit;

/// What an emitted file consists of.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// How often each piece is there.
    pub pieces: BTreeMap<String, usize>,
    /// The documentation of each item.
    pub docs: BTreeSet<String>,
    /// The values of all strings that are no documentation.
    pub strings: BTreeSet<String>,
}

impl Shape {
    /// Adds a file.
    ///
    /// # Errors
    ///
    /// It is not Rust.
    pub fn include(&mut self, source: &str) -> Result<(), String> {
        let tokens: TokenStream = source.parse().map_err(|error| format!("{error}"))?;
        syn::parse2::<syn::File>(tokens.clone()).map_err(|error| format!("{error}"))?;
        self.add(tokens, "");
        Ok(())
    }

    /// Adds what another shape may have: a piece as often as it is in one of them.
    pub fn merge(&mut self, other: Self) {
        for (piece, count) in other.pieces {
            let most = self.pieces.entry(piece).or_default();
            *most = count.max(*most);
        }
        self.docs.extend(other.docs);
        self.strings.extend(other.strings);
    }

    /// The pieces that are there more often than in another shape.
    pub fn beyond<'a>(&'a self, allowed: &'a Self) -> impl Iterator<Item = &'a str> {
        let is_more = |piece: &&String| {
            let most = allowed.pieces.get(*piece).copied().unwrap_or_default();
            self.pieces.get(*piece).copied().unwrap_or_default() > most
        };
        self.pieces.keys().filter(is_more).map(|piece| &**piece)
    }

    fn add(&mut self, tokens: TokenStream, parent: &str) {
        let tokens = without_braces(tokens);
        let (mut doc, mut piece) = (Vec::new(), Vec::new());
        let mut was_inner = false;
        let mut rest = &*tokens;
        while let Some((token, behind)) = rest.split_first() {
            if let Some(line) = doc_line(rest) {
                if was_inner != line.is_inner {
                    self.flush(&mut doc);
                }
                was_inner = line.is_inner;
                doc.push(line.text);
                rest = line.behind;
                continue;
            }
            rest = behind;
            self.flush(&mut doc);
            // The last comma of generics depends on whether they stand on lines of their own.
            if is(token, ',') && behind.first().is_some_and(|next| is(next, '>')) {
                continue;
            }
            if is(token, ',') || is(token, ';') {
                self.end(&mut piece, parent);
                continue;
            }
            piece.push(token.clone());
            let is_block = |group: &Group| group.delimiter() == Delimiter::Brace;
            if matches!(token, TokenTree::Group(group) if is_block(group)) {
                self.end(&mut piece, parent);
            }
        }
        self.flush(&mut doc);
        self.end(&mut piece, parent);
    }

    fn flush(&mut self, doc: &mut Vec<String>) {
        if !doc.is_empty() {
            self.docs.insert(unindent(doc));
            doc.clear();
        }
    }

    /// Counts a piece, and looks into its groups.
    fn end(&mut self, piece: &mut Vec<TokenTree>, parent: &str) {
        if piece.is_empty() {
            return;
        }
        let tokens = std::mem::take(piece);
        let text = self.text(&tokens);
        for token in tokens {
            if let TokenTree::Group(group) = token {
                self.add(group.stream(), head(&text));
            }
        }
        *self.pieces.entry(format!("{parent} > {text}")).or_default() += 1;
    }

    /// The tokens of a piece without names and texts.
    fn text(&mut self, tokens: &[TokenTree]) -> String {
        let mut text = String::new();
        let mut rest = tokens;
        while let Some((token, behind)) = rest.split_first() {
            let follows_name = text.ends_with(|last: char| last.is_alphanumeric() || last == '_');
            if let Some(behind) = behind_path(rest).filter(|_| !follows_name) {
                text.push_str(" _");
                rest = behind;
                continue;
            }
            rest = behind;
            match token {
                TokenTree::Group(group) => text.push_str(match group.delimiter() {
                    Delimiter::Parenthesis => " ()",
                    Delimiter::Bracket => " []",
                    Delimiter::Brace => " {}",
                    Delimiter::None => "",
                }),
                TokenTree::Punct(sign) => text.push(sign.as_char()),
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    let is_keyword = KEYWORDS.contains(&&*name);
                    text.push(' ');
                    text.push_str(if is_keyword { &name } else { "_" });
                }
                TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
                    Lit::Str(string) => {
                        self.strings.insert(string.value());
                        text.push_str(" \"\"");
                    }
                    Lit::Int(_) | Lit::Float(_) => text.push_str(" 0"),
                    _ => text.push_str(" literal"),
                },
            }
        }
        text
    }
}

/// The words that have a meaning of their own; names are never written like them.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "const", "crate", "dyn", "else", "enum", "extern", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static",
    "struct", "super", "trait", "type", "unsafe", "use", "where", "while",
];

/// How much of a piece tells the pieces inside it where they stand.
const HEAD: usize = 60;

fn head(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(HEAD)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Tokens without the braces behind `=>`, which the arms of a `match` have where they are long.
fn without_braces(tokens: TokenStream) -> Vec<TokenTree> {
    let mut flat: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_arm =
            matches!(flat.as_slice(), [.., first, last] if is(first, '=') && is(last, '>'));
        match token {
            TokenTree::Group(group) if is_arm && group.delimiter() == Delimiter::Brace => {
                flat.extend(group.stream());
                flat.push(Punct::new(',', Spacing::Alone).into());
            }
            token => flat.push(token),
        }
    }
    flat
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// A line of documentation.
struct DocLine<'a> {
    text: String,
    /// Whether it is about what it stands in, and not about what follows.
    is_inner: bool,
    behind: &'a [TokenTree],
}

/// The line of documentation that tokens start with: `#[doc = "line"]` or `#![doc = "line"]`.
fn doc_line(tokens: &[TokenTree]) -> Option<DocLine<'_>> {
    let (attribute, is_inner, behind) = match tokens {
        [hash, inner, attribute, behind @ ..] if is(hash, '#') && is(inner, '!') => {
            (attribute, true, behind)
        }
        [hash, attribute, behind @ ..] if is(hash, '#') => (attribute, false, behind),
        _ => return None,
    };
    Some(DocLine {
        text: doc_of(attribute)?,
        is_inner,
        behind,
    })
}

/// The text of `[doc = "text"]`.
fn doc_of(token: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = token else {
        return None;
    };
    let tokens: Vec<_> = group.stream().into_iter().collect();
    match tokens.as_slice() {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(_),
            TokenTree::Literal(literal),
        ] if name == "doc" => match Lit::new(literal.clone()) {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// What follows `::std::option::Option`, which is written in full where a name of the description is
/// in the way; it is one name here.
fn behind_path(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    let mut rest = tokens;
    let mut names = 0;
    while let [first, second, TokenTree::Ident(name), behind @ ..] = rest {
        if !is(first, ':') || !is(second, ':') || (names == 0 && name != "std" && name != "core") {
            break;
        }
        names += 1;
        rest = behind;
    }
    (names > 0).then_some(rest)
}

/// The lines of documentation without what they are all indented by, as rustdoc takes them.
fn unindent(lines: &[String]) -> String {
    let indent = |line: &&String| line.len() - line.trim_start_matches(' ').len();
    let written = lines.iter().filter(|line| !line.trim().is_empty());
    let least = written.map(|line| indent(&line)).min().unwrap_or_default();
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(least..).unwrap_or_default())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::Shape;

    const HARMLESS: &str = "//! A module.\n\n/// A type.\n#[derive(Clone)]\npub struct A { pub a: String, pub b: Option<i64> }\nfn f(a: A) { g(\"text\", &a.b); }\n";

    fn shape(text: &str) -> Shape {
        let mut shape = Shape::default();
        shape.include(text).expect("it is Rust");
        shape
    }

    fn beyond(text: &str) -> Vec<String> {
        let allowed = shape(HARMLESS);
        let shape = shape(text);
        shape.beyond(&allowed).map(str::to_owned).collect()
    }

    #[test]
    fn names_texts_and_documentation_are_free() {
        let other = HARMLESS
            .replace("A ", "Other ")
            .replace("a.b", "a.r#fn")
            .replace("text", "other \\\" text")
            .replace("/// Other type.", "/// Other type.\n///\n/// More of it.")
            .replace("Option<", "::std::option::Option<")
            .replace("(a: Other)", "(\n    a: Other,\n)");
        assert_eq!(beyond(&other), Vec::<String>::new());
    }

    #[test]
    fn whatever_gets_out_is_a_piece_of_its_own() {
        for injected in [
            "fn evil() {}",
            "mod evil {}",
            "mod evil;",
            "use evil::evil;",
            "impl A {}",
            "evil!();",
            "evil!{}",
            "unsafe impl Send for A {}",
            "pub struct B { pub a: String }",
            "extern crate evil;",
            "#[evil] const A: u8 = 0;",
        ] {
            assert_ne!(
                beyond(&format!("{HARMLESS}{injected}")),
                Vec::<String>::new(),
                "{injected}"
            );
        }
        for (text, injected) in [
            ("#[derive(Clone)]", "#[derive(Clone)] #[evil]"),
            ("#[derive(Clone)]", "#[derive(Clone, evil)]"),
            ("//! A module.", "#![evil]"),
            ("pub a:", "#[evil] pub a:"),
            ("pub a:", "pub evil: String, pub a:"),
            ("\"text\"", "\"text\", evil()"),
            ("\"text\"", "\"\" + evil!() + \"\""),
            ("g(", "evil(); g("),
            ("g(", "unsafe { evil() } g("),
            ("/// A type.", "#[path = \"/evil\"]"),
        ] {
            let text = HARMLESS.replace(text, injected);
            assert_ne!(beyond(&text), Vec::<String>::new(), "{injected}");
        }
    }

    #[test]
    fn documentation_and_strings_are_what_they_say() {
        let text = "//! One\n//!\n//!   two\n\n/// A\n///  b\nfn f() { g(\"x\\n\", r#\"y\"#) }";
        let shape = shape(text);
        let docs: Vec<_> = shape.docs.iter().map(|doc| &**doc).collect();
        assert_eq!(docs, ["A\n b", "One\n\n  two"]);
        let strings: Vec<_> = shape.strings.iter().map(|string| &**string).collect();
        assert_eq!(strings, ["x\n", "y"]);
    }
}
