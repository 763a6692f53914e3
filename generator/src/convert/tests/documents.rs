//! Everything but schemas, of OpenAPI 3.

use super::{check, converted, node};
use crate::convert::Target;

const HEAD: &str = "info: {title: t, version: '1'}\n";

#[test]
fn roots() {
    let text = "openapi: 3.2.0\n$self: /t\njsonSchemaDialect: https://example.org/d\n\
        info: {title: t, version: '1', summary: s, license: {name: MIT, identifier: MIT}}\n\
        tags: [{name: a, parent: b, kind: nav}]\nx-a: 1\n\
        servers: [{url: /, name: n}]\n\
        webhooks: {w: {post: {responses: {'200': {description: d}}}}}\n";
    let (root, found) = converted(text, Target::V3_0);
    let expected = "{openapi: 3.0.4, info: {title: t, version: '1', license: {name: MIT, url: 'https://spdx.org/licenses/MIT.html'}}, \
        tags: [{name: a}], x-a: 1, servers: [{url: /}], paths: {}, \
        x-webhooks: {w: {post: {responses: {'200': {description: d}}}}}}";
    assert_eq!(root.to_json(), node(expected).to_json());
    let mut found = found;
    found.sort();
    assert_eq!(
        found,
        [
            "/$self: `$self`: it is left out",
            "/info/license/identifier: `identifier` of a license: its `url` is written",
            "/info/summary: `summary` in info: it is left out",
            "/jsonSchemaDialect: `jsonSchemaDialect`: it is left out",
            "/servers/0/name: `name` in a server: it is left out",
            "/tags/0/kind: `kind` in a tag: it is left out",
            "/tags/0/parent: `parent` in a tag: it is left out",
            "/webhooks: `webhooks`: they are written as `x-webhooks`",
        ]
    );
    let (root, found) = converted(text, Target::V3_1);
    assert_eq!(
        root.get("openapi")
            .map(crate::source::Node::to_json)
            .as_deref(),
        Some("\"3.1.1\"")
    );
    assert!(root.get("webhooks").is_some() && root.get("jsonSchemaDialect").is_some());
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn versions_of_the_target_stay() {
    for (version, target, expected) in [
        ("3.0.0", Target::V3_0, "3.0.0"),
        ("3.0.3", Target::V3_1, "3.1.1"),
        ("3.1.0", Target::V3_1, "3.1.0"),
        ("3.1.0", Target::V3_0, "3.0.4"),
        ("3.2.0", Target::V3_1, "3.1.1"),
    ] {
        let text = format!("openapi: {version}\n{HEAD}paths: {{}}\n");
        check(&text, target, &["openapi"], &format!("'{expected}'"), &[]);
    }
}

#[test]
fn components_without_a_place_are_written_where_they_are_used() {
    let text = format!(
        "openapi: 3.2.0\n{HEAD}paths:\n  /a: {{$ref: '#/components/pathItems/a', summary: s}}\n\
         components:\n  pathItems:\n    a: {{get: {{responses: {{'200': {{description: d, content: {{a/b: {{$ref: '#/components/mediaTypes/m'}}}}}}}}}}}}\n    b: {{}}\n  mediaTypes: {{m: {{schema: {{type: 'null'}}}}}}\n"
    );
    check(
        &text,
        Target::V3_0,
        &["paths", "/a"],
        "{get: {responses: {'200': {description: d, content: {a/b: {schema: {nullable: true, enum: [null]}}}}}}, summary: s}",
        &[
            "/components/pathItems/b: `pathItems` in components: it is left out, since nothing refers to it",
        ],
    );
    let cycle = format!(
        "openapi: 3.1.0\n{HEAD}paths: {{/a: {{$ref: '#/components/pathItems/a'}}}}\n\
         components: {{pathItems: {{a: {{post: {{responses: {{'200': {{description: d}}}}, callbacks: {{c: {{u: {{$ref: '#/components/pathItems/a'}}}}}}}}}}}}}}\n"
    );
    let (_, found) = converted(&cycle, Target::V3_0);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("it is left out"), "{found:?}");
}

#[test]
fn operations_of_later_versions() {
    let text = format!(
        "openapi: 3.2.0\n{HEAD}paths:\n  /a:\n    query: {{responses: {{}}}}\n    additionalOperations: {{LINK: {{}}}}\n    get: {{parameters: [{{in: querystring, name: q, content: {{application/x-www-form-urlencoded: {{schema: {{type: object}}}}}}}}, {{in: cookie, name: c, style: cookie, schema: {{}}}}]}}\n"
    );
    check(
        &text,
        Target::V3_0,
        &["paths", "/a"],
        "{get: {parameters: [{in: query, name: q, style: form, explode: true, schema: {type: object}}, {in: cookie, name: c, schema: {}}], responses: {2XX: {description: ''}}}}",
        &[
            "/paths/~1a/query: `query` in a path: it is left out",
            "/paths/~1a/additionalOperations: `additionalOperations` in a path: it is left out",
            "/paths/~1a/get/parameters/0/in: `in: querystring`: an exploded parameter of the query is written",
            "/paths/~1a/get/parameters/1/style: `style: cookie` here: it is left out",
            "/paths/~1a/get: operation without `responses`: a response `2XX` without a body is written",
        ],
    );
}

#[test]
fn messages_of_later_versions() {
    let text = format!(
        "openapi: 3.2.0\n{HEAD}paths: {{}}\ncomponents:\n  responses:\n    r:\n      summary: s\n      content:\n        text/event-stream: {{itemSchema: {{const: 1}}}}\n        a/b: {{examples: {{a: {{dataValue: 1, serializedValue: '1'}}, b: {{serializedValue: '2'}}}}}}\n"
    );
    check(
        &text,
        Target::V3_0,
        &["components", "responses", "r"],
        "{content: {text/event-stream: {schema: {type: array, items: {enum: [1]}}}, a/b: {examples: {a: {value: 1}, b: {value: '2'}}}}, description: s}",
        &[
            "/components/responses/r/summary: `summary` in a response: it is left out",
            "/components/responses/r/content/text~1event-stream/itemSchema: `itemSchema`: the `schema` of an array is written",
            "/components/responses/r/content/a~1b/examples/a/serializedValue: `serializedValue`: it is left out",
            "/components/responses/r/content/a~1b/examples/b/serializedValue: `serializedValue`: it is written as `value`",
            "/components/responses/r: response without `description`: its `summary` is written as one",
        ],
    );
}

#[test]
fn security() {
    let text = format!(
        "openapi: 3.2.0\n{HEAD}paths: {{}}\nsecurity: [{{m: []}}]\ncomponents:\n  securitySchemes:\n    m: {{type: mutualTLS}}\n    o: {{type: oauth2, deprecated: true, flows: {{deviceAuthorization: {{tokenUrl: /t, scopes: {{}}}}, password: {{tokenUrl: /t}}}}}}\n"
    );
    check(
        &text,
        Target::V3_0,
        &["components", "securitySchemes"],
        "{m: {type: http, scheme: mutualTLS}, o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {}}}}}",
        &[
            "/components/securitySchemes/m/type: `type: mutualTLS`: the HTTP scheme `mutualTLS` is written, so that the requirement stays",
            "/components/securitySchemes/o/deprecated: `deprecated` in a security scheme: it is left out",
            "/components/securitySchemes/o/flows/deviceAuthorization: `deviceAuthorization` in flows: it is left out",
            "/components/securitySchemes/o/flows/password: flow without `scopes`: empty ones are written",
        ],
    );
}

#[test]
fn what_is_not_of_3_0_is_left_out() {
    let text = format!(
        "openapi: 3.0.3\n{HEAD}paths:\n  /a:\n    get:\n      tags: [1, a]\n      parameters: [{{in: nowhere, name: a, schema: {{}}}}, {{in: query, name: b}}, {{in: query, name: c, type: integer}}]\n      responses: {{'200': {{description: d, links: {{l: {{}}}}}}}}\n"
    );
    let (root, found) = converted(&text, Target::V3_0);
    let operation = "{tags: ['1', a], parameters: [{in: query, name: b, schema: {type: string}}, {in: query, name: c, schema: {type: integer}}], responses: {'200': {description: d, links: {}}}}";
    let written = super::at(&root, &["paths", "/a", "get"]).expect("it is there");
    assert_eq!(written.to_json(), node(operation).to_json());
    assert_eq!(found.len(), 5, "{found:#?}");
}

/// What has an effect in one version only.
#[test]
fn effects_of_a_version() {
    let path = "paths:\n  /a/{b}:\n    post:\n      parameters: [{name: b, in: path, required: true, allowReserved: true, schema: {type: string}}]\n      requestBody: {content: {multipart/form-data: {schema: {type: object}, encoding: {c: {explode: false}}}}}\n      responses: {'200': {description: d}}\n";
    let post = ["paths", "/a/{b}", "post", "requestBody"];
    let kept = "{content: {multipart/form-data: {schema: {type: object}, encoding: {c: {explode: false}}}}}";
    let left = "{content: {multipart/form-data: {schema: {type: object}, encoding: {c: {}}}}}";
    let reserved =
        "/paths/~1a~1{b}/post/parameters/0/allowReserved: `allowReserved` here: it is left out";
    let explode = "/paths/~1a~1{b}/post/requestBody/content/multipart~1form-data/encoding/c/explode: `explode` in `multipart`: it is left out";
    for (version, target, expected, lost) in [
        ("3.2.0", Target::V3_1, kept, &[reserved][..]),
        ("3.2.0", Target::V3_0, left, &[reserved, explode]),
        ("3.1.0", Target::V3_0, left, &[explode]),
        ("3.0.0", Target::V3_1, left, &[]),
    ] {
        let text = format!("openapi: {version}\n{HEAD}{path}");
        check(&text, target, &post, expected, lost);
    }
}

/// Whether a media type that is a component is `multipart` depends on where it is used.
#[test]
fn effects_on_a_media_type_behind_a_reference() {
    let path = "paths:\n  /a:\n    post:\n      requestBody: {content: {Multipart/form-data: {$ref: '#/components/mediaTypes/Again'}, application/x-www-form-urlencoded: {$ref: '#/components/mediaTypes/Form'}}}\n      responses: {'200': {description: d}}\ncomponents: {mediaTypes: {Again: {$ref: '#/components/mediaTypes/Form'}, Form: {schema: {type: object}, encoding: {c: {style: form, explode: false}}}}}\n";
    let text = format!("openapi: 3.2.0\n{HEAD}{path}");
    let form = "{schema: {type: object}, encoding: {c: {style: form, explode: false}}}";
    let parts = "{schema: {type: object}, encoding: {c: {}}}";
    let content = ["paths", "/a", "post", "requestBody", "content"];
    let (root, found) = converted(&text, Target::V3_0);
    let written = super::at(&root, &content).expect("it is there");
    let expected =
        format!("{{Multipart/form-data: {parts}, application/x-www-form-urlencoded: {form}}}");
    assert_eq!(written.to_json(), node(&expected).to_json());
    for keyword in ["style", "explode"] {
        let lost = format!("`{keyword}` in `multipart`: it is left out");
        assert!(found.iter().any(|it| it.ends_with(&lost)), "{found:#?}");
    }
}
