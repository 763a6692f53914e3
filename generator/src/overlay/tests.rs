//! Small overlays: the changed descriptions, and the diagnostics of invalid ones.

use std::path::Path;

use super::action::apply_file;
use super::budget::Budget;
use crate::diagnostic::Diagnostic;
use crate::report::locate;
use crate::source::{FileId, Node, Tree, parse};

const DESCRIPTION: &str = "\
info: {title: t}
paths:
  /a: {get: {tags: [x, y], deprecated: true}, put: {tags: [y]}}
  /b: {get: {parameters: [{name: p, in: query}, {name: q, in: query}, {name: r, in: path}]}}
";

fn tree(actions: &str) -> Tree {
    let read = |path: &str, text: String| parse(Path::new(path), text).expect("it is YAML");
    let mut tree = read("t.yaml", DESCRIPTION.to_owned());
    let overlay = format!("overlay: 1.1.0\nactions:\n{actions}");
    tree.files.extend(read("o.yaml", overlay).files);
    tree
}

fn applied(tree: &mut Tree) -> (Result<(), ()>, Vec<Diagnostic>) {
    applied_within(tree, &mut Budget::default())
}

fn applied_within(tree: &mut Tree, budget: &mut Budget) -> (Result<(), ()>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let result = apply_file(tree, FileId(1), budget, &mut diagnostics);
    (result, diagnostics)
}

fn said(diagnostics: &[Diagnostic]) -> Vec<String> {
    let said = diagnostics.iter();
    said.map(|diagnostic| {
        let pointer = &diagnostic.location.pointer;
        format!("{} {pointer}: {}", diagnostic.code, diagnostic.message)
    })
    .collect()
}

fn yaml(text: &str) -> Node {
    let read = parse(Path::new("t.yaml"), text.to_owned()).expect("it is YAML");
    read.files.into_iter().next().expect("it is there").root
}

#[test]
fn actions_change_what_they_select() {
    for (actions, pointer, expected) in [
        (
            "- {target: $.info, update: {title: u, version: 1}}",
            "/info",
            "{title: u, version: 1}",
        ),
        ("- {target: $.info.title, update: u}", "/info", "{title: u}"),
        (
            "- {target: $, update: {info: {x: {y: z}}}}",
            "/info",
            "{title: t, x: {y: z}}",
        ),
        (
            "- {target: '$.paths[*].get', update: {x: 1}}",
            "/paths/~1a",
            "{get: {tags: [x, y], deprecated: true, x: 1}, put: {tags: [y]}}",
        ),
        (
            "- {target: $..tags, update: z}",
            "/paths/~1a",
            "{get: {tags: [x, y, z], deprecated: true}, put: {tags: [y, z]}}",
        ),
        (
            "- {target: $..tags, update: [z, x]}",
            "/paths/~1a/put/tags",
            "[y, z, x]",
        ),
        (
            "- {target: '$..tags[?@ == \"y\"]', remove: true}",
            "/paths/~1a",
            "{get: {tags: [x], deprecated: true}, put: {tags: []}}",
        ),
        (
            "- {target: '$..parameters[?@.in == \"query\"]', remove: true}",
            "/paths/~1b/get/parameters",
            "[{name: r, in: path}]",
        ),
        ("- {target: '$.paths..*', remove: true}", "/paths", "{}"),
        (
            "- {target: $.paths, update: {/c: {}}}\n- {target: '$.paths[\"/c\"]', copy: '$.paths[\"/a\"].put'}\n- {target: '$.paths[\"/a\"]', remove: true}",
            "/paths",
            "{/b: {get: {parameters: [{name: p, in: query}, {name: q, in: query}, {name: r, in: path}]}}, /c: {tags: [y]}}",
        ),
        (
            "- {target: '$.paths[\"/a\"].get', update: {deprecated: null}}",
            "/paths/~1a/get/deprecated",
            "null",
        ),
        (
            "- {target: $.info, update: {x: 1}, remove: true}",
            "/info",
            "",
        ),
        ("- {target: $.nothing, update: {}}", "/info", "{title: t}"),
    ] {
        let mut tree = tree(actions);
        let (result, _) = applied(&mut tree);
        assert_eq!(result, Ok(()), "{actions}");
        let root = &tree.files[0].root;
        let mut steps = pointer.split('/').skip(1);
        let node = steps.try_fold(root, |node, step| node.get(&step.replace("~1", "/")));
        assert_eq!(*node.unwrap_or(&Node::Null), yaml(expected), "{actions}");
    }
}

#[test]
fn invalid_actions_stop_and_are_reported() {
    for (actions, expected) in [
        (
            "- {target: $.info, update: 1}",
            "/actions/0/update: cannot merge a number into an object at `/info`",
        ),
        (
            "- {target: $, update: {info: {title: {}}}}",
            "/actions/0/update/info/title: cannot merge an object into a string at `/info/title`",
        ),
        (
            "- {target: $.info, copy: $.paths.*}",
            "/actions/0/copy: `copy` must select exactly one node, found 2: `$.paths.*`",
        ),
        (
            "- {target: $.info, copy: $.nothing}",
            "/actions/0/copy: `copy` must select exactly one node, found 0: `$.nothing`",
        ),
        (
            "- {target: $.*.*, update: {}}",
            "/actions/0/target: `target` must select nodes of one kind, found single values and objects",
        ),
        (
            "- {target: $, remove: true}",
            "/actions/0/target: cannot remove the root of the description",
        ),
        (
            "- {target: info, remove: true}",
            "/actions/0/target: invalid JSONPath `info`: ",
        ),
        (
            "- {target: $, copy: '$['}",
            "/actions/0/copy: invalid JSONPath `$[`: ",
        ),
        (
            "- {target: $.info, remove: true}\n- {target: $.paths, update: 1}",
            "/actions/1/update: cannot merge a number",
        ),
        (
            "- {target: 1, update: {}}",
            "/actions/0/target: expected `target` to be a JSONPath in a string, found a number",
        ),
        (
            "- {update: {}}",
            "/actions/0: missing keyword `target` in an action",
        ),
        (
            "- {target: $}",
            "/actions/0: expected one of `update`, `copy`, `remove: true` in an action, found none",
        ),
        (
            "- {target: $, update: {}, copy: $}",
            "/actions/0: `update` and `copy` in one action",
        ),
        (
            "- {target: $, remove: 1}",
            "/actions/0/remove: expected `remove` to be a boolean, found a number",
        ),
        (
            "- {target: $, copy: 1}",
            "/actions/0/copy: expected `copy` to be a JSONPath in a string, found a number",
        ),
        (
            "- 1",
            "/actions/0: expected an action to be an object, found a number",
        ),
        (
            "  a: 1",
            "/actions: expected `actions` to be an array, found an object",
        ),
    ] {
        let mut tree = tree(actions);
        let (result, diagnostics) = applied(&mut tree);
        assert_eq!(result, Err(()), "{actions}");
        let said = said(&diagnostics);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with(&format!("invalid-overlay {expected}")),
            "{said:?}"
        );
    }
}

#[test]
fn actions_without_effect_are_reported() {
    let mut tree = tree(
        "- {target: $.nothing, updte: {}, update: {}}\n- {target: $.info, update: {}, x-a: 1, description: d}",
    );
    let (result, diagnostics) = applied(&mut tree);
    assert_eq!(result, Ok(()));
    assert_eq!(
        said(&diagnostics),
        [
            "unknown-keyword /actions/0/updte: unknown keyword `updte` in an action",
            "unmatched-target /actions/0/target: `$.nothing` selects no nodes",
        ]
    );
}

#[test]
fn growth_is_bounded() {
    let copies = "- {target: '$.paths', copy: '$'}\n".repeat(200);
    let nested = "- {target: $, update: {z: {}}}\n- {target: $.z, copy: $}\n".repeat(40);
    let long = format!(
        "- {{target: '$[?{}@{}]', remove: true}}",
        "(".repeat(900),
        ")".repeat(900)
    );
    for actions in [copies, nested, long] {
        let (result, diagnostics) = applied(&mut tree(&actions));
        assert_eq!((result, diagnostics.len()), (Err(()), 1));
    }
}

#[test]
fn work_is_bounded() {
    let items = |count: usize| "{},".repeat(count);
    let large = format!("- {{target: $.info, update: {{x: [{}]}}}}\n", items(2_000));
    let keys: String = (0..3_000).map(|key| format!("k{key}: 1,")).collect();
    let wide = format!("- {{target: $.info, update: {{{keys}}}}}\n");
    let steps = "applying the overlays takes more than 100000000 steps";
    for (actions, expected) in [
        // A query that is quadratic, and more.
        (
            format!("{large}- {{target: '$..[?count($..*)<1]', remove: true}}\n").repeat(4),
            format!("/target: {steps}"),
        ),
        (
            format!("{large}- {{target: '$..[?$..[?$..[?$..y]]]', remove: true}}\n"),
            format!("/actions/1/target: {steps}"),
        ),
        // Actions that are cheap, but many.
        (
            format!(
                "{large}{}",
                "- {target: $..y, remove: true}\n".repeat(20_000)
            ),
            format!("/target: {steps}"),
        ),
        (wide.repeat(10), format!("/target: {steps}")),
        (
            format!(
                "{large}- {{target: $.info, copy: '$'}}\n- {{target: $.info, copy: $..nothing}}\n"
            ),
            "/actions/2/copy: `copy` must select exactly one node, found 0: `$..nothing`"
                .to_owned(),
        ),
        (
            format!(
                "{large}- {{target: '$..x[*]', update: {{y: [{}]}}}}\n",
                items(1_000)
            ),
            "/actions/1/update: the overlays add more than 1000000 nodes".to_owned(),
        ),
    ] {
        let mut budget = Budget::with_steps(5_000_000);
        let (result, diagnostics) = applied_within(&mut tree(&actions), &mut budget);
        assert_eq!(result, Err(()), "{expected}");
        let said = said(&diagnostics);
        let last = said.last().expect("there is one");
        assert!(last.starts_with("invalid-overlay "), "{last}");
        assert!(last.contains(&expected), "{expected}: {last}");
    }
}

#[test]
fn a_node_that_is_selected_many_times_is_changed_once() {
    let many = "..[*,*,*,*,*,*]".repeat(8);
    let mut tree = tree(&format!("- {{target: '$.paths{many}', remove: true}}\n"));
    assert_eq!(applied(&mut tree).0, Ok(()));
    let mut updated = self::tree(
        "- {target: '$..tags[*,*]', update: z}\n- {target: '$..[\"tags\",\"tags\"]', update: w}\n",
    );
    assert_eq!(applied(&mut updated).0, Ok(()));
    let tags = ["paths", "/a", "get", "tags"];
    let node = tags
        .iter()
        .try_fold(&updated.files[0].root, |node, key| node.get(key));
    assert_eq!(node, Some(&yaml("[z, z, w]")));
}

#[test]
fn nodes_are_found_where_they_came_from() {
    let mut tree = tree(
        "- {target: '$.paths[\"/b\"].get.parameters[0]', remove: true}\n\
             - {target: $.info, update: {version: [1]}}\n\
             - {target: $.info, update: {copied: {}}}\n\
             - {target: $.info.copied, copy: '$.paths[\"/a\"]'}\n",
    );
    assert_eq!(applied(&mut tree).0, Ok(()));
    let mut diagnostics: Vec<_> = [
        "/paths/~1b/get/parameters/1",
        "/info/version/0",
        "/info/copied/get/tags",
        "/info/title",
        "/paths/~1a/put",
    ]
    .into_iter()
    .map(|pointer| {
        let location = crate::diagnostic::Location {
            pointer: pointer.to_owned(),
            ..Default::default()
        };
        Diagnostic::new(crate::diagnostic::Code::WrongType, location, "")
    })
    .collect();
    locate(&mut diagnostics, &tree);
    let places: Vec<_> = diagnostics
        .iter()
        .map(|Diagnostic { location, .. }| {
            let line = location.span.map_or(0, |span| span.line);
            format!("{}:{line} {}", location.file.0, location.pointer)
        })
        .collect();
    assert_eq!(
        places,
        [
            "0:4 /paths/~1b/get/parameters/2",
            "1:4 /actions/1/update/version/0",
            "1:6 /actions/3/copy",
            "0:1 /info/title",
            "0:3 /paths/~1a/put",
        ]
    );
}
