//! The command line: exit codes, what is said and where, and what becomes of files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

const SPEC: &str = r##"openapi: 3.0.3
info: {title: Pet shop, version: "1"}
paths:
  /pets/{id}:
    get:
      operationId: pet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "404": {description: y}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string, maxLength: 5}}}
"##;

/// The description with an operation that is left out for a fault, and one without a name.
fn spec_with_faults() -> String {
    SPEC.replace(
        "components:\n",
        "  /lost: {get: {operationId: lost, responses: {\"204\": {$ref: \"#/nowhere\"}}}}\n  \
         /found: {get: {responses: {\"204\": {description: x}, default: {description: x}}}}\ncomponents:\n",
    )
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("oasmith-{name}-{}", std::process::id()));
        // What an earlier run with the same number left.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("it can be made");
        Self(path)
    }

    fn with_spec(name: &str) -> Self {
        let folder = Self::new(name);
        folder.write("pets.yaml", SPEC);
        folder
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(path, content).expect("it can be written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).expect("it can be read")
    }

    fn has(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    /// Runs the binary in the folder.
    fn run(&self, arguments: &[&str]) -> Run {
        run_in(&self.0, arguments)
    }

    /// Every file below a folder of it, with slashes.
    fn files(&self, below: &str) -> Vec<String> {
        let root = self.0.join(below);
        let (mut files, mut open) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("it is there") {
                let path = entry.expect("it can be read").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("it is below");
                    files.push(name.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays in the way of nothing.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a call did.
struct Run {
    code: i32,
    out: String,
    err: String,
}

#[track_caller]
fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it runs");
    Run {
        code: status.code().expect("no signal ends it"),
        out: String::from_utf8(stdout).expect("it is text"),
        err: String::from_utf8(stderr).expect("it is text"),
    }
}

/// The summary, with its time taken out.
fn summary(run: &Run) -> &str {
    let line = run.out.lines().last().expect("there is a line");
    let (summary, milliseconds) = line.rsplit_once(", ").expect("it has parts");
    let number = milliseconds.strip_suffix(" ms").expect("the time is last");
    assert!(number.parse::<u64>().is_ok(), "{line}");
    summary
}

#[test]
fn a_crate_is_generated_and_summed_up() {
    let folder = Folder::with_spec("crate");
    let run = folder.run(&["generate", "pets.yaml", "--out", "pets"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    let files = folder.files("pets");
    assert_eq!(
        summary(&run),
        format!(
            "1 type, 1 operation (0 skipped), 0 untyped places (0 unsupported), 0 warnings, {} files",
            files.len()
        )
    );
    assert_eq!(run.out.lines().count(), 1);
    for file in [
        "Cargo.toml",
        "src/lib.rs",
        "src/models.rs",
        "src/client.rs",
        "src/server.rs",
    ] {
        assert!(files.iter().any(|known| known == file), "{file}");
    }
    assert!(
        folder
            .read("pets/Cargo.toml")
            .contains("name = \"pet-shop\"")
    );
}

#[test]
fn what_is_wrong_is_said_and_the_rest_goes_on() {
    let folder = Folder::new("faults");
    folder.write("pets.yaml", &spec_with_faults());
    let run = folder.run(&["generate", "pets.yaml", "--out", "pets"]);
    assert_eq!(run.code, 0);
    let summed = summary(&run);
    assert!(
        summed.starts_with(
            "1 type, 2 operations (1 skipped), 0 untyped places (0 unsupported), 2 warnings, "
        ),
        "{summed}"
    );
    let warning = run.err.find("warning[missing-operation-id]");
    let error = run.err.find("warning[unresolved-reference]");
    assert!(
        error.is_some() && error < warning,
        "they stand in the order of the text:\n{}",
        run.err
    );
    let skipped = "skipped GET /lost: unresolved-reference: `$ref` target not found: `#/nowhere`: the document has no `nowhere`";
    assert_eq!(run.out.lines().next(), Some(skipped));
    assert!(
        run.err
            .contains("--> pets.yaml:12:62 at /paths/~1lost/get/responses/204/$ref")
    );
}

#[test]
fn json_is_one_object_with_these_keys() {
    let folder = Folder::new("json");
    folder.write("pets.yaml", &spec_with_faults());
    let run = folder.run(&["generate", "pets.yaml", "--out", "pets", "--format", "json"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    let value: serde_json::Value = serde_json::from_str(&run.out).expect("it is one value");
    assert_eq!(
        keys(&value),
        [
            "constraints",
            "diagnostics",
            "errors",
            "files",
            "milliseconds",
            "operations",
            "skipped",
            "types",
            "untyped",
            "warnings"
        ]
    );
    assert_eq!(keys(&value["operations"]), ["emitted", "skipped"]);
    assert_eq!(value["types"], 1);
    assert_eq!(value["operations"]["emitted"], 2);
    assert_eq!(value["operations"]["skipped"], 1);
    assert_eq!(
        value["untyped"],
        serde_json::json!({"unconstrained": 0, "unsupported": []})
    );
    assert_eq!(
        (&value["errors"], &value["warnings"]),
        (&0.into(), &2.into())
    );
    assert_eq!(value["files"], folder.files("pets").len());
    assert!(value["milliseconds"].is_u64());
    let first = &value["diagnostics"][0];
    let message = "`$ref` target not found: `#/nowhere`: the document has no `nowhere`";
    let rendered = format!(
        "warning[unresolved-reference]: {message}\n  --> pets.yaml:12:62 at /paths/~1lost/get/responses/204/$ref\n   |\n\
         12 |   /lost: {{get: {{operationId: lost, responses: {{\"204\": {{$ref: \"#/nowhere\"}}}}}}}}\n   |{}^^^^^^^^^^^\n",
        " ".repeat(62)
    );
    assert_eq!(
        *first,
        serde_json::json!({
            "code": "unresolved-reference",
            "severity": "warning",
            "file": "pets.yaml",
            "line": 12,
            "column": 62,
            "length": 11,
            "pointer": "/paths/~1lost/get/responses/204/$ref",
            "message": message,
            "notes": [],
            "help": null,
            "related": [],
            "rendered": rendered,
        })
    );
    assert_eq!(
        value["skipped"],
        serde_json::json!([{
            "id": "lost",
            "method": "GET",
            "path": "/lost",
            "reasons": [{"code": "unresolved-reference", "message": message, "shape": null}],
        }])
    );
    assert_eq!(value["diagnostics"].as_array().map(Vec::len), Some(2));
}

fn keys(value: &serde_json::Value) -> Vec<&str> {
    let object = value.as_object().expect("it is an object");
    let mut keys: Vec<_> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn a_description_that_cannot_be_used_is_1_also_in_json() {
    let folder = Folder::new("unusable");
    folder.write("open.yaml", "a: [");
    folder.write("other.json", "{}");
    fs::write(folder.0.join("bytes.yaml"), b"openapi: \xff").expect("it can be written");
    for (spec, code) in [
        ("nowhere.yaml", "unreadable"),
        (".", "unreadable"),
        ("open.yaml", "syntax"),
        ("bytes.yaml", "syntax"),
        ("other.json", "not-openapi"),
    ] {
        let run = folder.run(&["generate", spec, "--out", "out"]);
        assert_eq!(run.code, 1, "{spec}");
        assert!(
            run.err.starts_with(&format!("error[{code}]")),
            "{}",
            run.err
        );
        let last = run.err.lines().last();
        let expected = format!("error: nothing was written for `{spec}` due to 1 error");
        assert_eq!(last, Some(&*expected));
        assert!(summary(&run).contains("1 error"), "{}", run.out);

        let run = folder.run(&["generate", spec, "--out", "out", "--format", "json"]);
        assert_eq!(run.code, 1, "{spec}");
        let value: serde_json::Value = serde_json::from_str(&run.out).expect("it is one value");
        assert_eq!(value["diagnostics"][0]["code"], code);
        assert_eq!(value["diagnostics"][0]["file"], spec);
        assert!(!folder.has("out"));
    }
}

#[test]
fn a_description_may_come_from_standard_input() {
    let folder = Folder::new("stdin");
    let mut child = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(["generate", "-", "--out", "pets"])
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut input = child.stdin.take().expect("it is piped");
    input
        .write_all(spec_with_faults().as_bytes())
        .expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("--> <stdin>:12:62 at /paths/~1lost"), "{err}");
    assert!(folder.has("pets/src/models.rs"));
}

#[test]
fn wrong_arguments_are_2() {
    let folder = Folder::with_spec("usage");
    for arguments in [
        &[][..],
        &["produce"],
        &["generate", "pets.yaml"],
        &["generate", "--out", "pets"],
        &["generate", "--module"],
        &["generate", "pets.yaml", "--out", "pets", "--format", "xml"],
        &["generate", "pets.yaml", "--out", "pets", "--fast"],
        &["generate", "pets.yaml", "more.yaml", "--out", "pets"],
        &["model"],
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(!run.err.is_empty(), "{arguments:?}");
        assert_eq!(folder.files(""), ["pets.yaml"]);
    }
    for arguments in [&["--help"][..], &["--version"], &["generate", "--help"]] {
        let run = folder.run(arguments);
        assert_eq!((run.code, &*run.err), (0, ""), "{arguments:?}");
    }
}

#[test]
fn check_shows_what_differs_and_writes_nothing() {
    let folder = Folder::with_spec("check");
    let check = ["generate", "pets.yaml", "--out", "pets", "--check"];
    let run = folder.run(&check);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("src/models.rs: missing"), "{}", run.err);
    assert!(!folder.has("pets"));

    folder.run(&check[..4]);
    let run = folder.run(&check);
    assert_eq!((run.code, &*run.err), (0, ""));

    let models = folder.read("pets/src/models.rs");
    folder.write(
        "pets/src/models.rs",
        &models.replace("pub name: ", "name: "),
    );
    folder.write(
        "pets/src/old.rs",
        "// @generated by oasmith: edits are lost.\n",
    );
    let run = folder.run(&check);
    assert_eq!(run.code, 1);
    for shown in [
        "+++ pets/src/models.rs\n@@ -",
        "\n-    name: String,\n",
        "\n+    pub name: String,\n",
        "src/old.rs: no longer generated",
    ] {
        assert!(run.err.contains(shown), "{shown}:\n{}", run.err);
    }
    assert!(folder.has("pets/src/old.rs"));
    assert!(!folder.read("pets/src/models.rs").contains("pub name"));
}

#[test]
fn parts_can_be_left_out() {
    let folder = Folder::with_spec("parts");
    for (out, argument, gone) in [
        ("a", "--no-client", "src/client.rs"),
        ("b", "--no-server", "src/server.rs"),
    ] {
        let run = folder.run(&["generate", "pets.yaml", "--out", out, argument]);
        assert_eq!(run.code, 0);
        assert!(!folder.has(&format!("{out}/{gone}")));
        let word = gone.trim_start_matches("src/").trim_end_matches(".rs");
        for file in ["Cargo.toml", "src/lib.rs"] {
            assert!(
                !folder.read(&format!("{out}/{file}")).contains(word),
                "{out}/{file}"
            );
        }
        assert!(!folder.has(&format!("{out}/src/support/{word}/mod.rs")));
    }
    let both = [
        "generate",
        "pets.yaml",
        "--out",
        "c",
        "--no-client",
        "--no-server",
    ];
    assert_eq!(folder.run(&both).code, 0);
    assert!(
        !folder
            .files("c")
            .iter()
            .any(|file| file.contains("client") || file.contains("server"))
    );
}

#[test]
fn modules_come_without_a_manifest() {
    let folder = Folder::with_spec("module");
    let run = folder.run(&["generate", "pets.yaml", "--out", "api", "--module"]);
    assert_eq!(run.code, 0);
    assert!(folder.has("api/mod.rs") && folder.has("api/models.rs"));
    assert!(!folder.has("api/Cargo.toml") && !folder.has("api/src"));
    assert!(!folder.read("api/mod.rs").contains("feature"));
}

#[test]
fn the_crate_may_have_another_name() {
    let folder = Folder::with_spec("name");
    for name in ["shop", "my-shop_2"] {
        let run = folder.run(&["generate", "pets.yaml", "--out", name, "--name", name]);
        assert_eq!(run.code, 0, "{name}");
        let manifest = folder.read(&format!("{name}/Cargo.toml"));
        assert!(
            manifest.contains(&format!("name = \"{name}\"\n")),
            "{manifest}"
        );
    }
    for name in ["", "My Shop", "2 shops", "\"\nevil = 1", "猫", "_"] {
        let run = folder.run(&["generate", "pets.yaml", "--out", "pets", "--name", name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
        assert!(!folder.has("pets"));
    }
}

#[test]
fn files_that_do_not_change_are_not_written() {
    let folder = Folder::with_spec("unchanged");
    let generate = ["generate", "pets.yaml", "--out", "pets"];
    folder.run(&generate);
    let before = SystemTime::now() - Duration::from_secs(3600);
    for file in folder.files("pets") {
        let file = fs::File::options()
            .write(true)
            .open(folder.0.join("pets").join(file))
            .expect("it can be opened");
        file.set_modified(before).expect("it can be set");
    }
    folder.write("pets.yaml", &SPEC.replace("maxLength: 5", "maxLength: 6"));
    assert_eq!(folder.run(&generate).code, 0);
    let written: Vec<_> = folder
        .files("pets")
        .into_iter()
        .filter(|file| {
            let metadata = fs::metadata(folder.0.join("pets").join(file)).expect("it is there");
            metadata.modified().expect("it is known") > before + Duration::from_secs(1)
        })
        .collect();
    assert_eq!(written, ["openapi.yaml", "src/validate.rs"]);
}

#[test]
fn what_is_no_longer_needed_is_removed_and_what_is_foreign_stays() {
    let folder = Folder::with_spec("stale");
    let generate = ["generate", "pets.yaml", "--out", "pets"];
    folder.run(&generate);
    folder.write("pets/src/mine.rs", "// Mine.\n");
    folder.write(
        "pets/src/helpers.rs",
        "//! Helpers around what is generated by oasmith.\n",
    );
    folder.write(
        "pets/src/notes.md",
        "generated by oasmith, says this note\n",
    );
    folder.write(
        "pets/tests/mine.rs",
        "// @generated by oasmith: a test keeps this line.\n",
    );
    fs::write(folder.0.join("pets/src/bytes.rs"), b"\xff").expect("it can be written");
    let run = folder.run(&["generate", "pets.yaml", "--out", "pets", "--no-server"]);
    assert_eq!(run.code, 0);
    let files = folder.files("pets");
    for gone in [
        "src/server.rs",
        "src/support/server/mod.rs",
        "src/support/server/call.rs",
    ] {
        assert!(!files.iter().any(|file| file == gone), "{gone}");
    }
    for kept in [
        "src/helpers.rs",
        "src/mine.rs",
        "src/notes.md",
        "src/bytes.rs",
        "tests/mine.rs",
        "src/client.rs",
    ] {
        assert!(files.iter().any(|file| file == kept), "{kept}");
    }
    assert_eq!(folder.read("pets/src/mine.rs"), "// Mine.\n");
    assert!(files.iter().all(|file| !file.contains(".tmp")));
}

#[test]
fn a_foreign_file_in_the_way_stops_everything() {
    let folder = Folder::with_spec("foreign");
    for (out, file, content) in [
        ("a", "src/models.rs", &b"// Mine.\n"[..]),
        ("c", "src/support/mod.rs", b""),
        ("d", "src/validate.rs", b"\xff\xfe"),
    ] {
        let path = folder.0.join(out).join(file);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(&path, content).expect("it can be written");
        for check in [&[][..], &["--check"]] {
            let run = folder.run(&[&["generate", "pets.yaml", "--out", out], check].concat());
            assert_ne!(run.code, 0, "{file}");
            let expected = format!("error: {out}/{file} was not written by oasmith");
            assert!(run.err.contains(&expected), "{}", run.err);
            assert!(summary(&run).contains("1 error"), "{}", run.out);
        }
        assert_eq!(fs::read(&path).expect("it is there"), content);
        assert_eq!(folder.files(out), [file], "nothing else is written");
    }
}

#[test]
fn a_manifest_of_ones_own_stays() {
    let folder = Folder::with_spec("manifest");
    let mine = "[package]\nname = \"mine\"\n";
    folder.write("pets/Cargo.toml", mine);
    let generate = ["generate", "pets.yaml", "--out", "pets"];
    for arguments in [&generate[..], &[&generate[..], &["--check"]].concat()] {
        let run = folder.run(arguments);
        assert_eq!((run.code, &*run.err), (0, ""));
        assert_eq!(folder.read("pets/Cargo.toml"), mine);
        assert!(folder.has("pets/src/lib.rs"));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::with_spec("unwritable");
    // A file where the folder should be: not even root can write below it.
    folder.write("file", "");
    let run = folder.run(&["generate", "pets.yaml", "--out", "file/pets"]);
    assert_ne!(run.code, 0);
    assert!(run.err.starts_with("error: file/pets"), "{}", run.err);
    assert!(run.err.contains("Not a directory"), "{}", run.err);
    assert_eq!(folder.read("file"), "");
    assert!(summary(&run).contains("1 error"), "{}", run.out);
}

#[test]
fn the_nearest_configuration_says_what_to_do() {
    let folder = Folder::with_spec("project");
    folder.write(
        "oasmith.toml",
        "[[api]]\nspec = \"pets.yaml\"\nout = \"one\"\nname = \"first\"\n\n\
         [[api]]\nspec = \"pets.yaml\"\nout = \"two\"\nmodule = true\nserver = false\n",
    );
    folder.write("deep/er/note", "");
    let run = run_in(&folder.0.join("deep/er"), &["generate"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    assert!(summary(&run).starts_with("2 types, 2 operations (0 skipped), "));
    assert!(folder.read("one/Cargo.toml").contains("name = \"first\""));
    assert!(folder.has("two/mod.rs") && !folder.has("two/server.rs"));

    let run = folder.run(&["generate", "--check"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    folder.write("pets.yaml", "openapi: 4");
    let run = folder.run(&["generate"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("--> pets.yaml:1:"), "{}", run.err);
}

#[test]
fn one_description_that_fails_does_not_stop_the_others() {
    let folder = Folder::with_spec("one-fails");
    folder.write(
        "oasmith.toml",
        "[[api]]\nspec = \"nowhere.yaml\"\nout = \"one\"\n[[api]]\nspec = \"pets.yaml\"\nout = \"two\"\n",
    );
    let run = folder.run(&["generate"]);
    assert_eq!(run.code, 1);
    assert!(!folder.has("one") && folder.has("two/src/lib.rs"));
}

#[test]
fn a_configuration_that_is_wrong_or_missing_is_2() {
    let folder = Folder::with_spec("configuration");
    let run = folder.run(&["generate"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("oasmith.toml"), "{}", run.err);
    for text in [
        "[[api]]\nspec = \"pets.yaml\"\n",
        "[api",
        "api = []\nmore = 1\n",
        "",
    ] {
        folder.write("oasmith.toml", text);
        let run = folder.run(&["generate"]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
        assert!(run.err.contains("oasmith.toml"), "{}", run.err);
    }
}

#[test]
fn a_denied_diagnostic_is_an_error_and_nothing_is_written() {
    let folder = Folder::new("deny");
    folder.write("pets.yaml", &spec_with_faults());
    let generate = ["generate", "pets.yaml", "--out", "pets", "--deny"];
    for (deny, denied, errors) in [
        ("warnings", "2 errors", "2 errors, 0 warnings"),
        ("missing-operation-id", "1 error", "1 error, 1 warning"),
        ("unresolved-reference", "1 error", "1 error, 1 warning"),
    ] {
        let run = folder.run(&[&generate[..], &[deny]].concat());
        assert_eq!(run.code, 1, "{deny}");
        let last = format!("error: nothing was written for `pets.yaml` due to {denied}");
        assert_eq!(run.err.lines().last(), Some(&*last));
        assert!(summary(&run).contains(errors), "{}", run.out);
        assert!(!folder.has("pets"), "{deny}");
    }
    let run = folder.run(&[&generate[..], &["unknown-keyword"]].concat());
    assert_eq!(run.code, 0, "there is none of these");

    folder.write(
        "oasmith.toml",
        "[[api]]\nspec = \"pets.yaml\"\nout = \"more\"\ndeny = [\"missing-operation-id\"]\n",
    );
    assert_eq!(folder.run(&["generate"]).code, 1);
    folder.write(
        "oasmith.toml",
        "[[api]]\nspec = \"pets.yaml\"\nout = \"more\"\n",
    );
    assert_eq!(folder.run(&["generate", "--deny", "warnings"]).code, 1);
    assert!(!folder.has("more"));
    assert_eq!(folder.run(&["generate", "--deny", "nothing"]).code, 2);
    assert_eq!(folder.run(&["generate", "--allow", "syntax"]).code, 2);
}

#[test]
fn an_allowed_diagnostic_is_not_reported() {
    let folder = Folder::new("allow");
    folder.write("pets.yaml", &spec_with_faults());
    let generate = ["generate", "pets.yaml", "--out", "pets"];
    for (options, code, expected) in [
        (&["--allow", "warnings"][..], 0, "0 warnings"),
        (&["--allow", "missing-operation-id"], 0, "1 warning"),
        (
            &["--deny", "warnings", "--allow", "missing-operation-id"],
            1,
            "1 error, 0 warnings",
        ),
        (
            &["--deny", "warnings", "--warn", "missing-operation-id"],
            1,
            "1 error, 1 warning",
        ),
        (
            &["--allow", "warnings", "--deny", "missing-operation-id"],
            1,
            "1 error, 0 warnings",
        ),
    ] {
        let run = folder.run(&[&generate[..], options].concat());
        assert_eq!(run.code, code, "{options:?}");
        assert!(summary(&run).contains(expected), "{options:?}: {}", run.out);
    }
}

#[test]
fn colours_are_printed_where_they_are_wanted() {
    let folder = Folder::new("color");
    folder.write("pets.yaml", &spec_with_faults());
    let run = |color: &str| {
        let generate = ["generate", "pets.yaml", "--out", "pets", "--color", color];
        folder.run(&generate).err
    };
    let (plain, coloured) = (run("never"), run("always"));
    assert_eq!(run("auto"), plain, "standard error is no terminal");
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert!(
        coloured.contains("\u{1b}[1m\u{1b}[33mwarning"),
        "{coloured:?}"
    );
}

#[test]
fn too_many_of_a_kind_are_counted_unless_all_are_wanted() {
    let folder = Folder::new("many");
    let operations: String = (0..25)
        .map(|index| {
            format!("  /{index}: {{get: {{responses: {{\"204\": {{description: x}}, default: {{description: x}}}}}}}}\n")
        })
        .collect();
    let spec = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: \"1\", lizenz: x}}\npaths:\n{operations}"
    );
    folder.write("many.yaml", &spec);
    let generate = ["generate", "many.yaml", "--out", "many"];
    let count = |run: &Run, start: &str| run.err.matches(start).count();
    let run = folder.run(&generate);
    assert_eq!(count(&run, "\nwarning[missing-operation-id]: missing"), 20);
    assert_eq!(count(&run, "warning[unknown-keyword]"), 1);
    let more =
        "warning[missing-operation-id]: 5 more like the 20 above; `oasmith check --all` shows them";
    assert!(run.err.contains(more), "{}", run.err);
    assert!(summary(&run).contains("26 warnings"), "{}", run.out);

    let run = folder.run(&[&generate[..], &["--all"]].concat());
    assert_eq!(count(&run, "warning[missing-operation-id]: missing"), 25);
    assert!(!run.err.contains("more like"), "{}", run.err);
    let run = folder.run(&[&generate[..], &["--format", "json"]].concat());
    let value: serde_json::Value = serde_json::from_str(&run.out).expect("it is one value");
    assert_eq!(value["diagnostics"].as_array().map(Vec::len), Some(26));
}

#[test]
fn overlays_change_the_description_in_their_order() {
    let folder = Folder::with_spec("overlays");
    let overlay = |actions: &str| {
        format!("overlay: 1.0.0\ninfo: {{title: o, version: \"1\"}}\nactions:\n{actions}\n")
    };
    folder.write(
        "changes/one.yaml",
        &overlay(
            "- {target: $.info, update: {title: One}}\n- {target: '$..maxLength', remove: true}",
        ),
    );
    folder.write(
        "changes/two.json",
        &overlay("- {target: '$.info[?@ == \"One\"]', update: Two}"),
    );
    let options = [
        "--overlays",
        "changes/one.yaml",
        "--overlays",
        "changes/two.json",
    ];
    let generate = [&["generate", "pets.yaml", "--out", "pets"], &options[..]].concat();
    let run = folder.run(&generate);
    assert_eq!((run.code, &*run.err), (0, ""));
    assert!(folder.read("pets/Cargo.toml").contains("name = \"two\""));
    assert!(!folder.read("pets/src/validate.rs").contains("max_length"));

    folder.write(
        "sub/oasmith.toml",
        "[[api]]\nspec = \"../pets.yaml\"\nout = \"pets\"\noverlays = [\"../changes/one.yaml\", \"../nowhere.yaml\"]\n",
    );
    let run = run_in(&folder.0.join("sub"), &["generate"]);
    assert_eq!(run.code, 1);
    assert!(
        run.err
            .starts_with("error[unreadable]: cannot read `../nowhere.yaml`: "),
        "{}",
        run.err
    );
    assert!(!folder.has("sub/pets"));
}

#[test]
fn references_stay_below_the_root() {
    let folder = Folder::new("root");
    let spec = SPEC.replace("#/components/schemas/Pet\"}", "../types.yaml#/Pet\"}");
    folder.write("api/pets.yaml", &spec);
    folder.write(
        "types.yaml",
        "Pet: {type: object, properties: {name: {type: string}}}\n",
    );
    let generate = ["generate", "api/pets.yaml", "--out", "pets"];
    let run = folder.run(&generate);
    assert!(run.err.starts_with("warning["), "{}", run.err);
    let run = folder.run(&[&generate[..], &["--root", "."]].concat());
    assert_eq!((run.code, &*run.err), (0, ""));
    assert!(
        folder
            .read("pets/src/models.rs")
            .contains("pub name: Option<String>")
    );

    folder.write(
        "oasmith.toml",
        "[[api]]\nspec = \"api/pets.yaml\"\nout = \"more\"\nroot = \".\"\noverlays = [\"o.yaml\"]\n",
    );
    // An overlay may bring in references, too.
    folder.write(
        "o.yaml",
        "overlay: 1.0.0\ninfo: {title: o, version: \"1\"}\nactions:\n- {target: $.components.schemas, update: {Dog: {$ref: ../types.yaml#/Pet}}}\n\
         - {target: $..responses, update: {\"201\": {description: x, content: {application/json: {schema: {$ref: \"#/components/schemas/Dog\"}}}}}}\n",
    );
    let run = folder.run(&["generate"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    assert!(folder.has("more/src/models.rs"));
}

#[test]
fn places_that_are_not_typed_are_listed() {
    let folder = Folder::new("untyped");
    // More is merged than can be.
    let parts = (0..1_001).map(|index| format!("{{properties: {{p{index}: {{type: string}}}}}}"));
    let all = format!(
        "    Pet: {{allOf: [{}]}}\n",
        parts.collect::<Vec<_>>().join(", ")
    );
    let start = SPEC.find("    Pet:").expect("it is there");
    folder.write("pets.yaml", &format!("{}{all}", &SPEC[..start]));
    let generate = ["generate", "pets.yaml", "--out", "pets"];
    let run = folder.run(&[&generate[..], &["--report-untyped"]].concat());
    let line = "unsupported schema: pets.yaml:";
    let count = run
        .err
        .lines()
        .filter(|shown| shown.starts_with(line))
        .count();
    let run = folder.run(&[&generate[..], &["--format", "json"]].concat());
    let value: serde_json::Value = serde_json::from_str(&run.out).expect("it is one value");
    let places = value["untyped"]["unsupported"]
        .as_array()
        .expect("it is a list");
    assert!(count > 0 && places.len() == count, "{count} {places:?}");
    for place in places {
        assert_eq!(place["file"], "pets.yaml");
        assert!(place["line"].is_u64() && place["pointer"].is_string());
    }
}

#[test]
fn keywords_are_listed_and_counted_by_where_they_end() {
    let folder = Folder::new("keywords");
    let start = SPEC.find("    Pet:").expect("it is there");
    let pet =
        "    Pet: {type: object, maxItems: 2, properties: {name: {type: string, minLength: 1}}}\n";
    folder.write("pets.yaml", &format!("{}{pet}", &SPEC[..start]));
    let run = folder.run(&["model", "pets.yaml", "--keywords"]);
    let line =
        "pets.yaml#/components/schemas/Pet/properties/name: type in a type, minLength in a check";
    assert!(run.out.lines().any(|shown| shown == line), "{}", run.out);
    let generate = ["generate", "pets.yaml", "--out", "pets"];
    let run = folder.run(&[&generate[..], &["--report-constraints"]].concat());
    let line = "`minLength`: 0 in types, 1 checked, 0 not enforced";
    assert!(run.err.lines().any(|shown| shown == line), "{}", run.err);
    let line = "`maxItems`: 0 in types, 0 checked, 1 not enforced";
    assert!(run.err.lines().any(|shown| shown == line), "{}", run.err);
    let run = folder.run(&[&generate[..], &["--format", "json"]].concat());
    let value: serde_json::Value = serde_json::from_str(&run.out).expect("it is one value");
    assert_eq!(value["constraints"]["minLength"]["checked"], 1);
}

#[test]
fn modules_of_tags_come_and_go() {
    let folder = Folder::with_spec("tags");
    let tagged = SPEC.replace(
        "operationId: pet\n",
        "operationId: pet\n      tags: [Pets]\n",
    );
    folder.write("pets.yaml", &tagged);
    let generate = ["generate", "pets.yaml", "--out", "pets"];
    folder.run(&generate);
    let before = folder.files("pets");
    let run = folder.run(&[&generate[..], &["--modules", "tag"]].concat());
    assert_eq!((run.code, &*run.err), (0, ""));
    assert!(folder.has("pets/src/client/pets.rs") && folder.has("pets/src/server/pets.rs"));
    folder.write("pets/src/client/mine.rs", "// Mine.\n");
    assert_eq!(folder.run(&generate).code, 0);
    fs::remove_file(folder.0.join("pets/src/client/mine.rs")).expect("it stayed");
    assert_eq!(folder.files("pets"), before);
}

#[test]
fn words_that_select_nothing_are_shown_where_they_stand() {
    let folder = Folder::with_spec("words");
    folder.write(
        "oasmith.toml",
        "[[api]]\nspec = \"pets.yaml\"\nout = \"pets\"\nexclude-types = [\"Dog\", \"Pets\"]\n[api.derives]\nCat = [\"Eq\"]\n",
    );
    let run = folder.run(&["generate"]);
    assert_eq!(run.code, 0);
    for shown in [
        "matches no component schema\n --> oasmith.toml:4:18\n  |\n4 | exclude-types = [\"Dog\", \"Pets\"]\n  |                  ^^^^^\n",
        " --> oasmith.toml:4:25\n  |\n4 | exclude-types = [\"Dog\", \"Pets\"]\n  |                         ^^^^^^\n  |\n  = help: did you mean `Pet`?\n",
        " --> oasmith.toml:6:1\n  |\n6 | Cat = [\"Eq\"]\n  | ^^^\n",
    ] {
        assert!(run.err.contains(shown), "{shown}\n{}", run.err);
    }
    assert_eq!(
        folder.run(&["generate", "--deny", "unmatched-option"]).code,
        1
    );

    let options = ["--exclude-types", "Dog", "--format", "json"];
    let run = folder.run(&[&["generate", "pets.yaml", "--out", "pets"], &options[..]].concat());
    let value: serde_json::Value = serde_json::from_str(&run.out).expect("it is one value");
    let first = &value["diagnostics"][0];
    assert_eq!(
        (&first["code"], &first["line"]),
        (&"unmatched-option".into(), &serde_json::Value::Null)
    );
}

#[test]
fn support_code_can_be_shared() {
    let folder = Folder::with_spec("support");
    let support = ["support", "--out", "src/support"];
    let run = folder.run(&support);
    assert_eq!(run.code, 0);
    let dependencies = run.out.strip_prefix("[dependencies]\n");
    let dependencies: Vec<_> = dependencies.expect(&run.out).lines().collect();
    assert!(dependencies.contains(&"bytes = \"1\""), "{}", run.out);
    let all = folder.files("src/support");
    for file in [
        "mod.rs",
        "client/mod.rs",
        "server/mod.rs",
        "validate/regex.rs",
    ] {
        assert!(all.iter().any(|known| known == file), "{file}");
    }
    let generate = ["generate", "pets.yaml", "--out", "src/pets", "--module"];
    let sharing = [&generate[..], &["--support", "crate::support"]].concat();
    let run = folder.run(&sharing);
    assert_eq!((run.code, &*run.err), (0, ""));
    assert!(!folder.has("src/pets/support"));
    let root = folder.read("src/pets/mod.rs");
    assert!(root.contains("\npub use crate::support;\n"), "{root}");
    let run = folder.run(&[&generate[..], &["--support", "super::glue"]].concat());
    assert_eq!(run.code, 0);
    let root = folder.read("src/pets/mod.rs");
    assert!(
        root.contains("\npub use super::glue as support;\n"),
        "{root}"
    );

    assert_eq!(folder.run(&[&support[..], &["--check"]].concat()).code, 0);
    let less = [&support[..], &["--no-server"]].concat();
    assert_eq!(folder.run(&[&less[..], &["--check"]].concat()).code, 1);
    assert_eq!(folder.run(&less).code, 0);
    assert!(!folder.has("src/support/server/mod.rs"));
}

#[test]
fn every_code_can_be_explained() {
    let folder = Folder::new("explain");
    let run = folder.run(&["explain", "unknown-keyword"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    assert!(run.out.starts_with(
        "unknown-keyword (warning): A keyword that the specification does not define.\n\n"
    ));
    assert!(run.out.contains("```yaml\n"), "{}", run.out);
    let all = folder.run(&["explain"]);
    assert_eq!(all.code, 0);
    for line in all.out.lines() {
        let code = line.split(' ').next().expect("it starts with one");
        assert_eq!(folder.run(&["explain", code]).code, 0, "{code}");
    }
    let run = folder.run(&["explain", "unknown-keywords"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("did you mean `unknown-keyword`?"),
        "{}",
        run.err
    );
}

#[test]
fn the_model_is_printed() {
    let folder = Folder::with_spec("model");
    let run = folder.run(&["model", "pets.yaml"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    assert_eq!(
        run.out,
        "api \"Pet shop\" below \"\"\n\nstruct Pet\n    name: string(maxLength 5)\n\n\
         operation pet = GET /pets/{id}\n    path \"id\": string\n    success 200 Ok: Pet\n    error 404 NotFound: no body\n"
    );
    assert_eq!(folder.files(""), ["pets.yaml"]);
    assert_eq!(folder.run(&["model", "nowhere.yaml"]).code, 1);
}

#[cfg(unix)]
#[test]
fn whoever_reads_may_go() {
    let folder = Folder::with_spec("pipe");
    let mut child = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(["model", "pets.yaml"])
        .current_dir(&folder.0)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}
