//! A description that is no file, and output that is not written: `cargo run --example in_memory`.

use std::path::Path;

use oasmith::Config;

const PETS: &str = r##"
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{name}:
    get:
      operationId: getPet
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: The pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        default: {description: What went wrong.}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string, minLength: 1}}}
"##;

fn main() {
    // Diagnostics name the text as it is named here.
    match oasmith::generate_text(Path::new("pets.yaml"), PETS.to_owned(), &Config::default()) {
        Ok(generated) => {
            for file in &generated.files {
                println!("{} ({} bytes)", file.path, file.content.len());
            }
        }
        Err(report) => {
            for (_, text) in report.texts(true, oasmith::Style::Plain) {
                eprintln!("{text}");
            }
            std::process::exit(1);
        }
    }
}
