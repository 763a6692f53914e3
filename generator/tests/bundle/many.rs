//! A description of some hundred files.

use std::fmt::Write;

use oasmith::{Config, Description};

use crate::support::{Folder, agrees, bundle, rendered, whole};

/// How many files of each kind there are.
const COUNT: usize = 60;

/// Writes the files of a description of a version.
fn files(version: &str) -> Folder {
    let folder = Folder::new(&[]);
    let mut api = format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\ncomponents:\n  schemas:\n    \
         Model0: {{$ref: models/0/Model.yaml}}\n    Model: {{type: object, description: another one}}\npaths:\n  \
         /model: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Model'}}}}}}}}}}}}}}\n"
    );
    for number in 0..COUNT {
        let next = (number + 1) % COUNT;
        let far = (number * 7 + 3) % COUNT;
        writeln!(
            api,
            "  /items/{number}: {{$ref: 'paths/item_{number}.yaml'}}"
        )
        .expect("it is text");
        folder.write(
            &format!("paths/item_{number}.yaml"),
            &format!(
                "parameters:\n- {{$ref: '../parameters/Limit.yaml'}}\n- {{$ref: '../parameters/p{number}.yaml'}}\n\
                 get:\n  operationId: get{number}\n  responses:\n    '200': {{$ref: '../responses/r{number}.yaml'}}\n    \
                 default: {{$ref: '../responses/shared.json#/Error'}}\n"
            ),
        );
        folder.write(
            &format!("parameters/p{number}.yaml"),
            &format!("{{name: p{number}, in: query, schema: {{$ref: '../models/{far}/Model.yaml#/properties/size'}}}}\n"),
        );
        folder.write(
            &format!("responses/r{number}.yaml"),
            &format!("{{description: d, content: {{application/json: {{schema: {{$ref: ../unions/u{number}.yaml}}}}}}}}"),
        );
        folder.write(
            &format!("unions/u{number}.yaml"),
            &format!(
                "oneOf:\n- $ref: ../kinds/Kind{number}.yaml\n- $ref: ../kinds/Kind{next}.yaml\n\
                 discriminator:\n  propertyName: kind\n  \
                 mapping: {{a: '../kinds/Kind{number}.yaml', b: '../kinds/Kind{next}.yaml'}}\n"
            ),
        );
        folder.write(
            &format!("kinds/Kind{number}.yaml"),
            &format!(
                "type: object\nrequired: [kind]\nproperties:\n  kind: {{type: string}}\n  \
                 model: {{$ref: ../models/{far}/Model.yaml}}\n"
            ),
        );
        // Each model is named alike; they lead to each other in circles.
        let id = match number % 5 {
            0 => format!("$id: https://example.com/models/{number}\n"),
            _ => String::new(),
        };
        folder.write(
            &format!("models/{number}/Model.yaml"),
            &format!(
                "{id}type: object\nrequired: [kind]\nproperties:\n  kind: {{type: string, maxLength: {number}}}\n  \
                 size: {{type: integer, maximum: {number}}}\n  next: {{$ref: ../{next}/Model.yaml}}\n  \
                 part: {{$ref: '#/$defs/Part'}}\n  far: {{$ref: '../{far}/Model.yaml#/$defs/Part'}}\n\
                 $defs:\n  Part: {{type: object, properties: {{owner: {{$ref: '#'}}, n{number}: {{type: number, multipleOf: 0.10}}}}}}\n"
            ),
        );
    }
    folder.write(
        "parameters/Limit.yaml",
        "{name: limit, in: query, schema: {type: integer}}",
    );
    folder.write(
        "responses/shared.json",
        r##"{"Error": {"description": "e", "content": {"application/json": {"schema": {"$ref": "#/Body"}}}},
            "Body": {"type": "object", "properties": {"message": {"type": "string"}}}}"##,
    );
    folder.write("api.yaml", &api);
    folder
}

#[track_caller]
fn check(version: &str) -> String {
    let folder = files(version);
    let path = folder.0.join("api.yaml");
    let bundled = bundle(&path, &Config::default());
    let tree = bundled.report.tree.as_ref().expect("it is there");
    assert_eq!(tree.files.len(), 6 * COUNT + 3);
    assert_eq!(rendered(&bundled.report), "");
    let json = bundled.to_json();
    assert_eq!(
        json,
        bundle(&path, &Config::default()).to_json(),
        "another run"
    );
    for name in [".yaml", ".json"] {
        assert!(!json.contains(name), "a file is left: {name}");
    }
    agrees(&bundled, &path, &whole());
    // Without its files, it says the same.
    drop(folder);
    let report = Description::from(&bundled).bundle(&Config::default());
    assert_eq!(rendered(&report.expect("it is a description").report), "");
    json
}

#[test]
fn some_hundred_files_become_one_in_3_0() {
    let json = check("3.0.3");
    assert!(!json.contains("pathItems"));
}

#[test]
fn some_hundred_files_become_one_in_3_1() {
    let json = check("3.1.0");
    assert!(json.contains("#/components/pathItems/item_0"));
    assert_eq!(
        json.matches("\"multipleOf\": 0.10").count(),
        COUNT,
        "each model is there once"
    );
}

/// Path items of 3.0 with siblings are written out at each reference: 40 of them would be a billion.
#[test]
fn what_multiplies_is_limited() {
    let mut items = String::new();
    for number in 0..40 {
        let site = format!("{{summary: s, $ref: '#/a{}'}}", number + 1);
        writeln!(
            items,
            "a{number}: {{get: {{responses: {{'204': {{description: d}}}}, callbacks: {{c: {{x: {site}, y: {site}}}}}}}}}"
        )
        .expect("it is text");
    }
    items.push_str("a40: {get: {responses: {'204': {description: d}}}}\n");
    let folder = Folder::new(&[
        (
            "api.yaml",
            "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/a: {$ref: 'items.yaml#/a0', summary: s}}\n",
        ),
        ("items.yaml", &items),
    ]);
    let description = Description::file(folder.0.join("api.yaml"));
    let report = match description.bundle(&Config::default()) {
        Ok(bundled) => bundled.report,
        Err(report) => report,
    };
    let codes: Vec<_> = report
        .diagnostics
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    assert!(codes.contains(&"unresolved-reference"), "{codes:?}");
}

/// A chain of references does not need a stack of its length.
#[test]
fn chains_have_no_limit() {
    let mut items = String::new();
    for number in 0..20_000 {
        writeln!(items, "a{number}: {{$ref: '#/a{}'}}", number + 1).expect("it is text");
    }
    items.push_str("a20000: {get: {responses: {'204': {description: d}}}}\n");
    for (version, reference) in [("3.0.3", ""), ("3.1.0", ""), ("3.0.3", ", summary: s")] {
        let api = format!(
            "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{/a: {{$ref: 'items.yaml#/a0'{reference}}}}}\n"
        );
        let folder = Folder::new(&[("api.yaml", &api), ("items.yaml", &items)]);
        let path = folder.0.join("api.yaml");
        let bundled = bundle(&path, &Config::default());
        agrees(&bundled, &path, &Config::default());
    }
}
