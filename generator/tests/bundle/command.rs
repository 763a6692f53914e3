//! `oasmith bundle`: exit codes, formats, and what is printed.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::support::Folder;

const API: &str = r##"
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /pets: {get: {operationId: pets, responses: {"200": {description: d, content: {application/json: {schema: {$ref: "parts/Pet.yaml"}}}}}}}
  /owners: {get: {operationId: owners, responses: {"204": {description: "\u202e"}}}}
"##;

const BUNDLE: &str = "\
openapi: 3.0.3
info:
  title: t
  version: '1'
paths:
  /pets:
    get:
      operationId: pets
      responses:
        '200':
          description: d
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
components:
  schemas:
    Pet:
      type: string
";

fn folder() -> Folder {
    Folder::new(&[("api.yaml", API), ("parts/Pet.yaml", "type: string\n")])
}

/// The exit code and both outputs.
fn run(folder: &Folder, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .arg("bundle")
        .args(arguments)
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    // Without `-`, nobody reads it.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    (
        status.code().expect("no signal ends it"),
        text(stdout),
        text(stderr),
    )
}

#[test]
fn a_bundle_is_printed_in_the_format_of_the_description() {
    let folder = folder();
    let select = ["api.yaml", "--include-operations", "pets"];
    let (code, out, err) = run(&folder, &select, "");
    assert_eq!((code, &*out, &*err), (0, BUNDLE, ""));
    let json = [&select[..], &["--format", "json"]].concat();
    let (code, out, err) = run(&folder, &json, "");
    assert_eq!((code, &*err), (0, ""));
    assert!(out.starts_with("{\n  \"openapi\": \"3.0.3\",\n"), "{out}");
    assert!(out.ends_with("}\n"), "{out}");
}

#[test]
fn nothing_in_a_document_acts_on_a_terminal() {
    let folder = folder();
    let (_, yaml, _) = run(&folder, &["api.yaml"], "");
    assert!(yaml.contains("description: \"\\u202e\""), "{yaml}");
    let (_, json, _) = run(&folder, &["api.yaml", "--format", "json"], "");
    assert!(json.contains("\"description\": \"\\u202e\""), "{json}");
}

#[test]
fn a_file_has_the_format_of_its_extension() {
    let folder = folder();
    let read = |name: &str| fs::read_to_string(folder.0.join(name)).expect("it is there");
    let select = ["api.yaml", "--exclude-operations", "owners", "--out"];
    for (name, is_json) in [("new/b.json", true), ("b.yml", false), ("b", false)] {
        let (code, out, err) = run(&folder, &[&select[..], &[name]].concat(), "");
        assert_eq!((code, &*out, &*err), (0, "", ""), "{name}");
        assert_eq!(read(name).starts_with('{'), is_json, "{name}");
    }
    assert_eq!(read("b.yml"), BUNDLE);
    let (code, _, _) = run(
        &folder,
        &[&select[..], &["b.yml", "--format", "json"]].concat(),
        "",
    );
    assert_eq!((code, read("b.yml")), (0, read("new/b.json")));
}

#[test]
fn a_file_of_the_description_is_not_overwritten() {
    let folder = folder();
    for name in ["api.yaml", "parts/../parts/Pet.yaml"] {
        let (code, _, err) = run(&folder, &["api.yaml", "--out", name], "");
        let expected =
            format!("error: `{name}` is a file of the description and is not overwritten\n");
        assert_eq!((code, err), (2, expected));
    }
    let kept = fs::read_to_string(folder.0.join("api.yaml")).expect("it is there");
    assert_eq!(kept, API.trim_start());
}

#[test]
fn a_description_may_come_from_standard_input() {
    let folder = folder();
    let (code, out, err) = run(
        &folder,
        &[
            "-",
            "--root",
            ".",
            "--format",
            "yaml",
            "--include-operations",
            "/pets",
        ],
        API,
    );
    assert_eq!((code, &*out, &*err), (0, BUNDLE, ""));
    let (code, out, err) = run(&folder, &["-"], API);
    assert_eq!(code, 0);
    assert!(out.starts_with('{'), "{out}");
    assert!(out.contains("\"$ref\": \"parts/Pet.yaml\""), "{out}");
    assert!(err.starts_with("warning[unresolved-reference]: "), "{err}");
}

#[test]
fn overlays_and_levels_are_those_of_generate() {
    let folder = folder();
    folder.write(
        "o.yaml",
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n- {target: $.info, update: {title: new}}\n\
         - {target: '$.paths[\"/owners\"]', remove: true}\n",
    );
    let (code, out, _) = run(&folder, &["api.yaml", "--overlays", "o.yaml"], "");
    assert_eq!((code, out), (0, BUNDLE.replace("title: t", "title: new")));
    fs::remove_file(folder.0.join("parts/Pet.yaml")).expect("it is there");
    let (code, out, err) = run(&folder, &["api.yaml", "--deny", "warnings"], "");
    assert_eq!((code, &*out), (1, ""));
    assert!(err.starts_with("error[unresolved-reference]: "), "{err}");
    let (code, _, err) = run(
        &folder,
        &["api.yaml", "--allow", "unresolved-reference"],
        "",
    );
    assert_eq!((code, &*err), (0, ""));
}

#[test]
fn wrong_arguments_are_2_and_unreadable_descriptions_1() {
    let folder = folder();
    for arguments in [
        &[][..],
        &["api.yaml", "--format", "xml"],
        &["api.yaml", "--module"],
    ] {
        let (code, out, err) = run(&folder, arguments, "");
        assert_eq!((code, &*out), (2, ""), "{arguments:?}");
        assert!(!err.is_empty(), "{arguments:?}");
    }
    for name in ["nowhere.yaml", "parts/Pet.yaml"] {
        let (code, out, err) = run(&folder, &[name, "--out", "b.yaml"], "");
        assert_eq!((code, &*out), (1, ""), "{name}");
        assert!(err.starts_with("error["), "{err}");
        assert!(!folder.0.join("b.yaml").exists());
    }
}
