//! Webhooks and callbacks: their names, their paths, the directions of their types, and what is emitted
//! of them.

use oasmith::Config;

use super::choices::words;
use super::{check, generate};

#[test]
fn callbacks_are_named_after_their_operation_and_received_behind_their_name() {
    check(
        r##"
paths:
  /jobs:
    post:
      operationId: start
      responses: {"202": {description: d}}
      callbacks:
        done: {$ref: "#/components/callbacks/Done"}
        state:
          "{$request.body#/url}/state":
            post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/State"}}}}, responses: {"204": {description: d}}}
            put: {responses: {"204": {description: d}}}
    put:
      operationId: restart
      responses: {"202": {description: d}}
      callbacks:
        done: {$ref: "#/components/callbacks/Done"}
        state:
          "{$request.body#/url}/state":
            post: {operationId: own, responses: {"204": {description: d}}}
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            servers: [{url: "https://example.org"}]
  /again: {delete: {responses: {"202": {description: d}}, callbacks: {"odd name": {"$url": {get: {callbacks: {x: {}}, responses: {"204": {description: d}}}}}}}}
components:
  callbacks:
    Done: {"{$url}": {post: {operationId: ended, responses: {"204": {description: d}}}}}
  schemas:
    State: {type: object, required: [id, secret], properties: {id: {type: integer, readOnly: true}, secret: {type: string, writeOnly: true}}}
"##,
        "
struct State
    id: i64
    secret: string optional secret

operation start = POST /jobs
    success 202 Accepted: no body

operation restart = PUT /jobs
    success 202 Accepted: no body

operation delete_again = DELETE /again
    success 202 Accepted: no body

webhook ended = POST /done
    callback of start, restart to {$url}
    success 204 NoContent: no body

webhook post_start_state = POST /state/state
    callback of start to {$request.body#/url}/state
    body: State optional
    success 204 NoContent: no body

webhook put_start_state = PUT /state/state
    callback of start to {$request.body#/url}/state
    success 204 NoContent: no body

webhook own = POST /own/state
    callback of restart to {$request.body#/url}/state
    success 204 NoContent: no body

webhook delete_again_odd_name = GET /delete_again_odd_name
    callback of delete_again to $url
    success 204 NoContent: no body
! unused-path-parameter /paths/~1jobs/put/callbacks/state/{$request.body#~1url}~1state/parameters/0
! unsupported-server /paths/~1jobs/put/callbacks/state/{$request.body#~1url}~1state/servers/0
! missing-operation-id /paths/~1again/delete
! unsupported-callback /paths/~1again/delete/callbacks/odd name/$url/get/callbacks
",
    );
}

const EVENTS: &str = r##"
paths:
  /a: {get: {operationId: a, tags: [t], responses: {"204": {description: d}}, callbacks: {c: {"{$url}": {post: {operationId: of_a, responses: {"204": {description: d}}}}}}}}
  /b: {get: {operationId: b, responses: {"204": {description: d}}, callbacks: {c: {"{$url}": {post: {responses: {"204": {description: d}}}}}}}}
webhooks:
  one: {post: {requestBody: {required: true, content: {application/json: {schema: {type: object, required: [type], properties: {type: {enum: [x, y]}}}}}}, responses: {"204": {description: d}}}}
  two: {post: {tags: [t], requestBody: {required: true, content: {application/json: {schema: {type: object, required: [type], properties: {type: {const: z}}}}}}, responses: {"204": {description: d}}}}
"##;

#[test]
fn a_callback_with_two_names_is_two_and_nothing_is_wrong_with_its_id() {
    check(
        r##"
paths:
  /jobs:
    post:
      operationId: startJob
      responses: {"202": {description: d}}
      callbacks:
        done: {$ref: "#/components/callbacks/Done"}
        hasFailed: {$ref: "#/components/callbacks/Done"}
  /a: {$ref: "#/components/pathItems/Item"}
  /b: {$ref: "#/components/pathItems/Item"}
components:
  callbacks:
    Done: {"{$url}": {post: {operationId: ended, responses: {"204": {description: d}}}}}
  pathItems:
    Item: {get: {operationId: item, responses: {"204": {description: d}}}}
"##,
        "
operation start_job = POST /jobs
    success 202 Accepted: no body

operation get_a = GET /a
    success 204 NoContent: no body

operation get_b = GET /b
    success 204 NoContent: no body

webhook start_job_done = POST /done
    callback of startJob to {$url}
    success 204 NoContent: no body

webhook start_job_has_failed = POST /hasFailed
    callback of startJob to {$url}
    success 204 NoContent: no body
! other-version /components/pathItems
! duplicate-operation-id /components/pathItems/Item/get/operationId
! duplicate-operation-id /components/pathItems/Item/get/operationId
",
    );
}

#[test]
fn callbacks_are_chosen_with_their_operation() {
    for (include, exclude, expected) in [
        (&[][..], &[][..], "a b one two of_a b_c"),
        (&["tag:t"], &[], "a two of_a"),
        (&["/b"], &[], "b b_c"),
        (&["one"], &[], "one"),
        (&[], &["c", "two"], "a b one"),
        (&["a"], &["of_a"], "a"),
        (&["of_a"], &[], "of_a"),
    ] {
        let config = Config {
            include_operations: words(include),
            exclude_operations: words(exclude),
            ..Config::default()
        };
        let generated = generate(EVENTS, &config).expect("it is a description");
        let names = generated.api.operations.into_iter().map(|it| it.name);
        let names = names.collect::<Vec<_>>().join(" ");
        assert_eq!(names, expected, "{include:?} {exclude:?}");
    }
}

#[test]
fn a_property_tells_webhooks_apart_if_all_require_it_with_values_of_their_own() {
    let events = EVENTS.replace("callbacks", "x-callbacks");
    for (from, to, expected) in [
        ("", "", Some(&["x y", "z"][..])),
        // A name like that of an extension, and values that several variants list.
        ("  two:", "  x-two-:", Some(&["x y", "z"])),
        (
            "type: object, required: [type], properties: {type: {enum: [x, y]}}",
            "oneOf: [{type: object, required: [type, b], properties: {type: {const: x}, b: {type: string}}}, {type: object, required: [type, c], properties: {type: {enum: [x, y]}, c: {type: integer}}}]",
            Some(&["x y", "z"]),
        ),
        ("const: z", "const: y", None),
        ("const: z", "type: string", None),
        (
            "required: [type], properties: {type: {const",
            "properties: {type: {const",
            None,
        ),
        (
            "two: {post: {tags: [t], requestBody: {required: true,",
            "two: {post: {requestBody: {",
            None,
        ),
        (
            "application/json: {schema: {type: object, required: [type], properties: {type: {const: z}}}}",
            "text/plain: {}",
            None,
        ),
    ] {
        let text = events.replace(from, to);
        let generated = generate(&text, &Config::default()).expect("it is a description");
        let selector = generated.api.webhook_selector;
        let values = selector.map(|it| it.values.into_iter().map(|(_, values)| values.join(" ")));
        let values = values.map(Iterator::collect::<Vec<_>>);
        assert_eq!(
            values,
            expected.map(|it| it.iter().map(|it| (*it).to_owned()).collect()),
            "{to}"
        );
    }
}

#[test]
fn modules_have_webhooks_where_these_need_no_other_dependencies() {
    let both = "webhook_client webhook_server";
    for (client, server, module, webhooks, expected) in [
        (true, true, false, None, both),
        (true, false, false, None, "webhook_server"),
        (false, true, false, None, "webhook_client"),
        (false, false, false, Some(true), ""),
        (true, true, false, Some(false), ""),
        (true, true, true, None, both),
        (true, false, true, None, ""),
        (false, true, true, None, ""),
        (true, false, true, Some(true), "webhook_server"),
        (false, true, true, Some(true), "webhook_client"),
    ] {
        let config = Config {
            client,
            server,
            module,
            webhooks,
            ..Config::default()
        };
        let generated = generate(EVENTS, &config).expect("it is a description");
        let paths = generated.files.iter().map(|file| file.path.as_str());
        let names = paths.filter_map(|path| path.trim_start_matches("src/").strip_suffix(".rs"));
        let names: Vec<_> = names.filter(|name| name.starts_with("webhook")).collect();
        assert_eq!(names.join(" "), expected, "{config:?}");
    }
}
