//! Asks two servers for their descriptions, changes each a little, and writes clients for them.

#[allow(dead_code)]
#[path = "src/dropshot_api.rs"]
mod dropshot_api;
#[allow(dead_code)]
#[path = "src/utoipa_api.rs"]
mod utoipa_api;

use oasmith::{Config, Description};
use utoipa::OpenApi as _;

fn main() {
    let config = Config {
        server: false,
        ..Config::default()
    };

    let version = "1.0.0".parse().expect("it is a version");
    let api = dropshot_api::api();
    let ships = api.openapi("Ships", version).json().expect("it is JSON");
    // The name of the resource is that of the module already.
    let shorten = |_: &str, _: &str, operation: &mut openapiv3::Operation| {
        let id = operation.operation_id.take();
        operation.operation_id = id.map(|id| id.replace("ship_", ""));
    };
    let ships = Description::value("ships", &ships).edit_operations(shorten);
    oasmith::build::generate("ships", ships, &config);

    let notes = utoipa_api::Description::openapi();
    // utoipa has no such keyword for a type of an enumeration.
    let bound = |value: &mut serde_json::Value| {
        value["components"]["schemas"]["Note"]["properties"]["text"]["minLength"] = 1.into();
    };
    let notes = Description::value("notes", &notes).edit(bound);
    oasmith::build::generate("notes", notes, &config);
}
