//! Schemas → types.

use super::{check, check_received, check_sent};

#[test]
fn presence_is_required_optional_nullable_or_both() {
    check_sent(
        r#"
T:
  type: object
  required: [always, never_absent]
  properties:
    always: {type: string}
    never_absent: {type: string, nullable: true}
    sometimes: {type: string}
    three_states: {type: string, nullable: true}
    by_type_list: {type: [string, "null"]}
    any: {}
"#,
        "
struct T
    always: string
    never_absent: string or null
    sometimes: string optional
    three_states: string optional or null
    by_type_list: string optional or null
    any: any optional
! other-version /components/schemas/T/properties/by_type_list/type
",
    );
}

#[test]
fn null_and_absent_are_one_to_who_only_receives() {
    check_received(
        "
T:
  type: object
  required: [kept]
  properties:
    kept: {type: integer, nullable: true}
    both: {type: integer, nullable: true}
    list: {type: array, nullable: true, items: {type: integer, nullable: true}}
",
        "
struct T
    kept: i64 or null
    both: i64 optional or null, alike
    list: [i64 or null] optional or null, alike
",
    );
}

#[test]
fn a_required_property_without_schema_is_any_value() {
    check_sent(
        "
T:
  type: object
  required: [known, unknown]
  properties:
    known: {type: boolean}
",
        "
struct T
    known: boolean
    unknown: any
",
    );
    check_sent(
        "
T:
  type: object
  required: [unknown]
",
        "
struct T
    unknown: any
",
    );
}

#[test]
fn scalars_follow_type_and_format() {
    check_sent(
        "
T:
  type: object
  properties:
    a: {type: boolean}
    b: {type: integer}
    c: {type: integer, format: int32}
    d: {type: integer, format: int64}
    e: {type: number}
    f: {type: number, format: float}
    g: {type: string}
    h: {type: string, format: uuid}
    i: {type: string, format: of-its-own}
    j: {type: string, format: password}
    k: {type: string, writeOnly: true}
    l: {type: string, deprecated: true}
",
        "
struct T
    a: boolean optional
    b: i64 optional
    c: i32 optional
    d: i64 optional
    e: f64 optional
    f: f32 optional
    g: string optional
    h: uuid optional
    i: string optional
    j: string optional secret
    k: string optional secret
    l: string optional deprecated
",
    );
}

#[test]
fn listed_values_of_any_kind_are_an_enumeration() {
    check_sent(
        "
T:
  type: object
  properties:
    numbers: {type: integer, enum: [1, 2]}
    mixed: {type: string, enum: [a, 1]}
    untyped: {enum: [a, b]}
    constant: {type: string, const: a}
",
        r#"
struct T
    numbers: TNumbers optional
    mixed: TMixed optional
    untyped: TUntyped optional
    constant: TConstant optional

enum TNumbers of integers
    N1 "1"
    N2 "2"

enum TMixed
    A "a"
    N1 "1"

enum TUntyped
    A "a"
    B "b"

enum TConstant
    A "a"
! invalid-enum /components/schemas/T/properties/mixed/enum/1
! other-version /components/schemas/T/properties/constant/const
"#,
    );
}

#[test]
fn recursion_is_boxed_only_where_the_size_would_be_infinite() {
    check_sent(
        r##"
T:
  type: object
  required: [next]
  properties:
    next: {$ref: "#/components/schemas/T"}
    nullable: {allOf: [{$ref: "#/components/schemas/T"}], nullable: true}
    list: {type: array, items: {$ref: "#/components/schemas/T"}}
    map: {type: object, additionalProperties: {$ref: "#/components/schemas/T"}}
    list_of_nullable: {type: array, items: {allOf: [{$ref: "#/components/schemas/T"}], nullable: true}}
"##,
        "
struct T
    next: boxed T
    nullable: boxed T optional or null
    list: [T] optional
    map: {T} optional
    list_of_nullable: [T or null] optional
",
    );
    check_sent(
        r##"
T:
  type: object
  properties:
    a: {$ref: "#/components/schemas/A"}
A:
  type: object
  properties:
    b: {$ref: "#/components/schemas/B"}
B:
  type: object
  properties:
    a: {$ref: "#/components/schemas/A"}
    c: {$ref: "#/components/schemas/C"}
C:
  type: object
  properties:
    bs: {type: array, items: {$ref: "#/components/schemas/B"}}
"##,
        "
struct T
    a: A optional

struct A
    b: B optional

struct B
    a: boxed A optional
    c: C optional

struct C
    bs: [B] optional
",
    );
}

#[test]
fn a_composition_of_one_is_that_type() {
    check_sent(
        r##"
T:
  type: object
  properties:
    plain: {allOf: [{$ref: "#/components/schemas/A"}]}
    described: {description: An A., readOnly: true, allOf: [{$ref: "#/components/schemas/A"}]}
    nullable: {nullable: true, allOf: [{$ref: "#/components/schemas/A"}]}
    twice: {allOf: [{allOf: [{$ref: "#/components/schemas/A"}]}]}
    inline: {allOf: [{type: object, properties: {b: {type: string}}}]}
    wrapped: {$ref: "#/components/schemas/Wrapper"}
A: {type: object, properties: {a: {type: string}}}
Wrapper: {allOf: [{$ref: "#/components/schemas/A"}], description: A wrapper.}
"##,
        "
struct T
    plain: A optional
    described: A optional
    nullable: A optional or null
    twice: A optional
    inline: TInline optional
    wrapped: A optional

struct A
    a: string optional

struct TInline
    b: string optional

type Wrapper = A
",
    );
}

#[test]
fn compositions_without_names_come_to_what_they_mean() {
    check_sent(
        "
T:
  type: object
  properties:
    merged: {allOf: [{type: object}, {type: object}]}
    bounded: {allOf: [{type: object}], minProperties: 1}
    one: {oneOf: [{type: string}, {type: integer}]}
    any: {anyOf: [{type: string}, {type: integer}]}
    not: {not: {type: string}}
    several: {type: [string, integer]}
    never: false
",
        "
struct T
    merged: {any} optional
    bounded: {any}(minProperties 1) optional
    one: TOne optional
    any: TAny optional
    not: any(not: not (string)) optional
    several: TSeveral optional
    never: never optional

union TOne
    String: string
    Integer: i64

union TAny
    String: string
    Integer: i64

union TSeveral
    Integer: i64
    String: string
! other-version /components/schemas/T/properties/several/type
",
    );
}

#[test]
fn additional_properties_are_kept_refused_or_skipped() {
    check_sent(
        r#"
T:
  type: object
  properties:
    unsaid: {type: object, properties: {a: {type: string}}}
    "true": {type: object, additionalProperties: true, properties: {a: {type: string}}}
    empty: {type: object, additionalProperties: {}, properties: {a: {type: string}}}
    "false": {type: object, additionalProperties: false, properties: {a: {type: string}}}
    typed: {type: object, additionalProperties: {type: integer}, properties: {a: {type: string}}}
    map_unsaid: {type: object}
    map_true: {type: object, additionalProperties: true}
    map_typed: {type: object, additionalProperties: {type: integer, nullable: true}}
    map_of_maps: {type: object, additionalProperties: {type: object, additionalProperties: {type: string}}}
    untyped_map: {additionalProperties: {type: string}}
    nothing: {type: object, additionalProperties: false}
"#,
        "
struct T
    unsaid: TUnsaid optional
    true: TTrue optional
    empty: TEmpty optional
    false: TFalse optional
    typed: TTyped optional
    map_unsaid: {any} optional
    map_true: {any} optional
    map_typed: {i64 or null} optional
    map_of_maps: {{string}} optional
    untyped_map: {string} optional
    nothing: TNothing optional

struct TUnsaid
    a: string optional

struct TTrue
    a: string optional
    additional_properties: others, any

struct TEmpty
    a: string optional
    additional_properties: others, any

struct TFalse
    a: string optional
    no other properties

struct TTyped
    a: string optional
    additional_properties: others, i64

struct TNothing
    no other properties
! inferred-type /components/schemas/T/properties/untyped_map
",
    );
}

#[test]
fn constraints_stay_where_they_stand() {
    check_sent(
        r##"
T:
  type: object
  properties:
    text: {type: string, minLength: 1, maxLength: 5, pattern: "^[a-z]+$"}
    number: {type: number, minimum: 0.5, maximum: 1e3, exclusiveMaximum: true, multipleOf: 0.01}
    integer: {type: integer, format: int32, exclusiveMinimum: 0, maximum: 18446744073709551615}
    items: {type: array, minItems: 1, maxItems: 3, uniqueItems: true, items: {type: string, minLength: 2}}
    values: {type: object, minProperties: 1, maxProperties: 3, additionalProperties: {type: string, maxLength: 2}}
    nullable: {type: string, nullable: true, minLength: 3}
    nullable_items: {type: array, items: {type: integer, nullable: true, minimum: 1}}
    alias: {$ref: "#/components/schemas/Slug"}
    aliases: {type: array, items: {$ref: "#/components/schemas/Slug"}}
    engine: {type: string, pattern: "^(?!https://).*$"}
    idle: {type: string, minLength: 0}
    others: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string, minLength: 4}}
Slug: {type: string, pattern: "^[-a-z]+$"}
"##,
        r#"
struct T
    text: string(minLength 1, maxLength 5, pattern "^[a-z]+$") optional
    number: f64(minimum 0.5, exclusiveMaximum 1e3, multipleOf 0.01) optional
    integer: u64(exclusiveMinimum 0, maximum 18446744073709551615) optional
    items: [string(minLength 2)](minItems 1, maxItems 3, uniqueItems) optional
    values: {string(maxLength 2)}(minProperties 1, maxProperties 3) optional
    nullable: string(minLength 3) optional or null
    nullable_items: [i64(minimum 1) or null] optional
    alias: Slug optional
    aliases: [Slug] optional
    engine: string(pattern "^(?!https://).*$" in linear time) optional
    idle: string optional
    others: TOthers optional

newtype Slug = string(pattern "^[-a-z]+$")

struct TOthers
    a: string optional
    additional_properties: others, string(minLength 4)
! other-version /components/schemas/T/properties/integer/exclusiveMinimum
"#,
    );
}

#[test]
fn constraints_hold_on_every_type_that_they_are_about() {
    check_sent(
        "
T:
  type: object
  minProperties: 1
  properties:
    id: {type: string, format: uuid, maxLength: 36}
    kind: {type: string, enum: [a], maxLength: 1}
    any: {minLength: 1}
    wrong: {type: integer, maxLength: 1}
",
        r#"
struct T
    id: uuid(maxLength 36) optional
    kind: TKind optional
    any: any(minLength 1) optional
    wrong: i64 optional
    minProperties 1
    additional_properties: undeclared, any

enum TKind
    A "a"
! ignored-keyword /components/schemas/T/properties/wrong
"#,
    );
    check(
        r#"
paths:
  /pets/{id}:
    put:
      operationId: put_pet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, maxLength: 5}}
      requestBody: {content: {application/json: {schema: {type: array, maxItems: 5, items: {type: string}}}}}
      responses:
        "200": {description: x, content: {application/json: {schema: {type: array, maxItems: 5, items: {type: string}}}}}
"#,
        r#"
operation put_pet = PUT /pets/{id}
    path "id": string(maxLength 5)
    body: [string](maxItems 5) optional
    success 200 Ok: [string](maxItems 5)
"#,
    );
}

#[test]
fn nothing_is_emitted_that_no_operation_uses() {
    check_sent(
        r##"
T: {type: object, properties: {used: {$ref: "#/components/schemas/Used"}}}
Used: {type: string, maxLength: 5}
Unused: {type: object, properties: {a: {oneOf: []}}}
"##,
        "
struct T
    used: Used optional

newtype Used = string(maxLength 5)
",
    );
}
