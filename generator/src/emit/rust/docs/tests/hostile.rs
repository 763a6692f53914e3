//! Random Markdown: the output is safe, has the same visible text and blocks, and is a fixed point.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

/// The options with which rustdoc renders documentation.
fn rustdoc() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Checks the documentation made from a text.
pub fn check(text: &str) {
    let lines = super::lines(text);
    let written = lines.join("\n");
    let fault = |what: &str| format!("{what}: {text:?}\n{written}");
    assert_eq!(
        visible(&written),
        visible(&super::super::chars::clean(text)),
        "{}",
        fault("text")
    );
    assert_eq!(
        outline(&written),
        outline(&super::super::chars::clean(text)),
        "{}",
        fault("blocks")
    );
    assert_eq!(super::lines(&written), lines, "{}", fault("written again"));
    assert!(
        lines.iter().all(|it| !it.ends_with(' ')),
        "{}",
        fault("trailing space")
    );
    assert_eq!(
        super::super::chars::clean(&written),
        written,
        "{}",
        fault("hidden character")
    );
    assert!(!written.contains(['\t', '\0']), "{}", fault("tab"));
    for options in [rustdoc(), Options::empty()] {
        is_safe(&written, options);
        is_safe_in_rustdoc(&written, options.bits());
    }
}

fn is_safe(written: &str, options: Options) {
    let mut unknown = Vec::new();
    let mut depth = 0;
    let mut is_last_outside = false;
    // Appended text must be a paragraph of its own.
    let text = format!("{written}\n\nzzz");
    let record = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        unknown.push(link.reference.to_string());
        None
    };
    let parser = Parser::new_with_broken_link_callback(&text, options, Some(record));
    assert_eq!(parser.reference_definitions().iter().count(), 0, "{text}");
    for event in parser {
        depth += match event {
            Event::Start(_) => 1,
            Event::End(_) => -1,
            _ => 0,
        };
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                panic!("{event:?}: {text}");
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => panic!("code: {text}"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                assert_eq!(&*language, "text", "{text}");
            }
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::HtmlBlock) => {
                panic!("{event:?}: {text}");
            }
            Event::Start(Tag::Link { ref dest_url, .. }) => assert_web(dest_url, &text),
            Event::Text(ref text) => is_last_outside = &**text == "zzz" && depth == 1,
            _ => {}
        }
    }
    assert!(is_last_outside, "something is left open: {text}");
    // Without extensions rustdoc only looks for doctests.
    assert!(
        unknown.is_empty() || options.is_empty(),
        "{unknown:?}: {text:?}"
    );
}

/// The same checks with the parser version of a current rustdoc.
fn is_safe_in_rustdoc(written: &str, options: u32) {
    use rustdoc_markdown::{CodeBlockKind, Event, Options, Parser, Tag};
    for event in Parser::new_ext(written, Options::from_bits_truncate(options)) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                assert_eq!(&*language, "text", "{written}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => assert_web(&dest_url, written),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(
                Tag::CodeBlock(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::HtmlBlock,
            ) => panic!("{event:?}: {written}"),
            _ => {}
        }
    }
}

fn assert_web(url: &str, text: &str) {
    let url = url.to_ascii_lowercase();
    let is_address = url.contains('@') && !url.contains([':', '/']);
    let schemes = ["http://", "https://", "mailto:"];
    let is_web = schemes.iter().any(|scheme| url.starts_with(scheme));
    assert!(is_web || is_address, "{url}: {text}");
}

/// The visible text, without white space.
fn visible(text: &str) -> String {
    let mut seen = String::new();
    // Offsets and URLs of open links; the URL is visible if there is no text.
    let mut links = Vec::new();
    for event in Parser::new_ext(text, rustdoc() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                seen.push_str(&text);
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push((seen.len(), dest_url));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let link = links.pop().filter(|(start, _)| *start == seen.len());
                let is_outer = links.is_empty();
                let address = link.and_then(|(_, url)| super::super::inlines::address(&url));
                address
                    .filter(|_| is_outer)
                    .into_iter()
                    .for_each(|it| seen.push_str(&it));
            }
            Event::TaskListMarker(done) => seen.push_str(if done { "[x]" } else { "[ ]" }),
            Event::FootnoteReference(label) => seen.push_str(&format!("[^{label}]")),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                seen.push_str(&format!("[^{label}]:"));
            }
            _ => {}
        }
    }
    let mut seen = super::super::chars::clean(&seen).into_owned();
    for (sign, spelt) in [("\\", "%5C"), ("|", "%7C"), ("\u{a0}", "%C2%A0")] {
        seen = seen.replace(spelt, sign);
    }
    seen.chars().filter(|it| !it.is_whitespace()).collect()
}

/// The blocks that neither HTML nor links nor footnotes become.
fn outline(text: &str) -> Vec<String> {
    let events = Parser::new_ext(text, rustdoc());
    let blocks = events.filter_map(|event| match event {
        Event::Start(Tag::CodeBlock(_)) => Some("code".to_owned()),
        Event::Start(Tag::List(start)) => Some(format!("list {start:?}")),
        Event::Start(tag @ (Tag::Item | Tag::Table(_) | Tag::TableRow)) => Some(format!("{tag:?}")),
        Event::Start(Tag::Heading { level, .. }) => Some(format!("{level}")),
        Event::Rule => Some("rule".to_owned()),
        _ => None,
    });
    blocks.collect()
}

/// Fragments of Markdown syntax.
const PIECES: &[&str] = &[
    "a",
    "b c",
    "word",
    "0",
    "1.",
    "2)",
    "10. ",
    "-",
    "- ",
    "+ ",
    "* ",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "~~~",
    "`",
    "``",
    "```",
    "````",
    "```rust",
    "~~~should_panic",
    "```text",
    "\\",
    "\\\\",
    "\\`",
    "\\<",
    "<",
    ">",
    "> ",
    ">> ",
    "<b>",
    "</b>",
    "<b",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<script>",
    "</script>",
    "<div>",
    "<pre>",
    "<a href='x'>",
    "<img src=x onerror=y//>",
    "![",
    "[",
    "]",
    "](",
    ")",
    "(",
    "[x]",
    "[ ]",
    "[x]: ",
    "[^1]",
    "[^1]: ",
    "[a](b)",
    "[a](https://b.c)",
    "[a](https://b.c \"t\")",
    "![a](https://b.c)",
    "[`x`]",
    "[a][b]",
    "[a][]",
    "<https://a.b>",
    "<a@b.c>",
    "<javascript:x>",
    "https://a.b/c_d_",
    "http://",
    "javascript:",
    "mailto:a@b.c",
    "|",
    "| a | b |",
    "|-|-|",
    "| --- |",
    "---",
    "===",
    "- - -",
    "* * *",
    "***",
    "___",
    "#",
    "# ",
    "## a",
    "###### ",
    "####### ",
    " #",
    "&",
    "&lt;",
    "&amp;",
    "&#9;",
    "&#10;",
    "&nbsp;",
    "&#x202e;",
    "&",
    ";",
    "!",
    "\"",
    "'",
    ":",
    ".",
    "é",
    "\u{a0}",
    "\u{202e}",
    "\u{0}",
    "👩‍👧",
    "{}",
    "fn main() {}",
    "</",
    "$",
    "^",
    "=",
    "|:-:|",
    "\\|",
    "\\\n",
    "  \n",
    "[!NOTE]",
    "- [x] ",
];

const GAPS: &[&str] = &[
    "",
    "",
    "",
    " ",
    " ",
    "  ",
    "\n",
    "\n",
    "\n\n",
    "\n ",
    "\n  ",
    "\n   ",
    "\n    ",
    "\n\n    ",
    "\n      ",
    "\t",
    "\n\t",
    "\n\n  ",
    "\n\n      ",
    "\r\n",
    "\r",
    "\n> ",
    "\n>",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n\n   ",
];

/// A pseudo-random sequence (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }
}

fn random(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    for _ in 0..1 + numbers.below(16) {
        text.push_str(PIECES[numbers.below(PIECES.len())]);
        text.push_str(GAPS[numbers.below(GAPS.len())]);
    }
    text
}

#[test]
fn random_markdown_is_safe_and_says_the_same() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..5_000 {
        check(&random(&mut numbers));
    }
}

/// Input that is known to be costly for Markdown parsers and writers.
#[test]
fn documentation_is_not_much_longer_than_its_text() {
    let quotes = ">".repeat(60);
    let table = |count: usize| {
        let columns = "|-".repeat(count);
        format!("{}\n{columns}\n{}", "|a".repeat(count), "|\n".repeat(count))
    };
    let nested = |marker: &str| -> String {
        let depth = 0..200;
        depth
            .map(|it| format!("{}{marker} a\n", " ".repeat(it * 2)))
            .collect()
    };
    let texts = [
        table(3_000),
        nested("-"),
        format!("{}a\n{}", "999999999. ".repeat(60), "b\n".repeat(20_000)),
        format!("{quotes}a\n{}", "b\n".repeat(20_000)),
        format!("{quotes}a\n{}", "b\\\n".repeat(15_000)),
        "- a\n\n  b\n".repeat(5_000),
        "[".repeat(60_000),
        "*a".repeat(30_000),
        "*a_ ".repeat(15_000),
        "`".repeat(60_000),
        (1..300).map(|it| "`".repeat(it) + "a").collect(),
        "<".repeat(60_000),
        "<a ".repeat(20_000),
        "<!--".repeat(15_000),
        ">".repeat(60_000),
        "- ".repeat(30_000),
        "[a]: b\n".repeat(8_000),
        "![".repeat(30_000),
        "[a](".repeat(15_000),
        "&".repeat(60_000),
        "http://".repeat(8_000),
        "\\".repeat(60_000),
    ];
    for text in texts {
        let lines = super::lines(&text);
        let written: usize = lines.iter().map(|line| line.len() + 1).sum();
        let start: String = text.chars().take(20).collect();
        assert!(
            written < 16 * text.len(),
            "{start}: {} bytes became {written}",
            text.len()
        );
        assert!(
            super::super::read::read_checked(&lines.join("\n")).is_some(),
            "{start}"
        );
    }
}
