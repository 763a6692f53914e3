//! Trees against what other readers of JSON and YAML make of the same text: same structure, same values.
//! Every class of difference has a name and a reason here; anything else fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use oasmith::source::{self, Node};
use serde_yaml::Value;

/// The differences that are known, each with its reason.
const KNOWN: [(&str, &str); 7] = [
    (
        "leading zeros",
        "`007` is an integer of the core schema of YAML 1.2; serde_yaml reads a string",
    ),
    (
        "no JSON number",
        "`.inf` and `.nan` are no values of JSON, so they stay text; serde_yaml reads floats",
    ),
    (
        "large number",
        "more digits than a float has are kept; others round them",
    ),
    (
        "beyond a float",
        "`1e400` is a number of YAML and of JSON; serde_yaml reads a string, since no float holds it",
    ),
    (
        "other scalar as key",
        "keys are strings, as in JSON: `200` is \"200\"; serde_yaml keeps the number, boolean or null",
    ),
    (
        "duplicate key",
        "the first entry counts, and the other is reported; serde_json takes the last",
    ),
    (
        "tag",
        "tags of an application have no meaning for JSON; serde_yaml keeps them beside the value",
    ),
];

/// The comparison of one document.
#[derive(Default)]
struct Comparison {
    /// The differences that are known, with a place each.
    known: BTreeMap<&'static str, String>,
    /// Those that are not.
    unknown: Vec<String>,
    /// The pointers of duplicate keys.
    duplicates: BTreeSet<String>,
    nodes: usize,
}

impl Comparison {
    fn known(&mut self, name: &'static str, at: &str) {
        assert!(KNOWN.iter().any(|(known, _)| *known == name), "{name}");
        self.known.entry(name).or_insert_with(|| at.to_owned());
    }

    fn differ(&mut self, ours: &Node, theirs: &impl std::fmt::Debug, at: &str) {
        let (mut ours, mut theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
        for text in [&mut ours, &mut theirs] {
            *text = text.chars().take(200).collect();
        }
        self.unknown.push(format!("{at}: {ours} and {theirs}"));
    }

    fn compare(&mut self, ours: &Node, theirs: &Value, at: &str) {
        self.nodes += 1;
        match (ours, theirs) {
            (Node::Null, Value::Null) => {}
            (Node::Bool(ours), Value::Bool(theirs)) if ours == theirs => {}
            (Node::String(ours), Value::String(theirs)) if **ours == **theirs => {}
            (Node::Number(ours), Value::Number(theirs)) => self.number(&ours.0, theirs, at),
            (Node::Array(ours), Value::Sequence(theirs)) if ours.len() == theirs.len() => {
                for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                    self.compare(ours, theirs, &format!("{at}/{index}"));
                }
            }
            (Node::Object(ours), Value::Mapping(theirs)) => self.object(ours, theirs, at),
            (_, Value::Tagged(theirs)) => {
                self.known("tag", at);
                self.compare(ours, &theirs.value, at);
            }
            (Node::Number(ours), Value::String(theirs))
                if is_padded(theirs) && ours.0.parse::<f64>().ok() == theirs.parse().ok() =>
            {
                self.known("leading zeros", at);
            }
            (Node::Number(ours), Value::String(theirs))
                if *ours.0 == **theirs && theirs.parse().is_ok_and(f64::is_infinite) =>
            {
                self.known("beyond a float", at);
            }
            (Node::String(_), Value::Number(theirs))
                if theirs.as_f64().is_some_and(|it| !it.is_finite()) =>
            {
                self.known("no JSON number", at);
            }
            _ => self.differ(ours, theirs, at),
        }
    }

    fn number(&mut self, ours: &str, theirs: &serde_yaml::Number, at: &str) {
        let is_same = match (ours.parse::<i64>(), ours.parse::<u64>()) {
            (Ok(ours), _) => theirs.as_i64() == Some(ours),
            (_, Ok(ours)) => theirs.as_u64() == Some(ours),
            _ => ours.parse().ok() == theirs.as_f64(),
        };
        if !is_same && ours.parse().ok() != theirs.as_f64() {
            self.unknown.push(format!("{at}: {ours} and {theirs}"));
        }
        let digits = ours.trim_start_matches('-').trim_start_matches(['0', '.']);
        let digits = digits.split(['e', 'E']).next().unwrap_or_default();
        let digits = digits.trim_end_matches('0').replace('.', "");
        let is_whole = ours.parse::<i64>().is_ok() || ours.parse::<u64>().is_ok();
        if !is_whole && digits.len() > 17 {
            self.known("large number", at);
        }
    }

    fn object(&mut self, ours: &[(Box<str>, Node)], theirs: &serde_yaml::Mapping, at: &str) {
        let mut by_name: BTreeMap<String, &Value> = BTreeMap::new();
        for (key, value) in theirs {
            let key = match key {
                Value::String(text) => text.clone(),
                other => {
                    self.known("other scalar as key", at);
                    self.key(ours, other)
                }
            };
            by_name.insert(key, value);
        }
        if ours.len() != by_name.len() {
            let names: Vec<_> = ours.iter().map(|(key, _)| key).collect();
            self.differ(&Node::Null, &(names, by_name.keys()), at);
            return;
        }
        for (key, ours) in ours {
            let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
            if self.duplicates.contains(&at) {
                self.known("duplicate key", &at);
                continue;
            }
            match by_name.get(&**key) {
                Some(theirs) => self.compare(ours, theirs, &at),
                None => self.differ(ours, &"no such key", &at),
            }
        }
    }

    /// The text of a key that is no string: that of ours with the same value.
    fn key(&self, ours: &[(Box<str>, Node)], theirs: &Value) -> String {
        let is_same = |text: &str| match theirs {
            Value::Null => matches!(text, "" | "~" | "null" | "Null" | "NULL"),
            Value::Bool(theirs) => text.eq_ignore_ascii_case(&theirs.to_string()),
            Value::Number(theirs) => text.parse().ok() == theirs.as_f64(),
            _ => false,
        };
        let key = ours.iter().find(|(key, _)| is_same(key));
        key.map_or_else(|| format!("{theirs:?}"), |(key, _)| key.to_string())
    }
}

/// Whether a text is digits behind a zero that has no meaning.
fn is_padded(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    digits.len() > 1 && digits.starts_with('0')
}

/// A value of JSON as one of YAML, which both oracles are compared as.
fn as_yaml(value: serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(flag),
        serde_json::Value::String(text) => Value::String(text),
        serde_json::Value::Number(number) => {
            let number = match (number.as_i64(), number.as_u64()) {
                (Some(number), _) => serde_yaml::Number::from(number),
                (_, Some(number)) => number.into(),
                _ => number.as_f64().unwrap_or(f64::NAN).into(),
            };
            Value::Number(number)
        }
        serde_json::Value::Array(items) => {
            Value::Sequence(items.into_iter().map(as_yaml).collect())
        }
        serde_json::Value::Object(entries) => {
            let entries = entries.into_iter();
            Value::Mapping(
                entries
                    .map(|(key, value)| (key.into(), as_yaml(value)))
                    .collect(),
            )
        }
    }
}

/// How a document is read by another reader, if that accepts it.
type Oracle = fn(&str) -> Option<Value>;

const ORACLES: [(&str, Oracle); 2] = [
    ("serde_json", |text| {
        serde_json::from_str(text).ok().map(as_yaml)
    }),
    ("serde_yaml", |text| {
        let mut value: Value = serde_yaml::from_str(text).ok()?;
        // Merge keys are of YAML 1.1, and descriptions have them: serde_yaml merges when told to.
        value.apply_merge().ok()?;
        Some(value)
    }),
];

/// What the comparison of many documents found.
#[derive(Default)]
struct Summary {
    compared: BTreeMap<&'static str, usize>,
    known: BTreeMap<&'static str, Vec<String>>,
    unknown: Vec<String>,
    nodes: usize,
}

impl Summary {
    /// Compares a text with every oracle that accepts it.
    fn add(&mut self, name: &str, text: &str) {
        let Ok(mut tree) = source::parse(Path::new(name), text.to_owned()) else {
            return;
        };
        let file = tree.files.remove(0);
        for (oracle, read) in ORACLES {
            let Some(theirs) = read(text) else { continue };
            let mut comparison = Comparison::default();
            comparison.compare(&file.root, &theirs, "");
            if !comparison.unknown.is_empty() {
                comparison = Comparison {
                    duplicates: duplicates(text),
                    ..Comparison::default()
                };
                comparison.compare(&file.root, &theirs, "");
            }
            *self.compared.entry(oracle).or_default() += 1;
            self.nodes += comparison.nodes;
            for (known, at) in comparison.known {
                let places = self.known.entry(known).or_default();
                places.push(format!("{name}{at} ({oracle})"));
            }
            let unknown = comparison.unknown.into_iter();
            self.unknown
                .extend(unknown.map(|it| format!("{oracle}: {name}: {it}")));
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{:?}, {} nodes\n", self.compared, self.nodes);
        for (known, places) in &self.known {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{known}: {}, such as {}", places.len(), places[0]);
        }
        text
    }
}

/// The pointers of duplicate keys, by the diagnostics about them.
fn duplicates(text: &str) -> BTreeSet<String> {
    let config = oasmith::Config {
        prune: false,
        ..oasmith::Config::default()
    };
    let description = oasmith::Description::text("t", text);
    let report = oasmith::read_model(description, &config).map_or_else(|it| it, |(_, it)| it);
    let duplicates = report.diagnostics.into_iter();
    let duplicates = duplicates.filter(|it| it.code == oasmith::diagnostic::Code::DuplicateKey);
    duplicates.map(|it| it.location.pointer).collect()
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
        if let Ok(text) = std::fs::read_to_string(&path) {
            summary.add(&path.to_string_lossy(), &text);
        }
    }
    summary
}

#[test]
fn differences_are_found_and_named() {
    let mut summary = Summary::default();
    for (text, oracle, expected) in [
        ("a: 007", "serde_yaml", Some("leading zeros")),
        ("a: .inf", "serde_yaml", Some("no JSON number")),
        (
            "a: 0.1000000000000000055511151231257827",
            "serde_yaml",
            Some("large number"),
        ),
        (
            "{\"a\": 0.1000000000000000055511151231257827}",
            "serde_json",
            Some("large number"),
        ),
        ("a: 1e400", "serde_yaml", Some("beyond a float")),
        ("a: {200: b}", "serde_yaml", Some("other scalar as key")),
        ("a: !mine {b: 1}", "serde_yaml", Some("tag")),
        (
            "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"a\", \"title\": \"b\", \"version\": \"1\"}, \"paths\": {}}",
            "serde_json",
            Some("duplicate key"),
        ),
        (
            "a: {<<: {b: 1}, c: yes}\nd: [~, 0x10, 1e3, -0.0, 'x', 2020-01-01]",
            "serde_yaml",
            None,
        ),
    ] {
        let mut one = Summary::default();
        one.add("t", text);
        assert!(
            one.compared.contains_key(oracle),
            "{text}: it is not accepted"
        );
        assert!(one.unknown.is_empty(), "{text}: {:?}", one.unknown);
        let known: Vec<_> = one.known.keys().copied().collect();
        assert_eq!(known, expected.as_slice(), "{text}");
        summary.known.extend(one.known);
    }
    let found: BTreeSet<_> = summary.known.into_keys().collect();
    assert_eq!(
        found,
        KNOWN.map(|(name, _)| name).into(),
        "each is shown here"
    );
    // What must not pass.
    for (ours, theirs) in [
        (Node::Null, Value::Bool(false)),
        (Node::String("1".into()), Value::Number(1.into())),
        (
            Node::Number(source::Number("1".into())),
            Value::Number(2.into()),
        ),
        (Node::Array(vec![Node::Null]), Value::Sequence(Vec::new())),
        (
            Node::Object(vec![("a".into(), Node::Null)]),
            Value::Mapping(Default::default()),
        ),
    ] {
        let mut comparison = Comparison::default();
        comparison.compare(&ours, &theirs, "");
        assert_eq!(comparison.unknown.len(), 1, "{ours:?} {theirs:?}");
    }
}

#[test]
fn descriptions_of_the_project_are_read_as_others_read_them() {
    let summary = summary("../specs");
    println!("{}", summary.text());
    assert!(summary.unknown.is_empty(), "{:#?}", summary.unknown);
    assert!(summary.compared["serde_yaml"] > 80, "{}", summary.text());
}

#[test]
#[ignore = "reads ../shared"]
fn the_corpus_is_read_as_others_read_it() {
    let summary = summary("../../shared/corpus");
    println!("{}", summary.text());
    assert!(summary.unknown.is_empty(), "{:#?}", summary.unknown);
    assert!(summary.compared["serde_yaml"] > 300, "{}", summary.text());
    assert!(summary.compared["serde_json"] > 150, "{}", summary.text());
}
