//! Text → standard output and standard error. Nothing else in the command line prints.
//!
//! Everything but line feeds is escaped unless it is printable. A closed pipe is not an error.

use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;

use oasmith::{Style, printable};

/// Prints text on standard output.
pub fn print(text: &str) {
    write(std::io::stdout(), text, "\n");
}

/// Prints a value as one line of JSON on standard output.
pub fn print_json(value: &Value) {
    print(&printable::json(value));
}

/// Prints text on standard error.
pub fn report(text: &str) {
    write(std::io::stderr(), text, "\n");
}

/// Prints text that may have colours on standard error.
pub fn report_styled(text: &str) {
    let mut out = std::io::stderr();
    let _ = writeln!(out, "{}", printable::styled(text));
    let _ = out.flush();
}

/// When colours are printed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the variable `NO_COLOR` of the environment is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// How text is rendered for standard error.
    pub fn style(self) -> Style {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let is_shown = || std::io::stderr().is_terminal() && !is_set("NO_COLOR") && !is_dumb;
        match self {
            Self::Always => Style::Ansi,
            Self::Auto if is_shown() => Style::Ansi,
            Self::Auto | Self::Never => Style::Plain,
        }
    }
}

/// Prints an error of the call on standard error.
pub fn error(message: &str) {
    report(&format!("error: {}", printable::line(message)));
}

fn write(mut out: impl Write, text: &str, end: &str) {
    let _ = write!(out, "{}{end}", printable::text(text));
    let _ = out.flush();
}

/// A line on the terminal during a run.
pub struct Progress {
    shown: bool,
}

impl Progress {
    /// Shows the line if standard error is a terminal.
    pub fn start(spec: &Path) -> Self {
        let shown = std::io::stderr().is_terminal();
        if shown {
            let spec = spec.to_string_lossy();
            let text = format!("reading {} …", printable::line(&spec));
            write(std::io::stderr(), &text, "");
        }
        Self { shown }
    }

    /// Erases the line.
    pub fn end(self) {
        if self.shown {
            // Back to the start of the line, and erase it (ECMA-48).
            write(std::io::stderr(), "", "\r\x1b[2K");
        }
    }
}
