//! What stands in the `build.rs` of a crate that has `oasmith` as a build dependency. Its `src/lib.rs`
//! has the modules by `include!(concat!(env!("OUT_DIR"), "/petstore/mod.rs"));` in a module of its own.

use oasmith::Config;
use oasmith::config::Word;

fn main() {
    let config = Config {
        server: false,
        include_operations: vec![Word::from("tag:pets")],
        ..Config::default()
    };
    // Tells cargo which files to watch, prints diagnostics as warnings, and fails the build on errors.
    oasmith::build::generate("petstore", "specs/petstore.yaml", &config);
}
