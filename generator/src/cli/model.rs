//! `oasmith model`: a description → its model, for people and for tools.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{FAILED, description, print_report, terminal};
use oasmith::model::Outcome;
use oasmith::{Config, Style, model, printable};

#[derive(clap::Args)]
pub struct Model {
    /// The description, or - for standard input.
    spec: PathBuf,
    /// The format of the model.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// List the keywords that restrict values instead, with where each ends: in the type, in a check, or
    /// in a diagnostic.
    #[arg(long, conflicts_with = "format")]
    keywords: bool,
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
    let read = match arguments.keywords {
        true => oasmith::generate_traced(spec, &config).map(|it| (it.api, it.report)),
        false => oasmith::read_model(spec, &config),
    };
    let (api, report) = match read {
        Ok(read) => read,
        Err(report) => {
            print_report(&report, false, style);
            return FAILED;
        }
    };
    print_report(&report, false, style);
    if arguments.keywords {
        print_keywords(&api, &report);
        return 0;
    }
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

/// Prints where the keywords of each schema end, a line for each schema.
fn print_keywords(api: &model::Api, report: &oasmith::Report) {
    let same = |one: &model::KeywordUse, other: &model::KeywordUse| one.location == other.location;
    for schema in api.keywords.chunk_by(same) {
        let file = schema.first().and_then(|it| report.path(&it.location));
        let file = file.map_or_else(String::new, |path| format!("{}#", path.display()));
        let pointer = schema.first().map_or("", |it| &it.location.pointer);
        let keywords = schema.iter().map(|it| {
            let end = match it.outcome {
                Outcome::Type => "type",
                Outcome::Check => "check",
                Outcome::Diagnostic | Outcome::Lost => "diagnostic",
            };
            format!("{} in a {end}", it.keyword)
        });
        let keywords = keywords.collect::<Vec<_>>().join(", ");
        let line = format!("{file}{pointer}: {keywords}");
        terminal::print(&printable::line(&line));
    }
}

/// A model as YAML, with enums as in JSON and not as tags.
fn yaml(api: &model::Api) -> Result<String, serde_yaml::Error> {
    let mut bytes = Vec::new();
    let mut serializer = serde_yaml::Serializer::new(&mut bytes);
    serde_yaml::with::singleton_map_recursive::serialize(api, &mut serializer)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
