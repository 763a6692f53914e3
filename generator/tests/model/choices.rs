//! What the configuration chooses: operations, types and names.

use oasmith::Config;
use oasmith::config::Word;
use oasmith::diagnostic::Code;
use oasmith::model::Api;

use super::{generate, printed, told};

const OPERATIONS: &str = r#"paths:
  /pets:
    get: {operationId: listPets, tags: [pets, read], responses: {"204": {description: x}}}
    post: {operationId: addPet, tags: [pets], responses: {"204": {description: x}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: pet, tags: [pets, read], responses: {"204": {description: x}}}
  /health:
    get: {responses: {"204": {description: x}}}
"#;

pub fn words(words: &[&str]) -> Vec<Word> {
    words.iter().copied().map(Word::from).collect()
}

/// The names of the operations that are emitted, and the codes of what is reported.
#[track_caller]
fn emitted(fragment: &str, config: &Config) -> (Vec<String>, Vec<&'static str>) {
    let generated = generate(fragment, config).expect("it is a description");
    let operations = generated.api.operations.into_iter();
    (
        operations.map(|operation| operation.name).collect(),
        told(&generated.report).map(|it| it.code.as_str()).collect(),
    )
}

#[test]
fn operations_are_chosen_by_id_tag_and_path() {
    for (include, exclude, expected) in [
        (&[][..], &[][..], "list_pets add_pet pet get_health"),
        (&["listPets"], &[], "list_pets"),
        (&["*Pet*"], &[], "list_pets add_pet"),
        (&["tag:read"], &[], "list_pets pet"),
        (&["tag:*"], &[], "list_pets add_pet pet"),
        (&["tag:pets"], &["tag:read"], "add_pet"),
        (&["/pets"], &[], "list_pets add_pet"),
        (&["/pets*"], &[], "list_pets add_pet pet"),
        (&["/pets/{id}", "listPets"], &[], "list_pets pet"),
        (&["GET /pets*"], &[], "list_pets pet"),
        (&["post *"], &[], "add_pet"),
        (&[], &["/health"], "list_pets add_pet pet"),
        (&[], &["*"], ""),
    ] {
        let config = Config {
            include_operations: words(include),
            exclude_operations: words(exclude),
            ..Config::default()
        };
        let (names, _) = emitted(OPERATIONS, &config);
        assert_eq!(names.join(" "), expected, "{include:?} {exclude:?}");
    }
}

#[test]
fn what_is_left_out_on_purpose_is_neither_skipped_nor_reported() {
    let faulty = OPERATIONS.replace(
        "get: {responses",
        "get: {operationId: [], deprecated: 1, tag: x, responses",
    );
    let config = Config {
        exclude_operations: words(&["/health"]),
        ..Config::default()
    };
    let generated = generate(&faulty, &config).expect("it is a description");
    assert_eq!(told(&generated.report).count(), 0);
    assert!(generated.api.skipped.is_empty());
    let all = emitted(&faulty, &Config::default());
    let codes = [
        "wrong-type",
        "wrong-type",
        "unknown-keyword",
        "missing-operation-id",
    ];
    assert_eq!(all.1.len(), codes.len());
    assert!(codes.iter().all(|code| all.1.contains(code)), "{all:?}");
}

/// A description with a fault in each part, all of which say which operations they are used by.
const PARTS: &str = r##"paths:
  /a:
    colour_a_path: 1
    get:
      operationId: a
      parameters: [{$ref: "#/components/parameters/P"}]
      responses: {"200": {$ref: "#/components/responses/A"}, default: {description: x}}
  /b:
    colour_b_path: 1
    get:
      operationId: b
      parameters: [{$ref: "#/components/parameters/P"}]
      responses: {"200": {$ref: "#/components/responses/B"}, default: {description: x}}
  /c: {colour_c: 1}
components:
  parameters:
    P: {name: p, in: query, colour_ab_parameter: 1, schema: {type: string}, example: 1}
  responses:
    A: {description: x, colour_a: 1, content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}
    B: {description: x, colour_b: 1, content: {application/json: {schema: {$ref: "#/components/schemas/B"}}}}
  schemas:
    A: {type: object, colour_a: 1, properties: {base: {$ref: "#/components/schemas/Base"}, text: {type: string, default: 1}}}
    B: {type: object, colour_b: 1, properties: {inner: {not: {colour_b: 1}}, text: {type: string, default: 2}}}
    Base: {type: object, required: [kind], colour_a: 1, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Extends: {allOf: [{$ref: "#/components/schemas/Base"}, {colour_a: 1}]}
    Unused: {colour_unused: 1, default: {$ref: "#/nowhere"}, items: {$ref: "#/nowhere"}}
"##;

#[test]
fn diagnostics_are_about_parts_that_are_emitted() {
    let all = "a a a a a_path ab_parameter b b b b_path c";
    for (include, prune, expected, values) in [
        (&[][..], true, all, 3),
        (&[], false, &format!("{all} unused"), 3),
        (&["a"], true, "a a a a a_path ab_parameter c", 2),
        (&["b"], true, "ab_parameter b b b b_path c", 2),
        (&["none"], true, "c", 0),
    ] {
        let config = Config {
            include_operations: words(include),
            prune,
            ..Config::default()
        };
        let generated = generate(PARTS, &config).expect("it is a description");
        let diagnostics = || told(&generated.report);
        let mut found: Vec<_> = diagnostics()
            .filter(|it| it.code == Code::UnknownKeyword)
            .filter_map(|it| it.location.pointer.rsplit("colour_").next())
            .collect();
        found.sort_unstable();
        assert_eq!(found.join(" "), expected, "{include:?} {prune}");
        let is_value = |code| matches!(code, Code::InvalidDefault | Code::InvalidExample);
        let count = diagnostics().filter(|it| is_value(it.code)).count();
        assert_eq!(count, values, "{include:?}");
    }
}

#[test]
fn an_override_that_takes_the_name_of_a_component_is_reported() {
    let names = |pairs: &[(&str, &str)]| Config {
        names: pairs
            .iter()
            .map(|(key, name)| ((*key).to_owned(), name.parse().expect("it is a name")))
            .collect(),
        ..Config::default()
    };
    for (key, name, expected) in [
        (
            "#/components/schemas/Part",
            "Used",
            "warning[name-taken]: the override takes the name `Used` of the component `Used`: its type is named `Used2`\n",
        ),
        (
            "Part",
            "Piece",
            "warning[unmatched-option]: `Part` in `names` matches no operation\n |\n = help: did you mean `#/components/schemas/Part`?\n",
        ),
        (
            "#/definitions/part",
            "Piece",
            "warning[unmatched-option]: `#/definitions/part` in `names` matches no schema or operation\n |\n = help: did you mean `#/components/schemas/Part`?\n",
        ),
        (
            "T",
            "named",
            "warning[unmatched-option]: `T` in `names` matches no operation\n |\n = help: did you mean `t`?\n",
        ),
    ] {
        let generated = generate(TYPES, &names(&[(key, name)])).expect("it is a description");
        let said: Vec<_> = told(&generated.report)
            .map(|diagnostic| generated.report.render(diagnostic, oasmith::Style::Plain))
            .collect();
        assert_eq!(said, [expected], "{key}");
    }
    // Without a collision nothing is reported, nor where the component gives its own name away.
    for pairs in [
        &[("#/components/schemas/Part", "Piece")][..],
        &[
            ("#/components/schemas/Part", "Used"),
            ("#/components/schemas/Used", "Part"),
        ],
    ] {
        let generated = generate(TYPES, &names(pairs)).expect("it is a description");
        assert_eq!(told(&generated.report).count(), 0, "{pairs:?}");
    }
}

#[test]
fn words_that_select_nothing_are_reported() {
    let config = Config {
        include_operations: words(&["listPets", "tag:pet"]),
        exclude_operations: words(&["/pet", "DELETE *"]),
        include_types: words(&["Pet"]),
        replace: vec![
            ("Mony".to_owned(), "f64".parse().expect("it is a type")),
            (
                "format:uid".to_owned(),
                "u64".parse().expect("it is a type"),
            ),
        ],
        names: ["listPets", "listPet", "#/paths/~1health/put"]
            .map(|key| (key.to_owned(), "named".parse().expect("it is a name")))
            .into(),
        ..Config::default()
    };
    let generated = generate(OPERATIONS, &config).expect("it is a description");
    let said: Vec<_> = told(&generated.report)
        .map(|diagnostic| generated.report.render(diagnostic, oasmith::Style::Plain))
        .collect();
    assert_eq!(
        said,
        [
            "warning[unmatched-option]: `tag:pet` in `include-operations` matches no operation\n |\n = help: did you mean `tag:pets`?\n",
            "warning[unmatched-option]: `/pet` in `exclude-operations` matches no operation\n |\n = help: did you mean `/pets`?\n",
            "warning[unmatched-option]: `DELETE *` in `exclude-operations` matches no operation\n",
            "warning[unmatched-option]: `Pet` in `include-types` matches no component schema\n",
            "warning[unmatched-option]: `listPet` in `names` matches no operation\n |\n = help: did you mean `listPets`?\n",
            "warning[unmatched-option]: `#/paths/~1health/put` in `names` matches no schema or operation\n",
            "warning[unmatched-option]: `Mony` in `replace` matches no component schema\n",
            "warning[unmatched-option]: `format:uid` in `replace` matches no `format` of a schema\n",
        ]
    );
}

const TYPES: &str = r##"paths:
  /t:
    put:
      operationId: t
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Used"}}}}
      responses: {"204": {description: x}}
components:
  schemas:
    Used: {type: object, properties: {part: {$ref: "#/components/schemas/Part"}}}
    Part: {type: string, enum: [a]}
    Unused: {type: object, required: [other], properties: {other: {$ref: "#/components/schemas/Other"}}}
    Other: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, note: {type: string, nullable: true}}}
"##;

#[track_caller]
fn types(config: &Config) -> String {
    let generated = generate(TYPES, config).expect("it is a description");
    assert_eq!(told(&generated.report).count(), 0);
    let types = generated.api.types.into_iter().map(|def| def.name);
    types.collect::<Vec<_>>().join(" ")
}

#[test]
fn types_are_kept_and_left_out() {
    let all = "Used Part Unused UnusedRequest Other OtherRequest";
    for (prune, include, exclude, expected) in [
        (true, &[][..], &[][..], "Used Part"),
        (false, &[], &[], all),
        (true, &["Unused"], &[], all),
        (true, &["Oth*"], &[], "Used Part Other OtherRequest"),
        (false, &[], &["Other"], "Used Part Unused"),
        (true, &["Unused"], &["Un*"], "Used Part"),
        (true, &[], &["Part"], "Used"),
        (true, &[], &["Used"], ""),
    ] {
        let config = Config {
            prune,
            include_types: words(include),
            exclude_types: words(exclude),
            ..Config::default()
        };
        assert_eq!(types(&config), expected, "{prune} {include:?} {exclude:?}");
    }
}

#[test]
fn a_type_that_is_left_out_is_any_json() {
    let config = Config {
        exclude_types: words(&["Part"]),
        ..Config::default()
    };
    let model = printed(TYPES, &config);
    assert!(
        model.starts_with("struct Used\n    part: any optional\n"),
        "{model}"
    );
    let generated = generate(TYPES, &config).expect("it is a description");
    assert!(generated.api.untyped.is_empty(), "it is meant to be");
}

#[test]
fn a_type_that_no_operation_uses_can_say_all_that_it_may_hold() {
    let config = Config {
        include_types: words(&["Other"]),
        ..Config::default()
    };
    let model = printed(TYPES, &config);
    assert!(
        model.contains("struct Other\n    id: string\n    note: string optional or null\n"),
        "{model}"
    );
}

#[test]
fn operations_have_the_names_that_are_asked_for() {
    let named = |key: &str, name: &str| (key.to_owned(), name.parse().expect("it is a name"));
    let config = Config {
        names: vec![
            named("listPets", "add_pet"),
            named("#/paths/~1health/get", "type"),
            named("pet", "new"),
        ],
        ..Config::default()
    };
    // A pinned name that the output uses itself counts for nothing.
    let (names, codes) = emitted(OPERATIONS, &config);
    assert_eq!(names, ["add_pet", "add_pet2", "pet", "type"]);
    assert_eq!(codes, ["name-taken"]);
}

#[test]
fn a_description_can_name_its_operations() {
    let fragment = OPERATIONS
        .replace(
            "{operationId: listPets",
            "{operationId: listPets, x-rust-name: all",
        )
        .replace(
            "{operationId: addPet",
            "{operationId: addPet, x-rust-name: \"a b\"",
        )
        .replace("{responses", "{x-rust-name: health, responses");
    let (names, codes) = emitted(&fragment, &Config::default());
    assert_eq!(names, ["all", "add_pet", "pet", "health"]);
    assert_eq!(codes, ["invalid-value"]);
    let config = Config {
        names: vec![(
            "listPets".to_owned(),
            "every".parse().expect("it is a name"),
        )],
        ..Config::default()
    };
    assert_eq!(emitted(&fragment, &config).0[0], "every");
}

#[test]
fn types_derive_what_is_asked_for() {
    let path = |text: &str| text.parse().expect("it is a path");
    let config = Config {
        derives: vec![
            ("*".into(), path("Eq")),
            ("Us*".into(), path("a::B")),
            ("Us*".into(), path("a::B")),
            ("Parts".into(), path("Eq")),
        ],
        ..Config::default()
    };
    let model = printed(TYPES, &config);
    assert!(
        model.contains("struct Used (derives Eq, a::B)\n"),
        "{model}"
    );
    assert!(model.contains("enum Part (derives Eq)\n"), "{model}");
    assert!(model.ends_with("! unmatched-option"), "{model}");
}

#[test]
fn what_stands_in_an_operation_is_named_after_it() {
    let fragment = r#"paths:
  /pets:
    get:
      operationId: listPets
      x-rust-name: all
      responses:
        "200": {description: x, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
"#;
    let model = printed(fragment, &Config::default());
    assert!(model.starts_with("struct AllOk\n"), "{model}");
}

#[test]
fn a_pinned_name_that_means_something_else_is_refused_at_its_place() {
    for (name, is_free) in [
        ("my_type", true),
        ("Option", true),
        ("union", true),
        ("macro_rules", true),
        ("main", true),
        ("Drop", true),
        ("i64", false),
        ("bool", false),
        ("std", false),
        ("serde_json", false),
        ("chrono", false),
        ("Other", false),
    ] {
        let fragment = |pin: &str| {
            format!(
                "paths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        \"200\": {{description: x, content: {{application/json: {{schema: {{$ref: \"#/components/schemas/Own\"}}}}}}}}\n\
                 components:\n  schemas:\n    Own: {{type: object, {pin}properties: {{o: {{$ref: \"#/components/schemas/T\"}}}}}}\n    T: {{x-rust-name: Other, type: object, properties: {{a: {{type: string}}}}}}\n"
            )
        };
        let pinned = generate(
            &fragment(&format!("x-rust-name: {name}, ")),
            &Config::default(),
        );
        // The second to ask for a name does not get it.
        let places = match (name, is_free) {
            ("Other", _) => vec!["/components/schemas/T/x-rust-name"],
            (_, true) => vec![],
            (_, false) => vec!["/components/schemas/Own/x-rust-name"],
        };
        let expected = if is_free || name == "Other" {
            name
        } else {
            "Own"
        };
        let pinned = pinned.expect("it is a description");
        let found: Vec<_> = told(&pinned.report)
            .map(|it| (it.code.as_str(), &*it.location.pointer))
            .collect();
        let places: Vec<_> = places
            .into_iter()
            .map(|place| ("name-taken", place))
            .collect();
        assert_eq!(found, places, "{name}");
        let has = |api: &Api| api.types.iter().any(|def| def.name == expected);
        assert!(has(&pinned.api), "{name}");
        // The configuration asks for the same with a key of its own.
        let key = "#/components/schemas/Own".to_owned();
        let config = Config {
            names: vec![(key.clone(), name.parse().expect("it is a name"))],
            ..Config::default()
        };
        let named = generate(&fragment(""), &config).expect("it is a description");
        assert!(has(&named.api), "{name}");
        let options = told(&named.report).filter_map(|it| it.option.clone());
        let options: Vec<_> = options.collect();
        if !is_free && name != "Other" {
            assert_eq!(options, [("names".to_owned(), key)], "{name}");
        }
    }
}

#[test]
fn a_path_of_the_configuration_means_what_it_meant() {
    let config = Config {
        replace: vec![(
            "format:date".to_owned(),
            "Vec<my_crate::Day>".parse().expect("it is a type"),
        )],
        ..Config::default()
    };
    let fragment = "paths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        \"200\": {description: x, content: {application/json: {schema: {$ref: \"#/components/schemas/Vec\"}}}}\n\
        components:\n  schemas:\n    Vec: {type: object, properties: {a: {type: string, format: date}, b: {$ref: \"#/components/schemas/T\"}}}\n    T: {type: object, x-rust-name: my_crate, properties: {a: {type: string}}}\n";
    let generated = generate(fragment, &config).expect("it is a description");
    let names: Vec<_> = generated.api.types.iter().map(|def| &*def.name).collect();
    assert_eq!(names, ["Vec2", "T"]);
}
