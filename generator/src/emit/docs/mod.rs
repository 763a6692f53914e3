//! Texts of a description → documentation of the output.
//!
//! A description is somebody else's Markdown. It is parsed into a [`tree`], which holds nothing that
//! acts: no HTML, no code that `cargo test` would run, no link but to the web. The tree is written as
//! Markdown and read again to make sure. Only this module makes documentation and comments that have
//! text of a description in them.

mod chars;
mod escape;
mod inlines;
mod read;
mod tree;
mod write;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

use inlines::Inlines;
use tree::{Block, Inline, Kind, List, Text};

/// Documentation.
#[derive(Clone, Debug, Default)]
pub struct Docs(Vec<Block>);

/// A part of a sentence.
#[derive(Clone, Debug)]
pub struct Span(Vec<Inline>);

/// The Markdown of a description, or several.
pub fn markdown(texts: &[String]) -> Docs {
    let texts = texts.iter().map(|text| Docs(read::read(text)));
    texts.fold(Docs::default(), Docs::and)
}

/// A text that is not Markdown, on one line.
pub fn text(text: &str) -> Span {
    Span(inlines::text(text))
}

/// A text as code.
pub fn code(text: &str) -> Span {
    // There is no empty span of code.
    let is_empty = chars::clean(text).is_empty();
    Span(vec![inlines::code(if is_empty { "\"\"" } else { text })])
}

/// Words of ours in Markdown, which may link to items of the output.
pub fn words(words: &'static str) -> Span {
    let blocks = read::read_own(words).into_iter();
    let inlines = blocks.map(|block| match block.kind {
        Kind::Paragraph(inlines) => inlines,
        _ => Vec::new(),
    });
    Span(inlines.flatten().collect())
}

/// Words of ours with parts in place of each `{}`.
pub fn sentence(template: &'static str, parts: &[Span]) -> Docs {
    let mut parts = parts.iter();
    let mut filled = Inlines::default();
    for inline in words(template).0 {
        let Inline::Text(Text(text)) = inline else {
            filled.push(inline);
            continue;
        };
        for (index, words) in text.split("{}").enumerate() {
            let part = if index > 0 { parts.next() } else { None };
            part.into_iter()
                .flat_map(|it| it.0.clone())
                .for_each(|it| filled.push(it));
            filled.text(words);
        }
    }
    Span(filled.finish()).into()
}

/// A heading of ours.
pub fn heading(words: &'static str) -> Docs {
    let kind = Kind::Heading(1, inlines::text(words));
    Docs(vec![Block { gap: true, kind }])
}

/// Parts with words between them.
pub fn join(parts: &[Span], between: &'static str) -> Span {
    let mut joined = Inlines::default();
    for (index, part) in parts.iter().enumerate() {
        joined.text(if index == 0 { "" } else { between });
        part.0.iter().cloned().for_each(|it| joined.push(it));
    }
    Span(joined.finish())
}

impl From<Span> for Docs {
    fn from(span: Span) -> Self {
        let mut inlines = Inlines::default();
        span.0.into_iter().for_each(|it| inlines.push(it));
        let inlines = inlines.finish();
        if inlines.is_empty() {
            return Self::default();
        }
        let kind = Kind::Paragraph(inlines);
        Self(vec![Block { gap: false, kind }])
    }
}

impl Docs {
    /// Both, a blank line between them.
    pub fn and(self, other: impl Into<Self>) -> Self {
        let mut blocks = self.0;
        for (index, block) in other.into().0.into_iter().enumerate() {
            let gap = block.gap || index == 0;
            tree::push(&mut blocks, Block { gap, ..block });
        }
        Self(blocks)
    }

    /// The same, or what is given if there is nothing in it.
    pub fn or(self, other: impl Into<Self>) -> Self {
        if self.0.is_empty() {
            other.into()
        } else {
            self
        }
    }

    /// The same with a label before the text.
    pub fn labelled(self, label: Span) -> Self {
        Self(inlines::label(label.0, self.0))
    }

    /// A list of these.
    pub fn list(items: Vec<Self>) -> Self {
        let items = items.into_iter().map(|item| item.0).collect();
        let list = List::new('-', 1, items, false);
        Self(vec![Block {
            gap: true,
            kind: Kind::List(list),
        }])
    }
}

/// Documentation in front of an item.
pub fn outer(docs: impl Into<Docs>) -> TokenStream {
    let lines = lines(&docs.into());
    quote!(#(#[doc = #lines])*)
}

/// Documentation inside a module.
pub fn inner(docs: impl Into<Docs>) -> TokenStream {
    let lines = lines(&docs.into());
    quote!(#(#![doc = #lines])*)
}

/// Documentation as comments behind a mark, `//` or `//!`.
pub fn comment(mark: &'static str, docs: impl Into<Docs>) -> String {
    let lines = lines(&docs.into());
    lines.iter().map(|line| format!("{mark}{line}\n")).collect()
}

/// What follows the slashes: a space keeps text and slashes apart.
fn lines(docs: &Docs) -> Vec<String> {
    let lines = write::lines(&docs.0).into_iter();
    let spaced = |line: String| {
        if line.is_empty() {
            line
        } else {
            format!(" {line}")
        }
    };
    lines.map(spaced).collect()
}
