//! Descriptions of many files: what they are brought to, and what is said about which file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use oasmith::{Config, Generated, Report, model};

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("oasmith-files-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // What an earlier run with the same number left.
        let _ = fs::remove_dir_all(&path);
        let folder = Self(path);
        for (name, text) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
            fs::write(path, text.trim_start()).expect("it can be written");
        }
        folder
    }

    fn generate(&self, file: &str, root: Option<&Path>) -> Result<Generated, Report> {
        let config = Config {
            prune: false,
            root: root.map(Path::to_owned),
            ..Config::default()
        };
        oasmith::generate(self.0.join(file), &config)
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

fn rendered(report: &Report) -> String {
    let diagnostics = report.diagnostics.iter();
    diagnostics
        .map(|diagnostic| report.render(diagnostic, oasmith::Style::Plain))
        .collect()
}

/// Compares the model of the first file, without its first line, and all that is said.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let folder = Folder::new(files);
    let first = files.first().expect("there is a first").0;
    let generated = folder.generate(first, None).expect("it is a description");
    let printed = model::print(&generated.api);
    let printed = printed.split_once('\n').map_or("", |(_, rest)| rest);
    let said = rendered(&generated.report);
    let actual = folder.hide(&format!("{}\n{said}", printed.trim()));
    assert!(actual.trim() == expected.trim(), "the model is\n{actual}");
}

const API: &str = r##"
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /pets: {$ref: "paths/pets.yaml"}
components:
  schemas:
    Owner: {type: object, properties: {pets: {type: array, items: {$ref: "schemas/Pet.json"}}}}
"##;

#[test]
fn types_are_named_after_the_files_and_parts_that_they_stand_in() {
    check(
        &[
            ("api.yaml", API),
            (
                "paths/pets.yaml",
                r##"
get:
  operationId: list
  responses:
    "200": {$ref: "../responses.yaml#/list"}
    "404": {$ref: "../responses.yaml#/missing"}
"##,
            ),
            (
                "responses.yaml",
                r##"
list:
  description: all
  content: {application/json: {schema: {type: array, items: {$ref: "schemas/Pet.json"}}}}
missing:
  description: none
  content: {application/json: {schema: {$ref: "common.yaml#/types/Problem"}}}
"##,
            ),
            (
                "schemas/Pet.json",
                r##"{
  "type": "object",
  "required": ["name"],
  "properties": {
    "name": {"$ref": "#/$defs/PetName"},
    "owner": {"$ref": "../api.yaml#/components/schemas/Owner"},
    "kind": {"$ref": "../common.yaml#/components/schemas/Kind"},
    "parent": {"$ref": "#"},
    "colour": {"$ref": "../common.yaml#/types/Problem/properties/colour"}
  },
  "$defs": {"PetName": {"type": "string", "enum": ["a", "b"]}}
}"##,
            ),
            (
                "common.yaml",
                r##"
components:
  schemas: {Kind: {type: string, enum: [cat, dog]}}
types:
  Problem: {type: object, properties: {message: {type: string}, colour: {type: string, enum: [red]}}}
"##,
            ),
        ],
        r##"
struct Owner
    pets: [Pet] optional

struct Problem
    message: string optional
    colour: ProblemColour optional

struct Pet
    name: PetName
    owner: Owner optional
    kind: Kind optional
    parent: boxed Pet optional
    colour: ProblemColour optional

enum PetName
    A "a"
    B "b"

enum Kind
    Cat "cat"
    Dog "dog"

enum ProblemColour
    Red "red"

operation list = GET /pets
    success 200 Ok: [Pet]
    error 404 NotFound: Problem
    rejection 404: Problem
warning[other-version]: `$defs` is syntax of another OpenAPI version: accepting it
  --> schemas/Pet.json:11:3 at /$defs
   |
11 |   "$defs": {"PetName": {"type": "string", "enum": ["a", "b"]}}
   |   ^^^^^^^
"##,
    );
}

#[test]
fn faults_are_told_in_the_file_that_has_them() {
    check(
        &[
            ("api.yaml", API),
            (
                "paths/pets.yaml",
                r##"
get:
  operationId: list
  responses:
    "200":
      description: all
      content: {application/json: {schema: {$ref: "../schemas/Pet.json#/defs"}}}
    "404": {description: none}
put:
  operationId: put
  operatonId: put
  responses:
    "200": {$ref: "../broken.json#/a"}
"##,
            ),
            (
                "schemas/Pet.json",
                "{\n  \"type\": \"sting\",\n  \"type\": \"object\"\n}",
            ),
            ("broken.json", "{\n  \"a\": [1 2\n"),
        ],
        r##"
struct Owner
    pets: [any] optional

type Pet = any

operation list = GET /pets
    success 200 Ok: any
    error 404 NotFound: no body

skipped PUT /pets: unresolved-reference
warning[unresolved-reference]: `$ref` target not found: `../schemas/Pet.json#/defs`: `schemas/Pet.json` has no `defs`
 --> paths/pets.yaml:6:51 at /get/responses/200/content/application~1json/schema/$ref
  |
6 |       content: {application/json: {schema: {$ref: "../schemas/Pet.json#/defs"}}}
  |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
warning[unknown-keyword]: unknown keyword `operatonId` in an operation
  --> paths/pets.yaml:10:3 at /put/operatonId
   |
10 |   operatonId: put
   |   ^^^^^^^^^^
   |
   = help: did you mean `operationId`?
warning[unresolved-reference]: `$ref` target not found: `../broken.json#/a`: `../broken.json` cannot be read: invalid JSON: expected `,` or `]`
  --> paths/pets.yaml:12:19 at /put/responses/200/$ref
   |
12 |     "200": {$ref: "../broken.json#/a"}
   |                   ^^^^^^^^^^^^^^^^^^^
   |
  ::: broken.json:2:11
   |
 2 |   "a": [1 2
   |           -
warning[invalid-value]: expected `type` to be one of `string`, `integer`, `number`, `boolean`, `null`, `array`, `object`, found `sting`
 --> schemas/Pet.json:2:11 at /type
  |
2 |   "type": "sting",
  |           ^^^^^^^
warning[duplicate-key]: duplicate key `type`: the first one is used
 --> schemas/Pet.json:3:3 at /type
  |
2 |   "type": "sting",
  |   ------ the first one
3 |   "type": "object"
  |   ^^^^^^
"##,
    );
}

#[test]
fn a_text_has_no_other_files() {
    let text = API.trim_start().to_owned();
    let config = Config {
        prune: false,
        ..Config::default()
    };
    let generated =
        oasmith::generate_text(Path::new("api.yaml"), text, &config).expect("it is a description");
    let messages: Vec<_> = generated
        .report
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "`$ref` target not found: `paths/pets.yaml`: a description that is not read from a file has no other files",
            "`$ref` target not found: `schemas/Pet.json`: a description that is not read from a file has no other files",
        ]
    );
}

#[test]
fn a_root_folder_that_is_not_there_is_told() {
    let folder = Folder::new(&[("api.yaml", API)]);
    let root = folder.0.join("missing");
    let report = folder
        .generate("api.yaml", Some(&root))
        .expect_err("the root is not there");
    let said = folder.hide(&rendered(&report));
    assert!(
        said.starts_with("error[unreadable]: cannot find the folder `missing`: "),
        "{said}"
    );
}
