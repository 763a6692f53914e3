//! Bundles of selected operations.

use oasmith::Config;
use oasmith::config::Word;

use crate::support::check;

fn including(word: &str) -> Config {
    Config {
        include_operations: vec![Word::from(word)],
        ..Config::default()
    }
}

const API: &str = r##"
openapi: 3.0.3
info: {title: t, version: "1"}
security: [{key: []}]
paths:
  /a:
    parameters: [{$ref: "#/components/parameters/Limit"}]
    get: {operationId: a, responses: {"200": {$ref: "#/components/responses/A"}}}
    post: {operationId: b, responses: {"200": {description: d, content: {text/plain: {schema: {$ref: "#/components/schemas/B"}}}}}}
  /c:
    get:
      operationId: c
      responses: {"200": {description: d, content: {text/plain: {schema: {$ref: "#/paths/~1a/post/responses/200/content/text~1plain/schema"}}}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}}
    Other: {name: other, in: query, schema: {type: integer}}
  responses:
    A: {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Base"}}}}
  schemas:
    Base: {type: object, required: [kind], discriminator: {propertyName: kind}, properties: {kind: {type: string}}}
    Extending: {allOf: [{$ref: "#/components/schemas/Base"}, {type: object, properties: {x: {$ref: "#/components/schemas/Deep"}}}]}
    Deep: {type: object}
    B: {type: string}
    Unused: {type: string}
  securitySchemes:
    key: {type: apiKey, name: k, in: header}
    unused: {type: apiKey, name: u, in: header}
"##;

#[test]
fn components_that_nothing_reaches_are_left_out() {
    check(
        &[("api.yaml", API)],
        &including("a"),
        r##"
openapi: 3.0.3
info:
  title: t
  version: '1'
security:
- key: []
paths:
  /a:
    parameters:
    - $ref: '#/components/parameters/Limit'
    get:
      operationId: a
      responses:
        '200':
          $ref: '#/components/responses/A'
components:
  parameters:
    Limit:
      name: limit
      in: query
      schema:
        type: integer
  responses:
    A:
      description: d
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/Base'
  schemas:
    Base:
      type: object
      required:
      - kind
      discriminator:
        propertyName: kind
      properties:
        kind:
          type: string
    Extending:
      allOf:
      - $ref: '#/components/schemas/Base'
      - type: object
        properties:
          x:
            $ref: '#/components/schemas/Deep'
    Deep:
      type: object
  securitySchemes:
    key:
      type: apiKey
      name: k
      in: header
"##,
    );
}

#[test]
fn what_a_left_out_operation_has_for_others_stays() {
    check(
        &[("api.yaml", API)],
        &including("c"),
        r##"
openapi: 3.0.3
info:
  title: t
  version: '1'
security:
- key: []
paths:
  /c:
    get:
      operationId: c
      responses:
        '200':
          description: d
          content:
            text/plain:
              schema:
                $ref: '#/components/schemas/B'
components:
  schemas:
    B:
      type: string
  securitySchemes:
    key:
      type: apiKey
      name: k
      in: header
"##,
    );
}

#[test]
fn components_stay_if_nothing_is_pruned() {
    let config = Config {
        prune: false,
        exclude_operations: vec![Word::from("/a"), Word::from("/c")],
        ..Config::default()
    };
    let bundled = check(
        &[(
            "api.yaml",
            "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {responses: {'204': {description: d}}}}, /b: {get: {responses: {'204': {description: d}}}}, /c: {get: {responses: {'204': {description: d}}}}}\ncomponents: {schemas: {A: {type: string}}}\n",
        )],
        &config,
        "
openapi: 3.0.3
info:
  title: t
  version: '1'
paths:
  /b:
    get:
      responses:
        '204':
          description: d
components:
  schemas:
    A:
      type: string
",
    );
    assert!(!bundled.contains("/a"));
}

#[test]
fn path_items_are_written_out_where_operations_are_selected() {
    check(
        &[
            (
                "api.yaml",
                r##"
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a: {$ref: items.yaml}
  /b: {$ref: "#/paths/~1a"}
"##,
            ),
            (
                "items.yaml",
                "get: {responses: {'204': {description: d}}}\npost: {responses: {'204': {description: d}}}\n",
            ),
        ],
        &including("GET /b"),
        "
openapi: 3.1.0
info:
  title: t
  version: '1'
paths:
  /b:
    get:
      responses:
        '204':
          description: d
",
    );
}

#[test]
fn a_word_that_selects_nothing_is_reported() {
    let bundled = check(
        &[(
            "api.yaml",
            "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {operationId: pets, responses: {'204': {description: d}}}}}\n",
        )],
        &including("pet"),
        "
openapi: 3.1.0
info:
  title: t
  version: '1'
paths: {}
warning[unmatched-option]: `pet` in `include-operations` matches no operation
 |
 = help: did you mean `pets`?
",
    );
    assert!(bundled.contains("help"));
}
