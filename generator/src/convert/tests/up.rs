//! Schemas of OpenAPI 3.0 in 3.1.

use super::check_schemas;
use crate::convert::Target;

#[test]
fn schemas_of_3_0_in_3_1() {
    check_schemas(
        "3.0.3",
        Target::V3_1,
        &[
            (
                "{type: string, nullable: true}",
                "{type: [string, 'null']}",
                &[],
            ),
            ("{type: string, nullable: false}", "{type: string}", &[]),
            ("{nullable: true}", "{}", &[]),
            (
                "{type: string, nullable: true, enum: [a]}",
                "{type: [string, 'null'], enum: [a, null]}",
                &[],
            ),
            (
                "{description: d, nullable: true, allOf: [{$ref: '#/components/schemas/S'}]}",
                "{description: d, anyOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}",
                &[],
            ),
            (
                "{nullable: true, oneOf: [{type: string}, {type: number}]}",
                "{oneOf: [{type: string}, {type: number}, {type: 'null'}]}",
                &[],
            ),
            (
                "{type: object, nullable: true, allOf: [{maxProperties: 1}]}",
                "{anyOf: [{type: object, allOf: [{maxProperties: 1}]}, {type: 'null'}]}",
                &[],
            ),
            (
                "{anyOf: [{type: string}, {nullable: true}]}",
                "{anyOf: [{type: string}, {type: 'null'}]}",
                &[],
            ),
            (
                "{allOf: [{type: string}, {nullable: true}]}",
                "{anyOf: [{allOf: [{type: string}]}, {type: 'null'}]}",
                &[],
            ),
            (
                "{minimum: 1, exclusiveMinimum: true}",
                "{exclusiveMinimum: 1}",
                &[],
            ),
            ("{minimum: 1, exclusiveMinimum: false}", "{minimum: 1}", &[]),
            (
                "{exclusiveMaximum: true}",
                "{}",
                &[
                    "/exclusiveMaximum: `exclusiveMaximum` without `maximum` has no effect: it is left out",
                ],
            ),
            ("{example: 1}", "{examples: [1]}", &[]),
            (
                "{type: string, format: byte}",
                "{type: string, contentEncoding: base64}",
                &[],
            ),
            (
                "{type: string, format: binary}",
                "{type: string, format: binary}",
                &[],
            ),
            (
                "{type: object, discriminator: {propertyName: a}, x-a: 1}",
                "{type: object, discriminator: {propertyName: a}, x-a: 1}",
                &[],
            ),
        ],
    );
    let same = "{type: [string, 'null'], if: {}, then: false, $defs: {a: true}, unknown: 1, nullable: true}";
    check_schemas("3.1.0", Target::V3_1, &[(same, same, &[])]);
}
