//! Parameters: which are supported, and the encoding of their values.

use crate::diagnostic::Code;
use crate::document::{Document, ParameterLocation, Reference, SchemaId};
use crate::identifier::Case;
use crate::lower::http::plan::{Plan, PlannedParameter};
use crate::lower::http::text::{TextKind, text_kind};
use crate::lower::http::{media_types, paths};
use crate::lower::limits::MAX_REQUIRED_PARAMETERS;
use crate::lower::name::scopes::{Scope, joined, value_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::{Types, defaults};
use crate::model::{
    Direction, HttpShape, Parameter, ParameterEncoding, ParameterPlace, Params, Reason, Scalar, Ty,
};
use crate::{document, reserved};

/// Headers that are described elsewhere, not as parameters (OAS 3.0 §4.7.12.1).
const IGNORED: &[&str] = &["accept", "content-type", "authorization"];

/// Plans the supported parameters. Only an unsupported one that is required makes the operation skipped.
pub fn plan<'a>(
    classifier: &mut Classifier<'_>,
    operation: &document::Operation<'_>,
    declared: Vec<document::Parameter<'a>>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) -> Vec<PlannedParameter<'a>> {
    let mut planned = Vec::new();
    for parameter in declared {
        if is_ignored(&parameter) {
            let message =
                "header parameters `Accept`, `Content-Type` and `Authorization` have no effect";
            report.add(Code::IgnoredParameter, parameter.place, message).help = Some(
                "the media types and `security` of the operation describe them; `Config::headers` of the client sets others".to_owned(),
            );
            continue;
        }
        match encoding(classifier, &parameter) {
            Ok((place, encoding)) => {
                let schema = match &parameter.content {
                    Some(content) => content.schema,
                    None => parameter.schema,
                };
                // An undeclared path parameter has a diagnostic of its own.
                let is_declared = parameter.place != operation.path_place;
                if is_declared && parameter.schema.is_none() && parameter.content.is_none() {
                    report_untyped(&parameter, report);
                }
                planned.push(PlannedParameter {
                    parameter,
                    place,
                    encoding,
                    schema,
                });
            }
            Err((shape, why)) => {
                reasons.extend(report_unsupported(&parameter, shape, &why, report));
            }
        }
    }
    let required = planned.iter().filter(|it| it.parameter.required).count();
    if required > MAX_REQUIRED_PARAMETERS {
        let message = format!("more than {MAX_REQUIRED_PARAMETERS} required parameters");
        let place = operation.place;
        reasons.push(report.skip_operation(Code::UnsupportedParameter, None, place, message));
    }
    planned
}

fn report_untyped(parameter: &document::Parameter<'_>, report: &mut Report<'_>) {
    let name = parameter.name;
    let message = format!("expected `schema` or `content` in parameter `{name}`: it is a string");
    report.add(Code::MissingKeyword, parameter.place, message);
}

/// Reports an unsupported parameter: the reason for skipping its operation, if it is required.
fn report_unsupported(
    parameter: &document::Parameter<'_>,
    shape: HttpShape,
    why: &str,
    report: &mut Report<'_>,
) -> Option<Reason> {
    let name = parameter.name;
    let message = format!("parameter `{name}` {why}, which is not supported yet");
    let (code, place) = (Code::UnsupportedParameter, parameter.place);
    if parameter.required || parameter.location == ParameterLocation::Path {
        return Some(report.skip_operation(code, Some(shape), place, message));
    }
    let message = format!("{message}: the optional parameter is ignored");
    report.add(code, place, message);
    None
}

fn is_ignored(parameter: &document::Parameter<'_>) -> bool {
    let mut ignored = IGNORED.iter();
    parameter.location == ParameterLocation::Header
        && ignored.any(|name| parameter.name.eq_ignore_ascii_case(name))
}

/// The place and the encoding of a parameter, or the reason why it is not supported.
fn encoding(
    classifier: &mut Classifier<'_>,
    parameter: &document::Parameter<'_>,
) -> Result<(ParameterPlace, ParameterEncoding), (HttpShape, String)> {
    let commas = parameter.explode == Some(false);
    let (place, usual) = match parameter.location {
        ParameterLocation::Path => (ParameterPlace::Path, "simple"),
        ParameterLocation::Header => (ParameterPlace::Header, "simple"),
        ParameterLocation::Query => {
            let reserved = parameter.allow_reserved;
            (ParameterPlace::Query { commas, reserved }, "form")
        }
        ParameterLocation::Cookie => {
            return Err((HttpShape::Cookie, "is a cookie".to_owned()));
        }
        ParameterLocation::QueryString => {
            return Err((
                HttpShape::QueryString,
                "is the whole query string".to_owned(),
            ));
        }
    };
    if let Some(content) = &parameter.content {
        return match media_types::essence(content.name).as_str() {
            name if media_types::is_json(name) => Ok((place, ParameterEncoding::Json)),
            "text/plain" => Ok((place, ParameterEncoding::Value)),
            _ => Err((
                HttpShape::MediaType,
                format!("has the media type `{}`", content.name),
            )),
        };
    }
    if let Some(style) = parameter.style.filter(|style| *style != usual) {
        return Err((HttpShape::ParameterStyle, format!("has `style: {style}`")));
    }
    let kind = parameter
        .schema
        .map_or(TextKind::Unconstrained, |id| text_kind(classifier, id));
    match kind {
        TextKind::Unconstrained | TextKind::Value => Ok((place, ParameterEncoding::Value)),
        TextKind::List => Ok((place, ParameterEncoding::List)),
        TextKind::Other => Err((
            HttpShape::ParameterObject,
            "is neither a scalar nor an array of scalars".to_owned(),
        )),
    }
}

/// The parameters of an operation, lowered.
pub struct Lowered {
    /// The path template, with the declared names of the parameters.
    pub path: String,
    /// The required parameters.
    pub required: Vec<Parameter>,
    /// The optional parameters.
    pub params: Option<Params>,
    /// The names of the arguments.
    pub arguments: Scope,
}

/// Lowers the parameters of an operation, once every type has its name. Path parameters come first,
/// in the order of the path.
pub fn lower(
    plan: &Plan<'_>,
    types: &mut Types<'_>,
    checks: &mut Scope,
    report: &mut Report<'_>,
) -> Lowered {
    let document = report.document;
    let mut arguments = Scope::with_reserved(Case::Snake, reserved::ARGUMENTS.iter().copied());
    let method = value_name(&plan.names.method);
    let mut path = String::new();
    let mut required: Vec<Parameter> = Vec::new();
    let mut make = |planned: &PlannedParameter<'_>, scope: &mut Scope| {
        let (parameter, place) = (&planned.parameter, planned.place);
        let ty = planned.schema.map_or(Ty::Scalar(Scalar::Text), |schema| {
            types.ty(schema, Direction::Request, report)
        });
        Parameter {
            name: scope.reserve_qualified(value_name(parameter.name), place_name(place)),
            wire: parameter.name.to_owned(),
            docs: documentation(document, planned, report),
            place,
            encoding: planned.encoding,
            ty,
            check: checks.reserve(joined(&method, &value_name(parameter.name))),
            secret: planned
                .schema
                .is_some_and(|schema| is_secret(document, schema)),
            deprecated: parameter.deprecated,
        }
    };
    for part in paths::template(plan.operation.path) {
        let Err(name) = part else {
            path.extend(part);
            continue;
        };
        let mut planned = plan.parameters.iter();
        let planned = planned
            .find(|it| it.place == ParameterPlace::Path && paths::is_named(&it.parameter, name));
        let wire = planned.map_or(name, |planned| planned.parameter.name);
        path.push_str(&format!("{{{wire}}}"));
        if required.iter().all(|known| known.wire != wire) {
            required.extend(planned.map(|it| make(it, &mut arguments)));
        }
    }
    let (mut fields, mut optional) = (Scope::new(Case::Snake), Vec::new());
    for planned in &plan.parameters {
        match (planned.place, planned.parameter.required) {
            (ParameterPlace::Path, _) => {}
            (_, true) => required.push(make(planned, &mut arguments)),
            (_, false) => optional.push(make(planned, &mut fields)),
        }
    }
    let params = (!optional.is_empty()).then(|| Params {
        name: plan.names.params.clone(),
        argument: arguments.reserve("params".to_owned()),
        parameters: optional,
    });
    Lowered {
        path,
        required,
        params,
        arguments,
    }
}

/// The description of a parameter, with the default of an optional one.
fn documentation(
    document: &Document<'_>,
    planned: &PlannedParameter<'_>,
    report: &mut Report<'_>,
) -> Vec<String> {
    let parameter = &planned.parameter;
    let docs = report.docs(parameter.place, &[parameter.description]);
    match planned.schema.filter(|_| !parameter.required) {
        Some(id) => defaults::documented(document, id, docs),
        None => docs,
    }
}

fn is_secret(document: &Document<'_>, id: SchemaId) -> bool {
    let mut id = id;
    for _ in 0..document.schemas.len() {
        let schema = document.schema(id);
        if schema.format == Some("password") || schema.write_only {
            return true;
        }
        match schema.reference {
            Reference::To(target) => id = target,
            Reference::None | Reference::Broken => return false,
        }
    }
    false
}

fn place_name(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query { .. } => "query",
        ParameterPlace::Header => "header",
    }
}
