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
    // Cargo is told what to watch; diagnostics become its warnings, and errors fail the build.
    oasmith::build::generate("petstore", "specs/petstore.yaml", &config);
}
