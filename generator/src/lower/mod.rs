//! [`Document`] → [`Api`]: resolves, types, names and checks. Every judgement of a run is made here.

mod constraint;
mod http;
mod ledger;
mod limits;
mod name;
mod pagination;
mod report;
mod schema;
mod types;

use crate::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::Api;
use http::plan::Plans;
use http::responses::{bodies, headers, streams};
use http::webhooks::selector;
use http::{errors, operations, parameters, plan, rejections, security, servers, text};
use name::{lookalikes, modules};
use report::Report;
use schema::classify::Classifier;
use types::{Types, derives, direction, presets, undeclared};

/// Decides all that is emitted. Unsupported parts are dropped and reported. With a trace, [`Api::typed`]
/// has the types of the schemas, and [`Api::keywords`] has where each keyword ends.
pub fn lower<'a>(
    document: &'a Document<'a>,
    config: &'a Config,
    trace: bool,
) -> (Api, Vec<Diagnostic>) {
    let mut report = Report::new(document);
    report.ledger.set_formats(config.formats);
    let schemes = security::schemes(document);
    let mut classifier = Classifier::new(document, config);
    let Plans {
        operations: plans,
        skipped,
    } = plan::plan(&mut classifier, &schemes, &mut report);
    let roots = plan::roots(&plans);
    let usage = direction::find(&mut classifier, &roots, config);
    let mut types = Types::new(classifier, usage, config);
    types.trace.is_enabled = trace;
    let schemas = roots.iter().map(|root| root.schema);
    let schemas: Vec<_> = schemas.chain(document.kept.iter().copied()).collect();
    types.name_all(roots, &mut report);
    let mut security = security::Requirements::new(schemes, &plans, config.callers);
    let first = document.servers.first();
    let mut api = Api {
        title: document.title.to_owned(),
        dates: config.dates,
        base_path: first.map(servers::base_path).unwrap_or_default(),
        servers: document.servers.iter().map(servers::declared).collect(),
        skipped,
        ..Api::default()
    };
    api.modules = modules::divide(plan::of_paths(&plans), config);
    let described: Vec<_> = plans.iter().map(|plan| plan.operation).collect();
    api.operations = operations::lower(
        plans,
        &mut api.headers,
        &mut types,
        &mut security,
        &mut report,
    );
    types.finish(&mut api, &mut report);
    report.close_ledger(&mut api, schemas, trace);
    undeclared::keep(&mut api);
    bodies::share(&mut api);
    headers::share(&mut api);
    errors::share(&mut api);
    text::resolve(&mut api);
    security.finish(&mut api);
    parameters::set_others(&mut api);
    rejections::find(&mut api);
    lookalikes::rename(&mut api, config);
    // These hold names of variants and of fields.
    presets::find(&mut api);
    operations::set_defaults(&mut api, &described, document);
    streams::find(&mut api);
    pagination::find(&mut api, &described, &mut report);
    selector::find(&mut api);
    let found = derives::apply(&mut api, &config.derives);
    report.diagnostics.extend(found);
    (api, report.diagnostics)
}
