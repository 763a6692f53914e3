//! Writes the modules of four APIs to `OUT_DIR`. Two have support code of their own; the others share
//! a copy.

use oasmith::Config;
use oasmith::config::{Dates, Modules};

fn main() {
    let config = Config::default();
    oasmith::build::generate("stages", "../../specs/authentik-stages.yaml", &config);
    oasmith::build::generate("constraints", "../../specs/constraints.yaml", &config);

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
