//! The syntax tree of safe Markdown: it cannot represent HTML, images, doctests or unknown schemes.

/// A block, and whether a blank line comes before it; the latter is layout and not compared.
#[derive(Clone, Debug)]
pub struct Block {
    pub gap: bool,
    pub kind: Kind,
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Paragraph(Vec<Inline>),
    /// With its level, from 1 to 6.
    Heading(usize, Vec<Inline>),
    /// The lines of a code block.
    Code(Vec<String>),
    Quote(Vec<Block>),
    List(List),
    Table(Table),
    Rule,
}

#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The bullet, or the delimiter after a number: `.` or `)`.
    pub marker: char,
    pub start: u64,
    /// Whether the items are not separated by blank lines.
    pub tight: bool,
    pub items: Vec<Vec<Block>>,
}

impl List {
    pub fn new(marker: char, start: u64, items: Vec<Vec<Block>>, is_loose: bool) -> Self {
        Self {
            marker,
            start,
            tight: is_tight(&items, is_loose),
            items,
        }
    }

    pub fn is_ordered(&self) -> bool {
        matches!(self.marker, '.' | ')')
    }
}

/// Whether a list is tight. Parser events only show it if an item has a paragraph.
fn is_tight(items: &[Vec<Block>], is_loose: bool) -> bool {
    let is_paragraph = |block: &Block| matches!(block.kind, Kind::Paragraph(_));
    if !items.iter().flatten().any(is_paragraph) {
        return true;
    }
    let touch = |pair: &[Block]| may_touch(&pair[0].kind, &pair[1].kind);
    let all_touch = items.iter().all(|item| item.windows(2).all(touch));
    let is_single = items.len() == 1 && items.iter().all(|item| item.len() == 1);
    is_single || !is_loose && all_touch
}

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub columns: Vec<Alignment>,
    /// The first is the header; trailing empty cells are left out.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Alignment {
    None,
    Left,
    Center,
    Right,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    Text(Text),
    Code(String),
    Styled(Style, Vec<Inline>),
    Link {
        url: String,
        title: String,
        content: Vec<Inline>,
    },
    /// `<https://…>`.
    Autolink(String),
    /// An intra-doc link of the generator, by its label.
    IntraDocLink(String),
    /// The marker of a task list item.
    Task(bool),
    HardBreak,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// With its delimiter: `*` or `_`.
    Emphasis(char),
    Strong(char),
    Strikethrough,
}

/// Literal text with the soft line breaks of its source. Runs of spaces and line breaks compare equal,
/// because wrapping changes them.
#[derive(Clone, Debug, Eq)]
pub struct Text(pub String);

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        let edges = |text: &Self| (text.0.starts_with(is_space), text.0.ends_with(is_space));
        edges(self) == edges(other) && self.words().eq(other.words())
    }
}

impl Text {
    fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(is_space).filter(|word| !word.is_empty())
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\n')
}

/// Whether two blocks stay separate without a blank line between them.
pub fn may_touch(first: &Kind, second: &Kind) -> bool {
    match (first, second) {
        (Kind::Heading(..) | Kind::Code(_) | Kind::Rule, _) => true,
        (Kind::Paragraph(_), Kind::List(list)) => {
            let has_text = list.items.first().is_some_and(|item| !item.is_empty());
            has_text && (!list.is_ordered() || list.start == 1)
        }
        (Kind::Paragraph(_), Kind::Heading(..) | Kind::Code(_) | Kind::Quote(_)) => true,
        (Kind::List(_) | Kind::Quote(_), Kind::Heading(..) | Kind::Code(_)) => true,
        _ => false,
    }
}

/// Adds a block. Adjacent lists get different markers, because otherwise they would merge.
pub fn push(blocks: &mut Vec<Block>, mut block: Block) {
    if let Kind::List(list) = &mut block.kind {
        let before = match blocks.last().map(|it| &it.kind) {
            Some(Kind::List(before)) => Some(before.marker),
            _ => None,
        };
        let markers = if list.is_ordered() { ".)" } else { "-*+" };
        let mut markers = std::iter::once(list.marker).chain(markers.chars());
        let fits = |marker: &char| Some(*marker) != before && !is_rule(list, *marker);
        list.marker = markers.find(fits).unwrap_or(list.marker);
    }
    blocks.push(block);
}

/// Whether a list with this marker would have a line of three bullets and nothing else, which is a
/// thematic break.
fn is_rule(list: &List, marker: char) -> bool {
    let is_bare = |item: &Vec<Block>| {
        let mut bullets = 1;
        let mut inner = Some(item);
        while let Some(block) = inner.and_then(|item| item.first()) {
            match &block.kind {
                Kind::List(list) if list.marker == marker => inner = list.items.first(),
                _ => return false,
            }
            bullets += 1;
        }
        bullets > 2
    };
    matches!(marker, '-' | '*') && list.items.iter().any(is_bare)
}
