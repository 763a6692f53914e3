//! [`Document`] → [`Api`]: resolve, type, name and check; every judgement of a run is made here.

mod boxing;
mod constraints;
mod defs;
mod flat;
mod forms;
mod names;
mod naming;
mod operations;
mod pattern;
mod refusals;
mod scalars;
mod security;
mod types;
mod unions;
mod usage;
mod views;

use crate::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Place};
use crate::model::Api;

/// Decides all that is emitted. What cannot be honoured is left out and reported; the rest goes on.
pub fn lower(document: &Document<'_>, config: &Config) -> (Api, Vec<Diagnostic>) {
    let mut report = Report {
        document,
        diagnostics: Vec::new(),
    };
    let schemes = security::schemes(document);
    let mut forms = forms::Forms::new(document);
    let wanted = operations::select(&mut forms, &schemes, &mut report);
    let usage = usage::find(&mut forms, &wanted, config);
    let names = operations::names(&wanted, &mut report);
    let mut types = types::Types::new(forms, usage);
    types.name_all(&wanted, &names);
    let mut security = security::Securities::new(schemes, &names);
    let operations = operations::lower(&wanted, names, &mut types, &mut security, &mut report);
    let mut api = Api {
        title: document.title.to_owned(),
        base_path: document.server.map(base_path).unwrap_or_default(),
        skipped: document.operations.len() - operations.len(),
        operations,
        ..Api::default()
    };
    types.finish(&mut api, &mut report);
    security.finish(&mut api);
    refusals::find(&mut api);
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
}

/// The path of a server's URL, without a slash at the end.
fn base_path(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None => url,
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    // A variable stands for a value that is only known where the server runs.
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

#[cfg(test)]
mod tests {
    use super::base_path;

    #[test]
    fn the_path_of_a_server_has_no_slash_at_its_end() {
        for (url, expected) in [
            ("/api/v3", "/api/v3"),
            ("/", ""),
            ("https://example.org", ""),
            ("https://example.org/v1/", "/v1"),
            ("https://{region}.example.org/v1", "/v1"),
            ("https://example.org/{version}", ""),
            ("api", "/api"),
        ] {
            assert_eq!(base_path(url), expected, "{url}");
        }
    }
}
