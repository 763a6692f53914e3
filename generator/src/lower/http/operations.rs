//! [`Plan`]s → operations of the model.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document::{self, Document};
use crate::identifier::Case;
use crate::lower::http::plan::Plan;
use crate::lower::http::security::{self, Requirements};
use crate::lower::http::servers::{base_path, resolved};
use crate::lower::http::{media_types, parameters, paths, responses};
use crate::lower::name::scopes::{Scope, constant_name, joined, value_name};
use crate::lower::report::Report;
use crate::lower::types::{Types, constants, defaults};
use crate::model::{Api, DefaultConstant, Headers, Operation, Server};
use crate::reserved;

/// Lowers the operations, once every type has its name, and adds the headers of their parts and
/// responses to `sets`.
pub fn lower(
    plans: Vec<Plan<'_>>,
    sets: &mut Vec<Headers>,
    types: &mut Types<'_>,
    security: &mut Requirements<'_>,
    report: &mut Report<'_>,
) -> Vec<Operation> {
    // The functions of `validate` that check parameters and bodies.
    let mut checks = Scope::with_reserved(Case::Snake, reserved::checks());
    let mut routes = paths::Routes::default();
    let lowered = plans.into_iter().map(|plan| {
        types.is_exchanged = plan.webhook.is_some();
        let parameters = parameters::lower(&plan, types, &mut checks, report);
        let mut arguments = parameters.arguments;
        let body = plan.body.as_ref().map(|body| {
            let argument = arguments.reserve("body".to_owned());
            let check = checks.reserve(joined(&value_name(&plan.names.method), "body"));
            media_types::lower_body(body, (&plan.names, argument, check), sets, types, report)
        });
        let (successes, errors) =
            responses::lower(&plan.responses, (&plan.names.owner, sets), types, report);
        let negotiates = responses::negotiate(&successes);
        let accept_argument = negotiates.then(|| arguments.reserve("accept".to_owned()));
        let (operation, names) = (plan.operation, plan.names);
        let (path, webhook) = plan.webhook.unzip();
        let server = server(operation, report).filter(|_| webhook.is_none());
        let base = server.as_ref().map_or("", |server| &server.path);
        Operation {
            served: webhook.is_some() || routes.is_new(operation, base, report),
            server,
            name: names.method,
            constant: names.constant,
            id: names.id,
            docs: report.docs(operation.place, &[operation.summary, operation.description]),
            deprecated: operation.deprecated,
            method: operation.method.to_owned(),
            path: path.unwrap_or(parameters.path),
            webhook,
            parameters: parameters.required,
            params: parameters.params,
            body,
            accept: responses::accept(successes.iter().chain(&errors)),
            accept_argument,
            successes,
            success_name: names.success,
            stream_method: None,
            errors,
            error_name: names.error,
            shared_errors: None,
            pagination: None,
            security: security.requirement(operation, report),
            scopes: security::scopes(operation),
            rejections: Vec::new(),
        }
    });
    let lowered = lowered.collect();
    types.is_exchanged = false;
    lowered
}

/// The server of an operation, if the description does not have the same one.
fn server(operation: &document::Operation<'_>, report: &mut Report<'_>) -> Option<Server> {
    let document = report.document;
    let own = operation.servers.first()?;
    let url = resolved(own);
    let is_same = |other: &str| other.trim_end_matches('/') == url.trim_end_matches('/');
    // Without servers, a description is served at `/` (OAS 3.0 §4.7.1).
    let default = document.servers.is_empty() && is_same("/");
    if default
        || document
            .servers
            .iter()
            .any(|server| is_same(&resolved(server)))
    {
        return None;
    }
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_owned());
    if url.contains('{') || scheme.is_some_and(|it| !matches!(&*it, "http" | "https")) {
        let message = format!(
            "server `{}` has an unsupported scheme or a variable without a default: the server of the description is used",
            own.url
        );
        report.add(Code::UnsupportedServer, own.place, message);
        return None;
    }
    Some(Server {
        path: base_path(own),
        url,
    })
}

/// Sets the constants of the defaults of optional parameters: a pass over the finished model, whose
/// operations are those of the description.
pub fn set_defaults(
    api: &mut Api,
    described: &[&document::Operation<'_>],
    document: &Document<'_>,
) {
    let mut operations = std::mem::take(&mut api.operations);
    for (operation, described) in operations.iter_mut().zip(described) {
        let Some(params) = &mut operation.params else {
            continue;
        };
        let schemas = described.parameters.iter().map(|it| {
            let content = it.content.as_ref();
            let schema = content.map_or(it.schema, |content| content.schema);
            ((parameters::place(it.location), it.name), schema)
        });
        let schemas: HashMap<_, _> = schemas.collect();
        let mut names = Scope::new(Case::Shouty);
        for parameter in &mut params.parameters {
            let schema = schemas.get(&(parameter.place, &*parameter.wire));
            let default = schema.and_then(|schema| defaults::of(document, (*schema)?));
            parameter.default = default.and_then(|default| {
                let value = constants::of(api, &parameter.ty, constants::read(default)?)?;
                let name = names.reserve(format!("DEFAULT_{}", constant_name(&parameter.name)));
                Some(DefaultConstant { name, value })
            });
        }
    }
    api.operations = operations;
}
