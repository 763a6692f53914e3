//! Markdown as a tree: what documentation can hold, and nothing else. There is no HTML, no image, no
//! code that could run, and no link but to the web.

/// A block, and whether a blank line stands before it. The latter is layout, and not compared.
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
    /// From 1 to 6.
    Heading(usize, Vec<Inline>),
    /// Lines of code.
    Code(Vec<String>),
    Quote(Vec<Block>),
    List(List),
    Table(Table),
    Rule,
}

#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// A bullet, or what stands behind a number: `.` or `)`.
    pub marker: char,
    pub start: u64,
    /// Whether no blank line stands between the items.
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

/// Whether no blank line is needed in a list. A parser shows that only where an item has a paragraph.
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
    /// The first is the head; missing cells at the end are empty.
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
    /// An address that is its own text.
    Autolink(String),
    /// A link to an item of the output, by what stands between the brackets.
    Item(String),
    /// The box of a task.
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

/// Plain text with the line breaks of its source, which are layout: where a line ends does not count
/// when texts are compared.
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

/// Whether a block may follow another without a blank line between them, and still be one.
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

/// Adds a block. Two lists in a row have different markers, or they would be one.
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

/// Whether a list with this marker would have a line that is a rule, as three bullets are with
/// nothing behind them.
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
