use std::path::Path;

use super::{to_json, to_yaml};
use crate::printable;
use crate::source::{Node, Number, parse};

fn read(text: &str) -> Node {
    let mut tree = parse(Path::new("t"), text.to_owned()).unwrap_or_else(|found| {
        panic!("{}: {text}", found[0].message);
    });
    tree.files.remove(0).root
}

fn string(text: &str) -> Node {
    Node::String(text.into())
}

/// The JSON and the YAML of a node are read as the same node, and the YAML is not also JSON.
#[track_caller]
fn check(node: &Node) -> String {
    let (json, yaml) = (to_json(node), to_yaml(node));
    for text in [&json, &yaml] {
        assert_eq!(
            printable::text(text),
            **text,
            "a terminal shows it as it is"
        );
    }
    // A text that begins with a bracket is read as JSON.
    let list = Node::Array(vec![node.clone()]);
    assert_eq!(read(&format!("[{json}]")), list, "JSON");
    assert_eq!(read(&format!("# YAML\n{yaml}")), *node, "{yaml}");
    yaml
}

/// Texts that YAML has a meaning for.
const TEXTS: &[&str] = &[
    "##[error]a",
    "a\n ::error::b\n",
    "a\n\\###[debug]b",
    "",
    " ",
    "a",
    "yes",
    "No",
    "ON",
    "off",
    "y",
    "N",
    "~",
    "null",
    "Null",
    "true",
    "False",
    "=",
    "<<",
    "0o7",
    "012",
    "0x1F",
    "0b1",
    "1_000",
    "1,000",
    "1:30",
    "190:20:30.15",
    "2020-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14 21:59:43",
    ".inf",
    "-.INF",
    ".nan",
    "+1",
    "-",
    "-1",
    ".5",
    "1.",
    "1e3",
    "1e400",
    "3.1.0",
    "1.10",
    "- a",
    "? a",
    ": a",
    "a: b",
    "a #b",
    "#b",
    "a:",
    "*a",
    "&a",
    "!a",
    "!!str a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "[a",
    "{a",
    "'a'",
    "\"a\"",
    "a'b",
    "a\"b",
    "a\\b",
    "---",
    "...",
    "--- a",
    "a\nb",
    "a\n",
    "\na",
    "a\n\n",
    "\n",
    " a",
    "a ",
    "a \nb",
    " a\nb",
    "a\n b\n",
    "\n a",
    "a\n\tb",
    "\ta",
    "a\tb",
    "a\rb",
    "a\r\nb",
    "\u{7f}",
    "\u{85}",
    "a\u{2028}b",
    "\u{feff}a",
    "\u{0}",
    "é",
    "日本",
    "😀",
    "a 😀\nb 😀\n",
    "\u{E000}",
    "\u{E000}0\u{E000}",
    "\u{E000}\u{E000}",
    "\u{E001}",
    "\u{E001}\u{E000}\u{E001}",
    "\u{E001}\u{E000}\u{E000}\u{E001}0",
    "a\n---\nb\n",
    "a\n# b\n",
    "a\n...\n",
    "x: |\n  y\n",
    "\u{FFFF}",
    "\u{FFFE}",
    "\u{D7FF}",
    "\u{10FFFF}",
    "!",
    "!a b",
    "a,b",
    "a]b",
    "a}b",
    "/pets/{id}",
    "#/components/schemas/A",
    "a: b\nc: d",
    "\"",
    "'",
    "''",
    "\\",
    "\u{1b}[31m",
    "\u{202e}",
    "a\u{a0}b\nc",
    "\u{e0041}",
    "\u{200d}",
];

#[test]
fn texts_stay_texts() {
    for text in TEXTS {
        check(&string(text));
        check(&Node::Array(vec![string(text), string("b")]));
        check(&Node::Object(vec![((*text).into(), string(text))]));
        check(&Node::Object(vec![
            ("a".into(), Node::Object(vec![((*text).into(), Node::Null)])),
            (
                "b".into(),
                Node::Array(vec![Node::Array(vec![string(text)])]),
            ),
        ]));
    }
    let all = TEXTS.iter().map(|text| ((*text).into(), string(text)));
    check(&Node::Object(all.collect()));
}

#[test]
fn joined_texts_stay_texts() {
    for first in TEXTS {
        for second in TEXTS {
            let text = format!("{first}{second}");
            let item = Node::Array(vec![string(&text)]);
            check(&Node::Object(vec![((&*text).into(), item)]));
        }
    }
}

#[test]
fn long_texts_stay_texts() {
    for length in [100, 127, 128, 129, 1_000, 1_023, 1_025, 5_000] {
        for start in ["a", "\r", "1", "😀", "a b: ", "\n", "'", "#"] {
            let text = format!("{start}{}", "1".repeat(length));
            check(&Node::Object(vec![((&*text).into(), string(&text))]));
            let text = format!("{start}{}", " a".repeat(length));
            check(&Node::Object(vec![((&*text).into(), string(&text))]));
        }
    }
}

#[test]
fn numbers_keep_their_text() {
    let texts = [
        "0",
        "-0",
        "-0.0",
        "1.10",
        "9007199254740993.5",
        "18446744073709551616",
        "-9223372036854775809",
        "123456789012345678901234567890123456789012",
        "0.1000000000000000055511151231257827",
    ];
    let numbers = texts.map(|text| Node::Number(Number(text.into())));
    check(&Node::Array(numbers.to_vec()));
    // Without a sign and a point, YAML 1.1 reads `1e400` as text.
    for (text, expected) in [
        ("1e400", "1.0e+400\n"),
        ("1.5E3", "1.5e+3\n"),
        ("-1e-7", "-1.0e-7\n"),
        ("2.50e+10", "2.50e+10\n"),
    ] {
        let node = Node::Number(Number(text.into()));
        assert_eq!(to_yaml(&node), expected);
        assert_eq!(to_json(&node), format!("{text}\n"));
    }
}

#[test]
fn types_of_yaml_1_1_are_in_quotes() {
    for text in [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "~",
        "1_000",
        "0o7",
        "012",
        "1:30",
        "2020-01-01",
        ".inf",
        "=",
        "<<",
        "Yes",
        "TRUE",
        "1e3",
        "0x1F",
        "0b1",
        "+.INF",
        ".NaN",
        "190:20:30.15",
        "1.",
        "",
    ] {
        assert_eq!(to_yaml(&string(text)), format!("'{text}'\n"));
    }
    for text in [
        "3.1.0",
        "yesterday",
        "/pets",
        "v1",
        "-",
        "1st",
        "nothing",
        "é",
    ] {
        let yaml = to_yaml(&Node::Array(vec![string(text)]));
        let expected = if text == "-" {
            "- '-'\n".to_owned()
        } else {
            format!("- {text}\n")
        };
        assert_eq!(yaml, expected);
    }
}

#[test]
fn documents_are_readable() {
    let node = read(
        r##"{"openapi": "3.1.0", "info": {"title": "a: b", "description": "# A 😀\n\nb\n"},
        "x": [], "z": {}, "paths": {"/a": {"get": {"tags": ["a", "on"], "responses": {"200": {"$ref": "#/a"}}}}},
        "m": [1, 1.10, -2, null, true, [1, [2]]]}"##,
    );
    let expected = "\
openapi: 3.1.0
info:
  title: 'a: b'
  description: |
    # A 😀

    b
x: []
z: {}
paths:
  /a:
    get:
      tags:
      - a
      - 'on'
      responses:
        '200':
          $ref: '#/a'
m:
- 1
- 1.10
- -2
- null
- true
- - 1
  - - 2
";
    assert_eq!(check(&node), expected);
}
