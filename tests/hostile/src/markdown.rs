//! The documentation of an item → what in it would act: tests, HTML, and links to anywhere but
//! the web.
//!
//! It is read by the parser that rustdoc uses, with the options that rustdoc gives it.

use std::collections::BTreeSet;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// The schemes that a link may have.
pub const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// What in a text would act, each as the kind of the fault and the part of the text. Links to the
/// `known` places are our own.
pub fn faults(doc: &str, known: &BTreeSet<String>) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    for event in events(doc) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                faults.push(("doctest", "an indented block".to_owned()));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if &*language != "text" =>
            {
                faults.push(("doctest", format!("a block of `{language}`")));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                faults.push(("html", html.into_string()));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                faults.push(("html", format!("an image from {dest_url}")));
            }
            Event::Start(Tag::Link { dest_url, .. })
                if !has_scheme(&dest_url) && !known.contains(&*dest_url) =>
            {
                faults.push(("link", dest_url.into_string()));
            }
            _ => {}
        }
    }
    faults
}

/// Where the links of a text lead that lead into the documentation.
pub fn links(doc: &str) -> Vec<String> {
    let links = events(doc).into_iter().filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) if !has_scheme(&dest_url) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    links.collect()
}

/// Whether an address has one of the schemes. An address of email in angle brackets has none yet.
fn has_scheme(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let scheme = lower.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| SCHEMES.contains(&scheme))
}

/// The events of rustdoc's parser (`main_body_opts` of its `html::markdown`). What stands in square
/// brackets may be the name of an item: it is a link there.
fn events(doc: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let name_of = |link: BrokenLink<'_>| {
        let name = CowStr::from(link.reference.to_string());
        Some((name, CowStr::from("")))
    };
    Parser::new_with_broken_link_callback(doc, options, Some(name_of)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::faults;

    fn check(doc: &str, expected: &[&str]) {
        let known = BTreeSet::from(["`Known`".to_owned()]);
        let faults = faults(doc, &known);
        let kinds: Vec<_> = faults.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, expected, "{doc}: {faults:?}");
    }

    #[test]
    fn what_would_act_is_found() {
        check("text `code` **bold**\n\n```text\ncode\n```\n\n- [ ] a", &[]);
        check("- ~~~\n  code", &["doctest"]);
        check("```rust\ncode\n```", &["doctest"]);
        check("-      code", &["doctest"]);
        check("a <b>c</b>", &["html", "html"]);
        check("<div>\n\na", &["html"]);
        check("![a](https://b)", &["html"]);
        check("[a](https://b) <https://c> [`Known`]", &[]);
        check(
            "[a](javascript:b) [c](d.html) [e]",
            &["link", "link", "link"],
        );
    }
}
