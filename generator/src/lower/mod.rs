//! [`Document`] → [`Api`]: resolves, types, names and checks. Every judgement of a run is made here.

mod constraint;
mod http;
mod limits;
mod name;
mod report;
mod schema;
mod types;

use crate::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::Api;
use http::{errors, operations, rejections, security, servers, text};
use name::{lookalikes, modules};
use report::Report;
use schema::classify::Classifier;
use types::{Types, derives, direction};

/// Decides all that is emitted. Unsupported parts are dropped and reported. With a trace,
/// [`Api::typed`] has the types of the schemas.
pub fn lower<'a>(
    document: &'a Document<'a>,
    config: &'a Config,
    trace: bool,
) -> (Api, Vec<Diagnostic>) {
    let mut report = Report::new(document);
    let schemes = security::schemes(document);
    let mut classifier = Classifier::new(document);
    let selection = operations::select(&mut classifier, &schemes, &mut report);
    let wanted: Vec<_> = selection.operations.iter().collect();
    let usage = direction::find(&mut classifier, &wanted, config);
    let mut types = Types::new(classifier, usage, config);
    types.trace.is_enabled = trace;
    types.name_all(&wanted, &selection.names, &mut report);
    let mut security = security::Requirements::new(schemes, &selection.names);
    let first = document.servers.first();
    let mut api = Api {
        title: document.title.to_owned(),
        dates: config.dates,
        base_path: first.map(servers::base_path).unwrap_or_default(),
        skipped: selection.skipped.clone(),
        ..Api::default()
    };
    api.modules = modules::divide(&selection.operations, config);
    api.operations = operations::lower(selection, &mut types, &mut security, &mut report);
    types.finish(&mut api, &mut report);
    errors::share(&mut api);
    text::resolve(&mut api);
    security.finish(&mut api);
    rejections::find(&mut api);
    lookalikes::rename(&mut api, config);
    let found = derives::apply(&mut api, &config.derives);
    report.diagnostics.extend(found);
    (api, report.diagnostics)
}
