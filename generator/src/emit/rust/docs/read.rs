//! Markdown → the tree of what documentation may hold.
//!
//! The parser is rustdoc's, with the same extensions. What the tree cannot represent becomes text:
//! HTML, images, footnotes, links with other schemes; nesting deeper than [`MAX_DEPTH`] is flattened.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};

use super::chars::{clean, is_plain, one_line};
use super::inlines::{self, Inlines};
use super::tree::{self, Alignment, Block, Inline, Kind, List, Style, Table};

/// The limit on nesting, of lists and quotes as well as of emphasis.
const MAX_DEPTH: usize = 12;

/// From this depth on, the line breaks of the source are not kept: each output line has a prefix, but
/// lazy continuation lines of the source have none.
const REFLOW_DEPTH: usize = 3;

/// The extensions that rustdoc enables, except for smart punctuation, which does not affect structure.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Parses untrusted text.
pub fn read(text: &str) -> Vec<Block> {
    let text = clean(text);
    if is_plain(&text) && !text.contains("://") {
        let inlines = inlines::text(text.trim_end());
        let kind = Kind::Paragraph(inlines);
        return vec![Block { gap: false, kind }];
    }
    parse(&text, Source::Untrusted).0
}

/// Parses the generator's own text, which may have intra-doc links.
pub fn read_trusted(text: &str) -> Vec<Block> {
    parse(text, Source::Trusted).0
}

/// Parses documentation as rustdoc will; nothing if it is not safe.
pub fn read_checked(text: &str) -> Option<Vec<Block>> {
    let (blocks, is_safe) = parse(text, Source::Trusted);
    (is_safe && !has_doctest(text)).then_some(blocks)
}

/// Whether rustdoc finds a doctest, for which it parses without extensions.
fn has_doctest(text: &str) -> bool {
    // Without any of these there is no code block.
    let may_have = ["```", "~~~", "    "]
        .iter()
        .any(|sign| text.contains(sign));
    may_have
        && Parser::new(text).any(|event| match event {
            Event::Start(Tag::CodeBlock(kind)) => !is_text(&kind),
            _ => false,
        })
}

fn is_text(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(language) if &**language == "text")
}

/// Where a text is from.
#[derive(Clone, Copy, PartialEq)]
enum Source {
    Untrusted,
    /// The generator, or a description after it has been made safe.
    Trusted,
}

impl Source {
    /// Added to the limits on depth: the generator may put text of a description into a list.
    fn extra_depth(self) -> usize {
        match self {
            Self::Untrusted => 0,
            Self::Trusted => 1,
        }
    }
}

fn parse(text: &str, source: Source) -> (Vec<Block>, bool) {
    // A callback that resolves nothing leaves intra-doc links as text.
    let has_items = source == Source::Trusted;
    let item = |_: BrokenLink<'_>| has_items.then_some((CowStr::from(""), CowStr::from("")));
    let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(item));
    let defines = parser.reference_definitions().iter().next().is_some();
    let mut reader = Reader {
        text,
        events: parser.into_offset_iter(),
        extra_depth: source.extra_depth(),
        is_unsafe: defines,
    };
    let blocks = reader.blocks(0).blocks;
    (blocks, !reader.is_unsafe)
}

type Item<'a> = (Event<'a>, Range<usize>);

struct Reader<'a, I> {
    text: &'a str,
    events: I,
    /// Added to the limits on depth.
    extra_depth: usize,
    /// Whether anything was found that documentation must not hold.
    is_unsafe: bool,
}

/// The content of a container block.
#[derive(Default)]
struct Content {
    blocks: Vec<Block>,
    /// Inlines outside of a paragraph, as in the items of a tight list.
    inlines: Inlines,
    gap: bool,
    has_paragraph: bool,
}

impl Content {
    fn push(&mut self, gap: bool, kind: Kind) {
        self.flush();
        tree::push(&mut self.blocks, Block { gap, kind });
    }

    fn flush(&mut self) {
        let inlines = std::mem::take(&mut self.inlines).finish();
        self.paragraph(self.gap, inlines);
    }

    fn paragraph(&mut self, gap: bool, inlines: Vec<Inline>) {
        if !inlines.is_empty() {
            let kind = Kind::Paragraph(inlines);
            tree::push(&mut self.blocks, Block { gap, kind });
        }
    }
}

impl<'a, I: Iterator<Item = Item<'a>>> Reader<'a, I> {
    /// Reads blocks up to the end of their container.
    fn blocks(&mut self, depth: usize) -> Content {
        let mut content = Content::default();
        // The number of open containers beyond the depth limit.
        let mut opened = 0;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) if opened == 0 => break,
                Event::End(_) => {
                    opened -= 1;
                    content.flush();
                }
                Event::Start(
                    Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_),
                ) if depth == MAX_DEPTH + self.extra_depth => {
                    opened += 1;
                    content.flush();
                }
                Event::Start(tag) if !is_inline(&tag) => {
                    content.flush();
                    self.block(tag, &range, depth, &mut content);
                }
                Event::Rule => content.push(self.has_gap(&range), Kind::Rule),
                event => {
                    if content.inlines.is_empty() {
                        content.gap = self.has_gap(&range);
                    }
                    let mut context = self.context(depth);
                    match event {
                        Event::Start(tag) => context.start(tag, &range, &mut content.inlines),
                        event => context.event(event, &mut content.inlines),
                    }
                }
            }
        }
        content.flush();
        content
    }

    fn block(&mut self, tag: Tag<'a>, range: &Range<usize>, depth: usize, content: &mut Content) {
        let gap = self.has_gap(range);
        match tag {
            Tag::Paragraph => {
                let inlines = self.context(depth).leaf();
                content.has_paragraph |= !inlines.is_empty();
                content.paragraph(gap, inlines);
            }
            Tag::Heading { level, .. } => {
                let inlines = self.context(0).on_one_line().leaf();
                content.push(gap, Kind::Heading(level as usize, inlines));
            }
            Tag::CodeBlock(kind) => {
                self.is_unsafe |= !is_text(&kind);
                let kind = Kind::Code(code_lines(&self.literal()));
                content.push(gap, kind);
            }
            Tag::HtmlBlock => {
                self.is_unsafe = true;
                let html = self.literal();
                html_paragraphs(&html, gap, soft_break(depth), content);
            }
            Tag::BlockQuote(_) => {
                let quoted = self.blocks(depth + 1).blocks;
                if !quoted.is_empty() {
                    content.push(gap, Kind::Quote(quoted));
                }
            }
            Tag::List(start) => {
                let marker = self.marker(range, start.is_some());
                let list = self.list(marker, start.unwrap_or(1), depth);
                content.push(gap, Kind::List(list));
            }
            Tag::FootnoteDefinition(label) => {
                self.is_unsafe = true;
                let blocks = self.blocks(depth + 1).blocks;
                let label = inlines::text(&format!("[^{label}]: "));
                for (index, block) in inlines::label(label, blocks).into_iter().enumerate() {
                    let gap = if index == 0 { gap } else { block.gap };
                    content.push(gap, block.kind);
                }
            }
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(alignment).collect();
                let rows = self.rows();
                content.push(gap, Kind::Table(Table { columns, rows }));
            }
            // Blocks of extensions that are not enabled.
            _ => {
                let inner = self.blocks(MAX_DEPTH + self.extra_depth).blocks;
                inner
                    .into_iter()
                    .for_each(|it| content.push(it.gap, it.kind));
            }
        }
    }

    fn list(&mut self, marker: char, start: u64, depth: usize) -> List {
        let mut items = Vec::new();
        let mut has_paragraph = false;
        while let Some((Event::Start(_), _)) = self.events.next() {
            let item = self.blocks(depth + 1);
            has_paragraph |= item.has_paragraph;
            items.push(item.blocks);
        }
        List::new(marker, start, items, has_paragraph)
    }

    fn rows(&mut self) -> Vec<Vec<Vec<Inline>>> {
        let mut rows = Vec::new();
        while let Some((Event::Start(_), _)) = self.events.next() {
            let mut row = Vec::new();
            while let Some((Event::Start(_), _)) = self.events.next() {
                row.push(self.context(0).on_one_line().leaf());
            }
            while row.pop_if(|cell| cell.is_empty()).is_some() {}
            rows.push(row);
        }
        rows
    }

    /// The text of a code or HTML block.
    fn literal(&mut self) -> String {
        let mut literal = String::new();
        while let Some((Event::Text(text) | Event::Html(text), _)) = self.events.next() {
            literal.push_str(&text);
        }
        literal
    }

    fn context(&mut self, depth: usize) -> Context<'_, 'a, I> {
        let hard_break = depth <= REFLOW_DEPTH + self.extra_depth;
        Context {
            reader: self,
            depth: 0,
            soft_break: soft_break(depth),
            hard_break,
            on_one_line: false,
            in_link: false,
        }
    }

    /// Whether the line before a block is blank.
    fn has_gap(&self, range: &Range<usize>) -> bool {
        let before = self.text.get(..range.start).unwrap_or_default();
        let Some((lines, _)) = before.rsplit_once('\n') else {
            return false;
        };
        let line = lines.rsplit('\n').next().unwrap_or_default();
        line.trim_matches([' ', '\t', '>']).is_empty()
    }

    fn marker(&self, range: &Range<usize>, is_ordered: bool) -> char {
        let source = self
            .text
            .get(range.clone())
            .unwrap_or_default()
            .trim_start();
        let source = source.trim_start_matches(|each: char| is_ordered && each.is_ascii_digit());
        let known = if is_ordered { ".)" } else { "-*+" };
        let marker = source.chars().next().filter(|it| known.contains(*it));
        marker.unwrap_or(if is_ordered { '.' } else { '-' })
    }
}

/// Reads the inlines of a block.
struct Context<'r, 'a, I> {
    reader: &'r mut Reader<'a, I>,
    depth: usize,
    soft_break: &'static str,
    hard_break: bool,
    /// For headings and table cells.
    on_one_line: bool,
    in_link: bool,
}

impl<'a, I: Iterator<Item = Item<'a>>> Context<'_, 'a, I> {
    fn on_one_line(mut self) -> Self {
        (self.soft_break, self.hard_break) = (" ", false);
        self.on_one_line = true;
        self
    }

    fn leaf(mut self) -> Vec<Inline> {
        self.rest().finish()
    }

    /// Reads inlines up to the end of their container.
    fn rest(&mut self) -> Inlines {
        let mut found = Inlines::default();
        let mut opened = 0;
        while let Some((event, range)) = self.reader.events.next() {
            match event {
                Event::End(_) if opened == 0 => break,
                Event::End(_) => opened -= 1,
                Event::Start(_) if self.depth == MAX_DEPTH => opened += 1,
                Event::Start(tag) => self.start(tag, &range, &mut found),
                event => self.event(event, &mut found),
            }
        }
        found
    }

    fn inner(&mut self) -> Inlines {
        self.depth += 1;
        let inner = self.rest();
        self.depth -= 1;
        inner
    }

    fn event(&mut self, event: Event<'a>, found: &mut Inlines) {
        match event {
            Event::Text(text) => found.text(&one_line(&text)),
            Event::Code(code) => found.push(inlines::code(&code)),
            Event::SoftBreak => found.text(self.soft_break),
            Event::HardBreak if self.hard_break => found.push(Inline::HardBreak),
            Event::HardBreak => found.text(self.soft_break),
            Event::TaskListMarker(done) if self.on_one_line => {
                found.text(&format!("{} ", inlines::task_marker(done)));
            }
            Event::TaskListMarker(done) => found.push(Inline::Task(done)),
            Event::FootnoteReference(label) => {
                self.reader.is_unsafe = true;
                found.text(&one_line(&format!("[^{label}]")));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.reader.is_unsafe = true;
                found.text(&one_line(&html));
            }
            // Extensions that are not enabled, and blocks.
            Event::InlineMath(text) | Event::DisplayMath(text) => found.text(&one_line(&text)),
            Event::Rule | Event::Start(_) | Event::End(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>, found: &mut Inlines) {
        let delimiter = self.reader.text.get(range.start..).unwrap_or_default();
        let delimiter = if delimiter.starts_with('_') { '_' } else { '*' };
        match tag {
            Tag::Emphasis => found.styled(Style::Emphasis(delimiter), self.inner()),
            Tag::Strong => found.styled(Style::Strong(delimiter), self.inner()),
            Tag::Strikethrough => found.styled(Style::Strikethrough, self.inner()),
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => {
                let was_in_link = std::mem::replace(&mut self.in_link, true);
                let inner = self.inner();
                self.in_link = was_in_link;
                match link_type {
                    LinkType::ShortcutUnknown => found.push(Inline::IntraDocLink(id.to_string())),
                    _ => self.link(link_type, &dest_url, &title, inner, found),
                }
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                self.reader.is_unsafe = true;
                let was_in_link = std::mem::replace(&mut self.in_link, true);
                let inner = self.inner();
                self.in_link = was_in_link;
                self.link(link_type, &dest_url, &title, inner, found);
            }
            _ => found.extend(self.inner()),
        }
    }

    fn link(
        &mut self,
        kind: LinkType,
        url: &str,
        title: &str,
        inner: Inlines,
        found: &mut Inlines,
    ) {
        let address = match kind {
            LinkType::Email => Some(url.to_owned()),
            _ => inlines::address(url),
        };
        let Some(url) = address.filter(|_| !self.in_link) else {
            self.reader.is_unsafe |= !self.in_link;
            found.extend(inner);
            return;
        };
        let content = inner.finish_in_link();
        if matches!(kind, LinkType::Autolink | LinkType::Email) || content.is_empty() {
            found.push(Inline::Autolink(url));
        } else {
            let title = one_line(title).into_owned();
            found.push(Inline::Link {
                url,
                title,
                content,
            });
        }
    }
}

/// What a soft line break becomes.
fn soft_break(depth: usize) -> &'static str {
    if depth < REFLOW_DEPTH { "\n" } else { " " }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

fn code_lines(code: &str) -> Vec<String> {
    let code = code.replace('\t', "    ");
    let code = code.strip_suffix('\n').unwrap_or(&code);
    let lines = code.split('\n').map(|line| line.trim_end().to_owned());
    lines.collect()
}

/// An HTML block as paragraphs of text.
fn html_paragraphs(html: &str, gap: bool, soft_break: &str, content: &mut Content) {
    let mut gap = gap;
    let mut inlines = Inlines::default();
    for line in html.split('\n').map(|line| line.replace('\t', " ")) {
        let line = line.trim();
        if line.is_empty() {
            content.paragraph(gap, std::mem::take(&mut inlines).finish());
            gap = true;
            continue;
        }
        if !inlines.is_empty() {
            inlines.text(soft_break);
        }
        inlines.text(line);
    }
    content.paragraph(gap, inlines.finish());
}
