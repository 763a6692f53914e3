//! Descriptions of one file: nothing is lost or moved.

use oasmith::{Config, Description};

use crate::support::{node, same_texts};

/// A bundle has the nodes of its description.
#[track_caller]
fn check(text: &str) -> String {
    let bundled = Description::text("t.yaml", text).bundle(&Config::default());
    let bundled = bundled.expect("it is a description");
    let json = bundled.to_json();
    assert!(node(&json) == node(text), "the bundle is\n{json}");
    same_texts(&bundled, "t.yaml");
    json
}

#[test]
fn nothing_is_lost() {
    let json = check(
        r##"
openapi: 3.0.3
x-first: {$ref: elsewhere.yaml, n: [1.10, 9007199254740993.5, 1e400, -0, 123456789012345678901234567890]}
info: {title: t, version: "1", unknown: true, x-a: null}
paths:
  /a:
    x-path: 1
    get:
      parameters: [{name: a, in: query, schema: {type: string, default: {$ref: nowhere}}, example: {$ref: x}}]
      responses: {"200": {description: d, content: {text/plain: {examples: {a: {value: {$ref: y}}}}}}, x-r: 1}
components:
  schemas:
    Unused: {type: object, foo: bar, example: {$ref: "#/components/schemas/Unused"}, enum: [{$ref: z}]}
    Sibling: {$ref: "#/components/schemas/Unused", description: stays, x-sibling: 1}
    Escaped: {$ref: "#/components/schemas/a~1b%20c"}
    "a/b c": {type: string}
  x-components: {a: 1}
unknown: [yes, "no"]
"##,
    );
    for number in [
        "1.10",
        "9007199254740993.5",
        "1e400",
        "-0",
        "123456789012345678901234567890",
    ] {
        assert!(json.contains(&format!("  {number}")), "{number}: {json}");
    }
}

#[test]
fn references_inside_one_file_stay_as_they_are() {
    check(
        r##"
openapi: 3.1.0
$self: https://example.com/api
info: {title: t, version: "1"}
paths:
  /a: {$ref: "#/components/pathItems/A"}
  /b: {$ref: "#/paths/~1a", description: b}
components:
  pathItems:
    A:
      get:
        responses: {"200": {description: d, content: {application/json: {schema: {$ref: "https://example.com/api#/components/schemas/Pet"}}}}}
  schemas:
    Pet:
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: "#/components/schemas/Dog", bird: "https://example.com/bird"}}
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "api#/components/schemas/Dog"}, {$ref: "bird"}]
    Cat: {type: object, properties: {kind: {type: string}}}
    Dog: {type: object, $anchor: dog, properties: {kind: {type: string}, next: {$ref: "#dog"}}}
    Bird:
      $id: bird
      type: object
      $defs: {wing: {$anchor: wing, type: string}}
      properties: {kind: {type: string}, left: {$ref: "#/$defs/wing"}, right: {$ref: "#wing"}, next: {$ref: "#"}}
    Tree: {$id: tree, $dynamicAnchor: node, type: object, properties: {next: {$dynamicRef: "#node"}}}
"##,
    );
}

#[test]
fn a_reference_that_leads_nowhere_stays() {
    let text = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    \
                A: {$ref: '#/components/schemas/B'}\n    C: {$ref: 'missing.yaml'}\n";
    let bundled = Description::text("t.yaml", text).bundle(&Config::default());
    let bundled = bundled.expect("it is a description");
    assert!(node(&bundled.to_json()) == node(text));
    let codes: Vec<_> = bundled
        .report
        .diagnostics
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    assert_eq!(codes, ["unresolved-reference", "unresolved-reference"]);
}

#[test]
fn what_is_no_description_is_an_error() {
    for text in ["[]", "a: 1", "", "{"] {
        let report = Description::text("t.yaml", text).bundle(&Config::default());
        assert!(report.is_err(), "{text}");
    }
}

#[test]
fn a_bundle_is_a_description() {
    let text = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {responses: {'204': {description: d}}}}}\n";
    let bundled = Description::text("t.yaml", text).bundle(&Config::default());
    let bundled = bundled.expect("it is a description");
    let generated = oasmith::generate(bundled, &Config::default());
    assert_eq!(
        generated.expect("it is a description").api.operations.len(),
        1
    );
}

#[test]
fn edits_are_in_the_bundle() {
    let text = "openapi: 3.0.0\ninfo: {title: t, version: '1', x-n: 1.50}\npaths: {}\n";
    let description = Description::text("t.yaml", text).edit(|value| {
        value["info"]["title"] = "edited".into();
    });
    let bundled = description
        .bundle(&Config::default())
        .expect("it is a description");
    let expected =
        "openapi: 3.0.0\ninfo:\n  title: edited\n  version: '1'\n  x-n: 1.50\npaths: {}\n";
    assert_eq!(bundled.to_yaml(), expected);
}
