//! `oasmith model`: the model as text and as data.

use serde_json::Value;

use super::folder::Folder;

const SPEC: &str = r##"openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    put:
      operationId: putPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "204": {description: x}
        default: {description: y}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, pattern: "^[a-z]+$", description: "A \e[2J name"}
        kind: {enum: [cat, dog]}
        tags: {type: array, items: {type: string}, contains: {const: x}}
        mail: {type: string, format: idn-email}
"##;

fn model(folder: &Folder, format: &str) -> String {
    let run = folder.run(&["model", "pets.yaml", "--format", format]);
    assert_eq!((run.code, &*run.err), (0, ""), "{format}");
    run.out
}

#[test]
fn json_and_yaml_are_the_same_data() {
    let folder = Folder::new("model");
    folder.write("pets.yaml", SPEC);
    let json: Value = serde_json::from_str(&model(&folder, "json")).expect("it is one value");
    let yaml: Value = serde_yaml::from_str(&model(&folder, "yaml")).expect("it is YAML");
    assert_eq!(json, yaml);
    let text = model(&folder, "text");
    assert!(text.starts_with("api \"Pets\" below \"\"\n"), "{text}");
}

#[test]
fn ids_of_the_data_lead_to_what_they_name() {
    let folder = Folder::new("model-ids");
    folder.write("pets.yaml", SPEC);
    let api: Value = serde_json::from_str(&model(&folder, "json")).expect("it is one value");
    let operation = &api["operations"][0];
    assert_eq!(operation["method"], "PUT");
    assert_eq!(operation["parameters"][0]["wire"], "id");
    let id = &operation["body"]["contents"][0]["ty"]["named"];
    let pet = &api["types"][usize::try_from(id.as_u64().expect("an id")).expect("it is small")];
    assert_eq!(pet["name"], "Pet");
    let fields = pet["shape"]["struct"]["fields"].as_array().expect("a list");
    let field = |name: &str| {
        let found = fields.iter().find(|field| field["wire"] == name);
        found.unwrap_or_else(|| panic!("{name}: {fields:#?}"))
    };
    assert_eq!(field("name")["docs"][0], "A \u{1b}[2J name");
    let checks = &field("name")["ty"]["checked"][1];
    let pattern = checks[0]["pattern"].as_u64().expect("an index");
    assert_eq!(
        api["patterns"][usize::try_from(pattern).expect("it is small")]["source"],
        "^[a-z]+$"
    );
    assert_eq!(field("mail")["ty"]["checked"][1][0]["format"], "idn-email");
    assert_eq!(api["dates"], "chrono");
}

#[test]
fn without_a_description_there_is_no_model() {
    let folder = Folder::new("model-nothing");
    for format in ["text", "yaml", "json"] {
        let run = folder.run_with(&["model", "-", "--format", format], "openapi: [");
        assert_eq!((run.code, &*run.out), (1, ""));
        assert!(run.err.contains(" --> <stdin>:2:1"), "{}", run.err);
    }
}
