//! The targets of the references in folders of files.

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

/// Each `$ref` of all files in order, and its target or the diagnostic.
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
        let said = reader.found.len();
        let line = match reader.resolve(text, "$ref", place) {
            Some(target) => {
                let location = reader.places.location(target.place);
                let file = &reader.tree.files[location.file.0 as usize];
                format!("{text} -> {} {}", file.path.display(), location.pointer)
            }
            None => {
                let diagnostic = &reader.found[said].diagnostic;
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
`$ref` target not found: `b.json#/x`: `b.json` has no `x` ()
`$ref` target not found: `#/1/x`: `/1` has no `x` ()
`$ref` target not found: `b.json#/c~1d/2`: `/c~1d` in `b.json` has no `2` ()
#/c~1d/0 -> b.json /c~1d/0
api.yaml -> api.yaml
../b.json#/back/1/b -> api.yaml /1/b
",
    );
}

#[test]
fn unreadable_files_are_reported_at_the_reference() {
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
`$ref` target not found: `missing.yaml#/a`: `missing.yaml` does not exist ()
`$ref` target not found: `sub`: `sub` is a folder ()
`$ref` target not found: `sub/broken.json`: `sub/broken.json` cannot be read: invalid JSON: expected `,` or `]` ()
`$ref` target not found: `../outside.yaml`: `../outside.yaml` is outside the root folder `FOLDER` (choose a root folder that contains it)
`$ref` target not found: `%2e%2e/outside.yaml`: `%2e%2e/outside.yaml` is outside the root folder `FOLDER` (choose a root folder that contains it)
`$ref` target not found: `/etc/passwd`: `/etc/passwd` is outside the root folder `FOLDER` (choose a root folder that contains it)
`$ref` target not found: `https://example.org/pet.yaml#/Pet`: nothing is fetched from the network (save the document next to the description, and refer to that file)
`$ref` target not found: `//example.org/pet.yaml`: nothing is fetched from the network (save the document next to the description, and refer to that file)
`$ref` target not found: `sub\\empty.yaml`: `sub\\empty.yaml` does not exist (separate the parts of the path with slashes)
`$ref` target not found: `%FF.yaml`: `%FF.yaml` is not UTF-8 ()
`$ref` target not found: `sub/latin.yaml`: `sub/latin.yaml` does not exist ()
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
    let refused = "is outside the root folder `specs` (choose a root folder that contains it)";
    assert_eq!(
        followed(&folder, "specs/api.yaml", None),
        format!(
            "`$ref` target not found: `../common/a.yaml`: `../common/a.yaml` {refused}\n\
                 `$ref` target not found: `link.yaml`: `link.yaml` {refused}\n\
                 `$ref` target not found: `up/common/b.yaml`: `up/common/b.yaml` {refused}\n"
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
fn schemas_are_found_by_id_and_anchor() {
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
`$ref` target not found: `#top`: no anchor `top` (start a JSON pointer with a slash, as in `#/components`)
#root -> api.yaml /e
c.yaml#c -> c.yaml /c
#old -> api.yaml /h
#data -> api.yaml /j/properties/default
`$ref` target not found: `other`: `other` does not exist ()
/schemas/b -> api.yaml /b
",
    );
}

#[test]
fn self_is_the_base_of_references() {
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
`$ref` target not found: `https://example.org/other`: nothing is fetched from the network (save the document next to the description, and refer to that file)
v1#/a -> v1/api.yaml /a
",
    );
}
