//! What the command line prints about hostile text, wherever it stands.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::literals::description;
use super::{HOSTILE, is_harmless};

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("oasmith-terminal-{}-{number}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        let _ = fs::remove_dir_all(&folder.0);
        fs::create_dir_all(&folder.0).expect("it can be made");
        folder
    }

    fn write(&self, path: &str, content: &str) {
        fs::write(self.0.join(path), content).expect("it can be written");
    }

    /// Runs the command line and returns its two outputs, in which nothing acts on a terminal.
    #[track_caller]
    fn run(&self, arguments: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
        let output = command.args(arguments).current_dir(&self.0).output();
        let output = output.expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
        let (out, err) = (text(output.stdout), text(output.stderr));
        for text in [&out, &err] {
            let acts = |each: char| each != '\n' && !is_harmless(each);
            assert!(!text.contains(acts), "{arguments:?}: {text:?}");
            let forged = text.lines().any(|line| line.starts_with("error[fake]"));
            assert!(!forged, "{arguments:?}: {text}");
        }
        (out, err)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The value with the hostile text in place of the string with a number, keys included; `None` behind
/// the last.
fn with_hostile(value: &Value, number: usize) -> Option<Value> {
    let mut next = 0;
    let value = replaced(value, &mut |text| {
        let is_it = next == number;
        next += 1;
        if is_it { HOSTILE } else { text }.to_owned()
    });
    (number < next).then_some(value)
}

fn replaced(value: &Value, replace: &mut impl FnMut(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(replace(text)),
        Value::Array(items) => items.iter().map(|item| replaced(item, replace)).collect(),
        Value::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (replace(key), replaced(value, replace)));
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}

/// A description with something to say about most of its parts.
fn rich() -> Value {
    let mut value = description("base");
    value["paths"]["/elsewhere"] = json!({"$ref": "other.yaml#/path"});
    value["paths"]["/sorted"] = json!({"get": {
        "operationId": "sorted",
        "colour": "red",
        "parameters": [{"name": "c", "in": "cookie", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "d", "headers": {"h": {"schema": {"type": "string"}}},
            "content": {"text/csv": {"schema": {"type": "string"}}}}},
    }});
    value["components"]["schemas"]["Z"] = json!({
        "type": "strin", "format": "colour", "pattern": "(", "default": 1,
        "properties": {"p": {"type": "string", "maxLength": 1, "example": "too long", "title": "t"}},
    });
    value
}

#[test]
fn no_string_of_a_description_acts_on_a_terminal() {
    let folder = Folder::new();
    let base = rich();
    let (mut positions, mut shown, mut in_model) = (0, 0, 0);
    while let Some(value) = with_hostile(&base, positions) {
        folder.write("api.json", &format!("{value:#}"));
        let (out, err) = folder.run(&["generate", "api.json", "--out", "out", "--report-untyped"]);
        shown += usize::from(format!("{out}{err}").contains("\\u{202e}"));
        let (json, _) = folder.run(&["generate", "api.json", "--out", "out", "--format", "json"]);
        let summary: Value = serde_json::from_str(&json).expect("it is JSON");
        assert!(summary["diagnostics"].is_array());
        let (log, _) = folder.run(&["check", "api.json", "--format", "sarif"]);
        let log: Value = serde_json::from_str(&log).expect("it is JSON");
        assert!(log["runs"][0]["results"].is_array());
        let (commands, _) = folder.run(&["check", "api.json", "--format", "github"]);
        let is_command =
            |line: &str| line.starts_with("::warning file=") || line.starts_with("::error file=");
        assert!(commands.lines().all(is_command), "{commands}");
        assert_eq!(
            commands.lines().count(),
            summary["diagnostics"].as_array().map_or(0, Vec::len),
            "{commands}"
        );
        let (model, _) = folder.run(&["model", "api.json"]);
        in_model += usize::from(model.contains("\\u{202e}"));
        let (model, _) = folder.run(&["model", "api.json", "--format", "yaml"]);
        in_model += usize::from(model.contains("\\u{202e}"));
        positions += 1;
    }
    assert!(positions > 150, "{positions} positions");
    assert!(shown > 50, "{shown} of {positions} are shown");
    assert!(in_model > 10, "{in_model} of {positions} are in the model");
}

#[test]
fn no_line_of_a_file_acts_on_a_terminal() {
    let folder = Folder::new();
    // YAML takes these as they are, and the lines are shown.
    for raw in [
        "\u{7f}",
        "\u{9b}31m",
        "\u{85}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{2028}",
        "\u{feff}",
        "\u{1b}[2J",
        "\r",
        "\u{7}",
        "\0",
    ] {
        folder.write(
            "api.yaml",
            &format!("openapi: 3.0.3\ninfo: {{title: t, version: '1', colour: \"a{raw}b\"}} # {raw}\npaths: {{}}\n"),
        );
        let (_, err) = folder.run(&["generate", "api.yaml", "--out", "out"]);
        assert!(
            err.contains("error[") || err.contains("warning["),
            "{raw:?}: {err}"
        );
        folder.run(&["generate", "api.yaml", "--out", "out", "--format", "json"]);
        folder.run(&["model", "api.yaml"]);
    }
}

#[test]
fn carets_fit_below_what_is_escaped_or_wide() {
    let folder = Folder::new();
    folder.write(
        "api.yaml",
        "openapi: 3.0.3\ninfo: {title: \"\u{202e}日本👍\", version: '1', colour: x}\npaths: {}\n",
    );
    let (_, err) = folder.run(&["generate", "api.yaml", "--out", "out"]);
    let expected = "\
2 | info: {title: \"\\u{202e}日本👍\", version: '1', colour: x}
  |                                               ^^^^^^
";
    assert!(err.contains(expected), "{err}");
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_acts_on_a_terminal() {
    let folder = Folder::new();
    let name = HOSTILE.replace(['\0', '/'], "");
    let spec = description("base").to_string();
    folder.write(
        &format!("{name}.json"),
        &spec.replace("\"title\"", "\"tile\""),
    );
    let path = format!("{name}.json");
    let (_, err) = folder.run(&["generate", &path, "--out", &name]);
    assert!(err.contains(r"\u{1b}[2J\u{7}\u{9b}31m"), "{err}");
    folder.run(&["generate", &path, "--out", &name, "--format", "json"]);
    let (log, _) = folder.run(&["check", &path, "--format", "sarif"]);
    let log: Value = serde_json::from_str(&log).expect("it is JSON");
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().expect("a text");
    assert!(uri.starts_with("%1B%5B2J%07"), "{uri}");
    let (out, _) = folder.run(&["init", &path, "--out", &format!("{name}.toml")]);
    assert!(out.contains(r"\u{1b}[2J"), "{out}");
    let (commands, _) = folder.run(&["check", &path, "--format", "github"]);
    assert!(
        commands.starts_with(r"::warning file=\u{1b}[2J\u{7}"),
        "{commands}"
    );
    let (_, err) = folder.run(&["generate", &path, "--out", "elsewhere", "--check"]);
    assert!(err.contains(": missing"), "{err}");
    folder.run(&["generate", &format!("no {name}"), "--out", "out"]);
    folder.run(&[
        "generate",
        &path,
        "--out",
        "out",
        "--overlays",
        &format!("no {name}"),
    ]);
    folder.run(&["model", &path]);
}

#[test]
fn no_argument_and_no_word_of_the_configuration_acts_on_a_terminal() {
    let folder = Folder::new();
    // Whoever calls may break lines.
    let hostile = &HOSTILE.replace(['\0', '\n'], "");
    folder.write("api.json", &description("base").to_string());
    let with = |option: &str| {
        vec![
            "generate".to_owned(),
            "api.json".into(),
            "--out".into(),
            "out".into(),
            option.to_owned(),
            hostile.clone(),
        ]
    };
    for option in [
        "--name",
        "--support",
        "--replace",
        "--derives",
        "--names",
        "--dates",
        "--enums",
        "--deny",
        "--include-operations",
        "--exclude-types",
        "--modules",
        "--root",
    ] {
        let arguments = with(option);
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let (_, err) = folder.run(&arguments);
        assert!(err.contains(r"\u{1b}"), "{option}: {err}");
    }
    for arguments in [["explain", hostile], [hostile, "x"]] {
        let (_, err) = folder.run(&arguments);
        assert!(err.contains(r"\u{1b}"), "{err}");
    }
    // TOML has escapes of its own, and shows the line of a fault.
    let text =
        Value::String(hostile.replace(|each: char| u32::from(each) > 0xffff, "")).to_string();
    for toml in [
        format!("{text} = 1\n"),
        format!("[[api]]\n{text} = 1\n"),
        format!("[[api]]\nspec = {text}\nout = \"out\"\n"),
        format!("[[api]]\nspec = \"api.json\"\nout = \"out\"\nname = {text}\n"),
        format!("[[api]]\nspec = \"api.json\"\nout = \"out\"\ninclude-types = [{text}]\n"),
        format!("[[api]]\nspec = \"api.json\"\nout = \"out\"\nnames = {{{text} = \"X\"}}\n"),
        format!("[[api]]\nspec = \"api.json\"\nout = \"out\"\ndeny = [{text}]\n"),
        "[[api]]\nspec = \"\u{202e}\u{9b}\nout".to_owned(),
    ] {
        folder.write("oasmith.toml", &toml);
        let (out, err) = folder.run(&["generate"]);
        assert!(!err.is_empty(), "{toml}: {out}");
        folder.run(&["generate", "--format", "json"]);
    }
}

#[test]
fn no_difference_and_no_overlay_acts_on_a_terminal() {
    let folder = Folder::new();
    folder.write("api.json", &description("base").to_string());
    folder.run(&["generate", "api.json", "--out", "out", "--module"]);
    let path = folder.0.join("out/models.rs");
    let changed = fs::read_to_string(&path).expect("it is there") + HOSTILE;
    fs::write(&path, changed).expect("it can be written");
    let (_, err) = folder.run(&[
        "generate", "api.json", "--out", "out", "--module", "--check",
    ]);
    assert!(err.contains(r"-\u{1b}[2J\u{7}\u{9b}31m"), "{err}");
    let text = Value::String(HOSTILE.to_owned());
    for action in [
        json!({"target": text, "remove": true}),
        json!({"target": "$.info", "update": {"title": {}}, HOSTILE: 1}),
        json!({"target": format!("$['{}']", HOSTILE.replace('\0', "")), "remove": true}),
        json!({"target": "$.info", "copy": text}),
        json!({HOSTILE: 1}),
    ] {
        let overlay = json!({"overlay": "1.0.0", "actions": [action]});
        folder.write("o.json", &overlay.to_string());
        let arguments = [
            "generate",
            "api.json",
            "--out",
            "out",
            "--overlays",
            "o.json",
        ];
        let (_, err) = folder.run(&arguments);
        assert!(err.contains("error[invalid-overlay]"), "{err}");
    }
}
