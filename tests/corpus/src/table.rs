//! Rows → a table, for the terminal and for the file that is kept.

use crate::corpus::{Row, Run};

/// The head of a column, and what stands in it.
type Column = (&'static str, fn(&Row) -> String);

const COLUMNS: &[Column] = &[
    ("description", |row| row.name.clone()),
    ("ms", |row| {
        figure(row, |measured| format!("{:.0}", measured.milliseconds))
    }),
    ("MB", |row| {
        figure(row, |measured| format!("{:.0}", measured.peak_megabytes))
    }),
    ("lines", |row| {
        figure(row, |measured| measured.lines.to_string())
    }),
    ("models", |row| {
        figure(row, |measured| measured.models_lines.to_string())
    }),
    ("check s", |row| {
        row.check
            .as_ref()
            .map_or(NONE.to_owned(), |check| seconds(check.seconds))
    }),
    ("types s", |row| {
        row.check
            .as_ref()
            .map_or(NONE.to_owned(), |check| seconds(check.types_seconds))
    }),
    ("check MB", |row| {
        row.check
            .as_ref()
            .map_or(NONE.to_owned(), |check| megabytes(check.peak_megabytes))
    }),
    ("operations", |row| {
        figure(row, |measured| measured.operations.to_string())
    }),
    ("skipped", |row| {
        figure(row, |measured| measured.skipped.len().to_string())
    }),
    ("untyped, unsaid", |row| {
        figure(row, |measured| measured.unsaid.to_string())
    }),
    ("in types", |row| {
        figure(row, |measured| measured.keywords[0].to_string())
    }),
    ("checked", |row| {
        figure(row, |measured| measured.keywords[1].to_string())
    }),
    ("not enforced", |row| {
        figure(row, |measured| measured.keywords[2].to_string())
    }),
    ("examples right", |row| {
        row.examples.as_ref().map_or(NONE.to_owned(), |examples| {
            format!("{} of {}", examples.right, examples.total)
        })
    }),
    ("untyped yet", |row| {
        figure(row, |measured| measured.untyped.to_string())
    }),
];

const NONE: &str = "–";

fn seconds(seconds: f64) -> String {
    if seconds > 0.0 {
        format!("{seconds:.2}")
    } else {
        NONE.to_owned()
    }
}

fn megabytes(megabytes: f64) -> String {
    if megabytes > 0.0 {
        format!("{megabytes:.0}")
    } else {
        NONE.to_owned()
    }
}

fn figure(row: &Row, show: impl Fn(&crate::measure::Measured) -> String) -> String {
    row.measured.as_ref().map_or(NONE.to_owned(), show)
}

/// The table, in Markdown, with columns of one width.
pub fn markdown(run: &Run) -> String {
    let columns: Vec<&Column> = COLUMNS
        .iter()
        .filter(|(_, cell)| run.rows.iter().any(|row| cell(row) != NONE))
        .collect();
    let mut lines: Vec<Vec<String>> =
        vec![columns.iter().map(|(head, _)| (*head).to_owned()).collect()];
    lines.extend(
        run.rows
            .iter()
            .map(|row| columns.iter().map(|(_, cell)| cell(row)).collect()),
    );
    let width = |index: usize| {
        let cells = lines.iter().filter_map(|line| line.get(index));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        let cells =
            line.iter()
                .zip(&widths)
                .enumerate()
                .map(|(index, (cell, width))| match index {
                    0 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                });
        text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
        if number == 0 {
            let rules = widths.iter().enumerate().map(|(index, width)| match index {
                0 => "-".repeat(*width),
                _ => format!("{}:", "-".repeat(width.saturating_sub(1))),
            });
            text.push_str(&format!("| {} |\n", rules.collect::<Vec<_>>().join(" | ")));
        }
    }
    text
}

/// The file that is kept: the table, what it was measured on, and which claims hold.
pub fn file(run: &Run, summary: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes =
        kilobytes.and_then(|text| text.trim().trim_end_matches("kB").trim().parse().ok());
    let gigabytes = kilobytes.unwrap_or(0.0_f64) / (1024.0 * 1024.0);
    let rustc = std::process::Command::new("rustc")
        .arg("--version")
        .output();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!(
        "{HEAD}\nMeasured on {cores} cores with {gigabytes:.0} GB, {}.\n\n{}\n{summary}\n",
        rustc.unwrap_or_default(),
        markdown(run),
    )
}

const HEAD: &str = "# The descriptions of real services

Written by the runner, not by hand:

```sh
cargo run --release -p oasmith-corpus -- corpus ../shared/corpus/real --compile --examples --write tests/corpus/REAL.md
```

| column | |
|---|---|
| ms, MB | from the file to the written crate, and the most memory of that process |
| lines, models | of all emitted Rust, and of `models.rs` alone |
| check s, check MB | what rustc takes of a processor for `cargo check` of the emitted crate with client and server, without its dependencies, and its memory |
| types s | the same without client and server |
| operations, skipped | emitted, and left out with a diagnostic |
| untyped, unsaid | places of any JSON where the description says nothing |
| untyped yet | places of any JSON although it says more |
| in types, checked, not enforced | keywords of schemas that restrict values, by where they end; what is not enforced is reported |
| examples right | how many of the valid examples come back from the emitted types as they went in |
";
