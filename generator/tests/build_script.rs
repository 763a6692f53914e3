//! What a build script prints: this test runs itself as one, and takes the output apart as cargo does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set for the build script: its description.
const SPEC: &str = "OASMITH_TEST_SPEC";

fn main() {
    if let Some(spec) = std::env::var_os(SPEC) {
        oasmith::build::generate("api", spec, &oasmith::Config::default());
        return;
    }
    for (number, case) in cases().iter().enumerate() {
        check(&case.name, number, case);
    }
    the_folder_of_the_output_is_no_directive();
}

/// A description, and what is expected of its build script.
struct Case {
    name: String,
    /// Files below the folder of the build script, the description first.
    files: Vec<(String, String)>,
    /// The files that cargo must watch.
    watched: Vec<String>,
    /// A part of a warning or an error.
    said: String,
}

fn cases() -> Vec<Case> {
    let case = |name: &str, text: String, others: &[&str], said: &str| {
        let others = others.iter().map(|it| (*it).to_owned());
        Case {
            name: name.to_owned(),
            files: vec![("api.json".to_owned(), text)],
            watched: std::iter::once("api.json".to_owned())
                .chain(others)
                .collect(),
            said: said.to_owned(),
        }
    };
    let link = "x\ncargo::rustc-link-arg=-Wl,--evil\ny.yaml";
    let mut cases = vec![
        case(
            "a harmless reference",
            reference("b.yaml"),
            &["b.yaml"],
            "b.yaml",
        ),
        case(
            "a line feed",
            reference(link),
            &[],
            r"cargo cannot watch `x\ncargo::rustc-link-arg=-Wl,--evil\ny.yaml`",
        ),
        case(
            "the old syntax",
            reference("x\ncargo:rustc-cfg=evil\ny"),
            &[],
            r"`x\ncargo:rustc-cfg=evil\ny`",
        ),
        case(
            "a carriage return",
            reference("x\r\n\r cargo::rustc-env=A=B\r"),
            &[],
            r"`x\r\n\r cargo::rustc-env=A=B\r`",
        ),
        case(
            "other line ends",
            reference("x\u{85}cargo::metadata=a=b\u{2028}\u{b}\u{c}y"),
            &[],
            r"`x\u{85}cargo::metadata=a=b\u{2028}\u{b}\u{c}y`",
        ),
        case(
            "escape sequences",
            reference("x\u{1b}]0;evil\u{7}\u{202e}"),
            &[],
            r"`x\u{1b}]0;evil\u{7}\u{202e}`",
        ),
        case(
            "a space at the end",
            reference("b.yaml "),
            &[],
            "cargo cannot watch `b.yaml `",
        ),
        case(
            "two references",
            reference2("x\n", "y\n"),
            &[],
            "nor for 1 other file",
        ),
        // The texts of errors, when there is no description at all.
        case(
            "a version",
            r#"{"openapi": "9\ncargo::rustc-env=A=B", "info": {}}"#.to_owned(),
            &[],
            r"\ncargo::rustc-env=A=B",
        ),
        case(
            "a key",
            reference("b.yaml").replace("\"info\"", r#""inf\ncargo::rustc-env=A=B\u001b[2J""#),
            &["b.yaml"],
            r"inf\ncargo::rustc-env=A=B\u{1b}[2J",
        ),
        case(
            "a fault of syntax",
            "{\n  cargo::rustc-env=A=B\u{9b}2J:\n cargo::rustc-cfg=a [\n".to_owned(),
            &[],
            "error",
        ),
        case(
            "a keyword",
            reference("b.yaml").replace("\"get\"", r#""ge\ncargo::rustc-flags=-l evil""#),
            &["b.yaml"],
            r"ge\ncargo::rustc-flags=-l evil",
        ),
    ];
    if cfg!(unix) {
        let name = "a\ncargo::rustc-env=A=B.json";
        cases.push(Case {
            name: "the description itself".to_owned(),
            files: vec![(name.to_owned(), reference("b.yaml"))],
            watched: vec!["b.yaml".to_owned()],
            said: r"cargo cannot watch `a\ncargo::rustc-env=A=B.json`".to_owned(),
        });
    }
    cases
}

fn reference(to: &str) -> String {
    reference2(to, to)
}

/// A description with two references.
fn reference2(first: &str, second: &str) -> String {
    let responses = |to: &str| serde_json::json!({"get": {"responses": {"200": {"$ref": to}}}});
    serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "a", "version": "1"},
        "paths": {"/a": responses(first), "/b": responses(second)},
    })
    .to_string()
}

struct Folder(PathBuf);

impl Folder {
    fn new(number: usize) -> Self {
        let name = format!("oasmith-build-script-{}-{number}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        let _ = fs::remove_dir_all(&folder.0);
        fs::create_dir_all(&folder.0).expect("it can be made");
        folder
    }

    /// Runs the build script in the folder.
    fn run(&self, spec: &str, out: &Path) -> Vec<Directive> {
        let this = std::env::current_exe().expect("it is a file");
        let mut script = Command::new(this);
        script.env(SPEC, spec).env("OUT_DIR", out);
        let output = script.current_dir(&self.0).output().expect("it runs");
        assert!(output.status.success(), "{output:?}");
        assert_eq!(output.stderr, b"", "{output:?}");
        directives(&output.stdout)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug)]
enum Directive {
    Watch(String),
    Say(String),
}

/// The directives of an output, which holds nothing else. Cargo divides it at line feeds, and trims
/// each line.
fn directives(output: &[u8]) -> Vec<Directive> {
    let output = output.strip_suffix(b"\n").unwrap_or(output);
    let lines = output.split(|byte| *byte == b'\n');
    let directive = |line| {
        let line = std::str::from_utf8(line).expect("it is UTF-8");
        assert_eq!(line.trim_start(), line);
        let hidden = |it: char| {
            it.is_control()
                || matches!(it, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!line.contains(hidden), "{line:?}");
        if let Some(path) = line.strip_prefix("cargo::rerun-if-changed=") {
            return Directive::Watch(path.to_owned());
        }
        let said = line.strip_prefix("cargo::warning=");
        let said = said.or(line.strip_prefix("cargo::error="));
        Directive::Say(
            said.unwrap_or_else(|| panic!("{line:?} is no directive of ours"))
                .to_owned(),
        )
    };
    lines.map(directive).collect()
}

fn check(name: &str, number: usize, case: &Case) {
    let folder = Folder::new(number);
    for (path, text) in &case.files {
        fs::write(folder.0.join(path), text).expect("it can be written");
    }
    let directives = folder.run(&case.files[0].0, &folder.0.join("out"));
    let paths = directives.iter().filter_map(|it| match it {
        Directive::Watch(path) => Some(path),
        Directive::Say(_) => None,
    });
    let paths: Vec<_> = paths.collect();
    assert_eq!(paths, case.watched.iter().collect::<Vec<_>>(), "{name}");
    let said = |it: &Directive| matches!(it, Directive::Say(text) if text.contains(&case.said));
    assert!(directives.iter().any(said), "{name}: {directives:?}");
}

/// `OUT_DIR` is cargo's, and yet an error with its name is printed like any other.
fn the_folder_of_the_output_is_no_directive() {
    let folder = Folder::new(cases().len());
    fs::write(folder.0.join("api.json"), reference("b.yaml")).expect("it can be written");
    let blocked = folder.0.join("x\ncargo::rustc-env=A=B");
    if fs::write(&blocked, "a file").is_ok() {
        let directives = folder.run("api.json", &blocked);
        let said = format!("{directives:?}");
        assert!(said.contains(r"x\\ncargo::rustc-env=A=B"), "{said}");
    }
}
