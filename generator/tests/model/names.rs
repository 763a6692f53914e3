//! Schemas → names, and the types that become two.

use super::{check, check_sent};

#[test]
fn a_type_is_split_where_directions_differ() {
    check(
        r##"
paths:
  /users:
    put:
      operationId: put_user
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/User"}}}}
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/User"}}}}
components:
  schemas:
    User:
      type: object
      required: [id, name, password, address, kind]
      properties:
        id: {type: string, readOnly: true}
        name: {type: string}
        password: {type: string, writeOnly: true}
        address: {$ref: "#/components/schemas/Address"}
        kind: {type: string, enum: [a, b]}
    Address:
      type: object
      required: [verified]
      properties:
        verified: {type: boolean, readOnly: true}
"##,
        r#"
struct User
    id: string
    name: string
    password: string optional secret
    address: Address
    kind: UserKind

struct UserRequest
    id: string optional
    name: string
    password: string secret
    address: AddressRequest
    kind: UserKind

struct Address
    verified: boolean

struct AddressRequest
    verified: boolean optional

enum UserKind
    A "a"
    B "b"

operation put_user = PUT /users
    body: UserRequest
    success 200 Ok: User
"#,
    );
}

#[test]
fn a_type_of_one_direction_is_one_type() {
    check(
        r##"
paths:
  /users:
    post:
      operationId: add
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/New"}}}}
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Old"}}}}
components:
  schemas:
    New:
      type: object
      required: [id, secret]
      properties:
        id: {type: string, readOnly: true}
        secret: {type: string, writeOnly: true}
    Old:
      type: object
      required: [id, secret]
      properties:
        id: {type: string, readOnly: true}
        secret: {type: string, writeOnly: true}
"##,
        "
struct New
    id: string optional
    secret: string secret

struct Old
    id: string
    secret: string optional secret

operation add = POST /users
    body: New
    success 200 Ok: Old
",
    );
}

#[test]
fn a_split_goes_through_lists_and_single_compositions() {
    check(
        r##"
paths:
  /teams:
    put:
      operationId: put_team
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Team"}}}}
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/Team"}}}}
components:
  schemas:
    Team:
      type: object
      properties:
        leader: {allOf: [{$ref: "#/components/schemas/User"}], nullable: true}
        members: {$ref: "#/components/schemas/Users"}
    Users: {type: array, items: {$ref: "#/components/schemas/User"}}
    User:
      type: object
      required: [id]
      properties:
        id: {type: string, readOnly: true}
"##,
        "
struct Team
    leader: User optional or null
    members: Users optional

struct TeamRequest
    leader: UserRequest optional or null
    members: UsersRequest optional

type Users = [User]

type UsersRequest = [UserRequest]

struct User
    id: string

struct UserRequest
    id: string optional

operation put_team = PUT /teams
    body: TeamRequest optional
    success 200 Ok: Team
",
    );
}

#[test]
fn enumerations_keep_every_spelling_apart() {
    check_sent(
        r#"
T:
  type: object
  properties:
    order: {type: string, enum: [ASC, asc, Asc]}
    sort: {type: string, enum: [created_at, -created_at, +created_at, created at]}
    symbols: {type: string, enum: ["", "+1", "-1", "*", "/", ">=", "1.5", "1"]}
    words: {type: string, enum: [self, Self, unknown, Unknown, type]}
    twice: {type: string, enum: [a, a]}
    nullable: {type: string, nullable: true, enum: [a, null]}
    listed_null: {type: string, enum: [a, null]}
    unlisted_null: {type: string, nullable: true, enum: [a]}
    scripts: {type: string, enum: [猫, größe, "🐈"]}
"#,
        r#"
struct T
    order: TOrder optional
    sort: TSort optional
    symbols: TSymbols optional
    words: TWords optional
    twice: TTwice optional
    nullable: TNullable optional or null
    listed_null: TListedNull optional or null
    unlisted_null: TUnlistedNull optional or null
    scripts: TScripts optional

enum TOrder
    Asc2 "ASC"
    Asc3 "asc"
    Asc "Asc"

enum TSort
    CreatedAt "created_at"
    MinusCreatedAt "-created_at"
    PlusCreatedAt "+created_at"
    CreatedAt2 "created at"

enum TSymbols
    Empty ""
    Plus1 "+1"
    Minus1 "-1"
    Asterisk "*"
    Slash "/"
    GreaterEquals ">="
    N15 "1.5"
    N1 "1"

enum TWords
    SelfType "self"
    SelfType2 "Self"
    Unknown2 "unknown"
    Unknown3 "Unknown"
    Type "type"

enum TTwice
    A "a"

enum TNullable
    A "a"

enum TListedNull
    A "a"

enum TUnlistedNull
    A "a"

enum TScripts
    猫 "猫"
    Größe "größe"
    Empty "🐈"
! invalid-enum /components/schemas/T/properties/listed_null/enum/1
! invalid-enum /components/schemas/T/properties/unlisted_null/enum
"#,
    );
}

#[test]
fn inline_types_are_named_after_where_they_stand() {
    check(
        r#"
paths:
  /pets:
    put:
      operationId: replacePets
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                owner: {type: object, properties: {home: {type: object, properties: {street: {type: string}}}}}
                kind: {type: string, enum: [cat, dog]}
                toys: {type: array, items: {type: object, properties: {name: {type: string}}}}
                scores: {type: object, additionalProperties: {type: object, properties: {points: {type: integer}}}}
                kinds: {type: array, items: {type: string, enum: [cat]}}
      responses:
        "200": {description: x, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
        "404": {description: x, content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}
        5XX: {description: x, content: {application/json: {schema: {type: object, properties: {c: {type: string}}}}}}
        default: {description: x, content: {application/json: {schema: {type: object, properties: {d: {type: string}}}}}}
  /pets/{kind}:
    get:
      operationId: petsOfKind
      parameters:
        - {name: kind, in: path, required: true, schema: {type: string, enum: [cat, dog]}}
      responses:
        "204": {description: x}
"#,
        r#"
struct ReplacePetsBody
    owner: ReplacePetsBodyOwner optional
    kind: ReplacePetsBodyKind optional
    toys: [ReplacePetsBodyToysItem] optional
    scores: {ReplacePetsBodyScoresValue} optional
    kinds: [ReplacePetsBodyKindsItem] optional

struct ReplacePetsBodyOwner
    home: ReplacePetsBodyOwnerHome optional

struct ReplacePetsBodyOwnerHome
    street: string optional

enum ReplacePetsBodyKind
    Cat "cat"
    Dog "dog"

struct ReplacePetsBodyToysItem
    name: string optional

struct ReplacePetsBodyScoresValue
    points: i64 optional

enum ReplacePetsBodyKindsItem
    Cat "cat"

struct ReplacePetsOk
    a: string optional

struct ReplacePetsNotFound
    b: string optional

struct ReplacePetsServerError
    c: string optional

struct ReplacePetsDefault
    d: string optional

enum PetsOfKindKind
    Cat "cat"
    Dog "dog"

operation replace_pets = PUT /pets
    body: ReplacePetsBody optional
    success 200 Ok: ReplacePetsOk
    error 404 NotFound: ReplacePetsNotFound
    error 5XX ServerError: ReplacePetsServerError
    error default Default: ReplacePetsDefault
    rejection 404: problem details
    rejection 5XX: problem details
    rejection default: problem details

operation pets_of_kind = GET /pets/{kind}
    path "kind": PetsOfKindKind
    success 204 NoContent: no body
"#,
    );
}

#[test]
fn components_keep_their_names_before_inline_types() {
    check_sent(
        r##"
T:
  type: object
  properties:
    kind: {type: string, enum: [a]}
    other: {$ref: "#/components/schemas/TKind"}
    third: {$ref: "#/components/schemas/t_kind"}
TKind: {type: string, enum: [b]}
t_kind: {type: string, enum: [c]}
"##,
        r#"
struct T
    kind: TKind3 optional
    other: TKind optional
    third: TKind2 optional

enum TKind
    B "b"

enum TKind2
    C "c"

enum TKind3
    A "a"
"#,
    );
}

#[test]
fn types_may_have_the_names_of_the_prelude() {
    check_sent(
        r##"
T:
  type: object
  properties:
    a: {$ref: "#/components/schemas/Option"}
    b: {$ref: "#/components/schemas/String"}
    c: {$ref: "#/components/schemas/Vec"}
    d: {$ref: "#/components/schemas/Box"}
    e: {$ref: "#/components/schemas/Self"}
    f: {$ref: "#/components/schemas/Patch"}
    g: {$ref: "#/components/schemas/Default"}
    h: {$ref: "#/components/schemas/Error"}
    i: {$ref: "#/components/schemas/self"}
Option: {type: object, properties: {a: {type: string}}}
String: {type: string, maxLength: 5}
Vec: {type: array, items: {$ref: "#/components/schemas/Option"}}
Box: {type: object, required: [b], properties: {b: {$ref: "#/components/schemas/Box"}}}
Self: {type: object, properties: {a: {type: string}}}
Patch: {type: object, properties: {a: {type: string, nullable: true}}}
Default: {type: string, enum: [Default]}
Error: {type: object, properties: {a: {type: string}}}
self: {type: object, properties: {b: {type: string}}}
"##,
        r#"
struct T
    a: Option optional
    b: String optional
    c: Vec optional
    d: Box optional
    e: SelfType optional
    f: Patch optional
    g: Default optional
    h: Error optional
    i: SelfType2 optional

struct Option
    a: string optional

newtype String = string(maxLength 5)

type Vec = [Option]

struct Box
    b: boxed Box

struct SelfType
    a: string optional

struct Patch
    a: string optional or null

enum Default
    Default "Default"

struct Error
    a: string optional

struct SelfType2
    b: string optional
"#,
    );
}

#[test]
fn properties_may_have_the_names_of_keywords() {
    check_sent(
        r#"
T:
  type: object
  additionalProperties: true
  properties:
    type: {type: string}
    self: {type: string}
    Self: {type: string}
    crate: {type: string}
    super: {type: string}
    async: {type: string}
    fn: {type: string}
    _: {type: string}
    "": {type: string}
    "@id": {type: string}
    id: {type: string}
    connectionString: {type: string}
    connection_string: {type: string}
    additional_properties: {type: string}
    2fa: {type: string}
"#,
        r#"
struct T
    type: string optional
    self_ "self": string optional
    self_2 "Self": string optional
    crate_ "crate": string optional
    super_ "super": string optional
    async: string optional
    fn: string optional
    underscore "_": string optional
    empty "": string optional
    id2 "@id": string optional
    id: string optional
    connection_string2 "connectionString": string optional
    connection_string: string optional
    additional_properties: string optional
    n2fa "2fa": string optional
    additional_properties2: others, any
"#,
    );
}

#[test]
fn what_stands_in_a_component_is_named_after_it_whatever_leads_there() {
    check_sent(
        r##"
T: {type: object, properties: {b: {$ref: "#/components/schemas/B"}, d: {type: array, items: {$ref: "#/components/schemas/D"}}}}
C: {$ref: "#/components/schemas/B"}
B: {type: object, properties: {c: {type: string, enum: [x]}}}
D: {type: array, items: {type: object, properties: {e: {type: string, enum: [y]}}}}
"##,
        r#"
struct T
    b: B optional
    d: [D] optional

struct B
    c: BC optional

type D = [DItem]

enum BC
    X "x"

struct DItem
    e: DItemE optional

enum DItemE
    Y "y"
"#,
    );
}
