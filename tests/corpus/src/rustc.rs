//! Measures rustc: cargo calls this program in its place for each emitted crate.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::process::{field, peak_in};

/// The variable that says where the figures go, and that this is what this program is for.
const TIMES: &str = "OASMITH_CORPUS_TIMES";

/// Has cargo call this program for the crates of its workspace; the figures go to a folder.
///
/// # Errors
///
/// The path of this program is not known.
pub fn wrap(command: &mut Command, times: &Path) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
    command
        .env("RUSTC_WORKSPACE_WRAPPER", program)
        .env(TIMES, times);
    Ok(())
}

/// Runs rustc when cargo called this program for that: the first argument is rustc's path.
pub fn run_as_wrapper() -> Option<ExitCode> {
    let times = std::env::var_os(TIMES)?;
    let mut arguments = std::env::args_os().skip(1);
    let mut command = Command::new(arguments.next()?);
    let arguments: Vec<_> = arguments.collect();
    let mut rustc = command.args(&arguments).spawn().ok()?;
    let mut peak = 0.0_f64;
    let status = loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", rustc.id()));
        peak = peak.max(
            status
                .ok()
                .and_then(|status| peak_in(&status))
                .unwrap_or_default(),
        );
        match rustc.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => std::thread::sleep(Duration::from_millis(5)),
            Err(_) => return Some(ExitCode::FAILURE),
        }
    };
    let named = arguments
        .iter()
        .position(|argument| argument == "--crate-name");
    if let Some(name) = named.and_then(|at| arguments.get(at + 1)) {
        let figures = format!("{} {peak}", seconds_of_children());
        // Without figures the crate still has to compile.
        let _ = std::fs::write(Path::new(&times).join(name), figures);
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Some(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// What the processes that this one waited for took of a processor; Linux counts it in hundredths.
fn seconds_of_children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    (field(&stat, 16) + field(&stat, 17)) / 100.0
}

/// The seconds and megabytes of a crate; 0 when it was not compiled.
pub fn read(times: &Path, name: &str) -> (f64, f64) {
    let figures = std::fs::read_to_string(times.join(name)).unwrap_or_default();
    let mut figures = figures
        .split(' ')
        .map(|figure| figure.parse().unwrap_or_default());
    (
        figures.next().unwrap_or_default(),
        figures.next().unwrap_or_default(),
    )
}
