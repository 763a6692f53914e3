//! Hard input, made on the fly → a diagnostic or a result of the generator, in bounded time and
//! memory.

mod inputs;
mod products;
mod texts;

pub use inputs::EXTREMES;
pub use products::PRODUCTS;

use std::path::Path;
use std::time::Duration;

use crate::measure::Measured;
use crate::process::{self, Outcome};

/// A kind of hard input.
#[derive(Clone, Copy, Debug)]
pub struct Extreme {
    /// What it is called.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// Makes its text.
    make: fn() -> String,
}

/// What came of one.
#[derive(Clone, Debug)]
pub struct Survived {
    /// Which.
    pub name: &'static str,
    /// How long its text is, in bytes.
    pub size: usize,
    /// What became of it, in a line.
    pub outcome: String,
    /// Whether it ended in time, in bounded memory, and with a result or a reason.
    pub passes: bool,
}

/// Text of so many bytes may take as long as the limit says; longer text longer, in proportion.
const USUAL_BYTES: usize = 10 << 20;

/// The most memory that anything may take, in megabytes.
const MOST_MEGABYTES: f64 = 4096.0;

/// Runs one in a process of its own. `place` is a folder for what is written.
///
/// # Errors
///
/// The place cannot be written.
pub fn run(extreme: &Extreme, place: &Path, limit: Duration) -> Result<Survived, String> {
    let folder = place.join("extremes");
    let (spec, out) = (folder.join(extreme.file), folder.join("out"));
    let text = (extreme.make)();
    let times = u32::try_from(text.len() / USUAL_BYTES).unwrap_or(u32::MAX);
    let limit = limit.saturating_mul(times.max(1));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    std::fs::write(&spec, &text).map_err(|error| error.to_string())?;
    let (path, below) = (spec.to_string_lossy(), out.to_string_lossy());
    // What is emitted is parsed as well, which is no part of the run.
    let outcome = process::run_self(&["measure", &path, &below, "extreme"], limit * 6)?;
    let _ = std::fs::remove_dir_all(&folder);
    let (passes, outcome) = judge(outcome, limit);
    Ok(Survived {
        name: extreme.name,
        size: text.len(),
        outcome,
        passes,
    })
}

fn judge(outcome: Outcome, limit: Duration) -> (bool, String) {
    let measured = match outcome {
        Outcome::Done(text) => {
            serde_json::from_str::<Measured>(&text).map_err(|error| error.to_string())
        }
        Outcome::Panicked(message) => Err(format!("panics: {message}")),
        Outcome::Killed(how) => Err(format!("is killed: {how}")),
        Outcome::TimedOut => Err("does not end".to_owned()),
    };
    let measured = match measured {
        Ok(measured) => measured,
        Err(how) => return (false, how),
    };
    let took = measured.processor_milliseconds + measured.rendering_milliseconds;
    let said = measured
        .diagnostics
        .first()
        .map_or("says nothing".to_owned(), |said| {
            let message: String = said.message.chars().take(70).collect();
            format!(
                "{} diagnostics, first {}: {message}",
                measured.diagnostics.len(),
                said.code
            )
        });
    let what = match measured.generated {
        true => format!("{} lines", measured.lines),
        false => "refused".to_owned(),
    };
    let passes = took <= limit.as_secs_f64() * 1000.0
        && measured.peak_megabytes <= MOST_MEGABYTES
        && measured.unparsed.is_empty()
        && (measured.generated || !measured.diagnostics.is_empty());
    let unparsed = measured
        .unparsed
        .first()
        .map_or(String::new(), |file| format!("; NOT RUST: {file}"));
    (
        passes,
        format!(
            "{took:>6.0} ms {:>5.0} MB  {what}; {said}{unparsed}",
            measured.peak_megabytes
        ),
    )
}
