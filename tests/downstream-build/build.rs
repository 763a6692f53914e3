//! Writes the modules of two APIs to `OUT_DIR`.

fn main() {
    let config = oasmith::Config::default();
    oasmith::build::generate("stages", "../../specs/authentik-stages.yaml", &config);
    oasmith::build::generate("constraints", "../../specs/constraints.yaml", &config);
}
