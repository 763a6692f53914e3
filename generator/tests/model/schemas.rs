//! Types → the schemas that declare them.

use std::path::Path;

use oasmith::Config;

/// Each type names the schema that it is declared by.
#[test]
fn schemas_of_types_are_there() {
    let folder = Path::new("../specs/cases");
    let config = Config {
        prune: false,
        ..Config::default()
    };
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it is there").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it is text");
        let Ok(document) = serde_yaml::from_str::<serde_json::Value>(&text) else {
            continue;
        };
        let Ok(generated) = oasmith::generate_text(&path, text, &config) else {
            continue;
        };
        for def in &generated.api.types {
            let schema = document.pointer(&def.schema);
            assert!(
                schema.is_some_and(|it| it.is_object() || it.is_boolean()),
                "{}: {} is not at {:?}",
                path.display(),
                def.name,
                def.schema
            );
            checked += 1;
        }
    }
    assert!(checked > 300, "{checked}");
}
