//! What means something else in another place: names, discriminators, `$id`, `$self`, anchors.

use oasmith::{Config, generate};

use crate::support::{check, check_text, rendered, whole};

#[test]
fn discriminators_select_the_same_schemas() {
    let (_folder, bundled, _) = check_text(
        &[
            (
                "api.yaml",
                r##"
openapi: 3.0.3
info: {title: t, version: "1"}
paths: {/a: {get: {responses: {"200": {description: d, content: {application/json: {schema: {$ref: "animals.yaml#/components/schemas/Animal"}}}}}}}}
components:
  schemas:
    Dog: {type: string, description: another dog}
    Choice:
      discriminator: {propertyName: kind, mapping: {c: "animals.yaml#/components/schemas/Cat"}}
      oneOf: [{$ref: "animals.yaml#/components/schemas/Cat"}, {$ref: "animals.yaml#/components/schemas/Dog"}]
"##,
            ),
            (
                "animals.yaml",
                r##"
components:
  schemas:
    Animal:
      discriminator: {propertyName: kind, mapping: {cat: Cat}}
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, purrs: {type: boolean}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, barks: {type: boolean}}}
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
    get:
      responses:
        '200':
          description: d
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Animal'
components:
  schemas:
    Dog:
      type: string
      description: another dog
    Choice:
      discriminator:
        propertyName: kind
        mapping:
          c: '#/components/schemas/Cat'
          Dog: '#/components/schemas/Dog2'
      oneOf:
      - $ref: '#/components/schemas/Cat'
      - $ref: '#/components/schemas/Dog2'
    Cat:
      type: object
      required:
      - kind
      properties:
        kind:
          type: string
        purrs:
          type: boolean
    Animal:
      discriminator:
        propertyName: kind
        mapping:
          cat: '#/components/schemas/Cat'
          Dog: '#/components/schemas/Dog2'
      oneOf:
      - $ref: '#/components/schemas/Cat'
      - $ref: '#/components/schemas/Dog2'
    Dog2:
      type: object
      required:
      - kind
      properties:
        kind:
          type: string
        barks:
          type: boolean
"##,
    );
    // The name of a variant follows its component; its value does not.
    let generated = generate(&bundled, &Config::default()).expect("it is a description");
    let codec = generated
        .files
        .iter()
        .find(|file| file.path.ends_with("codec.rs"));
    let codec = &codec.expect("it is there").content;
    assert!(codec.contains("Dog2: \"Dog\""), "{codec}");
}

#[test]
fn uris_keep_their_meaning() {
    check(
        &[
            (
                "api.yaml",
                r##"
openapi: 3.2.0
$self: https://example.com/apis/api.yaml
info: {title: t, version: "1"}
paths: {/a: {get: {responses: {"200": {description: d, content: {application/json: {schema: {$ref: pet.yaml}}}}}}}}
components:
  schemas:
    Own: {type: object, properties: {pet: {$ref: "https://example.com/schemas/pet"}, tag: {$ref: "https://example.com/schemas/pet#/$defs/tag"}, leg: {$ref: "pet.yaml#leg"}, self: {$ref: "api.yaml#/components/schemas/Own"}}}
"##,
            ),
            (
                "pet.yaml",
                r##"
$id: https://example.com/schemas/pet
type: object
properties:
  tag: {$ref: "#/$defs/tag"}
  leg: {$ref: "#leg"}
  tree: {$ref: tree}
  plain: {$ref: plain.yaml}
$defs:
  tag: {type: string}
  leg: {$anchor: leg, type: integer}
  tree: {$id: tree, $dynamicAnchor: node, type: object, properties: {next: {$dynamicRef: "#node"}}}
"##,
            ),
            (
                "plain.yaml",
                "type: object\nproperties: {own: {$ref: \"api.yaml#/components/schemas/Own\"}}\n",
            ),
        ],
        &whole(),
        r##"
openapi: 3.2.0
$self: https://example.com/apis/api.yaml
info:
  title: t
  version: '1'
paths:
  /a:
    get:
      responses:
        '200':
          description: d
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/pet'
components:
  schemas:
    Own:
      type: object
      properties:
        pet:
          $ref: https://example.com/schemas/pet
        tag:
          $ref: https://example.com/schemas/pet#/$defs/tag
        leg:
          $ref: '#/components/schemas/pet/$defs/leg'
        self:
          $ref: api.yaml#/components/schemas/Own
    pet:
      $id: https://example.com/schemas/pet
      type: object
      properties:
        tag:
          $ref: '#/$defs/tag'
        leg:
          $ref: '#leg'
        tree:
          $ref: tree
        plain:
          $ref: https://example.com/apis/api.yaml#/components/schemas/plain
      $defs:
        tag:
          type: string
        leg:
          $anchor: leg
          type: integer
        tree:
          $id: tree
          $dynamicAnchor: node
          type: object
          properties:
            next:
              $dynamicRef: '#node'
    plain:
      type: object
      properties:
        own:
          $ref: '#/components/schemas/Own'
"##,
    );
}

#[test]
fn names_are_free_and_allowed() {
    let (_folder, bundled, _) = check_text(
        &[
            (
                "api.yaml",
                r##"
openapi: 3.1.0
info: {title: t, version: "1"}
paths: {}
components:
  schemas:
    v1: {type: object}
    A:
      type: object
      properties:
        a: {$ref: "other.yaml#/list/0"}
        b: {$ref: "other.yaml#/a~1b%20c"}
        c: {$ref: "other.yaml#/v1"}
        d: {$ref: "ü.v2.yaml"}
        e: {$ref: "other.yaml#/v1"}
"##,
            ),
            (
                "other.yaml",
                "list: [{type: integer}]\na/b c: {type: string}\nv1: {type: string}\n",
            ),
            ("ü.v2.yaml", "type: boolean\n"),
        ],
        &whole(),
        r##"
openapi: 3.1.0
info:
  title: t
  version: '1'
paths: {}
components:
  schemas:
    v1:
      type: object
    A:
      type: object
      properties:
        a:
          $ref: '#/components/schemas/other_0'
        b:
          $ref: '#/components/schemas/a_b_c'
        c:
          $ref: '#/components/schemas/v1_2'
        d:
          $ref: '#/components/schemas/_'
        e:
          $ref: '#/components/schemas/v1_2'
    a_b_c:
      type: string
    v1_2:
      type: string
    _:
      type: boolean
    other_0:
      type: integer
"##,
    );
    assert_eq!(rendered(&bundled.report), "");
}
