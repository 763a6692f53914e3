//! Where references of whole folders lead.

use std::fmt::Write;
use std::path::Path;

use crate::document::place::At;
use crate::document::read::reader::Reader;
use crate::document::read::reference::unescape;
use crate::source;
use crate::source::{FileId, Folder, Node};

#[test]
fn steps_of_references_are_unescaped() {
    for (step, expected) in [
        ("a", "a"),
        ("~1a~0b", "/a~b"),
        ("%7Bid%7D", "{id}"),
        ("100%", "100%"),
        ("~01", "~1"),
    ] {
        assert_eq!(unescape(step), expected);
    }
}

/// Every `$ref` of all files, in their order, and where it leads or why it does not.
fn followed(folder: &Folder, first: &str, root: Option<&Path>) -> String {
    let mut tree = source::read(&folder.path.join(first)).expect("it can be read");
    source::load(&mut tree, root).expect("there is a folder");
    let mut reader = Reader::new(&tree);
    let mut out = String::new();
    for file in 0..tree.files.len() {
        let root = reader.root(FileId(file as u32)).expect("it is there");
        visit(&mut reader, root, &mut out);
    }
    let shown = folder.path.display().to_string();
    out.replace(&format!("{shown}/"), "")
        .replace(&shown, "FOLDER")
}

fn visit<'t>(reader: &mut Reader<'t>, at: At<'t>, out: &mut String) {
    let children: Vec<At<'t>> = match at.node {
        Node::Object(_) => {
            let entries = reader.entries(at, "an object");
            entries.into_iter().map(|(_, at)| at).collect()
        }
        Node::Array(_) => reader.items(at, "an array"),
        _ => return,
    };
    if let Some(At {
        node: Node::String(text),
        place,
    }) = reader.child(at, "$ref")
    {
        let said = reader.diagnostics.len();
        let line = match reader.resolve(text, place) {
            Some(target) => {
                let location = reader.places.location(target.place);
                let file = &reader.tree.files[location.file.0 as usize];
                format!("{text} -> {} {}", file.path.display(), location.pointer)
            }
            None => {
                let diagnostic = &reader.diagnostics[said];
                let help = diagnostic.help.as_deref().unwrap_or_default();
                format!("{} ({help})", diagnostic.message)
            }
        };
        writeln!(out, "{}", line.trim_end()).expect("it is a string");
    }
    for child in children {
        visit(reader, child, out);
    }
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let folder = Folder::new(files);
    let first = files.first().expect("there is a first").0;
    let actual = followed(&folder, first, None);
    assert!(actual.trim() == expected.trim(), "they lead\n{actual}");
}

#[test]
fn pointers_lead_through_files_and_references() {
    check(
        &[
            (
                "api.yaml",
                r##"
- {$ref: "#/1/a"}
- {a: {$ref: "b.json"}, b: 1}
- {$ref: "b.json#/c~1d/0"}
- {$ref: "./sub/../b.json#"}
- {$ref: "sub/c%20d.yaml#/e"}
- {$ref: "#/1/a/c~1d/1"}
- {$ref: "api.yaml#/1/b"}
- {$ref: "b.json#/x"}
- {$ref: "#/1/x"}
- {$ref: "b.json#/c~1d/2"}
"##,
            ),
            (
                "b.json",
                r##"{"c/d": [1, {"$ref": "#/c~1d/0"}], "back": {"$ref": "api.yaml"}}"##,
            ),
            ("sub/c d.yaml", r##"{e: {$ref: "../b.json#/back/1/b"}}"##),
        ],
        "
#/1/a -> api.yaml /1/a
b.json -> b.json
b.json#/c~1d/0 -> b.json /c~1d/0
./sub/../b.json# -> b.json
sub/c%20d.yaml#/e -> sub/c d.yaml /e
#/1/a/c~1d/1 -> b.json /c~1d/1
api.yaml#/1/b -> api.yaml /1/b
`b.json#/x` leads nowhere: `b.json` has no `x` ()
`#/1/x` leads nowhere: /1 has no `x` ()
`b.json#/c~1d/2` leads nowhere: /c~1d of `b.json` has no `2` ()
#/c~1d/0 -> b.json /c~1d/0
api.yaml -> api.yaml
../b.json#/back/1/b -> api.yaml /1/b
",
    );
}

#[test]
fn files_that_cannot_be_read_are_told_where_they_are_named() {
    check(
        &[
            (
                "api.yaml",
                r##"
- {$ref: "missing.yaml#/a"}
- {$ref: "sub"}
- {$ref: "sub/broken.json"}
- {$ref: "../outside.yaml"}
- {$ref: "%2e%2e/outside.yaml"}
- {$ref: "/etc/passwd"}
- {$ref: "https://example.org/pet.yaml#/Pet"}
- {$ref: "//example.org/pet.yaml"}
- {$ref: "sub\\empty.yaml"}
- {$ref: "%FF.yaml"}
- {$ref: "sub/latin.yaml"}
- {$ref: "sub/empty.yaml"}
"##,
            ),
            ("sub/broken.json", "{\"a\": [1 2"),
            ("sub/empty.yaml", ""),
        ],
        "
`missing.yaml#/a` leads nowhere: `missing.yaml` is not there ()
`sub` leads nowhere: `sub` is a folder ()
`sub/broken.json` leads nowhere: `sub/broken.json` cannot be read: not JSON: expected `,` or `]` ()
`../outside.yaml` leads nowhere: `../outside.yaml` is outside of the root folder FOLDER (a wider root folder lets references reach it)
`%2e%2e/outside.yaml` leads nowhere: `%2e%2e/outside.yaml` is outside of the root folder FOLDER (a wider root folder lets references reach it)
`/etc/passwd` leads nowhere: `/etc/passwd` is outside of the root folder FOLDER (a wider root folder lets references reach it)
`https://example.org/pet.yaml#/Pet` leads nowhere: nothing is fetched from a network (save what it names beside the description, and refer to that file)
`//example.org/pet.yaml` leads nowhere: nothing is fetched from a network (save what it names beside the description, and refer to that file)
`sub\\empty.yaml` leads nowhere: `sub\\empty.yaml` is not there (separate the parts of the path with slashes)
`%FF.yaml` leads nowhere: `%FF.yaml` is no path in UTF-8 ()
`sub/latin.yaml` leads nowhere: `sub/latin.yaml` is not there ()
sub/empty.yaml -> sub/empty.yaml
",
    );
}

#[test]
#[cfg(unix)]
fn files_outside_of_the_root_are_not_read() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[
        (
            "specs/api.yaml",
            r##"[{$ref: "../common/a.yaml"}, {$ref: "link.yaml"}, {$ref: "up/common/b.yaml"}]"##,
        ),
        ("common/a.yaml", r##"{$ref: "b.yaml"}"##),
        ("common/b.yaml", "1"),
    ]);
    symlink("../common/b.yaml", folder.path.join("specs/link.yaml")).expect("it can be made");
    symlink("..", folder.path.join("specs/up")).expect("it can be made");
    let refused =
        "is outside of the root folder specs (a wider root folder lets references reach it)";
    assert_eq!(
        followed(&folder, "specs/api.yaml", None),
        format!(
            "`../common/a.yaml` leads nowhere: `../common/a.yaml` {refused}\n\
                 `link.yaml` leads nowhere: `link.yaml` {refused}\n\
                 `up/common/b.yaml` leads nowhere: `up/common/b.yaml` {refused}\n"
        )
    );
    // Each is read once, under the name by which it is met first.
    assert_eq!(
        followed(&folder, "specs/api.yaml", Some(&folder.path)),
        "../common/a.yaml -> common/a.yaml\n\
             link.yaml -> specs/link.yaml\n\
             up/common/b.yaml -> specs/link.yaml\n\
             b.yaml -> specs/link.yaml\n"
    );
}

#[test]
fn schemas_are_found_by_the_names_that_they_give_themselves() {
    check(
        &[
            (
                "api.yaml",
                r##"
a: {$id: "https://example.org/schemas/a", $anchor: top, b: {$anchor: in, $ref: "#top"}, c: {$ref: "#/b"}, d: {$ref: "#/a/b"}, e: {$ref: b}, f: {$ref: "c.yaml"}}
b: {$id: "https://example.org/schemas/b", $dynamicAnchor: top}
c: {$ref: "https://example.org/schemas/a#in"}
d: {$ref: "#top"}
e: {$anchor: root}
f: {$ref: "#root"}
g: {$ref: "c.yaml#c"}
h: {$id: "#old", example: {$anchor: root, $id: other}}
i: {$ref: "#old"}
j: {properties: {default: {$anchor: data}}}
k: {$ref: "#data"}
l: {$ref: "other"}
"##,
            ),
            (
                "c.yaml",
                r##"{$id: "https://example.org/c", c: {$anchor: c}, d: {$ref: "/schemas/b"}}"##,
            ),
        ],
        "
#top -> api.yaml /a
#/b -> api.yaml /a/b
#/a/b -> api.yaml /a/b
b -> api.yaml /b
c.yaml -> c.yaml
https://example.org/schemas/a#in -> api.yaml /a/b
`#top` leads nowhere: there is no anchor `top` (a JSON pointer has a slash behind the #)
#root -> api.yaml /e
c.yaml#c -> c.yaml /c
#old -> api.yaml /h
#data -> api.yaml /j/properties/default
`other` leads nowhere: `other` is not there ()
/schemas/b -> api.yaml /b
",
    );
}

#[test]
fn a_description_may_say_what_it_is_called() {
    check(
        &[
            (
                "v1/api.yaml",
                r##"
$self: https://example.org/apis/v1
a: {$ref: "pet.yaml"}
b: {$ref: "https://example.org/apis/pet.yaml#/a"}
c: {$ref: "https://example.org/apis/v1#/d"}
d: {$ref: "v1"}
e: {$ref: "https://example.org/other"}
"##,
            ),
            ("v1/pet.yaml", r##"{$self: "https://example.org/apis/pets", a: 1, b: {$ref: "v1#/a"}}"##),
        ],
        "
pet.yaml -> v1/pet.yaml
https://example.org/apis/pet.yaml#/a -> v1/pet.yaml /a
https://example.org/apis/v1#/d -> v1/api.yaml /d
v1 -> v1/api.yaml
`https://example.org/other` leads nowhere: nothing is fetched from a network (save what it names beside the description, and refer to that file)
v1#/a -> v1/api.yaml /a
",
    );
}
