//! Descriptions of OpenAPI 2.0.

use super::{check, converted, node};
use crate::convert::Target;

const HEAD: &str = "swagger: '2.0'\ninfo: {title: t, version: '1'}\n";

#[test]
fn servers() {
    for (roots, expected) in [
        ("host: a.b\n", "[{url: 'https://a.b'}]"),
        (
            "host: a.b\nbasePath: /v1\nschemes: [http, https]\n",
            "[{url: 'http://a.b/v1'}, {url: 'https://a.b/v1'}]",
        ),
        ("basePath: /v1\n", "[{url: /v1}]"),
        ("", ""),
    ] {
        let text = format!("{HEAD}{roots}paths: {{}}\n");
        check(&text, Target::V3_0, &["servers"], expected, &[]);
    }
    let text = format!(
        "{HEAD}host: a\nschemes: [wss]\npaths: {{/a: {{get: {{schemes: [http], responses: {{}}}}}}}}\n"
    );
    check(
        &text,
        Target::V3_0,
        &["paths", "/a", "get", "servers"],
        "[{url: 'http://a'}]",
        &["/schemes: server of the scheme `wss` for HTTP operations: it is left out"],
    );
}

#[test]
fn parameters() {
    let text = format!(
        "{HEAD}paths:\n  /a/{{id}}:\n    parameters: [{{$ref: '#/parameters/limit'}}]\n    get:\n      parameters:\n        - {{name: id, in: path, required: true, type: array, items: {{type: string}}}}\n        - {{name: m, in: query, type: array, items: {{type: string}}, collectionFormat: multi, allowEmptyValue: true}}\n        - {{name: p, in: query, type: array, items: {{}}, collectionFormat: pipes}}\n        - {{name: t, in: query, type: array, items: {{}}, collectionFormat: tsv}}\n      responses: {{'200': {{description: d}}}}\nparameters:\n  limit: {{name: limit, in: query, type: integer, default: 1, x-a: 1}}\n"
    );
    let get = "{parameters: [{name: id, in: path, required: true, schema: {type: array, items: {type: string}}}, \
        {name: m, in: query, allowEmptyValue: true, style: form, explode: true, schema: {type: array, items: {type: string}}}, \
        {name: p, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {}}}, \
        {name: t, in: query, style: form, explode: false, schema: {type: array, items: {}}}], \
        responses: {'200': {description: d}}}";
    let lost = "/paths/~1a~1{id}/get/parameters/3/collectionFormat: style for `collectionFormat: tsv` here: values separated by commas are written";
    check(
        &text,
        Target::V3_0,
        &["paths", "/a/{id}", "get"],
        get,
        &[lost],
    );
    check(
        &text,
        Target::V3_0,
        &["paths", "/a/{id}", "parameters"],
        "[{$ref: '#/components/parameters/limit'}]",
        &[lost],
    );
    check(
        &text,
        Target::V3_0,
        &["components", "parameters", "limit"],
        "{name: limit, in: query, x-a: 1, schema: {type: integer, default: 1}}",
        &[lost],
    );
}

#[test]
fn bodies_and_forms() {
    let text = format!(
        "{HEAD}consumes: [application/json]\npaths:\n  /a:\n    post: {{parameters: [{{$ref: '#/parameters/b'}}], responses: {{}}}}\n    put: {{consumes: [a/b], parameters: [{{$ref: '#/parameters/b'}}], responses: {{}}}}\n    patch: {{consumes: [application/x-www-form-urlencoded], parameters: [{{name: f, in: formData, required: true, type: array, items: {{type: string}}, description: d}}], responses: {{}}}}\n    delete: {{parameters: [{{name: f, in: formData, type: file}}], responses: {{}}}}\nparameters:\n  b: {{name: pet, in: body, required: true, schema: {{$ref: '#/definitions/P'}}}}\ndefinitions: {{P: {{type: object}}}}\n"
    );
    let schema = "{schema: {$ref: '#/components/schemas/P'}}";
    for (keys, expected) in [
        (&["paths", "/a", "post", "requestBody"][..], "{$ref: '#/components/requestBodies/b'}".to_owned()),
        (
            &["components", "requestBodies", "b"],
            format!("{{x-body-name: pet, required: true, content: {{application/json: {schema}}}}}"),
        ),
        (
            &["paths", "/a", "put", "requestBody"],
            format!("{{x-body-name: pet, required: true, content: {{a/b: {schema}}}}}"),
        ),
        (
            &["paths", "/a", "patch", "requestBody"],
            "{content: {application/x-www-form-urlencoded: {schema: {type: object, required: [f], properties: {f: {type: array, items: {type: string}, description: d}}}, encoding: {f: {style: form, explode: false}}}}, required: true}".to_owned(),
        ),
        (
            &["paths", "/a", "delete", "requestBody"],
            "{content: {multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}}}}".to_owned(),
        ),
    ] {
        check(&text, Target::V3_0, keys, &expected, &[]);
    }
}

#[test]
fn responses() {
    let text = format!(
        "{HEAD}produces: [application/json]\npaths:\n  /a:\n    get: {{produces: [text/plain], responses: {{'200': {{description: d, schema: {{type: string}}, headers: {{H: {{type: integer, description: h}}}}, examples: {{text/plain: a, a/b: b}}}}, '404': {{$ref: '#/responses/R'}}}}}}\n    put: {{responses: {{'404': {{$ref: '#/responses/R'}}}}}}\nresponses: {{R: {{description: r, schema: {{type: object}}}}}}\n"
    );
    let lost = "/paths/~1a/get/responses/200/examples/a~1b: example of a media type that is not produced: it is left out";
    check(
        &text,
        Target::V3_0,
        &["paths", "/a"],
        "{get: {responses: {'200': {description: d, headers: {H: {description: h, schema: {type: integer}}}, content: {text/plain: {schema: {type: string}, example: a}}}, \
         '404': {description: r, content: {text/plain: {schema: {type: object}}}}}}, \
         put: {responses: {'404': {$ref: '#/components/responses/R'}}}}",
        &[lost],
    );
}

#[test]
fn security_and_names() {
    let text = format!(
        "{HEAD}paths: {{}}\nsecurityDefinitions:\n  b: {{type: basic}}\n  k: {{type: apiKey, in: header, name: X}}\n  a: {{type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: /t, scopes: {{r: read}}}}\n  c: {{type: oauth2, flow: application, tokenUrl: /t}}\ndefinitions: {{'A<B>': {{$ref: '#/definitions/A<B>'}}}}\n"
    );
    let (root, found) = converted(&text, Target::V3_1);
    let expected = "{securitySchemes: {b: {type: http, scheme: basic}, k: {type: apiKey, in: header, name: X}, \
        a: {type: oauth2, flows: {authorizationCode: {authorizationUrl: /a, tokenUrl: /t, scopes: {r: read}}}}, \
        c: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {}}}}}, \
        schemas: {A_B_: {$ref: '#/components/schemas/A_B_'}}}";
    let components = root.get("components").expect("it is there");
    assert_eq!(components.to_json(), node(expected).to_json());
    assert_eq!(
        found,
        ["/definitions/A<B>: component of such a name: it becomes `A_B_`"]
    );
}

#[test]
fn a_second_pass_reports_as_the_first() {
    let text = format!(
        "{HEAD}paths: {{}}\nparameters: {{f: {{in: formData, name: f, type: string}}}}\ndefinitions: {{'A<B>': {{properties: {{a: {{type: file}}, b: {{$ref: '#/definitions/A<B>/properties/a'}}}}}}}}\n"
    );
    check(
        &text,
        Target::V3_0,
        &["components", "schemas"],
        "{A_B_: {properties: {a: {type: string, format: binary}, b: {$ref: '#/components/schemas/a'}}}, a: {type: string, format: binary}}",
        &[
            "/definitions/A<B>: component of such a name: it becomes `A_B_`",
            "/parameters/f: component for a field of a form: it is left out, since no operation has it",
        ],
    );
}
