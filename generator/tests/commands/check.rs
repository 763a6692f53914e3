//! `oasmith check`: its formats and its exit status.

use std::fs;

use serde_json::{Value, json};

use super::folder::Folder;

/// Two warnings about keywords, one in a line with characters of several bytes and of two UTF-16 units,
/// and one that points to two places.
const SPEC: &str = r##"openapi: 3.0.3
info: {title: "é👍", version: "1", colour: red}
paths:
  /pets/{id}:
    get:
      operationId: pet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "204": {description: x}
        default: {description: y}
  /pets/{name}:
    get:
      operationId: named
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
      responses:
        "204": {description: x}
        default: {description: y}
"##;

const BROKEN: &str = "openapi: [\n";

#[test]
fn a_check_writes_nothing_and_fails_for_errors_alone() {
    let folder = Folder::new("check");
    folder.write("pets.yaml", SPEC);
    folder.write("broken.yaml", BROKEN);
    let run = folder.run(&["check", "pets.yaml"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, "1 description, 0 errors, 2 warnings\n");
    assert!(
        run.err.contains("warning[unknown-keyword]") && run.err.contains(" --> pets.yaml:2:35"),
        "{}",
        run.err
    );
    let run = folder.run(&["check", "pets.yaml", "broken.yaml", "no.yaml"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.out, "3 descriptions, 2 errors, 2 warnings\n");
    let run = folder.run(&["check", "pets.yaml", "--deny", "unknown-keyword"]);
    assert_eq!(run.code, 1);
    let run = folder.run(&["check", "pets.yaml", "--exclude-operations", "named"]);
    assert_eq!(run.out, "1 description, 0 errors, 1 warning\n");
    let entries = fs::read_dir(&folder.0).expect("it is there");
    assert_eq!(entries.count(), 2, "nothing was written");
}

#[test]
fn a_call_that_is_wrong_is_2() {
    let folder = Folder::new("check-usage");
    folder.write("pets.yaml", SPEC);
    for arguments in [
        &["check"][..],
        &["check", "--root", "."],
        &["check", "pets.yaml", "--format", "xml"],
        &["check", "pets.yaml", "--server"],
        &["check", "-", "-"],
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.starts_with("error: "), "{arguments:?}: {}", run.err);
        assert_eq!(run.out, "", "{arguments:?}");
    }
}

#[test]
fn without_a_description_those_of_the_configuration_are_checked() {
    let folder = Folder::new("check-project");
    folder.write("pets.yaml", SPEC);
    folder.write("broken.yaml", BROKEN);
    let toml = "[[api]]\nspec = \"pets.yaml\"\nout = \"a\"\ninclude-types = [\"Nothing\"]\n\
                [[api]]\nspec = \"broken.yaml\"\nout = \"b\"\n";
    folder.write("oasmith.toml", toml);
    let run = folder.run(&["check", "--allow", "unknown-keyword"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(run.out, "2 descriptions, 1 error, 2 warnings\n");
    assert!(run.err.contains(" --> oasmith.toml:4:18"), "{}", run.err);
    let run = folder.run(&["check", "--format", "github"]);
    let start = "::warning file=oasmith.toml,line=4,col=18,endColumn=27,title=unmatched-option::";
    assert!(run.out.contains(start), "{}", run.out);
}

#[test]
fn json_has_the_diagnostics_of_generate() {
    let folder = Folder::new("check-json");
    folder.write("pets.yaml", SPEC);
    let parsed = |arguments: &[&str]| -> Value {
        let run = folder.run(arguments);
        assert_eq!(run.err, "");
        serde_json::from_str(&run.out).expect("it is one value")
    };
    let check = parsed(&["check", "pets.yaml", "--format", "json"]);
    let generate = parsed(&["generate", "pets.yaml", "--out", "o", "--format", "json"]);
    assert_eq!(check["diagnostics"], generate["diagnostics"]);
    assert_eq!(check["errors"], 0);
    assert_eq!(check["warnings"], 2);
}

#[test]
fn github_gets_a_command_for_each_diagnostic() {
    let folder = Folder::new("check-github");
    folder.write("100%, a:b.yaml", SPEC);
    let run = folder.run(&["check", "100%, a:b.yaml", "--format", "github"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.out);
    let start = "::warning file=100%25%2C a%3Ab.yaml,line=2,col=35,endColumn=41,title=unknown-keyword::unknown keyword `colour`";
    assert!(lines[0].starts_with(start), "{}", lines[0]);
    assert!(lines[0].ends_with("%0Aat /info/colour"), "{}", lines[0]);
    let start = "::warning file=100%25%2C a%3Ab.yaml,line=12,";
    assert!(lines[1].starts_with(start), "{}", lines[1]);
}

/// The results of a log, once the rest of it has been looked at: the properties that SARIF 2.1.0 requires
/// are there, and each has its type.
fn results(log: &Value) -> &Vec<Value> {
    assert_eq!(log["version"], "2.1.0");
    assert!(
        log["$schema"]
            .as_str()
            .is_some_and(|it| it.ends_with("/sarif-schema-2.1.0.json"))
    );
    let runs = log["runs"].as_array().expect("a list");
    assert_eq!(runs.len(), 1);
    let run = &runs[0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "oasmith");
    let rules = driver["rules"].as_array().expect("a list");
    let results = run["results"].as_array().expect("a list");
    for rule in rules {
        let id = rule["id"].as_str().expect("a text");
        let used = results.iter().any(|result| result["ruleId"] == id);
        assert!(used, "{id}");
        for text in [
            &rule["shortDescription"]["text"],
            &rule["help"]["text"],
            &rule["help"]["markdown"],
        ] {
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
        assert!(rule.get("helpUri").is_none(), "no page is on the web");
    }
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a number");
        let rule = &rules[usize::try_from(index).expect("it is small")];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().expect("a text")));
        assert!(result["message"]["text"].is_string());
        let places = result["locations"].as_array().expect("a list");
        assert_eq!(places.len(), 1);
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for place in places.iter().chain(related) {
            check_place(place);
        }
    }
    results
}

fn check_place(place: &Value) {
    let physical = &place["physicalLocation"];
    let uri = physical["artifactLocation"]["uri"]
        .as_str()
        .expect("a text");
    let is_allowed = |each: char| each.is_ascii_alphanumeric() || "-._~%/".contains(each);
    assert!(uri.chars().all(is_allowed), "{uri}");
    if let Some(region) = physical.get("region") {
        let number = |key: &str| region[key].as_u64().expect("a number");
        assert!(number("startLine") >= 1 && number("startColumn") >= 1);
        assert!(number("endColumn") > number("startColumn"));
    }
}

#[test]
fn sarif_is_a_log_with_rules_and_places() {
    let folder = Folder::new("check-sarif");
    folder.write("my pets.yaml", SPEC);
    let run = folder.run(&["check", "my pets.yaml", "--format", "sarif"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    let log: Value = serde_json::from_str(&run.out).expect("it is one value");
    let results = results(&log);
    assert_eq!(results.len(), 2, "{log:#}");
    assert_eq!(
        results[0],
        json!({
            "ruleId": "unknown-keyword",
            "ruleIndex": 1,
            "level": "warning",
            "message": {"text": "unknown keyword `colour` in `info`"},
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": {"uri": "my%20pets.yaml"},
                    "region": {"startLine": 2, "startColumn": 35, "endColumn": 41},
                },
                "logicalLocations": [{"fullyQualifiedName": "/info/colour"}],
            }],
        })
    );
    // Braces of a path are no placeholder.
    let text = results[1]["message"]["text"].as_str().expect("a text");
    assert!(text.contains("/pets/{{name}}"), "{text}");
    let related = &results[1]["relatedLocations"][0];
    assert!(related["message"]["text"].is_string(), "{related}");
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 5);
}

#[test]
fn sarif_of_what_cannot_be_read_names_the_description() {
    let folder = Folder::new("check-sarif-input");
    let run = folder.run_with(&["check", "-", "no.yaml", "--format", "sarif"], BROKEN);
    assert_eq!((run.code, &*run.err), (1, ""));
    let log: Value = serde_json::from_str(&run.out).expect("it is one value");
    let results = results(&log);
    let uris: Vec<&Value> = results
        .iter()
        .map(|it| &it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        .collect();
    assert_eq!(uris, ["%3Cstdin%3E", "no.yaml"]);
    let codes: Vec<&Value> = results.iter().map(|it| &it["ruleId"]).collect();
    assert_eq!(codes, ["syntax", "unreadable"]);
}
