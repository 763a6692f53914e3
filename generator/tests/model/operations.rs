//! Paths → operations.

use oasmith::Config;

use super::{check, generate};

#[test]
fn parameters_leave_the_names_of_the_method_alone() {
    check(
        r#"
paths:
  /{self}/{body}/{api}/{call}/{caller}/{reply}/{type}/{Type}:
    parameters:
      - {name: self, in: path, required: true, schema: {type: string}}
      - {name: body, in: path, required: true, schema: {type: string}}
      - {name: api, in: path, required: true, schema: {type: string}}
      - {name: call, in: path, required: true, schema: {type: string}}
      - {name: caller, in: path, required: true, schema: {type: string}}
      - {name: reply, in: path, required: true, schema: {type: string}}
      - {name: type, in: path, required: true, schema: {type: string}}
      - {name: Type, in: path, required: true, schema: {type: string}}
    put:
      operationId: type
      requestBody: {content: {application/json: {schema: {type: string}}}}
      responses:
        "204": {description: x}
"#,
        r#"
operation type = PUT /{self}/{body}/{api}/{call}/{caller}/{reply}/{type}/{Type}
    path self_ "self": string
    path "body": string
    path api_path "api": string
    path call_path "call": string
    path caller_path "caller": string
    path "reply": string
    path "type": string
    path type_path "Type": string
    body: string optional
    success 204 NoContent: no body
"#,
    );
}

#[test]
fn operations_leave_the_names_of_client_and_server_alone() {
    check(
        r#"
paths:
  /a: {get: {operationId: new, responses: {"204": {description: x}}}}
  /b: {get: {operationId: router, responses: {"204": {description: x}}}}
  /c: {get: {operationId: authenticate, responses: {"204": {description: x}}}}
"#,
        "
operation new2 = GET /a
    success 204 NoContent: no body

operation router2 = GET /b
    success 204 NoContent: no body

operation authenticate2 = GET /c
    success 204 NoContent: no body
",
    );
}

/// What a name is made of is the operation's own: adding `/z` changes no other one.
#[test]
fn operations_without_an_id_of_their_own_are_named_after_method_and_path() {
    check(
        r#"
paths:
  /pets: {get: {operationId: listPets, responses: {"204": {description: x}}}}
  /more: {get: {operationId: list-pets, responses: {"204": {description: x}}}}
  /once: {get: {operationId: once, responses: {"204": {description: x}}}}
  /f/{id}.json: {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"204": {description: x}}}}
  /f/id.json: {get: {responses: {"204": {description: x}}}}
  /g: {get: {responses: {"204": {description: x}}}}
  /g/: {get: {responses: {"204": {description: x}}}}
  /h: {get: {operationId: get_more, responses: {"204": {description: x}}}}
"#,
        "
operation get_pets = GET /pets
    success 204 NoContent: no body

operation get_more2 = GET /more
    success 204 NoContent: no body

operation once = GET /once
    success 204 NoContent: no body

operation get_f_by_id_json = GET /f/{id}.json
    path \"id\": string
    success 204 NoContent: no body

operation get_f_id_json = GET /f/id.json
    success 204 NoContent: no body

operation get_g = GET /g
    success 204 NoContent: no body

operation get_g_slash = GET /g/
    success 204 NoContent: no body

operation get_more = GET /h
    success 204 NoContent: no body
! duplicate-operation-id /paths/~1pets/get/operationId
! duplicate-operation-id /paths/~1more/get/operationId
! missing-operation-id /paths/~1f~1{id}.json/get
! missing-operation-id /paths/~1f~1id.json/get
! missing-operation-id /paths/~1g/get
! missing-operation-id /paths/~1g~1/get
",
    );
}

#[test]
fn security_keeps_alternatives_and_combinations() {
    check(
        r#"
security: [{token: []}]
paths:
  /inherited:
    get:
      operationId: inherited
      responses:
        "204": {description: x}
  /nobody:
    get:
      operationId: nobody
      security: []
      responses:
        "204": {description: x}
  /everybody:
    get:
      operationId: everybody
      security: [{}]
      responses:
        "204": {description: x}
  /either:
    get:
      operationId: either
      security: [{token: []}, {header: []}]
      responses:
        "204": {description: x}
  /both:
    get:
      operationId: both
      security: [{token: [], header: []}]
      responses:
        "204": {description: x}
  /mixed:
    get:
      operationId: mixed
      security: [{query: [], cookie: []}, {password: []}, {}]
      responses:
        "204": {description: x}
  /twice:
    get:
      operationId: twice
      security: [{token: []}, {token: []}]
      responses:
        "204": {description: x}
  /bearers:
    get:
      operationId: bearers
      security: [{oauth: [read]}, {connect: []}]
      responses:
        "204": {description: x}
components:
  securitySchemes:
    token: {type: http, scheme: Bearer}
    password: {type: http, scheme: basic}
    header: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: session}
    oauth: {type: oauth2, flows: {}}
    connect: {type: openIdConnect, openIdConnectUrl: "https://example.org"}
    digest: {type: http, scheme: digest}
"#,
        r#"
scheme "token": bearer token
scheme "header": key in header "X-Key"
scheme "query": key in query "key"
scheme "cookie": key in cookie "session"
scheme "password": name and password
scheme "oauth": bearer token
scheme "connect": bearer token

operation inherited = GET /inherited
    credentials: Token
    success 204 NoContent: no body

operation nobody = GET /nobody
    success 204 NoContent: no body

operation everybody = GET /everybody
    success 204 NoContent: no body

operation either = GET /either
    credentials: Token or Header
    success 204 NoContent: no body

operation both = GET /both
    credentials: TokenAndHeader
    success 204 NoContent: no body

operation mixed = GET /mixed
    credentials: QueryAndCookie or Password or Anonymous
    success 204 NoContent: no body

operation twice = GET /twice
    credentials: Token
    success 204 NoContent: no body

operation bearers = GET /bearers
    credentials: Oauth or Connect
    scopes: oauth [read]
    scopes: connect []
    success 204 NoContent: no body
"#,
    );
}

/// They are kept as they are; who is asked for something that no request shows is let in by nobody.
#[test]
fn other_schemes_close_no_operation() {
    check(
        r#"
paths:
  /dsn: {get: {operationId: dsn, security: [{dsn: []}], responses: {"204": {description: x}}}}
  /certificate: {get: {operationId: certificate, security: [{tls: []}, {token: []}, {tls: [], dsn: []}], responses: {"204": {description: x}}}}
  /odd: {get: {operationId: odd, security: [{odd: []}, {}], responses: {"204": {description: x}}}}
  /nowhere: {get: {operationId: nowhere, security: [{nowhere: []}], responses: {"204": {description: x}}}}
components:
  securitySchemes:
    token: {type: http, scheme: Bearer}
    dsn: {type: http, scheme: DSN}
    tls: {type: mutualTLS}
    odd: {type: apiKey, in: path, name: key}
"#,
        "
scheme \"dsn\": authorization by \"DSN\"
scheme \"tls\": out of band
scheme \"token\": bearer token
scheme \"odd\": out of band
scheme \"nowhere\": out of band

operation dsn = GET /dsn
    credentials: Dsn
    success 204 NoContent: no body

operation certificate = GET /certificate
    credentials: Tls or Token or TlsAndDsn
    success 204 NoContent: no body

operation odd = GET /odd
    credentials: Odd or Anonymous
    success 204 NoContent: no body

operation nowhere = GET /nowhere
    credentials: Nowhere
    success 204 NoContent: no body
! unsupported-security-scheme /paths/~1odd/get/security/0/odd
! unknown-security-scheme /paths/~1nowhere/get/security/0/nowhere
! other-version /components/securitySchemes/tls/type
",
    );
}

#[test]
fn rejections_use_declared_errors() {
    check(
        r##"
paths:
  /pets:
    get:
      operationId: pets
      responses:
        "204": {description: x}
        "400": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/ByField"}}}}
        "401": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Detail"}}}}
        "403": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Asks"}}}}
        "404": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Silent"}}}}
        "405": {description: x, content: {application/json: {schema: {type: string}}}}
        "409": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Detail"}}}}
        "418": {description: x}
components:
  schemas:
    ByField: {type: object, additionalProperties: {}, properties: {non_field_errors: {type: array, items: {type: string}}, code: {type: string}}}
    Detail: {type: object, required: [detail], properties: {detail: {type: string}, code: {type: string}, extra: {type: integer}}}
    Asks: {type: object, required: [detail, extra], properties: {detail: {type: string}, extra: {type: integer}}}
    Silent: {type: object, properties: {code: {type: string}}}
"##,
        "
struct ByField
    non_field_errors: [string] optional
    code: string optional
    additional_properties: others, any

struct Detail
    detail: string
    code: string optional
    extra: i64 optional

struct Asks
    detail: string
    extra: i64

struct Silent
    code: string optional

operation pets = GET /pets
    success 204 NoContent: no body
    error 400 BadRequest: ByField
    error 401 Unauthorized: Detail
    error 403 Forbidden: Asks
    error 404 NotFound: Silent
    error 405 MethodNotAllowed: string
    error 409 Conflict: Detail
    error 418 ImATeapot: no body
    rejection 400: ByField
    rejection 401: Detail
    rejection 403: problem details
    rejection 404: problem details
    rejection 405: problem details
    rejection 409: Detail
",
    );
}

#[test]
fn statuses_are_exact_ranges_or_default() {
    check(
        r#"
paths:
  /several:
    get:
      operationId: several
      responses:
        default: {description: x}
        5XX: {description: x}
        4xx: {description: x}
        "202": {description: x, content: {application/json: {schema: {type: string}}}}
        "200": {description: x, content: {application/json: {schema: {type: integer}}}}
        304: {description: x}
        "404": {description: x}
        "499": {description: x}
  /default:
    get:
      operationId: only_default
      responses:
        default: {description: x, content: {application/json: {schema: {type: string}}}}
        "404": {description: x}
  /range:
    get:
      operationId: range
      responses:
        2XX: {description: x, content: {application/json: {schema: {type: string}}}}
  /errors:
    get:
      operationId: only_errors
      responses:
        "404": {description: x}
"#,
        "
operation several = GET /several
    success 200 Ok: i64
    success 202 Accepted: string
    error 304 NotModified: no body
    error 404 NotFound: no body
    error 499 Status499: no body
    error 4XX ClientError: no body
    error 5XX ServerError: no body
    error default Default: no body

operation only_default = GET /default
    success default Default: string
    error 404 NotFound: no body
    error default Default: string
    rejection default: problem details

operation range = GET /range
    success 2XX Success: string

operation only_errors = GET /errors
    success 2XX Success: no body
    error 404 NotFound: no body
! missing-success /paths/~1default/get
! missing-success /paths/~1errors/get
",
    );
}

#[test]
fn paths_keep_their_text_and_their_slashes() {
    check(
        r#"
paths:
  /a/{id}.json:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get: {operationId: file, responses: {"204": {description: x}}}
  /a/{from}..{to}/:
    parameters:
      - {name: to, in: path, required: true, schema: {type: string, format: uuid}}
      - {name: from, in: path, required: true, schema: {type: string}}
    get: {operationId: range, responses: {"204": {description: x}}}
  /a/{id}/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get: {operationId: twice, responses: {"204": {description: x}}}
  /token#refresh:
    get: {operationId: refresh, responses: {"204": {description: x}}}
"#,
        r#"
operation file = GET /a/{id}.json
    path "id": i64
    success 204 NoContent: no body

operation range = GET /a/{from}..{to}/
    path "from": string
    path "to": uuid
    success 204 NoContent: no body

operation twice = GET /a/{id}/{id}
    path "id": string
    success 204 NoContent: no body

operation refresh = GET /token
    success 204 NoContent: no body
"#,
    );
}

#[test]
fn an_operation_overrides_a_parameter_of_its_path() {
    check(
        r#"
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: a
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
      responses: {"204": {description: x}}
    put:
      operationId: b
      responses: {"204": {description: x}}
"#,
        r#"
operation a = GET /a/{id}
    path "id": i64
    success 204 NoContent: no body

operation b = PUT /a/{id}
    path "id": string
    success 204 NoContent: no body
"#,
    );
}

/// What is asked for is not known then, and an operation without a requirement lets everybody in.
#[test]
fn an_operation_whose_security_cannot_be_read_is_left_out() {
    for security in ["key", "[key]", "[{key: []}, key]", "{key: []}"] {
        let fragment = format!(
            r#"
paths:
  /a:
    get: {{operationId: a, security: {security}, responses: {{"204": {{description: x}}}}}}
  /b:
    get: {{operationId: b, security: [{{key: []}}], responses: {{"204": {{description: x}}}}}}
components:
  securitySchemes:
    key: {{type: http, scheme: bearer}}
"#
        );
        let generated = generate(&fragment, &Config::default()).expect("it is a description");
        let names: Vec<_> = generated
            .api
            .operations
            .iter()
            .map(|it| &*it.name)
            .collect();
        assert_eq!(names, ["b"], "{security}");
        let root = fragment.replace("responses", "deprecated: false, responses");
        let root = format!(
            "security: {security}\n{}",
            root.replace(&format!("security: {security}, "), "")
        );
        let generated = generate(&root, &Config::default()).expect("it is a description");
        let names: Vec<_> = generated
            .api
            .operations
            .iter()
            .map(|it| &*it.name)
            .collect();
        assert_eq!(names, ["b"], "{security} at the root");
    }
}

#[test]
fn the_path_of_a_server_has_no_slash_at_its_end() {
    for (server, expected) in [
        ("{url: /api/v3}", "/api/v3"),
        ("{url: /}", ""),
        ("{url: https://example.org}", ""),
        ("{url: https://example.org/v1/}", "/v1"),
        ("{url: 'https://{region}.example.org/v1'}", "/v1"),
        ("{url: 'https://example.org/{version}'}", ""),
        (
            "{url: 'https://example.org/{version}', variables: {version: {default: v2}}}",
            "/v2",
        ),
        ("{url: api}", "/api"),
    ] {
        let fragment = format!("servers: [{server}]\npaths: {{}}");
        let generated = generate(&fragment, &Config::default()).expect("it is a description");
        assert_eq!(generated.api.base_path, expected, "{server}");
    }
}

/// The name of the errors of each operation, and of the enumeration that it shares.
fn error_names(paths: &str) -> Vec<(String, Option<String>)> {
    let schemas = "
  schemas:
    Fault: {type: object, properties: {detail: {type: string}}}
    Denied: {type: object, properties: {reason: {type: string}}}
    AFaultOfThisApiWithANameThatIsLongerThanAnybodyWouldEverCareToReadTwice: {type: object, properties: {x: {type: string}}}
";
    let fragment = format!("paths:\n{paths}components:{schemas}");
    let generated = generate(&fragment, &Config::default()).expect("it is generated");
    let operations = generated.api.operations.into_iter();
    operations
        .map(|it| (it.error_name, it.shared_errors))
        .collect()
}

fn operation(id: &str, errors: &[(&str, &str)]) -> String {
    let mut text = format!(
        "  /{id}:\n    get:\n      operationId: {id}\n      responses:\n        \"200\": {{description: x}}\n"
    );
    for (status, schema) in errors {
        let content = match *schema {
            "" => String::new(),
            "text" => ", content: {text/plain: {schema: {type: string}}}".to_owned(),
            json => format!(", content: {{application/json: {{schema: {json}}}}}"),
        };
        text.push_str(&format!(
            "        \"{status}\": {{description: x{content}}}\n"
        ));
    }
    text
}

#[test]
fn operations_with_the_same_errors_share_them() {
    let fault = "{$ref: '#/components/schemas/Fault'}";
    let denied = "{$ref: '#/components/schemas/Denied'}";
    let paths = [
        operation("one", &[("404", fault), ("400", fault), ("403", denied)]),
        operation("two", &[("400", fault), ("403", denied), ("404", fault)]),
        operation("three", &[("4XX", fault), ("default", denied)]),
        operation("four", &[("409", ""), ("404", "text")]),
        operation("five", &[("default", denied), ("4XX", fault)]),
        operation("six", &[("404", "text"), ("409", "")]),
        operation("seven", &[("404", "text")]),
    ];
    let names = [
        ("OneError", Some("Fault400Or404OrDenied403")),
        ("TwoError", Some("Fault400Or404OrDenied403")),
        ("ThreeError", Some("Fault4xxOrDeniedDefault")),
        ("FourError", Some("String404OrStatus409")),
        ("FiveError", Some("Fault4xxOrDeniedDefault")),
        ("SixError", Some("String404OrStatus409")),
        ("SevenError", None),
    ];
    assert_eq!(
        error_names(&paths.concat()),
        names.map(|(own, shared)| (own.to_owned(), shared.map(str::to_owned)))
    );
}

#[test]
fn errors_that_have_no_name_of_their_own_have_that_of_the_operation() {
    let long = "{$ref: '#/components/schemas/AFaultOfThisApiWithANameThatIsLongerThanAnybodyWouldEverCareToReadTwice'}";
    let paths = [
        // A schema that is written in place is named after the operation.
        operation(
            "one",
            &[("400", "{type: object, properties: {a: {type: string}}}")],
        ),
        operation("two", &[("400", "{type: array, items: {type: string}}")]),
        operation("three", &[("400", long)]),
        // Two enumerations that are not the same, and would have the same name.
        operation("four", &[("400", "{type: string}")]),
        operation("five", &[("400", "text")]),
        // Only it has this one.
        operation("six", &[("404", "{type: string}")]),
    ];
    let names = [
        "OneError",
        "TwoError",
        "ThreeError",
        "FourError",
        "FiveError",
        "SixError",
    ];
    assert_eq!(
        error_names(&paths.concat()),
        names.map(|it| (it.to_owned(), None))
    );
}
