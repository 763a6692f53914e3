//! Documents against `openapiv3`, wherever that accepts the description: operations, parameters, bodies,
//! responses and references, as lines. Every class of difference has a name and a reason here.

mod ours;
mod theirs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use openapiv3::{OpenAPI, ReferenceOr};

use crate::source::{self, Tree};
use ours::ours;
use theirs::theirs;

/// The differences that are known, each with its reason.
const KNOWN: [(&str, &str); 5] = [
    (
        "elsewhere",
        "`openapiv3` does not follow references, and only those to components are followed here",
    ),
    (
        "unusable part",
        "a part that cannot be read is left out and its operation marked; `openapiv3` has no such check",
    ),
    (
        "invalid status",
        "a status that is neither a number nor a range is kept for lowering to report; `openapiv3` drops it",
    ),
    (
        "no media type",
        "an entry of `content` whose name has no `/` is reported and left out",
    ),
    (
        "other version",
        "`query` and `additionalOperations` of OpenAPI 3.2 are read",
    ),
];

/// What an operation declares, a line each.
#[derive(Debug, Default, Eq, PartialEq)]
struct Outline {
    lines: BTreeSet<String>,
    /// The starts of lines that are not known, since they stand elsewhere.
    unknown: BTreeSet<String>,
    is_broken: bool,
}

/// The operations by path and method.
type Outlines = BTreeMap<(String, String), Outline>;

impl Outline {
    fn add(&mut self, line: impl Into<String>) {
        self.lines.insert(line.into());
    }
}

/// What the comparison of many descriptions found.
#[derive(Default)]
struct Summary {
    accepted: usize,
    operations: usize,
    known: BTreeMap<&'static str, Vec<String>>,
    unknown: Vec<String>,
}

impl Summary {
    fn add(&mut self, name: &str, tree: &Tree) {
        let Ok((document, _)) = crate::document::read(tree) else {
            return;
        };
        let text = tree.files[0].root.to_json();
        let Ok(description) = serde_json::from_str::<OpenAPI>(&text) else {
            return;
        };
        self.accepted += 1;
        let (ours, theirs) = (ours(&document), theirs(&description));
        let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            self.operations += 1;
            let at = format!("{name} {} {}", key.1, key.0);
            match (ours.get(key), theirs.get(key)) {
                (Some(ours), Some(theirs)) => self.compare(&at, ours, theirs),
                (Some(_), None) if !is_item(&description, &key.0) => self.known("elsewhere", at),
                (Some(_), None) if !is_method(&key.1) => self.known("other version", at),
                (ours, theirs) => {
                    let (ours, theirs) = (ours.is_some(), theirs.is_some());
                    self.unknown
                        .push(format!("{at}: ours {ours}, theirs {theirs}"));
                }
            }
        }
    }

    fn compare(&mut self, at: &str, ours: &Outline, theirs: &Outline) {
        for line in ours.lines.symmetric_difference(&theirs.lines) {
            let is_ours = ours.lines.contains(line);
            let at = format!("{at}: {line}");
            match class(line, is_ours, ours, theirs) {
                Some(name) => self.known(name, at),
                None => {
                    let whose = if is_ours { "ours" } else { "theirs" };
                    self.unknown.push(format!("{at} ({whose})"));
                }
            }
        }
    }

    fn known(&mut self, name: &'static str, at: String) {
        assert!(KNOWN.iter().any(|(known, _)| *known == name), "{name}");
        self.known.entry(name).or_default().push(at);
    }

    fn print(&self) {
        println!(
            "{} descriptions, {} operations",
            self.accepted, self.operations
        );
        for (name, places) in &self.known {
            println!("{name}: {}, such as {}", places.len(), places[0]);
        }
    }
}

/// The name of a known difference: a line that one side has alone.
fn class(line: &str, is_ours: bool, ours: &Outline, theirs: &Outline) -> Option<&'static str> {
    let is_unknown = |start: &String| {
        let rest = line.strip_prefix(start);
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    // The line without its reference: the other side may not know where that leads.
    let stem = line.rsplit_once(" of ").or_else(|| line.rsplit_once(' '));
    let stem = stem.map_or(line, |(stem, _)| stem);
    let content = line.split_once(" content ").map(|(_, content)| content);
    if is_ours && theirs.unknown.iter().any(is_unknown)
        || theirs.lines.contains(&format!("{stem} elsewhere"))
    {
        Some("elsewhere")
    } else if ours.is_broken && !is_ours || ours.lines.contains(&format!("{stem} broken")) {
        Some("unusable part")
    } else if is_ours
        && line
            .strip_prefix("response ")
            .is_some_and(|it| !is_status(it))
    {
        Some("invalid status")
    } else if !is_ours && content.is_some_and(|it| !it.contains('/')) {
        Some("no media type")
    } else {
        None
    }
}

/// Whether a line about a response starts with a status that OpenAPI allows.
fn is_status(line: &str) -> bool {
    let status = line.split(' ').next().unwrap_or_default();
    let (class, rest) = status.split_at_checked(1).unwrap_or_default();
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    status == "DEFAULT" || is_digits(class) && rest.len() == 2 && (rest == "XX" || is_digits(rest))
}

fn is_item(description: &OpenAPI, path: &str) -> bool {
    let item = description.paths.paths.get(path);
    matches!(item, Some(ReferenceOr::Item(_)))
}

fn is_method(method: &str) -> bool {
    let known = [
        "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE",
    ];
    known.contains(&method)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let extension = path.extension().and_then(|it| it.to_str());
        if path.is_dir() {
            files(&path, found);
        } else if matches!(extension, Some("json" | "yaml" | "yml")) {
            found.push(path);
        }
    }
    found.sort();
}

fn summary(folder: &str) -> Summary {
    let mut paths = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut paths,
    );
    let mut summary = Summary::default();
    for path in paths {
        let Ok(mut tree) = source::read(&path) else {
            continue;
        };
        if source::load(&mut tree, None).is_ok() {
            summary.add(&path.to_string_lossy(), &tree);
        }
    }
    summary
}

fn parsed(text: &str) -> Summary {
    let tree = source::parse(Path::new("t"), text.to_owned()).expect("it can be read");
    let mut summary = Summary::default();
    summary.add("t", &tree);
    summary
}

const SPEC: &str = r##"openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a/{b}:
    parameters: [{name: b, in: path, required: true, schema: {type: string}}, {name: c, in: query, schema: {type: string}}]
    put:
      operationId: a
      tags: [x, y]
      deprecated: true
      parameters: [{$ref: "#/components/parameters/C"}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/A~1B"}}}}
      responses:
        "200": {description: d, headers: {H: {schema: {type: string}}}, content: {text/plain: {}}}
        4XX: {$ref: "#/components/responses/R"}
components:
  parameters: {C: {name: c, in: query, required: true, schema: {$ref: "#/components/schemas/A~1B"}}}
  responses: {R: {description: d}}
  schemas: {A/B: {type: string}}
"##;

#[test]
fn a_description_is_read_as_openapiv3_reads_it() {
    let summary = parsed(SPEC);
    assert_eq!((summary.accepted, summary.operations), (1, 1));
    assert!(summary.unknown.is_empty(), "{:#?}", summary.unknown);
    assert!(summary.known.is_empty(), "{:#?}", summary.known);
    let tree = source::parse(Path::new("t"), SPEC.to_owned()).expect("it can be read");
    let (document, _) = crate::document::read(&tree).expect("it is a description");
    let lines: Vec<_> = ours(&document)
        .into_values()
        .flat_map(|it| it.lines)
        .collect();
    assert_eq!(
        lines,
        [
            "body content application/json of A/B",
            "body true",
            "deprecated true",
            "id a",
            "parameter path b true inline",
            "parameter query c true of A/B",
            "response 200",
            "response 200 content text/plain untyped",
            "response 200 header H",
            "response 4XX",
            "tags [\"x\", \"y\"]",
        ]
    );
}

#[test]
fn a_difference_is_found() {
    let tree = source::parse(Path::new("t"), SPEC.to_owned()).expect("it can be read");
    let (document, _) = crate::document::read(&tree).expect("it is a description");
    let expected = &ours(&document)[&("/a/{b}".to_owned(), "PUT".to_owned())];
    for (old, new) in [
        ("operationId: a", "operationId: b"),
        ("[x, y]", "[y, x]"),
        ("deprecated: true", "deprecated: false"),
        ("in: query, required: true", "in: query, required: false"),
        ("in: query, required: true", "in: header, required: true"),
        (
            "requestBody: {required: true",
            "requestBody: {required: false",
        ),
        ("application/json", "application/xml"),
        ("{schema: {$ref: \"#/components/schemas/A~1B\"}}}}", "{}}}"),
        ("\"200\"", "\"201\""),
        ("headers: {H:", "headers: {I:"),
        ("4XX", "default"),
    ] {
        assert!(SPEC.contains(old), "{old}");
        let changed = source::parse(Path::new("t"), SPEC.replace(old, new));
        let changed = changed
            .expect("it can be read")
            .files
            .remove(0)
            .root
            .to_json();
        let changed: OpenAPI = serde_json::from_str(&changed).expect("it is of 3.0");
        let mut summary = Summary::default();
        let theirs = &theirs(&changed)[&("/a/{b}".to_owned(), "PUT".to_owned())];
        summary.compare("", expected, theirs);
        assert!(!summary.unknown.is_empty(), "{old} → {new}");
    }
}

#[test]
fn descriptions_of_the_project_are_read_as_openapiv3_reads_them() {
    let summary = summary("../specs");
    summary.print();
    assert!(summary.unknown.is_empty(), "{:#?}", summary.unknown);
    assert!(summary.accepted > 60, "{}", summary.accepted);
}

#[test]
#[ignore = "reads ../shared"]
fn the_corpus_is_read_as_openapiv3_reads_it() {
    let summary = summary("../../shared/corpus");
    summary.print();
    assert!(summary.unknown.is_empty(), "{:#?}", summary.unknown);
    assert!(summary.accepted > 290, "{}", summary.accepted);
    assert!(summary.operations > 6_000, "{}", summary.operations);
}
