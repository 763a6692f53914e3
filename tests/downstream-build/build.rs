//! Writes the modules of the API to `OUT_DIR`.

fn main() {
    let config = oasmith::Config::default();
    oasmith::build::generate("stages", "../../specs/authentik-stages.yaml", &config);
}
