//! Folders of descriptions, and what is compared of their bundles.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use oasmith::source::{Node, parse};
use oasmith::{Bundled, Config, Description, Generated, Report, Style, generate};

/// A folder that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("oasmith-bundle-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // What an earlier run with the same number left.
        let _ = fs::remove_dir_all(&path);
        let folder = Self(path);
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(path, text.trim_start()).expect("it can be written");
    }

    /// A text without the path of the folder.
    fn hide(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The configuration that emits every component.
pub fn whole() -> Config {
    Config {
        prune: false,
        ..Config::default()
    }
}

pub fn bundle(path: &Path, config: &Config) -> Bundled {
    let bundled = Description::file(path).bundle(config);
    bundled.unwrap_or_else(|report| panic!("{}: {}", path.display(), rendered(&report)))
}

pub fn rendered(report: &Report) -> String {
    let diagnostics = report.diagnostics.iter();
    diagnostics
        .map(|diagnostic| report.render(diagnostic, Style::Plain))
        .collect()
}

pub fn node(text: &str) -> Node {
    let mut tree = parse(Path::new("t"), text.to_owned()).expect("it can be read");
    tree.files.remove(0).root
}

/// Bundles the first of some files, and compares the bundle as YAML and what is reported, and the
/// emitted code.
#[track_caller]
pub fn check(files: &[(&str, &str)], config: &Config, expected: &str) -> String {
    let (folder, bundled, actual) = check_text(files, config, expected);
    let first = folder.0.join(files.first().expect("there is a first").0);
    agrees(&bundled, &first, config);
    actual
}

/// As [`check`], but for the emitted code.
#[track_caller]
pub fn check_text(
    files: &[(&str, &str)],
    config: &Config,
    expected: &str,
) -> (Folder, Bundled, String) {
    let folder = Folder::new(files);
    let first = folder.0.join(files.first().expect("there is a first").0);
    let bundled = bundle(&first, config);
    let said = rendered(&bundled.report);
    let actual = folder.hide(&format!("{}{said}", bundled.to_yaml()));
    assert!(actual.trim() == expected.trim(), "the bundle is\n{actual}");
    same_texts(&bundled, "a bundle");
    (folder, bundled, actual)
}

/// What holds for each bundle: the emitted code is that of the description, but for the order of types,
/// a bundle of it is itself, and both texts have the same nodes.
#[track_caller]
pub fn agrees(bundled: &Bundled, path: &Path, config: &Config) {
    let name = path.display();
    same_texts(bundled, &name.to_string());
    for generator in [
        config.clone(),
        Config {
            prune: true,
            ..config.clone()
        },
    ] {
        let expected = generate(path, &generator);
        let actual = generate(bundled, &generator);
        match (expected, actual) {
            (Ok(expected), Ok(actual)) => {
                let found = difference(&sorted(expected), &sorted(actual));
                assert!(found.is_none(), "{name}: {}", found.unwrap_or_default());
            }
            (expected, actual) => assert_eq!(expected.is_ok(), actual.is_ok(), "{name}"),
        }
    }
}

/// A bundle of a bundle is itself, byte for byte, and both texts have the same nodes.
#[track_caller]
pub fn same_texts(bundled: &Bundled, name: &str) {
    let (json, yaml) = (bundled.to_json(), bundled.to_yaml());
    assert!(
        node(&json) == node(&format!("# YAML\n{yaml}")) || !exact(&json),
        "{name}: the texts differ"
    );
    let again = Description::from(bundled).bundle(&Config::default());
    let again = again.expect("it is a description");
    assert!(
        again.to_json() == json,
        "{name}: the bundle of the bundle differs"
    );
    let again = Description::text("t.yaml", yaml.clone()).bundle(&Config::default());
    let again = again.expect("it is a description");
    assert!(
        again.to_yaml() == yaml,
        "{name}: the bundle of the YAML differs"
    );
}

/// Whether a text has no number with an exponent, which YAML has in another notation.
fn exact(json: &str) -> bool {
    let mut numbers = json.split(|it: char| !(it.is_ascii_alphanumeric() || "+-.".contains(it)));
    !numbers.any(|word| word.contains(['e', 'E']) && word.parse::<f64>().is_ok())
}

/// The lines of each file in alphabetical order, without where the types are declared: a bundle declares
/// them elsewhere.
fn sorted(mut generated: Generated) -> Generated {
    for file in &mut generated.files {
        let lines = file.content.lines();
        let lines = lines.map(|line| match line.split_once(": \"") {
            Some((before, _)) if before.starts_with("    models::") => before,
            _ => line,
        });
        let mut lines: Vec<_> = lines
            .filter(|line| !line.starts_with("    const SCHEMA: "))
            .collect();
        lines.sort_unstable();
        file.content = lines.join("\n");
    }
    generated
}

/// The first file that differs, with its first different line.
pub fn difference(expected: &Generated, actual: &Generated) -> Option<String> {
    for (left, right) in expected.files.iter().zip(&actual.files) {
        if left.path != right.path {
            return Some(format!("{} is {}", left.path, right.path));
        }
        let lines = left.content.lines().zip(right.content.lines());
        let found = lines.enumerate().find(|(_, (left, right))| left != right);
        if let Some((number, (old, new))) = found {
            let path = &left.path;
            return Some(format!("{path}:{}\n  {old}\n  {new}", number + 1));
        }
        if left.content != right.content {
            return Some(format!("{} ends elsewhere", left.path));
        }
    }
    let (left, right) = (expected.files.len(), actual.files.len());
    (left != right).then(|| format!("{left} files, {right} in the bundle"))
}
