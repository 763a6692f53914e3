//! Pages of rustdoc → what in them acts and is not rustdoc's.
//!
//! What rustdoc makes of harmless texts is known: an element with the attributes that it has there.
//! A page of a hostile text may have these, and what Markdown can say.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{SpanBound, Token, Tokenizer};

use crate::markdown::SCHEMES;

/// The elements with which rustdoc writes Markdown, and their attributes.
const MARKDOWN: &[(&str, &[&str])] = &[
    ("a", &["class", "href", "title"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("div", &["class"]),
    ("em", &[]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("input", &["checked", "disabled", "type"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &["class"]),
    ("strong", &[]),
    ("sup", &["id"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["style"]),
    ("th", &["style"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// The attributes that lead somewhere.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "srcset",
    "data",
    "poster",
];

/// What a page consists of: elements with the name of an attribute, or of none, and all scripts.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The names of elements and attributes.
    pub elements: BTreeSet<(String, String)>,
    /// The texts of scripts and styles.
    pub scripts: BTreeSet<String>,
    /// Where links lead, and what is loaded.
    pub addresses: BTreeSet<String>,
}

impl Page {
    /// Reads a page.
    pub fn of(html: &str) -> Self {
        let mut page = Self::default();
        let mut in_script = false;
        // The tokenizer reads scripts and styles as elements do, up to their end tag.
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    in_script = matches!(&*name, "script" | "style") && !is_data(&tag);
                    page.elements.insert((name.clone(), String::new()));
                    for (attribute, value) in &tag.attributes {
                        let attribute = text(attribute);
                        if ADDRESSES.contains(&&*attribute) {
                            page.addresses.insert(text(value));
                        }
                        page.elements.insert((name.clone(), attribute));
                    }
                }
                Token::EndTag(_) => in_script = false,
                Token::String(script) if in_script => {
                    page.scripts.insert(text(&script));
                }
                _ => {}
            }
        }
        page
    }

    /// Adds what another page has.
    pub fn merge(&mut self, other: Self) {
        self.elements.extend(other.elements);
        self.scripts.extend(other.scripts);
        self.addresses.extend(other.addresses);
    }

    /// What acts, and is neither in the pages of harmless texts nor a part of Markdown.
    pub fn faults(&self, file: &Path, known: &Self) -> Vec<String> {
        let of_markdown = |(element, attribute): &&(String, String)| {
            let known = MARKDOWN.iter().find(|(name, _)| name == element);
            known.is_some_and(|(_, attributes)| {
                attribute.is_empty() || attributes.contains(&&**attribute)
            })
        };
        let elements = self.elements.difference(&known.elements);
        let elements = elements
            .filter(|element| !of_markdown(element))
            .map(|(element, attribute)| format!("<{element} {attribute}>"));
        let scripts = self.scripts.difference(&known.scripts);
        let scripts = scripts.map(|script| format!("a script: {script}"));
        let addresses = self
            .addresses
            .difference(&known.addresses)
            .filter(|address| !leads_well(file, address));
        let addresses = addresses.map(|address| format!("a link to {address}"));
        elements.chain(scripts).chain(addresses).collect()
    }
}

/// Whether a script is JSON, which only rustdoc's own scripts read.
fn is_data<S: SpanBound>(tag: &StartTag<S>) -> bool {
    let kind = tag.attributes.get(&b"type"[..]);
    kind.is_some_and(|kind| kind.ends_with(b"/json"))
}

/// Whether an address leads to the web or to a file of the documentation that there is.
fn leads_well(file: &Path, address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    let end = lower.find(|sign: char| !sign.is_ascii_alphanumeric() && !"+-.".contains(sign));
    if let Some(end) = end.filter(|end| lower[*end..].starts_with(':')) {
        return SCHEMES.contains(&&lower[..end]);
    }
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if path.starts_with('/') {
        return false;
    }
    let folder: PathBuf = file.parent().map(Path::to_owned).unwrap_or_default();
    path.is_empty() || folder.join(path).exists() || lists_implementors(file, path)
}

/// Whether an address is that of the script with which rustdoc lists the types that implement the
/// trait of a page. It is written for traits that another crate implements, and asked for by all.
fn lists_implementors(file: &Path, address: &str) -> bool {
    let Some((up, script)) = address.split_once("trait.impl/") else {
        return false;
    };
    up.replace("../", "").is_empty() && file.with_extension("js").ends_with(script)
}

fn text(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Page;

    fn check(html: &str, expected: &[&str]) {
        let known = Page::of("<section class=\"a\"><script src=\"x.js\">one()</script></section>");
        let page = Page::of(html);
        assert_eq!(
            page.faults(Path::new("index.html"), &known),
            expected,
            "{html}"
        );
    }

    #[test]
    fn what_acts_is_found() {
        check(
            "<section class=\"b\"><p>&lt;img src=x&gt; <em>a</em></section>",
            &[],
        );
        check("<script>one()</script>", &[]);
        check("<script>two()</script>", &["a script: two()"]);
        check("<script src=\"x.js\">two()</script>", &["a script: two()"]);
        check(
            "<img src=x onerror=y>",
            &["<img >", "<img onerror>", "<img src>", "a link to x"],
        );
        check("<p onclick=\"a\">", &["<p onclick>"]);
        check("<a href=\"https://a\" title=\"\">", &[]);
        check("<a href=\" JavaScript:a\">", &["a link to  JavaScript:a"]);
        check("<a href=\"//a\">", &["a link to //a"]);
        check("<a href=\"#a\">", &[]);
        check("<script src=\"../trait.impl/index.js\"></script>", &[]);
        check(
            "<script src=\"../trait.impl/other.js\"></script>",
            &["a link to ../trait.impl/other.js"],
        );
    }
}
