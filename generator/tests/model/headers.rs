//! Headers of responses: their types, the structs that share them, and what has no typed form.

use super::check;

#[test]
fn responses_with_equal_headers_share_a_struct_named_after_them() {
    check(
        r##"
paths:
  /a:
    get:
      operationId: a
      responses:
        "200":
          description: x
          headers:
            X-Total: {required: true, schema: {type: integer, minimum: 0}}
            Link: {$ref: "#/components/headers/Link"}
          content: {application/json: {schema: {type: string}}}
        "404":
          description: x
          headers: {Link: {$ref: "#/components/headers/Link"}}
        default:
          description: x
          headers: {Location: {required: true, schema: {type: string}}}
    put:
      operationId: b
      responses:
        "204":
          description: The same, in another order and with another description.
          headers:
            Link: {schema: {type: string}}
            x-total: {required: true, description: All., schema: {type: integer, minimum: 0}}
        default:
          description: Another of the same name.
          headers: {Location: {schema: {type: string}}}
components:
  headers:
    Link: {description: The next page., schema: {type: string}}
"##,
        r##"
headers LinkXTotalHeaders
    header x_total "X-Total": i64(minimum 0)
    header link "Link": string optional

headers LinkHeaders
    header link "Link": string optional

headers ADefaultHeaders
    header location "Location": string

headers BDefaultHeaders
    header location "Location": string optional

operation a = GET /a
    success 200 Ok: string with LinkXTotalHeaders
    error 404 NotFound: no body with LinkHeaders
    error default Default: no body with ADefaultHeaders

operation b = PUT /a
    success 204 NoContent: no body with LinkXTotalHeaders
    error default Default: no body with BDefaultHeaders
"##,
    );
}

#[test]
fn every_shape_has_its_type() {
    check(
        r##"
paths:
  /a:
    get:
      operationId: a
      responses:
        "204":
          description: x
          headers:
            List: {schema: {type: array, items: {type: integer, maximum: 9}}}
            Object: {explode: true, schema: {type: object, additionalProperties: {type: integer}}}
            Either: {schema: {oneOf: [{type: integer}, {type: array, items: {type: integer}}]}}
            Json: {content: {application/json: {schema: {type: object, additionalProperties: {type: boolean}}}}}
            Kind: {deprecated: true, schema: {type: string, enum: [a, b]}}
            Any: {schema: {}}
            set-cookie: {schema: {type: string, maxLength: 9}}
        default: {description: x}
"##,
        r##"
union ANoContentEither
    Integer: i64
    List: [i64]

enum ANoContentKind
    A "a"
    B "b"

headers AnyEitherJsonKindListObjectSetCookieHeaders
    header list "List": [i64(maximum 9)] with commas optional
    header object "Object": {i64} simple exploded optional
    header either "Either": ANoContentEither simple optional
    header json "Json": {boolean} as json optional
    header kind "Kind": ANoContentKind optional deprecated
    header any "Any": string optional
    header set_cookie "set-cookie": [string(maxLength 9)] in lines optional secret

operation a = GET /a
    success 204 NoContent: no body with AnyEitherJsonKindListObjectSetCookieHeaders
    error default Default: no body
"##,
    );
}

#[test]
fn what_has_no_typed_form_is_a_string_and_what_has_no_effect_is_reported() {
    check(
        r##"
paths:
  /a:
    get:
      operationId: a
      responses:
        "204":
          description: x
          headers:
            Nested: {schema: {type: array, items: {type: array, items: {type: integer}}}}
            Xml: {required: true, content: {application/xml: {schema: {type: object}}}}
            Set-Cookie: {schema: {type: object, properties: {a: {type: string}}}}
            Styled: {style: form, schema: {type: integer}}
            Bare: {description: Nothing else.}
            bare: {schema: {type: integer}}
            A b: {schema: {type: integer}}
            content-type: {schema: {type: string}}
        default: {description: x}
"##,
        r##"
headers BareNestedSetCookieStyledXmlHeaders
    header nested "Nested": string optional
    header xml "Xml": string
    header set_cookie "Set-Cookie": [string] in lines optional secret
    header styled "Styled": string optional
    header bare "Bare": string optional

operation a = GET /a
    success 204 NoContent: no body with BareNestedSetCookieStyledXmlHeaders
    error default Default: no body
! unsupported-header /paths/~1a/get/responses/204/headers/Nested
! unsupported-header /paths/~1a/get/responses/204/headers/Xml
! unsupported-header /paths/~1a/get/responses/204/headers/Set-Cookie
! unsupported-header /paths/~1a/get/responses/204/headers/Styled
! missing-keyword /paths/~1a/get/responses/204/headers/Bare
! invalid-value /paths/~1a/get/responses/204/headers/bare
! invalid-value /paths/~1a/get/responses/204/headers/A b
! ignored-header /paths/~1a/get/responses/204/headers/content-type
"##,
    );
}
