//! The tree → lines of Markdown that parse as the same tree.
//!
//! The output is parsed again. Where the result differs, the block is written with all punctuation
//! escaped; where it still differs, as a code block.

use super::chars::is_plain;
use super::escape::{self, Escapes, FIXED_SPACE};
use super::inlines::task_marker;
use super::read::read_checked;
use super::tree::{Alignment, Block, Inline, Kind, List, Table, may_touch};

/// The length from which lines are wrapped.
const WIDTH: usize = 92;

/// The lines of documentation.
pub fn lines(blocks: &[Block]) -> Vec<String> {
    let lines = write(blocks, Escapes::Needed);
    if lines.iter().all(|line| is_plain(line)) || round_trips(&lines, blocks) {
        return lines;
    }
    let (mut safe, mut lines) = (Vec::new(), Vec::new());
    for block in blocks {
        let (block, written) = safe_block(block);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(written);
        safe.push(block);
    }
    if round_trips(&lines, &safe) {
        return lines;
    }
    as_code(blocks).1
}

fn round_trips(lines: &[String], blocks: &[Block]) -> bool {
    read_checked(&lines.join("\n")).is_some_and(|again| again == blocks)
}

/// Writes a block with the first way of escaping that parses as the same block, or as code.
fn safe_block(block: &Block) -> (Block, Vec<String>) {
    let block = std::slice::from_ref(block);
    for escapes in [Escapes::Needed, Escapes::All] {
        let lines = write(block, escapes);
        if round_trips(&lines, block) {
            return (block[0].clone(), lines);
        }
    }
    as_code(block)
}

fn as_code(blocks: &[Block]) -> (Block, Vec<String>) {
    let block = Block {
        gap: true,
        kind: Kind::Code(write(blocks, Escapes::Needed)),
    };
    let lines = write(std::slice::from_ref(&block), Escapes::Needed);
    (block, lines)
}

/// Writes blocks, with blank lines where the source has them or Markdown needs them.
fn write(blocks: &[Block], escapes: Escapes) -> Vec<String> {
    join(blocks, escapes, |first, second| {
        second.gap || !may_touch(&first.kind, &second.kind)
    })
}

fn join(
    blocks: &[Block],
    escapes: Escapes,
    has_gap: impl Fn(&Block, &Block) -> bool,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        if before.is_some_and(|before| has_gap(before, block)) {
            lines.push(String::new());
        }
        lines.extend(block_lines(&block.kind, escapes));
        before = Some(block);
    }
    lines
}

fn block_lines(kind: &Kind, escapes: Escapes) -> Vec<String> {
    match kind {
        Kind::Paragraph(inlines) => paragraph(&escape::leaf(inlines, escapes, false)),
        Kind::Heading(level, inlines) => vec![heading(*level, inlines, escapes)],
        Kind::Code(code) => {
            let fence = escape::fence(code);
            let mut lines = vec![format!("{fence}text")];
            lines.extend(code.iter().cloned());
            lines.push(fence);
            lines
        }
        Kind::Quote(blocks) => {
            let lines = write(blocks, escapes);
            let quoted = lines.iter().map(|line| format!("> {line}"));
            quoted
                .map(|line| line.trim_end_matches(' ').to_owned())
                .collect()
        }
        Kind::List(list) => list_lines(list, escapes),
        Kind::Table(table) => table_lines(table, escapes),
        Kind::Rule => vec!["---".to_owned()],
    }
}

fn heading(level: usize, inlines: &[Inline], escapes: Escapes) -> String {
    let text = escape::leaf(inlines, escapes, false).replace(FIXED_SPACE, " ");
    // Number signs at the end would be a closing sequence.
    let open = text.trim_end_matches('#');
    let text = if open.len() < text.len() && (open.is_empty() || open.ends_with(' ')) {
        format!("{open}\\{}", &text[open.len()..])
    } else {
        text
    };
    format!("{} {text}", "#".repeat(level))
        .trim_end_matches(' ')
        .to_owned()
}

fn list_lines(list: &List, escapes: Escapes) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, item) in (list.start..).zip(&list.items) {
        if !list.tight && !lines.is_empty() {
            lines.push(String::new());
        }
        let marker = if list.is_ordered() {
            format!("{}{}", number.min(999_999_999), list.marker)
        } else {
            list.marker.to_string()
        };
        // With a single item, only a blank line within it makes a list loose.
        let is_only = !list.tight && list.items.len() == 1;
        let written = join(item, escapes, |first, second| {
            let keeps = is_only || !list.tight && second.gap;
            keeps || !may_touch(&first.kind, &second.kind)
        });
        let indent = " ".repeat(marker.len() + 1);
        let mut written = written.into_iter();
        let first = written.next().unwrap_or_default();
        // `- ---` would be a thematic break.
        let is_rule = matches!(item.first().map(|it| &it.kind), Some(Kind::Rule));
        let first = if is_rule { "___".to_owned() } else { first };
        lines.push(format!("{marker} {first}").trim_end_matches(' ').to_owned());
        lines
            .extend(written.map(|line| format!("{indent}{line}").trim_end_matches(' ').to_owned()));
    }
    lines
}

fn table_lines(table: &Table, escapes: Escapes) -> Vec<String> {
    let line = |cells: &[String]| {
        let cells: String = cells.iter().map(|cell| format!(" {cell} |")).collect();
        format!("|{cells}")
    };
    let mut rows = table.rows.iter().enumerate().map(|(index, row)| {
        // The header must have all cells, or there is no table.
        let count = if index == 0 {
            table.columns.len()
        } else {
            row.len().max(1)
        };
        let cell = |cell: &Vec<Inline>| escape::leaf(cell, escapes, true).replace(FIXED_SPACE, " ");
        let mut cells: Vec<String> = row.iter().map(cell).collect();
        cells.resize(count, String::new());
        line(&cells)
    });
    let columns = table.columns.iter().map(|column| match column {
        Alignment::None => "---".to_owned(),
        Alignment::Left => ":--".to_owned(),
        Alignment::Center => ":-:".to_owned(),
        Alignment::Right => "--:".to_owned(),
    });
    let columns: Vec<String> = columns.collect();
    let mut lines: Vec<String> = rows.next().into_iter().collect();
    lines.push(line(&columns));
    lines.extend(rows);
    lines
}

/// Wraps the lines of a paragraph, and escapes what would start a block.
fn paragraph(text: &str) -> Vec<String> {
    let lines = text.split('\n').map(|line| line.trim_matches(' '));
    let lines = lines.filter(|line| !line.is_empty()).flat_map(wrap);
    lines
        .map(|mut line| {
            // In some versions of the parser a block may start after a task marker.
            let boxes = [true, false].map(task_marker).into_iter();
            let start = boxes
                .filter(|it| line.starts_with(it))
                .map(|it| it.len() + 1)
                .max();
            let start = start.unwrap_or(0).min(line.len());
            if let Some(at) = escape::block_start(&line[start..]) {
                line.insert(start + at, '\\');
            }
            line.replace(FIXED_SPACE, " ")
        })
        .collect()
}

fn wrap(line: &str) -> Vec<String> {
    if line.chars().count() <= WIDTH {
        return vec![line.to_owned()];
    }
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        // A line break behind a task marker makes it a link in some versions of the parser.
        let may_break = width > 0 && !is_task_marker(&current) && may_start_line(word);
        if may_break && width + length >= WIDTH {
            let full = std::mem::take(&mut current);
            lines.push(full.trim_end_matches(' ').to_owned());
            width = 0;
        }
        if width > 0 {
            current.push(' ');
        }
        current.push_str(word);
        width += length + 1;
    }
    lines.push(current);
    lines
}

fn is_task_marker(text: &str) -> bool {
    [true, false]
        .into_iter()
        .any(|done| task_marker(done) == text)
}

/// Whether a word at the start of a line never starts a block, whatever follows it.
fn may_start_line(word: &str) -> bool {
    let is_line = word.chars().all(|each| "=-*_|: ".contains(each));
    let is_sign = word.starts_with(['#', '|', '>']) || word.starts_with("~~~");
    !is_line && !is_sign && escape::block_start(word).is_none()
}
