//! Descriptions of each version → [`Document`]s, printed.

use std::fmt::Write;
use std::path::Path;

use crate::document::http::MediaType;
use crate::document::{Document, Operation, Reference, SchemaId, TypeSet};
use crate::source;

/// Everything but schemas, which are shown as far as they are short; then the diagnostics.
fn outline(text: &str) -> String {
    let tree = source::parse(Path::new("t.yaml"), text.to_owned()).expect("it can be read");
    let (document, found) = crate::document::read(&tree).expect("it is a description");
    let mut out = String::new();
    write(&document, &mut out).expect("it is a string");
    for diagnostic in found.into_iter().map(|found| found.diagnostic) {
        let pointer = &diagnostic.location.pointer;
        writeln!(out, "! {} {pointer}", diagnostic.code).expect("it is a string");
    }
    out
}

fn write(document: &Document<'_>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "{}", document.title)?;
    for server in &document.servers {
        writeln!(out, "server {} {:?}", server.url, server.variables)?;
    }
    for tag in &document.tags {
        writeln!(out, "tag {} {:?}", tag.name, tag.parent)?;
    }
    for scheme in &document.schemes {
        writeln!(out, "scheme {} {:?}", scheme.name, scheme.kind)?;
    }
    for (name, id) in &document.components {
        writeln!(out, "schema {name}: {}", schema(document, *id))?;
    }
    for operation in &document.operations {
        write_operation(document, operation, out)?;
    }
    for webhook in &document.webhooks {
        write!(out, "webhook ")?;
        write_operation(document, webhook, out)?;
    }
    Ok(())
}

fn write_operation(
    document: &Document<'_>,
    operation: &Operation<'_>,
    out: &mut String,
) -> std::fmt::Result {
    let Operation { method, path, .. } = operation;
    let id = operation.id.map_or("-", |(id, _)| id);
    write!(out, "{method} {path} {id}")?;
    if !operation.errors.is_empty() {
        write!(out, " broken")?;
    }
    for tag in &operation.tags {
        write!(out, " #{tag}")?;
    }
    for alternative in operation.security.iter() {
        let names: Vec<_> = alternative.iter().map(|scheme| scheme.name).collect();
        write!(out, " [{}]", names.join("+"))?;
    }
    writeln!(out)?;
    for server in &operation.servers {
        writeln!(out, "  server {}", server.url)?;
    }
    for parameter in &operation.parameters {
        let optional = if parameter.required { "" } else { "?" };
        write!(
            out,
            "  {:?} {}{optional}:",
            parameter.location, parameter.name
        )?;
        match (parameter.schema, &parameter.content) {
            (Some(id), _) => write!(out, " {}", schema(document, id))?,
            (None, Some(media)) => write!(out, " {}", media_type(document, media))?,
            (None, None) => {}
        }
        write!(
            out,
            "{}",
            parameter
                .style
                .map_or(String::new(), |style| format!(" {style}"))
        )?;
        write!(
            out,
            "{}",
            parameter
                .explode
                .map_or("", |explode| if explode { " apart" } else { " together" })
        )?;
        writeln!(out, "{}", comment(parameter.description))?;
    }
    if let Some(body) = &operation.body {
        let optional = if body.required { "" } else { "?" };
        writeln!(out, "  body{optional}{}", comment(body.description))?;
        for media in &body.content {
            writeln!(out, "    {}", media_type(document, media))?;
        }
    }
    for response in &operation.responses {
        writeln!(
            out,
            "  {}{}",
            response.status,
            comment(response.description)
        )?;
        for media in &response.content {
            writeln!(out, "    {}", media_type(document, media))?;
        }
        if !response.headers.is_empty() {
            writeln!(out, "    {} headers", response.headers.len())?;
        }
    }
    Ok(())
}

fn comment(text: Option<&str>) -> String {
    text.map_or(String::new(), |text| format!(" // {text}"))
}

fn media_type(document: &Document<'_>, media: &MediaType<'_>) -> String {
    let mut text = media.name.to_owned();
    for (id, what) in [(media.schema, ""), (media.item_schema, "items of ")] {
        if let Some(id) = id {
            text.push_str(&format!(" {what}{}", schema(document, id)));
        }
    }
    text.push_str(if media.has_encoding { " encoded" } else { "" });
    text
}

fn schema(document: &Document<'_>, id: SchemaId) -> String {
    let schema = document.schema(id);
    if let Reference::To(target) = schema.reference {
        let name = document.components.iter().find(|(_, id)| *id == target);
        return name.map_or("elsewhere", |(name, _)| name).to_owned();
    }
    let types = schema.types.unwrap_or(TypeSet::NONE);
    let holds = |name: &&str| {
        let named = TypeSet::named(name).expect("it is a type");
        named.without(types) == TypeSet::NONE
    };
    let names = [
        "null", "boolean", "number", "integer", "string", "array", "object",
    ];
    let names: Vec<_> = names.into_iter().filter(holds).collect();
    let mut text = if names.is_empty() {
        "any".to_owned()
    } else {
        names.join(" or ")
    };
    let mut add = |word: String| text.push_str(&format!(" {word}"));
    schema
        .format
        .into_iter()
        .for_each(|format| add(format.to_owned()));
    schema
        .max_length
        .into_iter()
        .for_each(|max| add(format!("<={max}")));
    if schema.nullable {
        add("nullable".to_owned());
    }
    if let Some(items) = schema.items {
        add(format!("of {}", self::schema(document, items)));
    }
    if !schema.properties.is_empty() {
        let properties = schema.properties.iter().map(|(name, id)| {
            let optional = if schema.required.contains(name) {
                ""
            } else {
                "?"
            };
            format!("{name}{optional}: {}", self::schema(document, *id))
        });
        add(format!("{{{}}}", properties.collect::<Vec<_>>().join(", ")));
    }
    text
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let actual = outline(text.trim_start());
    assert!(actual.trim() == expected.trim(), "it is read as\n{actual}");
}

#[test]
fn swagger_has_the_shape_of_the_others() {
    let swagger = r##"
swagger: "2.0"
info: {title: pets, version: "1"}
host: example.org
basePath: /v1
schemes: [https, http, ws]
consumes: [application/json, application/xml]
produces: [application/json]
tags: [{name: pets}]
security: [{key: []}]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  user: {type: basic}
  app: {type: oauth2, flow: implicit, authorizationUrl: "https://example.org", scopes: {}}
parameters:
  limit: {name: limit, in: query, type: integer, format: int32, maximum: 100}
responses:
  missing: {description: not there, schema: {$ref: "#/definitions/Error"}}
definitions:
  Pet: {type: object, required: [name], properties: {name: {type: string, x-nullable: true}}}
  Error: {type: object, properties: {message: {type: string}}}
paths:
  /pets:
    parameters:
      - {$ref: "#/parameters/limit"}
      - {name: X-Trace, in: header, type: string, description: of the path}
    get:
      operationId: list
      tags: [pets]
      parameters:
        - {name: X-Trace, in: header, type: string, maxLength: 5, required: true}
        - {name: ids, in: query, type: array, items: {type: string}}
        - {name: names, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: kinds, in: query, type: array, items: {type: string}, collectionFormat: pipes}
      responses:
        200:
          description: all
          schema: {type: array, items: {$ref: "#/definitions/Pet"}}
          headers: {X-Total: {type: integer}}
          examples: {application/json: []}
        404: {$ref: "#/responses/missing"}
    post:
      operationId: add
      security: []
      consumes: [application/json]
      produces: [application/json, text/plain]
      parameters:
        - {name: pet, in: body, required: true, description: a pet, schema: {$ref: "#/definitions/Pet"}}
      responses:
        default: {description: done, schema: {type: string}}
        204: {description: nothing}
"##;
    let expected = r##"
pets
server https://example.org/v1 []
server http://example.org/v1 []
tag pets None
scheme key ApiKey(Header, "X-Key")
scheme user Http("basic")
scheme app OAuth2
schema Pet: object {name: string nullable}
schema Error: object {message?: string}
GET /pets list #pets [key]
  Query limit?: integer int32 together
  Header X-Trace: string <=5 together
  Query ids?: array of string together
  Query names?: array of string apart
  Query kinds?: array of string pipeDelimited together
  200 // all
    application/json array of Pet
    1 headers
  404 // not there
    application/json Error
POST /pets add
  Query limit?: integer int32 together
  Header X-Trace?: string together // of the path
  body // a pet
    application/json Pet
  default // done
    application/json string
    text/plain string
  204 // nothing
"##;
    check(swagger, expected);
}

#[test]
fn forms_of_swagger_are_bodies() {
    check(
        r##"
swagger: "2.0"
info: {title: t, version: "1"}
basePath: /v1
paths:
  /form:
    parameters: [{name: a, in: formData, type: string, maxLength: 3}, {name: b, in: formData, type: integer}]
    post:
      parameters: [{name: b, in: formData, type: boolean, required: true}]
      responses: {"204": {description: x}}
    put:
      consumes: [multipart/form-data, application/json]
      parameters: [{name: c, in: formData, type: array, items: {type: string}, collectionFormat: multi}]
      responses: {"204": {description: x}}
  /file:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters: [{name: file, in: formData, type: file}]
      responses: {"200": {description: x, schema: {type: file}}}
"##,
        "
t
server /v1 []
POST /form -
  body
    application/x-www-form-urlencoded object {a?: string <=3, b: boolean}
  204 // x
PUT /form -
  body?
    multipart/form-data object {a?: string <=3, b?: integer, c?: array of string} encoded
  204 // x
POST /file -
  body?
    multipart/form-data object {file?: string binary}
  200 // x
    application/json string binary
",
    );
}

#[test]
fn version_3_1_has_webhooks_and_path_items() {
    check(
        r##"
openapi: 3.1.1
info: {title: t, version: "1", summary: s, license: {name: MIT, identifier: MIT}}
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
servers:
  - {url: "https://{region}.example.org/{version}", variables: {region: {default: eu}, version: {default: v1, enum: [v1, v2]}}}
  - {url: /}
webhooks:
  born: {$ref: "#/components/pathItems/born"}
paths:
  /pets/{id}:
    $ref: "#/components/pathItems/pet"
    summary: a pet
    parameters: [{$ref: "#/components/parameters/id", description: of the path}]
    get:
      operationId: own
      responses: {"204": {description: x}}
components:
  securitySchemes: {certificate: {type: mutualTLS}}
  parameters:
    id: {name: id, in: path, required: true, description: of the component, schema: {type: [string, "null"]}}
    trace: {name: trace, in: header, content: {application/json: {schema: {type: string}}}}
  responses:
    done: {description: of the component}
  pathItems:
    born:
      post:
        requestBody: {content: {application/json: {schema: {type: object}}}}
        responses: {"204": {$ref: "#/components/responses/done", description: of the webhook}}
    pet:
      parameters:
        - {$ref: "#/components/parameters/id"}
        - {$ref: "#/components/parameters/trace"}
      get:
        operationId: hidden
        responses: {"204": {description: x}}
      delete:
        operationId: remove
        responses: {"204": {$ref: "#/components/responses/done"}}
"##,
        r##"
t
server https://{region}.example.org/{version} [("region", "eu"), ("version", "v1")]
server / []
scheme certificate MutualTls
GET /pets/{id} own
  Path id: null or string // of the path
  Header trace?: application/json string
  204 // x
DELETE /pets/{id} remove
  Path id: null or string // of the path
  Header trace?: application/json string
  204 // of the component
webhook POST born -
  body?
    application/json object
  204 // of the webhook
"##,
    );
    check(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ncomponents: {schemas: {A: true}}\n",
        "t\nschema A: any",
    );
}

#[test]
fn version_3_2_has_methods_without_a_keyword() {
    check(
        r##"
openapi: 3.2.0
$self: https://example.org/api
info: {title: t, version: "1"}
servers: [{url: /, name: main}]
tags: [{name: animals, kind: nav, summary: Animals}, {name: pets, parent: animals}]
paths:
  /pets:
    query:
      parameters: [{name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}]
      responses:
        "200": {summary: s, description: x, content: {application/jsonl: {itemSchema: {$ref: "#/components/schemas/Pet"}}}}
    additionalOperations:
      COPY:
        requestBody: {content: {multipart/mixed: {itemSchema: {type: string}, itemEncoding: {}}, text/plain: {$ref: "#/components/mediaTypes/text"}}}
        responses: {"204": {}}
components:
  mediaTypes: {text: {schema: {type: string}}}
  schemas: {Pet: {type: object}}
  securitySchemes:
    device: {type: oauth2, deprecated: true, oauth2MetadataUrl: "https://example.org", flows: {deviceAuthorization: {}}}
"##,
        "
t
server / []
tag animals None
tag pets Some(\"animals\")
scheme device OAuth2
schema Pet: object
QUERY /pets -
  QueryString q?: application/x-www-form-urlencoded object
  200 // x
    application/jsonl items of Pet
COPY /pets -
  body?
    multipart/mixed items of string encoded
    text/plain string
  204
",
    );
}
