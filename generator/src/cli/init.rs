//! `oasmith init`: a description → a commented `oasmith.toml`.
//!
//! What is written about an option comes from its definition for the command line.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use clap::{Arg, ArgAction, CommandFactory};

use super::project::KEYS;
use super::{Arguments, FAILED, USAGE, print_report, show, terminal};
use oasmith::diagnostic::Severity;
use oasmith::{Config, Style, printable};

#[derive(clap::Args)]
pub struct Init {
    /// The description.
    spec: PathBuf,
    /// The file to write; an existing one stays as it is.
    #[arg(long, value_name = "FILE", default_value = "oasmith.toml")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Init, style: Style) -> u8 {
    let Init { spec, out } = arguments;
    if spec == Path::new("-") {
        terminal::error("give the file of the description: the configuration names it");
        return USAGE;
    }
    if out.exists() {
        terminal::error(&exists(out));
        return USAGE;
    }
    let config = Config::default();
    let (api, report) = match oasmith::read_model(spec, &config) {
        Ok(read) => read,
        Err(report) => {
            print_report(&report, false, style);
            terminal::error(&format!("`{}` is not written", out.display()));
            return FAILED;
        }
    };
    let written = Values::find(spec, out, oasmith::crate_name(&api, &config)).and_then(|values| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(out)?;
        file.write_all(text(&values).as_bytes())
    });
    match written {
        Ok(()) => {
            let warnings = show::plural(report.count(Severity::Warning), "warning");
            terminal::print(&format!(
                "wrote `{}`: `oasmith generate` writes the output, `oasmith check` shows {warnings}",
                printable::line(&out.to_string_lossy())
            ));
            0
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            terminal::error(&exists(out));
            USAGE
        }
        Err(error) => {
            terminal::error(&format!("cannot write `{}`: {error}", out.display()));
            USAGE
        }
    }
}

fn exists(path: &Path) -> String {
    format!("`{}` exists, and stays as it is", path.display())
}

/// The values that follow from the description.
struct Values {
    /// Paths as the configuration names them.
    spec: String,
    out: String,
    root: String,
    name: String,
}

impl Values {
    fn find(spec: &Path, file: &Path, name: String) -> io::Result<Self> {
        let folder = fs::canonicalize(parent(file))?;
        let root = fs::canonicalize(parent(spec))?;
        let spec = root.join(spec.file_name().unwrap_or_default());
        Ok(Self {
            spec: relative(&spec, &folder)?,
            out: free_name(&folder, &name),
            root: relative(&root, &folder)?,
            name,
        })
    }
}

fn parent(path: &Path) -> &Path {
    let parent = path.parent().unwrap_or(path);
    if parent.as_os_str().is_empty() {
        return Path::new(".");
    }
    parent
}

/// A name that nothing in the folder has.
fn free_name(folder: &Path, name: &str) -> String {
    let numbered = (2..100).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| !folder.join(name).exists());
    free.unwrap_or_else(|| name.to_owned())
}

/// A path as seen from a folder, with slashes. Both are absolute.
fn relative(path: &Path, folder: &Path) -> io::Result<String> {
    let (parts, of_folder): (Vec<_>, Vec<_>) =
        (path.components().collect(), folder.components().collect());
    let same = parts.iter().zip(&of_folder);
    let common = same.take_while(|(left, right)| left == right).count();
    if common == 0 {
        return utf8(path).map(str::to_owned);
    }
    let up = of_folder.iter().skip(common).map(|_| Ok(".."));
    let down = parts.iter().skip(common);
    let down = down.map(|part: &Component<'_>| utf8(Path::new(part)));
    let steps = up.chain(down).collect::<io::Result<Vec<_>>>()?;
    if steps.is_empty() {
        return Ok(".".to_owned());
    }
    Ok(steps.join("/"))
}

fn utf8(path: &Path) -> io::Result<&str> {
    let message = || format!("`{}` is not UTF-8, as TOML has to be", path.display());
    path.to_str()
        .ok_or_else(|| io::Error::new(ErrorKind::InvalidData, message()))
}

const HEADER: &str = "\
# The configuration of `oasmith generate` and `oasmith check`; paths are relative to this file.
#
# Options that are not set are commented out, with their defaults. What a list or a table holds stands
# behind it.
";

/// The text of the file.
fn text(values: &Values) -> String {
    let mut text = format!("{HEADER}\n[[api]]\n");
    let command = Arguments::command();
    let generate = command.find_subcommand("generate");
    let arguments = || generate.into_iter().flat_map(clap::Command::get_arguments);
    for key in KEYS {
        let argument = arguments().find(|argument| key_of(argument) == *key);
        let Some(argument) = argument else { continue };
        if *key != "spec" {
            text.push_str(&format!("\n# {}\n", comment(argument)));
        }
        let is_set = matches!(*key, "spec" | "out" | "name");
        let sign = if is_set { "" } else { "#" };
        // A flag with an opposite is on for a crate.
        let opposite = format!("no-{key}");
        let is_on = arguments().any(|argument| argument.get_long() == Some(&opposite));
        let value = match argument.get_action() {
            ArgAction::SetTrue => is_on.to_string(),
            _ => value(argument, values),
        };
        text.push_str(&format!("{sign}{key} = {value}\n"));
    }
    text.push_str(PAGINATION);
    text
}

/// The table that is no option of the command line.
const PAGINATION: &str = "
# How the pages of operations follow each other, where the description does not show it.
#[api.pagination]
#\"GET /pets\" = { kind = \"cursor\", parameter = \"page_token\", next = \"/meta/next_page_token\" }
#\"/owners\" = false
";

/// The key of an option: that of `--no-client` is `client`.
fn key_of(argument: &Arg) -> &str {
    let long = argument.get_long().unwrap_or(argument.get_id().as_str());
    long.strip_prefix("no-").unwrap_or(long)
}

fn is_negative(argument: &Arg) -> bool {
    let long = argument.get_long();
    long.is_some_and(|long| long.starts_with("no-"))
}

/// What an option is for, in a line.
fn comment(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string);
    let help = help.unwrap_or_default().replace("; may be repeated", "");
    let help = help.trim_end_matches('.');
    let mut rest = help.chars();
    match rest.next() {
        Some(first) if is_negative(argument) => {
            format!("false: {}{}.", first.to_lowercase(), rest.as_str())
        }
        _ => format!("{help}."),
    }
}

/// The value that is written for an option: its default, or what follows from the description.
fn value(argument: &Arg, values: &Values) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let name = names.first().map(|name| name.as_str()).unwrap_or_default();
    let defaults = argument.get_default_values();
    match (argument.get_action(), key_of(argument)) {
        (ArgAction::Append, "derives") => format!("{{}} # {}", entry(name, true)),
        (ArgAction::Append, _) if name.contains('=') => format!("{{}} # {}", entry(name, false)),
        (ArgAction::Append, _) => format!("[] # [\"{name}\"]"),
        (_, "spec") => quoted(&values.spec),
        (_, "out") => quoted(&values.out),
        (_, "name") => quoted(&values.name),
        (_, "root") => quoted(&values.root),
        _ => match defaults.first() {
            Some(default) => quoted(&default.to_string_lossy()),
            None => "\"crate::support\" # by default a copy".to_owned(),
        },
    }
}

/// `WHAT=TYPE` as the entry of a table.
fn entry(name: &str, is_list: bool) -> String {
    let (key, value) = name.split_once('=').unwrap_or((name, ""));
    if is_list {
        return format!("{{ \"{key}\" = [\"{value}\"] }}");
    }
    format!("{{ \"{key}\" = \"{value}\" }}")
}

/// A text as a basic string of TOML: one printable line.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|each| match each {
        '"' | '\\' => format!("\\{each}"),
        each if printable::line(each.encode_utf8(&mut [0; 4])).len() == each.len_utf8() => {
            each.to_string()
        }
        each => format!("\\U{:08x}", u32::from(each)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{KEYS, Values, relative, text};
    use crate::cli::project;
    use oasmith::Config;

    fn values() -> Values {
        Values {
            spec: "a \"b\"\u{7f}\n.yaml".to_owned(),
            out: "pets".to_owned(),
            root: ".".to_owned(),
            name: "pets".to_owned(),
        }
    }

    #[track_caller]
    fn config(text: &str) -> Config {
        let jobs = project::parse(text, Path::new("/p")).unwrap_or_else(|it| panic!("{it:?}"));
        assert_eq!(jobs.len(), 1);
        let job = jobs.into_iter().next().expect("there is one");
        assert_eq!(job.spec, Path::new("/p/a \"b\"\u{7f}\n.yaml"));
        assert_eq!(job.out, Path::new("/p/pets"));
        job.config
    }

    #[test]
    fn what_is_written_is_the_default_with_a_name() {
        let expected = Config {
            crate_name: Some("pets".to_owned()),
            ..Config::default()
        };
        assert_eq!(config(&text(&values())), expected);
    }

    #[test]
    fn every_option_is_there_with_its_default() {
        let text = text(&values());
        let lines = text.lines().map(|line| match line.strip_prefix('#') {
            Some(option) if option.starts_with(|each: char| each.is_ascii_lowercase()) => option,
            _ => line,
        });
        let all: Vec<_> = lines.collect();
        for key in KEYS {
            let is_it = |line: &&&str| line.starts_with(&format!("{key} = "));
            assert_eq!(all.iter().filter(is_it).count(), 1, "{key}\n{text}");
        }
        let expected = Config {
            crate_name: Some("pets".to_owned()),
            root: Some("/p/.".into()),
            webhooks: Some(true),
            description: Some(true),
            support: Some("crate::support".parse().expect("it is a path")),
            ..Config::default()
        };
        assert_eq!(config(&all.join("\n")), expected);
    }

    #[test]
    fn what_lists_and_tables_hold_is_shown_as_it_is_written() {
        let text = text(&values());
        let mut shown = 0;
        for line in text.lines() {
            let option = line
                .strip_prefix('#')
                .and_then(|line| line.split_once(" = "));
            let Some((key, value)) = option else { continue };
            let Some((_, form)) = value.split_once(" # ") else {
                continue;
            };
            if !form.starts_with(['[', '{']) {
                continue;
            }
            let form = form.replace("CODE|warnings", "warnings");
            let api = format!("[[api]]\nspec = \"a\"\nout = \"a\"\n{key} = {form}\n");
            let read = project::parse(&api, Path::new("/p"));
            assert!(read.is_ok(), "{api}{:?}", read.err());
            shown += 1;
        }
        assert_eq!(shown, 11, "{text}");
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        for (path, folder, expected) in [
            ("/a/b/c.yaml", "/a/b", "c.yaml"),
            ("/a/b/c.yaml", "/a", "b/c.yaml"),
            ("/a/b/c.yaml", "/a/d/e", "../../b/c.yaml"),
            ("/a", "/a", "."),
            ("/a", "/a/b", ".."),
        ] {
            let found = relative(Path::new(path), Path::new(folder));
            assert_eq!(found.expect("it is UTF-8"), expected);
        }
    }
}
