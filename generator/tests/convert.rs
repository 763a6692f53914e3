//! Conversions of whole descriptions: what comes out is read again, and means the same.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::diagnostic::Code;
use oasmith::source::Node;
use oasmith::{Config, Converted, Description, Generated, Target, model};

const TARGETS: [Target; 2] = [Target::V3_0, Target::V3_1];

fn convert(description: Description, target: Target) -> Converted {
    let converted = oasmith::convert(description, target, &Config::default());
    converted.unwrap_or_else(|report| panic!("{:#?}", report.diagnostics))
}

const PETS: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: pets
      responses:
        '200': {description: all, content: {application/json: {schema: {$ref: 'pet.yaml#/Pet'}}}}
        default: {description: error}
    post:
      operationId: add
      responses: {'204': {description: added}, default: {description: error}}
";

const PET: &str = "Pet:
  type: object
  properties:
    name: {type: [string, 'null']}
    at: {type: array, prefixItems: [{type: number}, {type: number}]}
";

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("oasmith-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("it can be made");
        fs::write(path.join("pets.yaml"), PETS).expect("it can be written");
        fs::write(path.join("pet.yaml"), PET).expect("it can be written");
        Self(path)
    }

    /// Runs the binary in the folder: its exit status, what it printed, and what it reported.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_oasmith"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("it is text");
        let code = output.status.code().expect("no signal ends it");
        (code, text(output.stdout), text(output.stderr))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays in the way of nothing.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn files_become_one_and_losses_have_their_places() {
    let folder = Folder::new("convert-files");
    let (code, out, err) = folder.run(&["convert", "pets.yaml", "--to", "3.0"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("openapi: 3.0.4\n"), "{out}");
    assert!(out.contains("$ref: '#/components/schemas/Pet'"), "{out}");
    assert!(out.contains("nullable: true"), "{out}");
    let message = "OpenAPI 3.0 has no schemas of items by position: any items are allowed";
    let expected = format!(
        "warning[not-convertible]: {message}\n --> pet.yaml:5:23 at /Pet/properties/at/prefixItems"
    );
    assert!(err.contains(&expected), "{err}");
    let (code, out, err) = folder.run(&["convert", "pets.yaml", "--to", "3.1", "--format", "json"]);
    assert_eq!((code, &*err), (0, ""));
    assert!(out.starts_with("{\n  \"openapi\": \"3.1.0\""), "{out}");
}

#[test]
fn operations_are_selected_before() {
    let folder = Folder::new("convert-selection");
    let arguments = [
        "convert",
        "pets.yaml",
        "--to",
        "3.0",
        "--include-operations",
        "add",
    ];
    let (code, out, err) = folder.run(&arguments);
    assert_eq!((code, &*err), (0, ""));
    assert!(out.contains("add") && !out.contains("Pet'"), "{out}");
}

#[test]
fn the_output_is_a_file_of_its_own() {
    let folder = Folder::new("convert-out");
    let (code, out, _) = folder.run(&["convert", "pets.yaml", "--to", "3.0", "--out", "o.json"]);
    assert_eq!((code, &*out), (0, ""));
    let written = fs::read_to_string(folder.0.join("o.json")).expect("it was written");
    assert!(
        serde_json::from_str::<openapiv3::OpenAPI>(&written).is_ok(),
        "{written}"
    );
    for (arguments, code, expected) in [
        (
            &["--out", "pet.yaml"][..],
            2,
            "is a file of the description",
        ),
        // A folder in the place of the file.
        (&["--out", "pets.yaml/o.json"], 2, "pets.yaml"),
        (
            &["--deny", "not-convertible"],
            1,
            "nothing was written for `pets.yaml` due to 1 error",
        ),
    ] {
        let all: Vec<&str> = ["convert", "pets.yaml", "--to", "3.0"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let (status, out, err) = folder.run(&all);
        assert_eq!((status, &*out), (code, ""), "{arguments:?}");
        assert!(err.contains(expected), "{err}");
    }
    let (code, _, err) = folder.run(&["convert", "pets.yaml", "--to", "2.0"]);
    assert_eq!(code, 2);
    assert!(
        err.contains("expected one of `3.0`, `3.1`, found `2.0`"),
        "{err}"
    );
}

#[test]
fn a_typed_value_comes_with_what_it_cannot_hold() {
    let text = "openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    A: {type: object, xml: {name: a}, default: null, properties: {b: {$ref: '#/components/schemas/A', description: d}}}
    B: {type: number, minimum: 9007199254740993, maximum: 1.0}
";
    let description = Description::text("t.yaml", text);
    let converted = convert(description.clone(), Target::V3_0);
    assert!(converted.report.diagnostics.is_empty());
    let (value, report) = description
        .to_openapi3(&Config::default())
        .expect("it is one");
    assert_eq!(value.components.expect("it has some").schemas.len(), 2);
    let found = report.diagnostics.iter().map(|it| &*it.location.pointer);
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "/components/schemas/A/xml",
            "/components/schemas/A/default",
            "/components/schemas/A/properties/b/description",
            "/components/schemas/B/minimum",
        ]
    );
}

#[test]
fn hostile_descriptions_end() {
    let head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";
    let mut schema = "{type: string}".to_owned();
    for index in 0..50 {
        schema = match index % 3 {
            0 => format!("{{items: {schema}, $ref: '#/components/schemas/S/items'}}"),
            1 => format!("{{anyOf: [{schema}, {{type: 'null'}}], $defs: {{a: {{}}}}}}"),
            _ => format!("{{if: {schema}, then: {{}}, else: false}}"),
        };
    }
    let mut callbacks = String::new();
    for index in 0..40 {
        let next = index + 1;
        callbacks.push_str(&format!(
            "    p{index}: {{post: {{callbacks: {{a: {{u: {{$ref: '#/components/pathItems/p{next}'}}}}, b: {{u: {{$ref: '#/components/pathItems/p{next}'}}}}}}}}}}\n"
        ));
    }
    for text in [
        format!("{head}paths: {{}}\ncomponents: {{schemas: {{S: {schema}}}}}\n"),
        format!("{head}paths: {{/a: {{$ref: '#/components/pathItems/p0'}}}}\ncomponents:\n  pathItems:\n{callbacks}"),
        "swagger: '2.0'\ninfo: 1\npaths: [1]\ndefinitions: {a: 1, b: {$ref: 1}, c: {required: {}, type: [1], items: 3}}\nparameters: 3\nresponses: {a: 1}\n".to_owned(),
        format!("{head}paths: {{/a: {{get: 1, parameters: {{}}}}}}\ncomponents: {{schemas: {{a: 1, b: {{type: {{}}, enum: 1, properties: [], anyOf: {{}}, minimum: a, maximum: 1e999, default: 1e999}}}}, responses: 1, parameters: {{a: 1}}}}\n"),
    ] {
        for target in TARGETS {
            let converted = oasmith::convert(Description::text("t", text.clone()), target, &Config::default());
            let report = match &converted {
                Ok(converted) => &converted.report,
                Err(report) => report,
            };
            assert!(target == Target::V3_1 || !report.diagnostics.is_empty(), "{text}");
        }
    }
}

/// The files of a folder that may be descriptions, but for the largest.
fn descriptions(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the corpus is there") {
        let entry = entry.expect("it can be read");
        let path = entry.path();
        let is_small = || entry.metadata().is_ok_and(|it| it.len() < 1_000_000);
        let is_known = |it: &std::ffi::OsStr| it == "json" || it == "yaml" || it == "yml";
        if path.is_dir() {
            descriptions(&path, found);
        } else if path.extension().is_some_and(is_known) && is_small() {
            found.push(path);
        }
    }
    found.sort();
}

/// Whether the target has an equivalent for everything.
fn is_exact(converted: &Converted) -> bool {
    let mut codes = converted.report.diagnostics.iter().map(|it| it.code);
    codes.all(|code| code != Code::NotConvertible)
}

/// The differences that no diagnostic of the conversion is about, by file, and their classes.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "union_serde.json",
        "another model",
        "a component that is a union of one type and `null` becomes a nullable one with a type of its own",
    ),
    (
        "qdrant.json",
        "another model",
        "a variant with nothing but `nullable: true` becomes `null`, and the union no type of its own",
    ),
    (
        "response_cast/spec-other.yaml",
        "another model",
        "a type is named after the component that a bundle makes of another file",
    ),
    (
        "superset.json",
        "invalid-example",
        "an invalid example is one of a schema that names `null` as a type",
    ),
    (
        "petstore.json",
        "unsupported-body",
        "media types of `produces` stand at each response",
    ),
    (
        "petstore-with-external-docs.json",
        "unsupported-body",
        "media types of `produces` stand at each response",
    ),
];

/// What differs between a description and a converted one, if no diagnostic says so.
fn differences(
    path: &Path,
    original: &Generated,
    converted: &Converted,
    target: Target,
) -> Vec<String> {
    let mut found = Vec::new();
    let folder = path.parent().expect("it is in a folder");
    let text = converted.to_json();
    let again = Description::text(path, text.clone()).in_folder(folder);
    let read = match oasmith::generate(again.clone(), &Config::default()) {
        Ok(read) => read,
        Err(report) => return vec![format!("it cannot be read: {:?}", report.diagnostics)],
    };
    let before: HashSet<_> = original
        .report
        .diagnostics
        .iter()
        .map(|it| &it.message)
        .collect();
    for new in &read.report.diagnostics {
        if is_exact(converted) && !before.contains(&new.message) {
            let at = &new.location.pointer;
            found.push(format!("{}: {} at {at}", new.code, new.message));
        }
    }
    let (before, after) = (model::print(&original.api), model::print(&read.api));
    if is_exact(converted) && before != after {
        let lines = before
            .lines()
            .zip(after.lines())
            .find(|(old, new)| old != new);
        found.push(format!("another model: {lines:?}"));
    }
    let twice = convert(again, target);
    if twice.root != converted.root || !is_exact(&twice) {
        let first = twice.report.diagnostics.first().map(|it| &it.message);
        found.push(format!("converted again, it is another one: {first:?}"));
    }
    if target == Target::V3_0
        && let Err(error) = serde_json::from_str::<openapiv3::OpenAPI>(&text)
    {
        found.push(format!("no `openapiv3::OpenAPI`: {error}"));
    }
    found
}

fn is_of(root: &Node, target: Target) -> bool {
    match root.get("openapi") {
        Some(Node::String(version)) => version.starts_with(&target.to_string()),
        _ => false,
    }
}

#[test]
#[ignore = "reads ../shared"]
fn the_corpus_means_the_same_in_other_versions() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut paths = Vec::new();
    for folder in ["edge", "swagger2", "real"] {
        descriptions(&corpus.join(folder), &mut paths);
    }
    let (mut wrong, mut converted, mut exact, mut same) = (Vec::new(), 0, 0, 0);
    for path in &paths {
        let Ok(original) = oasmith::generate(Description::file(path), &Config::default()) else {
            for target in TARGETS {
                let outcome = oasmith::convert(Description::file(path), target, &Config::default());
                assert!(outcome.is_err(), "{}", path.display());
            }
            continue;
        };
        let tree = oasmith::source::read(path).expect("it was read before");
        let root = &tree.files[0].root;
        for target in TARGETS {
            let result = convert(Description::file(path), target);
            converted += 1;
            exact += usize::from(is_exact(&result));
            let mut found = differences(path, &original, &result, target);
            // Keywords of other versions are those of the target now, and other files are components.
            let files = original
                .report
                .tree
                .iter()
                .map(|tree| tree.files.len())
                .sum::<usize>();
            let codes = original.report.diagnostics.iter().map(|it| it.code);
            let is_pure = files == 1 && !codes.clone().any(|code| code == Code::OtherVersion);
            if is_of(root, target) && is_pure && is_exact(&result) {
                same += 1;
                if result.root != *root {
                    found.push("it was of that version, and has changed".to_owned());
                }
            }
            found.retain(|it| {
                let is_known = |(file, start, _): &&(&str, &str, &str)| {
                    path.ends_with(file) && it.starts_with(start)
                };
                !KNOWN.iter().any(|known| is_known(&known))
            });
            let name = path.strip_prefix(&corpus).unwrap_or(path).display();
            wrong.extend(
                found
                    .into_iter()
                    .map(|it| format!("{name} to {target}: {it}")),
            );
        }
    }
    println!("{converted} converted, {exact} of them exactly, {same} unchanged");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(converted > 500, "{converted}");
}
