//! `oasmith.toml`: what a project generates.

use std::path::{Path, PathBuf};

use super::Job;
use oasmith::Config;

const FILE: &str = "oasmith.toml";

/// The jobs of the nearest `oasmith.toml`, in this folder or one above it.
pub fn jobs() -> Result<Vec<Job>, String> {
    let here = std::env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
    let found = here
        .ancestors()
        .map(|folder| folder.join(FILE))
        .find(|path| path.is_file());
    let Some(path) = found else {
        return Err(format!(
            "give a description and --out, or write {FILE} in this or a parent folder"
        ));
    };
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let folder = path.parent().unwrap_or(&here);
    parse(&text, folder).map_err(|error| format!("{}: {error}", path.display()))
}

fn parse(text: &str, folder: &Path) -> Result<Vec<Job>, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.to_string())?;
    if let Some(key) = table.keys().find(|key| *key != "api") {
        return Err(format!(
            "there is no key `{key}`; each description is an [[api]]"
        ));
    }
    let apis = table
        .get("api")
        .and_then(toml::Value::as_array)
        .ok_or("at least one [[api]] is needed")?;
    apis.iter()
        .map(|api| job(api.as_table().ok_or("an [[api]] is a table")?, folder))
        .collect()
}

fn job(api: &toml::Table, folder: &Path) -> Result<Job, String> {
    let mut config = Config::default();
    let (mut spec, mut out) = (None, None);
    for (key, value) in api {
        match &**key {
            "spec" => spec = Some(folder.join(text(key, value)?)),
            "out" => out = Some(folder.join(text(key, value)?)),
            "name" => {
                let name = text(key, value)?;
                check_name(name)?;
                config.crate_name = Some(name.to_owned());
            }
            "client" => config.client = flag(key, value)?,
            "server" => config.server = flag(key, value)?,
            "module" => config.module = flag(key, value)?,
            _ => {
                return Err(format!(
                    "an [[api]] has no key `{key}`; it has spec, out, name, client, server and module"
                ));
            }
        }
    }
    let missing = |key| format!("an [[api]] needs `{key}`");
    Ok(Job {
        spec: relative(spec.ok_or(missing("spec"))?),
        out: relative(out.ok_or(missing("out"))?),
        config,
    })
}

/// Refuses what is no name for a crate.
pub fn check_name(name: &str) -> Result<(), String> {
    let allowed = |each: char| matches!(each, 'a'..='z' | '0'..='9' | '-' | '_');
    if name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(allowed) {
        return Ok(());
    }
    Err(format!(
        "`{name}` is no name for a crate: lower-case letters, digits, - and _, starting with a letter"
    ))
}

fn text<'a>(key: &str, value: &'a toml::Value) -> Result<&'a str, String> {
    value
        .as_str()
        .ok_or_else(|| format!("`{key}` must be a string"))
}

fn flag(key: &str, value: &toml::Value) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| format!("`{key}` must be true or false"))
}

/// The path from the current folder, where that is shorter: it is what diagnostics show.
fn relative(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned))
        .unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::parse;

    #[test]
    fn every_api_is_a_job() {
        let text = "[[api]]\nspec = \"a.yaml\"\nout = \"a\"\nserver = false\n[[api]]\nspec = \"b.yaml\"\nout = \"b\"\n";
        let jobs = parse(text, Path::new("/project")).expect("it is valid");
        let paths: Vec<_> = jobs
            .iter()
            .map(|job| (job.spec.as_path(), job.config.server))
            .collect();
        assert_eq!(
            paths,
            [
                (Path::new("/project/a.yaml"), false),
                (Path::new("/project/b.yaml"), true)
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, expected) in [
            ("", "at least one [[api]]"),
            ("apis = 1", "no key `apis`"),
            ("[[api]]\nspec = \"a\"", "needs `out`"),
            ("[[api]]\nspec = 1\nout = \"a\"", "`spec` must be a string"),
            ("[[api]]\nspecs = 1", "no key `specs`"),
        ] {
            let error = parse(text, Path::new("/")).err().expect(text);
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
