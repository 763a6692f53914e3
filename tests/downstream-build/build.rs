//! Writes the modules of several APIs to `OUT_DIR`. Most have support code of their own; the last ones
//! share a copy.

use std::path::Path;

use oasmith::Config;
use oasmith::config::{Dates, Modules};

fn main() {
    let config = Config::default();
    oasmith::build::generate("stages", "../../specs/authentik-stages.yaml", &config);
    oasmith::build::generate("constraints", "../../specs/constraints.yaml", &config);
    oasmith::build::generate("parameters", "../../specs/parameters.yaml", &config);
    generate_odd("media_types", "../../specs/media-types.yaml", &config);
    generate_odd("places", "../../specs/places.yaml", &config);

    let path = |text: &str| text.parse().expect("it is a path");
    let sharing = Config {
        dates: Dates::String,
        support: Some(path("crate::common::support")),
        derives: vec![
            ("*".into(), path("PartialEq")),
            ("Flow*".into(), path("Eq")),
            ("Flow*".into(), path("std::hash::Hash")),
        ],
        include_operations: vec!["stages_authenticator_duo_*".into()],
        ..config
    };
    oasmith::build::support("support", &sharing);
    oasmith::build::generate("sharing", "../../specs/authentik-stages.yaml", &sharing);
    let divided = Config {
        modules: Modules::Tag,
        derives: Vec::new(),
        include_operations: Vec::new(),
        ..sharing
    };
    oasmith::build::generate("tags", "../../specs/tags.yaml", &divided);
}

/// What is odd in a description is meant here, so nobody needs to hear of it at every build.
fn generate_odd(name: &str, spec: &str, config: &Config) {
    println!("cargo::rerun-if-changed={spec}");
    let config = Config {
        module: true,
        ..config.clone()
    };
    let generated = oasmith::generate(Path::new(spec), &config).expect("it is a description");
    let folder = std::env::var_os("OUT_DIR").expect("cargo sets it");
    let folder = Path::new(&folder).join(name);
    oasmith::write::write(&folder, &generated.files).expect("it can be written");
}
