//! What must not bring the generator down: depth, length, and references to everywhere.

use std::path::Path;

use oasmith::Config;
use oasmith::diagnostic::Code;
use oasmith::model::{Shape, Ty, TypeDef};

use super::{SENT, check_sent, generate, told};

#[test]
fn ten_thousand_references_in_a_row_are_followed() {
    let mut fragment = format!("{SENT}    T: {{$ref: \"#/components/schemas/C0\"}}\n");
    for index in 0..10_000 {
        let next = index + 1;
        fragment.push_str(&format!(
            "    C{index}: {{$ref: \"#/components/schemas/C{next}\"}}\n"
        ));
    }
    fragment.push_str("    C10000: {type: string, maxLength: 5}\n");
    let generated = generate(&fragment, &Config::default()).expect("it is a description");
    let names: Vec<_> = generated.api.types.iter().map(|def| &def.name).collect();
    // Each is a type, or another name for the one at the end.
    assert_eq!(names.len(), 10_002);
    assert_eq!(names[..3], ["C10000", "T", "C0"]);
}

#[test]
fn ten_thousand_types_in_a_row_are_a_ring_with_one_box() {
    let mut fragment = format!("{SENT}    T: {{$ref: \"#/components/schemas/C0\"}}\n");
    for index in 0..10_000 {
        let next = (index + 1) % 10_000;
        fragment.push_str(&format!(
            "    C{index}: {{type: object, properties: {{c: {{$ref: \"#/components/schemas/C{next}\"}}}}}}\n"
        ));
    }
    let generated = generate(&fragment, &Config::default()).expect("it is a description");
    let is_boxed = |shape: &Shape| match shape {
        Shape::Struct(structure) => matches!(structure.fields[0].ty, Ty::Boxed(_)),
        _ => false,
    };
    let types = &generated.api.types;
    let is_struct = |def: &&TypeDef| matches!(def.shape, Shape::Struct(_));
    assert_eq!(types.iter().filter(is_struct).count(), 10_000);
    assert_eq!(types.iter().filter(|def| is_boxed(&def.shape)).count(), 1);
}

#[test]
fn references_that_lead_only_to_each_other_are_any_value() {
    check_sent(
        r##"
T: {type: object, properties: {a: {$ref: "#/components/schemas/A"}, s: {allOf: [{$ref: "#/components/schemas/S"}]}}}
A: {$ref: "#/components/schemas/B"}
B: {$ref: "#/components/schemas/A"}
S: {allOf: [{$ref: "#/components/schemas/S"}]}
"##,
        "
struct T
    a: any optional
    s: any optional

type A = any

type B = any

type S = any
! cyclic-reference /components/schemas/A
! cyclic-reference /components/schemas/S
",
    );
}

#[test]
fn a_reference_may_lead_to_any_schema() {
    check_sent(
        r##"
T:
  type: object
  properties:
    a: {type: object, properties: {b: {type: string, enum: [c]}}}
    again: {$ref: "#/components/schemas/T/properties/a"}
    inside: {$ref: "#/components/schemas/T/properties/a/properties/b"}
    body: {$ref: "#/paths/~1t/put/requestBody/content/application~1json/schema"}
"##,
        r#"
struct T
    a: TA optional
    again: TA optional
    inside: TAB optional
    body: boxed T optional

struct TA
    b: TAB optional

enum TAB
    C "c"
"#,
    );
}

#[test]
fn an_inline_list_may_hold_itself() {
    let fragment = format!(
        "{SENT}    T: {{type: object, properties: {{kids: {{type: array, items: {{$ref: \"#/components/schemas/T/properties/kids\"}}}}}}}}\n"
    );
    let generated = generate(&fragment, &Config::default()).expect("it is a description");
    assert!(!generated.api.types.is_empty());
}

#[test]
fn names_are_identifiers_whatever_the_script() {
    for name in ["x²", "½", "ⓐ", "ͅx", "①"] {
        let fragment = format!(
            "{SENT}    T: {{type: object, properties: {{\"{name}\": {{type: string, enum: [\"{name}\"]}}}}}}\n"
        );
        assert!(generate(&fragment, &Config::default()).is_ok(), "{name}");
    }
}

#[test]
fn a_reference_to_an_anchor_that_is_not_there_is_reported() {
    let fragment =
        format!("{SENT}    T: {{type: object, properties: {{a: {{$ref: \"#Pet\"}}}}}}\n");
    let codes: Vec<_> = said(&fragment).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Code::UnresolvedReference]);
}

#[test]
fn a_type_is_not_split_where_its_directions_do_not_differ() {
    let fragment = r##"
paths:
  /t:
    put:
      operationId: t
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}
      responses:
        "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}
components:
  schemas:
    T: {type: object, properties: {id: {type: string, readOnly: true}}}
"##;
    let generated = generate(fragment, &Config::default()).expect("it is a description");
    assert_eq!(generated.api.types.len(), 1);
}

#[test]
fn what_is_only_merged_is_no_type_of_its_own() {
    check_sent(
        r##"
T:
  type: object
  properties:
    merged: {allOf: [{$ref: "#/components/schemas/A"}, {type: object, properties: {b: {type: string}}}]}
A: {type: object, properties: {a: {type: string}}}
"##,
        "
struct T
    merged: TMerged optional

struct TMerged
    a: string optional
    b: string optional
",
    );
}

/// What is said about a description, once it has ended: the codes and the pointers.
fn said(fragment: &str) -> Vec<(Code, String)> {
    let generated = generate(fragment, &Config::default()).expect("it is a description");
    told(&generated.report)
        .map(|it| (it.code, it.location.pointer.clone()))
        .collect()
}

#[test]
fn a_type_has_an_end() {
    let properties: String = (0..=2_000).map(|at| format!("p{at}: {{}}, ")).collect();
    let values: String = (0..=100_000).map(|at| format!("v{at}, ")).collect();
    check_sent(
        &format!(
            "T: {{type: object, properties: {{a: {{type: object, properties: {{{properties}}}}}, b: {{type: string, enum: [{values}]}}}}}}"
        ),
        "
struct T
    a: {any} optional
    b: string optional
! unsupported-schema /components/schemas/T/properties/a
! unsupported-schema /components/schemas/T/properties/b
",
    );
}

#[test]
fn documentation_has_an_end() {
    let long = "word ".repeat(20_000);
    let mut uses = String::new();
    for at in 0..300 {
        uses.push_str(&format!("u{at}: {{$ref: \"#/components/schemas/L\"}}, "));
    }
    let fragment = format!(
        "{SENT}    T: {{type: object, properties: {{{uses}}}}}\n    L: {{type: string, description: {long}}}\n"
    );
    let said = said(&fragment);
    // Each of 64 KiB, until there is no room for another; what is left out then is said once.
    assert_eq!(said.len(), 256);
    assert!(said.iter().all(|(code, _)| *code == Code::IgnoredKeyword));
}

#[test]
fn pointers_and_messages_have_an_end() {
    let key = "n".repeat(100_000);
    let fragment = format!(
        "{SENT}    T: {{type: object, properties: {{{key}: {{type: object, properties: {{a: 1, b: 1}}, k{key}: 1}}}}}}\n"
    );
    let generated = generate(&fragment, &Config::default()).expect("it is a description");
    assert!(told(&generated.report).count() > 0);
    for diagnostic in told(&generated.report) {
        let pointer = &*diagnostic.location.pointer;
        assert_eq!(pointer, "/components/schemas/T/properties");
        assert!(diagnostic.message.len() < 2_010);
        assert!(
            generated
                .report
                .render(diagnostic, oasmith::Style::Plain)
                .len()
                < 3_000
        );
    }
}

#[test]
fn a_request_has_an_end() {
    let path: String = (0..300).map(|at| format!("/{{p{at}}}")).collect();
    let query: String = (0..300)
        .map(|at| format!("{{name: q{at}, in: query, required: true, schema: {{type: string}}}}, "))
        .collect();
    let schemes: String = (0..300).map(|at| format!("k{at}: [], ")).collect();
    let answer = "responses: {'204': {description: d}}";
    let fragment = format!(
        "paths:\n  ? \"{path}\"\n  : {{get: {{operationId: a, {answer}}}}}\n  /b: {{get: {{operationId: b, parameters: [{query}], {answer}}}}}\n  /c: {{get: {{operationId: c, security: [{{{schemes}}}], {answer}}}}}\n"
    );
    let codes: Vec<_> = said(&fragment).into_iter().map(|(code, _)| code).collect();
    let expected = [
        Code::UnsupportedParameter,
        Code::UnsupportedParameter,
        Code::UnsupportedSecurityScheme,
    ];
    assert_eq!(codes, expected);
}

#[test]
fn levels_of_unions_do_not_multiply() {
    for leaf in [
        "{type: string, enum: [rN]}",
        "{type: object, required: [t], properties: {t: {type: string, enum: [rN]}}}",
        "{type: object, properties: {rN: {type: string}}}",
    ] {
        let mut fragment = format!("{SENT}    T: {{$ref: \"#/components/schemas/L0x0\"}}\n");
        for level in 0..12 {
            let arms = (0..10).map(|at| {
                let next = level + 1;
                format!("{{$ref: \"#/components/schemas/L{next}x{at}\"}}, ")
            });
            let arms: String = arms.collect();
            for at in 0..10 {
                fragment.push_str(&format!("    L{level}x{at}: {{anyOf: [{arms}]}}\n"));
            }
        }
        for at in 0..10 {
            let leaf = leaf.replace('N', &at.to_string());
            fragment.push_str(&format!("    L12x{at}: {leaf}\n"));
        }
        assert_eq!(said(&fragment), []);
    }
}

#[test]
fn variables_of_a_server_do_not_multiply() {
    let mut fragment = "servers: [{url: \"/{v0}\", variables: {".to_owned();
    for at in 0..12 {
        let next = format!("{{v{}}}", at + 1).repeat(10);
        fragment.push_str(&format!("v{at}: {{default: \"{next}\"}}, "));
    }
    fragment.push_str("}}]\npaths: {}\n");
    assert_eq!(said(&fragment), []);
}

/// A description in which each of some resources may have an anchor or not.
fn anchors(count: usize) -> String {
    let mut fragment = format!("{SENT}    T: {{$ref: \"https://e.org/c0\"}}\n");
    let (mut properties, mut anchors) = (String::new(), String::new());
    for index in 0..count {
        let next = format!("https://e.org/c{}", index + 1);
        let own = format!("https://e.org/{index}");
        fragment.push_str(&format!(
            "    C{index}: {{$id: 'https://e.org/c{index}', allOf: [{{$ref: '{own}/a'}}, {{$ref: '{own}/b'}}]}}
    A{index}: {{$id: '{own}/a', $ref: '{next}', $defs: {{a: {{$dynamicAnchor: n{index}, type: integer}}}}}}
    B{index}: {{$id: '{own}/b', $ref: '{next}'}}\n"
        ));
        properties.push_str(&format!("p{index}: {{$dynamicRef: '#n{index}'}}, "));
        anchors.push_str(&format!("d{index}: {{$dynamicAnchor: n{index}}}, "));
    }
    fragment.push_str(&format!(
        "    C{count}: {{$id: 'https://e.org/c{count}', type: object, properties: {{{properties}}}, $defs: {{{anchors}}}}}\n"
    ));
    fragment
}

#[test]
fn sets_of_dynamic_anchors_are_bounded() {
    let reported = |count| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\n{}",
            anchors(count)
        );
        let generated = oasmith::generate_text(Path::new("t.yaml"), text, &Config::default());
        let generated = generated.expect("it is a description");
        let found = generated.report.diagnostics.iter();
        let found = found.filter(|it| it.code == Code::UnsupportedConstraint);
        let messages: Vec<_> = found.map(|it| it.message.clone()).collect();
        messages
    };
    assert_eq!(reported(6), [""; 0]);
    let message =
        "it has too many targets: the dynamic reference is resolved like `$ref`".to_owned();
    assert_eq!(reported(20), vec![message; 20]);
}
