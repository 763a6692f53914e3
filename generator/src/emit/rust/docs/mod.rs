//! Texts of a description → documentation attributes and comments of the output.
//!
//! A description is untrusted Markdown. It is parsed into a [`tree`] that cannot represent HTML,
//! doctests, images, or links with other schemes than `http`, `https` and `mailto`. The tree is written
//! as Markdown and parsed again as a check. No other module emits documentation or comments with text
//! of a description: [`Docs`] and [`Span`] have no other constructors.

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

/// Blocks of documentation.
#[derive(Clone, Debug, Default)]
pub struct Docs(Vec<Block>);

/// Inline content of documentation.
#[derive(Clone, Debug)]
pub struct Span(Vec<Inline>);

/// Untrusted Markdown; several texts become paragraphs of one documentation.
pub fn markdown(texts: &[String]) -> Docs {
    let texts = texts.iter().map(|text| Docs(read::read(text)));
    texts.fold(Docs::default(), Docs::and)
}

/// Untrusted plain text, on one line.
pub fn text(text: &str) -> Span {
    Span(inlines::text(text))
}

/// Untrusted text as a code span.
pub fn code(text: &str) -> Span {
    // Markdown has no empty code span.
    let is_empty = chars::clean(text).is_empty();
    Span(vec![inlines::code(if is_empty { "\"\"" } else { text })])
}

/// The generator's own Markdown, which may have intra-doc links.
pub fn words(words: &'static str) -> Span {
    let blocks = read::read_trusted(words).into_iter();
    let inlines = blocks.map(|block| match block.kind {
        Kind::Paragraph(inlines) => inlines,
        _ => Vec::new(),
    });
    Span(inlines.flatten().collect())
}

/// A paragraph made from a template: each `{}` is replaced by the next part.
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

/// A heading of level 1.
pub fn heading(words: &'static str) -> Docs {
    let kind = Kind::Heading(1, inlines::text(words));
    Docs(vec![Block { gap: true, kind }])
}

/// Joins parts with a separator.
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
    /// Appends documentation after a blank line.
    pub fn and(self, other: impl Into<Self>) -> Self {
        let mut blocks = self.0;
        for (index, block) in other.into().0.into_iter().enumerate() {
            let gap = block.gap || index == 0;
            tree::push(&mut blocks, Block { gap, ..block });
        }
        Self(blocks)
    }

    /// The same, or `other` if it is empty.
    pub fn or(self, other: impl Into<Self>) -> Self {
        if self.0.is_empty() {
            other.into()
        } else {
            self
        }
    }

    /// Prepends a label to the first paragraph.
    pub fn labelled(self, label: Span) -> Self {
        Self(inlines::label(label.0, self.0))
    }

    /// A bullet list.
    pub fn list(items: Vec<Self>) -> Self {
        let items = items.into_iter().map(|item| item.0).collect();
        let list = List::new('-', 1, items, false);
        Self(vec![Block {
            gap: true,
            kind: Kind::List(list),
        }])
    }
}

/// Outer documentation attributes, `///` when printed.
pub fn outer(docs: impl Into<Docs>) -> TokenStream {
    let lines = lines(&docs.into());
    quote!(#(#[doc = #lines])*)
}

/// Inner documentation attributes, `//!` when printed.
pub fn inner(docs: impl Into<Docs>) -> TokenStream {
    let lines = lines(&docs.into());
    quote!(#(#![doc = #lines])*)
}

/// Comment lines with a marker, `//` or `//!`.
pub fn comment(mark: &'static str, docs: impl Into<Docs>) -> String {
    let lines = lines(&docs.into());
    lines.iter().map(|line| format!("{mark}{line}\n")).collect()
}

/// The text after the slashes: a space separates the two.
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
