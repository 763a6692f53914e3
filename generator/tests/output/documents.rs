//! The descriptions that the tests of the output share.

/// By the name of the crate. The first one has something of everything.
pub const DOCUMENTS: &[(&str, &str)] = &[
    ("everything", EVERYTHING),
    ("prelude", PRELUDE),
    ("keywords", KEYWORDS),
    ("recursion", RECURSION),
    ("security", SECURITY),
    ("statuses", STATUSES),
    ("scripts", SCRIPTS),
    ("parameters", include_str!("../../../specs/parameters.yaml")),
    (
        "media-types",
        include_str!("../../../specs/media-types.yaml"),
    ),
    ("places", include_str!("../../../specs/places.yaml")),
    (
        "webhooks",
        include_str!("../../../specs/cases/80-webhooks.yaml"),
    ),
    (
        "callbacks",
        include_str!("../../../specs/cases/81-callbacks.yaml"),
    ),
    ("hostile", HOSTILE),
    ("tags", TAGS),
];

const TAGS: &str = include_str!("../../../specs/tags.yaml");

const EVERYTHING: &str = r##"openapi: 3.0.3
info: {title: Everything, version: "1"}
servers: [{url: /v1/}]
paths:
  /pets/{id}/:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    put:
      operationId: replacePet
      summary: Replaces a pet
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "200": {description: Replaced., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "400": {description: Wrong., content: {application/json: {schema: {$ref: "#/components/schemas/Fault"}}}}
    patch:
      operationId: changePet
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Change"}}}}
      responses:
        "200": {description: Changed., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "204": {description: Not changed.}
        default: {description: Anything else., content: {application/json: {schema: {}}}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name, kind, weight, age]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        name: {type: string, minLength: 1, maxLength: 50, pattern: "^[a-z]+$"}
        site: {type: string, pattern: "^(?!https://).*$"}
        kind: {type: string, enum: [cat, dog]}
        weight: {type: number, minimum: 0, exclusiveMinimum: true, multipleOf: 0.01}
        age: {type: integer, nullable: true, minimum: 0}
        pin: {type: string, format: password}
        toys: {type: array, uniqueItems: true, items: {type: object, additionalProperties: false, properties: {name: {type: string}}}}
        marks: {type: object, maxProperties: 3, additionalProperties: {type: string, maxLength: 5}}
        parent: {$ref: "#/components/schemas/Pet"}
    Change:
      type: object
      properties:
        name: {type: string, nullable: true, minLength: 1}
        anything: {}
    Fault: {type: object, additionalProperties: {}, properties: {code: {type: string}}}
"##;

const PRELUDE: &str = r##"openapi: 3.0.3
info: {title: prelude, version: "1"}
paths:
  /t:
    put:
      operationId: replace
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Result"}}}}
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Result"}}}}
        "400": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
components:
  schemas:
    Result:
      type: object
      required: [option, text]
      properties:
        option: {$ref: "#/components/schemas/Option"}
        string: {$ref: "#/components/schemas/String"}
        vec: {$ref: "#/components/schemas/Vec"}
        boxed: {$ref: "#/components/schemas/Box"}
        self_type: {$ref: "#/components/schemas/Self"}
        patch: {$ref: "#/components/schemas/Patch"}
        default: {$ref: "#/components/schemas/Default"}
        text: {type: string, nullable: true}
        texts: {type: array, items: {type: string}}
        map: {type: object, additionalProperties: {type: integer}}
    Option: {type: object, properties: {a: {type: string}}}
    String: {type: string, maxLength: 5}
    Vec: {type: array, items: {$ref: "#/components/schemas/Option"}}
    Box: {type: object, properties: {b: {$ref: "#/components/schemas/Box"}}}
    Self: {type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}
    Patch: {type: object, properties: {a: {type: string, nullable: true}}}
    Default: {type: string, enum: [Default, Self, Unknown]}
    Error: {type: object, required: [message], properties: {message: {type: string}}}
    Some: {type: string}
"##;

const KEYWORDS: &str = r##"openapi: 3.0.3
info: {title: keywords, version: "1"}
paths:
  /{self}/{body}/{type}/{reply}:
    parameters:
      - {name: self, in: path, required: true, schema: {type: string}}
      - {name: body, in: path, required: true, schema: {type: integer}}
      - {name: type, in: path, required: true, schema: {type: boolean}}
      - {name: reply, in: path, required: true, schema: {type: string, format: uuid}}
    put:
      operationId: type
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/type"}}}}
      responses: {"200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/type"}}}}}
  /self: {get: {operationId: self, responses: {"204": {description: x}}}}
  /long: {get: {operationId: an_operation_with_a_name_that_is_as_long_as_a_line_is_wide, responses: {"204": {description: x}}}}
  /longer: {get: {operationId: another_operation_with_a_name_that_is_as_long_as_a_line_is_wide, responses: {"204": {description: x}, "400": {description: x}, "404": {description: x, content: {text/plain: {}}}}}}
  /new: {get: {operationId: new, responses: {"204": {description: x}}}}
  /router: {get: {operationId: router, responses: {"204": {description: x}}}}
  /nameless/{call}:
    get:
      parameters: [{name: call, in: path, required: true, schema: {type: string, enum: [self, "", "+1", "-1"]}}]
      responses: {"204": {description: x}}
components:
  schemas:
    type:
      type: object
      required: [async, self]
      additionalProperties: {type: string}
      properties:
        async: {type: string}
        self: {type: string, minLength: 1}
        Self: {type: string}
        crate: {type: string}
        gen: {type: string}
        "": {type: string}
        "@id": {type: string}
        id: {type: string}
        additional_properties: {type: string}
"##;

const RECURSION: &str = r##"openapi: 3.0.3
info: {title: recursion, version: "1"}
paths:
  /t:
    put:
      operationId: replace
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}
      responses: {"200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}}
components:
  schemas:
    T:
      type: object
      required: [must, name]
      properties:
        must: {$ref: "#/components/schemas/Other"}
        name: {type: string, maxLength: 5}
        nullable: {allOf: [{$ref: "#/components/schemas/T"}], nullable: true}
        list: {type: array, items: {$ref: "#/components/schemas/T"}}
        map: {type: object, additionalProperties: {$ref: "#/components/schemas/T"}}
    Other:
      type: object
      properties:
        back: {$ref: "#/components/schemas/T"}
        id: {type: integer, readOnly: true}
"##;

const SECURITY: &str = r##"openapi: 3.0.3
info: {title: security, version: "1"}
security: [{token: []}]
paths:
  /inherited: {get: {operationId: inherited, responses: {"204": {description: x}}}}
  /nobody: {get: {operationId: nobody, security: [], responses: {"204": {description: x}}}}
  /both: {get: {operationId: both, security: [{token: [], header: []}], responses: {"204": {description: x}}}}
  /either: {get: {operationId: either, security: [{header: []}, {query: [], cookie: []}, {password: []}], responses: {"204": {description: x}}}}
  /sometimes: {get: {operationId: sometimes, security: [{password: []}, {}], responses: {"204": {description: x}}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    password: {type: http, scheme: basic}
    header: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: "a&b=c"}
    cookie: {type: apiKey, in: cookie, name: session}
"##;

const STATUSES: &str = r##"openapi: 3.0.3
info: {title: statuses, version: "1"}
paths:
  /several:
    get:
      operationId: several
      responses:
        "200": {description: x, content: {application/json: {schema: {type: array, items: {type: string, nullable: true}}}}}
        "202": {description: x, content: {application/json: {schema: {type: string, nullable: true}}}}
        3XX: {description: x}
        "404": {description: x}
        4XX: {description: x, content: {application/json: {schema: {type: integer}}}}
        default: {description: x, content: {application/json: {schema: {}}}}
  /default: {get: {operationId: default, responses: {default: {description: x, content: {application/json: {schema: {type: string}}}}}}}
  /range: {get: {operationId: range, responses: {2XX: {description: x, content: {application/json: {schema: {type: boolean}}}}}}}
  /errors: {delete: {operationId: errors, responses: {"404": {description: x}}}}
  /head: {head: {operationId: head, responses: {"204": {description: x}}}}
"##;

const SCRIPTS: &str = r##"openapi: 3.0.3
info: {title: Größe der Tiere 猫, version: "1"}
paths:
  /größe/{größe}:
    put:
      operationId: größe
      parameters: [{name: größe, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Größe"}}}}
      responses: {"204": {description: 大きさ}}
components:
  schemas:
    Größe: {type: object, required: [größe], properties: {größe: {type: string, enum: [klein, groß, "🐈"]}, 大きさ: {type: integer}}}
"##;

/// Texts that would be code if they got out; each would leave an identifier with `evil` in it.
pub const HOSTILE: &str = r##"openapi: 3.0.3
info: {title: "hostile TURN */ fn a_evil() {}\n} ] fn b_evil() {}", version: "1"}
paths:
  "/a\"b/{i\\d}/*/evil":
    put:
      summary: "*/ fn c_evil() {} /*"
      operationId: "put\"); evil(); (\"z"
      servers: [{url: "https://example.org/\"; evil(); \""}]
      security: [{"scheme\"; evil(); \"z": []}]
      description: "\"# TURN ] } fn d_evil() {}\r\nfn e_evil() {}\n\n    fn f_evil() {}\n\n```rust\nfn g_evil() {}\n"
      parameters:
        - {name: "i\\d", in: path, required: true, description: "\"]\nfn h_evil() {}", schema: {type: string}}
        - {name: "q\", evil(), \"z", in: query, description: "*/ fn k_evil() {}\n\"]", schema: {type: string, default: "`evil()`\n*/"}}
        - {name: "X-\"); evil!(); (\"z", in: header, required: true, schema: {type: string, default: "\"#; evil()"}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              title: "T */\n#![evil]"
              description: "*/ evil! {} /*"
              properties:
                "quote\" back\\slash\nline": {type: string, pattern: "^\"[#]\\(\\)$", description: "*/ evil!()"}
                kind: {type: string, enum: ["x\"); std::process::exit(evil); (\"", "`evil`"]}
      responses:
        "204": {description: "*/ TURN\nfn i_evil() {}"}
        "400": {description: "\"#; fn j_evil() {}", content: {application/json: {schema: {type: string}}}}
        "401": {description: x, content: {"text/plain; x=\"evil()\"": {schema: {type: string}}}}
        "402": {description: x, content: {"application/a+json; x=\\\", evil(), \"": {schema: {type: string}}}}
components:
  securitySchemes:
    "scheme\"; evil(); \"z": {type: http, scheme: "a\"; evil(); \""}
"##;
