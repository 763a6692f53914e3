//! `oasmith.toml` → the jobs of a project.

mod pagination;
#[cfg(test)]
mod tests;

use std::fmt::Display;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Job;
use super::options::check_name;
use oasmith::Config;
use oasmith::config::{Lint, Word};
use oasmith::diagnostic::nearest;

const FILE: &str = "oasmith.toml";

/// Jobs, with the path and the text of the file that they come from, if there is one.
pub type Jobs = (Vec<Job>, Option<(PathBuf, String)>);

/// The jobs of the nearest `oasmith.toml`, in this folder or an ancestor.
///
/// # Errors
///
/// All faults of the file.
pub fn jobs() -> Result<Jobs, Vec<String>> {
    let here =
        std::env::current_dir().map_err(|error| vec![format!("the current folder: {error}")])?;
    let found = here
        .ancestors()
        .map(|folder| folder.join(FILE))
        .find(|path| path.is_file());
    let Some(path) = found else {
        return Err(vec![format!(
            "give a description and --out, or write {FILE} in this or a parent folder"
        )]);
    };
    let shown = relative(path.clone());
    let text = std::fs::read_to_string(&path)
        .map_err(|error| vec![format!("{}: {error}", shown.display())])?;
    let folder = path.parent().unwrap_or(&here);
    match parse(&text, folder) {
        Ok(jobs) => Ok((jobs, Some((shown, text)))),
        Err(faults) => {
            let faults = faults.into_iter();
            Err(faults
                .map(|fault| format!("{}:{fault}", shown.display()))
                .collect())
        }
    }
}

/// The table of an `[[api]]` that is no option of the command line.
const PAGINATION: &str = "pagination";

/// The keys of an `[[api]]` that are options of the command line.
pub const KEYS: &[&str] = &[
    "spec",
    "out",
    "name",
    "client",
    "server",
    "webhooks",
    "module",
    "modules",
    "description",
    "explorer",
    "support",
    "root",
    "overlays",
    "allow",
    "warn",
    "deny",
    "include-operations",
    "exclude-operations",
    "prune",
    "include-types",
    "exclude-types",
    "replace",
    "derives",
    "names",
    "dates",
    "enums",
    "unknown-properties",
    "untyped",
    "formats",
    "nulls",
    "numbers",
    "callers",
];

/// The jobs of a text, or its faults, each with line and column.
pub fn parse(text: &str, folder: &Path) -> Result<Vec<Job>, Vec<String>> {
    let mut file = File {
        folder,
        faults: Vec::new(),
        words: Vec::new(),
    };
    let jobs = match DeTable::parse(text) {
        Ok(table) => file.jobs(table.get_ref()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            file.fault(at, error.message());
            Vec::new()
        }
    };
    if file.faults.is_empty() {
        return Ok(jobs);
    }
    file.faults.sort();
    let faults = file.faults.into_iter();
    Err(faults
        .map(|(at, message)| {
            let (line, column) = place(text, at);
            format!("{line}:{column}: {message}")
        })
        .collect())
}

/// Line and column, from 1, of a byte.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// A value with its place.
type Value<'t> = Spanned<DeValue<'t>>;

/// A file that is being read.
struct File<'a> {
    /// The folder that its paths are relative to.
    folder: &'a Path,
    /// Messages, by the byte that each is about.
    faults: Vec<(usize, String)>,
    /// The places of the values of the job that is being read.
    words: Vec<Place>,
}

/// The place of a value of an option in a file.
pub struct Place {
    pub option: String,
    pub word: String,
    pub bytes: Range<usize>,
}

impl File<'_> {
    fn fault(&mut self, at: usize, message: impl Display) {
        self.faults.push((at, message.to_string()));
    }

    fn jobs(&mut self, table: &DeTable<'_>) -> Vec<Job> {
        for key in table.keys().filter(|key| key.get_ref() != "api") {
            let message = format!(
                "unknown key `{}`, expected [[api]] for each description",
                key.get_ref()
            );
            self.fault(key.span().start, message);
        }
        let apis = table.get("api");
        let Some(apis) = apis.and_then(|apis| apis.get_ref().as_array()) else {
            self.fault(
                apis.map_or(0, |apis| apis.span().start),
                "expected at least one [[api]]",
            );
            return Vec::new();
        };
        apis.iter().filter_map(|api| self.job(api)).collect()
    }

    fn job(&mut self, api: &Value<'_>) -> Option<Job> {
        let Some(table) = api.get_ref().as_table() else {
            self.fault(api.span().start, "expected a table for [[api]]");
            return None;
        };
        let mut config = Config::default();
        let (mut spec, mut out) = (None, None);
        for (key, value) in table {
            match &**key.get_ref() {
                "spec" => spec = self.path(key, value),
                "out" => out = self.path(key, value),
                PAGINATION => config.pagination = self.pagination(key, value),
                word if KEYS.contains(&word) => self.option(&mut config, word, key, value),
                word => {
                    let near = nearest(word, KEYS.iter().copied().chain([PAGINATION]))
                        .map(|near| format!(", did you mean `{near}`?"))
                        .unwrap_or_else(|| {
                            format!(", expected one of {}, {PAGINATION}", KEYS.join(", "))
                        });
                    let message = format!("unknown key `{word}` in [[api]]{near}");
                    self.fault(key.span().start, message);
                }
            }
        }
        for keyword in ["spec", "out"] {
            if !table.contains_key(keyword) {
                self.fault(
                    api.span().start,
                    format!("missing key `{keyword}` in [[api]]"),
                );
            }
        }
        Some(Job {
            spec: spec?,
            out: out?,
            config,
            words: std::mem::take(&mut self.words),
        })
    }

    fn option(&mut self, config: &mut Config, word: &str, key: &Key<'_>, value: &Value<'_>) {
        match word {
            "name" => {
                config.crate_name = self.text(key, value).map(str::to_owned);
                if let Some(Err(message)) = config.crate_name.as_deref().map(check_name) {
                    self.fault(value.span().start, message);
                }
            }
            "client" => self.flag(&mut config.client, key, value),
            "server" => self.flag(&mut config.server, key, value),
            "module" => self.flag(&mut config.module, key, value),
            "webhooks" => self.flag(config.webhooks.insert(true), key, value),
            "description" => self.flag(config.description.insert(true), key, value),
            "explorer" => self.flag(&mut config.explorer, key, value),
            "prune" => self.flag(&mut config.prune, key, value),
            "modules" => self.word(&mut config.modules, key, value),
            "dates" => self.word(&mut config.dates, key, value),
            "enums" => self.word(&mut config.enums, key, value),
            "unknown-properties" => self.word(&mut config.unknown_properties, key, value),
            "untyped" => self.word(&mut config.untyped, key, value),
            "formats" => self.word(&mut config.formats, key, value),
            "nulls" => self.word(&mut config.nulls, key, value),
            "numbers" => self.word(&mut config.numbers, key, value),
            "callers" => self.word(&mut config.callers, key, value),
            "support" => {
                config.support = self
                    .text(key, value)
                    .and_then(|text| self.code(text, value));
            }
            "root" => config.root = self.path(key, value),
            "overlays" => {
                config.overlays = self.list(key, value, |file, item, _| file.path(key, item));
            }
            "allow" => config.allow = self.lints(key, value),
            "warn" => config.warn = self.lints(key, value),
            "deny" => config.deny = self.lints(key, value),
            "include-operations" => config.include_operations = self.words(key, value),
            "exclude-operations" => config.exclude_operations = self.words(key, value),
            "include-types" => config.include_types = self.words(key, value),
            "exclude-types" => config.exclude_types = self.words(key, value),
            "replace" => config.replace = self.pairs(key, value),
            "names" => config.names = self.pairs(key, value),
            "derives" => {
                for (name, value) in self.entries(key, value) {
                    let paths = self.list(key, value, |file, item, text| file.code(text, item));
                    let derives = paths
                        .into_iter()
                        .map(|path| (Word::from(name.as_str()), path));
                    config.derives.extend(derives);
                }
            }
            _ => {}
        }
    }

    /// A path, as seen from the current folder.
    fn path(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<PathBuf> {
        let path = self.text(key, value)?;
        Some(relative(self.folder.join(path)))
    }

    fn text<'t>(&mut self, key: &Key<'_>, value: &'t Value<'_>) -> Option<&'t str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            let message = format!("expected a string for `{}`", key.get_ref());
            self.fault(value.span().start, message);
        }
        text
    }

    fn flag(&mut self, flag: &mut bool, key: &Key<'_>, value: &Value<'_>) {
        match value.get_ref().as_bool() {
            Some(value) => *flag = value,
            None => {
                let message = format!("expected true or false for `{}`", key.get_ref());
                self.fault(value.span().start, message);
            }
        }
    }

    /// Parses a text.
    fn code<T: FromStr<Err: Display>>(&mut self, text: &str, value: &Value<'_>) -> Option<T> {
        text.parse()
            .map_err(|error| self.fault(value.span().start, error))
            .ok()
    }

    fn lints(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<Lint> {
        self.list(key, value, |file, item, text| file.code(text, item))
    }

    fn word<T: FromStr<Err: Display>>(&mut self, word: &mut T, key: &Key<'_>, value: &Value<'_>) {
        let text = self.text(key, value);
        if let Some(value) = text.and_then(|text| self.code(text, value)) {
            *word = value;
        }
    }

    fn list<T>(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
        item: impl Fn(&mut Self, &Value<'_>, &str) -> Option<T>,
    ) -> Vec<T> {
        let items = value.get_ref().as_array();
        let are_texts = items.is_some_and(|items| items.iter().all(|item| item.get_ref().is_str()));
        if !are_texts {
            let message = format!("expected a list of strings for `{}`", key.get_ref());
            self.fault(value.span().start, message);
            return Vec::new();
        }
        let items = items.into_iter().flat_map(|items| items.iter());
        items
            .filter_map(|value| item(self, value, value.get_ref().as_str()?))
            .collect()
    }

    fn words(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<Word> {
        self.list(key, value, |file, item, text| {
            file.note(key, text, item.span());
            Some(Word::from(text))
        })
    }

    fn note(&mut self, key: &Key<'_>, word: &str, bytes: Range<usize>) {
        self.words.push(Place {
            option: key.get_ref().to_string(),
            word: word.to_owned(),
            bytes,
        });
    }

    /// The entries of a table, in the order of the text.
    fn entries<'t, 'v>(
        &mut self,
        key: &Key<'_>,
        value: &'v Value<'t>,
    ) -> Vec<(String, &'v Value<'t>)> {
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("expected a table for `{}`", key.get_ref());
            self.fault(value.span().start, message);
            return Vec::new();
        };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut named = Vec::new();
        for (name, value) in entries {
            self.note(key, name.get_ref(), name.span());
            named.push((name.get_ref().to_string(), value));
        }
        named
    }

    fn pairs<T: FromStr<Err: Display>>(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
    ) -> Vec<(String, T)> {
        let entries = self.entries(key, value);
        entries
            .into_iter()
            .filter_map(|(name, value)| {
                let text = self.text(key, value)?;
                Some((name, self.code(text, value)?))
            })
            .collect()
    }
}

/// A key with its place.
type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;

/// The path relative to the current folder, if it is below that: diagnostics show it.
fn relative(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    match below {
        Some(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Some(below) => below,
        None => path,
    }
}
