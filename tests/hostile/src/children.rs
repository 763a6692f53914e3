//! Every payload in all positions of a description at once → what a build script prints, and what
//! the command line does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use oasmith::Config;

use crate::failures::Failures;
use crate::pairs::{self, Tried, acting};
use crate::tables::{OVERLAY, Raw, SPEC, Tables};

/// The argument with which this program is a build script.
pub const BUILD_SCRIPT: &str = "build-script";

/// The directives that a build script of ours gives.
const DIRECTIVES: &[&str] = &[
    "cargo::rerun-if-changed=",
    "cargo::warning=",
    "cargo::error=",
];

/// Runs the children; how many there were. `command_line` is the program `oasmith`.
///
/// # Errors
///
/// Something cannot be written, or a program cannot be started.
pub fn run(
    tables: &Tables,
    tried: &Tried,
    place: &Path,
    command_line: &Path,
    failures: &Failures,
) -> Result<usize, String> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let count = tables.payloads.len();
    let counts: Vec<Result<usize, String>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers)
            .map(|worker| {
                let place = place.join(format!("child{worker}"));
                let next = &next;
                scope.spawn(move || {
                    let mut runs = 0;
                    loop {
                        let payload = next.fetch_add(1, Ordering::Relaxed);
                        if payload >= count {
                            return Ok(runs);
                        }
                        let children = Children {
                            tables,
                            place: &place,
                            command_line,
                            failures,
                            payload,
                        };
                        runs += children.run(tried)?;
                    }
                })
            })
            .collect();
        let join = |worker: thread::ScopedJoinHandle<'_, _>| worker.join();
        let results = workers.into_iter().map(join);
        results
            .map(|result| result.unwrap_or(Err("a thread has panicked".to_owned())))
            .collect()
    });
    counts.into_iter().sum()
}

/// The children of a payload.
struct Children<'a> {
    tables: &'a Tables,
    place: &'a Path,
    command_line: &'a Path,
    failures: &'a Failures,
    payload: usize,
}

impl Children<'_> {
    fn run(&self, tried: &Tried) -> Result<usize, String> {
        let mut runs = 0;
        let payload = &self.tables.payloads[self.payload];
        let raws = [Raw::Printable, Raw::Allowed];
        for (description, raw) in
            (0..self.tables.descriptions.len()).flat_map(|it| raws.map(|raw| (it, raw)))
        {
            let codes = |at: usize| tried.refused.get(&(self.payload, at));
            let positions = self.tables.positions_of(description);
            let is_fatal = |at: &usize| !tried.generated.contains(&(self.payload, *at));
            let fatal: Vec<_> = positions.filter(is_fatal).collect();
            // What cannot be used at all has something to say, too: once for the diagnostics that it has,
            // and everywhere if it could start a line of its own.
            let has_lines = payload
                .text
                .as_str()
                .is_some_and(|text| text.contains(['\n', '\r']));
            let mut seen = BTreeSet::new();
            let refused = fatal.iter().filter(|at| codes(**at).is_some());
            let first = refused.filter(|at| seen.insert(codes(**at)) || has_lines);
            for only in first.map(|at| Some(*at)).chain([None]) {
                let text = |at: usize| {
                    let is_here = only.map_or(!fatal.contains(&at), |only| only == at);
                    is_here.then_some(&payload.text)
                };
                let files = self.tables.fill(description, raw, text);
                let position = match only {
                    Some(only) => self.tables.positions[only].name.clone(),
                    None => format!("all of {}", self.tables.descriptions[description].name),
                };
                runs += self.spawn(&files, SPEC, &position)?;
            }
        }
        // The name of a file is the caller's, and may still be anything.
        if let Some(name) = payload.text.as_str().filter(|name| is_name(name)) {
            let files = self.tables.fill(0, Raw::Printable, |_| None);
            let text = files.into_iter().next().map(|(_, text)| text);
            runs += self.spawn_named(&format!("{name}.yaml"), &text.unwrap_or_default())?;
            runs += self.spawn_named(&format!("{name}.json"), "no description")?;
        }
        Ok(runs)
    }

    fn spawn_named(&self, name: &str, text: &str) -> Result<usize, String> {
        let path = self.place.join(name);
        if fs::write(&path, text).is_err() {
            // Not every system takes every name.
            return Ok(0);
        }
        let runs = self.spawn(&[], name, "the name of the file");
        let _ = fs::remove_file(&path);
        runs
    }

    fn spawn(
        &self,
        files: &[(&'static str, String)],
        spec: &str,
        position: &str,
    ) -> Result<usize, String> {
        let config = pairs::write(self.place, files, &Config::default())?;
        let out = self.place.join("out");
        let spec = self.place.join(spec);
        let has_overlay = !config.overlays.is_empty();
        let overlay = has_overlay.then(|| self.place.join(OVERLAY));

        let program = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
        let mut build = Command::new(program);
        build
            .arg(BUILD_SCRIPT)
            .arg(&spec)
            .args(&overlay)
            .env("OUT_DIR", &out);
        self.judge_build(&output(build)?, position);

        let whole: &[&[&str]] = &[
            &["generate", "--all", "--report-untyped"],
            &["generate", "--format", "json"],
            // The output is that of the build script, which is laid out otherwise.
            &["generate", "--check"],
            &["model"],
        ];
        for arguments in whole {
            let mut command = Command::new(self.command_line);
            command.args(*arguments).arg(&spec);
            if arguments[0] == "generate" {
                command.arg("--out").arg(out.join("api"));
                let overlay = overlay
                    .iter()
                    .flat_map(|path| [Path::new("--overlays"), path]);
                command.args(overlay);
            }
            let position = format!("{position}, `{}`", arguments.join(" "));
            self.judge_terminal(&output(command)?, &position);
        }
        let _ = fs::remove_dir_all(&out);
        Ok(1 + whole.len())
    }

    fn fail(&self, kind: &'static str, position: &str, what: String) {
        let payload = &self.tables.payloads[self.payload].name;
        self.failures.add(kind, payload, position, what);
    }

    fn judge_build(&self, output: &Output, position: &str) {
        let text = String::from_utf8_lossy(&output.stdout);
        for line in text.split('\n').filter(|line| !line.is_empty()) {
            let Some(value) = DIRECTIVES.iter().find_map(|word| line.strip_prefix(word)) else {
                self.fail("directive", position, line.to_owned());
                continue;
            };
            let is_path = line.starts_with(DIRECTIVES[0]);
            if is_path && !Path::new(value).starts_with(self.place) {
                self.fail("directive", position, format!("it watches {value}"));
            }
            if let Some(character) = acting(value) {
                let what = format!("U+{:04X} in {line}", u32::from(character));
                self.fail("directive", position, what);
            }
        }
        self.judge_end(output, position);
    }

    fn judge_terminal(&self, output: &Output, position: &str) {
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            for line in text.split('\n') {
                if let Some(character) = acting(line) {
                    let what = format!("U+{:04X} in {line}", u32::from(character));
                    self.fail("terminal", position, what);
                }
            }
        }
        self.judge_end(output, position);
    }

    fn judge_end(&self, output: &Output, position: &str) {
        let is_panic = String::from_utf8_lossy(&output.stderr).contains("panicked at ");
        if output.status.code().is_none_or(|code| code > 2) || is_panic {
            self.fail("panic", position, format!("{}", output.status));
        }
    }
}

fn output(mut command: Command) -> Result<Output, String> {
    let output = command.stdin(Stdio::null()).output();
    output.map_err(|error| format!("{}: {error}", command.get_program().display()))
}

/// Whether a text can be the name of a file, with a suffix.
fn is_name(text: &str) -> bool {
    text.len() < 250 && !text.contains(['/', '\0'])
}

/// What a build script does with a description, and an overlay if there is one.
pub fn build_script(arguments: &[PathBuf]) {
    let Some((spec, overlays)) = arguments.split_first() else {
        return;
    };
    let config = Config {
        overlays: overlays.to_vec(),
        ..Config::default()
    };
    oasmith::build::generate("api", spec, &config);
}
