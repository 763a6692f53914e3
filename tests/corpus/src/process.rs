//! A step in a process of its own: whatever it does there, the runner goes on and can tell.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a process ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It did what it had to, and printed this.
    Done(String),
    /// It panicked; the message.
    Panicked(String),
    /// It was killed, as by a stack that was too small or memory that was not there.
    Killed(String),
    /// It had not ended when its time was over.
    TimedOut,
}

/// The status with which a Rust program ends that panics.
const PANICKED: i32 = 101;

/// Runs this program with other arguments.
///
/// # Errors
///
/// It cannot be started.
pub fn run_self(arguments: &[&str], limit: Duration) -> Result<Outcome, String> {
    let program = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let mut command = Command::new(program);
    command.args(arguments);
    run(command, limit)
}

/// Runs a command until it ends or its time is over.
///
/// # Errors
///
/// It cannot be started.
pub fn run(mut command: Command, limit: Duration) -> Result<Outcome, String> {
    let command = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| format!("a process of its own: {error}"))?;
    let (out, err) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let Some(status) = wait(&mut child, limit)? else {
        return Ok(Outcome::TimedOut);
    };
    let text = |thread: thread::JoinHandle<String>| thread.join().unwrap_or_default();
    let (out, err) = (text(out), text(err));
    Ok(match status.code() {
        Some(0) => Outcome::Done(out),
        Some(PANICKED) => Outcome::Panicked(panic_message(&err)),
        _ => Outcome::Killed(format!(
            "{status}: {}",
            err.lines().last().unwrap_or_default()
        )),
    })
}

/// Waits with a limit; kills what goes on behind it.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<std::process::ExitStatus>, String> {
    let start = Instant::now();
    loop {
        let status = child
            .try_wait()
            .map_err(|error| format!("a process: {error}"))?;
        if status.is_some() {
            return Ok(status);
        }
        if start.elapsed() > limit {
            // It may just have ended; either way it is gone after this.
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// Reads a pipe to its end, so that its writer never waits.
fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read before a fault is still worth showing.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The message of the first panic, with its place, in one line.
pub fn panic_message(text: &str) -> String {
    let mut lines = text
        .lines()
        .skip_while(|line| !line.contains("panicked at"));
    let place = lines
        .next()
        .unwrap_or_default()
        .split("panicked at ")
        .nth(1)
        .unwrap_or_default();
    format!(
        "{} ({})",
        lines.next().unwrap_or_default(),
        place.trim_end_matches(':')
    )
}

/// The most memory that this process ever had, in megabytes; 0 where the system does not tell.
pub fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    peak_in(&status).unwrap_or_default()
}

/// What this process has taken of the processors so far; 0 where the system does not tell.
pub fn processor_milliseconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    (field(&stat, 14) + field(&stat, 15)) * 10.0
}

/// A field of a `/proc/PID/stat`, counted from 1; times are in hundredths of a second.
pub fn field(stat: &str, number: usize) -> f64 {
    // The name of the program, in parentheses, is the second and may hold spaces.
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let text = behind.split_whitespace().nth(number - 3);
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// The peak in the text of a `/proc/PID/status`.
pub fn peak_in(status: &str) -> Option<f64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    use super::{Outcome, field, panic_message, peak_in, run};

    fn shell(script: &str) -> Outcome {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, Duration::from_millis(500)).expect("it starts")
    }

    #[test]
    fn an_end_is_told_from_another() {
        assert_eq!(shell("echo done"), Outcome::Done("done\n".to_owned()));
        assert_eq!(shell("sleep 5"), Outcome::TimedOut);
        assert!(matches!(shell("kill -ABRT $$"), Outcome::Killed(_)));
        let panic = "echo \"thread 'main' panicked at src/a.rs:1:2:\" >&2; echo oh >&2; exit 101";
        assert_eq!(
            shell(panic),
            Outcome::Panicked("oh (src/a.rs:1:2)".to_owned())
        );
    }

    #[test]
    fn figures_are_read_from_the_texts_that_hold_them() {
        assert_eq!(peak_in("VmPeak:\t 9 kB\nVmHWM:\t   2048 kB\n"), Some(2.0));
        assert_eq!(panic_message("nothing"), " ()");
        assert_eq!(field("1 (a b) R 4 5", 4), 4.0);
    }
}
