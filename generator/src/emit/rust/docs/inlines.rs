//! Inline nodes in normal form: adjacent text merged, bare URLs as autolinks, nothing empty.

use super::chars::one_line;
use super::tree::{Block, Inline, Kind, Style, Text};

/// Collects inline nodes.
#[derive(Default)]
pub struct Inlines(Vec<Inline>);

impl Inlines {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Inline::Text(Text(before))) => before.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Inline::Text(Text(text.to_owned()))),
        }
    }

    pub fn push(&mut self, inline: Inline) {
        match inline {
            Inline::Text(Text(text)) => self.text(&text),
            inline => self.0.push(inline),
        }
    }

    pub fn extend(&mut self, inlines: Self) {
        inlines.0.into_iter().for_each(|it| self.push(it));
    }

    /// Adds emphasis. Empty content, or content with a space at its edge, has no Markdown form and is
    /// added without it.
    pub fn styled(&mut self, style: Style, inner: Self) {
        let is_space = |inline: Option<&Inline>, at: fn(&str) -> Option<char>| match inline {
            Some(Inline::Text(Text(text))) => at(text).is_none_or(char::is_whitespace),
            Some(Inline::HardBreak) | None => true,
            Some(_) => false,
        };
        if is_space(inner.0.first(), |text| text.chars().next())
            || is_space(inner.0.last(), |text| text.chars().next_back())
        {
            self.extend(inner);
        } else {
            self.push(Inline::Styled(style, inner.0));
        }
    }

    /// The content of a block.
    pub fn finish(self) -> Vec<Inline> {
        let inlines = trim(link_addresses(self.0));
        // A parser accepts a task marker without text only if a line follows.
        match inlines[..] {
            [Inline::Task(done)] => text(task_marker(done)),
            _ => inlines,
        }
    }

    /// The content of a link, where no link can be nested.
    pub fn finish_in_link(self) -> Vec<Inline> {
        trim(self.0)
    }
}

/// Plain text.
pub fn text(text: &str) -> Vec<Inline> {
    let mut inlines = Inlines::default();
    inlines.text(&one_line(text));
    link_addresses(inlines.0)
}

/// The marker of a task list item.
pub fn task_marker(done: bool) -> &'static str {
    if done { "[x]" } else { "[ ]" }
}

/// A code span.
pub fn code(text: &str) -> Inline {
    Inline::Code(one_line(text).into_owned())
}

/// Prepends inlines to the first paragraph.
pub fn label(mut label: Vec<Inline>, mut blocks: Vec<Block>) -> Vec<Block> {
    let mut inlines = Inlines::default();
    if let Some(Kind::Paragraph(first)) = blocks.first_mut().map(|it| &mut it.kind) {
        label.append(first);
        label.into_iter().for_each(|it| inlines.push(it));
        *first = inlines.finish();
    } else {
        label.into_iter().for_each(|it| inlines.push(it));
        let kind = Kind::Paragraph(inlines.finish());
        blocks.insert(0, Block { gap: true, kind });
    }
    blocks
}

/// Trims spaces at the edges of a block and around hard breaks.
fn trim(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let mut trimmed: Vec<Inline> = Vec::new();
    let mut starts_line = true;
    let count = inlines.len();
    for index in 0..count {
        let ends_line = matches!(inlines.get(index + 1), None | Some(Inline::HardBreak));
        let is_break = matches!(inlines[index], Inline::HardBreak | Inline::Task(_));
        if let Inline::Text(Text(text)) = &mut inlines[index] {
            if starts_line {
                text.drain(..text.len() - text.trim_start_matches([' ', '\n']).len());
            }
            if ends_line {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
            }
        }
        if !matches!(&inlines[index], Inline::Text(Text(text)) if text.is_empty()) {
            trimmed.push(std::mem::replace(&mut inlines[index], Inline::HardBreak));
            starts_line = is_break;
        }
    }
    while trimmed.pop_if(|it| *it == Inline::HardBreak).is_some() {}
    let breaks = trimmed
        .iter()
        .take_while(|it| **it == Inline::HardBreak)
        .count();
    trimmed.drain(..breaks);
    trimmed
}

/// Turns bare URLs outside of links into autolinks.
fn link_addresses(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut linked = Inlines::default();
    for inline in inlines {
        match inline {
            Inline::Text(Text(text)) => {
                let mut rest = text.as_str();
                while let Some((before, address, behind)) = find_address(rest) {
                    linked.text(before);
                    linked.push(Inline::Autolink(address));
                    rest = behind;
                }
                linked.text(rest);
            }
            Inline::Styled(style, inner) => {
                linked.push(Inline::Styled(style, link_addresses(inner)));
            }
            inline => linked.push(inline),
        }
    }
    linked.0
}

const SCHEMES: [&str; 2] = ["http://", "https://"];

/// The first bare URL in a text, with the text before and after it.
fn find_address(text: &str) -> Option<(&str, String, &str)> {
    for (start, _) in text.match_indices("http") {
        let rest = &text[start..];
        let Some(scheme) = SCHEMES.iter().find(|it| rest.starts_with(**it)) else {
            continue;
        };
        let end = rest.find(|each: char| each.is_whitespace() || "<>()[]\"'`".contains(each));
        let found = &rest[..end.unwrap_or(rest.len())];
        let found = found.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        if found.len() > scheme.len()
            && let Some(address) = address(found)
        {
            return Some((&text[..start], address, &rest[found.len()..]));
        }
    }
    None
}

/// The URL of a link if its scheme is allowed, with characters that Markdown acts on percent-encoded.
pub fn address(url: &str) -> Option<String> {
    let url = one_line(url);
    let starts_with = |scheme: &str| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    // Without a slash or a dot, rustdoc takes a URL for a path of an item.
    let is_web = SCHEMES.iter().any(|scheme| starts_with(scheme));
    let is_mail = starts_with("mailto:") && url.contains('.');
    if !is_web && !is_mail {
        return None;
    }
    let is_balanced = {
        let depth = url.chars().try_fold(0_usize, |depth, each| match each {
            '(' => Some(depth + 1).filter(|depth| *depth < 8),
            ')' => depth.checked_sub(1),
            _ => Some(depth),
        });
        depth == Some(0)
    };
    let mut address = String::with_capacity(url.len());
    for character in url.chars() {
        let is_sign = match character {
            '<' | '>' | '"' | '\\' | '`' | '|' => true,
            '(' | ')' => !is_balanced,
            _ => character.is_whitespace(),
        };
        if is_sign {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                address.push_str(&format!("%{byte:02X}"));
            }
        } else {
            address.push(character);
        }
    }
    Some(address)
}
