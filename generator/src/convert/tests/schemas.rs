//! Schemas.

use super::{HEAD, check, check_schemas, converted};
use crate::convert::Target;

#[test]
fn types_and_null() {
    check_schemas(
        "3.1.0",
        Target::V3_0,
        &[
            ("{type: string}", "{type: string}", &[]),
            ("{type: [string]}", "{type: string}", &[]),
            (
                "{type: [string, 'null']}",
                "{type: string, nullable: true}",
                &[],
            ),
            ("{type: 'null'}", "{nullable: true, enum: [null]}", &[]),
            ("{const: null}", "{enum: [null]}", &[]),
            ("{const: 1}", "{enum: [1]}", &[]),
            (
                "{enum: [1, 2], const: 1}",
                "{enum: [1, 2], allOf: [{enum: [1]}]}",
                &[],
            ),
            (
                "{type: [string, integer], minLength: 1, maximum: 2, title: T}",
                "{title: T, anyOf: [{type: integer, maximum: 2}, {type: string, minLength: 1}]}",
                &[],
            ),
            (
                "{type: [array, object, 'null'], items: {type: string}}",
                "{anyOf: [{type: array, nullable: true, items: {type: string}}, {type: object, nullable: true}]}",
                &[],
            ),
            ("{type: [number, integer]}", "{type: number}", &[]),
            (
                "{type: [boolean, number, string, array, object, 'null'], minLength: 1}",
                "{minLength: 1}",
                &[],
            ),
            ("{type: array}", "{type: array, items: {}}", &[]),
            (
                "{title: T, anyOf: [{type: string, enum: [a]}, {type: 'null'}]}",
                "{title: T, type: string, enum: [a, null], nullable: true}",
                &[],
            ),
            (
                "{title: T, oneOf: [{title: U, type: string}, {type: 'null'}]}",
                "{title: T, oneOf: [{title: U, type: string, nullable: true}]}",
                &[],
            ),
            // Without a type, `nullable` has no effect.
            (
                "{anyOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}",
                "{anyOf: [{$ref: '#/components/schemas/S'}, {nullable: true, enum: [null]}]}",
                &[],
            ),
            (
                "{oneOf: [{type: string, not: {enum: [a]}}, {type: 'null'}]}",
                "{oneOf: [{type: string, not: {enum: [a]}}, {nullable: true, enum: [null]}]}",
                &[],
            ),
            // Two variants match `null`, so that `oneOf` does not.
            (
                "{oneOf: [{type: 'null'}, {const: null}, {type: string}]}",
                "{oneOf: [{nullable: true, enum: [null]}, {enum: [null]}, {type: string}]}",
                &[],
            ),
            ("true", "{}", &[]),
            ("false", "{not: {}}", &[]),
            (
                "{properties: {a: false, b: true}, additionalProperties: false}",
                "{properties: {a: {not: {}}, b: {}}, additionalProperties: false}",
                &[],
            ),
        ],
    );
}

#[test]
fn references_and_their_siblings() {
    let all = "{allOf: [{$ref: '#/components/schemas/S'}, {type: object}], description: d}";
    check_schemas(
        "3.1.0",
        Target::V3_0,
        &[
            (
                "{$ref: '#/components/schemas/S', $comment: c}",
                "{$ref: '#/components/schemas/S'}",
                &["/$comment: `$comment` in a schema: it is left out"],
            ),
            (
                "{$ref: '#/components/schemas/S', description: d, allOf: [{type: object}]}",
                all,
                &[],
            ),
            (
                "{$ref: '#/components/schemas/S', type: [object, 'null']}",
                "{type: object, allOf: [{$ref: '#/components/schemas/S'}], nullable: true}",
                &[],
            ),
            (
                "{type: object, $anchor: s, properties: {a: {$ref: '#s'}, b: {$dynamicRef: '#s'}}}",
                "{type: object, properties: {a: {$ref: '#/components/schemas/S'}, b: {$ref: '#/components/schemas/S'}}}",
                &[],
            ),
        ],
    );
    let reference = "{$ref: '#/components/schemas/S', description: d, maxLength: 2}";
    check_schemas("3.0.3", Target::V3_0, &[(reference, reference, &[])]);
    check_schemas(
        "3.0.3",
        Target::V3_1,
        &[(
            reference,
            "{$ref: '#/components/schemas/S', description: d}",
            &[
                "/maxLength: `maxLength` has no effect next to `$ref`, and would have one in OpenAPI 3.1: it is left out",
            ],
        )],
    );
}

#[test]
fn numbers_strings_and_examples() {
    check_schemas(
        "3.1.0",
        Target::V3_0,
        &[
            (
                "{exclusiveMinimum: 3}",
                "{minimum: 3, exclusiveMinimum: true}",
                &[],
            ),
            (
                "{minimum: 2, exclusiveMinimum: 3}",
                "{minimum: 3, exclusiveMinimum: true}",
                &[],
            ),
            (
                "{exclusiveMinimum: 3, minimum: 3.0}",
                "{minimum: 3, exclusiveMinimum: true}",
                &[],
            ),
            ("{exclusiveMinimum: 3, minimum: 3.1}", "{minimum: 3.1}", &[]),
            ("{maximum: 1, exclusiveMaximum: 3}", "{maximum: 1}", &[]),
            ("{maxLength: 1e2}", "{maxLength: 100}", &[]),
            (
                "{maxLength: -1}",
                "{}",
                &["/maxLength: `maxLength` cannot be a number: it is left out"],
            ),
            (
                "{type: string, contentEncoding: base64}",
                "{type: string, format: byte}",
                &[],
            ),
            (
                "{type: string, contentEncoding: base32}",
                "{type: string}",
                &["/contentEncoding: `contentEncoding: base32`: it is left out"],
            ),
            (
                "{type: string, contentMediaType: application/octet-stream}",
                "{type: string, format: binary}",
                &["/contentMediaType: `contentMediaType`: `format: binary` is written"],
            ),
            (
                "{type: string, contentMediaType: image/png, contentSchema: {}}",
                "{type: string}",
                &[
                    "/contentMediaType: `contentMediaType: image/png`: it is left out",
                    "/contentSchema: `contentSchema`: it is left out",
                ],
            ),
            ("{examples: [1]}", "{example: 1}", &[]),
            (
                "{examples: [1, 2, 3]}",
                "{example: 1}",
                &["/examples: list of `examples` in a schema: 2 of 3 are left out"],
            ),
            (
                "{example: 0, examples: [1]}",
                "{example: 0}",
                &["/examples: list of `examples` in a schema: 1 of 1 are left out"],
            ),
            (
                "{$comment: c, x-a: 1, wrong: 2}",
                "{x-a: 1}",
                &[
                    "/$comment: `$comment` in a schema: it is left out",
                    "/wrong: `wrong` in a schema: it is left out",
                ],
            ),
        ],
    );
}

#[test]
fn arrays() {
    let by_position = "/prefixItems: schemas of items by position: each item may match any of them";
    check_schemas(
        "3.1.0",
        Target::V3_0,
        &[
            (
                "{prefixItems: [{type: string}, {type: number}], items: false}",
                "{maxItems: 2, items: {anyOf: [{type: string}, {type: number}]}}",
                &[by_position],
            ),
            (
                "{prefixItems: [{type: string}], items: false, maxItems: 3}",
                "{maxItems: 1, items: {type: string}}",
                &[],
            ),
            (
                "{prefixItems: [{type: string}], items: {type: number}}",
                "{items: {anyOf: [{type: string}, {type: number}]}}",
                &[by_position],
            ),
            (
                "{prefixItems: [{type: string}]}",
                "{items: {}}",
                &["/prefixItems: schemas of items by position: any items are allowed"],
            ),
            (
                "{contains: {const: 1}}",
                "{not: {type: array, items: {not: {enum: [1]}}}}",
                &[],
            ),
            ("{contains: {const: 1}, minContains: 0}", "{}", &[]),
            (
                "{not: {type: string}, contains: true, minContains: 2, maxContains: 3}",
                "{not: {type: string}, allOf: [{not: {type: array, items: {not: {}}}}]}",
                &[
                    "/minContains: `minContains`: one such item is enough",
                    "/maxContains: `maxContains`: any number of items is allowed",
                ],
            ),
            (
                "{unevaluatedItems: {type: string}}",
                "{items: {type: string}}",
                &[],
            ),
            ("{items: {}, unevaluatedItems: false}", "{items: {}}", &[]),
            (
                "{allOf: [{items: {}}], unevaluatedItems: false}",
                "{allOf: [{items: {}}]}",
                &["/unevaluatedItems: `unevaluatedItems`: any other items are allowed"],
            ),
        ],
    );
}

#[test]
fn objects_and_conditions() {
    check_schemas(
        "3.1.0",
        Target::V3_0,
        &[
            (
                "{dependentRequired: {a: [b, c], d: []}}",
                "{allOf: [{anyOf: [{not: {required: [a]}}, {required: [b, c]}]}]}",
                &[],
            ),
            (
                "{dependentSchemas: {a: {maxProperties: 2}}}",
                "{allOf: [{anyOf: [{not: {type: object, required: [a]}}, {maxProperties: 2}]}]}",
                &[],
            ),
            (
                "{patternProperties: {'^a': {type: string}}, additionalProperties: false}",
                "{additionalProperties: {type: string}}",
                &[
                    "/patternProperties: `patternProperties`: `additionalProperties` allows their values under any name",
                ],
            ),
            (
                "{patternProperties: {'^a': {type: string}}}",
                "{}",
                &["/patternProperties: `patternProperties`: such properties have any value"],
            ),
            (
                "{patternProperties: {'^a': {type: string}}, additionalProperties: {type: number}}",
                "{additionalProperties: {anyOf: [{type: string}, {type: number}]}}",
                &[
                    "/patternProperties: `patternProperties`: `additionalProperties` allows their values under any name",
                ],
            ),
            ("{propertyNames: {type: string}}", "{}", &[]),
            (
                "{propertyNames: {pattern: a}}",
                "{}",
                &["/propertyNames: `propertyNames`: any names are allowed"],
            ),
            (
                "{properties: {a: {}}, unevaluatedProperties: false}",
                "{properties: {a: {}}, additionalProperties: false}",
                &[],
            ),
            (
                "{anyOf: [{}], unevaluatedProperties: false}",
                "{anyOf: [{}]}",
                &[
                    "/unevaluatedProperties: `unevaluatedProperties`: properties that no schema declares are allowed",
                ],
            ),
            ("{required: []}", "{}", &[]),
            (
                "{required: true}",
                "{}",
                &["/required: `required` cannot be a boolean: it is left out"],
            ),
            (
                "{if: {type: string}, then: {minLength: 1}, else: {minimum: 1}}",
                "{allOf: [{anyOf: [{allOf: [{type: string}, {minLength: 1}]}, {allOf: [{not: {type: string}}, {minimum: 1}]}]}]}",
                &[],
            ),
            (
                "{if: {type: string}, then: {minLength: 1}}",
                "{allOf: [{anyOf: [{not: {type: string}}, {minLength: 1}]}]}",
                &[],
            ),
            (
                "{if: {type: string}, else: {minimum: 1}}",
                "{allOf: [{anyOf: [{type: string}, {minimum: 1}]}]}",
                &[],
            ),
            (
                "{then: {}}",
                "{}",
                &["/then: `then` without `if` has no effect: it is left out"],
            ),
        ],
    );
}

#[test]
fn discriminators_and_unknown_types() {
    check_schemas(
        "3.2.0",
        Target::V3_0,
        &[(
            "{discriminator: {propertyName: a, mapping: {b: '#/components/schemas/S'}, defaultMapping: S}}",
            "{discriminator: {propertyName: a, mapping: {b: '#/components/schemas/S'}}}",
            &["/discriminator/defaultMapping: `defaultMapping`: other values select no schema"],
        )],
    );
    check_schemas(
        "2.0",
        Target::V3_0,
        &[
            (
                "{type: object, discriminator: a}",
                "{type: object, discriminator: {propertyName: a}}",
                &[],
            ),
            (
                "{type: string, x-nullable: true}",
                "{type: string, nullable: true}",
                &[],
            ),
            (
                "{$ref: '#/definitions/S'}",
                "{$ref: '#/components/schemas/S'}",
                &[],
            ),
            ("{type: file}", "{type: string, format: binary}", &[]),
        ],
    );
}

#[test]
fn nested_definitions_become_components() {
    let text = format!(
        "openapi: 3.1.0\n{HEAD}components: {{schemas: {{S: {{$defs: {{T: {{type: 'null'}}, S: {{$ref: '#/components/schemas/S/$defs/T'}}}}, \
         properties: {{a: {{const: 1}}, b: {{$ref: '#/components/schemas/S/properties/a'}}, \
         c: {{$ref: '#/components/schemas/S/$defs/S'}}, d: {{type: [array, 'null'], items: {{}}}}, \
         e: {{if: {{title: I}}, then: {{$ref: '#/components/schemas/S/properties/e/if'}}}}}}}}}}}}\n"
    );
    let expected = "{S: {properties: {a: {enum: [1]}, b: {$ref: '#/components/schemas/S/properties/a'}, \
        c: {$ref: '#/components/schemas/S_2'}, d: {type: array, items: {}, nullable: true}, \
        e: {allOf: [{anyOf: [{not: {title: I}}, {$ref: '#/components/schemas/if'}]}]}}}, \
        S_2: {$ref: '#/components/schemas/T'}, T: {nullable: true, enum: [null]}, if: {title: I}}";
    check(
        &text,
        Target::V3_0,
        &["components", "schemas"],
        expected,
        &[],
    );
}

#[test]
fn nested_conditions_stay_small() {
    let mut schema = "{type: string}".to_owned();
    for _ in 0..40 {
        schema = format!("{{if: {schema}, then: {{}}, else: {{}}}}");
    }
    let text = format!("openapi: 3.1.0\n{HEAD}components: {{schemas: {{S: {schema}}}}}\n");
    let (_, found) = converted(&text, Target::V3_0);
    assert!(
        found.iter().any(|it| it.contains("too many such schemas")),
        "{found:?}"
    );
}
