//! Every payload in every position → what the generator makes of it, held against what it makes of
//! harmless texts there.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use oasmith::config::{Dates, Enums, Modules, UnknownProperties};
use oasmith::diagnostic::Code;
use oasmith::{Config, File, Generated, Report, Style};
use unicode_general_category::{GeneralCategory, get_general_category};

use crate::failures::Failures;
use crate::markdown;
use crate::shape::Shape;
use crate::tables::{OVERLAY, Payload, Position, Raw, SPEC, Tables, Text};

/// Texts that a position may have besides its own: what they make of it is what it may become.
const HARMLESS: &[&str] = &[
    "harmless",
    "Two Words",
    "a.b",
    "",
    " ",
    "7",
    "日本",
    "String",
    "a/b",
    "#/a",
    "https://example.org/a?b",
    "x-harmless",
    "{a}",
    "(a",
    "a|b",
    LONG,
];

/// It is written on lines of its own wherever it stands, and cut where names are.
const LONG: &str = "harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless_harmless";

/// How much longer an output may be than that of a harmless text: so many times, and so many bytes
/// for each byte of the payload.
const TIMES: usize = 2;
const BYTES_FOR_EACH: usize = 200;

/// What was tried.
#[derive(Debug, Default)]
pub struct Tried {
    /// How many runs of the generator were judged.
    pub runs: usize,
    /// The payloads and positions, as indices, that gave an output.
    pub generated: BTreeSet<(usize, usize)>,
    /// The codes of the diagnostics of those that gave none.
    pub refused: BTreeMap<(usize, usize), BTreeSet<Code>>,
}

/// How many configurations there are.
const SETTINGS: usize = 2;

/// The configurations: each payload and each position is tried with all of them, and each pair with
/// one.
pub fn settings() -> [Config; SETTINGS] {
    let support = "crate::support".parse().ok();
    let first = Config {
        support,
        ..Config::default()
    };
    let second = Config {
        modules: Modules::Tag,
        dates: Dates::String,
        enums: Enums::Closed,
        unknown_properties: UnknownProperties::Keep,
        ..first.clone()
    };
    [first, second]
}

/// Tries all pairs. `place` is a folder for the descriptions.
///
/// # Errors
///
/// The folder cannot be written, or a harmless text gives no output.
pub fn run(tables: &Tables, place: &Path, failures: &Failures) -> Result<Tried, String> {
    let next = AtomicUsize::new(0);
    let tried = Mutex::new(Tried::default());
    // What panics is a failure of its pair, which is said there.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<Result<(), String>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers)
            .map(|worker| {
                let folder = place.join(worker.to_string());
                let (next, tried) = (&next, &tried);
                scope.spawn(move || {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        if index >= tables.positions.len() {
                            return Ok(());
                        }
                        if !tables.positions[index].is_kept {
                            continue;
                        }
                        let found = try_position(tables, index, &folder, failures)?;
                        let mut tried = tried.lock().unwrap_or_else(|error| error.into_inner());
                        tried.runs += found.runs;
                        tried.generated.extend(found.generated);
                        tried.refused.extend(found.refused);
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
    std::panic::set_hook(hook);
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(tried
        .into_inner()
        .unwrap_or_else(|error| error.into_inner()))
}

fn try_position(
    tables: &Tables,
    index: usize,
    folder: &Path,
    failures: &Failures,
) -> Result<Tried, String> {
    let position = &tables.positions[index];
    let mut tried = Tried::default();
    for (setting, config) in settings().into_iter().enumerate() {
        let generate = |text: &Text| generate_at(tables, index, text, &config, folder);
        let allowed = Allowed::of(position, generate)?;
        for (number, payload) in tables.payloads.iter().enumerate() {
            if (number + index) % SETTINGS != setting {
                continue;
            }
            tried.runs += 1;
            let fail = |kind, what: String| failures.add(kind, &payload.name, &position.name, what);
            match generate(&payload.text)? {
                Run::Panicked(message) => fail("panic", message),
                Run::Refused(report) => {
                    judge_report(&report, fail);
                    let codes = report.diagnostics.iter().map(|it| it.code);
                    tried.refused.insert((number, index), codes.collect());
                }
                Run::Generated(generated) => {
                    tried.generated.insert((number, index));
                    judge_report(&generated.report, fail);
                    judge(&generated.files, payload, position, &allowed, fail);
                }
            }
        }
    }
    Ok(tried)
}

/// How a run of the generator ends.
enum Run {
    Generated(Box<Generated>),
    Refused(Report),
    Panicked(String),
}

/// Judges the diagnostics as a terminal shows them.
fn judge_report(report: &Report, fail: impl Fn(&'static str, String)) {
    for (_, text) in report.texts(true, Style::Plain) {
        let mut lines = text.split('\n');
        if let Some((line, character)) = lines.find_map(|line| Some((line, acting(line)?))) {
            let what = format!("U+{:04X} in {line}", u32::from(character));
            fail("terminal", what);
        }
    }
}

fn generate_at(
    tables: &Tables,
    index: usize,
    text: &Text,
    config: &Config,
    folder: &Path,
) -> Result<Run, String> {
    let description = tables.positions[index].description;
    let files = tables.fill(description, Raw::Printable, |at| {
        (at == index).then_some(text)
    });
    let config = write(folder, &files, config)?;
    let spec = folder.join(SPEC);
    let run = catch_unwind(AssertUnwindSafe(|| oasmith::generate(&spec, &config)));
    Ok(match run {
        Ok(Ok(generated)) => Run::Generated(Box::new(generated)),
        Ok(Err(report)) => Run::Refused(report),
        Err(panic) => {
            let message = panic.downcast_ref::<String>().cloned();
            let message = message.or(panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Run::Panicked(message.unwrap_or_default())
        }
    })
}

/// Writes a description and its files, and has the overlay applied if there is one.
///
/// # Errors
///
/// The folder cannot be written.
pub fn write(
    folder: &Path,
    files: &[(&'static str, String)],
    config: &Config,
) -> Result<Config, String> {
    let mut config = config.clone();
    let tell = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(tell)?;
    for (name, text) in files {
        fs::write(folder.join(name), text).map_err(tell)?;
        if *name == OVERLAY {
            config.overlays = vec![folder.join(name)];
        }
    }
    Ok(config)
}

/// What the outputs of harmless texts consist of.
#[derive(Default)]
struct Allowed {
    shapes: BTreeMap<PathBuf, Shape>,
    /// The shapes of the text that the position has by itself.
    own: BTreeMap<PathBuf, Shape>,
    /// The same with all files as they are, which need no second look.
    known: HashSet<String>,
    /// Where our own links lead.
    links: BTreeSet<String>,
    /// The lines of the manifest, but for the name.
    manifest: BTreeSet<String>,
    bytes: usize,
}

impl Allowed {
    fn of(
        position: &Position,
        generate: impl Fn(&Text) -> Result<Run, String>,
    ) -> Result<Self, String> {
        let mut allowed = Self::default();
        let texts = std::iter::once(&*position.harmless).chain(HARMLESS.iter().copied());
        let texts = texts.map(Text::from).chain(position.others.iter().cloned());
        for (number, text) in texts.enumerate() {
            let files = match generate(&text)? {
                Run::Generated(generated) => generated.files,
                // The position asks for more than this text has.
                Run::Refused(_) if number > 0 => continue,
                Run::Refused(_) | Run::Panicked(_) => {
                    return Err(format!("{}: {text:?} gives no output", position.name));
                }
            };
            allowed.add(files, number == 0).map_err(|error| {
                format!(
                    "{}: what {text:?} gives is not Rust: {error}",
                    position.name
                )
            })?;
        }
        if position.on_wire && !is_sent(&allowed.own, &position.harmless) {
            return Err(format!("{}: its text is not sent", position.name));
        }
        Ok(allowed)
    }

    fn add(&mut self, files: Vec<File>, is_own: bool) -> Result<(), String> {
        let bytes: usize = files.iter().map(|file| file.content.len()).sum();
        self.bytes = self.bytes.max(bytes);
        let shapes = shapes(files.iter())?;
        if is_own {
            self.own.clone_from(&shapes);
        }
        for (group, shape) in shapes {
            let links = shape.docs.iter().flat_map(|doc| markdown::links(doc));
            self.links.extend(links);
            self.shapes.entry(group).or_default().merge(shape);
        }
        for file in files {
            if file.path == MANIFEST {
                self.manifest
                    .extend(lines(&file.content).map(str::to_owned));
            }
            self.known.insert(file.content);
        }
        Ok(())
    }
}

const MANIFEST: &str = "Cargo.toml";

fn lines(manifest: &str) -> impl Iterator<Item = &str> {
    manifest.lines().filter(|line| !line.starts_with("name = "))
}

/// The shapes of files. Files beside each other are named by texts of the description, so a folder
/// has one shape.
fn shapes<'a>(files: impl Iterator<Item = &'a File>) -> Result<BTreeMap<PathBuf, Shape>, String> {
    let mut shapes: BTreeMap<PathBuf, Shape> = BTreeMap::new();
    for file in files.filter(|file| file.path.ends_with(".rs")) {
        let shape = shapes.entry(group(&file.path)).or_default();
        shape
            .include(&file.content)
            .map_err(|error| format!("{}: {error}", file.path))?;
    }
    Ok(shapes)
}

/// The folder of a file within a folder of the crate, or the file.
fn group(path: &str) -> PathBuf {
    let path = Path::new(path);
    match path.parent() {
        Some(folder) if folder.components().count() > 1 => folder.to_owned(),
        _ => path.to_owned(),
    }
}

fn judge(
    files: &[File],
    payload: &Payload,
    position: &Position,
    allowed: &Allowed,
    fail: impl Fn(&'static str, String),
) {
    let length = payload.text.as_str().map_or(0, str::len);
    let bytes: usize = files.iter().map(|file| file.content.len()).sum();
    if bytes > TIMES * allowed.bytes + BYTES_FOR_EACH * length {
        fail(
            "size",
            format!("{bytes} bytes, and {} with a harmless text", allowed.bytes),
        );
    }
    judge_paths(files, &fail);
    for file in files.iter().filter(|file| file.path == MANIFEST) {
        judge_manifest(&file.content, allowed, &fail);
    }
    // A folder counts as a whole.
    let changed: BTreeSet<_> = files
        .iter()
        .filter(|file| !allowed.known.contains(&file.content))
        .map(|file| group(&file.path))
        .collect();
    let changed = files
        .iter()
        .filter(|file| changed.contains(&group(&file.path)));
    let shapes = match shapes(changed) {
        Ok(shapes) => shapes,
        Err(error) => return fail("syntax", error),
    };
    let none = Shape::default();
    let mut is_whole = true;
    for (group, shape) in &shapes {
        let expected = allowed.shapes.get(group).unwrap_or(&none);
        if let Some(piece) = shape.beyond(expected).next() {
            fail("items", format!("{}: {piece}", group.display()));
        }
        let own = allowed.own.get(group).unwrap_or(&none);
        is_whole &= own.beyond(shape).next().is_none();
        for doc in &shape.docs {
            for (kind, what) in markdown::faults(doc, &allowed.links) {
                fail(kind, format!("{}: {what}", group.display()));
            }
        }
    }
    // The others may be texts that are not sent.
    let is_sent_here = position.on_wire && is_whole && !position.others.contains(&payload.text);
    let text = payload.text.as_str().filter(|_| is_sent_here);
    let text = text.filter(|text| !HARMLESS.contains(text));
    if let Some(text) = text.filter(|text| !is_sent(&shapes, text)) {
        fail("wire", format!("no string of the output is {text}"));
    }
}

/// Whether a string of the output is a text, or the text as JSON.
fn is_sent(shapes: &BTreeMap<PathBuf, Shape>, text: &str) -> bool {
    let as_json = serde_json::Value::from(text).to_string();
    let mut shapes = shapes.values();
    shapes.any(|shape| shape.strings.contains(text) || shape.strings.contains(&as_json))
}

/// The names that Windows gives to devices, whatever stands behind a dot.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// A file stays in the folder, under a name that every system takes.
fn judge_paths(files: &[File], fail: &impl Fn(&'static str, String)) {
    let mut seen = BTreeSet::new();
    for file in files {
        let is_plain = |part: &str| {
            let stem = part.split('.').next().unwrap_or_default();
            let signs = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.');
            !stem.is_empty()
                && part.len() <= 255
                && part.chars().all(signs)
                && !DEVICES.contains(&&*stem.to_ascii_lowercase())
        };
        if !file.path.split('/').all(is_plain) {
            fail("path", file.path.clone());
        }
        if !seen.insert(file.path.to_lowercase()) {
            fail("path", format!("{} stands twice", file.path));
        }
    }
}

fn judge_manifest(manifest: &str, allowed: &Allowed, fail: &impl Fn(&'static str, String)) {
    if let Some(line) = lines(manifest).find(|line| !allowed.manifest.contains(*line)) {
        fail("manifest", line.to_owned());
    }
    let names: Vec<_> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = "))
        .collect();
    let is_name = |name: &str| {
        let name = name
            .strip_prefix('"')
            .and_then(|name| name.strip_suffix('"'));
        let signs = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
        name.is_some_and(|name| !name.is_empty() && name.chars().all(signs))
    };
    if !matches!(names.as_slice(), [name] if is_name(name)) {
        fail("manifest", format!("{names:?}"));
    }
}

/// A character of a line with which a terminal does something else than show it.
pub fn acting(line: &str) -> Option<char> {
    let acts = |character: &char| {
        matches!(
            get_general_category(*character),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
    };
    line.chars().find(acts)
}
