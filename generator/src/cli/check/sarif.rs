//! Diagnostics → a log of SARIF 2.1.0 (OASIS), for code scanning.

use std::path::{Component, Path};

use serde_json::{Value, json};

use oasmith::diagnostic::{Code, Diagnostic, Location, Severity};
use oasmith::printable;

use super::{Checked, lines};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run over all descriptions.
pub fn log(checked: &[Checked]) -> Value {
    let rules = rules(checked);
    let results = checked.iter().flat_map(|it| {
        let diagnostics = it.report.diagnostics.iter();
        diagnostics.map(|diagnostic| result(it, diagnostic, &rules))
    });
    let results: Vec<_> = results.collect();
    let rules: Vec<_> = rules.into_iter().map(rule).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "oasmith",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// The codes that occur, in alphabetical order.
fn rules(checked: &[Checked]) -> Vec<Code> {
    let diagnostics = checked.iter().flat_map(|it| &it.report.diagnostics);
    let mut codes: Vec<_> = diagnostics.map(|diagnostic| diagnostic.code).collect();
    codes.sort_by_key(|code| code.as_str());
    codes.dedup();
    codes
}

/// A code as a rule (SARIF §3.49), with its page as help.
fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": message_text(code.summary())},
        // Viewers show it as it is: it takes no arguments.
        "help": {"text": code.page(), "markdown": code.page()},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn result(checked: &Checked, diagnostic: &Diagnostic, rules: &[Code]) -> Value {
    let place = |location: &Location| place(checked.path(diagnostic, location), location);
    let related = diagnostic.related.iter().map(|(location, label)| {
        let mut related = place(location);
        related["message"] = message(std::slice::from_ref(label));
        related
    });
    let related: Vec<_> = related.collect();
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": rules.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": message(&lines(diagnostic)),
        "locations": [place(&diagnostic.location)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A place as a location (SARIF §3.28): the region of the file, and the JSON pointer of the node.
fn place(path: &Path, location: &Location) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(path)}});
    if let Some(span) = location.span {
        physical["region"] = json!({
            "startLine": span.line,
            "startColumn": span.column,
            "endColumn": span.column + span.length,
        });
    }
    let mut place = json!({"physicalLocation": physical});
    if !location.pointer.is_empty() {
        let name = printable::line(&location.pointer);
        place["logicalLocations"] = json!([{"fullyQualifiedName": name}]);
    }
    place
}

/// Lines of a message, none of which a viewer acts on.
fn message(lines: &[String]) -> Value {
    let lines: Vec<_> = lines.iter().map(|line| printable::line(line)).collect();
    json!({"text": message_text(&lines.join("\n"))})
}

/// Text without a placeholder (SARIF §3.11.5) or a link (§3.11.6).
fn message_text(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    text.replace("](", "\\](")
}

/// A path as the reference of an artifact: relative to the current folder if it is below that.
fn uri(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok());
    let path = below.unwrap_or(path);
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir | Component::RootDir => {}
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                parts.push(encoded(component.as_os_str().as_encoded_bytes()));
            }
        }
    }
    let path_of_uri = parts.join("/");
    if path.is_absolute() {
        return format!("file:///{path_of_uri}");
    }
    path_of_uri
}

/// Bytes as a segment of a path: unreserved characters stay (RFC 3986 §2.3).
fn encoded(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*byte));
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{message_text, uri};

    #[test]
    fn paths_are_relative_references() {
        let here = std::env::current_dir().expect("there is one");
        for (path, expected) in [
            ("api.yaml", "api.yaml"),
            ("./a/b c.yaml", "a/b%20c.yaml"),
            ("../ä:%.yaml", "../%C3%A4%3A%25.yaml"),
            ("<stdin>", "%3Cstdin%3E"),
            ("a?b#c", "a%3Fb%23c"),
        ] {
            assert_eq!(uri(Path::new(path)), expected);
        }
        assert_eq!(uri(&here.join("a/b.yaml")), "a/b.yaml");
    }

    #[cfg(unix)]
    #[test]
    fn other_paths_are_uris() {
        use std::os::unix::ffi::OsStrExt;

        assert_eq!(
            uri(Path::new("/no where/a.yaml")),
            "file:///no%20where/a.yaml"
        );
        let path = std::ffi::OsStr::from_bytes(b"a\xff");
        assert_eq!(uri(Path::new(path)), "a%FF");
    }

    #[test]
    fn a_message_has_no_placeholder_and_no_link() {
        for (text, expected) in [
            ("`/pets/{id}`", "`/pets/{{id}}`"),
            ("{0}", "{{0}}"),
            ("[here](https://a.example)", r"[here\](https://a.example)"),
            ("a[0]", "a[0]"),
        ] {
            assert_eq!(message_text(text), expected);
        }
    }
}
