//! Keywords that no type can hold.

use super::check_sent;

#[test]
fn a_union_that_only_asks_for_properties_is_a_rule() {
    check_sent(
        r#"
T:
  type: object
  properties:
    email: {type: string}
    phone: {type: string}
  oneOf: [{required: [email]}, {required: [phone]}]
"#,
        r#"
struct T
    email: string optional
    phone: string optional
    oneOf: one of (has ["email"], has ["phone"])
"#,
    );
}

#[test]
fn negations_and_conditions_are_rules() {
    check_sent(
        r#"
T:
  type: object
  properties:
    word: {type: string, not: {enum: [root, admin]}}
    list: {type: array, items: {type: integer}, contains: {const: 5}, maxContains: 2}
    names: {type: object, propertyNames: {maxLength: 3}}
  if: {required: [word]}
  then: {required: [list]}
  dependentRequired: {list: [word]}
"#,
        r#"
struct T
    word: string(not: not (one of "root", "admin")) optional
    list: [i64](contains: 1 to 2 are one of 5) optional
    names: {any}(propertyNames: names are maxLength 3) optional
    with "list" also ["word"]
    if: if, then, else (has ["word"], has ["list"], anything)
! other-version /components/schemas/T/properties/list/contains
! other-version /components/schemas/T/properties/list/contains/const
! other-version /components/schemas/T/properties/list/maxContains
! other-version /components/schemas/T/properties/names/propertyNames
! other-version /components/schemas/T/if
! other-version /components/schemas/T/then
! other-version /components/schemas/T/dependentRequired
"#,
    );
}
