//! [`Document`] → [`Api`]: resolve, type, name and check; every judgement of a run is made here.

mod bounds;
mod boxing;
mod constraints;
mod defaults;
mod defs;
mod derives;
mod errors;
mod flat;
mod form;
mod forms;
mod instance;
mod lookalikes;
mod media;
mod modules;
mod names;
mod naming;
mod operations;
mod parameters;
mod paths;
mod pattern;
mod refusals;
mod replacements;
mod rules;
mod scalars;
mod security;
mod spelling;
mod tags;
mod texts;
mod trace;
mod types;
mod unions;
mod usage;
mod values;
mod views;

pub use values::check as check_values;

use std::collections::HashMap;

use crate::Config;
use crate::diagnostic::{Code, Diagnostic, Location, start};
use crate::document::{Document, PinOrigin, PinnedName, Place, Server};
use crate::model::{Api, HttpShape, Reason};

/// Decides all that is emitted. What cannot be honoured is left out and reported; the rest goes on.
/// With a trace, [`Api::typed`] says what types the schemas have.
pub fn lower<'a>(
    document: &'a Document<'a>,
    config: &'a Config,
    trace: bool,
) -> (Api, Vec<Diagnostic>) {
    let mut report = Report {
        document,
        diagnostics: Vec::new(),
        docs_left: MAX_DOCS,
        docs_full: false,
        rules_left: rules::MAX_RULES,
    };
    let schemes = security::schemes(document);
    let mut forms = forms::Forms::new(document);
    let selection = operations::select(&mut forms, &schemes, &mut report);
    let wanted: Vec<_> = selection.operations.iter().collect();
    let usage = usage::find(&mut forms, &wanted, config);
    let mut types = types::Types::new(forms, usage, config);
    types.trace.wanted = trace;
    types.name_all(&wanted, &selection.names, &mut report);
    let mut security = security::Securities::new(schemes, &selection.names);
    let mut api = Api {
        title: document.title.to_owned(),
        dates: config.dates,
        base_path: document.servers.first().map(base_path).unwrap_or_default(),
        skipped: selection.skipped.clone(),
        ..Api::default()
    };
    api.modules = modules::divide(&selection.operations, config);
    api.operations = operations::lower(selection, &mut types, &mut security, &mut report);
    types.finish(&mut api, &mut report);
    errors::share(&mut api);
    texts::settle(&mut api);
    security.finish(&mut api);
    refusals::find(&mut api);
    lookalikes::rename(&mut api, config);
    let found = derives::find(&mut api, &config.derives);
    report.diagnostics.extend(found);
    (api, report.diagnostics)
}

/// Where the stages of lowering report to.
struct Report<'a> {
    document: &'a Document<'a>,
    diagnostics: Vec<Diagnostic>,
    /// How many bytes of documentation may still be copied.
    docs_left: usize,
    /// Whether that has been reported.
    docs_full: bool,
    /// How much of rules may still be made.
    rules_left: usize,
}

impl Report<'_> {
    fn add(&mut self, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(
            code,
            self.document.places.shown(place),
            message,
        ));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// Reports a pinned name that something else has, and what is done instead.
    fn name_taken(&mut self, pin: &PinnedName, instead: &str) {
        let message = format!(
            "the name `{}` is used by the generated code or by something else: {instead}",
            pin.name
        );
        let location = match pin.origin {
            PinOrigin::Keyword(place) => self.document.places.shown(place),
            PinOrigin::Option(_) => Location::outside(),
        };
        let mut diagnostic = Diagnostic::new(Code::NameTaken, location, message);
        if let PinOrigin::Option(key) = &pin.origin {
            diagnostic.option = Some(("names".to_owned(), key.clone()));
        }
        self.diagnostics.push(diagnostic);
    }

    /// Documentation as it is kept in the model: one entry a paragraph source, empty ones and what is
    /// too long left out.
    fn docs(&mut self, place: Place, texts: &[Option<&str>]) -> Vec<String> {
        let mut docs: Vec<String> = Vec::new();
        for text in texts.iter().flatten().map(|text| text.trim()) {
            if text.is_empty() || docs.iter().any(|known| known == text) {
                continue;
            }
            let most = MAX_TEXT.min(self.docs_left);
            if text.len() > most {
                self.report_docs(place);
            }
            let text = start(text, most);
            self.docs_left -= text.len().min(self.docs_left);
            if !text.is_empty() {
                docs.push(text.to_owned());
            }
        }
        docs
    }

    /// Says once for each place that a text is cut, and once that there is no more room for any.
    fn report_docs(&mut self, place: Place) {
        if self.docs_left >= MAX_TEXT {
            let message = "the text is longer than 65536 bytes: the rest is not documentation";
            self.add(Code::IgnoredKeyword, place, message);
        } else if !self.docs_full {
            self.docs_full = true;
            let message = "the texts are longer than 16 MiB where they are used: this one and the \
                           others are not documentation";
            self.add(Code::IgnoredKeyword, place, message);
        }
    }

    /// Reports what an operation is left out for.
    fn leave_out(
        &mut self,
        code: Code,
        shape: Option<HttpShape>,
        place: Place,
        message: impl Into<String>,
    ) -> Reason {
        let message = message.into();
        self.add(code, place, format!("{message}: the operation is left out"));
        Reason {
            code,
            shape,
            message,
        }
    }
}

/// The URL of a server, whose variables have their defaults.
fn resolved(server: &Server<'_>) -> String {
    // A default is text, whatever braces it has: else a few variables could make any length.
    let defaults: HashMap<&str, &str> = server.variables.iter().rev().copied().collect();
    let mut url = String::new();
    let mut rest = &*server.url;
    while let Some((before, behind)) = rest.split_once('{') {
        url.push_str(before);
        let variable = behind.split_once('}');
        let known = variable.and_then(|(name, behind)| Some((*defaults.get(name)?, behind)));
        let (text, behind) = known.unwrap_or(("{", behind));
        url.push_str(text);
        rest = behind;
    }
    url.push_str(rest);
    start(&url, MAX_URL).to_owned()
}

/// How long the URL of a server is: a default may stand in it as often as there is room.
const MAX_URL: usize = 64 << 10;

/// The path of a server's URL, without a slash at the end; its variables have their defaults.
fn base_path(server: &Server<'_>) -> String {
    let url = resolved(server);
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None => &url,
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    // What a variable without a default stands for is only known where the server runs.
    if path.is_empty() || path.contains('{') {
        String::new()
    } else {
        format!("/{}", path.trim_start_matches('/'))
    }
}

/// How many bytes of a text become documentation.
const MAX_TEXT: usize = 64 << 10;

/// How many of all texts do, each counted where it is used.
const MAX_DOCS: usize = 16 << 20;
