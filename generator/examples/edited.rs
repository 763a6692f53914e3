//! A description that is changed before it is read, as one of somebody else's may need:
//! `cargo run --example edited -- api.json`. Where the change is always the same, an OpenAPI Overlay
//! (`Config::overlays`) says it in a file, and diagnostics show where it came from.

use std::path::PathBuf;

use oasmith::Config;
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from);
    let path = path.ok_or("name a description in JSON")?;
    let mut description: Value = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
    // Operations that are not stable yet are left out.
    let paths = description["paths"].as_object_mut();
    for (_, item) in paths.into_iter().flatten() {
        if let Some(item) = item.as_object_mut() {
            item.retain(|_, operation| operation["x-unstable"] != true);
        }
    }
    let text = serde_json::to_string_pretty(&description)?;
    match oasmith::generate_text(&path, text, &Config::default()) {
        Ok(generated) => println!("{} files", generated.files.len()),
        Err(report) => println!("{} diagnostics", report.diagnostics.len()),
    }
    Ok(())
}
