//! `oasmith model`: a description → its model, for people and for tools.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{FAILED, description, print_report, terminal};
use oasmith::{Config, Style, model};

#[derive(clap::Args)]
pub struct Model {
    /// The description, or - for standard input.
    spec: PathBuf,
    /// The format of the model.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What the model is for.
#[derive(Clone, Copy, Eq, PartialEq, ValueEnum)]
enum Format {
    /// People: a block for each type and operation.
    Text,
    /// People and tools: all of it.
    Yaml,
    /// Tools: all of it, as one line.
    Json,
}

/// Runs the command.
pub fn run(arguments: &Model, style: Style) -> u8 {
    let config = Config::default();
    let spec = description(&arguments.spec, &config);
    let (api, report) = match oasmith::read_model(spec, &config) {
        Ok(read) => read,
        Err(report) => {
            print_report(&report, false, style);
            return FAILED;
        }
    };
    print_report(&report, false, style);
    let printed = match arguments.format {
        Format::Text => {
            terminal::print(model::print(&api).trim_end());
            Ok(())
        }
        Format::Json => serde_json::to_value(&api)
            .map(|value| terminal::print_json(&value))
            .map_err(|error| error.to_string()),
        Format::Yaml => yaml(&api)
            .map(|text| terminal::print(text.trim_end()))
            .map_err(|error| error.to_string()),
    };
    match printed {
        Ok(()) => 0,
        Err(error) => {
            terminal::error(&format!("cannot serialize the model: {error}"));
            FAILED
        }
    }
}

/// A model as YAML, with enums as in JSON and not as tags.
fn yaml(api: &model::Api) -> Result<String, serde_yaml::Error> {
    let mut bytes = Vec::new();
    let mut serializer = serde_yaml::Serializer::new(&mut bytes);
    serde_yaml::with::singleton_map_recursive::serialize(api, &mut serializer)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
