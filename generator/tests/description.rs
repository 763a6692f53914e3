//! Descriptions that are no files: texts, readers and values.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use oasmith::diagnostic::Code;
use oasmith::{Config, Description, Generated, Report, Style};
use serde::Serializer;
use serde::ser::SerializeMap;
use serde_json::{Value, json};

fn pets() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": {
            "operationId": "pets",
            "responses": {
                "200": {"description": "all", "content": {"application/json": {"schema": {
                    "type": "array", "items": {"$ref": "#/components/schemas/Pet"},
                }}}},
                "default": {"description": "error"},
            },
        }}},
        "components": {"schemas": {"Pet": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string", "maxLength": 5}},
        }}},
    })
}

fn generate(description: Description) -> Result<Generated, Report> {
    oasmith::generate(description, &Config::default())
}

#[track_caller]
fn rendered(outcome: Result<Generated, Report>) -> Vec<String> {
    let report = match outcome {
        Ok(generated) => generated.report,
        Err(report) => report,
    };
    let texts = report.texts(true, Style::Plain);
    texts.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn every_kind_of_value_gives_the_same_files() {
    let value = pets();
    let text = value.to_string();
    let yaml: serde_yaml::Value = serde_yaml::from_str(&text).expect("JSON is YAML");
    let typed: openapiv3::OpenAPI = serde_json::from_value(value.clone()).expect("it is of 3.0");
    let expected = generate(Description::value("t", &value)).expect("it is a description");
    assert!(expected.report.diagnostics.is_empty());
    assert_eq!(expected.api.operations.len(), 1);
    for (kind, description) in [
        ("text", Description::text("t", text.clone())),
        ("reader", Description::reader("t", text.as_bytes())),
        ("yaml", Description::yaml("t", &yaml)),
        ("openapiv3", Description::openapi3("t", &typed)),
        ("serializable", Description::value("t", &typed)),
    ] {
        let generated = generate(description).expect("it is a description");
        for (file, expected) in generated.files.iter().zip(&expected.files) {
            // Typed values have an order of keys of their own.
            let is_typed = ["openapiv3", "serializable"].contains(&kind);
            if !(is_typed && file.path == "openapi.yaml") {
                assert!(file == expected, "{kind}: {}", file.path);
            }
        }
        assert_eq!(generated.files.len(), expected.files.len(), "{kind}");
        assert!(generated.report.diagnostics.is_empty(), "{kind}");
    }
}

#[test]
fn a_diagnostic_shows_the_line_of_a_value_as_it_is_written_out() {
    let mut value = pets();
    value["paths"]["/pets"]["get"]["colour"] = "red".into();
    let json = rendered(generate(Description::value("pets", &value)));
    assert_eq!(json.len(), 1, "{json:?}");
    assert!(
        json[0].contains(" --> pets:26:9 at /paths/~1pets/get/colour\n")
            && json[0].contains("26 |         \"colour\": \"red\",\n"),
        "{json:?}"
    );
    let yaml = serde_yaml::to_value(&value).expect("it is YAML");
    let yaml = rendered(generate(Description::yaml("pets", &yaml)));
    assert!(
        yaml[0].contains(" at /paths/~1pets/get/colour\n")
            && yaml[0].contains("|       colour: red\n"),
        "{yaml:?}"
    );
}

#[test]
fn references_of_a_value_lead_to_files_of_its_folder() {
    let folder = folder("folder");
    fs::write(folder.join("pet.yaml"), "type: string\nmaxLength: 3\n").expect("it can be written");
    let mut value = pets();
    let responses = &mut value["paths"]["/pets"]["get"]["responses"];
    responses["200"]["content"]["application/json"]["schema"]["items"] =
        json!({"$ref": "pet.yaml"});
    let description = Description::value("pets.json", &value);
    let lost = generate(description.clone()).expect("it is a description");
    let codes: Vec<_> = lost.report.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::UnresolvedReference]);
    let found = generate(description.in_folder(&folder)).expect("it is a description");
    assert!(found.report.diagnostics.is_empty());
    let tree = found.report.tree.expect("it was read");
    let paths: Vec<&Path> = tree.files.iter().map(|file| &*file.path).collect();
    assert_eq!(paths, [Path::new("pets.json"), &folder.join("pet.yaml")]);
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn the_calls_for_paths_take_every_kind_of_path() {
    let folder = folder("paths");
    let path = folder.join("pets.json");
    fs::write(&path, pets().to_string()).expect("it can be written");
    let text = path.to_str().expect("it is UTF-8");
    let config = Config::default();
    assert!(oasmith::generate(path.as_path(), &config).is_ok());
    assert!(oasmith::generate(&path, &config).is_ok());
    assert!(oasmith::generate(path.as_os_str(), &config).is_ok());
    assert!(oasmith::generate(text, &config).is_ok());
    assert!(oasmith::generate(text.to_owned(), &config).is_ok());
    let _ = fs::remove_dir_all(folder);
}

/// Fails behind a few bytes.
struct Broken(bool);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if std::mem::replace(&mut self.0, true) {
            return Err(io::Error::other("the line was cut"));
        }
        buffer[..2].copy_from_slice(b"a:");
        Ok(2)
    }
}

/// Fails behind a first entry.
struct HalfSerializable;

impl serde::Serialize for HalfSerializable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("openapi", "3.0.3")?;
        map.serialize_entry("paths", &Unserializable)?;
        map.end()
    }
}

struct Unserializable;

impl serde::Serialize for Unserializable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("it has no end"))
    }
}

#[test]
fn a_value_that_is_no_description_is_an_error_that_says_why() {
    for (description, expected) in [
        (Description::value("v", &json!([1])), "error[not-openapi]: "),
        (
            Description::value("v", &json!(null)),
            "error[not-openapi]: ",
        ),
        (Description::text("v", "a: ["), "error[syntax]: "),
        (
            Description::reader("v", &b"a: \xff"[..]),
            "error[unreadable]: not UTF-8: invalid byte at offset 3\n",
        ),
        (
            Description::reader("v", Broken(false)),
            "error[unreadable]: cannot read the description: the line was cut\n",
        ),
        (
            Description::reader("v", io::repeat(b' ')),
            "error[unreadable]: the description has more than 268435456 bytes\n",
        ),
        (
            Description::value("v", &Unserializable),
            "error[unreadable]: cannot serialize the description: it has no end\n",
        ),
        (
            Description::value("v", &HalfSerializable),
            "error[unreadable]: cannot serialize the description: it has no end\n",
        ),
        (
            Description::value("v", &BTreeMap::from([([1, 2], 3)])),
            "error[unreadable]: cannot serialize the description: key must be a string\n",
        ),
        (
            Description::value("v", &"openapi: 3.0.3"),
            "error[not-openapi]: ",
        ),
        (
            Description::file("nowhere.yaml"),
            "error[unreadable]: cannot read `nowhere.yaml`: ",
        ),
    ] {
        let outcome = generate(description);
        assert!(outcome.is_err(), "{expected}");
        let texts = rendered(outcome);
        assert_eq!(texts.len(), 1, "{texts:?}");
        assert!(texts[0].starts_with(expected), "{texts:?}");
    }
}

fn folder(name: &str) -> PathBuf {
    let name = format!("oasmith-description-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("it can be made");
    folder
}

/// A description that `openapiv3` cannot hold in full.
const RICH: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1"}
x-other: {b: 1, a: 1.50}
paths:
  /pets:
    get:
      operationId: listPets
      x-mine: [1, 2]
      colour: red
      parameters:
        - {name: limit, in: query, colour: blue, schema: {type: integer}}
        - {name: page, in: query, colour: green, schema: {type: string}}
        - {$ref: "#/components/parameters/Sort"}
      responses:
        "200": {description: all, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet", description: a sibling}}}}}
        default: {description: error}
components:
  parameters:
    Sort: {name: sort, in: query, schema: {type: string}}
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, weight: {type: number, maximum: 1.0e2}}}
"##;

fn files(description: Description) -> Vec<(String, String)> {
    let generated = generate(description).expect("it is a description");
    let files = generated.files.into_iter();
    files.map(|file| (file.path, file.content)).collect()
}

#[test]
fn an_edit_that_changes_nothing_changes_nothing() {
    let rich = || Description::text("pets.yaml", RICH);
    let expected = (files(rich()), rendered(generate(rich())));
    for (name, edited) in [
        ("value", rich().edit(|_| {})),
        ("document", rich().edit_document(|_| {})),
        ("operations", rich().edit_operations(|_, _, _| {})),
        ("schemas", rich().edit_schemas(|_, _| {})),
    ] {
        let again = edited.clone();
        assert!(files(edited) == expected.0, "{name}");
        assert_eq!(rendered(generate(again)), expected.1, "{name}");
    }
}

#[test]
fn an_edit_changes_what_it_says_and_keeps_what_its_type_cannot_hold() {
    let description = Description::text("pets.yaml", RICH)
        .edit_operations(|path, method, operation| {
            assert_eq!((path, method), ("/pets", "get"));
            operation.operation_id = Some("pets".to_owned());
            // The first parameter goes, and with it alone what is unknown of it.
            operation.parameters.remove(0);
        })
        .edit_schemas(|name, schema| {
            assert_eq!(name, "Pet");
            schema.schema_data.description = Some("A pet.".to_owned());
        })
        .edit(|value| {
            value["components"]["schemas"]["Pet"]["properties"]["name"]["maxLenght"] = 5.into();
        });
    let generated = generate(description).expect("it is a description");
    let operation = &generated.api.operations[0];
    assert_eq!(operation.name, "pets");
    let params = operation.params.as_ref().expect("there are two");
    let names: Vec<&str> = params.parameters.iter().map(|it| &*it.wire).collect();
    assert_eq!(names, ["page", "sort"]);
    let models = generated
        .files
        .iter()
        .find(|file| file.path == "src/models.rs");
    assert!(models.expect("it is there").content.contains("/// A pet."));
    let texts = rendered(Ok(generated));
    // Places of all else are those of the text, and what was set says so.
    assert!(
        texts
            .iter()
            .any(|text| text.contains("--> pets.yaml:9:7 at /paths/~1pets/get/colour")),
        "{texts:#?}"
    );
    assert!(
        texts
            .iter()
            .any(|text| text.contains("unknown keyword `colour`")
                && text.contains("12 |         - {name: page, in: query, colour: green")),
        "{texts:#?}"
    );
    assert!(
        !texts.iter().any(|text| text.contains("colour: blue")),
        "{texts:#?}"
    );
    let set = " --> <set by an edit>:2:3 at /0\n  |\n2 |   5\n";
    assert!(
        texts
            .iter()
            .any(|text| text.contains("unknown keyword `maxLenght`") && text.contains(set)),
        "{texts:#?}"
    );
}

#[test]
fn an_edit_may_add_what_is_not_there_and_remove_what_stands_twice() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {operationId: a, summary: one, summary: two}}\n";
    let description = Description::text("t", text).edit_operations(|_, _, operation| {
        let response = openapiv3::Response {
            description: "none".to_owned(),
            ..Default::default()
        };
        let status = openapiv3::StatusCode::Code(204);
        let response = openapiv3::ReferenceOr::Item(response);
        operation.responses.responses.insert(status, response);
        operation.tags.push("added".to_owned());
        operation.summary = None;
    });
    let generated = generate(description).expect("it is a description");
    let operation = &generated.api.operations[0];
    assert_eq!(operation.successes.len(), 1);
    assert!(
        operation.docs.iter().all(|text| !text.contains("two")),
        "{:?}",
        operation.docs
    );
}

#[test]
fn edits_come_after_overlays_and_before_selection() {
    let folder = folder("overlay");
    let overlay = folder.join("o.yaml");
    fs::write(
        &overlay,
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions: [{target: \"$.paths['/pets'].get\", update: {summary: by an overlay}}]\n",
    )
    .expect("it can be written");
    let config = Config {
        overlays: vec![overlay],
        include_operations: vec!["renamed".into()],
        ..Config::default()
    };
    let description = Description::text("pets.yaml", RICH).edit_operations(|_, _, operation| {
        assert_eq!(operation.summary.as_deref(), Some("by an overlay"));
        operation.operation_id = Some("renamed".to_owned());
    });
    let generated = oasmith::generate(description, &config).expect("it is a description");
    assert_eq!(generated.api.operations.len(), 1);
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn an_edit_that_makes_no_description_is_reported_where_it_was_made() {
    for (description, expected) in [
        (
            Description::text("t", RICH).edit(|value| value["paths"] = 1.into()),
            "warning[wrong-type]: expected `paths` to be an object, found the number 1\n --> <set by an edit>:2:3 at /0\n",
        ),
        (
            Description::text("t", RICH).edit(|value| *value = json!([])),
            "error[not-openapi]: ",
        ),
        (
            Description::text("t", RICH).edit(|value| {
                for _ in 0..200 {
                    *value = json!([value.take()]);
                }
            }),
            "warning[invalid-edit]: the edit is not applied: ",
        ),
        (
            Description::text("t", RICH).edit(|value| {
                let mut deep = json!(1);
                for _ in 0..125 {
                    deep = json!([deep]);
                }
                value["components"]["schemas"]["Pet"]["properties"]["name"]["example"] = deep;
            }),
            "warning[invalid-edit]: the edit is not applied: nested more than 128 levels deep",
        ),
        (
            Description::text("t", "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n")
                .edit_document(|_| {}),
            "warning[invalid-edit]: not edited, since OpenAPI 3.0 cannot hold it: missing field `paths`",
        ),
    ] {
        let texts = rendered(generate(description));
        assert!(
            texts.iter().any(|text| text.starts_with(expected)),
            "{expected}\n{texts:#?}"
        );
    }
}

/// The descriptions of a folder, but for the largest.
fn descriptions(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the corpus is there") {
        let entry = entry.expect("it can be read");
        let path = entry.path();
        let is_small = || entry.metadata().is_ok_and(|it| it.len() < 2_000_000);
        if path.is_dir() {
            descriptions(&path, found);
        } else if path
            .extension()
            .is_some_and(|it| it == "json" || it == "yaml")
            && is_small()
        {
            found.push(path);
        }
    }
}

#[test]
#[ignore = "reads the corpus, which is not part of the project"]
fn an_edit_that_changes_nothing_changes_no_file_of_the_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut found = Vec::new();
    for folder in ["edge", "real", "swagger2"] {
        descriptions(&corpus.join(folder), &mut found);
    }
    let mut compared = 0;
    for path in &found {
        let Ok(expected) = generate(Description::file(path)) else {
            continue;
        };
        for (name, edited) in [
            ("value", Description::file(path).edit(|_| {})),
            ("document", Description::file(path).edit_document(|_| {})),
            (
                "operations",
                Description::file(path).edit_operations(|_, _, _| {}),
            ),
            ("schemas", Description::file(path).edit_schemas(|_, _| {})),
        ] {
            let generated = generate(edited).expect("it is a description");
            assert!(
                generated.files == expected.files,
                "{name}: {}",
                path.display()
            );
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}
