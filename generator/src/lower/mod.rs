//! [`Document`] → [`Api`]: resolve, type, name and check; every judgement of a run is made here.

mod boxing;
mod constraints;
mod defaults;
mod defs;
mod derives;
mod flat;
mod forms;
mod instance;
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
mod texts;
mod trace;
mod types;
mod unions;
mod usage;
mod values;
mod views;

pub use values::check as check_values;

use crate::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Place, Server};
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
    api.modules = modules::divide(&selection.operations, config.modules);
    api.operations = operations::lower(selection, &mut types, &mut security, &mut report);
    types.finish(&mut api, &mut report);
    texts::settle(&mut api);
    security.finish(&mut api);
    refusals::find(&mut api);
    let found = derives::find(&mut api, &config.derives);
    report.diagnostics.extend(found);
    (api, report.diagnostics)
}

/// Where the stages of lowering report to.
struct Report<'a> {
    document: &'a Document<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Report<'_> {
    fn add(&mut self, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(
            code,
            self.document.places.location(place),
            message,
        ));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
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
    let mut url = server.url.to_string();
    for (name, default) in &server.variables {
        url = url.replace(&format!("{{{name}}}"), default);
    }
    url
}

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

/// Documentation as it is kept in the model: one entry a paragraph source, empty ones left out.
fn docs(texts: &[Option<&str>]) -> Vec<String> {
    let mut docs: Vec<String> = Vec::new();
    for text in texts.iter().flatten().map(|text| text.trim()) {
        if !text.is_empty() && docs.iter().all(|known| known != text) {
            docs.push(text.to_owned());
        }
    }
    docs
}
