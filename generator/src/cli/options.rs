//! The options of `oasmith generate` that are keys of `oasmith.toml`, too.

use std::path::PathBuf;
use std::str::FromStr;

use oasmith::Config;
use oasmith::config::{
    Callers, Dates, Enums, Formats, Lint, Modules, Nulls, Numbers, RustName, RustPath, RustType,
    UnknownProperties, Untyped, Word,
};

/// The configuration of the description that is given.
#[derive(clap::Args)]
pub struct Options {
    /// The name of the crate; by default made from the title of the description.
    #[arg(long, value_name = "CRATE", requires = "spec", value_parser = crate_name)]
    name: Option<String>,
    /// Omit the client.
    #[arg(long, requires = "spec")]
    no_client: bool,
    /// Omit the server.
    #[arg(long, requires = "spec")]
    no_server: bool,
    /// Receive webhooks beside the client, and send them beside the server; the default for a crate, and
    /// for modules with both.
    #[arg(long, requires = "spec", overrides_with = "no_webhooks")]
    webhooks: bool,
    /// Omit webhooks and callbacks; the default for modules with a client or a server alone.
    #[arg(long, requires = "spec")]
    no_webhooks: bool,
    /// Write modules of an existing crate instead of a crate.
    #[arg(long, requires = "spec")]
    module: bool,
    /// Modules of client and server: one each, or one for each tag: one, tag.
    #[arg(long, value_name = "HOW", requires = "spec", default_value = "one")]
    modules: Modules,
    /// Write the description that the output was made from as one of its files; the default for a crate.
    #[arg(long, requires = "spec", overrides_with = "no_description")]
    description: bool,
    /// Do not write the description; the default for modules.
    #[arg(long, requires = "spec")]
    no_description: bool,
    /// Let the server serve the description and a page to explore it.
    #[arg(long, requires = "spec")]
    explorer: bool,
    /// Use the runtime code of this module instead of a copy.
    #[arg(long, value_name = "PATH", requires = "spec")]
    support: Option<RustPath>,
    #[command(flatten)]
    pub reading: Reading,
    /// A trait that types derive in addition: *=Eq; * matches any text; may be repeated.
    #[arg(long, value_name = "NAME=PATH", requires = "spec", value_parser = pair::<RustPath>)]
    derives: Vec<(String, RustPath)>,
    /// The crate for dates and times: chrono, jiff, time, string.
    #[arg(
        long,
        value_name = "CRATE",
        requires = "spec",
        default_value = "chrono"
    )]
    dates: Dates,
    /// Whether enums keep values that the description does not list: open, closed.
    #[arg(long, value_name = "HOW", requires = "spec", default_value = "open")]
    enums: Enums,
    /// Whether structs keep properties that the description does not declare: skip, keep.
    #[arg(long, value_name = "HOW", requires = "spec", default_value = "skip")]
    unknown_properties: UnknownProperties,
}

/// The part of the configuration that decides what is read and reported.
#[derive(clap::Args)]
pub struct Reading {
    /// The folder below which referenced files have to be; by default that of the description.
    #[arg(long, value_name = "DIR", requires = "spec")]
    root: Option<PathBuf>,
    /// An OpenAPI Overlay to apply before reading; may be repeated.
    #[arg(long, value_name = "FILE", requires = "spec")]
    overlays: Vec<PathBuf>,
    /// An operation to generate, by operationId, tag:NAME, path, or method and path; * matches any
    /// text; may be repeated.
    #[arg(long, value_name = "WHICH", requires = "spec")]
    include_operations: Vec<String>,
    /// An operation to exclude; may be repeated.
    #[arg(long, value_name = "WHICH", requires = "spec")]
    exclude_operations: Vec<String>,
    /// Emit component schemas that no operation uses, too.
    #[arg(long, requires = "spec")]
    no_prune: bool,
    /// A component schema that becomes a type even if no operation uses it; * matches any text; may be
    /// repeated.
    #[arg(long, value_name = "NAME", requires = "spec")]
    include_types: Vec<String>,
    /// A component schema that does not become a type; may be repeated.
    #[arg(long, value_name = "NAME", requires = "spec")]
    exclude_types: Vec<String>,
    /// The type to use for a component schema or a format: Money=rust_decimal::Decimal,
    /// format:date-time=my::Time; may be repeated.
    #[arg(long, value_name = "WHAT=TYPE", requires = "spec", value_parser = pair::<RustType>)]
    replace: Vec<(String, RustType)>,
    /// The Rust name of a type or a method: '#/components/schemas/Foo=Bar', listPets=list; may be
    /// repeated.
    #[arg(long, value_name = "WHAT=NAME", requires = "spec", value_parser = pair::<RustName>)]
    names: Vec<(String, RustName)>,
    /// What a schema without `type` allows: the JSON type that its keywords are about, or every one:
    /// infer, strict.
    #[arg(long, value_name = "HOW", requires = "spec", default_value = "infer")]
    untyped: Untyped,
    /// Whether formats restrict values: assert, annotate.
    #[arg(long, value_name = "HOW", requires = "spec", default_value = "assert")]
    formats: Formats,
    /// What a `null` is that the description does not allow: a fault, or the absence of an optional
    /// property that is received: strict, lenient.
    #[arg(long, value_name = "HOW", requires = "spec", default_value = "strict")]
    nulls: Nulls,
    /// What holds numbers without a format and integers without two bounds: machine types, or all of
    /// their digits: machine, exact.
    #[arg(long, value_name = "HOW", requires = "spec", default_value = "machine")]
    numbers: Numbers,
    /// The operations of the server whose callers are identified, and reach the methods: those that
    /// require credentials, or all: required, always.
    #[arg(
        long,
        value_name = "WHEN",
        requires = "spec",
        default_value = "required"
    )]
    callers: Callers,
    /// Do not report diagnostics of this code, or any warnings; may be repeated.
    #[arg(long, value_name = "CODE|warnings")]
    allow: Vec<Lint>,
    /// Report diagnostics of this code as warnings; may be repeated.
    #[arg(long, value_name = "CODE|warnings")]
    warn: Vec<Lint>,
    /// Report diagnostics of this code, or all warnings, as errors, and write nothing; may be repeated.
    #[arg(long, value_name = "CODE|warnings")]
    deny: Vec<Lint>,
}

impl Options {
    /// The configuration.
    pub fn config(self) -> Config {
        let derives = self.derives.into_iter();
        Config {
            crate_name: self.name,
            client: !self.no_client,
            server: !self.no_server,
            webhooks: (self.webhooks || self.no_webhooks).then_some(self.webhooks),
            module: self.module,
            modules: self.modules,
            description: (self.description || self.no_description).then_some(self.description),
            explorer: self.explorer,
            support: self.support,
            derives: derives
                .map(|(name, path)| (Word::from(name), path))
                .collect(),
            dates: self.dates,
            enums: self.enums,
            unknown_properties: self.unknown_properties,
            ..self.reading.config()
        }
    }
}

impl Reading {
    /// The configuration; the output is that of the default.
    pub fn config(self) -> Config {
        let words = |words: Vec<String>| words.into_iter().map(Word::from).collect();
        Config {
            root: self.root,
            overlays: self.overlays,
            allow: self.allow,
            warn: self.warn,
            deny: self.deny,
            include_operations: words(self.include_operations),
            exclude_operations: words(self.exclude_operations),
            prune: !self.no_prune,
            include_types: words(self.include_types),
            exclude_types: words(self.exclude_types),
            replace: self.replace,
            names: self.names,
            untyped: self.untyped,
            formats: self.formats,
            nulls: self.nulls,
            numbers: self.numbers,
            callers: self.callers,
            ..Config::default()
        }
    }

    /// Adds the levels to a configuration that comes from a file.
    pub fn add_levels(&self, config: &mut Config) {
        config.allow.extend(&self.allow);
        config.warn.extend(&self.warn);
        config.deny.extend(&self.deny);
    }
}

fn crate_name(name: &str) -> Result<String, String> {
    check_name(name).map(|()| name.to_owned())
}

/// Checks the name of a crate.
///
/// # Errors
///
/// The message, if it is not one.
pub fn check_name(name: &str) -> Result<(), String> {
    let allowed = |each: char| matches!(each, 'a'..='z' | '0'..='9' | '-' | '_');
    if name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(allowed) {
        return Ok(());
    }
    Err(format!(
        "expected a crate name of lower-case letters, digits, `-` and `_` that starts with a letter, found `{name}`"
    ))
}

/// The text before the last `=`, and the Rust code behind it.
fn pair<T: FromStr<Err: ToString>>(text: &str) -> Result<(String, T), String> {
    let (name, code) = text
        .rsplit_once('=')
        .ok_or("expected `=`, as in NAME=VALUE")?;
    let code = code.parse().map_err(|error: T::Err| error.to_string())?;
    Ok((name.to_owned(), code))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{CommandFactory, Parser};

    use super::Options;
    use crate::cli::project::KEYS;
    use oasmith::Config;

    #[derive(Parser)]
    struct Arguments {
        spec: Option<String>,
        #[command(flatten)]
        options: Options,
    }

    fn config(arguments: &[&str]) -> Config {
        let arguments = [&["oasmith", "spec"], arguments].concat();
        let arguments = Arguments::try_parse_from(arguments).expect("they are valid");
        arguments.options.config()
    }

    #[test]
    fn the_file_and_the_command_line_have_the_same_words() {
        let command = Arguments::command();
        let options: BTreeSet<_> = command
            .get_arguments()
            .filter_map(|argument| argument.get_long())
            .map(|long| long.strip_prefix("no-").unwrap_or(long))
            .filter(|long| *long != "help")
            .collect();
        let keys = KEYS.iter().copied();
        let keys: BTreeSet<_> = keys.filter(|key| !matches!(*key, "spec" | "out")).collect();
        assert_eq!(options, keys);
    }

    #[test]
    fn without_options_everything_is_by_default() {
        assert_eq!(config(&[]), Config::default());
    }

    #[test]
    fn options_may_stand_several_times() {
        let config = config(&[
            "--replace",
            "a=b=u64",
            "--replace",
            "format:date=a::B<C>",
            "--derives=*=Eq",
            "--include-operations",
            "GET *",
            "--include-operations",
            "tag:a,b",
            "--no-prune",
        ]);
        let replaced: Vec<_> = config.replace.iter().map(|(key, _)| &**key).collect();
        assert_eq!(replaced, ["a=b", "format:date"]);
        let (name, path) = config.derives.first().expect("there is one");
        assert_eq!((name.as_str(), path.as_str()), ("*", "Eq"));
        let words: Vec<_> = config
            .include_operations
            .iter()
            .map(|word| word.as_str())
            .collect();
        assert_eq!(words, ["GET *", "tag:a,b"]);
        assert!(!config.prune);
    }
}
