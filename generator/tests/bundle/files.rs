//! Descriptions of several files: what becomes a component, under which name, and what is written in
//! place.

use oasmith::{Config, generate};

use crate::support::{Folder, bundle, check, rendered};

#[test]
fn other_files_become_components() {
    check(
        &[
            (
                "api.yaml",
                r##"
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /pets:
    $ref: paths/pets.yaml
  /more:
    parameters: [{$ref: "shared.yaml#/parameters/Limit"}]
    post:
      requestBody: {$ref: "shared.yaml#/bodies/New"}
      responses:
        "200": {$ref: responses/Ok.yaml, description: own}
        default: {$ref: "shared.yaml#/responses/404"}
components:
  schemas:
    Pet: {$ref: schemas/Pet.yaml}
    Same: {$ref: schemas/Pet.yaml}
    Owner: {type: object, properties: {pet: {$ref: schemas/Pet.yaml, description: sibling}}}
"##,
            ),
            (
                "paths/pets.yaml",
                "get: {responses: {\"200\": {$ref: ../responses/Ok.yaml}}}\n",
            ),
            (
                "responses/Ok.yaml",
                r##"
description: d
headers: {X-Rate: {$ref: "../shared.yaml#/headers/Rate"}}
content: {application/json: {schema: {$ref: ../schemas/Pet.yaml}, examples: {e: {$ref: "../shared.yaml#/examples/e"}}}}
links: {next: {$ref: "../shared.yaml#/links/next"}}
"##,
            ),
            (
                "schemas/Pet.yaml",
                r##"
type: object
properties: {tag: {$ref: "#/$defs/Tag"}, owner: {$ref: "../api.yaml#/components/schemas/Owner"}, next: {$ref: "#"}, other: {$ref: other/Pet.yaml}}
$defs: {Tag: {type: string, maxLength: 5}}
"##,
            ),
            (
                "schemas/other/Pet.yaml",
                "type: object\nproperties: {n: {type: integer}}\n",
            ),
            (
                "shared.yaml",
                r##"
parameters: {Limit: {name: limit, in: query, schema: {type: integer, maximum: 1.50}}}
bodies: {New: {content: {application/json: {schema: {$ref: schemas/Pet.yaml}}}}}
responses: {"404": {description: none}}
headers: {Rate: {schema: {type: integer}}}
examples: {e: {value: {tag: x}}}
links: {next: {operationRef: "api.yaml#/paths/~1pets/get"}}
"##,
            ),
        ],
        &Config::default(),
        r##"
openapi: 3.1.0
info:
  title: t
  version: '1'
paths:
  /pets:
    $ref: '#/components/pathItems/pets'
  /more:
    parameters:
    - $ref: '#/components/parameters/Limit'
    post:
      requestBody:
        $ref: '#/components/requestBodies/New'
      responses:
        '200':
          $ref: '#/components/responses/Ok'
          description: own
        default:
          $ref: '#/components/responses/404'
components:
  schemas:
    Same:
      $ref: '#/components/schemas/Pet'
    Owner:
      type: object
      properties:
        pet:
          $ref: '#/components/schemas/Pet'
          description: sibling
    Pet:
      type: object
      properties:
        tag:
          $ref: '#/components/schemas/Pet/$defs/Tag'
        owner:
          $ref: '#/components/schemas/Owner'
        next:
          $ref: '#/components/schemas/Pet'
        other:
          $ref: '#/components/schemas/Pet2'
      $defs:
        Tag:
          type: string
          maxLength: 5
    Pet2:
      type: object
      properties:
        'n':
          type: integer
  pathItems:
    pets:
      get:
        responses:
          '200':
            $ref: '#/components/responses/Ok'
  parameters:
    Limit:
      name: limit
      in: query
      schema:
        type: integer
        maximum: 1.50
  requestBodies:
    New:
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/Pet'
  responses:
    Ok:
      description: d
      headers:
        X-Rate:
          $ref: '#/components/headers/Rate'
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/Pet'
          examples:
            e:
              $ref: '#/components/examples/e'
      links:
        next:
          $ref: '#/components/links/next'
    '404':
      description: none
  headers:
    Rate:
      schema:
        type: integer
  examples:
    e:
      value:
        tag: x
  links:
    next:
      operationRef: '#/paths/~1pets/get'
"##,
    );
}

#[test]
fn path_items_are_written_in_place_in_3_0() {
    check(
        &[
            (
                "api.yaml",
                r##"
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a: {$ref: items.yaml#/a}
  /b: {$ref: items.yaml#/a}
  /c: {$ref: items.yaml#/a, description: own, parameters: [{name: x, in: query, schema: {type: string}}]}
"##,
            ),
            (
                "items.yaml",
                r##"
a:
  parameters:
    - {name: x, in: query, schema: {type: integer}}
    - {name: y, in: query, schema: {type: string}}
  post:
    operationId: a
    responses: {"204": {description: d}}
    callbacks:
      again: {"{$request.body#/url}": {$ref: "#/a"}}
"##,
            ),
        ],
        &Config::default(),
        r##"
openapi: 3.0.3
info:
  title: t
  version: '1'
paths:
  /a:
    parameters:
    - name: x
      in: query
      schema:
        type: integer
    - name: 'y'
      in: query
      schema:
        type: string
    post:
      operationId: a
      responses:
        '204':
          description: d
      callbacks:
        again:
          '{$request.body#/url}':
            $ref: '#/paths/~1a'
  /b:
    $ref: '#/paths/~1a'
  /c:
    description: own
    parameters:
    - name: x
      in: query
      schema:
        type: string
    - name: 'y'
      in: query
      schema:
        type: string
    post:
      operationId: a
      responses:
        '204':
          description: d
      callbacks:
        again:
          '{$request.body#/url}':
            $ref: '#/paths/~1a'
"##,
    );
}

#[test]
fn swagger_has_three_kinds_of_components() {
    check(
        &[
            (
                "api.yaml",
                r##"
swagger: "2.0"
info: {title: t, version: "1"}
paths:
  /a: {$ref: "parts.yaml#/item"}
definitions:
  Own: {type: object, properties: {a: {$ref: "parts.yaml#/Pet"}}}
"##,
            ),
            (
                "parts.yaml",
                r##"
item:
  parameters: [{$ref: "#/limit"}, {name: body, in: body, schema: {$ref: "#/Pet"}}]
  put: {responses: {"200": {$ref: "#/ok"}}}
limit: {name: limit, in: query, type: integer, default: 1.0}
ok: {description: d, schema: {$ref: "api.yaml#/definitions/Own"}, headers: {X: {$ref: "#/header"}}, examples: {application/json: {$ref: x}}}
header: {type: string, description: h}
Pet: {type: object, properties: {next: {$ref: "#/Pet"}}}
"##,
            ),
        ],
        &Config::default(),
        r##"
swagger: '2.0'
info:
  title: t
  version: '1'
paths:
  /a:
    parameters:
    - $ref: '#/parameters/limit'
    - name: body
      in: body
      schema:
        $ref: '#/definitions/Pet'
    put:
      responses:
        '200':
          $ref: '#/responses/ok'
definitions:
  Own:
    type: object
    properties:
      a:
        $ref: '#/definitions/Pet'
  Pet:
    type: object
    properties:
      next:
        $ref: '#/definitions/Pet'
parameters:
  limit:
    name: limit
    in: query
    type: integer
    default: 1.0
responses:
  ok:
    description: d
    schema:
      $ref: '#/definitions/Own'
    headers:
      X:
        type: string
        description: h
    examples:
      application/json:
        $ref: x
"##,
    );
}

#[test]
fn maps_and_lists_are_written_in_place() {
    let folder = Folder::new(&[
        (
            "api.yaml",
            "openapi: 3.1.0\ninfo: {$ref: info.yaml}\ntags: {$ref: tags.yaml}\npaths: {$ref: paths.yaml, /b: {get: {responses: {'204': {description: d}}}}}\ncomponents: {schemas: {$ref: schemas.yaml}}\n",
        ),
        ("info.yaml", "{title: t, version: '1', x-n: 1.0}"),
        ("tags.yaml", "[{name: a}]"),
        (
            "paths.yaml",
            "/a: {get: {responses: {'200': {description: d, content: {text/plain: {schema: {$ref: 'schemas.yaml#/A'}}}}}}}",
        ),
        (
            "schemas.yaml",
            "A: {type: object, properties: {b: {$ref: '#/B'}}}\nB: {type: object, properties: {$ref: 'props.yaml#/props'}}",
        ),
        (
            "props.yaml",
            "props: {x: {type: object, properties: {$ref: '#/props'}}}",
        ),
    ]);
    let bundled = bundle(&folder.0.join("api.yaml"), &Config::default());
    assert_eq!(rendered(&bundled.report), "");
    let expected = "\
openapi: 3.1.0
info:
  title: t
  version: '1'
  x-n: 1.0
tags:
- name: a
paths:
  /b:
    get:
      responses:
        '204':
          description: d
  /a:
    get:
      responses:
        '200':
          description: d
          content:
            text/plain:
              schema:
                $ref: '#/components/schemas/A'
components:
  schemas:
    A:
      type: object
      properties:
        b:
          $ref: '#/components/schemas/B'
    B:
      type: object
      properties:
        x:
          type: object
          properties:
            $ref: '#/components/schemas/B/properties'
";
    assert_eq!(bundled.to_yaml(), expected);
    let generated = generate(&bundled, &Config::default()).expect("it is a description");
    assert_eq!(generated.api.operations.len(), 2);
}

#[test]
fn what_leads_into_itself_is_reported() {
    check(
        &[
            (
                "api.yaml",
                r##"
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a: {$ref: "items.yaml#/a"}
  /b: {$ref: "items.yaml#/b", description: b}
components:
  schemas: {A: {$ref: "items.yaml#/c"}}
"##,
            ),
            (
                "items.yaml",
                r##"
a: {$ref: "#/a"}
b: {description: x, get: {responses: {"204": {description: d}}, callbacks: {c: {"{$url}": {$ref: "items.yaml#/b", summary: s}}}}}
c: {$ref: "#/d"}
d: {$ref: "#/c"}
"##,
            ),
        ],
        // The callback that is not in the bundle is not emitted either.
        &Config {
            webhooks: Some(false),
            ..Config::default()
        },
        r##"
openapi: 3.0.3
info:
  title: t
  version: '1'
paths:
  /a:
    $ref: '#/paths/~1a'
  /b:
    description: b
    get:
      responses:
        '204':
          description: d
      callbacks:
        c:
          '{$url}':
            $ref: items.yaml#/b
            summary: s
components:
  schemas:
    A:
      $ref: '#/components/schemas/c'
    c:
      $ref: '#/components/schemas/d'
    d:
      $ref: '#/components/schemas/c'
warning[unresolved-reference]: `$ref` target is not in the bundle: `items.yaml#/b`
 --> items.yaml:2:98 at /b/get/callbacks/c/{$url}/$ref
  |
2 | …escription: d}}, callbacks: {c: {"{$url}": {$ref: "items.yaml#/b", summary: s}}}}}
  |                                                    ^^^^^^^^^^^^^^^
  |
  = note: the reference stays as it is
"##,
    );
}
