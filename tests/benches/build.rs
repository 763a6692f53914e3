//! Writes the types of the descriptions to `OUT_DIR`, and the descriptions as JSON.

use std::path::Path;

use oasmith::config::Dates;
use oasmith::{Config, Description};

fn main() {
    let config = Config {
        client: false,
        server: false,
        dates: Dates::String,
        allow: vec!["missing-error".parse().expect("it is a code")],
        ..Config::default()
    };
    for name in ["items", "messages", "payments"] {
        let description = format!("descriptions/{name}.yaml");
        oasmith::build::generate(name, &*description, &config);
        write_schemas(name, &description, &config);
    }
    write_schemas("stages", "../../specs/authentik-stages.yaml", &config);
}

/// Writes a description as JSON.
fn write_schemas(name: &str, description: &str, config: &Config) {
    println!("cargo::rerun-if-changed={description}");
    let bundled = Description::from(Path::new(description)).bundle(config);
    let folder = std::env::var_os("OUT_DIR").expect("cargo sets it");
    let file = Path::new(&folder).join(format!("{name}.json"));
    let json = bundled.expect("it is a description").to_json();
    std::fs::write(file, json).expect("it can be written");
}
