//! What of HTTP is honoured, and how: parameters, bodies, servers, paths.

use super::check;

#[test]
fn parameters_stand_in_path_query_and_headers() {
    check(
        r##"
paths:
  /a/{ids}/{id}.json:
    parameters:
      - {name: ids, in: path, required: true, schema: {type: array, items: {type: integer}}}
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: page, in: query, schema: {type: string}}
    get:
      operationId: a
      parameters:
        - {name: page, in: query, description: Which., schema: {type: integer, minimum: 1, nullable: true}}
        - {name: tags, in: query, required: true, schema: {type: array, maxItems: 2, items: {$ref: "#/components/schemas/Colour"}}}
        - {name: sort, in: query, explode: false, schema: {type: array, items: {type: string, nullable: true}}}
        - {name: url, in: query, allowReserved: true, schema: {type: string}}
        - {name: urls, in: query, allowReserved: true, explode: false, schema: {type: array, items: {type: string}}}
        - {name: filter, in: query, content: {application/json: {schema: {$ref: "#/components/schemas/Filter"}}}}
        - {name: note, in: query, content: {text/plain: {schema: {type: string}}}}
        - {name: X-Trace, in: header, deprecated: true, schema: {type: string, format: password}}
        - {name: X-Ids, in: header, required: true, schema: {type: array, items: {type: integer}}}
        - {name: anything, in: query, schema: {}}
        - {name: either, in: query, schema: {oneOf: [{type: integer}, {type: string}]}}
        - {name: composed, in: query, schema: {allOf: [{$ref: "#/components/schemas/Colour"}]}}
        - {name: Accept, in: header, required: true, schema: {type: string}}
        - {name: authorization, in: header, schema: {type: string}}
        - {name: bare, in: query}
      responses: {"204": {description: x}}
components:
  schemas:
    Colour: {type: string, enum: [red, blue]}
    Filter: {type: object, properties: {a: {type: string}}}
"##,
        r##"
enum Colour
    Red "red"
    Blue "blue"

struct Filter
    a: string optional

union AEither
    Integer: i64
    String: string

operation a = GET /a/{ids}/{id}.json
    path "ids": [i64] with commas
    path "id": string
    query "tags": [Colour](maxItems 2) repeated
    header x_ids "X-Ids": [i64] with commas
    query "page": i64(minimum 1) optional
    query "sort": [string] with commas optional
    query reserved "url": string optional
    query reserved "urls": [string] with commas optional
    query "filter": Filter as json optional
    query "note": string optional
    header x_trace "X-Trace": string optional secret deprecated
    query "anything": string optional
    query "either": AEither optional
    query "composed": Colour optional
    query "bare": string optional
    success 204 NoContent: no body
! ignored-parameter /paths/~1a~1{ids}~1{id}.json/get/parameters/12
! missing-keyword /paths/~1a~1{ids}~1{id}.json/get/parameters/14
"##,
    );
}

#[test]
fn rare_parameters_close_an_operation_only_where_they_must_be_there() {
    check(
        r##"
paths:
  /a:
    get:
      operationId: a
      parameters:
        - {name: deep, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}
        - {name: pipes, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}
        - {name: object, in: query, schema: {type: object}}
        - {name: nested, in: query, schema: {type: array, items: {type: array, items: {type: string}}}}
        - {name: session, in: cookie, schema: {type: string}}
        - {name: either, in: query, schema: {oneOf: [{type: string}, {type: array, items: {type: string}}]}}
        - {name: xml, in: query, content: {application/xml: {}}}
        - {name: page, in: query, schema: {type: integer}}
      responses: {"204": {description: x}}
  /b/{id}:
    get:
      operationId: b
      parameters:
        - {name: id, in: path, required: true, style: matrix, schema: {type: string}}
        - {name: session, in: cookie, required: true, schema: {type: string}}
      responses: {"204": {description: x}}
  /c:
    get:
      operationId: c
      parameters: [{name: object, in: header, required: true, schema: {type: object}}]
      responses: {"204": {description: x}}
"##,
        r##"
struct ADeep
    a: string optional

union AEither
    String: string
    List: [string]

operation a = GET /a
    query "deep": ADeep deepObject optional
    query "pipes": [string] pipeDelimited optional
    query "object": {any} form exploded beside deep, either, page, pipes optional
    cookie "session": string optional
    query "either": AEither form exploded optional
    query "page": i64 optional
    success 204 NoContent: no body

operation b = GET /b/{id}
    path "id": string matrix
    cookie "session": string
    success 204 NoContent: no body

operation c = GET /c
    header "object": {any} simple
    success 204 NoContent: no body
! unsupported-parameter /paths/~1a/get/parameters/3
! unsupported-parameter /paths/~1a/get/parameters/6
"##,
    );
}

#[test]
fn parameters_have_names_of_their_own() {
    check(
        r##"
paths:
  /calls:
    get:
      operationId: calls
      parameters:
        - {name: StartTime, in: query, schema: {type: string}}
        - {name: StartTime<, in: query, schema: {type: string}}
        - {name: StartTime>, in: query, schema: {type: string}}
        - {name: user-id, in: query, schema: {type: string}}
        - {name: user_id, in: query, schema: {type: string}}
        - {name: user_id, in: header, schema: {type: string}}
        - {name: params, in: query, required: true, schema: {type: string}}
        - {name: url, in: query, required: true, schema: {type: string}}
        - {name: client, in: query, required: true, schema: {type: string}}
        - {name: query, in: query, required: true, schema: {type: string}}
        - {name: request, in: query, required: true, schema: {type: string}}
        - {name: response, in: query, required: true, schema: {type: string}}
        - {name: reply, in: query, required: true, schema: {type: string}}
        - {name: self, in: query, required: true, schema: {type: string}}
        - {name: self, in: header, schema: {type: string}}
        - {name: body, in: header, required: true, schema: {type: string}}
      requestBody: {content: {application/json: {}}}
      responses: {"204": {description: x}}
"##,
        r##"
operation calls = GET /calls
    query "params": string
    query "url": string
    query "client": string
    query "query": string
    query "request": string
    query "response": string
    query "reply": string
    query self_ "self": string
    header "body": string
    query start_time "StartTime": string optional
    query start_time_less "StartTime<": string optional
    query start_time_greater "StartTime>": string optional
    query user_id "user-id": string optional
    query user_id_query "user_id": string optional
    header user_id_header "user_id": string optional
    header self_ "self": string optional
    body: any optional
    success 204 NoContent: no body
"##,
    );
}

#[test]
fn bodies_are_json_or_text() {
    check(
        r##"
paths:
  /json:
    put:
      operationId: json
      requestBody: {required: true, content: {"application/json; charset=utf-8": {schema: {type: string}}}}
      responses:
        "200": {description: x, content: {application/problem+json: {schema: {type: integer}}}}
        "201": {description: x, content: {application/json: {}}}
        "202": {description: x, content: {}}
  /nullable:
    put:
      operationId: nullable
      requestBody: {content: {application/json: {schema: {type: string, nullable: true}}}}
      responses: {"204": {description: x}}
  /wild:
    put:
      operationId: wild
      requestBody: {content: {"*/*": {schema: {$ref: "#/components/schemas/T"}}}}
      responses:
        "200": {description: x, content: {"application/*": {schema: {$ref: "#/components/schemas/T"}}}}
        "201": {description: x, content: {"text/*": {schema: {type: string}}}}
  /text:
    put:
      operationId: text
      requestBody: {required: true, content: {text/plain: {schema: {type: integer, minimum: 1}}, text/x-markdown: {schema: {type: integer, minimum: 1}}}}
      responses:
        "200": {description: x, content: {text/html: {}}}
        "400": {description: x, content: {text/plain: {schema: {type: string}}}}
        "404": {description: x, content: {application/octet-stream: {}}}
  /xml:
    put:
      operationId: xml
      requestBody: {content: {application/xml: {schema: {$ref: "#/components/schemas/T"}}}}
      responses: {"200": {description: x, content: {application/xml: {schema: {$ref: "#/components/schemas/T"}}}}}
  /several:
    put:
      operationId: several
      requestBody:
        required: true
        content:
          application/merge-patch+json: {schema: {$ref: "#/components/schemas/T"}}
          text/json: {schema: {type: array, items: {type: string}}}
          application/json: {schema: {type: array, items: {type: string}}}
          text/plain: {schema: {type: string}}
          application/xml: {schema: {$ref: "#/components/schemas/T"}}
          multipart/form-data: {schema: {$ref: "#/components/schemas/T"}}
      responses:
        "200":
          description: x
          content:
            application/xml: {schema: {$ref: "#/components/schemas/T"}}
            application/json: {schema: {$ref: "#/components/schemas/T"}}
            application/star+json: {schema: {type: array, items: {$ref: "#/components/schemas/T"}}}
  /parts: {post: {operationId: parts, requestBody: {content: {multipart/form-data: {schema: {type: object}}, application/x-www-form-urlencoded: {schema: {type: object}}}}, responses: {"204": {description: x}}}}
  /bytes: {post: {operationId: bytes, requestBody: {content: {application/octet-stream: {schema: {type: string, format: binary}}}}, responses: {"200": {description: x, content: {image/png: {}}}}}}
  /events: {get: {operationId: events, responses: {"200": {description: x, content: {text/event-stream: {schema: {type: string}}}}}}}
  /unknown: {get: {operationId: unknown, responses: {"200": {description: x, content: {application/protobuf: {}}}}}}
  /unknown-text: {get: {operationId: unknown_text, responses: {"200": {description: x, content: {application/octocat: {schema: {type: string}}}}}}}
  /csv-bytes: {get: {operationId: csv, responses: {"200": {description: x, content: {text/csv: {schema: {type: string, format: binary}}}}}}}
  /stray: {get: {operationId: stray, responses: {"200": {description: x, content: {examples: {a: {}}, application/json: {}}}}}}
components:
  schemas:
    T: {type: object, properties: {a: {type: string}}}
"##,
        r##"
struct T
    a: string optional

operation json = PUT /json
    body: string as json application/json; charset=utf-8
    accept: application/problem+json, application/json
    success 200 Ok: i64 as json application/problem+json
    success 201 Created: any
    success 202 Accepted: no body

operation nullable = PUT /nullable
    body: string or null optional
    success 204 NoContent: no body

operation wild = PUT /wild
    body: T as json application/json, */* optional
    accept: application/*, text/*
    success 200 Ok: T as json application/*
    success 201 Created: string as text text/*

operation text = PUT /text
    body: i64(minimum 1) as text text/plain or i64(minimum 1) as text text/x-markdown
    accept: text/html, text/plain, application/octet-stream
    success 200 Ok: string as text text/html
    error 400 BadRequest: string as text text/plain
    error 404 NotFound: binary as application/octet-stream
    rejection 400: problem details
    rejection 404: problem details

operation xml = PUT /xml
    body: string as text application/xml optional
    accept: application/xml
    success 200 Ok: string as text application/xml

operation several = PUT /several
    body: T as json application/merge-patch+json or [string] as json application/json, text/json or string as text text/plain or multipart {a: string optional}
    accept: application/json, application/star+json
    success 200 Ok: TOrTListBody of T or [T] as json application/star+json

operation parts = POST /parts
    body: {any} as form optional
    success 204 NoContent: no body

operation bytes = POST /bytes
    body: binary as application/octet-stream optional
    accept: image/png
    success 200 Ok: binary as image/png

operation events = GET /events
    accept: text/event-stream
    success 200 Ok: TextEvents of string as text/event-stream

operation unknown = GET /unknown
    accept: application/protobuf
    success 200 Ok: binary as application/protobuf

operation unknown_text = GET /unknown-text
    accept: application/octocat
    success 200 Ok: string as text application/octocat

operation csv = GET /csv-bytes
    accept: text/csv
    success 200 Ok: binary as text/csv

operation stray = GET /stray
    success 200 Ok: any
! unsupported-body /paths/~1xml/put/requestBody/content/application~1xml
! unsupported-body /paths/~1xml/put/responses/200/content/application~1xml
! unsupported-body /paths/~1several/put/requestBody/content/application~1xml
! unsupported-body /paths/~1several/put/responses/200/content/application~1xml
! unsupported-body /paths/~1parts/post/requestBody/content/multipart~1form-data
! unknown-keyword /paths/~1stray/get/responses/200/content/examples
"##,
    );
}

#[test]
fn responses_of_equal_media_types_share_an_enumeration_named_after_them() {
    check(
        r##"
paths:
  /a:
    get:
      operationId: a
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/T"}}, text/csv: {schema: {type: string}}}}
    put:
      operationId: b
      responses:
        "200": {description: In another order., content: {text/csv: {schema: {type: string}}, application/json: {schema: {$ref: "#/components/schemas/T"}}}}
        default: {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/T"}}, application/problem+json: {schema: {$ref: "#/components/schemas/P"}}}}
  /c:
    get:
      operationId: c
      responses:
        "200": {description: x, content: {application/json: {schema: {type: integer}}, text/csv: {schema: {type: string}}}}
    put:
      operationId: d
      responses:
        "200": {description: Of the same name., content: {application/json: {schema: {type: boolean}}, text/csv: {schema: {type: string}}}}
  /e:
    get:
      operationId: e
      responses:
        "200":
          description: Both inline schemas have types.
          content:
            application/json: {schema: {type: object, properties: {a: {type: string}}}}
            application/hal+json: {schema: {type: object, properties: {b: {type: string}}}}
            text/csv: {schema: {type: array, items: {type: string}}}
            text/plain: {schema: {type: object}}
    put:
      operationId: f
      responses:
        "200": {description: x, content: {"*/*": {}, image/*: {}, image/png: {}, application/octet-stream: {}}}
components:
  schemas:
    T: {type: object, properties: {a: {type: string}}}
    P: {type: object, properties: {title: {type: string}}}
"##,
        r##"
struct T
    a: string optional

struct P
    title: string optional

struct EOk
    a: string optional

struct EOkHalJson
    b: string optional

operation a = GET /a
    accept: application/json, text/csv
    success 200 Ok: TOrCsvBody of T or string as text text/csv

operation b = PUT /a
    accept: application/json, text/csv, application/problem+json
    success 200 Ok: TOrCsvBody of T or string as text text/csv
    error default Default: TOrPBody of T or P as json application/problem+json
    rejection default: P

operation c = GET /c
    accept: application/json, text/csv
    success 200 Ok: COkBody of i64 or string as text text/csv

operation d = PUT /c
    accept: application/json, text/csv
    success 200 Ok: DOkBody of boolean or string as text text/csv

operation e = GET /e
    accept: application/json, application/hal+json
    success 200 Ok: EOkOrEOkHalJsonBody of EOk or EOkHalJson as json application/hal+json

operation f = PUT /e
    accept: */*, application/octet-stream, image/*, image/png
    success 200 Ok: AnyOrImageOrPngBody of binary as */*, application/octet-stream or binary as image/* or binary as image/png
! unsupported-body /paths/~1e/get/responses/200/content/text~1csv
! unsupported-body /paths/~1e/get/responses/200/content/text~1plain
"##,
    );
}

#[test]
fn servers_and_paths_tell_operations_apart() {
    check(
        r##"
servers: [{url: "https://api.example.org/v1"}, {url: "https://test.example.org/v1"}]
paths:
  /same: {get: {operationId: same, servers: [{url: "https://api.example.org/v1/"}], responses: {"204": {description: x}}}}
  /other: {get: {operationId: other, servers: [{url: "https://test.example.org/v1"}], responses: {"204": {description: x}}}}
  /own:
    servers: [{url: "https://upload.example.org/{v}", variables: {v: {default: v2}}}]
    get: {operationId: own, responses: {"204": {description: x}}}
    put: {operationId: relative, servers: [{url: /files}], responses: {"204": {description: x}}}
    post: {operationId: unknown, servers: [{url: "https://{host}/"}], responses: {"204": {description: x}}}
    patch: {operationId: sockets, servers: [{url: "wss://example.org"}], responses: {"204": {description: x}}}
  /{a}/x:
    parameters: [{name: a, in: path, required: true, schema: {type: string}}]
    get: {operationId: first, responses: {"204": {description: x}}}
  /{b}/x:
    parameters: [{name: b, in: path, required: true, schema: {type: string}}]
    get: {operationId: second, responses: {"204": {description: x}}}
    put: {operationId: third, responses: {"204": {description: x}}}
  /token: {post: {operationId: token, responses: {"204": {description: x}}}}
  /token#refresh: {post: {operationId: refresh, responses: {"204": {description: x}}}}
  /{c}/{c}:get/{d}..{e}/{f*}:
    get:
      operationId: odd
      parameters:
        - {name: c, in: path, required: true, schema: {type: integer}}
        - {name: f, in: path, required: true, schema: {type: array, items: {type: integer}}}
        - {name: g, in: path, required: true, schema: {type: string}}
      responses: {"204": {description: x}}
  /{h: {get: {operationId: braces, responses: {"204": {description: x}}}}
"##,
        r##"
operation same = GET /same
    success 204 NoContent: no body

operation other = GET /other
    success 204 NoContent: no body

operation own = GET /own
    server "https://upload.example.org/v2" at "/v2"
    success 204 NoContent: no body

operation relative = PUT /own
    server "/files" at "/files"
    success 204 NoContent: no body

operation unknown = POST /own
    success 204 NoContent: no body

operation sockets = PATCH /own
    success 204 NoContent: no body

operation first = GET /{a}/x
    path "a": string
    success 204 NoContent: no body

operation second = GET /{b}/x
    client only
    path "b": string
    success 204 NoContent: no body

operation third = PUT /{b}/x
    path "b": string
    success 204 NoContent: no body

operation token = POST /token
    success 204 NoContent: no body

operation refresh = POST /token
    client only
    success 204 NoContent: no body

operation odd = GET /{c}/{c}:get/{d}..{e}/{f}
    path "c": i64
    path "d": string
    path "e": string
    path "f": [i64] with commas
    success 204 NoContent: no body

skipped GET /{h: invalid-value
! unsupported-server /paths/~1own/post/servers/0
! unsupported-server /paths/~1own/patch/servers/0
! ambiguous-path /paths/~1{b}~1x
! ambiguous-path /paths/~1token#refresh
! undeclared-path-parameter /paths/~1{c}~1{c}:get~1{d}..{e}~1{f*}
! undeclared-path-parameter /paths/~1{c}~1{c}:get~1{d}..{e}~1{f*}
! unused-path-parameter /paths/~1{c}~1{c}:get~1{d}..{e}~1{f*}/get/parameters/2
! invalid-value /paths/~1{h
"##,
    );
}

#[test]
fn what_webhooks_send_and_are_answered_has_types() {
    check(
        r##"
paths: {}
webhooks:
  pet.born:
    post:
      parameters: [{name: X-Signature, in: header, schema: {type: object, properties: {a: {type: string}}}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Born"}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {seen: {type: boolean}}}}}}}
  died:
    post:
      requestBody: {content: {application/json: {schema: {type: object, required: [id, secret], properties: {id: {type: integer, readOnly: true}, secret: {type: string, writeOnly: true}}}}}}
      responses: {"204": {description: ok}}
components:
  schemas:
    Born: {type: object, properties: {name: {type: string, minLength: 1}}}
    Unused: {type: object}
"##,
        r#"
struct Born
    name: string(minLength 1) optional

struct PetBornXSignature
    a: string optional

struct PetBornOk
    seen: boolean optional

struct DiedBody
    id: i64
    secret: string optional secret

webhook pet_born = POST /pet.born
    header x_signature "X-Signature": PetBornXSignature simple optional
    body: Born optional
    success 200 Ok: PetBornOk

webhook died = POST /died
    body: DiedBody optional
    success 204 NoContent: no body
! other-version /webhooks
"#,
    );
}
